//! The things that samples of pages show: a school that does not exist, with a catalogue, records, figures and reports.

use crate::portal::identity::Identity;
use app::portal::browse::{Listing, NumbersView, RecordsQuery, RecordsView, SeriesLine, UnitLine, UnitView};
use app::portal::diff;
use app::portal::view::*;
use app::report::Format;
use chrono::NaiveDate;
use domain::catalogue::{Applicability, Catalogue, ItemKey, SchoolKind};
use domain::coverage::{Coverage, ItemAccount, State, Timeliness};
use domain::date::PartialDate;
use domain::document::{self, Block, Chart, ChartKind, Document, Inline, Series};
use domain::figure::{Dataset, Figure, Identity as Rule};
use domain::ids::RecordId;
use domain::ledger::Concern;
use domain::objection::Outcome as Objected;
use domain::publicity::{Days, Length, Posting, Roll, Standing};
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Record, Release, Term, Validity, Visibility,
};
use domain::school::{Channel, ChannelKind, Unit, UnitKind};
use domain::school_year::SchoolYear;
use std::sync::Arc;

pub(super) fn identity() -> Identity {
    Identity {
        school: "某某职业技术学院".into(),
        website: Some("https://www.example.edu.cn/".into()),
        origin: Some("https://xxgk.example.edu.cn".into()),
        style: "/assets/portal.css".into(),
        ..Identity::default()
    }
}

pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

pub(super) fn day(year: i32, month: u32, day: u32) -> PartialDate {
    PartialDate::Day(date(year, month, day))
}

pub(super) fn year() -> SchoolYear {
    SchoolYear::of(date(2030, 9, 1))
}

pub(super) fn next_year() -> SchoolYear {
    SchoolYear::of(date(2031, 9, 1))
}

pub(super) fn board() -> Board {
    let catalogue = Catalogue::statutory(SchoolKind::Vocational);
    let states =
        [State::Fresh, State::Fresh, State::DueSoon, State::Fresh, State::Overdue, State::NeverDisclosed, State::Nil];
    let line = |at: usize, item: &domain::catalogue::Item| {
        let reason = match &item.applicability {
            Applicability::NotApplicable { reason } => Some(reason.clone()),
            _ => None,
        };
        let state = if reason.is_some() { State::NotApplicable } else { states[at % states.len()] };
        let dated = matches!(state, State::Fresh | State::DueSoon | State::Overdue);
        ItemLine {
            key: item.key.clone(),
            text: item.text.clone(),
            english: item.english.clone(),
            unit: at.is_multiple_of(3).then(|| "教务处".to_string()),
            unit_code: at.is_multiple_of(3).then(|| "jwc".to_string()),
            timing: item.timing,
            state,
            latest: if dated { day(2031, 1 + at as u32 % 8, 1 + at as u32 % 27) } else { PartialDate::Unknown },
            account: ItemAccount { own: 3, entries: 5, taken_down: 1, ..ItemAccount::default() },
            reason,
        }
    };
    let categories = catalogue.categories.iter().map(|category| CategoryBoard {
        category: category.clone(),
        items: catalogue
            .items_in(category.number)
            .enumerate()
            .map(|(at, item)| line(at + usize::from(category.number), item))
            .collect(),
    });
    let coverage = Coverage { applicable: 42, disclosed: 30, nil: 4, not_applicable: 8 };
    let account = YearAccount { year: year(), coverage, entries: 128 };
    Board { categories: categories.collect(), as_of: date(2031, 8, 31), coverage, years: vec![account] }
}

pub(super) fn line(number: u128) -> RecordLine {
    let titles = [
        "2031年单独招生章程",
        "关于做好2030—2031学年国家奖学金评审工作的通知",
        "2031年度部门预算公开说明",
        "关于公布校级精品课程名单的通知",
        "实训楼改造工程采购项目",
    ];
    RecordLine {
        id: RecordId(number),
        index: IndexNumber { school: "12345".into(), year: 2031, serial: number as u32 },
        title: titles[number as usize % titles.len()].into(),
        item: ItemKey::Official(37),
        unit: (!number.is_multiple_of(4)).then(|| "学生工作处".to_string()),
        form: Form::Notice,
        document_number: if number.is_multiple_of(2) {
            String::new()
        } else {
            format!("某院发〔2031〕{number}号")
        },
        published: if number == 3 { PartialDate::Unknown } else { day(2031, 5, 20 - number as u32 % 19) },
        count: if number == 4 { 77 } else { 1 },
        audience: if number == 2 { Audience::Campus } else { Audience::Public },
    }
}

pub(super) fn publicity(standing: Standing) -> PublicityLine {
    PublicityLine {
        nth: Some(3),
        record: line(1),
        kind: "国家奖学金初审名单".into(),
        from: day(2031, 5, 19),
        until: day(2031, 5, 23),
        standing,
    }
}

pub(super) fn chart() -> Chart {
    Chart {
        title: "招生计划：总数".into(),
        description: "总数3000人：三年制高职2400人，五年制大专600人".into(),
        kind: ChartKind::Bars,
        categories: vec!["三年制高职".into(), "五年制大专".into()],
        series: vec![Series { name: "总数".into(), values: vec![2400, 600] }],
        unit: "人".into(),
    }
}

pub(super) fn front(board: &Arc<Board>, filled: bool) -> Front {
    let teaser =
        FigureTeaser { key: "admissions".into(), title: "招生计划".into(), chart: chart(), disputed: true };
    Front {
        publicity: if filled {
            vec![publicity(Standing::Running { left: 3, days: Days::Working, provisional: false })]
        } else {
            Vec::new()
        },
        running: usize::from(filled) * 4,
        closing: usize::from(filled),
        latest: if filled { (1..8).map(line).collect() } else { Vec::new() },
        sealed: if filled { vec![line(1).id, line(3).id] } else { Vec::new() },
        board: board.clone(),
        reports: if filled { vec![report_line()] } else { Vec::new() },
        figures: if filled { vec![teaser] } else { Vec::new() },
        office: Office::default(),
    }
}

pub(super) fn item(board: &Board, filled: bool) -> ItemView {
    let category = &board.categories[5];
    let lines: Vec<RecordLine> = if filled { (1..6).map(line).collect() } else { Vec::new() };
    let nil = NilLine { year: year(), unit: "学生工作处".into(), signed_on: day(2031, 8, 30) };
    ItemView {
        category: category.category.clone(),
        item: category.items[1].clone(),
        counting: Vec::new(),
        query: ListQuery { year: Some(year()), ..ListQuery::default() },
        next: lines.last().map(|line| line.id.to_string()),
        previous: lines.first().map(|line| line.id.to_string()),
        units: vec![("xgc".into(), "学生工作处".into()), ("jwc".into(), "教务处".into())],
        years: vec![year()],
        nil: if filled { Vec::new() } else { vec![nil] },
        doubts: if filled { vec![(Concern::Future, 1), (Concern::Backwards, 2)] } else { Vec::new() },
        lines,
    }
}

fn listing() -> Listing {
    let lines: Vec<RecordLine> = (1..6).map(line).collect();
    let cursor = |line: Option<&RecordLine>| line.map(|line| line.id.to_string());
    Listing { next: cursor(lines.last()), previous: cursor(lines.first()), records: 205, things: 281, lines }
}

/// Units as pages list them: those of the guide, and one that answers for nothing.
pub(super) fn units() -> Vec<UnitLine> {
    let units = about().units.into_iter().enumerate();
    let line = |(at, unit): (usize, domain::school::Unit)| UnitLine {
        records: 12 * at as u64,
        latest: if at == 1 { day(2031, 5, 9) } else { PartialDate::Unknown },
        items: 2 * at,
        wanting: at,
        unit,
    };
    units.map(line).collect()
}

pub(super) fn unit(board: &Board, filled: bool) -> UnitView {
    let items = if filled { board.categories[5].items.clone() } else { Vec::new() };
    let nil = NilLine { year: year(), unit: "教务处".into(), signed_on: day(2031, 8, 30) };
    UnitView {
        unit: Unit {
            code: "jwc".into(),
            duty: if filled { "教学管理".into() } else { String::new() },
            ..about().units.remove(0)
        },
        above: filled.then(|| ("ld".into(), "信息公开工作领导小组".into())),
        states: State::ALL.iter().map(|state| (*state, 1)).filter(|_| filled).collect(),
        timeliness: if filled { Timeliness { on_time: 9, late: 2, unknown: 4 } } else { Timeliness::default() },
        nil: if filled { vec![("学生申诉办法".into(), nil)] } else { Vec::new() },
        query: RecordsQuery::default(),
        list: if filled { listing() } else { Listing::default() },
        years: if filled { (2015..2032).rev().map(|year| (year, 12)).collect() } else { Vec::new() },
        items,
    }
}

pub(super) fn records(filled: bool) -> RecordsView {
    RecordsView {
        query: RecordsQuery { year: Some(2031), month: Some(5), ..RecordsQuery::default() },
        list: if filled { listing() } else { Listing::default() },
        years: if filled { (2015..2032).rev().map(|year| (year, 12)).collect() } else { Vec::new() },
        months: if filled { (1..13).map(|month| (month, 1)).collect() } else { Vec::new() },
        undated: 7,
        forms: if filled { Form::ALL.iter().map(|form| (*form, 3)).collect() } else { Vec::new() },
        units: if filled { vec![("jwc".into(), "教务处".into(), 9)] } else { Vec::new() },
    }
}

pub(super) fn numbers(filled: bool) -> NumbersView {
    let line = |year| SeriesLine { series: "某院发".into(), year, records: 12 };
    NumbersView {
        series: if filled { (2029..2032).rev().map(line).collect() } else { Vec::new() },
        others: if filled { 3 } else { 0 },
        shown: filled.then(|| ("某院发".into(), Some(2031))),
        lines: if filled { (1..6).map(self::line).collect() } else { Vec::new() },
        page: if filled { (2, 3) } else { (1, 1) },
    }
}

pub(super) fn edition(number: u32) -> Edition {
    let amount = if number == 1 { "8000" } else { "10000" };
    Edition {
        number,
        title: "国家奖学金评审办法".into(),
        summary: "规定国家奖学金的申请条件、评审程序和公示办法。".into(),
        body: format!(
            "为做好国家奖学金评审工作，根据国家有关规定，结合学校实际，制定本办法。\n\
             国家奖学金每人每年{amount}元，每学年评审一次。\n评审结果在校内公示，公示期不少于5个工作日。"
        ),
        document_number: "某院发〔2031〕12号".into(),
        issuer: String::new(),
        made_on: PartialDate::Month(2031, 3),
        keywords: vec!["奖学金".into(), "学生资助".into()],
        change_note: if number == 1 { String::new() } else { "标准随国家规定调整".into() },
    }
}

pub(super) fn record(board: &Board, editions: u32) -> RecordView {
    let list: Vec<Edition> = (1..=editions).map(edition).collect();
    let change = |number: u32| EditionChange {
        number,
        note: edition(number).change_note,
        compared: number != 2 || editions < 3,
        title: diff::characters("国家奖学金评审办法", "国家奖学金评审办法"),
        summary: Vec::new(),
        body: if number == 1 { Vec::new() } else { diff::paragraphs(&edition(1).body, &edition(2).body) },
    };
    let release = |on, link: Option<&str>, place: &str, kind, channel: &str| ReleaseLine {
        channel: channel.into(),
        kind: Some(kind),
        on,
        link: link.map(str::to_string),
        place: place.into(),
        edition: 1,
        evidence: link.is_none(),
    };
    let category = &board.categories[5];
    RecordView {
        item: category.items[1].clone(),
        category: category.category.clone(),
        unit: Some("学生工作处".into()),
        releases: vec![
            release(
                day(2031, 3, 18),
                Some("https://www.example.edu.cn/info/1012/3456.htm"),
                "",
                ChannelKind::Website,
                "学校官网",
            ),
            release(PartialDate::Unknown, None, "一号教学楼一层", ChannelKind::Board, "校务公开栏"),
        ],
        posted: None,
        standing: None,
        unit_page: Some("xgc".into()),
        related: (2..5).map(line).collect(),
        also_open: Vec::new(),
        seal: None,
        changes: if editions > 1 { (1..=editions).rev().map(change).collect() } else { Vec::new() },
        record: Record {
            id: RecordId(1),
            key: String::new(),
            index: IndexNumber { school: "12345".into(), year: 2031, serial: 17 },
            item: ItemKey::Official(37),
            unit: Some("xgc".into()),
            form: Form::Rule,
            origin: Origin::Made,
            openness: Openness::Proactive,
            audience: Audience::Public,
            term: Term::Standing,
            validity: Validity::InForce,
            count: 1,
            year: None,
            publicity: None,
            drafter: None,
            progress: Progress::Done,
            visibility: Visibility::Public { edition: editions, since: day(2031, 3, 18), updated: day(2031, 4, 2) },
            editions: list,
            releases: Vec::<Release>::new(),
            attachments: Vec::new(),
            note: String::new(),
            source: String::new(),
            version: 1,
        },
    }
}

pub(super) fn whole_day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

pub(super) fn posted() -> Posted {
    let roll = Roll::read_lines("姓名\t学院\t学号\n李示例\t商学院\t2024****017\n王样本\t医护学院\t2024****233");
    let period = (whole_day(2031, 3, 20), whole_day(2031, 3, 26));
    Posted {
        posting: Posting {
            kind: "national_scholarship".into(),
            starts: period.0,
            length: Length { count: 5, days: Days::Working },
            contact: "行政楼305，电话0000-8390012".into(),
            wider: String::new(),
            kept: Vec::new(),
            roll: roll.unwrap_or_default(),
            again: vec![true, false],
            period: Some(period),
            extended: Some((whole_day(2031, 3, 25), "补充材料".into())),
            kept_until: None,
            purged: false,
        },
        standing: Standing::Running { left: 3, days: Days::Working, provisional: false },
        open: true,
        before: Some(whole_day(2031, 3, 24)),
    }
}

pub(super) fn tombstone(board: &Board, reason: Option<&str>, titled: bool) -> Tombstone {
    Tombstone {
        index: IndexNumber { school: "12345".into(), year: 2031, serial: 9 },
        item: board.categories[5].items[1].clone(),
        audience: if titled { Audience::Public } else { Audience::Unit },
        title: titled.then(|| "国家奖学金评审结果公示".to_string()),
        since: day(2031, 3, 18),
        until: if reason.is_some() { PartialDate::Unknown } else { day(2031, 3, 24) },
        reason: reason.map(str::to_string),
        successor: reason.map(|_| "12345/2031-00010".to_string()),
        period: (titled && reason.is_none()).then(|| {
            (whole_day(2031, 3, 18), whole_day(2031, 3, 24), Objected { upheld: 1, open: 1, ..Objected::default() })
        }),
    }
}

pub(super) fn dataset(broken: bool) -> DatasetView {
    let figure = |key: &str, name: &str, value: &str, disputed: Option<&str>| Figure {
        key: key.into(),
        name: name.into(),
        value: value.parse().ok(),
        unit: "人".into(),
        definition: "截至统计日在册人数".into(),
        approximate: false,
        disputed: disputed.map(str::to_string),
    };
    let disputed = broken.then_some("原件如此");
    let dataset = Dataset {
        key: if broken { "graduates".into() } else { "admissions".into() },
        title: if broken { "毕业生去向".into() } else { "招生计划".into() },
        item: ItemKey::Official(32),
        unit: None,
        year: year(),
        as_of: day(2031, 8, 31),
        source: "示例".into(),
        figures: vec![
            figure("total", "总数", if broken { "3100" } else { "3000" }, disputed),
            figure("three", "三年制高职", "2400", None),
            figure("five", "五年制大专", "600", None),
            figure("unknown", "其中外省", "", None),
        ],
        identities: vec![Rule::Sum { whole: "total".into(), parts: vec!["three".into(), "five".into()] }],
    };
    let lines = dataset.broken().into_iter().map(|broken| BrokenLine {
        code: broken.identity.code(),
        about: "总数".into(),
        arithmetic: broken.arithmetic,
    });
    DatasetView { unit: Some("招生就业处".into()), charts: vec![chart()], broken: lines.collect(), dataset }
}

pub(super) fn report_line() -> ReportLine {
    ReportLine {
        year: year(),
        edition: 1,
        signed_on: date(2031, 10, 20),
        issued_on: date(2031, 10, 21),
        record: RecordId(6),
        files: vec![(Format::Pdf, 412_345), (Format::Docx, 98_765)],
    }
}

pub(super) fn report() -> Document {
    let column = |head: &str, align| document::Column { head: head.into(), width: 1, align };
    let heading = |level, number: &str, text: &str, anchor: &str| Block::Heading {
        level,
        number: number.into(),
        text: text.into(),
        anchor: anchor.into(),
    };
    Document {
        title: vec!["某某职业技术学院".into(), "2030—2031学年信息公开工作年度报告".into()],
        issuer: "某某职业技术学院".into(),
        language: "zh-CN",
        date: date(2031, 10, 20),
        signed: true,
        subject: String::new(),
        keywords: Vec::new(),
        blocks: vec![
            heading(1, "一、", "信息公开工作概述", "part-1"),
            Block::Paragraph(vec![
                Inline::text("本学年共主动公开信息"),
                Inline::value("128", "records:2030-2031"),
                Inline::text("条，详见"),
                Inline::Link { text: "公开目录".into(), address: "/catalogue".into() },
                Inline::text("。"),
            ]),
            heading(2, "（一）", "制度建设", "part-1-1"),
            Block::List(vec![vec![Inline::text("修订保密审查办法")], vec![Inline::text("完善公示制度")]]),
            heading(1, "二、", "主动公开情况", "part-2"),
            Block::Chart(chart()),
            Block::Table(document::Table {
                caption: "清单事项公开情况表".into(),
                columns: vec![
                    column("序号", document::Align::Center),
                    column("事项", document::Align::Start),
                    column("条数", document::Align::End),
                ],
                rows: vec![vec![
                    vec![Inline::text("37")],
                    vec![Inline::text("学生奖学金管理规定")],
                    vec![Inline::text("12")],
                ]],
            }),
            Block::Signature(vec!["某某职业技术学院".into(), "2031年10月20日".into()]),
        ],
    }
}

pub(super) fn about() -> About {
    let channel = |name: &str, kind, address: &str| Channel {
        code: String::new(),
        name: name.into(),
        kind,
        address: address.into(),
        note: String::new(),
        former: Vec::new(),
    };
    let unit = |name: &str, kind, duty: &str| Unit {
        code: String::new(),
        name: name.into(),
        kind,
        parent: String::new(),
        duty: duty.into(),
        members: String::new(),
        note: String::new(),
        former: Vec::new(),
    };
    About {
        school: Publisher { name: "某某职业技术学院".into(), ..Publisher::default() },
        office: Office {
            name: Some("党政办公室".into()), phone: Some("0000-1234567".into()), ..Office::default()
        },
        channels: vec![
            channel("学校官网", ChannelKind::Website, "https://www.example.edu.cn/"),
            channel("校务公开栏", ChannelKind::Board, "一号教学楼一层"),
        ],
        units: vec![
            unit("教务处", UnitKind::Department, ""),
            unit("信息公开工作领导小组", UnitKind::Body, "统筹信息公开工作"),
        ],
        board: Arc::new(Board::default()),
    }
}
