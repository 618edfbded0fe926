//! The report of last year, from a figure that does not add up to the edition that stands on the portal.

use super::Living;
use crate::browser::{Browser, Window};

/// What the sample's year lacks and no form of this journey gives: a record, a survey, a text, and nil statements for items
/// under which nothing was disclosed.
fn book(year: &str) -> String {
    let first: u32 = year[..4].parse().unwrap();
    let mut book = format!(
        "标题,事项,公开日期,网址\n上一学年信息公开年度报告,6,{first}-10-28,https://www.example.edu.cn/report.htm\n#表,零报告\n事项,学年,责任部门\n"
    );
    for (item, unit) in [
        (16, "jcc"),
        (17, "zchq"),
        (18, "zchq"),
        (20, "jcc"),
        (21, "jcc"),
        (23, "gjc"),
        (25, "zzrs"),
        (27, "zzrs"),
        (29, "jwc"),
        (30, "jwc"),
        (32, "zsjy"),
        (34, "jwc"),
        (35, "jwc"),
        (42, "kyc"),
        (49, "jjs"),
    ] {
        book.push_str(&format!("{item},{year},{unit}\n"));
    }
    book.push_str(&format!(
        "#表,数据集\n数据集代码,标题,事项,学年,出处\nsurvey,评议,6,{year},问卷\n\
         #表,数据\n数据集代码,数据代码,名称,数值,单位,学年\nsurvey,participants,参加评议,312,人,{year}\n\
         #表,报告文字\n学年,位置,次序,小标题,文字\n{year},6,1,,主要经验是分工明确。\n"
    ));
    book
}

/// The place of a figure in a form of figures, by its name.
fn field(window: &Window, b: &mut Browser, name: &str) -> String {
    let script = format!("[...document.querySelectorAll('input.name')].find(field => field.value == '{name}').name");
    let found = window.js(b, &script).as_str().unwrap().replace(".name", ".value");
    format!("[name='{found}']")
}

#[test]
fn a_report_goes_from_a_figure_that_does_not_add_up_to_the_portal() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;
    let office = living.signs_in(b, "office");
    office.goes_to(b, &format!("{}/work/report", living.site));
    let studio = office.address(b);
    let year = studio.rsplit('/').next().unwrap().to_string();
    assert!(office.text(b).contains("不能定稿"), "{}", office.text(b));
    office.is_shown(b, "studio");

    // A figure that does not add up is refused with the arithmetic, and saved once it is put right.
    office.goes_to(b, &format!("{}/work/figures/{year}/graduates", living.site));
    let total = field(&office, b, "毕业生");
    let before = office.js(b, &format!("document.querySelector(\"{total}\").value")).as_str().unwrap().to_string();
    office.fills(b, &total, "9999");
    office.presses(b, "button.main[value=save]");
    let refused = office.text(b);
    assert!(refused.contains("没有存上") && refused.contains("9999 ≠"), "{refused}");
    office.is_pictured(b, "figures-refused");
    office.is_shown(b, "figures");
    office.fills(b, &total, &before);
    office.presses(b, "button.main[value=save]");
    assert!(office.text(b).contains("没有改动，不用保存"), "{}", office.text(b));
    office.goes_to(b, &format!("{}/work/figures/{year}/complaints", living.site));
    for name in ["行政复议", "行政诉讼"] {
        let field = field(&office, b, name);
        office.fills(b, &field, "0");
    }
    office.presses(b, "button.main[value=save]");
    assert!(office.text(b).contains("已保存"), "{}", office.text(b));

    // What else is lacking comes in a file; then a draft is kept and sent.
    living.workplace.write("待补.csv", book(&year));
    office.goes_to(b, &format!("{}/work/import", living.site));
    office.chooses(b, "[name=file]", &[living.workplace.path("待补.csv")]);
    office.presses(b, "button.main[value=send]");
    office.presses(b, "button.main[value=write]");
    office.goes_to(b, &studio);
    assert!(office.text(b).contains("都齐了，可以送校领导审签"), "{}", office.text(b));
    office.presses(b, "button[value=keep]");
    assert!(office.text(b).contains("已存为一稿"), "{}", office.text(b));
    office.presses(b, "button.main[value=send]");
    assert!(office.text(b).contains("已送校领导审签"), "{}", office.text(b));

    let leader = living.signs_in(b, "leader");
    leader.goes_to(b, &studio);
    leader.is_pictured(b, "report-leader");
    leader.presses(b, "button.main[value=approve]");
    assert!(leader.text(b).contains("已批准"), "{}", leader.text(b));
    office.goes_to(b, &studio);
    office.presses(b, "button.main[value=issue]");
    assert!(office.text(b).contains("已公布，作为清单第6项"), "{}", office.text(b));
    let visitor = b.window();
    visitor.goes_to(b, &format!("{}/reports/{year}", living.site));
    let public = visitor.text(b);
    // What the answers of the evaluation come to is not what somebody typed.
    assert!(public.contains("主要经验是分工明确。") && public.contains("参加评议的共212人"), "{public}");
    assert!(!public.contains("312人"), "{public}");
    visitor.is_pictured(b, "report-public");
}
