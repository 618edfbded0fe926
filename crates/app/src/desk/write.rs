//! Writing a draft: facts and text together, against the state that was read.

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::records;
use domain::ids::RecordId;
use domain::policy::{Denied, Permission, Relation};
use domain::record::{Edition, Facts, IndexNumber, Progress, Record, Visibility};

/// What a form says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its facts.
    pub facts: Facts,
    /// Its text.
    pub edition: Edition,
}

/// What became of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is saved; the version it has now.
    Saved(u32),
    /// Nothing was different.
    Same(u32),
    /// Somebody saved it in between, as this; nothing was written.
    Meanwhile(Box<Record>),
}

impl Draft {
    /// Whether an edition says what this does.
    pub fn says(&self, edition: &Edition) -> bool {
        let said = |edition: &Edition| {
            let Edition { title, summary, body, made_on, change_note, .. } = edition.clone();
            (title, summary, body.trim_end().to_string(), made_on, change_note)
        };
        said(&self.edition) == said(edition)
    }

    /// Enters it as a new draft.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a unit that is not the writer's.
    pub async fn enter(self, ctx: &Ctx) -> Result<RecordId> {
        records::draft(ctx, self.record()).await
    }

    /// The record that it becomes; what is given to it by whoever enters it is left open.
    pub(crate) fn record(self) -> Record {
        let Draft { facts, edition } = self;
        let Facts { item, unit, form, origin, openness, audience, term, validity } = facts;
        Record {
            id: RecordId(0),
            key: String::new(),
            index: IndexNumber { school: String::new(), year: 0, serial: 0 },
            item,
            unit,
            form,
            origin,
            openness,
            audience,
            term,
            validity,
            count: 1,
            year: None,
            publicity: None,
            drafter: None,
            progress: Progress::Draft { returned: None },
            visibility: Visibility::Hidden,
            editions: vec![Edition { number: 1, ..edition }],
            releases: Vec::new(),
            attachments: Vec::new(),
            note: String::new(),
            source: String::new(),
            version: 0,
        }
    }

    /// Saves it over the draft that was read at `version`.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a record, or into a unit, that is not the writer's; [`Error::Record`] when it is not being
    /// drafted any more.
    pub async fn save(self, ctx: &Ctx, id: RecordId, version: u32) -> Result<Written> {
        let Some(by) = ctx.who.user() else { return Err(Error::Forbidden(Denied(Permission::Draft))) };
        let mut change = ctx.write().await?;
        let mut record = change.record(id).await?;
        for unit in [&record.unit, &self.facts.unit].map(Option::as_deref) {
            ctx.allow(Permission::Draft, Relation::Unit(unit))?;
        }
        if record.version != version {
            return Ok(Written::Meanwhile(Box::new(record)));
        }
        let before = record.clone();
        // What the form does not show stays.
        let kept = record.newest().cloned().unwrap_or_default();
        let edition = Edition { issuer: kept.issuer, keywords: kept.keywords, ..self.edition };
        let facts = Facts { validity: record.validity, ..self.facts };
        let event = record.rewrite(by, facts, edition)?;
        if record == before {
            return Ok(Written::Same(version));
        }
        let version = change.save_record(&record).await?;
        change.commit(event).await?;
        Ok(Written::Saved(version))
    }
}
