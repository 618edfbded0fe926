//! The life of a survey, what its answers come to, and that nothing that is told lets anybody work out a few.

use super::tally::{Share, told};
use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2023-06-01")
}

fn survey() -> Survey {
    let year = "2022-2023".parse().unwrap();
    Survey::new(1, year, "2022-2023学年信息公开评议", day("2023-05-20"), day("2023-06-10"))
}

fn running() -> Survey {
    let mut survey = survey();
    survey.open(today()).unwrap();
    survey
}

fn answer(audience: Audience, way: Way, values: &[(usize, &str)]) -> Answer {
    Answer { audience, way, values: values.iter().map(|(place, value)| (*place, (*value).to_string())).collect() }
}

#[test]
fn the_default_questionnaire_asks_everything_once_and_one_thing_on_the_whole() {
    let survey = survey();
    // With who answers it is the 23 questions of the standard.
    assert_eq!(survey.questions.len(), 22);
    assert_eq!(survey.overall(), Some(19));
    assert!(survey.questions.iter().all(|question| !question.en.is_empty()));
    assert!(survey.clone().open(today()).is_ok());
    assert_eq!(survey.groups.iter().filter(|group| group.open).count(), 1, "of the public nobody has a code");
}

#[test]
fn what_is_not_complete_is_not_opened_and_what_is_open_does_not_change() {
    type Breaks = (fn(&mut Survey), SurveyError);
    let broken: [Breaks; 8] = [
        (|one| one.title = " \u{200b}".into(), SurveyError::Title),
        (|one| one.until = day("2023-05-19"), SurveyError::Days),
        (|one| (one.from, one.until) = (day("2023-05-01"), day("2023-05-31")), SurveyError::Days),
        (|one| one.questions.clear(), SurveyError::Questions),
        (|one| one.questions[3].text.clear(), SurveyError::Question),
        (|one| one.questions[0].kind = QuestionKind::Choice(Vec::new()), SurveyError::Question),
        (|one| one.questions[3].kind = QuestionKind::Overall, SurveyError::Overall),
        (|one| one.groups.push(Group::new(Audience::Student, false)), SurveyError::Groups),
    ];
    for (breaks, error) in broken {
        let mut one = survey();
        breaks(&mut one);
        assert_eq!(one.open(today()), Err(error));
        assert_eq!(one.stage, Stage::Draft);
    }
    let mut one = running();
    assert_eq!(one.revise(survey()), Err(SurveyError::Stage));
    assert_eq!(one.open(today()), Err(SurveyError::Stage));
}

#[test]
fn answers_are_taken_in_their_days_from_those_who_are_asked_and_say_something() {
    let mut one = running();
    one.give_codes(Audience::Student, 10).unwrap();
    one.hand_out(Audience::Student, 2, 0).unwrap();
    let good = answer(Audience::Student, Way::Code, &[(19, "very"), (20, "多公开一些")]);
    assert_eq!(one.take(&good, 0, today()), Ok(()));
    let at = |on: &str, way| one.take(&Answer { way, ..good.clone() }, 0, day(on)).err();
    assert_eq!(at("2023-05-19", Way::Code), Some(SurveyError::Early));
    assert_eq!(at("2023-06-11", Way::Code), Some(SurveyError::Over));
    assert_eq!(at("2023-06-11", Way::Paper), None, "what came on paper in time is entered afterwards");
    assert_eq!(at("2023-06-01", Way::Open), Some(SurveyError::NotAsked));
    assert_eq!(one.take(&Answer { way: Way::Paper, ..good.clone() }, 2, today()), Err(SurveyError::Sheets));
    for (values, error) in [
        (vec![], SurveyError::Empty),
        (vec![(20, "\u{200b} ")], SurveyError::Empty),
        (vec![(19, "splendid")], SurveyError::Choice),
        (vec![(0, "3")], SurveyError::Choice),
        (vec![(22, "x")], SurveyError::Choice),
    ] {
        assert_eq!(one.take(&answer(Audience::Student, Way::Code, &values), 0, today()), Err(error), "{values:?}");
    }
    let long = "字".repeat(LONGEST_ANSWER + 1);
    assert_eq!(one.take(&answer(Audience::Public, Way::Open, &[(20, &long)]), 0, today()), Err(SurveyError::Long));
    assert!(!format!("{good:?}").contains("very"), "an answer is not printed");
    one.close(today()).unwrap();
    assert_eq!(one.take(&good, 0, today()), Err(SurveyError::Stage));
    assert_eq!(one.show(" ", today()), Err(SurveyError::Summary));
    one.show("总体较为满意", today()).unwrap();
    one.hide().unwrap();
    assert_eq!(
        one.stage,
        Stage::Closed { on: today(), summary: "总体较为满意".into() },
        "what was written is not lost"
    );
}

#[test]
fn a_report_is_told_what_holds_and_nothing_of_a_few() {
    let mut one = running();
    one.give_codes(Audience::Student, 300).unwrap();
    one.hand_out(Audience::Teacher, 20, 0).unwrap();
    let answers = |of: &[(Audience, Way, &str, usize)]| -> Vec<Answer> {
        let each = |one: &(Audience, Way, &str, usize)| vec![answer(one.0, one.1, &[(19, one.2)]); one.3];
        of.iter().flat_map(each).collect()
    };
    let whole = answers(&[
        (Audience::Student, Way::Code, "very", 120),
        (Audience::Student, Way::Code, "fairly", 60),
        (Audience::Teacher, Way::Paper, "satisfied", 12),
        (Audience::Public, Way::Open, "dissatisfied", 10),
        (Audience::Public, Way::Open, "unknown", 10),
    ]);
    let tally = Tally::of(&one, &whole);
    assert_eq!((tally.answers, tally.turnout.len()), (212, 6));
    let dataset = tally.dataset(&one);
    assert!(dataset.doubts().is_empty(), "{:?}", dataset.doubts());
    let printed = |key: &str| dataset.figure(key).map(|figure| figure.printed());
    assert_eq!(printed("participants").as_deref(), Some("212人"));
    assert_eq!(printed("from_teacher").as_deref(), Some("12人"));
    assert_eq!(printed("back_rate").as_deref(), Some("60.0%"));
    assert_eq!(printed("rate").as_deref(), Some("95.0%"), "192 of those 202 who have an opinion");
    // Three who are not content could be found by whoever knows the rest.
    let few = answers(&[
        (Audience::Student, Way::Code, "very", 120),
        (Audience::Student, Way::Code, "dissatisfied", 3),
        (Audience::Student, Way::Code, "unknown", 20),
    ]);
    let tally = Tally::of(&one, &few);
    let cells = &tally.results[19].cells;
    assert_eq!((cells[0], cells[3], cells[4]), (Cell::Count(120), Cell::Hidden, Cell::Hidden));
    assert_eq!(tally.results[19].content, Some(Share::AtLeast(839)), "120 of 143");
    let dataset = tally.dataset(&one);
    assert!(dataset.figure("dissatisfied").is_none() && dataset.figure("rate").is_none());
    assert!(dataset.doubts().is_empty(), "{:?}", dataset.doubts());
}

#[test]
fn groups_are_told_apart_only_where_no_count_of_them_is_of_a_few() {
    let one = running();
    let by = |teachers: usize| {
        let mut all = vec![answer(Audience::Student, Way::Code, &[(19, "very")]); 30];
        all.extend(vec![answer(Audience::Teacher, Way::Code, &[(19, "fairly")]); teachers]);
        Tally::of(&one, &all).results[19].by_group.len()
    };
    assert_eq!((by(4), by(5)), (0, 0), "nor where all of a group answered alike");
    let mut all = Vec::new();
    for (audience, level) in [(Audience::Student, "very"), (Audience::Teacher, "fairly")] {
        for level in [level, "satisfied"] {
            all.extend(vec![answer(audience, Way::Code, &[(19, level)]); 6]);
        }
    }
    assert_eq!(Tally::of(&one, &all).results[19].by_group.len(), 2);
}

proptest! {
    #[test]
    fn whoever_knows_the_whole_what_is_told_and_the_rule_can_work_out_no_few(
        counts in prop::collection::vec(0_u64..16, 2..6),
    ) {
        let cells = told(&counts);
        for (cell, count) in cells.iter().zip(&counts) {
            prop_assert!(cell.count().is_none_or(|told| told == *count && !(1..FEW).contains(&told)));
        }
        if counts.iter().all(|count| *count == 0 || *count >= FEW) {
            prop_assert!(!cells.contains(&Cell::Hidden), "nothing is hidden without need");
        }
        // Every other table of the same whole that would be shown the same: each few is something else in one of them.
        let whole: u64 = counts.iter().sum();
        let hidden: Vec<usize> = (0..counts.len()).filter(|at| cells[*at] == Cell::Hidden).collect();
        let sum: u64 = hidden.iter().map(|at| counts[*at]).sum();
        let few: Vec<usize> = hidden.iter().copied().filter(|at| (1..FEW).contains(&counts[*at])).collect();
        if whole >= FEW && hidden.len() <= 4 {
            let mut others: Vec<Vec<u64>> = vec![Vec::new()];
            for _ in 1..hidden.len().max(1) {
                others = others.into_iter().flat_map(|one| {
                    let left = sum - one.iter().sum::<u64>();
                    (0..=left).map(move |next| [one.clone(), vec![next]].concat())
                }).collect();
            }
            let same = others.into_iter().filter_map(|mut one| {
                one.push(sum - one.iter().sum::<u64>());
                let mut table = counts.clone();
                hidden.iter().zip(&one).for_each(|(at, count)| table[*at] = *count);
                (!hidden.is_empty() && told(&table) == cells).then_some(table)
            }).collect::<Vec<_>>();
            for at in few {
                prop_assert!(same.iter().any(|table| table[at] != counts[at]), "{:?} {:?}", counts, cells);
            }
        }
    }

    #[test]
    fn the_share_that_is_told_is_never_more_than_the_true_one_and_a_dataset_never_contradicts_itself(
        counts in prop::collection::vec(0_usize..30, 6),
    ) {
        let one = running();
        let mut answers = Vec::new();
        for (code, count) in ["very", "satisfied", "fairly", "dissatisfied", "unknown", ""].into_iter().zip(&counts) {
            // Blank here, they answered something else.
            answers.extend(vec![answer(Audience::Public, Way::Open, &[(19, code), (0, "0")]); *count]);
        }
        let tally = Tally::of(&one, &answers);
        prop_assert!(tally.dataset(&one).doubts().is_empty());
        let (content, base) = (counts[0] + counts[1] + counts[2], counts[..4].iter().sum::<usize>());
        match tally.results[19].content {
            Some(Share::Exactly(share)) => prop_assert!((share as f64 - content as f64 * 1000.0 / base as f64).abs() <= 0.5),
            Some(Share::AtLeast(share)) => prop_assert!(base == 0 || share as f64 <= content as f64 * 1000.0 / base as f64),
            None => prop_assert!(base == 0 || tally.results[19].cells.contains(&Cell::Hidden)),
        }
    }
}
