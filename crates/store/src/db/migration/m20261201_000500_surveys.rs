//! Surveys: what is asked, who is asked, codes that let somebody answer once, and answers.
//!
//! An answer has nothing in common with the code that let it in, nor a time, nor a number: its id is random, and so is the order in
//! which a table with that key keeps it. `form` is the digest of a form of the open page, so that what is sent twice is one answer.
//! Codes go when their survey ends, and its answers are written anew then, so that no trace of the order of their coming is left.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE survey (
        number {int} PRIMARY KEY, year {int} NOT NULL, title {text} NOT NULL, intro {text} NOT NULL, first_day {text} NOT NULL,
        last_day {text} NOT NULL, stage {text} NOT NULL, closed_on {text}, shown_on {text}, summary {text} NOT NULL, version {int} NOT NULL,
        CHECK (stage IN ('draft', 'running', 'closed', 'shown')),
        CHECK ((stage = 'shown') = (shown_on IS NOT NULL)),
        CHECK ((stage IN ('closed', 'shown')) = (closed_on IS NOT NULL))
    ) {table}",
    "CREATE TABLE survey_question (
        survey {int} NOT NULL REFERENCES survey (number), place {int} NOT NULL, kind {text} NOT NULL, words {text} NOT NULL,
        PRIMARY KEY (survey, place), CHECK (kind IN ('scale', 'overall', 'choice', 'open'))
    ) {keyed table}",
    "CREATE TABLE survey_group (
        survey {int} NOT NULL REFERENCES survey (number), place {int} NOT NULL, audience {text} NOT NULL, open_page {int} NOT NULL,
        codes {int} NOT NULL, sheets {int} NOT NULL,
        PRIMARY KEY (survey, place)
    ) {keyed table}",
    "CREATE TABLE survey_code (
        digest {text} NOT NULL, survey {int} NOT NULL REFERENCES survey (number), audience {text} NOT NULL, spent {int} NOT NULL,
        PRIMARY KEY (digest)
    ) {keyed table}",
    "CREATE TABLE survey_answer (
        id {text} NOT NULL, survey {int} NOT NULL REFERENCES survey (number), audience {text} NOT NULL, way {text} NOT NULL,
        answers {text} NOT NULL, form {text} UNIQUE,
        PRIMARY KEY (id), CHECK (way IN ('code', 'paper', 'open'))
    ) {keyed table}",
    "CREATE INDEX survey_answer_by_survey ON survey_answer (survey, audience, way)",
    "CREATE INDEX survey_code_by_survey ON survey_code (survey)",
];
