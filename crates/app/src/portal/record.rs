//! The page of a record, and the datasets: what stands behind one address.

use super::basics::Basics;
use super::veil::Veil;
use super::view::{
    BrokenLine, DatasetView, EditionChange, ItemLine, Posted, RecordLine, RecordPage, RecordView, ReleaseLine,
    Tombstone,
};
use super::{Portal, chart, diff};
use crate::error::Result;
use crate::guard::publication::covered;
use domain::address::is_web;
use domain::catalogue::{Category, ItemKey, TimingRule};
use domain::coverage::{ItemAccount, State};
use domain::date::PartialDate;
use domain::figure::Dataset;
use domain::ids::{AttachmentId, RecordId};
use domain::publicity::{Kind, standing};
use domain::record::{Attachment, Edition, End, IndexNumber, Record, Release, Shown};
use domain::school_year::SchoolYear;
use store::{Filter, Page};

/// Records that are shown beside one.
const BESIDE: usize = 5;
/// Editions whose difference is shown; older ones are only named.
const COMPARED: usize = 20;
/// Bytes of text that are compared for one page, the newest editions first: three times a long statute in each of two
/// editions. To compare more would take longer than a page may, and nobody would read it.
const COMPARED_BYTES: usize = 600_000;

impl Portal {
    /// What stands at a record's address; `None` when the reader may not know of it.
    pub async fn record(&self, id: RecordId) -> Result<Option<RecordPage>> {
        let reader = self.app.store.read().await?;
        let basics = self.basics().await?;
        Ok(match reader.shown(id, &self.reach, self.today()).await? {
            Shown::Nothing => None,
            Shown::Record(record) => {
                let posted = self.posted(&reader, &record).await?;
                let related = self.related(&reader, &basics, &record).await?;
                let also_open = match record.publicity {
                    None => Vec::new(),
                    Some(_) => {
                        self.publicity().await?.into_iter().filter(|line| line.record.id != id).take(BESIDE).collect()
                    }
                };
                let unposted = record.publicity.as_ref().filter(|_| posted.is_none());
                let standing = unposted.map(|period| {
                    let kind = Kind::read_all(&period.kind).first().copied();
                    standing(kind, period.from, period.until, self.today(), &self.app.calendar)
                });
                let view = view(&basics, *record);
                let seal = self.sealed(&reader, id).await?;
                Some(RecordPage::Live(Box::new(RecordView { posted, standing, related, also_open, seal, ..view })))
            }
            Shown::Tombstone(stone) => {
                let period = reader.posted_period(id).await?;
                let period = match period {
                    Some((from, until)) => Some((from, until, reader.outcome(id).await?)),
                    None => None,
                };
                Some(RecordPage::Gone(Box::new(Tombstone { period, ..tombstone(&basics, *stone) })))
            }
        })
    }

    /// Other records of its item that the reader finds, the newest first.
    async fn related(&self, reader: &store::Reader, basics: &Basics, record: &Record) -> Result<Vec<RecordLine>> {
        let reach = self.reach.clone();
        let filter = Filter { reach, today: basics.today, ..Filter::item(record.item.clone()) };
        let lines = reader.lines(&filter, Page::first(BESIDE as u32 + 1)).await?.rows;
        let others = lines.into_iter().filter(|line| line.id != record.id).take(BESIDE);
        Ok(others.map(|line| basics.line(line)).collect())
    }

    /// What the edition on view shows in its publicity period, with where that stands today.
    async fn posted(&self, reader: &store::Reader, record: &Record) -> Result<Option<Posted>> {
        let (Some(edition), Some(period)) = (record.public_edition(), &record.publicity) else { return Ok(None) };
        let Some(posting) = reader.posting(record.id, edition.number).await? else { return Ok(None) };
        let today = self.today();
        let before = match posting.rows_again() {
            0 => None,
            _ => reader.posted_until(record.id, edition.number).await?,
        };
        Ok(Some(Posted {
            standing: standing(Some(posting.kind()), period.from, period.until, today, &self.app.calendar),
            open: record.is_open_to_objection(today),
            before,
            posting,
        }))
    }

    /// A file of the edition on view, with its bytes; `Some(None)` of a record that has come down, nothing where the
    /// reader may not know of either.
    pub async fn attachment(
        &self,
        id: RecordId,
        attachment: AttachmentId,
    ) -> Result<Option<Option<(Attachment, Vec<u8>)>>> {
        let reader = self.app.store.read().await?;
        let record = match reader.shown(id, &self.reach, self.today()).await? {
            Shown::Nothing => return Ok(None),
            Shown::Tombstone(_) => return Ok(Some(None)),
            Shown::Record(record) => record,
        };
        let Some(file) = record.attachment(attachment) else { return Ok(None) };
        let bytes = reader.blob(&file.digest).await?;
        Ok(Some(Some((file.clone(), bytes.ok_or_else(|| crate::records::attachment::no_bytes(file))?))))
    }

    /// Whether a record of which there is nothing was on view once, and went when the import that brought it was taken
    /// back.
    pub async fn was_on_view(&self, id: RecordId) -> Result<bool> {
        Ok(self.app.store.read().await?.was_on_view_until_undone(id).await?)
    }

    /// The record that an index number names; `None` when the reader may not know of it.
    pub async fn record_by_index(&self, index: &IndexNumber) -> Result<Option<RecordId>> {
        let reader = self.app.store.read().await?;
        let Some(record) = reader.find_record_by_index(index).await? else { return Ok(None) };
        Ok((self.reach.show(&record, self.today()) != Shown::Nothing).then_some(record.id))
    }

    /// All datasets, in the order of entry.
    pub async fn datasets(&self) -> Result<Vec<DatasetView>> {
        let basics = self.basics().await?;
        let datasets = self.app.store.read().await?.datasets(None).await?;
        Ok(datasets.into_iter().map(|dataset| dataset_view(&basics, dataset)).collect())
    }

    /// One dataset, of a school year or the latest, with the years that have it, the latest first; `None` when there is
    /// none.
    pub async fn dataset(&self, key: &str, year: Option<SchoolYear>) -> Result<Option<(DatasetView, Vec<SchoolYear>)>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let Some(dataset) = reader.find_dataset(key, year).await? else { return Ok(None) };
        let years = reader.dataset_years(key).await?;
        Ok(Some((dataset_view(&basics, dataset), years)))
    }
}

/// The item and category of a record. An item that the catalogue has lost is shown by its number.
fn place(basics: &Basics, key: &ItemKey) -> (Category, ItemLine) {
    if let Some((category, item)) = basics.board.find(key) {
        return (category.clone(), item.clone());
    }
    let item = ItemLine {
        key: key.clone(),
        text: key.to_string(),
        english: String::new(),
        unit: None,
        unit_code: None,
        timing: TimingRule::OnChange,
        state: State::NeverDisclosed,
        latest: PartialDate::Unknown,
        account: ItemAccount::default(),
        reason: None,
    };
    let last = basics.board.categories.last().map(|board| board.category.clone());
    (last.unwrap_or(Category { number: 10, name: String::new(), english: String::new() }), item)
}

fn tombstone(basics: &Basics, stone: domain::record::Tombstone) -> Tombstone {
    let (reason, successor) = match stone.end {
        End::Withdrawn { reason, successor } => (Some(reason), successor),
        End::Expired => (None, None),
    };
    Tombstone {
        index: stone.index,
        item: place(basics, &stone.item).1,
        audience: stone.audience,
        title: stone.title,
        since: stone.since,
        until: stone.until,
        reason,
        successor,
        period: None,
    }
}

fn view(basics: &Basics, record: Record) -> RecordView {
    let (category, item) = place(basics, &record.item);
    let releases = record.releases.iter().map(|release| release_line(basics, release)).collect();
    let changes = changes(&record.editions);
    RecordView {
        unit: record.unit.as_deref().map(|code| basics.unit_of_record(code)),
        item,
        category,
        releases,
        changes,
        posted: None,
        standing: None,
        unit_page: record.unit.clone().filter(|code| basics.units.iter().any(|unit| unit.code == *code)),
        related: Vec::new(),
        also_open: Vec::new(),
        seal: None,
        record,
    }
}

pub(super) fn release_line(basics: &Basics, release: &Release) -> ReleaseLine {
    let channel = basics.channels.iter().find(|channel| channel.code == release.channel);
    let locator = release.locator.trim();
    let link = is_web(locator).then(|| locator.to_string());
    ReleaseLine {
        channel: channel.map_or_else(|| release.channel.clone(), |channel| channel.name.clone()),
        kind: channel.map(|channel| channel.kind),
        on: release.on,
        place: if link.is_some() { String::new() } else { locator.to_string() },
        link,
        edition: release.edition,
        evidence: !release.evidence.trim().is_empty(),
    }
}

/// What each edition changed, newest first; nothing when there is only one.
fn changes(editions: &[Edition]) -> Vec<EditionChange> {
    if editions.len() < 2 {
        return Vec::new();
    }
    let length = |edition: &Edition| edition.title.len() + edition.summary.len() + edition.body.len();
    let mut left = COMPARED_BYTES;
    let mut against = |at: usize, edition: &Edition| {
        let before = at.checked_sub(1).and_then(|before| editions.get(before));
        let recent = before.filter(|_| at + COMPARED >= editions.len());
        let compared = recent.filter(|before| {
            // Once it is too much, it stays so: a gap between differences would be read as no change.
            let fits = left.checked_sub(length(before) + length(edition));
            left = fits.unwrap_or(0);
            fits.is_some()
        });
        let on_view = at + 1 == editions.len();
        let veiled = compared.map(|before| Veil::over(before, edition, on_view));
        let pieces = |of: fn(&Edition) -> &str| match &veiled {
            None => Vec::new(),
            Some((veil, old, new)) => {
                diff::characters(of(old), of(new)).into_iter().map(|piece| veil.over_piece(piece)).collect()
            }
        };
        let body = veiled.iter().flat_map(|(veil, old, new)| {
            let lines = diff::paragraphs(&old.body, &new.body).into_iter();
            lines.map(move |line| line.into_iter().map(|piece| veil.over_piece(piece)).collect::<diff::Line>())
        });
        EditionChange {
            number: edition.number,
            note: if on_view { edition.change_note.clone() } else { covered(&edition.change_note) },
            compared: compared.is_some() || before.is_none(),
            title: pieces(|edition| &edition.title),
            summary: pieces(|edition| &edition.summary),
            body: body.collect(),
        }
    };
    editions.iter().enumerate().rev().map(|(at, edition)| against(at, edition)).collect()
}

fn dataset_view(basics: &Basics, dataset: Dataset) -> DatasetView {
    let broken = dataset
        .broken()
        .into_iter()
        .map(|broken| {
            let about = broken.identity.keys().first().and_then(|key| dataset.figure(key));
            BrokenLine {
                code: broken.identity.code(),
                about: about.map(|figure| figure.name.clone()).unwrap_or_default(),
                arithmetic: broken.arithmetic,
            }
        })
        .collect();
    DatasetView {
        unit: dataset.unit.as_deref().map(|code| basics.unit_name(code)),
        charts: chart::of(&dataset),
        broken,
        dataset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::date::PartialDate;

    fn edition(number: u32, body: &str) -> Edition {
        Edition {
            number,
            title: "管理办法".into(),
            document_number: String::new(),
            issuer: String::new(),
            summary: String::new(),
            body: body.into(),
            made_on: PartialDate::Unknown,
            keywords: Vec::new(),
            change_note: String::new(),
        }
    }

    fn compared(bodies: &[String]) -> Vec<bool> {
        let editions: Vec<Edition> = (1..).zip(bodies).map(|(number, body)| edition(number, body)).collect();
        changes(&editions).iter().map(|change| change.compared).collect()
    }

    #[test]
    fn a_number_that_an_amendment_took_out_stands_in_no_difference() {
        let number = "110101199003070038";
        let bodies =
            [format!("领取人身份证号{number}，金额见附件。"), "领取人见附件。".into(), "领取人见附件二。".into()];
        let mut editions: Vec<Edition> = (1..).zip(&bodies).map(|(number, body)| edition(number, body)).collect();
        editions[0].title = format!("{number}领取办法");
        editions[1].change_note = format!("删去身份证号{number}");
        let told = format!("{:?}", changes(&editions));
        assert!(told.contains("●●●") && !told.contains("19900307"), "{told}");
    }

    #[test]
    fn what_is_compared_for_one_page_has_an_end() {
        let short: Vec<String> = (0..30).map(|n| format!("第{n}版")).collect();
        let all = compared(&short);
        assert!(all[..20].iter().all(|compared| *compared), "the newest twenty");
        assert!(!all[20] && all[29], "older ones are named; the first has nothing before it");
        let long = |n: usize| "条".repeat(COMPARED_BYTES / 10) + &n.to_string();
        let long: Vec<String> = (0..10).map(long).collect();
        let all = compared(&long);
        assert_eq!(all[..3], [true, false, false], "the newest first, then none: {all:?}");
        // A short one among long ones is not shown as if those between had changed nothing.
        let mixed: Vec<String> = vec!["短".into(), "短二".into(), long[0].clone(), long[1].clone(), long[2].clone()];
        assert_eq!(compared(&mixed), [true, false, false, false, true]);
    }
}
