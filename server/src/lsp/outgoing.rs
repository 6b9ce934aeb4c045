//! The one way out: messages, written in the order in which they were handed in.

use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::ls_types::notification::{Notification, ShowMessage};
use tower_lsp::ls_types::{MessageType, ShowMessageParams};

/// Messages that may wait for a client which does not read; then whoever has something to say waits, too.
const WAITING: usize = 64;

/// Where messages to the client are handed in.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    sender: mpsc::Sender<Item>,
}

#[derive(Debug)]
enum Item {
    Message(Vec<u8>),
    /// Tells when everything before it was written.
    Flush(oneshot::Sender<()>),
}

/// Where handed-in messages come out.
#[derive(Debug)]
pub(super) struct Outbox {
    receiver: mpsc::Receiver<Item>,
}

/// A message that is not a response (JSON-RPC 2.0, section 4.1).
#[derive(Serialize)]
struct Call<'a, P> {
    jsonrpc: &'a str,
    method: &'a str,
    params: &'a P,
}

pub(super) fn channel() -> (Outgoing, Outbox) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Outgoing { sender }, Outbox { receiver })
}

/// The body of a notification.
pub(super) fn notification<N: Notification>(params: &N::Params) -> Vec<u8> {
    let call = Call {
        jsonrpc: "2.0",
        method: N::METHOD,
        params,
    };
    // The protocol's types always have a JSON form.
    serde_json::to_vec(&call).unwrap_or_default()
}

impl Outgoing {
    /// Hands in the body of a message; waits where too many are waiting. A client that is gone gets nothing, and the
    /// transport notices by itself.
    pub(super) async fn send(&self, body: Vec<u8>) {
        let _ = self.sender.send(Item::Message(body)).await;
    }

    /// Hands in `message` as JSON.
    pub(super) async fn send_json(&self, message: &impl Serialize) {
        if let Ok(body) = serde_json::to_vec(message) {
            self.send(body).await;
        }
    }

    /// Shows the person a message.
    pub(super) async fn show(&self, typ: MessageType, message: String) {
        let params = ShowMessageParams { typ, message };
        self.send(notification::<ShowMessage>(&params)).await;
    }

    /// Waits until everything handed in so far was written, or cannot be any more.
    pub(super) async fn flush(&self) {
        let (written, wait) = oneshot::channel();
        if self.sender.send(Item::Flush(written)).await.is_ok() {
            let _ = wait.await;
        }
    }
}

impl Outbox {
    /// Writes what is handed in until the client is gone.
    pub(super) async fn write_to(mut self, mut output: impl AsyncWrite + Unpin) {
        let mut buffer = Vec::new();
        while let Some(item) = self.receiver.recv().await {
            match item {
                Item::Message(body) => {
                    buffer.clear();
                    buffer.extend_from_slice(b"Content-Length: ");
                    buffer.extend_from_slice(body.len().to_string().as_bytes());
                    buffer.extend_from_slice(b"\r\n\r\n");
                    buffer.extend_from_slice(&body);
                    let written = output.write_all(&buffer).await;
                    if written.is_err() || output.flush().await.is_err() {
                        return;
                    }
                }
                Item::Flush(written) => _ = written.send(()),
            }
        }
    }
}
