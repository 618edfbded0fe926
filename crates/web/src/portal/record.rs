//! A record: its text, where it went out, what is known of it, what each edition changed; or the tombstone that is
//! left of it.

use crate::error::{Absent, HttpError};
use crate::http::negotiate::ErrorsAs;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::attachment::about;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use crate::portal::structured;
use crate::qr::Qr;
use app::portal::diff::Piece;
use app::portal::view::{ItemLine, Posted, RecordPage as Found, RecordView, ReleaseLine, Tombstone};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::address::host;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::objection::Outcome;
use domain::publicity::Standing;
use domain::record::{Audience, Edition, Form, IndexNumber, Openness, Origin, Term, Validity, lists_names};
use domain::school::ChannelKind;
use domain::text::{Block, Placed, Set, blocks};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/record.html")]
pub(crate) struct RecordPage {
    pub(crate) frame: Frame,
    pub(crate) view: RecordView,
    /// The edition that is shown.
    pub(crate) edition: Edition,
    pub(crate) published: PartialDate,
    pub(crate) updated: PartialDate,
}

impl Page for RecordPage {
    fn is_unlisted(&self) -> bool {
        !self.frame.listed
    }
}

impl RecordPage {
    /// `None` when the public sees no edition of it.
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: RecordView) -> Option<RecordPage> {
        let edition = view.record.public_edition()?.clone();
        let domain::record::Visibility::Public { since, updated, .. } = &view.record.visibility else { return None };
        let (since, updated) = (since, *updated);
        let source = view.unit.clone().unwrap_or_else(|| identity.school.clone());
        let mut frame = Frame::new(request, identity, Section::Catalogue, edition.title.clone());
        let category = frame.category_name(&view.category);
        let item = frame.item_text(&view.item.text, &view.item.english);
        frame = frame
            .column(category.clone(), item.clone())
            .under("/catalogue", request.lang.say("portal-nav-catalogue"))
            .under(format!("/category/{}", view.category.number), category)
            .under(format!("/item/{}", view.item.key), item);
        let about = match edition.summary.is_empty() {
            false => edition.summary.clone(),
            true => [edition.title.as_str(), &source, &edition.document_number, &view.record.index.to_string()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("，"),
        };
        frame = frame.article(&edition.title, since, &source, about);
        if !edition.keywords.is_empty() {
            frame.metas.push(("Keywords", edition.keywords.join(",")));
        }
        let about = structured::record(&frame, &view.record, &edition, view.unit.as_deref());
        frame = frame.about(about);
        // Names come down with their list, also from where search engines keep them; and what is not everybody's is nothing
        // for one, however it came by it.
        let names = lists_names(view.record.form, view.record.publicity.as_ref());
        let frame = if names || view.record.audience != Audience::Public { frame.unlisted() } else { frame };
        // A record says the same every day, unless something of it runs.
        let daily = view.posted.is_some() || view.standing.is_some() || !view.also_open.is_empty();
        let frame = Frame { daily, ..frame };
        let published = *since;
        Some(RecordPage { frame, edition, published, updated, view })
    }

    /// Its files: address, name, kind and size, and where it is read in a page.
    fn attachments(&self) -> Vec<(String, &str, String, Option<String>)> {
        let record = &self.view.record;
        let files = record.attachments.iter().map(|file| {
            let address = format!("/record/{}/attachment/{}", record.id, file.id);
            // Files of a folder have nobody who reads them.
            let readable = !self.frame.is_still() && app::portal::preview::is_readable(file);
            let read = readable.then(|| self.frame.to(&format!("{address}/text")));
            (address, file.name.as_str(), about(self.frame.lang, file), read)
        });
        files.collect()
    }

    /// Where a picture of the text stands: an attachment that is on view with it.
    fn picture(&self, file: &str) -> Option<String> {
        let found =
            self.view.record.attachments.iter().find(|known| known.name == file && known.is_in(self.edition.number));
        found
            .filter(|file| file.is_picture())
            .map(|file| self.frame.to(&format!("/record/{}/attachment/{}", self.view.record.id, file.id)))
    }

    fn no_picture(&self, file: &str) -> String {
        self.frame.say1("record-no-picture", "file", file)
    }

    /// Whether there is nothing of it to read here: no text, no list, no file.
    fn is_pointer(&self) -> bool {
        self.edition.body.trim().is_empty() && !self.has_rows() && self.view.record.attachments.is_empty()
    }

    /// Where its original stands: the address and its host. Of what is on view, the first that can be followed; a chat or a
    /// profile that only tells of it comes after a page that has it.
    fn original(&self) -> Option<(&str, String)> {
        let shown = self.view.releases.iter().filter(|release| release.edition <= self.edition.number);
        let followed = shown.filter_map(|release| Some((release, release.link.as_deref()?)));
        let (_, link) = followed.min_by_key(|(release, _)| {
            let page = matches!(release.kind, Some(ChannelKind::Website | ChannelKind::Platform) | None);
            (release.edition != self.edition.number, !page)
        })?;
        let host = domain::address::host(link).unwrap_or_else(|| link.to_string());
        Some((link, host))
    }

    /// Whether readers outside the school cannot follow the address.
    fn is_internal(&self, link: &str) -> bool {
        domain::address::is_internal(link)
    }

    /// A letter that asks for it, with what it is called filled in.
    /// The form of a request with this record's title filled in.
    fn request(&self) -> String {
        crate::portal::frame::asking(&self.frame, &self.edition.title)
    }

    fn letter(&self) -> Option<String> {
        let email = self.frame.site.email.as_ref()?;
        let what = format!("{}（{}）", self.edition.title, self.view.record.index);
        Some(crate::portal::frame::letter(email, &self.frame.say1("record-letter", "what", what)))
    }

    /// What the public log has of it. Files of a folder lead to no log.
    fn seal(&self) -> Option<crate::portal::log::Seal<'_>> {
        let view = self.view.seal.as_ref().filter(|_| !self.frame.is_still())?;
        Some(crate::portal::log::Seal { frame: &self.frame, view })
    }

    /// The page's address for a telephone; nothing when the school has none yet, or only members come in.
    fn code(&self) -> Option<Qr> {
        self.frame.whole().as_deref().and_then(Qr::read)
    }

    /// Facts behind the fold.
    fn folded(&self) -> Vec<(String, String, &'static str)> {
        let (frame, record) = (&self.frame, &self.view.record);
        let here = frame.lang.tag();
        let mut facts = vec![
            (frame.say("portal-meta-form"), self.form(), here),
            (frame.say("portal-meta-origin"), self.origin(), here),
            (frame.say("portal-meta-openness"), self.openness(), here),
            (frame.say("portal-meta-audience"), self.audience(), here),
            (frame.say("portal-meta-term"), self.term(), here),
            (frame.say("portal-meta-validity"), self.validity(), here),
            (frame.say("portal-meta-edition"), self.edition.number.to_string(), here),
        ];
        if record.editions.len() > 1 {
            facts.push((frame.say("portal-meta-updated"), frame.date(&self.updated), here));
        }
        if !self.edition.issuer.is_empty() {
            facts.push((frame.say("portal-meta-issuer"), self.edition.issuer.clone(), "zh-CN"));
        }
        if !self.edition.keywords.is_empty() {
            facts.push((frame.say("portal-meta-keywords"), self.edition.keywords.join("；"), "zh-CN"));
        }
        if let Some(period) = record.publicity.as_ref() {
            let days = format!("{} – {}", frame.date(&period.from), frame.date(&period.until));
            facts.push((frame.say("portal-meta-period"), days, here));
        }
        facts
    }

    /// Whether it shows a list.
    fn has_rows(&self) -> bool {
        self.view.posted.as_ref().is_some_and(|posted| !posted.posting.roll.rows.is_empty())
    }

    /// `公示到 9月21日（周一）24:00`.
    fn stands_until(&self, until: &NaiveDate) -> String {
        let weekday = self.frame.say(&format!("weekday-{}", until.weekday().num_days_from_monday() + 1));
        self.frame.lang.say_with("periods-until", &[("day", &self.frame.on(until)), ("weekday", &weekday)])
    }

    fn counted(&self, posted: &Posted, from: &NaiveDate) -> String {
        let length = crate::portal::objection::length(self.frame.lang, posted.posting.length);
        self.frame.lang.say_with("periods-counted", &[("from", &self.frame.on(from)), ("length", &length)])
    }

    fn again(&self, posted: &Posted, before: &NaiveDate) -> String {
        let count = posted.posting.rows_again().to_string();
        self.frame.lang.say_with("periods-again-about", &[("count", &count), ("before", &self.frame.on(before))])
    }

    fn who_answers(&self, posted: &Posted) -> String {
        let unit = self.view.unit.clone().unwrap_or_else(|| self.frame.site.school.clone());
        match posted.posting.kind().answered_within() {
            Some(within) => {
                let length = crate::portal::objection::length(self.frame.lang, within);
                self.frame.lang.say_with("periods-way-2-within", &[("unit", &unit), ("length", &length)])
            }
            None => self.frame.say1("periods-way-2", "unit", unit),
        }
    }

    /// How long another period stands, in few words.
    fn left(&self, standing: &Standing) -> String {
        match standing {
            Standing::Running { left: 0, .. } => self.frame.say("portal-left-today"),
            Standing::Running { left, days, .. } => {
                let between = if self.frame.english() { " " } else { "" };
                format!("{left}{between}{}", self.frame.days_left(left, days))
            }
            Standing::Ahead => self.frame.say("portal-left-ahead"),
            Standing::Over => self.frame.say("portal-left-over"),
            Standing::Undated => self.frame.say("portal-days-unknown"),
        }
    }

    /// Whether it is disclosed to society here, and no release of the ledger says so: that it stands here is its release.
    fn is_here(&self) -> bool {
        let ours = |release: &ReleaseLine| {
            release.channel.ends_with("信息公开网")
                || release.link.as_deref().and_then(host) == self.frame.whole().as_deref().and_then(host)
                    && release.link.is_some()
        };
        self.view.record.audience == Audience::Public && !self.is_pointer() && !self.view.releases.iter().any(ours)
    }

    /// Whether its summary says anything that the first paragraph of its text does not say at once.
    fn has_summary(&self) -> bool {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let summary = bare(&self.edition.summary);
        let first = blocks(&self.edition.body).into_iter().find_map(|placed| match placed.block {
            Block::Paragraph(Set::Prose, words) => Some(bare(&words)),
            _ => None,
        });
        !summary.is_empty() && first.is_none_or(|first| !first.starts_with(&summary))
    }

    fn body(&self) -> Vec<Placed> {
        blocks(&self.edition.body)
    }

    /// A word of the glossary: the statutory one, with its English beside it on English pages.
    fn word(&self, zh: &str, key: &str) -> String {
        match self.frame.english() {
            true => self.frame.say(key),
            false => zh.to_string(),
        }
    }

    fn openness(&self) -> String {
        self.word(
            self.view.record.openness.zh(),
            match self.view.record.openness {
                Openness::Proactive => "portal-openness-proactive",
                Openness::OnRequest => "portal-openness-on-request",
                Openness::Withheld { .. } => "portal-openness-withheld",
            },
        )
    }

    fn audience(&self) -> String {
        self.word(
            self.view.record.audience.zh(),
            match self.view.record.audience {
                Audience::Public => "portal-audience-public",
                Audience::Campus => "portal-audience-campus",
                Audience::Unit => "portal-audience-unit",
            },
        )
    }

    fn validity(&self) -> String {
        self.word(
            self.view.record.validity.zh(),
            match self.view.record.validity {
                Validity::InForce => "portal-validity-in-force",
                Validity::Lapsed => "portal-validity-lapsed",
                Validity::Repealed => "portal-validity-repealed",
            },
        )
    }

    fn origin(&self) -> String {
        self.word(
            self.view.record.origin.zh(),
            match self.view.record.origin {
                Origin::Made => "portal-origin-made",
                Origin::Produced => "portal-origin-produced",
                Origin::Obtained => "portal-origin-obtained",
            },
        )
    }

    fn term(&self) -> String {
        match self.view.record.term {
            Term::Standing => self.frame.say("portal-term-standing"),
            Term::Until(day) => self.frame.say1("portal-term-until", "date", self.frame.date(&PartialDate::Day(day))),
        }
    }

    fn form(&self) -> String {
        self.word(
            self.view.record.form.zh(),
            match self.view.record.form {
                Form::Document => "portal-form-document",
                Form::Notice => "portal-form-notice",
                Form::Forward => "portal-form-forward",
                Form::List => "portal-form-list",
                Form::Rule => "portal-form-rule",
                Form::Report => "portal-form-report",
                Form::Meeting => "portal-form-meeting",
                Form::Page => "portal-form-page",
                Form::Data => "portal-form-data",
                Form::News => "portal-form-news",
                Form::Tender => "portal-form-tender",
                Form::Bulletin => "portal-form-bulletin",
                Form::Other => "portal-form-other",
            },
        )
    }
}

/// What a channel is, on and off line.
pub(crate) fn channel_kind(frame: &Frame, kind: &ChannelKind) -> String {
    if !frame.english() {
        return kind.zh().to_string();
    }
    frame.say(match kind {
        ChannelKind::Website => "portal-channel-website",
        ChannelKind::Platform => "portal-channel-platform",
        ChannelKind::Wechat => "portal-channel-wechat",
        ChannelKind::Microblog => "portal-channel-microblog",
        ChannelKind::Video => "portal-channel-video",
        ChannelKind::Group => "portal-channel-group",
        ChannelKind::Office => "portal-channel-office",
        ChannelKind::Sms => "portal-channel-sms",
        ChannelKind::Print => "portal-channel-print",
        ChannelKind::Board => "portal-channel-board",
        ChannelKind::Document => "portal-channel-document",
        ChannelKind::Meeting => "portal-channel-meeting",
        ChannelKind::Radio => "portal-channel-radio",
        ChannelKind::Television => "portal-channel-television",
        ChannelKind::Screen => "portal-channel-screen",
        ChannelKind::Hotline => "portal-channel-hotline",
        ChannelKind::Box => "portal-channel-box",
        ChannelKind::Reception => "portal-channel-reception",
        ChannelKind::Letter => "portal-channel-letter",
        ChannelKind::Activity => "portal-channel-activity",
        ChannelKind::Other => "portal-channel-other",
    })
}

#[derive(Template)]
#[template(path = "portal/tombstone.html")]
pub(crate) struct TombstonePage {
    pub(crate) frame: Frame,
    pub(crate) view: Tombstone,
}

impl Page for TombstonePage {
    fn is_unlisted(&self) -> bool {
        !self.frame.listed
    }

    fn status(&self) -> StatusCode {
        StatusCode::GONE
    }
}

impl TombstonePage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: Tombstone) -> TombstonePage {
        let what =
            request.lang.say(if view.reason.is_some() { "portal-gone-withdrawn" } else { "portal-gone-expired" });
        let title = view.title.clone().unwrap_or(what);
        let frame = Frame::new(request, identity, Section::Catalogue, title)
            .under("/catalogue", request.lang.say("portal-nav-catalogue"))
            .unlisted();
        let item: ItemLine = view.item.clone();
        let text = frame.item_text(&item.text, &item.english);
        TombstonePage { frame: Frame { daily: false, ..frame.under(format!("/item/{}", item.key), text) }, view }
    }

    /// What became of the period, in words: one that was cut short has no result, whatever nobody had said by then.
    fn outcome(&self, last: &NaiveDate, outcome: &Outcome) -> String {
        let words = crate::portal::objection::outcome(self.frame.lang, *outcome);
        let early = self.view.reason.is_some() && self.view.until.day().is_none_or(|day| day <= *last);
        match (early, outcome.total()) {
            (false, _) => words,
            (true, 0) => self.frame.say("periods-outcome-early"),
            (true, _) => format!("{} {words}", self.frame.say("periods-outcome-early")),
        }
    }

    /// From when to when it was on view, as far as that is known.
    fn time_on_view(&self) -> Option<String> {
        let (since, until) = (&self.view.since, &self.view.until);
        if since.is_unknown() && until.is_unknown() {
            return None;
        }
        Some(format!("{} – {}", self.frame.date(since), self.frame.date(until)))
    }
}

/// Either page of a record's address.
#[derive(Template)]
#[template(
    source = "{% match self %}{% when Shown::Live(page) %}{{ page|safe }}{% when Shown::Gone(page) %}{{ page|safe }}{% endmatch %}",
    ext = "html"
)]
pub(crate) enum Shown {
    Live(Box<RecordPage>),
    Gone(Box<TombstonePage>),
}

impl Page for Shown {
    fn status(&self) -> StatusCode {
        match self {
            Shown::Live(page) => page.status(),
            Shown::Gone(page) => page.status(),
        }
    }

    fn is_unlisted(&self) -> bool {
        match self {
            Shown::Live(page) => page.is_unlisted(),
            Shown::Gone(page) => page.is_unlisted(),
        }
    }
}

pub(crate) async fn record(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let absent = || HttpError::Absent(Absent::Record);
        let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
        let Some(found) = site.portal_for(&request).record(id).await? else {
            return Err(if site.portal.was_on_view(id).await? { HttpError::Gone } else { absent() });
        };
        match found {
            Found::Live(view) => {
                let page = RecordPage::new(&request, identity, *view).ok_or_else(absent)?;
                Ok(Shown::Live(Box::new(page)))
            }
            // Programs are told that it is gone; what is left of it is for people to read.
            Found::Gone(_) if request.errors_as == ErrorsAs::Problem => Err(HttpError::Gone),
            Found::Gone(view) => Ok(Shown::Gone(Box::new(TombstonePage::new(&request, identity, *view)))),
        }
    })
    .await
}

/// The number that people quote leads to the record.
pub(crate) async fn index(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Record);
    let index: IndexNumber = request.param(0).parse().map_err(|_| absent())?;
    let id = site.portal_for(&request).record_by_index(&index).await?.ok_or_else(absent)?;
    let prefix = if request.lang == app::words::Lang::En { "/en" } else { "" };
    Ok(reply::redirect(StatusCode::SEE_OTHER, &format!("{prefix}/record/{id}")))
}
