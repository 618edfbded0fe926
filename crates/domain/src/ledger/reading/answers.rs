//! What somebody answered of heads that were in doubt: which column a head means, or that it is not to be read.
//!
//! It exists so that a school says once what its heads mean. An answer is about a head as it is written, brackets and
//! all: 时间（制作） and 时间（公开） are two. It must not guess: what nobody answered is nobody's answer.

use crate::date::half_width;
use crate::ledger::Table;
use std::collections::BTreeMap;

/// Answers by table and head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadAnswers(BTreeMap<(Table, String), Option<usize>>);

impl HeadAnswers {
    /// Keeps that a head means the column, or nothing that is read. The later answer counts.
    pub fn insert(&mut self, table: Table, head: &str, column: Option<usize>) {
        self.0.insert((table, HeadAnswers::form(head)), column);
    }

    /// The column that was answered, within it none for a head that is not to be read.
    pub fn of(&self, table: Table, head: &str) -> Option<Option<usize>> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(table, HeadAnswers::form(head))).copied()
    }

    /// Each with table and head, in a steady order.
    pub fn iter(&self) -> impl Iterator<Item = (Table, &str, Option<usize>)> {
        self.0.iter().map(|((table, head), column)| (*table, head.as_str(), *column))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A head as answers are kept by: half width, lower case, without blanks and the star of required columns.
    pub fn form(head: &str) -> String {
        half_width(head).to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
    }
}
