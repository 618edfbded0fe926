//! Proofs of the public log from the command line: who signed is never guessed, and exit codes are those of `verify`.

use crate::Workplace;
use app::App;
use app::clock::{Clock, Ids};
use app::settings::Settings;

/// A school with a notice whose log is sealed, the proof of it, and the key.
fn sealed() -> (Workplace, String) {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期,责任部门\nR1,奖学金评定办法,37,2023-05-01,教务处\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace.run(&["jobs", "--run"]).succeeds();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (proof, key) = runtime.block_on(async {
        let settings = Settings::load(&workplace.path("gongkai.toml")).unwrap();
        let app = App::open(settings, Clock::System, Ids::Random).await.unwrap();
        let portal = app.portal().unwrap();
        let proof = portal.log_proof(0).await.unwrap().unwrap().1;
        let key = portal.log_keys().await.unwrap().remove(0);
        app.store.close().await;
        (proof, key)
    });
    workplace.write("a.tlog-proof", &proof);
    (workplace, key)
}

#[test]
fn a_proof_holds_by_the_key_of_its_log_and_of_no_other() {
    let (workplace, key) = sealed();
    assert!(workplace.run(&["verify", "proof", "a.tlog-proof"]).succeeds().out.contains("奖学金评定办法"));
    let elsewhere = ["--config", "none.toml", "verify", "proof", "a.tlog-proof"];
    workplace.run(&elsewhere).fails_in_one_line(&["--key"]);
    let by = |key: &str, file: &str| {
        workplace.run(&["--config", "none.toml", "verify", "proof", file, "--key", key, "--format", "json"])
    };
    let held = by(&key, "a.tlog-proof").succeeds().json();
    assert_eq!(
        (held["holds"].as_bool(), held["entry"].as_u64(), held["kind"].as_str()),
        (Some(true), Some(1), Some("import"))
    );
    let other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assert_eq!(by(other, "a.tlog-proof").exits(1).json()["fault"], "unknown");
    by("nonsense", "a.tlog-proof").fails_in_one_line(&["nonsense"]);
    by(&key, "nowhere.tlog-proof").fails_in_one_line(&["nowhere.tlog-proof"]);
    workplace.write("b.tlog-proof", workplace.text("a.tlog-proof").replace("index 0", "index 1"));
    assert_eq!(by(&key, "b.tlog-proof").exits(1).json()["fault"], "proof");
    workplace.write("c.tlog-proof", "no proof");
    assert_eq!(by(&key, "c.tlog-proof").exits(1).json()["fault"], "form");
    assert!(workplace.run(&["verify", "proof", "c.tlog-proof"]).exits(1).out.contains("不通过"));
}

#[test]
fn the_key_is_there_from_the_beginning_and_its_owners_alone_and_no_backup_has_it() {
    let (workplace, _) = sealed();
    #[cfg(unix)]
    for name in ["log.key", "log.state"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(workplace.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let secret = workplace.text("log.key");
    let secret = secret.trim().rsplit('+').next().unwrap();
    let made = workplace.run(&["backup", "school.zip"]).succeeds();
    assert!(made.out.contains("log.key"), "{}", made.out);
    assert!(!workplace.bytes("school.zip").windows(secret.len()).any(|part| part == secret.as_bytes()));
    let restored = workplace.run(&["--config", "new/gongkai.toml", "restore", "school.zip"]).succeeds();
    assert!(restored.out.contains("新密钥"), "{}", restored.out);
    assert!(!workplace.path("new/log.key").exists());
}
