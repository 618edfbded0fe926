//! One request to a server of the web: a JSON text goes, a short answer comes, the connection ends.

use crate::Secret;
use crate::trouble::{Step, Trouble};
use crate::wire::{Roots, Wire};
use std::time::Duration;

/// Most bytes of an answer.
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
        let text = address.reveal();
        let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return None,
        };
        let cut = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(cut);
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (host, if secure { 443 } else { 80 }),
        };
        let label = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
        if host.is_empty() || !host.bytes().all(label) || !path.bytes().all(|b| (b'!'..=b'~').contains(&b)) {
            return None;
        }
        if !secure && !["localhost", "127.0.0.1"].contains(&host) {
            return None;
        }
        let path = if path.starts_with('/') { path.to_string() } else { format!("/{path}") };
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
    wire: Wire,
    address: WebAddress,
}

impl Line {
    /// Reaches the server.
    ///
    /// # Errors
    /// What went wrong; nothing has left.
    pub async fn open(address: WebAddress, roots: &Roots, patience: Duration) -> Result<Line, Trouble> {
        let mut wire = Wire::connect(&address.host, address.port, patience).await?;
        if address.secure {
            wire.encrypt(&address.host, roots).await?;
        }
        Ok(Line { wire, address })
    }

    /// Sends a JSON text; status and body of the answer.
    ///
    /// # Errors
    /// What went wrong; nobody knows whether it arrived.
    pub async fn send(mut self, json: &str) -> Result<(u16, Vec<u8>), Trouble> {
        let WebAddress { host, port, path, .. } = &self.address;
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json; charset=utf-8\r\n\
             Content-Length: {}\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
            path.reveal(),
            json.len()
        );
        self.wire.send(format!("{head}{json}").as_bytes(), Step::Message).await?;
        let (status, body) = self.head().await?;
        let body = match body {
            Body::Length(length) => self.exactly(length).await?,
            Body::Chunks => self.chunks().await?,
            Body::ToTheEnd => self.all_of_it().await?,
        };
        Ok((status, body))
    }

    async fn head(&mut self) -> Result<(u16, Body), Trouble> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; HEADERS];
            let mut answer = httparse::Response::new(&mut headers);
            let come = self.wire.come().clone();
            match answer.parse(&come).map_err(|_| Trouble::Foreign)? {
                httparse::Status::Complete(length) => {
                    let status = answer.code.ok_or(Trouble::Foreign)?;
                    let of = |name: &str| {
                        let header = answer.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
                        header.map(|header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase())
                    };
                    let body = match (of("transfer-encoding"), of("content-length")) {
                        (Some(coding), _) if coding.ends_with("chunked") => Body::Chunks,
                        (_, Some(length)) => Body::Length(length.parse().map_err(|_| Trouble::Foreign)?),
                        _ => Body::ToTheEnd,
                    };
                    self.wire.come().drain(..length);
                    return Ok((status, body));
                }
                httparse::Status::Partial => self.needs_more().await?,
            }
        }
    }

    async fn needs_more(&mut self) -> Result<(), Trouble> {
        if self.wire.come().len() > LONGEST {
            return Err(Trouble::Foreign);
        }
        if self.wire.more(Step::Answer).await? == 0 { Err(Trouble::Lost(Step::Answer)) } else { Ok(()) }
    }

    async fn exactly(&mut self, length: usize) -> Result<Vec<u8>, Trouble> {
        if length > LONGEST {
            return Err(Trouble::Foreign);
        }
        while self.wire.come().len() < length {
            self.needs_more().await?;
        }
        Ok(self.wire.come().drain(..length).collect())
    }

    async fn all_of_it(&mut self) -> Result<Vec<u8>, Trouble> {
        while self.wire.come().len() <= LONGEST && self.wire.more(Step::Answer).await? > 0 {}
        Ok(std::mem::take(self.wire.come()))
    }

    async fn chunks(&mut self) -> Result<Vec<u8>, Trouble> {
        let mut body = Vec::new();
        loop {
            let size = self.wire.line(Step::Answer).await?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| Trouble::Foreign)?;
            if size == 0 {
                return Ok(body);
            }
            if body.len().saturating_add(size) > LONGEST {
                return Err(Trouble::Foreign);
            }
            body.extend(self.exactly(size).await?);
            if !self.wire.line(Step::Answer).await?.is_empty() {
                return Err(Trouble::Foreign);
            }
        }
    }
}

enum Body {
    Length(usize),
    Chunks,
    ToTheEnd,
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
}
