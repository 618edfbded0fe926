//! The kinds of publicity period and of deadlines to publish, as data.
//!
//! A number that a source only quotes, or that is common practice, is a default for a school to confirm and never law:
//! whoever shows a kind asks [`Kind::binding`] first. The table must not be asked for the day of today or for a person.

use super::column::{Column, list};
use super::length::{Days, Length};
use super::sensitive::{Anywhere, Sensitive};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::sync::OnceLock;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable code, fit for a message key.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The value with this code.
            pub fn read(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

words! {
    /// Who asks for the period.
    Nature {
        /// A rule above the school states the least that must be kept.
        MandatoryMinimum = "mandatory_minimum";
        /// Schools keep it without a rule that says so.
        CommonPractice = "common_practice";
        /// The school's own rule decides.
        SchoolSet = "school_set";
        /// The province's rule or yearly notice decides.
        ProvinceSet = "province_set";
        /// No period but a time by which something is to be published.
        Deadline = "deadline";
    }
}

words! {
    /// How sure the facts of a kind are.
    Verification {
        /// The text of the rule, or a passage that states it, was read.
        Verified = "verified";
        /// Part of it was read, or a text that quotes it.
        PartlyVerified = "partly_verified";
        /// Common knowledge; to be confirmed before anybody relies on it.
        GeneralKnowledge = "general_knowledge";
    }
}

words! {
    /// Before whom it stands, and so over which channel.
    Scope {
        /// Everybody, on a public website.
        PublicWeb = "public_web";
        /// The members of the school.
        OnCampus = "on_campus";
        /// One class or department.
        ClassOrDepartment = "class_or_department";
        /// The unit concerned.
        Internal = "internal";
        /// The medium that the finance department designates.
        DesignatedMedium = "designated_medium";
    }
}

words! {
    /// What becomes of it when the period is over.
    Afterwards {
        /// It comes down on the day after the last.
        TakeDown = "take_down";
        /// It stays to the end of the calendar year and comes down then.
        YearEnd = "year_end";
        /// It stays.
        Stands = "standing";
    }
}

/// What the kind says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// It stands at least so long.
    AtLeast(Length),
    /// It is no period: to be published within so long.
    Within(Length),
    /// No number is stated above the school.
    Unstated,
}

/// One kind of publicity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Stable id, such as `national_scholarship`.
    pub id: &'static str,
    /// Name in Chinese.
    pub name_zh: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// Other names that ledgers use.
    pub synonyms: Vec<&'static str>,
    /// How long it stands, or how soon it is published.
    pub time: Time,
    /// Who asks for it.
    pub nature: Nature,
    /// Before whom it stands.
    pub scope: Scope,
    /// Columns that its list may show; empty when no source names any.
    pub allowed: Vec<&'static str>,
    /// Columns that its list may not show, by the names of [`Column::all`].
    pub forbidden: Vec<&'static str>,
    /// What becomes of it.
    pub afterwards: Afterwards,
    /// The rule or practice it rests on; cited in Chinese in every language.
    pub basis: &'static str,
    /// How sure the length and the basis are.
    pub verification: Verification,
    /// For people, in Chinese: from where to where it counts, and what to mind.
    pub remark_zh: &'static str,
    /// The same in English.
    pub remark_en: &'static str,
    /// What was read, for whoever maintains the table; copies by others among them, so no links for visitors.
    pub sources: Vec<&'static str>,
}

impl Kind {
    /// All kinds in the order of the table.
    pub fn all() -> &'static [Kind] {
        &table().kinds
    }

    /// The kind for a list of people that no other kind fits; its forbidden columns are those of every list of people.
    pub fn general() -> &'static Kind {
        &table().kinds[0]
    }

    /// The kind with this id.
    pub fn of(id: &str) -> Option<&'static Kind> {
        Kind::all().iter().find(|kind| kind.id == id)
    }

    /// Reads one kind as people write it: id, name in either language or a customary other name (国奖, 单招); a year before
    /// it and 公示, 名单 and the like behind it are passed over. Free words give nothing, and nothing is guessed from parts.
    pub fn read(text: &str) -> Option<&'static Kind> {
        let table = table();
        let mut name = key(text);
        let undated = name.trim_start_matches(|c: char| c.is_ascii_digit() || "-—–~至年学度".contains(c));
        // 学 and 年 are only the year's when a number stands before them.
        if name.starts_with(|c: char| c.is_ascii_digit()) && !undated.is_empty() && !table.names.contains_key(&name) {
            name = undated.to_string();
        }
        let mut name = name.as_str();
        loop {
            if let Some(at) = table.names.get(name) {
                return table.kinds.get(*at);
            }
            name = TAILS.iter().find_map(|tail| name.strip_suffix(tail)).filter(|rest| !rest.is_empty())?;
        }
    }

    /// Every kind that a text names, each once: 国家励志奖学金、国家助学金 names two, and both bind. Parts that are no
    /// kind are passed over.
    pub fn read_all(text: &str) -> Vec<&'static Kind> {
        if let Some(kind) = Kind::read(text) {
            return vec![kind];
        }
        let mut kinds: Vec<&'static Kind> = Vec::new();
        for part in text.split(['、', '，', ',', '；', ';', '/', '+', '和', '及', '与']) {
            if let Some(kind) = Kind::read(part).filter(|kind| !kinds.contains(kind)) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// Whether its length may be held against a school as law: a mandatory minimum whose rule was read.
    pub fn binding(&self) -> bool {
        self.nature == Nature::MandatoryMinimum && self.verification == Verification::Verified
    }

    /// How long it stands at least, when a number is stated.
    pub fn length(&self) -> Option<Length> {
        match self.time {
            Time::AtLeast(length) => Some(length),
            Time::Within(_) | Time::Unstated => None,
        }
    }

    /// In which days it is counted: of a period that states none those in which it is offered, so that what is left of it
    /// is told in the days that were promised; plain days of what is no period.
    pub fn days(&self) -> Days {
        if self.is_period() { self.offered().days } else { Days::Calendar }
    }

    /// The last day on which its list may be seen when the period ends on `last`; `None` when it stays.
    pub fn shown_until(&self, last: NaiveDate) -> Option<NaiveDate> {
        match self.afterwards {
            Afterwards::TakeDown => Some(last),
            Afterwards::YearEnd => NaiveDate::from_ymd_opt(last.year(), 12, 31),
            Afterwards::Stands => None,
        }
    }
}

/// What people put behind the name of a kind.
const TAILS: [&str; 16] = [
    "公示",
    "名单",
    "公告",
    "的",
    "情况",
    "学生",
    "人选",
    "人员",
    "候选人",
    "推荐",
    "获奖",
    "受助",
    "资助",
    "评审",
    "评选",
    "拟",
];

/// The form in which names are compared: half-width, lower case, without blanks, brackets and quotation marks.
fn key(text: &str) -> String {
    crate::date::half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !"()（）[]【】《》〈〉“”\"'·。.".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The whole table, read once.
pub(super) struct Table {
    pub(super) kinds: Vec<Kind>,
    pub(super) columns: Vec<Column>,
    pub(super) sensitive: Vec<Sensitive>,
    /// Every name in comparable form to its kind.
    names: BTreeMap<String, usize>,
}

impl Column {
    /// Every column that a kind forbids, in the order of the table.
    pub fn all() -> &'static [Column] {
        &table().columns
    }
}

impl Sensitive {
    /// Every one in the order of the table.
    pub fn all() -> &'static [Sensitive] {
        &table().sensitive
    }
}

/// The embedded table.
fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| parse(include_str!("../../data/publicity.tsv")).expect("a test reads the embedded table"))
}

/// A line of the table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
struct Wrong {
    line: usize,
    what: &'static str,
}

fn parse(text: &'static str) -> Result<Table, Wrong> {
    let mut table = Table { kinds: Vec::new(), columns: Vec::new(), sensitive: Vec::new(), names: BTreeMap::new() };
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |what| Wrong { line: at + 1, what };
        let fields: Vec<&'static str> = line.split('\t').collect();
        match fields.as_slice() {
            ["C", name, heads, unless] => {
                table.columns.push(Column { name, heads: list(heads), unless: list(unless) });
            }
            ["S", rest @ ..] => {
                let sensitive = Sensitive::read(rest, &table.columns).map_err(wrong)?;
                table.sensitive.push(sensitive);
            }
            ["V", name, words, unless] => {
                let named = table.sensitive.iter_mut().find(|one| one.column.name == *name);
                let one = named.ok_or_else(|| wrong("there is no line S of this name before it"))?;
                (one.values, one.values_unless) = (list(words), list(unless));
            }
            ["W", name, certain, open] => {
                let named = table.sensitive.iter_mut().find(|one| one.column.name == *name);
                let one = named.ok_or_else(|| wrong("there is no line S of this name before it"))?;
                let certain = match *certain {
                    "certain" => true,
                    "suspected" => false,
                    _ => return Err(wrong("the judgement is `certain` or `suspected`")),
                };
                one.anywhere = Some(Anywhere { certain, open: list(open) });
            }
            ["K", rest @ ..] => {
                let kind = kind(rest).map_err(wrong)?;
                if kind.forbidden.iter().any(|name| !table.columns.iter().any(|column| column.name == *name)) {
                    return Err(wrong("a forbidden column has no line of its own"));
                }
                let names = kind.synonyms.iter().copied().chain([kind.id, kind.name_zh, kind.name_en]);
                for name in names.map(key).collect::<std::collections::BTreeSet<_>>() {
                    if table.names.insert(name, table.kinds.len()).is_some() {
                        return Err(wrong("a name stands for two kinds"));
                    }
                }
                table.kinds.push(kind);
            }
            _ => return Err(wrong("begins with C, V or W and three fields more, S and seven, or K and fifteen")),
        }
    }
    if table.kinds.is_empty() {
        return Err(Wrong { line: 0, what: "there is no kind" });
    }
    Ok(table)
}

fn kind(fields: &[&'static str]) -> Result<Kind, &'static str> {
    let &[
        id,
        name_zh,
        name_en,
        synonyms,
        time,
        nature,
        scope,
        allowed,
        forbidden,
        afterwards,
        basis,
        verification,
        remark_zh,
        remark_en,
        sources,
    ] = fields
    else {
        return Err("begins with C and three fields more, S and seven, or K and fifteen");
    };
    Ok(Kind {
        id,
        name_zh,
        name_en,
        synonyms: list(synonyms),
        time: read_time(time).ok_or("the length is `5 working`, `15 calendar`, `within 2 working` or `-`")?,
        nature: Nature::read(nature).ok_or("the nature is not known")?,
        scope: Scope::read(scope).ok_or("the audience is not known")?,
        allowed: list(allowed),
        forbidden: list(forbidden),
        afterwards: Afterwards::read(afterwards).ok_or("what happens afterwards is not known")?,
        basis,
        verification: Verification::read(verification).ok_or("how sure it is is not known")?,
        remark_zh,
        remark_en,
        sources: sources.split(" | ").filter(|source| *source != "-").collect(),
    })
}

fn read_time(text: &str) -> Option<Time> {
    let length = |text: &str| {
        let (count, days) = text.split_once(' ')?;
        let days = match days {
            "working" => Days::Working,
            "calendar" => Days::Calendar,
            _ => return None,
        };
        Some(Length { count: count.parse().ok().filter(|count| *count > 0)?, days })
    };
    match text.strip_prefix("within ") {
        Some(rest) => length(rest).map(Time::Within),
        None if text == "-" => Some(Time::Unstated),
        None => length(text).map(Time::AtLeast),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_whole_and_says_everything_in_both_languages() {
        let rows = include_str!("../../data/publicity.tsv").lines().filter(|line| line.starts_with("K\t")).count();
        assert_eq!(Kind::all().len(), rows);
        assert_eq!(Kind::general().id, "general");
        for kind in Kind::all() {
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(kind.name_zh) && han(kind.remark_zh) && han(kind.basis), "{}", kind.id);
            assert!(!han(kind.name_en) && !han(kind.remark_en) && kind.remark_en.ends_with('.'), "{}", kind.id);
            assert_eq!(Kind::of(kind.id), Some(kind));
            let read = !kind.sources.is_empty();
            assert!(read || kind.verification == Verification::GeneralKnowledge, "{} names what was read", kind.id);
            assert_eq!(kind.nature == Nature::Deadline, matches!(kind.time, Time::Within(_)), "{}", kind.id);
        }
    }

    #[test]
    fn only_a_minimum_whose_rule_was_read_binds() {
        let binding: Vec<&str> = Kind::all().iter().filter(|kind| kind.binding()).map(|kind| kind.id).collect();
        assert_eq!(
            binding,
            [
                "national_inspirational_scholarship",
                "secondary_vocational_aid",
                "student_transfer",
                "postgraduate_admission",
                "special_admission_qualification",
                "cadre_appointment",
                "tender_candidates",
                "tender_document_sale",
                "gp_single_source",
                "gp_prequalification",
                "gp_document_supply",
            ]
        );
        for id in ["national_scholarship", "open_recruitment", "decision_consultation", "gp_result", "general"] {
            assert!(!Kind::of(id).unwrap().binding(), "{id}");
        }
    }

    #[track_caller]
    fn reads(text: &str, want: &str) {
        let ids: Vec<&str> = Kind::read_all(text).into_iter().map(|kind| kind.id).collect();
        assert_eq!(ids.join(" "), want, "{text}");
    }

    #[test]
    fn the_words_of_real_ledgers_name_their_kinds() {
        reads("国家奖学金", "national_scholarship");
        reads("国奖", "national_scholarship");
        reads(" 《国家奖学金》 公示", "national_scholarship");
        reads("2022—2023学年国家励志奖学金拟推荐学生名单公示", "national_inspirational_scholarship");
        reads("２０２３年度国家助学金（高校）", "national_grant");
        reads("国家励志奖学金、国家助学金", "national_inspirational_scholarship national_grant");
        reads("中职国家奖学金/助学金/免学费", "secondary_vocational_aid");
        reads("校级奖学金、优秀学生、优秀毕业生", "school_scholarship_honours");
        reads("优秀毕业生", "school_scholarship_honours");
        reads("高职单独招生拟录取名单", "independent_recruitment");
        reads("干部任前公示", "cadre_appointment");
        reads("学生转学", "student_transfer");
        reads("National Scholarship", "national_scholarship");
        reads("cadre_appointment", "cadre_appointment");
    }

    #[test]
    fn free_words_are_not_taken_for_a_kind() {
        for text in [
            "公益助学受助学生",
            "学生干部名单",
            "竞赛拟获奖名单",
            "招生拟录取名单",
            "优秀",
            "公示",
            "名单",
            "",
            "2023",
            "学生",
        ] {
            reads(text, "");
        }
    }

    #[test]
    fn every_name_of_a_kind_reads_back() {
        for kind in Kind::all() {
            for name in kind.synonyms.iter().copied().chain([kind.id, kind.name_zh, kind.name_en]) {
                assert_eq!(Kind::read(name).map(|read| read.id), Some(kind.id), "{name}");
            }
        }
    }

    #[test]
    fn a_list_comes_down_at_the_end_or_at_the_end_of_the_year_or_stays() {
        let last: NaiveDate = "2023-10-20".parse().unwrap();
        let until = |id: &str| Kind::of(id).unwrap().shown_until(last).map(|day| day.to_string());
        assert_eq!(until("national_scholarship").as_deref(), Some("2023-10-20"));
        assert_eq!(until("special_admission_qualification").as_deref(), Some("2023-12-31"));
        assert_eq!(until("unit_budget"), None);
    }

    #[test]
    fn a_list_of_people_comes_down_by_itself_and_keeps_the_five_columns_to_itself() {
        let five = &Kind::general().forbidden;
        assert_eq!(*five, ["身份证件号码", "家庭住址", "电话号码", "出生日期", "银行卡号"]);
        for kind in Kind::all().iter().filter(|kind| kind.allowed.contains(&"姓名")) {
            assert!(five.iter().all(|column| kind.forbidden.contains(column)), "{}", kind.id);
            assert_ne!(kind.afterwards, Afterwards::Stands, "{}", kind.id);
        }
    }

    #[test]
    fn a_wrong_table_is_refused_with_its_line() {
        let row = "K\ta\t甲\tA\t-\t5 working\tschool_set\tinternal\t-\t-\ttake_down\t规\tverified\t注\tR.\t-";
        assert!(parse(row).is_ok());
        #[track_caller]
        fn refused(text: String, line: usize) {
            // The table keeps slices of its text, which lives as long as the program everywhere but here.
            assert_eq!(parse(String::leak(text)).map(|_| ()).map_err(|wrong| wrong.line), Err(line));
        }
        refused(format!("# x\n{row}\textra"), 2);
        refused(row.replace("5 working", "five working"), 1);
        refused(row.replace("5 working", "0 calendar"), 1);
        refused(row.replace("\tverified", "\tsurely"), 1);
        refused(row.replace("\t-\t-\ttake", "\t-\t血型\ttake"), 1);
        refused(format!("{row}\n{}", row.replacen("\ta\t", "\tb\t", 1)), 2);
        refused(String::new(), 0);
    }
}
