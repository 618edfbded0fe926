//! A mail as bytes: text and HTML side by side, in a form that any server of the last thirty years passes on (RFC 5322,
//! 2045 to 2047): seven bits, short lines.
//!
//! Nothing of a subject, a name or a text can become a header: `lettre` encodes what is not plain, and what controls is taken
//! out before.

use chrono::{DateTime, FixedOffset, Utc};
use lettre::message::header::{
    ContentTransferEncoding, ContentType, From, HeaderName, HeaderValue, Headers, MIME_VERSION_1_0, MessageId, Subject,
    To,
};
use lettre::message::{Mailboxes, MultiPart, SinglePart};
use std::fmt;
use std::str::FromStr;

/// Most characters of one word in a header.
const WORD: usize = 60;

/// An address that mail can be sent to: one `@`, no blanks, letters of ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(lettre::Address);

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
            text.parse().map(Address).map_err(|_| NotAnAddress)
        } else {
            Err(NotAnAddress)
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Address {
    /// What stands behind the `@`.
    pub fn host(&self) -> &str {
        self.0.domain()
    }

    pub(crate) fn inner(&self) -> &lettre::Address {
        &self.0
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
    /// Address of the web at which one press ends mails of this kind (RFC 8058); empty where there is none to end.
    pub leave: String,
}

impl Mail {
    /// It as it goes over the wire, with CRLF at the ends of lines.
    pub fn bytes(&self) -> Vec<u8> {
        let id: String = self.id.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        let china = FixedOffset::east_opt(8 * 3600).map(|zone| self.date.with_timezone(&zone));
        let date = china.map_or_else(|| self.date.to_rfc2822(), |date| date.to_rfc2822());
        let mut headers = Headers::new();
        headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("Date"), date));
        headers.set(From::from(Mailboxes::from(mailbox(&self.from))));
        headers.set(To::from(Mailboxes::from(mailbox(&self.to))));
        headers.set(Subject::from(clean(&self.subject)));
        headers.set(MessageId::from(format!("<{id}@{}>", self.from.address.host())));
        headers.set(MIME_VERSION_1_0);
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        headers.insert_raw(HeaderValue::new(automatic, "auto-generated".to_string()));
        // Nothing but a plain address becomes a header.
        let is_address = self.leave.starts_with("https://") || self.leave.starts_with("http://");
        if is_address && self.leave.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"".contains(&byte)) {
            let one_click = "List-Unsubscribe=One-Click".to_string();
            for (name, value) in
                [("List-Unsubscribe", format!("<{}>", self.leave)), ("List-Unsubscribe-Post", one_click)]
            {
                headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
            }
        }
        let plain = part(ContentType::TEXT_PLAIN, &self.plain);
        let body = match self.html.is_empty() {
            true => plain.formatted(),
            false => {
                let html = part(ContentType::TEXT_HTML, &self.html);
                MultiPart::alternative().singlepart(plain).singlepart(html).formatted()
            }
        };
        [headers.to_string().into_bytes(), body].concat()
    }
}

fn mailbox(mailbox: &Mailbox) -> lettre::message::Mailbox {
    let name = clean(&mailbox.name);
    lettre::message::Mailbox::new((!name.is_empty()).then_some(name), mailbox.address.0.clone())
}

/// Text of a header: what controls becomes a blank, and a word of ASCII that is longer than a line gets blanks, since there
/// `lettre` breaks no line.
fn clean(text: &str) -> String {
    let (mut clean, mut run) = (String::new(), 0);
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        run = if c.is_ascii() && c != ' ' { run + 1 } else { 0 };
        if run > WORD {
            clean.push(' ');
            run = 1;
        }
        clean.push(c);
    }
    clean.trim().to_string()
}

fn part(kind: ContentType, content: &str) -> SinglePart {
    SinglePart::builder().header(kind).header(ContentTransferEncoding::Base64).body(content.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A mail with this subject.
    pub(crate) fn mail(subject: &str) -> Mail {
        let address: Address = "a@example.edu.cn".parse().unwrap();
        let mailbox = Mailbox { name: String::new(), address };
        let (plain, date) = (String::from("text"), DateTime::UNIX_EPOCH);
        let (subject, id) = (subject.to_string(), String::from("m1"));
        Mail { from: mailbox.clone(), to: mailbox, subject, plain, html: String::new(), id, date, leave: String::new() }
    }

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

    #[test]
    fn long_words_make_no_long_line_and_what_looks_like_a_header_makes_none() {
        for text in ["x".repeat(400), "ab ".repeat(200), "逾期".repeat(100), "a\r\nBcc: b@c.cn\r\n\r\nhello".into()] {
            let mut mail = mail(&text);
            mail.to.name.clone_from(&text);
            let bytes = String::from_utf8(mail.bytes()).unwrap();
            let (head, _) = bytes.split_once("\r\n\r\n").unwrap();
            assert!(head.split("\r\n").all(|line| line.len() <= 100), "{head}");
            assert!(!head.contains("\r\nBcc") && head.contains("\r\nAuto-Submitted: auto-generated"), "{head}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_no_line_is_long_or_not_ascii_and_no_header_is_added(subject in any::<String>(), plain in any::<String>(), name in any::<String>()) {
            let address: Address = "a@example.edu.cn".parse().unwrap();
            let from = Mailbox { name: name.clone(), address: address.clone() };
            let mail = Mail { to: from.clone(), from, subject, plain, html: name, id: "m1".into(), date: DateTime::UNIX_EPOCH, leave: String::new() };
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
