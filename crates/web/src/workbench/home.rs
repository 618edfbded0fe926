//! The front page of the workbench: what waits for whoever sits here, and the coming working days.

use crate::error::HttpError;
use crate::http::form::{self, FromForm, Reader};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show};
use crate::workbench::remind::{last_time, stage, urged};
use app::desk::{Home, Said, Square, Task, Why};
use app::reminders::{self, Ahead, Covered, CoveredUnit, Label, Line};
use app::words::Lang;
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::{Calendar, DayKind};
use domain::catalogue::{ItemKey, TimingRule};
use domain::coverage::State;
use domain::ids::RecordId;
use domain::school_year::SchoolYear;
use std::sync::Arc;

/// Working days that the calendar of the front page reaches.
const AHEAD: u32 = 20;
/// Most reminders that the front page shows.
const NEW: usize = 5;

/// A day of the calendar.
struct Day {
    day: NaiveDate,
    kind: DayKind,
    /// Which working day from today it is.
    nth: Option<u32>,
    /// What has to be public by it.
    due: usize,
    /// Periods of publicity that end on it.
    ends: usize,
}

#[derive(Template)]
#[template(path = "workbench/home.html")]
struct HomePage {
    bench: Bench,
    home: Home,
    /// Only what is theirs to judge.
    review: bool,
    /// The items that are theirs, or all of them, by unit.
    board: Vec<CoveredUnit>,
    /// Whether they may ask others for what is due.
    may_urge: bool,
    /// What became of asking.
    urged: Vec<String>,
    /// Reminders they have not read.
    new: Vec<Line>,
    /// Units by code, for the board.
    units: Vec<(String, String)>,
    /// Whether the board is the whole school's.
    whole: bool,
    done: Option<String>,
    weeks: Vec<Vec<Day>>,
    /// What others said and waits for an answer.
    said: Vec<Said>,
    /// Objections that are theirs to answer.
    objections: usize,
    /// Requests, and opinions, enquiries, corrections and complaints, that wait for them: how many, and how many are late.
    letters: [Letters; 2],
    /// Copies elsewhere of withdrawn records that are still up, as far as is known: record, title, how many.
    still_up: Vec<(RecordId, String, usize)>,
}

/// What people wrote and waits for whoever sits here.
struct Letters {
    /// The end of its message keys, and of the address of the list.
    what: &'static str,
    waits: usize,
    late: usize,
}

impl Letters {
    fn of(what: &'static str, (waits, late): (usize, usize)) -> Letters {
        Letters { what, waits, late }
    }
}

impl HomePage {
    fn letters_waiting(&self) -> usize {
        self.letters.iter().map(|one| one.waits).sum()
    }

    fn letters_say(&self, letters: &Letters) -> String {
        let waits = self.bench.count(&format!("work-letters-{}", letters.what), letters.waits);
        match letters.late {
            0 => waits,
            late => format!("{waits}{}{}", self.bench.say("work-comma"), self.bench.count("work-letters-late", late)),
        }
    }

    /// The situation: of the whole school for whoever answers for it, of what waits here for everybody else.
    fn heading(&self) -> String {
        let (late, soon) = (self.in_state("late"), self.in_state("soon"));
        let theirs = self.may_urge || self.waiting_count() == 0;
        if self.whole && theirs && !self.review && late + soon > 0 {
            let parts = [("work-school-late", late), ("work-school-soon", soon)];
            let parts = parts.iter().filter(|(_, count)| *count > 0).map(|(key, count)| self.bench.count(key, *count));
            return parts.collect::<Vec<_>>().join(&self.bench.say("work-comma"));
        }
        self.waiting()
    }

    fn waiting_count(&self) -> u64 {
        (self.home.tasks.len() + self.objections + self.home.approvals.len() + self.letters_waiting()) as u64
    }

    fn waiting(&self) -> String {
        match (self.waiting_count(), self.review) {
            (0, _) => self.bench.say("work-nothing-waits"),
            (waiting, true) => self.bench.gate.count("work-reviews-wait", waiting),
            (waiting, false) => self.bench.gate.count("work-tasks-wait", waiting),
        }
    }

    /// `其中 1 件已逾期，1 件三个工作日内到期。`
    fn pressing(&self) -> Option<String> {
        let of_them = self.of_them();
        // Where the heading speaks of the school, what waits here stands below it.
        match self.heading() == self.waiting() {
            true => of_them,
            false => Some(format!("{}{}", self.waiting(), of_them.map(|of| format!("　{of}")).unwrap_or_default())),
        }
    }

    fn of_them(&self) -> Option<String> {
        let (late, soon) = (self.home.late(), self.home.soon());
        let mut parts = Vec::new();
        if late > 0 {
            parts.push(self.bench.gate.count("work-of-them-late", late));
        }
        if soon > 0 {
            parts.push(self.bench.gate.count("work-of-them-soon", soon));
        }
        (!parts.is_empty()).then(|| self.bench.say1("work-of-them", "parts", parts.join(&self.bench.say("work-comma"))))
    }

    fn why(&self, task: &Task) -> String {
        let drafter = task.drafter.clone().unwrap_or_else(|| self.bench.say("work-nobody"));
        match &task.why {
            Why::Returned(reason) => self.bench.say1("work-why-returned", "reason", reason),
            Why::Drafting => self.bench.say("work-why-drafting"),
            other => self.bench.say1(&format!("work-why-{}", other.code()), "drafter", drafter),
        }
    }

    fn unit(&self, row: &CoveredUnit) -> String {
        let Some(code) = &row.unit else {
            // Nobody has to answer for what does not apply.
            return self.bench.say(if self.none_applies(row) { "work-state-na" } else { "work-board-nobody" });
        };
        self.units.iter().find(|(known, _)| known == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    }

    fn none_applies(&self, row: &CoveredUnit) -> bool {
        row.items.iter().all(|item| item.square.state == State::NotApplicable)
    }

    /// The square's class, which is its shape.
    fn class(&self, square: &Square) -> &'static str {
        match square.state {
            State::Fresh => "fresh",
            State::DueSoon => "soon",
            State::Overdue => "late",
            State::NeverDisclosed => "never",
            State::Nil => "nil",
            State::NotApplicable => "na",
        }
    }

    fn state(&self, square: &Square) -> String {
        self.bench.say(&format!("work-state-{}", self.class(square)))
    }

    fn text(&self, square: &Square) -> String {
        match self.bench.lang {
            Lang::En if !square.english.is_empty() => square.english.clone(),
            _ => square.text.clone(),
        }
    }

    fn timing(&self, square: &Square) -> String {
        match square.timing {
            TimingRule::WithinWorkingDays(days) => self.bench.count("portal-timing-made", days),
            TimingRule::WithinDaysOfApproval(days) => self.bench.count("portal-timing-approval", days),
            TimingRule::YearlyBy { month, day } => self
                .bench
                .lang
                .say_with("portal-timing-yearly", &[("month", &month.to_string()), ("day", &day.to_string())]),
            TimingRule::OnChange => self.bench.say("portal-timing-change"),
        }
    }

    /// The school years for which a nil statement may be signed now: this one and the one before.
    fn years(&self) -> Vec<String> {
        let this = SchoolYear::of(self.bench.today);
        let before = SchoolYear::beginning(this.first_year() - 1);
        // The year that is over first: of the one that runs nobody knows yet what it will bring.
        [before, Some(this)].into_iter().flatten().map(|year| year.to_string()).collect()
    }

    /// How many copies of withdrawn records are still up elsewhere, as far as is known.
    fn copies_up(&self) -> usize {
        self.still_up.iter().map(|(_, _, up)| up).sum()
    }

    /// How many items of the board are in a state.
    fn in_state(&self, class: &str) -> usize {
        self.board.iter().flat_map(|row| &row.items).filter(|item| self.class(&item.square) == class).count()
    }

    /// Items of which something that waits is late, while they are not.
    fn late_inside(&self) -> usize {
        self.board.iter().flat_map(|row| &row.items).filter(|item| item.square.is_late_inside()).count()
    }

    /// Items of a row that something is to be done about at once.
    fn wanting<'a>(&self, row: &'a CoveredUnit) -> Vec<&'a Covered> {
        let wanting = |item: &&Covered| {
            matches!(item.square.state, State::Overdue | State::NeverDisclosed) || item.square.is_late_inside()
        };
        row.items.iter().filter(wanting).collect()
    }

    /// When its people were last reminded of one of these.
    fn last(&self, items: &[&Covered]) -> Option<String> {
        let last = items.iter().filter_map(|item| item.last.as_ref()).max_by_key(|last| last.at)?;
        Some(last_time(&self.bench, Some(last)))
    }

    /// Whether somebody can be asked for something that was not asked for today.
    fn can_ask(&self, row: &CoveredUnit, items: &[&Covered]) -> bool {
        self.may_urge && row.unit.is_some() && !row.people.is_empty() && items.iter().any(|item| !item.today)
    }

    fn label<'a>(&self, label: &'a Label) -> &'a str {
        label.text(self.bench.lang)
    }

    fn stage(&self, line: &Line) -> String {
        stage(self.bench.lang, line.stage)
    }

    fn next(&self, task: &Task) -> String {
        self.bench.say(&format!("work-next-{}", task.why.code()))
    }
}

/// What waits.
pub(crate) async fn home(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    // Who only reads, reads on the portal.
    if request.seat.as_ref().is_some_and(|seat| !seat.person.works()) {
        return Ok(go_on(&request, "/"));
    }
    let AtWork { ctx, home, bench, desk, .. } = AtWork::at(&site, &request, "home").await?;
    let overview = reminders::overview(&ctx, &desk).await?;
    let weeks = weeks(desk.calendar(), bench.today, &overview.ahead);
    let (board, may_urge, urged) = (overview.units, overview.may_urge, urged(&bench, &request));
    let new = newest(reminders::mine(&ctx, &desk).await?.lines);
    let units = desk.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let whole = desk.whose == domain::policy::Desk::School;
    let done =
        request.told(Tells::Done).filter(|done| ["nil", "nil-waits", "nil-back", "delete"].contains(&done.as_str()));
    let done = done.map(|done| bench.say(&format!("work-home-done-{done}")));
    let said = desk.said_to_me().await?;
    let objections = desk.open_objections().await?;
    let (requests, voices) = (app::requests::mine(&ctx).await?, app::voices::mine(&ctx).await?);
    let letters = [Letters::of("requests", requests), Letters::of("voices", voices)];
    let still_up = desk.still_up().await?;
    let bench = bench.titled(request.lang.say("work-at-home"));
    show(
        &request,
        &HomePage {
            bench,
            home,
            review: false,
            board,
            may_urge,
            urged,
            new,
            units,
            whole,
            done,
            weeks,
            said,
            objections,
            letters,
            still_up,
        },
    )
}

/// The unread reminders, the last one of each thing.
fn newest(lines: Vec<Line>) -> Vec<Line> {
    let mut new: Vec<Line> = Vec::new();
    for line in lines.into_iter().filter(|line| !line.read) {
        let path = |line: &Line| line.label.as_ref().map(|label| label.path.clone());
        if new.len() < NEW && !new.iter().any(|known| path(known) == path(&line)) {
            new.push(line);
        }
    }
    new
}

/// What waits to be judged.
pub(crate) async fn review(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { mut home, bench, desk, .. } = AtWork::at(&site, &request, "review").await?;
    home.tasks.retain(|task| !matches!(task.why, Why::Drafting | Why::Returned(_)));
    home.approvals.clear();
    let due = home.tasks.iter().filter_map(|task| Some(Ahead { day: task.due?.on, ends: false }));
    let weeks = weeks(desk.calendar(), bench.today, &due.collect::<Vec<_>>());
    let bench = bench.titled(request.lang.say("work-at-review"));
    let (board, urged, new, units, said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let page = HomePage {
        bench,
        home,
        review: true,
        board,
        may_urge: false,
        urged,
        new,
        units,
        whole: false,
        done: None,
        weeks,
        said,
        objections: 0,
        letters: [Letters::of("requests", (0, 0)), Letters::of("voices", (0, 0))],
        still_up: Vec::new(),
    };
    show(&request, &page)
}

/// A nil statement as a form says it.
struct Nil {
    item: ItemKey,
    year: SchoolYear,
    note: String,
    /// Whether it is taken back, the note being the reason.
    back: bool,
}

impl FromForm for Nil {
    fn from_form(form: &mut Reader<'_>) -> Option<Nil> {
        let item = form.choice("item", |item| item.parse().ok());
        let year = form.choice("year", |year| year.parse().ok());
        let note = form.line("note", 200);
        let back = form.raw("act") == "back";
        Some(Nil { item: item?, year: year?, note: note?, back })
    }
}

/// Signs a nil statement, or takes one back.
pub(crate) async fn nil(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let Nil { item, year, note, back } = form::read(&request)?;
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "home").await?;
    if back {
        app::desk::take_back_nil(&ctx, &item, year, &note).await?;
        return Ok(go_on(&request, "/work?done=nil-back#board"));
    }
    let signed = app::desk::sign_nil(&ctx, &item, year, &note).await?;
    Ok(go_on(&request, if signed.waits { "/work?done=nil-waits#board" } else { "/work?done=nil#board" }))
}

/// Whole weeks from the one of today to the one of the last working day ahead.
fn weeks(calendar: &Calendar, today: NaiveDate, ahead: &[Ahead]) -> Vec<Vec<Day>> {
    let before = u64::from(today.weekday().num_days_from_monday());
    let mut day = today.checked_sub_days(Days::new(before)).unwrap_or(today);
    let (mut nth, mut weeks) = (0, Vec::new());
    while nth < AHEAD && weeks.len() < 12 {
        let mut week = Vec::with_capacity(7);
        for _ in 0..7 {
            let kind = calendar.kind(day);
            let counts = day > today && kind.is_working() && nth < AHEAD;
            nth += u32::from(counts);
            let count = |ends| ahead.iter().filter(|one| one.day == day && one.ends == ends).count();
            week.push(Day { day, kind, nth: counts.then_some(nth), due: count(false), ends: count(true) });
            day = day.succ_opt().unwrap_or(day);
        }
        weeks.push(week);
    }
    weeks
}
