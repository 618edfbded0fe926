//! Codes of units and channels: where else they stand, what they were before, and how one takes the place of another.
//!
//! Few columns hold such a code, and a test walks the schema so that none is forgotten. Whether a code may change is
//! not asked here: `app` decided before.

use crate::db::sql::{Number, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::{RELEASE, ReleaseRow, release_values};
use crate::{Reader, Thing, Tx};
use domain::ids::RecordId;
use domain::record::Release;

/// Former names of units.
pub(crate) const UNIT_FORMER: Table = Table { name: "unit_former", columns: &["unit", "former"] };

/// Former names of channels.
pub(crate) const CHANNEL_FORMER: Table = Table { name: "channel_former", columns: &["channel", "former"] };

/// What a code is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeOf {
    /// A unit.
    Unit,
    /// A channel.
    Channel,
}

/// A column in which the code of something else stands.
pub(crate) struct Place {
    /// The table, which is what the message about it is called by.
    pub(crate) table: &'static str,
    /// The column.
    pub(crate) column: &'static str,
}

/// Every column that holds the code of a unit.
const UNIT_PLACES: &[Place] = &[
    Place { table: "record", column: "unit" },
    Place { table: "dataset", column: "unit" },
    Place { table: "item_setting", column: "unit" },
    Place { table: "item_draft", column: "unit" },
    Place { table: "nil_statement", column: "unit" },
    Place { table: "unit", column: "parent" },
    Place { table: "post", column: "unit" },
    Place { table: "request_unit", column: "unit" },
    Place { table: "voice_unit", column: "unit" },
];

/// Every column that holds the code of a channel.
const CHANNEL_PLACES: &[Place] =
    &[Place { table: "release", column: "channel" }, Place { table: "evidence", column: "channel" }];

impl CodeOf {
    /// Stable code, a part of message keys.
    pub fn code(self) -> &'static str {
        match self {
            CodeOf::Unit => "unit",
            CodeOf::Channel => "channel",
        }
    }

    /// Where else its code stands.
    pub(crate) fn places(self) -> &'static [Place] {
        match self {
            CodeOf::Unit => UNIT_PLACES,
            CodeOf::Channel => CHANNEL_PLACES,
        }
    }

    /// The table of its former names.
    fn former(self) -> &'static Table {
        match self {
            CodeOf::Unit => &UNIT_FORMER,
            CodeOf::Channel => &CHANNEL_FORMER,
        }
    }
}

/// What something was called before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// Its code today.
    pub code: String,
    /// A name or code that it had.
    pub former: String,
}

/// What two things had alike and only one has after they were merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folded {
    /// Releases of one edition on one day at one address.
    pub releases: u64,
    /// Nil statements of one item and school year.
    pub nil: u64,
}

rows! {
    struct FormerRow {
        code: String,
        former: String,
    }

    struct Id {
        id: String,
    }

    struct TwiceRow {
        record_nr: i64,
    }

    struct TwiceNil {
        year: i64,
        item: String,
    }

    struct Keyed {
        number: i64,
        word: String,
    }
}

impl Reader {
    /// Former names and codes of units or channels.
    pub async fn former_names(&self, of: CodeOf) -> Result<Vec<Former>> {
        let Table { name, columns } = of.former();
        let text = format!("SELECT {} AS code, former FROM {name} ORDER BY {}, former", columns[0], columns[0]);
        let rows: Vec<FormerRow> = sql(&text, []).all(&self.tx).await?;
        Ok(rows.into_iter().map(|FormerRow { code, former }| Former { code, former }).collect())
    }

    /// What names a unit or channel: tables and how many rows of each.
    pub async fn named_by(&self, of: CodeOf, code: &str) -> Result<Vec<(&'static str, u64)>> {
        let mut named = Vec::new();
        // What shows a release goes with it and is not counted beside it.
        for Place { table, column } in of.places().iter().filter(|place| place.table != "evidence") {
            let text = format!("SELECT count(*) AS n FROM {table} WHERE {column} = $1");
            let rows = sql(&text, [code.into()]).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
            if rows > 0 {
                named.push((*table, rows.unsigned_abs()));
            }
        }
        Ok(named)
    }

    /// Everything that changes when what has the code `from` goes into what has the code `into`, those two last.
    pub async fn merged_with(&self, of: CodeOf, from: &str, into: &str) -> Result<Vec<Thing>> {
        let found = async |text: &str| sql(text, [from.into()]).all::<Keyed>(&self.tx).await;
        let record = |Keyed { word, .. }| {
            let id = word.parse().map_err(|_| impossible("record", "id", &word))?;
            Ok(Thing::Record(id))
        };
        let mut things: Vec<Thing> = Vec::new();
        match of {
            CodeOf::Unit => {
                let records = found("SELECT nr AS number, id AS word FROM record WHERE unit = $1").await?;
                things = records.into_iter().map(record).collect::<Result<_>>()?;
                let datasets = found("SELECT year AS number, dataset_key AS word FROM dataset WHERE unit = $1").await?;
                things.extend(datasets.into_iter().map(|row| Thing::Dataset(row.word, row.number)));
                let items = found("SELECT from_year AS number, item AS word FROM item_setting WHERE unit = $1").await?;
                things.extend(items.into_iter().map(|row| Thing::Item(row.word, row.number)));
                for row in found("SELECT year AS number, item AS word FROM nil_statement WHERE unit = $1").await? {
                    let nil = |unit: &str| Thing::Nil(row.number, row.word.clone(), unit.into());
                    things.extend([nil(from), nil(into)]);
                }
                let below = found("SELECT position AS number, code AS word FROM unit WHERE parent = $1").await?;
                let below = below.into_iter().map(|row| row.word).filter(|code| code != from && code != into);
                things.extend(below.map(Thing::Unit));
                things.extend([into, from].map(|code| Thing::Unit(code.into())));
            }
            CodeOf::Channel => {
                let text = "SELECT nr AS number, id AS word FROM record
                     WHERE nr IN (SELECT record_nr FROM release WHERE channel = $1)";
                things.extend(found(text).await?.into_iter().map(record).collect::<Result<Vec<_>>>()?);
                let shown = found("SELECT size AS number, id AS word FROM evidence WHERE channel = $1").await?;
                let evidence = |Keyed { word, .. }: Keyed| {
                    word.parse().map(Thing::ShownOver).map_err(|_| impossible("evidence", "id", &word))
                };
                things.extend(shown.into_iter().map(evidence).collect::<Result<Vec<_>>>()?);
                things.extend([into, from].map(|code| Thing::Channel(code.into())));
            }
        }
        Ok(things)
    }
}

impl Tx {
    /// Notes what a unit or channel was called before.
    pub async fn save_former(&mut self, of: CodeOf, code: &str, former: &str) -> Result<()> {
        of.former().insert(&self.tx, vec![code.into(), former.into()], " ON CONFLICT DO NOTHING").await
    }

    /// Takes a former name away from whatever has it.
    pub async fn forget_former(&mut self, of: CodeOf, former: &str) -> Result<()> {
        let text = format!("DELETE FROM {} WHERE former = $1", of.former().name);
        sql(&text, [former.into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Gives a unit or channel another code, which nothing else has; everything that names it follows. The one before
    /// is not kept as a former code by this.
    pub async fn recode(&mut self, of: CodeOf, from: &str, to: &str) -> Result<()> {
        let text = format!("UPDATE {} SET code = $2 WHERE code = $1", of.code());
        sql(&text, [from.into(), to.into()]).run(&self.tx).await?;
        self.recode_closed(of, from, to).await?;
        self.follow(of, from, to).await
    }

    /// Lets everything that names `from` name `into`, and takes `from` away. Its former names become those of `into`.
    pub async fn merge_codes(&mut self, of: CodeOf, from: &str, into: &str) -> Result<Folded> {
        let folded = match of {
            CodeOf::Unit => Folded { nil: self.fold_nil(from, into).await?, ..Folded::default() },
            CodeOf::Channel => Folded { releases: self.fold_releases(from, into).await?, ..Folded::default() },
        };
        self.save_closed(of, from, None).await?;
        if of == CodeOf::Unit {
            // Who is the same in both is so once.
            let twice = "DELETE FROM post WHERE unit = $1 AND EXISTS (SELECT 1 FROM post AS other
                 WHERE other.person = post.person AND other.role = post.role AND other.unit = $2)";
            sql(twice, [from.into(), into.into()]).run(&self.tx).await?;
        }
        self.follow(of, from, into).await?;
        if of == CodeOf::Unit {
            // What stood above or below itself stands alone now.
            sql("UPDATE unit SET parent = '' WHERE code = $1 AND parent = $1", [into.into()]).run(&self.tx).await?;
        }
        sql(&format!("DELETE FROM {} WHERE code = $1", of.code()), [from.into()]).run(&self.tx).await?;
        Ok(folded)
    }

    /// Takes a unit or channel away, and what it was called before.
    pub async fn delete_coded(&mut self, of: CodeOf, code: &str) -> Result<()> {
        let Table { name, columns } = of.former();
        self.save_closed(of, code, None).await?;
        sql(&format!("DELETE FROM {name} WHERE {} = $1", columns[0]), [code.into()]).run(&self.tx).await?;
        sql(&format!("DELETE FROM {} WHERE code = $1", of.code()), [code.into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Lets what a record names by a code of before name it by today's: one that was put back as it was.
    pub(crate) async fn name_as_today(&self, id: RecordId) -> Result<()> {
        self.about_to_write([id.to_string()]).await?;
        let release = "record_nr = (SELECT nr FROM record WHERE id = $1)";
        for (of, table, own) in [(CodeOf::Unit, "record", "id = $1"), (CodeOf::Channel, "release", release)] {
            let Table { name, columns } = of.former();
            let code = columns[0];
            let text = format!(
                "UPDATE {table} SET {code} = (SELECT min(f.{code}) FROM {name} AS f WHERE f.former = {table}.{code})
                 WHERE {own} AND {code} NOT IN (SELECT code FROM {}) AND {code} IN (SELECT former FROM {name})",
                of.code()
            );
            sql(&text, [id.to_string().into()]).run(&self.tx).await?;
        }
        Ok(())
    }

    /// Every column that holds `from` holds `to`.
    async fn follow(&mut self, of: CodeOf, from: &str, to: &str) -> Result<()> {
        // Whoever has read a record must see that it is another now.
        let touched = match of {
            CodeOf::Unit => "unit = $1",
            CodeOf::Channel => "nr IN (SELECT record_nr FROM release WHERE channel = $1)",
        };
        self.touch(touched, from.into()).await?;
        for Place { table, column } in of.places() {
            let text = format!("UPDATE {table} SET {column} = $2 WHERE {column} = $1");
            sql(&text, [from.into(), to.into()]).run(&self.tx).await?;
        }
        let Table { name, columns } = of.former();
        let code = columns[0];
        let moved = format!(
            "INSERT INTO {name} ({code}, former) SELECT $2, former FROM {name} WHERE {code} = $1 ON CONFLICT DO NOTHING"
        );
        sql(&moved, [from.into(), to.into()]).run(&self.tx).await?;
        sql(&format!("DELETE FROM {name} WHERE {code} = $1"), [from.into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Moves the versions of records, and with them those at which batches left them: what a record says is the same.
    async fn touch(&self, which: &str, value: Value) -> Result<()> {
        let ids: Vec<Id> = sql(&format!("SELECT id FROM record WHERE {which}"), [value.clone()]).all(&self.tx).await?;
        self.about_to_write(ids.into_iter().map(|row| row.id)).await?;
        let text = format!(
            "UPDATE batch_thing SET version = version + 1 WHERE kind = 'record' AND EXISTS (SELECT 1 FROM record
             WHERE record.id = substr(thing_key, 3, length(thing_key) - 4) AND record.version = batch_thing.version
                 AND {which})"
        );
        sql(&text, [value.clone()]).run(&self.tx).await?;
        sql(&format!("UPDATE record SET version = version + 1 WHERE {which}"), [value]).run(&self.tx).await?;
        Ok(())
    }

    /// Takes away releases over `from` that say what one over `into` says, their evidence and remark kept.
    async fn fold_releases(&self, from: &str, into: &str) -> Result<u64> {
        let twice = "SELECT DISTINCT a.record_nr FROM release AS a JOIN release AS b ON b.record_nr = a.record_nr
                AND b.edition = a.edition AND b.released_on = a.released_on AND b.locator = a.locator
             WHERE a.channel = $1 AND b.channel = $2 ORDER BY a.record_nr";
        let records: Vec<TwiceRow> = sql(twice, [from.into(), into.into()]).all(&self.tx).await?;
        let mut folded = 0;
        for TwiceRow { record_nr } in records {
            let text = "SELECT * FROM release WHERE record_nr = $1 ORDER BY position";
            let rows: Vec<ReleaseRow> = sql(text, [record_nr.into()]).all(&self.tx).await?;
            let mut kept = rows.into_iter().map(ReleaseRow::release).collect::<Result<Vec<Release>>>()?;
            let before = kept.len();
            for release in kept.clone().into_iter().filter(|release| release.channel == from) {
                let alike = |other: &&mut Release| {
                    other.channel == into
                        && (other.edition, other.on, &other.locator) == (release.edition, release.on, &release.locator)
                        && agree(&other.evidence, &release.evidence)
                        && agree(&other.note, &release.note)
                };
                let Some(other) = kept.iter_mut().find(alike) else { continue };
                fill(&mut other.evidence, &release.evidence);
                fill(&mut other.note, &release.note);
                if let Some(at) = kept.iter().position(|other| *other == release) {
                    kept.remove(at);
                }
            }
            folded += (before - kept.len()) as u64;
            // Its version moves here: what is left of it may name `from` no more.
            self.touch("nr = $1", record_nr.into()).await?;
            sql("DELETE FROM release WHERE record_nr = $1", [record_nr.into()]).run(&self.tx).await?;
            let mut values = Vec::new();
            for (position, release) in kept.iter().enumerate() {
                release_values(release, record_nr, position, &mut values);
            }
            RELEASE.insert(&self.tx, values, "").await?;
        }
        Ok(folded)
    }

    /// Takes away nil statements of `from` where `into` made one too; what that one leaves open is filled in.
    async fn fold_nil(&self, from: &str, into: &str) -> Result<u64> {
        let twice = "SELECT a.year, a.item FROM nil_statement AS a
             JOIN nil_statement AS b ON b.year = a.year AND b.item = a.item
             WHERE a.unit = $1 AND b.unit = $2 ORDER BY a.year, a.item";
        let twice: Vec<TwiceNil> = sql(twice, [from.into(), into.into()]).all(&self.tx).await?;
        for TwiceNil { year, item } in &twice {
            let key: [Value; 4] = [(*year).into(), item.into(), from.into(), into.into()];
            for column in ["signed_by", "signed_on", "note"] {
                let text = format!(
                    "UPDATE nil_statement SET {column} = (SELECT a.{column} FROM nil_statement AS a
                         WHERE a.year = $1 AND a.item = $2 AND a.unit = $3)
                     WHERE year = $1 AND item = $2 AND unit = $4 AND {column} = ''"
                );
                sql(&text, key.clone()).run(&self.tx).await?;
            }
            let [year, item, from, _] = key;
            sql("DELETE FROM nil_statement WHERE year = $1 AND item = $2 AND unit = $3", [year, item, from])
                .run(&self.tx)
                .await?;
        }
        Ok(twice.len() as u64)
    }
}

/// Whether two texts can be one: alike, or only one of them says anything.
fn agree(one: &str, other: &str) -> bool {
    one == other || one.is_empty() || other.is_empty()
}

fn fill(text: &mut String, other: &str) {
    if text.is_empty() {
        other.clone_into(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::db::sql::Sql;
    use std::collections::BTreeMap;

    rows! {
        struct Column {
            tab: String,
            col: String,
        }
    }

    /// Columns of text that hold no code of a unit or channel that has to follow: other keys and words, and what is
    /// history and stays as it was (`event`, `batch_thing`, `issued_report`).
    const OTHERS: &[(&str, &str)] = &[
        ("attachment", "id name digest spots unread"),
        ("batch", "actor source undone_by"),
        ("batch_thing", "kind thing_key before_rows after_rows"),
        ("blob", "digest"),
        ("blob_text", "digest wording"),
        ("catalogue_edition", "actor"),
        ("channel", "name kind address note"),
        ("channel_former", "former"),
        // Holds codes of both kinds; `recode` and `merge_codes` see to it.
        ("closed_code", "kind code closed_on"),
        ("comment", "record author wording"),
        ("complaint_key", "made_by public_key salt wrapped"),
        ("dataset", "dataset_key title item as_of source"),
        ("edition", "title summary body document_number issuer made_on keywords change_note"),
        ("event", "id actor act object_kind object_key reason facts"),
        ("evidence", "id record released_on locator name digest author"),
        ("figure", "dataset_key figure_key name unit definition disputed"),
        ("handed_document", "person digest name"),
        ("head_answer", "ledger_table head means"),
        ("identity", "dataset_key kind figure_keys note"),
        ("index_counter", "school"),
        ("invitation", "digest person"),
        ("issued_file", "format"),
        ("issued_report", "record signed_on document"),
        ("item_care", "item person audience"),
        ("item_draft", "item category_name wording applicability applicability_reason timing maps_to note"),
        ("item_setting", "item category_name wording applicability applicability_reason timing maps_to note"),
        ("job", "kind job_key failure"),
        ("known_browser", "digest person"),
        ("log_checkpoint", "signer root note"),
        ("log_entry", "object kind day body leaf salt"),
        ("log_node", "hash"),
        ("mail_choice", "person lang"),
        ("message", "message_key kind recipient subject plain html state failure"),
        ("migration", "name"),
        ("nil_statement", "item signed_by signed_on note"),
        ("objection", "receipt record body name contact stage ruled_by ruling answer about_cells"),
        ("person", "id login name email access password second_step"),
        ("post", "person role"),
        (
            "posting",
            "record kind starts_on days contact heads from_on until_on first_end extended_why kept_until wider kept",
        ),
        ("posting_row", "record cells"),
        ("publicity_rule", "kind valid_from basis scope shows"),
        (
            "record",
            "id ledger_key index_school item form origin openness openness_ground audience term_until validity publicity_kind publicity_from publicity_until publicity_first publicity_last drafter progress returned unit_reviewer secrecy_reviewer visibility since updated until withdrawn_reason successor finder account title document_number note source",
        ),
        ("release", "released_on locator evidence note"),
        ("reminder", "person thing stage need made_by note"),
        ("report_approval", "sent_by answer answered_by reason"),
        ("report_remark", "made_by wording settled_by"),
        ("report_text", "place heading wording source"),
        ("report_version", "kept_by document"),
        (
            "request",
            "receipt received_on intake kind name contact representative phone email address content purpose wanted way identity identity_until stage ended_on released",
        ),
        ("request_letter", "letter document"),
        ("request_step", "happened_on person act texts"),
        ("request_unit", ""),
        // Of a view that names a unit which is gone, the table leaves that condition out.
        ("saved_view", "person name query"),
        ("school_fact", "fact value note"),
        // Its keys are ids of records and names of tables.
        ("seal", "kind seal_key digest"),
        ("search_miss", "wording"),
        ("sent_form", "id person made"),
        ("session", "digest id person stage browser place"),
        ("spare_code", "person digest"),
        // What it is about may name a unit; one that is recoded is followed by nobody until they ask again.
        ("subscription", "id token address about rhythm lang"),
        ("survey", "title intro first_day last_day stage closed_on shown_on summary"),
        ("survey_answer", "id audience way answers form"),
        ("survey_code", "digest audience"),
        ("survey_group", "audience"),
        ("survey_question", "kind words"),
        ("tally", "item month"),
        ("unit", "name kind duty members note"),
        ("unit_former", "former"),
        ("upload", "person name digest answers"),
        ("voice", "kind receipt received_on intake content name contact record reader_key stage ended_on shown_on"),
        ("voice_step", "kind happened_on person act texts"),
        ("voice_unit", "kind"),
        ("waiver", "record digest basis reason author"),
        ("wrong_attempt", "place"),
    ];

    #[tokio::test]
    async fn every_column_of_text_is_known_to_hold_a_code_or_none() {
        let store = Store::in_memory().await.unwrap();
        let reader = store.read().await.unwrap();
        let text = "SELECT m.name AS tab, p.name AS col FROM sqlite_master AS m, pragma_table_info(m.name) AS p
             WHERE m.type = 'table' AND p.type = 'TEXT' ORDER BY m.name, p.cid";
        let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Column { tab, col } in Sql::new(text).all::<Column>(&reader.tx).await.unwrap() {
            left.entry(tab).or_default().push(col);
        }
        for of in [CodeOf::Unit, CodeOf::Channel] {
            let own = [(of.code(), "code"), (of.former().name, of.former().columns[0])];
            for (table, column) in of.places().iter().map(|place| (place.table, place.column)).chain(own) {
                let columns = left.get_mut(table).unwrap();
                let at = columns.iter().position(|known| known == column);
                columns.remove(at.unwrap_or_else(|| panic!("{table}.{column} is not in the schema")));
            }
        }
        let left: Vec<(String, String)> = left.into_iter().map(|(table, columns)| (table, columns.join(" "))).collect();
        let left: Vec<(&str, &str)> = left.iter().map(|(table, columns)| (table.as_str(), columns.as_str())).collect();
        assert_eq!(
            left, OTHERS,
            "say of a new column whether it holds the code of a unit or channel: in `places` or here"
        );
    }
}
