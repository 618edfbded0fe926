//! A column that some kind of list must not show, and the heads that mean it.

/// Longest head that is judged, in characters; longer text is a sentence or a title.
const LONGEST: usize = 16;

/// A column that some kind forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the rules, such as 身份证件号码.
    pub name: &'static str,
    /// Words of heads that mean it: Chinese ones anywhere in a head, Latin ones as the whole head.
    pub heads: Vec<&'static str>,
    /// Words that make such a head mean something else: 监督电话 is an office's.
    pub unless: Vec<&'static str>,
}

impl Column {
    /// Whether a head means this column.
    pub fn means(&self, head: &str) -> bool {
        self.is_meant_by(&plain(head))
    }

    pub(super) fn is_meant_by(&self, plain: &str) -> bool {
        let named = |word: &&str| if word.is_ascii() { plain == *word } else { plain.contains(*word) };
        plain.chars().count() <= LONGEST
            && self.heads.iter().any(named)
            && !self.unless.iter().any(|word| plain.contains(word))
    }
}

/// A head as its words are compared: what stands in brackets behind it explains it and goes (姓名（与身份证一致）), and so
/// do blanks and marks.
pub(super) fn plain(head: &str) -> String {
    let main = head.find(['(', '（']).filter(|at| *at > 0).map_or(head, |at| &head[..at]);
    crate::date::half_width(main)
        .chars()
        .filter(|c| !c.is_whitespace() && !"*:()[]【】、_-/·\u{200b}\u{feff}".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
