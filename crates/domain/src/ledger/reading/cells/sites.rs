//! A row whose channels are columns: each channel that it ticks, dates or addresses is a release.
//!
//! The earliest day of disclosure is that of the record where the row states none. Addresses that stand in a column of
//! their own go to the channel they belong to. What a cell says beyond a tick, a day or an address is asked about.

use super::super::address::{Addresses, Danger};
use super::super::date::{self, Dated};
use super::super::sites::{Site, SiteCell, SiteHolds, position};
use super::super::words::{self, tick};
use super::{Cells, Doubt, Known, Question, Sites, StatedYear, Taken, Understood, address, release};
use crate::date::PartialDate;

/// What one cell says.
enum Says {
    Nothing,
    Tick,
    Day(PartialDate),
    Addresses(Vec<String>, PartialDate),
    Asked(Doubt, Vec<String>),
    Refused,
}

impl Cells<'_> {
    /// The channels of the row that have columns of their own.
    pub(super) fn sites(&mut self, stated: StatedYear) -> Vec<Site> {
        let (Some(channel), Some(locator), Some(day)) =
            (self.at("channel"), self.at("locator"), self.at("published_on"))
        else {
            return Vec::new();
        };
        let mut sites: Vec<Site> = Vec::new();
        let narrow = self.is_narrow();
        for cell in self.written.sites {
            let said = match says(cell, stated) {
                _ if !narrow && words::not_for_all(&address::words(&cell.text)) => {
                    Says::Asked(Doubt::NotPublic, Vec::new())
                }
                said => said,
            };
            if matches!(said, Says::Nothing) {
                continue;
            }
            match said {
                // What only members of the school see may lie in its own network.
                Says::Asked(Doubt::Unreachable, _) if narrow => continue,
                Says::Asked(kind, candidates) => {
                    let column = of_doubt(kind, (channel, locator, day));
                    let written = format!("{}：{}", cell.channel, address::masked(cell.text.trim()));
                    self.questions.push(Question::new(kind, Some(column), &written, candidates));
                    continue;
                }
                Says::Refused => {
                    self.refuse_address(locator, &cell.text);
                    continue;
                }
                _ => {}
            }
            let at = position(&sites, &cell.channel).unwrap_or_else(|| {
                sites.push(Site::named(&cell.channel));
                sites.len() - 1
            });
            match said {
                Says::Day(on) => sites[at].on = on,
                Says::Addresses(pages, on) => {
                    if pages.iter().any(|page| !cell.text.contains(page.as_str())) && cell.link.is_none() {
                        let told = Understood::new(Taken::Address, Some(locator), &cell.text, pages.join(" "));
                        self.understood.push(told);
                    }
                    if sites[at].on.is_unknown() {
                        sites[at].on = on;
                    }
                    for page in pages {
                        if sites[at].address.is_empty() {
                            sites[at].address = page;
                        } else if !sites.iter().any(|site| address::same(&site.address, &page)) {
                            sites.push(Site { on, address: page, ..Site::named(&cell.channel) });
                        }
                    }
                }
                _ => {}
            }
        }
        sites
    }

    /// Puts the row's own channels and addresses to those of its columns, and makes releases of them.
    pub(super) fn place_sites(
        &mut self,
        (at, channel): (usize, usize),
        mut sites: Vec<Site>,
        (named, found): (Vec<String>, &[String]),
        (known, dated): (&dyn Known, &str),
    ) {
        for name in named {
            if position(&sites, &name).is_none() {
                sites.push(Site::named(&name));
            }
        }
        let names: Vec<String> = sites.iter().map(|site| site.name.clone()).collect();
        let hosts = Sites::of(&names, known);
        for page in found {
            if sites.iter().any(|site| address::same(&site.address, page)) {
                continue;
            }
            let holder = hosts.holders(&names, page).into_iter().find(|holder| sites[*holder].address.is_empty());
            match holder {
                Some(holder) => sites[holder].address.clone_from(page),
                None => {
                    let host = crate::address::host(page).unwrap_or_default();
                    let name = known.channel_of(&host).unwrap_or_default();
                    sites.push(Site { address: page.clone(), ..Site::named(name) });
                }
            }
        }
        let on = self.day_of(&sites);
        let told: Vec<String> = sites.iter().map(|site| site.name.clone()).filter(|name| !name.is_empty()).collect();
        let told = told.join("；");
        let cells: Vec<String> =
            self.written.sites.iter().map(|cell| format!("{} {}", cell.channel, cell.text.trim())).collect();
        let (kind, written) = match dated {
            "" => (Taken::SiteCells, cells.join("；")),
            dated => (Taken::DatedChannels, dated.to_string()),
        };
        self.understood.push(Understood::new(kind, Some(channel), &written, told));
        let mut own = |site: &Site| site.on.is_unknown() || Some(site.on) == on;
        let with_address = sites.iter().position(|site| own(site) && !site.address.is_empty());
        let first = with_address.or_else(|| sites.iter().position(&mut own));
        let place = if found.is_empty() { self.cell(at).to_string() } else { String::new() };
        let page = first.map(|first| sites[first].address.clone()).unwrap_or_default();
        let mut inline: Vec<String> = Vec::new();
        for (number, site) in sites.into_iter().enumerate() {
            if Some(number) == first || first.is_some() && own(&site) && site.address == page {
                inline.push(site.name);
                continue;
            }
            let mut other = release(site.name, &site.address);
            other.on = site.on;
            self.releases.push(other);
        }
        inline.retain(|name| !name.is_empty());
        self.row.0[channel] = inline.join("；");
        self.row.0[at] = if page.is_empty() { place } else { page };
    }

    /// The row's own day of disclosure, else the earliest of its channels.
    fn day_of(&mut self, sites: &[Site]) -> Option<PartialDate> {
        let day = self.at("published_on")?;
        if self.cell(day).is_empty() && !self.questions.iter().any(|question| question.column == Some(day)) {
            let dated = sites.iter().filter_map(|site| Some((site.on.span()?.0, site.on)));
            let (_, earliest) = dated.min_by_key(|(first, _)| *first)?;
            self.row.0[day] = earliest.to_string();
        }
        self.cell(day).parse().ok()
    }
}

/// The column that a doubt about a channel's cell is about.
fn of_doubt(kind: Doubt, (channel, locator, day): (usize, usize, usize)) -> usize {
    match kind {
        Doubt::Word => channel,
        Doubt::LinkUnread | Doubt::Link | Doubt::NotPublic | Doubt::Session | Doubt::Unreachable | Doubt::Withdrawn => {
            locator
        }
        _ => day,
    }
}

/// What a cell says, the kind of its column first.
fn says(cell: &SiteCell, stated: StatedYear) -> Says {
    let text = cell.text.trim();
    let link = cell.link.as_deref().map(address::read);
    let written = address::read(text);
    let said = written.words.clone();
    if written.refused || link.as_ref().is_some_and(|link| link.refused) {
        return Says::Refused;
    }
    if let Some((kind, page)) = written.danger.as_ref().or(link.as_ref().and_then(|link| link.danger.as_ref())) {
        return match kind {
            Danger::Credentials => Says::Refused,
            Danger::Session => Says::Asked(Doubt::Session, vec![address::without_session(page)]),
            Danger::Unreachable => Says::Asked(Doubt::Unreachable, Vec::new()),
        };
    }
    if !written.found.is_empty() && words::ended(&said).is_some() {
        return Says::Asked(Doubt::Withdrawn, Vec::new());
    }
    if let Some(asked) = two_pages(&written, link.as_ref()) {
        return asked;
    }
    let pages = if written.found.is_empty() { link.map(|link| link.found).unwrap_or_default() } else { written.found };
    if !pages.is_empty() {
        // A day with the page behind it says both.
        let on = match date::read(&said, cell.number, stated) {
            Dated::Literal => said.parse().unwrap_or(PartialDate::Unknown),
            Dated::Other(on) | Dated::OfStatedYear(on) | Dated::Vague(on) => on,
            _ => PartialDate::Unknown,
        };
        return Says::Addresses(pages, on);
    }
    if cell.lost {
        return Says::Asked(Doubt::LinkUnread, Vec::new());
    }
    if text.is_empty() {
        return Says::Nothing;
    }
    match tick(text).filter(|_| cell.holds != SiteHolds::Dates || !text.is_ascii()) {
        Some(true) => return Says::Tick,
        Some(false) => return Says::Nothing,
        None => {}
    }
    if cell.holds == SiteHolds::Addresses && address::stands_for_one(text) {
        return Says::Tick;
    }
    match date::read(text, cell.number, stated) {
        Dated::Literal => text.parse().map_or(Says::Asked(Doubt::Word, Vec::new()), Says::Day),
        Dated::Other(on) | Dated::OfStatedYear(on) | Dated::Vague(on) | Dated::Period(on, _) => Says::Day(on),
        // 待定 below a channel says that it did not go out there.
        Dated::Nothing | Dated::NotYet => Says::Nothing,
        Dated::Blank => Says::Asked(Doubt::BlankDate, Vec::new()),
        Dated::Yearless => Says::Asked(Doubt::Year, Vec::new()),
        Dated::Doubtful(days) => Says::Asked(Doubt::Date, days.iter().map(PartialDate::to_string).collect()),
        Dated::InYear(_) | Dated::No => Says::Asked(Doubt::Word, Vec::new()),
    }
}

/// An address of which another may be meant: a page named behind it, one torn by a blank, one behind the cell.
fn two_pages(written: &Addresses, link: Option<&Addresses>) -> Option<Says> {
    let behind = link.and_then(|link| link.found.first());
    match (written.found.as_slice(), behind) {
        ([one], Some(behind)) if !address::same(one, behind) => {
            Some(Says::Asked(Doubt::Link, vec![one.clone(), behind.clone()]))
        }
        (_, Some(_)) => None,
        ([first, ..], None) => {
            let other = written.torn.as_ref().or(written.beside.as_ref())?;
            Some(Says::Asked(Doubt::Word, vec![first.clone(), other.clone()]))
        }
        ([], None) => Some(Says::Asked(Doubt::Word, vec![written.torn.clone()?])),
    }
}
