//! `gongkai scan`: the contract, and that what is found is never printed whole nor left in a redacted copy.

use crate::need::Tool;
use crate::{Answer, Workplace, made_up_id};

/// No output has the value, neither whole nor behind `where`, errors or files' names.
#[track_caller]
fn hides(answer: Answer, secrets: &[&str]) -> Answer {
    for secret in secrets {
        assert!(!answer.out.contains(secret) && !answer.err.contains(secret), "{}\n{}", answer.out, answer.err);
    }
    answer
}

fn masked(id: &str) -> String {
    format!("{}***********{}", &id[..3], &id[14..])
}

#[test]
fn running_text_is_told_by_line_column_and_characters() {
    let workplace = Workplace::new();
    let id = made_up_id(7);
    let text = format!("名单😀\n学生李四，身份证号{id}。\n");
    workplace.write("list.txt", &text);
    let answer = hides(workplace.run(&["scan", "list.txt", "--format", "json"]).exits(1), &[&id]);
    let json = answer.json();
    assert_eq!(json["files"][0]["file"], "list.txt");
    let findings = json["files"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{json}");
    let finding = &findings[0];
    assert_eq!(finding["kind"], "id_card");
    assert_eq!(finding["where"], "2:10");
    assert_eq!(finding["text_masked"], masked(&id));
    assert_eq!(finding["certain"], true);
    let (start, end) = (finding["start"].as_u64().unwrap() as usize, finding["end"].as_u64().unwrap() as usize);
    let there: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(there, id);
}

#[test]
fn a_sheet_is_told_by_cell_and_hidden_ones_too() {
    let workplace = Workplace::new();
    let (seen, hidden) = (made_up_id(8), made_up_id(9));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Sheet1").unwrap();
    sheet.write(0, 2, "身份证号").unwrap();
    sheet.write(6, 2, seen.as_str()).unwrap();
    let sheet = book.add_worksheet().set_name("底稿").unwrap();
    sheet.write(1, 0, hidden.as_str()).unwrap();
    sheet.set_hidden(true);
    book.save(workplace.path("list.xlsx")).unwrap();
    let answer = hides(workplace.run(&["scan", "list.xlsx", "--format", "json"]).exits(1), &[&seen, &hidden]);
    let json = answer.json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let find = |place: &str| findings.iter().find(|finding| finding["where"] == place).expect(place);
    let finding = find("Sheet1!C7");
    assert_eq!(finding["kind"], "id_card");
    assert_eq!((&finding["start"], &finding["end"]), (&0.into(), &18.into()), "counted within the cell");
    assert_eq!(finding["text_masked"], masked(&seen));
    assert_eq!(finding["certain"], true);
    assert_eq!(find("底稿!A2")["text_masked"], masked(&hidden));
}

#[test]
fn an_exported_ledger_with_an_id_in_a_note_is_found_out() {
    let workplace = Workplace::with_school();
    let id = made_up_id(10);
    let row = |openness: &str| {
        format!("编号,标题,事项,公开属性,不公开依据,备注\nR1,某通知,37,{openness},经办人身份证号{id}\n")
    };
    workplace.write("open.csv", row("主动公开,"));
    hides(workplace.run(&["import", "ledger", "open.csv", "--yes"]).exits(1), &[&id]).says(&["个人信息"]);
    workplace.write("in.csv", row("不予公开,办法第十条第二项"));
    workplace.run(&["import", "ledger", "in.csv", "--yes"]).succeeds();
    workplace.run(&["export", "ledger", "out.xlsx"]).succeeds();
    workplace.run(&["export", "ledger", "out.csv"]).succeeds();
    let answer = hides(workplace.run(&["scan", "out.xlsx", "out.csv", "--format", "json"]).exits(1), &[&id]);
    let json = answer.json();
    for at in 0..2 {
        let findings = json["files"][at]["findings"].as_array().unwrap();
        let cards = findings.iter().filter(|finding| finding["kind"] == "id_card");
        assert_eq!(cards.filter(|card| card["text_masked"] == masked(&id)).count(), 1, "{json}");
    }
}

#[test]
fn a_csv_names_each_kind_and_no_output_prints_one_whole() {
    let workplace = Workplace::new();
    let id = made_up_id(11);
    let bank = "6222021001116245702";
    workplace.write("list.csv", format!("姓名,身份证号,手机,银行卡号\n李四,{id},13812345678,{bank}\n"));
    for format in ["text", "json"] {
        let answer = workplace.run(&["scan", "list.csv", "--format", format]).exits(1);
        hides(answer, &[&id, "13812345678", bank]).says(&[&masked(&id)]);
    }
    let json = workplace.run(&["scan", "list.csv", "--format", "json"]).json();
    let kinds: Vec<&str> = json["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"id_card") && kinds.contains(&"mobile"), "{kinds:?}");
}

#[test]
fn a_redacted_copy_scans_clean_and_the_original_stays() {
    let workplace = Workplace::new();
    let id = made_up_id(12);
    workplace.write("list.txt", format!("学生李四，身份证号{id}，手机13812345678。\n"));
    workplace.write("list.csv", format!("姓名,身份证号\n李四,{id}\n"));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "身份证号").unwrap();
    sheet.write(1, 0, id.as_str()).unwrap();
    book.save(workplace.path("list.xlsx")).unwrap();
    for name in ["list.txt", "list.csv", "list.xlsx"] {
        let before = workplace.bytes(name);
        let copy = format!("public-{name}");
        hides(workplace.run(&["scan", name, "--redact", &copy]).exits(1), &[&id, "13812345678"]).says(&[&copy]);
        assert!(workplace.bytes(name) == before, "{name} is left as it was");
        let again = workplace.run(&["scan", &copy, "--format", "json"]).succeeds().json();
        assert_eq!(again["files"][0]["findings"], serde_json::json!([]), "{copy}");
        assert!(!String::from_utf8_lossy(&workplace.bytes(&copy)).contains(&id));
    }
    assert!(workplace.text("public-list.txt").starts_with("学生李四，身份证号"), "the rest of the text stays");
}

#[test]
fn a_copy_never_goes_over_the_original() {
    let workplace = Workplace::new();
    let id = made_up_id(13);
    let text = format!("身份证号{id}\n");
    workplace.write("list.txt", &text);
    for out in ["list.txt", "./list.txt", "."] {
        let answer = workplace.run(&["scan", "list.txt", "--redact", out]).exits(2);
        hides(answer, &[&id]).complains_in_one_line(&["list.txt"]);
        assert_eq!(workplace.text("list.txt"), text);
    }
}

#[test]
fn exit_codes_tell_clean_found_and_failed() {
    let workplace = Workplace::new();
    workplace.write("clean.txt", "某某职业学院关于放假的通知\n");
    workplace.write("list.txt", format!("身份证号{}\n", made_up_id(14)));
    workplace.write("damaged.xlsx", "PK no archive");
    workplace.run(&["scan", "clean.txt"]).succeeds();
    let json = workplace.run(&["scan", "clean.txt", "--format", "json"]).succeeds().json();
    assert_eq!(
        json,
        serde_json::json!({
            "files": [{ "file": "clean.txt", "findings": [], "complete": true, "notices": [] }]
        })
    );
    workplace.run(&["scan", "clean.txt", "list.txt"]).exits(1);
    for file in ["damaged.xlsx", "missing.txt"] {
        let answer =
            workplace.run(&["scan", file, "list.txt", "--format", "json"]).exits(2).complains_in_one_line(&[file]);
        let json = answer.json();
        assert!(json["files"][0]["error"].is_string());
        assert_eq!(json["files"][1]["findings"].as_array().unwrap().len(), 1, "the other file is still told");
    }
    workplace.run(&["scan"]).fails_in_one_line(&["FILES"]);
    workplace.run(&["scan", "clean.txt", "--policy", "nope"]).fails_in_one_line(&["nope", "national_scholarship"]);
}

/// Policies judge columns by their heads, cells or no cells.
#[test]
fn a_forbidden_column_is_told_by_name_whether_it_is_full_or_empty() {
    let workplace = Workplace::new();
    let id = made_up_id(15);
    workplace.write("empty.csv", "姓名,学院,身份证号,金额\n李四,师范学院,,8000\n王五,艺术学院,,8000\n");
    workplace.write("full.csv", format!("姓名,学院,身份证号,金额\n李四,师范学院,{id},8000\n王五,艺术学院,,8000\n"));
    workplace.write("fine.csv", "姓名,学院,金额\n李四,师范学院,8000\n王五,艺术学院,8000\n");
    workplace.run(&["scan", "empty.csv"]).succeeds();
    let policy = ["--policy", "national_scholarship"];
    let scan = |file: &str| workplace.run(&[&["scan", file, "--format", "json"], &policy[..]].concat());
    let json = scan("empty.csv").exits(1).json();
    let told = json["files"][0]["findings"].as_array().unwrap();
    assert_eq!(told.len(), 1, "{json}");
    assert_eq!((&told[0]["text_masked"], &told[0]["where"]), (&"身份证号".into(), &"1:7".into()), "{json}");
    let json = hides(scan("full.csv").exits(1), &[&id]).json();
    let told: Vec<&str> = json["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["text_masked"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["身份证号", &masked(&id)]);
    scan("fine.csv").succeeds();
    workplace.run(&["scan", "fine.csv", "--policy", ""]).fails_in_one_line(&["national_scholarship"]);
}

#[test]
fn an_office_program_opens_the_redacted_workbook() {
    let workplace = Workplace::new();
    let id = made_up_id(16);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [["姓名", "身份证号", "学院"], ["李四", &id, "师范学院"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save(workplace.path("list.xlsx")).unwrap();
    workplace.run(&["scan", "list.xlsx", "--redact", "public.xlsx"]).exits(1);
    if let Some(mut office) = crate::demo::tool(Tool::Office) {
        let profile = format!("-env:UserInstallation=file://{}", workplace.path("profile").display());
        let filter = "csv:Text - txt - csv (StarCalc):44,34,76";
        let typed = [&profile, "--headless", "--convert-to", filter, "public.xlsx"];
        let output = office.args(typed).current_dir(&workplace.0).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = workplace.text("public.csv");
        assert!(text.contains("李四") && text.contains("师范学院") && !text.contains(&id[6..]), "{text}");
    }
}

#[test]
fn copies_of_several_files_go_into_a_folder_and_never_over_what_is_scanned() {
    let workplace = Workplace::new();
    let id = made_up_id(17);
    let text = format!("身份证号{id}\n");
    for folder in ["a", "b"] {
        std::fs::create_dir(workplace.path(folder)).unwrap();
        workplace.write(&format!("{folder}/list.txt"), &text);
    }
    workplace.write("notes.txt", &text);
    // The folder is made; what stands there from an earlier run is replaced, whole.
    for _ in 0..2 {
        hides(workplace.run(&["scan", "a/list.txt", "notes.txt", "--redact", "public"]).exits(1), &[&id]);
        assert_eq!(std::fs::read_dir(workplace.path("public")).unwrap().count(), 2, "no part of a file is left behind");
        for copy in ["public/list.txt", "public/notes.txt"] {
            assert!(!workplace.text(copy).contains(&id));
        }
    }
    // What somebody wrote there stays until they say otherwise, and then goes whole.
    let theirs = "a longer text that somebody wrote into the copy by hand, and wants to keep\n";
    workplace.write("public/list.txt", theirs);
    let into = ["scan", "a/list.txt", "notes.txt", "--redact", "public"];
    hides(workplace.run(&into).exits(2), &[&id]).complains_in_one_line(&["public/list.txt", "--overwrite"]);
    assert_eq!(workplace.text("public/list.txt"), theirs);
    hides(workplace.run(&[&into[..], &["--overwrite"]].concat()).exits(1), &[&id]);
    assert!(!workplace.text("public/list.txt").contains("by hand") && !workplace.text("public/list.txt").contains(&id));
    let json =
        workplace.run(&["scan", "a/list.txt", "notes.txt", "--redact", "public", "--format", "json"]).exits(1).json();
    assert_eq!(json["files"][1]["redacted"], "public/notes.txt");
    // Two copies of one name, a copy over another file to be scanned, a file for a folder.
    let answer = workplace.run(&["scan", "a/list.txt", "b/list.txt", "--redact", "twice"]).exits(2);
    hides(answer, &[&id]).complains_in_one_line(&["b/list.txt", "twice/list.txt"]);
    assert!(!workplace.text("twice/list.txt").contains(&id));
    let answer = workplace.run(&["scan", "a/list.txt", "b/list.txt", "--redact", "b"]).exits(2);
    assert_eq!(hides(answer, &[&id]).err.lines().count(), 2);
    assert_eq!((workplace.text("a/list.txt"), workplace.text("b/list.txt")), (text.clone(), text.clone()));
    workplace.run(&["scan", "a/list.txt", "notes.txt", "--redact", "b/list.txt"]).fails_in_one_line(&["b/list.txt"]);
    assert_eq!(workplace.text("b/list.txt"), text);
    let answer = workplace.run(&["scan", "notes.txt", "--redact", "missing/notes.txt"]).exits(2);
    hides(answer, &[&id]).complains_in_one_line(&["missing/notes.txt"]);
    workplace.write("list.html", format!("<html><body><p>身份证号{id}</p></body></html>"));
    // A format is redacted or refused; nothing in between is left behind.
    let answer = hides(workplace.run(&["-v", "scan", "list.html", "--redact", "list-public.html"]), &[&id]);
    match workplace.path("list-public.html").exists() {
        true => assert!(answer.code == Some(1) && !workplace.text("list-public.html").contains(&id)),
        false => drop(answer.complains_in_one_line(&["list.html"]).exits(2)),
    }
}

/// Some nine megabytes of prose with an identity number in the first line, one broken over two lines in the
/// middle and a telephone in the last.
fn large_text(id: &str) -> String {
    let line = "各二级学院要高度重视信息公开工作，明确责任领导和具体负责人，建立健全工作台账。\n".repeat(40_000);
    format!("身份证号：{id}😀\n{line}考生{}\n{}报名成功。\n{line}手机：13907300001", &id[..9], &id[9..])
}

#[test]
fn a_large_text_is_scanned_as_a_small_one_is() {
    let workplace = Workplace::new();
    let id = made_up_id(11);
    let text = large_text(&id);
    workplace.write("large.txt", &text);
    let json = hides(workplace.run(&["scan", "large.txt", "--format", "json"]).exits(1), &[&id, "13907300001"]).json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let told: Vec<_> = findings.iter().map(|finding| (finding["kind"].as_str(), finding["where"].as_str())).collect();
    let wanted =
        [(Some("id_card"), Some("1:6")), (Some("id_card"), Some("40002:3")), (Some("mobile"), Some("80004:4"))];
    assert_eq!(told, wanted);
    let characters: Vec<char> = text.chars().collect();
    let last = &findings[2];
    let range = last["start"].as_u64().unwrap() as usize..last["end"].as_u64().unwrap() as usize;
    assert_eq!(characters[range].iter().collect::<String>(), "13907300001");
}

#[test]
fn the_head_of_a_large_table_governs_its_last_row() {
    let workplace = Workplace::new();
    let mut table = String::from("序号,姓名,学号,联系电话,备注\n");
    let mut row = 0;
    while table.len() < 9 << 20 {
        row += 1;
        table.push_str(&format!("{row},张三,13800000000,,参加信息公开培训并提交学习心得体会一份\n"));
    }
    table.push_str("最后,李四,13800000000,13907300001,无\n");
    workplace.write("large.csv", &table);
    let json = workplace.run(&["scan", "large.csv", "--format", "json"]).exits(1).json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "student numbers under their head are no telephones");
    assert_eq!(findings[0]["where"], format!("{}:19", row + 2));
}

#[test]
fn memory_does_not_grow_with_a_large_file() {
    let workplace = Workplace::new();
    workplace.write("small.txt", "手机：13907300001");
    workplace.write("large.txt", large_text(&made_up_id(12)));
    let (Some(small), Some(large)) = (peak(&workplace, "small.txt"), peak(&workplace, "large.txt")) else { return };
    assert!(large < small + (8 << 20), "{large} bytes for a file of nine megabytes, {small} for one of no size");
}

/// Peak resident memory of a scan in bytes, where the system tells it.
fn peak(workplace: &Workplace, file: &str) -> Option<u64> {
    let mut child = workplace.command(&["scan", file]).stdout(std::process::Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    // The mark only rises, so the last look before the end has it.
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let mark =
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
        peak = mark.map(|kib: u64| kib * 1024).max(peak);
        std::thread::yield_now();
    }
    peak
}
