//! The columns of a table, settled when enough rows under its head have been seen: what each is taken as is told, and
//! what is missing is asked once.
//!
//! It must not decide what a head or a cell means; `domain` does.

use super::between::is_no_row;
use super::days::Days;
use super::{FORMULA_ERROR, Mapper, RawHint, RawRow};
use crate::ledger::place::Spot;
use crate::ledger::sink::{Sink, Stop};
use domain::ledger::{Doubt, Heads, Question, Table, Taken, Understood, columns, head_of, item_of_group, read_heads};

impl Mapper {
    /// Decides what the columns are, tells it, and gives on the rows that waited for it.
    pub(super) fn settle(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        let Some(head) = self.head.as_mut().filter(|head| !head.settled) else { return Ok(()) };
        head.settled = true;
        let mut waiting = std::mem::take(&mut self.waiting);
        let answers = sink.answers();
        let is_item = |(raw, _): &(RawRow, _)| item_of_group(&raw.cells).is_some();
        self.by_items = self.table == Table::Records && waiting.iter().any(is_item);
        let below: Vec<&RawRow> = waiting.iter().map(|(raw, _)| raw).filter(|raw| !is_no_row(&raw.cells)).collect();
        let upper = head.lines.first().map_or(&[][..], Vec::as_slice);
        head.days = Days::find((&head.cells, upper), &below, self.table, &answers);
        if let Some(days) = &head.days {
            days.name(&mut head.cells);
            waiting.iter_mut().for_each(|(raw, _)| days.join(raw));
        }
        // Totals, notes, headings and errors of formulas would say nothing of what a column holds.
        // Under a head that nobody knows the address behind a word says more than the word: 公众号 over 推文.
        let unknown: Vec<bool> = head.cells.iter().map(|cell| head_of(self.table, cell, &answers).is_none()).collect();
        let said = |raw: &RawRow, at: usize, cell: &String| {
            let own = |hint: &&RawHint| hint.at as usize == at && unknown.get(at) == Some(&true);
            match raw.hints.iter().find(own).and_then(|hint| hint.link.clone()) {
                _ if cell.starts_with(FORMULA_ERROR) => String::new(),
                Some(link) => link,
                None => cell.clone(),
            }
        };
        let rows = waiting.iter().filter(|(raw, _)| !is_no_row(&raw.cells));
        let sample: Vec<Vec<String>> =
            rows.map(|(raw, _)| raw.cells.iter().enumerate().map(|(at, cell)| said(raw, at, cell)).collect()).collect();
        let Heads { known, sites, category, guards, understood, mut questions, mut unreadable, keeping } =
            read_heads(self.table, &head.cells, &sample, &answers);
        if self.by_items {
            // The headings say what no column does.
            let item = columns(self.table).iter().position(|column| column.key == "item");
            let missing = |question: &Question| question.kind == Doubt::MissingColumn;
            questions.retain(|(_, question)| !missing(question) || question.column != item);
            unreadable = questions.iter().any(|(_, question)| missing(question));
        }
        head.map(self.table, known);
        head.add_sites(self.table, sites);
        head.category = category;
        head.guards = guards;
        let left = understood.iter().filter(|(_, told)| matches!(told.kind, Taken::HeadLeft | Taken::DeskColumn));
        head.left = left.map(|(at, _)| *at).collect();
        head.spoken_of = questions.iter().filter_map(|(at, _)| *at).chain(head.left.iter().copied()).collect();
        let keeps = |(at, _): &(Option<usize>, Question)| match at {
            Some(at) => keeping.contains(at),
            None => unreadable,
        };
        let (missing, questions): (Vec<_>, Vec<_>) = questions.into_iter().partition(keeps);
        head.missing = missing;
        head.find_again(self.table, &answers);
        let place = self.place(self.head_row().unwrap_or_default());
        let spot = |at: usize| Spot::File(place.clone(), u32::try_from(at).unwrap_or(u32::MAX));
        for (at, remark) in understood {
            sink.understood(Some(self.table), spot(at), remark);
        }
        if let Some((days, head)) = self.head.as_ref().and_then(|head| Some((head.days.as_ref()?, head))) {
            let column = head.known.get(days.at()).copied().flatten();
            let remark = Understood::new(Taken::Head, column, "年、月、日", &days.head);
            sink.understood(Some(self.table), spot(days.at()), remark);
        }
        self.tell_hidden_columns(sink);
        for (at, question) in questions {
            if let Some(at) = at {
                sink.question(Some(self.table), spot(at), question, 0);
            }
        }
        for (raw, mark) in waiting {
            self.take(raw, mark, sink)?;
        }
        Ok(())
    }
}
