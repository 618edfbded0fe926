//! Heads of columns and labels of forms: what a cell's neighbours say about it.
//!
//! Reading order suffices: a head governs the cells beneath it until another head takes its column; in a
//! form the cell to the left governs. Several title rows, merged heads and heads repeated on every page
//! need no special care.

use std::collections::HashMap;

use super::labels::{self, Label};

/// What is known of the table being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    number: Option<usize>,
    heads: HashMap<usize, Head>,
    left: Option<(usize, usize, Label)>,
    people: bool,
    personal: bool,
    units: bool,
    contacts: bool,
    /// The row being read, how many heads it has, and the columns of its other cells.
    row: usize,
    heads_in_row: usize,
    others_in_row: Vec<usize>,
}

/// A head and the block that holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) label: Label,
    /// Index of the head's block.
    pub(super) block: usize,
    /// Whether a finding for the head itself was made.
    pub(super) reported: bool,
}

impl Table {
    /// Whether a cell of table `number` begins another table than the one being read.
    pub(super) fn is_other(&self, number: usize) -> bool {
        self.number != Some(number)
    }

    /// Begins table `number` and forgets the one before.
    pub(super) fn begin(&mut self, number: usize) {
        *self = Table { number: Some(number), ..Table::default() };
    }

    /// Notes a cell that is a head.
    pub(super) fn head(&mut self, label: Label, block: usize, row: usize, columns: std::ops::Range<usize>) {
        // A wide title above the table is no head of all its columns; merged heads of a few are.
        self.enter_row(row);
        self.heads_in_row += 1;
        if self.heads_in_row == 2 {
            for column in std::mem::take(&mut self.others_in_row) {
                self.heads.remove(&column);
            }
        }
        for column in columns.clone().take(4) {
            self.heads.insert(column, Head { label, block, reported: false });
        }
        self.left = Some((row, columns.end, label));
        self.units = self.units || matches!(label, Label::Unit | Label::Party | Label::Credit);
        self.personal = self.personal
            || matches!(
                label,
                Label::Name | Label::IdCard | Label::Student | Label::Birth | Label::Abode | Label::BankCard
            );
    }

    /// Notes a cell that is no head. Among heads it is one too, of a column that says nothing to us (备注), and
    /// ends what a title or another head above said about its column.
    pub(super) fn other(&mut self, row: usize, column: usize) {
        self.enter_row(row);
        if self.heads_in_row >= 2 {
            self.heads.remove(&column);
        } else {
            self.others_in_row.push(column);
        }
    }

    fn enter_row(&mut self, row: usize) {
        if self.row != row {
            (self.row, self.heads_in_row) = (row, 0);
            self.others_in_row.clear();
        }
    }

    /// Notes a head that names whom to ask (联系人); in a table of departments the telephones are theirs.
    pub(super) fn names_contacts(&mut self) {
        self.contacts = true;
    }

    /// Whether it lists departments with whom to ask there, and no people by name.
    pub(super) fn lists_contacts(&self) -> bool {
        self.contacts && self.units && !self.people && !self.personal
    }

    /// Keeps what the heads say, but none of them can be reported any more: their blocks are gone.
    pub(super) fn leave_heads(&mut self) {
        self.heads.values_mut().for_each(|head| head.reported = true);
    }

    /// Says that the table lists people by name.
    pub(super) fn lists_people(&mut self) {
        (self.people, self.personal) = (true, true);
    }

    /// The label that governs a cell that is no head itself: the form label at its left, else its column's.
    pub(super) fn label(&self, row: usize, column: usize) -> Option<Label> {
        match self.left {
            Some((at, next, label)) if at == row && next == column && !matches!(label, Label::Unit) => Some(label),
            _ => self.heads.get(&column).map(|head| head.label),
        }
    }

    /// The head of a column, to be marked when it is reported.
    pub(super) fn head_of(&mut self, column: usize) -> Option<&mut Head> {
        self.heads.get_mut(&column)
    }

    /// Whether any head speaks of people, by name or by what only people have.
    pub(super) fn personal(&self) -> bool {
        self.personal
    }

    /// Whether a value beneath `label` is a person's because the table lists people by name. An address or an
    /// account beside a unit may be the unit's.
    pub(super) fn people(&self, label: Option<Label>) -> bool {
        self.people && !(self.units && matches!(label, Some(Label::Place | Label::Account)))
    }
}

/// The label of a cell that is a head.
pub(super) fn head(text: &str) -> Option<Label> {
    labels::head(text)
}
