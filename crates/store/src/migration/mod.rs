//! The schema's history: one file per migration, named by file, never edited once released.
//!
//! It exists so that any database of any age becomes today's. It must not hold queries or rules.

use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait, async_trait};

mod m20261123_000001_ledger;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261123_000001_ledger::Migration)]
    }
}
