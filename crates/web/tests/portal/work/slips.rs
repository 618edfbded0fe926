//! What people do by mistake: say that there was nothing, publish nothing, press twice, show more of somebody than anybody
//! needs to know.

use super::*;
use domain::catalogue::ItemSetting;

/// A school whose item 16 is answered for by 教务处.
async fn answering() -> School {
    let school = School::staffed().await;
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    let donations = ItemSetting { unit: Some("jwc".into()), ..ItemSetting::of("16".parse().unwrap()) };
    change.save_item_setting(&donations).await.unwrap();
    let event = domain::event::Event::new(domain::event::Act::ItemSet, domain::event::Object::Item("16".into()));
    change.commit(event).await.unwrap();
    drop(ctx);
    school
}

fn nil<'a>(year: &'a str, act: &'a str, note: &'a str) -> [(&'a str, &'a str); 4] {
    [("item", "16"), ("year", year), ("act", act), ("note", note)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nil_statement_is_signed_for_a_year_that_can_be_known_and_is_taken_back_with_a_reason() {
    let school = answering().await;
    let mut head = school.signed_in("head").await;
    for (year, words) in [
        ("2030-2031", "这个学年还没有开始"),
        ("1999-2000", "还没有公开事项清单"),
        ("2019-2020", "由信息公开工作机构补签"),
    ] {
        let refused = head.post("/work/nil", &nil(year, "sign", "")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{year}");
        assert!(refused.text().contains(words), "{year}: {}", refused.text());
    }
    let page = head.page("/work").await;
    let (over, running) = (page.find("<option>2022-2023").unwrap(), page.find("<option>2023-2024").unwrap());
    assert!(over < running, "the year that is over is offered first");
    let mut office = school.signed_in("office").await;
    assert_eq!(office.post("/work/nil", &nil("2019-2020", "sign", "")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.post("/work/nil", &nil("2022-2023", "sign", "")).await.status, StatusCode::FORBIDDEN);

    assert_eq!(head.post("/work/nil", &nil("2022-2023", "sign", "")).await.status, StatusCode::SEE_OTHER);
    assert!(head.page("/work").await.contains("收回零报告 2022-2023"));
    let mut clerk = school.signed_in("clerk").await;
    let reason = nil("2022-2023", "back", "查到一笔捐赠");
    assert_eq!(clerk.post("/work/nil", &reason).await.status, StatusCode::FORBIDDEN);
    assert_eq!(head.post("/work/nil", &nil("2022-2023", "back", " ")).await.status, StatusCode::CONFLICT, "no reason");
    let back = head.post("/work/nil", &reason).await;
    assert_eq!(back.leads(), "/work?done=nil-back#board");
    assert!(!school.get("/item/16").await.text().contains("声明该学年本项无应公开的信息 2022"));
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("查到一笔捐赠"), "the reason stays");
    assert_eq!(head.post("/work/nil", &reason).await.status, StatusCode::NOT_FOUND, "there is none any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_speaks_against_a_nil_statement_before_and_after() {
    let school = answering().await;
    let mut clerk = school.signed_in("clerk").await;
    let mut fields = notice("某企业捐赠情况", "捐赠图书一批。", "0", "save");
    fields.iter_mut().find(|(name, _)| *name == "item").unwrap().1 = "16";
    let saved = clerk.post("/work/new", &fields).await;
    let address = saved.header(header::LOCATION).split('?').next().unwrap().to_string();
    let mut head = school.signed_in("head").await;
    let signed = head.post("/work/nil", &nil("2023-2024", "sign", "")).await;
    assert_eq!(signed.leads(), "/work?done=nil-waits#board");
    let told = signed.header(header::LOCATION).replace("#board", "");
    assert!(head.page(&told).await.contains("还有材料没有公开"));
    let page = clerk.page(&address).await;
    assert!(page.contains("2023-2024学年已签过这一项的零报告"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_with_nothing_but_its_title_is_asked_about_before_it_goes_on() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("一个标题", "").await;
    for address in [address.as_str(), "/work/new"] {
        let asked = clerk.post(address, &notice("一个标题", "", "1", "submit")).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(asked.text().contains("只有标题") && asked.text().contains("name=\"bare\""), "{}", asked.text());
    }
    let mut said = notice("一个标题", "", "1", "submit");
    said.push(("bare", "1"));
    let sent = clerk.post(&address, &said).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = school.signed_in("head").await.page(&address).await;
    assert!(page.contains("没有可读的内容"), "whoever reviews it is told: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_whose_form_is_sent_twice_is_one() {
    let school = School::staffed().await.with_channels().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = school.publishes("关于选课的通知", "正文").await;
    let channels = format!("{address}/channels");
    let page = clerk.page(&channels).await;
    let at = page.find("name=\"once\" value=\"").expect("the form carries an id") + 19;
    let once = page[at..].split('"').next().unwrap().to_string();
    let fields = [
        ("act", "release"),
        ("edition", "1"),
        ("channel", "board"),
        ("on", "2023-10-20"),
        ("locator", "一号楼一层"),
        ("note", ""),
        ("once", once.as_str()),
    ];
    for _ in 0..4 {
        assert_eq!(clerk.post(&channels, &fields).await.leads(), format!("{channels}?done=release"));
    }
    assert_eq!(clerk.page(&channels).await.matches("一号楼一层").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_named_people_with_their_illnesses_stops_before_review_in_text_and_in_a_file() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let body = "资助名单如下：\n| 姓名 | 学院 | 病史 | 困难等级 |\n| 李示例 | 商学院 | 先天性心脏病 | 特别困难 |";
    let address = clerk.drafts("关于资助学生的通知", body).await;
    let page = clerk.page(&address).await;
    assert!(page.contains("病史：先**") && page.contains("用“公示”发布"), "{page}");
    let stopped = clerk.post(&address, &notice("关于资助学生的通知", body, "1", "submit")).await;
    assert!(stopped.leads().contains("stopped"), "{}", stopped.leads());
    let covered = clerk.post(&address, &notice("关于资助学生的通知", body, "1", "cover")).await;
    let page = clerk.page(&covered.leads()).await;
    assert!(page.contains("| 李示例 | 商学院 | ****** | 特别困难 |"), "{page}");

    let list = "姓名,学院,病史\n李示例,商学院,哮喘\n".as_bytes();
    let address = clerk.drafts("关于报名的通知", "名单见附件。").await;
    let fields = notice("关于报名的通知", "名单见附件。", "1", "submit");
    let sent = clerk.sends(&address, &fields, &[("名单.csv", list)]).await;
    assert!(sent.leads().contains("stopped"), "{}", sent.leads());
}
