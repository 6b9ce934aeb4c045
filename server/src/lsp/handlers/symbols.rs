//! `textDocument/documentSymbol`: the outline of a note.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
    SymbolKind,
};

use super::{Context, about};
use crate::features::symbols::{Symbol, symbols};
use crate::lsp::convert::Converter;
use crate::lsp::order;

/// What editors show headings as; VS Code's own Markdown outline uses it, too.
const KIND: SymbolKind = SymbolKind::STRING;

/// Answers the request, by `order::answer_with`: a long note has a long outline.
pub(in crate::lsp) async fn handle(
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let written = about(&params.text_document.uri, |context| {
        let wanted = context.open.reading().config.features.symbols;
        wanted.then(|| serde_json::to_vec(&answer(context)))
    })
    .await?;
    if let Some(written) = written {
        order::answer_with(written.map_err(|_| Error::internal_error())?);
    }
    Ok(None)
}

fn answer(context: &Context) -> DocumentSymbolResponse {
    let converter = context.converter();
    let symbols = symbols(&context.open.reading().note);
    if context.client.nested_symbols {
        let symbols = symbols.into_iter().map(|symbol| nested(symbol, &converter));
        return DocumentSymbolResponse::Nested(symbols.collect());
    }
    let mut flat = Vec::new();
    for symbol in symbols {
        flatten(symbol, None, context, &converter, &mut flat);
    }
    DocumentSymbolResponse::Flat(flat)
}

/// As deep as headings have levels.
#[expect(deprecated, reason = "the field has to be given")]
fn nested(symbol: Symbol, converter: &Converter<'_>) -> DocumentSymbol {
    let children = symbol.children.into_iter();
    DocumentSymbol {
        name: symbol.name,
        detail: None,
        kind: KIND,
        tags: None,
        deprecated: None,
        range: converter.range(symbol.span),
        selection_range: converter.range(symbol.title_span),
        children: Some(children.map(|child| nested(child, converter)).collect()),
    }
}

/// As deep as headings have levels.
#[expect(deprecated, reason = "the field has to be given")]
fn flatten(
    symbol: Symbol,
    container: Option<&str>,
    context: &Context,
    converter: &Converter<'_>,
    flat: &mut Vec<SymbolInformation>,
) {
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: KIND,
        tags: None,
        deprecated: None,
        location: Location::new(context.open.uri.clone(), converter.range(symbol.span)),
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children {
        flatten(child, Some(&symbol.name), context, converter, flat);
    }
}
