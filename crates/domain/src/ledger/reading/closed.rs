//! Words by which a row says that not everybody may see it, not yet or no longer, wherever a clerk writes them: in columns
//! of secrecy and review beside those of the ledger, in remarks, in the notes behind cells, above the table.
//!
//! Heads and words are data with a reason each (`data/guard-heads.tsv`, `data/closed-words.tsv`). A word that is denied says
//! nothing: 不涉密, 未过期. Of a long clause a person must judge; it is not taken for a word.

mod lines;

use super::words::{says_nothing, tick};
use crate::date::half_width;
pub use lines::{begins_another, closing_line, closing_note, is_bare_heading, is_numbered, opens};
use std::sync::OnceLock;

/// A filled cell that may say whether its row is open to all, and is in no column of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardCell {
    /// Column of the file from 0.
    pub at: u32,
    /// Its head.
    pub head: String,
    /// What stands there.
    pub text: String,
    /// Where it stands.
    pub kind: GuardKind,
}

/// Where words stand that may say whether a row is open to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardKind {
    /// A column that says so of each row.
    Column,
    /// The note behind a cell, which may say anything.
    Note,
    /// A column that nobody reads, which may hold anything.
    Unread,
    /// A column that means the same as an earlier one and says something else.
    Repeated,
}

impl GuardCell {
    /// The cell as remarks and questions name it: 是否涉密：是.
    pub fn words(&self) -> String {
        format!("{}：{}", self.head.trim(), self.text.trim())
    }
}

/// What words say of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Not everybody may see it.
    Closed,
    /// Not public yet.
    Waiting,
    /// Off view.
    Down,
    /// No longer in force.
    Annulled,
}

/// What the cell of a guarding column comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guarded {
    /// The row is in order.
    Fine,
    /// It keeps the row.
    Kept,
    /// Nobody can tell.
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    Begins,
    Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Free,
    Fine,
    Says(Says),
}

struct Word {
    kind: Kind,
    how: How,
    text: String,
}

fn words() -> &'static [Word] {
    static WORDS: OnceLock<Vec<Word>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = include_str!("../../../data/closed-words.tsv").lines().filter(|line| !line.starts_with('#'));
        let word = |line: &str| {
            let mut cells = line.split('\t');
            let kind = match cells.next()? {
                "free" => Kind::Free,
                "fine" => Kind::Fine,
                "closed" => Kind::Says(Says::Closed),
                "waiting" => Kind::Says(Says::Waiting),
                "down" => Kind::Says(Says::Down),
                "annulled" => Kind::Says(Says::Annulled),
                _ => return None,
            };
            let how = match cells.next()? {
                "is" => How::Is,
                "begins" => How::Begins,
                "holds" => How::Holds,
                _ => return None,
            };
            Some(Word { kind, how, text: cells.next()?.to_string() })
        };
        rows.filter_map(word).collect()
    })
}

/// What an answer under a guarding head means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// 是 keeps the row.
    Closed,
    /// 是 lets it pass.
    Open,
    /// A day there says since when, or until when, the row is on view.
    Dated,
}

/// Heads of guarding columns, and what answers under them mean.
fn heads() -> &'static [(String, Sense)] {
    static HEADS: OnceLock<Vec<(String, Sense)>> = OnceLock::new();
    HEADS.get_or_init(|| {
        let rows = include_str!("../../../data/guard-heads.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|line| line.split_once('\t'))
            .filter_map(|(sense, rest)| {
                let sense = match sense {
                    "closed" => Sense::Closed,
                    "open" => Sense::Open,
                    "dated" => Sense::Dated,
                    _ => return None,
                };
                Some((rest.split('\t').next()?.to_string(), sense))
            })
            .collect()
    })
}

/// What answers mean under a guarding head; nothing for another head. The longest name that it ends with tells.
fn sense(head: &str) -> Option<Sense> {
    let plain = super::words::plain_head(head);
    let named = heads().iter().filter(|(name, _)| plain.ends_with(name.as_str()));
    named.max_by_key(|(name, _)| name.len()).map(|(_, sense)| *sense)
}

/// Whether a head is that of a guarding column.
pub fn is_guard(head: &str) -> bool {
    sense(head).is_some()
}

/// Characters of a clause that is still a word and no sentence.
const CLAUSE: usize = 20;

fn bare(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a text says of a row, clause by clause; nothing of a long one. What is not public yet goes before the rest.
pub(super) fn says(text: &str) -> Option<Says> {
    if text.is_empty() {
        return None;
    }
    let plain = bare(text).to_uppercase();
    let whole = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let clauses =
        plain.split(['，', ',', '。', '；', ';', '！', '!', '\n']).filter(|one| one.chars().count() <= CLAUSE);
    clauses.filter_map(|clause| in_clause(clause, clause.trim_matches(|c: char| !c.is_alphanumeric()) == whole)).next()
}

fn in_clause(clause: &str, whole: bool) -> Option<Says> {
    let mut text = clause.to_string();
    // What follows is denied, one after the other: 不涉及国家秘密、商业秘密.
    if let Some(at) = ["不涉", "不含", "不属于", "不存在", "未涉及"].iter().filter_map(|word| text.find(word)).min()
    {
        text.truncate(at);
    }
    for word in words().iter().filter(|word| word.kind == Kind::Free) {
        if text.contains(word.text.as_str()) {
            text = text.replace(word.text.as_str(), "");
        }
    }
    // 由依申请公开转为主动公开, 脱敏后公开.
    if text.contains("主动公开") || text.ends_with("后公开") && text.starts_with(['已', '经']) {
        return None;
    }
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    let replaced = text.contains('被') && ["替代", "取代", "代替"].iter().any(|word| text.contains(word));
    let met = words().iter().find_map(|word| match (word.kind, word.how) {
        (Kind::Says(says), How::Is) if whole && core == word.text => Some(says),
        (Kind::Says(says), How::Begins) if core.starts_with(word.text.as_str()) => Some(says),
        (Kind::Says(says), How::Holds) if text.contains(word.text.as_str()) => Some(says),
        _ => None,
    });
    met.or(replaced.then_some(Says::Annulled))
}

/// Characters of a word in a column that nobody reads: of a longer text it is only a part.
const ASIDE: usize = 12;

/// Whether a word in a column that nobody reads says that its row is not for everybody, not yet or no longer. What is
/// called like a document is one, whatever it is about.
fn is_said_aside(head: &str, plain: &str) -> bool {
    const DOCUMENTS: [&str; 20] = [
        "通知", "公告", "通告", "公示", "办法", "规定", "制度", "细则", "方案", "报告", "名单", "目录", "手册", "协议",
        "合同", "管理", "工作", "培训", "教育", "检查",
    ];
    // The 404th row is a row; what 404 says stands under 链接状态.
    let number = plain.bytes().all(|b| b.is_ascii_digit());
    if number && !["状态", "链接", "网页", "网址", "情况"].iter().any(|word| head.contains(word)) {
        return false;
    }
    let word = plain.chars().count() <= ASIDE && !DOCUMENTS.iter().any(|ending| plain.ends_with(ending));
    word && (says(plain).is_some() || super::words::ended(plain).is_some() || super::words::not_for_all(plain))
}

/// Whether a head speaks of being shown or let pass, whatever else it says.
fn is_of_view(head: &str) -> bool {
    ["审核", "审批", "审查", "公开", "上网", "挂网", "发布", "显示", "通过"].iter().any(|word| head.contains(word))
}

/// What the cell of a guarding column says.
pub(super) fn guarded(cell: &GuardCell) -> Guarded {
    let plain = bare(&cell.text);
    let core = plain.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let sense = sense(&cell.head);
    let closed = sense == Some(Sense::Closed);
    let fine =
        |how: How| words().iter().filter(move |word| matches!(word.kind, Kind::Fine | Kind::Free) && word.how == how);
    match cell.kind {
        GuardKind::Column => {}
        GuardKind::Note => return if says(&cell.text).is_some() { Guarded::Kept } else { Guarded::Fine },
        GuardKind::Unread => {
            // × under 审核, 否 under 挂网.
            let denied = tick(&plain) == Some(false) && !says_nothing(&plain) && is_of_view(&cell.head);
            return if denied || is_said_aside(&cell.head, &plain) { Guarded::Kept } else { Guarded::Fine };
        }
        GuardKind::Repeated => return Guarded::Kept,
    }
    if sense == Some(Sense::Dated) {
        let never =
            says_nothing(&plain) || matches!(core.as_str(), "无" | "否" | "长期" | "长期有效" | "永久" | "有效");
        return if never { Guarded::Fine } else { Guarded::Kept };
    }
    if says(&cell.text).is_some() {
        return Guarded::Kept;
    }
    match tick(&plain) {
        // 公开 in a column of secrecy says that it is none.
        Some(true) if closed && !fine(How::Is).any(|word| word.text == core) => return Guarded::Kept,
        Some(true) => return Guarded::Fine,
        Some(false) if closed => return Guarded::Fine,
        Some(false) if !says_nothing(&plain) => return Guarded::Kept,
        _ => {}
    }
    // 无 where somebody was to say what a review came to is no answer.
    let nothing = says_nothing(&plain) || matches!(core.as_str(), "无" | "否");
    if nothing {
        return if closed { Guarded::Fine } else { Guarded::Unknown };
    }
    let known = fine(How::Is).any(|word| word.text == core) || fine(How::Holds).any(|word| core.contains(&word.text));
    if known { Guarded::Fine } else { Guarded::Unknown }
}

/// Whether a document's number is one of what is secret or for the school alone: ×密〔2025〕3号, 校内〔2025〕3号.
pub(super) fn number_is_closed(number: &str) -> bool {
    let plain = bare(number);
    let Some(at) = plain.find(['〔', '[', '(', '【', '［']) else { return false };
    let mark = plain[..at].trim_end_matches(['字', '发', '函', '办', '文']);
    mark.ends_with(['密', '内']) || plain.contains("绝密") || plain.contains("机密") || plain.contains("秘密")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(head: &str, text: &str) -> GuardCell {
        GuardCell { at: 3, head: head.into(), text: text.into(), kind: GuardKind::Column }
    }

    #[test]
    fn every_row_of_the_data_is_read_and_has_a_reason() {
        for (text, read) in [
            (include_str!("../../../data/closed-words.tsv"), words().len()),
            (include_str!("../../../data/guard-heads.tsv"), heads().len()),
        ] {
            let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
            assert_eq!(rows.len(), read);
            assert!(rows.iter().all(|row| row.split('\t').all(|cell| !cell.is_empty())));
        }
    }

    #[test]
    fn every_guarding_column_keeps_what_is_not_to_be_seen_and_passes_what_is() {
        let kept = [
            "绝密",
            "机密★1年",
            "秘密",
            "密",
            "涉密",
            "内部",
            "校内",
            "依申请公开",
            "不予公开",
            "不公开",
            "未审核",
            "待审核",
            "审核中",
            "未通过",
            "审核不通过",
            "不同意",
            "不同意公开",
            "退回修改",
            "未公开",
            "未发布",
            "暂缓公开",
            "待保密审查",
            "办理中",
            "未办结",
            "已过期",
            "已废止",
            "已撤下",
        ];
        let fine = ["公开", "主动公开", "不涉密", "非密", "同意", "同意公开", "审核通过", "已审核", "已公开", "已办结"];
        let unknown = ["张三", "2025年3月", "部分公开", "见附件", "另行研究", "？"];
        for (head, sense) in heads().iter().filter(|(_, sense)| *sense != Sense::Dated) {
            let closed = *sense == Sense::Closed;
            for text in kept {
                assert_eq!(guarded(&cell(head, text)), Guarded::Kept, "{head} {text}");
            }
            for text in fine {
                assert_eq!(guarded(&cell(head, text)), Guarded::Fine, "{head} {text}");
            }
            for text in unknown {
                assert_eq!(guarded(&cell(head, text)), Guarded::Unknown, "{head} {text}");
            }
            let (yes, no) = if closed { (Guarded::Kept, Guarded::Fine) } else { (Guarded::Fine, Guarded::Kept) };
            assert_eq!((guarded(&cell(head, "是")), guarded(&cell(head, "否"))), (yes, no), "{head}");
            assert_eq!((guarded(&cell(head, "√")), guarded(&cell(head, "×"))), (yes, no), "{head}");
        }
        for (head, _) in heads().iter().filter(|(_, sense)| *sense == Sense::Dated) {
            assert_eq!(guarded(&cell(head, "2023-06-01")), Guarded::Kept, "{head}");
            assert_eq!(guarded(&cell(head, "长期")), Guarded::Fine, "{head}");
        }
        assert_eq!(guarded(&cell("密级", "无")), Guarded::Fine);
        assert_eq!(guarded(&cell("保密审查意见", "无")), Guarded::Unknown);
    }

    #[test]
    fn remarks_say_it_in_every_word_of_the_data_and_denied_words_say_nothing() {
        for (text, wanted) in [
            ("绝密★", Says::Closed),
            ("机密", Says::Closed),
            ("密", Says::Closed),
            ("此件依申请公开", Says::Closed),
            ("此件不予公开", Says::Closed),
            ("仅限教职工查阅", Says::Closed),
            ("校内公开", Says::Closed),
            ("需校园网访问", Says::Closed),
            ("校外须用vpn访问", Says::Closed),
            ("内部资料 注意保存", Says::Closed),
            ("个人隐私", Says::Closed),
            ("过程性信息", Says::Closed),
            ("待保密审查", Says::Waiting),
            ("审批中", Says::Waiting),
            ("未审核", Says::Waiting),
            ("未发", Says::Waiting),
            ("未发布", Says::Waiting),
            ("过期", Says::Down),
            ("已废止", Says::Annulled),
            ("被新文件替代", Says::Annulled),
            ("已被2025年新办法取代", Says::Annulled),
            ("网页打不开", Says::Down),
            ("链接失效", Says::Down),
            ("已撤", Says::Down),
            ("已登记，未发布", Says::Waiting),
        ] {
            assert_eq!(says(text), Some(wanted), "{text}");
        }
        for text in [
            "",
            "不涉密",
            "已审核",
            "非密",
            "经审查不涉密，可以公开",
            "不涉及国家秘密、商业秘密、个人隐私",
            "2026年6月修订",
            "已隐去个人隐私",
            "由依申请公开转为主动公开",
            "原链接失效，已更新",
            "未过期",
            "学校密切关注",
            "保密教育材料",
            "无需登录即可查看",
            "内部控制制度",
            "秘书处提供",
            "经密码管理部门同意",
            "校内外均可查看",
            "暂存档案馆",
            "年度更新",
            "学校章程第三条规定的不予公开情形不适用于本条信息",
            "已按要求删除个人信息后公开",
        ] {
            assert_eq!(says(text), None, "{text}");
        }
        for word in words() {
            if let Kind::Says(kind) = word.kind {
                assert!(says(&word.text).is_some(), "{} of {kind:?}", word.text);
            }
        }
    }

    #[test]
    fn lines_above_a_table_and_numbers_of_documents_say_it_too() {
        for line in [
            "内部资料 注意保存",
            "涉密，不对外",
            "（机密）",
            "教务处台账（内部资料）",
            "内部",
            "二、依申请公开信息",
            "三、不予公开信息",
            "待公开",
            "已撤下",
            "校内公开",
            "计划下学年公开",
            "四、计划下学年公开的信息",
            "依申请公开台账",
            "未公开一览表",
            "待公开清单",
            "拟公开计划表",
            "已撤下清单",
            "废止文件目录",
            "（草稿）",
            "教务处台账（草稿）",
            "应公开未公开清单",
            "已撤销",
            "作废",
            "旧版",
            "回收站",
            "教务处(原)",
            "2025-2026计划",
            "模板",
            "注：以下为校内公开，不对外",
        ] {
            assert!(closing_line(["2025年台账", line]).is_some(), "{line}");
        }
        for line in [
            "涉密信息请勿填报",
            "填报说明：涉密信息不得填报",
            "主动公开、依申请公开和不予公开情况",
            "信息公开台账",
            "涉密信息不得公开",
            "一、主动公开信息",
            "教务处",
            "教务处（终稿）",
            "教务处 (2)",
            "2024-2025学年信息公开台账",
            "招生计划公开表",
            "计划财务处2024—2025学年信息公开台账",
            "计划处信息公开目录",
            "信息公开工作计划",
            "已公开",
            "公开情况汇总表",
            "原创作品",
            "旧址保护办公室",
            "基本信息",
            "注：以上均已公开",
            "（一）奖学金、助学金",
            "信息公开指南和目录",
            "合计",
        ] {
            assert_eq!(closing_line([line]), None, "{line}");
        }
        for (line, earlier) in [
            ("四、招生信息", "三、不予公开信息"),
            ("第三部分 招生信息", "（二）校内公开"),
            ("（三）招生信息", "（二）校内公开"),
            ("2.招生信息", "1.待公开"),
        ] {
            assert!(begins_another(line, earlier), "{line}");
        }
        for (line, earlier) in [
            ("（一）教务处", "三、不予公开信息"),
            ("1.教务处", "（二）校内公开"),
            ("教务处", "三、不予公开信息"),
            ("四、招生信息", "不予公开信息"),
        ] {
            assert!(!begins_another(line, earlier), "{line}");
        }
        for note in ["备注：第2条暂不公开", "注：以下为校内公开，不对外", "注：带*的为依申请公开", "★为不予公开"]
        {
            assert!(closing_note(note), "{note}");
        }
        for note in
            ["注：未公开事项请各部门补充", "注：以上均为主动公开", "备注：数据截至8月31日", "未公开", "注：不涉密"]
        {
            assert!(!closing_note(note), "{note}");
        }
        for number in ["×密〔2025〕3号", "湘院密发〔2025〕3号", "校内〔2025〕3号", "机密〔2025〕1号"]
        {
            assert!(number_is_closed(number), "{number}");
        }
        for number in ["民院发〔2023〕12号", "密云校发〔2025〕3号", "内蒙古教发〔2025〕3号", "校发12号", ""]
        {
            assert!(!number_is_closed(number), "{number}");
        }
    }
}
