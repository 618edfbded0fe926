//! The letters of a request as documents, from one versioned file of templates with merge fields (`data/request-letters.txt`).
//!
//! Every letter has a number (公复〔2026〕7号: the request's own, so that none is given twice) and a place for date and seal. What is
//! not in the request is not made up: a letter whose act has not happened does not exist.

use super::clock::Regime;
use super::words::Way;
use super::{ApplicantKind, Did, Extension, Request, Terms};
use crate::calendar::{Calendar, DueDate};
use crate::date::zh_day;
use crate::document::{Block, Document, Inline};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

const TEMPLATES: &str = include_str!("../../data/request-letters.txt");

/// A letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// That it was received and registered.
    Receipt,
    /// What to add.
    Clarification,
    /// That it takes longer.
    Extension,
    /// To the n-th third party that was asked, from 1.
    Opinion(usize),
    /// That it is handed on as a petition.
    Transfer,
    /// The answer: of what was signed, or a draft.
    Answer,
}

impl fmt::Display for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Letter::Receipt => f.write_str("receipt"),
            Letter::Clarification => f.write_str("clarification"),
            Letter::Extension => f.write_str("extension"),
            Letter::Opinion(n) => write!(f, "opinion-{n}"),
            Letter::Transfer => f.write_str("transfer"),
            Letter::Answer => f.write_str("answer"),
        }
    }
}

/// Text that names no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no letter is called so")]
pub struct NoLetter;

impl FromStr for Letter {
    type Err = NoLetter;

    fn from_str(text: &str) -> Result<Letter, NoLetter> {
        match text {
            "receipt" => Ok(Letter::Receipt),
            "clarification" => Ok(Letter::Clarification),
            "extension" => Ok(Letter::Extension),
            "transfer" => Ok(Letter::Transfer),
            "answer" => Ok(Letter::Answer),
            other => {
                let n = other.strip_prefix("opinion-").and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                n.map(Letter::Opinion).ok_or(NoLetter)
            }
        }
    }
}

/// What a letter takes from the school.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sender {
    /// The school's name.
    pub school: String,
    /// The office with address and telephone, as far as they are known.
    pub contact: String,
    /// What somebody may do who is not content.
    pub remedy: String,
}

impl Request {
    /// The letters that what was done calls for, in order.
    pub fn letters(&self) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut opinions = 0;
        for step in &self.steps {
            match &step.did {
                Did::Registered => letters.push(Letter::Receipt),
                Did::ClarificationAsked { .. } => letters.push(Letter::Clarification),
                Did::ExtensionGranted => letters.push(Letter::Extension),
                Did::Transferred { .. } => letters.push(Letter::Transfer),
                Did::OpinionAsked { .. } => {
                    opinions += 1;
                    letters.push(Letter::Opinion(opinions));
                }
                _ => {}
            }
        }
        let repeated = self.steps.iter().any(|step| matches!(step.did, Did::Repeated { .. }));
        let replied = match self.stage.ending() {
            Some(ending) => ending.reply.is_some(),
            None => self.reply().is_some(),
        };
        if replied || repeated {
            letters.push(Letter::Answer);
        }
        letters
    }

    /// The letters that have their number: what is issued once stays as it was issued.
    pub fn issued(&self) -> Vec<Letter> {
        self.letters().into_iter().filter(|letter| self.is_signed(*letter)).collect()
    }

    /// Whether the answer is signed, so that its letter is no draft.
    pub fn is_signed(&self, letter: Letter) -> bool {
        letter != Letter::Answer || !self.is_open()
    }

    /// A letter as a document; nothing when what it tells has not happened.
    pub fn letter(&self, letter: Letter, from: &Sender, terms: &Terms, calendar: &Calendar) -> Option<Document> {
        if !self.letters().contains(&letter) {
            return None;
        }
        let (section, fields, date) = self.fields(letter, from, terms, calendar)?;
        let (title, paragraphs) = template(&section)?;
        let blocks = paragraphs.iter().filter_map(|paragraph| filled(paragraph, &fields)).collect::<Vec<_>>();
        let mut all: Vec<Block> = Vec::new();
        for text in blocks {
            all.extend(
                text.lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| Block::Paragraph(vec![Inline::text(line.trim())])),
            );
        }
        // What nobody signed has no day and no place for the seal, and says what it is.
        let signed = self.is_signed(letter);
        let mut heads = vec![from.school.clone(), title.to_string()];
        all.push(Block::Signature(match signed {
            true => vec![from.school.clone(), zh_day(date), "（印章）".to_string()],
            false => vec![from.school.clone(), DRAFT.to_string()],
        }));
        if !signed {
            heads.push(DRAFT.to_string());
        }
        Some(Document {
            title: heads,
            issuer: from.school.clone(),
            language: "zh-CN",
            date,
            signed,
            subject: title.to_string(),
            keywords: vec!["信息公开".into(), "依申请公开".into()],
            blocks: all,
        })
    }

    /// Section of the templates, merge fields, and the day of a letter.
    fn fields(
        &self,
        letter: Letter,
        from: &Sender,
        terms: &Terms,
        calendar: &Calendar,
    ) -> Option<(String, Fields, NaiveDate)> {
        let entry = &self.entry;
        let organisation = entry.kind == ApplicantKind::Organisation;
        let mut fields = Fields::default();
        fields.put("applicant", &entry.applicant.name);
        fields.put("you", if organisation { "贵单位" } else { "您" });
        fields.put("received", zh_day(entry.received_on));
        fields.put("intake", entry.intake.zh());
        fields.put("number", entry.number.zh());
        fields.put("content", one_line(&entry.content));
        fields.put("contact", &from.contact);
        fields.put("remedy", &from.remedy);
        fields.put("way", format!("{}，{}", entry.wanted.zh(), way(entry.way)));
        let (year, serial) = (entry.number.year, entry.number.serial);
        let mut number = |word: &str, part: &str| fields.put("letter", format!("{word}〔{year}〕{serial}{part}号"));
        let on = |wanted: fn(&Did) -> bool| self.steps.iter().find(|step| wanted(&step.did));
        match letter {
            Letter::Receipt => {
                number("公收", "");
                let step = on(|did| matches!(did, Did::Registered))?;
                fields.put("decree_article", &terms.decree_answer.article);
                fields.put("decree_days", terms.decree_answer.days.to_string());
                let due = calendar.add(entry.received_on, i64::from(terms.decree_answer.days)).ok()?;
                fields.put("decree_due", dated(due, entry.received_on, calendar));
                Some(("receipt".into(), fields, step.on))
            }
            Letter::Clarification => {
                number("公补", "");
                let step = on(|did| matches!(did, Did::ClarificationAsked { .. }))?;
                let Did::ClarificationAsked { what, until } = &step.did else { return None };
                fields.put("what", what);
                fields.put("until", zh_day(*until));
                Some(("clarification".into(), fields, step.on))
            }
            Letter::Extension => {
                number("公延", "");
                let step = on(|did| matches!(did, Did::ExtensionGranted))?;
                self.put_extension(&mut fields, terms, calendar)?;
                Some(("extension".into(), fields, step.on))
            }
            Letter::Opinion(n) => {
                let part = if n == 1 { String::new() } else { format!("-{n}") };
                number("公征", &part);
                let asked = self.steps.iter().filter(|step| matches!(step.did, Did::OpinionAsked { .. }));
                let step = asked.into_iter().nth(n.checked_sub(1)?)?;
                let Did::OpinionAsked { party, what } = &step.did else { return None };
                fields.put("party", party);
                fields.put("partyyou", "您（贵单位）");
                fields.put("what", what);
                fields.put("third_days", terms.third_party.days.to_string());
                Some(("opinion".into(), fields, step.on))
            }
            Letter::Transfer => {
                number("公转", "");
                let step = on(|did| matches!(did, Did::Transferred { .. }))?;
                let Did::Transferred { reason } = &step.did else { return None };
                fields.put("reason", reason.trim_end_matches(['。', '；', '，']));
                Some(("transfer".into(), fields, step.on))
            }
            Letter::Answer => {
                if self.is_signed(letter) {
                    number("公复", "");
                } else {
                    fields.put("letter", format!("公复〔{year}〕（签发时编号）"));
                }
                self.put_answer(fields)
            }
        }
    }

    fn put_extension(&self, fields: &mut Fields, terms: &Terms, calendar: &Calendar) -> Option<()> {
        let Extension { days, reason, .. } = self.extension.as_ref()?;
        fields.put("days", days.to_string());
        fields.put("reason", reason.trim_end_matches(['。', '；', '，']));
        for (regime, name) in [(Regime::Decree, "decree_moved"), (Regime::State, "state_moved")] {
            let clock = self.clock(regime, terms, calendar, self.last_day)?;
            // Of a clock that was not put off nothing is said.
            if clock.extended > 0 {
                let due = dated(clock.due, self.zero, calendar);
                fields.put(name, format!("按照{}，答复期限延长到{due}。", regime.zh()));
            }
        }
        Some(())
    }

    fn put_answer(&self, mut fields: Fields) -> Option<(String, Fields, NaiveDate)> {
        let ending = self.stage.ending();
        if let Some(step) = self.steps.iter().find(|step| matches!(step.did, Did::Repeated { .. })) {
            let Did::Repeated { of, reason } = &step.did else { return None };
            fields.put("text", format!("{reason}\n此前的申请：{}", of.zh()));
            return Some(("18-6".into(), fields, step.on));
        }
        let reply = self.reply()?;
        fields.put("text", &reply.text);
        fields.put("ground", &reply.ground);
        let result = reply.outcome.zh();
        fields.put("result", format!("{}。", result.split_once('：').map_or(result, |(_, what)| what)));
        // A draft bears the day on which it was written last.
        let drafted = self.steps.iter().rev().find(|step| matches!(step.did, Did::Drafted(_))).map(|step| step.on);
        let on = ending.map(|ending| ending.on).or(drafted)?;
        Some((reply.outcome.reply().code().to_string(), fields, on))
    }
}

/// What stands on a letter that nobody signed.
const DRAFT: &str = "（草稿，未签发）";

/// A last day, and why it may still move when it may.
fn dated(due: DueDate, from: NaiveDate, calendar: &Calendar) -> String {
    let last = due.date();
    let day = zh_day(last);
    if !due.is_provisional() {
        return day;
    }
    let unknown: Vec<i32> = (from.year()..=last.year())
        .filter(|year| NaiveDate::from_ymd_opt(*year, 1, 1).is_some_and(|day| !calendar.knows(day)))
        .collect();
    let years = unknown.iter().map(|year| format!("{year}年")).collect::<Vec<_>>().join("、");
    match unknown.is_empty() {
        false => format!("{day}（{years}放假安排尚未公布，以公布后的为准）"),
        // Nothing but a third party's word is open.
        true => format!("{day}（正在征求第三方意见，期限随其答复的日期变动）"),
    }
}

fn way(way: Way) -> &'static str {
    way.zh()
}

/// Text of several lines on one: a paragraph of a letter is one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Merge fields by name.
#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    fn put(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.insert(name, value.into());
    }
}

/// Title and paragraphs of a section.
fn template(section: &str) -> Option<(&'static str, Vec<&'static str>)> {
    let head = format!("[{section}]");
    let mut lines = TEMPLATES.lines().filter(|line| !line.starts_with('#')).skip_while(|line| *line != head).skip(1);
    let title = lines.next()?;
    let paragraphs = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()).collect();
    Some((title, paragraphs))
}

/// A paragraph with its fields; nothing when one of them is empty. Whatever stands in a field is never read for fields.
fn filled(paragraph: &str, fields: &Fields) -> Option<String> {
    let (mut out, mut rest) = (String::new(), paragraph);
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        let value = fields.0.get(name).filter(|value| !value.trim().is_empty())?;
        out.push_str(before);
        out.push_str(value.trim());
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::ReplyKind;

    #[test]
    fn every_letter_and_every_kind_of_reply_has_a_template_of_known_fields() {
        let known = [
            "letter",
            "applicant",
            "you",
            "received",
            "intake",
            "number",
            "content",
            "contact",
            "remedy",
            "way",
            "decree_article",
            "decree_days",
            "decree_due",
            "what",
            "until",
            "days",
            "reason",
            "decree_moved",
            "state_moved",
            "party",
            "partyyou",
            "third_days",
            "text",
            "ground",
            "result",
        ];
        let letters = ["receipt", "clarification", "extension", "opinion", "transfer"].map(str::to_string);
        let replies = ReplyKind::ALL.iter().map(|kind| kind.code().to_string());
        for section in letters.into_iter().chain(replies) {
            let (title, paragraphs) = template(&section).unwrap_or_else(|| panic!("{section}"));
            assert!(title.starts_with("信息公开") && paragraphs.len() >= 4, "{section}");
            for paragraph in paragraphs {
                for name in paragraph.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                    assert!(known.contains(&name), "{section}: {name}");
                }
            }
        }
    }

    #[test]
    fn what_an_applicant_writes_is_no_field_and_an_empty_field_leaves_its_paragraph_out() {
        let mut fields = Fields::default();
        fields.put("content", "{remedy}");
        fields.put("remedy", "甲");
        assert_eq!(filled("内容：{content}", &fields).as_deref(), Some("内容：{remedy}"));
        assert_eq!(filled("{way}：{content}", &fields), None);
    }

    #[test]
    fn names_of_letters_read_back() {
        for letter in [
            Letter::Receipt,
            Letter::Clarification,
            Letter::Extension,
            Letter::Opinion(2),
            Letter::Transfer,
            Letter::Answer,
        ] {
            assert_eq!(letter.to_string().parse(), Ok(letter));
        }
        for wrong in ["", "opinion", "opinion-0", "opinion-x", "answers"] {
            assert_eq!(wrong.parse::<Letter>(), Err(NoLetter), "{wrong}");
        }
    }
}
