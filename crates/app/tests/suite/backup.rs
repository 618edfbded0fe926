//! Backups: everything comes back, on either database; what is damaged is found; nothing is written over.

use app::backup::{self, ArchiveFault, Doubt, Place};
use app::demo::living;
use app::{App, Error};
use domain::policy::{Principal, Role};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Cell, Store};
use testkit::{Kind, School, on_both, record};

/// Every row of every table.
async fn everything(store: &Store) -> BTreeMap<String, Vec<Vec<Cell>>> {
    let reader = store.read().await.unwrap();
    let mut all = BTreeMap::new();
    for shape in reader.shapes().await.unwrap() {
        let rows = reader.rows_after(&shape, None, 100_000).await.unwrap();
        assert!(!shape.key.is_empty(), "{}: a table without a key cannot be read in pieces", shape.table);
        all.insert(shape.table, rows);
    }
    all
}

async fn backed_up(school: &School, name: &str) -> PathBuf {
    let file = school.folder().join(name);
    let made = backup::backup(&school.ctx(), &file, &|_, _| {}).await.unwrap();
    assert!(made.contents.rows() > 0 && made.left_out.is_empty());
    file
}

fn fault(error: &Error) -> Option<&ArchiveFault> {
    match error {
        Error::Archive { why, .. } => Some(why),
        _ => None,
    }
}

async fn restored(file: &Path, folder: &Path, database: Option<String>) -> Result<backup::Restored, Error> {
    let place = Place { config: folder.join("gongkai.toml"), database };
    backup::restore(file, &place, &|_, _| {}).await
}

on_both! {
    async fn a_school_comes_back_whole_on_either_database(school) {
        living::make(&school.ctx(), school.folder()).await.unwrap();
        let file = backed_up(&school, "school.zip").await;
        let mut before = everything(&school.app.store).await;
        assert!(!before["session"].is_empty() || before["record"].len() > 20);
        before.insert("session".into(), Vec::new());
        before.remove("message");
        for kind in [Kind::Sqlite, Kind::Postgres] {
            let Some(place) = testkit::Place::new(kind).await else { continue };
            let folder = place.folder().join("new");
            let made = restored(&file, &folder, Some(place.address().to_string())).await.unwrap();
            assert_eq!(made.health.doubts, [], "{kind:?}");
            assert!(made.health.records > 20 && made.health.events > 100);
            let settings = app::settings::Settings::load(&folder.join("gongkai.toml")).unwrap();
            let again = App::open(settings, school.app.clock.clone(), app::clock::Ids::Random).await.unwrap();
            let mut after = everything(&again.store).await;
            let messages = after.remove("message").unwrap();
            assert!(messages.iter().flatten().all(|cell| *cell != Cell::Text("queued".into())), "{kind:?}");
            for (table, rows) in &before {
                assert_eq!(&after[table], rows, "{kind:?}: {table}");
            }
            let portal = again.portal().unwrap();
            assert_eq!(portal.coverage_json().await.unwrap(), school.portal().coverage_json().await.unwrap());
            assert_eq!(portal.figures_json().await.unwrap(), school.portal().figures_json().await.unwrap());
            // Work goes on in it: numbers and events follow those that were there.
            let ctx = again.ctx(Principal::Operator, app::words::Lang::Zh);
            assert!(backup::verify(&ctx).await.unwrap().doubts.is_empty());
            again.store.close().await;
        }
    }
}

#[tokio::test]
async fn a_backup_is_made_while_people_work_and_holds_one_state() {
    let school = School::open_on("2026-11-30").await.founded().await;
    let file = school.folder().join("school.zip");
    let app = Arc::clone(&school.app);
    let ctx = app.ctx(Principal::Operator, app::words::Lang::Zh);
    let writing = async {
        for n in 0..40 {
            school.clerk("教务处").drafts(testkit::record(&format!("通知{n}")).unit("jwc").build()).await;
        }
    };
    let (made, ()) = tokio::join!(backup::backup(&ctx, &file, &|_, _| {}), writing);
    made.unwrap();
    let made = restored(&file, &school.folder().join("new"), None).await.unwrap();
    assert_eq!(made.health.doubts, []);
}

#[tokio::test]
async fn nothing_is_put_back_over_something() {
    let school = School::open_on("2026-11-30").await.founded().await;
    let file = backed_up(&school, "school.zip").await;
    let folder = school.folder().join("new");
    restored(&file, &folder, None).await.unwrap();
    let before = std::fs::read(folder.join("gongkai.db")).unwrap();
    // The configuration says which database, and there is a school in it.
    assert!(matches!(restored(&file, &folder, None).await, Err(Error::Database { .. })));
    assert_eq!(std::fs::read(folder.join("gongkai.db")).unwrap(), before);
    std::fs::remove_file(folder.join("gongkai.toml")).unwrap();
    assert!(matches!(restored(&file, &folder, None).await, Err(Error::Database { .. })));
    assert!(!folder.join("gongkai.toml").exists(), "what cannot be done leaves nothing behind");
    assert_eq!(std::fs::read(folder.join("gongkai.db")).unwrap(), before);
}

#[tokio::test]
async fn a_backup_with_any_byte_changed_or_cut_off_anywhere_is_refused_and_makes_no_school() {
    let school = School::open_on("2026-11-30").await;
    living::make(&school.ctx(), school.folder()).await.unwrap();
    let file = backed_up(&school, "school.zip").await;
    let whole = std::fs::read(&file).unwrap();
    let damaged = school.folder().join("damaged.zip");
    let (step, mut refused) = (whole.len() / 150 + 1, 0);
    for at in (0..whole.len()).step_by(step) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5a;
        std::fs::write(&damaged, &bytes).unwrap();
        match backup::examine(&damaged) {
            Err(error) => {
                assert!(fault(&error).is_some(), "byte {at}: {error:?}");
                refused += 1;
            }
            // A byte that the container does not use, such as a time or an attribute: what is read is what was written.
            Ok(found) => assert_eq!(found.parts, backup::examine(&file).unwrap().parts, "byte {at}"),
        }
        std::fs::write(&damaged, &whole[..at]).unwrap();
        assert_eq!(fault(&backup::examine(&damaged).unwrap_err()), Some(&ArchiveFault::Foreign), "cut at {at}");
    }
    assert!(refused > 100, "{refused} of some 150");
    let folder = school.folder().join("new");
    let error = restored(&damaged, &folder, None).await.unwrap_err();
    assert!(fault(&error).is_some() && !folder.exists(), "{error:?}");
}

#[tokio::test]
async fn what_is_no_backup_is_said_to_be_none() {
    let school = School::open_on("2026-11-30").await.founded().await;
    for (name, bytes) in [("empty.zip", Vec::new()), ("text.zip", b"hello".to_vec())] {
        let file = school.folder().join(name);
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(fault(&backup::examine(&file).unwrap_err()), Some(&ArchiveFault::Foreign), "{name}");
    }
    assert!(matches!(backup::examine(&school.folder().join("nowhere.zip")), Err(Error::File { .. })));
}

/// What can happen to a database behind the program's back, and what is said of it.
const INJURIES: &[(&str, &str)] = &[
    ("DELETE FROM event WHERE seq = 7", "events"),
    ("UPDATE tally SET things = things + 1", "counts"),
    ("DELETE FROM tally", "counts"),
    ("UPDATE index_counter SET last = 0", "numbers"),
    ("DELETE FROM index_counter", "numbers"),
    ("UPDATE blob SET bytes = x'00'", "file"),
    ("UPDATE blob SET digest = 'ab' || substr(digest, 3)", "file"),
    ("DELETE FROM blob", "row"),
    ("DELETE FROM edition WHERE record_nr = 3", "row"),
    ("UPDATE edition SET record_nr = 9999 WHERE record_nr = 3", "row"),
    ("UPDATE release SET record_nr = 9999 WHERE record_nr = (SELECT min(record_nr) FROM release)", "row"),
    ("UPDATE release SET channel = 'c-none' WHERE record_nr = (SELECT min(record_nr) FROM release)", "row"),
    ("UPDATE comment SET record = 'rec_0'", "row"),
    ("UPDATE record SET item = 'nothing' WHERE nr = 2", "row"),
    ("UPDATE record SET visibility = 'somewhere' WHERE nr = 2", "row"),
    ("UPDATE record SET since = '2023-13-45' WHERE nr = 2", "row"),
    ("UPDATE edition SET made_on = 'yesterday' WHERE record_nr = 2", "row"),
    ("UPDATE attachment SET digest = 'nowhere'", "row"),
    ("UPDATE attachment SET record_nr = 9999 WHERE id = (SELECT min(id) FROM attachment)", "row"),
    (
        "DELETE FROM post WHERE 1; DELETE FROM spare_code; DELETE FROM session; DELETE FROM person WHERE login <> ''",
        "broken",
    ),
];

/// Columns that the rules make, with a value that is never right.
const DERIVED: &[(&str, &str)] = &[
    ("report_year", "1999"),
    ("publicity_first", "'0001-01-01'"),
    ("publicity_last", "'0001-01-01'"),
    ("finder", "'nobody-knows'"),
    ("account", "'nobody-knows'"),
    ("title", "title || '。'"),
    ("document_number", "document_number || '。'"),
];

#[tokio::test]
async fn every_injury_of_the_database_is_found() {
    let school = School::open_on("2026-11-30").await;
    living::make(&school.ctx(), school.folder()).await.unwrap();
    assert_eq!(backup::verify(&school.ctx()).await.unwrap().doubts, []);
    let file = backed_up(&school, "school.zip").await;
    let records = everything(&school.app.store).await["record"].len();
    let mut injuries: Vec<(String, &str)> = INJURIES.iter().map(|(sql, code)| (sql.to_string(), *code)).collect();
    // Of each record some column that the rules make, the columns in turn, until there are two hundred.
    for n in 0..200 - injuries.len() {
        let (column, value) = DERIVED[n % DERIVED.len()];
        let nr = n % records + 1;
        injuries.push((format!("UPDATE record SET {column} = {value} WHERE nr = {nr}"), "row"));
    }
    let place = testkit::Place::new(Kind::Sqlite).await.unwrap();
    let folder = place.folder().join("new");
    restored(&file, &folder, None).await.unwrap();
    let (database, spare) = (folder.join("gongkai.db"), folder.join("spare.db"));
    std::fs::copy(&database, &spare).unwrap();
    for (sql, code) in injuries {
        std::fs::copy(&spare, &database).unwrap();
        let address = format!("sqlite://{}", database.display());
        testkit::execute(&address, &format!("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {sql}"))
            .await;
        let settings = app::settings::Settings::load(&folder.join("gongkai.toml")).unwrap();
        let hurt = App::open(settings, school.app.clock.clone(), app::clock::Ids::Random).await.unwrap();
        let found = backup::verify(&hurt.ctx(Principal::Operator, app::words::Lang::Zh)).await.unwrap().doubts;
        assert!(found.iter().any(|doubt| doubt.code() == code), "{sql}: {found:?}");
        hurt.store.close().await;
    }
}

#[tokio::test]
async fn nobody_at_a_desk_may_take_everything_away() {
    let school = School::open_on("2026-11-30").await.founded().await;
    let file = school.folder().join("taken.zip");
    for role in Role::ALL.iter().copied() {
        let ctx = school.holding(role, None).ctx();
        assert!(matches!(backup::backup(&ctx, &file, &|_, _| {}).await, Err(Error::Forbidden(_))), "{role:?}");
        assert!(matches!(backup::verify(&ctx).await, Err(Error::Forbidden(_))), "{role:?}");
    }
    assert!(!file.exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = backed_up(&school, "school.zip").await;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "drafts and names are in it");
    }
    let doubt = Doubt::Counts;
    assert_eq!((doubt.code(), doubt.at().as_str()), ("counts", ""));
}

/// Tables of which nothing becomes public, or that are held against something else: events against each other, files against
/// their digests, tallies and counters against records.
const NOT_SEALED: &[&str] = &[
    // A seal that changes with each answer would tell of each.
    "survey_answer",
    "survey_code",
    // The public log has its own proof: `log`.
    "log_entry",
    "log_node",
    "log_checkpoint",
    "batch",
    "batch_thing",
    "unit_former",
    "channel_former",
    "head_answer",
    "person",
    "post",
    "spare_code",
    "invitation",
    "session",
    "known_browser",
    "wrong_attempt",
    "blob",
    "blob_text",
    "item_draft",
    "item_care",
    "reminder",
    "mail_choice",
    "message",
    "upload",
    "handed_document",
    "report_version",
    "report_approval",
    "report_remark",
    "saved_view",
    "comment",
    "search_miss",
    "subscription",
    "waiver",
    "sent_form",
    "evidence",
    "job",
    "tally",
    "index_counter",
    "request_unit",
    "voice_unit",
    "seal",
];

/// Columns of `record` that the rules make, which `DERIVED` injures, and what says only how often it was saved.
const NOT_SEALED_OF_RECORD: &[&str] = &[
    "report_year",
    "publicity_first",
    "publicity_last",
    "finder",
    "account",
    "title",
    "document_number",
    "fingerprint",
    "version",
];

#[tokio::test]
async fn whatever_becomes_public_is_not_changed_by_hand_without_being_found() {
    let school = School::open_on("2026-11-30").await;
    living::make(&school.ctx(), school.folder()).await.unwrap();
    let file = backed_up(&school, "school.zip").await;
    let place = testkit::Place::new(Kind::Sqlite).await.unwrap();
    let folder = place.folder().join("new");
    restored(&file, &folder, None).await.unwrap();
    let address = format!("sqlite://{}", folder.join("gongkai.db").display());
    let settings = app::settings::Settings::load(&folder.join("gongkai.toml")).unwrap();
    let again = App::open(settings, school.app.clock.clone(), app::clock::Ids::Random).await.unwrap();
    let hand = async |sql: &str| {
        testkit::execute(&address, &format!("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {sql}"))
            .await;
    };
    let found = async || again.store.read().await.unwrap().broken_seals().await.unwrap();
    assert_eq!(found().await, []);
    let rows = everything(&again.store).await;
    let mut injuries = 0;
    for shape in again.store.read().await.unwrap().shapes().await.unwrap() {
        let table = shape.table.as_str();
        if NOT_SEALED.contains(&table) {
            continue;
        }
        if rows[table].is_empty() {
            // A row that nobody brought in; a table that only a record can have rows of has none here.
            let columns: Vec<String> =
                shape.columns.iter().map(|name| if name == "bytes" { "x'01'" } else { "1" }.to_string()).collect();
            hand(&format!("INSERT INTO {table} VALUES ({})", columns.join(", "))).await;
            assert!(found().await.iter().any(|broken| broken.table == table), "a row in {table}");
            hand(&format!("DELETE FROM {table}")).await;
            injuries += 1;
        }
        for (at, column) in shape.columns.iter().enumerate() {
            if rows[table].is_empty() || table == "record" && NOT_SEALED_OF_RECORD.contains(&column.as_str()) {
                continue;
            }
            // Done and undone again, so that each is alone.
            let (done, undone) = match rows[table].iter().map(|row| &row[at]).find(|cell| **cell != Cell::Nothing) {
                Some(Cell::Int(_)) => (format!("{column} + 1000000"), format!("{column} - 1000000")),
                Some(_) => (format!("{column} || '。'"), format!("substr({column}, 1, length({column}) - 1)")),
                None => ("'1'".to_string(), "NULL".to_string()),
            };
            hand(&format!("UPDATE {table} SET {column} = {done}")).await;
            assert!(!found().await.is_empty(), "{table}.{column}");
            hand(&format!("UPDATE {table} SET {column} = {undone}")).await;
            assert_eq!(found().await, [], "{table}.{column} as it was");
            injuries += 1;
        }
    }
    assert!(injuries > 100, "{injuries}");
    // A row that goes, and the digest with the row: the record is missed all the same where it had one.
    for sql in [
        "DELETE FROM release WHERE record_nr = (SELECT min(record_nr) FROM release)",
        "DELETE FROM seal WHERE kind = 'record' AND seal_key = (SELECT id FROM record ORDER BY nr DESC LIMIT 1)",
        "DELETE FROM seal WHERE kind = 'table' AND seal_key = 'unit'",
    ] {
        let before = found().await.len();
        hand(sql).await;
        assert_eq!(found().await.len(), before + 1, "{sql}");
    }
    again.store.close().await;
}

on_both! {
    async fn what_was_changed_by_hand_stays_found_after_the_next_honest_change(school) {
        living::make(&school.ctx(), school.folder()).await.unwrap();
        let file = backed_up(&school, "school.zip").await;
        let place = testkit::Place::new(Kind::Sqlite).await.unwrap();
        let folder = place.folder().join("new");
        restored(&file, &folder, None).await.unwrap();
        let address = format!("sqlite://{}", folder.join("gongkai.db").display());
        testkit::execute(&address, "UPDATE unit SET name = name || '。' WHERE code = (SELECT min(code) FROM unit)").await;
        let settings = app::settings::Settings::load(&folder.join("gongkai.toml")).unwrap();
        let again = App::open(settings, school.app.clock.clone(), app::clock::Ids::Random).await.unwrap();
        let ctx = again.ctx(Principal::Operator, app::words::Lang::Zh);
        let file = folder.join("units.json");
        std::fs::write(&file, r#"{"gongkai":1,"units":[{"code":"neu","name":"新设部门"}]}"#).unwrap();
        let rows = app::ledger::import(&ctx, &file, app::ledger::Options::default(), &|_| {}).await.unwrap();
        assert!(rows.kept, "{:?}", rows.bad);
        let found = backup::verify(&ctx).await.unwrap().doubts;
        assert!(matches!(&found[..], [Doubt::Changed(at)] if at.table == "unit"), "{found:?}");
        again.store.close().await;
    }
}

on_both! {
    async fn the_program_makes_a_backup_each_night_by_itself_that_is_good_and_lets_the_old_ones_go(school) {
        let school = school.founded().await.equipped(|all| {
            all.backup.folder = Some("nights".into());
            all.backup.daily = 2;
            all.backup.weekly = 0;
            all.backup.monthly = 0;
        });
        std::fs::create_dir_all(&school.app.settings.folder).unwrap();
        let folder = school.app.settings.resolve(std::path::Path::new("nights"));
        let files = || {
            let mut names: Vec<String> = std::fs::read_dir(&folder)
                .map(|all| all.map(|one| one.unwrap().file_name().into_string().unwrap()).collect())
                .unwrap_or_default();
            names.sort();
            names
        };
        school.publishes(record("奖学金评定办法")).await;
        let concerns = async || app::watch::look(&school.ctx()).await.unwrap().concerns();
        assert_eq!(concerns().await, [app::watch::Concern::OldBackup(None)]);
        app::jobs::stand(&school.app).await.unwrap();
        school.jobs_run().await;
        assert_eq!(files().len(), 1, "at once where there is none");
        assert_eq!(concerns().await, []);
        std::fs::write(folder.join("自己的.zip"), b"x").unwrap();
        for _ in 0..3 {
            school.days_pass(1);
            school.jobs_run().await;
        }
        let kept: Vec<String> = files().into_iter().filter(|name| name.starts_with("gongkai-")).collect();
        assert_eq!(kept.len(), 2, "{kept:?}");
        assert!(folder.join("自己的.zip").exists(), "what it did not make is not its own to remove");
        let contents = backup::examine(&folder.join(&kept[1])).unwrap();
        assert!(contents.rows_of("record") == 1, "{contents:?}");
        school.days_pass(9);
        assert_eq!(concerns().await.iter().map(app::watch::Concern::code).collect::<Vec<_>>()[0], "old-backup");
    }
}
