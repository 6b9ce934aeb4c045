//! Order by construction: everything that changes the session takes effect when its message is read, and a request
//! sees the session as it was when the request was read.

use std::task::{Context, Poll};

use futures::future::{self, BoxFuture, FutureExt};
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};

use super::session::{Session, Snapshot};

tokio::task_local! {
    /// The session as it was when the request that is being answered was read.
    static MOMENT: Snapshot;
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
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if self.session.apply(&request) {
            return future::ok(None).boxed();
        }
        let moment = self.session.snapshot();
        MOMENT.scope(moment, self.inner.call(request)).boxed()
    }
}
