//! Rule `sum` for lists that leave something over: a note, and more where the document itself shows that nothing may be.
//!
//! 其中教授 12 人、副教授 30 人 of 86 teachers says nothing of the others. But where the same names add up for another
//! year or another college, or leave nothing out by their meaning, a list that falls short is worth a question.

use std::collections::HashSet;

use super::sentence;
use crate::consistency::claims::statement::Statement;
use crate::consistency::finding::{Finding, Severity};
use crate::consistency::rule::Sink;

/// No document has more such lists.
const MOST: usize = 5_000;

/// The lists read so far.
#[derive(Debug, Default)]
pub(crate) struct Remainders {
    /// What the parts of lists are called that add up.
    whole: HashSet<String>,
    /// Lists that fall short, with what their parts are called.
    short: Vec<(String, bool, Finding)>,
}

impl Remainders {
    /// Reads the lists of a sentence.
    pub(crate) fn read(&mut self, statement: &Statement) {
        for remainder in &statement.remainders {
            if self.short.len() >= MOST || self.whole.len() >= MOST {
                return;
            }
            if remainder.holds {
                self.whole.insert(remainder.names.clone());
                continue;
            }
            let severity = if remainder.complete { Severity::Warning } else { Severity::Note };
            let finding = sentence::short(statement, remainder, severity);
            self.short.extend(finding.map(|f| (remainder.names.clone(), remainder.sure, f)));
        }
    }

    /// Reports what falls short.
    pub(crate) fn finish(self, sink: &mut Sink) {
        for (names, sure, mut finding) in self.short {
            if self.whole.contains(&names) {
                finding.severity = finding.severity.max(Severity::Warning);
            } else if !sure {
                continue;
            }
            sink.claims += usize::from(finding.severity > Severity::Note);
            sink.report(finding);
        }
    }
}
