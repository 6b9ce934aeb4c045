//! `--fix` when things go wrong: killed half-way, no room on the disk, two at once. Nothing is ever lost: the note is the
//! old one or the new one, whole.

#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::{LOCK, Notes, Ran, notelint, ran};

const FIX: &[&str] = &["check", "--no-config", "--fix", "--select=mojibake"];

/// A note of several blocks of the disk.
fn long_note() -> String {
    format!("{LOCK} {}\n", "word ".repeat(600)).repeat(4)
}

/// The system calls that change something, on the disk or for whoever reads the output. To be killed at any other is to
/// be killed at the next one of these.
const CALLS: &[&str] = &[
    "openat",
    "write",
    "fchmod",
    "fsync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
];

/// Kills notelint at the `when`-th system call `call`. False where it ended before.
fn killed_at(notes: &Notes, call: &str, when: usize) -> bool {
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={call}:signal=KILL:when={when}"))
        .arg(env!("CARGO_BIN_EXE_notelint"))
        .args(FIX)
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(notes.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    // strace ends as its child did.
    status.code().is_none()
}

#[test]
#[allow(clippy::print_stderr)]
fn killed_at_any_system_call_the_note_is_whole() {
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    if !traced.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: strace is missing or must not trace");
        return;
    }
    let old = long_note();
    let new = old.replace(LOCK, "🔒");
    let (mut before, mut after) = (0, 0);
    for call in CALLS {
        for when in 1.. {
            let notes = Notes::new(&[("a.md", &old)]);
            let killed = killed_at(&notes, call, when);
            let found = notes.read("a.md");
            assert!(
                found == old || found == new,
                "{call} {when}: the note is neither the old one nor the new one"
            );
            if !killed {
                assert_eq!(found, new, "{call} {when}");
                break;
            }
            if found == old {
                before += 1;
            } else {
                after += 1;
            }
            // Whatever was left behind is no note, and the next run does its work.
            assert_eq!(notes.run(FIX).code, 0, "{call} {when}");
            assert_eq!(notes.read("a.md"), new, "{call} {when}");
        }
    }
    assert!(
        before > 5 && after > 0,
        "killed {before} times before the rename, {after} after"
    );
}

/// Runs `--fix` in a shell that first does `prepare`.
fn fix_after(notes: &Notes, prepare: &str) -> Ran {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("{prepare}; exec \"$@\""))
        .arg("sh")
        .arg(env!("CARGO_BIN_EXE_notelint"))
        .args(FIX)
        .current_dir(notes.path("."))
        .output()
        .unwrap();
    ran(output)
}

#[test]
fn without_room_on_the_disk_the_note_stays() {
    let old = long_note();
    let notes = Notes::new(&[("a.md", &old)]);
    // No file may grow beyond a few blocks; without the signal, writing fails as on a full disk.
    let ran = fix_after(&notes, "trap '' XFSZ; ulimit -f 8");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("error: a.md: not written: "), "{ran:?}");
    assert!(ran.stdout.contains("a.md:1:1:"), "still reported: {ran:?}");
    assert_eq!(notes.read("a.md"), old);
    let left: Vec<_> = std::fs::read_dir(notes.path(".")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_read_only_note_stays() {
    use std::os::unix::fs::PermissionsExt;
    let notes = Notes::new(&[("a.md", LOCK), ("b.md", LOCK)]);
    std::fs::set_permissions(notes.path("a.md"), std::fs::Permissions::from_mode(0o444)).unwrap();
    let ran = notes.run(FIX);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("error: a.md: not written: it is read-only"),
        "{ran:?}"
    );
    assert_eq!(notes.read("a.md"), LOCK);
    assert_eq!(notes.read("b.md"), "🔒");
}

#[test]
fn two_at_once_lose_nothing() {
    let old = long_note();
    let new = old.replace(LOCK, "🔒");
    let names: Vec<String> = (0..40).map(|n| format!("{n}.md")).collect();
    let files: Vec<(&str, &String)> = names.iter().map(|name| (name.as_str(), &old)).collect();
    let notes = Notes::new(&files);
    let start = || {
        notelint()
            .args(FIX)
            .current_dir(notes.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for child in [start(), start()] {
        let ran = ran(child.wait_with_output().unwrap());
        // One may find that the other was quicker, and says so.
        assert!(
            ran.code == 0 || ran.stderr.contains("not written: "),
            "{ran:?}"
        );
    }
    for name in &names {
        assert_eq!(notes.read(name), new, "{name}");
    }
    let left = std::fs::read_dir(notes.path(".")).unwrap().count();
    assert_eq!(left, names.len());
}

/// Runs `--fix`, does `meanwhile` between the writing of the new text and its taking the note's place, and says how the
/// run went. `None` where strace is missing or must not trace.
fn fix_while(notes: &Notes, meanwhile: impl FnOnce()) -> Option<Ran> {
    let child = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        // The new text is on the disk when it is synced; that takes three seconds here.
        .arg("inject=fsync:delay_enter=3000000:when=1")
        .arg(env!("CARGO_BIN_EXE_notelint"))
        .args(FIX)
        .current_dir(notes.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let is_written = || {
        std::fs::read_dir(notes.path(".")).unwrap().any(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name();
            name.to_string_lossy().starts_with(".notelint-")
                && entry.metadata().is_ok_and(|of| of.len() > 0)
        })
    };
    // Where strace must not trace, nothing is ever written.
    let mut patience = 0..600;
    while !is_written() && patience.next().is_some() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    meanwhile();
    let output = child.wait_with_output().unwrap();
    (!patience.is_empty()).then(|| ran(output))
}

#[test]
fn what_others_write_meanwhile_stays() {
    let old = long_note();
    let grown = format!("{old}more\n");
    let outside = tempfile::tempdir().unwrap();
    let elsewhere = outside.path().join("a.md");
    std::fs::write(&elsewhere, &old).unwrap();
    type Change<'a> = (&'static str, Option<&'a str>, Box<dyn Fn(&Notes) + 'a>);
    let changes: [Change<'_>; 4] = [
        (
            "grown",
            Some(&grown),
            Box::new(|notes| notes.write("a.md", &grown)),
        ),
        (
            "replaced by one as long",
            Some(&old),
            Box::new(|notes| {
                notes.write("b.tmp", &old);
                std::fs::rename(notes.path("b.tmp"), notes.path("a.md")).unwrap();
            }),
        ),
        (
            "gone",
            None,
            Box::new(|notes| std::fs::remove_file(notes.path("a.md")).unwrap()),
        ),
        (
            "a link to the outside",
            Some(&old),
            Box::new(|notes| {
                std::fs::remove_file(notes.path("a.md")).unwrap();
                std::os::unix::fs::symlink(&elsewhere, notes.path("a.md")).unwrap();
            }),
        ),
    ];
    for (what, expected, change) in &changes {
        let notes = Notes::new(&[("a.md", &old)]);
        let Some(ran) = fix_while(&notes, || change(&notes)) else {
            return;
        };
        assert_eq!(ran.code, 2, "{what}: {ran:?}");
        assert!(
            ran.stderr.contains("error: a.md: not written: "),
            "{what}: {ran:?}"
        );
        let found = std::fs::read_to_string(notes.path("a.md")).ok();
        assert_eq!(found.as_deref(), *expected, "{what}");
        let left = std::fs::read_dir(notes.path(".")).unwrap().count();
        assert_eq!(
            left,
            usize::from(expected.is_some()),
            "{what}: something was left behind"
        );
        assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), old, "{what}");
    }
}

#[test]
fn in_a_read_only_folder_the_note_stays() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let notes = Notes::new(&[("a.md", LOCK)]);
    std::fs::set_permissions(notes.path("."), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = notelint();
    command.args(FIX).current_dir(notes.path("."));
    // Nothing is read-only to root: then as nobody.
    if std::fs::write(notes.path("probe"), "").is_ok() {
        std::fs::remove_file(notes.path("probe")).unwrap();
        command.uid(65_534);
    }
    let ran = ran(command.output().unwrap());
    std::fs::set_permissions(notes.path("."), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("error: a.md: not written: "), "{ran:?}");
    assert_eq!(notes.read("a.md"), LOCK);
    assert_eq!(std::fs::read_dir(notes.path(".")).unwrap().count(), 1);
}

/// On a disk that is full for real, where this process may make one: a small tmpfs in a mount namespace of its own.
#[test]
fn a_full_disk_loses_nothing() {
    let old = long_note();
    let notes = Notes::new(&[("a.md", &old)]);
    let script = "mount -t tmpfs -o size=40k none mnt && cp a.md mnt && cd mnt \
        && { head -c 100k /dev/zero > fill || true; } 2>/dev/null; \
        \"$@\"; code=$?; cmp a.md ../a.md && ls -A && exit $code";
    std::fs::create_dir(notes.path("mnt")).unwrap();
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", script, "sh"])
        .arg(env!("CARGO_BIN_EXE_notelint"))
        .args(FIX)
        .current_dir(notes.path("."))
        .output();
    let Ok(output) = output else { return };
    let ran = ran(output);
    if ran.stderr.contains("unshare:") || ran.stderr.contains("mount:") {
        return;
    }
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.stderr
            .contains("error: a.md: not written: No space left on device"),
        "{ran:?}"
    );
    assert!(ran.stdout.ends_with("a.md\nfill\n"), "{ran:?}");
}
