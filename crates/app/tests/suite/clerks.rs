//! What clerks deliver, all the way into the ledger: what is told once, what is asked, what nobody may undo.

use app::ledger::{Outcome, Undo, undo, write_plan};
use app::words::Lang;
use domain::ledger::{Doubt, Table, Taken};
use store::{Obstacle, Thing};
use testkit::School;

fn told(outcome: &Outcome, kind: Taken) -> Vec<(String, String)> {
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == kind);
    told.map(|told| (told.remark.written.clone(), told.remark.taken.clone())).collect()
}

fn asked(outcome: &Outcome) -> Vec<(Doubt, u64, Vec<String>)> {
    let questions = outcome.questions.told().iter();
    questions.map(|told| (told.remark.kind, told.count, told.remark.candidates.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_mended_on_view_makes_an_edition_with_a_note_and_the_plan_says_so() {
    let school = School::open_on("2023-12-01").await;
    let file = |title: &str, note: &str| {
        format!(
            "编号,标题,事项,公开日期,渠道,更新说明\nk1,{title},37,2023-05-12,官网,{note}\nk2,乙,37,2023-05-12,官网,\n"
        )
    };
    let first = school.operator().imports("a.csv", &file("评选通知", "")).await;
    assert!(told(&first, Taken::NextEdition).is_empty(), "what is new changes nothing that readers know");
    let plan = school.operator().plans("b.csv", &file("评选的通知", "")).await;
    assert_eq!(told(&plan.outcome, Taken::NextEdition), [(String::new(), "2 改动：标题".to_string())]);
    school.operator().imports("b.csv", &file("评选的通知", "")).await;
    let record = school.record_of("k1").await;
    let said: Vec<(&str, &str)> =
        record.editions.iter().map(|edition| (edition.title.as_str(), edition.change_note.as_str())).collect();
    assert_eq!(said, [("评选通知", ""), ("评选的通知", "改动：标题")], "an edition that was public stays as it was");
    assert_eq!(school.operator().imports("b.csv", &file("评选的通知", "")).await.written(), 0, "and once only");
    // Who writes the note is quoted.
    let own = school.operator().imports("c.csv", &file("评选工作的通知", "补全标题")).await;
    assert_eq!(told(&own, Taken::NextEdition), [(String::new(), "3 补全标题".to_string())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_column_of_items_is_told_once_for_all_rows_in_the_plan_and_its_workbook() {
    let rows: String = (1..=28).map(|row| format!("{row},通知{row},2023-05-12,https://x.edu.cn/{row}\n")).collect();
    for head in ["序号,标题,公开日期,网址\n", "编号,标题,公开日期,网址\n"] {
        let school = School::founded_on("2023-12-01").await;
        let plan = school.operator().plans("a.csv", &format!("{head}{rows}")).await;
        assert_eq!(asked(&plan.outcome), [(Doubt::MissingColumn, 28, vec![])], "{head}");
        assert_eq!(
            (plan.outcome.bad.len(), plan.outcome.question_rows, plan.outcome.questions.told()[0].rows),
            (0, 28, 28)
        );
        let file = school.folder().join("plan.xlsx");
        write_plan(&file, "a.csv", &plan.outcome, Lang::Zh).unwrap();
        let lines = office::read_file(&file, &office::Limits::default()).unwrap();
        assert_eq!(lines.text.matches("缺少必填列“事项”").count(), 1, "{}", lines.text);
    }
    // What else is wrong with a row is told beside it, and the row counts once.
    let school = School::founded_on("2023-12-01").await;
    let outcome = school
        .operator()
        .imports("b.csv", "标题,公开日期,网址\n甲,2023-05-12,https://x.edu.cn/1\n乙,昨天,https://x.edu.cn/2\n")
        .await;
    assert_eq!((outcome.bad.len(), outcome.bad_rows, outcome.question_rows), (1, 1, 1));
    assert_eq!(asked(&outcome), [(Doubt::MissingColumn, 2, vec![])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_import_took_off_view_does_not_come_back_when_it_is_undone() {
    for (state, gone) in [("撤回", "withdrawn"), ("到期", "expired")] {
        let school = School::open_on("2023-12-01").await;
        let file = |state: &str| {
            let reason = if state == "撤回" { "误发" } else { "" };
            format!(
                "编号,标题,事项,公开日期,渠道,状态,撤回原因\nk1,甲,37,2023-05-12,官网,{state},{reason}\nk2,乙,37,2023-05-12,官网,公开,\n"
            )
        };
        school.operator().imports("a.csv", &file("公开")).await;
        let id = school.record_of("k1").await.id;
        let down = school.operator().imports("b.csv", &file(state)).await;
        assert_eq!((down.bad_rows, down.written()), (0, 1), "{state}: {:?}", down.bad);
        let ctx = school.operator().ctx();
        let refused = undo(&ctx, down.batch.unwrap()).await.unwrap();
        assert_eq!(refused, Undo::Refused(vec![Obstacle::Withdrawn(Thing::Record(id))]), "{state}");
        assert_eq!(school.visibility(id).await, gone);
        // As the message advises: a new record.
        let anew = file("公开").replace("k1,甲", "k3,甲（重新发布）");
        assert_eq!(school.operator().imports("c.csv", &anew).await.tables[&Table::Records].new, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headings_that_are_items_give_them_to_the_rows_below_and_the_rows_numbers_do_not() {
    let school = School::founded_on("2023-12-01").await;
    let file = "序号,标题,责任部门,公开日期,网址\n一、基本信息,,,,\n\
        1.办学规模、校级领导班子简介及分工、学校机构设置、学科情况、专业情况、各类在校生情况、教师和专业技术人员数量等办学基本情况,,,,\n\
        1,学校简介,党政办,2023-03-05,https://x.edu.cn/1\n2.学校章程及制定的各项规章制度,,,,\n\
        1,学校章程,党政办,2023-03-06,https://x.edu.cn/2\n2,印章规定,党政办,2023-03-07,https://x.edu.cn/3\n\
        六、学生管理服务信息,,,,\n1,没有事项的通知,学生处,2023-03-08,https://x.edu.cn/4\n";
    let outcome = school.operator().imports("a.csv", file).await;
    let lacks = (Doubt::MissingColumn, 1, vec![]);
    assert_eq!(asked(&outcome), [lacks], "below a heading that is no item nothing is guessed: {:?}", outcome.bad);
    let records = school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap();
    let mut said: Vec<(String, String)> = records
        .iter()
        .map(|record| (record.principal_edition().unwrap().title.clone(), record.item.to_string()))
        .collect();
    said.sort();
    let wanted = [("印章规定", "2"), ("学校章程", "2"), ("学校简介", "1")];
    assert_eq!(said, wanted.map(|(title, item)| (title.to_string(), item.to_string())));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_row_leaves_empty_below_another_is_asked_with_what_stands_there() {
    let school = School::founded_on("2023-12-01").await;
    let file = "标题,事项,责任部门,公开日期,渠道,网址\n学校简介,1,党政办,2023-03-05,官网,https://x.edu.cn/1\n\
        领导分工,,,2023-03-06,官网,https://x.edu.cn/2\n机构,,,2023-03-06,官网,https://x.edu.cn/3\n\
        章程,2,党政办,2023-03-06,官网,https://x.edu.cn/4\n,,,2023-03-07,公众号,https://mp.weixin.qq.com/s/1\n,,,,,\n";
    let outcome = school.operator().imports("a.csv", file).await;
    let wanted = [(Doubt::Above, 2, vec!["1".to_string()]), (Doubt::Continued, 1, vec!["章程".to_string()])];
    assert_eq!(asked(&outcome), wanted);
    assert_eq!((outcome.bad_rows, outcome.question_rows), (0, 3));
    // As the question advises.
    let mended = file
        .replace("领导分工,,", "领导分工,1,")
        .replace("机构,,", "机构,1,")
        .replace(",,,2023-03-07,公众号,https://mp.weixin.qq.com/s/1", "章程,2,党政办,2023-03-06,公众号,");
    let outcome = school.operator().imports("a.csv", &mended).await;
    assert_eq!((outcome.bad_rows, outcome.question_rows, told(&outcome, Taken::Joined).len()), (0, 0, 1));
    assert_eq!(outcome.tables[&Table::Records].new, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_number_with_a_slip_and_an_address_of_the_schools_own_network_are_not_passed_over() {
    let school = School::founded_on("2023-12-01").await;
    let file = "标题,事项,责任部门,公开日期,网址\n关于某生（430602199001011234）的决定,38,学生处,2023-03-05,https://x.edu.cn/1\n\
        通知,37,学生处,2023-03-06,https://172.16.1.5/oa/29\n";
    let outcome = school.operator().imports("a.csv", file).await;
    let suspected = told(&outcome, Taken::Suspected);
    assert_eq!(suspected, [("430***********1234".to_string(), String::new())], "masked, wherever it is shown");
    assert_eq!(asked(&outcome), [(Doubt::Unreachable, 1, vec![])], "readers outside cannot follow it");
    let campus = file.replace("网址\n", "网址,公开范围\n").replace("/oa/29", "/oa/29,校内").replace("/1\n", "/1,\n");
    let outcome = school.operator().imports("b.csv", &campus).await;
    assert_eq!((asked(&outcome), outcome.tables[&Table::Records].new), (vec![], 1), "members of the school can");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answers_no_is_never_public_however_many_answer_yes() {
    for (yes, no) in [("是", "否"), ("1", "0"), ("√", "×")] {
        let school = School::founded_on("2026-12-01").await;
        let rows: String =
            (1..=9).map(|row| format!("7,办法{row},2025-12-01,学校官网,https://x.edu.cn/{row},{yes}\n")).collect();
        let file = format!(
            "公开事项,信息名称,公开时间,公开渠道,链接,是否公开\n{rows}7,办法甲,2025-12-05,学校官网,https://x.edu.cn/0,{no}\n"
        );
        let outcome = school.operator().imports("a.csv", &file).await;
        let candidates = vec!["不予公开".to_string(), "依申请公开".to_string()];
        assert_eq!(asked(&outcome), [(Doubt::Word, 1, candidates)], "{no}: {:?}", outcome.bad);
        assert_eq!((outcome.bad_rows, outcome.tables[&Table::Records].new), (0, 9), "{no}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_say_not_public_or_off_view_are_asked_and_an_answer_in_their_columns_settles_it() {
    let school = School::founded_on("2026-12-01").await;
    let file = |rows: &str| format!("标题,事项,公开日期,渠道,网址,公开范围,状态,备注\n{rows}");
    for (row, doubt) in [
        ("甲,7,2025-10-08,官网,不公开,,,", Doubt::NotPublic),
        ("甲,7,2025-10-08,官网,（校内公开）,,,", Doubt::NotPublic),
        ("甲,7,2025-10-08,内部文件,,,,", Doubt::NotPublic),
        ("甲,7,2025-10-08,官网（内网）,https://x.edu.cn/1,,,", Doubt::NotPublic),
        ("甲,7,2025-10-08,官网,https://x.edu.cn/1（需登录）,,,", Doubt::NotPublic),
        ("甲（已撤下）,7,2025-10-08,官网,https://x.edu.cn/1,,,", Doubt::Withdrawn),
        ("甲（已废止，见乙）,7,2025-10-08,官网,https://x.edu.cn/1,,,", Doubt::Withdrawn),
        ("甲,7,2025-10-08,官网,https://x.edu.cn/1,,,已撤下", Doubt::Withdrawn),
    ] {
        let plan = school.operator().plans("a.csv", &file(&format!("{row}\n"))).await.outcome;
        assert_eq!(asked(&plan), [(doubt, 1, vec![])], "{row}: {:?}", plan.bad);
        assert_eq!((plan.bad_rows, plan.question_rows), (0, 1), "{row}");
    }
    let answered = "甲,7,2025-10-08,官网,（校内公开）,校内,,\n乙（已撤下）,7,2025-10-08,官网,https://x.edu.cn/1,,到期,\n\
        丙,7,2025-10-08,官网,https://x.edu.cn/3,,公开,旧版已撤下\n";
    let outcome = school.operator().imports("b.csv", &file(answered)).await;
    assert_eq!((outcome.bad_rows, outcome.question_rows), (0, 0), "{:?} {:?}", outcome.bad, asked(&outcome));
    // A column of its own says it too.
    let file = "标题,事项,公开日期,渠道,网址,撤下情况\n丁,7,2025-10-08,官网,https://x.edu.cn/4,2026年3月已撤下\n\
        戊,7,2025-10-08,官网,https://x.edu.cn/5,未撤下\n己,7,2025-10-08,官网,https://x.edu.cn/6,\n";
    let outcome = school.operator().imports("c.csv", file).await;
    assert_eq!(asked(&outcome), [(Doubt::Withdrawn, 1, vec![])]);
    assert_eq!(outcome.tables[&Table::Records].new, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_odd_cell_in_the_column_of_a_channel_is_asked_and_the_column_stays() {
    let school = School::founded_on("2026-12-01").await;
    let file = |row: &str| format!("信息名称,事项,官网,公众号,公告栏\n甲,7,2026-05-06,2026-05-08,√\n{row}\n");
    let second = "https://x.edu.cn/8.htm".to_string();
    for (row, wanted) in [
        ("乙,7,2026-03-28,√,张贴一周", (Doubt::Word, 1, vec![])),
        ("乙,7,5月6日,2026-05-08,√", (Doubt::Year, 1, vec![])),
        ("乙,7,https://x.edu.cn/7.htm、8.htm,,", (Doubt::Word, 1, vec!["https://x.edu.cn/7.htm".into(), second])),
    ] {
        let plan = school.operator().plans("a.csv", &file(row)).await.outcome;
        assert_eq!(asked(&plan), [wanted], "{row}: {:?}", plan.bad);
        assert_eq!((plan.bad_rows, plan.tables[&Table::Records].new), (0, 1), "{row}");
    }
    let two = "乙,7,https:/x.edu.cn/7.htm https://x.edu.cn/8.htm,,";
    let outcome = school.operator().imports("a.csv", &file(two)).await;
    let mended = "https://x.edu.cn/7.htm https://x.edu.cn/8.htm".to_string();
    assert_eq!(told(&outcome, Taken::Address).iter().map(|(_, taken)| taken.clone()).collect::<Vec<_>>(), [mended]);
    let records = school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap();
    let pages: usize =
        records.iter().map(|record| record.releases.iter().filter(|it| !it.locator.is_empty()).count()).sum();
    assert_eq!(pages, 2, "neither page is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_only_about_right_is_asked_and_a_spreadsheets_number_of_a_day_is_told() {
    let school = School::founded_on("2026-12-01").await;
    let file = "标题,事项,公开日期,渠道,网址\n甲,7,2025年11月5日前后,官网,https://x.edu.cn/1\n\
        乙,7,45992,官网,https://x.edu.cn/2\n";
    let outcome = school.operator().imports("a.csv", file).await;
    assert_eq!(asked(&outcome), [(Doubt::Date, 1, vec!["2025-11".to_string()])]);
    assert_eq!(told(&outcome, Taken::Date), [("45992".to_string(), "2025-12-01".to_string())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_units_are_none_of_that_name_in_whatever_table() {
    let school = School::founded_on("2023-12-01").await;
    let several = "党政办、人事处";
    for (file, text) in [
        ("事项.csv", format!("#表,事项\n事项,责任部门\n1,{several}\n2,教务处\n")),
        ("零报告.csv", format!("#表,零报告\n事项,学年,责任部门\n47,2022-2023,{several}\n48,2022-2023,教务处\n")),
        (
            "数据集.csv",
            format!(
                "#表,数据集\n数据集代码,标题,事项,责任部门,学年\na,甲,32,{several},2022-2023\nb,乙,32,教务处,2022-2023\n"
            ),
        ),
    ] {
        let outcome = school.operator().imports(file, &text).await;
        let candidates = vec!["党政办".to_string(), "人事处".to_string()];
        assert_eq!(asked(&outcome), [(Doubt::Units, 1, candidates)], "{file}");
        assert!(!outcome.entered.iter().any(|(_, name)| name == several), "{file}: {:?}", outcome.entered);
    }
    let named = "#表,单位\n代码,名称\nxd,党政办、人事处\n#表,事项\n事项,责任部门\n1,党政办、人事处\n";
    let outcome = school.operator().imports("单位.csv", named).await;
    assert_eq!(asked(&outcome), [], "what a unit is called is that unit");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_that_is_left_out_is_told_with_its_place_however_many_there_are() {
    let rows: String = (1..=1_500)
        .map(|row| format!("通知{row},37,学生处,2023-05-12,https://x.edu.cn/{row}\n注：第{row}批,,,,\n合计,,,,\n"))
        .collect();
    let school = School::founded_on("2023-12-01").await;
    let plan = school.operator().plans("a.csv", &format!("标题,事项,责任部门,公开日期,网址\n{rows}")).await;
    let out: Vec<_> = plan.outcome.understood.told().iter().filter(|told| told.remark.kind == Taken::RowOut).collect();
    let places: usize = out.iter().map(|told| told.places.len()).sum();
    assert_eq!((out.len(), places, plan.outcome.understood.more()), (1_501, 3_000, 0));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_or_a_device_is_told_at_once_and_never_waited_for() {
    let school = School::founded_on("2023-12-01").await;
    let pipe = school.folder().join("a.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    for path in [pipe.as_path(), std::path::Path::new("/dev/zero")] {
        let told = |error: app::Error| matches!(error, app::Error::File { .. });
        let options = app::ledger::Options::default();
        let ctx = school.operator().ctx();
        assert!(app::ledger::import(&ctx, path, options, &|_| {}).await.is_err_and(told), "{path:?}");
        assert!(app::ledger::plan(&ctx, path, &|_| {}).await.is_err_and(told), "{path:?}");
        assert!(app::backup::examine(path).is_err_and(told), "{path:?}");
    }
}
