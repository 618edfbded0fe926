//! What leaves the workbench as a file: nothing of a record that is not on the desk of whoever takes it, and nothing of a person
//! that was covered or refused.

use super::import::hidden;
use super::*;
use crate::marks::{Marks, cases};
use std::collections::BTreeSet;

const PHONE: &str = "13800138000";
const CARD: &str = "110101199003070038";

/// Every text of a workbook, as another program reads it.
fn read(answer: &Answer) -> String {
    office::read::read_bytes("file.xlsx", &answer.body, &office::read::Limits::default()).unwrap().text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_of_figures_holds_its_dataset_and_no_word_of_any_record() {
    let school = School::staffed().await;
    for case in &cases() {
        school.save_with(&case.record, case.files()).await;
        school.keep_lists(case).await;
    }
    let mut office = school.signed_in("office").await;
    let entered = office.post("/work/figures/new", &figures::admissions()).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let file = "/work/figures/2022-2023/admissions/file.xlsx";
    for (login, may) in [("office", true), ("supervisor", true), ("clerk", false), ("head", false), ("admin", false)] {
        let answer = school.signed_in(login).await.get(file).await;
        assert_eq!(answer.status == StatusCode::OK, may, "{login}: {}", answer.status);
        if may {
            let text = read(&answer);
            assert!(text.contains("4896") && text.contains("招生系统"), "{text}");
            assert_eq!(Marks::found_in(&text), BTreeSet::new(), "{login}");
        }
    }
    let visitor = school.get(file).await;
    assert!(visitor.status.is_redirection() && visitor.body.is_empty(), "a visitor signs in first");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_of_a_plan_is_its_sender_s_and_shows_nothing_whole_of_what_is_refused() {
    let school = School::staffed().await;
    let book = format!(
        "标题,事项,公开日期,责任部门,备注\n名单（{CARD}）,37,2023-10-08,教务处,\n有手机的通知,37,2023-10-09,教务处,联系{PHONE}\n正常的通知,37,2023-10-09,教务处,\n"
    );
    let mut office = school.signed_in("office").await;
    office.sends_ledger("/work/import", "台账.csv", book.as_bytes()).await;
    let page = office.page("/work/import/plan").await;
    assert!(!hidden(&page, "digest").is_empty());
    let file = office.get("/work/import/plan.xlsx").await;
    assert_eq!(file.status, StatusCode::OK);
    let text = read(&file);
    assert!(text.contains("正常的通知"), "{text}");
    assert!(text.contains("110***********0038") && text.contains("138****8000"), "{text}");
    for whole in [CARD, &CARD[6..14], PHONE] {
        assert!(!text.contains(whole) && !page.contains(whole), "{whole}: {text}");
    }
    school.employs("office2", Role::Office, None).await;
    for login in ["office2", "supervisor", "clerk", "admin"] {
        let answer = school.signed_in(login).await.get("/work/import/plan.xlsx").await;
        assert_ne!(answer.status, StatusCode::OK, "{login}");
        assert!(!answer.text().contains("正常的通知"), "{login}");
    }
    let visitor = school.get("/work/import/plan.xlsx").await;
    assert!(visitor.status.is_redirection() && visitor.body.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_covered_in_a_text_comes_out_nowhere_for_anybody() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let body = format!("联系人手机{PHONE}，证件{CARD}。");
    let address = clerk.drafts("评奖的通知", &body).await;
    let version = version_in(&clerk.page(&address).await).unwrap();
    let covered = clerk.post(&address, &notice("评奖的通知", &body, &version, "cover")).await;
    assert_eq!(covered.status, StatusCode::SEE_OTHER, "{}", covered.text());
    let version = version_in(&clerk.page(&address).await).unwrap();
    let page = clerk.page(&address).await;
    let text =
        page.split("class=\"body\">").nth(1).and_then(|rest| rest.split("</textarea>").next()).unwrap().to_string();
    let sent = clerk.post(&address, &notice("评奖的通知", &text, &version, "submit")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    for (login, fields) in [
        ("head", vec![("act", "pass_unit")]),
        ("secrecy", vec![("act", "pass_secrecy"), ("publish_at", "")]),
        ("office", vec![("act", "publish")]),
    ] {
        let answer = school.signed_in(login).await.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
    }
    let public = address.replace("/work", "");
    let mut asked = 0;
    let mut out = vec![(public.clone(), school.get(&public).await), ("/".to_string(), school.get("/").await)];
    for login in ["clerk", "head", "secrecy", "office", "supervisor"] {
        let mut browser = school.signed_in(login).await;
        let of = ["", "/review-sheet", "/channels", "/channels/article.html", "/channels/notice-a4.pdf"];
        let of = of.iter().map(|end| format!("{address}{end}"));
        let others = ["/work", "/work/ledger", "/work/ledger.xlsx", "/work/log", "/work/log.csv", "/work/log.xlsx"];
        for asked in of.chain(others.map(str::to_string)) {
            let answer = browser.get(&asked).await;
            out.push((format!("{login} {asked}"), answer));
        }
    }
    for (name, answer) in &out {
        asked += usize::from(answer.status == StatusCode::OK);
        let text = match answer.header(header::CONTENT_TYPE) {
            kind if kind.contains("spreadsheet") => read(answer),
            kind if kind.contains("pdf") => {
                office::read::pdf_in_drawing_order(&answer.body, (0.0, 0.0)).unwrap().concat()
            }
            _ => answer.text(),
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        for whole in [PHONE, CARD] {
            assert!(!text.contains(whole), "{name}: {whole}");
        }
    }
    assert!(asked > 25, "they were asked for: {asked}");
}
