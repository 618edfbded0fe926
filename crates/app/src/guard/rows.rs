//! What of the ledger becomes visible, column by column, and the gate in front of it.
//!
//! One table says of every column of every ledger table whether a reader may come to see it; everything that is saved
//! passes as rows of these tables, whoever brings it: a file, a form, a job. A test walks all columns, so that a new
//! one is judged or named here as never public.

use super::publication::{Concern, Field, Gate, Verdict};
use super::{Kind, shown};
use crate::error::PersonalData;
use chrono::NaiveDate;
use domain::ledger::{self, Entry, Parts, Row, Table, columns};
use domain::record::{Attachment, Edition, Openness, Reach, Record, Shown, Visibility};

/// What a column holds for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Words of anybody.
    Text,
    /// The contact of an office: a mobile number or mailbox there is the office's.
    Office,
    /// Where something hangs or lies: 办公室 is a room there, and excuses no number.
    Place,
}

/// The columns that readers may come to see, or that go into a file with what they see. The others are dates, codes,
/// counts and words of fixed lists, and are named in the test below.
const JUDGED: &[(Table, &[(&str, Seen)])] = {
    use Seen::{Office, Place, Text};
    &[
        (Table::School, &[("value", Office)]),
        (Table::Units, &[("name", Text), ("former", Text), ("parent", Text), ("duty", Office), ("members", Text)]),
        (Table::Channels, &[("name", Text), ("former", Text), ("address", Office)]),
        (Table::Items, &[("category_name", Text), ("text", Text), ("reason", Text), ("unit", Text)]),
        (
            Table::Records,
            &[
                ("key", Text),
                ("title", Text),
                ("unit", Text),
                ("document_number", Text),
                ("issuer", Text),
                ("channel", Text),
                ("locator", Place),
                ("summary", Text),
                ("body", Text),
                ("keywords", Text),
                ("publicity", Text),
                ("state_reason", Text),
                ("change_note", Text),
                ("note", Text),
            ],
        ),
        (Table::Releases, &[("channel", Text), ("locator", Place), ("evidence", Text)]),
        (
            Table::Editions,
            &[
                ("title", Text),
                ("document_number", Text),
                ("issuer", Text),
                ("summary", Text),
                ("body", Text),
                ("keywords", Text),
                ("change_note", Text),
            ],
        ),
        (Table::Datasets, &[("key", Text), ("title", Text), ("unit", Text), ("source", Text)]),
        (Table::Figures, &[("key", Text), ("name", Text), ("unit", Text), ("definition", Text), ("disputed", Text)]),
        (Table::Identities, &[("note", Text)]),
        (Table::Texts, &[("heading", Text), ("text", Text)]),
        (Table::Nil, &[("unit", Text), ("signed_by", Text), ("note", Text)]),
    ]
};

/// What the gate is certain of in a row. Of a record that nobody but the staff will see only names are judged.
pub fn judge(gate: &mut Gate, table: Table, row: &Row) -> Vec<PersonalData> {
    judge_and_suspect(gate, table, row).0
}

/// What the gate is certain of in a row, and what is like an identity number there but for its check character, which a
/// slip of the pen explains as well as another sort of number.
pub fn judge_and_suspect(gate: &mut Gate, table: Table, row: &Row) -> (Vec<PersonalData>, Vec<PersonalData>) {
    let at = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    // Of a row that nobody but the staff will see, the units and channels it names are registered all the same.
    let hidden = table == Table::Records && withheld(row.cell(at("openness")));
    let judged = JUDGED.iter().find(|(judged, _)| *judged == table).map_or(&[][..], |(_, columns)| *columns);
    let place = row.cell(at("locator")).replace("办公室", "　");
    let fields =
        judged.iter().filter(|(key, _)| !hidden || matches!(*key, "unit" | "channel")).map(|(key, seen)| match seen {
            Seen::Text => Field::new(key, row.cell(at(key))),
            Seen::Office => Field::of_office(key, row.cell(at(key))),
            Seen::Place => Field::new(key, &place),
        });
    let told = |concern: Concern<'static>| PersonalData { field: concern.field, masked: concern.masked };
    let verdict = gate.judge(fields);
    let suspected = verdict.asked.into_iter().filter(|concern| concern.kind == Kind::IdCard);
    (verdict.refused.into_iter().map(told).collect(), suspected.map(told).collect())
}

/// What the gate is certain of in an entry.
pub fn judge_entry(gate: &mut Gate, entry: &Entry) -> Vec<PersonalData> {
    let (table, row) = ledger::print(entry);
    judge(gate, table, &row)
}

/// What the gate is certain of in what a record shows to anybody but the staff, on `today`.
pub fn judge_record(gate: &mut Gate, record: &Record, today: NaiveDate) -> Vec<PersonalData> {
    // The widest reader but the staff: a member of its own unit.
    let reach = Reach::Units(record.unit.iter().cloned().collect());
    let seen = match reach.show(record, today) {
        Shown::Nothing => return Vec::new(),
        Shown::Record(seen) => *seen,
        // Of what came down only title, reason and dates are left.
        Shown::Tombstone(stone) => {
            let reason = match &record.visibility {
                Visibility::Withdrawn { reason, .. } => reason.as_str(),
                _ => "",
            };
            let title = stone.title.unwrap_or_default();
            let fields = [Field::new("title", &title), Field::new("state_reason", reason)];
            let certain = |concern: Concern<'static>| PersonalData { field: concern.field, masked: concern.masked };
            return gate.judge(fields).refused.into_iter().map(certain).collect();
        }
    };
    // What was found in a file is not among what readers see of it.
    let files = record.attachments.iter().filter(|file| seen.attachment(file.id).is_some());
    let mut found = judge_attachments(gate, files);
    let Parts { record, editions, releases } = ledger::take_apart(&seen);
    found.extend(judge(gate, Table::Records, &ledger::record_row(&record)));
    for entry in editions.into_iter().map(Entry::Edition).chain(releases.into_iter().map(Entry::Release)) {
        found.extend(judge_entry(gate, &entry));
    }
    found
}

/// What the gate is certain of in the texts of one edition, on view or not.
pub fn judge_edition(gate: &mut Gate, edition: &Edition) -> Vec<PersonalData> {
    let certain = |concern: Concern<'static>| PersonalData { field: concern.field, masked: concern.masked };
    of_edition(gate, edition).refused.into_iter().map(certain).collect()
}

/// What the gate suspects in the texts of one edition.
pub(crate) fn suspect_edition(gate: &mut Gate, edition: &Edition) -> Vec<Concern<'static>> {
    of_edition(gate, edition).asked
}

fn of_edition(gate: &mut Gate, edition: &Edition) -> Verdict<'static> {
    let keywords = edition.keywords.join("；");
    gate.judge([
        Field::new("title", &edition.title),
        Field::new("document_number", &edition.document_number),
        Field::new("issuer", &edition.issuer),
        Field::new("summary", &edition.summary),
        Field::new("body", &edition.body),
        Field::new("keywords", &keywords),
        Field::new("change_note", &edition.change_note),
    ])
}

/// What the gate is certain of in the names of attachments, and what the guard was certain of in them when they came in.
pub fn judge_attachments<'a>(gate: &mut Gate, files: impl Iterator<Item = &'a Attachment>) -> Vec<PersonalData> {
    let field = PersonalData::ATTACHMENT;
    let mut found = Vec::new();
    for file in files {
        found.extend(judge_file_name(gate, &file.name).map(|masked| PersonalData { field, masked }));
        let spots = file.inspection.spots.iter().filter(|spot| spot.certain);
        let told = spots.map(|spot| format!("{} {} {}", shown(&file.name), spot.place, spot.masked));
        let told: Vec<String> = told.collect();
        // More were counted than are kept.
        let uncounted = file.inspection.certain > 0 && told.is_empty();
        let told = told.into_iter().chain(uncounted.then(|| shown(&file.name)));
        found.extend(told.map(|masked| PersonalData { field, masked }));
    }
    found
}

/// The first thing in the name of a file of which the gate is certain, masked. An ending or an underline behind a number does
/// not make it part of a word.
pub fn judge_file_name(gate: &mut Gate, name: &str) -> Option<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('_', " ");
    let field = PersonalData::ATTACHMENT;
    let judged = gate.judge([Field::new(field, name), Field::new(field, &stem)]).refused;
    judged.into_iter().next().map(|concern| concern.masked)
}

fn withheld(cell: &str) -> bool {
    [Openness::OnRequest, Openness::Withheld { ground: String::new() }]
        .iter()
        .any(|openness| cell == openness.zh() || cell == openness.code())
}

/// Whether a title names a person, as far as can be told from its words: personal data in it, or a name before a form
/// of address. A tombstone then goes without its title; a title taken for a name by mistake costs no more than that.
pub fn names_a_person(title: &str) -> bool {
    let judged = Gate::default().judge([Field::new("title", title)]);
    !judged.passes() || !judged.asked.is_empty() || named(title)
}

/// The commonest family names; nine in ten people have one of them.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝诸";

/// Words that begin with one of these characters and are no names.
const NOT_NAMES: [&str; 69] = [
    "方案", "方法", "方式", "方面", "方向", "金额", "程序", "高校", "高等", "高职", "高级", "高层", "高中", "任务",
    "任职", "任课", "任期", "江苏", "江西", "江南", "范围", "安全", "安排", "平台", "成果", "成绩", "成立", "成人",
    "成员", "关于", "关工", "全国", "全省", "全市", "全校", "全体", "全院", "全日", "时间", "时限", "师资", "师德",
    "师范", "师生", "单位", "单招", "单独", "单项", "华中", "党员", "党建", "党委", "党务", "车辆", "管理", "项目",
    "应届", "应用", "明细", "路线", "游泳", "申请", "农村", "农业", "史学", "和谐", "费用", "家庭", "课程",
];

/// What follows a person's name in the titles of notices and lists.
const AFTER_NAMES: [&str; 36] = [
    "同志",
    "同学",
    "老师",
    "教授",
    "副教授",
    "博士",
    "先生",
    "女士",
    "等",
    "、",
    "，",
    "的",
    "拟任",
    "任职",
    "免职",
    "任免",
    "处分",
    "记过",
    "警告",
    "留校",
    "开除",
    "国家",
    "校级",
    "省级",
    "学籍",
    "公示",
    "名单",
    "职称",
    "家庭",
    "困难",
    "受助",
    "获奖",
    "录取",
    "晋升",
    "聘任",
    "申请",
];

/// What is done with a list, and nobody's given name: 国家奖学金评选公示 names no 金评选.
const NOT_GIVEN: [&str; 21] = [
    "评选", "评审", "评定", "评议", "评优", "推荐", "名单", "结果", "发放", "资助", "认定", "初审", "复审", "审核",
    "遴选", "选拔", "招标", "采购", "情况", "人选", "资金",
];

/// Money, at whose end 金 is no family name.
const MONEY: [&str; 6] = ["奖学金", "助学金", "公积金", "补助金", "资金", "基金"];

/// Forms of address that only a person has.
const ADDRESSES: [&str; 5] = ["同志", "同学", "老师", "先生", "女士"];

/// What may stand before a form of address without being a name.
const GROUPS: [&str; 24] = [
    "各位",
    "全体",
    "优秀",
    "教职工",
    "教工",
    "职工",
    "党员",
    "青年",
    "毕业",
    "新",
    "困难",
    "名",
    "位",
    "校",
    "院",
    "班",
    "级",
    "女",
    "男",
    "的",
    "及",
    "和",
    "与",
    "对",
];

fn named(title: &str) -> bool {
    let characters: Vec<char> = title.chars().collect();
    let rest = |at: usize| -> String { characters.iter().skip(at).take(3).collect() };
    let begins = |at: usize, words: &[&str]| words.iter().any(|word| rest(at).starts_with(word));
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let surname = (0..characters.len()).any(|at| {
        // 关于, 对于, 由于: no name begins there.
        let ends_a_word =
            characters[at] == '于' && at > 0 && matches!(characters[at - 1], '关' | '对' | '由' | '属' | '位');
        let until: String = characters[at.saturating_sub(2)..=at].iter().collect();
        let money = MONEY.iter().any(|word| until.ends_with(word));
        SURNAMES.contains(characters[at])
            && !ends_a_word
            && !money
            && !begins(at + 1, &NOT_GIVEN)
            && !begins(at, &NOT_NAMES)
            && (1..=2).any(|given| {
                let name = characters.get(at + 1..at + 1 + given);
                name.is_some_and(|name| name.iter().all(han)) && begins(at + 1 + given, &AFTER_NAMES)
            })
    });
    // Whatever stands before a form of address and is no group of people is a name, of any people's.
    let addressed = (2..characters.len()).any(|at| {
        let before: String = characters[at.saturating_sub(4)..at].iter().collect();
        begins(at, &ADDRESSES)
            && characters[at - 2..at].iter().all(han)
            && !GROUPS.iter().any(|group| before.ends_with(group))
    });
    // A row of digits as long as the number of a student names one.
    let numbered = title.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 8);
    surname || addressed || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns that no reader sees as words of their own: dates, codes, counts, words of fixed lists, remarks and
    /// sources for the staff.
    const NEVER: &[(Table, &[&str])] = &[
        (Table::School, &["key", "note"]),
        (Table::Units, &["code", "kind", "note"]),
        (Table::Channels, &["code", "kind", "note"]),
        (Table::Items, &["item", "category", "applies", "timing", "from_year", "maps_to", "note"]),
        (
            Table::Records,
            &[
                "index",
                "item",
                "form",
                "origin",
                "made_on",
                "published_on",
                "openness",
                "ground",
                "audience",
                "term",
                "validity",
                "count",
                "year",
                "publicity_from",
                "publicity_until",
                "state",
                "state_on",
                "source",
            ],
        ),
        (Table::Releases, &["record", "on", "edition", "note"]),
        (Table::Editions, &["record", "number", "made_on", "state"]),
        (Table::Datasets, &["item", "year", "as_of"]),
        (Table::Figures, &["dataset", "value", "approximate", "year"]),
        (Table::Identities, &["dataset", "kind", "target", "terms", "of", "year"]),
        (Table::Texts, &["year", "place", "order", "source"]),
        (Table::Nil, &["item", "year", "signed_on"]),
    ];

    const PERSON: &str = "身份证号11010519491231002X 手机13800138000";

    fn of<T: Copy>(list: &[(Table, &[T])], table: Table) -> Vec<T> {
        list.iter().filter(|(listed, _)| *listed == table).flat_map(|(_, columns)| columns.iter().copied()).collect()
    }

    #[test]
    fn every_column_of_every_table_is_judged_or_named_as_never_public() {
        for table in Table::ALL {
            for column in columns(*table) {
                let judged = of(JUDGED, *table).iter().any(|(key, _)| *key == column.key);
                let never = of(NEVER, *table).contains(&column.key);
                assert!(judged != never, "{} {}: judged {judged}, never public {never}", table.code(), column.key);
            }
        }
    }

    #[test]
    fn an_identity_number_is_kept_out_of_every_column_that_readers_see() {
        let mut gate = Gate::default();
        for table in Table::ALL {
            for (at, column) in columns(*table).iter().enumerate() {
                let mut row = vec![String::new(); columns(*table).len()];
                row[at] = PERSON.to_string();
                let found = judge(&mut gate, *table, &Row(row));
                let judged = of(JUDGED, *table).iter().any(|(key, _)| *key == column.key);
                assert_eq!(
                    found.iter().any(|found| found.field == column.key),
                    judged,
                    "{} {}",
                    table.code(),
                    column.key
                );
                assert!(found.iter().all(|found| !found.masked.contains("19491231")));
            }
        }
    }

    #[test]
    fn a_name_before_a_form_of_address_is_a_person_and_an_office_is_not() {
        for title in [
            "关于张三同志任职的公示",
            "王小明同学处分决定",
            "拟聘李强教授的公示",
            "受助人13800138000名单",
            "欧阳明等同志表彰",
            "关于给予王小明记过处分的公示",
            "关于给予张伟开除学籍处分的决定",
            "关于撤销李娜国家助学金资格的公示",
            "王小明、李雷、韩梅梅国家奖学金公示",
            "关于王小明等3名同学拟获奖的公示",
            "学号2021030415同学资助公示",
            "关于慕容雪同学的公示",
            "阿依古丽同学受助公示",
            "关于诸葛亮同志任职的公示",
            "关于李四职称评审的公示",
            "拟录取博士研究生王芳公示",
        ] {
            assert!(names_a_person(title), "{title}");
        }
        for title in [
            "2023年国家奖学金拟推荐名单",
            "国家奖学金评选公示",
            "国家励志奖学金拟获奖学生名单公示",
            "2025年国家助学金评审公示",
            "专项资金申请公示",
            "关于调整课程的通知",
            "教职工同志须知",
            "青年教师任职资格评审结果",
            "2023届省级优秀毕业生拟推荐名单",
            "关于高等教育自学考试安排的公示",
            "采购方案公示",
            "2022-2023国家奖学金拟推荐学生名单",
            "关于全体同学返校的通知",
            "中国电信·我的大学梦——2023公益助学活动受助学生名单公示",
        ] {
            assert!(!names_a_person(title), "{title}");
        }
    }
}
