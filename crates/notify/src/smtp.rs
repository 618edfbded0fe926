//! Handing a mail to a server (RFC 5321): up to the point where it takes the text, and then the text.
//!
//! A password goes over an encrypted connection or not at all. What the server says is kept as it said it, cut, without the
//! address of whoever the mail was for. `lettre` speaks the protocol; here is how far it goes at once, over what connection,
//! and what its errors mean.

use crate::Secret;
use crate::mail::{Address, Mail};
use crate::trouble::{Reply, Step, Trouble, words};
use crate::wire::{self, Duplex, Roots};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Mail as Sender, Rcpt, Starttls};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Ways to sign in, the better first.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
/// How long a server may take over its leave.
const LEAVE: Duration = Duration::from_secs(2);

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After asking for it.
    StartTls,
    /// Not at all.
    None,
}

/// A server that takes mail.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// As whom to sign in; nobody when it is empty.
    pub user: String,
    /// With what.
    pub password: Secret,
    /// Whose certificates are trusted.
    pub roots: Roots,
    /// How long it may take over each answer.
    pub patience: Duration,
}

/// A server that waits for the text of a mail.
pub struct Ready {
    connection: AsyncSmtpConnection,
    talk: Talk,
}

struct Talk {
    patience: Duration,
    /// Not repeated in what the server says.
    to: String,
}

impl Server {
    /// Comes as far as to where the server waits for the text.
    ///
    /// # Errors
    /// What went wrong; nothing has left.
    pub async fn prepare(&self, from: &Address, to: &Address) -> Result<Ready, Trouble> {
        if !self.user.is_empty() && self.security == Security::None {
            return Err(Trouble::Bare);
        }
        let talk = Talk { patience: self.patience, to: to.to_string() };
        let mut connection = self.greet(&talk, &ClientId::Domain(from.host().to_string())).await?;
        if !self.user.is_empty() {
            if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
                return Err(Trouble::NoSignIn);
            }
            let credentials = Credentials::new(self.user.clone(), self.password.reveal().to_string());
            talk.done(Step::SignIn, connection.auth(&MECHANISMS, &credentials)).await?;
        }
        let (from, to) = (from.inner().clone(), to.inner().clone());
        talk.done(Step::Sender, connection.command(Sender::new(Some(from), Vec::new()))).await?;
        talk.done(Step::Recipient, connection.command(Rcpt::new(to, Vec::new()))).await?;
        let answer = talk.within(Step::Message, connection.command(Data)).await?;
        match answer.code().severity {
            Severity::PositiveIntermediate => Ok(Ready { connection, talk }),
            _ => Err(Trouble::Foreign),
        }
    }

    /// Reaches the server, encrypted as it is to be, up to the end of the greetings.
    async fn greet(&self, talk: &Talk, hello: &ClientId) -> Result<AsyncSmtpConnection, Trouble> {
        let tcp = wire::connect(&self.host, self.port, self.patience).await?;
        let (wire, greeting): (Box<dyn Duplex>, _) = match self.security {
            Security::None => (Box::new(tcp), b"".as_slice()),
            Security::Tls => (wire::encrypt(tcp, &self.host, &self.roots, self.patience).await?, b"".as_slice()),
            Security::StartTls => {
                let tcp = self.asked_to_encrypt(tcp, talk, hello).await?;
                let wire = wire::encrypt(tcp, &self.host, &self.roots, self.patience).await?;
                // The greeting came before; what follows is all said anew.
                (wire, b"220 \r\n".as_slice())
            }
        };
        talk.within(Step::Greet, AsyncSmtpConnection::connect_with_transport(Line::over(wire, greeting), hello)).await
    }

    /// Asks for encryption. What the server says up to here is forgotten with the connection that read it: anybody on the
    /// way may have said it, and nothing of it may be taken for an answer to what is said afterwards.
    async fn asked_to_encrypt(&self, tcp: TcpStream, talk: &Talk, hello: &ClientId) -> Result<TcpStream, Trouble> {
        let lost = |_| Trouble::Lost(Step::Greet);
        let tcp = tcp.into_std().map_err(lost)?;
        let plain = tcp.try_clone().and_then(TcpStream::from_std).map_err(lost)?;
        let line = Line::over(Box::new(plain), b"");
        let greeted = AsyncSmtpConnection::connect_with_transport(line, hello);
        let mut connection = talk.within(Step::Greet, greeted).await?;
        if !connection.can_starttls() {
            return Err(Trouble::NoStartTls);
        }
        talk.done(Step::Encrypt, connection.command(Starttls)).await?;
        drop(connection);
        TcpStream::from_std(tcp).map_err(lost)
    }
}

impl Ready {
    /// Hands the text over.
    ///
    /// # Errors
    /// What went wrong; unless the server refused it, nobody knows whether it has taken it ([`Trouble::leaves_unsure`]).
    pub async fn hand_over(mut self, mail: &Mail) -> Result<(), Trouble> {
        self.talk.done(Step::Answer, self.connection.message(&mail.bytes())).await?;
        // It is taken; how the server takes leave is no matter.
        let _ = timeout(LEAVE, self.connection.quit()).await;
        Ok(())
    }
}

impl Talk {
    /// What is said at a step is done.
    async fn done(&self, step: Step, saying: impl Future<Output = Result<Response, Error>>) -> Result<(), Trouble> {
        match self.within(step, saying).await?.code().severity {
            Severity::PositiveCompletion => Ok(()),
            _ => Err(Trouble::Foreign),
        }
    }

    /// It, or what its failing or not coming means.
    async fn within<T>(&self, step: Step, saying: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
        match timeout(self.patience, saying).await {
            Ok(said) => said.map_err(|error| self.trouble(step, &error)),
            Err(_) => Err(Trouble::Slow(step)),
        }
    }

    fn trouble(&self, step: Step, error: &Error) -> Trouble {
        let source = error.source();
        if let Some(code) = error.status() {
            let text = said(&source.map(ToString::to_string).unwrap_or_default());
            let text = words(&text.replace(&self.to, "***"));
            // A password that is wrong today is mended in the settings, and the mail can go then.
            let of_this_mail = matches!(step, Step::Sender | Step::Recipient | Step::Message | Step::Answer);
            let reply = Reply { code: u16::from(code).into(), text };
            return Trouble::Refused { step, reply, for_good: of_this_mail && error.is_permanent() };
        }
        match source.and_then(|source| source.downcast_ref::<io::Error>()) {
            Some(_) => Trouble::Lost(step),
            None => Trouble::Foreign,
        }
    }
}

/// A connection as `lettre` reads it: in text of one byte a letter, since servers speak GBK or anything else in their replies
/// and only the number counts; and ended with an error, not with nothing.
#[derive(Debug)]
struct Line {
    wire: Box<dyn Duplex>,
    /// What is read first.
    greeting: &'static [u8],
}

impl Line {
    fn over(wire: Box<dyn Duplex>, greeting: &'static [u8]) -> Box<Line> {
        Box::new(Line { wire, greeting })
    }
}

/// What a server said, put back from what [`Line`] made of it.
fn said(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().filter_map(|c| u8::try_from(c).ok()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut come = [0; 1024];
        // One byte becomes two at most.
        let room = (out.remaining() / 2).min(come.len());
        let mut come = ReadBuf::new(&mut come[..room]);
        if self.greeting.is_empty() {
            ready!(Pin::new(&mut self.wire).poll_read(cx, &mut come))?;
        } else {
            let (now, later) = self.greeting.split_at(self.greeting.len().min(room));
            come.put_slice(now);
            self.greeting = later;
        }
        if come.filled().is_empty() {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        }
        for byte in come.filled() {
            out.put_slice(char::from(*byte).encode_utf8(&mut [0; 2]).as_bytes());
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.wire).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    /// What comes of a mail to a server that has these replies in this order, and then hangs up.
    async fn outcome(replies: &[&[u8]]) -> Result<(), Trouble> {
        let replies: Vec<Vec<u8>> = replies.iter().map(|reply| reply.to_vec()).collect();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = std::thread::spawn(move || {
            let (mut tcp, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(tcp.try_clone().unwrap());
            for (nr, reply) in replies.iter().enumerate() {
                tcp.write_all(reply).unwrap();
                let mut line = String::new();
                // The text of the mail is many lines.
                while line.is_empty() || (nr == 4 && line != ".\r\n") {
                    line.clear();
                    if lines.read_line(&mut line).unwrap_or(0) == 0 {
                        break;
                    }
                }
            }
        });
        let server = Server {
            host: "127.0.0.1".into(),
            port,
            security: Security::None,
            user: String::new(),
            password: Secret::default(),
            roots: Roots::with(None).unwrap(),
            patience: Duration::from_secs(5),
        };
        let mail = crate::mail::tests::mail("你好");
        let outcome = match server.prepare(&mail.from.address, &mail.to.address).await {
            Ok(ready) => ready.hand_over(&mail).await,
            Err(trouble) => Err(trouble),
        };
        served.join().unwrap();
        outcome
    }

    fn refused(outcome: Result<(), Trouble>) -> (Step, i64, String, bool) {
        match outcome {
            Err(Trouble::Refused { step, reply, for_good }) => (step, reply.code, reply.text, for_good),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn the_number_of_a_reply_counts_in_whatever_letters_its_words_are() {
        let gbk: &[u8] = b"550 \xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda\r\n";
        let told = refused(outcome(&[b"220 a\r\n", b"250 a\r\n", b"250 a\r\n", gbk]).await);
        assert_eq!((told.0, told.1, told.3), (Step::Recipient, 550, true));
        let utf: &[u8] = "550-邮箱\r\n550 a@example.edu.cn 不存在\r\n".as_bytes();
        let told = refused(outcome(&[b"220 a\r\n", b"250 a\r\n", b"250 a\r\n", utf]).await);
        assert!(told.2.contains("邮箱") && told.2.contains("*** 不存在"), "{}", told.2);
        let taken: &[u8] = b"250 \xd2\xd1\xca\xd5\r\n";
        let all = outcome(&[b"220 a\r\n", b"250 a\r\n", b"250 a\r\n", b"251 a\r\n", b"354 a\r\n", taken]).await;
        assert_eq!(all, Ok(()));
    }

    #[tokio::test]
    async fn what_a_server_does_wrong_is_told_apart() {
        assert_eq!(outcome(&[]).await, Err(Trouble::Lost(Step::Greet)));
        assert_eq!(outcome(&[b"HTTP/1.1 400 Bad Request\r\n\r\n"]).await, Err(Trouble::Foreign));
        assert_eq!(outcome(&[b"220 a\r\n", b"250 a\r\n", b"354 a\r\n"]).await, Err(Trouble::Foreign));
        let early = refused(outcome(&[b"554 a\r\n"]).await);
        assert_eq!(early, (Step::Greet, 554, "a".into(), false), "of the server, not of this mail");
        let untaken = outcome(&[b"220 a\r\n", b"250 a\r\n", b"250 a\r\n", b"250 a\r\n", b"354 a\r\n"]).await;
        assert_eq!(untaken, Err(Trouble::Lost(Step::Answer)));
        let later: &[&[u8]] = &[b"220 a\r\n", b"250 a\r\n", b"250 a\r\n", b"250 a\r\n", b"354 a\r\n", b"452 full\r\n"];
        assert_eq!(refused(outcome(later).await), (Step::Answer, 452, "full".into(), false));
    }
}
