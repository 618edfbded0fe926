//! A body that keeps hold of something until it was sent or given up. It changes nothing of what it carries.

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The body, and what is held for it: the word to its connection's seat, a place among those that cost.
pub(crate) struct Held<T> {
    body: Body,
    _until_sent: T,
}

impl<T> Held<T> {
    pub(crate) fn new(body: Body, until_sent: T) -> Held<T> {
        Held { body, _until_sent: until_sent }
    }
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
