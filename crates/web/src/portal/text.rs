//! Text taken apart for templates: marked matches, paragraphs, addresses that may be followed.

/// A run of text and whether it is what was looked for.
pub(crate) type Marked = Vec<(String, bool)>;

/// The text with every occurrence of `query` marked, without regard to ASCII case.
pub(crate) fn mark(text: &str, query: &str) -> Marked {
    if query.is_empty() {
        return vec![(text.to_string(), false)];
    }
    // ASCII lower case keeps every byte where it was.
    let (low, wanted) = (text.to_ascii_lowercase(), query.to_ascii_lowercase());
    let mut out = Vec::new();
    let mut from = 0;
    for (at, found) in low.match_indices(&wanted) {
        if at > from {
            out.push((text[from..at].to_string(), false));
        }
        out.push((text[at..at + found.len()].to_string(), true));
        from = at + found.len();
    }
    if from < text.len() {
        out.push((text[from..].to_string(), false));
    }
    out
}

/// `1.4 MB`.
pub(crate) fn size(bytes: &u64) -> String {
    match *bytes {
        bytes @ 0..1_000 => format!("{bytes} B"),
        bytes @ 1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        bytes => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_match_is_marked_wherever_it_stands() {
        let marked = mark("毕业生就业质量报告与就业去向", "就业");
        let hits: Vec<&str> = marked.iter().filter(|(_, hit)| *hit).map(|(text, _)| text.as_str()).collect();
        assert_eq!(hits, ["就业", "就业"]);
        assert_eq!(mark("LED屏", "led")[0], ("LED".to_string(), true));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn marking_loses_nothing(text in "[aAé中文 ]{0,20}", query in "[aAé中文]{0,3}") {
            let joined: String = mark(&text, &query).into_iter().map(|(run, _)| run).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
