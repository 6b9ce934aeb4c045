//! The notes in `outline/`, one of each dialect, are read as their writer meant them: headings with their sections, questions,
//! fences.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use notelint::note::{Note, NoteOptions};

fn sample(name: &str) -> Note {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/outline")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    Note::parse(text, &NoteOptions::default())
}

/// Every heading as `first line-last line kind level title`.
fn outline(note: &Note) -> Vec<String> {
    note.headings
        .iter()
        .map(|heading| {
            let first = note.lines.line(heading.span.start);
            let last = note.lines.line(heading.section_end.saturating_sub(1));
            let kind = format!("{:?}", heading.kind).to_lowercase();
            format!("{first}-{last} {kind} {} {}", heading.level, heading.title)
        })
        .collect()
}

#[track_caller]
fn check(name: &str, expected: &str) {
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(outline(&sample(name)), expected, "{name}");
}

#[test]
fn banners_and_titles_without_a_blank() {
    check(
        "banners.md",
        r#"
        3-32 banner 1 Sorting and searching
        12-17 unspaced 1 when is bisect enough
        18-32 unspaced 1 bisect in real code
        28-32 unspaced 2 left or right
        33-35 banner 1 QUEUES
        35-57 banner 1 "Why is popping from the front of a list slow?"
        46-49 unspaced 1 Use a heap when
        50-57 unspaced 1 Use a sorted list when
        58-88 banner 1 Caching
        60-63 atx 3 What to cache
        64-68 unspaced 3 Eviction
        69-72 unspaced 1 Pros
        73-76 unspaced 1 Cons
        77-88 unspaced 1 How do i measure a cache?
        82-88 atx 4 Rules of thumb
        89-90 banner 1 Interview stories I still have to write
        91-101 banner 1 Things that break at night
        99-101 unspaced 1 clocks
        "#,
    );
}

#[test]
fn headings_among_code_and_comments() {
    check(
        "containers.md",
        r#"
        6-106 atx 1 Where code can hide
        14-42 atx 2 Lists
        43-60 atx 2 Quotes and tildes
        61-81 atx 2 Tabs and admonitions
        82-95 atx 2 Maths and links
        96-101 atx 2 Indented code
        102-106 setext 2 Setext works too
        "#,
    );
}

#[test]
fn numbered_bold_items() {
    check(
        "numbered.md",
        r#"
        1-80 atx 1 Backend Interview Cards
        5-20 atx 2 1. HTTP and APIs
        7-8 item 3 Idempotent Methods
        10-11 item 3 Status Codes for Validation
        13-14 item 3 Pagination
        16-17 item 3 Rate Limits per Client
        21-33 atx 2 2. Databases
        23-23 item 3 Indexes
        24-24 item 3 Covering Index
        25-25 item 3 Isolation Levels
        26-26 item 3 Deadlocks
        34-61 atx 2 3. Workers
        36-37 item 3 Retries
        38-39 item 3 Dead letters
        62-80 atx 2 4. Deployment
        64-70 item 3 Blue and Green
        72-73 item 3 Canary
        75-76 item 3 Rollback
        "#,
    );
}

#[test]
fn labelled_lines_over_an_outline() {
    check(
        "outline.md",
        r#"
        19-38 outline 1 Phase 1: Python Core (the base)
        39-60 outline 1 Phase 2: Databases
        61-69 outline 1 Phase 3: Web and APIs
        70-76 outline 1 Phase 4: To be written
        77-99 banner 1 Module plan: Step 1 (the details)
        79-86 outline 2 Module 1.1: Data structures (lo básico)
        87-94 outline 2 Module 1.2: Control flow
        95-99 outline 2 Module 1.3: Object orientation
        "#,
    );
}

#[test]
fn questions_as_headings() {
    check(
        "questions.md",
        r#"
        1-4 atx 2 What is the difference between a process and a thread?
        5-10 atx 2 Which locks does Python have, and when do I need one?
        11-14 atx 2 What does MVCC mean?
        15-19 atx 2 Why is a covering index fast?
        20-27 atx 2 Difference between a left join and an inner join？
        24-27 atx 3 How do I find rows without a partner?
        28-32 atx 2 What is a race condition?
        33-39 atx 2 Which data structures are behind dict and set?
        40-45 atx 2 Use cases of heapq
        46-47 atx 2 What is backpressure? ❓
        48-51 atx 2 How does `select` differ from `epoll`? ❓
        52-57 atx 2 Where do websockets fit behind a load balancer?
        58-63 atx 2 Is async always faster?
        64-67 atx 2 How do generators save memory?
        68-74 atx 2 Still to read
        75-101 atx 1 Coding
        "#,
    );
}

#[test]
fn tidy_headings_with_damaged_emoji() {
    check(
        "tidy.md",
        r#"
        1-102 atx 1 Python Under the Hood
        5-48 atx 2 1. The Object Model
        7-17 atx 3 ðŸ§± Names and Objects
        18-36 atx 3 ðŸ” Attribute Lookup
        37-48 atx 3 ðŸ“š Common Containers
        49-78 atx 2 2. Counting Things
        68-78 atx 3 ðŸ“Š Totals over Time
        79-94 atx 2 3. Errors
        95-102 atx 2 4. Loose Ends
        "#,
    );
}

#[test]
fn marks_are_unanswered_or_unsure() {
    let note = sample("questions.md");
    let marked: Vec<(usize, String)> = note
        .questions
        .iter()
        .filter_map(|question| {
            let line = note.lines.line(question.markers.first()?.start);
            Some((line, format!("{:?}", question.status)))
        })
        .collect();
    let lines = |status: &str| -> Vec<usize> {
        marked
            .iter()
            .filter(|(_, found)| found == status)
            .map(|(line, _)| *line)
            .collect()
    };
    assert_eq!(lines("Unanswered"), [13, 46, 48, 54, 70, 73]);
    assert_eq!(lines("Unsure"), [8, 17, 26, 31, 35, 44, 62, 71, 101]);
    assert_eq!(lines("Answered"), [0; 0]);
}

#[test]
fn fences_in_every_container() {
    let note = sample("containers.md");
    let fences: Vec<(usize, usize, &str)> = note
        .fences
        .iter()
        .map(|fence| {
            let first = note.lines.line(fence.span.start);
            (
                first,
                note.lines.line(fence.span.end),
                fence.info(&note.text),
            )
        })
        .collect();
    assert_eq!(
        fences,
        [
            (18, 20, "bash"),
            (24, 28, "python"),
            (31, 34, "python"),
            (37, 40, "python"),
            (48, 51, "python"),
            (53, 59, "{.python .numberLines}"),
            (65, 67, "python"),
            (71, 73, "bash"),
            (78, 80, "python"),
            (98, 100, ""),
            (105, 106, "python"),
        ]
    );
    let bodies = note.fences.iter().map(|fence| fence.body.text());
    assert!(
        bodies
            .clone()
            .all(|body| !body.starts_with([' ', '>', '`']))
    );
    assert!(
        bodies
            .clone()
            .any(|body| body == "def half(n):\n    return n / 2\n")
    );
}
