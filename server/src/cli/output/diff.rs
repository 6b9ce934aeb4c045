//! `--diff`: what `--fix` would change, as a unified diff that `patch -p0` reads.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::escape;

/// Lines around a change.
const CONTEXT: usize = 3;

/// Writes the difference of `before` and `after`, both of the note `filename`. `on_terminal`: with colours, and without
/// anything the terminal could obey; else every byte as it is.
pub(in crate::cli) fn write(
    out: &mut dyn Write,
    filename: &str,
    before: &str,
    after: &str,
    on_terminal: bool,
) -> io::Result<()> {
    // Lines of a diff end with LF alone, whatever the note does.
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let name = quoted(filename);
    writeln!(out, "--- {name}")?;
    writeln!(out, "+++ {name}")?;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(out, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let line = change.value();
            let (line, end) = match line.strip_suffix('\n') {
                Some(line) => (line, "\n"),
                None => (line, "\n\\ No newline at end of file\n"),
            };
            if on_terminal {
                let line = escape::line(line.trim_end_matches('\r'));
                write!(out, "{colour}{sign}{line}{colour:#}{end}")?;
            } else {
                write!(out, "{sign}{line}{end}")?;
            }
        }
    }
    Ok(())
}

/// A file name for the header. GNU patch and git read one with special characters as a C string in quotes; a tab marks
/// the end of one with blanks (git: `core.quotePath`; POSIX `diff`: the name ends at the tab).
fn quoted(filename: &str) -> String {
    let special = |c: char| c == '"' || c == '\\' || escape::is_unsafe(c);
    if filename.contains(special) {
        let mut out = String::from('"');
        for byte in filename.bytes() {
            match byte {
                b'"' | b'\\' => {
                    out.push('\\');
                    out.push(char::from(byte));
                }
                0x20..0x7F => out.push(char::from(byte)),
                byte => _ = write!(out, "\\{byte:03o}"),
            }
        }
        out.push('"');
        out
    } else if filename.contains(' ') {
        format!("{filename}\t")
    } else {
        filename.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str, on_terminal: bool) -> String {
        let mut out = Vec::new();
        write(&mut out, "a b.md", before, after, on_terminal).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn is_a_unified_diff() {
        assert_eq!(
            diff("a\nb\r\nc", "a\nB\r\nc", false),
            "--- a b.md\t\n+++ a b.md\t\n@@ -1,3 +1,3 @@\n a\n-b\r\n+B\r\n c\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn shows_nothing_raw_on_a_terminal() {
        let shown = diff("a\x1b]0;x\x07\n", "b\u{202e}\n", true);
        assert!(shown.contains("a\\u{1b}]0;x\\u{7}"), "{shown}");
        assert!(shown.contains("b\\u{202e}"), "{shown}");
    }

    #[test]
    fn odd_file_names_are_quoted() {
        assert_eq!(quoted("a\"\n.md"), "\"a\\\"\\012.md\"");
        assert_eq!(quoted("ü.md"), "ü.md");
    }
}
