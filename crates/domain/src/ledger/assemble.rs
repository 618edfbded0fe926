//! Rows of a ledger become a record with its editions and releases, and a record becomes rows again.
//!
//! Releases that share the row's date and locator stand in the row itself; others in the `releases` table. What
//! is assembled from rows and taken apart again gives the same record.

use super::entry::{EditionEntry, EntryState, RecordEntry, ReleaseEntry};
use crate::date::PartialDate;
use crate::ids::RecordId;
use crate::record::{Edition, Form, IndexNumber, Openness, Progress, Record, Release, Term, Visibility};

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

/// Puts a record together. Units and channels in the parts are codes by now.
pub fn assemble(parts: Parts, id: RecordId, index: IndexNumber) -> Record {
    let Parts { record: entry, editions: earlier, releases } = parts;
    let mut editions: Vec<Edition> = earlier.into_iter().map(|entry| entry.edition).collect();
    editions.sort_by_key(|edition| edition.number);
    let newest = editions.last().map_or(1, |edition| edition.number + 1);
    let mut channels = entry.channels;
    if channels.is_empty() && !entry.locator.is_empty() {
        // An address without a channel is a release all the same; which channel it was is not known.
        channels.push(String::new());
    }
    let inline = channels.iter().map(|channel| Release {
        edition: newest,
        channel: channel.clone(),
        on: entry.published_on,
        locator: entry.locator.clone(),
        evidence: String::new(),
        note: String::new(),
    });
    let others = releases.into_iter().map(|release| Release {
        edition: release.edition.unwrap_or(newest),
        channel: release.channel,
        on: release.on,
        locator: release.locator,
        evidence: release.evidence,
        note: release.note,
    });
    let releases: Vec<Release> = inline.chain(others).collect();
    editions.push(Edition {
        number: newest,
        title: entry.title,
        summary: entry.summary,
        body: entry.body,
        document_number: entry.document_number,
        issuer: entry.issuer,
        made_on: entry.made_on,
        keywords: entry.keywords,
        change_note: entry.change_note,
    });
    let out = !entry.published_on.is_unknown() || !releases.is_empty();
    let usual = if out && entry.openness == Openness::Proactive { EntryState::Public } else { EntryState::Draft };
    let (progress, visibility) = match entry.state.unwrap_or(usual) {
        EntryState::Draft => (Progress::Draft { returned: None }, Visibility::Hidden),
        EntryState::Public => {
            let since = entry.published_on;
            (Progress::Done, Visibility::Public { edition: newest, since, updated: since })
        }
        EntryState::Withdrawn => {
            (Progress::Done, Visibility::Withdrawn { reason: entry.state_reason, successor: None })
        }
        EntryState::Expired => (Progress::Done, Visibility::Expired),
    };
    // A list of names comes down when its publicity period ends (教财厅函〔2017〕28号), whatever its row says.
    let term = match (entry.term, entry.form, entry.publicity.as_ref().and_then(|period| period.until.day())) {
        (Term::Standing, Form::List, Some(last)) => Term::Until(last),
        (term, ..) => term,
    };
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
        note: entry.note,
        source: entry.source,
        version: 0,
    }
}

/// Takes a record apart into rows. What rows cannot say (who reviews it now, its version) is left out: a
/// record under review becomes a draft.
pub fn take_apart(record: &Record) -> Parts {
    let (newest, earlier) = record.editions.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
    let number = newest.map_or(1, |edition| edition.number);
    let (state, reason, published_on) = match &record.visibility {
        Visibility::Public { since, .. } => (EntryState::Public, String::new(), *since),
        Visibility::Hidden => (EntryState::Draft, String::new(), PartialDate::Unknown),
        Visibility::Withdrawn { reason, .. } => (EntryState::Withdrawn, reason.clone(), first_release(record)),
        Visibility::Expired => (EntryState::Expired, String::new(), first_release(record)),
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
    let edition = |pick: fn(&Edition) -> &String| newest.map(pick).cloned().unwrap_or_default();
    Parts {
        editions: earlier
            .iter()
            .map(|edition| EditionEntry { record: record.key.clone(), edition: edition.clone() })
            .collect(),
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
            made_on: newest.map(|edition| edition.made_on).unwrap_or_default(),
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
            keywords: newest.map(|edition| edition.keywords.clone()).unwrap_or_default(),
            year: record.year,
            publicity: record.publicity.clone(),
            state: Some(state),
            state_reason: reason,
            change_note: edition(|edition| &edition.change_note),
            note: record.note.clone(),
            source: record.source.clone(),
        },
    }
}

/// Takes an imported record over the one that is there: identity, index number and history stay, the rest is as
/// the rows say. Public editions never change, so other content becomes the next edition, brought up to date on
/// `today`; `whole` says that the rows gave earlier editions too and are the whole history.
pub fn merge(existing: &Record, incoming: Record, whole: bool, today: chrono::NaiveDate) -> Record {
    let mut merged = Record {
        id: existing.id,
        index: existing.index.clone(),
        drafter: existing.drafter,
        version: existing.version,
        ..incoming
    };
    let content = |edition: &Edition| Edition { number: 0, change_note: String::new(), ..edition.clone() };
    let (Some(old), Some(new)) = (existing.newest(), merged.newest().cloned()) else { return merged };
    if whole {
        return merged;
    }
    let same = content(old) == content(&new);
    let was_public = matches!(existing.visibility, Visibility::Public { .. });
    merged.editions.clone_from(&existing.editions);
    if !same && was_public {
        merged.editions.push(Edition { number: old.number + 1, ..new });
    } else if let Some(last) = merged.editions.last_mut() {
        *last = Edition { number: old.number, ..new };
    }
    let number = merged.newest().map_or(1, |edition| edition.number);
    for release in &mut merged.releases {
        let known =
            existing.releases.iter().find(|known| Release { edition: release.edition, ..(*known).clone() } == *release);
        release.edition = known.map_or(number, |known| known.edition);
    }
    if let Visibility::Public { since, .. } = merged.visibility {
        let updated = match existing.visibility {
            _ if !same && was_public => PartialDate::Day(today),
            Visibility::Public { updated, .. } => updated,
            _ => since,
        };
        merged.visibility = Visibility::Public { edition: number, since, updated };
    }
    merged
}

fn first_release(record: &Record) -> PartialDate {
    record.releases.first().map(|release| release.on).unwrap_or_default()
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

    fn built(entry: RecordEntry, releases: Vec<ReleaseEntry>) -> Record {
        let index = IndexNumber { school: "00000".into(), year: 2023, serial: 1 };
        assemble(Parts { record: entry, editions: Vec::new(), releases }, RecordId(7), index)
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
    fn a_list_of_names_stays_no_longer_than_its_publicity_period() {
        let cells = [
            ("title", "拟推荐名单"),
            ("item", "37"),
            ("channel", "site"),
            ("publicity", "国家奖学金"),
            ("publicity_until", "2023-10-20"),
        ];
        let list = built(entry(&[&cells[..], &[("form", "名单")]].concat()), Vec::new());
        assert_eq!(list.term, Term::Until("2023-10-20".parse().unwrap()));
        let notice = built(entry(&[&cells[..], &[("form", "通知")]].concat()), Vec::new());
        assert_eq!(notice.term, Term::Standing);
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

    #[test]
    fn other_content_of_a_public_record_becomes_its_next_edition() {
        let row = |title: &str| {
            built(
                entry(&[
                    ("key", "k"),
                    ("title", title),
                    ("item", "1"),
                    ("published_on", "2023-05-01"),
                    ("channel", "site"),
                ]),
                Vec::new(),
            )
        };
        let today: chrono::NaiveDate = "2023-10-01".parse().unwrap();
        let first = row("甲");
        assert_eq!(merge(&first, row("甲"), false, today), first);
        let second = merge(&first, row("乙"), false, today);
        assert_eq!(
            second.editions.iter().map(|e| (e.number, e.title.as_str())).collect::<Vec<_>>(),
            [(1, "甲"), (2, "乙")]
        );
        assert_eq!(second.releases[0].edition, 1, "what went out before was the first edition");
        let Visibility::Public { edition: 2, updated, .. } = second.visibility else { panic!() };
        assert_eq!(updated, PartialDate::Day(today));
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
                assemble(Parts { record: *read, ..parts }, record.id, record.index.clone())
            };
            let second = again(&first);
            prop_assert_eq!(&again(&second), &second);
            prop_assert_eq!(second.releases, first.releases);
            prop_assert_eq!(second.visibility, first.visibility);
            prop_assert_eq!(second.editions, first.editions);
        }
    }
}
