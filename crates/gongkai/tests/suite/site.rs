//! `export site` as somebody types it: a folder that can be uploaded, told in words and as data, and nothing of anybody
//! else's written over.

use crate::Workplace;

fn school() -> Workplace {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期,公开渠道,网址或位置\nR1,关于放假的通知,37,2023-05-12,,\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace
}

#[test]
fn a_school_gets_a_folder_that_can_be_uploaded_and_is_told_what_to_mind() {
    let workplace = school();
    workplace.run(&["export", "site", "site"]).succeeds().says(&["site", "--address", "删去"]);
    assert!(workplace.text("site/index.html").contains("某某职业学院"));
    let address = ["export", "site", "site", "--address", "https://www.example.edu.cn/xxgk", "--format", "json"];
    let told = workplace.run(&address).succeeds().json();
    assert_eq!(told["left_out"], serde_json::json!(["robots"]));
    assert!(told["pages"].as_u64().unwrap() > 100 && told["dead_links"] == 0, "{told}");
    assert!(workplace.text("site/sitemap.xml").contains("<loc>https://www.example.edu.cn/xxgk/item/37.html</loc>"));
    workplace.run(&["export", "site", "other", "--address", "www.example.edu.cn"]).fails_in_one_line(&["https://"]);
    assert!(!workplace.path("other").exists());
}

#[test]
fn what_is_taken_back_goes_from_the_folder_too() {
    let workplace = school();
    workplace.run(&["export", "site", "site"]).succeeds();
    assert!(workplace.text("site/item/37.html").contains("关于放假的通知"));
    workplace.run(&["import", "undo", "1", "--yes"]).succeeds();
    let told = workplace.run(&["export", "site", "site", "--format", "json"]).succeeds().json();
    assert!(told["removed"].as_u64().unwrap() >= 2, "the record in both languages: {told}");
    assert!(!workplace.text("site/item/37.html").contains("关于放假的通知"));
}

#[test]
fn a_folder_of_somebody_elses_and_a_file_that_was_changed_are_left_alone() {
    let workplace = school();
    std::fs::create_dir(workplace.path("theirs")).unwrap();
    workplace.write("theirs/index.html", "学校主页");
    workplace.run(&["export", "site", "theirs"]).fails_in_one_line(&["theirs"]);
    assert_eq!(workplace.text("theirs/index.html"), "学校主页");
    assert!(!workplace.path("theirs/catalogue.html").exists());
    workplace.run(&["export", "site", "site"]).succeeds();
    workplace.write("site/about.html", "改过的指南");
    workplace.run(&["export", "site", "site"]).fails_in_one_line(&["about.html"]);
    assert_eq!(workplace.text("site/about.html"), "改过的指南");
}
