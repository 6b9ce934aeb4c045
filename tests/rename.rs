//! Renames leave no link behind: whatever is renamed in a made-up vault, every link leads where it led before.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/linked.rs"]
mod linked;

use std::path::{Path, PathBuf};

use linked::{Chance, Linked, ROOT};
use notelint::features::rename::{Named, moved, named, rename};
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
    let note = notelint::features::rename::Notes::note(linked, path).unwrap();
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
                let note = notelint::features::rename::Notes::note(&linked, path).unwrap();
                let heading = &note.headings[1 + chance.below(note.headings.len() - 1)];
                let new = ["Example", "Changed (it) & so", "第9章 of *all*"][chance.below(3)];
                let what = named(&vault, path, &note, heading.title_span.start).unwrap();
                linked = linked.after(&rename(&vault, &what, new, &linked).unwrap());
            }
            // A note.
            2 => {
                let note = notelint::features::rename::Notes::note(&linked, path).unwrap();
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
