//! Records for tests, said in what is particular about them.
//!
//! The one place outside the program where a record is written out field by field: a new field is a line here and
//! nothing in the tests. It uses `domain` and nothing else, so that the store's tests, which this crate stands above,
//! include it by its path.

#![allow(dead_code, unreachable_pub, reason = "where it is included by its path not every word is used")]

use domain::date::PartialDate;
use domain::ids::{RecordId, UserId};
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Past, Progress, Publicity, Record, Release, Term,
    Timestamp, Validity, Visibility,
};

/// A record in the making; a draft under item 37 for everyone, unless more is said.
#[derive(Debug, Clone)]
pub struct RecordBuilder(Record);

/// A draft with this title.
pub fn record(title: &str) -> RecordBuilder {
    RecordBuilder(Record {
        id: RecordId(0),
        key: title.into(),
        index: IndexNumber { school: "12345".into(), year: 2023, serial: 0 },
        item: "37".parse().unwrap(),
        unit: None,
        form: Form::Notice,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience: Audience::Public,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter: None,
        progress: Progress::Draft { returned: None },
        visibility: Visibility::Hidden,
        editions: vec![edition(title)],
        releases: Vec::new(),
        attachments: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    })
}

/// A first edition with this title and nothing else.
pub fn edition(title: &str) -> Edition {
    Edition { number: 1, title: title.into(), ..Edition::default() }
}

/// A next edition with this title, and a word on what it changed.
pub fn next_edition(title: &str) -> Edition {
    Edition { change_note: "订正文字".into(), ..edition(title) }
}

/// A going-out of the first edition over a channel, at an address or a place.
pub fn release(channel: &str, locator: &str) -> Release {
    Release {
        edition: 1,
        channel: channel.into(),
        on: PartialDate::Unknown,
        locator: locator.into(),
        evidence: String::new(),
        note: String::new(),
        of_row: false,
    }
}

/// A date as a ledger writes it; nothing when it is not known.
#[track_caller]
pub fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

impl RecordBuilder {
    /// The record.
    pub fn build(self) -> Record {
        self.0
    }

    /// Known by this key in ledger files; by its title unless this is said.
    pub fn key(self, key: &str) -> RecordBuilder {
        self.with(|record| record.key = key.into())
    }

    /// Under this item: `37`, `S1`.
    #[track_caller]
    pub fn item(self, item: &str) -> RecordBuilder {
        let item = item.parse().unwrap();
        self.with(|record| record.item = item)
    }

    /// Of the unit with this code.
    pub fn unit(self, code: &str) -> RecordBuilder {
        self.with(|record| record.unit = Some(code.into()))
    }

    /// Of this kind.
    pub fn form(self, form: Form) -> RecordBuilder {
        self.with(|record| record.form = form)
    }

    /// For these readers.
    pub fn audience(self, audience: Audience) -> RecordBuilder {
        self.with(|record| record.audience = audience)
    }

    /// Open in this way.
    pub fn openness(self, openness: Openness) -> RecordBuilder {
        self.with(|record| record.openness = openness)
    }

    /// To the end of this day.
    #[track_caller]
    pub fn until(self, day: &str) -> RecordBuilder {
        let day = day.parse().unwrap();
        self.with(|record| record.term = Term::Until(day))
    }

    /// Standing for so many like things.
    pub fn counting(self, count: u32) -> RecordBuilder {
        self.with(|record| record.count = count)
    }

    /// Open to objection between these days.
    pub fn publicity(self, kind: &str, from: &str, until: &str) -> RecordBuilder {
        let (from, until) = (date(from), date(until));
        self.with(|record| record.publicity = Some(Publicity { kind: kind.into(), from, until }))
    }

    /// With this text in its newest edition.
    pub fn body(self, body: &str) -> RecordBuilder {
        self.newest(|edition| edition.body = body.into())
    }

    /// Made on this day.
    pub fn made_on(self, day: &str) -> RecordBuilder {
        let day = date(day);
        self.newest(|edition| edition.made_on = day)
    }

    /// With its newest edition changed so.
    pub fn newest(self, change: impl FnOnce(&mut Edition)) -> RecordBuilder {
        self.with(|record| change(record.editions.last_mut().unwrap()))
    }

    /// With a further edition.
    pub fn then(self, next: Edition) -> RecordBuilder {
        self.with(|record| {
            let number = record.editions.len() as u32 + 1;
            record.editions.push(Edition { number, ..next });
        })
    }

    /// Gone out so.
    pub fn released(self, release: Release) -> RecordBuilder {
        self.with(|record| record.releases.push(release))
    }

    /// With a remark and a source for the staff.
    pub fn remarks(self, note: &str, source: &str) -> RecordBuilder {
        self.with(|record| (record.note, record.source) = (note.into(), source.into()))
    }

    /// Drafted by this person.
    pub fn drafter(self, who: UserId) -> RecordBuilder {
        self.with(|record| record.drafter = Some(who))
    }

    /// With its newest edition so far.
    pub fn progress(self, progress: Progress) -> RecordBuilder {
        self.with(|record| record.progress = progress)
    }

    /// Passed by the secrecy reviewer, to be published at this minute.
    pub fn approved(self, publish_at: Option<Timestamp>) -> RecordBuilder {
        self.progress(Progress::Approved { secrecy_reviewer: Some(UserId(3)), publish_at })
    }

    /// On view since this day, in its first edition; a later one is being drafted.
    pub fn public(self, since: &str) -> RecordBuilder {
        let since = date(since);
        self.with(|record| {
            record.visibility = Visibility::Public { edition: 1, since, updated: since };
            record.progress =
                if record.editions.len() > 1 { Progress::Draft { returned: None } } else { Progress::Done };
        })
    }

    /// Withdrawn after the time on view, for this reason.
    pub fn withdrawn(self, since: &str, until: &str, reason: &str) -> RecordBuilder {
        let reason = reason.into();
        self.down(since, until, |was| Visibility::Withdrawn { was, reason, successor: None })
    }

    /// Taken down because its term was over.
    pub fn expired(self, since: &str, until: &str) -> RecordBuilder {
        self.down(since, until, |was| Visibility::Expired { was })
    }

    /// Without its title on the tombstone.
    pub fn untitled(self) -> RecordBuilder {
        self.with(|record| {
            if let Visibility::Withdrawn { was, .. } | Visibility::Expired { was } = &mut record.visibility {
                was.titled = false;
            }
        })
    }

    /// With whatever else a test needs to say.
    pub fn with(mut self, change: impl FnOnce(&mut Record)) -> RecordBuilder {
        change(&mut self.0);
        self
    }

    fn down(self, since: &str, until: &str, end: impl FnOnce(Past) -> Visibility) -> RecordBuilder {
        let (since, until) = (date(since), date(until));
        self.with(|record| {
            record.visibility = end(Past { edition: 1, since, updated: since, until, titled: true });
            record.progress = if record.editions.len() > 1 { Progress::Stopped } else { Progress::Done };
        })
    }
}

impl From<RecordBuilder> for Record {
    fn from(builder: RecordBuilder) -> Record {
        builder.build()
    }
}
