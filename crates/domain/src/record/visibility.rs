//! Who sees what of a record: the one answer that every page, list, file, feed and count asks for.
//!
//! [`Reach`] says who looks; [`Reach::show`] cuts a record to what they see; [`Disclosed`] is what the account of
//! a school year may say of a record. The store keeps [`Record::finder`] and [`Record::accounted`] beside each record and
//! derives its conditions from them. Nothing else decides.

use super::{Attachment, Audience, Edition, Form, IndexNumber, Openness, Progress, Publicity, Record, Release, Term};
use crate::catalogue::ItemKey;
use crate::coded::coded;
use crate::date::PartialDate;
use crate::ids::RecordId;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::ops::Deref;

/// Whether a record is on view, to whomever its audience is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Not yet.
    Hidden,
    /// An edition is.
    Public {
        /// Which.
        edition: u32,
        /// First on view on this day, as far as it is known.
        since: PartialDate,
        /// Last brought up to date.
        updated: PartialDate,
    },
    /// Taken down; a tombstone with the reason stays.
    Withdrawn {
        /// What was on view.
        was: Past,
        /// Why it came down.
        reason: String,
        /// Index number of what takes its place.
        successor: Option<String>,
    },
    /// Taken down because its term is over; a tombstone stays.
    Expired {
        /// What was on view.
        was: Past,
    },
}

/// What stays known of a record's time on view. A record that was public was public: accounts of past years need
/// these dates after it has come down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The edition that was on view last.
    pub edition: u32,
    /// First day on view, as far as it is known.
    pub since: PartialDate,
    /// Last brought up to date.
    pub updated: PartialDate,
    /// Last day on view, as far as it is known.
    pub until: PartialDate,
    /// Whether the title stays; it goes when it names a person.
    pub titled: bool,
}

impl Visibility {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Visibility::Hidden => "hidden",
            Visibility::Public { .. } => "public",
            Visibility::Withdrawn { .. } => "withdrawn",
            Visibility::Expired { .. } => "expired",
        }
    }

    /// What was on view, of a record that has come down.
    pub fn past(&self) -> Option<&Past> {
        match self {
            Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => Some(was),
            Visibility::Hidden | Visibility::Public { .. } => None,
        }
    }
}

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Anyone.
    Public,
    /// A member of the school.
    Campus,
    /// A member of the school who belongs to these units.
    Units(BTreeSet<String>),
    /// A member of the school who reads what any unit has on view for its own members, and like every reader nothing that is
    /// not on view.
    AllUnits,
    /// Staff whose role reads everything: disclosure office, supervisor, operator.
    Staff,
}

coded! {
    /// The widest reach that finds a record in lists.
    Finder {
        /// Anyone.
        Public = "public", "社会";
        /// Members of the school.
        Campus = "campus", "校内";
        /// Members of its unit.
        Unit = "unit", "本单位";
        /// Only the staff.
        Staff = "staff", "工作人员";
    }
}

coded! {
    /// How a record counts as disclosed to society in the account of its school year (办法第二十一条).
    Account {
        /// Not at all.
        None = "none", "不计入";
        /// Counted and on view.
        OnView = "on_view", "在公开";
        /// Counted, taken down since.
        TakenDown = "taken_down", "已撤下";
    }
}

/// Why something is no longer on view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Its term is over (已到期撤下).
    Expired,
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
        /// Index number of what takes its place.
        successor: Option<String>,
    },
}

/// What stays at the address of a record that has come down: never text, names or addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Identity.
    pub id: RecordId,
    /// Index number.
    pub index: IndexNumber,
    /// Item.
    pub item: ItemKey,
    /// Whom it was for.
    pub audience: Audience,
    /// Title, unless it named a person.
    pub title: Option<String>,
    /// First day on view, as far as it is known.
    pub since: PartialDate,
    /// Last day on view, as far as it is known.
    pub until: PartialDate,
    /// Why it came down.
    pub end: End,
}

/// Whether a record may list names: it is a list, or it stands in a publicity period. Search engines are told of none, for
/// what they keep does not come down when the period is over.
pub fn lists_names(form: Form, publicity: Option<&Publicity>) -> bool {
    form == Form::List || publicity.is_some()
}

/// What somebody sees at a record's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: for them there is no such record.
    Nothing,
    /// That it was there.
    Tombstone(Box<Tombstone>),
    /// The record, cut to what they may see.
    Record(Box<Record>),
}

impl Reach {
    /// What of a record they see on `today`. A term that is over ends the view, whether or not anything has taken the
    /// record down yet.
    pub fn show(&self, record: &Record, today: NaiveDate) -> Shown {
        if *self == Reach::Staff {
            return Shown::Record(Box::new(record.clone()));
        }
        if !self.admits(record) {
            return Shown::Nothing;
        }
        match &record.visibility {
            Visibility::Hidden => Shown::Nothing,
            Visibility::Public { .. } => match record.term_over(today) {
                // The title is kept only once the guard has looked at it.
                Some(last) => match record.past(PartialDate::Day(last), true) {
                    Some(was) => Shown::Tombstone(Box::new(record.tombstone(&was, End::Expired))),
                    None => Shown::Nothing,
                },
                None => Shown::Record(Box::new(record.on_view())),
            },
            Visibility::Withdrawn { was, reason, successor } => {
                let end = End::Withdrawn { reason: reason.clone(), successor: successor.clone() };
                Shown::Tombstone(Box::new(record.tombstone(was, end)))
            }
            Visibility::Expired { was } => Shown::Tombstone(Box::new(record.tombstone(was, End::Expired))),
        }
    }

    /// Whether they find it in lists and searches on `today`. A term that is over ends that too, whether or not anything
    /// has taken the record down yet.
    pub fn finds(&self, record: &Record, today: NaiveDate) -> bool {
        if *self != Reach::Staff && record.term_over(today).is_some() {
            return false;
        }
        match record.finder() {
            Finder::Public => true,
            Finder::Campus => *self != Reach::Public,
            Finder::Unit => self.belongs_to(record),
            Finder::Staff => *self == Reach::Staff,
        }
    }

    /// Whether audience and openness let them see what is, or was, on view.
    fn admits(&self, record: &Record) -> bool {
        record.openness == Openness::Proactive
            && match record.audience {
                Audience::Public => true,
                Audience::Campus => *self != Reach::Public,
                Audience::Unit => self.belongs_to(record),
            }
    }

    fn belongs_to(&self, record: &Record) -> bool {
        match self {
            Reach::Public | Reach::Campus => false,
            Reach::Units(units) => record.unit.as_ref().is_some_and(|unit| units.contains(unit)),
            Reach::AllUnits | Reach::Staff => true,
        }
    }
}

impl Record {
    /// The widest reach that finds it in lists.
    pub fn finder(&self) -> Finder {
        if self.openness != Openness::Proactive || !matches!(self.visibility, Visibility::Public { .. }) {
            return Finder::Staff;
        }
        match self.audience {
            Audience::Public => Finder::Public,
            Audience::Campus => Finder::Campus,
            Audience::Unit => Finder::Unit,
        }
    }

    /// How it counts as disclosed in the school year that accounts for it. What came down because its term was over
    /// was disclosed; what was withdrawn counts when it still stood at the year's end.
    pub fn accounted(&self) -> Account {
        if self.openness != Openness::Proactive || self.audience != Audience::Public {
            return Account::None;
        }
        match &self.visibility {
            Visibility::Hidden => Account::None,
            Visibility::Public { .. } => Account::OnView,
            Visibility::Expired { .. } => Account::TakenDown,
            Visibility::Withdrawn { was, .. } => {
                let close = self.accounted_in().last_day();
                match was.until.span() {
                    Some((first, _)) if first > close => Account::TakenDown,
                    _ => Account::None,
                }
            }
        }
    }

    /// Cut to the edition on view: no later draft, nobody's name but those in the text, no remarks of the staff.
    fn on_view(&self) -> Record {
        let edition = self.public_edition().map_or(0, |edition| edition.number);
        let releases = self.releases.iter().filter(|release| release.edition <= edition);
        Record {
            drafter: None,
            progress: Progress::Done,
            editions: self.editions.iter().filter(|known| known.number <= edition).cloned().collect(),
            releases: releases.map(|release| Release { note: String::new(), ..release.clone() }).collect(),
            attachments: self.attachments_of(edition).map(Attachment::as_read).collect(),
            note: String::new(),
            source: String::new(),
            ..self.clone()
        }
    }

    fn tombstone(&self, was: &Past, end: End) -> Tombstone {
        let title = self.edition(was.edition).map(|edition| edition.title.clone());
        Tombstone {
            id: self.id,
            index: self.index.clone(),
            item: self.item.clone(),
            audience: self.audience,
            title: title.filter(|title| was.titled && !title.is_empty()),
            since: was.since,
            until: was.until,
            end,
        }
    }
}

/// A record that was public and was withdrawn before its year was over, as the account of the year may name it: what its
/// tombstone says, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its index number.
    pub index: IndexNumber,
    /// Its title, unless it named a person.
    pub title: Option<String>,
    /// Entries that it stands for.
    pub count: u32,
    /// First day on view, as far as it is known.
    pub since: PartialDate,
    /// Last day on view, as far as it is known.
    pub until: PartialDate,
    /// Why it came down.
    pub reason: String,
}

impl Withdrawn {
    /// What is said of the record; `None` when it was not withdrawn, never the public's, or counts as disclosed.
    pub fn of(record: &Record) -> Option<Withdrawn> {
        let Visibility::Withdrawn { was, reason, .. } = &record.visibility else { return None };
        let public = record.openness == Openness::Proactive && record.audience == Audience::Public;
        if !public || record.accounted() != Account::None {
            return None;
        }
        let title = record.edition(was.edition).map(|edition| edition.title.clone());
        Some(Withdrawn {
            index: record.index.clone(),
            title: title.filter(|title| was.titled && !title.is_empty()),
            count: record.count,
            since: was.since,
            until: was.until,
            reason: reason.clone(),
        })
    }
}

/// A record as accounts of a school year may speak of it: cut to what the public sees or saw. What has come down
/// keeps title (unless it named a person), dates and channels; never text, addresses or document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    record: Record,
    titled: bool,
    taken_down: bool,
    address: bool,
}

impl Disclosed {
    /// The record for the account of its year; `None` when it does not count there.
    pub fn of(record: &Record) -> Option<Disclosed> {
        let address = |record: &Record| record.releases.iter().any(Release::is_web);
        match record.accounted() {
            Account::None => None,
            Account::OnView => {
                let record = record.on_view();
                Some(Disclosed { titled: true, taken_down: false, address: address(&record), record })
            }
            Account::TakenDown => {
                let was = record.visibility.past()?;
                let titled = was.titled;
                let bare = |edition: &Edition| Edition {
                    number: edition.number,
                    title: if titled { edition.title.clone() } else { String::new() },
                    made_on: edition.made_on,
                    ..Edition::default()
                };
                let editions: Vec<&Edition> = record.editions.iter().filter(|e| e.number <= was.edition).collect();
                let releases: Vec<&Release> = record.releases.iter().filter(|r| r.edition <= was.edition).collect();
                let address = releases.iter().any(|release| release.is_web());
                let bare_release = |release: &&Release| Release {
                    locator: String::new(),
                    evidence: String::new(),
                    note: String::new(),
                    ..(*release).clone()
                };
                let record = Record {
                    drafter: None,
                    progress: Progress::Done,
                    editions: editions.into_iter().map(bare).collect(),
                    releases: releases.iter().map(bare_release).collect(),
                    attachments: Vec::new(),
                    note: String::new(),
                    source: String::new(),
                    ..record.clone()
                };
                Some(Disclosed { record, titled, taken_down: true, address })
            }
        }
    }

    /// The same for what is kept for good, such as a report that is issued: what stands for a limited time only appears as
    /// it will when that is over, without text and addresses, and without a title that names a person.
    pub fn lasting(mut self, names_a_person: fn(&str) -> bool) -> Disclosed {
        if self.taken_down || self.record.term == Term::Standing {
            return self;
        }
        let named = self.title().is_some_and(names_a_person);
        self.titled = !named;
        for edition in &mut self.record.editions {
            let title = if named { String::new() } else { std::mem::take(&mut edition.title) };
            *edition = Edition { number: edition.number, title, made_on: edition.made_on, ..Edition::default() };
        }
        self.record.attachments.clear();
        for release in &mut self.record.releases {
            release.locator.clear();
            release.evidence.clear();
        }
        self
    }

    /// The title, unless it named a person and the record has come down.
    pub fn title(&self) -> Option<&str> {
        self.titled.then(|| self.record.principal_edition().map(|edition| edition.title.as_str())).flatten()
    }

    /// Whether it has come down since.
    pub fn taken_down(&self) -> bool {
        self.taken_down
    }

    /// Whether a release of it is, or was, citable by a web address. Counts do not change when it comes down.
    pub fn has_address(&self) -> bool {
        self.address
    }
}

impl Deref for Disclosed {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}
