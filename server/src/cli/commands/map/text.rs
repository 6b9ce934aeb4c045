//! The map as text that other programs draw: Graphviz and Mermaid.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Graph, Node};

/// Nodes by note.
fn by_note(graph: &Graph) -> BTreeMap<&str, Vec<&Node>> {
    let mut notes: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for node in &graph.nodes {
        notes.entry(&node.filename).or_default().push(node);
    }
    notes
}

/// Writes the graph for Graphviz (Graphviz, "DOT Language"): a box for each note.
pub(super) fn dot(out: &mut dyn Write, graph: &Graph) -> io::Result<()> {
    writeln!(out, "digraph notes {{")?;
    writeln!(out, "  graph [rankdir=LR, fontname=\"sans-serif\"];")?;
    writeln!(
        out,
        "  node [shape=box, style=rounded, fontname=\"sans-serif\"];"
    )?;
    for (number, (note, nodes)) in by_note(graph).into_iter().enumerate() {
        writeln!(out, "  subgraph cluster_{number} {{")?;
        writeln!(out, "    label={};", quoted(note))?;
        for node in nodes {
            let place = quoted(&format!("{note}:{}", node.line));
            writeln!(
                out,
                "    n{} [label={}, tooltip={place}];",
                node.id,
                quoted(&node.title)
            )?;
        }
        writeln!(out, "  }}")?;
    }
    for edge in &graph.edges {
        let style = if edge.kind == "link" {
            ""
        } else {
            " [dir=none, style=dashed]"
        };
        writeln!(out, "  n{} -> n{}{style};", edge.source, edge.target)?;
    }
    writeln!(out, "}}")
}

/// `text` as a string of DOT, on one line. A backslash would begin an escape such as `\N`.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() || is_hidden(c) => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes the graph for Mermaid (Mermaid, "Flowcharts").
pub(super) fn mermaid(out: &mut dyn Write, graph: &Graph) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for (number, (note, nodes)) in by_note(graph).into_iter().enumerate() {
        writeln!(out, "  subgraph s{number}[\"{}\"]", entities(note))?;
        for node in nodes {
            writeln!(out, "    n{}[\"{}\"]", node.id, entities(&node.title))?;
        }
        writeln!(out, "  end")?;
    }
    for edge in &graph.edges {
        let arrow = if edge.kind == "link" { "-->" } else { "-.-" };
        writeln!(out, "  n{} {arrow} n{}", edge.source, edge.target)?;
    }
    Ok(())
}

/// `text` as Mermaid shows it, whatever is in it: its entity codes stand for what would mean something.
fn entities(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '[' | ']' | '{' | '}' | '(' | ')' | '*'
            | '_' | '|' | ';' => {
                safe.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_control() || is_hidden(c) => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Marks that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, Graph};
    use super::*;

    fn graph() -> Graph {
        let node = |id, title: &str, filename: &str| Node {
            id,
            title: title.to_owned(),
            filename: filename.to_owned(),
            line: 3,
            end_line: 4,
        };
        let edge = |source, target, kind| Edge {
            source,
            target,
            kind,
        };
        Graph {
            nodes: vec![
                node(0, "say \"hi\" \\N [x]", "a b.md"),
                node(1, "<b>#1</b>\u{202e}\n", "c.md"),
            ],
            edges: vec![edge(0, 1, "related"), edge(1, 0, "link")],
            left_out: 0,
        }
    }

    fn written(write: impl Fn(&mut dyn Write, &Graph) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out, &graph()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dot_quotes_what_it_shows() {
        let dot = written(dot);
        assert!(
            dot.contains("n0 [label=\"say \\\"hi\\\" \\\\N [x]\", tooltip=\"a b.md:3\"];"),
            "{dot}"
        );
        assert!(dot.contains("n0 -> n1 [dir=none, style=dashed];"), "{dot}");
        assert!(dot.contains("n1 -> n0;"), "{dot}");
        assert!(dot.contains("label=\"<b>#1</b>  \""), "{dot}");
    }

    #[test]
    fn mermaid_holds_no_markup_of_notes() {
        let mermaid = written(mermaid);
        assert!(
            mermaid.contains("n0[\"say #34;hi#34; #92;N #91;x#93;\"]"),
            "{mermaid}"
        );
        assert!(
            mermaid.contains("n1[\"#60;b#62;#35;1#60;/b#62;  \"]"),
            "{mermaid}"
        );
        assert!(
            mermaid.contains("n0 -.- n1") && mermaid.contains("n1 --> n0"),
            "{mermaid}"
        );
    }
}
