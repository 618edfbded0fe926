//! The piece of a text that shows best why it was found.

use crate::fold::fold;
use crate::query::{Marked, Query, mark};

/// The piece of one of the texts, about `length` characters, that says most of the question, marked; nothing when none of
/// them says any of it.
pub fn passage<'a>(texts: impl IntoIterator<Item = &'a str>, query: &Query, length: usize) -> Marked {
    let mut best: Option<(usize, &str)> = None;
    for text in texts {
        let Some((kinds, piece)) = best_piece(text, query, length) else { continue };
        if best.as_ref().is_none_or(|(most, _)| kinds > *most) {
            best = Some((kinds, piece));
        }
    }
    best.map(|(_, piece)| mark_piece(piece, query)).unwrap_or_default()
}

/// How many different words a piece says, and the piece.
fn best_piece<'a>(text: &'a str, query: &Query, length: usize) -> Option<(usize, &'a str)> {
    let folded = fold(text);
    let runs = query.places(&folded);
    let mut best: Option<(usize, usize, usize)> = None;
    let mut last = 0;
    for (at, (run, _)) in runs.iter().enumerate() {
        last = last.max(at);
        while runs.get(last).is_some_and(|(later, _)| later.end <= run.start + length) {
            last += 1;
        }
        let within = &runs[at..last.max(at + 1)];
        let mut kinds: Vec<usize> = within.iter().map(|(_, which)| *which).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let end = within.iter().map(|(run, _)| run.end).max().unwrap_or(run.end);
        // Of those that say as much, where it stands closest together; of these the first.
        let better = |(most, from, to): (usize, usize, usize)| {
            kinds.len() > most || kinds.len() == most && end - run.start < to - from
        };
        if best.is_none_or(better) {
            best = Some((kinds.len(), run.start, end));
        }
    }
    let (kinds, start, end) = best?;
    let bytes = folded.bytes(start..end);
    Some((kinds, around(text, bytes.start, bytes.end, length)))
}

/// The bytes of a text with as much around them as has room, from the beginning of a sentence where one is near.
fn around(text: &str, start: usize, end: usize, length: usize) -> &str {
    let inside = text[start..end].chars().count();
    let room = length.saturating_sub(inside);
    let before: Vec<(usize, char)> = text[..start].char_indices().rev().take(room * 2 / 3).collect();
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '\n' | '.');
    let from = match before.iter().position(|(_, c)| ends(*c)) {
        Some(0) => start,
        Some(at) => before[at - 1].0,
        None => before.iter().take(room / 3).next_back().map_or(start, |(at, _)| *at),
    };
    let used = text[from..end].chars().count();
    let rest = length.saturating_sub(used);
    let to = text[end..].char_indices().nth(rest).map_or(text.len(), |(at, _)| end + at);
    &text[from..to]
}

fn mark_piece(piece: &str, query: &Query) -> Marked {
    let line = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    mark(&line, query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(texts: &[&str], typed: &str, length: usize) -> String {
        let query = Query::read(typed).unwrap();
        let runs = passage(texts.iter().copied(), &query, length);
        runs.into_iter().map(|(run, hit)| if hit { format!("[{run}]") } else { run }).collect()
    }

    #[test]
    fn the_piece_that_says_most_of_the_question_is_shown() {
        let text = "名单在后面。\n第八条　评定结果和名单在全校公示，国家奖学金另按国家规定执行。其余从略。";
        assert_eq!(
            shown(&["无关", text], "国家奖学金 名单", 30),
            "第八条 评定结果和[名单]在全校公示，[国家奖学金]另按国家规定执行"
        );
        assert_eq!(shown(&["无关的文字"], "奖学金", 30), "");
        assert_eq!(shown(&["奖", "奖学金"], "奖学金", 30), "[奖学金]");
        assert_eq!(shown(&["獎學金"], "奖学金", 2), "[獎學金]", "what was found is never cut");
    }
}
