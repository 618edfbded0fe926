//! Records for the leak matrix: every state of life with every audience and openness, each field with a mark of its
//! own (`QZ` with the number of the case and the field), so that whatever comes out can be traced to where it stood.

use axum::http::StatusCode;
use domain::date::PartialDate;
use domain::ids::{AttachmentId, RecordId, UserId};
use domain::objection::{Objection, ObjectionNumber, Objector, Ruling, Stage};
use domain::publicity::{Days, Length, Posting, Roll};
use domain::record::{
    Attachment, Audience, Edition, Form, IndexNumber, Inspection, Openness, Origin, Past, Progress, Publicity, Reach,
    Record, Release, Spot, Term, Unread, Validity, Visibility,
};
use std::collections::BTreeSet;

/// The marks of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(usize);

impl Marks {
    /// The mark of a field, named by two characters.
    fn of(self, field: &str) -> String {
        assert_eq!(field.len(), 2, "{field}");
        format!("{}{field}", self.stem())
    }

    /// What all marks of the case begin with; not a mark itself.
    pub(crate) fn stem(self) -> String {
        format!("QZ{:03}", self.0)
    }

    pub(crate) fn owns(self, mark: &str) -> bool {
        mark.starts_with(&self.stem())
    }

    /// All marks in a text, blanks left out, since layout may break a word.
    pub(crate) fn found_in(text: &str) -> BTreeSet<String> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}' && *c != '\u{200b}').collect();
        let mark = |(at, _): (usize, &str)| {
            let mark = bare.get(at..at + 7)?;
            let (number, field) = (mark.get(2..5)?, mark.get(5..7)?);
            let is_mark = number.bytes().all(|b| b.is_ascii_digit())
                && field.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            is_mark.then(|| mark.to_string())
        };
        bare.match_indices("QZ").filter_map(mark).collect()
    }
}

/// A state of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Draft,
    Returned,
    UnitReview,
    SecrecyReview,
    Planned,
    Live,
    LiveInTwoEditions,
    DraftOfTheNext,
    ReviewOfTheNext,
    NextPlanned,
    TermOver,
    TermOverNamingAPerson,
    Withdrawn,
    WithdrawnWhileAmended,
    WithdrawnAfterTheYear,
    Expired,
    ExpiredNamingAPerson,
    ExpiredWhileAmended,
}

impl State {
    const ALL: [State; 18] = [
        State::Draft,
        State::Returned,
        State::UnitReview,
        State::SecrecyReview,
        State::Planned,
        State::Live,
        State::LiveInTwoEditions,
        State::DraftOfTheNext,
        State::ReviewOfTheNext,
        State::NextPlanned,
        State::TermOver,
        State::TermOverNamingAPerson,
        State::Withdrawn,
        State::WithdrawnWhileAmended,
        State::WithdrawnAfterTheYear,
        State::Expired,
        State::ExpiredNamingAPerson,
        State::ExpiredWhileAmended,
    ];

    fn progress(self, marks: Marks) -> Progress {
        let later = "2023-10-21T02:00:00Z".parse().unwrap();
        match self {
            State::Draft | State::DraftOfTheNext => Progress::Draft { returned: None },
            State::Returned => Progress::Draft { returned: Some(marks.of("RR")) },
            State::UnitReview => Progress::UnitReview,
            State::SecrecyReview | State::ReviewOfTheNext => Progress::SecrecyReview { unit_reviewer: UserId(7) },
            State::Planned | State::NextPlanned => {
                Progress::Approved { secrecy_reviewer: Some(UserId(8)), publish_at: Some(later) }
            }
            State::WithdrawnWhileAmended | State::ExpiredWhileAmended => Progress::Stopped,
            _ => Progress::Done,
        }
    }

    fn visibility(self, marks: Marks) -> Visibility {
        let day = |text: &str| PartialDate::Day(text.parse().unwrap());
        let (since, updated) = (day("2023-03-06"), day("2023-04-10"));
        let was = |until: &str, titled| Past { edition: 1, since, updated, until: day(until), titled };
        let withdrawn =
            |until| Visibility::Withdrawn { was: was(until, true), reason: marks.of("WR"), successor: None };
        match self {
            State::Draft | State::Returned | State::UnitReview | State::SecrecyReview | State::Planned => {
                Visibility::Hidden
            }
            State::LiveInTwoEditions => Visibility::Public { edition: 2, since, updated },
            State::Withdrawn | State::WithdrawnWhileAmended => withdrawn("2023-06-01"),
            State::WithdrawnAfterTheYear => withdrawn("2023-10-09"),
            State::Expired | State::ExpiredWhileAmended => Visibility::Expired { was: was("2023-05-31", true) },
            State::ExpiredNamingAPerson => Visibility::Expired { was: was("2023-05-31", false) },
            _ => Visibility::Public { edition: 1, since, updated },
        }
    }

    fn editions(self) -> u32 {
        match self {
            State::LiveInTwoEditions
            | State::DraftOfTheNext
            | State::ReviewOfTheNext
            | State::NextPlanned
            | State::WithdrawnWhileAmended
            | State::ExpiredWhileAmended => 2,
            _ => 1,
        }
    }

    /// Its term is over, and a job takes it down before anybody asks.
    fn is_over(self) -> bool {
        matches!(self, State::TermOver | State::TermOverNamingAPerson)
    }
}

/// One case of the matrix.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) record: Record,
    pub(crate) marks: Marks,
    state: State,
}

impl Case {
    /// Whether the public may see anything of it, were it on view.
    fn is_for_everyone(&self) -> bool {
        self.record.audience == Audience::Public && self.record.openness == Openness::Proactive
    }

    /// Whether somebody may see anything of it, were it on view.
    fn is_for(&self, reach: &Reach) -> bool {
        self.record.openness == Openness::Proactive
            && match self.record.audience {
                Audience::Public => true,
                Audience::Campus => *reach != Reach::Public,
                Audience::Unit => match reach {
                    Reach::Public | Reach::Campus => false,
                    Reach::Units(units) => self.record.unit.as_ref().is_some_and(|unit| units.contains(unit)),
                    Reach::AllUnits | Reach::Staff => true,
                },
            }
    }

    pub(crate) fn is_live(&self) -> bool {
        self.lives() && self.is_for_everyone()
    }

    fn lives(&self) -> bool {
        let live = matches!(
            self.state,
            State::Live
                | State::LiveInTwoEditions
                | State::DraftOfTheNext
                | State::ReviewOfTheNext
                | State::NextPlanned
        );
        live
    }

    pub(crate) fn is_withdrawn(&self) -> bool {
        matches!(self.record.visibility, Visibility::Withdrawn { .. })
    }

    /// Whether the report of its year counts it.
    pub(crate) fn is_accounted(&self) -> bool {
        let came_down_in_time = matches!(self.state, State::Withdrawn | State::WithdrawnWhileAmended);
        self.is_for_everyone() && self.record.visibility != Visibility::Hidden && !came_down_in_time
    }

    /// Its files: their digests and bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let bytes = (1..=self.state.editions()).map(|edition| file(edition, self.marks));
        bytes.map(|bytes| (digest(&bytes), bytes)).collect()
    }

    /// What each edition shows in its period.
    pub(crate) fn postings(&self) -> Vec<Posting> {
        (1..=self.state.editions()).map(|edition| posting(edition, self.marks)).collect()
    }

    /// An objection, which nobody but its writer reads.
    pub(crate) fn objection(&self, number: ObjectionNumber) -> Objection {
        Objection {
            number,
            record: self.record.id,
            edition: 1,
            row: Some(1),
            cells: Vec::new(),
            text: self.marks.of("OT"),
            objector: Some(Objector { name: self.marks.of("ON"), contact: self.marks.of("OC") }),
            filed_at: "2023-10-19T02:00:00Z".parse().unwrap(),
            stage: Stage::Filed,
        }
    }

    /// How it was decided.
    pub(crate) fn ruled(&self) -> Stage {
        let at = "2023-10-19T03:00:00Z".parse().unwrap();
        Stage::Ruled { by: UserId(9), at, ruling: Ruling::Rejected, answer: self.marks.of("OA") }
    }

    pub(crate) fn keeps_title(&self) -> bool {
        !matches!(self.state, State::TermOverNamingAPerson | State::ExpiredNamingAPerson)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status_for(&Reach::Public)
    }

    /// What its address answers somebody.
    pub(crate) fn status_for(&self, reach: &Reach) -> StatusCode {
        match self.record.visibility {
            _ if !self.is_for(reach) => StatusCode::NOT_FOUND,
            Visibility::Hidden => StatusCode::NOT_FOUND,
            _ if self.lives() => StatusCode::OK,
            _ => StatusCode::GONE,
        }
    }

    /// Fields that may be said somewhere.
    pub(crate) fn may_show(&self) -> Vec<&'static str> {
        self.may_show_to(&Reach::Public)
    }

    /// Fields that may be said to somebody somewhere on the portal.
    pub(crate) fn may_show_to(&self, reach: &Reach) -> Vec<&'static str> {
        let mut fields = self.must_show_to(reach).to_vec();
        // Unit and channel of what came down stand in the report, which counts by them.
        if self.is_accounted() {
            fields.extend(["UN", "CH"]);
        }
        // An earlier public edition stands there struck through, its marks in pieces or whole.
        if self.state == State::LiveInTwoEditions && self.is_for(reach) {
            fields.extend(["TI", "SU", "BO", "DN", "IS", "KW"]);
        }
        fields
    }

    /// Fields that must be said somewhere, or the matrix sees nothing.
    pub(crate) fn must_show(&self) -> &'static [&'static str] {
        self.must_show_to(&Reach::Public)
    }

    /// The same for somebody.
    pub(crate) fn must_show_to(&self, reach: &Reach) -> &'static [&'static str] {
        match self.status_for(reach) {
            StatusCode::OK if self.state == State::LiveInTwoEditions => &[
                "IX", "T2", "S2", "B2", "D2", "I2", "K2", "N2", "UN", "CH", "LO", "L2", "PK", "A2", "AC", "Y2", "Y3",
                "Y4",
            ],
            StatusCode::OK => {
                &["IX", "TI", "SU", "BO", "DN", "IS", "KW", "UN", "CH", "LO", "PK", "AN", "AB", "YH", "YC", "YP"]
            }
            StatusCode::GONE if self.is_withdrawn() => &["IX", "TI", "WR"],
            StatusCode::GONE if self.keeps_title() => &["IX", "TI"],
            StatusCode::GONE => &["IX"],
            _ => &[],
        }
    }
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for state in State::ALL {
        for audience in [Audience::Public, Audience::Campus, Audience::Unit] {
            for openness in ["proactive", "on_request", "withheld"] {
                let marks = Marks(out.len());
                let openness = match openness {
                    "proactive" => Openness::Proactive,
                    "on_request" => Openness::OnRequest,
                    _ => Openness::Withheld { ground: marks.of("GR") },
                };
                let name = format!("{state:?}, {}, {}", audience.code(), openness.code());
                out.push(Case { name, record: record(state, audience, openness, marks), marks, state });
            }
        }
    }
    out
}

/// Written out field by field and not through a builder: a new field has to get its mark here to compile.
fn record(state: State, audience: Audience, openness: Openness, marks: Marks) -> Record {
    let number = marks.0 as u32;
    let day = |text: &str| PartialDate::Day(text.parse().unwrap());
    Record {
        id: RecordId(0xfeed_0000 + u128::from(number)),
        key: marks.of("KY"),
        index: IndexNumber { school: marks.of("IX"), year: 2023, serial: number + 1 },
        item: "37".parse().unwrap(),
        unit: Some(marks.of("UN")),
        form: Form::Notice,
        origin: Origin::Made,
        openness,
        audience,
        term: if state.is_over() { Term::Until("2023-05-31".parse().unwrap()) } else { Term::Standing },
        validity: Validity::InForce,
        count: 1,
        year: Some(app::demo::year()),
        publicity: Some(Publicity { kind: marks.of("PK"), from: day("2023-10-18"), until: day("2023-10-25") }),
        drafter: Some(UserId(0xd4af7)),
        progress: state.progress(marks),
        visibility: state.visibility(marks),
        editions: (1..=state.editions()).map(|edition| self::edition(state, edition, marks)).collect(),
        releases: (1..=state.editions()).map(|edition| release(edition, marks)).collect(),
        attachments: (1..=state.editions()).map(|edition| attachment(edition, state, marks)).collect(),
        note: marks.of("NT"),
        source: marks.of("SO"),
        version: 0,
    }
}

fn edition(state: State, number: u32, marks: Marks) -> Edition {
    let of = |first: &str, second: &str| marks.of(if number == 1 { first } else { second });
    let person = matches!(state, State::TermOverNamingAPerson | State::ExpiredNamingAPerson);
    let about = if person { "关于表彰张伟同志的决定" } else { "关于评审工作的通知" };
    Edition {
        number,
        title: format!("{about}{}", of("TI", "T2")),
        summary: of("SU", "S2"),
        body: format!("正文{}。", of("BO", "B2")),
        document_number: of("DN", "D2"),
        issuer: of("IS", "I2"),
        made_on: PartialDate::Day("2023-03-01".parse().unwrap()),
        keywords: vec![of("KW", "K2")],
        change_note: if number == 1 { String::new() } else { marks.of("N2") },
    }
}

fn posting(edition: u32, marks: Marks) -> Posting {
    let of = |first: &str, second: &str| marks.of(if edition == 1 { first } else { second });
    let day = |text: &str| text.parse().unwrap();
    Posting {
        kind: "national_scholarship".into(),
        starts: day("2023-10-18"),
        length: Length { count: 5, days: Days::Working },
        contact: of("YP", "Y4"),
        wider: of("YW", "Y5"),
        kept: vec![of("YK", "Y6")],
        roll: Roll { heads: vec![of("YH", "Y2")], rows: vec![vec![of("YC", "Y3")]] },
        again: vec![edition == 2],
        period: Some((day("2023-10-18"), day("2023-10-25"))),
        extended: None,
        kept_until: Some(day("2026-10-25")),
        purged: false,
    }
}

/// Each edition has a file of its own: the second takes the place of the first.
fn attachment(edition: u32, state: State, marks: Marks) -> Attachment {
    let of = |first: &str, second: &str| marks.of(if edition == 1 { first } else { second });
    let bytes = file(edition, marks);
    Attachment {
        id: AttachmentId(u128::from(edition) << 64 | marks.0 as u128),
        name: format!("{}.csv", of("AN", "A2")),
        size: bytes.len() as u64,
        digest: digest(&bytes),
        first_edition: edition,
        gone_in: (edition == 1 && state.editions() == 2).then_some(2),
        inspection: Inspection {
            suspected: 1,
            spots: vec![Spot {
                kind: "landline".into(),
                place: of("AP", "P2"),
                masked: of("AM", "M2"),
                certain: false,
                hidden: None,
            }],
            unread: vec![Unread { code: "page-is-picture".into(), at: of("AU", "U2") }],
            ..Inspection::default()
        },
    }
}

/// What is in the file of an edition.
fn file(edition: u32, marks: Marks) -> Vec<u8> {
    marks.of(if edition == 1 { "AB" } else { "AC" }).into_bytes()
}

fn digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn release(edition: u32, marks: Marks) -> Release {
    let of = |first: &str, second: &str| marks.of(if edition == 1 { first } else { second });
    Release {
        edition,
        channel: marks.of("CH"),
        on: PartialDate::Day("2023-03-06".parse().unwrap()),
        locator: format!("https://www.example.edu.cn/{}.htm", of("LO", "L2")),
        evidence: of("EV", "E2"),
        note: of("RN", "R2"),
        of_row: false,
    }
}
