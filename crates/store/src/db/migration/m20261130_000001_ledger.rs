//! The first schema: the ledger of a school, its events, and the counters that go with them.
//!
//! Numbers are 64-bit, times are microseconds since 1970 in UTC, civil dates are the text of a partial date
//! (`2023-05-12`, `2023-05`, `2023` or nothing), whose order as text is its order in time. Lists inside a column
//! are JSON. The words in `{}` are filled in by `dialect::schema`.

/// The condition of the `public_…` indexes is word for word the one of the queries (`reach::PUBLIC`): with a
/// parameter in it neither database would use them.
pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE school_fact (
        fact {text} PRIMARY KEY, value {text} NOT NULL, note {text} NOT NULL, position {int} NOT NULL
    ) {table}",
    "CREATE TABLE unit (
        code {text} PRIMARY KEY, name {text} NOT NULL, kind {text} NOT NULL, parent {text} NOT NULL,
        duty {text} NOT NULL, members {text} NOT NULL, note {text} NOT NULL, position {int} NOT NULL
    ) {table}",
    "CREATE TABLE channel (
        code {text} PRIMARY KEY, name {text} NOT NULL, kind {text} NOT NULL, address {text} NOT NULL,
        note {text} NOT NULL, position {int} NOT NULL
    ) {table}",
    // `from_year` is the first calendar year of the school year from which the setting holds, 0 for always.
    "CREATE TABLE item_setting (
        item {text} NOT NULL, from_year {int} NOT NULL, category {int}, category_name {text}, wording {text},
        applicability {text}, applicability_reason {text}, unit {text}, timing {text},
        maps_to {text} NOT NULL, note {text} NOT NULL, position {int} NOT NULL,
        PRIMARY KEY (item, from_year),
        CHECK ((applicability = 'not_applicable') = (applicability_reason IS NOT NULL)
            OR (applicability IS NULL AND applicability_reason IS NULL))
    ) {table}",
    "CREATE TABLE dataset (
        dataset_key {text} NOT NULL, year {int} NOT NULL, title {text} NOT NULL, item {text} NOT NULL, unit {text},
        as_of {text} NOT NULL, source {text} NOT NULL, position {int} NOT NULL,
        PRIMARY KEY (dataset_key, year)
    ) {table}",
    // Each new row takes the next position: without these, entering many would read all before each.
    "CREATE INDEX school_fact_by_position ON school_fact (position)",
    "CREATE INDEX unit_by_position ON unit (position)",
    "CREATE INDEX channel_by_position ON channel (position)",
    "CREATE INDEX item_setting_by_position ON item_setting (position)",
    "CREATE INDEX dataset_by_position ON dataset (position)",
    "CREATE TABLE figure (
        dataset_key {text} NOT NULL, year {int} NOT NULL, position {int} NOT NULL,
        figure_key {text} NOT NULL, name {text} NOT NULL, mantissa {int}, decimals {int} NOT NULL,
        unit {text} NOT NULL, definition {text} NOT NULL, approximate {int} NOT NULL, disputed {text},
        PRIMARY KEY (dataset_key, year, position), UNIQUE (dataset_key, year, figure_key),
        FOREIGN KEY (dataset_key, year) REFERENCES dataset (dataset_key, year)
    ) {table}",
    "CREATE TABLE identity (
        dataset_key {text} NOT NULL, year {int} NOT NULL, position {int} NOT NULL,
        kind {text} NOT NULL, figure_keys {text} NOT NULL, note {text} NOT NULL,
        PRIMARY KEY (dataset_key, year, position),
        FOREIGN KEY (dataset_key, year) REFERENCES dataset (dataset_key, year)
    ) {table}",
    "CREATE TABLE report_text (
        year {int} NOT NULL, place {text} NOT NULL, position {int} NOT NULL, heading {text} NOT NULL,
        wording {text} NOT NULL, source {text} NOT NULL,
        PRIMARY KEY (year, place, position)
    ) {table}",
    "CREATE TABLE nil_statement (
        year {int} NOT NULL, item {text} NOT NULL, unit {text} NOT NULL, signed_by {text} NOT NULL,
        signed_on {text} NOT NULL, note {text} NOT NULL,
        PRIMARY KEY (year, item, unit)
    ) {table}",
    // `nr` is the record's number inside this database: short in indexes, and in the order of entry. Columns
    // `report_year`, `title`, `document_number`, `publicity_first` and `publicity_last` repeat what editions and
    // dates say, in the form that lists sort and search by; `finder` (who finds it) and `account` (how it counts in
    // its school year) are what `domain` decides of the record. Each save writes them anew.
    "CREATE TABLE record (
        nr {int} PRIMARY KEY, id {text} NOT NULL, ledger_key {text} NOT NULL,
        index_school {text} NOT NULL, index_year {int} NOT NULL, index_serial {int} NOT NULL,
        item {text} NOT NULL, unit {text} NOT NULL, form {text} NOT NULL, origin {text} NOT NULL,
        openness {text} NOT NULL, openness_ground {text}, audience {text} NOT NULL, term_until {text},
        validity {text} NOT NULL, things {int} NOT NULL, year {int}, report_year {int} NOT NULL,
        publicity_kind {text}, publicity_from {text} NOT NULL, publicity_until {text} NOT NULL,
        publicity_first {text} NOT NULL, publicity_last {text} NOT NULL,
        drafter {text}, progress {text} NOT NULL, returned {text}, unit_reviewer {text},
        secrecy_reviewer {text}, publish_at {int},
        visibility {text} NOT NULL, public_edition {int}, since {text} NOT NULL, updated {text} NOT NULL,
        until {text} NOT NULL, titled {int}, withdrawn_reason {text}, successor {text},
        finder {text} NOT NULL, account {text} NOT NULL,
        title {text} NOT NULL, document_number {text} NOT NULL, note {text} NOT NULL, source {text} NOT NULL,
        fingerprint {int} NOT NULL, version {int} NOT NULL,
        CHECK ((openness = 'withheld') = (openness_ground IS NOT NULL)),
        CHECK (publicity_kind IS NOT NULL OR (publicity_from = '' AND publicity_until = '')),
        CHECK (returned IS NULL OR progress = 'draft'),
        CHECK ((progress = 'secrecy_review') = (unit_reviewer IS NOT NULL)),
        CHECK (secrecy_reviewer IS NULL OR progress = 'approved'),
        CHECK (publish_at IS NULL OR progress = 'approved'),
        CHECK (progress IN ('draft', 'unit_review', 'secrecy_review', 'approved', 'done', 'stopped')),
        CHECK ((visibility = 'hidden') = (public_edition IS NULL)),
        CHECK (visibility <> 'hidden' OR (since = '' AND updated = '')),
        CHECK (visibility IN ('withdrawn', 'expired') OR until = ''),
        CHECK ((visibility IN ('withdrawn', 'expired')) = (titled IS NOT NULL)),
        CHECK ((visibility = 'withdrawn') = (withdrawn_reason IS NOT NULL)),
        CHECK (successor IS NULL OR visibility = 'withdrawn'),
        CHECK (visibility IN ('hidden', 'public', 'withdrawn', 'expired')),
        CHECK (finder IN ('public', 'campus', 'unit', 'staff')),
        CHECK (account IN ('none', 'on_view', 'taken_down'))
    ) {table}",
    "CREATE UNIQUE INDEX record_by_id ON record (id)",
    "CREATE UNIQUE INDEX record_by_key ON record (ledger_key)",
    "CREATE UNIQUE INDEX record_by_index ON record (index_year, index_serial, index_school)",
    "CREATE INDEX public_by_date ON record (since, nr) WHERE finder = 'public'",
    "CREATE INDEX public_by_item_date ON record (item, since, nr) WHERE finder = 'public'",
    "CREATE INDEX public_by_item_title ON record (item, title, nr) WHERE finder = 'public'",
    "CREATE INDEX public_by_item_unit ON record (item, unit, since, nr) WHERE finder = 'public'",
    "CREATE INDEX public_by_year_item ON record (report_year, item, since, nr, things) WHERE finder = 'public'",
    "CREATE INDEX public_publicity ON record (publicity_last, nr)
        WHERE publicity_kind IS NOT NULL AND finder = 'public'",
    "CREATE INDEX record_by_term ON record (term_until, nr)
        WHERE term_until IS NOT NULL AND visibility = 'public'",
    "CREATE INDEX record_by_plan ON record (publish_at, nr) WHERE publish_at IS NOT NULL",
    "CREATE INDEX record_by_account ON record (report_year, nr) WHERE account <> 'none'",
    "CREATE INDEX record_by_item_account ON record (item, report_year, since) WHERE account <> 'none'",
    "CREATE INDEX record_not_open ON record (report_year, openness) WHERE openness <> 'proactive'",
    "CREATE TABLE edition (
        record_nr {int} NOT NULL REFERENCES record (nr), number {int} NOT NULL, title {text} NOT NULL,
        summary {text} NOT NULL, body {text} NOT NULL, document_number {text} NOT NULL,
        issuer {text} NOT NULL, made_on {text} NOT NULL, keywords {text} NOT NULL, change_note {text} NOT NULL,
        PRIMARY KEY (record_nr, number)
    ) {keyed table}",
    "CREATE TABLE release (
        record_nr {int} NOT NULL REFERENCES record (nr), position {int} NOT NULL, edition {int} NOT NULL,
        channel {text} NOT NULL, released_on {text} NOT NULL, locator {text} NOT NULL,
        evidence {text} NOT NULL, note {text} NOT NULL,
        PRIMARY KEY (record_nr, position)
    ) {keyed table}",
    // How many records count as disclosed and how many of these have been taken down, kept beside them in the same
    // transactions so that a page need not count a million rows. It can be rebuilt from `record` at any time and the
    // report does not read it.
    "CREATE TABLE tally (
        item {text} NOT NULL, report_year {int} NOT NULL, month {text} NOT NULL,
        records {int} NOT NULL, things {int} NOT NULL, down {int} NOT NULL,
        PRIMARY KEY (item, report_year, month)
    ) {keyed table}",
    "CREATE TABLE index_counter (
        school {text} NOT NULL, year {int} NOT NULL, last {int} NOT NULL,
        PRIMARY KEY (school, year)
    ) {table}",
    // `payload` is the version of the form of `facts`; an event is never written over.
    "CREATE TABLE event (
        seq {int} PRIMARY KEY, id {text} NOT NULL, happened_at {int} NOT NULL, actor {text} NOT NULL,
        act {text} NOT NULL, object_kind {text} NOT NULL, object_key {text} NOT NULL, reason {text},
        concerns_public {int} NOT NULL, payload {int} NOT NULL, facts {text} NOT NULL
    ) {table}",
    "CREATE INDEX event_by_object ON event (object_kind, object_key, seq)",
    "CREATE INDEX event_by_time ON event (happened_at, seq)",
    "CREATE INDEX event_by_actor ON event (actor, seq)",
    "CREATE INDEX event_public ON event (seq) WHERE concerns_public = 1",
    // What the program has to do by itself. `claimed_until` is the end of a worker's lease; one that died loses it.
    // `again_at` is what was asked for while a worker had the job.
    "CREATE TABLE job (
        kind {text} NOT NULL, job_key {text} NOT NULL, due_at {int} NOT NULL, claimed_until {int},
        again_at {int}, attempts {int} NOT NULL, failed_at {int}, failure {text},
        PRIMARY KEY (kind, job_key),
        CHECK ((failed_at IS NULL) = (failure IS NULL)),
        CHECK (again_at IS NULL OR claimed_until IS NOT NULL)
    ) {table}",
    "CREATE INDEX job_by_due ON job (due_at)",
    // Reports that were issued, whole, as they were then: the record is the one of item 6 that announces it.
    "CREATE TABLE issued_report (
        year {int} NOT NULL, edition {int} NOT NULL, record {text} NOT NULL, signed_on {text} NOT NULL,
        issued_at {int} NOT NULL, document {text} NOT NULL,
        PRIMARY KEY (year, edition)
    ) {table}",
    "CREATE TABLE issued_file (
        year {int} NOT NULL, edition {int} NOT NULL, format {text} NOT NULL, bytes {blob} NOT NULL,
        PRIMARY KEY (year, edition, format),
        FOREIGN KEY (year, edition) REFERENCES issued_report (year, edition)
    ) {keyed table}",
];
