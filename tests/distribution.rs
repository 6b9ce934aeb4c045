//! What people get notelint by, as far as that can be tried without a network: the action's installer and its command.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/programs.rs"]
mod programs;

use std::path::Path;
use std::process::{Command, Output};

use programs::is_missing;
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_notelint");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bash(script: &str, folder: &Path) -> Output {
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("RUNNER_TEMP", folder.join("runner"))
        .env("NOTELINT_RELEASES", format!("file://{}", folder.display()))
        .env("GITHUB_ACTION_PATH", root())
        .env("BINARY", BINARY)
        .output();
    output.expect("bash is there")
}

/// A folder that holds a release `v1` for Linux, made as `.github/workflows/release.yml` makes it; what is in it calls
/// the binary under test, since packing that takes its time.
fn release() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = bash(
        r#"mkdir v1 runner && cd v1
           printf '#!/bin/sh\nexec "%s" "$@"\n' "$BINARY" > notelint
           chmod +x notelint
           tar -czf notelint-linux-x64.tar.gz notelint
           rm notelint
           echo extension > notelint-linux-x64.vsix
           sha256sum * > SHA256SUMS"#,
        folder.path(),
    );
    assert!(made.status.success(), "{made:?}");
    folder
}

fn install(folder: &TempDir, version: &str, runner: &str) -> Output {
    let script = format!(r#"bash "$GITHUB_ACTION_PATH/.github/install.sh" "{version}" {runner}"#);
    bash(&script, folder.path())
}

#[test]
fn a_release_is_installed_and_its_findings_annotate() {
    if is_missing("curl") {
        return;
    }
    let folder = release();
    let installed = install(&folder, "v1", "Linux-X64");
    assert!(installed.status.success(), "{installed:?}");

    // The action's own command, with a path that the shell must not read as a script.
    std::fs::write(folder.path().join("a.md"), "# What is a mutex ❓\n").unwrap();
    let action = std::fs::read_to_string(root().join("action.yml")).unwrap();
    let command = action.rsplit_once("run: |\n").unwrap().1;
    let ran = bash(
        &[
            "export PATHS='a.md $(touch${IFS}hacked)' ARGS='--fail-on error'\n",
            command,
        ]
        .concat(),
        folder.path(),
    );
    let printed = String::from_utf8_lossy(&ran.stdout);
    assert!(
        printed.starts_with("::warning ") && printed.contains("file=a.md,line=1,"),
        "{printed}"
    );
    assert!(printed.contains("unanswered-question"), "{printed}");
    assert!(!folder.path().join("hacked").exists());
}

#[test]
fn a_release_that_was_changed_on_the_way_is_refused() {
    if is_missing("curl") {
        return;
    }
    let folder = release();
    std::fs::write(folder.path().join("v1/notelint-linux-x64.tar.gz"), "other").unwrap();
    let installed = install(&folder, "v1", "Linux-X64");
    assert!(!installed.status.success());
    assert!(!folder.path().join("runner/notelint/bin/notelint").exists());
}

#[test]
fn a_machine_without_a_release_is_told_what_to_do() {
    let folder = release();
    let installed = install(&folder, "v1", "Linux-RISCV64");
    assert!(!installed.status.success());
    let told = String::from_utf8_lossy(&installed.stderr);
    assert!(
        told.contains("::error::") && told.contains("leave `version` empty"),
        "{told}"
    );
}
