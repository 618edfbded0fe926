//! The difference between two editions as people read it: what was taken out, what was put in.
//!
//! Paragraphs are matched first, then characters within a paragraph that changed. Bounded: very long texts
//! are compared by paragraph only, so that no edition can make a page slow.

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

/// Longest sequences that are compared element by element: their product bounds the work.
const MOST_CELLS: usize = 4_000_000;
/// Runs in common shorter than this, between two changes, are read as part of the change.
const SHORTEST_COMMON: usize = 2;

/// Compares two texts by characters.
pub fn characters(old: &str, new: &str) -> Vec<Piece> {
    if old == new {
        return if old.is_empty() { Vec::new() } else { vec![Piece::Same(old.to_string())] };
    }
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let mut pieces: Vec<Piece> = Vec::new();
    for (kind, run) in runs(&old, &new) {
        let text: String = run.into_iter().collect();
        pieces.push(match kind {
            Kind::Same => Piece::Same(text),
            Kind::Gone => Piece::Gone(text),
            Kind::New => Piece::New(text),
        });
    }
    calm(pieces)
}

/// Compares two texts by paragraphs, and changed paragraphs by characters.
pub fn paragraphs(old: &str, new: &str) -> Vec<Line> {
    let split = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect()
    };
    let (old, new) = (split(old), split(new));
    let mut lines: Vec<Line> = Vec::new();
    let (mut gone, mut added): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let settle = |gone: &mut Vec<String>, added: &mut Vec<String>, lines: &mut Vec<Line>| {
        let both = gone.len().min(added.len());
        for (before, after) in gone.iter().zip(added.iter()) {
            lines.push(characters(before, after));
        }
        lines.extend(gone.drain(..).skip(both).map(|line| vec![Piece::Gone(line)]));
        lines.extend(added.drain(..).skip(both).map(|line| vec![Piece::New(line)]));
    };
    for (kind, run) in runs(&old, &new) {
        match kind {
            Kind::Gone => gone.extend(run),
            Kind::New => added.extend(run),
            Kind::Same => {
                settle(&mut gone, &mut added, &mut lines);
                lines.extend(run.into_iter().map(|line| vec![Piece::Same(line)]));
            }
        }
    }
    settle(&mut gone, &mut added, &mut lines);
    lines
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

/// Runs of equal, removed and added elements, by the longest common subsequence of what lies between the common
/// beginning and the common end.
fn runs<T: Clone + PartialEq>(old: &[T], new: &[T]) -> Vec<(Kind, Vec<T>)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut out: Vec<(Kind, Vec<T>)> = Vec::new();
    let mut push = |kind: Kind, items: &[T]| match out.last_mut() {
        _ if items.is_empty() => {}
        Some((last, run)) if *last == kind => run.extend_from_slice(items),
        _ => out.push((kind, items.to_vec())),
    };
    push(Kind::Same, &old[..head]);
    if (a.len() + 1).saturating_mul(b.len() + 1) > MOST_CELLS {
        push(Kind::Gone, a);
        push(Kind::New, b);
    } else {
        let width = b.len() + 1;
        let mut longest = vec![0u32; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                longest[i * width + j] = if a[i] == b[j] {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if a[i] == b[j] {
                push(Kind::Same, &a[i..=i]);
                (i, j) = (i + 1, j + 1);
            } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                push(Kind::Gone, &a[i..=i]);
                i += 1;
            } else {
                push(Kind::New, &b[j..=j]);
                j += 1;
            }
        }
        push(Kind::Gone, &a[i..]);
        push(Kind::New, &b[j..]);
    }
    push(Kind::Same, &old[old.len() - tail..]);
    out
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn both_editions_can_be_read_out_of_their_difference(old in "[甲乙丙1 ]{0,24}", new in "[甲乙丙1 ]{0,24}") {
            let pieces = characters(&old, &new);
            prop_assert_eq!(side(&pieces, false), old);
            prop_assert_eq!(side(&pieces, true), new);
        }
    }

    #[test]
    fn a_huge_change_is_shown_without_comparing_it() {
        let (old, new) = ("甲".repeat(30_000), "乙".repeat(30_000));
        assert_eq!(characters(&old, &new), [Piece::Gone(old), Piece::New(new)]);
    }
}
