//! The front door: takes connections in, serves the router on each, and stops when told.
//!
//! Of HTTP it leaves everything to hyper; what is here is whom to let in, how long to bear with whom, and how to end.
//! Nothing here waits for a peer without a limit. What visitors may ask is `dispatch`'s business.

use crate::http::held::Held;
use crate::http::limits::household;
use crate::http::seats::{Patience, Seat, Seats};
use crate::http::watched::{Answering, Watched};
use crate::tls::Tls;
use app::settings::Network;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Longest head of a request, in bytes: eight times the longest address, for cookies and what proxies add.
const LONGEST_HEAD: usize = 16 * 1024;
/// Bytes that a connection reads ahead or keeps to be sent.
const BUFFER: usize = 64 * 1024;
/// Bytes of an answer that the system takes over before its peer reads. Left to itself it takes over whole files, for
/// every peer that does not read.
const SENDING: usize = 128 * 1024;
/// Connections that the system keeps until they are let in. Whoever finds it full tries again after a second, so the
/// usual 128 make a rush slow.
const KNOCKING: i32 = 4096;
/// Descriptors that are not for visitors: database, files, standard streams, the runtime.
const OTHER_DESCRIPTORS: usize = 128;
/// Most connections, however many descriptors there are: each takes memory too.
const MOST: usize = 4096;
/// How long to wait before accepting again when the system refused.
const PAUSE: Duration = Duration::from_millis(5);
/// How often it is looked whether the certificate was renewed.
const RENEWED_EVERY: Duration = Duration::from_secs(30);
/// How often the same refusal of the system is logged.
const LOGGED_EVERY: Duration = Duration::from_secs(60);

/// How connections are dealt with. The defaults suit one school on one machine.
#[derive(Debug, Clone)]
pub struct Connections {
    /// Most at once.
    pub most: usize,
    /// Most at once from one address, or from one network of IPv6. Trusted proxies have no limit of their own.
    pub most_of_a_client: usize,
    /// Longest time to send the head of a request.
    pub head: Duration,
    /// Longest time without a request.
    pub idle: Duration,
    /// Longest time in which a peer takes nothing of what is sent to it.
    pub stalled: Duration,
    /// Longest time to answer one request, sending included.
    pub answer: Duration,
    /// How long answers under way are waited for when the program stops.
    pub grace: Duration,
    /// Proxies that speak for many visitors.
    pub trusted: Vec<Network>,
    /// The certificate that connections are encrypted with; they are plain without one.
    pub tls: Option<Tls>,
}

impl Connections {
    /// As many as a process with so many descriptors can bear.
    pub fn within(descriptors: usize, trusted: Vec<Network>) -> Connections {
        let most = descriptors.saturating_sub(OTHER_DESCRIPTORS).max(descriptors / 2).clamp(1, MOST);
        Connections {
            most,
            // Behind one address may be a whole campus.
            most_of_a_client: (most / 4).max(1),
            head: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            stalled: Duration::from_secs(30),
            answer: Duration::from_secs(15 * 60),
            grace: Duration::from_secs(6),
            trusted,
            tls: None,
        }
    }

    fn patience(&self) -> Patience {
        Patience {
            most: self.most,
            most_of_a_client: self.most_of_a_client,
            head: self.head,
            idle: self.idle,
            stalled: self.stalled,
            answer: self.answer,
        }
    }

    /// How often to look who is overdue: a tenth of the shortest limit, once a second at most.
    fn round(&self) -> Duration {
        let shortest = self.head.min(self.idle).min(self.stalled).min(self.answer);
        (shortest / 10).clamp(Duration::from_millis(10), Duration::from_secs(1))
    }
}

/// Serves the router until `stop` comes. Then nobody is let in any more, answers under way are finished for as long
/// as [`Connections::grace`] allows, and what is left is cut off.
pub async fn serve(listener: TcpListener, router: Router, connections: Connections, stop: impl Future<Output = ()>) {
    // Connections inherit the buffer. Where one of the two cannot be had, it stays as the system has it.
    let _ = SockRef::from(&listener).set_send_buffer_size(SENDING);
    let _ = SockRef::from(&listener).listen(KNOCKING);
    let mut door = Door::new(router, connections);
    let mut round = tokio::time::interval(door.connections.round());
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let renewing = door.connections.tls.clone().map(|tls| tokio::spawn(renew(tls)));
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => door.let_in(stream, peer),
                Err(error) => door.refused_by_the_system(&error).await,
            },
            _ = round.tick() => door.seats.send_overdue_away(Instant::now()),
            Some(_) = door.serving.join_next(), if !door.serving.is_empty() => {}
        }
    }
    drop(listener);
    if let Some(renewing) = renewing {
        renewing.abort();
    }
    door.close().await;
}

/// Looks time and again whether the certificate was renewed.
async fn renew(tls: Tls) {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        let tls = tls.clone();
        match tokio::task::spawn_blocking(move || tls.refresh()).await {
            Ok(Ok(true)) => tracing::info!("web.tls.renewed"),
            Ok(Ok(false)) => {}
            Ok(Err(why)) => tracing::error!(?why, "web.tls.unusable: the certificate before it is used on"),
            Err(_) => return,
        }
    }
}

struct Door {
    router: Router,
    connections: Connections,
    seats: Arc<Seats>,
    serving: JoinSet<()>,
    closing: watch::Sender<()>,
    logged: Option<Instant>,
}

impl Door {
    fn new(router: Router, connections: Connections) -> Door {
        let seats = Arc::new(Seats::new(connections.patience()));
        let (closing, _) = watch::channel(());
        Door { router, connections, seats, serving: JoinSet::new(), closing, logged: None }
    }

    fn let_in(&mut self, stream: TcpStream, peer: SocketAddr) {
        let address = peer.ip().to_canonical();
        let is_proxy = self.connections.trusted.iter().any(|network| network.holds(address));
        // Whoever finds no seat hears nothing: there is nobody to write an answer to a peer that may not read it.
        let Some(seat) = self.seats.take((!is_proxy).then(|| household(address))) else { return };
        // Small answers go at once; where that cannot be had they come a little later.
        let _ = stream.set_nodelay(true);
        let leaving = Leaving { seats: self.seats.clone(), seat: seat.clone() };
        let (router, closing) = (self.router.clone(), self.closing.subscribe());
        let watched = Watched::new(stream, seat.clone());
        let (tls, of) = (self.connections.tls.as_ref().map(Tls::config), seat.clone());
        let task = self.serving.spawn(async move {
            let _leaving = leaving;
            match tls {
                None => converse(watched, peer, of, router, closing).await,
                // The seat bears with a handshake as with a head. Whoever speaks no TLS is of no interest.
                Some(config) => {
                    if let Ok(encrypted) = TlsAcceptor::from(config).accept(watched).await {
                        converse(encrypted, peer, of, router, closing).await;
                    }
                }
            }
        });
        seat.served_by(task);
    }

    /// Most often there is no descriptor left. To try again at once would turn the processor and change nothing.
    async fn refused_by_the_system(&mut self, error: &std::io::Error) {
        if matches!(
            error.kind(),
            ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
        ) {
            return;
        }
        if self.logged.is_none_or(|logged| logged.elapsed() > LOGGED_EVERY) {
            self.logged = Some(Instant::now());
            tracing::warn!(error = error.to_string(), "web.serve.refused");
        }
        self.seats.free_one();
        tokio::time::sleep(PAUSE).await;
    }

    async fn close(mut self) {
        self.closing.send_replace(());
        self.seats.send_idle_away();
        let all = async { while self.serving.join_next().await.is_some() {} };
        if tokio::time::timeout(self.connections.grace, all).await.is_err() {
            tracing::warn!(connections = self.serving.len(), "web.serve.cut");
            // Not waited for: one that cannot be ended now must not hold up the end.
            self.serving.abort_all();
        }
    }
}

/// Gives the seat back however the conversation ends.
struct Leaving {
    seats: Arc<Seats>,
    seat: Arc<Seat>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.seats.leave(&self.seat);
    }
}

/// One connection from its first byte to its last.
async fn converse<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    peer: SocketAddr,
    seat: Arc<Seat>,
    router: Router,
    mut closing: watch::Receiver<()>,
) {
    let io = TokioIo::new(stream);
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), peer, seat.clone(), request));
    let mut http = http1::Builder::new();
    // The seat has the time of a head.
    http.max_header_size(LONGEST_HEAD).max_buf_size(BUFFER).header_read_timeout(None);
    let mut conversation = pin!(http.serve_connection(io, service));
    // How it ended, by a peer that broke off or by one that speaks another protocol, is of no interest.
    tokio::select! {
        _ = conversation.as_mut() => {}
        _ = closing.changed() => {
            conversation.as_mut().graceful_shutdown();
            let _ = conversation.await;
        }
    }
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    seat: Arc<Seat>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    seat.asked();
    let answering = Answering(seat);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| Body::new(Held::new(body, answering))))
}
