//! Sentences by kind of mistake: how many of the false are found, and that none of the true is accused.
//!
//! `tuned.tsv` and `second.tsv` are what the rules were made with, `held-out.tsv` and `second-held-out.tsv` what they were
//! not: their figures are those to believe.
//! Prints both and fails where a kind falls below what was reached.

#![expect(clippy::print_stdout, reason = "the figures are for the reader of the test's output")]

mod common;
#[path = "common/kinds.rs"]
mod kinds;

/// The least that must be found of each kind, in per cent: tuned, held out.
const LEAST: [(u8, usize, usize); 8] =
    [(1, 95, 95), (2, 95, 80), (3, 95, 95), (4, 95, 95), (5, 95, 90), (6, 95, 95), (7, 95, 95), (8, 95, 80)];

/// The same for the second round, with kind 9.
const LEAST_OF_SECOND: [(u8, usize, usize); 9] = [
    (1, 95, 80),
    (2, 88, 75),
    (3, 90, 80),
    (4, 88, 58),
    (5, 90, 75),
    (6, 95, 85),
    (7, 80, 70),
    (8, 88, 60),
    (9, 75, 75),
];

/// The same for the third round.
const LEAST_OF_THIRD: [(u8, usize, usize); 9] = [
    (1, 78, 100),
    (2, 100, 75),
    (3, 50, 100),
    (4, 77, 80),
    (5, 100, 100),
    (6, 90, 100),
    (7, 100, 100),
    (8, 71, 50),
    (9, 80, 100),
];

fn measure(name: &str, file: &str, held_out: bool, least: &[(u8, usize, usize)]) {
    let (scores, odd) = kinds::measure(&kinds::cases(file));
    for (kind, score) in &scores {
        println!(
            "{name} {kind}: {:3} % of {:3} found ({} errors, {} warnings, {} notes); {} true, {} + {} accused",
            score.found(),
            score.wrong,
            score.errors,
            score.warnings,
            score.notes,
            score.clean,
            score.false_errors,
            score.false_warnings
        );
    }
    let (clean, errors, warnings) =
        scores.values().fold((0, 0, 0), |all, s| (all.0 + s.clean, all.1 + s.false_errors, all.2 + s.false_warnings));
    let list = odd.join("\n");
    assert_eq!(errors, 0, "a true sentence is called impossible:\n{list}");
    assert!(warnings * 50 <= clean, "{warnings} of {clean} true sentences are questioned:\n{list}");
    for &(kind, tuned, held) in least {
        let least = if held_out { held } else { tuned };
        let found = scores.get(&kind).map_or(0, kinds::Score::found);
        assert!(found >= least, "{name}: {found} % of kind {kind}, not {least} %:\n{list}");
    }
}

#[test]
fn the_sentences_that_the_rules_were_made_with_are_judged_rightly() {
    measure("tuned", include_str!("../corpus-kinds/tuned.tsv"), false, &LEAST);
}

#[test]
fn the_sentences_that_they_were_not_made_with_are_judged_nearly_as_well() {
    measure("held out", include_str!("../corpus-kinds/held-out.tsv"), true, &LEAST);
}

#[test]
fn the_sentences_of_the_second_round_are_judged_as_well() {
    measure("second", include_str!("../corpus-kinds/second.tsv"), false, &LEAST_OF_SECOND);
}

#[test]
fn those_kept_aside_in_the_second_round_are_judged_no_worse_than_at_first() {
    measure("second, held out", include_str!("../corpus-kinds/second-held-out.tsv"), true, &LEAST_OF_SECOND);
}

#[test]
fn the_sentences_of_the_third_round_are_judged_as_well() {
    measure("third", include_str!("../corpus-kinds/third.tsv"), false, &LEAST_OF_THIRD);
}

#[test]
fn those_kept_aside_in_the_third_round_are_judged_no_worse_than_at_first() {
    measure("third, held out", include_str!("../corpus-kinds/third-held-out.tsv"), true, &LEAST_OF_THIRD);
}

#[test]
fn every_kind_has_as_many_tempting_sentences_as_false_ones_and_gives_a_reason() {
    let files = [
        include_str!("../corpus-kinds/tuned.tsv"),
        include_str!("../corpus-kinds/held-out.tsv"),
        include_str!("../corpus-kinds/second.tsv"),
        include_str!("../corpus-kinds/second-held-out.tsv"),
    ];
    for file in files {
        let all = kinds::cases(file);
        for kind in 1..=8 {
            let of = |wrong: bool| all.iter().filter(|c| c.kind == kind && c.wrong == wrong).count();
            assert!(of(false) >= of(true) && of(true) >= 5, "kind {kind}: {} false, {} true", of(true), of(false));
        }
        assert!(all.iter().all(|case| !case.why.is_empty()));
    }
}
