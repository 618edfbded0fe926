//! What an event that concerns the public leaves in the public log.
//!
//! It does not ask what was done but what everybody sees now, and enters it where that is another thing than what the log last said
//! of the record. So no door leads past it, and what changes nothing on view leaves no entry. Which unit something is of is not
//! covered: units get other codes and go into one another, and nothing that was published changes by it.

use crate::db::sql::Sql;
use crate::error::{Result, impossible};
use crate::event::Stamp;
use crate::log::{LogEntry, NewEntry, read, unhex};
use crate::whole::Disagreement;
use crate::{Reader, Tx};
use domain::date::{PartialDate, day_in_china};
use domain::event::{Act, Event, Object};
use domain::ids::RecordId;
use domain::record::{Audience, Finder, IndexNumber, Openness, Record, Term, Visibility};
use proof::{Entry, Kind, Opening};
use std::collections::{BTreeMap, HashMap};

/// Records that are looked at together.
const TOGETHER: usize = 300;

/// What everybody sees of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    /// Nothing.
    Nothing,
    /// An edition.
    Edition { number: u32, opening: Box<Opening>, period: Option<(String, String)> },
    /// That it was there.
    Gone { edition: u32, withdrawn: bool },
}

crate::db::sql::rows! {
    struct IdRow {
        id: String,
    }

    struct FileRow {
        format: String,
        bytes: Vec<u8>,
    }

    struct IssueRow {
        year: i64,
        edition: i64,
    }
}

impl Tx {
    /// Enters what these events, numbered after `before`, changed of what everybody sees.
    pub(crate) async fn enter_in_log(&mut self, stamp: &Stamp<'_>, before: u64, events: &[Event]) -> Result<()> {
        let mut touched: BTreeMap<RecordId, (Act, u64)> = BTreeMap::new();
        for (seq, event) in (before + 1..).zip(events).filter(|(_, event)| event.public) {
            let id = match &event.object {
                _ if matches!(event.act, Act::RecordReleased | Act::ReleaseDeleted) => continue,
                Object::Record(id) => *id,
                Object::Report(_) => match self.announced(event).await? {
                    Some(id) => id,
                    None => continue,
                },
                _ => continue,
            };
            touched.insert(id, (event.act, seq));
        }
        let touched: Vec<(RecordId, (Act, u64))> = touched.into_iter().collect();
        for some in touched.chunks(TOGETHER) {
            self.enter(stamp, some).await?;
        }
        Ok(())
    }

    /// Enters everything that everybody sees and the log has nothing of: for a ledger that had no log.
    pub async fn begin_log(&mut self, stamp: &Stamp<'_>) -> Result<()> {
        let text = "SELECT id FROM record WHERE finder = 'public'
             AND id NOT IN (SELECT object FROM log_entry) ORDER BY id";
        let rows: Vec<IdRow> = Sql::new(text).all(&self.tx).await?;
        let wrong = |row: &IdRow| impossible("record", "id", row.id.clone());
        let ids = rows.iter().map(|row| row.id.parse().map_err(|_| wrong(row)));
        let ids: Vec<(RecordId, (Act, u64))> =
            ids.map(|id| Ok((id?, (Act::RecordImported, 0)))).collect::<Result<_>>()?;
        for some in ids.chunks(TOGETHER) {
            self.enter(stamp, some).await?;
        }
        Ok(())
    }

    async fn enter(&mut self, stamp: &Stamp<'_>, touched: &[(RecordId, (Act, u64))]) -> Result<()> {
        let ids: Vec<RecordId> = touched.iter().map(|(id, _)| *id).collect();
        let (records, last) = (self.records(&ids).await?, self.last_entered(&ids).await?);
        let first = self.log_size().await?;
        let mut entries: Vec<NewEntry> = Vec::new();
        for (id, (act, event)) in touched {
            let seq = first + entries.len() as u64;
            let salt =
                Opening::digest_of_file(&[&stamp.seed[..], id.to_string().as_bytes(), &seq.to_be_bytes()].concat());
            let record = records.get(id);
            let was = last.get(id);
            let mut seen = match record {
                Some(record) => self.seen(record).await?,
                None => Seen::Nothing,
            };
            if !differs(was, &mut seen)? {
                continue;
            }
            let Some(kind) = kind(was.map(|(_, entry)| entry), &seen, *act, record) else { continue };
            let index = match (record, was) {
                (Some(record), _) => record.index.to_string(),
                (None, Some((_, entry))) => entry.index.clone(),
                (None, None) => continue,
            };
            let mut entry = Entry {
                kind,
                index,
                edition: 0,
                commitments: None,
                period: None,
                date: day_in_china(stamp.at).to_string(),
                at: stamp.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
                former: None,
            };
            let salt = match seen {
                Seen::Edition { number, mut opening, period } => {
                    opening.salt = salt;
                    entry = Entry { edition: number, commitments: Some(opening.commit()), period, ..entry };
                    Some(salt)
                }
                Seen::Gone { edition, .. } => {
                    entry.edition = edition;
                    None
                }
                Seen::Nothing => None,
            };
            entries.push((id.to_string(), *event, entry, salt));
        }
        if entries.is_empty() { Ok(()) } else { self.add_entries(first, entries).await }
    }
}

impl Reader {
    /// The record that announces an issued report.
    async fn announced(&self, event: &Event) -> Result<Option<RecordId>> {
        let index = event.facts.iter().find(|(name, _)| *name == "index").map(|(_, index)| index.as_str());
        let Some(index) = index.and_then(|index| index.parse::<IndexNumber>().ok()) else { return Ok(None) };
        Ok(self.find_record_by_index(&index).await?.map(|record| record.id))
    }

    /// What the log last said of these records.
    async fn last_entered(&self, ids: &[RecordId]) -> Result<HashMap<RecordId, (LogEntry, Entry)>> {
        let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut last = HashMap::new();
        for entry in self.log_last_of(&names).await? {
            if let Some(id) = entry.record {
                let read = read(&entry)?;
                last.insert(id, (entry, read));
            }
        }
        Ok(last)
    }

    /// What everybody sees of a record. The salt of its opening is still to be set.
    async fn seen(&self, record: &Record) -> Result<Seen> {
        if record.openness != Openness::Proactive || record.audience != Audience::Public {
            return Ok(Seen::Nothing);
        }
        if let Some(was) = record.visibility.past() {
            let withdrawn = matches!(record.visibility, Visibility::Withdrawn { .. });
            return Ok(Seen::Gone { edition: was.edition, withdrawn });
        }
        let (Some(edition), Finder::Public) = (record.public_edition(), record.finder()) else {
            return Ok(Seen::Nothing);
        };
        let posting = match record.publicity {
            Some(_) => self.posting(record.id, edition.number).await?,
            None => None,
        };
        let list = match &posting {
            Some(posting) if !posting.roll.heads.is_empty() || !posting.roll.rows.is_empty() => {
                serde_json::json!([posting.roll.heads, posting.roll.rows]).to_string()
            }
            _ => String::new(),
        };
        let (from, until) = record.publicity.as_ref().map(|period| (period.from, period.until)).unwrap_or_default();
        let known = |day: PartialDate| if day.is_unknown() { String::new() } else { day.to_string() };
        let meta = serde_json::json!({
            "title": edition.title,
            "summary": edition.summary,
            "number": edition.document_number,
            "issuer": edition.issuer,
            "change": edition.change_note,
            "item": record.item.to_string(),
            "form": record.form.code(),
            "validity": record.validity.code(),
            "made": known(edition.made_on),
            "published": known(record.published_on()),
            "until": match record.term { Term::Until(day) => day.to_string(), Term::Standing => String::new() },
            "period": [known(from), known(until)],
        });
        let period = (!from.is_unknown() && !until.is_unknown()).then(|| (from.to_string(), until.to_string()));
        let mut files = Vec::new();
        for file in record.attachments.iter().filter(|file| file.is_in(edition.number)) {
            let digest = unhex(&file.digest).ok_or_else(|| impossible("attachment", "digest", file.id))?;
            files.push((digest, plain(&file.name)));
        }
        files.extend(self.issued_with(record.id).await?);
        let text = Opening::digest_of(&edition.body, &list);
        let opening = Opening { salt: [0; 32], text, files, meta: meta.to_string() };
        Ok(Seen::Edition { number: edition.number, opening: Box::new(opening), period })
    }

    /// The files of the newest issue of the report that a record announces.
    async fn issued_with(&self, record: RecordId) -> Result<Vec<(proof::Hash, String)>> {
        let text = "SELECT year, edition FROM issued_report WHERE record = $1 ORDER BY edition DESC LIMIT 1";
        let issue: Option<IssueRow> = crate::db::sql::sql(text, [record.to_string().into()]).one(&self.tx).await?;
        let Some(IssueRow { year, edition }) = issue else { return Ok(Vec::new()) };
        let text = "SELECT format, bytes FROM issued_file WHERE year = $1 AND edition = $2 ORDER BY format";
        let files: Vec<FileRow> = crate::db::sql::sql(text, [year.into(), edition.into()]).all(&self.tx).await?;
        let named =
            |file: FileRow| (Opening::digest_of_file(&file.bytes), format!("{year}-{}.{}", year + 1, file.format));
        Ok(files.into_iter().map(named).collect())
    }

    /// What an entry was made of, as the ledger has it now; nothing unless it is the last of its record, the record is on view, and
    /// its salt is there.
    pub async fn log_opening(&self, entry: &LogEntry) -> Result<Option<Opening>> {
        let (Some(id), Some(salt)) = (entry.record, entry.salt) else { return Ok(None) };
        let Some(record) = self.find_record(id).await? else { return Ok(None) };
        let Seen::Edition { mut opening, .. } = self.seen(&record).await? else { return Ok(None) };
        opening.salt = salt;
        Ok(opening.check(&read(entry)?).is_ok().then_some(*opening))
    }

    /// Records of which everybody sees something else than the log last said.
    pub async fn disagreeing_log(&self) -> Result<Vec<Disagreement>> {
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let text = "SELECT id FROM (SELECT id FROM record WHERE finder = 'public' UNION
                 SELECT object AS id FROM log_entry WHERE object <> '') AS known WHERE id > $1 ORDER BY id LIMIT $2";
            let limit = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
            let rows: Vec<IdRow> =
                crate::db::sql::sql(text, [after.as_str().into(), limit.into()]).all(&self.tx).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after.clone_from(&last.id);
            let wrong = |row: &IdRow| impossible("log_entry", "object", row.id.clone());
            let ids: Vec<RecordId> =
                rows.iter().map(|row| row.id.parse().map_err(|_| wrong(row))).collect::<Result<_>>()?;
            let (records, entered) = (self.records(&ids).await?, self.last_entered(&ids).await?);
            for id in ids {
                let mut seen = match records.get(&id) {
                    Some(record) => self.seen(record).await?,
                    None => Seen::Nothing,
                };
                if differs(entered.get(&id), &mut seen)? {
                    found.push(Disagreement { table: "log_entry", row: id.to_string(), column: "body".into() });
                }
            }
        }
    }
}

/// A name without what would break a line.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether what everybody sees is another thing than what the log last said. What is seen takes the salt of what was said.
fn differs(was: Option<&(LogEntry, Entry)>, seen: &mut Seen) -> Result<bool> {
    Ok(match (was, seen) {
        (None, Seen::Nothing) => false,
        (None, _) => true,
        (Some((_, entry)), Seen::Nothing) => entry.kind != Kind::Restrict,
        (Some((_, entry)), Seen::Gone { edition, withdrawn }) => {
            let was = matches!(entry.kind, Kind::Withdraw | Kind::Expire | Kind::PublicityEnd);
            !was || (entry.kind == Kind::Withdraw) != *withdrawn || entry.edition != *edition
        }
        (Some((stored, entry)), Seen::Edition { number, opening, period }) => {
            let Some(salt) = stored.salt else { return Ok(true) };
            opening.salt = salt;
            entry.edition != *number || entry.period != *period || opening.check(entry).is_err()
        }
    })
}

/// What is said of it.
fn kind(was: Option<&Entry>, seen: &Seen, act: Act, record: Option<&Record>) -> Option<Kind> {
    let posted = record.is_some_and(|record| record.publicity.is_some());
    let on_view = was.is_some_and(|entry| entry.commitments.is_some());
    Some(match seen {
        Seen::Nothing => Kind::Restrict,
        Seen::Gone { withdrawn: true, .. } => Kind::Withdraw,
        Seen::Gone { .. } if posted => Kind::PublicityEnd,
        Seen::Gone { .. } => Kind::Expire,
        Seen::Edition { .. } => match act {
            Act::ReportIssued => Kind::Report,
            Act::PublicityExtended => Kind::PublicityExtend,
            Act::RecordAmended => Kind::Amend,
            _ if on_view => Kind::Correct,
            Act::RecordPublished if posted => Kind::PublicityBegin,
            Act::RecordPublished => Kind::Publish,
            _ => Kind::Import,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::hex;

    #[test]
    fn a_digest_is_read_as_it_was_written_and_no_other() {
        assert_eq!(unhex(&hex(&[0xa7; 32])), Some([0xa7; 32]));
        assert_eq!(unhex("a7"), None);
        assert_eq!(unhex(&"字".repeat(21)), None);
    }

    #[test]
    fn a_name_breaks_no_line() {
        assert_eq!(plain("附件\n一.pdf"), "附件 一.pdf");
    }
}
