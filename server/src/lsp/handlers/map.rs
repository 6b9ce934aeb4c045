//! `notelint/map`: the topics of the folder, and which of them belong together.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, Uri};

use crate::features::map::{self, LinkKind, map};
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// The request; there is nothing to say.
#[derive(Debug, Deserialize)]
pub(in crate::lsp) struct Params {}

/// The graph.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// How many topics were left out because there are too many.
    left_out: usize,
}

/// A topic.
#[derive(Debug, Serialize)]
struct Node {
    /// Its name among the edges.
    id: String,
    title: String,
    uri: Uri,
    /// Its title.
    range: Range,
}

/// Two topics on the same subject, or one that links to the other.
#[derive(Debug, Serialize)]
struct Edge {
    source: String,
    target: String,
    kind: &'static str,
}

/// Answers the request.
pub(in crate::lsp) async fn handle(_: Params, library: &Library) -> Result<Graph> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Now, |notes| {
            let map = map(notes.vault, map::MOST);
            let nodes = map.topics.into_iter().enumerate();
            Graph {
                nodes: nodes
                    .filter_map(|(id, topic)| {
                        let (uri, range) = notes.location(&topic)?;
                        Some(Node {
                            id: id.to_string(),
                            title: topic.title,
                            uri,
                            range,
                        })
                    })
                    .collect(),
                edges: map
                    .links
                    .iter()
                    .map(|link| Edge {
                        source: link.from.to_string(),
                        target: link.to.to_string(),
                        kind: match link.kind {
                            LinkKind::Related => "related",
                            LinkKind::Link => "link",
                        },
                    })
                    .collect(),
                left_out: map.left_out,
            }
        })
    })
    .await
}
