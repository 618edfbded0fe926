//! The head of a table as it is read: its lines, what its columns were taken as, what stands in those that are not read.
//!
//! It must not read rows; the mapper asks it what their cells are.

use super::super::error::{Notice, short};
use super::super::lines;
use super::super::place::{PlaceKind, file_cell};
use super::RawRow;
use super::days::Days;
use domain::ledger::{
    GuardCell, GuardKind, HeadAnswers, Question, SiteCell, SiteColumn, SiteHolds, Table, begins_publicity, columns,
    head_of, says_little, says_now,
};
use std::sync::Arc;

/// A head and what is known of its columns.
pub(super) struct Head {
    /// The heads of its columns.
    pub(super) cells: Vec<String>,
    /// Its lines as written, for finding their repetitions.
    pub(super) lines: Vec<Vec<String>>,
    pub(super) row: u64,
    /// Columns that are a channel each.
    pub(super) sites: Vec<SiteColumn>,
    /// A column of categories beside that of the items.
    pub(super) category: Option<usize>,
    /// Columns that say whether a row is open to all.
    pub(super) guards: Vec<usize>,
    /// Columns that are not read although something stands in them.
    pub(super) unread: Vec<bool>,
    /// Columns that are asked about, or that somebody answered not to read.
    pub(super) spoken_of: Vec<usize>,
    /// Columns that somebody answered not to read, or that the program wrote.
    pub(super) left: Vec<usize>,
    /// For each column of the file, the column of the table.
    pub(super) known: Vec<Option<usize>>,
    /// For each column of the table, the column of the file.
    pub(super) places: Arc<[Option<u32>]>,
    /// The column of the first days of publicity is headed as such.
    pub(super) begins_only: bool,
    /// Columns that mean the same as an earlier one: their place, the column of the table, and whether that one bears the
    /// column's own name, so that what differs is not asked.
    pub(super) again: Vec<(usize, usize, bool)>,
    /// No row after the head has been read.
    pub(super) fresh: bool,
    pub(super) settled: bool,
    /// A date in three columns.
    pub(super) days: Option<Days>,
    /// The questions to ask at the end, when no row can be read, with the column that they are about.
    pub(super) missing: Vec<(Option<usize>, Question)>,
}

impl Head {
    pub(super) fn new(table: Table, row: u64, cells: &[String], answers: &HeadAnswers) -> Head {
        let mut head = Head {
            cells: cells.to_vec(),
            lines: vec![cells.to_vec()],
            row,
            sites: Vec::new(),
            category: None,
            guards: Vec::new(),
            unread: Vec::new(),
            spoken_of: Vec::new(),
            left: Vec::new(),
            known: Vec::new(),
            places: Arc::from([]),
            begins_only: false,
            again: Vec::new(),
            fresh: true,
            settled: false,
            days: None,
            missing: Vec::new(),
        };
        let known = cells.iter().map(|cell| head_of(table, cell, answers)).collect();
        head.map(table, known);
        head
    }

    /// Takes the columns over; the first column of a meaning counts.
    pub(super) fn map(&mut self, table: Table, known: Vec<Option<usize>>) {
        let mut places = vec![None; columns(table).len()];
        self.known.clear();
        for (at, column) in known.into_iter().enumerate() {
            let column = column.filter(|column| places[*column].is_none());
            if let Some(column) = column {
                places[column] = u32::try_from(at).ok();
            }
            self.known.push(column);
        }
        self.of_periods(table, &mut places);
        self.places = places.into();
    }

    /// One column of publicity periods holds both ends, and tells the day of disclosure where no other does: a row is
    /// corrected by it in all of them.
    fn of_periods(&mut self, table: Table, places: &mut [Option<u32>]) {
        let column = |key: &str| columns(table).iter().position(|column| column.key == key);
        let Some(at) = column("publicity_from").and_then(|from| places[from]) else { return };
        let head = self.cells.get(at as usize).map_or("", |cell| cell.trim());
        self.begins_only = begins_publicity(head);
        if !head.contains("公示") || self.begins_only {
            return;
        }
        for key in ["publicity_until", "publicity", "published_on"] {
            if let Some(place) = column(key).and_then(|column| places.get_mut(column)).filter(|place| place.is_none()) {
                *place = Some(at);
            }
        }
    }

    /// Finds the columns that mean what an earlier one means.
    pub(super) fn find_again(&mut self, table: Table, answers: &HeadAnswers) {
        let literal = |at: usize, column: usize| {
            self.cells.get(at).is_some_and(|head| columns(table).get(column).is_some_and(|of| of.zh == head.trim()))
        };
        let again = self.cells.iter().enumerate().filter(|(at, _)| !self.reads(*at) && !self.left.contains(at));
        let again = again.filter_map(|(at, head)| {
            let column = head_of(table, head, answers).filter(|_| !says_little(table, head))?;
            let first = self.known.iter().position(|known| *known == Some(column))?;
            let key = columns(table).get(column)?.key;
            // What is so by now goes before what bears the name alone, and of two titles nobody can tell; numbers of rows and
            // remarks contradict nothing.
            let named = literal(first, column) && key != "title" && !says_now(head);
            let asks = matches!(
                key,
                "title"
                    | "item"
                    | "unit"
                    | "published_on"
                    | "locator"
                    | "document_number"
                    | "openness"
                    | "audience"
                    | "state"
            );
            Some((at, column, named || !asks))
        });
        self.again = again.collect();
    }

    /// Columns that are a channel each say something of channels, days and addresses, and a row is corrected by them.
    pub(super) fn add_sites(&mut self, table: Table, sites: Vec<SiteColumn>) {
        let mut places = self.places.to_vec();
        let mut add = |key: &str, at: Option<usize>| {
            let column = columns(table).iter().position(|column| column.key == key);
            if let Some(place) = column.and_then(|column| places.get_mut(column)).filter(|place| place.is_none()) {
                *place = at.and_then(|at| u32::try_from(at).ok());
            }
        };
        add("channel", sites.first().map(|site| site.at));
        let first = |holds: SiteHolds| sites.iter().find(|site| site.holds == holds).map(|site| site.at);
        add("published_on", first(SiteHolds::Dates));
        add("locator", first(SiteHolds::Addresses));
        self.places = places.into();
        self.sites = sites;
    }

    /// The filled cells of a row in columns that are a channel each.
    pub(super) fn site_cells(&self, raw: &RawRow) -> Vec<SiteCell> {
        let cell = |site: &SiteColumn| {
            let hint = raw.hints.iter().find(|hint| hint.at as usize == site.at);
            let text = raw.cells.get(site.at).map_or("", |cell| cell.trim()).to_string();
            let link = hint.and_then(|hint| hint.link.clone());
            let lost = hint.is_some_and(|hint| hint.lost);
            (!text.is_empty() || link.is_some() || lost).then(|| SiteCell {
                channel: site.channel.clone(),
                holds: site.holds,
                text,
                link,
                lost,
                number: hint.is_some_and(|hint| hint.number),
            })
        };
        self.sites.iter().filter_map(cell).collect()
    }

    /// The filled cells of a row that may say whether it is open to all: in columns that do, in notes behind cells, in
    /// columns that nobody reads.
    pub(super) fn guard_cells(&self, raw: &RawRow) -> Vec<GuardCell> {
        let head = |at: usize| self.cells.get(at).map_or("", |cell| cell.trim());
        let cell = |at: &usize| {
            let text = raw.cells.get(*at).map(|cell| cell.trim()).filter(|text| !text.is_empty())?.to_string();
            Some(GuardCell { at: u32::try_from(*at).ok()?, head: head(*at).to_string(), text, kind: GuardKind::Column })
        };
        let noted = raw.hints.iter().filter_map(|hint| {
            let text = hint.note.clone()?;
            Some(GuardCell {
                at: hint.at,
                head: format!("批注（{}）", head(hint.at as usize)),
                text,
                kind: GuardKind::Note,
            })
        });
        // What nobody reads may say it too, unless somebody answered that it is not to be read.
        let aside = raw.cells.iter().enumerate().filter(|(at, text)| {
            !text.trim().is_empty() && !self.reads(*at) && !self.left.contains(at) && !head(*at).is_empty()
        });
        let aside = aside.filter_map(|(at, text)| {
            let (head, text) = (head(at).to_string(), text.trim().to_string());
            Some(GuardCell { at: u32::try_from(at).ok()?, head, text, kind: GuardKind::Unread })
        });
        self.guards.iter().filter_map(cell).chain(noted).chain(aside).collect()
    }

    /// Joins a second line of the head, and a third.
    pub(super) fn join(&mut self, cells: &[String], table: Table, answers: &HeadAnswers) -> bool {
        let Some(joined) =
            lines::joined(&self.cells, cells, &self.known, (table, answers)).filter(|_| self.lines.len() < 3)
        else {
            return false;
        };
        self.lines.push(cells.to_vec());
        self.cells = joined;
        let known = self.cells.iter().map(|cell| head_of(table, cell, answers)).collect();
        self.map(table, known);
        true
    }

    pub(super) fn repeats(&self, cells: &[String]) -> bool {
        let filled = |cells: &[String]| cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        let other = filled(cells);
        self.lines.iter().any(|own| filled(own) == other && own[..other] == cells[..other])
    }

    /// Whether a column of the file is read.
    pub(super) fn reads(&self, at: usize) -> bool {
        let known = self.known.get(at).copied().flatten().is_some();
        known || self.category == Some(at) || self.guards.contains(&at) || self.sites.iter().any(|site| site.at == at)
    }

    /// Keeps which columns hold something that is not read.
    pub(super) fn look_for_unread(&mut self, cells: &[String]) {
        for (at, cell) in cells.iter().enumerate() {
            if self.reads(at) || cell.trim().is_empty() {
                continue;
            }
            if self.unread.len() <= at {
                self.unread.resize(at + 1, false);
            }
            self.unread[at] = true;
        }
    }

    /// Columns that are not read although something stands in them, but for those that are asked about
    /// or were answered not to be.
    pub(super) fn notices(&self, table: Table, kind: PlaceKind, sheet: &str, answers: &HeadAnswers) -> Vec<Notice> {
        let unread = self.unread.iter().enumerate().filter(|(at, unread)| **unread && !self.spoken_of.contains(at));
        let notice = |(at, _): (usize, &bool)| {
            let place = file_cell(kind, sheet, self.row, u32::try_from(at).unwrap_or(u32::MAX));
            match self.cells.get(at).map(|cell| (short(cell), head_of(table, cell, answers))) {
                Some((head, Some(column))) if self.known.contains(&Some(column)) && !says_little(table, &head) => {
                    Notice::RepeatedColumn { place, head }
                }
                Some((head, _)) if !head.trim().is_empty() => Notice::UnknownColumn { place, head },
                _ => Notice::NamelessColumn { place },
            }
        };
        unread.map(notice).collect()
    }
}
