//! One request to a server of the web: a text goes, a short answer comes, the connection ends. No redirect is followed: the
//! address may be a secret, and so may what is said.

use crate::Secret;
use crate::trouble::{Step, Trouble};
use crate::wire::{self, Duplex, Roots};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONNECTION, CONTENT_TYPE, HOST};
use hyper::http::request::Builder;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::time::timeout;

/// Most bytes of an answer, and of its head.
const LONGEST: usize = 64 * 1024;
/// Most headers of an answer.
const HEADERS: usize = 64;

/// An address of the web, which may itself be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress {
    secure: bool,
    host: String,
    port: u16,
    path: Secret,
}

impl WebAddress {
    /// Reads `https://host[:port]/path?query`; `http` only to this machine, since whoever reads the path may use it.
    pub fn read(address: &Secret) -> Option<WebAddress> {
        let read = WebAddress::of_anybody(address.reveal())?;
        (read.secure || ["localhost", "127.0.0.1"].contains(&read.host.as_str())).then_some(read)
    }

    /// Reads an address that is no secret and where nothing secret is said: `http` will do.
    pub fn of_anybody(address: &str) -> Option<WebAddress> {
        let uri: Uri = address.parse().ok()?;
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, host) = (uri.authority()?.as_str(), uri.host()?);
        let port = match authority.strip_prefix(host)? {
            "" if secure => 443,
            "" => 80,
            port => port.strip_prefix(':')?.parse().ok()?,
        };
        let label = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
        if !host.bytes().all(label) {
            return None;
        }
        let path = match (uri.path(), uri.query()) {
            (path, Some(query)) => format!("{path}?{query}"),
            (path, None) => path.to_string(),
        };
        Some(WebAddress { secure, host: host.to_string(), port, path: Secret(path) })
    }

    /// The same with more of a query, which is encoded already.
    pub(crate) fn with_query(self, more: &str) -> WebAddress {
        let mark = if self.path.reveal().contains('?') { '&' } else { '?' };
        WebAddress { path: Secret(format!("{}{mark}{more}", self.path.reveal())), ..self }
    }

    /// The server, which is no secret.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// A server that waits for the request.
pub struct Line {
    sender: http1::SendRequest<String>,
    connection: http1::Connection<TokioIo<Box<dyn Duplex>>, String>,
    address: WebAddress,
    patience: Duration,
}

impl Line {
    /// Reaches the server.
    ///
    /// # Errors
    /// What went wrong; nothing has left.
    pub async fn open(address: WebAddress, roots: &Roots, patience: Duration) -> Result<Line, Trouble> {
        let tcp = wire::connect(&address.host, address.port, patience).await?;
        let wire: Box<dyn Duplex> = match address.secure {
            true => wire::encrypt(tcp, &address.host, roots, patience).await?,
            false => Box::new(tcp),
        };
        let opened = http1::Builder::new().max_buf_size(LONGEST).max_headers(HEADERS).handshake(TokioIo::new(wire));
        let (sender, connection) = opened.await.map_err(|_| Trouble::Lost(Step::Connect))?;
        Ok(Line { sender, connection, address, patience })
    }

    /// Sends a JSON text; status and body of the answer.
    ///
    /// # Errors
    /// What went wrong; nobody knows whether it arrived.
    pub async fn send(self, json: &str) -> Result<(u16, Vec<u8>), Trouble> {
        let request = Request::post(self.address.path.reveal())
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header(ACCEPT, "application/json");
        self.exchange(request, json.to_string(), LONGEST).await
    }

    /// Asks for what stands at a path of this server; status and body of the answer, of so many bytes at most.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn get(self, longest: usize) -> Result<(u16, Vec<u8>), Trouble> {
        let request = Request::get(self.address.path.reveal()).header(ACCEPT, "*/*");
        self.exchange(request, String::new(), longest).await
    }

    /// Sends a plain text; status and body of the answer.
    ///
    /// # Errors
    /// What went wrong; nobody knows whether it arrived.
    pub async fn post(self, text: &str) -> Result<(u16, Vec<u8>), Trouble> {
        let request = Request::post(self.address.path.reveal()).header(CONTENT_TYPE, "text/plain; charset=utf-8");
        self.exchange(request, text.to_string(), LONGEST).await
    }

    async fn exchange(self, request: Builder, body: String, longest: usize) -> Result<(u16, Vec<u8>), Trouble> {
        let Line { mut sender, connection, address, patience } = self;
        let request = request
            .header(HOST, format!("{}:{}", address.host, address.port))
            .header(CONNECTION, "close")
            .body(body)
            .map_err(|_| Trouble::Foreign)?;
        let slow = |_| Trouble::Slow(Step::Answer);
        let exchange = async {
            let sent = timeout(patience, sender.send_request(request)).await.map_err(slow)?;
            let (head, body) = sent.map_err(|error| trouble(&error))?.into_parts();
            let body = timeout(patience, Limited::new(body, longest).collect()).await.map_err(slow)?;
            let body = body.map_err(|error| match error.downcast_ref::<hyper::Error>() {
                Some(error) => trouble(error),
                None if error.is::<LengthLimitError>() => Trouble::Foreign,
                None => Trouble::Lost(Step::Answer),
            })?;
            Ok((head.status.as_u16(), body.to_bytes().to_vec()))
        };
        // What the connection has brought is still to be taken when it has ended.
        let carried = async {
            let _ = connection.await;
            std::future::pending().await
        };
        tokio::select! {
            answer = exchange => answer,
            never = carried => never,
        }
    }
}

fn trouble(error: &hyper::Error) -> Trouble {
    if error.is_parse() { Trouble::Foreign } else { Trouble::Lost(Step::Answer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_the_web_and_encrypted_unless_it_is_this_machine() {
        let read = |text: &str| WebAddress::read(&Secret::new(text));
        let good = read("https://oapi.dingtalk.com/robot/send?access_token=abc\n").unwrap();
        assert_eq!((good.host(), good.port), ("oapi.dingtalk.com", 443));
        assert_eq!(good.with_query("sign=x").path.reveal(), "/robot/send?access_token=abc&sign=x");
        assert_eq!(read("http://127.0.0.1:8080").unwrap().path.reveal(), "/");
        for bad in
            ["", "ftp://a/b", "http://example.com/x", "https:///x", "https://a b/c", "https://a/ b", "https://王.cn/"]
        {
            assert!(read(bad).is_none(), "{bad}");
        }
        assert!(!format!("{:?}", read("https://a.cn/hook/geheim").unwrap()).contains("geheim"));
    }
    /// What comes of a request that is answered so; `None` says nothing and waits.
    async fn outcome(answer: Option<String>) -> Result<(u16, Vec<u8>), Trouble> {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = std::thread::spawn(move || {
            let (mut tcp, _) = listener.accept().unwrap();
            let (mut come, mut some) = (Vec::new(), [0; 1024]);
            while !come.ends_with(b"{}") {
                let n = tcp.read(&mut some).unwrap();
                come.extend_from_slice(&some[..n]);
            }
            match answer {
                // Whoever has read enough hangs up.
                Some(answer) => drop(tcp.write_all(answer.as_bytes())),
                None => drop(tcp.read(&mut some)),
            }
        });
        let address = WebAddress::read(&Secret::new(&format!("http://127.0.0.1:{port}/hook"))).unwrap();
        let line = Line::open(address, &Roots::with(None).unwrap(), Duration::from_millis(500)).await.unwrap();
        let outcome = line.send("{}").await;
        served.join().unwrap();
        outcome
    }

    #[tokio::test]
    async fn an_answer_is_short_comes_soon_and_leads_nowhere_else() {
        let answered = |text: &str| outcome(Some(text.to_string()));
        let away = answered("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!(away, Ok((302, Vec::new())));
        assert_eq!(answered("HTTP/1.1 200 OK\r\n\r\nto the end").await, Ok((200, b"to the end".to_vec())));
        let cut = answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut").await;
        assert_eq!(cut, Err(Trouble::Lost(Step::Answer)));
        let long = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(LONGEST + 1));
        assert_eq!(outcome(Some(long)).await, Err(Trouble::Foreign));
        let head = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(LONGEST * 2));
        assert_eq!(outcome(Some(head)).await, Err(Trouble::Foreign));
        assert_eq!(answered("220 mail.example ready\r\n").await, Err(Trouble::Foreign));
        assert_eq!(answered("").await, Err(Trouble::Lost(Step::Answer)));
        assert_eq!(outcome(None).await, Err(Trouble::Slow(Step::Answer)));
    }
}
