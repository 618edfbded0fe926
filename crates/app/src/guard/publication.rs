//! The gate in front of everything that becomes visible to the public: a pure judgement of texts, each under the name
//! of the field it stands in.
//!
//! It exists so that there is one gate, whoever brings the text: an import, a form, a job. The write path asks it
//! before it commits whatever makes something public (a record's public editions, a change note, a channel, a figure,
//! a text of the report) and refuses or asks; this module must not read, write or decide what "public" is, and it
//! never gives back whole what it found.
//!
//! # What is certain, and so refused
//! What the personal-data engine is certain of (`docs/personal-data.md` says it kind by kind): identity numbers whose
//! region, date and check character hold; bank cards by label or issuer and check digit; mobile numbers that no word
//! gives as an office's; personal mailboxes; home addresses down to the door; dates of birth that are named so;
//! passports and other papers that are named so; a landline that is said to be private; illness, faith and a family's poverty
//! in a column beside names.
//!
//! # What is suspected, and so asked
//! Whatever the engine reports and is not certain of: most landlines, mailboxes of offices, numbers with a wrong check
//! character, months of birth. In a field that holds an office's own contact ([`Field::of_office`]) a mobile number and
//! a mailbox are asked about too, since the field says whose they are; an identity number, a bank card or a home
//! address is refused there like anywhere. A person's name alone is neither: lists must name people.

use super::{Kind, Reason};
use std::ops::Range;

/// Stands between two fields: ends line and sentence, so that no number, label or address reaches from one field into
/// the next. A property test holds that fields judged together are judged as each alone.
const BETWEEN: &str = "\n。\n";

/// A text that is about to become visible, under the name of the field it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Field<'n, 't> {
    name: &'n str,
    text: &'t str,
    whose: Whose,
}

/// Whose contact a field holds when it holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Anyone,
    Office,
}

impl<'n, 't> Field<'n, 't> {
    /// A field of any text.
    pub fn new(name: &'n str, text: &'t str) -> Field<'n, 't> {
        Field { name, text, whose: Whose::Anyone }
    }

    /// A field that is there for an office's own contact: the school's telephone and mailbox, what a unit answers
    /// for, the address of a channel.
    pub fn of_office(name: &'n str, text: &'t str) -> Field<'n, 't> {
        Field { name, text, whose: Whose::Office }
    }
}

/// Something found in a field. It can be shown, logged and stored: what was found is in it masked only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern<'n> {
    /// The name of the field.
    pub field: &'n str,
    /// What sort of personal data.
    pub kind: Kind,
    /// What may be shown of it.
    pub masked: String,
    /// Where it stands: characters of the field's text, from 0.
    pub place: Range<usize>,
    /// What decided.
    pub why: Reason,
}

/// What the gate says of the fields of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict<'n> {
    /// What is certain: the thing may not become public as it is.
    pub refused: Vec<Concern<'n>>,
    /// What is suspected: a person decides.
    pub asked: Vec<Concern<'n>>,
}

impl Verdict<'_> {
    /// Whether nothing keeps the thing from becoming public; there may still be something to ask.
    pub fn passes(&self) -> bool {
        self.refused.is_empty()
    }
}

/// The gate, with the memory it works in: one for each thread that judges, used for thing after thing.
///
/// ```
/// use app::guard::publication::{Field, Gate};
///
/// let mut gate = Gate::default();
/// // Every text of the thing that the public will see, once for each edition that is public.
/// let verdict = gate.judge([
///     Field::new("title", "关于发放助学金的通知"),
///     Field::new("body", "领取人身份证号110101199003070038。"),
///     Field::of_office("unit.duty", "解释本办法，电话0730-8412345"),
/// ]);
/// assert!(!verdict.passes());
/// assert_eq!((verdict.refused[0].field, verdict.refused[0].masked.as_str()), ("body", "110***********0038"));
/// ```
// No `Debug`: it holds text of what was judged last.
#[derive(Default)]
pub struct Gate {
    text: String,
}

impl Gate {
    /// Judges all fields of one thing in one scan. Fields without text cost nothing.
    pub fn judge<'n, 't>(&mut self, fields: impl IntoIterator<Item = Field<'n, 't>>) -> Verdict<'n> {
        self.text.clear();
        // Where each field begins in the joined text. A thing has a handful of them, so this is its only memory.
        let mut begun: Vec<(usize, Field<'n, 't>)> = Vec::new();
        for field in fields.into_iter().filter(|field| !field.text.is_empty()) {
            if !self.text.is_empty() {
                self.text.push_str(BETWEEN);
            }
            begun.push((self.text.len(), field));
            self.text.push_str(field.text);
        }
        let mut verdict = Verdict::default();
        for finding in check::personal::scan_text(&self.text) {
            let at = begun.partition_point(|(from, _)| *from <= finding.range.start);
            let Some((from, field)) = at.checked_sub(1).map(|at| begun[at]) else { continue };
            let before = self.text[from..finding.range.start].chars().count();
            let length = self.text[finding.range.clone()].chars().count();
            let contact = matches!(finding.why, Reason::MobileRange | Reason::EmailAddress);
            let certain = finding.certain && !(contact && field.whose == Whose::Office);
            let concern = Concern {
                field: field.name,
                kind: finding.kind,
                masked: finding.masked,
                place: before..before + length,
                why: finding.why,
            };
            if certain { verdict.refused.push(concern) } else { verdict.asked.push(concern) }
        }
        for (_, field) in begun {
            in_tables(field, &mut verdict);
        }
        verdict
    }
}

/// Adds what tables of a field tell of people by name. A number in such a cell is told as the number that it is.
fn in_tables<'n>(field: Field<'n, '_>, verdict: &mut Verdict<'n>) {
    let told = super::written::told_in_text(field.text);
    if told.is_empty() {
        return;
    }
    let concerns = verdict.refused.iter().chain(&verdict.asked).filter(|concern| concern.field == field.name);
    let known: Vec<Range<usize>> = concerns.map(|concern| concern.place.clone()).collect();
    for (finding, place) in told {
        if known.iter().any(|known| known.start < place.end && place.start < known.end) {
            continue;
        }
        let concerns = if finding.certain { &mut verdict.refused } else { &mut verdict.asked };
        concerns.push(Concern {
            field: field.name,
            kind: finding.kind,
            masked: finding.masked,
            place,
            why: finding.why,
        });
    }
}

/// What people say to each other at work with what is certainly a person's covered: a reason, a remark, a note. It is kept for
/// long, in a log that nobody edits, and whoever is meant is known by the thing it stands at.
pub(crate) fn covered(text: &str) -> String {
    let certain = Gate::default().judge([Field::new("text", text)]).refused;
    if certain.is_empty() {
        return text.to_string();
    }
    let (mut out, mut left) = (String::with_capacity(text.len()), text.chars().enumerate().peekable());
    while let Some((at, c)) = left.next() {
        match certain.iter().find(|concern| concern.place.start == at) {
            None => out.push(c),
            Some(concern) => {
                out.push_str(&concern.masked);
                while left.next_if(|(at, _)| concern.place.contains(at)).is_some() {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
