//! Addresses behind the words of a document, which a text can only show beside them.

use crate::extract::{Block, Extract, Link};
use std::borrow::Cow;

/// Addresses behind words, in the order of the text.
pub(super) struct Addresses<'a> {
    extract: &'a Extract,
    links: Vec<&'a Link>,
}

impl<'a> Addresses<'a> {
    pub(super) fn of(extract: &'a Extract) -> Addresses<'a> {
        let mut links: Vec<&Link> = extract.links.iter().collect();
        links.sort_by_key(|link| link.range.start);
        Addresses { extract, links }
    }

    /// The text of a block with each address in brackets behind the words that it lies behind: a text has no other place for it.
    pub(super) fn beside(&self, block: &Block) -> Cow<'a, str> {
        let text = self.extract.text_of(block);
        let from = self.links.partition_point(|link| link.range.start < block.range.start);
        let links = self.links[from..].iter().take_while(|link| link.range.start <= block.range.end);
        let mut whole = String::new();
        let mut done = 0;
        for link in links {
            let (start, end) = (link.range.start - block.range.start, link.range.end.saturating_sub(block.range.start));
            let (Some(shown), Some(before)) = (text.get(start..end), text.get(done..end)) else { continue };
            if let Some(address) = told(&link.address).filter(|address| !shows(shown, address)) {
                whole.push_str(before);
                whole.push_str(&format!("（{address}）"));
                done = end;
            }
        }
        if done == 0 && whole.is_empty() {
            return Cow::Borrowed(text);
        }
        whole.push_str(&text[done..]);
        Cow::Owned(whole)
    }
}

/// An address as it is told to readers; nothing of what leads nowhere outside the file or is no address.
fn told(address: &str) -> Option<&str> {
    let address = address.trim();
    let small = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let web = ["http://", "https://", "ftp://"].iter().any(|scheme| small.starts_with(scheme));
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    match small.starts_with("mailto:") {
        true => {
            address.get(7..).map(|mail| mail.split('?').next().unwrap_or(mail)).filter(|mail| !mail.is_empty() && plain)
        }
        false => (web && plain).then_some(address),
    }
}

/// Whether words show the address behind them already.
fn shows(words: &str, address: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches('/').to_lowercase();
        text.split_once("://").map_or(text.clone(), |(_, rest)| rest.to_string())
    };
    bare(words).contains(&bare(address))
}
