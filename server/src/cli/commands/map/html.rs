//! The map as one HTML page that needs nothing else: the drawing is that of the VS Code extension, made of d3
//! (`server/data/map/LICENSE-d3`), bundled by `npm run map` in `editors/vscode`, whose tests say when it is stale; the
//! markup that it draws into (`body.html`) is read by both. The page can reach no network, and text of notes is data in it, never markup.

use std::io::{self, Write};

use serde::Serialize;

use super::Graph;
use crate::text::packed;

const PAGE: &str = include_str!("../../../../data/map/page.html");
const BODY: &str = include_str!("../../../../data/map/body.html");
const PAGE_STYLE: &str = include_str!("../../../../data/map/page.css");
const STYLE: &str = include_str!("../../../../data/map/drawing.css");
const HOST: &str = include_str!("../../../../data/map/page.js");
/// Packed by the build.
const DRAWING: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/drawing.js"));
const LICENSE: &str = include_str!("../../../../data/map/LICENSE-d3");

/// The map as the drawing takes it.
#[derive(Debug, Serialize)]
struct Data<'a> {
    topics: Vec<Topic<'a>>,
    links: Vec<[usize; 2]>,
}

#[derive(Debug, Serialize)]
struct Topic<'a> {
    id: usize,
    title: &'a str,
    note: &'a str,
    line: usize,
}

/// Writes the page.
pub(super) fn page(out: &mut dyn Write, graph: &Graph) -> io::Result<()> {
    let mut links: Vec<[usize; 2]> = graph
        .edges
        .iter()
        .map(|edge| [edge.source.min(edge.target), edge.source.max(edge.target)])
        .filter(|[source, target]| source != target)
        .collect();
    links.sort_unstable();
    links.dedup();
    let data = Data {
        topics: graph
            .nodes
            .iter()
            .map(|node| Topic {
                id: node.id,
                title: &node.title,
                note: &node.filename,
                line: node.line,
            })
            .collect(),
        links,
    };
    // In JSON `<` stands in strings alone; escaped, nothing in them can end the element.
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    let drawing = packed::unpack(DRAWING);
    let parts = [
        ("license", LICENSE),
        ("body", BODY.trim_end()),
        ("page.css", PAGE_STYLE),
        ("drawing.css", STYLE),
        ("data", &data),
        ("page.js", HOST),
        ("drawing.js", &drawing),
    ];
    // What was put in is not looked through again: a title may be called like a part.
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let part = parts.iter().find(|(part, _)| *part == name);
        out.write_all(part.map_or("", |(_, content)| content).as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, Node};
    use super::*;

    #[test]
    fn titles_are_data_and_the_page_reaches_no_network() {
        let graph = Graph {
            nodes: vec![Node {
                id: 0,
                title: "</script><img src=x onerror=alert(1)> {{data}}".to_owned(),
                filename: "a.md".to_owned(),
                line: 1,
                end_line: 2,
            }],
            edges: vec![Edge {
                source: 0,
                target: 0,
                kind: "link",
            }],
            left_out: 0,
        };
        let mut out = Vec::new();
        page(&mut out, &graph).unwrap();
        let html = String::from_utf8(out).unwrap();
        assert!(!html.contains("<img"), "text of notes became markup");
        assert!(html.contains("\\u003c/script>\\u003cimg src=x onerror=alert(1)> {{data}}"));
        assert!(html.contains("default-src 'none'"));
        assert!(html.contains("Mike Bostock"));
        let drawing = packed::unpack(DRAWING);
        for loads in ["src=\"", "href=\"http", "@import", "url(http"] {
            let outside = html.matches(loads).count() - drawing.matches(loads).count();
            assert_eq!(outside, 0, "{loads}");
        }
        // One for the data, one for the host, one for the drawing, and none left open.
        assert_eq!(html.matches("</script>").count(), 3);
    }
}
