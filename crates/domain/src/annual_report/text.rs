//! Kept texts: paragraphs that people wrote, with `{dataset.figure}` references into the ledger.

use super::{Composer, Gap, GapKind, says_nothing};
use crate::document::Inline;
use crate::figure::Dataset;
use crate::ledger::TextEntry;

/// A text refers to a figure that no dataset of the year holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text at {place} refers to {{{reference}}}, which no dataset holds")]
pub struct UnknownReference {
    /// Place and order of the text.
    pub place: String,
    /// The reference as written.
    pub reference: String,
}

/// The references in a text, in order: `admissions.total`. Braces around anything that is not of the form
/// `word.word` are ordinary characters.
pub fn references(text: &str) -> Vec<&str> {
    pieces(text).into_iter().filter_map(|piece| piece.err()).collect()
}

/// A text cut into words (`Ok`) and references (`Err`, without braces).
fn pieces(text: &str) -> Vec<Result<&str, &str>> {
    let mut pieces = Vec::new();
    let (mut rest, mut words) = (text, 0);
    while let Some(open) = rest[words..].find('{').map(|at| at + words) {
        let inside = &rest[open + 1..];
        let reference = inside.find('}').map(|close| &inside[..close]).filter(|reference| is_reference(reference));
        match reference {
            Some(reference) => {
                pieces.push(Ok(&rest[..open]));
                pieces.push(Err(reference));
                rest = &inside[reference.len() + 1..];
                words = 0;
            }
            None => words = open + 1,
        }
    }
    pieces.push(Ok(rest));
    pieces.retain(|piece| *piece != Ok(""));
    pieces
}

fn is_reference(text: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    text.split_once('.').is_some_and(|(dataset, figure)| word(dataset) && word(figure))
}

impl Composer<'_> {
    /// Prints the texts kept for a place; a sub-heading becomes a heading of the level below. `false` when
    /// there are none.
    pub(super) fn kept(&mut self, place: &str, under: u8) -> Result<bool, UnknownReference> {
        let texts = self.texts(place);
        // What says nothing is no text: its place is asked for as if nobody had written there.
        let (nothing, texts): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|text| text.heading.is_empty() && says_nothing(place, &text.text));
        for text in nothing {
            self.says_nothing(place, text);
        }
        for text in &texts {
            if !text.heading.is_empty() {
                self.stale(&text.heading);
                if under == 1 { self.section(&text.heading) } else { self.subsection(&text.heading) }
            }
            for paragraph in text.text.split('\n').map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
                let inlines = self.resolved(paragraph, &format!("{place} ({})", text.order))?;
                self.say(inlines);
            }
        }
        Ok(!texts.is_empty())
    }

    /// Parts that ask for what they lack do so themselves; elsewhere the mark stands where the text would.
    fn says_nothing(&mut self, place: &str, text: &TextEntry) {
        if matches!(place, "3" | "4" | "5" | "6") {
            return;
        }
        let about = format!("{place}：{}", text.text.trim());
        let mark = self.lacks_of(Gap { kind: GapKind::Text, unit: None, item: None, record: None, about });
        self.say(vec![mark]);
    }

    /// Keeps as a gap what is marked in a text as to be looked at again; the mark stands there already.
    fn stale(&mut self, text: &str) {
        let gap = |mark: &str| Gap { kind: GapKind::Stale, unit: None, item: None, record: None, about: mark.into() };
        self.gaps.extend(super::marks(text).into_iter().map(gap));
    }

    fn resolved(&mut self, text: &str, place: &str) -> Result<Vec<Inline>, UnknownReference> {
        self.stale(text);
        let mut inlines = Vec::new();
        for piece in pieces(text) {
            match piece {
                Ok(words) => addresses(words, &mut inlines),
                Err(reference) => {
                    let unknown = || UnknownReference { place: place.to_string(), reference: reference.to_string() };
                    let (dataset, figure) = reference.split_once('.').ok_or_else(unknown)?;
                    let dataset: &Dataset = self.dataset(dataset).ok_or_else(unknown)?;
                    let figure = dataset.figure(figure).ok_or_else(unknown)?;
                    inlines.push(self.figure_value(dataset, figure));
                    if figure.disputed.is_some() {
                        inlines.push(Inline::Remark("（存疑）".into()));
                    }
                }
            }
        }
        Ok(inlines)
    }
}

/// Words with the addresses in them as links.
fn addresses(words: &str, inlines: &mut Vec<Inline>) {
    let mut rest = words;
    while let Some(start) = rest.find("http://").into_iter().chain(rest.find("https://")).min() {
        let ends = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '"');
        let length = rest[start..].find(ends).unwrap_or(rest.len() - start);
        let address = rest[start..start + length].trim_end_matches(['.', ',', ';', ')']);
        if start > 0 {
            inlines.push(Inline::text(&rest[..start]));
        }
        inlines.push(Inline::Link { text: address.to_string(), address: address.to_string() });
        rest = &rest[start + address.len()..];
    }
    if !rest.is_empty() {
        inlines.push(Inline::text(rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dataset_and_figure_in_braces_is_a_reference() {
        assert_eq!(references("共{a.total}，{x}，{，{b-1.p_2}}，{a.b c}"), ["a.total", "b-1.p_2"]);
    }

    #[test]
    fn an_address_in_a_text_becomes_a_link() {
        let mut inlines = Vec::new();
        addresses("见（http://zsw.example.cn/）和https://a.cn/b。", &mut inlines);
        let links: Vec<&str> = inlines
            .iter()
            .filter_map(|inline| match inline {
                Inline::Link { address, .. } => Some(address.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(links, ["http://zsw.example.cn/", "https://a.cn/b"]);
        assert_eq!(crate::document::plain(&inlines), "见（http://zsw.example.cn/）和https://a.cn/b。");
    }
}
