//! One record as those see it who work on it: its newest edition, what it was before, who did what, and what may be done next.

use super::{Acts, Desk, Due};
use crate::error::{PersonalData, Result};
use crate::guard::beside::Misfit;
use crate::guard::publication::covered;
use crate::portal::diff::{self, Piece};
use crate::records::suspicion::Suspicion;
use domain::catalogue::ItemKey;
use domain::event::{Act, Object};
use domain::ids::{AttachmentId, RecordId, UserId};
use domain::policy::{Permission, Relation, Role};
use domain::publicity::Posting;
use domain::record::{Attachment, Edition, Openness, Progress, Record, Timestamp, Waiver};
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use store::EventFilter;

/// Most events of a record that are shown.
const HISTORY: u32 = 1_000;

/// Something that was done with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub act: Act,
    /// By whom: a name, or nothing when no person did it.
    pub by: Option<String>,
    /// Who did it when no person with an account: `operator` or `system:…`.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Why, where it needed a reason.
    pub reason: Option<String>,
    /// Facts by name.
    pub facts: Vec<(String, String)>,
}

/// A record on the desk.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The record, whole.
    pub record: Record,
    /// What may be done with it next.
    pub acts: Acts,
    /// By when it has to be public.
    pub due: Option<Due>,
    /// Name of the drafter of the newest edition.
    pub drafter: Option<String>,
    /// Whether its newest edition is drafted by whoever looks.
    pub mine: bool,
    /// Who may take the next step, by name; empty when nobody holds the post.
    pub next: Vec<String>,
    /// Whether no head of its unit may review it, so that the disclosure office does.
    pub instead: bool,
    /// What was done with it, oldest first.
    pub history: Vec<Happened>,
    /// What its newest edition shows, or is to show, in a publicity period; nothing of what has come down, which is sealed.
    pub posting: Option<Posting>,
    /// What tables beside that list show although its kind keeps it off the list, while it is on its way.
    pub misfits: Vec<Misfit>,
    /// What is suspected in it while it is on its way, with what was answered.
    pub suspicions: Vec<Suspicion>,
    /// On what basis its newest edition, as it stands, may become public with personal data in it, and who said so.
    pub waiver: Option<(Waiver, String)>,
    /// Whether whoever looks may say on what basis it may.
    pub may_waive: bool,
    /// What it tells of the applicant of whose answer it was made; nothing of any other record.
    pub of_applicant: Vec<PersonalData>,
    /// The school year for which a nil statement stands that it contradicts once it is public.
    pub nil: Option<SchoolYear>,
    /// How many objections to its list are not decided.
    pub open_objections: u32,
    /// What was said about it.
    pub said: Vec<super::Said>,
    /// Whether whoever looks may say something.
    pub may_comment: bool,
    /// Paragraphs of the newest edition against the one that is on view; empty when there is none to compare.
    pub changes: Vec<Vec<Piece>>,
}

impl Sheet {
    /// The newest edition.
    pub fn edition(&self) -> Edition {
        self.record.newest().cloned().unwrap_or_default()
    }

    /// Whether the newest edition amends one that is on view.
    pub fn is_amendment(&self) -> bool {
        self.record.public_edition().is_some() && self.record.progress.is_open()
    }
}

impl Desk {
    /// A record.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is none on this desk.
    pub async fn sheet(&self, id: RecordId) -> Result<Sheet> {
        let record = self.reader.find_record(id).await?.filter(|record| self.whose.holds(record.unit.as_deref()));
        let record = record.ok_or_else(|| Desk::absent(id))?;
        let filter = EventFilter { object: Some(Object::Record(id)) };
        let events = self.reader.events(&filter, 0, HISTORY).await?;
        let people = events.iter().filter_map(|event| event.actor.parse::<UserId>().ok()).chain(record.drafter);
        let names: BTreeMap<String, String> =
            self.names(people).await?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        let wrote = self.ctx.who.user().is_some_and(|me| crate::records::wrote(&events, &record, me));
        let sent = events.iter().rfind(|event| event.act == Act::RecordSubmitted).map(|event| event.actor.clone());
        let me = self.ctx.who.user().map(|me| me.to_string());
        let pull_back = record.progress == Progress::UnitReview
            && sent.is_some()
            && sent == me
            && self.ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref())).is_ok();
        let history = events.into_iter().map(|event| Happened {
            act: event.act,
            by: names.get(&event.actor).cloned(),
            actor: event.actor,
            at: event.at,
            reason: event.reason,
            facts: event.facts,
        });
        let made = record.newest().map(|edition| edition.made_on).unwrap_or_default();
        let heads = crate::records::heads_who_may(&self.reader, &record).await?;
        let heads: Vec<String> = heads.into_iter().map(|head| head.name).collect();
        Ok(Sheet {
            acts: Acts { pull_back, ..Acts::of(&self.ctx, &record, wrote, heads.is_empty()) },
            due: self.due(&record.item, made).filter(|_| record.public_edition().is_none() && !record.is_settled()),
            mine: record.drafter.is_some() && record.drafter == self.ctx.who.user(),
            drafter: record.drafter.and_then(|id| names.get(&id.to_string()).cloned()),
            next: self.next(&record, &heads).await?,
            instead: heads.is_empty() && matches!(record.progress, Progress::Draft { .. } | Progress::UnitReview),
            history: history.collect(),
            misfits: match record.progress.is_open() {
                true => crate::records::posting::misfits_seen(&self.ctx, &self.reader, &record).await?,
                false => Vec::new(),
            },
            posting: self.posting(&record).await?,
            may_waive: matches!(record.progress, Progress::Draft { .. })
                && self.ctx.who.user().is_some_and(|me| record.drafter != Some(me))
                && !wrote
                && self.ctx.allow(Permission::WaivePersonalData, Relation::Unit(record.unit.as_deref())).is_ok(),
            of_applicant: match record.progress.is_open() {
                true => crate::applicant::told_in(&self.ctx, &self.reader, &record).await?,
                false => Vec::new(),
            },
            suspicions: crate::records::suspicion::of(&self.reader, &record).await?,
            nil: self.contradicted(&record).await?,
            waiver: self.waiver(&record).await?,
            open_objections: self.reader.outcome(id).await?.open,
            said: self.said_about(id).await?,
            may_comment: self.ctx.who.user().is_some()
                && self.ctx.allow(Permission::Comment, Relation::Unit(record.unit.as_deref())).is_ok(),
            changes: changes(&record),
            record,
        })
    }

    /// The school year of a nil statement for the item of a record that is on its way, were it public today.
    async fn contradicted(&self, record: &Record) -> Result<Option<SchoolYear>> {
        if !record.progress.is_open() || record.openness != Openness::Proactive {
            return Ok(None);
        }
        let year = SchoolYear::of(self.today());
        let counting = self.catalogue.counting_for();
        let counts = |item: &ItemKey| match item {
            _ if *item == record.item => true,
            ItemKey::Official(number) => counting.get(number).is_some_and(|keys| keys.contains(&record.item)),
            ItemKey::School(_) => false,
        };
        let statements = self.reader.nil_statements(Some(year)).await?;
        Ok(statements.iter().any(|nil| counts(&nil.item)).then_some(year))
    }

    /// A file of a record on this desk, of whatever edition, with its bytes.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is none.
    pub async fn attachment(&self, id: RecordId, attachment: AttachmentId) -> Result<(Attachment, Vec<u8>)> {
        let record = self.reader.find_record(id).await?.filter(|record| self.whose.holds(record.unit.as_deref()));
        let record = record.ok_or_else(|| Desk::absent(id))?;
        let absent = || crate::Error::NotFound { kind: "attachment", key: attachment.to_string() };
        let file = record.attachment(attachment).ok_or_else(absent)?.clone();
        let bytes = self.reader.blob(&file.digest).await?;
        let bytes = bytes.ok_or_else(|| crate::records::attachment::no_bytes(&file))?;
        Ok((file, bytes))
    }

    /// The waiver that holds for the newest edition, with the name of whoever gave it.
    async fn waiver(&self, record: &Record) -> Result<Option<(Waiver, String)>> {
        let Some(waiver) = crate::records::waiver::of_newest(&self.reader, record).await? else { return Ok(None) };
        let names = self.names([waiver.by]).await?;
        let by = names.get(&waiver.by).cloned().unwrap_or_default();
        Ok(Some((waiver, by)))
    }

    /// What the newest edition shows in a period, as long as it has not come down.
    async fn posting(&self, record: &Record) -> Result<Option<Posting>> {
        if record.visibility.past().is_some() || record.term_over(self.today()).is_some() {
            return Ok(None);
        }
        let newest = record.newest().map_or(1, |edition| edition.number);
        Ok(self.reader.posting(record.id, newest).await?)
    }

    /// Who may take the next step.
    async fn next(&self, record: &Record, heads: &[String]) -> Result<Vec<String>> {
        match &record.progress {
            Progress::Draft { .. } | Progress::UnitReview if heads.is_empty() => {
                self.holders(Role::Office, None, record.drafter).await
            }
            Progress::Draft { .. } | Progress::UnitReview => Ok(heads.to_vec()),
            Progress::SecrecyReview { .. } => self.holders(Role::SecrecyReviewer, None, record.drafter).await,
            Progress::Approved { .. } => self.holders(Role::Office, None, None).await,
            Progress::Done | Progress::Stopped => Ok(Vec::new()),
        }
    }
}

/// What an amendment changes. What was taken out of a text because it is a person's comes back in no difference.
fn changes(record: &Record) -> Vec<Vec<Piece>> {
    match (record.public_edition(), record.newest()) {
        (Some(public), Some(newest)) if public.number != newest.number => {
            diff::paragraphs(&covered(&public.body), &covered(&newest.body))
        }
        _ => Vec::new(),
    }
}
