//! A list that is open to objection: begun, shown, objected to, answered, changed and taken down, as people do it in a browser.

use super::*;
use domain::ids::RecordId;

const LIST: &str = "序号,姓名,学院,身份证号,学号,备注\n1,李示例,商学院,110101199003070038,20240101017,无\n\
                    2,王样本,医护学院,,20240101018,手机13800138000\n3,李示例,商学院,,20240101017,无\n合计3人,,,,,";

/// The fields of a period of 教务处 beside its list.
fn terms<'a>(act: &'a str, table: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("act", act),
        ("table", table),
        ("twins", "seen"),
        ("title", "2023年国家奖学金拟推荐名单公示"),
        ("body", "现予公示。"),
        ("item", "37"),
        ("unit", "jwc"),
        ("audience", "public"),
        ("wider", "学校资助公示办法第八条"),
        ("starts", "2023-10-20"),
        ("count", "5"),
        ("contact", "行政楼305，电话0730-8390012"),
    ]
}

const NEW: &str = "/work/publicity/new/national_scholarship";
const TABLE: &str = "姓名\t学院\n李示例\t商学院\n王样本\t医护学院";

/// A list of 教务处 that went the whole way on Friday 20 October 2023.
pub(super) async fn posted(school: &School) -> RecordId {
    let mut clerk = school.signed_in("clerk").await;
    let entered = clerk.post(NEW, &terms("enter", TABLE)).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let address = entered.header(header::LOCATION).split('?').next().unwrap().to_string();
    let id: RecordId = address.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(clerk.post(&address, &[("act", "submit")]).await.status, StatusCode::SEE_OTHER);
    goes(school, id).await;
    id
}

/// What was sent goes through both reviews and out.
async fn goes(school: &School, id: RecordId) {
    let record = format!("/work/record/{id}");
    for (login, fields) in [
        ("head", vec![("act", "pass_unit")]),
        ("secrecy", vec![("act", "pass_secrecy"), ("publish_at", "")]),
        ("office", vec![("act", "publish")]),
    ] {
        let answer = school.signed_in(login).await.post(&record, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
    }
}

/// An objection of a visitor; its receipt.
pub(super) async fn objected(school: &School, id: &RecordId) -> String {
    let fields = "text=%E7%8F%AD%E7%BA%A7%E5%86%99%E9%94%99%E4%BA%86&row=2&name=&contact=";
    let filed = school.post(&format!("/record/{id}/objection"), fields).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text());
    let page = filed.text();
    let code = page.split("receipt-code num\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    code.to_string()
}

/// Pages of a list with questions, and of what visitors see, by a name for each.
pub(super) async fn pages(school: &School) -> Vec<(String, String)> {
    let mut clerk = school.signed_in("clerk").await;
    let looked = clerk.post(NEW, &[("act", "look"), ("pasted", LIST)]).await;
    let wrong = clerk.post(NEW, &[terms("enter", TABLE), vec![("x", "")]].concat()[..3]).await;
    let pages = [("work/period/looked", looked.text()), ("work/period/wrong", wrong.text())];
    pages.map(|(name, page)| (name.to_string(), page)).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_shown_is_told_cut_and_never_sent_back() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.post(NEW, &[("act", "look"), ("pasted", LIST)]).await.text();
    for text in [
        "名单里有2列不能公示",
        "按规定去掉这2列，继续",
        "2024****017",
        "有1行和前面的行是同一个人",
        "有1行只有一格有字",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    for secret in ["110101199003070038", "13800138000", "20240101017"] {
        assert!(!page.contains(secret), "{secret}");
    }
    let carried = page.split("class=\"long\">\n").nth(1).and_then(|rest| rest.split("</textarea>").next()).unwrap();
    assert_eq!(carried.lines().next(), Some("姓名\t学院\t学号"));
    let cut = clerk.post(NEW, &[("act", "cut"), ("table", carried), ("twins", "seen"), ("drop", "2")]).await.text();
    assert!(cut.contains("存成草稿") && !cut.contains("不能公示：") && cut.contains("2行"), "{cut}");
    // Whoever writes it back by hand is stopped all the same, and nothing is kept.
    let forced = clerk.post(NEW, &terms("enter", "姓名\t备注\n李示例\t手机13800138000")).await;
    assert!(forced.text().contains("不能公示") || forced.text().contains("没有存"), "{}", forced.text());
    assert!(!forced.text().contains("13800138000"));
    assert!(clerk.page("/work/publicity").await.contains("没有公示"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_filled_in_wrongly_says_where_and_keeps_what_was_typed() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let mut fields = terms("enter", TABLE);
    fields.retain(|(name, _)| *name != "contact");
    let wrong = clerk.post(NEW, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.text();
    assert!(
        page.contains("没有填") && page.contains("2023年国家奖学金拟推荐名单公示") && page.contains("王样本\t医护学院"),
        "{page}"
    );
    let mut short = terms("enter", TABLE);
    short.iter_mut().filter(|(name, _)| *name == "count").for_each(|field| field.1 = "3");
    let refused = clerk.post(NEW, &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("比规定的最短公示期少"));
    let nobody = clerk.get("/work/publicity/new/gp_result").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "a time limit is no period");
    assert_eq!(school.signed_in("supervisor").await.get(NEW).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_cell_is_named_and_mended_and_the_names_stay() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let list = "姓名\t学院\n李示例\t商学院\n王样本13800138000\t医护学院";
    let page = clerk.post(NEW, &terms("enter", list)).await.text();
    for text in ["“姓名”第2行有个人信息", "改好了，再看一遍", "王样本13800138000\t医护学院"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("按规定去掉") && clerk.page("/work/publicity").await.contains("没有公示"), "{page}");
    assert_eq!(clerk.post(NEW, &terms("enter", TABLE)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_whom_a_list_is_shown_is_chosen_and_never_put_in() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let mut fields = terms("enter", TABLE);
    fields.iter_mut().filter(|(name, _)| *name == "audience").for_each(|field| field.1 = "everybody");
    let refused = clerk.post(NEW, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    let field = page.split("name=\"audience\"").nth(1).and_then(|rest| rest.split("</label>").next()).unwrap();
    assert!(field.contains("<option value=\"\" selected>") && field.contains("class=\"err\""), "{field}");
    for (name, value) in [("unit", "nowhere"), ("starts", "2023-10-19")] {
        let mut fields = terms("enter", TABLE);
        fields.iter_mut().filter(|(field, _)| *field == name).for_each(|field| field.1 = value);
        let answer = school.signed_in("office").await.post(NEW, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_names_is_kept_out_of_search_engines_and_its_review_sheet_says_what_was_shown() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let page = school.get(&format!("/record/{id}")).await;
    assert_eq!(page.header(header::HeaderName::from_static("x-robots-tag")), "noindex");
    assert!(page.text().contains("<meta name=\"robots\" content=\"noindex\">"));
    let mut head = school.signed_in("head").await;
    assert!(head.page(&format!("/work/record/{id}")).await.contains("行政楼305，电话0730-8390012"));
    let sheet = head.page(&format!("/work/record/{id}/review-sheet")).await;
    for text in ["国家奖学金", "2行", "姓名、学院", "公示5个工作日", "行政楼305，电话0730-8390012"]
    {
        assert!(sheet.contains(text), "{text}: {sheet}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_reviewed_shown_objected_to_and_answered() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let public = format!("/record/{id}");
    let page = school.get(&public).await.text();
    for text in ["公示到 2023年10月27日（周五）24:00", "提出异议", "王样本", "公示名单，共2行", "教务处核实"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(school.get(&format!("/en{public}")).await.text().contains("Open until 2023-10-27 (Fri) 24:00"));
    let review = school.signed_in("secrecy").await.page(&format!("/work/record/{id}")).await;
    assert!(review.contains("王样本"), "who reviews sees the list");

    let empty = school.post(&format!("{public}/objection"), "text=+&row=x&name=&contact=0730").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("请填数字") && empty.text().contains("value=\"0730\""), "{}", empty.text());
    let code = objected(&school, &id).await;
    assert!(!school.get(&public).await.text().contains("班级写错了"), "nobody else reads it");

    let address = format!("/work/publicity/{id}");
    let mut clerk = school.signed_in("clerk").await;
    assert!(!clerk.page(&address).await.contains("班级写错了"), "nor does whoever wrote the list");
    let mut head = school.signed_in("head").await;
    let page = head.page(&address).await;
    assert!(
        page.contains("班级写错了") && page.contains("有1件异议没答复") && page.contains("第2行　王样本 医护学院"),
        "{page}"
    );
    assert!(head.page("/work").await.contains("公示<b>1</b>"), "the rail counts it");
    let number = [("objection", "2023-1")];
    let taken = head.post(&address, &[&[("act", "acknowledge")][..], &number].concat()).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let rule = |answer| [("act", "rule"), ("objection", "2023-1"), ("ruling", "rejected"), ("answer", answer)];
    let personal = head.post(&address, &rule("请问张老师，手机13900139000")).await;
    assert_eq!(personal.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = personal.text();
    assert!(page.contains("139****9000") && page.contains("value=\"rejected\" required checked"), "{page}");
    assert_eq!(clerk.post(&address, &rule("查无")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(head.post(&address, &rule("经查，班级无误。")).await.status, StatusCode::SEE_OTHER);
    // From another tab, which still shows the form: nothing is kept, and what was written is given back.
    let late = head.post(&address, &rule("另一个标签页里的答复")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("刚才写的没有存") && late.text().contains("另一个标签页里的答复"), "{}", late.text());

    let asked = school.post("/objection", &format!("receipt={}", code.to_lowercase())).await.text();
    assert!(asked.contains("不成立") && asked.contains("经查，班级无误。"), "{asked}");
    for wrong in ["receipt=", "receipt=0000-0000-0000", "receipt=%00", "receipt=AAAA"] {
        let nothing = school.post("/objection", wrong).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text().contains("没有查到"), "one answer for all: {wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_that_is_sent_twice_is_one_with_one_receipt() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let between = |page: &str, from: &str, to: &str| {
        page.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_string()
    };
    let address = format!("/record/{id}/objection");
    let form = school.get(&address).await.text();
    let once = between(&form, "name=\"once\" value=\"", "\"");
    assert_ne!(once, between(&school.get(&address).await.text(), "name=\"once\" value=\"", "\""), "each has its own");
    let fields = format!("once={once}&text=a&row=2&name=&contact=");
    let receipt = |page: &str| between(page, "receipt-code num\">", "<");
    let (first, second) = (school.post(&address, &fields).await.text(), school.post(&address, &fields).await.text());
    assert_eq!(receipt(&first), receipt(&second));
    assert!(!receipt(&first).is_empty() && first.contains("2023-1") == second.contains("2023-1"), "{second}");
    let other = school.post(&address, &fields.replace("text=a", "text=b")).await.text();
    assert_ne!(receipt(&other), receipt(&first), "other words are another objection");
    let named = "text=c&row=&name=d&contact=0730";
    assert_eq!(school.post(&address, named).await.status, StatusCode::OK);
    let again = school.post(&address, named).await;
    assert!(
        again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text().contains("刚才已经收到"),
        "{}",
        again.text()
    );

    let mut head = school.signed_in("head").await;
    let work = format!("/work/publicity/{id}");
    let by_hand = head.page(&work).await;
    assert!(by_hand.contains("有3件异议没答复"), "{by_hand}");
    let once = between(&by_hand, "name=\"once\" value=\"", "\"");
    let fields =
        [("act", "file"), ("once", &once), ("text", "来电：不公平"), ("row", ""), ("name", ""), ("contact", "")];
    for _ in 0..2 {
        let entered = head.post(&work, &fields).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
        let page = head.page(entered.header(header::LOCATION)).await;
        assert!(page.contains("有4件异议没答复") && page.contains("已录入异〔2023〕4，回执码"), "{page}");
    }
    assert!(!head.page(&work).await.contains("已录入"), "it is told where it was done and nowhere else");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_ends_at_its_receipt_which_reloading_shows_again_and_nobody_else_sees() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    for language in ["", "/en"] {
        let address = format!("{language}/record/{id}/objection");
        let mut visitor = school.browser(9);
        let form = visitor.page(&address).await;
        let once = form.split("name=\"once\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let words = format!("班级写错了{language}");
        let fields = [("once", once), ("text", words.as_str()), ("row", "2"), ("name", ""), ("contact", "")];
        let sent = visitor.post(&address, &fields).await;
        assert_eq!((sent.status, sent.leads()), (StatusCode::SEE_OTHER, format!("{address}/filed")));
        let shown = visitor.page(&sent.leads()).await;
        let code = shown.split("receipt-code num\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
        assert!(code.len() > 10 && visitor.page(&sent.leads()).await.contains(code), "{shown}");
        assert!(!sent.header(header::LOCATION).contains(code), "no address, and so no log, holds it");
        let other = school.browser(10).get(&sent.leads()).await;
        assert_eq!((other.status, other.leads()), (StatusCode::SEE_OTHER, format!("{language}/objection")));
        // Of another record it shows nothing either.
        let elsewhere = format!("{language}/record/{}/objection/filed", RecordId(7));
        assert_eq!(visitor.get(&elsewhere).await.status, StatusCode::SEE_OTHER);
        let receipt = format!("receipt={code}");
        assert!(
            school.post("/objection", &receipt).await.text().contains("已收到，等人受理"),
            "it opens what was filed"
        );
    }
    let head = school.signed_in("head").await.page(&format!("/work/publicity/{id}")).await;
    assert!(head.contains("有2件异议没答复"), "one each: {head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_leaves_the_form_of_a_list_as_it_was_filled_in() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let mut body = String::new();
    let part =
        |name: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    body += &part("version", "0");
    body += "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    let mut body = body.into_bytes();
    body.resize(body.len() + (50 << 20), b'x');
    body.extend_from_slice(b"\r\n");
    // As the form has it: what is typed stands after the file.
    for (name, value) in terms("look", TABLE) {
        body.extend_from_slice(part(name, value).as_bytes());
    }
    body.extend_from_slice(b"--XX--\r\n");
    let answer = clerk.send_announced(NEW, "multipart/form-data; boundary=XX", body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = answer.text();
    assert!(page.contains("选的文件超过20 MB"), "{page}");
    for kept in ["2023年国家奖学金拟推荐名单公示", "现予公示。", "学校资助公示办法第八条", "行政楼305", "王样本"]
    {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_later_end_or_an_objection_by_hand_loses_nothing_that_was_typed() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let address = format!("/work/publicity/{id}");
    let mut office = school.signed_in("office").await;
    let sooner = [("act", "extend"), ("until", "2023-10-25"), ("reason", "补充材料")];
    let page = office.post(&address, &sooner).await.text();
    assert!(page.contains("value=\"2023-10-25\"") && page.contains("value=\"补充材料\""), "{page}");
    let fields = [("act", "file"), ("text", "来电"), ("row", "第二"), ("name", "李示例"), ("contact", "二号楼")];
    let page = office.post(&address, &fields).await.text();
    for kept in ["来电", "value=\"第二\"", "value=\"李示例\"", "value=\"二号楼\""] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_more_people_see_than_its_kind_says_is_sent_or_made_longer_when_somebody_says_why() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let entered = clerk.post(NEW, &terms("enter", TABLE)).await;
    let record = entered.leads().split('?').next().unwrap().replace("/publicity/", "/record/");
    let version = version_in(&clerk.page(&record).await).unwrap();
    let mut sent = notice("名单公示", "现予公示。", &version, "submit");
    sent.push(("wider", ""));
    let sent = clerk.post(&record, &sent).await;
    assert_eq!(sent.leads(), format!("{record}?wider=1"));
    let page = clerk.page(sent.header(header::LOCATION)).await;
    let beside = page.split("name=\"wider\"").nth(1).unwrap().split("</label>").next().unwrap();
    assert!(beside.contains("class=\"err\""), "why it was not sent stands beside the field: {beside}");

    let id = posted(&school).await;
    let address = format!("/work/publicity/{id}");
    // As lists that went up before anybody had to say why.
    let mut tx = school.app.store.write().await.unwrap();
    let mut posting = tx.posting(id, 1).await.unwrap().unwrap();
    posting.wider.clear();
    tx.save_posting(id, 1, &posting).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    let mut office = school.signed_in("office").await;
    assert!(office.page(&address).await.contains("name=\"wider\""));
    let extend = |why| [("act", "extend"), ("until", "2023-10-31"), ("reason", "补充材料"), ("wider", why)];
    let unsaid = office.post(&address, &extend("")).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = unsaid.text();
    let beside = page.split("name=\"wider\"").nth(1).unwrap().split("</label>").next().unwrap();
    assert!(beside.contains("还没有写理由") && page.contains("value=\"补充材料\""), "{page}");
    let said = office.post(&address, &extend("学校资助公示办法第八条")).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    assert!(!office.page(&address).await.contains("name=\"wider\""), "once is enough");
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("学校资助公示办法第八条") && log.contains("补充材料"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_made_longer_and_its_page_says_why() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let address = format!("/work/publicity/{id}");
    let mut office = school.signed_in("office").await;
    let extend = |until| [("act", "extend"), ("until", until), ("reason", "补充材料")];
    let sooner = office.post(&address, &extend("2023-10-25")).await;
    assert_eq!(sooner.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sooner.text().contains("只能延长，不能缩短"));
    assert_eq!(office.post(&address, &extend("2023-10-31")).await.status, StatusCode::SEE_OTHER);
    let page = school.get(&format!("/record/{id}")).await.text();
    assert!(
        page.contains("公示到 2023年10月31日") && page.contains("原定到2023年10月27日") && page.contains("补充材料"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_is_marked_as_shown_again() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let mut clerk = school.signed_in("clerk").await;
    let record = format!("/work/record/{id}");
    let amended = clerk.post(&record, &[("act", "amend"), ("change_note", "更正学院")]).await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER);
    let list = format!("/work/publicity/{id}/list");
    let page = clerk.page(&list).await;
    let version = page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let changed = "姓名\t学院\n李示例\t商学院\n王样本\t机电学院";
    let fields = [terms("enter", changed), vec![("version", version)]].concat();
    let saved = clerk.post(&list, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(saved.leads().ends_with("done=listed&again=1"));
    let address = format!("/work/publicity/{id}");
    assert_eq!(clerk.post(&address, &[("act", "submit")]).await.status, StatusCode::SEE_OTHER);
    goes(&school, id).await;
    let page = school.get(&format!("/record/{id}")).await.text();
    assert!(page.contains("标“重”的1行有改动") && page.contains("机电学院"), "{page}");
    assert!(!page.contains("医护学院"), "what was wrong is not shown any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn objections_come_from_this_site_in_measure_and_of_some_size() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let address = format!("/record/{id}/objection");
    let elsewhere = [(header::HeaderName::from_static("sec-fetch-site"), "cross-site")];
    assert_eq!(school.submit(&address, "text=a", &elsewhere).await.status, StatusCode::FORBIDDEN);
    let large = format!("text={}", "a".repeat(100_000));
    assert_eq!(school.post(&address, &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = format!("text={}", "a".repeat(2_001));
    assert_eq!(school.post(&address, &long).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut asked = 0;
    while school.post("/objection", "receipt=0000-0000-0000").await.status != StatusCode::TOO_MANY_REQUESTS {
        asked += 1;
        assert!(asked < 100, "whoever tries receipts is stopped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_down_is_opened_by_a_logged_act_alone() {
    let school = School::staffed().await;
    let id = posted(&school).await;
    let withdrawn = [("act", "withdraw"), ("reason", "有误"), ("successor", "")];
    let record = format!("/work/record/{id}");
    objected(&school, &id).await;
    let mut office = school.signed_in("office").await;
    let page = office.page(&record).await;
    assert!(page.contains("有1件异议没答复。撤回后") && page.contains("公示还没有期满"), "{page}");
    assert!(office.page("/work").await.contains("id=\"objections\""), "it waits for whoever answers it");
    let named = [("act", "withdraw"), ("reason", "王样本不符合条件"), ("successor", "")];
    let named = office.post(&record, &named).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(named.text().contains("里面有名单上的人的姓名"), "{}", named.text());
    let done = office.post(&record, &withdrawn).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let stone = school.get(&format!("/record/{id}")).await.text();
    assert!(stone.contains("期满前撤回，没有公示结果") && !stone.contains("无异议"), "{stone}");
    assert!(stone.contains("处理中1件") && !stone.contains("王样本"), "{stone}");
    assert_eq!(school.get(&format!("/record/{id}/objection")).await.status, StatusCode::GONE);
    let address = format!("/work/publicity/{id}");
    let mut supervisor = school.signed_in("supervisor").await;
    assert!(!supervisor.page(&address).await.contains("王样本"));
    assert!(!school.signed_in("clerk").await.page(&format!("/work/record/{id}")).await.contains("王样本"));
    let opened = supervisor.post(&address, &[("act", "open_sealed")]).await;
    assert!(opened.status == StatusCode::OK && opened.text().contains("王样本"), "{}", opened.text());
    assert!(supervisor.page("/work/log").await.contains("查看封存名单"));
    let head = school.signed_in("head").await.post(&address, &[("act", "open_sealed")]).await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensitive_column_of_a_general_list_goes_or_is_asked_about_with_reason_and_source() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let general = "/work/publicity/new/general";
    let list = "姓名,学院,民族,病史,是否低保\n李示例,商学院,土家族,无,是\n王样本,商学院,汉族,无,否";
    let page = clerk.post(general, &[("act", "look"), ("pasted", list)]).await.text();
    for text in [
        "名单里有2列不能公示",
        "“病史”：医疗健康是敏感个人信息",
        "个人信息保护法第二十八条",
        "“是否低保”：公示资助不得宣扬贫困",
        "一般用不着，默认去掉",
        "“民族”：民族一般用不着",
        "name=\"keep\" value=\"民族\"",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("name=\"keep\" value=\"病史\""), "nobody keeps what the law keeps off");
    let told = "姓名,学院,备注\n李示例,商学院,哮喘\n王样本,商学院,无";
    let page = clerk.post(general, &[("act", "look"), ("pasted", told)]).await.text();
    assert!(page.contains("“备注”：医疗健康是敏感个人信息"), "why, of a cell under a head that says nothing: {page}");
    assert!(page.contains("哮**") && !page.contains(">哮喘"), "not the word itself: {page}");
    let table = "姓名\t学院\t民族\t病史\n李示例\t商学院\t土家族\t无";
    let mut sent = terms("enter", table);
    sent.push(("own_rule", "1"));
    let forced: Vec<_> = [sent.clone(), vec![("keep", "病史"), ("keep", "民族")]].concat();
    let refused = clerk.post(general, &forced).await;
    assert!(refused.status.is_success() && refused.text().contains("名单里有1列不能公示"), "{}", refused.text());
    let table = "姓名\t学院\t民族\n李示例\t商学院\t土家族";
    sent.retain(|(name, _)| *name != "table");
    sent.push(("table", table));
    assert_eq!(clerk.post(general, &sent).await.status, StatusCode::OK, "nobody decided on it");
    sent.push(("keep", "民族"));
    let entered = clerk.post(general, &sent).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let record = entered.header(header::LOCATION).split('?').next().unwrap().replace("/publicity/", "/record/");
    assert!(school.signed_in("supervisor").await.page(&record).await.contains("土家族"));
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("民族"), "who kept it is in the log: {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_days_than_are_usual_want_the_tick_and_what_is_wrong_stands_beside_its_field() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let general = "/work/publicity/new/general";
    let blank = clerk.page(general).await;
    assert!(blank.contains("value=\"2023年……名单公示\""), "the name of the kind is no title: {blank}");
    let with = |field: &'static str, value: &'static str| {
        let mut sent = terms("enter", TABLE);
        sent.retain(|(name, _)| *name != field);
        sent.push((field, value));
        sent
    };
    for (field, value, words) in
        [("count", "3", "天数比通常的少"), ("count", "900", "天"), ("starts", "2023-10-19", "开始")]
    {
        let refused = clerk.post(general, &with(field, value)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        let page = refused.text();
        let beside = page.split(&format!("name=\"{field}\"")).nth(1).unwrap().split("</label>").next().unwrap();
        assert!(beside.contains(&format!("value=\"{value}\"")) && beside.contains("class=\"err\""), "{beside}");
        assert!(beside.contains(words), "{beside}");
    }
    let ticked = [with("count", "3"), vec![("own_rule", "1")]].concat();
    let entered = clerk.post(general, &ticked).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_again_with_other_words_is_saved_over_the_draft_that_it_made() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let with = |table| [&terms("enter", table)[..], &[("once", "form-1")]].concat();
    let first = clerk.post(NEW, &with(TABLE)).await;
    let mended = "姓名\t学院\n李示例\t商学院\n孙某某\t医护学院";
    let again = clerk.post(NEW, &with(mended)).await;
    assert_eq!((again.status, again.leads()), (StatusCode::SEE_OTHER, first.leads()), "{}", again.text());
    let page = clerk.page(&again.leads()).await;
    assert!(page.contains("孙某某") && !page.contains("王样本"), "{page}");
    // Once it is on its way nothing is said to be saved that is not.
    let address = first.leads().split('?').next().unwrap().to_string();
    assert_eq!(clerk.post(&address, &[("act", "submit")]).await.status, StatusCode::SEE_OTHER);
    let late = clerk.post(NEW, &with(TABLE)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("这次改的没有存"), "{}", late.text());
    assert_eq!(clerk.post(NEW, &with(mended)).await.status, StatusCode::SEE_OTHER, "a second press of the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_nobodys_are_asked_about_and_go_only_where_they_were_asked_about() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let table = "姓名\t学院\n李示例\t商学院\n姓名\t学院\n王样本\t医护学院\n合计\t2人";
    let page = clerk.post(NEW, &terms("enter", table)).await;
    assert_eq!(page.status, StatusCode::OK, "nothing is saved");
    let page = page.text();
    assert!(page.contains("有2行不像一个人") && page.contains("去掉第2行") && page.contains("（合计行）"), "{page}");
    let dropped = [&terms("enter", table)[..], &[("drop", "1"), ("drop", "3"), ("drop", "0")]].concat();
    let saved = clerk.post(NEW, &dropped).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = clerk.page(&saved.leads()).await;
    assert!(page.contains("李示例") && page.contains("王样本") && !page.contains("合计"), "{page}");
}
