//! HTTPS of the program's own, with a real client: what is served, what is renewed, what is refused, and who is waited for.

use crate::school::School;
use app::settings::Settings;
use axum::http::header;
use notify::Roots;
use notify::post::{Line, WebAddress};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use testkit::tls::{AUTHORITY, CERTIFICATE, KEY};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use web::tls::{Tls, Unusable};

struct Files(PathBuf);

impl Files {
    fn new(name: &str) -> Files {
        let folder = std::env::temp_dir().join(format!("gongkai-tls-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let files = Files(folder);
        files.write("a.pem", CERTIFICATE);
        files.write("a.key", KEY);
        files
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn open(&self, certificate: &str, key: &str) -> Result<Tls, Unusable> {
        Tls::open(&self.0.join(certificate), &self.0.join(key))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn serve(school: &School, tls: Tls) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut connections = web::Connections::within(1024, Vec::new());
    connections.tls = Some(tls);
    connections.head = Duration::from_millis(400);
    connections.idle = Duration::from_millis(400);
    let router = school.router();
    tokio::spawn(async move { web::serve(listener, router, connections, std::future::pending()).await });
    address
}

/// Asks as a program does that trusts the authority of the tests.
async fn asks(address: SocketAddr) -> Result<(u16, Vec<u8>), notify::Trouble> {
    let to = WebAddress::of_anybody(&format!("https://localhost:{}/healthz", address.port())).unwrap();
    let roots = Roots::with(Some(AUTHORITY.as_bytes())).unwrap();
    Line::open(to, &roots, Duration::from_secs(5)).await?.get(1_000).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_encrypted_a_renewed_certificate_is_taken_and_a_broken_one_is_not() {
    let (files, school) = (Files::new("served"), School::sample().await);
    let tls = files.open("a.pem", "a.key").unwrap();
    let address = serve(&school, tls.clone()).await;
    assert_eq!(asks(address).await, Ok((200, b"ok\n".to_vec())));
    assert_eq!(tls.refresh(), Ok(false), "nothing changed");
    // Between two files of a renewal, and with rubbish: what was good is used on, and it is said once.
    files.write("a.pem", "rubbish");
    assert_eq!(tls.refresh(), Err(Unusable::NoCertificate(files.0.join("a.pem"))));
    assert_eq!(tls.refresh(), Ok(false));
    assert_eq!(asks(address).await, Ok((200, b"ok\n".to_vec())));
    tokio::time::sleep(Duration::from_millis(20)).await;
    files.write("a.pem", CERTIFICATE);
    assert_eq!(tls.refresh(), Ok(true));
    assert_eq!(asks(address).await, Ok((200, b"ok\n".to_vec())));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_no_tls_or_says_nothing_is_let_go_and_keeps_nobody_out() {
    let (files, school) = (Files::new("silent"), School::sample().await);
    let address = serve(&school, files.open("a.pem", "a.key").unwrap()).await;
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut heard = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), plain.read_to_end(&mut heard)).await.unwrap();
    assert!(!heard.windows(4).any(|four| four == b"HTTP"), "nothing is said unencrypted");
    for said in [&b""[..], b"\x16\x03\x01\x02\x00"] {
        let mut silent = TcpStream::connect(address).await.unwrap();
        silent.write_all(said).await.unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(5), silent.read(&mut [0; 10])).await;
        assert!(ended.is_ok(), "a handshake that does not get on ends: {said:?}");
    }
    assert_eq!(asks(address).await, Ok((200, b"ok\n".to_vec())));
}

#[test]
fn what_cannot_be_used_is_told_apart() {
    let files = Files::new("refused");
    files.write("other.pem", AUTHORITY);
    files.write("locked.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");
    let refused = |certificate, key| files.open(certificate, key).unwrap_err();
    assert!(matches!(refused("none.pem", "a.key"), Unusable::File(file, _) if file.ends_with("none.pem")));
    assert!(matches!(refused("a.key", "a.key"), Unusable::NoCertificate(_)));
    assert!(matches!(refused("a.pem", "a.pem"), Unusable::NoKey(_)));
    assert!(matches!(refused("a.pem", "locked.key"), Unusable::NoKey(_)));
    assert_eq!(refused("other.pem", "a.key"), Unusable::OtherKey);
}

#[tokio::test]
async fn browsers_are_told_to_come_by_https_where_the_address_is_one() {
    for (address, expected) in
        [("https://xxgk.example.edu.cn", "max-age=31536000"), ("http://xxgk.example.edu.cn", ""), ("", "")]
    {
        let settings = Settings { public_address: address.into(), ..Settings::default() };
        let school = School::with(settings).await;
        for page in ["/", "/nothing", "/api/v1/items"] {
            assert_eq!(school.get(page).await.header(header::STRICT_TRANSPORT_SECURITY), expected, "{address}{page}");
        }
    }
}
