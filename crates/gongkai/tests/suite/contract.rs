//! What `check` and `scan` promise to programs: places that can be looked up, names of every shape, one bad file
//! among good ones, fields that are there or absent, logs that editors open.

use crate::need::Tool;
use crate::{Workplace, made_up_id, package};
use serde_json::Value;

/// A title, an empty line, a tab, and a sum that misses by ten: 100 where the parts make 110.
const TEXT: &str =
    "关于2023年招生的通知\n\n\t😀全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。\n后文。\n";

fn findings(json: &Value, file: usize) -> &Vec<Value> {
    json["files"][file]["findings"].as_array().unwrap()
}

fn number(value: &Value, field: &str) -> usize {
    value[field].as_u64().unwrap_or_else(|| panic!("{field} of {value}")) as usize
}

/// Everything that says where: the finding, its further places, its suggestion.
fn places(finding: &Value) -> Vec<&Value> {
    [finding].into_iter().chain(finding["places"].as_array().into_iter().flatten()).collect()
}

#[track_caller]
fn stands_where_it_says(text: &str, place: &Value) {
    let (start, end) = (number(place, "start"), number(place, "end"));
    let there: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(place["quote"], there, "{place}");
    let before: String = text.chars().take(start).collect();
    assert_eq!(number(place, "line"), before.matches('\n').count() + 1, "{place}");
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    assert_eq!(number(place, "column"), column, "{place}");
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let marked = format!("{}{text}", if mark { "\u{feff}" } else { "" });
    marked.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn places_hold_in_every_encoding_and_with_every_line_ending() {
    let workplace = Workplace::new();
    // 😀 is not in GBK; GB18030 has it as four bytes.
    let gbk: Vec<u8> = encoding_rs::GB18030.encode(TEXT).0.into_owned();
    let files: [(&str, Vec<u8>); 9] = [
        ("utf8.txt", TEXT.into()),
        ("mark.txt", format!("\u{feff}{TEXT}").into()),
        ("crlf.txt", TEXT.replace('\n', "\r\n").into()),
        ("cr.txt", TEXT.replace('\n', "\r").into()),
        ("crlf.md", TEXT.replace('\n', "\r\n").into()),
        ("gb18030.txt", gbk),
        ("utf16le.txt", utf16(TEXT, u16::to_le_bytes, true)),
        ("utf16be.txt", utf16(TEXT, u16::to_be_bytes, true)),
        ("bare16.txt", utf16(TEXT, u16::to_le_bytes, false)),
    ];
    let mut arguments = vec!["check", "--format", "json"];
    for (name, bytes) in &files {
        workplace.write(name, bytes);
        arguments.push(name);
    }
    let json = workplace.run(&arguments).exits(1).json();
    for (at, (name, _)) in files.iter().enumerate() {
        assert_eq!(json["files"][at]["file"], *name, "in the order they were named");
        let sum = findings(&json, at).iter().find(|finding| finding["rule"] == "sum").expect(name);
        assert_eq!((number(sum, "line"), number(sum, "column")), (3, 8), "{name}: {sum}");
        assert!(places(sum).len() > 3, "{name}: {sum}");
        for place in places(sum) {
            stands_where_it_says(TEXT, place);
        }
    }
}

#[test]
fn a_suggestion_says_where_it_would_be_made_and_what_is_absent_is_no_null() {
    let workplace = Workplace::new();
    let text = "截止到2023年9月1日，毕业生总人数为4540人，协议和合同就业2509人，自主创业64人，灵活就业295人，升学273人，\
                暂不就业28人，待就业371人，总就业率为91.21%。\n教师共有50人，其中男教师20人，女教师29人。\n";
    workplace.write("report.txt", text);
    let json = workplace.run(&["check", "report.txt", "--format", "json"]).exits(1).json();
    let sums: Vec<&Value> = findings(&json, 0).iter().filter(|finding| finding["rule"] == "sum").collect();
    assert_eq!(sums.len(), 2, "{json}");
    let suggestion = &sums[0]["suggestion"];
    assert_eq!((&suggestion["replace"], &suggestion["with"]), (&"2509".into(), &"3509".into()));
    let there = text.chars().skip(number(suggestion, "start")).take(4).collect::<String>();
    assert_eq!((there.as_str(), number(suggestion, "line")), ("2509", 1));
    let starts: Vec<usize> = findings(&json, 0).iter().map(|finding| number(finding, "start")).collect();
    assert!(starts.is_sorted(), "{starts:?}");
    assert!(sums[1].get("suggestion").is_none_or(Value::is_object), "{}", sums[1]);
    assert!(!json.to_string().contains("null"), "{json}");
}

#[test]
fn names_of_every_shape_are_read_by_their_ending_and_shown_as_they_are() {
    let workplace = Workplace::new();
    let html = format!("<html><body><p>{}</p></body></html>", TEXT.trim());
    let names = [
        "报告.MD",
        "a.markdown",
        "a.Txt",
        "no-ending",
        "with blank.md",
        "it's \"quoted\".md",
        "-dash.md",
        "a.htm",
        "B.HTML",
        "percent%20.md",
        "[1].md",
        "two.dots.md",
    ];
    for name in names {
        workplace.write(name, if name.to_lowercase().contains(".htm") { html.as_str() } else { TEXT });
    }
    let arguments: Vec<&str> = ["check", "--format", "json", "--"].into_iter().chain(names).collect();
    let answer = workplace.run(&arguments).exits(1);
    assert_eq!(answer.err, "");
    let json = answer.json();
    for (at, name) in names.iter().enumerate() {
        assert_eq!(json["files"][at]["file"], *name);
        assert!(findings(&json, at).iter().any(|finding| finding["rule"] == "sum"), "{name}");
    }
    let arguments: Vec<&str> = ["check", "--format", "sarif", "--"].into_iter().chain(names).collect();
    let sarif = workplace.run(&arguments).exits(1).json();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        assert!(uri.chars().all(plain), "{uri} is no address");
    }
    assert!(sarif.to_string().contains("%E6%8A%A5%E5%91%8A.MD") && sarif.to_string().contains("percent%2520.md"));
}

#[cfg(unix)]
#[test]
fn a_name_cannot_steer_the_terminal_nor_break_a_line() {
    use std::os::unix::ffi::OsStrExt;
    let workplace = Workplace::new();
    let names: [&[u8]; 4] = [b"new\nline.md", b"esc\x1b[31m.md", "turn\u{202e}dm.md".as_bytes(), b"no\xffunicode.md"];
    for name in names {
        let name = std::ffi::OsStr::from_bytes(name);
        std::fs::write(workplace.0.join(name), TEXT).unwrap();
        for (format, missing) in [("text", false), ("json", false), ("text", true), ("json", true)] {
            let mut typed = name.to_os_string();
            typed.push(if missing { ".missing" } else { "" });
            let output = workplace.command(&["check", "--format", format]).arg(&typed).output().unwrap();
            let answer = crate::Answer::of(&["check", "(odd name)"], output);
            let all = format!("{}{}", answer.out, answer.err);
            let harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}' && format == "text");
            assert!(all.chars().all(harmless), "{all:?}");
            if missing {
                answer.exits(2).complains_in_one_line(&["missing"]);
            } else {
                assert!(answer.exits(1).out.lines().all(|line| !line.starts_with("line.md")), "{all:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_each_and_the_rest_is_still_told() {
    let workplace = Workplace::new();
    workplace.write("good.md", TEXT);
    std::fs::create_dir(workplace.path("folder")).unwrap();
    workplace.write("folder/photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16]);
    workplace.write("page.docx", "404 not found");
    workplace.write("text.pdf", TEXT);
    workplace.write("text.xlsx", TEXT);
    workplace.write("photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16]);
    workplace.write("other.ods", TEXT);
    workplace.write("old.doc", "");
    let bad = ["folder", "missing.md", "page.docx", "text.pdf", "text.xlsx", "photo.jpg", "other.ods", "old.doc"];
    for command in ["check", "scan"] {
        let mut arguments = vec![command, "--format", "json", "good.md"];
        arguments.extend(bad);
        let answer = workplace.run(&arguments).exits(2);
        assert_eq!(answer.err.lines().count(), bad.len(), "one line each: {}", answer.err);
        let json = answer.json();
        assert_eq!(json["files"].as_array().unwrap().len(), 1 + bad.len());
        assert!(json["files"][0].get("error").is_none());
        for (at, name) in bad.iter().enumerate() {
            let (told, line) = (&json["files"][at + 1], answer.err.lines().nth(at).unwrap());
            assert_eq!(told["file"], *name);
            assert_eq!(told["error"], line);
            assert!(line.starts_with(&format!("gongkai: {name}: ")), "{line}");
            assert_eq!(told["findings"], serde_json::json!([]));
        }
    }
}

#[test]
fn empty_files_have_nothing_to_tell_unless_their_format_needs_something() {
    let workplace = Workplace::new();
    for name in ["empty.md", "empty.txt", "empty.csv", "empty.html"] {
        workplace.write(name, "");
        let json = workplace.run(&["check", name, "--format", "json"]).succeeds().json();
        assert_eq!(
            json,
            serde_json::json!({
                "files": [{ "file": name, "claims": 0, "findings": [], "complete": true, "notices": [] }]
            })
        );
        workplace.run(&["scan", name]).succeeds();
    }
    for name in ["empty.docx", "empty.xlsx", "empty.pdf"] {
        workplace.write(name, "");
        workplace.run(&["scan", name]).exits(2).complains_in_one_line(&[name, "损坏"]);
    }
    let sarif = workplace.run(&["check", "empty.md", "--format", "sarif"]).succeeds().json();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_has_what_editors_and_code_hosts_ask_for() {
    let workplace = Workplace::new();
    workplace.write("a b.md", TEXT);
    let sarif = workplace.run(&["check", "a b.md", "missing.md", "--format", "sarif", "--lang", "en"]).exits(2).json();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let codes: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for code in [
        "sum",
        "rate",
        "count",
        "numbering",
        "date",
        "link-date",
        "host",
        "period",
        "personal-data",
        "category",
        "repeat",
    ] {
        assert!(codes.contains(&code), "{code}");
    }
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[field]["text"].as_str().is_some_and(|text| !text.is_empty()), "{field} of {rule}");
        }
    }
    let result = run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "sum").expect("the sum");
    assert_eq!(rules[number(result, "ruleIndex")]["id"], "sum");
    assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
    assert!(result["partialFingerprints"]["gongkai/v1"].as_str().is_some_and(|print| print.len() == 16));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
    let region = &place["region"];
    let (offset, length) = (number(region, "charOffset"), number(region, "charLength"));
    let there: String = TEXT.chars().skip(offset).take(length).collect();
    assert_eq!(region["snippet"]["text"], there);
    assert_eq!((number(region, "startLine"), number(region, "endLine")), (3, 3));
    assert_eq!(number(region, "endColumn") - number(region, "startColumn"), length);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = &invocation["toolExecutionNotifications"][0];
    assert!(told["message"]["text"].as_str().unwrap().contains("missing.md"));
}

#[test]
fn messages_follow_the_language_and_nothing_else_does() {
    let workplace = Workplace::new();
    workplace.write("a.md", format!("{TEXT}\n学生李四，身份证号{}。\n", made_up_id(21)));
    let run = |lang: &str| workplace.run(&["--lang", lang, "check", "a.md", "--format", "json"]).exits(1).json();
    let (zh, en) = (run("zh"), run("en"));
    assert_eq!(findings(&zh, 0).len(), findings(&en, 0).len());
    for (zh, en) in findings(&zh, 0).iter().zip(findings(&en, 0)) {
        let chinese = |value: &Value| value.as_str().unwrap().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(chinese(&zh["message"]) && !chinese(&en["message"]), "{zh} {en}");
        for field in ["rule", "severity", "line", "column", "start", "end", "quote", "fingerprint", "arithmetic"] {
            assert_eq!(zh[field], en[field]);
        }
    }
}

#[test]
fn a_sheets_name_stands_in_where_as_it_is() {
    let workplace = Workplace::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let names = ["Sheet1", "My Sheet", "It's", "名 单！", "a.b-c"];
    for (at, name) in names.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        sheet.write(6, 2, format!("身份证号 {}", made_up_id(30 + at as u16))).unwrap();
    }
    book.save(workplace.path("book.xlsx")).unwrap();
    let json = workplace.run(&["scan", "book.xlsx", "--format", "json"]).exits(1).json();
    let told: Vec<(&str, usize, usize)> = findings(&json, 0)
        .iter()
        .map(|finding| (finding["where"].as_str().unwrap(), number(finding, "start"), number(finding, "end")))
        .collect();
    let wanted: Vec<String> = names.iter().map(|name| format!("{name}!C7")).collect();
    let wanted: Vec<(&str, usize, usize)> = wanted.iter().map(|place| (place.as_str(), 5, 23)).collect();
    assert_eq!(told, wanted);
}

/// A Word file of these paragraphs; the last one is the cell of a table.
fn word(paragraphs: &[&str]) -> Vec<u8> {
    let paragraph = |text: &&str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    let (cell, running) = paragraphs.split_last().unwrap();
    let running: String = running.iter().map(paragraph).collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{running}\
         <w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid>\
         <w:tr><w:tc><w:tcPr><w:tcW w:w=\"9000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>{}\
         <w:sectPr/></w:body></w:document>",
        paragraph(cell),
        paragraph(&"")
    );
    let kinds = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
        <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
        <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    package(&[("[Content_Types].xml", kinds), ("_rels/.rels", relations), ("word/document.xml", &body)])
}

#[test]
fn a_word_file_is_told_by_paragraph_and_table_as_well() {
    let workplace = Workplace::new();
    let id = made_up_id(40);
    let sum = "全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。";
    workplace.write("a.docx", word(&["通知", sum, &format!("学生李四身份证号{id}")]));
    let json = workplace.run(&["check", "a.docx", "--format", "json"]).exits(1).json();
    let finding = |rule: &str| findings(&json, 0).iter().find(|finding| finding["rule"] == rule).expect("a finding");
    assert_eq!(finding("sum")["at"], serde_json::json!({ "part": "body", "paragraph": 2 }));
    let cell = &finding("personal-data")["at"];
    assert_eq!((&cell["table"], &cell["row"], &cell["column"]), (&1.into(), &1.into(), &1.into()), "{json}");
    workplace
        .run(&["check", "a.docx"])
        .exits(1)
        .says(&["（正文第2段） 错误 [sum]", "（第1个表第1行第1列） 存疑 [personal-data]"]);
    let json = workplace.run(&["scan", "a.docx", "--format", "json"]).exits(1).json();
    assert_eq!(findings(&json, 0)[0]["at"]["table"], 1, "{json}");
    assert_eq!(findings(&json, 0)[0]["where"], "3:9");
    // The copy is a Word file that an office program opens, without the number and with all the rest.
    workplace.run(&["scan", "a.docx", "--redact", "public.docx"]).exits(1);
    workplace.run(&["scan", "public.docx"]).succeeds();
    if let Some(mut office) = crate::demo::tool(Tool::Office) {
        let profile = format!("-env:UserInstallation=file://{}", workplace.path("profile").display());
        let typed = [&profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "public.docx"];
        let output = office.args(typed).current_dir(&workplace.0).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = workplace.text("public.txt");
        assert!(text.contains(sum) && text.contains("学生李四身份证号") && !text.contains(&id), "{text}");
    }
}

#[test]
fn personal_data_is_covered_in_every_quotation_even_where_another_line_gives_it_away() {
    let workplace = Workplace::new();
    // Only the head says what the number is, and the sum's sentence is what is quoted.
    let (id, card) = (made_up_id(41), "6222021001116245702");
    let text = format!(
        "全校共招生100人，其中单独招生60人（联系人李四{id}），高职统招30人，对口升学20人。\n\n银行卡号：\n{card}，2023年2月30日到账。\n"
    );
    workplace.write("a.md", &text);
    for format in ["text", "json", "sarif"] {
        let answer = workplace.run(&["-v", "check", "a.md", "--format", format]).exits(1).says(&["personal-data"]);
        let all = format!("{}{}", answer.out, answer.err);
        assert!(!all.contains(&id) && !all.contains(card), "{format}: {all}");
        assert!(!all.contains(&id[..12]) && !all.contains(&card[..10]), "{format}: {all}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_upsets_no_command() {
    let workplace = Workplace::new();
    workplace.write("a.md", TEXT.repeat(40));
    let program = env!("CARGO_BIN_EXE_gongkai");
    let runs = ["completions bash", "manual", "check a.md", "check a.md --format sarif", "check --explain sum", "help"];
    for typed in runs {
        let line = format!("'{program}' {typed} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}");
        let mut shell = std::process::Command::new("/bin/bash");
        let output = shell.args(["-c", &line]).current_dir(&workplace.0).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(err.is_empty() && output.status.code().is_some_and(|code| code < 2), "{typed}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_no_success() {
    let workplace = Workplace::new();
    workplace.write("a.md", "没有什么。\n");
    for command in ["check", "scan"] {
        for format in ["text", "json"] {
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let output = workplace.command(&[command, "a.md", "--format", format]).stdout(full).output().unwrap();
            crate::Answer::of(&[command, "> /dev/full"], output).fails_in_one_line(&["磁盘空间不足"]);
        }
    }
}

/// A run that reads this from standard input.
#[track_caller]
fn piped(workplace: &Workplace, arguments: &[&str], bytes: &[u8]) -> crate::Answer {
    use std::io::Write;
    let mut command = workplace.command(arguments);
    command.stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    crate::Answer::of(arguments, child.wait_with_output().unwrap())
}

#[test]
fn what_comes_through_a_pipe_is_read_whole() {
    let workplace = Workplace::new();
    // What is wrong stands behind the first few kilobytes, which are looked at to tell the format.
    let text = format!("# 关于招生的通知\n\n{}\n\n{TEXT}", "没有什么可说的。".repeat(1_000));
    let json = piped(&workplace, &["check", "-", "--format", "json"], text.as_bytes()).exits(1).json();
    assert_eq!(json["files"][0]["file"], "-");
    let sum = findings(&json, 0).iter().find(|finding| finding["rule"] == "sum").expect("the sum");
    places(sum).into_iter().for_each(|place| stands_where_it_says(&text, place));
    let page = format!("<!DOCTYPE html><html><body><p>学生李四身份证号{}</p></body></html>", made_up_id(60));
    piped(&workplace, &["scan", "-"], page.as_bytes()).exits(1).says(&["- 1:9 确定"]);
    piped(&workplace, &["check", "-"], b"").succeeds().says(&["-：核对 0 处陈述"]);
    for archive in [&b"PK\x03\x04 word"[..], b"%PDF-1.7"] {
        let answer = piped(&workplace, &["check", "-", "--lang", "en"], archive).exits(2);
        answer.complains_in_one_line(&["Piped .docx, .xlsx and .pdf files are not read; save it as a file on disk"]);
    }
    piped(&workplace, &["scan", "-", "--redact", "out.txt"], b"x").fails_in_one_line(&["标准输入"]);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_whole_too() {
    let workplace = Workplace::new();
    let text = format!("# 通知\n\n{}\n\n{TEXT}", "没有什么可说的。".repeat(1_000));
    workplace.write("a.md", &text);
    let mut shell = std::process::Command::new("/bin/bash");
    let line = format!("'{}' check <(cat a.md) --format json", env!("CARGO_BIN_EXE_gongkai"));
    let output = shell.args(["-c", &line]).current_dir(&workplace.0).output().unwrap();
    let json = crate::Answer::of(&["check", "<(…)"], output).exits(1).json();
    let sum = findings(&json, 0).iter().find(|finding| finding["rule"] == "sum").expect("the sum");
    // Where it stands says that nothing before it is missing.
    places(sum).into_iter().for_each(|place| stands_where_it_says(&text, place));
}

/// A PDF of two pages: one with a sentence, one that is only a picture.
fn with_a_scanned_page() -> Vec<u8> {
    let text = "BT /F1 12 Tf 50 100 Td (Read this.) Tj ET";
    let drawn = "q 100 0 0 100 0 0 cm /I Do Q";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R \
         /Resources << /XObject << /I 7 0 R >> >> >>"
            .to_string(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 \
         >>\nstream\nx\nendstream"
            .to_string(),
    ];
    let (mut file, mut starts) = ("%PDF-1.4\n".to_string(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        starts.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    starts.iter().for_each(|start| file.push_str(&format!("{start:010} 00000 n \n")));
    file.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    file.into_bytes()
}

#[test]
fn what_was_not_read_is_part_of_every_answer_and_under_strict_no_success() {
    let workplace = Workplace::new();
    workplace.write("scan.pdf", with_a_scanned_page());
    workplace.write("whole.md", "一句话。\n");
    workplace.write("wrong.txt", TEXT);
    for command in ["check", "scan"] {
        let json = workplace.run(&[command, "scan.pdf", "whole.md", "--format", "json"]).exits(0).json();
        let (scanned, whole) = (&json["files"][0], &json["files"][1]);
        assert_eq!((&scanned["complete"], &whole["complete"]), (&false.into(), &true.into()), "{json}");
        assert_eq!(whole["notices"], serde_json::json!([]));
        assert_eq!(scanned["notices"][0]["code"], "picture-page", "{json}");
        assert_eq!(scanned["notices"][0]["where"], "page 2");
        assert!(scanned["notices"][0]["message"].as_str().is_some_and(|said| said.contains('2')));
        for format in ["text", "json"] {
            workplace.run(&[command, "scan.pdf", "--strict", "--format", format]).exits(3);
            workplace.run(&[command, "whole.md", "--strict", "--format", format]).exits(0);
        }
        workplace.run(&[command, "scan.pdf"]).exits(0).says(&["没有读全"]);
        // What failed outranks what was not read, and that what was found.
        let json = workplace.run(&[command, "scan.pdf", "gone.md", "--strict", "--format", "json"]).exits(2).json();
        assert_eq!(json["files"][1]["complete"], false);
    }
    workplace.run(&["check", "wrong.txt", "--strict"]).exits(1);
    workplace.run(&["check", "wrong.txt", "scan.pdf", "--strict"]).exits(3);
    let sarif = workplace.run(&["check", "scan.pdf", "--format", "sarif"]).exits(0).json();
    let run = &sarif["runs"][0]["invocations"][0];
    assert_eq!(run["executionSuccessful"], true);
    assert_eq!(run["toolExecutionNotifications"][0]["descriptor"]["id"], "picture-page", "{sarif}");
}

#[test]
fn a_copy_with_a_part_that_nobody_looked_into_is_not_called_free_of_personal_data() {
    let workplace = Workplace::new();
    let id = made_up_id(77);
    let paragraph = format!("<w:p><w:r><w:t>身份证号{id}</w:t></w:r></w:p>");
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraph}</w:body></w:document>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/x\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let embedded = "\u{1}\u{2}13912345678";
    let parts = [("[Content_Types].xml", types), ("word/document.xml", document.as_str())];
    workplace.write("plain.docx", package(&parts));
    workplace.write("part.docx", package(&[&parts[..], &[("word/embeddings/oleObject1.bin", embedded)]].concat()));
    for (file, proven) in [("plain.docx", true), ("part.docx", false)] {
        let run = workplace.run(&["scan", file, "--redact", "copy.docx", "--format", "json"]).exits(1);
        let json = run.json();
        assert_eq!(json["files"][0]["redacted"], "copy.docx", "{json}");
        assert_eq!(json["files"][0]["proven"], proven, "{json}");
        let text = workplace.run(&["scan", file, "--redact", "copy.docx"]).exits(1).out;
        assert_eq!(text.contains("去除个人信息的副本，并重新扫描确认"), proven, "{text}");
    }
}

#[test]
fn folders_and_patterns_name_the_files_in_them() {
    let workplace = Workplace::new();
    std::fs::create_dir_all(workplace.path("year/deeper/.git")).unwrap();
    for name in ["year/b.md", "year/a.txt", "year/deeper/c.md", "year/deeper/.git/d.md", "year/~$a.docx", "year/x.zip"]
    {
        workplace.write(name, TEXT);
    }
    let names = |arguments: &[&str]| {
        let json = workplace.run(&[arguments, &["--format", "json"]].concat()).json();
        let files = json["files"].as_array().unwrap().clone();
        files.iter().map(|file| file["file"].as_str().unwrap().replace('\\', "/")).collect::<Vec<_>>()
    };
    let all = ["year/a.txt", "year/b.md", "year/deeper/c.md"];
    for command in ["check", "scan"] {
        assert_eq!(names(&[command, "year"]), all);
        assert_eq!(names(&[command, "year/*.md"]), ["year/b.md"]);
        assert_eq!(names(&[command, "year/**/*.md", "year"]), ["year/b.md", "year/deeper/c.md", "year/a.txt"]);
    }
    let answer = workplace.run(&["check", "year"]).exits(1);
    assert!(answer.err.contains('1') && answer.err.contains("year"), "{}", answer.err);
    assert!(answer.out.contains("未读到") && answer.out.matches("deeper/c.md").count() >= 2, "{}", answer.out);
    workplace.run(&["check", "year/*.docx"]).exits(2).complains_in_one_line(&["year/*.docx"]);
}
