//! The annual report of the sample year.

use app::error::Error;
use app::files::Over;
use app::guard::{CheckOptions, Finding, Limits, check_text};
use app::report::{Built, Format, build, checked, compare, file, final_report, gaps, write};
use app::words::Lang;
use domain::audit::Discrepancy;
use domain::document::{Block, Inline};
use testkit::School;

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_year_goes_in_and_its_report_comes_out_true_in_every_format() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let out = school.folder().join("report");
    let written: Vec<_> = write(&school.app, &built, (&out, Over::Ours), &Format::ALL, &|_| {})
        .unwrap()
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(written.len(), Format::ALL.len());
    for file in &written {
        assert!(file.bytes > 10_000, "{file:?}");
    }
    let values = |format| written.iter().find(|file| file.format == format).unwrap().compared.unwrap().values;
    assert_eq!(values(Format::Docx), values(Format::Pdf));
    assert!(values(Format::Pdf) > 300, "{}", values(Format::Pdf));
    assert!(values(Format::AnnexDocx) > 300, "{}", values(Format::AnnexDocx));
}

/// A ledger in which something happened on many days, with titles and addresses of all lengths and scripts.
fn ledger(seed: u64, records: usize) -> String {
    const TITLES: [&str; 9] = [
        "通知",
        "湖南省教育厅关于公布2023年度职业教育教学改革研究项目立项名单的通知",
        "关于转发《教育部办公厅关于进一步加强高等学校信息公开工作的通知》的通知",
        "𠮷田同学",
        "ئۇيغۇرچە ئېلان 2023",
        "བོད་ཡིག་གསལ་བསྒྲགས",
        "ᠮᠣᠩᠭᠣᠯ ꆈꌠꁱꂷ 조선글 🎓 \u{e000} e\u{301}",
        "A very long English title that has to be broken over several lines of a narrow column, 12,345 items",
        "*粗* _斜_ #标 [链接](x) | 竖线 < > & \\ `码`",
    ];
    let mut state = seed;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut rows = Vec::new();
    for at in 0..records {
        let title = TITLES[usize::try_from(next(9)).unwrap()];
        let title =
            if next(40) == 0 { title.repeat(usize::try_from(next(30)).unwrap() + 1) } else { title.to_string() };
        let address = match next(4) {
            0 => String::new(),
            1 => format!("https://www.example.edu.cn/{}", "a1b2/".repeat(usize::try_from(next(60)).unwrap())),
            _ => format!("https://www.example.edu.cn/column/xxgk/content/{}.shtml", next(1_000_000_000)),
        };
        let day = if next(8) == 0 { String::new() } else { format!("2023-{:02}-{:02}", next(8) + 1, next(28) + 1) };
        let (item, channel) = (next(50) + 1, ["网站", "微信", "公告栏", "教代会"][usize::try_from(next(4)).unwrap()]);
        rows.push(
            serde_json::json!({"key": format!("k{at}"), "title": format!("{title}（{at}）"), "item": item.to_string(),
            "published_on": day, "locator": address, "channel": channel, "unit": "教务处", "year": "2022-2023"}),
        );
    }
    serde_json::json!({ "records": rows }).to_string()
}

/// Whatever the checker finds in a file of the report is among what it found before its part seven was written.
fn says_what_the_checker_finds(school: &School, built: &Built, formats: &[Format]) -> usize {
    // What stands beside a value in a page of the site is no part of its words, but of its fingerprint.
    let about = |finding: Finding| (finding.rule, finding.expected, finding.found);
    let told: Vec<_> = checked(built, Lang::Zh).findings.into_iter().map(about).collect();
    for format in formats {
        let bytes = file(&school.app, built, *format).unwrap().bytes;
        let text = office::read::read_bytes(&format!("report.{}", format.extension()), &bytes, &Limits::default());
        for finding in check_text(text.unwrap(), &CheckOptions::default()).findings {
            assert!(told.contains(&about(finding.clone())), "{format:?}: {finding:#?}");
        }
    }
    let listed = built.year.findings.len();
    assert_eq!(told.len(), listed, "part seven itself is nothing to find fault with");
    listed
}

/// Every format of a random ledger's report is written and agrees with the ledger, its annex as a PDF too.
async fn comes_out(seed: u64, records: usize) {
    let school = School::open_on("2023-12-01").await;
    school.operator().imports("ledger.json", &ledger(seed, records)).await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    for file in
        write(&school.app, &built, (&school.folder().join("report"), Over::Ours), &Format::ALL, &|_| {}).unwrap()
    {
        let file = file.unwrap_or_else(|error| panic!("seed {seed}, {records} records: {error}"));
        // Records stand in the annex, the fifty items in the report.
        let least = if file.format == Format::AnnexDocx { records } else { 50 };
        assert!(file.compared.is_none_or(|compared| compared.pieces > least), "{file:?}");
    }
    // A PDF tells nothing of the order of joined and stacked letters, by which its lines would be put together.
    says_what_the_checker_finds(&school, &built, &[Format::Docx, Format::AnnexDocx, Format::Html, Format::Markdown]);
    let annexed = Built { document: built.annex.clone(), ..built.clone() };
    let file = file(&school.app, &annexed, Format::Pdf);
    file.unwrap_or_else(|error| panic!("seed {seed}, {records} records, annex: {error}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_any_ledger_comes_out_and_agrees_with_it() {
    // 3,000 records by hand: GONGKAI_TEST_RECORDS=3000.
    let most = std::env::var("GONGKAI_TEST_RECORDS").ok().and_then(|most| most.parse().ok()).unwrap_or(300);
    for (seed, records) in [(1, 1), (2, 2), (3, 7), (4, 23), (5, 80), (6, 140), (7, most)] {
        comes_out(seed, records).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_which_half_is_another_is_found_out() {
    let school = School::open_on("2023-12-01").await;
    school.operator().imports("ledger.json", &ledger(11, 60)).await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let annexed = Built { document: built.annex.clone(), ..built };
    let bytes = file(&school.app, &annexed, Format::Pdf).unwrap().bytes;
    let mut other = annexed.document.clone();
    for block in &mut other.blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter_mut().flatten() {
            for inline in cell {
                if let Inline::Value { text, .. } = inline {
                    *text = text.replace("（59）", "（58）");
                }
            }
        }
    }
    assert_ne!(other, annexed.document);
    let replaced = ['\u{e000}'];
    assert!(compare(&annexed.document, Format::Pdf, &bytes, &replaced).is_ok());
    assert!(compare(&other, Format::Pdf, &bytes, &replaced).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_final_only_when_nothing_is_missing_and_what_is_missing_goes_out_and_comes_back() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let day = "2023-10-31".parse().unwrap();
    let refused = final_report(&school.ctx(), app::demo::year(), day).await.unwrap_err();
    assert!(matches!(refused, Error::Incomplete { gaps, .. } if gaps > 100), "{refused}");
    let file = school.folder().join("gaps.xlsx");
    let by_unit = gaps(&school.ctx(), app::demo::year(), &file).await.unwrap();
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    assert_eq!(by_unit.iter().map(|lacking| lacking.gaps).sum::<usize>(), built.gaps.len());
    // What comes back unfilled changes nothing.
    let outcome = app::ledger::import(&school.ctx(), &file, app::ledger::Options::default(), &|_| {}).await.unwrap();
    assert!(outcome.bad.is_empty(), "{:?}", outcome.bad);
    let again = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    assert_eq!((again.gaps, again.document), (built.gaps, built.document));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_ledger_gives_the_same_bytes_in_another_database() {
    let mut made = Vec::new();
    for day in ["2023-12-01", "2024-06-01"] {
        let school = School::open_on(day).await.with_sample().await;
        let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
        made.push(Format::ALL.map(|format| file(&school.app, &built, format).unwrap().bytes));
    }
    for (at, format) in Format::ALL.into_iter().enumerate() {
        assert!(made[0][at] == made[1][at], "{format:?} differs");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_says_another_number_is_refused() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    for format in [Format::Docx, Format::Pdf] {
        let bytes = file(&school.app, &built, format).unwrap().bytes;
        let mut other = built.document.clone();
        change_first(&mut other.blocks, "5531人", "5532人");
        let refused = compare(&other, format, &bytes, &[]).unwrap_err();
        assert!(refused.to_string().contains("5532"), "{refused}");
    }
}

fn change_first(blocks: &mut [domain::document::Block], from: &str, to: &str) {
    for block in blocks {
        let Block::Paragraph(inlines) = block else { continue };
        for inline in inlines {
            if let Inline::Value { text, .. } = inline
                && text == from
            {
                *text = to.to_string();
                return;
            }
        }
    }
    panic!("{from} does not stand in the report");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_add_up_in_the_sample_is_named() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let told: Vec<String> = built.discrepancies.iter().map(|discrepancy| format!("{discrepancy:?}")).collect();
    let count =
        |wanted: fn(&Discrepancy) -> bool| built.discrepancies.iter().filter(|discrepancy| wanted(discrepancy)).count();
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::Figures { disputed: true, .. })), 2, "{told:#?}");
    assert_eq!(
        count(|discrepancy| matches!(discrepancy, Discrepancy::Figures { disputed: false, .. })),
        0,
        "{told:#?}"
    );
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::LinkDate { .. })), 2, "{told:#?}");
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::Hosts { .. })), 1, "{told:#?}");
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::OutsidePeriod { .. })), 1, "{told:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn part_seven_of_the_sample_says_all_that_the_checker_finds_in_it() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let read = [Format::Docx, Format::AnnexDocx, Format::Pdf, Format::Html, Format::Markdown];
    assert!(says_what_the_checker_finds(&school, &built, &read) > 5);
    let remarks = built.document.blocks.iter().rev().find_map(|block| match block {
        Block::List(entries) => Some(entries.iter().map(|entry| domain::document::plain(entry)).collect::<Vec<_>>()),
        _ => None,
    });
    // A sum, two dates against their addresses, a site with two hosts, a count, a name, a rate; then what is counted.
    let wanted = [
        "《2023届毕业生去向》所列各项数据不能相合，已在正文图表下注明，待核实后更正。",
        "《湖南民族职业学院2023年度单位预算公开》公开日期为2023年2月1日，其网址所含日期为2023年6月16日，待核实。",
        "《湖南民族职业学院2022年部门决算公开》公开日期为2023年9月1日，其网址所含日期为2023年10月27日，待核实。",
        "“湖南民族职业学院招生网”有2个网址：zsw.hnvc.net.cn、zsc.hnvc.net.cn。",
        "文中“招生就业指导处等16个职能部门主要负责人为成员……”，所列名称为15个，待核实。",
        "文中“2023年湖南民族职业学单独招生组考方案”与“湖南民族职业学院”不一致，待核实。",
        "文中“副教授授专业课程占课程总门数的比例为30.26%”，与所列其他数据不能相合，待核实。",
    ];
    let remarks = remarks.unwrap();
    assert_eq!(remarks[..wanted.len()], wanted);
    assert!(remarks[wanted.len()..].iter().all(|remark| !remark.contains("文中")), "{remarks:#?}");
}

#[tokio::test]
async fn a_year_of_which_the_ledger_knows_nothing_has_no_report() {
    let school = School::open_on("2023-12-01").await;
    let refused = build(&school.ctx(), app::demo::year(), None).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_of_a_year_filled_in_answers_what_parts_three_to_five_ask() {
    let school = School::founded_on("2025-12-01").await;
    let year = "2024-2025".parse().unwrap();
    let file = school.folder().join("form.csv");
    app::ledger::template(&file, Some(year)).unwrap();
    let form = std::fs::read_to_string(&file).unwrap();
    let asked = async || {
        let built = build(&school.operator().ctx(), year, None).await.unwrap();
        let asked = built.gaps.iter().map(|gap| (gap.kind.code(), gap.about.clone()));
        let text = built.document.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(inlines) => Some(domain::document::plain(inlines)),
            _ => None,
        });
        (asked.collect::<Vec<_>>(), text.collect::<String>())
    };
    // As it is, it says nothing of what is asked: each number is missing by its name.
    let outcome = school.operator().brings_in(&file).await;
    assert!(!outcome.is_partial(), "{:?} {:?}", outcome.bad, outcome.questions);
    let (gaps, _) = asked().await;
    for name in ["收到申请", "参加评议", "满意率"] {
        assert!(gaps.iter().any(|(_, about)| about.contains(name)), "{name}: {gaps:?}");
    }
    for kind in ["complaints", "reviews", "lawsuits"] {
        assert!(gaps.iter().any(|(known, _)| *known == kind), "{kind}: {gaps:?}");
    }
    // Filled in, it answers all of it.
    let numbers = [
        ("requests,received,收到申请,", "0"),
        ("survey,participants,参加评议,", "200"),
        ("survey,satisfied,满意,", "150"),
        ("survey,fairly,基本满意,", "40"),
        ("survey,dissatisfied,不满意,", "10"),
        ("survey,rate,满意率,", "95"),
        ("complaints,received,举报,", "0"),
        ("complaints,reviews,行政复议,", "0"),
        ("complaints,lawsuits,行政诉讼,", "0"),
    ];
    let mut filled = form;
    for (start, number) in numbers {
        assert!(filled.contains(start), "{start}");
        filled = filled.replacen(start, &format!("{start}{number}"), 1);
    }
    let outcome = school.operator().imports("filled.csv", &filled).await;
    assert!(!outcome.is_partial(), "{:?}", outcome.bad);
    let (gaps, text) = asked().await;
    let open = ["requests", "appraisal", "complaints", "reviews", "lawsuits", "figure"];
    assert!(gaps.iter().all(|(kind, _)| !open.contains(kind)), "{gaps:?}");
    for said in ["本学年收到信息公开申请：无。", "满意率95%", "举报、行政复议、行政诉讼的情况：无。"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_of_the_year_are_told_by_unit_and_go_out_with_what_is_missing_but_never_into_the_report() {
    let school = School::founded_on("2023-12-01").await;
    let rows = "编号,标题,事项,公开日期,责任部门,网址,学年,状态\nk1,甲,37,2023-05-01,教务处,https://x.edu.cn/1,,\n\
        k2,起草中之一,38,,教务处,,2022-2023,草稿\nk3,起草中之二,38,,,,2022-2023,\nk4,明年的,38,,教务处,,2023-2024,草稿\n";
    let outcome = school.operator().imports("a.csv", rows).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let year = "2022-2023".parse().unwrap();
    let built = build(&school.ctx(), year, None).await.unwrap();
    let mut drafts: Vec<(&str, Option<&str>)> =
        built.drafts.iter().map(|draft| (draft.title.as_str(), draft.unit.as_deref())).collect();
    drafts.sort_unstable();
    assert_eq!(drafts, [("起草中之一", Some("jwc")), ("起草中之二", None)]);
    let whole = typeset::markdown(&built.whole());
    assert!(!whole.contains("起草中"), "{whole}");
    let book = school.folder().join("gaps.xlsx");
    let lacking = gaps(&school.ctx(), year, &book).await.unwrap();
    let counts: Vec<(&str, usize)> =
        lacking.iter().map(|one| (one.unit.as_deref().unwrap_or("（责任部门待定）"), one.drafts)).collect();
    assert_eq!(counts, [("教务处", 1), ("（责任部门待定）", 1)]);
    let text = office::read::read_file(&book, &office::read::Limits::default()).unwrap().text;
    assert!(
        text.matches("起草中之一").count() == 2 && text.contains("尚未公开，没有计入报告"),
        "listed, and as a row: {text}"
    );
    let outcome = app::ledger::import(&school.operator().ctx(), &book, app::ledger::Options::default(), &|_| {}).await;
    assert_eq!(outcome.unwrap().written(), 0, "unfilled it changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_beside_a_mark_is_taken_and_what_only_asks_for_a_text_never_is() {
    let school = School::founded_on("2025-12-01").await;
    let file = school.folder().join("form.csv");
    app::ledger::template(&file, Some("2024-2025".parse().unwrap())).unwrap();
    let form = std::fs::read_to_string(&file).unwrap();
    let line = form.lines().find(|line| line.starts_with("#说明 2024-2025,3,")).expect("a text to write");
    let hint = line.split(',').find(|cell| cell.contains("写在这里")).expect("what asks for it");
    let texts = async || {
        let reader = school.app.store.read().await.unwrap();
        let texts = reader.texts(Some("2024-2025".parse().unwrap())).await.unwrap();
        texts.into_iter().map(|text| text.text).collect::<Vec<_>>()
    };
    let unfilled = school.operator().imports("form.csv", &form).await;
    assert!(!unfilled.is_partial() && texts().await.is_empty(), "{:?}", unfilled.bad);
    // The mark is gone and the words that ask are left, alone or below what was written.
    let unmarked = line.trim_start_matches("#说明 ");
    for left in [unmarked.to_string(), unmarked.replace(hint, &format!("收到申请2件。{hint}"))] {
        let outcome = school.operator().imports("left.csv", &form.replace(line, &left)).await;
        let told = outcome.bad.iter().map(|bad| format!("{bad:?}")).collect::<String>();
        assert!(outcome.bad_rows == 1 && told.contains("Unwritten"), "{left}: {told}");
        assert!(texts().await.is_empty());
    }
    // The words that ask are gone and the mark is left.
    let written = line.replace(hint, "本学年没有收到申请。");
    let outcome = school.operator().imports("written.csv", &form.replace(line, &written)).await;
    assert!(!outcome.is_partial(), "{:?}", outcome.bad);
    assert_eq!(texts().await, ["本学年没有收到申请。"]);
}
