//! An evaluation from its questionnaire to the fourth chapter: answered once by each code, by nobody that can be found again, and told
//! only as far as nobody is found in it.

use app::surveys::{self, Refusal};
use app::{Error, backup, report};
use domain::event::Act;
use domain::figure::Figure;
use domain::policy::Role;
use domain::school_year::SchoolYear;
use domain::survey::{Answer, Audience, Cell, SurveyError, Way};
use std::collections::BTreeMap;
use testkit::{School, on_both};

fn year() -> SchoolYear {
    "2023-2024".parse().unwrap()
}

fn answer(audience: Audience, values: &[(usize, &str)]) -> Answer {
    let values = values.iter().map(|(place, value)| (*place, (*value).to_string())).collect::<BTreeMap<_, _>>();
    Answer { audience, way: Way::Open, values }
}

fn form(n: u32) -> String {
    format!("evt_{n:032x}")
}

fn refused<T>(result: app::Result<T>) -> Refusal {
    match result {
        Err(Error::Survey(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

/// A survey that takes answers from today on.
async fn begun(school: &School) -> u32 {
    let office = school.office().ctx();
    let last = office.today() + chrono::Days::new(20);
    let number = surveys::draft(&office, year(), "2023-2024学年评议", office.today(), last).await.unwrap();
    surveys::open(&office, number, 1).await.unwrap();
    number
}

async fn version(school: &School, number: u32) -> u32 {
    surveys::look(&school.office().ctx(), number).await.unwrap().version
}

/// The paragraphs of a report.
fn said(built: &report::Built) -> String {
    let text = |block: &domain::document::Block| match block {
        domain::document::Block::Paragraph(inlines) => Some(domain::document::plain(inlines)),
        _ => None,
    };
    built.document.blocks.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

on_both! {
    async fn a_code_is_good_for_one_answer_and_tells_as_one_of_whom_and_a_form_is_sent_once(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let codes = surveys::give_codes(&office, number, Audience::Student, 2).await.unwrap();
        let other = surveys::draft(&office, year(), "另一次", office.today(), office.today()).await.unwrap();
        surveys::open(&office, other, 1).await.unwrap();
        let shown = surveys::form(&visitor, number, Some(&codes[0])).await.unwrap();
        assert_eq!((shown.audience, shown.refused, shown.open), (Some(Audience::Student), None, vec![Audience::Public]));
        let elsewhere = surveys::form(&visitor, other, Some(&codes[0])).await.unwrap();
        assert_eq!(elsewhere.refused, Some(Refusal::Code), "a code is of one survey");
        // What somebody claims to be counts for nothing beside their code.
        let says = answer(Audience::Teacher, &[(19, "very")]);
        let wrong = answer(Audience::Student, &[(19, "splendid")]);
        let bad = surveys::answer(&visitor, number, Some(&codes[0]), wrong, &form(1)).await;
        assert_eq!(refused(bad), Refusal::Survey(SurveyError::Choice));
        surveys::answer(&visitor, number, Some(&codes[0]), says.clone(), &form(1)).await.unwrap();
        let again = surveys::answer(&visitor, number, Some(&codes[0]), says.clone(), &form(1)).await;
        assert_eq!(refused(again), Refusal::Spent, "what was refused before had not spent it");
        let teacher = surveys::answer(&visitor, number, None, says, &form(2)).await;
        assert_eq!(refused(teacher), Refusal::Survey(SurveyError::NotAsked));
        for n in [3, 3, 4] {
            let public = answer(Audience::Public, &[(19, "fairly")]);
            surveys::answer(&visitor, number, None, public, &form(n)).await.unwrap();
        }
        let sheet = surveys::look(&office, number).await.unwrap();
        let of = |audience| sheet.turnout.iter().find(|one| one.audience == audience).copied().unwrap();
        assert_eq!((of(Audience::Student).given, of(Audience::Student).back), (2, 1));
        assert_eq!((of(Audience::Public).open, of(Audience::Teacher).answers()), (2, 0));
        assert!(sheet.tally.is_none() && sheet.words.is_empty(), "nobody reads an answer while others come");
    }

    async fn what_came_on_paper_is_no_more_than_was_handed_out(school) {
        let school = school.founded().await;
        let office = school.office().ctx();
        let number = begun(&school).await;
        let parent = || answer(Audience::Parent, &[(19, "satisfied")]);
        let none = surveys::enter_paper(&office, number, parent(), &form(1)).await;
        assert_eq!(refused(none), Refusal::Survey(SurveyError::Sheets));
        surveys::give_sheets(&office, number, Audience::Parent, 2).await.unwrap();
        for n in [1, 1, 2] {
            surveys::enter_paper(&office, number, parent(), &form(n)).await.unwrap();
        }
        let more = surveys::enter_paper(&office, number, parent(), &form(3)).await;
        assert_eq!(refused(more), Refusal::Survey(SurveyError::Sheets));
        // How many were handed out is said in all, so a slip is mended; never fewer than came back.
        surveys::give_sheets(&office, number, Audience::Parent, 500).await.unwrap();
        surveys::give_sheets(&office, number, Audience::Parent, 5).await.unwrap();
        let fewer = surveys::give_sheets(&office, number, Audience::Parent, 1).await;
        assert_eq!(refused(fewer), Refusal::Survey(SurveyError::Sheets));
        let sheet = surveys::look(&office, number).await.unwrap();
        assert_eq!(sheet.turnout[3].given, 5);
        let many = surveys::give_codes(&office, number, Audience::Parent, surveys::MOST_AT_ONCE + 1).await;
        assert_eq!(refused(many), Refusal::Many);
    }

    async fn an_answer_has_nothing_in_common_with_its_code_and_no_code_is_left_when_it_is_over(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let codes = surveys::give_codes(&office, number, Audience::Student, 30).await.unwrap();
        for (n, code) in codes.iter().enumerate().take(20) {
            let text = format!("第{n}份答卷");
            surveys::answer(&visitor, number, Some(code), answer(Audience::Student, &[(20, &text)]), "").await.unwrap();
        }
        let log = app::desk::log(&office, &Default::default(), None).await.unwrap();
        let answered: Vec<_> = log.lines.iter().filter(|line| line.event.act == Act::SurveyAnswered).collect();
        let told: Vec<_> = answered.iter().flat_map(|line| line.event.facts.clone()).collect();
        assert_eq!(told, vec![("answers".to_string(), "5".to_string()); 4], "one event tells of several");
        let read = async || school.app.store.read().await.unwrap().survey_answers(number).await.unwrap();
        let order: Vec<String> = read().await.iter().map(|answer| answer.values[&20].clone()).collect();
        let came: Vec<String> = (0..20).map(|n| format!("第{n}份答卷")).collect();
        assert_ne!(order, came, "they lie in no order of their coming");
        let file = school.folder().join("running.zip");
        backup::backup(&school.ctx(), &file, &|_, _| {}).await.unwrap();
        let kept = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        assert!(codes.iter().all(|code| !kept.contains(&code.reveal())), "of a code only the digest is kept");
        surveys::close(&office, number, version(&school, number).await).await.unwrap();
        assert_eq!(surveys::form(&visitor, number, Some(&codes[25])).await.unwrap().refused, Some(Refusal::Code));
        let late = surveys::answer(&visitor, number, Some(&codes[25]), answer(Audience::Student, &[(19, "very")]), "");
        assert_eq!(refused(late.await), Refusal::Code);
        let sheet = surveys::look(&office, number).await.unwrap();
        assert_eq!((sheet.answers(), sheet.words[0].1.len(), sheet.turnout[2].given), (20, 20, 30));
        assert_eq!(backup::verify(&school.ctx()).await.unwrap().doubts.len(), 0);
    }

    async fn that_a_code_was_spent_is_written_apart_from_every_answer_and_unused_codes_can_be_voided(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let codes = surveys::give_codes(&office, number, Audience::Student, 12).await.unwrap();
        let marked = async || {
            let log = app::desk::log(&office, &Default::default(), None).await.unwrap();
            let marks = log.lines.iter().filter(|line| line.event.act == Act::SurveyCodesMarked);
            marks.flat_map(|line| line.event.facts.clone()).map(|(_, value)| value).collect::<Vec<_>>()
        };
        for (n, code) in codes.iter().enumerate().take(7) {
            let very = answer(Audience::Student, &[(19, "very")]);
            surveys::answer(&visitor, number, Some(code), very.clone(), "").await.unwrap();
            assert_eq!(refused(surveys::answer(&visitor, number, Some(code), very, "").await), Refusal::Spent);
            assert_eq!(surveys::form(&visitor, number, Some(code)).await.unwrap().refused, Some(Refusal::Spent));
            assert_eq!(marked().await, if n < 4 { vec![] } else { vec!["5".to_string()] }, "{n}");
        }
        assert_eq!(surveys::void_codes(&office, number, Audience::Student).await.unwrap(), 5);
        assert_eq!(surveys::look(&office, number).await.unwrap().turnout[2].given, 7);
        let very = answer(Audience::Student, &[(19, "very")]);
        assert_eq!(refused(surveys::answer(&visitor, number, Some(&codes[9]), very, "").await), Refusal::Code);
        // When the program ends, what it holds is marked, and another one knows.
        surveys::mark_rest(&school.app).await.unwrap();
        assert_eq!(marked().await, ["2", "5"]);
        let reader = school.app.store.read().await.unwrap();
        assert_eq!(reader.survey_answers(number).await.unwrap().len(), 7);
    }

    async fn many_at_once_are_each_taken_once_and_counted_once(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let codes = surveys::give_codes(&office, number, Audience::Student, 13).await.unwrap();
        // Each code is sent three times, all at the same time.
        let sent = codes.iter().flat_map(|code| [code; 3]).map(|code| {
            let (visitor, code) = (visitor.clone(), code.clone());
            tokio::spawn(async move {
                surveys::answer(&visitor, number, Some(&code), answer(Audience::Student, &[(19, "very")]), "").await
            })
        });
        let mut taken = 0;
        for one in sent.collect::<Vec<_>>() {
            taken += usize::from(one.await.unwrap().is_ok());
        }
        assert_eq!(taken, 13);
        surveys::close(&office, number, version(&school, number).await).await.unwrap();
        assert_eq!(surveys::look(&office, number).await.unwrap().answers(), 13);
        let log = app::desk::log(&office, &Default::default(), None).await.unwrap();
        let told = log.lines.iter().filter(|line| line.event.act == Act::SurveyAnswered);
        let told = told.flat_map(|line| line.event.facts.clone()).map(|(_, n)| n.parse::<u32>().unwrap());
        assert_eq!(told.sum::<u32>(), 13, "events tell of each answer once, the last of them with the end");
    }

    async fn what_it_came_to_stands_in_the_report_and_on_view_and_hides_a_few(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let mut n = 0;
        for (code, count) in [("very", 14), ("satisfied", 10), ("dissatisfied", 3), ("unknown", 6)] {
            for _ in 0..count {
                n += 1;
                let other = if n % 3 == 0 { "fairly" } else { "satisfied" };
                let public = answer(Audience::Public, &[(19, code), (18, other), (17, "fairly")]);
                surveys::answer(&visitor, number, None, public, &form(n)).await.unwrap();
            }
        }
        let datasets = async || {
            let reader = school.app.store.read().await.unwrap();
            let mut datasets = Vec::new();
            report::registers(&reader, &school.app, year(), &mut datasets).await.unwrap();
            datasets.into_iter().find(|dataset| dataset.key == "survey")
        };
        assert!(datasets().await.is_none(), "while it runs a report says nothing of it");
        surveys::close(&office, number, version(&school, number).await).await.unwrap();
        let dataset = datasets().await.unwrap();
        let printed = |key: &str| dataset.figure(key).map(Figure::printed);
        assert_eq!((printed("participants").as_deref(), printed("very").as_deref()), (Some("33人"), Some("14人")));
        assert_eq!((printed("dissatisfied"), printed("unknown"), printed("rate")), (None, None, None));
        assert!(matches!(surveys::results_of(&visitor, number).await, Err(Error::NotFound { .. })));
        let personal = surveys::show(&office, number, version(&school, number).await, "请找张三13800138000").await;
        assert!(matches!(personal, Err(Error::Personal(_))), "{personal:?}");
        surveys::show(&office, number, version(&school, number).await, "总体较为满意，将增加招生信息。").await.unwrap();
        let told = surveys::results_of(&visitor, number).await.unwrap();
        assert_eq!(told.tally.results[19].cells[3], Cell::Hidden);
        assert_eq!(told.tally.results[18].cells[2], Cell::Count(11));
        assert_eq!(told.tally.results[17].cells[2], Cell::Hidden, "where all answered alike, each answer would be known");
        assert_eq!(surveys::shown(&visitor).await.unwrap().len(), 1);
        let said = said(&report::build(&office, year(), None).await.unwrap());
        let whole = "很满意14人，满意10人；其余9人选择人数少的选项，不单独列出。";
        assert!(said.contains(whole) && said.contains("将增加招生信息") && !said.contains("不满意"), "{said}");
        surveys::hide(&office, number, version(&school, number).await).await.unwrap();
        assert!(surveys::shown(&visitor).await.unwrap().is_empty());
    }

    async fn what_the_report_says_of_an_evaluation_holds_by_the_rules_that_check_it(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let number = begun(&school).await;
        let mut n = 0;
        for (audience, count) in [(Audience::Teacher, 24), (Audience::Staff, 12), (Audience::Student, 60), (Audience::Parent, 28)] {
            for code in surveys::give_codes(&office, number, audience, count + 6).await.unwrap().iter().skip(6) {
                n += 1;
                let code_of = ["very", "satisfied", "fairly", "dissatisfied", "unknown"][n % 9 % 5];
                surveys::answer(&visitor, number, Some(code), answer(audience, &[(19, code_of)]), "").await.unwrap();
            }
        }
        for n in 0..18 {
            let public = answer(Audience::Public, &[(19, "satisfied")]);
            surveys::answer(&visitor, number, None, public, &form(n)).await.unwrap();
        }
        surveys::close(&office, number, version(&school, number).await).await.unwrap();
        let built = report::build(&office, year(), None).await.unwrap();
        let said = said(&built);
        let asked = "发放问卷148份，收回124份，回收率83.8%；公开填写18份。参加评议的共142人，其中教师24人，职工12人，学生60人";
        assert!(said.contains(asked) && said.contains("表示意见的128人中，满意率"), "{said}");
        assert!(!said.contains("不能相合"), "what the report's own check finds stands in its remarks: {said}");
    }

    async fn a_draft_is_the_offices_alone_and_goes_without_a_trace_on_the_portal(school) {
        let school = school.founded().await;
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let day = office.today();
        let number = surveys::draft(&office, year(), "还在写", day, day).await.unwrap();
        assert!(matches!(surveys::form(&visitor, number, None).await, Err(Error::NotFound { .. })));
        assert!(surveys::running(&visitor).await.unwrap().is_empty());
        assert!(matches!(surveys::draft(&office, year(), " ", day, day).await, Err(Error::Survey(_))));
        let mut new = surveys::look(&office, number).await.unwrap().survey;
        new.questions.truncate(3);
        surveys::revise(&office, number, 1, new.clone()).await.unwrap();
        assert!(matches!(surveys::revise(&office, number, 1, new).await, Err(Error::Conflict { .. })));
        assert_eq!(surveys::look(&office, number).await.unwrap().survey.questions.len(), 3);
        let leader = school.holding(Role::Leader, None).ctx();
        assert!(!surveys::look(&leader, number).await.unwrap().keeps);
        surveys::forget(&office, number, 2).await.unwrap();
        assert!(surveys::list(&office).await.unwrap().is_empty());
    }
}
