//! `textDocument/codeLens`: how many sections of other notes are on the topic of a heading; where the settings ask for
//! it, how many links lead to it.

use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

use super::command::{SHOW_LINKS, SHOW_RELATED};
use super::inlay_hints::links;
use crate::features::links::goals::counted;
use crate::features::related::{SAME_TOPIC, related};
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// A heading that has more is said to have so many.
const MOST: usize = 20;

/// Answers the request: a lens for each heading that has related sections.
pub(in crate::lsp) async fn handle(
    params: CodeLensParams,
    library: &Library,
) -> Result<Option<Vec<CodeLens>>> {
    let moment = order::moment();
    let library = library.clone();
    let uri = params.text_document.uri;
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&uri)?;
            let wanted = &open.reading().config.features;
            if !wanted.lenses && !wanted.link_lenses {
                return None;
            }
            let mut linked = Vec::new();
            if wanted.link_lenses {
                linked.extend(counted(notes.vault, &path).into_iter().map(|counted| {
                    let range = notes.range(counted.place);
                    CodeLens {
                        range,
                        command: Some(Command {
                            title: links(counted.links),
                            command: SHOW_LINKS.to_owned(),
                            arguments: Some(vec![json!(uri), json!(range.start)]),
                        }),
                        data: None,
                    }
                }));
            }
            if !wanted.lenses {
                return Some(linked);
            }
            let note = notes.vault.note(&path)?;
            let headings = note.units().iter().filter(|unit| unit.is_section());
            let lenses = headings.filter_map(|heading| {
                let found = related(notes.vault, &path, heading.place.line(), MOST);
                let count = found.iter().filter(|one| one.score >= SAME_TOPIC).count();
                let range = notes.range(heading.place);
                (count > 0).then(|| CodeLens {
                    range,
                    command: Some(Command {
                        title: match count {
                            1 => "1 related section".to_owned(),
                            _ => format!("{count} related sections"),
                        },
                        command: SHOW_RELATED.to_owned(),
                        arguments: Some(vec![json!(uri), json!(range.start), json!(SAME_TOPIC)]),
                    }),
                    data: None,
                })
            });
            Some(linked.into_iter().chain(lenses).collect())
        })
    })
    .await
}
