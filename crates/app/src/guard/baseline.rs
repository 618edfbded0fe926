//! Findings already judged, by their fingerprints, so that a check tells only what is new.

use check::consistency::Fingerprint;
use domain::fnv::{closed, fnv64};
use std::collections::HashSet;

/// Fingerprints of findings that somebody has judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(HashSet<Fingerprint>);

impl Baseline {
    /// Reads fingerprints one a line, or out of an earlier JSON or SARIF answer; nothing when the text is none of these.
    pub fn parse(text: &str) -> Option<Baseline> {
        let is_print = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let prints: HashSet<Fingerprint> = words.filter(is_print).filter_map(Fingerprint::parse).collect();
        let answer = [r#""findings""#, r#""results""#].iter().any(|key| text.contains(key));
        (!prints.is_empty() || text.trim().is_empty() || answer).then_some(Baseline(prints))
    }

    /// Whether a finding was judged before, by its fingerprint in printed form.
    pub fn has(&self, fingerprint: &str) -> bool {
        Fingerprint::parse(fingerprint).is_some_and(|print| self.0.contains(&print))
    }
}

/// A fingerprint in its printed form, of what names a finding; FNV-1a, as the checker's own.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    format!("{:016x}", fnv64(closed(parts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_a_list_or_an_earlier_answer_and_nothing_else() {
        let print = "0123456789abcdef";
        for text in [print, &format!("{print}  # judged"), &format!(r#"{{"findings":[{{"fingerprint":"{print}"}}]}}"#)]
        {
            assert!(Baseline::parse(text).is_some_and(|baseline| baseline.has(print)), "{text}");
        }
        assert_eq!(Baseline::parse("\n"), Some(Baseline::default()));
        assert_eq!(Baseline::parse(r#"{"files":[{"findings":[]}]}"#), Some(Baseline::default()));
        assert_eq!(Baseline::parse("a letter to somebody"), None);
        assert!(!Baseline::default().has(print) && !Baseline::default().has("no fingerprint"));
    }
}
