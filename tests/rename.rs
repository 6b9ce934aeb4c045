//! Renames leave no link behind: whatever is renamed in a made-up vault, every link leads where it led before.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/linked.rs"]
mod linked;

use std::path::{Path, PathBuf};

use linked::{Chance, Linked, ROOT};
use notelint::features::rename::section::{extract, inline};
use notelint::features::rename::{Named, Notes, Renamed, moved, named, rename};
use notelint::note::LinkKind;

/// How many notes the vault has, and how many renames are tried; more where the environment says so.
fn size() -> (usize, usize) {
    let number = |name: &str, default| {
        std::env::var(name)
            .ok()
            .and_then(|value| value.parse().ok())
            .unwrap_or(default)
    };
    (
        number("NOTELINT_TEST_NOTES", 60),
        number("NOTELINT_TEST_RENAMES", 12),
    )
}

/// What is named at the first place of the note at `path` where `is` says so.
fn at(linked: &Linked, path: &Path, offset: usize) -> Named {
    let vault = linked.vault();
    let note = linked.note(path).unwrap();
    named(&vault, path, &note, offset).unwrap()
}

#[test]
fn every_link_leads_where_it_led() {
    let (notes, renames) = size();
    let mut chance = Chance(7);
    let mut linked = Linked::new(notes, 10, &mut chance);
    let mut goals = linked.goals();
    for round in 0..renames {
        let paths: Vec<PathBuf> = linked.texts.keys().cloned().collect();
        let path = &paths[chance.below(paths.len())];
        let vault = linked.vault();
        match round % 4 {
            // A heading; the first one is the title, by which the note may be called.
            0 | 1 => {
                let note = linked.note(path).unwrap();
                let heading = &note.headings[1 + chance.below(note.headings.len() - 1)];
                let new = ["Example", "Changed (it) & so", "第9章 of *all*"][chance.below(3)];
                let what = named(&vault, path, &note, heading.title_span.start).unwrap();
                linked = linked.after(&rename(&vault, &what, new, &linked).unwrap());
            }
            // A note.
            2 => {
                let note = linked.note(path).unwrap();
                let link = note.links.iter().find(|link| {
                    link.kind == LinkKind::Wiki && !link.target.of(&note.text).starts_with('#')
                });
                let Some(link) = link else { continue };
                let what = named(&vault, path, &note, link.target.start).unwrap();
                let new = format!("../new {round}/re & named {round}");
                let new = if chance.below(2) == 0 {
                    &new[..]
                } else {
                    &new[new.rfind('/').unwrap() + 1..]
                };
                match rename(&vault, &what, new, &linked) {
                    Ok(renamed) => linked = linked.after(&renamed),
                    // From a note at the top there is no way further up.
                    Err(why) => assert!(why.contains("outside"), "{why}"),
                }
            }
            // A folder.
            _ => {
                let folder = path.parent().unwrap();
                if folder == Path::new(ROOT) {
                    continue;
                }
                let to = Path::new(ROOT).join(format!("moved {round} [x]/到"));
                let edits = moved(&vault, &[(folder.to_owned(), to.clone())], &linked);
                linked.edit(&edits);
                linked.move_all(folder, &to);
            }
        }
        let after = linked.goals();
        assert_eq!(after, goals, "round {round}, {path:?}");
        goals = after;
    }
}

fn small(notes: &[(&str, &str)]) -> Linked {
    let texts = notes
        .iter()
        .map(|(path, text)| (Path::new(ROOT).join(path), (*text).to_owned()));
    Linked {
        texts: texts.collect(),
    }
}

fn text<'a>(linked: &'a Linked, path: &str) -> &'a str {
    &linked.texts[&Path::new(ROOT).join(path)]
}

/// `linked` after what is named at the first `mark` in the note at `path` is called `name`.
fn renamed(linked: &Linked, path: &str, mark: &str, name: &str) -> Result<Linked, String> {
    let full = Path::new(ROOT).join(path);
    let offset = linked.texts[&full].find(mark).unwrap();
    let what = at(linked, &full, offset);
    rename(&linked.vault(), &what, name, linked).map(|renamed| linked.after(&renamed))
}

#[test]
fn a_heading_takes_its_links_along() {
    let before = small(&[
        (
            "a.md",
            "# A\n\n#Old one\n\n#Old one\n\n[x](#old-one) [y](#old-one-1)\n",
        ),
        (
            "b c.md",
            "[x](a.md#old-one) [[a#Old one|t]] [[a#A#old one]] [y](a.md#old-one-1)\n\n[r]: <a.md#old-one> 't'\n",
        ),
    ]);
    // From the heading itself, and from a link to it.
    for (path, mark) in [("a.md", "Old"), ("b c.md", "old-one")] {
        let after = renamed(&before, path, mark, "New & two").unwrap();
        assert_eq!(
            text(&after, "a.md"),
            "# A\n\n#New & two\n\n#Old one\n\n[x](#new--two) [y](#old-one)\n"
        );
        assert_eq!(
            text(&after, "b c.md"),
            "[x](a.md#new--two) [[a#New & two|t]] [[a#A#New & two]] [y](a.md#old-one)\n\n[r]: <a.md#new--two> 't'\n"
        );
    }
    assert!(renamed(&before, "a.md", "Old", "  ").is_err());
    assert!(renamed(&before, "a.md", "Old", "a\nb").is_err());
}

#[test]
fn a_note_takes_its_links_along() {
    let before = small(&[
        (
            "deep/a.md",
            "[up](../b%20c.md#b) ![p](pic.png) [own](a.md)\n",
        ),
        (
            "b c.md",
            "# B\n\n[x](deep/a.md) [[a]] [[deep/a|t]] [y](/deep/a.md) [z](./deep/a) [w](deep\\a.md)\n",
        ),
    ]);
    let after = renamed(&before, "b c.md", "a.md", "../other/n & (1)").unwrap();
    assert_eq!(
        text(&after, "b c.md"),
        "# B\n\n[x](other/n%20%26%20%281%29.md) [[n & (1)]] [[other/n & (1)|t]] [y](/other/n%20%26%20%281%29.md) [z](./other/n%20%26%20%281%29) [w](other/n%20%26%20%281%29.md)\n"
    );
    assert_eq!(
        text(&after, "other/n & (1).md"),
        "[up](../b%20c.md#b) ![p](../deep/pic.png) [own](n%20%26%20%281%29.md)\n"
    );
    for (name, why) in [
        ("../../x", "outside"),
        ("../b c", "already"),
        ("a?b", "none of"),
    ] {
        let refused = renamed(&before, "b c.md", "a.md", name).err().unwrap();
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn links_that_would_lead_to_the_new_name_are_told_apart() {
    let before = small(&[
        ("x/queue.md", "# X\n"),
        ("y/stack.md", "# Y\n"),
        ("y/z.md", "[[queue]] [[stack]]\n"),
    ]);
    let after = renamed(&before, "y/z.md", "stack", "queue").unwrap();
    assert_eq!(text(&after, "y/z.md"), "[[x/queue]] [[queue]]\n");
}

#[test]
fn a_tag_takes_those_below_along() {
    let before = small(&[
        ("a.md", "About #topic, #Topic/x and #topical\n"),
        ("b.md", "(#topic/x/y) `#topic` é #topic\n"),
    ]);
    let after = renamed(&before, "a.md", "topic", "thema/neu").unwrap();
    assert_eq!(
        text(&after, "a.md"),
        "About #thema/neu, #thema/neu/x and #topical\n"
    );
    assert_eq!(
        text(&after, "b.md"),
        "(#thema/neu/x/y) `#topic` é #thema/neu\n"
    );
    assert!(renamed(&before, "a.md", "topic", "two words").is_err());
    let below = renamed(&before, "b.md", "topic/x/y", "topic/z").unwrap();
    assert_eq!(text(&below, "b.md"), "(#topic/z) `#topic` é #topic\n");
}

/// `work` at the first `mark` in the note at `path`.
fn sectioned(
    linked: &Linked,
    path: &str,
    mark: &str,
    work: impl Fn(&Linked, &std::sync::Arc<Path>, &notelint::note::Note, usize) -> Option<Renamed>,
) -> Option<Linked> {
    let path = std::sync::Arc::from(Path::new(ROOT).join(path));
    let note = linked.note(&path).unwrap();
    let offset = note.text.find(mark).unwrap();
    work(linked, &path, &note, offset).map(|renamed| linked.after(&renamed))
}

fn extracted(linked: &Linked, path: &str, mark: &str) -> Option<Linked> {
    sectioned(linked, path, mark, |linked, path, note, offset| {
        extract(&linked.vault(), path, note, offset, linked)
    })
}

fn inlined(linked: &Linked, path: &str, mark: &str) -> Option<Linked> {
    sectioned(linked, path, mark, |linked, path, note, offset| {
        inline(&linked.vault(), path, note, offset, linked)
    })
}

#[test]
fn a_section_becomes_a_note_and_comes_back() {
    let before = small(&[
        (
            "deep/a.md",
            "# A\n\n[x](#locks) [y](#a) [z](#example-1)\n\n## Locks & more\n\n### Example\n\n[own](#example) [out](#a) [[#Late]] ![p](pic.png) [r][l] ^block\n\n---\n\n## Locks\n\n### Example\n\n## Late\n\n[l]: ../b.md\n",
        ),
        (
            "b.md",
            "# B\n\n[x](deep/a.md#locks--more) [[a#Example]] [y](deep/a.md#example-1) [[a#^block]] [[a]]\n",
        ),
        ("deep/locks.md", "# Taken\n"),
    ]);
    let apart = extracted(&before, "deep/a.md", "Locks &").unwrap();
    assert_eq!(
        text(&apart, "deep/a.md"),
        "# A\n\n[x](#locks) [y](#a) [z](#example)\n\n[Locks & more](locks--more.md)\n\n---\n\n## Locks\n\n### Example\n\n## Late\n\n[l]: ../b.md\n"
    );
    assert_eq!(
        text(&apart, "deep/locks--more.md"),
        "# Locks & more\n\n## Example\n\n[own](#example) [out](a.md#a) [[a#Late]] ![p](pic.png) [r][l] ^block\n\n[l]: ../b.md\n"
    );
    assert_eq!(
        text(&apart, "b.md"),
        "# B\n\n[x](deep/locks--more.md#locks--more) [[locks--more#Example]] [y](deep/a.md#example) [[locks--more#^block]] [[a]]\n"
    );
    // A definition of a label would meet the one that is there.
    assert!(inlined(&apart, "deep/a.md", "[Locks").is_none());
    let mut ready = apart.clone();
    let other = Path::new(ROOT).join("deep/locks--more.md");
    let plain = ready.texts[&other]
        .replace("[r][l]", "r")
        .replace("\n[l]: ../b.md\n", "");
    ready.texts.insert(other.clone(), plain);
    let whole = inlined(&ready, "deep/a.md", "[Locks").unwrap();
    assert!(!whole.texts.contains_key(&other));
    // What led out of the section by the name of the note still does.
    let expected = text(&before, "deep/a.md").replace("[r][l]", "r");
    let expected = expected.replace("[out](#a) [[#Late]]", "[out](a.md#a) [[a#Late]]");
    assert_eq!(text(&whole, "deep/a.md"), expected);
    assert_eq!(
        text(&whole, "b.md"),
        "# B\n\n[x](deep/a.md#locks--more) [[a#Example]] [y](deep/a.md#example-1) [[a#^block]] [[a]]\n"
    );
    // The second section of that name finds the name of its file taken.
    let second = extracted(&before, "deep/a.md", "Locks\n").unwrap();
    assert_eq!(text(&second, "deep/locks-2.md"), "# Locks\n\n## Example\n");
}

#[test]
fn what_would_not_read_the_same_stays_where_it_is() {
    for (note, mark) in [
        // All there is.
        ("# A\n\ntext\n", "A"),
        // A footnote would be torn from its text.
        ("# A\n\n## B\n\nx[^1]\n\n## C\n\n[^1]: y\n", "B"),
        // No heading.
        ("# A\n\ntext\n\n## B\n", "text"),
        // What it holds would be no headings on their own.
        (
            "Phase 1: Locks\n\tMutex: one\n\tRLock: again\n\nPhase 2: Queues\n\tFIFO: first\n",
            "Phase 1",
        ),
    ] {
        let linked = small(&[("a.md", note)]);
        assert!(extracted(&linked, "a.md", mark).is_none(), "{note}");
    }
    for (note, other) in [
        ("see [b](b.md)\n", "# B\n"),
        ("[b](b.md#b)\n", "# B\n"),
        ("[b](a.md)\n", "# B\n"),
        ("[b](b.md)\n", "---\ntags: [x]\n---\n# B\n"),
        (
            "# A\n\n## A\n\n### A\n\n#### A\n\n##### A\n\n###### A\n\n[b](b.md)\n",
            "# B\n",
        ),
    ] {
        let linked = small(&[("a.md", note), ("b.md", other)]);
        assert!(inlined(&linked, "a.md", "[b]").is_none(), "{note}");
    }
}

#[test]
fn sections_that_went_and_came_back_left_no_link_behind() {
    let (notes, rounds) = size();
    let mut chance = Chance(11);
    let mut linked = Linked::new(notes, 10, &mut chance);
    let goals = linked.goals();
    for round in 0..rounds {
        let paths: Vec<PathBuf> = linked.texts.keys().cloned().collect();
        let path = std::sync::Arc::from(paths[chance.below(paths.len())].as_path());
        let note = linked.note(&path).unwrap();
        let heading = &note.headings[1 + chance.below(note.headings.len() - 1)];
        let offset = heading.title_span.start;
        let Some(renamed) = extract(&linked.vault(), &path, &note, offset, &linked) else {
            panic!("round {round}: {:?} of {path:?} stays", heading.title);
        };
        linked = linked.after(&renamed);
        linked.all_lead_somewhere();
        let note = linked.note(&path).unwrap();
        let made = renamed.made.unwrap().0;
        let link = note.links.iter().find(|link| {
            let alone = note
                .lines
                .text(&note.text, note.lines.line(link.span.start))
                .trim_end()
                == link.span.of(&note.text);
            let Some(target) = note.target(link).filter(|_| alone) else {
                return false;
            };
            let goal = linked.vault().catalog().resolve(&path, &target);
            target.fragment.is_none()
                && goal == notelint::vault::links::Goal::Note(made.as_path().into())
        });
        let offset = link.unwrap().span.start;
        let renamed = inline(&linked.vault(), &path, &note, offset, &linked);
        linked = linked.after(&renamed.unwrap());
        assert_eq!(linked.goals(), goals, "round {round}, {path:?}");
    }
}
