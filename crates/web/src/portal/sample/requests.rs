//! Samples of the pages of requests: the form, empty, filled in wrongly and beside what is public; the receipt; and how one that
//! waits for its applicant and one that was answered are told.

use super::things::{about, board, record};
use super::{Maker, Sample};
use crate::http::form::FieldError;
use crate::portal::frame::Section;
use crate::portal::request::{FiledPage, FormPage};
use crate::portal::request_query::QueryPage;
use app::portal::view::RecordLine;
use app::publicity::Receipt;
use app::requests::{Shown, Told, Word};
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::record::Timestamp;
use domain::request::letter::Letter;
use domain::request::{
    Applicant, ApplicantKind, Entry, Intake, Outcome, Regime, Reply, Request, RequestNumber, Terms, Wanted, Way,
};

impl Maker {
    /// The pages of requests.
    pub(super) fn requests(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let form = || FormPage::new(&self.request("/request"), self.identity.clone(), about().office);
        self.put(out, "request", form())?;
        let errors = ["content", "email", "way"].map(|field| FieldError { field, code: "required" }).to_vec();
        self.put(out, "request-wrong", FormPage { errors, ..form() })?;
        self.put(out, "request-refused", FormPage { refused: Some("full"), ..form() })?;
        self.put(out, "request-near", FormPage { near: vec![near()], asked: true, ..form() })?;
        let query = || QueryPage::new(&self.request("/request/query"), self.identity.clone());
        self.put(out, "request-query", query())?;
        self.put(out, "request-query-nothing", QueryPage { nothing: true, ..query() })?;
        let (Some(receipt), Some(waiting), Some(answered)) =
            (Receipt::read("7K2M-94QX-TH0A"), shown(false), shown(true))
        else {
            return Ok(());
        };
        let frame = self.frame("/request/filed", Section::Requests, "request-filed");
        let page = FiledPage { frame, receipt: receipt.clone(), shown: waiting.clone() };
        self.put(out, "request-filed", page)?;
        let found = Some((receipt.clone(), waiting.clone()));
        self.put(out, "request-waiting", QueryPage { found, done: Some("said"), ..query() })?;
        let refused = Some((self.lang.say("request-refused-unsure"), String::new()));
        let found = Some((receipt.clone(), waiting));
        self.put(out, "request-unsure", QueryPage { found, refused, ..query() })?;
        self.put(out, "request-answered", QueryPage { found: Some((receipt, answered)), ..query() })
    }
}

fn near() -> RecordLine {
    let record = record(&board(), 1).record;
    RecordLine {
        id: record.id,
        index: record.index.clone(),
        title: "实训基地设备采购结果".into(),
        item: record.item.clone(),
        unit: None,
        form: record.form,
        document_number: String::new(),
        published: domain::date::PartialDate::Unknown,
        count: 1,
        audience: record.audience,
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// A request of a school that does not exist: asked to be added to, or answered.
fn shown(answered: bool) -> Option<Shown> {
    let at: Timestamp = "2026-10-08T02:42:00Z".parse().ok()?;
    let number = RequestNumber { year: 2026, serial: 7 };
    let received_on = day("2026-10-08")?;
    let entry = Entry {
        number,
        received_on,
        entered_at: at,
        intake: Intake::Portal,
        kind: ApplicantKind::Citizen,
        applicant: Applicant::default(),
        content: "实训基地设备采购合同，2026年3月前后签订。".into(),
        purpose: String::new(),
        wanted: Wanted::Electronic,
        way: Way::Email,
    };
    let (terms, calendar) = (Terms::on(received_on, None)?, Calendar::mainland());
    let request = Request::new(entry);
    let today = day("2026-10-15")?;
    let told = |act, own, words: &[(&'static str, &str)]| Told {
        on: today,
        at,
        act,
        own,
        words: words.iter().map(|(name, text)| Word { name, text: (*text).to_string() }).collect(),
    };
    let mut steps = vec![
        told("registered", false, &[]),
        told("clarification_asked", false, &[("text", "请说明是哪个实训基地。"), ("until", "2026-10-30")]),
        told("said", true, &[("text", "换一个电话联系。")]),
    ];
    if answered {
        steps.push(told("supplemented", true, &[("text", "数控实训基地。")]));
        steps.push(told("assigned", false, &[("units", "资产管理处")]));
        steps.push(told("answered", false, &[("delivery", "电子邮件")]));
    }
    let reply = Reply { outcome: Outcome::Parted, ground: "办法第十条".into(), text: "见邮件附件。".into() };
    Some(Shown {
        number,
        intake: Intake::Portal,
        received_on,
        entered_at: at,
        content: request.entry.content.clone(),
        wanted: Wanted::Electronic,
        way: Way::Email,
        stage: if answered { "closed" } else { "clarifying" },
        told: steps,
        answer: answered.then_some(reply),
        outcome: answered.then_some(Outcome::Parted),
        clocks: request.clocks(&terms, &calendar, today),
        alarm: request.alarm(&terms, &calendar, today),
        days: request.days(Regime::Decree, &terms, &calendar),
        until: if answered { None } else { day("2026-10-30") },
        letters: vec![Letter::Receipt, Letter::Clarification],
        open: !answered,
        may_say: !answered,
        went_into: None,
        terms,
    })
}
