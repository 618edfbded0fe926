//! The report studio in a browser: read, written in, sent, approved, published.

use super::import::hidden;
use super::*;

const YEAR: &str = "/work/report/2022-2023";

impl Browser<'_> {
    pub(super) async fn brings(&mut self, text: &str) {
        let sent = self.sends_ledger("/work/import", "book.csv", text.as_bytes()).await;
        assert_eq!(sent.header(header::LOCATION), "/work/import/plan", "{}", sent.text());
        let page = self.page("/work/import/plan").await;
        let (digest, state) = (hidden(&page, "digest"), hidden(&page, "state"));
        // Nothing is listed, so nothing is left out.
        let fields = [("digest", &*digest), ("state", &*state), ("listed", ""), ("act", "write")];
        let written = self.post("/work/import/plan", &fields).await;
        assert!(written.header(header::LOCATION).contains("done=written"), "{}", written.text());
    }

    async fn does(&mut self, fields: &[(&str, &str)]) -> Answer {
        self.post(YEAR, fields).await
    }
}

/// A year that lacks nothing but what item 9 says.
pub(super) fn book(with_unit: bool) -> String {
    let unit = if with_unit { "cwc" } else { "" };
    let mut book = format!(
        "编号,标题,事项,公开日期,网址\nk1,学费标准,9,2023-03-01,https://www.example.edu.cn/1.htm\n#表,事项\n事项,是否适用,不适用理由,责任部门\n9,适用,,{unit}\n"
    );
    for item in (1..=50).filter(|item| *item != 9) {
        book.push_str(&format!("{item},不适用,学校没有这项工作,\n"));
    }
    book.push_str(
        "#表,数据集\n数据集代码,标题,事项,学年,出处\nrequests,信息公开申请,9,2022-2023,登记簿\nsurvey,评议,9,2022-2023,问卷\ncomplaints,举报,9,2022-2023,\n\
         #表,数据\n数据集代码,数据代码,名称,数值,单位,学年\nrequests,received,收到申请,0,件,2022-2023\nsurvey,participants,参加评议,312,人,2022-2023\n\
         complaints,received,举报,0,件,2022-2023\ncomplaints,reviews,行政复议,0,件,2022-2023\ncomplaints,lawsuits,行政诉讼,0,件,2022-2023\n\
         #表,报告文字\n学年,位置,次序,小标题,文字\n2022-2023,6,1,,主要经验是分工明确。\n",
    );
    book
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_read_written_in_sent_approved_and_published() {
    let school = School::staffed().await;
    school.employs("leader", Role::Leader, None).await;
    let (mut office, mut leader) = (school.signed_in("office").await, school.signed_in("leader").await);
    assert!(office.page("/work/report").await.contains("还没有哪个学年有内容"));
    office.brings(&book(false)).await;
    // A year that is not over comes behind the one whose report is due.
    office.brings("标题,事项,公开日期,网址\n收费目录,9,2023-10-01,https://www.example.edu.cn/2.htm\n").await;
    assert_eq!(office.get("/work/report").await.header(header::LOCATION), YEAR);
    assert!(office.page(YEAR).await.contains("/work/report/2023-2024"), "it is offered beside it");

    // What is missing, by unit, with a workbook; it is not sent like this.
    let page = office.page(&format!("{YEAR}?part=8")).await;
    for text in ["还缺1处，不能定稿", "gap-mark\">【待补：责任部门】", "责任部门待定", "缺1", "存成待补表.xlsx"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("value=\"send\""), "{page}");
    assert!(
        office
            .get(&format!("{YEAR}/gaps.xlsx"))
            .await
            .header(header::CONTENT_DISPOSITION)
            .contains("gaps-2022-2023.xlsx")
    );
    let early = office.does(&[("act", "send")]).await;
    assert!(early.status == StatusCode::CONFLICT && early.text().contains("还缺1处"), "{}", early.text());
    office.brings(&book(true)).await;
    assert!(office.page(YEAR).await.contains("都齐了，可以送校领导审签"));

    // A number says where it comes from; a text refers to it.
    let page = office.page(&format!("{YEAR}?part=4&of=figure%3Asurvey.participants")).await;
    for text in [
        "“312人”从哪里来",
        "统计数据“评议”的“参加评议”，出处：问卷",
        "/work/figures/2022-2023/survey",
        "{survey.participants}",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let wrong = [
        ("act", "text"),
        ("part", "4"),
        ("place", "4"),
        ("order", "0"),
        ("seen", ""),
        ("heading", ""),
        ("text", "共{survey.nobody}参加。"),
        ("source", ""),
    ];
    let refused = office.does(&wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = refused.text();
    assert!(refused.contains("没有数据{survey.nobody}") && refused.contains("共{survey.nobody}参加。"), "{refused}");
    let mut right = wrong;
    right[6].1 = "共{survey.participants}参加。";
    assert_eq!(office.does(&right).await.leads(), format!("{YEAR}?part=4&done=text"));
    let page = office.page(&format!("{YEAR}?part=4")).await;
    assert!(page.contains("共<a class=\"ref\""), "{page}");

    // Kept, changed, compared.
    office.does(&[("act", "keep"), ("part", "4")]).await;
    office.brings("#表,数据\n数据集代码,数据代码,数值,学年\nsurvey,participants,350,2022-2023\n").await;
    let page = office.page(&format!("{YEAR}?part=4")).await;
    for text in [
        "存稿以后变了",
        "存稿以后，台账里有",
        "<span class=\"old\">312人</span> <span class=\"arrow\">350人</span>",
        "第1稿",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let compared = office.page(&format!("{YEAR}/compare?old=1")).await;
    assert!(compared.contains("现在比第1稿改了什么") && compared.contains("<ins>"), "{compared}");

    // A remark of the leader, and the way on.
    assert_eq!(
        leader.does(&[("act", "remark"), ("part", "6"), ("text", "请写具体一些")]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = office.page(&format!("{YEAR}?part=6")).await;
    assert!(page.contains("请写具体一些") && page.contains("leader同事") && page.contains("批注1"), "{page}");
    office.does(&[("act", "settle"), ("part", "6"), ("nr", "1")]).await;
    assert_eq!(office.does(&[("act", "send")]).await.leads(), format!("{YEAR}?part=1&done=sent"));
    let page = leader.page(YEAR).await;
    assert!(
        page.contains("等校领导审签") && page.contains("value=\"approve\"") && page.contains("office同事"),
        "{page}"
    );
    let nr = hidden(&page, "nr");
    let without = leader.does(&[("act", "send_back"), ("nr", &nr), ("reason", " ")]).await;
    assert!(without.status == StatusCode::UNPROCESSABLE_ENTITY && without.text().contains("没有写理由"));
    leader.does(&[("act", "send_back"), ("nr", &nr), ("reason", "第六部分太短")]).await;
    assert!(office.page(YEAR).await.contains("校领导退回：“第六部分太短”"));
    office.does(&[("act", "send")]).await;
    let nr = hidden(&leader.page(YEAR).await, "nr");
    assert_eq!(office.does(&[("act", "approve"), ("nr", &nr)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.does(&[("act", "issue")]).await.status, StatusCode::CONFLICT, "nobody has approved it");
    assert_eq!(leader.does(&[("act", "approve"), ("nr", &nr)]).await.leads(), format!("{YEAR}?part=1&done=approved"));
    let page = office.page(YEAR).await;
    assert!(page.contains("校领导已批准，可以公布") && page.contains("value=\"issue\""), "{page}");
    assert_eq!(leader.does(&[("act", "issue")]).await.status, StatusCode::FORBIDDEN);
    let issued = office.does(&[("act", "issue")]).await;
    assert_eq!(issued.leads(), format!("{YEAR}?part=1&done=issued"), "{}", issued.text());
    assert!(office.page(YEAR).await.contains("第1版已公布"));
    assert!(school.get("/reports/2022-2023").await.text().contains("350人"));
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    for act in ["报告送审签", "退回报告", "批准报告", "发布年度报告", "报告存为一稿", "批注报告"]
    {
        assert!(log.contains(act), "{act}: {log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_everything_reads_the_report_and_takes_it_away_in_every_form() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    office.brings(&book(true)).await;
    for ending in ["docx", "pdf", "html", "md", "json", "annex.docx", "annex.xlsx"] {
        let file = office.get(&format!("{YEAR}/file/report.{ending}")).await;
        assert_eq!(file.status, StatusCode::OK, "{ending}");
        assert!(file.header(header::CONTENT_DISPOSITION).contains(&format!("draft-2022-2023.{ending}")));
    }
    assert_eq!(office.get(&format!("{YEAR}/file/report.exe")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("/work/report/1999-2000").await.status, StatusCode::NOT_FOUND);
    for (login, reads) in
        [("supervisor", true), ("clerk", false), ("head", false), ("secrecy", false), ("admin", false)]
    {
        let mut browser = school.signed_in(login).await;
        for address in [YEAR, &format!("{YEAR}/file/report.md")] {
            let status = if reads { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(browser.get(address).await.status, status, "{login} {address}");
        }
        for act in ["text", "delete", "keep", "send", "take_back", "approve", "send_back", "issue", "remark", "settle"]
        {
            let sent = browser.does(&[("act", act), ("place", "1"), ("text", "x"), ("reason", "x"), ("nr", "1")]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{login} {act}");
        }
    }
    let english = office.page(&format!("/en{YEAR}")).await;
    assert!(english.contains("Nothing is missing; it can be sent to the leader"), "{english}");
}
