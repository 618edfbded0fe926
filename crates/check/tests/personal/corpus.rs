//! Every line of the corpus is judged as written in it.

use check::personal::{Finding, redact, scan_text};

/// A wanted finding: kind, byte range, and `' '` for certain, `'?'` for not, `'*'` for partly masked.
type Wanted = (String, std::ops::Range<usize>, char);

/// Takes the marks ⟦kind:value⟧ out of a line.
fn unmark(line: &str) -> (String, Vec<Wanted>) {
    let (mut text, mut wanted, mut open) = (String::new(), Vec::new(), None);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '⟦' => {
                let (name, tail) = rest.split_once(':').expect("a mark has a kind");
                rest = tail;
                let sort = name.chars().last().filter(|c| matches!(c, '?' | '*')).unwrap_or(' ');
                open = Some((name.trim_end_matches(['?', '*']).to_owned(), text.len(), sort));
            }
            '⟧' => {
                let (kind, start, sort) = open.take().expect("a mark is opened before it is closed");
                wanted.push((kind, start..text.len(), sort));
            }
            '\\' if rest.starts_with('n') => {
                text.push('\n');
                rest = &rest[1..];
            }
            '\\' if rest.starts_with('u') => {
                let code = u32::from_str_radix(&rest[1..5], 16).expect("four hexadecimal digits");
                text.push(char::from_u32(code).expect("a character"));
                rest = &rest[5..];
            }
            c => text.push(c),
        }
    }
    (text, wanted)
}

fn got(findings: &[Finding]) -> Vec<Wanted> {
    findings
        .iter()
        .map(|finding| {
            let sort = if finding.partly_masked {
                '*'
            } else if finding.certain {
                ' '
            } else {
                '?'
            };
            (finding.kind.code().to_owned(), finding.range.clone(), sort)
        })
        .collect()
}

fn check(corpus: &str, least: usize) {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for (number, line) in corpus.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let (marked, reason) = line.split_once('\t').expect("a tab divides the line from its reason");
        let (text, wanted) = unmark(marked);
        let found = scan_text(&text);
        lines += 1;
        if got(&found) != wanted {
            let why: Vec<_> = found.iter().map(|finding| finding.why.code()).collect();
            wrong.push(format!("line {}: {marked} ({reason})\n  found {:?} {why:?}", number + 1, got(&found)));
        }
    }
    assert!(lines >= least, "only {lines} lines");
    assert!(wrong.is_empty(), "{} of {lines} lines are judged otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_personal_is_found_as_the_corpus_says() {
    check(include_str!("../../corpus-personal/found.txt"), 200);
}

#[test]
fn what_only_looks_personal_is_left_in_peace() {
    check(include_str!("../../corpus-personal/silent.txt"), 190);
}

#[test]
fn no_line_of_the_corpus_holds_anything_certain_once_redacted() {
    for line in include_str!("../../corpus-personal/found.txt").lines().filter(|line| !line.starts_with('#')) {
        let (text, _) = unmark(line.split('\t').next().unwrap_or(line));
        let copy = redact(&text, &scan_text(&text));
        let left: Vec<_> = scan_text(&copy).into_iter().filter(|finding| finding.certain).collect();
        assert!(left.is_empty(), "{copy}: {left:?}");
    }
}

#[test]
fn a_label_comes_no_nearer_by_redaction() {
    let text = "护照12345678和另外一本旧的E87654321";
    assert_eq!(scan_text(text).len(), 1, "the second number stands too far from its label");
    assert_eq!(redact(text, &scan_text(text)), "护照■■■和另外一本旧的E87654321");
    assert!(scan_text(&redact(text, &scan_text(text))).is_empty());
}

#[test]
fn what_only_shows_once_something_is_gone_is_taken_out_too() {
    let text = "护照12345678 8765432";
    assert_eq!(scan_text(text).len(), 1, "a number of another length is not taken for a second passport at first");
    assert_eq!(redact(text, &scan_text(text)), "护照■■■ ■■■");
}
