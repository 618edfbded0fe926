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
    /// Why, in Chinese.
    pub reason_zh: &'static str,
    /// The same in English.
    pub reason_en: &'static str,
    /// What it rests on; cited in Chinese in every language.
    pub source: &'static str,
}

impl Sensitive {
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
        Ok(Sensitive { column, never, values, values_unless, reason_zh, reason_en, source })
    }

    /// Whether a cell says what such a column would say.
    pub(super) fn is_said_in(&self, cell: &str) -> bool {
        self.values.iter().any(|word| cell.contains(word)) && !self.values_unless.iter().any(|word| cell.contains(word))
    }
}
