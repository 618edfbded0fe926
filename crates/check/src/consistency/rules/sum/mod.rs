//! Rule `sum`: parts against their whole, in sentences, lists, accounts and tables.

mod across;
mod balance;
mod change;
mod disclosure;
mod hierarchy;
mod list;
mod remainder;
mod sentence;
mod table;

use across::Across;
use balance::Accounts;
use list::Lists;
use remainder::Remainders;

use crate::consistency::document::Document;
use crate::consistency::document::form;
use crate::consistency::document::outline::Outline;
use crate::consistency::document::table::Grid;
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};

/// What later paragraphs settle: the list being read, and an account's income.
#[derive(Default)]
pub(crate) struct Sums {
    lists: Lists,
    accounts: Accounts,
    remainders: Remainders,
    across: Across,
}

impl Check for Sums {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        for statement in &paragraph.statements.all {
            sentence::examine(statement, sink);
            self.remainders.read(statement);
            balance::examine(paragraph.norm, statement.sentence, sink);
        }
        self.accounts.read(paragraph.norm, paragraph.sentences, sink);
        if paragraph.is_prose() {
            self.lists.read(paragraph, sink);
            self.across.read(paragraph);
        }
    }

    fn table(&mut self, grid: &Grid, sink: &mut Sink) {
        if grid.rows.len() < 2 || grid.width < 2 {
            return;
        }
        if let Some(form) = form::of_table(&grid.rows) {
            disclosure::examine(&form, sink);
            return;
        }
        if hierarchy::coded(grid, sink) {
            return;
        }
        let mut test = |grid: &Grid| {
            table::examine(grid, sink);
            hierarchy::named(grid, sink);
        };
        match grid.halves() {
            None => test(grid),
            Some(halves) => halves.iter().for_each(test),
        }
    }

    fn finish(mut self: Box<Self>, document: &Document, _: &Outline, sink: &mut Sink) {
        self.lists.flush(document.extract, sink);
        self.remainders.finish(sink);
        self.across.finish(sink);
        document.forms.iter().for_each(|form| disclosure::examine(form, sink));
    }
}
