//! A mail as bytes: text and HTML side by side, in a form that any server of the last thirty years passes on (RFC 5322,
//! 2045 to 2047): seven bits, short lines.
//!
//! Nothing of a subject, a name or a text can become a header: what is not plain goes in base 64, and what controls is taken
//! out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, Utc};
use std::fmt;
use std::str::FromStr;

/// Bytes of text in one encoded word: its base 64 with what stands around it stays under 75 characters.
const WORD: usize = 42;

/// An address that mail can be sent to: one `@`, no blanks, letters of ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(String);

/// Text that is no address of mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as name@example.edu.cn")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Address, NotAnAddress> {
        let text = text.trim();
        let Some((name, host)) = text.split_once('@') else { return Err(NotAnAddress) };
        let atom = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&c);
        let dots = |part: &str| part.split('.').all(|label| !label.is_empty());
        let label = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
        let fits = (1..=64).contains(&name.len()) && (1..=190).contains(&host.len());
        let plain = name.bytes().all(atom) && host.bytes().all(label);
        if fits && plain && dots(name) && dots(host) && !name.starts_with('-') {
            Ok(Address(text.to_string()))
        } else {
            Err(NotAnAddress)
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Address {
    /// What stands behind the `@`.
    pub fn host(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, host)| host)
    }
}

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub address: Address,
}

impl FromStr for Mailbox {
    type Err = NotAnAddress;

    /// Reads `name@host` or `Name <name@host>`.
    fn from_str(text: &str) -> Result<Mailbox, NotAnAddress> {
        match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => {
                let name = name.trim().trim_matches('"').to_string();
                Ok(Mailbox { name, address: address.parse()? })
            }
            None => Ok(Mailbox { name: String::new(), address: text.parse()? }),
        }
    }
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Who sends it.
    pub from: Mailbox,
    /// For whom it is.
    pub to: Mailbox,
    /// What it is about.
    pub subject: String,
    /// It as text.
    pub plain: String,
    /// It as HTML; empty when there is none.
    pub html: String,
    /// What it is known by, letters and digits of ASCII: sent twice it is one mail to whoever sorts by it.
    pub id: String,
    /// When it was written.
    pub date: DateTime<Utc>,
}

impl Mail {
    /// It as it goes over the wire, with CRLF at the ends of lines.
    pub fn bytes(&self) -> Vec<u8> {
        let china = FixedOffset::east_opt(8 * 3600).map(|zone| self.date.with_timezone(&zone));
        let date = china.map_or_else(|| self.date.to_rfc2822(), |date| date.to_rfc2822());
        let id: String = self.id.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        let mut text = String::new();
        text += &format!("Date: {date}\r\n");
        text += &format!("From: {}\r\n", mailbox(&self.from));
        text += &format!("To: {}\r\n", mailbox(&self.to));
        text += &format!("Subject: {}\r\n", encoded(&self.subject));
        text += &format!("Message-ID: <{id}@{}>\r\n", self.from.address.host());
        text += "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n";
        if self.html.is_empty() {
            text += &part("text/plain", &self.plain);
        } else {
            // No line of base 64 can be it.
            let boundary = format!("=_{id}");
            text += &format!("Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n");
            for (kind, content) in [("text/plain", &self.plain), ("text/html", &self.html)] {
                text += &format!("--{boundary}\r\n{}", part(kind, content));
            }
            text += &format!("--{boundary}--\r\n");
        }
        text.into_bytes()
    }
}

fn mailbox(mailbox: &Mailbox) -> String {
    match mailbox.name.trim() {
        "" => mailbox.address.to_string(),
        name => format!("{} <{}>", encoded(name), mailbox.address),
    }
}

/// Text of a header: encoded words, each of whole characters, folded.
fn encoded(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in clean.chars() {
        if word.len() + c.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let words = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

fn part(kind: &str, content: &str) -> String {
    let content = content.replace("\r\n", "\n").replace('\n', "\r\n");
    let encoded = STANDARD.encode(content);
    let mut text = format!("Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    for line in encoded.as_bytes().chunks(76) {
        text += &String::from_utf8_lossy(line);
        text += "\r\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_told_from_what_would_be_something_else_on_the_wire() {
        for good in ["a@b.cn", "wang.wu+x@mail.example.edu.cn", " a@localhost "] {
            assert!(good.parse::<Address>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            "a@b@c",
            "a@b>\r\nRCPT TO:<x@y",
            "王@b.cn",
            "a@王.cn",
            "a..b@c",
            "a@b..c",
            "-x@b.cn",
            "a@b.cn;c@d",
            "<a@b>",
        ] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
        let named: Mailbox = "信息公开办公室 <xxgk@example.edu.cn>".parse().unwrap();
        assert_eq!((named.name.as_str(), named.address.host()), ("信息公开办公室", "example.edu.cn"));
    }

    proptest! {
        #[test]
        fn whatever_is_said_no_line_is_long_or_not_ascii_and_no_header_is_added(subject in any::<String>(), plain in any::<String>(), name in any::<String>()) {
            let address: Address = "a@example.edu.cn".parse().unwrap();
            let from = Mailbox { name: name.clone(), address: address.clone() };
            let mail = Mail { to: from.clone(), from, subject, plain, html: name, id: "m1".into(), date: DateTime::UNIX_EPOCH };
            let text = String::from_utf8(mail.bytes()).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= 100 && line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{line:?}");
            }
            let names: Vec<&str> = head.split("\r\n").filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap()).collect();
            let known = ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Type"];
            prop_assert!(names == known || mail.html.is_empty(), "{names:?}");
        }
    }
}
