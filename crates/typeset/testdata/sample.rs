//! A report of the size and shape of a real one, for tests, the benchmark and the example. The school and its
//! figures are invented; the page count, tables, lists, charts and long addresses are what reports have.

use domain::document::{Align, Block, Chart, ChartKind, Column, Document, Inline, Series, Table};

const CATEGORIES: [(&str, u16); 10] = [
    ("基本信息", 8),
    ("招生考试信息", 6),
    ("财务、资产及收费信息", 7),
    ("人事师资信息", 5),
    ("教学质量信息", 9),
    ("学生管理服务信息", 4),
    ("学风建设信息", 3),
    ("学位、学科信息", 4),
    ("对外交流与合作信息", 2),
    ("其他", 2),
];

fn text(words: &str) -> Inline {
    Inline::text(words)
}

fn heading(level: u8, number: &str, words: &str, anchor: &str) -> Block {
    Block::Heading { level, number: number.into(), text: words.into(), anchor: anchor.into() }
}

fn column(head: &str, width: u16, align: Align) -> Column {
    Column { head: head.into(), width, align }
}

/// The whole report, about twenty pages.
#[allow(dead_code, reason = "each user of this file takes what it needs")]
pub(crate) fn report() -> Document {
    let mut blocks = vec![paragraph_of_the_opening()];
    overview(&mut blocks);
    disclosure(&mut blocks);
    items(&mut blocks);
    requests(&mut blocks);
    problems(&mut blocks);
    blocks.push(Block::Signature(vec!["青川民族职业学院".into(), "2023年10月31日".into()]));
    Document {
        title: vec!["青川民族职业学院".into(), "2022—2023学年信息公开工作年度报告".into()],
        issuer: "青川民族职业学院".into(),
        language: "zh-CN",
        date: chrono::NaiveDate::from_ymd_opt(2023, 10, 31).expect("a date of the calendar"),
        signed: true,
        subject: "信息公开工作年度报告".into(),
        keywords: vec!["信息公开".into(), "年度报告".into(), "2022—2023学年".into()],
        blocks,
    }
}

/// A document of one table with this many rows of one line each, as a ledger by date is: about 35 rows a page.
#[allow(dead_code, reason = "each user of this file takes what it needs")]
pub(crate) fn ledger(rows: usize) -> Document {
    let columns = vec![
        column("序号", 4, Align::End),
        column("标题", 22, Align::Start),
        column("责任部门", 9, Align::Start),
        column("公开日期", 10, Align::Center),
    ];
    one_table(
        columns,
        (1..=rows)
            .map(|n| vec![vec![text(&n.to_string())], vec![text(&title(n))], vec![text(unit(n))], vec![date(n)]])
            .collect(),
    )
}

/// The same with the item and a long address in narrow columns: about nine rows a page.
#[allow(dead_code, reason = "each user of this file takes what it needs")]
pub(crate) fn ledger_with_addresses(rows: usize) -> Document {
    let columns = vec![
        column("序号", 3, Align::End),
        column("标题", 14, Align::Start),
        column("清单事项", 8, Align::Start),
        column("责任部门", 6, Align::Start),
        column("公开日期", 6, Align::Center),
        column("网址", 12, Align::Start),
    ];
    let row = |n: usize| {
        let address = format!("http://www.qcmz.example.edu.cn/info/{}/{}.htm", 1000 + n % 37, 20_000 + n);
        let link = Inline::Link { text: address.clone(), address };
        vec![
            vec![text(&n.to_string())],
            vec![text(&title(n))],
            vec![text(CATEGORIES[n % 10].0)],
            vec![text(unit(n))],
            vec![date(n)],
            vec![link],
        ]
    };
    one_table(columns, (1..=rows).map(row).collect())
}

fn one_table(columns: Vec<Column>, rows: Vec<Vec<Vec<Inline>>>) -> Document {
    let mut document = report();
    document.blocks = vec![
        heading(1, "一、", "信息公开台账", "ledger"),
        Block::Table(Table { caption: "信息公开台账".into(), columns, rows }),
    ];
    document
}

fn title(n: usize) -> String {
    format!("关于公布第{n}批{}的通知", CATEGORIES[n % 10].0)
}

fn unit(n: usize) -> &'static str {
    ["党政办公室", "教务处", "计划财务处", "学生工作处"][n % 4]
}

fn date(n: usize) -> Inline {
    Inline::value(format!("2023年{}月{}日", n % 12 + 1, n % 28 + 1), format!("record:{n}#published"))
}

fn paragraph_of_the_opening() -> Block {
    Block::Paragraph(vec![text(
        "根据《高等学校信息公开办法》（教育部令第29号）、《教育部关于公布〈高等学校信息公开事项清单〉的通知》（教办函〔2014〕23号）和省教育厅有关要求，学校对2022—2023学年信息公开工作进行了总结，编制本报告。本报告中所列数据的统计期限为2022年9月1日至2023年8月31日，全文共分八个部分，在学校信息公开网公布。",
    )])
}

fn overview(blocks: &mut Vec<Block>) {
    blocks.push(heading(1, "一、", "信息公开工作概述", "part-1"));
    blocks.push(heading(2, "（一）", "加强组织领导，健全工作机制", "part-1-1"));
    blocks.push(Block::Paragraph(vec![text("学校实行“党委统一领导、行政主持、纪检监察与工会协调监督、业务部门各负其责、师生员工积极参与”的领导体制和工作机制，成立由党委书记、院长任组长的信息公开工作领导小组，办公室设在党政办公室，成员单位"), Inline::value("18", "figure:bodies.members"), text("个。各二级学院（部）成立以院长（主任）为组长的工作小组，明确专人负责，凡事关教职工、学生切身利益和学校发展的重大事项，均列为必须公开的内容。")]));
    blocks.push(Block::Paragraph(vec![
        text("本学年，学校召开信息公开专题会议"),
        Inline::value("2", "figure:meetings"),
        text("次，印发有关文件"),
        Inline::value("3", "figure:documents"),
        text("份；对照清单逐项核对公开内容、公开时限和责任单位，对时效性不强的栏目限期整改。"),
    ]));
    blocks.push(heading(2, "（二）", "拓宽公开渠道，提高公开实效", "part-1-2"));
    blocks.push(Block::Paragraph(vec![text(
        "学校以信息公开网为第一平台，以教职工代表大会、校务公告栏、校报、微信公众号为补充，主要渠道如下：",
    )]));
    blocks.push(Block::List(vec![
        vec![
            text("学校官方网站（"),
            Inline::Link {
                text: "http://www.qcmz.example.edu.cn/".into(),
                address: "http://www.qcmz.example.edu.cn/".into(),
            },
            text("）及信息公开专栏；"),
        ],
        vec![
            text("招生网、就业网、采购网等部门网站，全年发布各类信息"),
            Inline::value("1286", "figure:records.total"),
            text("条；"),
        ],
        vec![text("学校微信公众号、校报、橱窗和电子显示屏；")],
        vec![text("每学期的教职工代表大会、工作例会和学生座谈会。")],
    ]));
    let months = ["9月", "10月", "11月", "12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月"];
    blocks.push(Block::Chart(Chart {
        title: "2022—2023学年各月主动公开信息条数".into(),
        description: "本学年每月主动公开的信息在41条至188条之间，6月最多，2月最少。".into(),
        kind: ChartKind::Columns,
        categories: months.map(String::from).to_vec(),
        series: vec![Series {
            name: "条数".into(),
            values: vec![132, 98, 120, 143, 76, 41, 97, 110, 131, 188, 95, 55],
        }],
        unit: "条".into(),
    }));
}

fn disclosure(blocks: &mut Vec<Block>) {
    blocks.push(heading(1, "二、", "主动公开情况", "part-2"));
    for (index, (name, count)) in CATEGORIES.iter().enumerate() {
        let number = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][index];
        blocks.push(heading(2, &format!("（{number}）"), name, &format!("part-2-{}", index + 1)));
        blocks.push(Block::Paragraph(vec![
            text(&format!("{name}由有关职能部门按照清单要求采集、审核和发布，保密审查与信息发布同步进行。本学年公开")),
            Inline::value((u32::from(*count) * 17).to_string(), format!("figure:records.{index}")),
            text("条，内容均可在学校信息公开网相应栏目查询，重要事项同时在校务公告栏公布，接受师生和社会监督。"),
        ]));
        match index {
            1 => admissions(blocks),
            2 => finance(blocks),
            4 => graduates(blocks),
            _ => {}
        }
    }
}

fn admissions(blocks: &mut Vec<Block>) {
    blocks.push(heading(3, "1.", "招生计划与录取", "part-2-2-1"));
    blocks.push(Block::Paragraph(vec![
        text("2023年共录取新生"),
        Inline::value("4512", "figure:admissions.total"),
        text("人，其中三年制高职3890人，中高职衔接480人，五年制大专142人。"),
        Inline::Remark("（该数据与招生网公布数相差1人，见第七部分说明）".into()),
    ]));
    blocks.push(Block::Chart(Chart {
        title: "2023年录取新生的类别构成".into(),
        description: "录取新生4512人，其中三年制高职3890人，中高职衔接480人，五年制大专142人。".into(),
        kind: ChartKind::Bars,
        categories: vec!["三年制高职".into(), "中高职衔接".into(), "五年制大专".into()],
        series: vec![Series { name: "录取人数".into(), values: vec![3890, 480, 142] }],
        unit: "人".into(),
    }));
    blocks.push(heading(4, "（1）", "单独招生", "part-2-2-1-1"));
    blocks.push(Block::Paragraph(vec![text(
        "单独招生的章程、组考方案、考试大纲、拟录取名单和录取结果均按时限公布，申诉和监督电话同时公开。",
    )]));
    let places = [
        ("湖南", 1820, 1795),
        ("贵州", 640, 652),
        ("广西", 520, 498),
        ("西藏", 131, 131),
        ("青海", 11, 11),
        ("新疆", 96, 90),
    ];
    blocks.push(Block::Table(Table {
        caption: "2022年、2023年分省录取人数".into(),
        columns: vec![
            column("省（自治区）", 3, Align::Start),
            column("2022年（人）", 2, Align::End),
            column("2023年（人）", 2, Align::End),
        ],
        rows: places
            .iter()
            .map(|(place, a, b)| vec![vec![text(place)], vec![text(&a.to_string())], vec![text(&b.to_string())]])
            .collect(),
    }));
}

fn finance(blocks: &mut Vec<Block>) {
    blocks.push(heading(3, "1.", "预决算", "part-2-3-1"));
    blocks.push(Block::Paragraph(vec![text("2022年度部门决算和2023年度部门预算分别于2022年9月26日和2023年2月13日公开，网址为"), Inline::Link { text: "2023年度部门预算公开说明".into(), address: "http://cwc.qcmz.example.edu.cn/info/1041/1862.htm?urltype=news.NewsContentUrl&wbtreeid=1041&archive=2023budget".into() }, text("。")]));
    blocks.push(heading(3, "2.", "招投标", "part-2-3-2"));
    blocks.push(Block::Paragraph(vec![text("本学年公开采购项目共83项，其中重大基建、修缮工程3项，货物采购77项，服务采购3项，采购公告、中标结果和合同均在采购网公布。")]));
}

fn graduates(blocks: &mut Vec<Block>) {
    blocks.push(Block::Chart(Chart {
        title: "2023届毕业生去向".into(),
        description: "师范类与非师范类毕业生的四种去向：就业、升学、入伍和待就业，两类均以就业为主。".into(),
        kind: ChartKind::Bars,
        categories: ["单位就业", "专科升本科", "应征入伍", "待就业"].map(String::from).to_vec(),
        series: vec![
            Series { name: "师范类".into(), values: vec![1480, 420, 12, 96] },
            Series { name: "非师范类".into(), values: vec![1322, 238, 57, 131] },
        ],
        unit: "人".into(),
    }));
}

fn items(blocks: &mut Vec<Block>) {
    blocks.push(heading(1, "三、", "清单事项公开情况", "part-3"));
    blocks.push(Block::Paragraph(vec![text("《高等学校信息公开事项清单》共10大类50项。各类事项的公开情况如下：")]));
    blocks.push(Block::Chart(Chart {
        title: "清单事项公开情况".into(),
        description: "十类五十项中，已公开42项，无此情况3项，不适用3项，未公开2项。".into(),
        kind: ChartKind::Stacked,
        categories: CATEGORIES.iter().map(|(name, _)| (*name).to_string()).collect(),
        series: vec![
            Series { name: "已公开".into(), values: vec![8, 6, 6, 4, 8, 4, 3, 0, 1, 2] },
            Series { name: "无此情况".into(), values: vec![0, 0, 1, 1, 0, 0, 0, 0, 1, 0] },
            Series { name: "不适用".into(), values: vec![0, 0, 0, 0, 0, 0, 0, 3, 0, 0] },
            Series { name: "未公开".into(), values: vec![0, 0, 0, 0, 1, 0, 0, 1, 0, 0] },
        ],
        unit: "项".into(),
    }));
    let mut rows = Vec::new();
    let mut number: u16 = 0;
    for (category, count) in CATEGORIES {
        for position in 1..=count {
            number += 1;
            let address = format!(
                "http://xxgk.qcmz.example.edu.cn/info/{}/{}.htm?urltype=tree.TreeTempUrl&wbtreeid={}",
                1010 + number,
                4000 + number * 13,
                1010 + number
            );
            let status = if number.is_multiple_of(11) {
                vec![text("无")]
            } else {
                vec![Inline::Link { text: address.clone(), address }]
            };
            rows.push(vec![
                vec![text(&number.to_string())],
                vec![text(category)],
                vec![text(&format!(
                    "{category}第{position}项：学校章程及制定的各项规章制度、教职工代表大会有关制度和工作报告"
                ))],
                vec![text(["党政办公室", "招生就业处", "计划财务处", "组织人事处"][usize::from(number % 4)])],
                vec![Inline::value(
                    format!("2023年{}月{}日", number % 8 + 1, number % 27 + 1),
                    format!("record:{number}#published"),
                )],
                status,
            ]);
        }
    }
    blocks.push(Block::Table(Table {
        caption: "《高等学校信息公开事项清单》公开情况表".into(),
        columns: vec![
            column("序号", 3, Align::Center),
            column("类别", 6, Align::Start),
            column("公开事项", 12, Align::Start),
            column("责任部门", 6, Align::Start),
            column("最近公开日期", 6, Align::Center),
            column("网址", 11, Align::Start),
        ],
        rows,
    }));
}

fn requests(blocks: &mut Vec<Block>) {
    blocks.push(heading(1, "四、", "依申请公开和不予公开情况", "part-4"));
    blocks.push(Block::Paragraph(vec![text("本学年，学校未收到信息公开申请，无不予公开的情况。")]));
    blocks.push(heading(1, "五、", "对信息公开的评议情况", "part-5"));
    blocks.push(Block::Paragraph(vec![text("学校通过座谈会、问卷等方式听取师生员工对信息公开工作的意见，总体评价较好，对公开的及时性和检索的方便程度提出了改进建议。")]));
    blocks.push(heading(1, "六、", "因信息公开受到举报的情况", "part-6"));
    blocks.push(Block::Paragraph(vec![text("本学年，学校未因信息公开工作受到举报。")]));
}

fn problems(blocks: &mut Vec<Block>) {
    blocks.push(heading(1, "七、", "存在的主要问题和改进措施", "part-7"));
    for (index, words) in
        ["部分单位主动公开的意识不强", "公开程序不够严谨", "公开内容与师生需求有差距"].iter().enumerate()
    {
        let number = ["（一）", "（二）", "（三）"][index];
        blocks.push(heading(2, number, words, &format!("part-7-{}", index + 1)));
        blocks.push(Block::Paragraph(vec![text("少数部门和单位对信息公开工作的重要性认识不足，存在被动应付的现象，信息更新不够及时，栏目之间衔接不够。下一学年，学校将完善制度，细化清单，加强培训和检查，把信息公开工作纳入部门年度考核，做到以公开促规范、以公开促落实、以公开促服务。")]));
    }
    blocks.push(heading(1, "八、", "其他需要报告的事项", "part-8"));
    blocks.push(Block::Paragraph(vec![text("无。")]));
}
