//! The living sample: an invented college whose days are counted from today, so that everything can be seen at work: what is
//! public, what waits in each review, what is late, what came back.
//!
//! What is done is done through the same use cases as people's work, one act after the other in the order of time; nobody
//! in it exists. The data are in `samples/living`; `⟨…⟩` in them is filled in here.

mod lists;
mod report;
mod requests;
mod surveys;
mod voices;

use super::{SamplePerson, account};
use crate::context::Ctx;
use crate::desk::{self, Draft};
use crate::error::{Error, Result};
use crate::files::Access;
use crate::reminders::{self, Wanted};
use crate::{ledger, records};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use domain::calendar::Calendar;
use domain::date::{PartialDate, instant_in_china};
use domain::ids::{RecordId, UserId};
use domain::policy::{Post, Principal, Role};
use domain::record::{Audience, Edition, Facts, Form, Openness, Origin, Release, Term, Timestamp, Validity};
use domain::school_year::SchoolYear;
use std::collections::HashMap;
use std::path::Path;

const LEDGER: &str = include_str!("../../../../samples/living/ledger.json");
const WORK: &str = include_str!("../../../../samples/living/work.json");

/// Its name in the sample's folder.
pub const LEDGER_FILE: &str = "ledger-living.json";

/// When the first of them comes to work.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 40, 0).expect("a time of day");

/// Name of the college.
pub const SCHOOL: &str = "江南职业技术学院（示例）";

/// What opens its complaints: of a sample, and therefore no secret.
pub const PASSPHRASE: &str = "示例口令 人人都看得到 请勿照用";

/// Its people.
pub const PEOPLE: [SamplePerson; 10] = [
    SamplePerson { login: "clerk", name: "沈小禾", role: Role::Clerk, unit: Some("xsc") },
    SamplePerson { login: "head", name: "顾建平", role: Role::UnitHead, unit: Some("xsc") },
    SamplePerson { login: "clerk2", name: "方远", role: Role::Clerk, unit: Some("jwc") },
    SamplePerson { login: "head2", name: "陈立", role: Role::UnitHead, unit: Some("jwc") },
    SamplePerson { login: "secrecy", name: "徐静", role: Role::SecrecyReviewer, unit: None },
    SamplePerson { login: "office", name: "周敏", role: Role::Office, unit: None },
    SamplePerson { login: "supervisor", name: "宋立群", role: Role::Supervisor, unit: None },
    SamplePerson { login: "leader", name: "何志远", role: Role::Leader, unit: None },
    SamplePerson { login: "admin", name: "林可", role: Role::Administrator, unit: None },
    SamplePerson { login: "member", name: "白露", role: Role::Member, unit: None },
];

/// A piece of somebody's work.
#[derive(Debug, serde::Deserialize)]
struct Piece {
    title: String,
    item: String,
    /// Login of its clerk, in whose unit everything happens.
    by: String,
    form: String,
    /// When it was made.
    made: String,
    #[serde(default)]
    number: String,
    body: String,
    /// How far it has come.
    stage: Stage,
    /// Of sending back, amending or withdrawing.
    #[serde(default)]
    reason: String,
    /// Name and text of a file.
    #[serde(default)]
    attachment: Option<(String, String)>,
    /// Login, and what they said.
    #[serde(default)]
    comments: Vec<(String, String)>,
    /// For the school only.
    #[serde(default)]
    campus: bool,
    /// Channels and places of releases.
    #[serde(default)]
    posted: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Draft,
    /// Back from the unit's head.
    Returned,
    /// With the unit's head.
    Unit,
    /// With the secrecy reviewer.
    Secrecy,
    Approved,
    Public,
    /// Public, with the next edition being written.
    Amending,
    Withdrawn,
}

/// An act on a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Draft,
    Submit,
    PassUnit,
    Return,
    PassSecrecy,
    Publish,
    Post,
    Amend,
    Withdraw,
    Talk,
}

impl Stage {
    /// The acts that lead there, in order.
    fn steps(self) -> &'static [Step] {
        use Step::{Amend, Draft, PassSecrecy, PassUnit, Post, Publish, Return, Submit, Talk, Withdraw};
        match self {
            Stage::Draft => &[Draft],
            Stage::Returned => &[Draft, Submit, Return],
            Stage::Unit => &[Draft, Submit],
            Stage::Secrecy => &[Draft, Submit, PassUnit, Talk],
            Stage::Approved => &[Draft, Submit, PassUnit, PassSecrecy],
            Stage::Public => &[Draft, Submit, PassUnit, PassSecrecy, Publish, Post],
            Stage::Amending => &[Draft, Submit, PassUnit, PassSecrecy, Publish, Amend],
            Stage::Withdrawn => &[Draft, Submit, PassUnit, PassSecrecy, Publish, Withdraw],
        }
    }
}

/// Makes the college in an empty ledger: its book is brought in, its people get accounts, and their work is done.
///
/// # Errors
/// Of the use cases; a fault of the sample's own data is an internal error.
pub async fn make(ctx: &Ctx, folder: &Path) -> Result<()> {
    let filling = Filling { today: ctx.today(), calendar: &ctx.app.calendar };
    let path = folder.join(LEDGER_FILE);
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    crate::files::write(&path, filling.fill(LEDGER)?, Access::Ordinary)?;
    let outcome =
        ledger::import(ctx, &path, ledger::Options { all_or_nothing: true, ..Default::default() }, &|_| {}).await?;
    if !outcome.bad.is_empty() {
        return Err(wrong(format!("{:?}", outcome.bad)));
    }
    let mut people = HashMap::new();
    for person in PEOPLE {
        people.insert(person.login, account(ctx, person, person.unit.map(str::to_string)).await?);
    }
    work(ctx, &filling, &people).await?;
    let now = Actor { ctx, people: &people, now: ctx.now };
    report::assemble(&now, &filling).await?;
    reminders::urge(&now.named("office")?, &Wanted::AllLate, "请今天处理。").await?;
    Ok(())
}

/// Somebody's act on a piece, a list, a request, a voice or a survey.
#[derive(Debug, Clone, Copy)]
enum Act {
    Piece(usize, Step),
    List(usize, lists::Step),
    Request(usize, requests::Step),
    Voice(usize, voices::Step),
    Survey(usize, surveys::Step),
}

/// Does the work of the sample, everybody's acts in the order of time.
async fn work(ctx: &Ctx, filling: &Filling<'_>, people: &HashMap<&'static str, UserId>) -> Result<()> {
    let pieces: Vec<Piece> = serde_json::from_str(&filling.fill(WORK)?).map_err(Error::internal)?;
    let mut lists = lists::Lists::read(filling)?;
    let mut acts: Vec<(Timestamp, Act)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        acts.extend(filling.days_of(at, piece)?.map(|(when, step)| (when, Act::Piece(at, step))));
    }
    acts.extend(lists.steps().into_iter().map(|(when, at, step)| (when, Act::List(at, step))));
    let mut asked = requests::Requests::read(filling)?;
    acts.extend(asked.steps()?.into_iter().map(|(when, at, step)| (when, Act::Request(at, step))));
    let mut said = voices::Voices::read(filling)?;
    acts.extend(said.steps()?.into_iter().map(|(when, at, step)| (when, Act::Voice(at, step))));
    let mut polled = surveys::Surveys::new(filling).ok_or_else(|| wrong("no school year".to_string()))?;
    acts.extend(polled.steps().into_iter().map(|(when, at, step)| (when, Act::Survey(at, step))));
    // None of it is in the future, however early it is; what happens at the same time stays in its order.
    for (when, _) in &mut acts {
        *when = (*when).min(ctx.now);
    }
    acts.sort_by_key(|(when, _)| *when);
    let mut ids: HashMap<usize, RecordId> = HashMap::new();
    for (now, act) in acts {
        let actor = Actor { ctx, people, now };
        match act {
            Act::List(at, step) => lists.does(&actor, at, step).await?,
            Act::Request(at, step) => asked.does(&actor, at, step).await?,
            Act::Voice(at, step) => said.does(&actor, at, step).await?,
            Act::Survey(at, step) => polled.does(&actor, at, step).await?,
            Act::Piece(at, step) => match ids.get(&at) {
                None => {
                    ids.insert(at, actor.drafts(&pieces[at]).await?);
                }
                Some(id) => actor.does(&pieces[at], *id, step).await?,
            },
        }
    }
    Ok(())
}

/// Somebody at some time.
struct Actor<'a> {
    ctx: &'a Ctx,
    people: &'a HashMap<&'static str, UserId>,
    now: Timestamp,
}

impl Actor<'_> {
    /// The same time for somebody who has no account.
    fn is(&self, who: Principal) -> Ctx {
        Ctx { who, now: self.now, ..self.ctx.clone() }
    }

    fn named(&self, login: &str) -> Result<Ctx> {
        let person = PEOPLE.iter().find(|person| person.login == login);
        let (person, user) = person.zip(self.people.get(login)).ok_or_else(|| wrong(format!("nobody is {login}")))?;
        let posts = vec![Post { role: person.role, unit: person.unit.map(str::to_string) }];
        Ok(self.is(Principal::Account { user: *user, posts }))
    }

    /// The head of the unit of a clerk.
    fn head_of(&self, clerk: &str) -> Result<Ctx> {
        let unit = PEOPLE.iter().find(|person| person.login == clerk).and_then(|person| person.unit);
        let head = PEOPLE.iter().find(|person| person.role == Role::UnitHead && person.unit == unit);
        self.named(head.map_or("", |head| head.login))
    }

    async fn drafts(&self, piece: &Piece) -> Result<RecordId> {
        let clerk = self.named(&piece.by)?;
        let unit = PEOPLE.iter().find(|person| person.login == piece.by).and_then(|person| person.unit);
        let facts = Facts {
            item: piece.item.parse().map_err(|_| wrong(format!("no item {}", piece.item)))?,
            unit: unit.map(str::to_string),
            form: Form::read(&piece.form).ok_or_else(|| wrong(format!("no form {}", piece.form)))?,
            origin: Origin::Made,
            openness: Openness::Proactive,
            audience: if piece.campus { Audience::Campus } else { Audience::Public },
            term: Term::Standing,
            validity: Validity::InForce,
        };
        let edition = Edition {
            title: piece.title.clone(),
            body: piece.body.clone(),
            document_number: piece.number.clone(),
            made_on: PartialDate::Day(piece.made.parse().map_err(Error::internal)?),
            ..Edition::default()
        };
        let id = Draft { facts, edition }.enter(&clerk).await?;
        if let Some((name, text)) = &piece.attachment {
            records::attach(&clerk, id, None, name, text.as_bytes().to_vec()).await?;
        }
        Ok(id)
    }

    async fn does(&self, piece: &Piece, id: RecordId, step: Step) -> Result<()> {
        match step {
            Step::Draft => Ok(()),
            Step::Submit => records::submit(&self.named(&piece.by)?, id).await,
            Step::PassUnit => records::pass_unit_review(&self.head_of(&piece.by)?, id).await,
            Step::Return => records::send_back(&self.head_of(&piece.by)?, id, &piece.reason).await,
            Step::PassSecrecy => records::pass_secrecy_review(&self.named("secrecy")?, id).await,
            Step::Publish => records::publish(&self.named("office")?, id).await,
            Step::Withdraw => records::withdraw(&self.named("office")?, id, &piece.reason, None).await,
            Step::Post => {
                let clerk = self.named(&piece.by)?;
                for (channel, locator) in &piece.posted {
                    let release = Release {
                        edition: 1,
                        channel: channel.clone(),
                        on: PartialDate::Day(clerk.today()),
                        locator: locator.clone(),
                        evidence: String::new(),
                        note: String::new(),
                        of_row: false,
                    };
                    records::release(&clerk, id, release).await?;
                }
                Ok(())
            }
            Step::Amend => {
                let clerk = self.named(&piece.by)?;
                let record = clerk.read().await?.record(id).await?;
                let before = record.public_edition().cloned().unwrap_or_default();
                records::amend(&clerk, id, Edition { change_note: piece.reason.clone(), ..before }).await
            }
            Step::Talk => {
                for (login, wording) in &piece.comments {
                    desk::comment(&self.named(login)?, id, wording.clone()).await?;
                }
                Ok(())
            }
        }
    }
}

fn wrong(what: String) -> Error {
    Error::Internal(anyhow::anyhow!("the living sample: {what}"))
}

/// What stands between `⟨` and `⟩`, counted from today: `-12` the working day twelve days ago or the last before, `w-23` the day
/// 23 working days ago, `+7` the working day in seven days or the first after, `z-12` as `-12` in Chinese, `C-1` the calendar year before this, `Y-1` the school year before this.
struct Filling<'a> {
    today: NaiveDate,
    calendar: &'a Calendar,
}

impl Filling<'_> {
    /// When each act on a piece happens: spread over the days since it was made, in working hours.
    fn days_of(&self, at: usize, piece: &Piece) -> Result<impl Iterator<Item = (Timestamp, Step)>> {
        let made: NaiveDate = piece.made.parse().map_err(Error::internal)?;
        let acts = piece.stage.steps();
        let days = (self.today - made).num_days();
        Ok(acts.iter().enumerate().map(move |(nth, step)| {
            let day = made + TimeDelta::days(days * nth as i64 / acts.len() as i64);
            let day = self.working(day).unwrap_or(made).max(made);
            let minutes = TimeDelta::minutes(55 * nth as i64 + 7 * at as i64);
            (instant_in_china(day.and_time(MORNING)) + minutes, *step)
        }))
    }

    fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('⟨') {
            let (mark, after) = after.split_once('⟩').ok_or_else(|| wrong("⟨ without ⟩".to_string()))?;
            filled.push_str(before);
            filled.push_str(&self.mark(mark).ok_or_else(|| wrong(format!("⟨{mark}⟩ means nothing")))?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn mark(&self, mark: &str) -> Option<String> {
        let number = |text: &str| text.parse::<i64>().ok();
        if let Some(years) = mark.strip_prefix('C') {
            return Some((i64::from(self.today.year()) + number(years)?).to_string());
        }
        if let Some(years) = mark.strip_prefix('Y') {
            let this = SchoolYear::of(self.today).first_year();
            let year = SchoolYear::beginning(this + i32::try_from(number(years)?).ok()?)?;
            return Some(year.to_string());
        }
        if let Some(days) = mark.strip_prefix("w-") {
            let mut day = self.today;
            for _ in 0..number(days)? {
                day = self.working(day.pred_opt()?)?;
            }
            return Some(day.to_string());
        }
        let (chinese, days) = match mark.strip_prefix('z') {
            Some(days) => (true, days),
            None => (false, mark),
        };
        let day = self.today.checked_add_signed(TimeDelta::days(number(days)?))?;
        // What is to come is not moved to before today by holidays.
        let day = if day > self.today { self.working_after(day)? } else { self.working(day)? };
        Some(if chinese { PartialDate::Day(day).zh() } else { day.to_string() })
    }

    /// The day, or the first working day after it.
    fn working_after(&self, mut day: NaiveDate) -> Option<NaiveDate> {
        while !self.calendar.is_working_day(day) {
            day = day.succ_opt()?;
        }
        Some(day)
    }

    /// The day, or the last working day before it.
    fn working(&self, mut day: NaiveDate) -> Option<NaiveDate> {
        while !self.calendar.is_working_day(day) {
            day = day.pred_opt()?;
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        let calendar = Calendar::mainland();
        let filling = Filling { today: NaiveDate::from_ymd_opt(2026, 10, 12).unwrap(), calendar: &calendar };
        // 10 October 2026 is a Saturday that is worked, the days from the 1st to the 7th are off.
        assert_eq!(filling.fill("a⟨-1⟩b⟨-2⟩c⟨w-2⟩").unwrap(), "a2026-10-10b2026-10-10c2026-10-09");
        assert_eq!(filling.fill("⟨+1⟩ ⟨+5⟩").unwrap(), "2026-10-13 2026-10-19");
        assert_eq!(filling.fill("⟨-8⟩ ⟨z-0⟩").unwrap(), "2026-09-30 2026年10月12日");
        assert_eq!(filling.fill("⟨C0⟩ ⟨C-1⟩ ⟨C+1⟩ ⟨Y0⟩ ⟨Y-1⟩").unwrap(), "2026 2025 2027 2026-2027 2025-2026");
        for broken in ["⟨-1", "⟨⟩", "⟨x⟩", "⟨C⟩"] {
            assert!(filling.fill(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_book_and_the_work_are_filled_in_on_every_kind_of_day() {
        let calendar = Calendar::mainland();
        for today in ["2026-01-01", "2026-02-17", "2026-09-01", "2026-10-03", "2024-02-29"] {
            let filling = Filling { today: today.parse().unwrap(), calendar: &calendar };
            let pieces: Vec<Piece> = serde_json::from_str(&filling.fill(WORK).unwrap()).unwrap();
            assert!(pieces.iter().all(|piece| piece.made.parse::<NaiveDate>().is_ok()));
            serde_json::from_str::<serde_json::Value>(&filling.fill(LEDGER).unwrap()).unwrap();
        }
    }
}
