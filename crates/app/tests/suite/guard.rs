//! Checking, scanning and redacting as use cases: of a stored file and of what somebody sent, in both languages.

use app::guard::{Baseline, CheckOptions, Exposure, Scan, Source, check_file, redact_file, scan_file};
use app::words::Lang;

const SUM: &str = "全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。\n";
const ID: &str = "110101199003070038";

fn sent<'a>(name: &'a str, text: &'a str) -> Source<'a> {
    Source::Held { name, bytes: text.as_bytes() }
}

#[test]
fn what_was_sent_is_checked_as_the_stored_file_is_and_told_in_the_language_asked_for() {
    let text = format!("# 通知\n\n{SUM}\n学生李四，身份证号{ID}。\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notice.md");
    std::fs::write(&path, &text).unwrap();
    for lang in Lang::ALL {
        let options = CheckOptions { lang, ..CheckOptions::default() };
        let checked = check_file(sent("x.md", &text), &options).unwrap();
        assert_eq!(check_file(path.as_path(), &options).unwrap(), checked);
        assert_eq!(checked.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["sum", "personal-data"]);
        assert!(checked.claims > 0 && checked.notices.is_empty());
        let chinese = checked.findings[1].message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert_eq!(chinese, lang == Lang::Zh, "{}", checked.findings[1].message);
        assert!(!format!("{checked:?}").contains(&ID[6..14]), "{checked:?}");
    }
}

#[test]
fn what_was_judged_before_is_not_told_again_whichever_engine_found_it() {
    let text = format!("{SUM}\n身份证号{ID}。\n");
    let first = check_file(sent("a.md", &text), &CheckOptions::default()).unwrap();
    let answer = serde_json::to_string(&serde_json::json!({ "findings": first.findings })).unwrap();
    let options = CheckOptions { baseline: Baseline::parse(&answer).unwrap(), ..CheckOptions::default() };
    let again = check_file(sent("a.md", &text), &options).unwrap();
    assert_eq!((first.findings.len(), again.findings.len(), again.claims), (2, 0, first.claims));
}

#[test]
fn a_scan_gives_what_it_finds_by_line_or_cell_and_nothing_whole() {
    let mut found: Vec<Exposure> = Vec::new();
    scan_file(sent("list.csv", &format!("姓名,身份证号\n李四,{ID}\n")), &Scan::default(), |one| {
        found.push(one)
    })
    .unwrap();
    assert_eq!(found.iter().map(|one| (one.kind, one.certain)).collect::<Vec<_>>(), [("id_card", true)]);
    assert_eq!(found[0].text_masked, "110***********0038");
    assert!(!format!("{found:?}").contains(&ID[6..14]));
    let mut lines = Vec::new();
    scan_file(sent("a.txt", &format!("名单\n李四，身份证号{ID}\n")), &Scan::default(), |one| {
        lines.push(one.place)
    })
    .unwrap();
    assert_eq!(lines, ["2:8"]);
}

#[test]
fn a_redacted_copy_is_clean_and_a_file_without_anything_to_hide_comes_back_as_it_was() {
    let text = format!("李四，身份证号{ID}，其余照旧。\n");
    let redacted = redact_file(sent("a.txt", &text), &Scan::default()).unwrap();
    assert_eq!(redacted.found.len(), 1);
    let copy = String::from_utf8(redacted.copy.unwrap().bytes).unwrap();
    assert!(copy.starts_with("李四，身份证号") && copy.ends_with("，其余照旧。\n") && !copy.contains("1990"), "{copy}");
    let mut left = 0;
    scan_file(sent("a.txt", &copy), &Scan::default(), |one| left += usize::from(one.certain)).unwrap();
    assert_eq!(left, 0);
    let plain = redact_file(sent("a.txt", SUM), &Scan::default()).unwrap();
    assert_eq!(plain.copy.unwrap().bytes, SUM.as_bytes());
}
