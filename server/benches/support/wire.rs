//! The real binary as a server, and messages to and from it as they are framed on its pipes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A running server.
pub struct Wire {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Wire {
    /// Starts the server as the editors' extensions do.
    pub fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_notelint"))
            .arg("server")
            .env("MALLOC_ARENA_MAX", "2")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        Self {
            to: child.stdin.take().expect("stdin is a pipe"),
            from: BufReader::new(child.stdout.take().expect("stdout is a pipe")),
            child,
        }
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.to
            .write_all(frame.as_bytes())
            .expect("the server reads");
        self.to.flush().expect("the server reads");
    }

    /// The body of the next message.
    pub fn receive(&mut self) -> Vec<u8> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("the server writes");
            assert!(!line.is_empty(), "the server goes on");
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).expect("the server writes");
        body
    }

    /// What the system says of the server's memory under `name`, in KB; only Linux tells.
    pub fn memory(&self, name: &str) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    /// How long the server's threads have run so far, whatever else the machine does; only Linux tells.
    pub fn run_time(&self) -> Option<Duration> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let nanoseconds: u64 = tasks
            .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
            .filter_map(|times| times.split(' ').next()?.parse::<u64>().ok())
            .sum();
        Some(Duration::from_nanos(nanoseconds))
    }

    /// Waits until the server has ended.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("the server ends")
    }
}
