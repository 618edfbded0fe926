//! Where a row says that something was disclosed: addresses in cells and behind them, channels, and which address belongs
//! to which channel.
//!
//! An address is never made up and none is dropped: what cannot be read, what differs and what is torn is asked about.
//! Channels that are columns of their own are in [`sites`](super::sites).

use super::super::absent;
use super::super::address::{self, Addresses, Danger};
use super::super::channel;
use super::{Cells, Doubt, Fault, FaultKind, Known, Question, ReleaseEntry, StatedYear, Taken, Understood};
use crate::date::PartialDate;
use crate::school::ChannelKind;

impl<'a> Cells<'a> {
    /// A release's own address and channel.
    pub(in super::super) fn release(&mut self) {
        let Some(at) = self.at("locator") else { return };
        let found = self.address(at);
        if let Some(first) = found.first() {
            self.row.0[at].clone_from(first);
        }
        if found.len() > 1 {
            self.ask(at, Doubt::Link, found);
        }
        if let Some(at) = self.at("channel").filter(|at| channel::says_none(self.cell(*at))) {
            self.take(at, Taken::NoChannel, "");
        }
    }

    /// The address of a channel: an office system lies in the school's own network, but nothing that lets somebody in may
    /// stand there.
    pub(in super::super) fn address_of_channel(&mut self) {
        let Some(at) = self.at("address") else { return };
        match address::read(self.cell(at)).danger {
            Some((Danger::Credentials, page)) => {
                self.row.0[at].clear();
                self.refuse_address(at, &page);
            }
            Some((Danger::Session, page)) => {
                self.row.0[at].clear();
                let candidates = vec![address::without_session(&page)];
                self.questions.push(Question::new(Doubt::Session, Some(at), &address::masked(&page), candidates));
            }
            Some((Danger::Unreachable, _)) | None => {}
        }
    }

    /// Addresses and channels of a record, each address with the channel it belongs to.
    pub(in super::super) fn places(&mut self, known: &dyn Known, stated: StatedYear) {
        let (Some(at), Some(channel)) = (self.at("locator"), self.at("channel")) else { return };
        let mut sites = self.sites(stated);
        let mut found = self.address(at);
        self.title_link(at, &mut found);
        self.standing_of_channels(channel);
        let mut written = self.cell(channel).to_string();
        if sites.is_empty() {
            sites = self.dated_channels(channel, stated);
            written = if sites.is_empty() { String::new() } else { std::mem::take(&mut self.row.0[channel]) };
        } else {
            written.clear();
        }
        let channels = self.channels(channel, &mut found);
        let literal = channels.is_none();
        let channels = channels.unwrap_or_else(|| {
            let text = self.cell(channel);
            text.split(['；', ';', '、', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(str::to_string)
                .collect()
        });
        let named: Vec<String> = sites.iter().map(|site| site.name.clone()).chain(channels.iter().cloned()).collect();
        let elsewhere = found.iter().chain(sites.iter().map(|site| &site.address)).any(|page| !page.is_empty());
        self.only_inside(channel, &named, elsewhere);
        if !sites.is_empty() {
            return self.place_sites((at, channel), sites, (channels, &found), (known, &written));
        }
        if let Some(first) = found.first() {
            self.row.0[at].clone_from(first);
        }
        if self.of_which_site(channel, &channels, &found, known) {
            return;
        }
        self.spread(channel, channels, &found, literal, known);
    }

    /// The addresses of a cell, in its text and behind it; what is no address and not none stays as a place.
    fn address(&mut self, at: usize) -> Vec<String> {
        let text = self.cell(at).to_string();
        let link = self.link(at).map(str::trim).filter(|link| !link.is_empty() && !link.starts_with('#'));
        let Addresses { found, literal, words, refused, danger, torn, beside } = address::read(&text);
        let behind = link.map(address::read);
        if refused || behind.as_ref().is_some_and(|behind| behind.refused) {
            let shown = if refused { text.as_str() } else { link.unwrap_or_default() };
            self.refuse_address(at, shown);
            return Vec::new();
        }
        let danger = danger.or_else(|| behind.as_ref().and_then(|behind| behind.danger.clone()));
        if self.endangers(at, danger, &words) || self.is_gone(at, &words, &found) {
            return Vec::new();
        }
        let behind: Vec<String> = behind.map(|behind| behind.found).unwrap_or_default();
        if self.is_in_pieces(at, (torn, beside), &found, &behind) {
            return Vec::new();
        }
        match (found.as_slice(), behind.as_slice()) {
            ([], []) => {
                let word = address::stands_for_one(&text);
                let unread = self.written.sheet.links_unread && word && !address::says_none(&text);
                if unread || self.is_lost(at) {
                    self.ask(at, Doubt::LinkUnread, Vec::new());
                } else if word {
                    self.take(at, Taken::NoAddress, "");
                }
                Vec::new()
            }
            ([], [_, _, ..]) => {
                self.row.0[at].clear();
                self.understood.push(Understood::new(Taken::Addresses, Some(at), &text, behind.join(" ")));
                behind
            }
            ([], [link]) => {
                let written = if text.is_empty() { String::new() } else { text };
                self.row.0[at].clone_from(link);
                self.understood.push(Understood::new(Taken::Link, Some(at), &written, link.clone()));
                vec![link.clone()]
            }
            ([one], [link, ..]) if !address::same(one, link) => {
                self.ask(at, Doubt::Link, vec![one.clone(), link.clone()]);
                Vec::new()
            }
            ([one], _) => {
                if !literal {
                    let kind = if words.is_empty() || words.len() < text.len() { Taken::Address } else { Taken::Link };
                    self.take(at, kind, one.clone());
                }
                found
            }
            (several, _) => {
                self.understood.push(Understood::new(Taken::Addresses, Some(at), &text, several.join(" ")));
                found
            }
        }
    }

    /// Whether an address may be torn, or another be left out behind it: which is asked.
    fn is_in_pieces(
        &mut self,
        at: usize,
        (torn, beside): (Option<String>, Option<String>),
        found: &[String],
        behind: &[String],
    ) -> bool {
        let (kind, candidates) = match (torn, beside, found, behind) {
            (Some(torn), _, [first, ..], []) => (Doubt::Link, vec![torn, first.clone()]),
            (Some(whole), _, [], []) => (Doubt::Word, vec![whole]),
            (_, Some(beside), [one], _) => (Doubt::Word, vec![one.clone(), beside]),
            _ => return false,
        };
        self.ask(at, kind, candidates);
        true
    }

    /// A fault that does not repeat what lets somebody in.
    pub(super) fn refuse_address(&mut self, at: usize, shown: &str) {
        let text = address::masked(shown).chars().take(40).collect();
        self.faults.push(Fault { column: at, kind: FaultKind::Address, text });
    }

    /// Whether an address must not become a public link: refused or asked, and the cell is left empty. What only members of
    /// the school see may lie in its own network.
    pub(super) fn endangers(&mut self, at: usize, danger: Option<(Danger, String)>, words: &str) -> bool {
        let (kind, candidates, written) = match danger {
            Some((Danger::Credentials, page)) => {
                self.row.0[at].clear();
                self.refuse_address(at, &page);
                return true;
            }
            Some((Danger::Session, page)) => {
                (Doubt::Session, vec![address::without_session(&page)], address::masked(&page))
            }
            Some((Danger::Unreachable, page)) if !self.is_narrow() => (Doubt::Unreachable, Vec::new(), page),
            None if words.contains("后台") && !self.is_narrow() => {
                (Doubt::Unreachable, Vec::new(), address::masked(self.cell(at)))
            }
            _ => return false,
        };
        self.row.0[at].clear();
        self.questions.push(Question::new(kind, Some(at), &written, candidates));
        true
    }

    /// Whether the words beside an address, or in its place, say that nothing is there: …；已删除, 待发布.
    fn is_gone(&mut self, at: usize, words: &str, found: &[String]) -> bool {
        let said = if found.is_empty() { self.cell(at).to_string() } else { words.to_string() };
        if said.is_empty() || said.is_ascii() && !said.contains("404") {
            return false;
        }
        let part = |said: &str, fits: &dyn Fn(&str) -> bool| {
            fits(said) || said.split(['；', ';', '，', ',', '、', '（', '(', ' ', '。']).any(|part| fits(part.trim()))
        };
        let later = part(&said, &absent::not_yet);
        let gone = !found.is_empty()
            && part(&said, &|part| super::super::words::ended(part.trim_matches(['）', ')', '】'])).is_some());
        if !later && !gone {
            return false;
        }
        if self.text("state").is_empty() && !self.is_narrow() || self.text("state") == "公开" && later {
            let kind = if gone { Doubt::Withdrawn } else { Doubt::NotYet };
            self.ask(at, kind, Vec::new());
            return true;
        }
        if found.is_empty() {
            self.take(at, Taken::NoAddress, "");
        }
        found.is_empty()
    }

    /// The address behind the title is the record's, where no other stands; two that differ are asked about.
    fn title_link(&mut self, at: usize, found: &mut Vec<String>) {
        let asked = self.questions.iter().any(|question| question.column == Some(at));
        let refused = self.faults.iter().any(|fault| fault.column == at);
        let Some(title) = self.at("title").filter(|_| !asked && !refused) else { return };
        if self.is_lost(title) && found.is_empty() && self.cell(at).is_empty() {
            let text = self.cell(title).to_string();
            self.questions.push(Question::new(Doubt::LinkUnread, Some(title), &text, Vec::new()));
        }
        let behind = self.link(title).map(address::read).unwrap_or_default();
        if behind.danger.is_some() && found.is_empty() && self.cell(at).is_empty() {
            self.endangers(at, behind.danger, "");
            return;
        }
        let behind = behind.found;
        if behind.len() > 1 && found.is_empty() && self.cell(at).is_empty() {
            return self.ask(at, Doubt::Link, behind);
        }
        let Some(link) = behind.into_iter().next() else { return };
        match found.as_slice() {
            [] if self.cell(at).is_empty() => {
                self.row.0[at].clone_from(&link);
                self.understood.push(Understood::new(Taken::TitleLink, Some(at), "", link.clone()));
                found.push(link);
            }
            [] => {}
            known if known.iter().any(|known| address::same(known, &link)) => {}
            known => {
                let candidates = [known, &[link]].concat();
                found.clear();
                self.ask(at, Doubt::Link, candidates);
            }
        }
    }

    /// An address of which nothing tells to which of several sites of the row it belongs. Sites that the school writes by
    /// their codes, or whose hosts it has said, are no question.
    fn of_which_site(&mut self, at: usize, channels: &[String], found: &[String], known: &dyn Known) -> bool {
        if channels.len() < 2 || channels.iter().all(|name| is_code(name)) {
            return false;
        }
        let sites = Sites::of(channels, known);
        let several = found.iter().find_map(|page| {
            let website = channel::kind_of_address(page) == ChannelKind::Website;
            let holders = sites.holders(channels, page);
            let of_sites = holders.iter().all(|at| sites.kinds[*at] == Some(ChannelKind::Website));
            (website && holders.len() > 1 && of_sites).then_some((page, holders))
        });
        let Some((page, holders)) = several else { return false };
        let candidates = holders.iter().map(|at| channels[*at].clone()).collect();
        self.questions.push(Question::new(Doubt::WhichSite, Some(at), page, candidates));
        true
    }

    /// Puts each address to the channel it belongs to by its host. The row's own release is that of the first address;
    /// every other channel and address is a release beside it.
    fn spread(&mut self, at: usize, channels: Vec<String>, found: &[String], literal: bool, known: &dyn Known) {
        let Some(first) = found.first() else {
            return;
        };
        let sites = Sites::of(&channels, known);
        let codes = literal || channels.iter().all(|name| is_code(name));
        let holder = |address: &str| sites.holders(&channels, address);
        let of_first = if codes { (0..channels.len()).collect() } else { holder(first) };
        if of_first.len() < channels.len() {
            let named: Vec<&str> = of_first.iter().map(|at| channels[*at].as_str()).collect();
            let written = format!("{} {first}", channels.join("；"));
            let told = if named.is_empty() { first.clone() } else { format!("{} {first}", named.join("；")) };
            self.understood.push(Understood::new(Taken::AddressOfChannel, Some(at), &written, told));
            self.row.0[at] = named.join("；");
        }
        let mut held = of_first;
        for address in &found[1..] {
            let holders = if codes && channels.len() != 1 { Vec::new() } else { holder(address) };
            let host = crate::address::host(address).unwrap_or_default();
            let may_hold = |at: &&usize| sites.hosts[**at].is_empty() || sites.hosts[**at].contains(&host);
            let holder = match (holders.iter().find(may_hold), known.channel_of(&host)) {
                (None, Some(other)) => Err(other.to_string()),
                (sure, _) => sure.or(holders.first()).ok_or_else(String::new),
            };
            held.extend(holder.as_ref().ok().copied());
            let channel = holder.map_or_else(|other| other, |at| channels[*at].clone());
            self.releases.push(release(channel, address));
        }
        for (_, name) in channels.iter().enumerate().filter(|(at, _)| !held.contains(at)) {
            self.releases.push(release(name.clone(), ""));
        }
    }
}

/// What is known of the channels of a row.
pub(super) struct Sites<'a> {
    /// What their names let one think.
    kinds: Vec<Option<ChannelKind>>,
    /// What the ledger says.
    hosts: Vec<&'a [String]>,
}

impl<'a> Sites<'a> {
    pub(super) fn of(channels: &[String], known: &'a dyn Known) -> Sites<'a> {
        Sites {
            kinds: channels.iter().map(|name| channel::channel_kind(name)).collect(),
            hosts: channels.iter().map(|name| known.hosts(name)).collect(),
        }
    }

    /// Which of the channels may hold the page at an address.
    pub(super) fn holders(&self, channels: &[String], address: &str) -> Vec<usize> {
        let those = |fits: &dyn Fn(usize) -> bool| (0..channels.len()).filter(|at| fits(*at)).collect::<Vec<_>>();
        // What the ledger says of a channel goes before what its name lets one think.
        let host = crate::address::host(address).unwrap_or_default();
        let own = those(&|at| self.hosts[at].contains(&host));
        if !own.is_empty() {
            return own;
        }
        let kind = channel::kind_of_address(address);
        let mut sure = those(&|at| self.kinds[at] == Some(kind));
        // Of several sites it is one whose host nobody has said, if there is one.
        if sure.iter().any(|at| self.hosts[*at].is_empty()) {
            sure.retain(|at| self.hosts[*at].is_empty());
        }
        let of_disclosure = |at: &usize| channels[*at].contains("信息公开");
        if sure.len() > 1 && channel::is_disclosure(address) && sure.iter().any(of_disclosure) {
            sure.retain(of_disclosure);
        }
        if sure.len() > 1 && kind == ChannelKind::Website {
            let named: Vec<&str> = sure.iter().map(|at| channels[*at].as_str()).collect();
            sure = channel::of_host(&host, &named).into_iter().filter_map(|at| sure.get(at).copied()).collect();
        }
        if !sure.is_empty() {
            return sure;
        }
        // A platform, a channel of unknown kind: it may hold any page.
        let any = |known: Option<ChannelKind>| matches!(known, None | Some(ChannelKind::Platform | ChannelKind::Other));
        those(&|at| any(self.kinds[at]))
    }
}

/// Whether a text can be a code and no name.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !text.contains("www.")
}

pub(super) fn release(channel: String, locator: &str) -> ReleaseEntry {
    ReleaseEntry {
        record: String::new(),
        channel,
        on: PartialDate::Unknown,
        locator: locator.to_string(),
        evidence: String::new(),
        edition: None,
        note: String::new(),
    }
}
