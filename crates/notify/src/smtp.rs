//! Handing a mail to a server (RFC 5321): up to the point where it takes the text, and then the text.
//!
//! A password goes over an encrypted connection or not at all. What the server says is kept as it said it, cut, without the
//! address of whoever the mail was for.

use crate::Secret;
use crate::mail::{Address, Mail};
use crate::trouble::{Reply, Step, Trouble, words};
use crate::wire::{Roots, Wire};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;

/// Most lines of one reply.
const LINES: usize = 64;

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
    talk: Talk,
}

struct Talk {
    wire: Wire,
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
        let mut talk = Talk { wire: Wire::connect(&self.host, self.port, self.patience).await?, to: to.to_string() };
        if self.security == Security::Tls {
            talk.wire.encrypt(&self.host, &self.roots).await?;
        }
        talk.expect(Step::Greet, 220).await?;
        let mut offers = talk.greet(from.host()).await?;
        if self.security == Security::StartTls {
            if !offers.iter().any(|offer| offer == "STARTTLS") {
                return Err(Trouble::NoStartTls);
            }
            talk.say("STARTTLS", Step::Encrypt, 220).await?;
            talk.wire.encrypt(&self.host, &self.roots).await?;
            offers = talk.greet(from.host()).await?;
        }
        if !self.user.is_empty() {
            talk.sign_in(&offers, &self.user, &self.password).await?;
        }
        talk.say(&format!("MAIL FROM:<{from}>"), Step::Sender, 250).await?;
        talk.say(&format!("RCPT TO:<{to}>"), Step::Recipient, 250).await?;
        talk.say("DATA", Step::Message, 354).await?;
        Ok(Ready { talk })
    }
}

impl Ready {
    /// Hands the text over.
    ///
    /// # Errors
    /// What went wrong; unless the server refused it, nobody knows whether it has taken it ([`Trouble::leaves_unsure`]).
    pub async fn hand_over(mut self, mail: &Mail) -> Result<(), Trouble> {
        let text = String::from_utf8_lossy(&mail.bytes()).replace("\r\n.", "\r\n..");
        let end = if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
        self.talk.wire.send(format!("{text}{end}").as_bytes(), Step::Message).await?;
        self.talk.expect(Step::Answer, 250).await?;
        // It is taken; how the server takes leave is no matter.
        let _ = self.talk.wire.send(b"QUIT\r\n", Step::Answer).await;
        Ok(())
    }
}

impl Talk {
    /// EHLO, and what the server offers, in capitals.
    async fn greet(&mut self, host: &str) -> Result<Vec<String>, Trouble> {
        self.wire.send(format!("EHLO {host}\r\n").as_bytes(), Step::Greet).await?;
        let (code, lines) = self.reply(Step::Greet).await?;
        if code != 250 {
            return Err(self.refused(Step::Greet, code, &lines));
        }
        Ok(lines.into_iter().skip(1).map(|line| line.trim().to_ascii_uppercase()).collect())
    }

    async fn sign_in(&mut self, offers: &[String], user: &str, password: &Secret) -> Result<(), Trouble> {
        let offers = offers.iter().find_map(|offer| offer.strip_prefix("AUTH ").or(offer.strip_prefix("AUTH=")));
        let offers: Vec<&str> = offers.unwrap_or_default().split_whitespace().collect();
        if offers.contains(&"PLAIN") {
            let both = STANDARD.encode(format!("\0{user}\0{}", password.reveal()));
            return self.say(&format!("AUTH PLAIN {both}"), Step::SignIn, 235).await;
        }
        if offers.contains(&"LOGIN") {
            self.say("AUTH LOGIN", Step::SignIn, 334).await?;
            self.say(&STANDARD.encode(user), Step::SignIn, 334).await?;
            return self.say(&STANDARD.encode(password.reveal()), Step::SignIn, 235).await;
        }
        Err(Trouble::NoSignIn)
    }

    async fn say(&mut self, line: &str, step: Step, expected: u16) -> Result<(), Trouble> {
        self.wire.send(format!("{line}\r\n").as_bytes(), step).await?;
        self.expect(step, expected).await
    }

    async fn expect(&mut self, step: Step, expected: u16) -> Result<(), Trouble> {
        let (code, lines) = self.reply(step).await?;
        // 251: it passes it on to another server.
        if code == expected || (step == Step::Recipient && code == 251) {
            return Ok(());
        }
        Err(self.refused(step, code, &lines))
    }

    fn refused(&self, step: Step, code: u16, lines: &[String]) -> Trouble {
        let text = words(&lines.join(" ").replace(&self.to, "***"));
        // A password that is wrong today is mended in the settings, and the mail can go then.
        let of_this_mail = matches!(step, Step::Sender | Step::Recipient | Step::Message | Step::Answer);
        let for_good = of_this_mail && (500..600).contains(&code);
        Trouble::Refused { step, reply: Reply { code: code.into(), text }, for_good }
    }

    /// The number of a reply and its lines without it.
    async fn reply(&mut self, step: Step) -> Result<(u16, Vec<String>), Trouble> {
        let mut lines = Vec::new();
        loop {
            let line = self.wire.line(step).await?;
            let number = line.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
            let code = number.and_then(|digits| digits.parse().ok()).ok_or(Trouble::Foreign)?;
            let goes_on = line.as_bytes().get(3) == Some(&b'-');
            lines.push(line.get(4..).unwrap_or_default().to_string());
            if !goes_on {
                return Ok((code, lines));
            }
            if lines.len() >= LINES {
                return Err(Trouble::Foreign);
            }
        }
    }
}
