//! Rows of a ledger become a record with its editions and releases, and a record becomes rows again.
//!
//! Releases that share the row's date and locator stand in the row itself; others in the `releases` table. What
//! is assembled from rows and taken apart again gives the same record.

use super::entry::{EditionEntry, EntryState, RecordEntry, ReleaseEntry};
use crate::date::{PartialDate, day_in_china, start_in_china};
use crate::ids::RecordId;
use crate::record::{Edition, IndexNumber, Openness, Past, Progress, Record, Release, Term, Visibility};
use chrono::NaiveDate;

/// A record as rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Its own row, with the newest edition.
    pub record: RecordEntry,
    /// Earlier editions.
    pub editions: Vec<EditionEntry>,
    /// Releases that do not fit the record's own row.
    pub releases: Vec<ReleaseEntry>,
}

/// What an import knows besides the rows.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Today in China. What is dated later is not public yet; what ended before is not public any more.
    pub today: NaiveDate,
    /// Whether a title names a person, as the personal-data guard sees it: a tombstone then goes without.
    pub names_a_person: fn(&str) -> bool,
}

/// Puts a record together. Units and channels in the parts are codes by now. Without a moment dates decide nothing: the
/// record is what the rows say, not what that means today.
pub fn assemble(parts: Parts, id: RecordId, index: IndexNumber, moment: impl Into<Option<Moment>>) -> Record {
    let Parts { record: mut entry, editions: earlier, releases } = parts;
    let (drafts, earlier): (Vec<EditionEntry>, Vec<EditionEntry>) = earlier.into_iter().partition(|entry| entry.draft);
    let mut editions: Vec<Edition> = earlier.into_iter().map(|entry| entry.edition).collect();
    editions.sort_by_key(|edition| edition.number);
    let newest = editions.last().map_or(1, |edition| edition.number + 1);
    let releases = releases_of(&mut entry, releases, newest);
    editions.push(Edition {
        number: newest,
        title: std::mem::take(&mut entry.title),
        summary: std::mem::take(&mut entry.summary),
        body: std::mem::take(&mut entry.body),
        document_number: std::mem::take(&mut entry.document_number),
        issuer: std::mem::take(&mut entry.issuer),
        made_on: entry.made_on,
        keywords: std::mem::take(&mut entry.keywords),
        change_note: std::mem::take(&mut entry.change_note),
    });
    let term = term_of(&entry);
    let title = editions.last().map_or("", |edition| edition.title.as_str());
    let (mut progress, visibility) = standing(&mut entry, term, newest, !releases.is_empty(), title, moment.into());
    // An edition in preparation makes sense only after one that is, or was, on view.
    if let (Some(draft), Progress::Done) = (drafts.into_iter().next(), &progress) {
        editions.push(Edition { number: newest + 1, ..draft.edition });
        progress = match visibility {
            Visibility::Public { .. } => Progress::Draft { returned: None },
            _ => Progress::Stopped,
        };
    }
    Record {
        id,
        key: entry.key,
        index,
        item: entry.item,
        unit: if entry.unit.is_empty() { None } else { Some(entry.unit) },
        form: entry.form,
        origin: entry.origin,
        openness: entry.openness,
        audience: entry.audience,
        term,
        validity: entry.validity,
        count: entry.count,
        year: entry.year,
        publicity: entry.publicity,
        drafter: None,
        progress,
        visibility,
        editions,
        releases,
        attachments: Vec::new(),
        note: entry.note,
        source: entry.source,
        version: 0,
    }
}

/// The releases that the record's own row gives, and those of the table.
fn releases_of(entry: &mut RecordEntry, others: Vec<ReleaseEntry>, newest: u32) -> Vec<Release> {
    let mut channels = std::mem::take(&mut entry.channels);
    if channels.is_empty() && !entry.locator.is_empty() {
        // An address without a channel is a release all the same; which channel it was is not known.
        channels.push(String::new());
    }
    let inline = channels.into_iter().map(|channel| Release {
        edition: newest,
        channel,
        on: entry.published_on,
        locator: entry.locator.clone(),
        evidence: String::new(),
        note: String::new(),
        of_row: true,
    });
    let others = others.into_iter().map(|release| Release {
        edition: release.edition.unwrap_or(newest),
        channel: release.channel,
        on: release.on,
        locator: release.locator,
        evidence: release.evidence,
        note: release.note,
        of_row: false,
    });
    inline.chain(others).collect()
}

/// What is open to objection comes down when its period is over (教财厅函〔2017〕28号 for lists of names), whatever kind
/// of document it is, unless the row gives it a term of its own.
fn term_of(entry: &RecordEntry) -> Term {
    match (entry.term, entry.publicity.as_ref().and_then(|period| period.until.span())) {
        (Term::Standing, Some((_, last))) => Term::Until(last),
        (term, _) => term,
    }
}

/// What a row says of its record's state, at this moment: what is dated later waits for its day, what ended before
/// has come down.
fn standing(
    entry: &mut RecordEntry,
    term: Term,
    newest: u32,
    released: bool,
    title: &str,
    moment: Option<Moment>,
) -> (Progress, Visibility) {
    let out = !entry.published_on.is_unknown() || released;
    let usual = if out && entry.openness == Openness::Proactive { EntryState::Public } else { EntryState::Draft };
    let since = entry.published_on;
    let titled = || moment.is_none_or(|moment| !(moment.names_a_person)(title));
    let was = |until| Past { edition: newest, since, updated: since, until, titled: titled() };
    let ends = match term {
        Term::Until(last) => PartialDate::Day(last),
        Term::Standing => PartialDate::Unknown,
    };
    match entry.state.unwrap_or(usual) {
        EntryState::Draft => (Progress::Draft { returned: None }, Visibility::Hidden),
        EntryState::Settled => (Progress::Done, Visibility::Hidden),
        EntryState::Public => match since.span() {
            Some((first, _)) if moment.is_some_and(|moment| first > moment.today) => {
                let publish_at = Some(start_in_china(first));
                (Progress::Approved { secrecy_reviewer: None, publish_at }, Visibility::Hidden)
            }
            _ => match ends {
                PartialDate::Day(last) if moment.is_some_and(|moment| last < moment.today) => {
                    (Progress::Done, Visibility::Expired { was: was(ends) })
                }
                _ => (Progress::Done, Visibility::Public { edition: newest, since, updated: since }),
            },
        },
        EntryState::Withdrawn => {
            let reason = std::mem::take(&mut entry.state_reason);
            (Progress::Done, Visibility::Withdrawn { was: was(entry.state_on), reason, successor: None })
        }
        EntryState::Expired => {
            let until = if entry.state_on.is_unknown() { ends } else { entry.state_on };
            (Progress::Done, Visibility::Expired { was: was(until) })
        }
    }
}

/// Takes a record apart into rows: what is on view as public, an edition in preparation as a draft. What rows cannot
/// say (who reviews it now, its version) is left out: a record under review becomes a draft.
pub fn take_apart(record: &Record) -> Parts {
    let principal = record.principal_edition();
    let number = principal.map_or(1, |edition| edition.number);
    let (state, reason, published_on, state_on) = match &record.visibility {
        Visibility::Public { since, .. } => (EntryState::Public, String::new(), *since, PartialDate::Unknown),
        Visibility::Hidden => match record.progress {
            // Planned by its row, which named the day.
            Progress::Approved { secrecy_reviewer: None, publish_at: Some(at) } => {
                let day = PartialDate::Day(day_in_china(at));
                (EntryState::Public, String::new(), day, PartialDate::Unknown)
            }
            Progress::Done => (EntryState::Settled, String::new(), PartialDate::Unknown, PartialDate::Unknown),
            _ => (EntryState::Draft, String::new(), PartialDate::Unknown, PartialDate::Unknown),
        },
        Visibility::Withdrawn { reason, was, .. } => (EntryState::Withdrawn, reason.clone(), was.since, was.until),
        Visibility::Expired { was } => (EntryState::Expired, String::new(), was.since, was.until),
    };
    let locator = record.releases.first().map(|release| release.locator.clone()).unwrap_or_default();
    let fits = |release: &&Release| {
        release.edition == number
            && release.on == published_on
            && release.locator == locator
            && release.evidence.is_empty()
            && release.note.is_empty()
    };
    let mut inline = record.releases.iter().take_while(fits).count();
    // Without a channel only an address can stand in the row, and only for one release.
    if (inline > 1 || locator.is_empty()) && record.releases[..inline].iter().any(|release| release.channel.is_empty())
    {
        inline = 0;
    }
    let others = record.releases[inline..].iter().map(|release| ReleaseEntry {
        record: record.key.clone(),
        channel: release.channel.clone(),
        on: release.on,
        locator: release.locator.clone(),
        evidence: release.evidence.clone(),
        edition: (release.edition != number).then_some(release.edition),
        note: release.note.clone(),
    });
    let edition = |pick: fn(&Edition) -> &String| principal.map(pick).cloned().unwrap_or_default();
    let other = |edition: &Edition| EditionEntry {
        record: record.key.clone(),
        edition: edition.clone(),
        draft: edition.number > number,
    };
    Parts {
        editions: record.editions.iter().filter(|edition| edition.number != number).map(other).collect(),
        releases: others.collect(),
        record: RecordEntry {
            key: record.key.clone(),
            index: Some(record.index.clone()),
            title: edition(|edition| &edition.title),
            item: record.item.clone(),
            unit: record.unit.clone().unwrap_or_default(),
            form: record.form,
            document_number: edition(|edition| &edition.document_number),
            issuer: edition(|edition| &edition.issuer),
            origin: record.origin,
            made_on: principal.map(|edition| edition.made_on).unwrap_or_default(),
            published_on,
            channels: record.releases[..inline]
                .iter()
                .map(|release| release.channel.clone())
                .filter(|channel| !channel.is_empty())
                .collect(),
            locator: if inline > 0 { locator } else { String::new() },
            openness: record.openness.clone(),
            audience: record.audience,
            term: record.term,
            validity: record.validity,
            count: record.count,
            summary: edition(|edition| &edition.summary),
            body: edition(|edition| &edition.body),
            keywords: principal.map(|edition| edition.keywords.clone()).unwrap_or_default(),
            year: record.year,
            publicity: record.publicity.clone(),
            state: Some(state),
            state_reason: reason,
            state_on,
            change_note: edition(|edition| &edition.change_note),
            note: record.note.clone(),
            source: record.source.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Entry, Row, Table, columns, parse, print};
    use proptest::prelude::*;

    fn entry(cells: &[(&str, &str)]) -> RecordEntry {
        let mut row = vec![String::new(); columns(Table::Records).len()];
        for (key, text) in cells {
            row[columns(Table::Records).iter().position(|column| column.key == *key).unwrap()] = text.to_string();
        }
        match parse(Table::Records, &Row(row)) {
            Ok(Entry::Record(entry)) => *entry,
            other => panic!("{other:?}"),
        }
    }

    fn moment() -> Moment {
        Moment { today: "2023-10-01".parse().unwrap(), names_a_person: |_| false }
    }

    fn built(entry: RecordEntry, releases: Vec<ReleaseEntry>) -> Record {
        let index = IndexNumber { school: "00000".into(), year: 2023, serial: 1 };
        assemble(Parts { record: entry, editions: Vec::new(), releases }, RecordId(7), index, moment())
    }

    #[test]
    fn a_row_with_date_or_channel_is_public_and_one_without_waits() {
        let public = built(entry(&[("title", "甲"), ("item", "1"), ("channel", "site")]), Vec::new());
        assert_eq!(public.visibility.code(), "public");
        let waiting = built(entry(&[("title", "甲"), ("item", "1"), ("made_on", "2023-05-01")]), Vec::new());
        assert_eq!((waiting.visibility.code(), waiting.progress.code()), ("hidden", "draft"));
        let withheld = entry(&[
            ("title", "甲"),
            ("item", "1"),
            ("published_on", "2023-05-01"),
            ("openness", "不予公开"),
            ("ground", "第十条"),
        ]);
        assert_eq!(built(withheld, Vec::new()).visibility, Visibility::Hidden);
    }

    #[test]
    fn what_was_settled_says_so_in_its_row_and_comes_back_as_that() {
        let cells =
            [("title", "甲"), ("item", "1"), ("openness", "不予公开"), ("ground", "第十条"), ("state", "不公开")];
        let settled = built(entry(&cells), Vec::new());
        assert!(settled.is_settled(), "{:?} {:?}", settled.progress, settled.visibility);
        assert_eq!(take_apart(&settled).record.state, Some(EntryState::Settled));
    }

    #[test]
    fn what_is_open_to_objection_stays_no_longer_than_its_publicity_period() {
        let cells = [
            ("title", "拟推荐名单"),
            ("item", "37"),
            ("channel", "site"),
            ("publicity", "国家奖学金"),
            ("publicity_until", "2023-10-20"),
        ];
        for form in ["名单", "通知", ""] {
            let record = built(entry(&[&cells[..], &[("form", form)]].concat()), Vec::new());
            assert_eq!(record.term, Term::Until("2023-10-20".parse().unwrap()), "{form}");
        }
        let own = built(entry(&[&cells[..], &[("term", "2024-03-01")]].concat()), Vec::new());
        assert_eq!(own.term, Term::Until("2024-03-01".parse().unwrap()));
        let ended = built(entry(&[&cells[..4], &[("publicity_until", "2023-09-20")]].concat()), Vec::new());
        let Visibility::Expired { was } = ended.visibility else { panic!("{ended:?}") };
        assert_eq!(was.until.to_string(), "2023-09-20");
    }

    #[test]
    fn a_withdrawn_row_keeps_its_reason() {
        let row = entry(&[
            ("title", "甲"),
            ("item", "1"),
            ("state", "撤回"),
            ("state_reason", "内容有误"),
            ("channel", "site"),
        ]);
        let Visibility::Withdrawn { reason, .. } = built(row, Vec::new()).visibility else { panic!() };
        assert_eq!(reason, "内容有误");
    }

    fn release() -> impl Strategy<Value = ReleaseEntry> {
        let dates = prop::sample::select(vec!["", "2023-05-12", "2023-06"]);
        (
            prop::sample::select(vec!["site", "wechat", "board", ""]),
            dates,
            prop::sample::select(vec!["", "https://a.cn/1"]),
            prop::option::of(1u32..2),
        )
            .prop_filter("something is known", |(channel, on, locator, _)| {
                [channel, on, locator].iter().any(|text| !text.is_empty())
            })
            .prop_map(|(channel, on, locator, edition)| ReleaseEntry {
                record: "k".into(),
                channel: channel.into(),
                on: on.parse().unwrap(),
                locator: locator.into(),
                evidence: String::new(),
                edition,
                note: String::new(),
            })
    }

    proptest! {
        #[test]
        fn taken_apart_printed_read_and_assembled_it_is_the_same_record(
            published in prop::sample::select(vec!["", "2023-05-12", "2023-05"]),
            channels in prop::sample::select(vec!["", "site", "site；wechat"]),
            locator in prop::sample::select(vec!["", "https://a.cn/1"]),
            state in prop::sample::select(vec!["", "草稿", "公开", "撤回", "到期"]),
            releases in prop::collection::vec(release(), 0..4),
        ) {
            let first = built(
                entry(&[("key", "k"), ("title", "甲"), ("item", "37"), ("published_on", published), ("channel", channels),
                        ("locator", locator), ("state", state), ("state_reason", "因")]),
                releases,
            );
            // What a draft was to be published on, and a reason that was never used, are not facts of the record.
            let again = |record: &Record| {
                let parts = take_apart(record);
                let (_, row) = print(&Entry::Record(Box::new(parts.record)));
                let Ok(Entry::Record(read)) = parse(Table::Records, &row) else { panic!("{row:?}") };
                assemble(Parts { record: *read, ..parts }, record.id, record.index.clone(), moment())
            };
            let second = again(&first);
            prop_assert_eq!(&again(&second), &second);
            prop_assert_eq!(second.releases, first.releases);
            prop_assert_eq!(second.visibility, first.visibility);
            prop_assert_eq!(second.editions, first.editions);
        }
    }
}
