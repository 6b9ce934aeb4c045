//! What holds of every note that was read, whatever its text: spans lie in the text and on character boundaries, lists
//! are in order, sections and items nest.

use notelint::note::Note;
use notelint::text::Span;

/// Panics where what was read does not fit together.
pub fn assert_coherent(note: &Note) {
    let text = &*note.text;
    let headings = note.headings.iter();
    let headings = headings.flat_map(|it| [it.span, it.title_span]);
    let fences = note.fences.iter();
    let fences = fences.flat_map(|it| [it.span, it.marker, it.info]);
    let code = note.inline_code.iter().flat_map(|it| [it.span, it.content]);
    let items = note.items.iter();
    let items = items.flat_map(|it| [it.span, it.marker, it.content]);
    let links = note.links.iter();
    let links = links.flat_map(|it| [it.span, it.target, it.text]);
    let rest = note.comments.iter().chain(&note.prose);
    let rest = rest.chain(&note.front_matter).copied();
    let questions = note.questions.iter();
    let questions = questions.flat_map(|it| it.markers.iter().copied().chain([it.span]));
    let all = headings.chain(fences).chain(code).chain(items);
    for span in all.chain(links).chain(rest).chain(questions) {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    }

    assert!(in_order(note.headings.iter().map(|it| it.span)));
    assert!(in_order(note.items.iter().map(|it| it.span)));
    assert!(in_order(note.links.iter().map(|it| it.span)));
    assert!(apart(note.fences.iter().map(|it| it.span)));
    assert!(apart(note.inline_code.iter().map(|it| it.span)));
    assert!(apart(note.comments.iter().copied()));
    assert!(apart(note.prose.iter().copied()));

    for heading in &note.headings {
        assert!(!heading.title.trim().is_empty());
        assert!(heading.section_end >= heading.span.end);
        if let Some(parent) = heading.parent {
            assert!(note.headings[parent].section_end >= heading.section_end);
        }
    }
    for item in &note.items {
        assert!(item.span.covers(item.content));
        if let Some(parent) = item.parent {
            assert!(note.items[parent].span.covers(item.span));
        }
    }
    for fence in &note.fences {
        let body = fence.body.text();
        let lines = body.split_inclusive('\n');
        lines.fold(0, |at, line| {
            assert!(fence.body.source_offset(at) <= text.len());
            at + line.len()
        });
    }
}

fn in_order(spans: impl Iterator<Item = Span>) -> bool {
    let spans: Vec<Span> = spans.collect();
    spans.windows(2).all(|pair| pair[0].start <= pair[1].start)
}

fn apart(spans: impl Iterator<Item = Span>) -> bool {
    let spans: Vec<Span> = spans.collect();
    spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}
