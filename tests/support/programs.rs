//! What a bare machine may lack. A test that needs it says so and is skipped there; `.ci/run` installs all of it.

/// Whether `program` is not to be found, which is then told.
#[allow(clippy::print_stderr)]
pub fn is_missing(program: &str) -> bool {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing = !std::env::split_paths(&path).any(|folder| folder.join(&file).is_file());
    if missing {
        eprintln!("there is no `{program}` on this machine");
    }
    missing
}
