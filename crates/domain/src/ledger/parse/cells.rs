//! The cells of one row, read by column key: what every table shares. Knows no table's meaning.

use super::fault::{Fault, FaultKind};
use crate::catalogue::ItemKey;
use crate::date::{PartialDate, half_width};
use crate::ledger::{Row, Table, columns};
use crate::school_year::SchoolYear;
use crate::text::turns;
use std::str::FromStr;

/// Reads cells by column key and gathers faults; a faulty cell gives a harmless value so that reading goes on.
pub(super) struct Reader<'a> {
    pub(super) table: Table,
    pub(super) row: &'a Row,
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn at(&self, key: &str) -> usize {
        columns(self.table).iter().position(|column| column.key == key).unwrap_or_default()
    }

    pub(super) fn fault(&mut self, key: &str, kind: FaultKind) {
        let column = self.at(key);
        let text = self.row.cell(column).chars().take(40).collect();
        self.faults.push(Fault { column, kind, text });
    }

    pub(super) fn raw(&self, key: &str) -> &str {
        self.row.cell(self.at(key))
    }

    pub(super) fn text(&mut self, key: &str, longest: usize) -> String {
        let text = self.raw(key).replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().count() > longest {
            self.fault(key, FaultKind::Long);
        } else if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || turns(c)) {
            self.fault(key, FaultKind::Characters);
        }
        text
    }

    /// A text of one line: line feeds and tabs that cells pick up from Word become blanks, or nothing
    /// between two Chinese characters.
    pub(super) fn line(&mut self, key: &str, longest: usize) -> String {
        let text = self.text(key, longest);
        if !text.contains(['\n', '\t']) {
            return text;
        }
        let parts: Vec<&str> = text.split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let mut line = String::new();
        for part in parts {
            let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if ascii(line.chars().last()) && ascii(part.chars().next()) {
                line.push(' ');
            }
            line.push_str(part);
        }
        line
    }

    pub(super) fn required(&mut self, key: &str, longest: usize) -> String {
        let text = self.line(key, longest);
        if text.is_empty() {
            self.fault(key, FaultKind::Missing);
        }
        text
    }

    pub(super) fn code(&mut self, key: &str) -> String {
        let text = half_width(&self.required(key, 64));
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
            self.fault(key, FaultKind::Code);
        }
        text
    }

    /// A key of a dataset or figure, which only texts and other rows refer to: letters of any script.
    pub(super) fn figure_code(&mut self, key: &str) -> String {
        let text = half_width(&self.required(key, 64));
        if !text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
            self.fault(key, FaultKind::Code);
        }
        text
    }

    pub(super) fn parsed<T: FromStr + Clone>(&mut self, key: &str, kind: FaultKind, instead: T) -> T {
        match self.raw(key).parse() {
            Ok(value) => value,
            Err(_) => {
                let kind = if self.raw(key).is_empty() { FaultKind::Missing } else { kind };
                self.fault(key, kind);
                instead
            }
        }
    }

    pub(super) fn item(&mut self, key: &str) -> ItemKey {
        self.parsed(key, FaultKind::Item, ItemKey::Official(1))
    }

    pub(super) fn year(&mut self, key: &str) -> SchoolYear {
        let instead = SchoolYear::of(chrono::NaiveDate::default());
        self.parsed(key, FaultKind::Year, instead)
    }

    pub(super) fn date(&mut self, key: &str) -> PartialDate {
        self.raw(key).parse().unwrap_or_else(|_| {
            self.fault(key, FaultKind::Date);
            PartialDate::Unknown
        })
    }

    pub(super) fn word<T: Copy>(&mut self, key: &str, read: fn(&str) -> Option<T>, usual: T, required: bool) -> T {
        let text = self.raw(key);
        if text.is_empty() {
            if required {
                self.fault(key, FaultKind::Missing);
            }
            return usual;
        }
        read(text).unwrap_or_else(|| {
            self.fault(key, FaultKind::Word);
            usual
        })
    }

    pub(super) fn list(&mut self, key: &str) -> Vec<String> {
        // A line feed divides here as signs do, so the lines are not joined first.
        let text = self.text(key, 4000);
        text.split(['；', ';', '、', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_string).collect()
    }

    pub(super) fn yes(&mut self, key: &str) -> bool {
        match self.raw(key) {
            "" | "否" | "no" | "0" => false,
            "是" | "yes" | "1" => true,
            _ => {
                self.fault(key, FaultKind::Word);
                false
            }
        }
    }

    /// A number from 1, or nothing.
    pub(super) fn number(&mut self, key: &str) -> Option<u32> {
        match half_width(self.raw(key)).trim_end_matches(".0") {
            "" => None,
            text => match text.parse() {
                Ok(number @ 1..=100_000) => Some(number),
                _ => {
                    self.fault(key, FaultKind::Count);
                    None
                }
            },
        }
    }
}
