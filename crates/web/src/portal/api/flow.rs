//! All records as lines, as they are read: no more of them is in memory than a reader takes at once.
//!
//! What goes wrong on the way ends the answer before its end, which every reader of HTTP notices.

use crate::portal::api::json;
use crate::portal::identity::Identity;
use app::portal::Portal;
use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, channel};

/// Chunks that are ready before they are taken.
const AHEAD: usize = 2;

/// The body.
pub(super) struct Flow(Receiver<Result<Bytes, app::Error>>);

impl Flow {
    /// Begins to read.
    pub(super) fn of(portal: Portal, identity: Arc<Identity>) -> Flow {
        let (sender, receiver) = channel(AHEAD);
        tokio::spawn(async move {
            let mut after = None;
            loop {
                let read = portal.wholes_after(after).await;
                let ended = !matches!(&read, Ok((_, Some(_))));
                let chunk = read.map(|(wholes, next)| {
                    after = next;
                    let lines = wholes.iter().map(|whole| format!("{}\n", json::whole(whole, &identity)));
                    Bytes::from(lines.collect::<String>())
                });
                // Whoever took it has gone, or it is all.
                if sender.send(chunk).await.is_err() || ended {
                    break;
                }
            }
        });
        Flow(receiver)
    }
}

impl HttpBody for Flow {
    type Data = Bytes;
    type Error = app::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, app::Error>>> {
        self.0.poll_recv(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}
