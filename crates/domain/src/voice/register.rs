//! The register of voices: what came in, what was answered, what is carried on, what stood for three months without an answer.
//!
//! Nobody types a total. Each number is counted of the voices themselves, each in its own way, so that
//! received + carried over = answered + withdrawn + carried forward can fail and is tested to hold.

use super::words::{Intake, Kind};
use super::{Stage, Terms, Voice};
use crate::calendar::Calendar;
use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity, Quantity};
use crate::request::register::Span;
use crate::school_year::SchoolYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Key of the dataset of complaints, which holds reviews and lawsuits as well.
pub const COMPLAINTS: &str = "complaints";
/// Key of the dataset of opinions, enquiries and corrections.
pub const VOICES: &str = "voices";

/// What a time came to for one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Open when it began.
    pub carried_over: u64,
    /// Received in it.
    pub received: u64,
    /// Those whose sender was told in it what came of them.
    pub answered: u64,
    /// Withdrawn in it.
    pub withdrawn: u64,
    /// Open when it was over.
    pub carried_forward: u64,
    /// Those that stood in it for more than three months after they came in without a word of what came of them.
    pub silent: u64,
    /// Of those received, how many went to somebody else.
    pub transferred: u64,
}

impl Count {
    /// Whether what came in is what went out and what is left.
    pub fn holds(&self) -> bool {
        self.received + self.carried_over == self.answered + self.withdrawn + self.carried_forward
            && self.transferred <= self.received
    }

    /// Whether there is nothing at all to account for.
    pub fn is_empty(&self) -> bool {
        self.received == 0 && self.carried_over == 0
    }
}

/// What a time came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// For each kind; every kind stands here.
    pub kinds: BTreeMap<Kind, Count>,
    /// Of those received, how many by which way; complaints are not among them.
    pub intakes: BTreeMap<Intake, u64>,
}

impl Account {
    /// Counts the voices of a time as they stand on a day.
    pub fn of<'a>(
        voices: impl IntoIterator<Item = &'a Voice>,
        span: Span,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Account {
        let mut account = Account {
            kinds: Kind::ALL.iter().map(|kind| (*kind, Count::default())).collect(),
            intakes: Intake::ALL.iter().map(|intake| (*intake, 0)).collect(),
        };
        for voice in voices {
            let (received, ended) = (voice.entry.received_on, voice.ended_on());
            let within = |day: NaiveDate| span.from <= day && day <= span.to;
            let count = account.kinds.entry(voice.kind()).or_default();
            if within(received) {
                count.received += 1;
                count.transferred += u64::from(matches!(voice.stage, Stage::Transferred { .. }));
                if !voice.kind().is_sealed() {
                    *account.intakes.entry(voice.entry.intake).or_default() += 1;
                }
            }
            count.carried_over += u64::from(received < span.from && ended.is_none_or(|on| on >= span.from));
            count.carried_forward += u64::from(received <= span.to && ended.is_none_or(|on| on > span.to));
            match ended.filter(|on| within(*on)) {
                Some(_) if voice.told_on.is_some() => count.answered += 1,
                Some(_) => count.withdrawn += 1,
                None => {}
            }
            let day = today.min(span.to);
            let still = ended.is_none_or(|on| on >= span.from) && received <= span.to;
            let terms = Terms::on(voice.kind(), received);
            let silent = terms.is_some_and(|terms| voice.silent_since(&terms, calendar, day).is_some());
            count.silent += u64::from(still && silent);
        }
        account
    }

    /// Of one kind.
    pub fn count(&self, kind: Kind) -> Count {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Whether every kind balances.
    pub fn holds(&self) -> bool {
        self.kinds.values().all(Count::holds)
    }

    /// Complaints as figures of a school year, beside what was entered by hand: its reviews and lawsuits stay, and where it says
    /// another number of complaints, the register's is marked as disputed.
    pub fn complaints(&self, year: SchoolYear, typed: Option<&Dataset>) -> Dataset {
        let count = self.count(Kind::Complaint);
        let about = "举报登记簿逐件统计；不属于信息公开工作、已转有关机构的不计";
        let mut received = figure("received", "举报", count.received - count.transferred, about);
        let told = typed.and_then(|typed| typed.figure("received")).filter(|figure| figure.value.is_some());
        if let Some(told) = told.filter(|told| told.value != received.value) {
            let (told, here) = (told.printed(), received.printed());
            received.disputed = Some(format!("另有填报的数据为{told}，举报登记簿逐件统计为{here}"));
        }
        let mut figures = vec![received];
        if let Some(typed) = typed {
            let kept = ["received", "complaints_answered", "complaints_silent", "complaints_transferred"];
            figures.extend(typed.figures.iter().filter(|figure| !kept.contains(&figure.key.as_str())).cloned());
        }
        if count.answered > 0 || !count.is_empty() {
            figures.push(figure("complaints_answered", "举报已答复", count.answered, "举报登记簿逐件统计"));
            figures.push(figure("complaints_silent", "举报超过三个月未答复", count.silent, SILENT));
        }
        if count.transferred > 0 {
            let about = "举报登记簿逐件统计";
            figures.push(figure(
                "complaints_transferred",
                "不属于信息公开工作的举报，已转有关机构",
                count.transferred,
                about,
            ));
        }
        let identities = typed.map(|typed| typed.identities.clone()).unwrap_or_default();
        Dataset { figures, identities, ..blank(COMPLAINTS, "举报、复议、诉讼", "举报登记簿", year) }
    }

    /// Opinions, enquiries and corrections as figures of a school year, with what must hold between them.
    pub fn voices(&self, year: SchoolYear) -> Dataset {
        let (mut figures, mut received) = (Vec::new(), Vec::new());
        let others = || Kind::ALL.iter().copied().filter(|kind| !kind.is_sealed());
        let total = |of: fn(&Count) -> u64| others().map(|kind| of(&self.count(kind))).sum::<u64>();
        figures.push(figure("received", "收到意见、咨询和更正", total(|count| count.received), REGISTER));
        for kind in others() {
            let key = format!("{}_received", kind.code());
            figures.push(figure(&key, &format!("收到{}", kind.zh()), self.count(kind).received, REGISTER));
            received.push(key);
        }
        figures.push(figure("carried_over", "上学年结转", total(|count| count.carried_over), REGISTER));
        figures.push(figure("due", "应办理", total(|count| count.received + count.carried_over), REGISTER));
        figures.push(figure("answered", "已答复", total(|count| count.answered), REGISTER));
        figures.push(figure("withdrawn", "来信人撤回", total(|count| count.withdrawn), REGISTER));
        figures.push(figure("pending", "结转下学年办理", total(|count| count.carried_forward), REGISTER));
        figures.push(figure("silent", "超过三个月未答复", total(|count| count.silent), SILENT));
        let sum = |whole: &str, parts: Vec<String>| Identity::Sum { whole: whole.into(), parts };
        let parts = |parts: &[&str]| parts.iter().map(|part| (*part).to_string()).collect();
        let identities = vec![
            sum("received", received),
            sum("due", parts(&["received", "carried_over"])),
            sum("due", parts(&["answered", "withdrawn", "pending"])),
        ];
        Dataset { figures, identities, ..blank(VOICES, "意见、咨询和更正", "来信登记簿", year) }
    }
}

const REGISTER: &str = "来信登记簿逐件统计";
const SILENT: &str = "收到后超过三个月仍未答复，或者超过三个月才答复的";

fn figure(key: &str, name: &str, n: u64, definition: &str) -> Figure {
    Figure {
        key: key.into(),
        name: name.into(),
        value: Some(Quantity::whole(i64::try_from(n).unwrap_or(i64::MAX))),
        unit: "件".into(),
        definition: definition.into(),
        approximate: false,
        disputed: None,
    }
}

fn blank(key: &str, title: &str, source: &str, year: SchoolYear) -> Dataset {
    Dataset {
        key: key.into(),
        title: title.into(),
        item: ItemKey::Official(6),
        unit: None,
        year,
        as_of: PartialDate::Unknown,
        source: source.into(),
        figures: Vec::new(),
        identities: Vec::new(),
    }
}
