//! Where a published record went out and where things like it used to go out, with its ready texts and its notice for the
//! board.
//!
//! No rule of the ledger says over which channels an item has to go out. What is suggested is custom and nothing else: the
//! channels on line over which the school's records of the same item went out in this school year and the last.

use super::Desk;
use crate::accounts::squares;
use crate::error::{Error, Result};
use crate::records::Copy;
use crate::{records, report};
use domain::catalogue::ItemKey;
use domain::channel_text::{self, Source, Texts};
use domain::date::PartialDate;
use domain::ids::{AttachmentId, RecordId, UserId};
use domain::policy::{Permission, Relation};
use domain::record::{Edition, Finder, IndexNumber, Record, Release, Visibility};
use domain::school::Channel;
use domain::school_year::SchoolYear;
use std::collections::BTreeSet;
pub use store::Evidence;
use store::{Filter, Page};
pub use typeset::Paper;

/// Most of somebody's records of a school year that are looked through for what is still to be posted.
const MOST: u32 = 200;

/// Something that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    /// Its place among the releases of the record, from 1.
    pub n: u32,
    /// The release.
    pub release: Release,
    /// Name of the channel; its code when the ledger does not name it.
    pub channel: String,
    /// Whether it is the edition on view.
    pub current: bool,
    /// Whether it is on the portal itself, entered when it was published.
    pub own_site: bool,
    /// Files that show it, for whoever works on the record.
    pub shown_by: Vec<Evidence>,
}

/// A channel over which things of this kind used to go out and this record did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customary {
    /// The channel.
    pub channel: Channel,
    /// How many other records of the item went out over it.
    pub records: u64,
}

/// A published record and its channels.
#[derive(Debug, Clone)]
pub struct Channels {
    /// The record, whole.
    pub record: Record,
    /// The edition on view.
    pub edition: Edition,
    /// The texts.
    pub texts: Texts,
    /// The article as HTML.
    pub article: String,
    /// Its public address, when the portal has one.
    pub address: Option<String>,
    /// Where it went out, in the order of entry.
    pub out: Vec<Out>,
    /// Where it may still be wanted.
    pub left: Vec<Customary>,
    /// Every channel of the school that is in use.
    pub channels: Vec<Channel>,
    /// Whether whoever looks may register and take back releases.
    pub may_release: bool,
    /// The portal has an address that is no channel of the ledger, so that being on it counts nowhere.
    pub site_unknown: bool,
    /// Since when it is on the portal itself, where no release says so: that it is public is its release there, and nobody has
    /// to enter it.
    pub on_portal: Option<PartialDate>,
    /// Others than members of the school may not read it: nothing is offered that goes out to them.
    pub inside: bool,
}

/// A withdrawn record with its copies elsewhere.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The record, whole.
    pub record: Record,
    /// Copies, in the order of entry: the name of the channel, and who took it down.
    pub copies: Vec<(Copy, String, Option<String>)>,
    /// Whether whoever looks may register that one was taken down.
    pub may_release: bool,
}

impl Copies {
    /// How many are still up, as far as is known.
    pub fn up(&self) -> usize {
        self.copies.iter().filter(|(copy, ..)| copy.down.is_none()).count()
    }
}

/// A record of somebody's that did not go where others like it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToPost {
    /// The record.
    pub id: RecordId,
    /// Its index number.
    pub index: IndexNumber,
    /// Its title.
    pub title: String,
    /// Since when it is public.
    pub since: domain::date::PartialDate,
    /// Names of the channels.
    pub left: Vec<String>,
}

/// Whether a record on view is for members of the school only, or is no record of what is disclosed to society.
fn is_inside(record: &Record) -> bool {
    record.finder() != Finder::Public
}

/// Whether a record may be wanted on a channel: what stays inside is never missing where society reads.
fn fits(inside: bool, channel: &Channel) -> bool {
    !(inside && channel.kind.is_to_society())
}

impl Desk {
    /// A published record with its channels.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none on this desk that is on view.
    pub async fn channels(&self, id: RecordId) -> Result<Channels> {
        let (record, edition) = self.on_view(id).await?;
        let channels = self.reader.channels().await?;
        let own_site = records::own_site(&self.ctx, &channels);
        let name = |code: &str| {
            let channel = channels.iter().find(|one| one.code == code);
            channel.map_or_else(|| code.to_string(), |channel| channel.name.clone())
        };
        let evidence = self.reader.evidence_of(id).await?;
        let out = record.releases.iter().zip(1..).map(|(release, n)| Out {
            n,
            channel: name(&release.channel),
            current: release.edition == edition.number,
            own_site: own_site.is_some_and(|site| site.code == release.channel),
            shown_by: evidence.iter().filter(|one| one.shows(release)).cloned().collect(),
            release: release.clone(),
        });
        let out: Vec<Out> = out.collect();
        // That it is public is its release on the portal, entered or not: of what was brought in nobody entered one.
        let unsaid = !is_inside(&record) && out.iter().all(|out| !out.own_site);
        let left = self.left_of(&record, &channels).await?;
        let address = records::address(&self.ctx, &record);
        let source = self.source(&record, &edition, address.as_deref());
        let texts = channel_text::texts(&source);
        let article = if source.inside { String::new() } else { channel_text::article(&source) };
        Ok(Channels {
            texts,
            article,
            out,
            left,
            may_release: super::Acts::of(&self.ctx, &record, false, false).release,
            site_unknown: address.is_some() && own_site.is_none(),
            on_portal: unsaid.then(|| record.published_on()),
            inside: is_inside(&record),
            address,
            channels: {
                let closed = self.reader.closed(store::CodeOf::Channel).await?;
                channels.into_iter().filter(|one| !closed.contains_key(&one.code)).collect()
            },
            edition,
            record,
        })
    }

    /// The copies elsewhere of a record that was withdrawn; nothing for one that was not.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none on this desk.
    pub async fn copies(&self, id: RecordId) -> Result<Option<Copies>> {
        let record = self.reader.find_record(id).await?.filter(|record| self.whose.holds(record.unit.as_deref()));
        let record = record.ok_or_else(|| Desk::absent(id))?;
        if !matches!(record.visibility, Visibility::Withdrawn { .. }) {
            return Ok(None);
        }
        let channels = self.reader.channels().await?;
        let copies = records::copies(&self.ctx, &self.reader, &channels, &record).await?;
        let by = |copy: &Copy| copy.down.as_ref().and_then(|down| down.actor.parse::<UserId>().ok());
        let names = self.names(copies.iter().filter_map(by)).await?;
        let name = |code: &str| {
            let channel = channels.iter().find(|one| one.code == code);
            channel.map_or_else(|| code.to_string(), |channel| channel.name.clone())
        };
        let shown = copies.into_iter().map(|copy| {
            let (channel, by) = (name(&copy.release.channel), by(&copy).and_then(|id| names.get(&id).cloned()));
            (copy, channel, by)
        });
        Ok(Some(Copies {
            copies: shown.collect(),
            may_release: self.ctx.who.user().is_some()
                && self.ctx.allow(Permission::Release, Relation::Unit(record.unit.as_deref())).is_ok(),
            record,
        }))
    }

    /// Withdrawn records of which a copy elsewhere is still up, as far as is known, and how many each: the newest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn still_up(&self) -> Result<Vec<(RecordId, String, usize)>> {
        let withdrawn = Filter { visibility: vec!["withdrawn"], ..self.filter() };
        let lines = self.reader.lines(&withdrawn, Page::first(MOST)).await?.rows;
        let ids: Vec<RecordId> = lines.iter().map(|line| line.id).collect();
        let over = self.reader.released_over(&ids).await?;
        let mut found = Vec::new();
        for line in lines.into_iter().filter(|line| over.get(&line.id).is_some_and(|codes| !codes.is_empty())) {
            let up = self.copies(line.id).await?.map_or(0, |copies| copies.up());
            if up > 0 {
                found.push((line.id, line.title, up));
            }
        }
        Ok(found)
    }

    /// A file that shows a release of a record on this desk, with its bytes.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn evidence(&self, id: RecordId, evidence: AttachmentId) -> Result<(Evidence, Vec<u8>)> {
        let record = self.reader.find_record(id).await?.filter(|record| self.whose.holds(record.unit.as_deref()));
        record.ok_or_else(|| Desk::absent(id))?;
        let absent = || Error::NotFound { kind: "attachment", key: evidence.to_string() };
        let known = self.reader.evidence_of(id).await?.into_iter().find(|one| one.id == evidence).ok_or_else(absent)?;
        let bytes = self.reader.evidence_bytes(id, evidence).await?.ok_or_else(absent)?;
        Ok((known, bytes))
    }

    /// The notice for the board as a PDF file.
    ///
    /// # Errors
    /// [`Error::NotFound`] as for [`Desk::channels`], and when it is not for everybody who comes by a board.
    pub async fn notice(&self, id: RecordId, paper: Paper) -> Result<Vec<u8>> {
        let (record, edition) = self.on_view(id).await?;
        if is_inside(&record) {
            return Err(Desk::absent(id));
        }
        let address = records::address(&self.ctx, &record);
        let source = self.source(&record, &edition, address.as_deref());
        let notice = channel_text::notice(&source, self.today());
        let code = address.as_deref().map(squares).transpose()?.unwrap_or_default();
        let fonts = report::fonts(&self.ctx.app);
        let set = move || typeset::notice(&notice, &code, paper, fonts);
        tokio::task::spawn_blocking(set).await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// Records that whoever asks drafted and that did not go where others like them went, the newest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn to_post(&self) -> Result<Vec<ToPost>> {
        let Some(user) = self.ctx.who.user() else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        for year in self.years() {
            let own = Filter { drafter: Some(user), visibility: vec!["public"], year: Some(year), ..self.filter() };
            lines.extend(self.reader.lines(&own, Page::first(MOST)).await?.rows);
        }
        let items: BTreeSet<ItemKey> = lines.iter().map(|line| line.item.clone()).collect();
        let items: Vec<ItemKey> = items.into_iter().collect();
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let channels = self.reader.channels().await?;
        let customs = self.customs(&items, None, &channels).await?;
        let ids: Vec<RecordId> = lines.iter().map(|line| line.id).collect();
        let over = self.reader.released_over(&ids).await?;
        let mut found = Vec::new();
        for line in lines {
            let used = over.get(&line.id).map(Vec::as_slice).unwrap_or_default();
            let inside = line.finder != Finder::Public;
            let here = customs.iter().filter(|(item, one)| *item == line.item && fits(inside, &one.channel));
            let here = here.map(|(_, one)| &one.channel);
            let left: Vec<String> =
                here.filter(|channel| !used.contains(&channel.code)).map(|channel| channel.name.clone()).collect();
            if !left.is_empty() {
                found.push(ToPost { id: line.id, index: line.index, title: line.title, since: line.since, left });
            }
        }
        Ok(found)
    }

    /// Where a record that is on view may still be wanted.
    ///
    /// # Errors
    /// Of the database.
    pub async fn left_to_post(&self, record: &Record) -> Result<Vec<Customary>> {
        match record.public_edition() {
            Some(_) => self.left_of(record, &self.reader.channels().await?).await,
            None => Ok(Vec::new()),
        }
    }

    async fn left_of(&self, record: &Record, channels: &[Channel]) -> Result<Vec<Customary>> {
        let customs = self.customs(std::slice::from_ref(&record.item), Some(record.id), channels).await?;
        let used = |one: &Customary| record.releases.iter().any(|release| release.channel == one.channel.code);
        let inside = is_inside(record);
        let wanted = |one: &Customary| fits(inside, &one.channel) && !used(one);
        Ok(customs.into_iter().map(|(_, one)| one).filter(wanted).collect())
    }

    async fn on_view(&self, id: RecordId) -> Result<(Record, Edition)> {
        let record = self.reader.find_record(id).await?.filter(|record| self.whose.holds(record.unit.as_deref()));
        let record = record.ok_or_else(|| Desk::absent(id))?;
        let edition = record.public_edition().cloned().ok_or_else(|| Desk::absent(id))?;
        Ok((record, edition))
    }

    fn source<'a>(&'a self, record: &'a Record, edition: &'a Edition, address: Option<&'a str>) -> Source<'a> {
        Source {
            school: &self.school,
            unit: record.unit.as_deref().map(|code| self.unit_name(code)).unwrap_or_default(),
            title: &edition.title,
            number: &edition.document_number,
            summary: &edition.summary,
            body: &edition.body,
            published: record.published_on().day(),
            address: address.unwrap_or_default(),
            inside: is_inside(record),
        }
    }

    /// This school year and the last.
    fn years(&self) -> Vec<SchoolYear> {
        let this = SchoolYear::of(self.today());
        [Some(this), SchoolYear::beginning(this.first_year() - 1)].into_iter().flatten().collect()
    }

    /// Channels on line over which things of these items went out.
    async fn customs(
        &self,
        items: &[ItemKey],
        but: Option<RecordId>,
        channels: &[Channel],
    ) -> Result<Vec<(ItemKey, Customary)>> {
        let customs = self.reader.customs(items, &self.years(), but).await?;
        let closed = self.reader.closed(store::CodeOf::Channel).await?;
        // On the portal itself everything is that is public.
        let own = records::own_site(&self.ctx, channels).map(|site| site.code.as_str());
        let open = |code: &str| !closed.contains_key(code) && Some(code) != own;
        let on_line = |code: &str| channels.iter().find(|one| one.code == code && one.kind.on_line() && open(code));
        let known = customs.into_iter().filter_map(|custom| {
            let channel = on_line(&custom.channel)?.clone();
            Some((custom.item, Customary { channel, records: custom.records }))
        });
        Ok(known.collect())
    }
}
