//! `notelint map`: the topics of notes, and which belong together or are linked.

mod html;
mod text;

use std::io::Write;

use serde::Serialize;

use crate::cli::args::{Global, MapArgs, MapFormat};
use crate::cli::output;
use crate::cli::settings::Settings;
use crate::cli::status::Status;
use crate::cli::vault;
use crate::features::map::{self, LinkKind, map};

/// The graph as JSON shows it, and as all other formats draw it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// How many topics were left out because there are too many.
    left_out: usize,
}

/// A topic.
#[derive(Debug, Serialize)]
struct Node {
    /// Its name among the edges.
    id: usize,
    title: String,
    filename: String,
    line: usize,
    end_line: usize,
}

/// Two topics that belong together.
#[derive(Debug, Serialize)]
struct Edge {
    source: usize,
    target: usize,
    /// `related`: on the same subject; `link`: the first links to the second.
    kind: &'static str,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &MapArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let opened = vault::open_paths(&options.paths, &settings)?;
    let map = map(&opened.vault, options.limit.unwrap_or(map::MOST));
    let nodes = map.topics.into_iter().enumerate();
    let graph = Graph {
        nodes: nodes
            .map(|(id, topic)| Node {
                id,
                filename: settings.names().show(&topic.path),
                line: topic.place.line(),
                end_line: topic.end_line,
                title: topic.title,
            })
            .collect(),
        edges: map
            .links
            .iter()
            .map(|link| Edge {
                source: link.from,
                target: link.to,
                kind: match link.kind {
                    LinkKind::Related => "related",
                    LinkKind::Link => "link",
                },
            })
            .collect(),
        left_out: map.left_out,
    };
    let mut out = output::Stdout::for_programs();
    match options.format {
        MapFormat::Json => output::write_json(&mut out, &graph)?,
        MapFormat::Dot => text::dot(&mut out, &graph)?,
        MapFormat::Mermaid => text::mermaid(&mut out, &graph)?,
        MapFormat::Html => html::page(&mut out, &graph)?,
    }
    out.flush()?;
    Ok(Status::failed_if(opened.failed))
}
