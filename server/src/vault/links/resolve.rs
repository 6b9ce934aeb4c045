//! From what a link says to what it leads to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::catalog::Catalog;
use super::path::{is_note, lexical};
use crate::note::Target;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// The note that it stands in.
    Own,
    /// A note.
    Note(Arc<Path>),
    /// One of several notes, in order: nobody can tell which.
    Several(Vec<Arc<Path>>),
    /// A file of another kind inside the workspace, there or not.
    File(PathBuf),
    /// A note that is not there; where it would be.
    Missing(PathBuf),
    /// Out of the workspace, or to somewhere only a web site knows: never followed.
    Elsewhere,
}

impl Catalog {
    /// What `target`, said in the note at `from`, leads to. A link from a note to itself by its name counts as
    /// [`Goal::Note`].
    pub fn resolve(&self, from: &Path, target: &Target) -> Goal {
        if target.path.is_empty() {
            return Goal::Own;
        }
        if target.is_wiki {
            return self.resolve_name(from, &target.path);
        }
        match self.resolve_path(from, &target.path) {
            // A path of Windows, which Markdown reads otherwise.
            goal @ (Goal::Missing(_) | Goal::File(_)) if target.path.contains('\\') => {
                match self.resolve_path(from, &target.path.replace('\\', "/")) {
                    found @ (Goal::Note(_) | Goal::Several(_)) => found,
                    _ if cfg!(windows) => goal,
                    other => other,
                }
            }
            goal => goal,
        }
    }

    fn resolve_path(&self, from: &Path, path: &str) -> Goal {
        let is_absolute = path.starts_with('/');
        let Some(full) = self.full(from, path) else {
            return Goal::Elsewhere;
        };
        match one_of(self.at(&full)) {
            Some(goal) => return goal,
            None if is_absolute => return Goal::Elsewhere,
            None => {}
        }
        if is_note(&full) {
            return self.missing(full);
        }
        // VS Code and others leave the extension out.
        if let Some(goal) = one_of(self.at(&with_extension(&full))) {
            return goal;
        }
        match self.root_of(&full) {
            Some(_) => Goal::File(full),
            None => Goal::Elsewhere,
        }
    }

    /// The note called `name`, wherever it is: next to `from` before all others, then by the whole way from the root,
    /// then by the end of its path, and where no file is called so, by its title.
    fn resolve_name(&self, from: &Path, name: &str) -> Goal {
        let name = name.replace('\\', "/");
        if name.starts_with("./") || name.starts_with("../") {
            return match self.resolve_path(from, &name) {
                Goal::File(path) if path.extension().is_none() => {
                    self.missing(with_extension(&path))
                }
                goal => goal,
            };
        }
        let name = name.trim_start_matches('/');
        let last = name.rsplit('/').next().unwrap_or(name);
        let wanted = super::path::folded(super::outgoing::without_extension(name));
        let ends_so = |path: &&Arc<Path>| {
            let folded = super::path::folded_path(path);
            let stem = super::outgoing::without_extension(&folded);
            stem.strip_suffix(wanted.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let mut found: Vec<Arc<Path>> = self.named(last).iter().filter(ends_so).cloned().collect();
        if found.len() > 1 {
            let folder = from.parent().unwrap_or(from);
            let bases = [Some(folder), self.root_of(from)];
            for base in bases.into_iter().flatten() {
                let here = with_extension(&base.join(name));
                let same: Vec<_> = self.at(&here);
                if let [one] = same.as_slice()
                    && found.contains(one)
                {
                    return Goal::Note(Arc::clone(one));
                }
            }
        }
        if found.is_empty() && !name.contains('/') {
            found = self.titled(name);
        }
        if let Some(goal) = one_of(found) {
            return goal;
        }
        let folder = from.parent().unwrap_or(from);
        let base = if name.contains('/') {
            self.root_of(from).unwrap_or(folder)
        } else {
            folder
        };
        let path = base.join(name);
        let extension = Path::new(last).extension().and_then(|e| e.to_str());
        let is_other_file = extension.is_some_and(|e| {
            (1..=4).contains(&e.len())
                && e.bytes().all(|b| b.is_ascii_alphanumeric())
                && !is_note(&path)
                && e.bytes().any(|b| b.is_ascii_alphabetic())
        });
        match lexical(&path) {
            Some(path) if is_other_file => Goal::File(path),
            Some(path) => self.missing(with_extension(&path)),
            None => Goal::Elsewhere,
        }
    }

    /// A note that is not there, if this is where it would have to be known.
    fn missing(&self, path: PathBuf) -> Goal {
        match self.root_of(&path) {
            Some(_) => Goal::Missing(path),
            None => Goal::Elsewhere,
        }
    }

    /// Where `path`, said in the note at `from`, is on disk; `None` for what is out of the workspace.
    fn full(&self, from: &Path, path: &str) -> Option<PathBuf> {
        let bytes = path.as_bytes();
        let is_drive =
            bytes.get(1) == Some(&b':') && bytes.first().is_some_and(u8::is_ascii_alphabetic);
        if is_drive || path.contains('\0') {
            return None;
        }
        let full = match path.strip_prefix('/') {
            // From the root of the workspace, as VS Code and GitHub read it.
            Some(rest) => self.root_of(from)?.join(rest),
            None => from.parent().unwrap_or(from).join(path),
        };
        let full = lexical(&full)?;
        match self.root_of(from) {
            Some(_) => self.root_of(&full).is_some().then_some(full),
            None => Some(full),
        }
    }
}

fn one_of(mut found: Vec<Arc<Path>>) -> Option<Goal> {
    match found.len() {
        0 => None,
        1 => found.pop().map(Goal::Note),
        _ => Some(Goal::Several(found)),
    }
}

/// `path` with `.md` behind it, unless it has the extension of a note.
fn with_extension(path: &Path) -> PathBuf {
    if is_note(path) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".md");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, NoteOptions};
    use crate::vault::links::Offered;

    fn catalog(notes: &[(&str, &str)]) -> Catalog {
        let mut catalog = Catalog::new([Path::new("/v")]);
        for (path, text) in notes {
            let note = Note::parse(*text, &NoteOptions::default());
            catalog.put(&Path::new(path).into(), &Arc::new(Offered::of(&note)));
        }
        catalog
    }

    fn resolve(catalog: &Catalog, from: &str, link: &str) -> String {
        let note = Note::parse(link, &NoteOptions::default());
        let target = note.target(&note.links[0]).unwrap();
        match catalog.resolve(Path::new(from), &target) {
            Goal::Own => "own".to_owned(),
            Goal::Note(path) => path.display().to_string(),
            Goal::Several(paths) => format!("{} of them", paths.len()),
            Goal::File(path) => format!("file {}", path.display()),
            Goal::Missing(path) => format!("missing {}", path.display()),
            Goal::Elsewhere => "elsewhere".to_owned(),
        }
    }

    #[test]
    fn a_title_is_found_after_every_change() {
        let put = |catalog: &mut Catalog, path: &str, text: &str| {
            let note = Note::parse(text, &NoteOptions::default());
            catalog.put(&Path::new(path).into(), &Arc::new(Offered::of(&note)));
        };
        let mut catalog = catalog(&[("/v/a.md", "# The queue\n"), ("/v/b.md", "# B\n")]);
        let early = catalog.clone();
        assert_eq!(resolve(&catalog, "/v/b.md", "[[the queue]]"), "/v/a.md");
        put(&mut catalog, "/v/a.md", "# The stack\n");
        assert_eq!(resolve(&catalog, "/v/b.md", "[[The stack]]"), "/v/a.md");
        assert!(resolve(&catalog, "/v/b.md", "[[The queue]]").starts_with("missing"));
        put(&mut catalog, "/v/c.md", "# The stack\n");
        assert_eq!(resolve(&catalog, "/v/b.md", "[[The stack]]"), "2 of them");
        assert!(catalog.remove(Path::new("/v/a.md")));
        assert_eq!(resolve(&catalog, "/v/b.md", "[[The stack]]"), "/v/c.md");
        assert_eq!(resolve(&early, "/v/b.md", "[[The queue]]"), "/v/a.md");
    }

    #[test]
    fn paths_are_read_from_the_note_and_never_leave_the_workspace() {
        let notes = catalog(&[
            ("/v/a.md", ""),
            ("/v/deep/b c.md", ""),
            ("/v/Cafe\u{301}.md", ""),
            ("/v/deep/R&D.md", ""),
        ]);
        for (from, link, goal) in [
            ("/v/a.md", "[x](#y)", "own"),
            ("/v/a.md", "[x](deep/b%20c.md#y)", "/v/deep/b c.md"),
            ("/v/a.md", "[x](<deep/b c.md>)", "/v/deep/b c.md"),
            ("/v/a.md", "[x](deep\\b%20c.md)", "/v/deep/b c.md"),
            ("/v/a.md", "[x](deep/b%20c)", "/v/deep/b c.md"),
            ("/v/a.md", "[x](DEEP/B%20C.md)", "/v/deep/b c.md"),
            ("/v/a.md", "[x](caf\u{e9}.md)", "/v/Cafe\u{301}.md"),
            ("/v/a.md", "[x](deep/R&amp;D.md)", "/v/deep/R&D.md"),
            ("/v/deep/b c.md", "[x](../a.md)", "/v/a.md"),
            ("/v/deep/b c.md", "[x](/a.md)", "/v/a.md"),
            ("/v/deep/b c.md", "[x](/z.md)", "elsewhere"),
            ("/v/a.md", "[x](z.md)", "missing /v/z.md"),
            ("/v/a.md", "[x](z.png)", "file /v/z.png"),
            ("/v/a.md", "[x](../w/a.md)", "elsewhere"),
            ("/v/a.md", "[x](../../../../etc/passwd)", "elsewhere"),
            ("/v/a.md", "[x](C:\\a.md)", "elsewhere"),
            ("/v/a.md", "[x](c:/a.md)", "elsewhere"),
            ("/v/a.md", "[[../../etc/passwd]]", "elsewhere"),
        ] {
            assert_eq!(resolve(&notes, from, link), goal, "{link}");
        }
    }

    #[test]
    fn names_are_found_wherever_they_are() {
        let notes = catalog(&[
            ("/v/a.md", "# The First\n"),
            ("/v/x/queue.md", ""),
            ("/v/y/queue.md", ""),
            ("/v/y/stack.md", ""),
            ("/v/z/Stack Trace.md", ""),
            ("/v/v1.2 notes.md", ""),
        ]);
        for (from, link, goal) in [
            ("/v/a.md", "[[stack]]", "/v/y/stack.md"),
            ("/v/a.md", "[[STACK.md]]", "/v/y/stack.md"),
            ("/v/a.md", "[[queue]]", "2 of them"),
            ("/v/y/stack.md", "[[queue]]", "/v/y/queue.md"),
            ("/v/a.md", "[[x/queue#h]]", "/v/x/queue.md"),
            ("/v/a.md", "[[stack-trace]]", "/v/z/Stack Trace.md"),
            ("/v/y/stack.md", "[[the first]]", "/v/a.md"),
            ("/v/y/stack.md", "[[../a]]", "/v/a.md"),
            ("/v/y/stack.md", "[[nowhere]]", "missing /v/y/nowhere.md"),
            ("/v/y/stack.md", "[[b/nowhere]]", "missing /v/b/nowhere.md"),
            ("/v/a.md", "![[picture.png]]", "file /v/picture.png"),
            ("/v/a.md", "[[v1.2 notes]]", "/v/v1.2 notes.md"),
            ("/v/a.md", "[[a]]", "/v/a.md"),
        ] {
            assert_eq!(resolve(&notes, from, link), goal, "{link}");
        }
    }

    #[test]
    fn notes_that_differ_by_case_or_form_are_told_apart_where_the_link_does() {
        let notes = catalog(&[
            ("/v/Queue.md", ""),
            ("/v/queue.md", ""),
            ("/v/caf\u{e9}.md", ""),
            ("/v/cafe\u{301}.md", ""),
        ]);
        for (link, goal) in [
            ("[x](queue.md)", "/v/queue.md"),
            ("[x](Queue.md)", "/v/Queue.md"),
            ("[x](QUEUE.md)", "2 of them"),
            ("[x](caf\u{e9}.md)", "/v/caf\u{e9}.md"),
            ("[[cafe\u{301}]]", "/v/cafe\u{301}.md"),
            ("[[queue]]", "/v/queue.md"),
            ("[[QUEUE]]", "2 of them"),
        ] {
            assert_eq!(resolve(&notes, "/v/x.md", link), goal, "{link}");
        }
    }

    #[test]
    fn a_catalog_forgets() {
        let mut notes = catalog(&[("/v/a.md", "# A\n"), ("/v/b.md", "")]);
        let before = notes.generation();
        let path: Arc<Path> = Path::new("/v/a.md").into();
        for same in ["# A\n\nmore\n", "Moved.\n\n# A\n"] {
            let same = Arc::new(Offered::of(&Note::parse(same, &NoteOptions::default())));
            assert!(!notes.put(&path, &same), "the same headings");
            assert_eq!(notes.offered(&path), Some(&same));
        }
        assert_eq!(notes.generation(), before);
        assert!(notes.remove(Path::new("/v/a.md")));
        assert_eq!(resolve(&notes, "/v/b.md", "[[a]]"), "missing /v/a.md");
        assert!(!notes.remove(Path::new("/v/a.md")));
    }

    #[test]
    fn without_a_workspace_nothing_is_missing() {
        assert_eq!(
            resolve(&Catalog::default(), "/v/a.md", "[[b]]"),
            "elsewhere"
        );
        assert_eq!(
            resolve(&Catalog::default(), "/v/a.md", "[x](b.md)"),
            "elsewhere"
        );
    }
}
