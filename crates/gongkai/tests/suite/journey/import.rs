//! The office brings in a ledger file, looks at what it would change, writes it, and takes it back.

use super::Living;
use crate::browser::Browser;

const BOOK: &str = "标题,事项,公开日期,网址\n\
                    2024—2025学年校历,36,2024-10-08,https://www.example.edu.cn/calendar.htm\n\
                    学生证补办办法,36,2024-10-09,https://www.example.edu.cn/card.htm\n";

#[test]
fn a_ledger_file_is_looked_at_written_and_taken_back() {
    let living = Living::on(None);
    let Some(mut browser) = Browser::open(&living.workplace.path("")) else { return };
    let b = &mut browser;
    living.workplace.write("台账.csv", BOOK);
    let visitor = b.window();
    let is_public = |b: &mut Browser| {
        visitor.goes_to(b, &format!("{}/item/36", living.site));
        visitor.text(b).contains("学生证补办办法")
    };

    let office = living.signs_in(b, "office");
    office.goes_to(b, &format!("{}/work/import", living.site));
    office.chooses(b, "[name=file]", &[living.workplace.path("台账.csv")]);
    office.presses(b, "button.main[value=send]");
    let plan = office.text(b);
    assert!(plan.contains("写入前请看：要写入2条") && plan.contains("学生证补办办法"), "{plan}");
    office.is_pictured(b, "import-plan");
    office.is_shown(b, "import");
    assert!(!is_public(b), "a look writes nothing");

    office.presses(b, "button.main[value=write]");
    let written = office.text(b);
    let nr = written.split_once("记为第").and_then(|(_, rest)| rest.split_once("批")).map(|(nr, _)| nr.to_string());
    let nr = nr.unwrap_or_else(|| panic!("{written}"));
    assert!(written.contains("写入2条，没有写入0条"), "{written}");
    assert!(is_public(b), "what is brought in is public");

    office.presses(b, &format!("#batch-{nr} button[value=undo]"));
    let row = office.js(b, &format!("document.querySelector('#batch-{nr}').innerText"));
    assert!(row.as_str().unwrap().contains("已撤回"), "{row}");
    office.is_pictured(b, "import-undone");
    assert!(!is_public(b), "what was taken back is gone");
}
