//! Scanning a whole file: block by block, with the heads of its tables as context.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract, Place};
use domain::publicity::Sensitive;

use super::context::{Frame, Words};
use super::finding::{Finding, Kind, Reason};
use super::labels::Label;
use super::people::{Carried, beside_names};
use super::policy::{Column, Policy};
use super::segment::{Scratch, scan_text, segment};
use super::table::{self, Head, Table};

/// Finds personal data in a file: its text, its tables with their heads, hidden places, and the addresses
/// behind links. With a policy, columns that the kind of publicity forbids are reported by name even when
/// their cells are empty, and what it allows (出生年月 in a notice of appointment) is not reported.
///
/// Findings come in the order of the text and do not overlap; their ranges are bytes of
/// [`Extract::text`], their blocks indices of [`Extract::blocks`].
pub fn scan(extract: &Extract, policy: Option<&Policy>) -> Vec<Finding> {
    TableScanner { whole: true, ..TableScanner::new(policy) }.feed(extract)
}

/// Scans a table that comes in pieces: what [`scan`] gives for the whole, with the memory of one piece.
///
/// The heads of one piece govern the columns of the next, which must have the same table number. Findings
/// speak of the piece they are found in. Heads are reported, and student numbers reported at their head, with the
/// first piece only.
#[derive(Default)]
pub struct TableScanner<'p> {
    policy: Option<&'p Policy>,
    scratch: Scratch,
    table: Table,
    carried: Carried,
    /// Whether the first piece is all there is.
    whole: bool,
}

impl<'p> TableScanner<'p> {
    /// A scanner before the first piece.
    pub fn new(policy: Option<&'p Policy>) -> TableScanner<'p> {
        TableScanner { policy, ..TableScanner::default() }
    }

    /// Finds what [`scan`] finds in the next piece.
    pub fn feed(&mut self, extract: &Extract) -> Vec<Finding> {
        let mut reader = Reader {
            extract,
            policy: self.policy,
            scratch: std::mem::take(&mut self.scratch),
            table: std::mem::take(&mut self.table),
            telephones: Vec::new(),
            found: Vec::new(),
        };
        let mut at = 0;
        while at < extract.blocks.len() {
            let block = &extract.blocks[at];
            at = match block.kind {
                BlockKind::Cell { table, row, column, column_span, .. } => {
                    reader.cell(at, table, row, column..column + column_span.max(1));
                    at + 1
                }
                _ => reader.stretch(at),
            };
        }
        reader.end_table();
        reader.links();
        let Reader { scratch, mut table, mut found, .. } = reader;
        table.leave_heads();
        (self.scratch, self.table) = (scratch, table);
        found.sort_by_key(|finding| finding.range.start);
        // A number in a cell about illness is told as the number that it is.
        let mut told = match self.whole && !Sensitive::may_stand_in(&extract.text) {
            true => Vec::new(),
            false => beside_names(extract, self.policy, &mut self.carried),
        };
        told.retain(|one| !overlaps(&found, &one.range));
        found.append(&mut told);
        found.sort_by_key(|finding| finding.range.start);
        found
    }
}

/// Heads of the column that says whom to ask in a department.
const CONTACTS: [&str; 8] = ["联系人", "负责人", "经办人", "值班人员", "值班人", "对接人", "科室负责人", "部门负责人"];

struct Reader<'a> {
    extract: &'a Extract,
    policy: Option<&'a Policy>,
    scratch: Scratch,
    table: Table,
    /// Blocks of telephone heads reported in the table being read; see [`Reader::end_table`].
    telephones: Vec<usize>,
    found: Vec<Finding>,
}

impl Reader<'_> {
    /// Blocks of lines are read together as far as they follow each other, since a line's end may cut a
    /// number in two; every other block stands for itself. Gives the index after the last block read.
    fn stretch(&mut self, first: usize) -> usize {
        let blocks = &self.extract.blocks;
        let together = |block: &Block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Heading(_))
                && matches!(block.place, Place::Line { .. } | Place::Page { .. })
        };
        let mut after = first + 1;
        if together(&blocks[first]) {
            while blocks.get(after).is_some_and(|block| together(block) && block.concealed == blocks[first].concealed) {
                after += 1;
            }
        }
        let frame = self.frame(None, false);
        self.read(blocks[first].range.start..blocks[after - 1].range.end, first, frame);
        after
    }

    fn cell(&mut self, at: usize, table: usize, row: usize, columns: Range<usize>) {
        let block = &self.extract.blocks[at];
        let text = self.extract.text_of(block);
        if self.table.is_other(table) {
            self.end_table();
            self.table.begin(table);
        }
        if text.is_empty() {
            return;
        }
        let label = table::head(text);
        if let Some(policy) = self.policy {
            self.judge_column(policy, at, text, label);
        }
        if let Some(label) = label {
            self.table.head(label, at, row, columns);
            if label == Label::Name || text.contains("姓名") {
                self.table.lists_people();
            }
            return;
        }
        let label = self.table.label(row, columns.start);
        self.table.other(row, columns.start);
        if CONTACTS.contains(&text.trim()) {
            self.table.names_contacts();
        }
        let frame = Frame { contacts: self.table.lists_contacts(), ..self.frame(label, self.table.people(label)) };
        let before = self.found.len();
        self.read(block.range.clone(), at, frame);
        self.student_column(before, columns.start);
    }

    fn frame(&self, label: Option<Label>, people: bool) -> Frame {
        Frame { label, people, ..Frame::under(self.policy) }
    }

    /// Scans bytes of the text and gives what is found its place.
    fn read(&mut self, range: Range<usize>, first: usize, frame: Frame) {
        let before = self.found.len();
        segment(&self.extract.text[range.clone()], frame, &mut self.scratch, &mut self.found);
        let mut block = first;
        for finding in &mut self.found[before..] {
            finding.range = finding.range.start + range.start..finding.range.end + range.start;
            while self.extract.blocks.get(block + 1).is_some_and(|next| next.range.start <= finding.range.start) {
                block += 1;
            }
            finding.block = block;
            finding.concealed = self.extract.blocks[block].concealed;
        }
    }

    /// A column of telephones is forbidden in a list of people; a table of departments may have one. Which it
    /// is shows only when all heads are read.
    fn end_table(&mut self) {
        let heads = std::mem::take(&mut self.telephones);
        if !heads.is_empty() && !self.table.personal() {
            self.found.retain(|finding| !(finding.is_column() && heads.contains(&finding.block)));
        }
    }

    /// Reports a head that the policy forbids or wants masked.
    fn judge_column(&mut self, policy: &Policy, at: usize, text: &str, label: Option<Label>) {
        if text.len() > 96 {
            return;
        }
        let (kind, certain, why) = match policy.column(text, label) {
            Column::Open => return,
            Column::Forbidden(kind) => (kind, true, Reason::ForbiddenColumn),
            Column::Masked => (Kind::OtherId, false, Reason::MaskedColumn),
        };
        if matches!(label, Some(Label::Phone | Label::Mobile)) {
            self.telephones.push(at);
        }
        let block = &self.extract.blocks[at];
        let name = text.split_whitespace().collect::<String>();
        let mut finding = Finding::new(kind, block.range.clone(), name, certain, why);
        finding.block = at;
        finding.concealed = block.concealed;
        self.found.push(finding);
    }

    /// A column of whole student numbers is reported once, at its head, and not for each row.
    fn student_column(&mut self, before: usize, column: usize) {
        let student = |finding: &Finding| finding.why == Reason::StudentNumber;
        if !self.found[before..].iter().any(student) {
            return;
        }
        let Some(Head { label: Label::Student, block, reported }) = self.table.head_of(column) else { return };
        let kept = self.found.split_off(before);
        self.found.extend(kept.into_iter().filter(|finding| !student(finding)));
        if !std::mem::replace(reported, true) {
            let head = &self.extract.blocks[*block];
            let name = self.extract.text_of(head).split_whitespace().collect::<String>();
            let mut finding = Finding::new(Kind::OtherId, head.range.clone(), name, false, Reason::MaskedColumn);
            finding.block = *block;
            finding.concealed = head.concealed;
            self.found.push(finding);
        }
    }

    /// What the addresses behind links hold and their texts do not show.
    fn links(&mut self) {
        self.found.sort_by_key(|finding| finding.range.start);
        let hidden: Vec<Finding> = self
            .extract
            .links
            .iter()
            .filter_map(|link| self.behind(&link.address, valid(self.extract, &link.range)?))
            .collect();
        self.found.extend(hidden);
    }

    /// What an address holds that its link's text, at `range`, neither shows nor was found in. Asks for what
    /// is found so far in order.
    fn behind(&self, address: &str, range: Range<usize>) -> Option<Finding> {
        let value = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:"))?;
        let value = value.split('?').next().unwrap_or(value);
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        if value.len() > 200 || bare(&self.extract.text[range.clone()]).contains(&bare(value)) {
            return None;
        }
        let kinds: &[Kind] = if address.starts_with("tel:") { &[Kind::Mobile, Kind::Landline] } else { &[Kind::Email] };
        // Findings do not overlap, so the few that begin last before the link's end are all that can.
        let near = self.found.partition_point(|finding| finding.range.start < range.end);
        let wanted = |finding: &&Finding| kinds.contains(&finding.kind) && range.start < finding.range.end;
        if self.found[near.saturating_sub(4)..near].iter().any(|finding| wanted(&finding)) {
            return None;
        }
        let mut words = Words::default();
        let office = words.before(&self.extract.text, range.start, Frame::default()).of_office();
        let inner = scan_text(&format!("联系电话：{value}"));
        let inner = inner.into_iter().find(|finding| kinds.contains(&finding.kind))?;
        if office && inner.kind == Kind::Landline {
            return None;
        }
        let mut finding =
            Finding::new(inner.kind, range.clone(), inner.masked, inner.certain && !office, Reason::BehindLink);
        let blocks = &self.extract.blocks;
        finding.block = blocks.partition_point(|block| block.range.start <= range.start).saturating_sub(1);
        finding.concealed = blocks.get(finding.block).and_then(|block| block.concealed);
        Some(finding)
    }
}

/// Whether a range touches one of the findings, which are in order and do not overlap.
fn overlaps(found: &[Finding], range: &Range<usize>) -> bool {
    let next = found.partition_point(|finding| finding.range.end <= range.start);
    found.get(next).is_some_and(|finding| finding.range.start < range.end)
}

/// A link's range when it lies in the text.
fn valid(extract: &Extract, range: &Range<usize>) -> Option<Range<usize>> {
    (range.start <= range.end && extract.text.is_char_boundary(range.start) && extract.text.is_char_boundary(range.end))
        .then(|| range.clone())
}
