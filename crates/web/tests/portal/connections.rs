//! Connections by real sockets: who holds one without using it keeps nobody out and holds nothing up, not even the end.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use web::Connections;

/// Long enough for anything that does come, on any machine.
const LONG: Duration = Duration::from_secs(30);
/// More than what a system takes over of an answer that nobody reads.
const BIG: usize = 32 * 1024 * 1024;

struct Door {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Door {
    /// A door with limits that are far off but for those that `change` moves near.
    async fn open(change: impl FnOnce(&mut Connections)) -> Door {
        let mut connections = Connections::within(1024, Vec::new());
        change(&mut connections);
        let router = Router::new()
            .route("/", get(|| async { "here you are" }))
            .route("/big", get(|| async { Body::from(vec![b'x'; BIG]) }))
            .route("/sent", post(|body: Bytes| async move { body }))
            .route("/late", get(late))
            .route("/never", get(|| async { std::future::pending::<&str>().await }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let told = async {
            let _ = stopped.await;
        };
        Door { address, stop, serving: tokio::spawn(web::serve(listener, router, connections, told)) }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn send(&self, bytes: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        stream
    }

    /// A visitor who comes, asks and goes.
    async fn visit(&self) -> String {
        rest(self.send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await).await
    }

    /// Stops it; how long that took.
    async fn close(self) -> Duration {
        let start = Instant::now();
        self.stop.send(()).unwrap();
        timeout(LONG, self.serving).await.expect("it ends").unwrap();
        start.elapsed()
    }
}

async fn late() -> &'static str {
    sleep(Duration::from_millis(200)).await;
    "at last"
}

/// What still comes until the connection ends.
async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is cut ends with an error after what came before.
    let _ = timeout(LONG, stream.read_to_end(&mut bytes)).await.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Asks on a connection that stays open.
async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"here you are") {
        if timeout(LONG, stream.read_buf(&mut bytes)).await.expect("an answer").unwrap() == 0 {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_visitor_is_let_in_however_many_hold_connections_and_do_nothing() {
    let door = Door::open(|limits| (limits.most, limits.most_of_a_client) = (8, 8)).await;
    let mut idle = Vec::new();
    for number in 0..60 {
        idle.push(match number % 3 {
            0 => door.connect().await,
            1 => door.send("GET / HTTP/1.1\r\nho").await,
            _ => {
                let mut stream = door.connect().await;
                assert!(ask(&mut stream).await.contains("200 OK"));
                stream
            }
        });
        assert!(door.visit().await.ends_with("here you are"), "after {number} others");
    }
    let oldest = idle.remove(0);
    assert_eq!(rest(oldest).await, "", "the oldest made room");
}

#[tokio::test]
async fn one_address_has_its_limit_and_a_trusted_proxy_has_none() {
    let door = Door::open(|limits| limits.most_of_a_client = 2).await;
    let first = door.connect().await;
    let (mut second, mut third) = (door.connect().await, door.connect().await);
    assert_eq!(rest(first).await, "");
    assert!(ask(&mut second).await.contains("200 OK") && ask(&mut third).await.contains("200 OK"));

    let proxies = vec!["127.0.0.1".parse().unwrap()];
    let door = Door::open(|limits| (limits.most_of_a_client, limits.trusted) = (2, proxies)).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(door.connect().await);
    }
    for stream in &mut streams {
        assert!(ask(stream).await.contains("200 OK"));
    }
}

#[tokio::test]
async fn half_a_head_and_silence_have_an_end() {
    let near = Duration::from_millis(100);
    let door = Door::open(|limits| (limits.head, limits.idle) = (near, near)).await;
    assert_eq!(rest(door.connect().await).await, "", "no byte at all");
    let mut kept = door.connect().await;
    assert!(ask(&mut kept).await.contains("200 OK"));
    assert_eq!(rest(kept).await, "", "none after an answer");
    let (mut read, mut write) = door.send("GET / HTTP/1.1\r\nhost: x\r\nx-a: ").await.into_split();
    let drop_by_drop = async {
        while write.write_all(b"a").await.is_ok() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    let ended = async {
        let mut bytes = Vec::new();
        let _ = read.read_to_end(&mut bytes).await;
        bytes
    };
    tokio::select! {
        bytes = ended => assert!(bytes.is_empty(), "{}", String::from_utf8_lossy(&bytes)),
        () = drop_by_drop => {}
        () = sleep(LONG) => panic!("a head that never ends is borne with for ever"),
    }
}

#[tokio::test]
async fn who_does_not_read_is_cut_off_and_who_reads_slowly_is_not() {
    let door = Door::open(|limits| limits.stalled = Duration::from_millis(400)).await;
    let request = "GET /big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let (stuck, mut slow) = (door.send(request).await, door.send(request).await);
    let mut taken = 0;
    let mut piece = vec![0; 1024 * 1024];
    for _ in 0..10 {
        sleep(Duration::from_millis(100)).await;
        taken += timeout(LONG, slow.read(&mut piece)).await.unwrap().unwrap();
    }
    let after = rest(slow).await.len();
    assert!(taken + after > BIG, "{taken} and {after} bytes");
    assert!(rest(stuck).await.len() < BIG);
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_ends() {
    let door = Door::open(|_| {}).await;
    let http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    assert!(!rest(door.send(http2).await).await.contains("200 OK"));
    let tls = "\x16\x03\x01\x02\0\x01\0\x01\u{7c}\x03\x03";
    assert!(!rest(door.send(tls).await).await.contains("200 OK"));
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", "a".repeat(20_000));
    assert!(rest(door.send(&long).await).await.starts_with("HTTP/1.1 431 "));
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(200));
    assert!(rest(door.send(&many).await).await.starts_with("HTTP/1.1 431 "));
    assert!(door.visit().await.ends_with("here you are"));
}

#[tokio::test]
async fn it_stops_in_time_whatever_is_stuck() {
    let stuck = [
        ("no byte", ""),
        ("half a head", "GET / HTTP/1.1\r\nho"),
        ("half a body", "POST /sent HTTP/1.1\r\nhost: x\r\ncontent-length: 9999\r\n\r\nabc"),
        ("nobody reads", "GET /big HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("no end of an answer", "GET /never HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ];
    for (what, bytes) in stuck {
        let door = Door::open(|limits| limits.grace = Duration::from_millis(200)).await;
        let stream = door.send(bytes).await;
        assert!(door.visit().await.ends_with("here you are"), "{what}: it was taken in before");
        let took = door.close().await;
        assert!(took < Duration::from_secs(10), "{what}: {took:?}");
        drop(stream);
    }
}

#[tokio::test]
async fn it_finishes_answers_under_way_and_waits_for_nobody_else() {
    let door = Door::open(|_| {}).await;
    let mut idle = door.connect().await;
    assert!(ask(&mut idle).await.contains("200 OK"));
    let late = door.send("GET /late HTTP/1.1\r\nhost: x\r\n\r\n").await;
    // Taken in before the visitor, who comes later.
    door.visit().await;
    let address = door.address;
    let (took, answer) = tokio::join!(door.close(), rest(late));
    assert!(answer.ends_with("at last"), "{answer}");
    assert_eq!(rest(idle).await, "");
    assert!(took < Duration::from_secs(7), "the grace is not waited out: {took:?}");
    assert!(TcpStream::connect(address).await.is_err(), "nobody is let in any more");
}
