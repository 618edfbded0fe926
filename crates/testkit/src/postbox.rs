//! A mail server for tests, over real sockets: it takes mail, or behaves as badly as it is told, one connection after the
//! other. And what it took, read back by a reader that shares nothing with the writer.

use crate::tls::encrypted;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes the mail.
    Takes,
    /// Answers this to the recipient.
    Refuses(u16),
    /// Answers this to the text.
    RefusesText(u16),
    /// Says nothing at all.
    Silent,
    /// Is no mail server.
    Web,
    /// Hangs up before the text.
    HangsUp,
    /// Takes the text and hangs up without an answer.
    TakesAndHangsUp,
    /// Says more in the clear than it was asked, just before it encrypts, as whoever stands between could.
    Smuggles,
}

/// How the server encrypts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    Plain,
    /// When it is asked to.
    StartTls,
    /// From the first byte.
    Tls,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// As whom the client signed in.
    pub user: Option<String>,
    /// Whether the connection was encrypted.
    pub encrypted: bool,
    /// Envelope.
    pub from: String,
    /// Envelope.
    pub to: String,
    /// The mail as it came.
    pub bytes: Vec<u8>,
}

/// A mail as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// Headers by name, decoded.
    pub headers: BTreeMap<String, String>,
    /// Its text.
    pub plain: String,
    /// Its HTML.
    pub html: String,
}

#[derive(Debug, Default)]
struct Shared {
    behaviour: VecDeque<Behaviour>,
    taken: Vec<Taken>,
    connections: usize,
}

/// The server.
#[derive(Debug)]
pub struct Postbox {
    /// Its port on this machine.
    pub port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Postbox {
    /// One that takes everything unless told otherwise; with a user and password it takes nothing of others.
    pub fn open(encryption: Encryption, user: Option<(&str, &str)>) -> Postbox {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let (seen, user) = (Arc::clone(&shared), user.map(|(user, password)| (user.to_string(), password.to_string())));
        std::thread::spawn(move || {
            for tcp in listener.incoming() {
                let (Ok(tcp), shared, user) = (tcp, Arc::clone(&seen), user.clone()) else { return };
                std::thread::spawn(move || Visit::new(tcp, encryption, user, shared).serve());
            }
        });
        Postbox { port, shared }
    }

    /// What it does with the next connections; it takes everything after them.
    pub fn behaves(&self, behaviour: &[Behaviour]) {
        self.shared.lock().unwrap().behaviour = behaviour.iter().copied().collect();
    }

    /// What it took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.lock().unwrap().taken.clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.shared.lock().unwrap().connections
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<rustls::StreamOwned<rustls::ServerConnection, TcpStream>>),
}

impl Stream {
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        let n = match self {
            Stream::Plain(tcp) => tcp.read(&mut byte),
            Stream::Tls(tls) => tls.read(&mut byte),
        };
        (n.ok()? == 1).then_some(byte[0])
    }

    fn line(&mut self) -> Option<Vec<u8>> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(self.byte()?);
        }
        line.truncate(line.len() - 2);
        Some(line)
    }

    fn say(&mut self, text: &str) -> Option<()> {
        let text = format!("{text}\r\n");
        match self {
            Stream::Plain(tcp) => tcp.write_all(text.as_bytes()).ok(),
            Stream::Tls(tls) => tls.write_all(text.as_bytes()).ok(),
        }
    }
}

struct Visit {
    stream: Stream,
    encryption: Encryption,
    user: Option<(String, String)>,
    signed_in: Option<String>,
    shared: Arc<Mutex<Shared>>,
    behaviour: Behaviour,
}

impl Visit {
    fn new(
        tcp: TcpStream,
        encryption: Encryption,
        user: Option<(String, String)>,
        shared: Arc<Mutex<Shared>>,
    ) -> Visit {
        let behaviour = {
            let mut shared = shared.lock().unwrap();
            shared.connections += 1;
            shared.behaviour.pop_front().unwrap_or(Behaviour::Takes)
        };
        let _ = tcp.set_read_timeout(Some(Duration::from_secs(20)));
        let stream = match encryption {
            Encryption::Tls => Stream::Tls(Box::new(encrypted(tcp))),
            Encryption::Plain | Encryption::StartTls => Stream::Plain(tcp),
        };
        Visit { stream, encryption, user, signed_in: None, shared, behaviour }
    }

    fn is_encrypted(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    fn serve(mut self) -> Option<()> {
        match self.behaviour {
            Behaviour::Silent => {
                self.stream.line();
                return None;
            }
            Behaviour::Web => return self.stream.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n"),
            _ => {}
        }
        self.stream.say("220 postbox.example ready")?;
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let line = String::from_utf8(self.stream.line()?).ok()?;
            let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.greet()?,
                "STARTTLS" if self.encryption == Encryption::StartTls && !self.is_encrypted() => {
                    self.stream.say(match self.behaviour {
                        Behaviour::Smuggles => "220 go on\r\n250-smuggled.example\r\n250 AUTH LOGIN",
                        _ => "220 go on",
                    })?;
                    let Stream::Plain(tcp) = self.stream else { return None };
                    self.stream = Stream::Tls(Box::new(encrypted(tcp)));
                }
                "AUTH" => self.sign_in(rest)?,
                "MAIL" if self.user.is_some() && self.signed_in.is_none() => self.stream.say("530 sign in first")?,
                "MAIL" => {
                    from = between(rest)?;
                    self.stream.say("250 ok")?;
                }
                "RCPT" => match self.behaviour {
                    Behaviour::Refuses(code) => self.stream.say(&format!("{code}-no\r\n{code} not for {rest}"))?,
                    _ => {
                        to = between(rest)?;
                        self.stream.say("250 ok")?;
                    }
                },
                "DATA" if self.behaviour == Behaviour::HangsUp => return None,
                "DATA" => self.text(&from, &to)?,
                "QUIT" => return self.stream.say("221 bye"),
                _ => self.stream.say("502 unknown")?,
            }
        }
    }

    fn greet(&mut self) -> Option<()> {
        self.stream.say("250-postbox.example")?;
        if self.encryption == Encryption::StartTls && !self.is_encrypted() {
            self.stream.say("250-STARTTLS")?;
        }
        // Nobody is to send a password in the clear.
        if self.is_encrypted() && self.user.is_some() {
            self.stream.say("250-AUTH LOGIN PLAIN")?;
        }
        self.stream.say("250 SIZE 1000000")
    }

    fn sign_in(&mut self, rest: &str) -> Option<()> {
        let given = rest.strip_prefix("PLAIN ").and_then(|both| STANDARD.decode(both).ok());
        let given = given.and_then(|both| String::from_utf8(both).ok())?;
        let mut parts = given.split('\0').skip(1);
        let given = (parts.next()?.to_string(), parts.next()?.to_string());
        if Some(&given) == self.user.as_ref() {
            self.signed_in = Some(given.0);
            self.stream.say("235 welcome")
        } else {
            self.stream.say("535 wrong user or password")
        }
    }

    fn text(&mut self, from: &str, to: &str) -> Option<()> {
        self.stream.say("354 go on")?;
        let mut bytes = Vec::new();
        loop {
            let line = self.stream.line()?;
            if line == b"." {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            bytes.extend_from_slice(b"\r\n");
        }
        if let Behaviour::RefusesText(code) = self.behaviour {
            return self.stream.say(&format!("{code} not this text"));
        }
        let taken = Taken {
            user: self.signed_in.clone(),
            encrypted: self.is_encrypted(),
            from: from.to_string(),
            to: to.to_string(),
            bytes,
        };
        self.shared.lock().unwrap().taken.push(taken);
        if self.behaviour == Behaviour::TakesAndHangsUp {
            return None;
        }
        self.stream.say("250 taken")
    }
}

/// What stands between `<` and `>`.
fn between(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('<')?;
    rest.split_once('>').map(|(inside, _)| inside.to_string())
}

impl Taken {
    /// The mail read back.
    pub fn letter(&self) -> Letter {
        let text = String::from_utf8(self.bytes.clone()).unwrap();
        let (headers, body) = part(&text);
        let mut letter = Letter { headers, ..Letter::default() };
        let kind = letter.headers["Content-Type"].clone();
        match kind.split_once("boundary=\"") {
            Some((_, boundary)) => {
                let mark = format!("--{}", boundary.trim_end_matches('"'));
                for inner in body.split(mark.as_str()).skip(1).filter(|inner| !inner.starts_with("--")) {
                    let (headers, body) = part(inner.trim_start_matches("\r\n"));
                    letter.put(&headers, body);
                }
            }
            None => {
                let headers = letter.headers.clone();
                letter.put(&headers, body);
            }
        }
        letter
    }
}

impl Letter {
    fn put(&mut self, headers: &BTreeMap<String, String>, body: &str) {
        assert_eq!(headers["Content-Transfer-Encoding"], "base64");
        let body: String = body.split_whitespace().collect();
        let text = String::from_utf8(STANDARD.decode(body).unwrap()).unwrap();
        match headers["Content-Type"].as_str() {
            "text/plain; charset=utf-8" => self.plain = text,
            "text/html; charset=utf-8" => self.html = text,
            other => panic!("{other}"),
        }
    }
}

/// Headers, unfolded and decoded, and what follows them.
fn part(text: &str) -> (BTreeMap<String, String>, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let headers = head.split("\r\n").map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_string(), decoded(value))
    });
    (headers.collect(), body)
}

/// Encoded words put together; blanks between two of them are none.
fn decoded(value: &str) -> String {
    let (mut text, mut rest, mut after_word) = (String::new(), value, false);
    while let Some((before, word)) = rest.split_once("=?utf-8?b?") {
        if !(after_word && before.trim().is_empty()) {
            text += before;
        }
        let (encoded, behind) = word.split_once("?=").unwrap();
        text += &String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
        (rest, after_word) = (behind, true);
    }
    text + rest
}
