//! The difference between two editions as people read it: what was taken out, what was put in.
//!
//! Paragraphs are matched first, then characters within a paragraph that changed. It must not take long on any text,
//! since whoever writes an edition could make a page slow: `similar` looks for the smallest difference only as long as
//! the length of the texts warrants, and then takes the best so far.

use similar::{Algorithm, DiffTag, TextDiff, capture_diff_slices};

/// Bounded as git bounds it, by steps and not by a clock, so that the same editions always show the same difference.
const METHOD: Algorithm = Algorithm::Myers;

/// A run of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the older.
    Gone(String),
    /// Only in the newer.
    New(String),
}

/// One paragraph as a row of pieces.
pub type Line = Vec<Piece>;

/// Runs in common shorter than this, between two changes, are read as part of the change.
const SHORTEST_COMMON: usize = 2;

/// Compares two texts by characters as people see them: a letter and its accent are one.
pub fn characters(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().algorithm(METHOD).diff_graphemes(old, new);
    let mut pieces = Vec::new();
    for op in diff.ops() {
        let before: String = op.old_range().filter_map(|at| diff.old_slice(at)).collect();
        let after: String = op.new_range().filter_map(|at| diff.new_slice(at)).collect();
        match op.tag() {
            DiffTag::Equal => pieces.push(Piece::Same(before)),
            DiffTag::Delete => pieces.push(Piece::Gone(before)),
            DiffTag::Insert => pieces.push(Piece::New(after)),
            DiffTag::Replace => pieces.extend([Piece::Gone(before), Piece::New(after)]),
        }
    }
    calm(pieces)
}

/// Compares two texts by paragraphs, and changed paragraphs by characters.
pub fn paragraphs(old: &str, new: &str) -> Vec<Line> {
    let (old, new) = (split(old), split(new));
    let mut lines: Vec<Line> = Vec::new();
    for op in capture_diff_slices(METHOD, &old, &new) {
        let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
        if op.tag() == DiffTag::Equal {
            lines.extend(before.iter().map(|line| vec![Piece::Same((*line).to_string())]));
            continue;
        }
        let both = before.len().min(after.len());
        lines.extend(before.iter().zip(after).map(|(before, after)| characters(before, after)));
        lines.extend(before[both..].iter().map(|line| vec![Piece::Gone((*line).to_string())]));
        lines.extend(after[both..].iter().map(|line| vec![Piece::New((*line).to_string())]));
    }
    lines
}

fn split(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Joins what is removed and what is added across commons too short to read, so that a changed word is shown
/// whole and not as confetti.
fn calm(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut gone, mut new) = (String::new(), String::new());
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Gone(text) => gone.push_str(&text),
            Piece::New(text) => new.push_str(&text),
            Piece::Same(text) => {
                let changed = !(gone.is_empty() && new.is_empty());
                if changed && at != last && text.chars().count() < SHORTEST_COMMON {
                    gone.push_str(&text);
                    new.push_str(&text);
                } else {
                    flush(&mut out, &mut gone, &mut new);
                    out.push(Piece::Same(text));
                }
            }
        }
    }
    flush(&mut out, &mut gone, &mut new);
    out
}

fn flush(out: &mut Vec<Piece>, gone: &mut String, new: &mut String) {
    if !gone.is_empty() {
        out.push(Piece::Gone(std::mem::take(gone)));
    }
    if !new.is_empty() {
        out.push(Piece::New(std::mem::take(new)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(pieces: &[Piece], newer: bool) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Same(text) => text.as_str(),
                Piece::Gone(text) => {
                    if newer {
                        ""
                    } else {
                        text
                    }
                }
                Piece::New(text) => {
                    if newer {
                        text
                    } else {
                        ""
                    }
                }
            })
            .collect()
    }

    #[test]
    fn a_changed_number_is_shown_whole() {
        assert_eq!(
            characters("共招生5513人。", "共招生5531人。"),
            [
                Piece::Same("共招生55".into()),
                Piece::Gone("13".into()),
                Piece::New("31".into()),
                Piece::Same("人。".into())
            ]
        );
    }

    #[test]
    fn a_paragraph_put_in_leaves_its_neighbours_alone() {
        let lines = paragraphs("一\n三", "一\n二\n三");
        assert_eq!(
            lines,
            [vec![Piece::Same("一".into())], vec![Piece::New("二".into())], vec![Piece::Same("三".into())]]
        );
    }

    #[test]
    fn a_paragraph_that_changed_in_one_word_is_compared_within() {
        let lines = paragraphs("一\n\n 共465人。\n三\n四", "一\n共466人。\n四\n五");
        let same = |text: &str| Piece::Same(text.into());
        assert_eq!(
            lines,
            [
                vec![same("一")],
                vec![same("共46"), Piece::Gone("5".into()), Piece::New("6".into()), same("人。")],
                vec![Piece::Gone("三".into())],
                vec![same("四")],
                vec![Piece::New("五".into())],
            ]
        );
    }

    #[test]
    fn a_letter_keeps_its_accent_and_a_family_its_members() {
        let (old, new) = ("cafe\u{301} 👨‍👩‍👧", "cafe\u{300} 👨‍👩‍👦");
        assert_eq!(
            characters(old, new),
            [Piece::Same("caf".into()), Piece::Gone(old[3..].into()), Piece::New(new[3..].into())]
        );
    }

    #[test]
    fn two_small_changes_far_apart_in_a_long_text_leave_the_rest_alone() {
        let middle = "依法公开学校信息，接受监督。".repeat(3_000);
        assert_eq!(
            characters(&format!("甲{middle}乙"), &format!("丙{middle}丁")),
            [
                Piece::Gone("甲".into()),
                Piece::New("丙".into()),
                Piece::Same(middle),
                Piece::Gone("乙".into()),
                Piece::New("丁".into())
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn both_editions_can_be_read_out_of_their_difference(old in "[甲乙丙1 ]{0,24}", new in "[甲乙丙1 ]{0,24}") {
            let pieces = characters(&old, &new);
            prop_assert_eq!(side(&pieces, false), old);
            prop_assert_eq!(side(&pieces, true), new);
            let twice = pieces.windows(2).any(|two| std::mem::discriminant(&two[0]) == std::mem::discriminant(&two[1]));
            prop_assert!(!twice, "{:?}", pieces);
        }
    }

    #[test]
    fn a_huge_change_is_shown_without_comparing_it() {
        let (old, new) = ("甲".repeat(30_000), "乙".repeat(30_000));
        assert_eq!(characters(&old, &new), [Piece::Gone(old), Piece::New(new)]);
    }

    /// Two texts of the same few signs in no common order: the worst there is. Looking for the smallest difference
    /// would take hundreds of millions of steps.
    #[test]
    fn a_huge_change_of_the_same_signs_ends() {
        let noise = |mut seed: u32| -> String {
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ['甲', '乙', '丙', '丁'][(seed >> 30) as usize]
            };
            (0..40_000).map(|_| next()).collect()
        };
        let (old, new) = (noise(1), noise(2));
        let pieces = characters(&old, &new);
        assert_eq!((side(&pieces, false), side(&pieces, true)), (old, new));
    }
}
