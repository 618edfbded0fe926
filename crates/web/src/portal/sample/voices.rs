//! Samples of the pages of voices: what can be said, with and without a key for complaints; the forms, empty and filled in wrongly;
//! the receipt; how one that waits and one that was answered are told; and the answers for everybody.

use super::things::about;
use super::{Maker, Sample};
use crate::http::form::FieldError;
use crate::portal::frame::Section;
use crate::portal::voice::{AnswersPage, FiledPage, FormPage, FrontPage};
use crate::portal::voice_query::QueryPage;
use app::publicity::Receipt;
use app::voices::{Shown, Told};
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::ids::RecordId;
use domain::record::Timestamp;
use domain::voice::{Entry, Intake, Kind, Outcome, PublicAnswer, Terms, Voice, VoiceNumber, Words};

impl Maker {
    /// The pages of voices.
    pub(super) fn voices(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let front = || FrontPage::new(&self.request("/voice"), self.identity.clone(), about().office);
        self.put(out, "voice", front())?;
        let answers: Vec<_> = answer().into_iter().collect();
        self.put(out, "voice-answered", FrontPage { complaints: true, answers: answers.clone(), ..front() })?;
        let page = |answers| AnswersPage::new(&self.request("/voice/answers"), self.identity.clone(), answers);
        self.put(out, "voice-answers", page(answers))?;
        self.put(out, "voice-answers-empty", page(Vec::new()))?;
        for (kind, blank, wrong) in [
            (Kind::Enquiry, "voice-new-enquiry", "voice-new-enquiry-wrong"),
            (Kind::Opinion, "voice-new-opinion", "voice-new-opinion-wrong"),
            (Kind::Correction, "voice-new-correction", "voice-new-correction-wrong"),
            (Kind::Complaint, "voice-new-complaint", "voice-new-complaint-wrong"),
        ] {
            let request = self.request(&format!("/voice/new/{}", kind.code()));
            let form = || FormPage::new(&request, self.identity.clone(), about().office, kind);
            self.put(out, blank, form())?;
            let errors = vec![FieldError { field: "content", code: "required" }];
            self.put(out, wrong, FormPage { errors, ..form() })?;
            if kind.is_sealed() {
                self.put(out, "voice-new-not-taken", FormPage { taken: false, ..form() })?;
            }
            if kind == Kind::Correction {
                let record = Some((RecordId(9), "关于实训安全的通知".to_string()));
                self.put(out, "voice-new-of-record", FormPage { record, refused: Some("full"), ..form() })?;
            }
        }
        let query = || QueryPage::new(&self.request("/voice/query"), self.identity.clone());
        self.put(out, "voice-query", query())?;
        self.put(out, "voice-query-nothing", QueryPage { nothing: true, ..query() })?;
        for (kind, filed, open, done) in [
            (Kind::Opinion, "voice-filed", "voice-query-open", "voice-query-done"),
            (Kind::Complaint, "voice-filed-sealed", "voice-query-sealed", "voice-query-sealed-done"),
        ] {
            let (Some(receipt), Some(waiting), Some(answered)) =
                (Receipt::read("7K2M-94QX-TH0A-5DWE"), shown(kind, false), shown(kind, true))
            else {
                return Ok(());
            };
            let frame = self.frame("/voice/filed", Section::Voices, "voice-filed");
            let page = FiledPage { frame, receipt: receipt.clone(), shown: waiting.clone() };
            self.put(out, filed, page)?;
            let found = Some((receipt.clone(), waiting));
            let refused = Some(("太长了".to_string(), "写了什么".to_string()));
            self.put(out, open, QueryPage { found, refused, ..query() })?;
            let found = Some((receipt, answered));
            self.put(out, done, QueryPage { found, done: Some("said"), ..query() })?;
        }
        Ok(())
    }
}

fn answer() -> Option<(VoiceNumber, PublicAnswer)> {
    let number = VoiceNumber { kind: Kind::Opinion, year: 2026, serial: 3 };
    let (title, asked) = ("食堂价格能不能公开".to_string(), "有师生建议公开。".to_string());
    Some((number, PublicAnswer { title, asked, answer: "采纳。\n从下月起公开。".into(), on: day("2026-10-12")? }))
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// A voice as its sender sees it: waiting for too long, or answered.
fn shown(kind: Kind, answered: bool) -> Option<Shown> {
    let number = VoiceNumber { kind, year: 2026, serial: 7 };
    let (received_on, today) = (day("2026-05-08")?, day("2026-10-15")?);
    let entered_at: Timestamp = "2026-05-08T02:05:00Z".parse().ok()?;
    let words = |text: &str| Words::read(kind, text.to_string());
    let (name, contact) = (words(""), words(""));
    let content = words("说的话");
    let entry = Entry { number, received_on, entered_at, intake: Intake::Portal, content, name, contact, record: None };
    let (voice, calendar) = (Voice::new(entry).ok()?, Calendar::mainland());
    let clocks = voice.clocks(&Terms::on(kind, received_on)?, &calendar, today);
    let told = |act, own, text: Option<&str>| Told { on: today, act, own, text: text.map(str::to_string) };
    let mut steps =
        vec![told("accepted", false, None), told("said", true, Some("补充一点")), told("said", false, Some("好的"))];
    if answered {
        steps.push(told("answered", false, Some("已经处理")));
    }
    let outcome = if kind.is_sealed() { Outcome::PartlyFounded } else { Outcome::Adopted };
    Some(Shown {
        number,
        intake: Intake::Portal,
        received_on,
        entered_at,
        content: "食堂价格没有公开。\n请公开。".into(),
        record: Some((RecordId(9), "关于食堂价格的通知".into())),
        stage: if answered { "answered" } else { "accepted" },
        told: steps,
        answer: answered.then(|| (outcome, "已经处理。".to_string())),
        clocks: clocks.into_iter().map(|clock| (clock.clone(), clock.days(&calendar))).collect(),
        silent_since: if answered { None } else { day("2026-08-08") },
        shown: if answered { answer().map(|(_, answer)| answer) } else { None },
        open: !answered,
        may_say: true,
    })
}
