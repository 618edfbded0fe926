//! An import is a comparison that a person confirms: what it would change is told cell by cell, what a file does not have
//! changes nothing, the same thing is recognised, and what was applied can be taken back.

use app::ledger::{Cell, Obstacle, Outcome, Plan, Thing, Undo, apply, list, names_of, undo};
use domain::ledger::{FaultKind, Table};
use store::EventFilter;
use testkit::School;
use testkit::on_both;

/// Head, before and after of a cell.
type Told = (String, String, String);

/// The changed cells of one thing, after its name.
fn changed(outcome: &Outcome) -> Vec<(String, Vec<Told>)> {
    let cells = |cells: &[Cell]| {
        cells.iter().map(|cell| (cell.head.to_string(), cell.old.clone(), cell.new.clone())).collect::<Vec<_>>()
    };
    let changed = outcome.changes.iter().filter(|change| !change.new);
    changed.map(|change| (change.name.clone(), cells(&change.cells))).collect()
}

fn cell(head: &str, old: &str, new: &str) -> Told {
    (head.into(), old.into(), new.into())
}

/// New, changed and unchanged records.
fn records(outcome: &Outcome) -> (u64, u64, u64) {
    let count = outcome.tables.get(&Table::Records).copied().unwrap_or_default();
    (count.new, count.changed, count.same)
}

const BOOK: &str = "标题,事项,公开日期,网址,责任部门,备注\n\
    关于公布国家奖学金获奖名单的通知,37,2023-10-08,https://x.edu.cn/1,教务处,第一批\n\
    学校章程（2021年修订）,3,2021-05-01,https://x.edu.cn/2,教务处,\n\
    2023年部门决算,22,2023-09-20,,财务处,\n";

on_both! {
    async fn one_thing_corrected_in_a_file_without_keys_is_one_change_and_no_addition(school) {
        let school = school.founded().await;
        school.operator().imports("book.csv", BOOK).await;
        for (from, to, change) in [
            ("获奖名单", "获奖学生名单", cell("标题", "关于公布国家奖学金获奖名单的通知", "关于公布国家奖学金获奖学生名单的通知")),
            ("2023-10-08", "2023-10-09", cell("公开日期", "2023-10-08", "2023-10-09")),
            (",37,", ",38,", cell("事项", "37", "38")),
            ("https://x.edu.cn/1,教务处", "https://x.edu.cn/1,财务处", cell("责任部门", "教务处", "财务处")),
            ("https://x.edu.cn/1", "https://x.edu.cn/11", cell("发布", "2023-10-08 https://x.edu.cn/1", "2023-10-08 https://x.edu.cn/11")),
            (",,财务处", ",https://x.edu.cn/3,财务处", cell("发布", "", "2023-09-20 https://x.edu.cn/3")),
            ("第一批", "", cell("备注", "第一批", "")),
        ] {
            let corrected = school.operator().plans("corrected.csv", &BOOK.replace(from, to)).await.outcome;
            assert_eq!(records(&corrected), (0, 1, 2), "{to}: {:?} {:?}", changed(&corrected), corrected.possible);
            let told = changed(&corrected);
            let cells: Vec<_> = told[0].1.iter().filter(|cell| !matches!(&*cell.0, "历次版本")).collect();
            // A release carries the date of its row.
            assert!(cells.contains(&&change), "{to}: {cells:?}");
            assert!(corrected.bad.is_empty() && corrected.possible.is_empty());
        }
        let again = school.operator().imports("book.csv", BOOK).await;
        assert_eq!(records(&again), (0, 0, 3), "nothing of the plans was kept");
    }

    async fn what_may_be_the_same_is_asked_and_left_out_until_a_key_says_so(school) {
        let school = school.founded().await;
        school.operator().imports("book.csv", "标题,事项,公开日期,责任部门\n食堂卫生检查通报,40,2023-03-06,教务处\n").await;
        let next = "标题,事项,公开日期,责任部门\n食堂卫生检查通报,40,2023-05-08,教务处\n";
        let asked = school.operator().imports("next.csv", next).await;
        assert_eq!((records(&asked), asked.possible.len()), ((0, 0, 0), 1));
        assert_eq!(asked.possible[0].candidates[0].title, "食堂卫生检查通报");
        // The two ways out that the question names.
        let key = &asked.possible[0].candidates[0].key;
        let same = format!("编号,标题,事项,公开日期,责任部门\n{key},食堂卫生检查通报,40,2023-03-07,教务处\n");
        assert_eq!(records(&school.operator().plans("same.csv", &same).await.outcome), (0, 1, 0));
        let other = "编号,标题,事项,公开日期,责任部门\n五月通报,食堂卫生检查通报,40,2023-05-08,教务处\n";
        assert_eq!(records(&school.operator().imports("other.csv", other).await), (1, 0, 0));
    }

    async fn running_numbers_of_two_departments_are_no_keys(school) {
        let school = school.founded().await;
        let sheet = |unit: &str, item: u32, month: u32| -> String {
            let rows = (1..=3).map(|n| format!("{n},{unit}信息{n},{item},2024-{month:02}-0{n},https://x.edu.cn/{item}/{n}\n"));
            format!("编号,标题,事项,公开日期,网址\n{}", rows.collect::<String>())
        };
        let (one, other) = (sheet("教务处", 28, 10), sheet("学生处", 37, 11));
        school.at("2024-12-01");
        for (file, expected) in [(&one, (3, 0, 0)), (&other, (3, 0, 0)), (&one, (0, 0, 3)), (&other, (0, 0, 3))] {
            assert_eq!(records(&school.operator().imports("sheet.csv", file).await), expected);
        }
    }

    async fn what_a_file_keys_by_a_running_number_goes_with_its_own_row_and_the_number_is_told_to_be_no_key(school) {
        let school = school.founded().await;
        school.operator().imports("a.csv", "编号,标题,事项,公开日期,网址\n1,教学成果奖名单,28,2023-04-01,https://x.edu.cn/j1\n").await;
        let other = "编号,标题,事项,公开日期,网址\n1,学费标准,12,2023-05-01,https://x.edu.cn/c1\n\
            #表,发布\n记录编号,渠道,发布日期,网址\n1,公告栏,2023-05-03,教学楼\n";
        let outcome = school.operator().imports("b.csv", other).await;
        assert_eq!(records(&outcome), (1, 0, 0));
        let told: Vec<_> = outcome.understood.told().iter().map(|told| told.remark.kind).collect();
        assert!(told.contains(&domain::ledger::Taken::RunningNumber), "{told:?}");
        assert_eq!(school.record_of("1").await.releases.len(), 1, "nothing went to the other department's record");
        // A key that somebody chose, on a row in which nothing is the same, is asked about.
        school.operator().imports("c.csv", "编号,标题,事项,公开日期\nJW-1,教学成果奖申报通知,28,2023-04-01\n").await;
        let asked = school.operator().imports("d.csv", "编号,标题,事项,公开日期\nJW-1,食堂承包结果,40,2023-09-01\n").await;
        assert_eq!((records(&asked), asked.possible.len(), asked.is_partial()), ((0, 0, 0), 1, true));
    }

    async fn a_column_a_row_and_a_sheet_that_a_file_does_not_have_change_nothing(school) {
        let school = school.founded().await;
        school.operator().imports("a.csv", "编号,标题,事项,公开日期,网址,责任部门,渠道,备注\nA1,奖学金通知,37,2023-10-01,https://x.edu.cn/1,教务处,site,备注内容\nA2,学费标准,12,2023-10-02,,财务处,site,\n").await;
        let date = school.operator().imports("b.csv", "编号,标题,事项,公开日期\nA1,奖学金通知,37,2023-10-03\n").await;
        let releases = cell("发布", "学校官网 2023-10-01 https://x.edu.cn/1", "学校官网 2023-10-03 https://x.edu.cn/1");
        assert_eq!(changed(&date), [("奖学金通知".into(), vec![cell("公开日期", "2023-10-01", "2023-10-03"), releases])]);
        let address = school.operator().imports("c.csv", "编号,标题,事项,网址\nA1,奖学金通知,37,\n").await;
        let gone = cell("发布", "学校官网 2023-10-03 https://x.edu.cn/1", "学校官网 2023-10-03");
        assert_eq!(changed(&address)[0].1, [gone], "an empty cell in a column that is there is a deletion");
        let record = school.record_of("A1").await;
        assert_eq!((record.unit.as_deref(), record.note.as_str()), (Some("jwc"), "备注内容"));
        let unit = school.operator().imports("u.csv", "#表,单位\n单位代码,单位名称\njwc,教务部\n").await;
        assert_eq!(changed(&unit), [("教务部".into(), vec![cell("单位名称", "教务处", "教务部")])]);
    }

    async fn further_releases_stay_when_the_row_is_corrected_and_may_come_alone(school) {
        let school = school.founded().await;
        let file = "编号,标题,事项,公开日期,渠道,网址\nA1,奖学金通知,37,2023-10-01,site,https://x.edu.cn/1\n\
            #表,发布\n记录编号,渠道,发布日期,网址\nA1,公众号,2023-10-02,https://mp.weixin.qq.com/1\n";
        school.operator().imports("a.csv", file).await;
        let corrected = school.operator().imports("b.csv", "编号,标题,事项,公开日期,渠道,网址\nA1,奖学金通知（更正）,37,2023-10-01,site,https://x.edu.cn/1\n").await;
        let told = changed(&corrected);
        let heads: Vec<&str> = told[0].1.iter().map(|cell| cell.0.as_str()).collect();
        assert_eq!(heads, ["标题", "更新说明", "历次版本"], "{told:?}");
        assert_eq!(school.record_of("A1").await.releases.len(), 2);
        let alone = school.operator().imports("c.csv", "#表,发布\n记录编号,渠道,发布日期,网址\nA1,公告栏,2023-10-03,教学楼\nA9,site,2023-10-03,\n").await;
        assert_eq!((alone.tables[&Table::Releases].changed, alone.bad_rows), (1, 1));
        assert_eq!(school.record_of("A1").await.releases.len(), 3);
        let again = school.operator().imports("c.csv", "#表,发布\n记录编号,渠道,发布日期,网址\nA1,公告栏,2023-10-03,教学楼\n").await;
        assert_eq!(again.written(), 0);
    }

    async fn one_figure_is_corrected_alone_and_another_year_is_another_dataset(school) {
        let school = school.founded().await;
        let file = "#表,数据集\n数据集代码,标题,事项,学年\ng,招生人数,9,2022-2023\n\
            #表,数据\n数据集代码,数据代码,名称,数值,单位\ng,t,合计,90,人\ng,a,甲,60,人\ng,b,乙,30,人\n\
            #表,恒等式\n数据集代码,种类,左边,各部分\ng,sum,t,a+b\n";
        school.operator().imports("a.csv", file).await;
        let one = |value: u32| format!("#表,数据\n数据集代码,数据代码,名称,数值\ng,b,乙,{value}\n");
        let broken = school.operator().imports("b.csv", &one(31)).await;
        assert_eq!((broken.written(), broken.bad_rows), (0, 1), "what held before does not hold any more");
        let both = "#表,数据\n数据集代码,数据代码,名称,数值\ng,b,乙,31\ng,t,合计,91\n";
        let corrected = school.operator().imports("c.csv", both).await;
        let told = changed(&corrected);
        assert_eq!(told[0].1, [cell("数据", "t 合计 90 人", "t 合计 91 人"), cell("数据", "b 乙 30 人", "b 乙 31 人")]);
        let next = "#表,数据集\n数据集代码,标题,事项,学年\ng,招生人数,9,2023-2024\n#表,数据\n数据集代码,数据代码,名称,数值,学年\ng,t,合计,95,2023-2024\n";
        let next = school.operator().imports("d.csv", next).await;
        assert_eq!(next.tables[&Table::Datasets].new, 1);
        assert_eq!(school.app.store.read().await.unwrap().datasets(None).await.unwrap().len(), 2);
    }

    async fn an_import_that_was_taken_back_leaves_everything_as_it_was(school) {
        let school = school.founded().await;
        let file = "编号,标题,事项,公开日期,责任部门,渠道\nk1,甲,37,2023-05-01,教务处,site\n\
            #表,数据集\n数据集代码,标题,事项,学年\ng,招生人数,9,2022-2023\n#表,数据\n数据集代码,数据代码,名称,数值\ng,t,合计,90\n\
            #表,报告文字\n学年,位置,次序,文字\n2022-2023,6,1,第一段\n#表,零报告\n事项,学年,责任部门\n47,2022-2023,财务处\n";
        school.operator().imports("a.csv", file).await;
        let before = std::fs::read(school.operator().exports("before.json").await).unwrap();
        let second = file
            .replace("k1,甲,37,2023-05-01,教务处,site", "k1,甲（更正）,37,2023-05-02,学生处,公众号\nk2,乙,38,2023-06-01,教务处,site")
            .replace("g,t,合计,90", "g,t,合计,95\ng,u,另,3")
            .replace("第一段", "第二稿")
            .replace("47,", "46,")
            + "#表,学校\n项目,内容\nname,另一名称\n#表,渠道\n渠道代码,渠道名称,地址\nsite,新网站,https://x.edu.cn\n";
        let outcome = school.operator().imports("b.csv", &second).await;
        assert_eq!((outcome.bad_rows, outcome.batch), (0, Some(2)), "{:?}", outcome.bad);
        assert_ne!(std::fs::read(school.operator().exports("changed.json").await).unwrap(), before);
        let ctx = school.operator().ctx();
        let Undo::Done { removed, restored } = undo(&ctx, 2).await.unwrap() else { panic!("nothing stands on it") };
        let told: Vec<_> = outcome.changes.iter().map(|change| (change.table, change.name.as_str(), change.new)).collect();
        assert_eq!((removed, restored), (4, 5), "{told:?}");
        assert_eq!(std::fs::read(school.operator().exports("after.json").await).unwrap(), before);
        let batches = list(&ctx, None).await.unwrap();
        assert_eq!(batches.iter().map(|batch| (batch.nr, batch.undone.is_some())).collect::<Vec<_>>(), [(2, true), (1, false)]);
        assert_eq!(undo(&ctx, 2).await.unwrap(), Undo::Refused(vec![Obstacle::Undone]));
        // The very same file comes in again as if it had never been.
        assert_eq!(school.operator().imports("b.csv", &second).await.written(), outcome.written());
        let events = school.app.store.read().await.unwrap().events(&EventFilter::default(), 0, 10_000).await.unwrap();
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "events have no gap");
    }

    async fn an_import_on_which_later_work_stands_is_not_taken_back_and_says_why(school) {
        let school = school.founded().await;
        school.operator().imports("a.csv", "编号,标题,事项,公开日期,责任部门\nk1,甲,37,2023-05-01,学生处\n").await;
        school.operator().imports("b.csv", "编号,标题,事项,公开日期,责任部门\nk1,甲,38,2023-05-01,学生处\nk2,乙,38,2023-05-03,学生处\n").await;
        let ctx = school.operator().ctx();
        let id = school.record_of("k1").await.id;
        let Undo::Refused(obstacles) = undo(&ctx, 1).await.unwrap() else { panic!("the second import changed k1") };
        assert!(obstacles.contains(&Obstacle::Changed(Thing::Record(id))), "{obstacles:?}");
        let names = names_of(&ctx, &obstacles).await.unwrap();
        let index = school.record_of("k1").await.index;
        assert_eq!(names.get(&Thing::Record(id)), Some(&format!("{index} 甲")), "people know it by its title");
        assert!(matches!(undo(&ctx, 2).await.unwrap(), Undo::Done { removed: 1, restored: 1 }));
        // k2 is gone, and with it nothing names the unit but k1, which came with it.
        assert!(matches!(undo(&ctx, 1).await.unwrap(), Undo::Done { .. }));
        school.operator().imports("a.csv", "编号,标题,事项,公开日期,责任部门\nk1,甲,37,2023-05-01,学生处\n").await;
        school.operator().imports("b.csv", "编号,标题,事项,公开日期,责任部门\nk3,丙,38,2023-05-03,学生处\n").await;
        let Undo::Refused(obstacles) = undo(&ctx, 3).await.unwrap() else { panic!("k3 names the unit") };
        assert!(matches!(obstacles.as_slice(), [Obstacle::Named(Thing::Unit(_))]), "{obstacles:?}");
        assert!(undo(&ctx, 99).await.is_err());
    }

    async fn a_plan_of_a_ledger_that_has_changed_since_is_not_applied(school) {
        let school = school.founded().await;
        let planned: Plan = school.operator().plans("book.csv", BOOK).await;
        school.operator().imports("other.csv", "标题,事项,公开日期\n别的,1,2023-01-01\n").await;
        let ctx = school.operator().ctx();
        let refused = apply(&ctx, &planned, false, &|_| {}).await;
        assert!(matches!(refused, Err(app::Error::Conflict { kind: "ledger", .. })), "{refused:?}");
        let planned = school.operator().plans("book.csv", BOOK).await;
        // What somebody looked at is what is applied, whatever became of the file.
        std::fs::write(school.folder().join("book.csv"), "标题,事项\n另一份,2\n").unwrap();
        let applied = apply(&ctx, &planned, false, &|_| {}).await.unwrap();
        assert_eq!((applied.written(), applied.kept), (planned.outcome.written(), true));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_about_an_item_that_says_nothing_of_it_enters_nothing() {
    let school = School::founded_on("2023-12-01").await;
    let said = school.operator().imports("a.csv", "#表,事项\n事项编号,责任部门,备注\n37,,\n38,教务处,\n").await;
    assert_eq!((said.tables[&Table::Items].new, said.tables[&Table::Items].same), (1, 1));
    assert_eq!(school.app.store.read().await.unwrap().item_settings().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_is_dropped_takes_neither_dataset_nor_figures_along() {
    let school = School::founded_on("2023-12-01").await;
    let file = "#表,数据集\n数据集代码,标题,事项,学年\ng,招生人数,9,2022-2023\n\
        #表,数据\n数据集代码,数据代码,名称,数值\ng,t,合计,100\ng,a,甲,60\ng,b,乙,30\n\
        #表,恒等式\n数据集代码,种类,左边,各部分\ng,sum,t,a+b\n";
    let outcome = school.operator().imports("a.csv", file).await;
    assert_eq!(outcome.bad_rows, 1);
    assert!(matches!(&outcome.bad[0], app::ledger::Bad::Cell { kind: FaultKind::Broken, .. }));
    let dataset = school.app.store.read().await.unwrap().find_dataset("g", None).await.unwrap().unwrap();
    assert_eq!((dataset.figures.len(), dataset.identities.len()), (3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_saved_as_a_workbook_for_a_colleague() {
    let school = School::founded_on("2023-12-01").await;
    school.operator().imports("book.csv", BOOK).await;
    let mut book = BOOK.replace("第一批", "第二批");
    book.push_str(
        "疑日通知,三十七,2024.1,,教务处,\n坏日通知,37,昨天,,教务处,\n文字事项通知,奖学金,2023-11-02,,教务处,\n",
    );
    let planned = school.operator().plans("book.csv", &book).await;
    let file = school.folder().join("plan.xlsx");
    app::ledger::write_plan(&file, "book.csv", &planned.outcome, app::words::Lang::Zh).unwrap();
    let read = office::read::read_file(&file, &office::read::Limits::default()).unwrap();
    // What changes, what is asked, what is wrong and what was understood: all that the terminal shows.
    for told in ["第一批", "第二批", "2024-10", "昨天", "奖学金", "不是日期", "文字事项通知"] {
        assert!(read.text.contains(told), "{told}: {}", read.text);
    }
}
