//! The outline of a note: its headings, whatever their dialect, as a tree.

use crate::note::Note;
use crate::text::Span;

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The title; never empty, as editors refuse that.
    pub name: String,
    /// The heading and its section, without the line end behind it.
    pub span: Span,
    /// The title, or the heading where it has none; always inside `span`.
    pub title_span: Span,
    /// The headings of its section, in order.
    pub children: Vec<Symbol>,
}

/// The outermost headings of `note`, in order.
pub fn symbols(note: &Note) -> Vec<Symbol> {
    let mut open: Vec<Symbol> = note
        .headings
        .iter()
        .enumerate()
        .map(|(index, _)| symbol(note, index))
        .collect();
    let mut roots = Vec::new();
    // A parent stands before its children, so going backwards every heading is whole when its turn comes.
    for heading in note.headings.iter().rev() {
        let Some(mut symbol) = open.pop() else { break };
        symbol.children.reverse();
        match heading.parent.and_then(|parent| open.get_mut(parent)) {
            Some(parent) => parent.children.push(symbol),
            None => roots.push(symbol),
        }
    }
    roots.reverse();
    roots
}

fn symbol(note: &Note, index: usize) -> Symbol {
    let Some(heading) = note.headings.get(index) else {
        return Symbol {
            name: String::new(),
            span: Span::default(),
            title_span: Span::default(),
            children: Vec::new(),
        };
    };
    let section = Span::new(heading.span.start, heading.section_end);
    let len = section.of(&note.text).trim_end().len();
    let span = Span::new(section.start, (section.start + len).max(heading.span.end));
    let title_span = if heading.title_span.is_empty() || !span.covers(heading.title_span) {
        heading.span
    } else {
        heading.title_span
    };
    let title = heading.title.trim();
    let name = if title.is_empty() {
        heading.span.of(&note.text).trim()
    } else {
        title
    };
    Symbol {
        name: if name.is_empty() { "(no title)" } else { name }.to_owned(),
        span,
        title_span,
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn outline(symbols: &[Symbol]) -> String {
        let one = |symbol: &Symbol| format!("{}({})", symbol.name, outline(&symbol.children));
        symbols.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn headings_nest_by_section() {
        let text = "# a\n\n## b\n\ntext\n\n## c\n\n### d\n\n# e\n";
        let note = Note::parse(text, &NoteOptions::default());
        let symbols = symbols(&note);
        assert_eq!(outline(&symbols), "a(b() c(d())) e()");
        let a = &symbols[0];
        assert_eq!(a.span.of(text), "# a\n\n## b\n\ntext\n\n## c\n\n### d");
        assert_eq!(a.children[0].title_span.of(text), "b");
    }

    #[test]
    fn a_heading_without_title_has_a_name() {
        let mut note = Note::parse("## x\n\ntext\n", &NoteOptions::default());
        note.text = "##  \n\ntext\n".into();
        note.headings[0].title.clear();
        note.headings[0].title_span = Span::at(note.text.len());
        let symbols = symbols(&note);
        assert_eq!(symbols[0].name, "##");
        assert!(symbols[0].span.covers(symbols[0].title_span));
    }
}
