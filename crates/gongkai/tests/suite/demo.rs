//! `gongkai demo`: what a person sees who types it for the first time, and the files it leaves.

use crate::need::{Tool, need};
use crate::{Answer, Workplace};
use std::process::Command;

const REPORT: &str = "gongkai-demo/report/annual-report-2022-2023";

fn demo(workplace: &Workplace) -> Answer {
    workplace.run(&["demo", "--no-serve"]).succeeds()
}

/// A program of the system, when it is there.
pub(crate) fn tool(tool: Tool) -> Option<Command> {
    need(tool).map(Command::new)
}

#[test]
fn the_demo_says_what_came_in_what_is_covered_what_it_wrote_and_what_does_not_add_up() {
    let workplace = Workplace::new();
    let answer = demo(&workplace).says(&[
        "示例数据在 gongkai-demo",
        "ledger-2022-2023.json",
        "记录：新增 ",
        "50 项中适用 ",
        "annual-report-2022-2023.docx",
        "annual-report-2022-2023.pdf",
        "annual-report-2022-2023.html",
        "annual-report-2022-2023.md",
        "annual-report-2022-2023.json",
        "与台账一致",
        "2509 + 64 + 295 + 273 + 28 + 371 = 3540，原件为 4540",
        "zsw.hnvc.net.cn、zsc.hnvc.net.cn",
    ]);
    assert!(!answer.out.contains("http://127.0.0.1"), "--no-serve opens no portal");
    assert_eq!(answer.err, "");
}

#[test]
fn a_second_demo_changes_nothing_and_writes_the_same_bytes() {
    let workplace = Workplace::new();
    demo(&workplace);
    let files = ["docx", "pdf", "html", "md", "json"].map(|ending| format!("{REPORT}.{ending}"));
    let first: Vec<Vec<u8>> = files.iter().map(|file| workplace.bytes(file)).collect();
    let again = demo(&workplace);
    let tables: Vec<&str> = again.out.lines().filter(|line| line.contains("新增")).collect();
    assert!(tables.len() >= 8, "{}", again.out);
    for line in tables {
        assert!(line.contains("新增 0，更新 0，未变 "), "{line}");
        assert!(!line.ends_with("未变 0"), "{line}");
    }
    for (file, first) in files.iter().zip(first) {
        assert!(first.len() > 10_000, "{file}");
        assert!(first == workplace.bytes(file), "{file} differs the second time");
    }
}

#[cfg(unix)]
#[test]
fn where_a_sample_finds_no_room_nothing_of_it_is_left_but_what_was_there_before() {
    let program = env!("CARGO_BIN_EXE_gongkai");
    let mut refused = 0;
    for blocks in [0, 1, 60, 300, 700, 1200] {
        for there in [false, true] {
            let workplace = Workplace::new();
            if there {
                std::fs::create_dir_all(workplace.path("gongkai-demo/report")).unwrap();
                workplace.write("gongkai-demo/mine.txt", "甲");
                workplace.write("gongkai-demo/report/annual-report-mine.md", "乙");
            }
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} demo --no-serve");
            let output = Command::new("sh").args(["-c", &script]).current_dir(workplace.path(".")).output().unwrap();
            if output.status.code() == Some(0) {
                continue;
            }
            refused += 1;
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{blocks}: {told}");
            let mut left = Vec::new();
            for folder in ["", "gongkai-demo", "gongkai-demo/report"] {
                let entries = std::fs::read_dir(workplace.path(folder)).into_iter().flatten().flatten();
                left.extend(entries.map(|entry| entry.file_name().into_string().unwrap()));
            }
            left.sort();
            let kept: &[&str] =
                if there { &["annual-report-mine.md", "gongkai-demo", "mine.txt", "report"] } else { &[] };
            assert_eq!(left, kept, "{blocks} blocks: {told}");
        }
    }
    assert!(refused > 5, "the limits are too wide to try anything: {refused}");
}

#[test]
fn the_demos_report_is_a_document_that_other_programs_open() {
    let workplace = Workplace::new();
    demo(&workplace);
    if let Some(mut reader) = tool(Tool::PdfToText) {
        let output =
            reader.args(["-layout", &format!("{REPORT}.pdf"), "-"]).current_dir(&workplace.0).output().unwrap();
        assert!(output.status.success());
        has_the_facts(&String::from_utf8_lossy(&output.stdout));
    }
    if let Some(mut office) = tool(Tool::Office) {
        let profile = format!("-env:UserInstallation=file://{}", workplace.path("profile").display());
        let output = office
            .args([&profile, "--headless", "--convert-to", "pdf", "--outdir", "converted", &format!("{REPORT}.docx")])
            .current_dir(&workplace.0)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let converted = "converted/annual-report-2022-2023.pdf";
        assert!(workplace.bytes(converted).starts_with(b"%PDF-"));
        if let Some(mut reader) = tool(Tool::PdfToText) {
            let output = reader.args([converted, "-"]).current_dir(&workplace.0).output().unwrap();
            has_the_facts(&String::from_utf8_lossy(&output.stdout));
        }
    }
}

/// Facts of the year that a report must not lose, in whichever program it is opened.
#[track_caller]
fn has_the_facts(text: &str) {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let facts = [
        "湖南民族职业学院",
        "2022-2023学年",
        "5531",
        "4896",
        "493",
        "142",
        "131",
        "4540",
        "2509",
        "91.21",
        "807",
        "63.60",
        "11.34",
        "86.32",
        "30.26",
        "467",
        "129",
        "2022年9月1日",
        "2023年8月31日",
        "清单事项",
        "不予公开",
        "依申请公开",
        "举报",
        "主要经验、问题和改进措施",
        "毕业生",
    ];
    let missing: Vec<&str> = facts.into_iter().filter(|fact| !text.contains(fact)).collect();
    assert!(missing.is_empty(), "{missing:?} of {} characters", text.chars().count());
}

#[test]
fn the_college_at_work_is_made_once_and_mixes_with_no_other_sample() {
    let workplace = Workplace::new();
    let made = workplace.run(&["demo", "--sample", "living", "--no-serve"]).succeeds();
    made.says(&["示例数据在 gongkai-living", "江南职业技术学院"]);
    let text = workplace.text("gongkai-living/ledger-living.json");
    assert!(!text.contains('⟨'), "every day is filled in");
    let again = workplace.run(&["demo", "--sample", "living", "--no-serve"]).succeeds();
    again.says(&["接着用"]);
    let book = workplace.run(&["--config", "gongkai-living/gongkai.toml", "ledger", "list", "records"]);
    assert!(
        book.out.contains("国家奖学金评审工作的通知") || book.err.contains("国家奖学金"),
        "{}{}",
        book.out,
        book.err
    );
    for (sample, data) in [("2022-2023", "gongkai-living"), ("living", "gongkai-demo")] {
        if data == "gongkai-demo" {
            demo(&workplace);
        }
        let other = workplace.run(&["demo", "--sample", sample, "--data", data, "--no-serve"]);
        assert_eq!(other.code, Some(2), "{}{}", other.out, other.err);
        assert!(format!("{}{}", other.out, other.err).contains("另一个学校"), "{}{}", other.out, other.err);
    }
}
