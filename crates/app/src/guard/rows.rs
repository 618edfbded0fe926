//! What of the ledger becomes visible, column by column, and the gate in front of it.
//!
//! One table says of every column of every ledger table whether a reader may come to see it; everything that is saved
//! passes as rows of these tables, whoever brings it: a file, a form, a job. A test walks all columns, so that a new
//! one is judged or named here as never public.

use super::publication::{Concern, Field, Gate};
use crate::error::PersonalData;
use chrono::NaiveDate;
use domain::ledger::{self, Entry, Parts, Row, Table, columns};
use domain::record::{Openness, Reach, Record, Shown, Visibility};

/// What a column holds for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Words of anybody.
    Text,
    /// The contact of an office: a mobile number or mailbox there is the office's.
    Office,
}

/// The columns that readers may come to see, or that go into a file with what they see. The others are dates, codes,
/// counts and words of fixed lists, and are named in the test below.
const JUDGED: &[(Table, &[(&str, Seen)])] = {
    use Seen::{Office, Text};
    &[
        (Table::School, &[("value", Office)]),
        (Table::Units, &[("name", Text), ("parent", Text), ("duty", Office), ("members", Text)]),
        (Table::Channels, &[("name", Text), ("address", Office)]),
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
                ("locator", Text),
                ("summary", Text),
                ("body", Text),
                ("keywords", Text),
                ("publicity", Text),
                ("state_reason", Text),
                ("change_note", Text),
                ("note", Text),
            ],
        ),
        (Table::Releases, &[("channel", Text), ("locator", Text), ("evidence", Text)]),
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
        (Table::Datasets, &[("title", Text), ("unit", Text), ("source", Text)]),
        (Table::Figures, &[("name", Text), ("unit", Text), ("definition", Text), ("disputed", Text)]),
        (Table::Identities, &[("note", Text)]),
        (Table::Texts, &[("heading", Text), ("text", Text)]),
        (Table::Nil, &[("unit", Text), ("signed_by", Text), ("note", Text)]),
    ]
};

/// What the gate is certain of in a row. A record's row that nobody but the staff will see passes.
pub fn judge(gate: &mut Gate, table: Table, row: &Row) -> Vec<PersonalData> {
    let at = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    if table == Table::Records && withheld(row.cell(at("openness"))) {
        return Vec::new();
    }
    let judged = JUDGED.iter().find(|(judged, _)| *judged == table).map_or(&[][..], |(_, columns)| *columns);
    let fields = judged.iter().map(|(key, seen)| match seen {
        Seen::Text => Field::new(key, row.cell(at(key))),
        Seen::Office => Field::of_office(key, row.cell(at(key))),
    });
    let certain = |concern: Concern<'static>| PersonalData { field: concern.field, masked: concern.masked };
    gate.judge(fields).refused.into_iter().map(certain).collect()
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
    let Parts { record, editions, releases } = ledger::take_apart(&seen);
    let mut found = judge(gate, Table::Records, &ledger::record_row(&record));
    for entry in editions.into_iter().map(Entry::Edition).chain(releases.into_iter().map(Entry::Release)) {
        found.extend(judge_entry(gate, &entry));
    }
    found
}

fn withheld(cell: &str) -> bool {
    [Openness::OnRequest, Openness::Withheld { ground: String::new() }]
        .iter()
        .any(|openness| cell == openness.zh() || cell == openness.code())
}

/// Whether a title names a person, as far as can be told from its words: personal data in it, or a name before a form
/// of address. A tombstone then goes without its title; a title taken for a name by mistake costs no more than that.
pub fn names_a_person(title: &str) -> bool {
    !Gate::default().judge([Field::new("title", title)]).asked.is_empty()
        || !Gate::default().judge([Field::new("title", title)]).passes()
        || named(title)
}

/// The commonest family names; nine in ten people have one of them.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳";

/// What follows a person's name in the titles of notices and lists.
const ADDRESSES: [&str; 14] = [
    "同志",
    "同学",
    "老师",
    "教授",
    "副教授",
    "博士",
    "先生",
    "女士",
    "等同志",
    "等同学",
    "等老师",
    "拟任",
    "任职",
    "免职",
];

fn named(title: &str) -> bool {
    let characters: Vec<char> = title.chars().collect();
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    (0..characters.len()).any(|at| {
        SURNAMES.contains(characters[at])
            && (1..=2).any(|given| {
                let name = characters.get(at + 1..at + 1 + given);
                let rest: String = characters.iter().skip(at + 1 + given).take(4).collect();
                name.is_some_and(|name| name.iter().all(han))
                    && ADDRESSES.iter().any(|address| rest.starts_with(address))
            })
    })
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
        (Table::Datasets, &["key", "item", "year", "as_of"]),
        (Table::Figures, &["dataset", "key", "value", "approximate", "year"]),
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
        ] {
            assert!(names_a_person(title), "{title}");
        }
        for title in ["2023年国家奖学金拟推荐名单", "关于调整课程的通知", "教职工同志须知", "青年教师任职资格评审结果"]
        {
            assert!(!names_a_person(title), "{title}");
        }
    }
}
