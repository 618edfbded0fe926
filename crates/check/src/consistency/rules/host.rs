//! Rule `host`: one named site under two host names.
//!
//! Sites move and have old names, so it warns and never accuses. It must not fetch anything.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::consistency::document::Document;
use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::{ADDRESS, Norm};
use crate::consistency::document::outline::Outline;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words;

/// Sites by name.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    /// Site name to the places of each host.
    sites: BTreeMap<String, BTreeMap<String, Vec<Range<usize>>>>,
    site_names: usize,
}

impl Check for Hosts {
    fn paragraph(&mut self, paragraph: &Paragraph, _: &mut Sink) {
        for address in &paragraph.norm.addresses {
            self.read(paragraph.norm, address.at, &address.url, &address.range);
        }
    }

    fn finish(self: Box<Self>, _: &Document, _: &Outline, sink: &mut Sink) {
        for (name, hosts) in self.sites {
            sink.claims += 1;
            if hosts.len() < 2 || hosts.len() > 4 {
                continue;
            }
            let mut places: Vec<Range<usize>> = hosts.values().flatten().cloned().collect();
            places.sort_by_key(|p| p.start);
            let list: Vec<&str> = hosts.keys().map(String::as_str).collect();
            let message = Message::new(
                format!("“{name}”有 {} 个不同的域名：{}。请统一为现用的一个。", list.len(), list.join("、")),
                format!("“{name}” is given under {} host names: {}. Keep the one in use.", list.len(), list.join(", ")),
            );
            let first = places.last().cloned().unwrap_or(0..0);
            let finding = Finding::new(Rule::Host, Severity::Warning, first, message)
                .instead(Required::new(list[0]), Printed::new(list[1..].join(", ")))
                .places(places);
            sink.report(finding);
        }
    }
}

impl Hosts {
    /// NAME（address） or NAME：address.
    fn read(&mut self, norm: &Norm, at: usize, url: &str, range: &Range<usize>) {
        let (Some(host), Some(name)) = (host_of(url), site_name(&norm.text[..at])) else { return };
        if self.site_names < 2_000 {
            self.site_names += 1;
            self.sites.entry(name).or_default().entry(host).or_default().push(range.clone());
        }
    }
}

/// The host name, without `www.` and port, in lower case.
fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (host.contains('.') && host.len() > 3).then_some(host)
}

/// The name of the site whose address follows, such as 湖南招生信息港.
fn site_name(before: &str) -> Option<String> {
    let before = tail(before, 120).trim_end_matches(['：', '（', '〔', '<', '，', '"', '“', ' ', '-']);
    let before = words::ADDRESS_WORDS.iter().fold(before, |b, w| b.strip_suffix(w).unwrap_or(b));
    let before = before.trim_end_matches(['：', '（', '，', '、', '”', '"', ' ']);
    let start = before.rfind([
        '，', '。', '；', '、', '：', '（', '）', '“', '”', '《', '》', ADDRESS, '-', '是', '于', '在', '录', '问',
        '过', '及', '和', ' ',
    ]);
    let name = start.map_or(before, |i| &before[i + before[i..].chars().next().map_or(1, char::len_utf8)..]);
    let name = words::VISIT_WORDS.iter().fold(name, |n, w| n.strip_prefix(w).unwrap_or(n));
    // What these words make up is the name of no site in particular.
    let mut own = name.to_owned();
    for word in words::SITE_COMMON.iter() {
        own = own.replace(word, "");
    }
    let long = name.chars().count() >= 5 && name.chars().count() <= 30;
    (long
        && words::SITE_ENDS.iter().any(|e| name.ends_with(e))
        && own.chars().count() >= 2
        && !name.ends_with("指定平台"))
    .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_name_ends_before_its_address() {
        assert_eq!(site_name("及湖南招生信息港（湖南省教育厅指定平台，网址："), None);
        assert_eq!(site_name("，湖南民族职业学院招生网（").as_deref(), Some("湖南民族职业学院招生网"));
        assert_eq!(site_name("详见学校官网（"), None);
    }
}
