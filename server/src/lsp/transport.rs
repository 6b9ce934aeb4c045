//! Reads the wire and hands each message to the service, in order and without waiting for its answer.
//!
//! Stands in for `tower_lsp::Server`, which ends at the first message that it cannot read, stops reading where a few
//! handlers wait, and does not notice a client that closed only its end of stdout.

use std::panic::AssertUnwindSafe;
use std::task::Poll;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, poll_fn};
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;
use tower::Service;
use tower_lsp::ClientSocket;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::frame::{Frame, Frames};
use super::message::{self, Incoming};
use super::order::Answer;
use super::outgoing::{Outbox, Outgoing};

/// How long answers that are being worked out are waited for when the client sends no more.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the last answers may take to be written after `exit`.
const FAREWELL: Duration = Duration::from_millis(50);

/// Why nothing more is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The client said `exit`.
    Exit,
    /// The client sends or reads no more.
    Gone,
}

/// Serves until the client says `exit` or is gone.
pub(super) async fn serve<S>(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
    mut service: S,
    socket: ClientSocket,
    outgoing: Outgoing,
    outbox: Outbox,
) -> End
where
    S: Service<Request, Response = Option<Answer>>,
    S::Future: Send + 'static,
    S::Error: Send,
{
    let (mut requests, mut responses) = socket.split();
    let ours = outgoing.clone();
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            ours.send_json(&request).await;
        }
    });
    let mut writer = tokio::spawn(outbox.write_to(output));
    let mut frames = Frames::new(input);
    let mut answers = JoinSet::new();
    let end = loop {
        let incoming = tokio::select! {
            frame = frames.next() => match frame {
                Frame::Body(body) => message::read(body),
                Frame::Garbage => Incoming::Broken(Response::from_error(Id::Null, Error::parse_error())),
                Frame::End => break End::Gone,
            },
            _ = &mut writer => break End::Gone,
        };
        match incoming {
            Incoming::Call(call) if call.method() == "exit" => break End::Exit,
            Incoming::Call(call) => {
                if poll_fn(|cx| service.poll_ready(cx)).await.is_err() {
                    break End::Gone;
                }
                // Nothing may be answered, asked or published before `initialize` is (LSP 3.17, "Initialize Request").
                let wait = call.method() == "initialize";
                let mut answer = answer(call.id().cloned(), service.call(call), outgoing.clone());
                let begun = poll_fn(|cx| Poll::Ready(answer.poll_unpin(cx))).await;
                if begun.is_pending() && wait {
                    answer.await;
                } else if begun.is_pending() {
                    answers.spawn(answer);
                }
            }
            Incoming::Response(response) => _ = responses.send(response).await,
            Incoming::Invalid(response) => {
                let outgoing = outgoing.clone();
                answers.spawn(async move { outgoing.send_json(&response).await });
            }
            Incoming::Broken(response) => {
                frames.resync();
                let outgoing = outgoing.clone();
                answers.spawn(async move { outgoing.send_json(&response).await });
            }
        }
        while answers.try_join_next().is_some() {}
    };
    let rest = async {
        if end == End::Gone {
            let all = async { while answers.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(PATIENCE, all).await;
        }
        let _ = tokio::time::timeout(FAREWELL, outgoing.flush()).await;
    };
    tokio::select! {
        () = rest => {}
        // Nobody reads: nothing to wait for.
        _ = &mut writer, if !writer.is_finished() => {}
    }
    end
}

/// Sends what `call` comes to. A handler that panics answers with an error and takes nothing else down.
fn answer<E: Send>(
    id: Option<Id>,
    call: impl Future<Output = Result<Option<Answer>, E>> + Send + 'static,
    outgoing: Outgoing,
) -> BoxFuture<'static, ()> {
    async move {
        let answer = match AssertUnwindSafe(call).catch_unwind().await {
            Ok(answered) => answered.ok().flatten(),
            Err(_) => id.map(|id| Answer::Tree(Response::from_error(id, Error::internal_error()))),
        };
        if let Some(Ok(body)) = answer.map(Answer::into_body) {
            outgoing.send(body).await;
        }
    }
    .boxed()
}
