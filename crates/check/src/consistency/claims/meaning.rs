//! What the labels of parts mean, so far that it tells whether they can make a whole.
//!
//! Words only: parts from two points of view overlap, 等 leaves a list open, 男 and 女 leave nothing out.
//! It must not look at the numbers.

use std::ops::Range;

use super::view::View;
use crate::consistency::document::chars::head;
use crate::consistency::document::quantity::Unit;
use crate::consistency::words::{self, Words};

impl View<'_> {
    /// 等, 包括, 主要 and the like: the parts do not claim to be all.
    pub(crate) fn is_open_ended(&self, scope: &Range<usize>) -> bool {
        let mut words = without_remarks(self.cut(scope.clone()));
        // 重点项目 5 项 is a part, 重点是 opens a list.
        let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || "项课学实专班高建村企".contains(c));
        let opens = |w: &&str| words.match_indices(*w).any(|(at, _)| *w != "重点" || !named(&words[at + w.len()..]));
        if words::OPEN_ENDED.iter().any(opens) {
            return true;
        }
        for word in words::NO_ETC.iter().copied() {
            if words.contains(word) {
                words = words.replace(word, "");
            }
        }
        words.contains('等')
    }

    /// Whether the words say that one thing may stand under two parts: 部分学生同时获得两项.
    pub(crate) fn told_to_overlap(&self) -> bool {
        let from = self.all.first().map_or(self.range.start, |q| q.at.start);
        let said = head(self.cut(from..self.range.end), 1_500);
        words::TOLD_TO_OVERLAP.iter().any(|w| said.contains(w)) && !words::TOLD_APART.iter().any(|w| said.contains(w))
    }

    /// Labels from two points of view, such as 女 and 党员, count the same persons twice.
    pub(crate) fn overlapping(&self, parts: &[usize]) -> bool {
        if self.told_to_overlap() {
            return true;
        }
        let mut seen: Option<usize> = None;
        for &i in parts {
            let words = self.words(i);
            if let Some(view) =
                words::VIEWS.iter().position(|row| row.get(1).is_some_and(|w| w.iter().any(|w| words.contains(w))))
            {
                if seen.is_some_and(|s| s != view) {
                    return true;
                }
                seen = Some(view);
            }
        }
        // A scale without its lower end leaves out those below: 教授, 副教授 and no 讲师.
        let ends = seen.and_then(|view| words::VIEWS[view].get(2));
        if ends.is_some_and(|ends| !parts.iter().any(|i| ends.iter().any(|e| self.words(*i).contains(e)))) {
            return true;
        }
        // Titles and degrees contain one another: 高级职称 and 教授, 硕士以上 and 博士.
        let any = |names: &Words| parts.iter().any(|i| names.iter().any(|name| self.words(*i).contains(name)));
        words::NESTED.iter().any(|row| row.iter().all(any))
    }

    /// 男/女, 其余 and other divisions that leave nothing out.
    pub(crate) fn complete_by_meaning(&self, parts: &[usize]) -> bool {
        let words: Vec<String> = parts.iter().map(|i| self.words(*i)).collect();
        if parts.len() >= 2 && self.label(parts[parts.len() - 1]).starts_with("其余") {
            return true;
        }
        let [one, other] = &words[..] else { return false };
        words::HALVES.iter().any(|row| {
            let holds = |column: usize, text: &str| row.get(column).is_some_and(|w| w.iter().any(|w| text.contains(w)));
            // Who learns on line may come as well.
            if row[0].contains(&"线上") && self.all[parts[0]].unit == Unit::Person {
                return false;
            }
            let fits = holds(0, one) && holds(1, other) || holds(1, one) && holds(0, other);
            fits && (row.len() < 3 || (holds(2, one) && holds(2, other)))
        })
    }
}

/// Without parentheses that hold no number: （含生育保险） belongs to a name and opens no list.
fn without_remarks(words: &str) -> String {
    let mut rest = words;
    let mut kept = String::with_capacity(words.len());
    while let Some((before, after)) = rest.split_once('（') {
        kept.push_str(before);
        match after.split_once('）') {
            Some((remark, tail)) if !remark.contains(|c: char| c.is_ascii_digit()) && !remark.contains("等") => {
                rest = tail
            }
            _ => {
                kept.push('（');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}
