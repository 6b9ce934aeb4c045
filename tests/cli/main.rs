//! The command line, tried on the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod commands;
mod config;
mod exit;
mod faults;
mod fixes;
mod formats;
mod known;
mod map;
mod patterns;
#[path = "../support/programs.rs"]
mod programs;
mod samples;
mod terminal;
mod terms;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of notes that is gone after the test.
pub struct Notes(TempDir);

impl Notes {
    /// With these files, each a path and what it holds.
    pub fn new<Content: AsRef<[u8]>>(files: &[(&str, Content)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    /// Puts a file there.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Where a file is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Runs notelint in the folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.0.path(), arguments, b"")
    }

    /// Runs notelint in the folder with something on stdin.
    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        run_in(self.0.path(), arguments, stdin)
    }
}

/// How a run went.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// All of it.
    pub stdout: String,
    /// All of it.
    pub stderr: String,
}

impl Ran {
    /// What stdout holds, as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// notelint as a command, untouched by the settings of whoever runs the tests.
pub fn notelint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notelint"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

fn run_in(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut child = notelint()
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // On a thread, as the child may fill its stdout before it has read all of its stdin.
    let writer = std::thread::spawn(move || {
        // A child that does not read its stdin closes it.
        let _ = pipe.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ran(output)
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("ended by a signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Damaged text that the rule `mojibake` repairs for certain: `🔒`.
pub const LOCK: &str = "ðŸ”’";

/// A note with one error (line 4) and one warning that has a safe fix (line 1, columns 3 to 7).
pub fn note_with_findings() -> String {
    format!("# {LOCK} Locks\n\n```python\nx = (1,\n```\n")
}

/// The rules of `note_with_findings`, for tests that other rules must not disturb.
pub const SELECT: &str = "--select=mojibake,syntax-error";
