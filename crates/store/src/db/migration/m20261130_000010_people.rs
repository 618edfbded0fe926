//! People with accounts, their posts, what they sign in with, and their sessions.
//!
//! Of secrets only digests are kept: of a password its Argon2id hash, of everything the program made itself (tokens of
//! sessions, invitations and browsers, spare codes) its SHA-256. The key of the second step is the one thing that has to be
//! kept as it is, since the codes follow from it.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE person (
        id {text} PRIMARY KEY, login {text} NOT NULL UNIQUE, name {text} NOT NULL, email {text} NOT NULL,
        access {text} NOT NULL, password {text}, choose_anew {int} NOT NULL, second_step {text},
        second_step_used {int} NOT NULL, version {int} NOT NULL,
        CHECK (access IN ('invited', 'active', 'closed')),
        CHECK (access <> 'active' OR password IS NOT NULL)
    ) {table}",
    "CREATE TABLE post (
        person {text} NOT NULL REFERENCES person (id), position {int} NOT NULL, role {text} NOT NULL, unit {text},
        PRIMARY KEY (person, position)
    ) {keyed table}",
    "CREATE INDEX post_by_unit ON post (unit)",
    "CREATE TABLE spare_code (
        person {text} NOT NULL REFERENCES person (id), digest {text} NOT NULL,
        PRIMARY KEY (person, digest)
    ) {keyed table}",
    "CREATE TABLE invitation (
        digest {text} PRIMARY KEY, person {text} NOT NULL REFERENCES person (id), ends_at {int} NOT NULL
    ) {table}",
    // `stage` is how far signing in has come: all of it, the second step missing, a new password wanted.
    "CREATE TABLE session (
        digest {text} PRIMARY KEY, id {text} NOT NULL UNIQUE, person {text} NOT NULL REFERENCES person (id),
        stage {text} NOT NULL, began_at {int} NOT NULL, used_at {int} NOT NULL, browser {text} NOT NULL,
        place {text} NOT NULL,
        CHECK (stage IN ('whole', 'second_step', 'password'))
    ) {table}",
    "CREATE INDEX session_by_person ON session (person)",
    // Browsers that have signed in as somebody: wrong attempts elsewhere do not keep them out.
    "CREATE TABLE known_browser (
        digest {text} NOT NULL, person {text} NOT NULL REFERENCES person (id), last_at {int} NOT NULL,
        PRIMARY KEY (digest, person)
    ) {keyed table}",
    "CREATE TABLE wrong_attempt (
        nr {int} PRIMARY KEY, place {text} NOT NULL, at {int} NOT NULL
    ) {table}",
    "CREATE INDEX wrong_attempt_by_place ON wrong_attempt (place, at)",
    // What is on its way is little beside what is done.
    "CREATE INDEX record_on_its_way ON record (progress, nr) WHERE progress NOT IN ('done', 'stopped')",
    "CREATE INDEX record_by_drafter ON record (drafter, nr) WHERE drafter IS NOT NULL",
    "CREATE INDEX record_by_unit_entry ON record (unit, nr)",
];
