//! Order by construction: everything that changes the session takes effect when its message is read, and a request
//! sees the session as it was when the request was read.

use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use futures::future::{self, BoxFuture, FutureExt};
use tower::Service;
use tower_lsp::jsonrpc::{Id, Request, Response};

use super::session::{Session, Snapshot};

tokio::task_local! {
    /// The session as it was when the request that is being answered was read.
    static MOMENT: Snapshot;
    /// What that request is answered with, where its handler wrote it itself.
    static WRITTEN: Arc<OnceLock<Vec<u8>>>;
}

/// What a request is answered with.
#[derive(Debug)]
pub(super) enum Answer {
    /// As a tree of values.
    Tree(Response),
    /// As the JSON of its `result`.
    Written(Id, Vec<u8>),
}

impl Answer {
    /// The body of the message.
    pub(super) fn into_body(self) -> serde_json::Result<Vec<u8>> {
        match self {
            Self::Tree(response) => serde_json::to_vec(&response),
            Self::Written(id, result) => {
                let id = serde_json::to_vec(&id)?;
                let parts: [&[u8]; 5] = [
                    br#"{"jsonrpc":"2.0","result":"#,
                    &result,
                    br#","id":"#,
                    &id,
                    b"}",
                ];
                Ok(parts.concat())
            }
        }
    }
}

/// Has the request that is being answered answered with `result`, JSON, whatever its handler returns without an error:
/// what a handler returns becomes a tree of values first, which takes several times as long as to write it.
pub(super) fn answer_with(result: Vec<u8>) {
    let _ = WRITTEN.try_with(|written| written.set(result));
}

/// The session as it was when the request that is being answered was read. Outside of a request: nothing is open.
pub(super) fn moment() -> Snapshot {
    MOMENT.try_with(Snapshot::clone).unwrap_or_default()
}

/// A layer over the handlers. `call` is invoked in wire order and changes the session before it returns; what handlers
/// do afterwards, and when, cannot change that order.
#[derive(Debug)]
pub(super) struct Ordered<S> {
    inner: S,
    session: Session,
}

impl<S> Ordered<S> {
    pub(super) fn new(inner: S, session: Session) -> Self {
        Self { inner, session }
    }
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Answer>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Answer>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if self.session.apply(&request) {
            return future::ok(None).boxed();
        }
        let moment = self.session.snapshot();
        let written = Arc::<OnceLock<Vec<u8>>>::default();
        let work = MOMENT.scope(moment, self.inner.call(request));
        let work = WRITTEN.scope(Arc::clone(&written), work);
        work.map(move |response| {
            let response = response?;
            let written = Arc::into_inner(written).and_then(OnceLock::into_inner);
            Ok(response.map(|response| match written {
                Some(result) if response.is_ok() => Answer::Written(response.id().clone(), result),
                _ => Answer::Tree(response),
            }))
        })
        .boxed()
    }
}
