//! Mail for whoever wants to be told of what is new: asked for with an address, confirmed by whoever reads its mail, left
//! with one press.
//!
//! A mail names what everybody finds, judged when it is put up and again when it leaves; what came down in between is not in
//! it, and a mail that would say nothing does not leave. An address stands in its row alone: no message, log or page holds
//! one, and with the row it is gone. Whoever asks is answered alike, whatever is known of the address.

use super::feed::Subject;
use super::{Portal, REACH};
use crate::context::{App, Ctx};
use crate::digest::{hex, sha256};
use crate::error::{Error, Result};
use crate::job::{Done, Job, TO_CONFIRM, morning};
use crate::words::Lang;
use askama::Template;
use domain::date::day_in_china;
use domain::event::Act;
use domain::ids::RecordId;
use domain::record::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
pub use store::Rhythm;
use store::{EventFilter, Line, MessageKind, NewMessage, Reader, Subscription};

/// Longest search that is followed, in characters.
const LONGEST: usize = 100;
/// What one address may have asked for and not confirmed: more is not asked of somebody who may not want any of it.
const OF_ONE: u64 = 3;
/// What all may have: beyond that nobody is asked until some are forgotten.
const OF_ALL: u64 = 2_000;
/// Records that a mail names; of more it says how many.
const NAMED: usize = 50;
/// Events that are read at once.
const CHUNK: u32 = 2_000;

/// What somebody is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// What a feed is about.
    Feed(Subject),
    /// What a search finds.
    Search(String),
}

impl About {
    /// Reads `all`, `category-2`, `item-37`, `unit-jwc`, `search-招生计划`.
    pub fn read(code: &str) -> Option<About> {
        Some(match code.split_once('-') {
            None if code == "all" => About::Feed(Subject::All),
            Some(("category", number)) => About::Feed(Subject::Category(number.parse().ok()?)),
            Some(("item", key)) => About::Feed(Subject::Item(key.parse().ok()?)),
            Some(("unit", code)) if !code.is_empty() => About::Feed(Subject::Unit(code.to_string())),
            Some(("search", text)) if !text.trim().is_empty() && text.chars().count() <= LONGEST => {
                About::Search(text.trim().to_string())
            }
            _ => return None,
        })
    }

    /// It as it is kept and stands in addresses.
    pub fn code(&self) -> String {
        match self {
            About::Feed(Subject::All) => "all".to_string(),
            About::Feed(Subject::Category(number)) => format!("category-{number}"),
            About::Feed(Subject::Item(key)) => format!("item-{key}"),
            About::Feed(Subject::Unit(code)) => format!("unit-{code}"),
            About::Search(text) => format!("search-{text}"),
        }
    }
}

/// What came of asking. Whether mail leaves is told to nobody but the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// If it can be told of this, a mail is on its way.
    Noted,
    /// That is no address of mail.
    NoAddress,
    /// So many wait to be confirmed that nobody is asked for now, whoever it is.
    Full,
}

/// A subscription as whoever has its token sees it: never the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// What it is about.
    pub about: About,
    /// Name of what it is about; nothing for everything, the words of a search.
    pub name: Option<String>,
    /// How often it is told.
    pub rhythm: Rhythm,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

impl App {
    /// Whether anybody can be told by mail: there is a server, and an address to come back to.
    pub fn tells_by_mail(&self) -> bool {
        self.settings.mail.is_some() && !self.settings.public_address.trim().is_empty()
    }
}

impl Portal {
    /// Name of what something is about, `None` for everything; nothing when there is no such thing.
    pub async fn about_name(&self, about: &About) -> Result<Option<Option<String>>> {
        match about {
            About::Search(text) => Ok(Some(Some(text.clone()))),
            About::Feed(subject) => Ok(self.feed(subject).await?.map(|feed| feed.name)),
        }
    }

    /// Asks the address whether it wants to be told.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is nothing to be told of, or nobody can be told by mail.
    pub async fn subscribe(&self, ctx: &Ctx, about: &About, rhythm: Rhythm, address: &str) -> Result<Asked> {
        let nothing = || Error::NotFound { kind: "subscription", key: String::new() };
        if !ctx.app.tells_by_mail() || self.about_name(about).await?.is_none() {
            return Err(nothing());
        }
        let Ok(address) = address.trim().parse::<notify::mail::Address>() else { return Ok(Asked::NoAddress) };
        let (address, about) = (address.to_string().to_lowercase(), about.code());
        let mut tx = ctx.app.store.write().await?;
        tx.forget_unconfirmed_subscriptions(ctx.now - TO_CONFIRM).await?;
        // Before the address is looked for: the answer is the same for one that is known.
        if tx.unconfirmed_subscriptions(None).await? >= OF_ALL {
            tx.commit_unlogged().await?;
            return Ok(Asked::Full);
        }
        let id = match tx.subscription_of(&address, &about).await? {
            Some(there) => Some(there.id),
            None => {
                let many = tx.unconfirmed_subscriptions(Some(&address)).await? >= OF_ONE;
                if many { None } else { Some(new(ctx, &mut tx, address, about, rhythm).await?) }
            }
        };
        if let Some(id) = id {
            // Once a day, however often somebody types an address that may not be theirs.
            let key = format!("subscription/{id}/asked/{}", day_in_china(ctx.now));
            if tx.put_up_message(&message(key, &id, json!({ "mail": "confirm" }), ctx.now), ctx.now).await? {
                tx.enqueue(Job::Deliver.code(), "", ctx.now).await?;
            }
        }
        // What nobody confirms is forgotten by itself.
        if let Some(due) = Job::Tell.next(&tx, ctx).await? {
            tx.enqueue(Job::Tell.code(), "", due).await?;
        }
        tx.commit_unlogged().await?;
        Ok(Asked::Noted)
    }

    /// What a token opens.
    pub async fn subscription(&self, token: &str) -> Result<Option<Mine>> {
        let found = self.app.store.read().await?.subscription_by_token(token).await?;
        let Some(found) = found else { return Ok(None) };
        let Some(about) = About::read(&found.about) else { return Ok(None) };
        let name = self.about_name(&about).await?.flatten();
        Ok(Some(Mine { about, name, rhythm: found.rhythm, confirmed: found.confirmed_at.is_some() }))
    }

    /// Whoever has the token wants it so. Whether there is one.
    pub async fn confirm_subscription(&self, ctx: &Ctx, token: &str, rhythm: Rhythm) -> Result<bool> {
        let mut tx = ctx.app.store.write().await?;
        let last = tx.last_event().await?;
        let there = tx.confirm_subscription(token, rhythm, ctx.now, last).await?;
        if there && let Some(due) = Job::Tell.next(&tx, ctx).await? {
            tx.enqueue(Job::Tell.code(), "", due).await?;
        }
        tx.commit_unlogged().await?;
        Ok(there)
    }

    /// Forgets it, with its address and every mail to it. Whether there was one.
    pub async fn unsubscribe(&self, ctx: &Ctx, token: &str) -> Result<bool> {
        let mut tx = ctx.app.store.write().await?;
        let there = tx.leave_subscription(token).await?;
        tx.commit_unlogged().await?;
        Ok(there)
    }
}

async fn new(ctx: &Ctx, tx: &mut store::Tx, address: String, about: String, rhythm: Rhythm) -> Result<String> {
    let token = hex(&ctx.ids.secret()?);
    let id = format!("{}{}", store::SUBSCRIBER, &sha256(&token)[..24]);
    let subscription = Subscription {
        id: id.clone(),
        token,
        address,
        about,
        rhythm,
        lang: ctx.lang.tag().to_string(),
        asked_at: ctx.now,
        confirmed_at: None,
        told_seq: 0,
        told_at: ctx.now,
    };
    tx.ask_subscription(&subscription).await?;
    Ok(id)
}

/// A mail that says what it is about and not yet what it says: that is written when it leaves.
fn message(key: String, id: &str, what: Value, due_at: Timestamp) -> NewMessage {
    NewMessage {
        key,
        kind: MessageKind::Mail,
        recipient: id.to_string(),
        subject: String::new(),
        plain: what.to_string(),
        html: String::new(),
        due_at,
    }
}

/// Puts up mails to those who are to be told now.
pub(crate) async fn tell_due(ctx: &Ctx) -> Result<Done> {
    let app = &ctx.app;
    let mut tx = app.store.write().await?;
    tx.forget_unconfirmed_subscriptions(ctx.now - TO_CONFIRM).await?;
    tx.commit_unlogged().await?;
    if !app.tells_by_mail() {
        return Ok(Done::default());
    }
    let reader = app.store.read().await?;
    let last = reader.last_event().await?;
    let this_morning = morning(day_in_china(ctx.now));
    let waits = |one: &Subscription| match one.rhythm {
        Rhythm::AtOnce => one.told_seq < last,
        Rhythm::Daily => this_morning <= ctx.now && one.told_at < this_morning,
    };
    let all: Vec<Subscription> = reader.confirmed_subscriptions().await?.into_iter().filter(waits).collect();
    let Some(first) = all.iter().map(|one| one.told_seq).min() else { return Ok(Done::default()) };
    let news = news(&reader, first, last).await?;
    drop(reader);
    let portal = app.portal()?;
    let told = Told::of(&portal, news).await?;
    for one in &all {
        let records = told.wanted_by(one)?;
        let mut tx = app.store.write().await?;
        // Read anew: whoever left meanwhile is told nothing.
        let Some(there) = tx.subscription(&one.id).await?.filter(|there| there.told_seq == one.told_seq) else {
            continue;
        };
        if !records.is_empty() {
            let what = json!({
                "mail": "news",
                "records": records.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>(),
                "more": records.len().saturating_sub(NAMED),
            });
            let key = format!("subscription/{}/{last}", there.id);
            tx.put_up_message(&message(key, &there.id, what, ctx.now), ctx.now).await?;
            tx.enqueue(Job::Deliver.code(), "", ctx.now).await?;
        }
        tx.subscription_was_told(&there.id, last, ctx.now).await?;
        tx.commit_unlogged().await?;
    }
    Ok(Done::default())
}

/// Records that became public or were amended after an event, by the last event that says so.
async fn news(reader: &Reader, after: u64, last: u64) -> Result<BTreeMap<RecordId, u64>> {
    let (mut news, mut at) = (BTreeMap::new(), after);
    while at < last {
        let events = reader.events(&EventFilter::default(), at, CHUNK).await?;
        let Some(end) = events.last().map(|event| event.seq) else { break };
        let is_news = |act| matches!(act, Act::RecordPublished | Act::RecordAmended | Act::RecordImported);
        for event in events.into_iter().filter(|event| event.public && is_news(event.act) && event.seq <= last) {
            if let Ok(id) = event.object_key.parse() {
                news.insert(id, event.seq);
            }
        }
        at = end;
    }
    Ok(news)
}

/// What is new, ready to be asked who is to be told of it.
struct Told {
    news: BTreeMap<RecordId, u64>,
    lines: Vec<Line>,
    categories: BTreeMap<domain::catalogue::ItemKey, u8>,
    searched: super::search::Among,
}

impl Told {
    async fn of(portal: &Portal, news: BTreeMap<RecordId, u64>) -> Result<Told> {
        let basics = portal.basics().await?;
        let ids: Vec<RecordId> = news.keys().copied().collect();
        // As everybody finds them now: what is for members, or has come down, is nobody's news.
        let lines = portal.app.store.read().await?.lines_of(&ids, &REACH, basics.today).await?;
        let categories = basics.board.categories.iter();
        let categories =
            categories.flat_map(|board| board.items.iter().map(|item| (item.key.clone(), board.category.number)));
        let found = lines.iter().map(|line| line.id).collect();
        Ok(Told { categories: categories.collect(), searched: portal.among(found).await?, news, lines })
    }

    /// What one is to be told of, the newest first.
    fn wanted_by(&self, one: &Subscription) -> Result<Vec<RecordId>> {
        let (Some(about), after) = (&About::read(&one.about), one.told_seq) else { return Ok(Vec::new()) };
        let searched: Option<BTreeSet<RecordId>> = match about {
            About::Search(text) => Some(self.searched.find(text)?.into_iter().collect()),
            About::Feed(_) => None,
        };
        let wanted = |line: &&Line| match about {
            About::Feed(Subject::All) => true,
            About::Feed(Subject::Category(number)) => self.categories.get(&line.item) == Some(number),
            About::Feed(Subject::Item(key)) => line.item == *key,
            About::Feed(Subject::Unit(code)) => line.unit.as_ref() == Some(code),
            About::Search(_) => searched.as_ref().is_some_and(|found| found.contains(&line.id)),
        };
        let seq = |id: &RecordId| self.news.get(id).copied().unwrap_or_default();
        let mut ids: Vec<RecordId> =
            self.lines.iter().filter(wanted).map(|line| line.id).filter(|id| seq(id) > after).collect();
        ids.sort_by_key(|id| std::cmp::Reverse(seq(id)));
        Ok(ids)
    }
}

/// A mail as it leaves.
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) plain: String,
    pub(crate) html: String,
    /// Where one press ends it.
    pub(crate) leave: String,
}

/// A record in a mail.
struct Row {
    title: String,
    day: String,
    address: String,
}

#[derive(Template)]
#[template(path = "subscription.txt")]
struct Text<'a> {
    written: &'a Written,
}

#[derive(Template)]
#[template(path = "subscription.html")]
struct Page<'a> {
    written: &'a Written,
}

struct Written {
    lang: Lang,
    subject: String,
    /// What is said above the records, or in their place.
    lead: String,
    rows: Vec<Row>,
    more: Option<String>,
    /// What to press, and where that leads.
    act: Option<(String, String)>,
    /// How to change or end it, and where.
    end: (String, String),
}

/// What a mail says now; nothing when it has nothing to say any more.
pub(crate) async fn letter(app: &Arc<App>, one: &Subscription, what: &str) -> Result<Option<Letter>> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.tag() == one.lang).unwrap_or_default();
    let what: Value = serde_json::from_str(what).unwrap_or_default();
    let prefix = if lang == Lang::En { "/en" } else { "" };
    let origin = format!("{}{prefix}", app.settings.public_address.trim_end_matches('/'));
    let reader = app.store.read().await?;
    let school = domain::school::School::of(reader.facts().await?).name().to_string();
    let named = About::read(&one.about);
    let about = named.clone().and_then(|about| match about {
        About::Search(text) => Some(text),
        About::Feed(_) => None,
    });
    let page = format!("{origin}/subscription/{}", one.token);
    let end = (lang.say("subscribe-mail-end"), page.clone());
    let written = match what["mail"].as_str() {
        Some("confirm") => Written {
            lang,
            subject: lang.say_with("subscribe-mail-confirm-subject", &[("school", &school)]),
            lead: lang
                .say_with("subscribe-mail-confirm", &[("school", &school), ("about", &words(app, lang, named).await?)]),
            rows: Vec::new(),
            more: None,
            act: Some((lang.say("subscribe-mail-confirm-do"), page)),
            end: (lang.say("subscribe-mail-ignore"), String::new()),
        },
        Some("news") if one.confirmed_at.is_some() => {
            let ids = what["records"].as_array().into_iter().flatten();
            let ids: Vec<RecordId> = ids.filter_map(|id| id.as_str()?.parse().ok()).collect();
            let lines = reader.lines_of(&ids, &REACH, app.clock.today()).await?;
            if lines.is_empty() {
                return Ok(None);
            }
            let count = lines.len() as u64;
            let more = what["more"].as_u64().filter(|more| *more > 0);
            let subject = match about {
                Some(text) => lang.say_with(
                    "subscribe-mail-subject-search",
                    &[("school", &school), ("count", &count.to_string()), ("query", &text)],
                ),
                None => lang.say_with("subscribe-mail-subject", &[("school", &school), ("count", &count.to_string())]),
            };
            Written {
                lang,
                lead: subject.clone(),
                subject,
                rows: lines.into_iter().map(|line| row(lang, &origin, line)).collect(),
                more: more.map(|more| lang.count("subscribe-mail-more", more)),
                act: None,
                end,
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Letter {
        plain: Text { written: &written }.render().map_err(Error::internal)?,
        html: Page { written: &written }.render().map_err(Error::internal)?,
        leave: format!("{}/unsubscribe/{}", app.settings.public_address.trim_end_matches('/'), one.token),
        subject: written.subject,
    }))
}

/// What a subscription is about, in words.
async fn words(app: &Arc<App>, lang: Lang, about: Option<About>) -> Result<String> {
    let Some(about) = about else { return Ok(lang.say("subscribe-about-all")) };
    let name = app.portal()?.about_name(&about).await?.flatten();
    Ok(match (about, name) {
        (About::Search(text), _) => lang.say_with("subscribe-about-search", &[("query", &text)]),
        (_, Some(name)) => lang.say_with("subscribe-about", &[("name", &name)]),
        (_, None) => lang.say("subscribe-about-all"),
    })
}

fn row(lang: Lang, origin: &str, line: Line) -> Row {
    Row {
        day: if line.since.is_unknown() { lang.say("date-unknown") } else { line.since.to_string() },
        address: format!("{origin}/record/{}", line.id),
        title: line.title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_about_reads_back_and_nothing_else_is_read() {
        for code in ["all", "category-2", "item-S1", "unit-a-b", "search-招生 计划-2023"] {
            assert_eq!(About::read(code).map(|about| about.code()).as_deref(), Some(code));
        }
        for wrong in
            ["", "All", "category-x", "item-", "unit-", "search-", "search- ", &format!("search-{}", "长".repeat(101))]
        {
            assert_eq!(About::read(wrong), None, "{wrong}");
        }
    }
}
