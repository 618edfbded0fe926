//! The schema's history: one file per migration, named by file, never edited once released.
//!
//! It exists so that any database of any age becomes today's, and so that an old program leaves a newer database
//! alone. It must not hold queries or rules; what
//! only today's rules can compute is computed by who knows them (`record_save`).

mod m20261130_000001_ledger;
mod m20261130_000002_batches;
mod m20261130_000003_former_names;
mod m20261130_000004_commands;
mod m20261130_000004_head_answers;
mod m20261130_000005_accounts;
mod m20261130_000005_row_releases;
mod m20261130_000010_people;
mod m20261130_000020_attachments;
mod m20261130_000030_settings;
mod m20261130_000040_publicity;
mod m20261130_000050_reminders;
mod m20261130_000060_studio;
mod m20261130_000070_desk;
mod m20261130_000110_objections;
mod m20261130_000120_search;
mod m20261130_000120_settled;
mod m20261130_000130_waivers;
mod m20261130_000140_evidence;
mod m20261130_000150_publicity_rules;
mod m20261130_000160_publicity_audience;
mod m20261130_000160_seals;
mod m20261130_000170_item_care;
mod m20261130_000180_publicity_scope;
mod m20261130_000185_handed_documents;
mod m20261130_000200_requests;
mod m20261130_000300_subscriptions;
mod m20261130_000400_voices;
mod m20261130_000500_log;
mod m20261201_000400_letters;
mod m20261201_000500_surveys;

use crate::Reader;
use crate::db::dialect::{self, Transaction};
use crate::db::sql::{Sql, rows, sql};
use crate::error::{Fault, Result};

/// A step of the schema.
struct Migration {
    /// The name of its file, without `m`.
    name: &'static str,
    /// In order; the words in `{}` are filled in by [`dialect::schema`].
    statements: &'static [&'static str],
    /// Whether the years by which records are accounted for are computed anew after it.
    accounts: bool,
    /// Whether everything is sealed anew after it: for one that changes what a sealed table holds.
    seals: bool,
}

/// A step of statements alone.
const fn step(name: &'static str, statements: &'static [&'static str]) -> Migration {
    Migration { name, statements, accounts: false, seals: false }
}

/// In the order in which they are applied.
const ALL: &[Migration] = &[
    step("20261130_000001_ledger", m20261130_000001_ledger::STATEMENTS),
    step("20261130_000002_batches", m20261130_000002_batches::STATEMENTS),
    step("20261130_000003_former_names", m20261130_000003_former_names::STATEMENTS),
    step("20261130_000004_commands", m20261130_000004_commands::STATEMENTS),
    step("20261130_000004_head_answers", m20261130_000004_head_answers::STATEMENTS),
    Migration { accounts: true, ..step("20261130_000005_accounts", m20261130_000005_accounts::STATEMENTS) },
    step("20261130_000005_row_releases", m20261130_000005_row_releases::STATEMENTS),
    step("20261130_000010_people", m20261130_000010_people::STATEMENTS),
    step("20261130_000020_attachments", m20261130_000020_attachments::STATEMENTS),
    step("20261130_000030_settings", m20261130_000030_settings::STATEMENTS),
    step("20261130_000040_publicity", m20261130_000040_publicity::STATEMENTS),
    step("20261130_000050_reminders", m20261130_000050_reminders::STATEMENTS),
    step("20261130_000060_studio", m20261130_000060_studio::STATEMENTS),
    step("20261130_000070_desk", m20261130_000070_desk::STATEMENTS),
    step("20261130_000110_objections", m20261130_000110_objections::STATEMENTS),
    step("20261130_000120_search", m20261130_000120_search::STATEMENTS),
    step("20261130_000120_settled", m20261130_000120_settled::STATEMENTS),
    step("20261130_000130_waivers", m20261130_000130_waivers::STATEMENTS),
    step("20261130_000140_evidence", m20261130_000140_evidence::STATEMENTS),
    step("20261130_000150_publicity_rules", m20261130_000150_publicity_rules::STATEMENTS),
    step("20261130_000160_publicity_audience", m20261130_000160_publicity_audience::STATEMENTS),
    Migration { seals: true, ..step("20261130_000160_seals", m20261130_000160_seals::STATEMENTS) },
    step("20261130_000170_item_care", m20261130_000170_item_care::STATEMENTS),
    Migration { seals: true, ..step("20261130_000180_publicity_scope", m20261130_000180_publicity_scope::STATEMENTS) },
    step("20261130_000185_handed_documents", m20261130_000185_handed_documents::STATEMENTS),
    step("20261130_000200_requests", m20261130_000200_requests::STATEMENTS),
    step("20261130_000300_subscriptions", m20261130_000300_subscriptions::STATEMENTS),
    step("20261130_000400_voices", m20261130_000400_voices::STATEMENTS),
    step("20261130_000500_log", m20261130_000500_log::STATEMENTS),
    step("20261201_000400_letters", m20261201_000400_letters::STATEMENTS),
    step("20261201_000500_surveys", m20261201_000500_surveys::STATEMENTS),
];

rows! {
    struct Named {
        name: String,
    }
}

/// How a database stands to the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has no tables at all.
    Empty,
    /// It is this program's and lacks steps.
    Behind,
    /// It is this program's as it is today.
    Current,
}

/// Whether there is a step of this name.
pub(crate) fn knows(step: &str) -> bool {
    ALL.iter().any(|known| known.name == step)
}

/// The tables in the order in which they were made: each after those that it refers to.
pub(crate) fn tables() -> Vec<&'static str> {
    let made = |statement: &&'static str| {
        let name = statement.trim_start().strip_prefix("CREATE TABLE ")?;
        name.split(|c: char| c.is_whitespace() || c == '(').next()
    };
    ALL.iter().flat_map(|step| step.statements).filter_map(made).collect()
}

/// Tables that every database of this program has, beside the list of its steps.
const OURS: [&str; 3] = ["migration", "event", "record"];

/// Looks at a database by reading alone, so that a program which only reads needs no writer's turn.
///
/// # Errors
/// [`Fault::Foreign`] for another program's tables, [`Fault::Newer`] for steps that are not known here.
pub(crate) async fn look(tx: &Transaction) -> Result<Standing> {
    let there: Vec<Named> = Sql::new(dialect::tables(tx.backend())).all(tx).await?;
    if there.is_empty() {
        return Ok(Standing::Empty);
    }
    if OURS.iter().any(|ours| there.iter().all(|table| table.name != *ours)) {
        return Err(Fault::Foreign.into());
    }
    let applied: Vec<Named> = Sql::new("SELECT name FROM migration ORDER BY name").all(tx).await?;
    if let Some(unknown) = applied.iter().find(|row| ALL.iter().all(|known| known.name != row.name)) {
        return Err(Fault::Newer { migration: unknown.name.clone() }.into());
    }
    Ok(if applied.len() == ALL.len() { Standing::Current } else { Standing::Behind })
}

/// Applies what the database has not seen yet, in the transaction of a writer: all of it or nothing.
pub(crate) async fn run(reader: &Reader) -> Result<()> {
    run_to(reader, |_| true).await
}

/// The same with the steps of these names alone: for a database that is made as it was once.
pub(crate) async fn run_to(reader: &Reader, wanted: impl Fn(&str) -> bool) -> Result<()> {
    let tx = &reader.tx;
    let execute = async |statement: &str| tx.execute(&dialect::schema(tx.backend(), statement)).await;
    execute("CREATE TABLE IF NOT EXISTS migration (name {text} PRIMARY KEY) {table}").await?;
    let applied: Vec<Named> = Sql::new("SELECT name FROM migration ORDER BY name").all(tx).await?;
    let (mut accounts, mut seals) = (false, false);
    let due = |known: &&Migration| wanted(known.name) && applied.iter().all(|row| row.name != known.name);
    for migration in ALL.iter().filter(due) {
        for statement in migration.statements {
            execute(statement).await?;
        }
        sql("INSERT INTO migration (name) VALUES ($1)", [migration.name.into()]).run(tx).await?;
        accounts |= migration.accounts;
        seals |= migration.seals;
    }
    // Reads records as they are stored today, so it comes after all that changes how they are.
    if accounts {
        reader.account_anew().await?;
    }
    if seals {
        reader.seal_anew().await?;
    }
    Ok(())
}
