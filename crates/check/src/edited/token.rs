//! Text as words that can be compared: a number, a run of Latin letters, or one character.
//!
//! What layout and word processors change by themselves (blanks, invisible marks, full-width forms, the shape of
//! quotation marks and dashes, leading zeros, separators of thousands) is made alike here, and nothing else.

use std::ops::Range;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// In the form in which it is compared.
    pub(super) text: String,
    /// Whether it is a number.
    pub(super) number: bool,
    /// Bytes of the whole text.
    pub(super) at: Range<usize>,
}

impl Token {
    /// Whether two words may stand for each other: the same, or both numbers.
    pub(super) fn alike(&self, other: &Token) -> bool {
        (self.number && other.number) || self.text == other.text
    }
}

/// The words of a text that begins at byte `base` of a whole.
pub(super) fn tokens(text: &str, base: usize) -> Vec<Token> {
    let characters: Vec<(Range<usize>, char)> = folded(text, base).collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let first = characters[at].1;
        let end = at + length(&characters[at..]);
        let run = &characters[at..end];
        let words: String = run.iter().map(|(_, c)| *c).collect();
        let number = first.is_ascii_digit();
        let text = if number { plain_number(&words) } else { words };
        tokens.push(Token { text, number, at: run[0].0.start..run[run.len() - 1].0.end });
        at = end;
    }
    tokens
}

/// A text in the form in which it is compared, with what each character of it was.
pub(super) fn folded(text: &str, base: usize) -> impl Iterator<Item = (Range<usize>, char)> {
    text.char_indices().filter_map(move |(at, c)| fold(c).map(|folded| (base + at..base + at + c.len_utf8(), folded)))
}

fn fold(c: char) -> Option<char> {
    let code = u32::from(c);
    match c {
        _ if c.is_whitespace() || c.is_control() => None,
        '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffd}' | '\u{180b}'..='\u{180f}' => None,
        '“' | '”' | '„' | '＂' => Some('"'),
        '‘' | '’' | '＇' => Some('\''),
        '‐'..='―' | '−' => Some('-'),
        '！'..='～' => char::from_u32(code - 0xFEE0),
        _ => Some(c),
    }
}

/// How many characters the first word has.
fn length(characters: &[(Range<usize>, char)]) -> usize {
    let is = |at: usize, kind: fn(&char) -> bool| characters.get(at).is_some_and(|(_, c)| kind(c));
    let while_is = |from: usize, kind: fn(&char) -> bool| (from..).take_while(|at| is(*at, kind)).count();
    if is(0, char::is_ascii_alphabetic) {
        return while_is(0, char::is_ascii_alphabetic);
    }
    let mut end = while_is(0, char::is_ascii_digit);
    while end > 0 {
        let more = while_is(end + 1, char::is_ascii_digit);
        let joins = match characters.get(end).map(|(_, c)| *c) {
            Some('.') => more > 0,
            Some(',') => more == 3,
            _ => false,
        };
        if !joins {
            break;
        }
        end += 1 + more;
    }
    end.max(1)
}

/// A number without what does not change its value.
fn plain_number(digits: &str) -> String {
    let digits = digits.replace(',', "");
    let digits =
        if digits.matches('.').count() == 1 { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() || bare.starts_with('.') { format!("0{bare}") } else { bare.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_word_however_it_is_printed() {
        let words = |text: &str| tokens(text, 0).into_iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(words("共 5,531 人"), ["共", "5531", "人"]);
        assert_eq!(words("５５３１人"), ["5531", "人"]);
        assert_eq!(words("63.60%"), ["63.6", "%"]);
        assert_eq!(words("2023年05月"), ["2023", "年", "5", "月"]);
        assert_eq!(words("0.50，00"), ["0.5", ",", "0"]);
        assert_eq!(words("www.a1.cn"), ["www", ".", "a", "1", ".", "cn"]);
        assert_eq!(tokens("共 5,531", 10)[1].at, 14..19);
    }
}
