//! The store: one schema over SQLite and PostgreSQL, transactions that commit with their events, and the
//! queries that portal and report read.
//!
//! It exists so that a change and its event are one write and so that nothing above it knows SQL. It must not
//! decide anything: rules are `domain`'s, use cases are `app`'s. It reads no clock and makes no ids.
//!
//! # The surface
//! ```text
//! Store::open("sqlite:///srv/gongkai/gongkai.db" | "postgres://…").await?      Store::in_memory().await? (tests)
//! store.write().await? -> Tx      one writer at a time on either database; derefs to Reader, so it reads too
//! store.read().await?  -> Reader  one consistent snapshot, no lock
//! store.last_seq().await? -> u64  store.seen_seq() -> u64  store.changes() -> tokio::sync::watch::Receiver<u64>
//!
//! Tx   commit(self, &Stamp, impl Into<Events>)            Events: From<Event>, Events::new(first).and(event)
//!      append(&mut self, &Stamp, impl Into<Events>)       for long transactions that commit at the end
//!      commit_unlogged(self)                              sessions and job claims only
//!      save_fact(&SchoolFact) save_unit(&Unit) save_channel(&Channel) save_item_setting(&ItemSetting)
//!      save_dataset(&Dataset) save_text(&TextEntry) save_nil(&NilStatement)          -> Saved::{New, Changed, Same}
//!      save_record(&Record) -> u32 (new version; version 0 is an insert; stale -> Error::Conflict)
//!      import_records(&[Import { record, fingerprint }])  bulk, new and changed
//!      allocate_index(school_code, year, n) -> u32        first of n serials
//! Reader
//!      facts() fact(key) units() channels() item_settings() datasets(year) dataset(key) find_dataset(key)
//!      texts(year) nil_statements(year) events(&EventFilter, after_seq, limit)
//!      record(id) find_record_by_key(key) find_record_by_index(&IndexNumber)
//!      list_records(&Filter, Page) -> Listed<Record>      lines(&Filter, Page) -> Listed<Line>
//!      shown(id) -> Shown::{Public(Record), Tombstone(..)}   what a visitor may see at the address
//!      existing_keys(&[&str]) -> HashMap<String, Known>   export_records(after_key, limit) -> Vec<Record>
//!      latest_by_item(&[ItemKey]) -> HashMap<ItemKey, Latest>   latest_records(n)   publicity_in_progress(today)
//!      neighbours(id) -> Neighbours   search_titles(text, limit) -> Found
//!      counts_by_item_month(year)  counts_by_channel(year)  years()  public_pages(after, limit)
//! ```
