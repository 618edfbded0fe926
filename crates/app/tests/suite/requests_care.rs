//! What a request must not do to anybody: tell who asked, change what was served, close another person's, shut others out, or send
//! words out that nobody looked at.

use app::records::attachment::{attach, detach};
use app::report::Format;
use app::requests::{self, Act, NewRequest, Order, Refusal};
use app::{Ctx, Error, records};
use domain::ids::RecordId;
use domain::policy::Role;
use domain::record::Progress;
use domain::request::letter::Letter;
use domain::request::{Applicant, ApplicantKind, Did, Outcome, Reply, RequestError, RequestNumber, Wanted, Way};
use domain::school_year::SchoolYear;
use testkit::School;

const WORDS: &str = "实训基地设备采购合同，2023年11月前后签订";

fn by(name: &str, phone: &str, content: &str) -> NewRequest {
    NewRequest {
        kind: ApplicantKind::Organisation,
        applicant: Applicant {
            name: name.into(),
            contact: "李经办".into(),
            representative: "王代表".into(),
            phone: phone.into(),
            email: "chen.shen88@example.com".into(),
            address: "湖南省岳阳市岳阳楼区建湘路28号，414000".into(),
        },
        identity: "43060219900101123X".into(),
        content: content.into(),
        purpose: String::new(),
        wanted: Wanted::Electronic,
        way: Way::Email,
    }
}

async fn files(school: &School, new: NewRequest) -> requests::Filed {
    let n = school.app.ids.user().0 as u32;
    requests::file_once(&school.visitor().ctx(), new, &format!("{n:032}")).await.unwrap()
}

async fn asked(school: &School, content: &str) -> requests::Filed {
    files(school, by("样本科技有限公司", "13800138000", content)).await
}

async fn tries(ctx: &Ctx, school: &School, number: RequestNumber, order: Order) -> app::Result<()> {
    let reader = school.app.store.read().await.unwrap();
    let version = reader.find_request(number).await.unwrap().unwrap().version;
    drop(reader);
    requests::act(ctx, number, version, order).await
}

async fn does(ctx: &Ctx, school: &School, number: RequestNumber, order: Order) {
    tries(ctx, school, number, order).await.unwrap();
}

fn reply(text: &str) -> Order {
    Order::Draft(Reply { outcome: Outcome::Granted, ground: String::new(), text: text.into() })
}

async fn in_hand(school: &School, number: RequestNumber) {
    let office = school.office().ctx();
    does(&office, school, number, Order::Register).await;
    does(&office, school, number, Order::Assign { units: vec!["jwc".into()] }).await;
}

async fn answered(school: &School, number: RequestNumber, text: &str) {
    does(&school.clerk("教务处").ctx(), school, number, reply(text)).await;
    does(&school.secrecy().ctx(), school, number, Order::Review).await;
    does(&school.office().ctx(), school, number, Order::Answer { delivery: "电子邮件".into() }).await;
}

fn refused<T>(result: app::Result<T>) -> Refusal {
    match result {
        Err(Error::Request(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

fn masked<T>(result: app::Result<T>) -> Vec<(&'static str, String)> {
    match result {
        Err(Error::Personal(found)) => found.into_iter().map(|one| (one.field, one.masked)).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

fn text_of(file: &requests::LetterFile) -> String {
    let limits = office::read::Limits::default();
    office::read::read_bytes(&file.name, &file.bytes, &limits).unwrap().text.replace(['\n', ' '], "")
}

async fn released(school: &School) -> (RequestNumber, RecordId) {
    let number = asked(school, WORDS).await.number;
    in_hand(school, number).await;
    answered(school, number, "合同金额为120万元。").await;
    let text = ("设备采购合同金额", "合同金额为120万元。");
    (number, requests::release(&school.office().ctx(), number, text, "24".parse().unwrap()).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_part_of_an_applicant_goes_with_what_is_released_to_all() {
    let school = School::founded_on("2023-12-01").await;
    let number = asked(&school, WORDS).await.number;
    in_hand(&school, number).await;
    answered(&school, number, "见附件。").await;
    let office = school.office().ctx();
    for telling in [
        "应样本科技有限公司申请",
        "样本科技",
        "联系人 李 经 办",
        "王代表",
        "138-0013-8000",
        "１３８００１３８０００",
        "chen.shen88",
        "建湘路 28 号",
        "邮编414000",
        "430602 19900101 123x",
    ] {
        for words in [("合同", telling), (telling, "合同金额为120万元。")] {
            let tried = requests::release(&office, number, words, "24".parse().unwrap()).await;
            assert_eq!(refused(tried), Refusal::NamesApplicant, "{telling}");
        }
    }
    let plain = ("合同", "合同金额为120万元，28号前付清，编号4140001。");
    requests::release(&office, number, plain, "24".parse().unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_into_a_released_draft_later_is_shown_and_stopped_at_every_step_to_the_public() {
    let school = School::founded_on("2023-12-01").await;
    let (_, id) = released(&school).await;
    let office = school.office();
    let mut edition = school.record(id).await.newest().unwrap().clone();
    edition.body = "合同金额为120万元。寄至岳阳楼区建湘路28号。".into();
    office.revises(id, edition.clone()).await;
    let desk = app::desk::Desk::open(&office.ctx()).await.unwrap();
    let marks = app::desk::of_whole(app::words::Lang::Zh, &desk.sheet(id).await.unwrap());
    assert!(marks.iter().any(|mark| mark.stops && mark.field == "body" && mark.about == "申请人的地址"), "{marks:?}");
    assert_eq!(masked(records::submit(&office.ctx(), id).await), [("body", "申请人的地址".to_string())]);
    let told = masked(records::submit(&school.clerk("教务处").ctx(), id).await);
    assert_eq!(told, [("body", "申请人的信息".to_string())], "who may not know is not told which");
    // Nor by any other way: whoever passes it on, the one place where it is saved stops it.
    let reviewed =
        [Progress::UnitReview, Progress::Approved { secrecy_reviewer: None, publish_at: None }, Progress::Done];
    for progress in reviewed {
        let ctx = school.operator().ctx();
        let mut change = ctx.write().await.unwrap();
        let mut record = change.record(id).await.unwrap();
        record.progress = progress;
        assert!(matches!(change.save_record(&record).await, Err(Error::Personal(_))), "{}", record.progress.code());
    }
    edition.body = "合同金额为120万元。".into();
    office.revises(id, edition).await;
    let ctx = office.ctx();
    let file = attach(&ctx, id, None, "合同.txt", "甲方学校，乙方王 代 表".as_bytes().to_vec()).await.unwrap();
    assert_eq!(masked(records::submit(&ctx, id).await)[0], ("attachment", "申请人的法定代表人".to_string()));
    detach(&ctx, id, None, file).await.unwrap();
    records::submit(&ctx, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_released_draft_that_was_deleted_can_be_made_again() {
    let school = School::founded_on("2023-12-01").await;
    let (number, id) = released(&school).await;
    let office = school.office().ctx();
    assert!(!requests::look(&office, number).await.unwrap().acts.contains(&Act::Release));
    records::delete_draft(&office, id).await.unwrap();
    let sheet = requests::look(&office, number).await.unwrap();
    assert!(sheet.acts.contains(&Act::Release) && sheet.released.is_none());
    requests::release(&office, number, ("合同金额", "120万元。"), "24".parse().unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_says_that_its_day_may_move_and_stays_as_it_was_served() {
    let school = School::founded_on("2026-12-18").await;
    let filed = asked(&school, WORDS).await;
    let office = school.office().ctx();
    does(&office, &school, filed.number, Order::Register).await;
    let served = requests::letter(&office, filed.number, Letter::Receipt, Format::Docx).await.unwrap();
    let text = text_of(&served);
    assert!(text.contains("（2027年放假安排尚未公布，以公布后的为准）"), "{text}");
    assert!(text.contains("印章") && !text.contains("草稿"), "{text}");
    does(&office, &school, filed.number, Order::AskExtension { days: 20, reason: "卷宗较多".into() }).await;
    does(&school.holding(Role::Leader, None).ctx(), &school, filed.number, Order::Grant).await;
    let extension = requests::letter(&office, filed.number, Letter::Extension, Format::Pdf).await.unwrap();
    assert!(text_of(&extension).contains("放假安排尚未公布"), "{}", text_of(&extension));
    // The school gets another name; what was served keeps the one it had.
    school.tampers("UPDATE school_fact SET value = '改名大学' WHERE fact = 'name'").await;
    school.days_pass(3);
    let office = school.office().ctx();
    for (letter, before, format) in
        [(Letter::Receipt, &served, Format::Docx), (Letter::Extension, &extension, Format::Pdf)]
    {
        let again = requests::letter(&office, filed.number, letter, format).await.unwrap();
        assert!(again.bytes == before.bytes && again.name == before.name, "{letter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_nobody_signed_says_draft_and_one_handed_on_as_a_petition_has_a_letter() {
    let school = School::founded_on("2023-12-01").await;
    let number = asked(&school, WORDS).await.number;
    in_hand(&school, number).await;
    does(&school.clerk("教务处").ctx(), &school, number, reply("合同金额为120万元。")).await;
    let office = school.office().ctx();
    for format in [Format::Docx, Format::Pdf] {
        let draft = requests::letter(&office, number, Letter::Answer, format).await.unwrap();
        let text = text_of(&draft);
        assert!(
            draft.name.contains("草稿") && text.contains("草稿") && !text.contains("印章"),
            "{} {text}",
            draft.name
        );
    }
    let other = asked(&school, "反映一件事情").await.number;
    in_hand(&school, other).await;
    does(&office, &school, other, Order::Transfer { reason: "转校信访办公室办理。".into() }).await;
    let letter = requests::letter(&office, other, Letter::Transfer, Format::Docx).await.unwrap();
    let text = text_of(&letter);
    assert!(text.contains("公转〔2023〕2号") && text.contains("转校信访办公室办理") && text.contains("印章"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_request_is_closed_with_anothers_and_ones_own_shows_where_it_went() {
    let school = School::founded_on("2023-12-01").await;
    let (mine, again) = (asked(&school, WORDS).await, asked(&school, "还是实训基地的合同").await);
    let others = files(&school, by("别家公司", "13900139000", WORDS)).await;
    let namesake = files(
        &school,
        NewRequest {
            applicant: Applicant {
                name: "样本科技有限公司".into(),
                phone: "13700137000".into(),
                ..Applicant::default()
            },
            ..by("样本科技有限公司", "13700137000", "同名的另一家")
        },
    )
    .await;
    for filed in [&mine, &again, &others, &namesake] {
        in_hand(&school, filed.number).await;
    }
    let office = school.office().ctx();
    for other in [&others, &namesake] {
        let tried = tries(&office, &school, other.number, Order::Merge { into: mine.number }).await;
        assert_eq!(refused(tried), Refusal::OtherApplicant);
    }
    does(&office, &school, again.number, Order::Merge { into: mine.number }).await;
    answered(&school, mine.number, "合同金额为120万元。").await;
    let shown = requests::query(&school.visitor().ctx(), &again.receipt).await.unwrap().unwrap();
    let into = shown.went_into.unwrap();
    assert_eq!((into.number, into.answer.unwrap().text.as_str()), (mine.number, "合同金额为120万元。"));
    let repeat = |of| Order::Repeat { of, reason: "已经答复。".into() };
    assert_eq!(refused(tries(&office, &school, others.number, repeat(mine.number)).await), Refusal::OtherApplicant);
    let third = asked(&school, "第三次要合同").await.number;
    in_hand(&school, third).await;
    let unanswered = tries(&office, &school, third, repeat(again.number)).await;
    assert_eq!(refused(unanswered), Refusal::NoOther, "what was merged was not answered itself");
    does(&office, &school, third, repeat(mine.number)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_poured_in_shuts_nobody_out_stands_behind_and_is_dismissed_without_being_counted() {
    let school = School::founded_on("2023-12-01").await;
    let visitor = school.visitor().ctx();
    let fake = |n: usize| NewRequest {
        identity: String::new(),
        applicant: Applicant { name: format!("甲{n}"), email: format!("a{n}@example.com"), ..Applicant::default() },
        ..by("甲", "", &format!("请公开全部文件，编号{n}"))
    };
    let mut last = None;
    for n in 0..505 {
        last = Some(requests::file_once(&visitor, fake(n), &format!("{n:032}")).await.unwrap());
    }
    let real = asked(&school, WORDS).await;
    let office = school.office().ctx();
    let year: SchoolYear = "2023-2024".parse().unwrap();
    let overview = requests::overview(&office, year).await.unwrap();
    assert_eq!(overview.lines[0].request.entry.number, real.number, "what people ask stands before what is poured in");
    let doubtful: Vec<RequestNumber> =
        overview.lines.iter().filter(|line| line.doubtful).map(|line| line.request.entry.number).collect();
    assert_eq!(doubtful.len(), 505);
    let clerk = school.clerk("教务处").ctx();
    assert!(requests::dismiss(&clerk, &doubtful, "机器提交").await.is_err());
    assert_eq!(refused(requests::dismiss(&office, &doubtful, "\u{200b}").await), Refusal::Request(RequestError::Blank));
    assert_eq!(requests::dismiss(&office, &doubtful, "机器批量提交").await.unwrap(), 505);
    let balance = requests::overview(&office, year).await.unwrap().balance.unwrap();
    assert_eq!((balance.received, balance.dismissed, balance.holds()), (1, 505, true));
    assert_eq!(requests::register(&office, year).await.unwrap().rows.len(), 1);
    let shown = requests::query(&visitor, &last.unwrap().receipt).await.unwrap().unwrap();
    assert!(shown.told.iter().any(|told| told.act == "dismissed" && told.words[0].text == "机器批量提交"));
    // One name, telephone or mailbox has a share of its own.
    for n in 0..19 {
        asked(&school, &format!("第{n}件不同的事")).await;
    }
    let full =
        requests::file_once(&visitor, by("样本科技有限公司", "1", "再来一件事"), &format!("{:032}", 9_999)).await;
    assert_eq!(refused(full), Refusal::Full);
    assert!(requests::file_once(&visitor, fake(600), &format!("{:032}", 9_998)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_words_leave_the_house_with_anybodys_numbers_unless_somebody_says_whose_they_are() {
    let school = School::founded_on("2023-12-01").await;
    let number = asked(&school, WORDS).await.number;
    in_hand(&school, number).await;
    let office = school.office().ctx();
    let until = "2023-12-20".parse().unwrap();
    let phone = "请联系13911112222";
    let orders: [fn(&str, chrono::NaiveDate) -> Order; 6] = [
        |words, _| Order::Say { text: words.into() },
        |words, _| Order::AskOpinion { party: "某公司".into(), what: words.into() },
        |words, until| Order::AskClarification { what: words.into(), until },
        |words, _| Order::AskExtension { days: 5, reason: words.into() },
        |words, _| Order::Transfer { reason: words.into() },
        |words, _| Order::Draft(Reply { outcome: Outcome::Granted, ground: String::new(), text: words.into() }),
    ];
    for order in orders {
        assert!(!masked(tries(&office, &school, number, order(phone, until)).await).is_empty());
        let unfinished = tries(&office, &school, number, order("金额为【待补】元", until)).await;
        assert_eq!(refused(unfinished), Refusal::Request(RequestError::Unfinished));
        let field = tries(&office, &school, number, order("金额为{amount}元", until)).await;
        assert_eq!(refused(field), Refusal::Request(RequestError::Unfinished));
        let unseen = tries(&office, &school, number, order("\u{200b}\u{2060}", until)).await;
        assert_eq!(refused(unseen), Refusal::Request(RequestError::Blank));
    }
    let telling = Order::AskOpinion { party: "某公司".into(), what: "样本科技要贵司报价".into() };
    assert_eq!(refused(tries(&office, &school, number, telling).await), Refusal::TellsApplicant);
    does(&office, &school, number, Order::Say { text: "已寄至13800138000".into() }).await;
    let version = || async { requests::look(&office, number).await.unwrap().version };
    let say = || Order::Say { text: phone.into() };
    requests::act_vouching(&office, number, version().await, say(), "教务处值班手机").await.unwrap();
    let sheet = requests::look(&office, number).await.unwrap();
    let vouched =
        |deed: &requests::Deed| matches!(&deed.step.did, Did::Vouched { reason } if reason == "教务处值班手机");
    assert!(sheet.deeds.iter().any(vouched));
    let papers = Order::Say { text: "身份证号110101199003070038".into() };
    let tried = requests::act_vouching(&office, number, version().await, papers, "办公用").await;
    assert!(!masked(tried).is_empty(), "nobody answers for a number of papers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_is_never_replaced_while_numbers_are_kept_under_it() {
    let school = School::founded_on("2023-12-01").await;
    asked(&school, WORDS).await;
    let key = school.folder().join("identity.key");
    std::fs::remove_file(&key).unwrap();
    let visitor = school.visitor().ctx();
    let tried = requests::file_once(&visitor, by("乙", "13900139000", "另一件事情"), &format!("{:032}", 77)).await;
    assert_eq!(refused(tried), Refusal::Key);
    assert!(!key.exists(), "no other key was made");
    let without = NewRequest { identity: String::new(), ..by("乙", "13900139000", "另一件事情") };
    requests::file_once(&visitor, without, &format!("{:032}", 78)).await.unwrap();
    // What cannot be compared is said.
    let number = asked_without_key(&school).await;
    assert_eq!(number, 1);
}

/// Of a request whose number cannot be opened: what could be one is told.
async fn asked_without_key(school: &School) -> usize {
    let number = RequestNumber { year: 2023, serial: 1 };
    in_hand(school, number).await;
    answered(school, number, "合同金额为120万元。").await;
    let office = school.office();
    let words = ("合同金额", "合同金额为120万元。");
    let id = requests::release(&office.ctx(), number, words, "24".parse().unwrap()).await.unwrap();
    let mut edition = school.record(id).await.newest().unwrap().clone();
    edition.body = "合同编号430602199001011。".into();
    office.revises(id, edition).await;
    let told = masked(records::submit(&office.ctx(), id).await);
    told.iter().filter(|(field, words)| *field == "body" && words.contains("没法比对")).count()
}
