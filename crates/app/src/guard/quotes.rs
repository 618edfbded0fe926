//! Quotations of a file with the personal data in them covered: what was found is never shown whole.
//!
//! The findings of the whole file decide, not those of the piece that is quoted, since what makes a number a bank
//! card may stand in another line. It must not look for anything itself.

use check::personal::{Finding, Kind};
use std::ops::Range;

/// What stands for a part of a finding whose rest lies outside a quotation.
const COVER: &str = "■■■";

/// The findings of one text that a quotation may not show.
pub(super) struct Quotes<'t> {
    text: &'t str,
    /// Sorted by where they begin; they do not overlap.
    covered: Vec<&'t Finding>,
}

/// What is certain is covered; so is a number that is only suspected where it would be a person's paper or card: a slip
/// in its last digit hides nobody. A suspected telephone or mailbox is an office's more often than not and stays.
fn is_covered(finding: &Finding) -> bool {
    let grave = matches!(finding.kind, Kind::IdCard | Kind::BankCard | Kind::Passport) && !finding.partly_masked;
    (finding.certain || grave) && !finding.is_column()
}

impl<'t> Quotes<'t> {
    /// From all findings of the text.
    pub(super) fn new(text: &'t str, found: &'t [Finding]) -> Quotes<'t> {
        let mut covered: Vec<&Finding> = found.iter().filter(|finding| is_covered(finding)).collect();
        covered.sort_by_key(|finding| finding.range.start);
        Quotes { text, covered }
    }

    /// The findings that touch a range.
    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &Finding> {
        let first = self.covered.partition_point(|finding| finding.range.end <= range.start);
        let end = range.end;
        self.covered[first..].iter().copied().take_while(move |finding| finding.range.start < end)
    }

    /// The text of a range with every finding in its masked form.
    pub(super) fn over(&self, range: Range<usize>) -> String {
        let (mut shown, mut at) = (String::new(), range.start);
        for finding in self.within(&range) {
            let (from, to) = (finding.range.start.max(at), finding.range.end.min(range.end));
            if from >= to {
                continue;
            }
            shown.push_str(&self.text[at..from]);
            let whole = finding.range.start >= range.start && finding.range.end <= range.end;
            shown.push_str(if whole { &finding.masked } else { COVER });
            at = to;
        }
        shown.push_str(&self.text[at..range.end]);
        shown
    }

    /// Words made of the text at these ranges, with what was found there masked.
    pub(super) fn words(&self, words: &str, near: &[&Range<usize>]) -> String {
        let found = near.iter().flat_map(|range| self.within(range));
        found
            .fold(words.to_string(), |words, finding| words.replace(&self.text[finding.range.clone()], &finding.masked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_that_cuts_a_number_shows_none_of_it() {
        let text = "手机号码13812345678，备用手机号码13987654321。";
        let found = check::personal::scan_text(text);
        assert_eq!(found.len(), 2, "{found:?}");
        let quotes = Quotes::new(text, &found);
        assert_eq!(quotes.over(0..text.len()), "手机号码138****5678，备用手机号码139****4321。");
        let at = text.find("138").unwrap_or_default();
        assert_eq!(quotes.over(0..at + 6), "手机号码■■■");
        assert_eq!(quotes.over(at + 4..at + 14), "■■■，");
        let all = 0..text.len();
        assert_eq!(quotes.words("是 13987654321 吗", &[&all]), "是 139****4321 吗");
    }

    #[test]
    fn a_suspected_paper_is_covered_and_a_suspected_telephone_is_not() {
        let text = "身份证号110101199003070039，联系电话0730-8412345。";
        let found = check::personal::scan_text(text);
        assert!(found.len() == 2 && found.iter().all(|finding| !finding.certain), "{found:?}");
        let quotes = Quotes::new(text, &found);
        assert_eq!(quotes.over(0..text.len()), "身份证号110***********0039，联系电话0730-8412345。");
    }
}
