//! What a bare machine may lack. A test that needs it says so and is skipped there; `.ci/run` installs all of it.

/// Whether one of `programs` is not to be found, which is then told.
#[allow(clippy::print_stderr)]
pub fn is_missing(programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing = programs.iter().find(|program| {
        let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        !std::env::split_paths(&path).any(|folder| folder.join(&file).is_file())
    });
    if let Some(program) = missing {
        eprintln!("there is no `{program}` on this machine");
    }
    missing.is_some()
}
