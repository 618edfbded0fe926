//! Columns that a list of whatever kind shows only with a reason, or never: sensitive by law, or more than a list needs.
//!
//! A kind's own line says what its rule forbids; this says what holds for all of them, so that the list for which no other
//! kind fits is judged too. Words, reason and source are data, entry by entry (`data/publicity.tsv`, lines `S`, and `V` for
//! what cells say). A head is judged by its words alone, and a column that the kind allows by name is never among them.

use super::column::{Column, list};

/// A column that is judged for every kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitive {
    /// What it is, and the heads that mean it.
    pub column: Column,
    /// Whether it goes whatever anybody says; otherwise somebody may say that it is shown.
    pub never: bool,
    /// Words of cells that say the same, under whatever head.
    pub values: Vec<&'static str>,
    /// Words that make such a cell mean something else: 残疾人联合会 is an office.
    pub values_unless: Vec<&'static str>,
    /// How it is judged beside names in any document, on a publicity list or not; `None` where only lists are judged by it.
    pub anywhere: Option<Anywhere>,
    /// Why, in Chinese.
    pub reason_zh: &'static str,
    /// The same in English.
    pub reason_en: &'static str,
    /// What it rests on; cited in Chinese in every language.
    pub source: &'static str,
}

/// How a column is judged in a document that is no list of a publicity period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anywhere {
    /// Whether its head beside names says beyond doubt that it may not be shown.
    pub certain: bool,
    /// Words of heads that leave it open all the same: 体检结果 may be no more than 合格.
    pub open: Vec<&'static str>,
}

impl Sensitive {
    /// Whether a text has any word by which a head or a cell is judged in any document: most have none, and need not be laid out
    /// as tables.
    pub fn may_stand_in(text: &str) -> bool {
        let judged = Sensitive::all().iter().filter(|one| one.anywhere.is_some());
        let mut words = judged.flat_map(|one| one.column.heads.iter().chain(&one.values));
        words.any(|word| match word.is_ascii() {
            // Heads in Latin letters are written small, large or with a large first letter.
            true => {
                let first = word[..1].to_uppercase();
                [word.to_string(), word.to_uppercase(), first + &word[1..]].iter().any(|form| text.contains(form))
            }
            false => text.contains(word),
        })
    }

    /// What a head beside names means in any document, and whether beyond doubt.
    pub fn anywhere(head: &str) -> Option<(&'static Sensitive, bool)> {
        let plain = super::column::plain(head);
        let meant = |one: &&Sensitive| one.anywhere.is_some() && one.column.is_meant_by(&plain);
        let one = Sensitive::all().iter().find(meant)?;
        let how = one.anywhere.as_ref()?;
        Some((one, how.certain && !how.open.iter().any(|word| plain.contains(word))))
    }

    /// One line of the table without its first field; `columns` are those that were read before it.
    pub(super) fn read(fields: &[&'static str], columns: &[Column]) -> Result<Sensitive, &'static str> {
        let &[name, judgement, heads, unless, reason_zh, reason_en, source] = fields else {
            return Err("begins with S and seven fields more");
        };
        let never = match judgement {
            "never" => true,
            "ask" => false,
            _ => return Err("the judgement is `never` or `ask`"),
        };
        let column = match heads {
            "-" => columns.iter().find(|column| column.name == name).ok_or("there is no line C of this name")?.clone(),
            _ => Column { name, heads: list(heads), unless: list(unless) },
        };
        let (values, values_unless) = (Vec::new(), Vec::new());
        Ok(Sensitive { column, never, values, values_unless, anywhere: None, reason_zh, reason_en, source })
    }

    /// Whether a cell says what such a column would say.
    pub(super) fn is_said_in(&self, cell: &str) -> bool {
        self.word_in(cell).is_some()
    }

    /// The word by which a cell says it.
    pub fn word_in(&self, cell: &str) -> Option<&'static str> {
        let word = self.values.iter().copied().find(|word| cell.contains(word))?;
        (!self.values_unless.iter().any(|other| cell.contains(other))).then_some(word)
    }
}
