//! Whether something stands at an address of the web: one question without a body, and as many steps as a server sends on.
//!
//! Only addresses of the open web are asked. What a name leads to is looked at first, so that neither a link nor a server
//! that sends on makes this machine ask what stands inside the school.

use crate::trouble::{Step, Trouble, words};
use crate::wire::{self, Duplex, Roots};
use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONNECTION, HOST, LOCATION, USER_AGENT};
use hyper::{Method, Request, Uri};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// Longest head of an answer.
const LONGEST: usize = 64 * 1024;
/// Steps that a server may send on.
const STEPS: usize = 5;

/// How addresses are looked at.
#[derive(Debug, Clone)]
pub struct Looker {
    /// Whose certificates are trusted.
    pub roots: Roots,
    /// Longest time for each step.
    pub patience: Duration,
    /// Who asks, as the servers are told.
    pub agent: String,
    /// Whether networks of no public use are asked as well: for tests against this machine.
    pub inside: bool,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A server answered with this status, after it sent on so often.
    Answered(u16),
    /// The name leads to nothing.
    NoHost,
    /// The name leads to a network that is not public, which was not asked.
    Inside,
    /// It is no address that can be asked.
    NoAddress,
    /// Nobody knows: what went wrong on the way.
    Unsure(Trouble),
}

impl Looker {
    /// Looks.
    pub async fn look(&self, address: &str) -> Seen {
        let Some(mut uri) = read(address) else { return Seen::NoAddress };
        for _ in 0..=STEPS {
            let mut answer = self.ask(&uri, Method::HEAD).await;
            // Some servers answer a page only.
            if matches!(answer, Ok((400 | 403 | 404 | 405 | 501, _))) {
                answer = self.ask(&uri, Method::GET).await;
            }
            match answer {
                Ok((301 | 302 | 303 | 307 | 308, Some(to))) => match onward(&uri, &to) {
                    Some(next) => uri = next,
                    None => return Seen::NoAddress,
                },
                Ok((status, _)) => return Seen::Answered(status),
                Err(seen) => return seen,
            }
        }
        Seen::Unsure(Trouble::Foreign)
    }

    async fn ask(&self, uri: &Uri, method: Method) -> Result<(u16, Option<String>), Seen> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().ok_or(Seen::NoAddress)?;
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let tcp = self.connect(host, port).await?;
        let unsure = Seen::Unsure;
        let wire: Box<dyn Duplex> = match secure {
            true => {
                wire::encrypt(tcp, host.trim_matches(['[', ']']), &self.roots, self.patience).await.map_err(unsure)?
            }
            false => Box::new(tcp),
        };
        let opened = http1::Builder::new().max_buf_size(LONGEST).handshake(TokioIo::new(wire)).await;
        let (mut sender, connection) = opened.map_err(|_| unsure(Trouble::Lost(Step::Connect)))?;
        let request = Request::builder()
            .method(method)
            .uri(uri.path_and_query().map_or("/", |path| path.as_str()))
            .header(HOST, uri.authority().map_or(host, |authority| authority.as_str()))
            .header(USER_AGENT, &self.agent)
            .header(ACCEPT, "*/*")
            .header(CONNECTION, "close")
            .body(Empty::<Bytes>::new())
            .map_err(|_| Seen::NoAddress)?;
        let answered = async {
            let answer = timeout(self.patience, sender.send_request(request)).await;
            let answer = answer.map_err(|_| unsure(Trouble::Slow(Step::Answer)))?;
            let answer = answer.map_err(|error| {
                unsure(if error.is_parse() { Trouble::Foreign } else { Trouble::Lost(Step::Answer) })
            })?;
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_string);
            // What follows the head is of no interest: the connection ends here.
            Ok((answer.status().as_u16(), to))
        };
        let carried = async {
            let _ = connection.await;
            std::future::pending().await
        };
        tokio::select! {
            answer = answered => answer,
            never = carried => never,
        }
    }

    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, Seen> {
        let named = (host.trim_matches(['[', ']']), port);
        let found = timeout(self.patience, lookup_host(named)).await;
        let found = found.map_err(|_| Seen::Unsure(Trouble::Slow(Step::Connect)))?;
        let found: Vec<SocketAddr> = match found {
            Ok(found) => found.collect(),
            // Whether the name is unknown or nobody could be asked for it, the system says alike.
            Err(_) => return Err(Seen::NoHost),
        };
        let open: Vec<SocketAddr> = found.iter().copied().filter(|to| self.inside || is_public(to.ip())).collect();
        if open.is_empty() {
            return Err(if found.is_empty() { Seen::NoHost } else { Seen::Inside });
        }
        match timeout(self.patience, TcpStream::connect(&open[..])).await {
            Ok(Ok(tcp)) => Ok(tcp),
            Ok(Err(error)) => Err(Seen::Unsure(Trouble::Unreachable(words(&error.to_string())))),
            Err(_) => Err(Seen::Unsure(Trouble::Slow(Step::Connect))),
        }
    }
}

/// Whether an address is one of the open network.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            let [a, b, ..] = four.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_unspecified()
                || four.is_broadcast()
                || four.is_multicast()
                || a == 0
                || a >= 240
                || shared)
        }
        IpAddr::V6(six) => {
            let first = six.segments()[0];
            !(six.is_loopback()
                || six.is_unspecified()
                || six.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80)
        }
    }
}

/// An address as it is asked for: what is no plain letter of it encoded.
fn read(address: &str) -> Option<Uri> {
    let address = address.trim().split('#').next()?;
    let mut plain = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' if !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}') => {
                plain.push(char::from(byte));
            }
            _ => plain.push_str(&format!("%{byte:02X}")),
        }
    }
    let uri: Uri = plain.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    (web && uri.host().is_some_and(|host| !host.is_empty())).then_some(uri)
}

/// Where a server sends on to.
fn onward(from: &Uri, to: &str) -> Option<Uri> {
    if to.contains("://") {
        return read(to);
    }
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    if let Some(rest) = to.strip_prefix("//") {
        return read(&format!("{scheme}://{rest}"));
    }
    if to.starts_with('/') {
        return read(&format!("{scheme}://{authority}{to}"));
    }
    let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    read(&format!("{scheme}://{authority}{folder}/{to}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_asked_for_as_it_is_meant() {
        let of = |text: &str| read(text).map(|uri| uri.to_string());
        assert_eq!(of(" http://a.cn/通知?a=1#x ").as_deref(), Some("http://a.cn/%E9%80%9A%E7%9F%A5?a=1"));
        for wrong in ["", "a.cn/x", "ftp://a.cn/", "javascript:alert(1)", "http:///x", "file:///etc/passwd"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
        let from = read("https://a.cn/b/c.html").unwrap();
        for (to, next) in [
            ("/x", Some("https://a.cn/x")),
            ("x", Some("https://a.cn/b/x")),
            ("//b.cn/y", Some("https://b.cn/y")),
            ("http://c.cn/", Some("http://c.cn/")),
            ("file:///etc/passwd", None),
        ] {
            assert_eq!(onward(&from, to).map(|uri| uri.to_string()).as_deref(), next, "{to}");
        }
    }

    #[tokio::test]
    async fn what_stands_inside_is_not_asked_whatever_it_is_called() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let roots = Roots::with(None).unwrap();
        let looker = Looker { roots, patience: Duration::from_secs(2), agent: "test".into(), inside: false };
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
            let seen = looker.look(&format!("http://{host}:{port}/")).await;
            assert!(matches!(seen, Seen::Inside | Seen::NoHost), "{host}: {seen:?}");
        }
        assert!(listener.accept().is_err(), "nobody came");
        for inside in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.1.2.3",
            "::1",
            "fe80::1",
            "fd00::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for open in ["202.197.1.1", "2001:da8::1"] {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
    }
}
