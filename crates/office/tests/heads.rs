//! Heads as clerks lay them out: channels as columns, two lines, another head further down, tables side by side; sheets that
//! are other registers; words of openness where channels stand. Each book is small, and what it means is known.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::ledger::{
    Doubt, Entry, HeadAnswers, Nothing, Question, RecordEntry, ReleaseEntry, Table, Taken, columns, read_row,
};
use domain::record::Openness;
use office::ledger::{LedgerFileError, Limits, Notice, Remark, read, read_answered};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// What a book gives: its records with their further releases, and everything that was said.
#[derive(Default)]
struct Found {
    records: Vec<(RecordEntry, Vec<ReleaseEntry>)>,
    /// Rows that cannot be records as they stand.
    faults: usize,
    asked: Vec<Question>,
    /// Rows that wait for an answer about the head.
    waiting: u64,
    understood: Vec<(Taken, String)>,
    notices: Vec<Notice>,
    error: Option<LedgerFileError>,
}

impl Found {
    fn titles(&self) -> Vec<&str> {
        self.records.iter().map(|(record, _)| record.title.as_str()).collect()
    }

    /// The releases of a record: channel, day and address, its own first.
    fn releases(&self, at: usize) -> Vec<(String, String, String)> {
        let (record, others) = &self.records[at];
        let own = record
            .channels
            .iter()
            .map(|channel| (channel.clone(), record.published_on.to_string(), record.locator.clone()));
        let others = others.iter().map(|other| (other.channel.clone(), other.on.to_string(), other.locator.clone()));
        own.chain(others).collect()
    }

    fn took(&self, kind: Taken) -> Vec<&str> {
        self.understood.iter().filter(|(known, _)| *known == kind).map(|(_, written)| written.as_str()).collect()
    }

    fn unread(&self) -> Vec<String> {
        let named = |notice: &Notice| match notice {
            Notice::UnknownColumn { head, .. } | Notice::RepeatedColumn { head, .. } => Some(head.clone()),
            Notice::NamelessColumn { place } => Some(place.clone()),
            _ => None,
        };
        self.notices.iter().filter_map(named).filter(|head| head != "序号").collect()
    }
}

fn rows(sheet: &mut Worksheet, text: &str) {
    for (row, line) in (0..).zip(text.lines().map(str::trim).filter(|line| !line.is_empty())) {
        for (column, cell) in (0..).zip(line.split('|')).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Found {
    answered(HeadAnswers::default(), fill)
}

/// A book of a school that has answered what some heads mean.
fn answered(answers: HeadAnswers, fill: impl FnOnce(&mut Workbook)) -> Found {
    let mut book = Workbook::new();
    fill(&mut book);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.xlsx");
    book.save(&path).unwrap();
    let mut found = Found::default();
    let mut reader = read_answered(&path, &Limits::default(), &answers.into()).unwrap();
    for item in reader.by_ref() {
        let row = match item {
            Ok(row) => row,
            Err(error) => {
                found.error = Some(error);
                continue;
            }
        };
        let reading = read_row(row.written(), &Nothing);
        found.understood.extend(reading.understood.iter().map(|told| (told.kind, told.written.clone())));
        let asked = !reading.questions.is_empty();
        found.asked.extend(reading.questions);
        match reading.entry {
            Ok(Entry::Record(record)) if !asked => found.records.push((*record, reading.releases)),
            Err(_) if !asked => found.faults += 1,
            _ => {}
        }
    }
    for remark in reader.remarks() {
        match remark {
            Remark::Understood { remark, .. } => found.understood.push((remark.kind, remark.written.clone())),
            Remark::Question { question, rows, .. } => {
                found.asked.push(question.clone());
                found.waiting += rows;
            }
        }
    }
    found.notices = reader.notices().to_vec();
    found
}

/// A sheet called 台账 with rows written as `a|b|c`.
fn sheet(text: &str) -> Found {
    book(|book| rows(book.add_worksheet().set_name("台账").unwrap(), text))
}

fn release(channel: &str, on: &str, address: &str) -> (String, String, String) {
    (channel.into(), on.into(), address.into())
}

#[test]
fn each_ticked_column_of_a_channel_is_a_release() {
    let one_line = sheet(
        "序号|标题|事项|责任部门|公开日期|官网|公众号|公告栏|网址
         1|学校简介|1|党政办|2023-10-08|√||√|https://www.x.cn/1.htm
         2|学校章程|2|党政办|2023-10-09||√||
         3|发展规划|5|党政办|2023-10-09|是|否|×|",
    );
    let two_lines = sheet(
        "序号|标题|事项|责任部门|公开日期|公开渠道|||网址
         |||||官网|公众号|公告栏|
         1|学校简介|1|党政办|2023-10-08|✓||✔|https://www.x.cn/1.htm
         2|学校章程|2|党政办|2023-10-09||√||
         3|发展规划|5|党政办|2023-10-09|√|||",
    );
    for found in [one_line, two_lines] {
        let both = [release("官网", "2023-10-08", "https://www.x.cn/1.htm"), release("公告栏", "2023-10-08", "")];
        assert_eq!(found.releases(0), both);
        assert_eq!(found.releases(1), [release("公众号", "2023-10-09", "")]);
        assert_eq!(found.releases(2), [release("官网", "2023-10-09", "")]);
        assert_eq!(found.took(Taken::Site), ["官网", "公众号", "公告栏"]);
        assert_eq!((found.took(Taken::SiteCells).len(), found.unread().len()), (3, 0));
    }
}

#[test]
fn days_and_addresses_in_columns_of_channels_are_those_of_their_releases() {
    let found = sheet(
        "序号|标题|事项|责任部门|官网公开日期|公众号公开日期|公告栏张贴日期|官网链接|公众号链接
         1|学校简介|1|党政办|2023.10.8|2023.10.9||https://www.x.cn/1.htm|https://mp.weixin.qq.com/s/abcd
         2|学校章程|2|党政办||2023.11.9|2023.11.10||https://mp.weixin.qq.com/s/efg",
    );
    let site = release("官网", "2023-10-08", "https://www.x.cn/1.htm");
    assert_eq!(found.releases(0), [site, release("公众号", "2023-10-09", "https://mp.weixin.qq.com/s/abcd")]);
    let article = release("公众号", "2023-11-09", "https://mp.weixin.qq.com/s/efg");
    assert_eq!(found.releases(1), [article, release("公告栏", "2023-11-10", "")]);
    let found = sheet(
        "序号|标题|事项|责任部门|公开日期|官网|公众号
         1|学校简介|1|党政办|2023-10-08|https://www.x.cn/1.htm|https://mp.weixin.qq.com/s/abcd
         2|学校章程|2|党政办|2023-11-08||https://mp.weixin.qq.com/s/efg",
    );
    let site = release("官网", "2023-10-08", "https://www.x.cn/1.htm");
    assert_eq!(found.releases(0), [site, release("公众号", "2023-10-08", "https://mp.weixin.qq.com/s/abcd")]);
    let found = sheet(
        "标题|事项|公开日期|官网|公告栏|网站链接
         甲|1|2023-10-08|√|√|https://www.x.cn/1.htm
         乙|1|2023-10-08||√|",
    );
    let site = release("官网", "2023-10-08", "https://www.x.cn/1.htm");
    assert_eq!(found.releases(0), [site, release("公告栏", "2023-10-08", "")]);
}

#[test]
fn what_is_neither_tick_nor_day_nor_address_is_asked_about_and_is_no_channel() {
    let found = sheet(
        "标题|事项|公开日期|官网|公众号
         甲|1|2023-10-08|√|√
         乙|1|2023-10-08|√|
         丙|1|2023-10-08|√|
         丁|1|2023-10-08|√|
         戊|1|2023-10-08|栏目首页|",
    );
    assert_eq!((found.titles().len(), found.asked[0].written.as_str()), (4, "官网：栏目首页"));
    let found = sheet("标题|事项|公开日期|渠道\n甲|1|2023-10-08|√\n乙|1|2023-10-08|官网");
    assert_eq!((found.titles(), found.asked[0].kind), (vec!["乙"], Doubt::Word));
}

#[test]
fn a_second_line_under_groups_is_the_head_whatever_the_groups_are_like() {
    let found = sheet(
        "序号|责任单位|公开事项|公开内容|成文日期|公开渠道及日期|||网页地址||备注
         |||||学校官网|微信公众号|校内公告栏|官网地址|公众号地址|
         1|党政办|2|学校章程|2023.12.28|2024.1.5|2024.1.6||https://www.x.cn/1.htm|https://mp.weixin.qq.com/s/a|
         2|党政办|1|学校简介|2023.12.28|||2024.1.7|||",
    );
    let site = release("学校官网", "2024-01-05", "https://www.x.cn/1.htm");
    assert_eq!(found.releases(0), [site, release("微信公众号", "2024-01-06", "https://mp.weixin.qq.com/s/a")]);
    assert_eq!(found.releases(1), [release("校内公告栏", "2024-01-07", "")]);
    assert_eq!(found.records[0].0.made_on.to_string(), "2023-12-28");
    let found = sheet(
        "序号|清单事项|标题|责任主体||发布情况|||备注
         |||部门|经办人|日期|渠道|网址|
         1|第5项|甲通知|教务处|张三|2024.3.5|官网|https://www.x.cn/1.htm|",
    );
    let (record, _) = &found.records[0];
    assert_eq!((record.unit.as_str(), record.item.to_string().as_str()), ("教务处", "5"));
    assert_eq!(found.releases(0), [release("官网", "2024-03-05", "https://www.x.cn/1.htm")]);
    assert_eq!(found.unread(), ["经办人"], "a column that is not read is named");
}

#[test]
fn heads_merged_over_both_lines_stand_in_both_and_are_one() {
    let found = book(|book| {
        let sheet = book.add_worksheet().set_name("台账").unwrap();
        let plain = Format::new();
        for (column, head) in [(0, "标题"), (1, "事项"), (5, "责任部门")] {
            sheet.merge_range(0, column, 1, column, head, &plain).unwrap();
        }
        sheet.merge_range(0, 2, 0, 4, "公开情况", &plain).unwrap();
        for (column, head) in [(2, "时间"), (3, "官网"), (4, "公告栏")] {
            sheet.write(1, column, head).unwrap();
        }
        for (column, cell) in (0..).zip(["甲", "37", "2024-03-05", "√", "√", "教务处"]) {
            sheet.write(2, column, cell).unwrap();
        }
    });
    let both = [release("官网", "2024-03-05", ""), release("公告栏", "2024-03-05", "")];
    assert_eq!(found.releases(0), both);
    assert_eq!(found.records[0].0.unit, "教务处");
}

#[test]
fn what_is_said_of_openness_is_no_channel() {
    let found = sheet(
        "标题|事项|公开日期|公开平台|网址|公开形式
         甲|1|2024-03-05|官网|https://www.x.cn/1.htm|主动公开
         乙|1|2024-03-05|官网|https://www.x.cn/2.htm|依申请公开
         丙|1|2024-03-05|官网|https://www.x.cn/3.htm|不予公开
         丁|1|2024-03-05|官网|https://www.x.cn/4.htm|免予公开",
    );
    let said: Vec<(&str, &Openness)> =
        found.records.iter().map(|(record, _)| (record.title.as_str(), &record.openness)).collect();
    assert_eq!(said, [("甲", &Openness::Proactive), ("乙", &Openness::OnRequest)]);
    assert_eq!(found.faults, 2, "what is withheld needs its ground");
    assert!(found.records.iter().all(|(record, _)| record.channels == ["官网"]));
    // Here and there in a column of channels.
    let found = sheet(
        "标题|事项|公开日期|公开形式
         甲|1|2024-03-05|官网
         乙|1|2024-03-05|主动公开
         丙|1|2024-03-05|主动公开（公众号）
         丁|1|2024-03-05|依申请公开
         戊|1|2024-03-05|校内公开、公告栏",
    );
    let channels: Vec<Vec<&str>> =
        found.records.iter().map(|(record, _)| record.channels.iter().map(String::as_str).collect()).collect();
    assert_eq!(channels, [vec!["官网"], vec![], vec!["公众号"], vec![], vec!["公告栏"]]);
    assert_eq!(found.records[3].0.openness, Openness::OnRequest);
    assert_eq!(found.records[4].0.audience, domain::record::Audience::Campus);
}

#[test]
fn rows_under_another_head_are_read_by_it() {
    let found = sheet(
        "党政办公室信息公开台账
         序号|标题|事项|成文日期|公开日期|渠道|网址
         1|学校简介|1|2023-10-01|2023-10-08|官网|https://www.x.cn/1.htm
         教务处信息公开台账
         序号|标题|公开日期|事项|网址|渠道|成文日期
         1|专业设置一览|2023-11-01|28|https://www.x.cn/3.htm|官网|2023-10-30",
    );
    assert_eq!(found.releases(0), [release("官网", "2023-10-08", "https://www.x.cn/1.htm")]);
    assert_eq!(found.releases(1), [release("官网", "2023-11-01", "https://www.x.cn/3.htm")]);
    let facts = |at: usize| {
        let (record, _) = &found.records[at];
        (record.unit.as_str(), record.item.to_string(), record.made_on.to_string())
    };
    assert_eq!(facts(0), ("党政办公室", "1".into(), "2023-10-01".into()));
    assert_eq!(facts(1), ("教务处", "28".into(), "2023-10-30".into()));
    assert_eq!(found.took(Taken::SecondHead).len(), 1);
}

#[test]
fn the_head_that_says_more_goes_before_the_one_that_says_less() {
    let found = sheet(
        "标题|事项|时间|公开时间
         甲|1|2024-03-01|2024-03-05
         乙|1|2024-03-02|2024-03-06",
    );
    let days: Vec<String> = found.records.iter().map(|(record, _)| record.published_on.to_string()).collect();
    assert_eq!(days, ["2024-03-05", "2024-03-06"]);
    let [question] = found.asked.as_slice() else { panic!("{:?}", found.asked) };
    assert_eq!((question.written.as_str(), question.candidates.as_slice()), ("时间", &["生成日期".to_string()][..]));
}

#[test]
fn a_doubt_about_the_day_of_disclosure_keeps_the_rows() {
    let found = sheet("标题|事项|节点\n甲|1|2024-03-01\n乙|1|2024-03-02");
    assert!(found.records.is_empty(), "without it they would be public and nobody could say since when");
    assert_eq!((found.asked.len(), found.waiting), (1, 2));
    let found = sheet("标题|事项|公开年月日\n甲|1|2024-03-01\n乙|1|2024-03-02");
    assert_eq!((found.records.len(), found.asked.len()), (2, 0));
}

#[test]
fn the_example_of_a_form_and_its_line_of_numbers_are_no_records() {
    let found = sheet(
        "序号|标题|事项|责任部门|公开日期|渠道|网址
         1|2|3|4|5|6|7
         例|关于××的通知|37|教务处|2024-01-01|官网|http://example.com
         1|学校简介|1|党政办公室|2024-03-05|官网|https://www.x.cn/1.htm
         ……||||||",
    );
    assert_eq!((found.titles(), found.faults), (vec!["学校简介"], 0));
    assert_eq!(found.took(Taken::ExampleOut).len(), 3);
}

#[test]
fn a_column_of_items_is_one_whatever_its_head_says() {
    for head in [
        "栏目",
        "所属栏目",
        "公开栏目（对应清单）",
        "公开类别",
        "类别",
        "信息类别",
        "公开目录",
        "对应条款",
        "条目号",
        "甲",
    ] {
        let found = sheet(&format!(
            "序号|{head}|文件标题|公开日期
             1|第5项|甲|2024-03-05
             2|（37）|乙|2024-03-06
             3|18.|丙|2024-03-07"
        ));
        let items: Vec<String> = found.records.iter().map(|(record, _)| record.item.to_string()).collect();
        assert_eq!((items.join(" "), found.asked.len()), ("5 37 18".to_string(), 0), "{head} {:?}", found.asked);
    }
    for title in ["材料名称", "主题", "项目名称", "稿件标题", "公示名称", "内容"] {
        let found = sheet(&format!("{title}|事项|公开日期\n甲通知|5|2024-03-05\n乙通知|6|2024-03-05"));
        assert_eq!(found.titles(), ["甲通知", "乙通知"], "{title}");
    }
    let found = sheet("标题|内容|事项\n甲|正文一段|5\n乙|正文一段|6");
    assert_eq!((found.titles(), found.records[0].0.body.as_str()), (vec!["甲", "乙"], "正文一段"));
}

#[test]
fn days_are_never_taken_for_items() {
    let found = sheet("标题|事项|甲\n一|2023.11.1|1\n二|37|2");
    assert!(found.asked.is_empty(), "{:?}", found.asked);
    assert_eq!((found.faults, found.titles()), (1, vec!["二"]));
}

#[test]
fn one_head_is_offered_once_and_for_one_column() {
    let found = sheet("序号|项目|公开日期\n1|关于甲的说明|2024-03-05\n2|关于乙的说明|2024-03-06");
    let offered: Vec<&String> = found.asked.iter().flat_map(|question| &question.candidates).collect();
    assert_eq!((offered.len(), found.asked.len()), (1, 2), "{:?}", found.asked);
}

#[test]
fn other_registers_are_told_and_ask_nothing() {
    let found = book(|book| {
        let mut add = |name: &str, text: &str| rows(book.add_worksheet().set_name(name).unwrap(), text);
        add(
            "依申请公开登记表",
            "某学院依申请公开登记表
             序号|申请人|申请日期|申请内容|受理部门|答复日期|答复方式
             1|某甲|2024.3.5|录取名单|招生就业处|2024.3.20|邮寄
             2|某乙|2024.4.5|工资明细|人事处|2024.4.25|电子邮件
             3|某丙|2024.4.6|经费明细|财务处|2024.4.26|电子邮件",
        );
        add("举报投诉登记", "序号|时间|举报事项|办理部门|结果\n1|2024.5.6|食堂价格未公开|后勤保障处|已整改");
        add(
            "毕业生",
            "学院|毕业生人数|就业人数|就业率\n信息学院|500|480|96%\n护理学院|1,200人|约1100|91.7%\n合计|1700|1580|92.9%",
        );
        add(
            "落实情况",
            "序号|清单事项|公开条数|责任部门\n1|学校章程及制定的各项规章制度|12|党政办公室\n2|中外合作办学情况|0|国际交流处",
        );
        add("台账", "标题|事项|公开日期\n学校简介|1|2024-03-05");
    });
    assert_eq!((found.titles(), found.asked.len()), (vec!["学校简介"], 0));
    for (kind, name) in [
        (Taken::RequestsOut, "依申请公开登记表"),
        (Taken::ComplaintsOut, "举报投诉登记"),
        (Taken::StatisticsOut, "毕业生"),
        (Taken::CountsOut, "落实情况"),
    ] {
        assert_eq!(found.took(kind), [name]);
    }
    let alone = sheet("序号|清单事项|公开条数|责任部门\n1|学校章程|12|党政办公室");
    assert_eq!(
        alone.error,
        Some(LedgerFileError::Register { what: "counts-out" }),
        "a book of nothing else is no ledger"
    );
}

#[test]
fn a_text_that_is_another_register_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("举报.csv");
    std::fs::write(&path, "序号,时间,举报事项,办理部门,结果\n1,2024.5.6,食堂价格未公开,后勤处,已整改\n").unwrap();
    let found: Vec<_> = read(&path, &Limits::default()).unwrap().collect();
    assert_eq!(found, [Err(LedgerFileError::Register { what: "complaints-out" })]);
}

#[test]
fn the_days_of_a_publicity_are_read_under_their_usual_heads() {
    let found = sheet(
        "公示名称|事项|公示部门|公示起|公示止|公示地点|公示天数
         2024年国家奖学金名单公示|37|学生处|2023-10-08|2023-10-14|官网/公告栏|5
         拟聘用人员公示|25|人事处|2023-12-28|2024-01-05|公告栏|7",
    );
    let (record, _) = &found.records[0];
    let publicity = record.publicity.as_ref().unwrap();
    assert_eq!((publicity.from.to_string(), publicity.until.to_string()), ("2023-10-08".into(), "2023-10-14".into()));
    assert_eq!((record.channels.join(" "), record.unit.as_str()), ("官网 公告栏".to_string(), "学生处"));
    assert_eq!(found.unread(), ["公示天数"]);
}

#[test]
fn yes_means_disclosed_and_no_is_asked_about() {
    let found = sheet(
        "标题|事项|公开日期|是否公开|公开范围
         甲|1|2024-03-05|是|面向社会
         乙|1|2024-03-05|否|社会
         丙|1|2024-03-05|√|内部",
    );
    assert_eq!((found.titles(), found.records[0].0.openness.clone()), (vec!["甲"], Openness::Proactive));
    let candidates: Vec<&[String]> = found.asked.iter().map(|question| question.candidates.as_slice()).collect();
    assert_eq!(candidates, [["不予公开", "依申请公开"], ["校内", "本单位"]]);
}

#[test]
fn what_is_not_yet_public_is_a_draft_and_a_column_of_days_is_never_passed_over() {
    use domain::ledger::EntryState;
    let found = sheet("标题|事项|公开日期|是否已公开\n甲|1|2024-03-05|是\n乙|1|2024-03-05|否");
    let states: Vec<Option<EntryState>> = found.records.iter().map(|(record, _)| record.state).collect();
    assert_eq!(states, [Some(EntryState::Public), Some(EntryState::Draft)]);
    let found = sheet("标题|事项|起讫\n甲|1|2024.3.5-3.10\n乙|1|2024年3月5日至3月10日");
    assert_eq!((found.records.len(), found.asked.len(), found.waiting), (0, 1, 2), "periods are days too");
    let found = sheet("公示名称|事项|公示起止时间\n奖学金公示|37|2024.3.5-3.10\n助学金公示|37|2024.3.6-3.11");
    assert!(found.records.iter().all(|(record, _)| record.publicity.is_some()));
}

#[test]
fn small_numbers_below_a_head_that_says_nothing_are_asked_about() {
    let found = sheet("标题|类别|公开日期\n甲|1|2024-03-05\n乙|3|2024-03-05");
    assert_eq!((found.asked[0].candidates.as_slice(), found.waiting), (&["类别".to_string()][..], 2));
}

#[test]
fn a_term_by_its_length_ends_on_its_last_day() {
    use domain::record::Term;
    let found = sheet(
        "标题|事项|公开日期|公开时限
         甲|1|2024-03-05|一年
         乙|1|2024-03-05|2024.3.5-2024.3.12
         丙|1|2024-03-05|永久
         丁|1|2024-03-05|7天
         戊|1|2024-03-05|5个工作日",
    );
    let ends: Vec<String> = found
        .records
        .iter()
        .map(|(record, _)| match record.term {
            Term::Until(day) => day.to_string(),
            Term::Standing => "长期".to_string(),
        })
        .collect();
    assert_eq!(ends, ["2025-03-04", "2024-03-12", "长期", "2024-03-11"]);
    assert_eq!(found.asked.len(), 1, "which days are working days is not known here");
}

#[test]
fn tables_side_by_side_are_both_read() {
    let found = sheet(
        "某某处信息公开台账
         序号|标题|事项|公开日期|网址||序号|标题|事项|公开日期|网址
         1|甲|1|2024-03-05|https://www.x.cn/1.htm||3|丙|2|2024-03-08|https://www.x.cn/3.htm
         2|乙|1|2024-03-06|https://www.x.cn/2.htm||4|丁|2|2024-03-09|https://www.x.cn/4.htm
         合计|2条",
    );
    let mut titles = found.titles();
    titles.sort_unstable();
    assert_eq!(titles, ["丁", "丙", "乙", "甲"]);
    let third = found.records.iter().find(|(record, _)| record.title == "丙").unwrap();
    assert_eq!((third.0.item.to_string(), third.0.locator.as_str()), ("2".into(), "https://www.x.cn/3.htm"));
    assert_eq!(found.error, None, "a title above them is no table without a head");
    assert_eq!((found.took(Taken::SideBySide), found.unread().len()), (vec!["2"], 0));
}

#[test]
fn a_column_that_holds_something_and_is_not_read_is_named_once() {
    let found = sheet(
        "标题|事项|经办人|空列||公开日期
         甲|1|张三||不知何物|2024-03-05
         乙|1|||另一物|2024-03-05",
    );
    assert_eq!(found.unread(), ["经办人", "台账!E1"], "an empty column loses nothing");
}

#[test]
fn headings_between_rows_and_ditto_hold_under_heads_of_two_lines_and_channels_as_columns() {
    let found = book(|book| {
        let sheet = book.add_worksheet().set_name("台账").unwrap();
        let text = "序号|标题|事项|公开渠道||责任部门|核对
            |||官网公开日期|公众号公开日期||
            一、党政办公室||||||
            1|甲|1|2024-3-5|2024-3-6||
            2|乙|2|同上|〃||
            教务处（1条）||||||
            1|丙|28||2024-4-1||
            序号|事项|标题|公开日期|渠道|责任部门|核对
            1|36|丁|2024-5-1|官网||
            人事处||||||
            2|34|戊|2024-5-2|官网||";
        rows(sheet, text);
        sheet.write_formula(3, 6, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    assert_eq!((found.titles(), found.faults), (vec!["甲", "乙", "丙", "丁", "戊"], 0), "{:?}", found.error);
    let units: Vec<&str> = found.records.iter().map(|(record, _)| record.unit.as_str()).collect();
    assert_eq!(units, ["党政办公室", "党政办公室", "教务处", "教务处", "人事处"]);
    let of = |name: &str, day: &str| (name.to_string(), day.to_string(), String::new());
    for at in [0, 1] {
        assert_eq!(found.releases(at), [of("官网", "2024-03-05"), of("公众号", "2024-03-06")], "{at}");
    }
    assert_eq!(found.releases(2), [of("公众号", "2024-04-01")]);
    assert!(found.asked.is_empty() && found.error.is_none(), "{:?} {:?}", found.asked, found.error);
    assert_eq!((found.took(Taken::Ditto).len(), found.unread()), (2, vec!["核对".to_string()]));
}

#[test]
fn an_error_of_a_formula_in_the_column_of_a_channel_loses_its_row() {
    let found = book(|book| {
        let sheet = book.add_worksheet().set_name("台账").unwrap();
        rows(sheet, "标题|事项|官网|公众号\n甲|1|√|\n乙|2|√|√\n丙|2|√|√");
        sheet.write_formula(1, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    assert_eq!(found.titles(), ["乙", "丙"]);
    assert!(
        matches!(&found.error, Some(LedgerFileError::Formula { place }) if place == "台账!D2"),
        "{:?}",
        found.error
    );
}

#[test]
fn what_was_answered_of_heads_holds_in_every_line_and_every_head() {
    let at = |key: &str| columns(Table::Records).iter().position(|column| column.key == key);
    let mut answers = HeadAnswers::default();
    answers.insert(Table::Records, "甲栏", at("title"));
    answers.insert(Table::Records, "乙栏", at("item"));
    answers.insert(Table::Records, "丙栏", None);
    answers.insert(Table::Records, "时间", at("made_on"));
    let text = "公开信息||落实情况|时间
        甲栏|乙栏|丙栏|
        甲|1|x|2024-3-5
        乙|2|y|2024-3-6
        乙栏|丙栏|甲栏|时间
        28|z|丙|2024-3-7";
    let fill = |book: &mut Workbook| rows(book.add_worksheet().set_name("台账").unwrap(), text);
    let found = answered(answers, fill);
    assert_eq!((found.titles(), found.faults), (vec!["甲", "乙", "丙"], 0), "{:?}", found.understood);
    let made: Vec<String> = found.records.iter().map(|(record, _)| record.made_on.to_string()).collect();
    assert_eq!(made, ["2024-03-05", "2024-03-06", "2024-03-07"]);
    assert_eq!((found.unread(), found.asked.len(), found.waiting), (Vec::<String>::new(), 0, 0), "{:?}", found.asked);
    assert_eq!(found.took(Taken::HeadLeft), ["丙栏", "丙栏"]);
    assert!(book(fill).titles().is_empty(), "without the answers nobody can tell");
}
