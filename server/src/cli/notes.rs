//! From the paths a person names to notes at hand: walked, decoded, parsed, in a fixed order.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::note::{Note, NoteOptions};

/// What a note is parsed with under `config`.
pub(super) fn note_options(config: &Config) -> NoteOptions {
    NoteOptions {
        question_markers: config.questions.markers.clone(),
        unspaced_headings: config.notes.unspaced_headings,
        outline_headings: config.notes.outline_headings,
        item_headings: config.notes.item_headings,
    }
}

/// Parses `text` as the config says.
pub(super) fn parse(text: String, config: &Config) -> Note {
    Note::parse(text, &note_options(config))
}

/// `path` as output shows it: relative to the current folder where it lies below it, else as it was named; with `/`
/// on every system.
pub(super) fn display_name(path: &Path, current: &Path) -> String {
    let path = path.strip_prefix(current).unwrap_or(path);
    let path: PathBuf = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .collect();
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        name.into_owned()
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_where_they_can_be() {
        let current = Path::new("/home/me");
        for (path, shown) in [
            ("/home/me/notes/a.md", "notes/a.md"),
            ("./notes/a.md", "notes/a.md"),
            ("../b.md", "../b.md"),
            ("/etc/motd.md", "/etc/motd.md"),
        ] {
            assert_eq!(display_name(Path::new(path), current), shown);
        }
    }
}
