//! Rows as clerks write them, read whole.

mod not_there;
mod ordinary;

use super::*;
use crate::date::PartialDate;

/// A school with one unit of a long name and three sites.
struct School;

impl Known for School {
    fn is_unit(&self, text: &str) -> bool {
        text == "组织部、统战部"
    }

    fn hosts(&self, channel: &str) -> &[String] {
        static SITES: std::sync::LazyLock<[(&str, [String; 1]); 2]> =
            std::sync::LazyLock::new(|| [("学校官网", ["x.edu.cn".into()]), ("招生网", ["zs.x.edu.cn".into()])]);
        SITES.iter().find(|(name, _)| *name == channel).map_or(&[], |(_, hosts)| hosts)
    }

    fn channel_of(&self, host: &str) -> Option<&str> {
        (host == "jy.x.edu.cn").then_some("就业网")
    }
}

fn row(table: Table, cells: &[(&str, &str)]) -> Row {
    let mut row = vec![String::new(); columns(table).len()];
    for (key, text) in cells {
        row[at(table, key)] = text.to_string();
    }
    Row(row)
}

fn at(table: Table, key: &str) -> usize {
    columns(table).iter().position(|column| column.key == key).unwrap()
}

fn read_with(cells: &[(&str, &str)], hints: &[Hint], sheet: &SheetFacts) -> Reading {
    let row = row(Table::Records, &[&[("title", "通知"), ("item", "37")], cells].concat());
    read_row(Written { table: Table::Records, row: &row, hints, sites: &[], guards: &[], sheet }, &Nothing)
}

fn read(cells: &[(&str, &str)]) -> Reading {
    read_with(cells, &[], &SheetFacts::default())
}

fn kinds(reading: &Reading) -> Vec<Taken> {
    reading.understood.iter().map(|told| told.kind).collect()
}

fn cell<'a>(reading: &'a Reading, key: &str) -> &'a str {
    reading.row.cell(at(Table::Records, key))
}

fn behind(key: &str, link: &str) -> Hint {
    Hint { column: at(Table::Records, key), link: Some(link.into()), ..Hint::default() }
}

#[test]
fn what_is_literal_passes_unchanged_and_without_a_word() {
    let cells = [
        ("key", "2023-0001"),
        ("unit", "jwc"),
        ("channel", "site；board"),
        ("locator", "https://a.cn/1"),
        ("published_on", "2023-05-12"),
        ("openness", "主动公开"),
        ("term", "长期"),
        ("year", "2022-2023"),
        ("count", "77"),
    ];
    let written = row(Table::Records, &[&[("title", "通知"), ("item", "37")], &cells[..]].concat());
    let reading = read(&cells);
    assert_eq!(reading.row, written);
    assert!(reading.understood.is_empty() && reading.questions.is_empty() && reading.releases.is_empty());
}

#[test]
fn a_row_with_a_question_says_only_the_question_of_its_column() {
    let reading = read(&[("item", "就业")]);
    assert_eq!(reading.entry, Err(Vec::new()));
    assert_eq!(reading.questions[0].candidates, ["31", "32", "33"]);
    let reading = read(&[("published_on", "5月12日")]);
    assert_eq!((reading.questions[0].kind, cell(&reading, "published_on")), (Doubt::Year, ""));
}

#[test]
fn the_sheet_supplies_unit_and_year() {
    let sheet = SheetFacts {
        unit: Some(("教务处".into(), Taken::UnitOfSheet)),
        year: StatedYear::of("2024-2025学年台账"),
        ..SheetFacts::default()
    };
    let reading = read_with(&[("published_on", "10.15")], &[], &sheet);
    assert_eq!((cell(&reading, "unit"), cell(&reading, "published_on")), ("教务处", "2024-10-15"));
    assert_eq!(kinds(&reading), [Taken::Year, Taken::UnitOfSheet]);
    assert_eq!(cell(&read_with(&[("unit", "财务处")], &[], &sheet), "unit"), "财务处");
    let running = SheetFacts { running: true, ..sheet };
    assert!(
        matches!(read_with(&[("key", "3")], &[], &running).entry, Ok(Entry::Record(entry)) if entry.key.starts_with("auto-"))
    );
}

#[test]
fn the_address_behind_a_cell_or_a_title_is_the_records() {
    let link = "https://x.edu.cn/info/1/1.htm";
    for (cells, hint, kind) in [
        (&[("locator", "点击查看")][..], behind("locator", link), Taken::Link),
        (&[][..], behind("title", link), Taken::TitleLink),
    ] {
        let reading = read_with(cells, &[hint], &SheetFacts::default());
        assert_eq!((cell(&reading, "locator"), kinds(&reading)), (link, vec![kind]));
    }
    let reading = read(&[("locator", "点击查看")]);
    assert_eq!((cell(&reading, "locator"), kinds(&reading)), ("", vec![Taken::NoAddress]));
    let unread = SheetFacts { links_unread: true, ..SheetFacts::default() };
    let lost = |key: &str| Hint { column: at(Table::Records, key), lost: true, ..Hint::default() };
    for (cells, hints, sheet) in [
        (&[("locator", "链接")][..], vec![], unread),
        (&[("locator", "查看")], vec![lost("locator")], SheetFacts::default()),
        (&[], vec![lost("title")], SheetFacts::default()),
    ] {
        let asked = read_with(cells, &hints, &sheet);
        assert_eq!((asked.questions.len(), asked.questions[0].kind), (1, Doubt::LinkUnread), "{asked:?}");
    }
    let told = read_with(&[("locator", link)], &[lost("title"), lost("locator")], &SheetFacts::default());
    assert!(told.questions.is_empty(), "an address that stands there is enough: {told:?}");
    let other = read_with(&[("locator", "https://x.edu.cn/2")], &[behind("locator", link)], &SheetFacts::default());
    assert_eq!(other.questions[0].candidates, ["https://x.edu.cn/2", link]);
    let bad = read_with(&[("locator", "查看")], &[behind("locator", "javascript:alert(1)")], &SheetFacts::default());
    assert!(matches!(bad.entry, Err(faults) if faults[0].kind == FaultKind::Address));
}

#[test]
fn each_address_goes_to_the_channel_of_its_host() {
    let (page, article) = ("https://x.edu.cn/1.htm", "https://mp.weixin.qq.com/s/a");
    let reading = read(&[
        ("channel", "官网、公众号、公告栏"),
        ("locator", &format!("{page}\n{article}")),
        ("published_on", "2024.10.1"),
    ]);
    assert_eq!((cell(&reading, "channel"), cell(&reading, "locator")), ("官网", page));
    let others: Vec<(&str, &str)> =
        reading.releases.iter().map(|release| (release.channel.as_str(), release.locator.as_str())).collect();
    assert_eq!(others, [("公众号", article), ("公告栏", "")]);
    let day: PartialDate = "2024-10-01".parse().unwrap();
    assert!(reading.releases.iter().all(|release| release.on == day && release.record.starts_with("auto-")));
    let alone = read(&[("channel", "公众号"), ("locator", article)]);
    assert_eq!((alone.releases.len(), alone.understood.len(), cell(&alone, "channel")), (0, 0, "公众号"));
    let board = read(&[("channel", "公告栏"), ("locator", page)]);
    assert_eq!((cell(&board, "channel"), board.releases[0].channel.as_str()), ("", "公告栏"));
}

#[test]
fn channels_are_divided_and_none_is_none() {
    let reading = read(&[("channel", "官网/公众号 公告栏")]);
    let Ok(Entry::Record(entry)) = reading.entry else { panic!() };
    assert_eq!(entry.channels, ["官网", "公众号", "公告栏"]);
    for none in ["无", "/", "—"] {
        let reading = read(&[("channel", none)]);
        assert_eq!((cell(&reading, "channel"), kinds(&reading)), ("", vec![Taken::NoChannel]), "{none}");
    }
    let reading = read(&[("channel", "学校官网（https://x.edu.cn/1.htm）")]);
    assert_eq!((cell(&reading, "channel"), cell(&reading, "locator")), ("学校官网", "https://x.edu.cn/1.htm"));
    assert_eq!(cell(&read(&[("channel", "https://www.x.edu.cn")]), "channel"), "x.edu.cn");
}

#[test]
fn of_several_units_the_first_answers_and_the_others_are_kept() {
    for text in ["教务处、学工处", "教务处/学工处", "教务处\n学工处"] {
        let reading = read(&[("unit", text)]);
        assert_eq!((cell(&reading, "unit"), kinds(&reading)), ("教务处", vec![Taken::Unit]), "{text}");
        assert!(cell(&reading, "note").contains("学工处"));
    }
    for text in ["教务处（招生办）", "学生\n工作处", "各学院"] {
        assert_eq!(cell(&read(&[("unit", text)]), "unit"), text);
    }
    assert_eq!(cell(&read(&[("unit", "教务处 王五")]), "unit"), "教务处");
    let whole = row(Table::Records, &[("title", "甲"), ("item", "37"), ("unit", "组织部、统战部")]);
    let written = Written {
        table: Table::Records,
        row: &whole,
        hints: &[],
        sites: &[],
        guards: &[],
        sheet: &SheetFacts::default(),
    };
    assert_eq!(read_row(written, &School).row, whole, "a known unit of that name is that unit");
}

#[test]
fn a_period_of_publicity_has_both_ends_and_any_other_its_first_day() {
    let reading = read(&[("title", "国家奖学金获奖名单公示"), ("published_on", "2024.10.15-10.20")]);
    let Ok(Entry::Record(entry)) = &reading.entry else { panic!("{reading:?}") };
    let publicity = entry.publicity.clone().unwrap();
    assert_eq!((publicity.from.to_string(), publicity.until.to_string()), ("2024-10-15".into(), "2024-10-20".into()));
    assert_eq!(kinds(&reading), [Taken::Period]);
    let reading = read(&[("published_on", "2024.10.15-10.20")]);
    assert_eq!((cell(&reading, "published_on"), cell(&reading, "publicity")), ("2024-10-15", ""));
    assert_eq!(kinds(&reading), [Taken::PeriodStart]);
}

#[test]
fn figures_identities_and_texts_are_read_in_their_own_words() {
    let sheet = SheetFacts::default();
    let read = |table, cells: &[(&str, &str)]| {
        let row = row(table, cells);
        read_row(Written { table, row: &row, hints: &[], sites: &[], guards: &[], sheet: &sheet }, &Nothing)
            .entry
            .unwrap()
    };
    let Entry::Figure(_, figure) =
        read(Table::Figures, &[("dataset", "毕业生"), ("key", "总数"), ("name", "合计"), ("value", "约1.2万人")])
    else {
        panic!()
    };
    assert_eq!((figure.value.unwrap().to_string(), figure.approximate), ("12000".to_string(), true));
    let identity = [("dataset", "毕业生"), ("kind", "合计"), ("target", "总数"), ("terms", "甲＋乙")];
    assert!(matches!(read(Table::Identities, &identity), Entry::Identity(..)));
    let text = [("year", "2024—2025"), ("place", "第六部分"), ("order", "1"), ("text", "共｛毕业生.总数｝")];
    let Entry::Text(text) = read(Table::Texts, &text) else { panic!() };
    assert_eq!((text.place.as_str(), text.text.as_str()), ("6", "共{毕业生.总数}"));
}

#[test]
fn an_address_goes_to_the_channel_that_the_ledger_gives_its_host() {
    // Channel and address of the row, then its further releases.
    let told = |channel: &str, locator: &str| {
        let row = row(Table::Records, &[("title", "甲"), ("item", "37"), ("channel", channel), ("locator", locator)]);
        let written = Written {
            table: Table::Records,
            row: &row,
            hints: &[],
            sites: &[],
            guards: &[],
            sheet: &SheetFacts::default(),
        };
        let reading = read_row(written, &School);
        let releases = reading.releases.iter().map(|release| (release.channel.clone(), release.locator.clone()));
        (cell(&reading, "channel").to_string(), releases.collect::<Vec<_>>())
    };
    let release = |channel: &str, locator: &str| (channel.to_string(), locator.to_string());
    let (site, own) = ("https://www.x.edu.cn/1", "https://zs.x.edu.cn/1");
    assert_eq!(told("学校官网、招生网", own), ("招生网".into(), vec![release("学校官网", "")]));
    assert_eq!(told("学校官网、招生网", site), ("学校官网".into(), vec![release("招生网", "")]));
    // A site whose host nobody has said holds what is on none of the others.
    assert_eq!(
        told("学校官网、学院网站", "https://math.x.edu.cn/1"),
        ("学院网站".into(), vec![release("学校官网", "")])
    );
    assert_eq!(told("学校官网", "https://math.x.edu.cn/1"), ("学校官网".into(), vec![]), "a name alone holds its row");
    // Of several addresses each goes to its own, also to one that the row does not name.
    assert_eq!(
        told("招生网、公告栏", &format!("{own} https://jy.x.edu.cn/1")),
        ("招生网".into(), vec![release("就业网", "https://jy.x.edu.cn/1"), release("公告栏", "")])
    );
}

#[test]
fn a_category_beside_the_item_helps_it_and_contradicts_it_aloud() {
    let of = |item: &str, title: &str, category: &str| {
        let sheet = SheetFacts { category: Some(category.to_string()), ..SheetFacts::default() };
        let reading = read_with(&[("title", title), ("item", item)], &[], &sheet);
        let asked = reading.questions.first().map(|question| (question.kind, question.candidates.clone()));
        (reading.row.cell(at(Table::Records, "item")).to_string(), asked)
    };
    assert_eq!(of("21", "收费公示", "四、财务、资产及收费信息"), ("21".into(), None));
    assert_eq!(of("", "收费公示", "财务、资产及收费信息"), ("21".into(), None), "an empty item is that of the title");
    assert_eq!(of("见附件", "收费公示", "财务、资产及收费信息"), ("21".into(), None));
    let asked = Some((Doubt::Category, vec!["招生考试信息".to_string()]));
    assert_eq!(of("21", "收费公示", "招生考试信息"), (String::new(), asked));
    assert_eq!(of("21", "收费公示", "其他杂项"), ("21".into(), None), "what is no category of the list says nothing");
}

/// A row as a stranger may write it, with what becomes of it: the cell as it is read, or what is asked.
#[test]
fn what_clerks_write_is_read_for_what_it_is_or_asked() {
    let of = |key: &'static str, text: &'static str| {
        let reading = read_with(&[(key, text)], &[], &SheetFacts::default());
        match reading.questions.first() {
            Some(question) => Err(question.kind),
            None => Ok(reading.row.cell(at(Table::Records, key)).to_string()),
        }
    };
    for (text, unit) in [
        ("教务处/学生处", "教务处"),
        ("教务处（牵头）、学生处", "教务处"),
        ("教务处 学生处", "教务处"),
        ("教务处:李四", "教务处"),
        ("教务处等", "教务处"),
        ("教务处、", "教务处"),
        ("教务处及各二级学院", "教务处"),
        ("教务处和学生处", "教务处"),
        ("国际合作与交流处", "国际合作与交流处"),
        ("宣传与统战部", "宣传与统战部"),
        ("党政办公室（保密办公室）", "党政办公室（保密办公室）"),
        ("学生工作部（处）", "学生工作部（处）"),
    ] {
        assert_eq!(of("unit", text), Ok(unit.to_string()), "{text}");
    }
    for (text, doubt) in [
        ("已于2026年3月删除", Doubt::Withdrawn),
        ("已被新办法替代", Doubt::Withdrawn),
        ("链接失效", Doubt::Withdrawn),
        ("涉密", Doubt::NotPublic),
        ("不公开", Doubt::NotPublic),
        ("仅限校内查看", Doubt::NotPublic),
        ("暂缓公开", Doubt::NotYet),
        ("未公开，计划2026年12月公开", Doubt::NotYet),
        ("待领导审批", Doubt::NotYet),
        ("与第3行重复", Doubt::Word),
    ] {
        assert_eq!(of("note", text), Err(doubt), "{text}");
    }
    for text in ["已归档", "2026年6月修订", "不涉密", "已按计划公开", "同时抄送各单位"] {
        assert_eq!(of("note", text), Ok(text.to_string()), "{text}");
    }
    for (text, doubt) in [
        ("甲办法（校内）", Doubt::NotPublic),
        ("甲办法-依申请公开", Doubt::NotPublic),
        ("甲办法（草稿）", Doubt::NotYet),
        ("（拟）甲办法", Doubt::NotYet),
        ("见链接", Doubt::Word),
        ("12", Doubt::Word),
        ("零报告", Doubt::Nothing),
    ] {
        assert_eq!(of("title", text), Err(doubt), "{text}");
    }
    for (text, channel) in [("官网：通知公告栏目", "官网"), ("官网首页-通知公告", "官网"), ("教务处官网", "教务处官网")]
    {
        assert_eq!(of("channel", text), Ok(channel.to_string()), "{text}");
    }
    assert_eq!(of("channel", "官网（已删）"), Err(Doubt::Withdrawn));
    assert_eq!((of("locator", "见官网"), of("locator", "链接失效")), (Ok(String::new()), Err(Doubt::Withdrawn)));
    for (text, doubt) in [("2026年12月（计划）", Doubt::Date), ("2025年10月10日（农历）", Doubt::Date)] {
        assert_eq!(of("published_on", text), Err(doubt), "{text}");
    }
    assert_eq!((of("item", "第1-3项"), of("item", "1至3")), (Err(Doubt::Item), Err(Doubt::Item)));
}
