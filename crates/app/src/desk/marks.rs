//! What has to be looked at in a text before others judge it: personal data, and figures that do not add up, each with the
//! line it stands in. What is certain stops it on its way; what is suspected wants an answer.
//!
//! The same engines judge files and what becomes public ([`crate::guard`]); here they are asked while somebody writes. What is
//! found of a person is never shown whole.

use crate::guard::publication::{Concern, Field, Gate};
use crate::guard::{CheckOptions, Reason, check_text, shown};
use crate::words::Lang;
use domain::extract::{BlockKind, Extract, Place};
use domain::record::{Edition, Openness, Record};
use domain::text::{Block, blocks};

/// Rule of the checker that the gate answers better here.
const PERSONAL: &str = "personal-data";

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whether it may not go on like this.
    pub stops: bool,
    /// The field: `title`, `summary`, `body`, …
    pub field: &'static str,
    /// The line of the text, from 0, when it stands in the text.
    pub line: Option<usize>,
    /// What it is: a kind of personal data, or the rule that does not hold.
    pub what: String,
    /// What may be shown of it, or what the checker says.
    pub about: String,
}

/// Looks at what somebody wrote.
pub fn marks(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let mut marks = personal(lang, edition);
    marks.extend(figures(lang, edition));
    marks.sort_by_key(|mark| (mark.field == "body", mark.line, !mark.stops));
    marks
}

/// Pictures of a text that are no attachments of its record: readers would see their names in their places.
pub fn pictures_missing(lang: Lang, record: &Record) -> Vec<Mark> {
    let Some(edition) = record.newest() else { return Vec::new() };
    let there: Vec<&str> = record.newest_attachments().map(|file| file.name.as_str()).collect();
    let missing = blocks(&edition.body).into_iter().filter_map(|placed| match placed.block {
        Block::Picture(picture) if !there.contains(&picture.file.as_str()) => Some((placed.line, picture.file)),
        _ => None,
    });
    let mark = |(line, file): (usize, String)| Mark {
        stops: false,
        field: "body",
        line: Some(line),
        what: lang.say("work-mark-picture"),
        about: shown(&file),
    };
    missing.map(mark).collect()
}

/// What a record as a whole has to be asked about: that readers would find nothing but its title, and that its item was said
/// to have nothing.
pub fn of_whole(lang: Lang, sheet: &super::Sheet) -> Vec<Mark> {
    let ask =
        |what: &str, about: String| Mark { stops: false, field: "title", line: None, what: lang.say(what), about };
    let bare = is_bare(&sheet.record) && sheet.posting.is_none();
    let bare = bare.then(|| ask("work-mark-bare", lang.say("work-mark-bare-about")));
    let nil = sheet
        .nil
        .map(|year| ask("work-mark-nil", lang.say_with("work-mark-nil-about", &[("year", &year.to_string())])));
    let told = sheet.of_applicant.iter().map(|found| Mark {
        stops: true,
        field: found.field,
        line: None,
        what: lang.say("work-mark-applicant"),
        about: found.masked.clone(),
    });
    told.chain(bare).chain(nil).collect()
}

/// Whether readers of the newest edition would find nothing but its title: no text, no file, no address and no place.
pub fn is_bare(record: &Record) -> bool {
    let text = record.newest().is_some_and(|edition| !edition.body.trim().is_empty());
    let lies = record.releases.iter().any(|release| !release.locator.trim().is_empty());
    record.openness == Openness::Proactive && !text && !lies && record.newest_attachments().next().is_none()
}

/// Whether anything keeps it from being sent for review.
pub fn stops(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| mark.stops)
}

/// The same text with what is certainly a person's covered, sign for sign, as a stroke of the pen would.
pub fn covered(edition: Edition) -> Edition {
    let certain = Gate::default().judge(fields(&edition)).refused;
    let places: Vec<(&'static str, std::ops::Range<usize>)> =
        certain.into_iter().map(|concern| (concern.field, concern.place)).collect();
    let cover = |field: &str, text: &str| {
        let is_covered = |at: usize| places.iter().any(|(of, place)| *of == field && place.contains(&at));
        text.chars().enumerate().map(|(at, c)| if is_covered(at) && c != '\n' { '*' } else { c }).collect()
    };
    Edition {
        title: cover("title", &edition.title),
        document_number: cover("document_number", &edition.document_number),
        summary: cover("summary", &edition.summary),
        change_note: cover("change_note", &edition.change_note),
        body: cover("body", &edition.body),
        ..edition
    }
}

/// A line of a text as it may stand beside what was found in it: what is a person's, certainly or perhaps, covered as it is there.
pub fn line_shown(line: &str) -> String {
    let verdict = Gate::default().judge([Field::new("line", line)]);
    let found: Vec<&Concern<'_>> = verdict.refused.iter().chain(&verdict.asked).collect();
    let (mut shown, mut left) = (String::with_capacity(line.len()), line.chars().enumerate().peekable());
    while let Some((at, c)) = left.next() {
        match found.iter().find(|concern| concern.place.contains(&at)) {
            None => shown.push(c),
            Some(concern) => {
                shown.push_str(&concern.masked);
                while left.next_if(|(at, _)| concern.place.contains(at)).is_some() {}
            }
        }
    }
    shown
}

fn fields(edition: &Edition) -> [Field<'static, '_>; 5] {
    [
        Field::new("title", &edition.title),
        Field::new("document_number", &edition.document_number),
        Field::new("summary", &edition.summary),
        Field::new("change_note", &edition.change_note),
        Field::new("body", &edition.body),
    ]
}

fn personal(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let verdict = Gate::default().judge(fields(edition));
    let mark = |concern: &Concern<'static>, stops| Mark {
        stops,
        field: concern.field,
        line: (concern.field == "body").then(|| line_of(&edition.body, concern.place.start)),
        what: match lang {
            Lang::Zh => concern.kind.zh().to_string(),
            Lang::En => concern.kind.en().to_string(),
        },
        about: concern.masked.clone(),
    };
    let mut marks = Vec::new();
    for (concerns, stops) in [(verdict.refused, true), (verdict.asked, false)] {
        let (columns, others): (Vec<_>, Vec<_>) = concerns.into_iter().partition(in_column);
        marks.extend(others.iter().map(|concern| mark(concern, stops)));
        marks.extend(
            by_column(&columns)
                .into_iter()
                .map(|(concern, count)| Mark { about: about_column(lang, concern, count), ..mark(concern, stops) }),
        );
    }
    marks
}

fn in_column(concern: &Concern<'_>) -> bool {
    matches!(concern.why, Reason::SensitiveColumn | Reason::SensitiveCell)
}

/// The first cell of each column, and in how many something was found: one column is mended at once.
fn by_column<'c>(concerns: &'c [Concern<'static>]) -> Vec<(&'c Concern<'static>, u64)> {
    let mut columns: Vec<(&Concern<'static>, u64)> = Vec::new();
    let head = |concern: &Concern<'_>| concern.masked.split('：').next().unwrap_or_default().to_string();
    for concern in concerns {
        let same = |known: &&mut (&Concern<'static>, u64)| {
            known.0.field == concern.field && known.0.why == concern.why && head(known.0) == head(concern)
        };
        match columns.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => columns.push((concern, 1)),
        }
    }
    columns
}

fn about_column(lang: Lang, concern: &Concern<'_>, count: u64) -> String {
    let why = match lang {
        Lang::Zh => concern.why.zh(),
        Lang::En => concern.why.en(),
    };
    lang.say_with("work-mark-column", &[("found", &concern.masked), ("count", &count.to_string()), ("why", why)])
}

/// The line in which a character stands, both from 0.
fn line_of(text: &str, character: usize) -> usize {
    text.chars().take(character).filter(|c| *c == '\n').count()
}

fn figures(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let mut extract = Extract::default();
    // Of each line of the extract, the line of the text it is from.
    let mut from: Vec<Option<usize>> = Vec::new();
    let mut push = |words: &str, kind, line: Option<usize>| {
        let words = words.replace('\n', " ");
        let place = Place::Line { line: line.map_or(1, |line| line + 1), column: 1 };
        extract.push(&words, kind, place, None);
        from.push(line);
    };
    push(&edition.title, BlockKind::Heading(1), None);
    let mut tables = 0;
    for placed in blocks(&edition.body) {
        match &placed.block {
            Block::Heading(level, words) => push(words, BlockKind::Heading(level + 1), Some(placed.line)),
            Block::Paragraph(_, words) => push(words, BlockKind::Paragraph, Some(placed.line)),
            Block::Picture(picture) => push(&picture.caption, BlockKind::Paragraph, Some(placed.line)),
            Block::Table(table) => {
                for (row, cells) in table.rows.iter().enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        let (row_span, column_span) = (cell.rows as usize, cell.columns as usize);
                        let kind = BlockKind::Cell { table: tables, row, column, row_span, column_span };
                        push(&cell.text, kind, Some(placed.line + row));
                    }
                }
                tables += 1;
            }
        }
    }
    let checked = check_text(extract, &CheckOptions { lang, ..CheckOptions::default() });
    let told = checked.findings.into_iter().filter(|finding| finding.rule != PERSONAL && finding.severity != "note");
    told.map(|finding| {
        let line = from.get(finding.line.saturating_sub(1)).copied().flatten();
        Mark {
            stops: false,
            field: if line.is_some() { "body" } else { "title" },
            line,
            what: lang.say("work-does-not-add-up"),
            about: finding.message,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<Mark> {
        marks(Lang::Zh, &Edition { title: "某某通知".into(), body: body.into(), ..Edition::default() })
    }

    #[test]
    fn a_private_number_stops_and_is_shown_by_its_line_and_not_whole() {
        let found = of("各单位：\n联系人：沈老师，手机13800138000。");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].stops && found[0].line == Some(1) && stops(&found));
        assert!(!found[0].about.contains("13800138000"), "{found:?}");
    }

    #[test]
    fn a_sum_that_does_not_hold_is_told_at_its_line_and_stops_nothing() {
        let found = of("一、名额\n全校共32人，其中男生20人，女生13人。");
        assert!(!found.is_empty() && !stops(&found), "{found:?}");
        assert_eq!((found[0].field, found[0].line), ("body", Some(1)));
    }

    #[test]
    fn a_column_of_illness_or_poverty_beside_names_stops_once_and_can_be_covered() {
        let body = "名单如下：\n| 姓名 | 学院 | 病史 | 家庭收入 |\n| 李示例 | 商学院 | 先天性心脏病 | 8000元 |\n| 王样本 | 商学院 | 哮喘 | 无 |";
        let found = of(body);
        assert_eq!(found.len(), 2, "one for each column: {found:?}");
        assert!(stops(&found) && found[0].line == Some(2), "{found:?}");
        assert!(found.iter().all(|mark| !mark.about.contains("心脏病") && mark.about.contains("公示")), "{found:?}");
        let edition = Edition { title: "某某通知".into(), body: body.into(), ..Edition::default() };
        let covered = covered(edition);
        assert_eq!(
            covered.body,
            "名单如下：\n| 姓名 | 学院 | 病史 | 家庭收入 |\n| 李示例 | 商学院 | ****** | ***** |\n| 王样本 | 商学院 | ** | 无 |"
        );
        assert_eq!(of(&covered.body), [], "what is covered is mended");
    }

    #[test]
    fn words_of_illness_or_poverty_in_another_column_are_asked_about() {
        let found = of("名单：\n| 姓名 | 学院 | 备注 |\n| 李示例 | 商学院 | 低保户，成绩优秀 |");
        assert!(found.len() == 1 && !stops(&found), "{found:?}");
        let grades = of("名单：\n| 姓名 | 困难等级 |\n| 李示例 | 特别困难 |");
        assert!(grades.len() == 1 && !stops(&grades), "{grades:?}");
    }

    #[test]
    fn lists_of_prizes_and_numbers_of_the_poor_have_no_mark() {
        for body in [
            "名单：\n| 序号 | 姓名 | 学院 | 奖项 |\n| 1 | 李示例 | 商学院 | 一等奖 |",
            "情况：\n| 学院 | 低保 | 残疾 | 建档立卡 |\n| 商学院 | 12 | 3 | 20 |",
            "小组：\n| 姓名 | 职务 | 分工 |\n| 李示例 | 组长 | 心理健康教育、困难学生资助 |",
            "小组：\n| 姓名 | 单位 |\n| 李示例 | 心理健康教育中心 |",
            "报名表：\n| 姓名 | | 性别 | | 健康状况 | |\n| 民族 | | 出生年月 | | 联系电话 | |",
        ] {
            assert_eq!(of(body), [], "{body}");
        }
    }

    #[test]
    fn a_line_that_is_shown_beside_what_was_found_in_it_says_no_more_of_it() {
        for line in
            ["联系人：沈老师，手机13800138000。", "招生咨询电话13800138000（沈老师）", "身份证号110105194912310021"]
        {
            let shown = line_shown(line);
            assert!(!shown.contains("0138000") && !shown.contains("19491231"), "{shown}");
            assert!(shown.starts_with(&line.chars().take(3).collect::<String>()), "{shown}");
        }
        assert_eq!(line_shown("全校共32人，其中男生20人。"), "全校共32人，其中男生20人。");
    }

    #[test]
    fn a_text_without_either_has_no_mark() {
        assert_eq!(of("各单位：\n请于12月10日前报名。\n>> 学生处\n>> 2026年11月30日"), []);
    }
}
