//! Who may do what, asked of the use cases themselves: each refuses whom the table refuses, and only them.

use app::ledger::CodeOf;
use app::ledger::mend::{self, Effect, Task, What};
use app::publicity::{self, NewObjection};
use app::reminders::{self, Wanted as Urged};
use app::requests::{self, NewRequest, Order};
use app::surveys;
use app::voices::NewVoice;
use app::{
    Ctx, Error, Result, accounts, datasets, desk, jobs, ledger, messages, records, report, school, setup, studio,
    voices,
};
use domain::catalogue::ItemSetting;
use domain::event::{Act, Event, Object};
use domain::ids::{RecordId, UserId};
use domain::objection::{ObjectionNumber, Ruling};
use domain::policy::{Denied, Permission, Post, Principal, Relation, Role, allow};
use domain::publicity::{Days, Length, Posting, Roll};
use domain::record::Progress;
use domain::request::letter::Letter;
use domain::request::{
    Applicant, ApplicantKind, Did, Entry, Hand, Intake, Reply, Request, RequestNumber, Step, Terms, Wanted, Way,
};
use domain::school_year::SchoolYear;
use domain::survey::{self, Answer, Audience};
use domain::voice::{self, Kind, Voice, VoiceNumber, Words};
use std::sync::Arc;
use store::ComplaintKey;
use testkit::{School, edition, next_edition, record, release};

/// Everyone: those without an account, and every role in its own unit, in another, in the whole school, and in none.
fn everyone() -> Vec<(String, Principal)> {
    let account = |role: Role, unit: Option<&str>| Principal::Account {
        user: UserId(77),
        posts: vec![Post { role, unit: unit.map(str::to_string) }],
    };
    let mut all = vec![
        ("visitor".to_string(), Principal::Visitor),
        ("operator".into(), Principal::Operator),
        ("job".into(), Principal::Job("test")),
        ("account without a post".into(), Principal::Account { user: UserId(77), posts: Vec::new() }),
    ];
    for role in Role::ALL {
        for unit in [Some("jwc"), Some("cwc"), None] {
            all.push((format!("{} of {unit:?}", role.code()), account(*role, unit)));
        }
    }
    all
}

/// Records at the stages that acts need, all of 教务处.
struct Stages {
    draft: RecordId,
    with_unit: RecordId,
    with_secrecy: RecordId,
    approved: RecordId,
    public: RecordId,
}

impl Stages {
    async fn of(school: &School) -> Stages {
        let draft = || record("甲").unit("jwc").drafter(UserId(1));
        let at = async |progress: Progress| school.keeps(draft().progress(progress)).await.id;
        Stages {
            draft: school.keeps(draft()).await.id,
            with_unit: at(Progress::UnitReview).await,
            with_secrecy: at(Progress::SecrecyReview { unit_reviewer: UserId(2) }).await,
            approved: school.keeps(draft().approved(None)).await.id,
            public: school.keeps(draft().public("2023-10-01")).await.id,
        }
    }
}

/// A list kept with a record that was put there past all use cases.
async fn keep_list(school: &School, id: RecordId) {
    let day = |text: &str| text.parse().unwrap();
    let posting = Posting {
        kind: "national_scholarship".into(),
        starts: day("2023-11-28"),
        length: Length { count: 5, days: Days::Working },
        contact: "0730-8390012".into(),
        wider: String::new(),
        kept: Vec::new(),
        roll: Roll::read_lines("姓名\t班级\n李示例\t一班").unwrap(),
        again: vec![false],
        period: Some((day("2023-11-28"), day("2023-12-05"))),
        extended: None,
        kept_until: Some(day("2026-12-05")),
        purged: false,
    };
    let mut tx = school.app.store.write().await.unwrap();
    tx.save_posting(id, 1, &posting).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

/// A record on view in its period, and an objection to it.
async fn objected(school: &School) -> (RecordId, ObjectionNumber) {
    let list = record("甲").unit("jwc").publicity("国家奖学金", "2023-11-28", "2023-12-05").public("2023-11-28");
    let id = school.keeps(list).await.id;
    keep_list(school, id).await;
    let new = NewObjection { record: id, row: None, text: "不公平".into(), objector: None };
    let filed = publicity::file(&school.visitor().ctx(), new).await.unwrap();
    (id, filed.number)
}

/// What is asked for in a request.
fn asked() -> NewRequest {
    NewRequest {
        kind: ApplicantKind::Citizen,
        applicant: Applicant { name: "某某".into(), ..Applicant::default() },
        identity: String::new(),
        content: "采购合同".into(),
        purpose: String::new(),
        wanted: Wanted::Paper,
        way: Way::Collect,
    }
}

fn granted() -> Reply {
    Reply { outcome: domain::request::Outcome::Granted, ground: String::new(), text: "见附件".into() }
}

fn drafted() -> Vec<Did> {
    vec![Did::Registered, Did::Assigned { units: vec!["教务处".into()] }, Did::Drafted(granted())]
}

/// A request that 教务处 works on, put there past all use cases, with which others did this.
async fn requested(school: &School, done: &[Did]) -> RequestNumber {
    let NewRequest { kind, applicant, content, purpose, wanted, way, .. } = asked();
    let received_on = "2023-11-28".parse().unwrap();
    let mut tx = school.app.store.write().await.unwrap();
    let number = tx.next_request(2023).await.unwrap();
    let (at, intake) = (school.app.clock.now(), Intake::Letter);
    let entry = Entry { number, received_on, entered_at: at, intake, kind, applicant, content, purpose, wanted, way };
    let mut request = Request { units: vec!["jwc".into()], ..Request::new(entry) };
    let terms = Terms::on(received_on, None).unwrap();
    for (who, did) in (500..).zip(done) {
        let step = Step { at, on: school.app.clock.today(), by: Hand::Person(UserId(who)), did: did.clone() };
        request.take(step, &terms, &school.app.calendar).unwrap();
    }
    tx.file_request(&request, &format!("receipt {number}"), None).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    number
}

/// An opinion or complaint to which this was done, by hands that are nobody's here.
async fn voiced(school: &School, kind: Kind) -> VoiceNumber {
    let mut tx = school.app.store.write().await.unwrap();
    let number = tx.next_voice(kind, 2023).await.unwrap();
    let words = |text: &str| Words::read(kind, text.to_string());
    let entry = voice::Entry {
        number,
        received_on: "2023-11-28".parse().unwrap(),
        entered_at: school.app.clock.now(),
        intake: voice::Intake::Letter,
        content: words("意见"),
        name: words(""),
        contact: words(""),
        record: None,
    };
    let voice =
        Voice { units: if kind.is_sealed() { vec![] } else { vec!["jwc".into()] }, ..Voice::new(entry).unwrap() };
    // 32 bytes are a public key; nobody has its private half.
    let public = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let (nr, made_at, made_by, blank) = (1, school.app.clock.now(), UserId(1), String::new());
    let key = ComplaintKey { nr, made_at, made_by, public_key: public.into(), salt: blank.clone(), wrapped: blank };
    tx.save_complaint_key(&key).await.unwrap();
    tx.file_voice(&voice, &format!("receipt {number}"), kind.is_sealed().then_some(public)).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    number
}

/// Who may not know of a voice is answered as if it were not there; what its life or a passphrase refuses was allowed.
fn heard<T>(done: Result<T>, permission: Permission) -> Result<()> {
    match done {
        Err(Error::NotFound { kind: "voice", .. }) => Err(Error::Forbidden(Denied(permission))),
        Err(Error::Voice(_)) => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Who may not know of a request is answered as if it were not there.
fn known(done: Result<()>, permission: Permission) -> Result<()> {
    match done {
        Err(Error::NotFound { kind: "request", .. }) => Err(Error::Forbidden(Denied(permission))),
        other => other,
    }
}

/// A survey that takes answers, or one that is still written.
async fn surveyed(school: &School, open: bool) -> u32 {
    let mut tx = school.app.store.write().await.unwrap();
    let (number, today) = (tx.next_survey().await.unwrap(), school.app.clock.today());
    let mut survey = survey::Survey::new(number, SchoolYear::beginning(2022).unwrap(), "评议", today, today);
    if open {
        survey.open(today).unwrap();
    }
    tx.save_survey(&survey, None).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    number
}

/// Every use case that asks for a permission, done by somebody. A new permission does not compile without a line here.
async fn acts(school: &School, ctx: &Ctx, stages: &Stages, permission: Permission) -> Vec<(&'static str, Result<()>)> {
    let year = SchoolYear::beginning(2022).unwrap();
    let file = school.folder().join("empty.csv");
    std::fs::write(&file, "标题,事项\n").unwrap();
    match permission {
        // What is read is cut by reach, which follows from the table; no use case asks.
        Permission::ReadPublic | Permission::ReadCampus | Permission::ReadAll | Permission::SeeObjections => Vec::new(),
        // Jobs run as themselves.
        Permission::RunJobs => Vec::new(),
        Permission::Found => vec![("found", school::found(ctx, "某学院", "vocational").await)],
        Permission::Draft => {
            let unit = record("乙").unit("jwc").build();
            let school_wide = records::draft(ctx, record("乙").build()).await;
            // What belongs to no unit is nobody's but the office's.
            let office = allow(&ctx.who, Permission::Draft, Relation::Unit(None)).is_ok();
            assert_eq!(school_wide.is_ok(), office && ctx.who.user().is_some(), "{:?}", ctx.who);
            vec![
                ("draft", records::draft(ctx, unit).await.map(|_| ())),
                ("revise", records::revise(ctx, stages.draft, edition("丙")).await),
                ("submit", records::submit(ctx, stages.draft).await),
                ("amend", records::amend(ctx, stages.public, next_edition("丙")).await),
            ]
        }
        Permission::WaivePersonalData => {
            let mut told = record("甲").unit("jwc").drafter(UserId(1)).build();
            told.editions[0].body = "手机13800138000".into();
            let id = school.keeps(told).await.id;
            let waived = records::waive(ctx, id, 1, "示例规定第三条", "规定要求公布").await;
            vec![("waive", waived.map(|given| given.unwrap()))]
        }
        Permission::ReviewInstead => {
            // A unit of which nobody is head.
            let headless = || record("甲").unit("kyc").drafter(UserId(1)).progress(Progress::UnitReview);
            let (one, other) = (school.keeps(headless()).await.id, school.keeps(headless()).await.id);
            vec![
                ("pass_unit_review", records::pass_unit_review(ctx, one).await),
                ("send_back", records::send_back(ctx, other, "不全").await),
            ]
        }
        Permission::ReviewForUnit => vec![
            ("pass_unit_review", records::pass_unit_review(ctx, stages.with_unit).await),
            ("send_back", records::send_back(ctx, Stages::of(school).await.with_unit, "不全").await),
        ],
        Permission::ReviewForSecrecy => vec![
            ("pass_secrecy_review", records::pass_secrecy_review(ctx, stages.with_secrecy).await),
            ("send_back", records::send_back(ctx, Stages::of(school).await.with_secrecy, "涉密").await),
        ],
        Permission::Publish => vec![
            ("plan", records::plan(ctx, stages.approved, Some(ctx.now + chrono::TimeDelta::days(1))).await),
            ("publish", records::publish(ctx, Stages::of(school).await.approved).await),
            ("send_back", records::send_back(ctx, Stages::of(school).await.approved, "暂缓").await),
        ],
        Permission::Withdraw => vec![("withdraw", records::withdraw(ctx, stages.public, "有误", None).await)],
        Permission::Release => vec![("release", records::release(ctx, stages.public, release("site", "")).await)],
        Permission::ImportLedger => {
            let imported = ledger::import(ctx, &file, ledger::Options::default(), &|_| {}).await;
            let drafted = record("丁").unit("jwc").build();
            let draft = desk::Draft { facts: drafted.facts(), edition: drafted.newest().unwrap().clone() };
            let document = app::incoming::draft_document(ctx, draft, ("丁.txt", Vec::new())).await;
            vec![("import", imported.map(|_| ())), ("document", document.map(|_| ()))]
        }
        Permission::MendLedger => {
            let task = |name: &str| Task::Rename { of: CodeOf::Channel, which: "site".into(), name: name.into() };
            let looked = mend::look(ctx, &task("信息公开网")).await;
            let carried = match &looked {
                Ok(effect) => mend::carry_out(ctx, &task("信息公开网"), effect).await,
                Err(_) => mend::carry_out(ctx, &task("信息公开网"), &Effect::default()).await,
            };
            let listed = mend::list(ctx, What::Units, None).await;
            vec![("look", looked.map(|_| ())), ("carry_out", carried.map(|_| ())), ("list", listed.map(|_| ()))]
        }
        Permission::ExportLedger => {
            let exported = ledger::export(ctx, &school.folder().join("out.csv"), &|_| {}).await;
            vec![("export", exported.map(|_| ()))]
        }
        Permission::WriteFigures => {
            let key = format!("d{}", school.app.ids.user().0);
            let head = [("key", key.as_str()), ("title", "录取"), ("item", "9"), ("year", "2022-2023")];
            let head = head.into_iter().map(|(key, text)| (key, text.to_string())).collect();
            let saved = datasets::save(ctx, &datasets::Typed { head, ..Default::default() }, "").await;
            vec![("save", saved.map(|saved| assert!(saved.is_ok(), "{saved:?}")))]
        }
        Permission::WriteReport => {
            let text = domain::ledger::TextEntry {
                year,
                place: "1".into(),
                order: 0,
                heading: String::new(),
                text: "一段文字。".into(),
                source: String::new(),
            };
            let saved = studio::save_text(ctx, &text, "").await;
            vec![
                ("save_text", saved.map(|saved| assert!(saved.is_ok()))),
                ("keep", studio::keep(ctx, year).await.map(|_| ())),
            ]
        }
        Permission::ApproveReport => {
            // Nothing lies with the leader; who may not is told that first.
            let back = studio::send_back(ctx, year, 1, "不全").await;
            vec![("send_back", if matches!(back, Err(Error::Conflict { .. })) { Ok(()) } else { back })]
        }
        Permission::BuildReport => vec![("build", report::build(ctx, year, None).await.map(|_| ()))],
        Permission::IssueReport => {
            let signed_on = "2023-10-28".parse().unwrap();
            vec![(
                "issue",
                report::issue(ctx, year, signed_on, report::Unfilled::Print, Arc::new(|_| {})).await.map(|_| ()),
            )]
        }
        Permission::BackUp => {
            let file = school.folder().join("backup.zip");
            // Another's backup is not written over.
            let _ = std::fs::remove_file(&file);
            vec![
                ("backup", app::backup::backup(ctx, &file, &|_, _| {}).await.map(drop)),
                ("verify", app::backup::verify(ctx).await.map(drop)),
            ]
        }
        Permission::SeeJobs => vec![
            ("list", jobs::list(ctx).await.map(|_| ())),
            ("messages", messages::list(ctx).await.map(|_| ())),
            ("count", messages::count(ctx).await.map(|_| ())),
        ],
        Permission::Urge => vec![("urge", reminders::urge(ctx, &Urged::AllLate, "").await.map(|_| ()))],
        Permission::RetryMessages => {
            let retried = match messages::retry(ctx, 7).await {
                // There is none of this number.
                Err(Error::Conflict { .. }) => Ok(()),
                other => other,
            };
            vec![("retry", retried), ("try_mail", messages::try_mail(ctx, "nobody").await.map(|_| ()))]
        }
        Permission::SeeRequests => {
            let number = requested(school, &[]).await;
            vec![("look", known(requests::look(ctx, number).await.map(|_| ()), permission))]
        }
        Permission::TakeRequests => {
            let received = "2023-11-30".parse().unwrap();
            let entered = requests::enter(ctx, asked(), Intake::Letter, received, "").await;
            vec![("enter", entered.map(|_| ()))]
        }
        Permission::HandleRequests => {
            let new = requested(school, &[]).await;
            let say = Order::Say { text: "请稍候".into() };
            vec![
                ("say", known(requests::act(ctx, new, 1, say).await, permission)),
                ("assign", {
                    let order = Order::Assign { units: vec!["jwc".into()] };
                    let number = requested(school, &[Did::Registered]).await;
                    known(requests::act(ctx, number, 1, order).await, permission)
                }),
            ]
        }
        Permission::WorkOnRequests => {
            let assigned = [Did::Registered, Did::Assigned { units: vec!["教务处".into()] }];
            let number = requested(school, &assigned).await;
            let search = Order::Search { places: "台账".into(), found: "没有".into() };
            let (one, two) = (requested(school, &assigned).await, number);
            vec![
                ("search", known(requests::act(ctx, one, 1, search).await, permission)),
                ("draft", known(requests::act(ctx, two, 1, Order::Draft(granted())).await, permission)),
            ]
        }
        Permission::ReviewAnswers => {
            let (one, two) = (requested(school, &drafted()).await, requested(school, &drafted()).await);
            let back = Order::Return { reason: "不全".into() };
            vec![
                ("review", known(requests::act(ctx, one, 1, Order::Review).await, permission)),
                ("return", known(requests::act(ctx, two, 1, back).await, permission)),
            ]
        }
        Permission::GrantExtensions => {
            let asked = [Did::Registered, Did::ExtensionAsked { days: 5, reason: "多".into() }];
            let (one, two) = (requested(school, &asked).await, requested(school, &asked).await);
            let refuse = Order::Refuse { reason: "不必".into() };
            vec![
                ("grant", known(requests::act(ctx, one, 1, Order::Grant).await, permission)),
                ("refuse", known(requests::act(ctx, two, 1, refuse).await, permission)),
            ]
        }
        Permission::SignAnswers => {
            let mut reviewed = drafted();
            reviewed.push(Did::Reviewed);
            let number = requested(school, &reviewed).await;
            let sent = Order::Answer { delivery: "邮寄".into() };
            vec![("answer", known(requests::act(ctx, number, 1, sent).await, permission))]
        }
        Permission::SeeApplicants => {
            let number = requested(school, &[Did::Registered]).await;
            let letter = requests::letter(ctx, number, Letter::Receipt, report::Format::Docx).await;
            vec![("letter", known(letter.map(|_| ()), permission))]
        }
        Permission::SeeIdentity => {
            let number = requested(school, &[]).await;
            // None is kept; who may not look is told that first.
            let opened = match requests::open_identity(ctx, number).await {
                Err(Error::Request(requests::Refusal::NoIdentity)) => Ok(()),
                other => other.map(|_| ()),
            };
            vec![("open_identity", known(opened, permission))]
        }
        Permission::SeeVoices => {
            let number = voiced(school, Kind::Opinion).await;
            vec![("look", heard(voices::look(ctx, number, None).await, permission))]
        }
        Permission::SeeSurveys => {
            let number = surveyed(school, true).await;
            vec![("list", surveys::list(ctx).await.map(|_| ())), ("look", surveys::look(ctx, number).await.map(|_| ()))]
        }
        Permission::KeepSurveys => {
            let number = surveyed(school, true).await;
            let (day, student) = (ctx.today(), Audience::Student);
            let survey = surveys::look(&school.office().ctx(), number).await.unwrap().survey;
            let values = std::collections::BTreeMap::from([(19, "very".to_string())]);
            let paper = Answer { audience: student, way: survey::Way::Paper, values };
            let on_paper = surveys::give_sheets(ctx, number, student, 3).await;
            let codes = surveys::give_codes(ctx, number, student, 2).await.map(|_| ());
            let entered = surveys::enter_paper(ctx, number, paper, "").await;
            let version = surveys::look(&school.office().ctx(), number).await.unwrap().version;
            let closed = surveys::close(ctx, number, version).await;
            let shown = surveys::show(ctx, number, version + 1, "总体较为满意").await;
            let hidden = surveys::hide(ctx, number, version + 2).await;
            let drafted = surveys::draft(ctx, year, "又一次评议", day, day).await;
            let other = *drafted.as_ref().unwrap_or(&number);
            vec![
                ("give_sheets", on_paper),
                ("give_codes", codes),
                ("enter_paper", entered),
                ("close", closed),
                ("show", shown),
                ("hide", hidden),
                ("draft", drafted.map(|_| ())),
                ("revise", surveys::revise(ctx, other, 1, survey).await),
                ("open", surveys::open(ctx, other, 2).await),
                ("forget", surveys::forget(ctx, surveyed(school, false).await, 1).await),
            ]
        }
        Permission::HandleVoices => {
            let number = voiced(school, Kind::Opinion).await;
            let text = "谢谢".to_string();
            let told = voices::Order::Answer { outcome: voice::Outcome::Adopted, text: text.clone() };
            let new =
                NewVoice { kind: Kind::Enquiry, content: text, name: "".into(), contact: "".into(), record: None };
            let entered = voices::enter(ctx, new, voice::Intake::Hotline, ctx.today(), "").await;
            vec![
                ("enter", heard(entered, permission)),
                ("answer", heard(voices::act(ctx, number, 1, told, None).await, permission)),
            ]
        }
        Permission::WorkOnVoices => {
            let number = voiced(school, Kind::Opinion).await;
            let note = voices::Order::Note { text: "查过".into() };
            vec![("note", heard(voices::act(ctx, number, 1, note, None).await, permission))]
        }
        Permission::SeeComplaints => {
            let number = voiced(school, Kind::Complaint).await;
            vec![
                ("look", heard(voices::look(ctx, number, None).await, permission)),
                ("keys_shown", heard(voices::keys_shown(ctx, None).await, permission)),
                ("open_key", heard(voices::open_key(ctx, "session", "口令").await, permission)),
            ]
        }
        Permission::HandleComplaints => {
            let number = voiced(school, Kind::Complaint).await;
            let new = NewVoice {
                kind: Kind::Complaint,
                content: "举报".into(),
                name: "".into(),
                contact: "".into(),
                record: None,
            };
            let entered = voices::enter(ctx, new, voice::Intake::Hotline, ctx.today(), "").await;
            let accepted = voices::act(ctx, number, 1, voices::Order::Accept, None).await;
            vec![("enter", heard(entered, permission)), ("accept", heard(accepted, permission))]
        }
        Permission::KeepComplaintKey => vec![
            ("set_key", heard(voices::set_key(ctx, "短").await, permission)),
            ("change_passphrase", heard(voices::change_passphrase(ctx, "旧", "短").await, permission)),
        ],
        Permission::SignNil => {
            let item = "16".parse().unwrap();
            vec![("sign_nil", desk::sign_nil(ctx, &item, year, "").await.map(drop))]
        }
        Permission::SeeLog => vec![("log", desk::log(ctx, &desk::LogQuery::default(), None).await.map(|_| ()))],
        Permission::SeeSearches => vec![("misses", school.portal().misses(ctx).await.map(|_| ()))],
        Permission::SeeSettings => vec![
            ("profile", setup::profile(ctx).await.map(|_| ())),
            ("units", setup::units(ctx).await.map(|_| ())),
            ("channels", setup::channels(ctx).await.map(|_| ())),
            ("catalogue", setup::catalogue(ctx).await.map(|_| ())),
            ("propose", setup::propose(ctx, None).await.map(|_| ())),
        ],
        Permission::KeepCatalogue => {
            let usual = setup::draft_usual(ctx).await.map(|_| ());
            vec![
                ("draft_usual", usual),
                ("give_up", setup::give_up(ctx, None).await.map(|_| ())),
                ("close_channel", setup::close_channel(ctx, "site", false).await),
            ]
        }
        Permission::ManageUnits => {
            let task = Task::Rename { of: CodeOf::Unit, which: "cwc".into(), name: "财务与资产处".into() };
            let looked = mend::look(ctx, &task).await;
            let effect = looked.as_ref().map_or_else(|_| Effect::default(), Clone::clone);
            let carried = mend::carry_out(ctx, &task, &effect).await;
            let closed = setup::close_unit(ctx, "cwc", false).await;
            vec![("look", looked.map(|_| ())), ("carry_out", carried.map(|_| ())), ("close_unit", closed.map(|_| ()))]
        }
        Permission::RuleObjections => {
            let (id, number) = objected(school).await;
            let ruling = Ruling::Rejected;
            vec![
                ("acknowledge", publicity::acknowledge(ctx, id, number).await),
                ("rule", publicity::rule(ctx, id, number, ruling, "查无此事").await),
            ]
        }
        Permission::OpenSealed => {
            let over = record("甲").unit("jwc").until("2023-10-10").expired("2023-10-01", "2023-10-10");
            let id = school.keeps(over).await.id;
            keep_list(school, id).await;
            vec![("open_sealed", publicity::open_sealed(ctx, id).await.map(|_| ()))]
        }
        Permission::Comment => vec![("comment", desk::comment(ctx, stages.public, "请看".into()).await)],
        Permission::ManagePeople => {
            let login = format!("p{}", school.app.ids.user().0);
            let draft = accounts::Draft {
                login: login.parse().unwrap(),
                name: "新人".into(),
                email: String::new(),
                posts: vec![Post { role: Role::Administrator, unit: None }],
            };
            let saved = accounts::save(ctx, None, draft, false).await;
            let other = saved.as_ref().map_or(UserId(7), |id| *id);
            vec![
                ("save", saved.map(|_| ())),
                ("list", accounts::list(ctx).await.map(|_| ())),
                ("person", accounts::person(ctx, other).await.map(|_| ())),
                ("invite", accounts::invite(ctx, other).await.map(|_| ())),
                ("give_password", accounts::give_password(ctx, other, "x", false).await),
            ]
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_use_case_refuses_whom_the_table_refuses_and_nobody_else() {
    let school = School::founded_on("2023-12-01").await;
    // 教务处 has a head who may review, so nobody does it in their place.
    school.employs("boss", Role::UnitHead, Some("jwc")).await;
    school.keeps(record("学费标准").item("9").public("2023-03-01")).await;
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    let donations = ItemSetting { unit: Some("jwc".into()), ..ItemSetting::of("16".parse().unwrap()) };
    change.save_item_setting(&donations).await.unwrap();
    change.commit(Event::new(Act::ItemSet, Object::Item("16".into()))).await.unwrap();
    drop(ctx);
    let mut asked = 0;
    for permission in Permission::ALL {
        for (name, who) in everyone() {
            let may = allow(&who, *permission, Relation::Unit(Some("jwc"))).is_ok();
            // Typesetting takes a second: whoever may issue is asked twice and no more.
            if *permission == Permission::IssueReport && may && !matches!(name.as_str(), "operator" | "office of None")
            {
                continue;
            }
            let stages = Stages::of(&school).await;
            let ctx = school.who(who.clone()).ctx();
            let before = school.app.store.last_seq().await.unwrap();
            for (act, done) in acts(&school, &ctx, &stages, *permission).await {
                let refused = matches!(done, Err(Error::Forbidden(_)));
                assert_eq!(refused, !may, "{name} may {}: {may}; {act} said {done:?}", permission.code());
                assert!(refused || done.is_ok(), "{name}: {act}: {done:?}");
                asked += 1;
            }
            if !may {
                let own = ["record_imported", "objection_filed"];
                let reader = school.app.store.read().await.unwrap();
                let events = reader.events(&store::EventFilter::default(), before, 100).await.unwrap();
                let done: Vec<&str> = events.iter().map(|e| e.act.code()).filter(|act| !own.contains(act)).collect();
                assert!(done.is_empty(), "{name} was refused {} and did {done:?}", permission.code());
            }
        }
    }
    assert!(asked > 400, "{asked}");
}
