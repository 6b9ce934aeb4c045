//! The language server: the only room that knows tower-lsp and tokio.
