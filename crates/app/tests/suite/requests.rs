//! Requests for disclosure from the form to the archive: whoever asks follows it by a receipt and by nothing else, each act is done
//! by those whose it is, and nothing of who asks or in what words comes out elsewhere.

use app::report::Format;
use app::requests::{self, Act, NewRequest, Order, Refusal};
use app::{Ctx, Error, publicity};
use domain::event::Act as Logged;
use domain::policy::Role;
use domain::request::letter::Letter;
use domain::request::register::{Balance, Span};
use domain::request::{
    Applicant, ApplicantKind, Face, Group, Intake, Opinion, Outcome, Regime, Reply, RequestError, RequestNumber,
    Wanted, Way,
};
use domain::school_year::SchoolYear;
use store::{EventFilter, RequestsOf};
use testkit::{School, on_both};

const WORDS: &str = "实训基地设备采购合同，2023年11月前后签订";
const IDENTITY: &str = "43060219900101123X";

fn asked(content: &str) -> NewRequest {
    NewRequest {
        kind: ApplicantKind::Citizen,
        applicant: Applicant {
            name: "陈申请".into(),
            phone: "13800138000".into(),
            email: "chen@example.com".into(),
            ..Applicant::default()
        },
        identity: IDENTITY.into(),
        content: content.into(),
        purpose: "了解情况".into(),
        wanted: Wanted::Electronic,
        way: Way::Email,
    }
}

fn form(n: u32) -> String {
    format!("{n:032}")
}

async fn files(school: &School, content: &str) -> requests::Filed {
    let n = school.app.ids.user().0 as u32;
    requests::file_once(&school.visitor().ctx(), asked(content), &form(n)).await.unwrap()
}

async fn version(school: &School, number: RequestNumber) -> u32 {
    school.app.store.read().await.unwrap().find_request(number).await.unwrap().unwrap().version
}

async fn does(ctx: &Ctx, school: &School, number: RequestNumber, order: Order) {
    tries(ctx, school, number, order).await.unwrap();
}

async fn tries(ctx: &Ctx, school: &School, number: RequestNumber, order: Order) -> app::Result<()> {
    requests::act(ctx, number, version(school, number).await, order).await
}

fn reply(outcome: Outcome, text: &str) -> Order {
    Order::Draft(Reply { outcome, ground: "《高等学校信息公开办法》第十条".into(), text: text.into() })
}

/// Registered and given to 教务处.
async fn in_hand(school: &School, number: RequestNumber) {
    let office = school.office().ctx();
    does(&office, school, number, Order::Register).await;
    does(&office, school, number, Order::Assign { units: vec!["jwc".into()] }).await;
}

/// How often something was done.
async fn logged(school: &School, act: Logged) -> usize {
    let reader = school.app.store.read().await.unwrap();
    let events = reader.events(&EventFilter::default(), 0, 1_000).await.unwrap();
    events.iter().filter(|event| event.act == act).count()
}

fn refused<T>(result: app::Result<T>) -> Refusal {
    match result {
        Err(Error::Request(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

on_both! {
    async fn a_request_is_followed_by_its_receipt_from_the_form_to_the_archive(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        let visitor = school.visitor().ctx();
        let shown = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!((shown.stage, shown.content.as_str(), shown.number), ("received", WORDS, filed.number));
        assert_eq!(shown.clocks.iter().map(|clock| clock.face).collect::<Vec<_>>(),
            [Face::Running { left: 15 }, Face::Running { left: 20 }]);
        in_hand(&school, filed.number).await;

        school.at("2023-12-05");
        let clerk = school.clerk("教务处").ctx();
        let search = Order::Search { places: "合同柜、档案室".into(), found: "合同1份".into() };
        does(&clerk, &school, filed.number, search).await;
        does(&clerk, &school, filed.number, reply(Outcome::Parted, "合同除报价明细外予以公开。")).await;
        let shown = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!((shown.stage, shown.answer), ("assigned", None), "a draft is nothing for the applicant");
        assert!(shown.told.iter().all(|told| !["searched", "drafted"].contains(&told.act)));
        let own = requests::act(&clerk, filed.number, version(&school, filed.number).await, Order::Review).await;
        assert!(matches!(own, Err(Error::Forbidden(_))));
        does(&school.secrecy().ctx(), &school, filed.number, Order::Review).await;
        let leader = school.holding(Role::Leader, None).ctx();
        does(&leader, &school, filed.number, Order::Answer { delivery: "电子邮件".into() }).await;

        let shown = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!(shown.answer.unwrap().text, "合同除报价明细外予以公开。");
        assert_eq!(shown.clocks[0].face, Face::Ended { late: 0 });
        assert_eq!(shown.letters, [Letter::Receipt, Letter::Answer]);
        does(&school.office().ctx(), &school, filed.number, Order::Archive { shelf: "2023-XXGK-1".into() }).await;
        let register = requests::register(&school.office().ctx(), "2023-2024".parse().unwrap()).await.unwrap();
        let row = register.rows[0].join("|");
        assert!(row.starts_with("申〔2023〕1号|2023-12-01|网上|公民|实训基地"), "{row}");
        assert!(row.contains("|教务处|") && row.contains("|2023-12-05|部分公开|") && row.ends_with("|2023-XXGK-1"), "{row}");
        assert!(!row.contains("陈申请") && !row.contains("138"), "nobody's name stands in the register");
    }

    async fn a_receipt_is_kept_as_a_digest_opens_one_request_and_is_the_same_however_often_its_form_is_sent(school) {
        let school = school.founded().await;
        let visitor = school.visitor().ctx();
        let once = form(1);
        let first = requests::file_once(&visitor, asked(WORDS), &once).await.unwrap();
        let again = requests::file_once(&visitor, asked(WORDS), &once).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(refused(requests::file_once(&visitor, asked(WORDS), &form(2)).await), Refusal::Repeated);
        let other = requests::file_once(&visitor, asked("另一件事情"), &form(3)).await.unwrap();
        assert_ne!(first.receipt, other.receipt);
        let shown = requests::query(&visitor, &other.receipt).await.unwrap().unwrap();
        assert_eq!(shown.number, other.number);
        // What opens a request opens no objection.
        let reach = domain::record::Reach::Public;
        assert!(publicity::query(&visitor, &reach, &first.receipt).await.unwrap().is_none());
        let unknown = publicity::Receipt::read("0000-0000-0000").unwrap();
        assert!(requests::query(&visitor, &unknown).await.unwrap().is_none());
        assert!(matches!(requests::say(&visitor, &unknown, "在吗").await, Err(Error::NotFound { .. })));
    }

    async fn an_identity_number_is_kept_under_a_key_opened_on_record_and_destroyed_in_time(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        let sealed = school.app.store.read().await.unwrap().sealed_identity(filed.number).await.unwrap().unwrap();
        assert!(!sealed.contains("4306") && sealed.len() > IDENTITY.len());
        in_hand(&school, filed.number).await;
        let clerk = school.clerk("教务处").ctx();
        assert!(matches!(requests::open_identity(&clerk, filed.number).await, Err(Error::Forbidden(_))));
        let office = school.office().ctx();
        assert_eq!(requests::open_identity(&office, filed.number).await.unwrap(), IDENTITY);
        assert_eq!(logged(&school, Logged::IdentityOpened).await, 1);
        // Another request's number cannot be put in its place, nor read without the key.
        let other = files(&school, "别的事情一件").await;
        school.tampers(&format!("UPDATE request SET identity = '{sealed}' WHERE serial = {}", other.number.serial)).await;
        assert_eq!(refused(requests::open_identity(&office, other.number).await), Refusal::Key);
        let key = school.folder().join("identity.key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600, "its owner's alone");
        }
        let kept = std::fs::read(&key).unwrap();
        std::fs::remove_file(&key).unwrap();
        assert_eq!(refused(requests::open_identity(&office, filed.number).await), Refusal::Key);
        std::fs::write(&key, kept).unwrap();

        requests::withdraw(&school.visitor().ctx(), &filed.receipt, "").await.unwrap();
        school.days_pass(180);
        school.jobs_run().await;
        assert!(requests::open_identity(&office, filed.number).await.is_ok(), "its last day is not over");
        school.days_pass(1);
        school.jobs_run().await;
        assert_eq!(refused(requests::open_identity(&office, filed.number).await), Refusal::NoIdentity);
        let reader = school.app.store.read().await.unwrap();
        assert!(reader.sealed_identity(other.number).await.unwrap().is_some(), "of what is open it is needed");
        drop(reader);
        assert_eq!(logged(&school, Logged::IdentityPurged).await, 1);
    }

    async fn what_was_taken_in_on_paper_is_registered_at_once_and_has_a_receipt_as_well(school) {
        let school = school.founded().await;
        let office = school.office().ctx();
        let day = |text: &str| text.parse().unwrap();
        let entered = requests::enter(&office, asked(WORDS), Intake::Letter, day("2023-11-29"), &form(1)).await.unwrap();
        let shown = requests::query(&school.visitor().ctx(), &entered.receipt).await.unwrap().unwrap();
        assert_eq!((shown.stage, shown.received_on, shown.intake), ("registered", day("2023-11-29"), Intake::Letter));
        let future = requests::enter(&office, asked("明天的事"), Intake::Fax, day("2023-12-02"), &form(2)).await;
        assert_eq!(refused(future), Refusal::Request(RequestError::Future));
        let early = requests::enter(&office, asked("以前的事"), Intake::Fax, day("2019-05-14"), &form(3)).await;
        assert_eq!(refused(early), Refusal::BeforeRules);
        let clerk = school.clerk("教务处").ctx();
        let denied = requests::enter(&clerk, asked("部门代收"), Intake::Visit, day("2023-12-01"), &form(4)).await;
        assert!(matches!(denied, Err(Error::Forbidden(_))));
    }

    async fn who_does_not_work_on_a_request_does_not_know_of_it(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        in_hand(&school, filed.number).await;
        for who in [school.clerk("财务处"), school.head("财务处"), school.holding(Role::Administrator, None),
            school.holding(Role::Member, None), school.visitor()] {
            let seen = requests::look(&who.ctx(), filed.number).await;
            assert!(matches!(seen, Err(Error::NotFound { .. })), "{who:?}");
        }
        let sheet = requests::look(&school.clerk("教务处").ctx(), filed.number).await.unwrap();
        assert_eq!((sheet.names_applicant, sheet.acts), (false, vec![Act::Draft, Act::Search]));
        let letter = requests::letter(&school.clerk("教务处").ctx(), filed.number, Letter::Receipt, Format::Docx).await;
        assert!(matches!(letter, Err(Error::Forbidden(_))), "a letter names the applicant");
        let sheet = requests::look(&school.holding(Role::Supervisor, None).ctx(), filed.number).await.unwrap();
        assert_eq!((sheet.names_applicant, sheet.acts), (true, Vec::new()), "who watches changes nothing");
        let lines = |who: testkit::Person<'_>| {
            let ctx = who.ctx();
            async move { requests::overview(&ctx, "2023-2024".parse().unwrap()).await.map(|all| all.lines.len()) }
        };
        assert_eq!(lines(school.clerk("教务处")).await.unwrap(), 1);
        assert_eq!(lines(school.clerk("财务处")).await.unwrap(), 0);
        assert!(matches!(lines(school.holding(Role::Administrator, None)).await, Err(Error::Forbidden(_))));
        // A unit that gets another code takes its requests with it.
        let task = app::ledger::mend::Task::Merge { of: app::ledger::CodeOf::Unit, from: "jwc".into(), into: "cwc".into() };
        let ctx = school.ctx();
        let effect = app::ledger::mend::look(&ctx, &task).await.unwrap();
        app::ledger::mend::carry_out(&ctx, &task, &effect).await.unwrap();
        assert_eq!(lines(school.clerk("财务处")).await.unwrap(), 1);
    }

    async fn nobody_acts_on_a_request_that_was_changed_since_they_saw_it(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        let office = school.office().ctx();
        let seen = version(&school, filed.number).await;
        requests::say(&school.visitor().ctx(), &filed.receipt, "补充一点线索").await.unwrap();
        let late = requests::act(&office, filed.number, seen, Order::Register).await;
        assert!(matches!(late, Err(Error::Conflict { .. })));
        let unknown = Order::Assign { units: vec!["nothing".into()] };
        does(&office, &school, filed.number, Order::Register).await;
        assert_eq!(refused(tries(&office, &school, filed.number, unknown).await), Refusal::NoUnit);
        let merged = Order::Merge { into: RequestNumber { year: 2023, serial: 99 } };
        assert_eq!(refused(tries(&office, &school, filed.number, merged).await), Refusal::NoOther);
    }

    async fn time_is_put_off_by_a_leader_and_stands_still_while_a_third_party_is_asked(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        in_hand(&school, filed.number).await;
        let office = school.office().ctx();
        let visitor = school.visitor().ctx();
        does(&office, &school, filed.number, Order::AskOpinion { party: "某公司".into(), what: "报价".into() }).await;
        let paused = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert!(matches!(paused.alarm.unwrap().face, Face::Paused { .. }));
        assert!(!format!("{:?}", paused.told.iter().map(|told| &told.words).collect::<Vec<_>>()).contains("某公司"));
        school.at("2023-12-08");
        let (office, visitor) = (school.office().ctx(), school.visitor().ctx());
        let heard = Order::Hear { opinion: Opinion::Refuses, text: "涉及报价".into(), on: "2023-12-07".parse().unwrap() };
        does(&office, &school, filed.number, heard).await;
        let shown = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!(shown.clocks[0].paused, 4);
        let more = Order::AskExtension { days: 20, reason: "卷宗较多".into() };
        does(&office, &school, filed.number, more).await;
        assert!(matches!(tries(&office, &school, filed.number, Order::Grant).await, Err(Error::Forbidden(_))));
        does(&school.holding(Role::Leader, None).ctx(), &school, filed.number, Order::Grant).await;
        let shown = requests::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        let extended: Vec<(Regime, u32)> = shown.clocks.iter().map(|clock| (clock.regime, clock.extended)).collect();
        assert_eq!(extended, [(Regime::Decree, 0), (Regime::State, 20)], "the school has no rule of its own");
        assert!(shown.letters.contains(&Letter::Extension));
    }

    async fn nothing_of_who_asks_or_in_what_words_stands_in_an_event(school) {
        let school = school.founded().await;
        let filed = files(&school, "张三的电话13911112222和合同").await;
        requests::say(&school.visitor().ctx(), &filed.receipt, "我的微信wx13911112222").await.unwrap();
        in_hand(&school, filed.number).await;
        let clerk = school.clerk("教务处").ctx();
        does(&clerk, &school, filed.number, reply(Outcome::Trade, "涉及报价，不予公开。")).await;
        let personal = tries(&clerk, &school, filed.number, reply(Outcome::Granted, "联系李四13911112222")).await;
        let told = personal.unwrap_err();
        assert!(matches!(told, Error::Personal(_)) && !told.to_string().contains("13911112222"), "{told}");
        requests::withdraw(&school.visitor().ctx(), &filed.receipt, "不想要了，王五").await.unwrap();
        let reader = school.app.store.read().await.unwrap();
        let events = reader.events(&EventFilter::default(), 0, 1_000).await.unwrap();
        let all = format!("{events:?}");
        for word in ["陈申请", "1391111", "138001", "微信", "王五", "报价", IDENTITY, "chen@"] {
            assert!(!all.contains(word), "{word} in {all}");
        }
        assert!(events.iter().any(|event| event.object_key == "2023-1" && event.actor == "visitor"));
    }

    async fn a_request_that_no_act_leads_to_is_found_by_verify(school) {
        let school = school.founded().await;
        let filed = files(&school, WORDS).await;
        in_hand(&school, filed.number).await;
        let health = app::backup::verify(&school.ctx()).await.unwrap();
        assert!(health.doubts.is_empty(), "{:?}", health.doubts);
        // A word that is changed by hand is found as well, and what is done afterwards does not hide it.
        school.tampers("UPDATE request SET content = 'another'").await;
        does(&school.office().ctx(), &school, filed.number, Order::Say { text: "请稍候".into() }).await;
        let health = app::backup::verify(&school.ctx()).await.unwrap();
        assert!(health.doubts.iter().any(|doubt| doubt.at().starts_with("request 2023-1")), "{:?}", health.doubts);
        school.tampers("UPDATE request_step SET act = 'reviewed', texts = '[]' WHERE nr = 1").await;
        let health = app::backup::verify(&school.ctx()).await.unwrap();
        assert!(health.doubts.iter().any(|doubt| doubt.at().starts_with("request_step")), "{:?}", health.doubts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_letter_is_read_back_as_word_and_as_pdf_and_says_what_the_request_says() {
    let school = School::founded_on("2023-12-01").await;
    let filed = files(&school, WORDS).await;
    let office = school.office().ctx();
    does(&office, &school, filed.number, Order::Register).await;
    let what = Order::AskClarification {
        what: "请说明是哪个实训基地。".into(), until: "2023-12-15".parse().unwrap()
    };
    does(&office, &school, filed.number, what).await;
    requests::supplement(&school.visitor().ctx(), &filed.receipt, "数控实训基地").await.unwrap();
    does(&office, &school, filed.number, Order::Assign { units: vec!["jwc".into()] }).await;
    does(&office, &school, filed.number, Order::AskOpinion { party: "某设备公司".into(), what: "报价明细".into() })
        .await;
    let heard = Order::Hear { opinion: Opinion::Refuses, text: String::new(), on: "2023-12-01".parse().unwrap() };
    does(&office, &school, filed.number, heard).await;
    does(&office, &school, filed.number, Order::AskExtension { days: 10, reason: "卷宗较多".into() }).await;
    let leader = school.holding(Role::Leader, None).ctx();
    does(&leader, &school, filed.number, Order::Grant).await;
    let clerk = school.clerk("教务处").ctx();
    does(&clerk, &school, filed.number, reply(Outcome::Parted, "合同除报价明细外予以公开。")).await;
    let letters = requests::look(&office, filed.number).await.unwrap().letters;
    assert_eq!(letters.len(), 5);
    for letter in letters {
        for format in [Format::Docx, Format::Pdf] {
            let file = requests::letter(&office, filed.number, letter, format).await.unwrap();
            assert!(!file.name.contains("陈"), "{}", file.name);
            let limits = office::read::Limits::default();
            let text =
                office::read::read_bytes(&file.name, &file.bytes, &limits).unwrap().text.replace(['\n', ' '], "");
            let named = text.contains("陈申请");
            assert_eq!(named, !matches!(letter, Letter::Opinion(_)), "{letter}: a third party is not told who asks");
            assert!(text.contains("〔2023〕1号") && text.contains("示例职业学院"), "{letter}: {text}");
        }
    }
    // The applicant has theirs, as far as they are done.
    let visitor = school.visitor().ctx();
    assert!(requests::letter_of(&visitor, &filed.receipt, Letter::Extension).await.unwrap().bytes.starts_with(b"%PDF"));
    for not_theirs in [Letter::Answer, Letter::Opinion(1)] {
        let refused = requests::letter_of(&visitor, &filed.receipt, not_theirs).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })), "{not_theirs}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_gave_something_becomes_a_draft_for_everybody_without_the_applicant() {
    let school = School::founded_on("2023-12-01").await;
    let answered = async |outcome, text: &str| {
        let filed = files(&school, &format!("{WORDS}{text}")).await;
        in_hand(&school, filed.number).await;
        does(&school.clerk("教务处").ctx(), &school, filed.number, reply(outcome, text)).await;
        does(&school.secrecy().ctx(), &school, filed.number, Order::Review).await;
        let sent = Order::Answer { delivery: "电子邮件".into() };
        does(&school.office().ctx(), &school, filed.number, sent).await;
        filed.number
    };
    let office = school.office().ctx();
    let given = answered(Outcome::Granted, "合同金额为120万元。").await;
    let item = "24".parse().unwrap();
    let id =
        requests::release(&office, given, ("实训基地设备采购合同金额", "合同金额为120万元。"), item).await.unwrap();
    let record = school.record(id).await;
    let text = format!("{record:?}");
    assert!(text.contains("合同金额为120万元") && !text.contains("陈申请") && !text.contains(WORDS), "{text}");
    assert_eq!((record.visibility.code(), record.progress.code()), ("hidden", "draft"));
    let item = || "24".parse().unwrap();
    assert_eq!(refused(requests::release(&office, given, ("再来一次", "文字"), item()).await), Refusal::Released);
    let withheld = answered(Outcome::Trade, "属于商业秘密。").await;
    assert_eq!(refused(requests::release(&office, withheld, ("标题", "文字"), item()).await), Refusal::NothingGiven);
    let naming = answered(Outcome::Granted, "陈申请同志要的合同在此。").await;
    let words = ("标题", "陈申请同志要的合同在此。");
    assert_eq!(refused(requests::release(&office, naming, words, item()).await), Refusal::NamesApplicant);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_of_a_year_is_counted_of_its_requests_and_balances() {
    let school = School::founded_on("2024-08-20").await;
    let first = files(&school, "跨学年的一件事").await;
    let second = files(&school, "本学年的一件事").await;
    in_hand(&school, first.number).await;
    requests::withdraw(&school.visitor().ctx(), &second.receipt, "").await.unwrap();
    school.at("2024-09-10");
    does(&school.clerk("教务处").ctx(), &school, first.number, reply(Outcome::Granted, "见附件。")).await;
    does(&school.secrecy().ctx(), &school, first.number, Order::Review).await;
    does(&school.office().ctx(), &school, first.number, Order::Answer { delivery: "自取".into() }).await;
    let reader = school.app.store.read().await.unwrap();
    let year = |text: &str| text.parse::<SchoolYear>().unwrap();
    let of = async |text: &str| requests::account(&reader, year(text)).await.unwrap();
    let before = of("2023-2024").await.unwrap();
    assert_eq!((before.received, before.answered, before.carried_forward, before.holds()), (2, 1, 1, true));
    let after = of("2024-2025").await.unwrap();
    assert_eq!((after.received, after.carried_over, after.of_group(Group::Granted)), (0, 1, 1));
    assert!(after.holds());
    let built = app::report::build(&school.ctx(), year("2024-2025"), None).await.unwrap();
    let text = format!("{:?}", built.document.blocks);
    for (before, key, value) in [
        ("本学年收到信息公开申请", "received", "0件"),
        ("，上学年结转", "carried_over", "1件"),
        ("办结", "answered", "1件"),
        ("，其中予以公开", "granted", "1件"),
        ("；结转下学年办理", "pending", "0件"),
    ] {
        let said = format!("Text(\"{before}\"), Value {{ text: \"{value}\", source: \"figure:requests.{key}\" }}");
        assert!(text.contains(&said), "{said} in {text}");
    }
    // Where figures were entered by hand as well, and say another number, the report says so.
    let mut typed = after.dataset(year("2024-2025"));
    typed.figures.truncate(1);
    typed.identities.clear();
    typed.figures[0].value = Some(domain::figure::Quantity::whole(7));
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    change.save_dataset(&typed, &[]).await.unwrap();
    let written = domain::event::Event::new(Logged::DatasetWritten, domain::event::Object::Dataset("requests".into()));
    change.commit(written).await.unwrap();
    let built = app::report::build(&school.ctx(), year("2024-2025"), None).await.unwrap();
    let text = format!("{:?}", built.document.blocks);
    assert!(text.contains("另有填报的数据为7件，登记簿逐件统计为0件；数据待核实"), "{text}");
    assert_eq!(of("2022-2023").await, None, "a year that the register knows nothing of has no account");
    let all = reader.requests(RequestsOf::All).await.unwrap();
    let whole = Balance::of(all.iter().map(|one| &one.request), Span::of(year("2023-2024")));
    assert_eq!(whole, before, "what is read for a year is all that counts for it");
}
