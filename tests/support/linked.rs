//! A made-up vault whose notes link to each other in every way there is, and what a rename does to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notelint::features::rename::{Edited, Notes, Renamed};
use notelint::note::{LinkKind, Note, NoteOptions};
use notelint::terms::{Glossary, Words};
use notelint::vault::links::{Goal, encoded, relative};
use notelint::vault::{Digest, Vault};

pub const ROOT: &str = "/vault";

/// Numbers that look like chance and are the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        // SplitMix64 (Steele, Lea and Flood, 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// The texts of a vault by path.
#[derive(Clone)]
pub struct Linked {
    pub texts: BTreeMap<PathBuf, String>,
}

const FOLDERS: [&str; 5] = ["", "python/", "system design/", "日本/", "deep/er/"];

fn path(number: usize) -> PathBuf {
    let name = match number % 4 {
        0 => format!("note {number}.md"),
        1 => format!("Note-{number}.md"),
        2 => format!("caf\u{e9} ({number}).md"),
        _ => format!("メモ{number}.markdown"),
    };
    Path::new(ROOT)
        .join(FOLDERS[number % FOLDERS.len()])
        .join(name)
}

fn heading(number: usize, part: usize) -> String {
    match (number + part) % 4 {
        0 => format!("Part {part} & more"),
        1 => "Example".to_owned(),
        2 => format!("🧵 `part_{part}()` of it"),
        _ => format!("第{part}章"),
    }
}

impl Linked {
    /// A vault of `notes` notes with `links` links in each.
    pub fn new(notes: usize, links: usize, chance: &mut Chance) -> Self {
        let texts = (0..notes).map(|number| {
            let here = path(number);
            let mut text = format!("# The title of {number}\n\n");
            for part in 0..5 {
                let title = heading(number, part);
                text.push_str(&match number % 3 {
                    0 => format!("##{title}\n\n"),
                    1 => format!("## {title}\n\n"),
                    _ => format!("{title}\n-----\n\n"),
                });
                text.push_str(&format!("Words about #topic/t{} here.\n\n", number % 7));
                for _ in 0..links / 5 {
                    text.push_str(&link(&here, number, chance.below(notes), chance));
                    text.push('\n');
                }
                text.push('\n');
            }
            (here, text)
        });
        Self {
            texts: texts.collect(),
        }
    }

    pub fn vault(&self) -> Vault {
        let glossary = Glossary::builtin();
        let mut vault = Vault::new(Words::Builtin(glossary));
        vault.set_roots([Path::new(ROOT)]);
        for (path, text) in &self.texts {
            let note = self.parse(path, text.clone());
            vault.put(Digest::of(path.as_path(), &note, glossary));
        }
        vault
    }

    /// The vault after a rename.
    pub fn after(&self, renamed: &Renamed) -> Self {
        let mut after = self.clone();
        after.edit(&renamed.notes);
        if let Some((from, to)) = &renamed.moves {
            after.move_all(from, to);
        }
        if let Some((path, text)) = &renamed.made {
            let before = after.texts.insert(path.clone(), text.clone());
            assert_eq!(before, None, "{path:?} was there before");
        }
        if let Some(path) = &renamed.gone {
            after.texts.remove(path).unwrap();
        }
        after
    }

    pub fn edit(&mut self, notes: &[Edited]) {
        for edited in notes {
            let text = self.texts.get_mut(&*edited.path).unwrap();
            assert_eq!(**text, *edited.note.text);
            let mut last = text.len();
            for edit in edited.edits.iter().rev() {
                assert!(edit.span.end <= last, "edits overlap in {:?}", edited.path);
                last = edit.span.start;
                text.replace_range(edit.span.range(), &edit.content);
            }
        }
    }

    /// Moves a file, or all below a folder.
    pub fn move_all(&mut self, from: &Path, to: &Path) {
        let texts = std::mem::take(&mut self.texts);
        self.texts = texts
            .into_iter()
            .map(|(path, text)| match path.strip_prefix(from) {
                Ok(below) if below.as_os_str().is_empty() => (to.to_owned(), text),
                Ok(below) => (to.join(below), text),
                Err(_) => (path, text),
            })
            .collect();
    }

    /// Fails where a link leads to no note, or to no place in it.
    #[allow(dead_code, reason = "the benchmark has no use for it")]
    pub fn all_lead_somewhere(&self) {
        let vault = self.vault();
        for (path, text) in &self.texts {
            let note = self.parse(path, text.clone());
            for link in note.links.iter().filter(|link| link.kind != LinkKind::Tag) {
                let shown = link.span.of(&note.text);
                let target = note.target(link).unwrap();
                let goal = match vault.catalog().resolve(path, &target) {
                    Goal::Own => path.as_path().into(),
                    Goal::Note(goal) => goal,
                    other => panic!("{shown} in {path:?} leads to {other:?}"),
                };
                let offered = vault.catalog().offered(&goal).unwrap();
                let place = target
                    .fragment
                    .map(|fragment| offered.find(&fragment, target.is_wiki).is_some());
                assert_ne!(place, Some(false), "{shown} in {path:?}: no such heading");
            }
        }
    }

    /// Where every link leads, note by note in the order of their titles (which no rename of a note changes), as the
    /// title of the note there and the number of the heading.
    pub fn goals(&self) -> BTreeMap<String, Vec<String>> {
        let vault = self.vault();
        let number = |path: &Path| {
            let text = &self.texts[path];
            text.split("of ")
                .nth(1)
                .unwrap()
                .split('\n')
                .next()
                .unwrap()
                .to_owned()
        };
        let mut goals = BTreeMap::new();
        for (path, text) in &self.texts {
            let note = self.parse(path, text.clone());
            let links = note.links.iter().filter(|link| link.kind != LinkKind::Tag);
            let links = links.map(|link| {
                let target = note.target(link).unwrap();
                let goal = match vault.catalog().resolve(path, &target) {
                    Goal::Own => path.as_path().into(),
                    Goal::Note(goal) => goal,
                    other => panic!(
                        "{} in {path:?} leads to {other:?}",
                        link.span.of(&note.text)
                    ),
                };
                let place = target.fragment.map(|fragment| {
                    let offered = vault.catalog().offered(&goal).unwrap();
                    let place = offered.find(&fragment, target.is_wiki).unwrap_or_else(|| {
                        panic!("{} in {path:?}: no such heading", link.span.of(&note.text))
                    });
                    offered.headings().position(|other| other == place).unwrap()
                });
                format!("{} {place:?}", number(&goal))
            });
            goals.insert(number(path), links.collect());
        }
        goals
    }
}

/// A link from the note `number` at `here` to the note `to`, in one of the ways to write it.
fn link(here: &Path, number: usize, to: usize, chance: &mut Chance) -> String {
    let goal = path(to);
    let way = encoded(&relative(here.parent().unwrap(), &goal));
    let part = chance.below(5);
    let title = heading(to, part);
    let note = Note::parse(format!("# {title}\n"), &NoteOptions::default());
    let anchor = encoded(&notelint::note::anchors::anchors(&note)[0].name);
    let name = goal.file_stem().unwrap().to_str().unwrap();
    let from_root = relative(Path::new(ROOT), &goal);
    let bare = from_root.rsplit_once('.').unwrap().0;
    match chance.below(9) {
        0 => format!("[a]({way})"),
        1 => format!("[a]({way}#{anchor})"),
        2 => format!("[[{name}]]"),
        3 => format!("[[{name}#{title}|shown]]"),
        4 => format!("[[{bare}#{title}]]"),
        5 => format!("[[The title of {to}]]"),
        6 => format!("[a](</{from_root}>)"),
        7 => format!("![[{name}]]"),
        _ => {
            let own = heading(number, part);
            format!("[[#{own}]]")
        }
    }
}

impl Notes for Linked {
    fn note(&self, path: &Path) -> Option<Note> {
        Some(self.parse(path, self.texts.get(path)?.clone()))
    }

    fn parse(&self, _: &Path, text: String) -> Note {
        Note::parse(text, &NoteOptions::default())
    }
}
