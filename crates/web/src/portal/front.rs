//! The front page: search and the doors that people want, what is open to objection, what is new, the board of all items, then
//! guide, reports and figures.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::request_clock as clock;
use crate::portal::site::{Page, Site};
use crate::portal::structured;
use app::portal::view::{Front, ItemLine, RecordLine};
use askama::Template;
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::coverage::State;
use domain::policy::Principal;
use domain::publicity::Standing;
use domain::survey::Survey;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/front.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) view: Front,
    /// Evaluations that take answers today.
    pub(crate) surveys: Vec<Survey>,
}

impl Page for FrontPage {}

/// Items that are asked for most, for the line below the search.
const OFTEN: [u8; 6] = [37, 21, 20, 9, 36, 25];

/// A way to what people want, with one fact of now.
pub(crate) struct Door {
    to: String,
    name: String,
    fact: String,
}

/// How many days something is new on a phone, where only what is new or waits is listed.
const NEW: i64 = 31;

impl FrontPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: Front) -> FrontPage {
        let about = request.lang.say_with("portal-hero-lead", &[("school", &identity.school)]);
        let mut frame = Frame::new(request, identity, Section::Home, "");
        frame.metas.push(("description", about));
        let about = structured::site(&frame);
        FrontPage { frame: frame.about(about), view, surveys: Vec::new() }
    }

    fn now(&self, survey: &Survey) -> String {
        let day = clock::day(self.frame.lang, survey.until);
        self.frame.lang.say_with("survey-now", &[("title", &survey.title), ("day", &day)])
    }

    fn item(&self, number: u8) -> Option<&ItemLine> {
        self.view.board.find(&ItemKey::Official(number)).map(|(_, item)| item)
    }

    /// A few words for an item; the school's own ones have their text.
    fn short(&self, item: &ItemLine) -> String {
        match item.key.short_name() {
            Some((_, english)) if self.frame.english() => english.to_string(),
            Some((name, _)) => name.to_string(),
            None => self.frame.item_text(&item.text, &item.english),
        }
    }

    /// Items that are asked for most and have something: no way leads to nothing.
    fn often(&self) -> Vec<(String, String, &'static str)> {
        let found = OFTEN.into_iter().filter_map(|number| self.item(number)).filter(|item| item.account.own > 0);
        found.map(|item| (self.frame.to_item(&item.key), self.short(item), self.frame.lang_of(&item.english))).collect()
    }

    /// When an item was last brought up to date, as short as it can be read: month and day within this year.
    fn when(&self, item: &ItemLine) -> String {
        let this_year = self.view.board.as_of.format("%Y-").to_string();
        let text = item.latest.to_string();
        match (item.state, text.strip_prefix(&this_year)) {
            (State::Nil | State::NotApplicable | State::NeverDisclosed, _) => self.frame.state(&item.state),
            (State::Overdue | State::DueSoon, _) if item.latest.is_unknown() => self.frame.state(&item.state),
            _ if item.latest.is_unknown() => self.frame.say("date-unknown"),
            (_, Some(rest)) if rest.len() == 5 => rest.to_string(),
            _ => self.frame.month(&item.latest),
        }
    }

    fn is_sealed(&self, line: &RecordLine) -> bool {
        self.view.sealed.contains(&line.id)
    }

    /// Eight ways by habit.
    fn doors(&self) -> Vec<Door> {
        let frame = &self.frame;
        let latest = |number| match self.item(number).filter(|item| !item.latest.is_unknown()) {
            Some(item) => frame.say1("portal-door-latest", "date", frame.month(&item.latest)),
            None => frame.say("portal-door-none"),
        };
        let door =
            |to: String, name: &str, fact: String| Door { to, name: frame.say(&format!("portal-door-{name}")), fact };
        let item = |number: u8, name: &str, fact: String| door(frame.to_item(&ItemKey::Official(number)), name, fact);
        let publicity = match (self.view.running, self.view.closing) {
            (0, _) => frame.say("portal-door-publicity-none"),
            (running, 0) => frame.count("portal-door-publicity-some", running),
            (running, closing) => {
                let counts = [("count", &*running.to_string()), ("closing", &*closing.to_string())];
                frame.lang.say_with("portal-door-publicity-closing", &counts)
            }
        };
        let purchases = self.item(18).map_or(0, |item| item.account.own);
        let report = match self.view.reports.first() {
            Some(report) => frame.say1("portal-door-report", "year", report.year),
            None => frame.say("portal-door-none"),
        };
        vec![
            item(7, "admission", latest(7)),
            item(9, "admitted", latest(9)),
            door(frame.to("/publicity"), "publicity", publicity),
            item(19, "budget", latest(19)),
            item(18, "purchases", frame.count("portal-door-entries", purchases)),
            door(frame.to("/request"), "request", frame.say("portal-door-request-fact")),
            door(frame.to("/voice"), "voice", frame.say("portal-door-voice-fact")),
            door(frame.to("/reports"), "reports", report),
        ]
    }

    /// Whether an item is listed where there is little room: something waits there, or something is new.
    fn stands_out(&self, item: &ItemLine) -> bool {
        match item.state {
            State::DueSoon | State::Overdue | State::NeverDisclosed => true,
            State::Fresh => {
                let latest = item.latest.span().map(|(_, last)| last);
                latest.is_some_and(|last| (self.view.board.as_of - last).num_days() <= NEW)
            }
            State::Nil | State::NotApplicable => false,
        }
    }
}

pub(crate) async fn front(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal_for(&request).front().await?;
        let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
        Ok(FrontPage { surveys: app::surveys::running(&ctx).await?, ..FrontPage::new(&request, identity, view) })
    })
    .await
}
