//! Opinions, enquiries, corrections and complaints from the form to the answer: followed by the receipt and by nothing else, done by
//! those whose it is; and of a complaint no word that can be read by anybody but its sender and the supervisors, neither in the
//! database nor in a backup nor by whoever has both and every key file.

use app::voices::{self, Act, NewVoice, Opener, Order, Refusal};
use app::{Ctx, Error, backup, desk, report, requests};
use domain::event::Act as Logged;
use domain::policy::Role;
use domain::school_year::SchoolYear;
use domain::voice::{Intake, Kind, Outcome, VoiceError, VoiceNumber};
use store::VoicesOf;
use testkit::{School, on_both};

const PASSPHRASE: &str = "六月的雨 落在 操场上";
/// Words that stand nowhere else.
const SECRET: &str = "QZVX教务处评奖名单改过三次";
const NAME: &str = "QZVX欧阳举报";
const CONTACT: &str = "QZVX13800138000";
const REPLY: &str = "QZVX已经查明并处理";

fn new(kind: Kind, content: &str) -> NewVoice {
    NewVoice { kind, content: content.into(), name: String::new(), contact: String::new(), record: None }
}

fn secret() -> NewVoice {
    NewVoice { name: NAME.into(), contact: CONTACT.into(), ..new(Kind::Complaint, SECRET) }
}

fn form(n: u32) -> String {
    format!("{n:032}")
}

fn supervisor(school: &School) -> Ctx {
    school.holding(Role::Supervisor, None).ctx()
}

async fn opened(school: &School) -> Opener {
    let ctx = supervisor(school);
    voices::open_key(&ctx, "session", PASSPHRASE).await.unwrap();
    ctx.app.vault.of("session", ctx.now).unwrap()
}

async fn version(school: &School, number: VoiceNumber) -> u32 {
    school.app.store.read().await.unwrap().find_voice(number).await.unwrap().unwrap().version
}

async fn tries(ctx: &Ctx, school: &School, number: VoiceNumber, order: Order) -> app::Result<()> {
    voices::act(ctx, number, version(school, number).await, order, None).await
}

fn refused<T>(result: app::Result<T>) -> Refusal {
    match result {
        Err(Error::Voice(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was done"),
    }
}

/// A complaint with words of both sides, and its receipt.
async fn complained(school: &School) -> voices::Filed {
    voices::set_key(&supervisor(school), PASSPHRASE).await.unwrap();
    let filed = voices::file_once(&school.visitor().ctx(), secret(), &form(1)).await.unwrap();
    let supervisor = supervisor(school);
    tries(&supervisor, school, filed.number, Order::Accept).await.unwrap();
    voices::say(&school.visitor().ctx(), &filed.receipt, "QZVX补充一点").await.unwrap();
    tries(&supervisor, school, filed.number, Order::Note { text: "QZVX约谈过".into() }).await.unwrap();
    let told = Order::Answer { outcome: Outcome::Founded, text: REPLY.into() };
    tries(&supervisor, school, filed.number, told).await.unwrap();
    filed
}

on_both! {
    async fn an_opinion_is_followed_by_its_receipt_from_the_form_to_the_answer_that_everybody_reads(school) {
        let school = school.founded().await;
        let visitor = school.visitor().ctx();
        let filed = voices::file_once(&visitor, NewVoice { name: "王提议".into(), ..new(Kind::Opinion, "食堂价格没有公开") }, &form(1))
            .await.unwrap();
        let again = voices::file_once(&visitor, NewVoice { name: "王提议".into(), ..new(Kind::Opinion, "食堂价格没有公开") }, &form(1))
            .await.unwrap();
        assert_eq!(filed, again, "sent twice it is one");
        let shown = voices::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!((shown.stage, shown.content.as_str(), shown.clocks[0].0.left()), ("received", "食堂价格没有公开", Some(15)));
        let office = school.office().ctx();
        tries(&office, &school, filed.number, Order::Assign { units: vec!["jwc".into()] }).await.unwrap();
        let clerk = school.clerk("教务处").ctx();
        assert_eq!(voices::look(&clerk, filed.number, None).await.unwrap().acts, [Act::Note]);
        tries(&clerk, &school, filed.number, Order::Note { text: "确实没有".into() }).await.unwrap();
        let other = school.clerk("财务处").ctx();
        assert!(matches!(voices::look(&other, filed.number, None).await, Err(Error::NotFound { .. })));
        let shown = voices::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert!(shown.told.iter().all(|told| told.act != "noted"), "what was found out is the school's own work");
        let show = |asked: &str, answer: &str| {
            Order::Show { title: "食堂价格".into(), asked: asked.into(), answer: answer.into() }
        };
        let early = tries(&office, &school, filed.number, show("问", "答")).await;
        assert_eq!(refused(early), Refusal::Voice(VoiceError::Stage), "its sender is told first");
        let told = Order::Answer { outcome: Outcome::Adopted, text: "从下月起公开。".into() };
        tries(&office, &school, filed.number, told).await.unwrap();
        for (asked, answer) in [("王提议问", "答"), ("问", "王　提 议同志："), ("王·提\u{200b}议", "答")] {
            assert_eq!(refused(tries(&office, &school, filed.number, show(asked, answer)).await), Refusal::NamesSender);
        }
        let personal = tries(&office, &school, filed.number, show("问", "请打13800138000")).await;
        assert!(matches!(personal, Err(Error::Personal(_))), "{personal:?}");
        assert!(voices::shown_answers(&visitor).await.unwrap().is_empty());
        tries(&office, &school, filed.number, show("食堂价格为什么不公开", "从下月起公开。")).await.unwrap();
        assert_eq!(voices::shown_answers(&visitor).await.unwrap()[0].1.title, "食堂价格");
        let shown = voices::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!(shown.answer, Some((Outcome::Adopted, "从下月起公开。".to_string())));
        tries(&office, &school, filed.number, Order::Hide).await.unwrap();
        assert!(voices::shown_answers(&visitor).await.unwrap().is_empty());
    }

    async fn a_complaint_is_read_by_its_sender_and_by_supervisors_whose_key_is_open_and_by_nobody_else(school) {
        let school = school.founded().await;
        let visitor = school.visitor().ctx();
        assert_eq!(refused(voices::file_once(&visitor, secret(), &form(1)).await), Refusal::NoKey, "nothing is kept unsealed");
        let filed = complained(&school).await;
        // Something is done after it that everybody of the house may know of.
        school.publishes(testkit::record("通知")).await;
        let shown = voices::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!((shown.content.as_str(), shown.answer), (SECRET, Some((Outcome::Founded, REPLY.to_string()))));
        assert!(shown.told.iter().any(|told| told.text.as_deref() == Some("QZVX补充一点")));
        let locked = voices::look(&supervisor(&school), filed.number, None).await.unwrap();
        assert!(locked.locked && locked.content.is_none() && locked.sender.is_none());
        assert!(locked.deeds.iter().all(|deed| deed.text.is_none()));
        let opener = opened(&school).await;
        let sheet = voices::look(&supervisor(&school), filed.number, Some(&opener)).await.unwrap();
        assert_eq!((sheet.content.as_deref(), sheet.sender), (Some(SECRET), Some((NAME.to_string(), CONTACT.to_string()))));
        let texts: Vec<_> = sheet.deeds.iter().filter_map(|deed| deed.text.as_deref()).collect();
        assert_eq!(texts, ["QZVX补充一点", "QZVX约谈过", REPLY]);
        // The opener is of no use to whoever may not know of complaints: the table is asked first.
        for role in Role::ALL.iter().filter(|role| **role != Role::Supervisor) {
            for unit in [None, Some("教务处")] {
                let ctx = school.holding(*role, unit).ctx();
                let looked = voices::look(&ctx, filed.number, Some(&opener)).await;
                assert!(matches!(looked, Err(Error::NotFound { .. })), "{role:?}");
                let done = tries(&ctx, &school, filed.number, Order::Close).await;
                assert!(matches!(done, Err(Error::NotFound { .. })), "{role:?}");
                if let Ok(overview) = voices::overview(&ctx, "2023-2024".parse().unwrap()).await {
                    assert!(overview.lines.is_empty() && !overview.complaints, "{role:?}");
                    assert_eq!(overview.account.count(Kind::Complaint), Default::default(), "not even how many");
                }
                assert!(voices::open_count(&ctx).await.unwrap().unwrap_or_default() == 0, "{role:?}");
                if let Ok(log) = desk::log(&ctx, &desk::LogQuery::default(), None).await {
                    assert!(log.lines.iter().all(|line| line.event.object_kind != "complaint"), "{role:?}");
                    // A gap between numbers would tell of each.
                    let numbers: Vec<u64> = log.lines.iter().map(|line| line.number).collect();
                    let whole: Vec<u64> = (1..=log.lines.len() as u64).rev().collect();
                    assert_eq!(numbers, whole, "{role:?}");
                    let older = desk::log(&ctx, &desk::LogQuery::default(), Some(numbers[0])).await.unwrap();
                    assert_eq!(older.lines.iter().map(|line| line.number).collect::<Vec<_>>(), whole[1..], "{role:?}");
                }
            }
        }
        let log = desk::log(&supervisor(&school), &desk::LogQuery::default(), None).await.unwrap();
        let acts: Vec<Logged> = log.lines.iter().map(|line| line.event.act).collect();
        for act in [Logged::ComplaintKeySet, Logged::VoiceReceived, Logged::VoiceAnswered, Logged::ComplaintKeyOpened] {
            assert!(acts.contains(&act), "{act:?}");
        }
        assert!(!format!("{:?}", log.lines).contains("QZVX"));
    }

    async fn no_word_of_a_complaint_stands_in_the_database_in_a_backup_or_in_any_file_beside_it(school) {
        let school = school.founded().await;
        // The key of identity numbers is there as well, and opens nothing of this.
        let asked = requests::NewRequest {
            kind: domain::request::ApplicantKind::Citizen,
            applicant: domain::request::Applicant { name: "陈申请".into(), ..Default::default() },
            identity: "43060219900101123X".into(),
            content: "QZVX申请是明文".into(),
            purpose: String::new(),
            wanted: domain::request::Wanted::Paper,
            way: domain::request::Way::Collect,
        };
        requests::file_once(&school.visitor().ctx(), asked, "").await.unwrap();
        let filed = complained(&school).await;
        let backed = school.folder().join("backup.gkb");
        backup::backup(&school.ctx(), &backed, &|_, _| {}).await.unwrap();
        let mut bytes: Vec<(String, Vec<u8>)> = Vec::new();
        let archive = std::fs::read(&backed).unwrap();
        let mut zip = zip_parts(&archive);
        assert!(zip.iter().any(|(_, part)| holds(part, "QZVX申请是明文")), "the search is not blind: a request is not sealed");
        let beside: Vec<(String, Vec<u8>)> = std::fs::read_dir(school.folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
            .collect();
        if beside.iter().any(|(_, part)| part.starts_with(b"SQLite format 3")) {
            assert!(beside.iter().any(|(_, part)| holds(part, "QZVX申请是明文")), "nor is that of the database itself");
        }
        bytes.append(&mut zip);
        bytes.extend(beside);
        let rows = school.app.store.read().await.unwrap().voices(VoicesOf::Between("2023-01-01".parse().unwrap(), "2024-12-31".parse().unwrap())).await.unwrap();
        bytes.push(("rows".into(), format!("{:?}", rows.iter().map(|one| (one.voice.entry.content.kept().to_string(),
            one.voice.entry.name.kept().to_string(), one.voice.entry.contact.kept().to_string(),
            one.voice.steps.iter().map(|step| step.did.texts()).collect::<Vec<_>>())).collect::<Vec<_>>()).into_bytes()));
        let receipt = filed.receipt.reveal();
        for (name, part) in &bytes {
            for words in [SECRET, NAME, CONTACT, REPLY, "QZVX补充一点", "QZVX约谈过", PASSPHRASE, &receipt, &receipt.replace('-', "")] {
                assert!(!holds(part, words), "{words} stands in {name}");
            }
        }
        // It reads back as what it was, and a hand in the tables is found.
        let doubts = backup::verify(&school.ctx()).await.unwrap().doubts;
        assert!(doubts.is_empty(), "{doubts:?}");
        school.tampers("UPDATE voice SET content = name WHERE kind = 'complaint'").await;
        assert!(!backup::verify(&school.ctx()).await.unwrap().doubts.is_empty());
        let opener = opened(&school).await;
        let sheet = voices::look(&supervisor(&school), filed.number, Some(&opener)).await.unwrap();
        assert_eq!(sheet.content, None, "one text cannot be put in another's place");
    }

    async fn a_passphrase_is_changed_by_who_knows_it_and_a_new_key_opens_nothing_that_was_sealed_before(school) {
        let school = school.founded().await;
        let filed = complained(&school).await;
        let supervisor = supervisor(&school);
        assert_eq!(refused(voices::set_key(&supervisor, "短口令").await), Refusal::Weak);
        assert_eq!(refused(voices::open_key(&supervisor, "session", "六月的雨 落在 操场").await), Refusal::Passphrase);
        assert!(supervisor.app.vault.of("session", supervisor.now).is_none());
        let other = "另一句 谁也想不到的话";
        assert_eq!(refused(voices::change_passphrase(&supervisor, "不是这一句话吧", other).await), Refusal::Passphrase);
        let before = opened(&school).await;
        voices::change_passphrase(&supervisor, PASSPHRASE, other).await.unwrap();
        assert!(supervisor.app.vault.of("session", supervisor.now).is_none(), "whoever had it open opens it anew");
        assert_eq!(refused(voices::open_key(&supervisor, "session", PASSPHRASE).await), Refusal::Passphrase);
        drop(before);
        let first = voices::keys_shown(&supervisor, None).await.unwrap().pop().unwrap();
        voices::set_key(&supervisor, "第三句 完全新的口令啊").await.unwrap();
        let second = voices::keys_shown(&supervisor, None).await.unwrap().pop().unwrap();
        assert!(second.nr == 2 && second.fingerprint != first.fingerprint, "another key is seen to be another");
        voices::open_key(&supervisor, "session", "第三句 完全新的口令啊").await.unwrap();
        let opener = supervisor.app.vault.of("session", supervisor.now).unwrap();
        assert!(voices::look(&supervisor, filed.number, Some(&opener)).await.unwrap().locked);
        // What is said of an old one now is sealed to the new key: whoever has the old one open is told so.
        voices::say(&school.visitor().ctx(), &filed.receipt, "QZVX换钥匙以后说的").await.unwrap();
        supervisor.app.vault.close("session");
        voices::open_key(&supervisor, "session", other).await.unwrap();
        let opener = supervisor.app.vault.of("session", supervisor.now).unwrap();
        let sheet = voices::look(&supervisor, filed.number, Some(&opener)).await.unwrap();
        assert!(!sheet.locked && sheet.partly);
        let open: Vec<bool> =
            voices::keys_shown(&supervisor, Some(&opener)).await.unwrap().iter().map(|key| key.open).collect();
        assert_eq!(open, [true, false]);
        voices::open_key(&supervisor, "session", "第三句 完全新的口令啊").await.unwrap();
        let opener = supervisor.app.vault.of("session", supervisor.now).unwrap();
        let sheet = voices::look(&supervisor, filed.number, Some(&opener)).await.unwrap();
        assert!(!sheet.locked && !sheet.partly, "both are read together");
        assert!(sheet.deeds.iter().any(|deed| deed.text.as_deref() == Some("QZVX换钥匙以后说的")));
        supervisor.app.vault.close("session");
        voices::open_key(&supervisor, "session", other).await.unwrap();
        let opener = supervisor.app.vault.of("session", supervisor.now).unwrap();
        assert!(!voices::look(&supervisor, filed.number, Some(&opener)).await.unwrap().locked);
        let shown = voices::query(&school.visitor().ctx(), &filed.receipt).await.unwrap().unwrap();
        assert_eq!(shown.content, SECRET, "the receipt opens it whatever key is in use");
    }

    async fn whoever_floods_one_kind_shuts_out_no_other_and_a_receipt_opens_one_thing(school) {
        let school = school.founded().await;
        let visitor = school.visitor().ctx();
        voices::set_key(&supervisor(&school), PASSPHRASE).await.unwrap();
        let first = voices::file_once(&visitor, new(Kind::Opinion, "第一条意见"), &form(1)).await.unwrap();
        let again = voices::file_once(&visitor, new(Kind::Opinion, "第一条意见"), &form(2)).await;
        assert_eq!(refused(again), Refusal::Repeated);
        let of = |contact: &str, n: u32| NewVoice {
            contact: contact.into(),
            ..new(if n.is_multiple_of(2) { Kind::Opinion } else { Kind::Enquiry }, &format!("灌水{n}号"))
        };
        for n in 3..23 {
            voices::file_once(&visitor, of("13800138000", n), &form(n)).await.unwrap();
        }
        assert_eq!(refused(voices::file_once(&visitor, of(" 13800138000", 23), &form(23)).await), Refusal::Full);
        for n in 24..560 {
            voices::file_once(&visitor, of("", n), &form(n)).await.unwrap();
        }
        voices::file_once(&visitor, of("someone@example.cn", 600), &form(900)).await.unwrap();
        let complaint = voices::file_once(&visitor, secret(), &form(901)).await.unwrap();
        assert_eq!(complaint.number.to_string(), "complaint-2023-1", "its number tells of no other kind");
        assert_eq!(complaint.receipt.reveal().len(), 19);
        let unknown = app::publicity::Receipt::read("0000-0000-0000-0000").unwrap();
        assert!(voices::query(&visitor, &unknown).await.unwrap().is_none());
        assert!(matches!(voices::say(&visitor, &unknown, "在吗").await, Err(Error::NotFound { .. })));
        assert!(requests::query(&visitor, &first.receipt).await.unwrap().is_none());
        for _ in 0..2 {
            voices::say(&visitor, &complaint.receipt, "只说一次").await.unwrap();
        }
        let shown = voices::query(&visitor, &complaint.receipt).await.unwrap().unwrap();
        assert_eq!(shown.told.len(), 1, "a button that is pressed twice says it once");
        let nobody = tries(&school.office().ctx(), &school, first.number, Order::Assign { units: vec!["没有".into()] }).await;
        assert_eq!(refused(nobody), Refusal::NoUnit);
    }

    async fn a_correction_names_a_record_that_is_on_view_and_no_other(school) {
        let school = school.founded().await;
        let draft = school.keeps(testkit::record("还没有公开的").unit("jwc")).await.id;
        let visitor = school.visitor().ctx();
        let about = |record| NewVoice { record: Some(record), ..new(Kind::Correction, "日期写错了") };
        assert_eq!(refused(voices::file_once(&visitor, about(draft), &form(1)).await), Refusal::NoRecord);
        let public = school.keeps(testkit::record("公开的通知").unit("jwc").public("2023-11-01")).await.id;
        let filed = voices::file_once(&visitor, about(public), &form(2)).await.unwrap();
        let shown = voices::query(&visitor, &filed.receipt).await.unwrap().unwrap();
        assert_eq!(shown.record.unwrap().1, "公开的通知");
    }

    async fn chapter_five_follows_from_the_registers_and_says_nothing_of_a_year_that_was_kept_elsewhere(school) {
        let school = school.founded().await;
        let year = SchoolYear::beginning;
        async fn told(school: &School, of: SchoolYear) -> String {
            school.at("2026-10-09");
            let built = report::build(&school.office().ctx(), of, None).await.unwrap();
            said(&built)
        }
        school.keeps(testkit::record("去年的通知").unit("jwc").public("2022-11-01")).await;
        complained(&school).await;
        let office = school.office().ctx();
        let late = new(Kind::Enquiry, "课表在哪里");
        let received = "2023-11-02".parse().unwrap();
        voices::enter(&office, late, Intake::Hotline, received, "").await.unwrap();
        let before = told(&school, year(2022).unwrap()).await;
        assert!(before.contains("【待补：举报情况】") && !before.contains("收到意见"), "{before}");
        school.at("2024-03-01");
        let running = said(&report::build(&office, year(2023).unwrap(), None).await.unwrap());
        assert!(!running.contains("举报1件"), "nobody learns of a complaint from a draft: {running}");
        let now = told(&school, year(2023).unwrap()).await;
        assert!(now.contains("因信息公开工作受到举报1件") && now.contains("举报已答复1件"), "{now}");
        assert!(now.contains("收到咨询1件") && now.contains("超过三个月未答复1件"), "{now}");
        school.keeps(testkit::record("后年的通知").unit("jwc").public("2025-10-01")).await;
        let after = told(&school, year(2025).unwrap()).await;
        assert!(after.contains("因信息公开工作受到举报的情况：无。"), "a year with none says so: {after}");
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// The parts of an archive, unpacked.
fn zip_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut unpacked = Vec::new();
            part.read_to_end(&mut unpacked).unwrap();
            (part.name().unwrap().to_string(), unpacked)
        })
        .collect()
}

/// The paragraphs of a report.
fn said(built: &report::Built) -> String {
    let text = |block: &domain::document::Block| match block {
        domain::document::Block::Paragraph(inlines) => Some(domain::document::plain(inlines)),
        _ => None,
    };
    built.document.blocks.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}
