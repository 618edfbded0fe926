//! The public log: what becomes public is entered with it, sealed by a job, proven by anybody, and never signed twice.

use app::backup::{self, Doubt, Place};
use app::log::check;
use domain::record::{Audience, Record};
use store::LogEntry;
use testkit::{School, next_edition, on_both, record, release};

/// SHA-256 of `第一条`, by another program.
const FIRST: &str = "0393212391453b21253bb1c43830227edeeaa208b7ddbb07ce64f84679cb5d69";

/// A ledger of so many notices.
fn notices(count: usize) -> String {
    let rows = (0..count).map(|n| format!("n{n},通知{n},37,2023-10-02,官网,https://www.example.edu.cn/{n}.htm\n"));
    rows.fold("编号,标题,事项,公开日期,渠道,网址\n".to_string(), |all, row| all + &row)
}

/// Kinds of entries, in order.
async fn entered(school: &School) -> Vec<String> {
    let entries = school.app.store.read().await.unwrap().log_entries(0, 1_000).await.unwrap();
    entries.iter().map(|entry| entry.found_by.0.clone()).collect()
}

async fn entries_of(school: &School, record: &Record) -> Vec<LogEntry> {
    school.app.store.read().await.unwrap().log_of(record.id).await.unwrap()
}

/// What `verify` says of the log.
async fn doubts(school: &School) -> Vec<String> {
    let found = backup::verify(&school.ctx()).await.unwrap().doubts;
    found.into_iter().filter_map(|doubt| if let Doubt::Log(at) = doubt { Some(at) } else { None }).collect()
}

async fn proof(school: &School, seq: u64) -> Option<String> {
    school.portal().log_proof(seq).await.unwrap().map(|(_, text)| text)
}

on_both! {
    async fn what_everybody_sees_is_entered_with_its_event_and_what_they_do_not_see_is_not(school) {
        let school = school.founded().await;
        let id = school.publishes(record("奖学金评定办法").body("第一条 为了公平。")).await;
        school.publishes(record("校内通知").audience(Audience::Campus)).await;
        school.clerk("教务处").drafts(record("草稿").unit("jwc")).await;
        school.office().releases(id, release("site", "https://www.example.edu.cn/1.htm")).await;
        assert_eq!(entered(&school).await, ["publish"]);
        let next = domain::record::Edition { body: "第一条 为了更公平。".into(), ..next_edition("奖学金评定办法") };
        school.clerk("教务处").amends(id, next).await;
        assert_eq!(entered(&school).await, ["publish"], "what is being amended is nobody's yet");
        school.passes_reviews(id).await;
        school.office().publishes(id).await;
        school.office().withdraws(id, "内容有误").await;
        assert_eq!(entered(&school).await, ["publish", "amend", "withdraw"]);
        let kept = school.record(id).await;
        let entries = entries_of(&school, &kept).await;
        let body = &entries[1].body;
        assert!(body.contains(&format!("\"index\":\"{}\"", kept.index)) && body.contains("\"edition\":2"), "{body}");
        for hidden in ["奖学金", "公平", "内容有误", "clerk", "usr_"] {
            assert!(entries.iter().all(|entry| !entry.body.contains(hidden)), "{hidden}");
        }
        assert!(!entries[2].body.contains("\"text\""), "of what is gone nothing is known but that it was there");
        let events = school.app.store.read().await.unwrap();
        let events = events.events(&store::EventFilter::default(), 0, 1_000).await.unwrap();
        let acts: Vec<&str> = entries.iter().map(|entry| events[entry.event as usize - 1].act.code()).collect();
        assert_eq!(acts, ["record_published", "record_amended", "record_withdrawn"]);
        school.jobs_run().await;
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
    }

    async fn a_record_has_its_seal_once_it_is_in_the_tree_and_its_proof_holds_by_the_key(school) {
        let school = school.founded().await;
        let id = school.publishes(record("奖学金评定办法").body("第一条")).await;
        let sealed = async || match school.portal().record(id).await.unwrap() {
            Some(app::portal::view::RecordPage::Live(view)) => view.seal,
            _ => None,
        };
        assert_eq!((sealed().await, proof(&school, 0).await), (None, None), "entered and not sealed yet");
        school.jobs_run().await;
        assert_eq!(sealed().await.unwrap().last.kind, "publish");
        let keys = school.portal().log_keys().await.unwrap();
        let first = proof(&school, 0).await.unwrap();
        let checked = check(&first, &keys).unwrap();
        let opened = checked.opened.unwrap();
        assert_eq!((checked.kind, checked.place, checked.size), ("publish", 1, 1));
        assert_eq!((opened.title.as_str(), opened.text), ("奖学金评定办法", FIRST.to_string()));
        assert_eq!(check(&first, &[]), Err("unknown"));
        assert_eq!(check(&first.replace("index 0", "index 1"), &keys), Err("proof"));
        school.operator().imports("a.csv", &notices(300)).await;
        school.jobs_run().await;
        assert_eq!(check(&first, &keys).unwrap().size, 1, "a proof that was given stays good");
        for seq in [0, 1, 255, 256, 300] {
            let checked = check(&proof(&school, seq).await.unwrap(), &keys).unwrap();
            assert_eq!((checked.place, checked.size), (seq + 1, 301));
        }
        assert_eq!(proof(&school, 301).await, None);
        // Once it is another text, the former proof says no more than that it was.
        school.clerk("教务处").amends(id, next_edition("奖学金评定办法（修订）")).await;
        school.passes_reviews(id).await;
        school.office().publishes(id).await;
        assert_eq!(sealed().await, None, "the last edition is not sealed yet");
        school.jobs_run().await;
        assert_eq!(sealed().await.unwrap().history.len(), 2);
        assert_eq!(check(&proof(&school, 0).await.unwrap(), &keys).unwrap().opened, None);
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
    }

    async fn what_is_done_twice_and_what_changes_nothing_leaves_one_entry(school) {
        let school = school.founded().await;
        let ledger = "编号,标题,事项,公开日期,渠道,网址\nk1,通知,37,2023-10-02,官网,https://www.example.edu.cn/1.htm\n";
        school.operator().imports("a.csv", ledger).await;
        school.operator().imports("a.csv", ledger).await;
        let moved = ledger.replace("1.htm", "2.htm");
        school.operator().imports("b.csv", &moved).await;
        assert_eq!(entered(&school).await, ["import"], "an address is not covered");
        school.operator().imports("c.csv", &moved.replace("通知", "通告")).await;
        assert_eq!(entered(&school).await[..2], ["import", "correct"]);
        school.jobs_run().await;
        school.jobs_run().await;
        let checkpoints = school.app.store.read().await.unwrap().log_checkpoints().await.unwrap();
        assert_eq!(checkpoints.len(), 1, "nothing is signed where nothing came");
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
    }

    async fn a_list_leaves_no_name_and_nothing_to_try_names_against(school) {
        school.at("2023-10-15");
        let ledger = "编号,标题,事项,体裁,公开日期,渠道,公开期限,公示类别,公示截止\n\
                      k1,拟推荐学生名单,37,名单,2023-10-10,官网,,国家奖学金,2023-10-20\n";
        school.operator().imports("a.csv", ledger).await;
        school.jobs_run().await;
        school.at("2023-10-21 00:00");
        school.jobs_run().await;
        assert_eq!(entered(&school).await, ["import", "publicity-end"]);
        let keys = school.portal().log_keys().await.unwrap();
        assert_eq!(check(&proof(&school, 0).await.unwrap(), &keys).unwrap().opened, None, "its salt is not given out");
        let listed = school.record_of("k1").await;
        let mut tx = school.app.store.write().await.unwrap();
        tx.purge_postings(listed.id).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert!(entries_of(&school, &listed).await.iter().all(|entry| entry.salt.is_none()));
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
    }

    async fn a_hand_in_the_log_is_found_in_every_column(school) {
        let school = school.founded().await;
        school.operator().imports("a.csv", &notices(260)).await;
        school.jobs_run().await;
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
        let other = "0123456789abcdef".repeat(4);
        for (hand, back) in [
            ("UPDATE log_entry SET body = replace(body, 'import', 'amend') WHERE seq = 7".to_string(), "UPDATE log_entry SET body = replace(body, 'amend', 'import') WHERE seq = 7"),
            ("UPDATE log_entry SET kind = 'amend' WHERE seq = 7".into(), "UPDATE log_entry SET kind = 'import' WHERE seq = 7"),
            ("UPDATE log_entry SET day = '2020-01-01' WHERE seq = 7".into(), "UPDATE log_entry SET day = (SELECT day FROM log_entry WHERE seq = 6) WHERE seq = 7"),
            ("UPDATE log_entry SET seq = 1000 WHERE seq = 259".into(), "UPDATE log_entry SET seq = 259 WHERE seq = 1000"),
            ("UPDATE log_checkpoint SET size = size - 1".into(), "UPDATE log_checkpoint SET size = size + 1"),
            ("UPDATE log_checkpoint SET signer = 'x' || signer".into(), "UPDATE log_checkpoint SET signer = substr(signer, 2)"),
            ("UPDATE log_checkpoint SET note = 'x' || note".into(), "UPDATE log_checkpoint SET note = substr(note, 2)"),
            ("UPDATE log_node SET place = 9".into(), "UPDATE log_node SET place = 0"),
            ("UPDATE edition SET title = title || '！'".into(), "UPDATE edition SET title = replace(title, '！', '')"),
        ] {
            school.tampers(&hand).await;
            assert!(!doubts(&school).await.is_empty(), "{hand}");
            school.tampers(back).await;
            assert_eq!(doubts(&school).await, [] as [&str; 0], "{back}");
        }
        // For good: there is no way back from these.
        for hand in [
            format!("UPDATE log_node SET hash = '{other}'"),
            format!("UPDATE log_entry SET leaf = '{other}' WHERE seq = 7"),
            format!("UPDATE log_entry SET salt = '{other}' WHERE seq = 8"),
            format!("UPDATE log_checkpoint SET root = '{other}'"),
            "DELETE FROM log_entry WHERE seq = 259".to_string(),
            "DELETE FROM log_checkpoint".to_string(),
        ] {
            let before = doubts(&school).await;
            school.tampers(&hand).await;
            assert_ne!(doubts(&school).await, before, "{hand}");
        }
    }

    async fn what_was_signed_is_never_signed_otherwise(school) {
        let school = school.founded().await;
        school.publishes(record("通知一")).await;
        school.jobs_run().await;
        // The machine stopped after signing and before committing: the entries are there, and it goes on.
        school.publishes(record("通知二")).await;
        let state = std::fs::read(school.folder().join("log.state")).unwrap();
        school.jobs_run().await;
        let signed = std::fs::read(school.folder().join("log.state")).unwrap();
        assert_ne!(state, signed);
        school.tampers("DELETE FROM log_checkpoint WHERE size = 2").await;
        school.publishes(record("通知三")).await;
        school.jobs_run().await;
        assert_eq!(doubts(&school).await, [] as [&str; 0]);
        // A database that lacks an entry which was signed is not signed over.
        school.tampers("DELETE FROM log_entry WHERE seq = 2").await;
        school.tampers("DELETE FROM log_checkpoint WHERE size = 3").await;
        school.publishes(record("通知四")).await;
        let ran = app::jobs::run_due(&school.app).await.unwrap();
        assert_eq!(ran.failed, 1);
        assert!(doubts(&school).await.contains(&"log.state".to_string()));
        let jobs = school.app.store.read().await.unwrap().jobs().await.unwrap();
        let why: Vec<_> = jobs.into_iter().filter_map(|job| job.failure).collect();
        assert!(format!("{why:?}").contains("log.key"), "{why:?}");
        // Somebody decides to go on: under another key, which says so.
        app::log::set_aside(&school.app.settings).unwrap();
        school.days_pass(1);
        school.jobs_run().await;
        assert_eq!(entered(&school).await.last().map(String::as_str), Some("reanchor"));
        let keys = school.portal().log_keys().await.unwrap();
        assert_eq!(keys.len(), 2);
        let checkpoint = school.portal().log_checkpoint().await.unwrap().unwrap();
        assert!(checkpoint.starts_with(keys[0].split('+').next().unwrap()), "{checkpoint}");
    }
}

#[tokio::test]
async fn a_school_that_is_restored_goes_on_under_another_key_and_says_so() {
    let school = School::founded_on("2026-11-30").await;
    let id = school.publishes(record("通知一")).await;
    school.jobs_run().await;
    let file = school.folder().join("school.zip");
    assert!(backup::backup(&school.ctx(), &file, &|_, _| {}).await.unwrap().log_key);
    let given = proof(&school, 0).await.unwrap();
    let keys = school.portal().log_keys().await.unwrap();
    school.publishes(record("通知二")).await;
    school.jobs_run().await;
    school.minutes_pass(5);
    // Into the folder where the key still lies, as somebody does whose disk was half lost.
    let folder = school.folder().join("new");
    std::fs::create_dir(&folder).unwrap();
    for name in ["log.key", "log.state"] {
        std::fs::copy(school.folder().join(name), folder.join(name)).unwrap();
    }
    let place = Place { config: folder.join("gongkai.toml"), database: None };
    let made = backup::restore(&file, &place, &|_, _| {}).await.unwrap();
    assert!(made.health.doubts.is_empty(), "{:?}", made.health.doubts);
    assert!(made.log_key.is_some_and(|aside| aside.exists()) && !folder.join("log.key").exists());
    let settings = app::settings::Settings::load(&folder.join("gongkai.toml")).unwrap();
    let again = app::App::open(settings, school.app.clock.clone(), app::clock::Ids::Random).await.unwrap();
    app::jobs::stand(&again).await.unwrap();
    app::jobs::run_due(&again).await.unwrap();
    let portal = again.portal().unwrap();
    let (now, last) = (portal.log_keys().await.unwrap(), portal.log(school.app.clock.today()).await.unwrap());
    assert_eq!((now.len(), &now[1], last.size), (2, &keys[0], 2));
    assert_eq!(last.days[0].1[0].kind, "reanchor");
    assert_eq!(check(&given, &now).unwrap().size, 1, "proofs of the former key stay good");
    let (_, anew) = portal.log_proof(0).await.unwrap().unwrap();
    assert_eq!(check(&anew, &now[..1]).unwrap().place, 1, "and what they are of is in the log that goes on");
    assert!(portal.record(id).await.unwrap().is_some());
    again.store.close().await;
}

#[tokio::test]
async fn a_key_of_which_nobody_knows_what_it_signed_signs_nothing() {
    let school = School::founded_on("2026-11-30").await;
    school.publishes(record("通知一")).await;
    school.jobs_run().await;
    let (key, state) = (school.folder().join("log.key"), school.folder().join("log.state"));
    let signed = school.portal().log_checkpoint().await.unwrap();
    let (key_text, state_text) = (std::fs::read(&key).unwrap(), std::fs::read(&state).unwrap());
    let of_another = School::founded_on("2026-11-30").await;
    app::log::ready(&of_another.app).unwrap();
    let another = std::fs::read(of_another.folder().join("log.state")).unwrap();
    // What it signed last was lost; or the key was put back over another one that had signed nothing yet.
    for lost in [None, Some(another), Some(b"nothing signed by \n".to_vec())] {
        match &lost {
            Some(text) => std::fs::write(&state, text).unwrap(),
            None => std::fs::remove_file(&state).unwrap(),
        }
        school.publishes(record("通知二")).await;
        assert_eq!(app::jobs::run_due(&school.app).await.unwrap().failed, 1, "{lost:?}");
        assert_eq!(school.portal().log_checkpoint().await.unwrap(), signed, "{lost:?}");
        assert!(doubts(&school).await.contains(&"log.state".to_string()), "{lost:?}");
        assert_eq!(std::fs::read(&key).unwrap(), key_text);
        school.days_pass(1);
    }
    std::fs::write(&state, state_text).unwrap();
    school.jobs_run().await;
    assert_ne!(school.portal().log_checkpoint().await.unwrap(), signed);
    assert_eq!(doubts(&school).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_ledger_that_is_older_than_the_log_is_entered_as_it_is_when_the_log_begins() {
    let school = School::founded_on("2023-12-01").await;
    school.publishes(record("旧通知一")).await;
    school.publishes(record("旧通知二").audience(Audience::Campus)).await;
    school.tampers("DELETE FROM log_entry").await;
    app::jobs::stand(&school.app).await.unwrap();
    school.jobs_run().await;
    assert_eq!(entered(&school).await, ["import"]);
    assert_eq!(doubts(&school).await, [] as [&str; 0]);
}
