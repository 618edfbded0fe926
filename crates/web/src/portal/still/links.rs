//! The links of a page of ours: found, and written anew for a place among files.
//!
//! It reads what our templates write and no page of anybody else's: attributes in double quotes, scripts and styles closed.
//! What people wrote stands in text and in values, escaped, and is never read as a tag.

use std::borrow::Cow;

/// A link of a page, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Element.
    pub(super) tag: String,
    /// Attribute.
    pub(super) attribute: &'static str,
    /// Address with query, without what stands behind `#`; of this site.
    pub(super) address: String,
    /// Place on the page, with `#`; empty for none.
    pub(super) place: String,
    /// What the link is to the page.
    pub(super) rel: String,
    /// Whether a form is sent there by anything but reading.
    pub(super) sends: bool,
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Becomes {
    /// It leads there; a file is saved under this name.
    To(String, Option<String>),
    /// It leads nowhere: what it says stays as text.
    Text,
}

/// Attributes that lead somewhere.
const LEADS: [&str; 4] = ["href", "src", "action", "data-root"];

/// A tag: where it stands, its name and attributes.
struct Tag<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    attributes: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Tag<'a> {
    fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(own, _)| *own == name).and_then(|(_, value)| *value)
    }

    fn link(&self) -> Option<Link> {
        let (attribute, value) = LEADS.iter().find_map(|name| Some((*name, self.value(name)?)))?;
        let value = unescaped(value);
        if !value.starts_with('/') || value.starts_with("//") {
            return None;
        }
        let (address, place) = value.split_once('#').map_or((&*value, String::new()), |(a, p)| (a, format!("#{p}")));
        Some(Link {
            tag: self.name.to_string(),
            attribute,
            address: address.to_string(),
            place,
            rel: self.value("rel").unwrap_or_default().to_string(),
            sends: self.value("method").is_some_and(|method| !method.eq_ignore_ascii_case("get")),
        })
    }
}

/// All links within the site.
pub(super) fn links(html: &str) -> Vec<Link> {
    tags(html).iter().filter_map(Tag::link).collect()
}

/// The page with its links as `becomes` says, and `head` at the beginning of its head.
pub(super) fn written(html: &str, head: &str, mut becomes: impl FnMut(&Link) -> Becomes) -> String {
    let mut out = String::with_capacity(html.len() + 512);
    let (mut at, mut open) = (0, None);
    for tag in tags(html) {
        if tag.name == "/a" && open.take().is_some() {
            out.push_str(&html[at..tag.start]);
            out.push_str("</span>");
            at = tag.end;
            continue;
        }
        if tag.name == "head" {
            out.push_str(&html[at..tag.end]);
            out.push_str(head);
            at = tag.end;
            continue;
        }
        let Some(link) = tag.link() else { continue };
        out.push_str(&html[at..tag.start]);
        at = tag.end;
        match becomes(&link) {
            Becomes::To(to, name) => {
                let to = format!("{to}{}", link.place);
                let saved = name.map(|name| ("download", Some(Cow::Owned(escaped(&name)))));
                let attributes = tag.attributes.iter().map(|(own, value)| match *own == link.attribute {
                    true => (*own, Some(Cow::Owned(escaped(&to)))),
                    false => (*own, value.map(Cow::Borrowed)),
                });
                push(&mut out, tag.name, attributes.chain(saved));
            }
            Becomes::Text if tag.name == "a" => {
                open = Some(());
                let dropped = ["href", "rel", "download", "hreflang", "aria-current"];
                let kept = tag.attributes.iter().filter(|(own, _)| !dropped.contains(own));
                push(&mut out, "span", kept.map(|(own, value)| (*own, value.map(Cow::Borrowed))));
            }
            // A picture, a style sheet, a feed that is not there.
            Becomes::Text => {}
        }
    }
    out.push_str(&html[at..]);
    out
}

fn push<'a>(out: &mut String, name: &str, attributes: impl Iterator<Item = (&'a str, Option<Cow<'a, str>>)>) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        if let Some(value) = value {
            out.push_str(&format!("=\"{value}\""));
        }
    }
    out.push('>');
}

/// All tags in order; what stands in scripts and styles is no tag.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = html[at..].find('<').map(|from| at + from) {
        let Some(tag) = tag(html, start) else {
            at = start + 1;
            continue;
        };
        at = tag.end;
        if matches!(tag.name, "script" | "style") {
            let closed = format!("</{}", tag.name);
            at = html[at..].find(&closed).map_or(html.len(), |from| at + from);
        }
        found.push(tag);
    }
    found
}

/// The tag that begins here.
fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
    let inside = &html[start + 1..];
    let closing = usize::from(inside.starts_with('/'));
    let length = closing + inside[closing..].find(|c| !is_name(c))?;
    let name = &inside[..length];
    if length == closing {
        return None;
    }
    let (mut at, mut attributes) = (length, Vec::new());
    loop {
        at += inside[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
        if inside[at..].starts_with('>') {
            return Some(Tag { start, end: start + 1 + at + 1, name, attributes });
        }
        let length = inside[at..].find(|c| !is_name(c))?;
        if length == 0 {
            return None;
        }
        let own = &inside[at..at + length];
        at += length;
        let Some(rest) = inside[at..].strip_prefix('=') else {
            attributes.push((own, None));
            continue;
        };
        let value = match rest.strip_prefix('"') {
            Some(quoted) => {
                let length = quoted.find('"')?;
                at += length + 3;
                &quoted[..length]
            }
            None => {
                let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
                at += length + 1;
                &rest[..length]
            }
        };
        attributes.push((own, Some(value)));
    }
}

/// A value as it is meant.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after.split_once(';').and_then(|(name, left)| {
            let c = match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => {
                    let number = name.strip_prefix('#')?;
                    let number = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    number.ok().and_then(char::from_u32)
                }
            };
            Some((c?, left))
        });
        match known {
            Some((c, left)) => {
                out.push(c);
                rest = left;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"/assets/a.css?1\">\
        <link rel=\"alternate\" href=\"/feed/all.atom\"><script type=\"application/ld+json\">{\"a\":\"<a href=\\\"/x\\\">\"}</script></head>\
        <body><a class=\"b\" rel=\"next\" href=\"/records?year=2023&#38;after=rec_1#top\">下一页 &lt;a href=\"/no\"&gt;</a>\
        <a href=\"/gone\" class=\"c\">文<b>字</b></a> 1 < 2 <a href=\"//elsewhere\">x</a><a href=\"https://a.cn/\">y</a>\
        <img src=\"/assets/emblem\" alt><form action=\"/search\" method=\"get\"></form><form action=\"/mode\" method=\"post\"></form></body></html>";

    #[test]
    fn links_are_found_where_they_lead_within_the_site_and_nowhere_else() {
        let found = links(PAGE);
        let addresses: Vec<&str> = found.iter().map(|link| link.address.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "/assets/a.css?1",
                "/feed/all.atom",
                "/records?year=2023&after=rec_1",
                "/gone",
                "/assets/emblem",
                "/search",
                "/mode"
            ]
        );
        assert_eq!((found[2].place.as_str(), found[2].rel.as_str()), ("#top", "next"));
        assert!(!found[5].sends && found[6].sends);
    }

    #[test]
    fn what_leads_nowhere_stays_as_text_and_the_rest_leads_on() {
        let page = written(PAGE, "<meta name=\"new\">", |link| match link.address.as_str() {
            "/gone" | "/feed/all.atom" | "/mode" => Becomes::Text,
            "/assets/emblem" => Becomes::To("e.svg".into(), Some("校徽\"1\".svg".into())),
            other => Becomes::To(format!("..{other}"), None),
        });
        for part in [
            "<head><meta name=\"new\"><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"../assets/a.css?1\"><script",
            "{\"a\":\"<a href=\\\"/x\\\">\"}</script>",
            "<a class=\"b\" rel=\"next\" href=\"../records?year=2023&amp;after=rec_1#top\">下一页 &lt;a href=\"/no\"&gt;</a>",
            "<span class=\"c\">文<b>字</b></span> 1 < 2 <a href=\"//elsewhere\">x</a>",
            "<img src=\"e.svg\" alt download=\"校徽&quot;1&quot;.svg\"><form action=\"../search\" method=\"get\"></form></form>",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }

    #[test]
    fn what_is_no_page_is_borne() {
        for text in ["", "<", "<a", "<a href", "<a href=\"", "<a href=/x", "</", "<é>", "<script>", "a<b c=\"d\" e>"] {
            assert!(links(text).len() < 2, "{text}");
            written(text, "", |_| Becomes::Text);
        }
    }
}
