//! Part two: channels, then category by category what was disclosed, one line an item.
//!
//! A line says what was done, how many, where and by whom, as far as the ledger tells. The records themselves are in the
//! annex.

use super::{Composer, UnknownReference, counted, units_of, words};
use crate::catalogue::{Applicability, Catalogue, Category, Item, ItemKey, SchoolKind};
use crate::document::Inline;
use crate::record::Disclosed;
use crate::school::ChannelKind;
use crate::zh::{joined, quoted};

/// Titles named in a line, and characters they may take together.
const TITLES: usize = 2;
const LONGEST_TITLES: usize = 40;
/// The longest title that a line in brief names.
const LONGEST_IN_BRIEF: usize = 24;
/// The marks in which titles stand.
const MARKS: [char; 4] = ['《', '》', '“', '”'];
/// Channels named in a line or a row.
const CHANNELS: usize = 3;
/// Units named in a line.
const UNITS: usize = 3;
/// Kinds of channel named.
const KINDS: usize = 6;
/// Characters of an item's text by which it is called, and how many its first words may have.
const LABEL: usize = 14;
const LABEL_IN_BRIEF: usize = 8;
const FIRST_WORDS: usize = 26;

/// How much a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Titles, number, channels, units.
    Full,
    /// Without titles, where sentences above have them.
    Brief,
}

impl Composer<'_> {
    pub(super) fn disclosure(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        self.kept("2", 1)?;
        self.channels();
        for category in self.categories() {
            self.section(&category.name);
            let told = self.kept(&format!("2.{}", category.number), 2)?;
            self.datasets_of(category.number);
            // Where people tell of the work themselves, a line need not name what they have named.
            self.lines_of(category, if told { Detail::Brief } else { Detail::Full });
            self.remaining_items(category.number);
        }
        Ok(())
    }

    fn channels(&mut self) {
        let used = self.used_channels();
        if used.is_empty() {
            return;
        }
        self.section("公开渠道");
        let count = |wanted: fn(ChannelKind) -> bool| used.iter().filter(|(one, _)| wanted(one.kind)).count() as u64;
        let on_line = count(ChannelKind::on_line);
        let other = count(|kind| kind == ChannelKind::Other);
        let off_line = used.len() as u64 - on_line - other;
        let mut sentence =
            vec![words("本学年通过"), counted(used.len() as u64, "个", "count:channels.used"), words("渠道公开信息")];
        for (count, label, source) in
            [(on_line, "线上渠道", "count:channels.on_line"), (off_line, "线下渠道", "count:channels.off_line")]
        {
            if count > 0 {
                sentence.push(words(format!("，{label}")));
                sentence.push(counted(count, "个", source));
            }
        }
        if other > 0 {
            sentence.push(words("，另有"));
            sentence.push(counted(other, "个", "count:channels.other"));
            sentence.push(words("未分线上线下"));
        }
        let mut kinds = Vec::new();
        for kind in ChannelKind::ALL.iter().filter(|kind| **kind != ChannelKind::Other) {
            let here: Vec<u64> = used.iter().filter(|(one, _)| one.kind == *kind).map(|(_, times)| *times).collect();
            if !here.is_empty() {
                kinds.push((here.iter().sum::<u64>(), here.len() as u64, *kind));
            }
        }
        kinds.sort_by_key(|(times, ..)| std::cmp::Reverse(*times));
        let listed = !kinds.is_empty();
        // 主要 is said of some, not of all.
        let all = kinds.len() <= KINDS;
        sentence.push(words(match kinds.len() {
            0 => "",
            1 => "，为",
            _ if all => "。按公开次数排列，依次为",
            _ => "。按公开次数排列，主要有",
        }));
        for (at, (times, number, kind)) in kinds.into_iter().take(KINDS).enumerate() {
            let source = |what: &str| format!("count:channels.{}.{what}", kind.code());
            sentence.push(words(format!("{}{}", if at > 0 { "、" } else { "" }, kind.zh())));
            sentence.push(counted(number, "个", &source("number")));
            sentence.push(words("（"));
            sentence.push(counted(times, "次", &source("times")));
            sentence.push(words("）"));
        }
        if other > 0 {
            let times: u64 =
                used.iter().filter(|(one, _)| one.kind == ChannelKind::Other).map(|(_, times)| *times).sum();
            sentence.push(words(if listed { "，其他" } else { "，为其他" }));
            sentence.push(counted(other, "个", "count:channels.other"));
            sentence.push(words("（"));
            sentence.push(counted(times, "次", "count:channels.other.times"));
            sentence.push(words("）"));
        }
        sentence.push(words(if all { "。" } else { "等。" }));
        let nameless = |record: &&Disclosed| {
            let named = record.releases.iter().any(|release| self.channel(&release.channel).is_some());
            !named && record.has_address()
        };
        let nameless = self.year.records.iter().filter(nameless).count() as u64;
        if nameless > 0 {
            sentence.push(words("另有"));
            sentence.push(counted(nameless, "条", "count:channels.unnamed"));
            sentence.push(words("信息只列明网址，未计入上述渠道。"));
        }
        sentence.push(words("同一信息经多个渠道公开的分别计数，各渠道情况见附件2。"));
        self.say(sentence);
    }

    fn lines_of(&mut self, category: &Category, detail: Detail) {
        for item in self.year.catalogue.items_in(category.number) {
            let records: Vec<&Disclosed> = self.year.records.iter().filter(|r| r.item == item.key).collect();
            if !records.is_empty() {
                let line = self.line(item, &records, detail);
                self.say(line);
            }
        }
    }

    /// `第7项（招生章程等）：公开《招生简章》等7条，见于招生网、H5页，由招生办公室负责。`
    fn line(&self, item: &Item, records: &[&Disclosed], detail: Detail) -> Vec<Inline> {
        let mut line = vec![words(match (&item.key, detail) {
            (ItemKey::Official(number), Detail::Full) => format!("第{number}项（{}）：公开", label(&item.text, LABEL)),
            (ItemKey::Official(number), Detail::Brief) => {
                format!("第{number}项（{}）公开", label(&item.text, LABEL_IN_BRIEF))
            }
            (ItemKey::School(_), _) => format!("学校自设事项“{}”公开", label(&item.text, LABEL)),
        })];
        let titles = titles(records, detail);
        let all: u64 = records.iter().map(|record| u64::from(record.count)).sum();
        for (at, (record, title)) in titles.iter().enumerate() {
            // Between two that stand in marks there is none (GB/T 15834-2011, 4.5.3.5).
            if at > 0 && !(title.starts_with(MARKS) && titles[at - 1].1.ends_with(MARKS)) {
                line.push(words("、"));
            }
            line.push(Inline::value(title.clone(), format!("record:{}#title", record.index)));
        }
        if all > titles.len() as u64 {
            // A batch is named by its one title: 《督导通报》27条.
            line.push(words(if titles.is_empty() || records.len() == 1 { "" } else { "等" }));
            line.push(counted(all, "条", &format!("item:{}#own", item.key)));
        }
        let mut channels: Vec<(usize, &str)> = Vec::new();
        for release in records.iter().flat_map(|record| &record.releases) {
            let Some(name) = self.channel(&release.channel).map(|channel| channel.name.as_str()) else { continue };
            match channels.iter_mut().find(|(_, known)| *known == name) {
                Some((times, _)) => *times += 1,
                None => channels.push((1, name)),
            }
        }
        channels.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        if !channels.is_empty() {
            // 学校招生网: everybody knows whose report it is.
            let name = self.year.school.name();
            let short = |channel: &str| match channel.strip_prefix(name) {
                Some(rest) if !name.is_empty() && !rest.is_empty() => format!("学校{rest}"),
                _ => channel.to_string(),
            };
            let channels: Vec<String> = channels.into_iter().map(|(_, channel)| short(channel)).collect();
            line.push(words(format!("，见于{}", named(&channels, detail))));
        }
        let units = units_of(self.year, item);
        if !units.is_empty() {
            let (shown, more) = (units.len().min(UNITS), units.len() > UNITS);
            let rest = if more { format!("等{}个部门", units.len()) } else { String::new() };
            line.push(words(format!("，由{}{rest}负责", joined(&units[..shown]))));
        }
        line.push(words("。"));
        line
    }

    /// Why an item does not apply, and whether only the kind of the school tells so and nobody has set it.
    pub(super) fn why_not<'i>(&self, item: &'i Item) -> Option<(&'i str, bool)> {
        let Applicability::NotApplicable { reason } = &item.applicability else { return None };
        let statutory = Catalogue::statutory(self.year.school.kind());
        let by_kind = statutory.item(&item.key).is_some_and(|known| known.applicability == item.applicability);
        Some((reason.trim_end_matches('。'), by_kind))
    }

    /// How many records of an item are given on request only and how many are withheld, when there is any.
    pub(super) fn keeps_back(&self, item: &Item) -> Option<(u64, u64)> {
        let own = [item.key.clone()];
        let keys = match &item.key {
            ItemKey::Official(number) => self.counting.get(number).map_or(&own[..], Vec::as_slice),
            ItemKey::School(_) => &own,
        };
        let of = |withheld: bool| {
            self.year.kept_back.iter().filter(|one| one.withheld == withheld && keys.contains(&one.item)).count() as u64
        };
        let (on_request, withheld) = (of(false), of(true));
        (on_request + withheld > 0).then_some((on_request, withheld))
    }

    /// Items of the category without a record: answered nil, open, or not for this school.
    fn remaining_items(&mut self, category: u8) {
        let items: Vec<&Item> =
            self.year.catalogue.items_in(category).filter(|item| matches!(item.key, ItemKey::Official(_))).collect();
        let account = |item: &Item| self.accounts.get(&item.key).copied().unwrap_or_default();
        let applies = |item: &&&Item| !matches!(item.applicability, Applicability::NotApplicable { .. });
        let without = items.iter().filter(applies).filter(|item| account(item).entries == 0);
        let (nil, open): (Vec<&Item>, Vec<&Item>) = without.copied().partition(|item| account(item).nil);
        let (back, open): (Vec<&Item>, Vec<&Item>) = open.into_iter().partition(|item| self.keeps_back(item).is_some());
        let mut sentences = String::new();
        if !nil.is_empty() {
            sentences += &format!("{}经责任部门确认，本学年无应公开的信息。", numbers(&nil));
        }
        for (on_request, withheld) in [(false, true), (true, false), (true, true)] {
            let so = |item: &&&Item| {
                self.keeps_back(item).is_some_and(|(on, with)| (on > 0, with > 0) == (on_request, withheld))
            };
            let items: Vec<&Item> = back.iter().filter(so).copied().collect();
            if !items.is_empty() {
                sentences += &format!("{}的信息本学年列为{}。", numbers(&items), kept_back_as(on_request, withheld));
            }
        }
        if !open.is_empty() {
            sentences += &format!("{}尚未公开，完成时限见第八部分。", numbers(&open));
        }
        let mut reasons: Vec<((&str, bool), Vec<&Item>)> = Vec::new();
        for item in &items {
            // Of what something is public nobody says here that it is not the school's.
            if account(item).entries == 0
                && let Some(reason) = self.why_not(item)
            {
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, of)) => of.push(item),
                    None => reasons.push((reason, vec![item])),
                }
            }
        }
        let kind = kind_zh(self.year.school.kind());
        for ((reason, by_kind), items) in reasons {
            let source = if by_kind { format!("按学校类型（{kind}）") } else { String::new() };
            sentences += &format!("{}{source}不适用于本校（{reason}）。", numbers(&items));
        }
        for item in items {
            if let Applicability::NotApplicable { reason } = &item.applicability
                && account(item).entries > 0
            {
                let number = numbers(&[item]);
                sentences += &format!("{number}已标为不适用于本校（{reason}），本学年仍有公开的信息，见第七部分。");
            }
        }
        if !sentences.is_empty() {
            self.say(vec![words(sentences)]);
        }
    }
}

fn kind_zh(kind: SchoolKind) -> &'static str {
    match kind {
        SchoolKind::Vocational => "高等职业学校",
        SchoolKind::Undergraduate => "不培养研究生的本科学校",
        SchoolKind::University => "培养研究生的本科学校",
    }
}

/// How what is not on view is treated.
fn kept_back_as(on_request: bool, withheld: bool) -> &'static str {
    match (on_request, withheld) {
        (true, true) => "依申请公开或不予公开",
        (true, false) => "依申请公开",
        _ => "不予公开",
    }
}

/// `第11项至第14项、第20项`.
fn numbers(items: &[&Item]) -> String {
    let known = items.iter().filter_map(|item| match item.key {
        ItemKey::Official(number) => Some(number),
        ItemKey::School(_) => None,
    });
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in known {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    joined(runs.into_iter().map(|(first, last)| match last - first {
        0 => format!("第{first}项"),
        1 => format!("第{first}项、第{last}项"),
        _ => format!("第{first}项至第{last}项"),
    }))
}

/// The first words of an item's text, as long as is said or the shortest that mean something:
/// `招生章程及特殊类型招生办法等`.
fn label(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_string();
    }
    let cuts = text.char_indices().filter(|(_, c)| matches!(c, '，' | '、' | '；')).map(|(at, _)| at);
    let length = |at: usize| text[..at].chars().count();
    let mut cuts = cuts.filter(|at| (4..=FIRST_WORDS).contains(&length(*at)));
    let first = cuts.next();
    match cuts.take_while(|at| length(*at) <= longest).last().or(first) {
        Some(at) => format!("{}等", &text[..at]),
        None if length(text.len()) <= FIRST_WORDS => text.to_string(),
        None => format!("{}……", text.chars().take(longest).collect::<String>()),
    }
}

/// Up to two titles that may be printed, shortest lists of them first as entered, each in its marks; in
/// brief only the title of what stands alone and is short.
fn titles<'a>(records: &[&'a Disclosed], detail: Detail) -> Vec<(&'a Disclosed, String)> {
    let alone = |longest: usize| match records {
        [record] => record.title().filter(|title| title.chars().count() <= longest).map(|title| (*record, title)),
        _ => None,
    };
    let in_marks = |(record, title): (&'a Disclosed, &str)| (record, quoted(title));
    if detail == Detail::Brief {
        return alone(LONGEST_IN_BRIEF).map(in_marks).into_iter().collect();
    }
    let mut named = Vec::new();
    let mut room = LONGEST_TITLES;
    for record in records.iter().filter(|record| record.count == 1) {
        let Some(title) = record.title() else { continue };
        let length = title.chars().count();
        if named.len() == TITLES || (length > room && !named.is_empty()) {
            continue;
        }
        room = room.saturating_sub(length);
        named.push(in_marks((*record, title)));
    }
    if named.is_empty() {
        named.extend(alone(usize::MAX).map(in_marks));
    }
    named
}

/// `甲、乙、丙等` where there are more.
fn named(names: &[String], detail: Detail) -> String {
    let most = if detail == Detail::Brief { CHANNELS - 1 } else { CHANNELS };
    let more = names.len() > most;
    format!("{}{}", joined(names.iter().take(most)), if more { "等" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_by(text: &str) -> String {
        label(text, LABEL)
    }

    #[test]
    fn an_item_is_called_by_its_first_words() {
        assert_eq!(named_by("学籍管理办法"), "学籍管理办法");
        assert_eq!(named_by("招生章程及特殊类型招生办法，分批次、分科类招生计划"), "招生章程及特殊类型招生办法等");
        assert_eq!(named_by("校级领导干部因公出国（境）情况"), "校级领导干部因公出国（境）情况");
        assert_eq!(
            named_by("考生个人录取信息查询渠道和办法，分批次、分科类录取人数和录取最低分"),
            "考生个人录取信息查询渠道和办法等"
        );
        assert_eq!(named_by("仪器设备、图书、药品等物资设备采购和重大基建工程的招投标"), "仪器设备、图书等");
    }
}
