//! What of a text stands in the index: every two characters that follow each other, with their place; every character; and
//! the first letters in which a title is typed by its sound.
//!
//! Dictionaries of words cut a text otherwise than a question, and then what is literally there is not found; pairs of
//! characters are the same in both.

use crate::fold::fold_chars;
use crate::sound::initials;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands before the first character of a title and behind the last: so that whoever names it finds it first.
pub(crate) const EDGE: char = '\u{2}';

/// How a text becomes tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Pairs of characters.
    Pairs,
    /// Pairs, with the edges.
    Title,
    /// Single characters.
    Singles,
    /// Pairs of first letters.
    Initials,
}

impl Cut {
    pub(crate) const ALL: [Cut; 4] = [Cut::Pairs, Cut::Title, Cut::Singles, Cut::Initials];

    /// The name under which the index knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Cut::Pairs => "pairs",
            Cut::Title => "title",
            Cut::Singles => "singles",
            Cut::Initials => "initials",
        }
    }
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Tokens;

    fn token_stream(&mut self, text: &str) -> Tokens {
        let mut chars = fold_chars(text);
        let mut tokens = Vec::new();
        match self {
            Cut::Singles => {
                chars.sort_unstable();
                chars.dedup();
                tokens.extend(chars.into_iter().map(|c| (0, c, None)));
            }
            Cut::Pairs => {
                tokens.extend(chars.windows(2).enumerate().map(|(at, pair)| (at, pair[0], Some(pair[1]))));
            }
            Cut::Title => {
                chars.insert(0, EDGE);
                chars.push(EDGE);
                tokens.extend(chars.windows(2).enumerate().map(|(at, pair)| (at, pair[0], Some(pair[1]))));
            }
            Cut::Initials => {
                let letters: Vec<Vec<char>> = chars.iter().map(|c| initials(*c)).collect();
                for (at, pair) in letters.windows(2).enumerate() {
                    for first in &pair[0] {
                        tokens.extend(pair[1].iter().map(|second| (at, *first, Some(*second))));
                    }
                }
            }
        }
        Tokens { tokens: tokens.into_iter(), token: Token::default() }
    }
}

/// The tokens of one text: place, character, and the one that follows it.
pub(crate) struct Tokens {
    tokens: std::vec::IntoIter<(usize, char, Option<char>)>,
    token: Token,
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some((at, first, second)) = self.tokens.next() else { return false };
        self.token.position = at;
        self.token.text.clear();
        self.token.text.push(first);
        self.token.text.extend(second);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut cut: Cut, text: &str) -> Vec<(usize, String)> {
        let mut stream = cut.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push((stream.token().position, stream.token().text.clone()));
        }
        out
    }

    #[test]
    fn a_text_is_cut_into_pairs_singles_and_letters() {
        let pair = |at, text: &str| (at, text.to_string());
        assert_eq!(tokens(Cut::Pairs, "《章程》A"), [pair(0, "章程"), pair(1, "程a")]);
        assert_eq!(tokens(Cut::Pairs, "章"), []);
        assert_eq!(tokens(Cut::Title, "章"), [pair(0, "\u{2}章"), pair(1, "章\u{2}")]);
        assert_eq!(tokens(Cut::Singles, "章程章"), [pair(0, "程"), pair(0, "章")]);
        assert_eq!(tokens(Cut::Initials, "教务处"), [pair(0, "jw"), pair(1, "wc")]);
        let long = tokens(Cut::Initials, "校长");
        assert!(long.contains(&pair(0, "xz")) && long.contains(&pair(0, "jc")), "all readings: {long:?}");
    }
}
