//! Who is reminded of what, whether the mail really leaves, and once: over real sockets, with workers that die and servers that
//! behave badly.

use app::jobs::run_due;
use app::messages::{self, MessageState};
use app::reminders::{self, Choice, Urged, Wanted};
use app::settings_messages::{MailSettings, RobotSettings};
use app::words::Lang;
use app::{Ctx, Error};
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::policy::Role;
use domain::record::Edition;
use domain::reminder::Need;
use testkit::postbox::{Behaviour, Encryption, Postbox};
use testkit::robots::{Robots, SIGNING_KEY};
use testkit::{School, edition, on_both, record, tls};

/// Three items of 教务处 and one of 财务处: the 20th is nine working days late, the others were never disclosed.
const ITEMS: &str = "#表,事项\n事项,责任部门,更新时限\n20,jwc,yearly 11-20\n39,jwc,made 20\n9,cwc,made 20\n";

/// People of a school whose mail goes to a postbox.
struct People {
    clerk: UserId,
    head: UserId,
    office: UserId,
    secrecy: UserId,
}

async fn staffed(school: School, post: Option<(&Postbox, &str)>) -> (School, People) {
    let school = school.founded().await;
    std::fs::write(school.folder().join("authority.pem"), tls::AUTHORITY).unwrap();
    std::fs::write(school.folder().join("password"), "geheim\n").unwrap();
    let mail = post.map(|(post, security)| MailSettings {
        server: "localhost".into(),
        port: Some(post.port),
        security: security.into(),
        user: if security == "none" { String::new() } else { "xxgk".into() },
        password_file: Some("password".into()),
        from: "信息公开办公室 <xxgk@example.edu.cn>".into(),
        authority: Some("authority.pem".into()),
    });
    let school = school.equipped(|settings| {
        settings.mail = mail;
        settings.public_address = "https://xxgk.example.edu.cn".into();
    });
    school.operator().imports("items.csv", ITEMS).await;
    let people = People {
        clerk: school.employs("clerk", Role::Clerk, Some("jwc")).await,
        head: school.employs("head", Role::UnitHead, Some("jwc")).await,
        office: school.employs("office", Role::Office, None).await,
        secrecy: school.employs("secrecy", Role::SecrecyReviewer, None).await,
    };
    (school, people)
}

async fn ctx(school: &School, person: UserId) -> Ctx {
    let person = school.app.store.read().await.unwrap().find_person(person).await.unwrap().unwrap();
    school.app.ctx(person.principal(), Lang::Zh)
}

/// People are reminded every working morning from now on.
async fn stands(school: &School) {
    app::jobs::stand(&school.app).await.unwrap();
}

/// What somebody was reminded of, as `need stage of what`, the newest first.
async fn told(school: &School, person: UserId) -> Vec<String> {
    let ctx = ctx(school, person).await;
    let desk = app::desk::Desk::open(&ctx).await.unwrap();
    let mine = reminders::mine(&ctx, &desk).await.unwrap();
    let line = |line: &reminders::Line| {
        let label = line.label.as_ref().map_or("-", |label| label.item.as_str());
        format!("{} {} {label}", line.need.code(), line.stage)
    };
    mine.lines.iter().map(line).collect()
}

async fn states(school: &School) -> Vec<MessageState> {
    let messages = messages::list(&school.ctx()).await.unwrap();
    messages.into_iter().map(|message| message.state).collect()
}

/// A draft of a clerk that has to be public in so many working days.
async fn drafted(school: &School, clerk: UserId, title: &str, left: i64) -> domain::ids::RecordId {
    let ctx = ctx(school, clerk).await;
    let made = school.app.calendar.add(ctx.today(), left - 20).unwrap().date();
    let edition = Edition { made_on: PartialDate::Day(made), ..edition(title) };
    let mut draft: domain::record::Record = record(title).unit("jwc").build();
    draft.editions = vec![edition];
    app::records::draft(&ctx, draft).await.unwrap()
}

on_both! {
    async fn a_digest_reaches_those_who_have_to_act_in_the_morning_and_once(school) {
        let post = Postbox::open(Encryption::StartTls, Some(("xxgk", "geheim")));
        let (school, people) = staffed(school, Some((&post, "starttls"))).await;
        drafted(&school, people.clerk, "关于评选<优秀>学生的通知", 2).await;
        school.at("2023-12-01 07:00");
        stands(&school).await;
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 0, "nobody is woken");
        school.at("2023-12-01 08:30");
        school.jobs_run().await;
        let due = "2023-11-20";
        let clerk = [format!("update after/8/{due} 20"), "write before/2/2023-12-05 37".to_string()];
        assert_eq!(told(&school, people.clerk).await, clerk);
        assert_eq!(told(&school, people.head).await, [format!("update head/{due} 20")]);
        assert_eq!(told(&school, people.office).await, Vec::<String>::new(), "not late enough");
        let mut taken = post.taken();
        taken.sort_by_key(|mail| mail.to.clone());
        let to: Vec<&str> = taken.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["clerk@example.edu.cn", "head@example.edu.cn"]);
        assert!(taken.iter().all(|mail| mail.encrypted && mail.user.as_deref() == Some("xxgk")), "{taken:?}");
        let letter = taken[0].letter();
        assert_eq!(letter.headers["Subject"], "1件逾期，1件5个工作日内到期");
        assert_eq!(letter.headers["From"], "信息公开办公室 <xxgk@example.edu.cn>");
        assert_eq!(letter.headers["To"], "clerk同事 <clerk@example.edu.cn>");
        assert_eq!(letter.headers["Date"], "Fri, 1 Dec 2023 08:30:00 +0800");
        assert!(letter.plain.contains("第37项 关于评选<优秀>学生的通知\r\n  草稿还没有送审，还有2个工作日"), "{}", letter.plain);
        assert!(letter.plain.contains("https://xxgk.example.edu.cn/work/record/rec_"), "{}", letter.plain);
        assert!(letter.html.contains("关于评选&#60;优秀&#62;学生的通知</a>"), "{}", letter.html);
        assert!(letter.html.contains("逾期9个工作日"), "{}", letter.html);
        // Once a stage: nothing more on that day, however often it is looked.
        for _ in 0..3 {
            stands(&school).await;
            school.jobs_run().await;
        }
        assert_eq!(post.taken().len(), 2);
        school.at("2023-12-04 08:30");
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 4, "the next stage, and the office hears of it");
        assert_eq!(told(&school, people.office).await, [format!("update office/{due} 20")]);
    }

    async fn asking_for_one_item_asks_for_it_alone(school) {
        let (school, people) = staffed(school, None).await;
        let other = school.employs("other", Role::Clerk, Some("cwc")).await;
        for (unit, drafter) in [("jwc", people.clerk), ("jwc", people.clerk), ("cwc", other)] {
            school.keeps(record("学位授予办法").item("39").unit(unit).drafter(drafter)).await;
        }
        let office = ctx(&school, people.office).await;
        let urged = reminders::urge(&office, &Wanted::Items(vec!["39".parse().unwrap()]), "").await.unwrap();
        assert_eq!((urged.things, urged.people), (1, 1), "the draft that is due first, of the unit that answers for it");
        assert!(told(&school, other).await.is_empty(), "another unit writes of the same item");
        let urged = reminders::urge(&office, &Wanted::Items(vec!["20".parse().unwrap()]), "").await.unwrap();
        assert_eq!((urged.things, urged.people), (1, 1), "the item itself, where nothing of it is on its way");
    }

    async fn two_processes_at_once_remind_and_send_once(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let (school, people) = staffed(school, Some((&post, "none"))).await;
        let other = school.another_process().await;
        stands(&school).await;
        let (one, two) = tokio::join!(run_due(&school.app), run_due(&other));
        assert_eq!((one.unwrap().failed, two.unwrap().failed), (0, 0));
        school.jobs_run().await;
        assert_eq!(told(&school, people.clerk).await.len(), 1);
        assert_eq!(post.taken().len(), 2, "one for the clerk, one for the head");
        assert_eq!(states(&school).await, [MessageState::Sent, MessageState::Sent]);
    }

    async fn a_worker_that_dies_before_handing_over_is_followed_and_one_that_dies_after_is_not(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let (school, people) = staffed(school, Some((&post, "none"))).await;
        let wanted = Wanted::Items(vec!["20".parse().unwrap()]);
        reminders::urge(&ctx(&school, people.office).await, &wanted, "").await.unwrap();
        let die = async |hand_over: bool| {
            let now = school.app.clock.now();
            let mut tx = school.app.store.write().await.unwrap();
            let claimed = tx.claim_message(now, now + chrono::TimeDelta::minutes(10)).await.unwrap().unwrap();
            if hand_over {
                assert!(tx.hand_over_message(&claimed).await.unwrap());
            }
            tx.commit_unlogged().await.unwrap();
        };
        die(false).await;
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 0, "another may still be at it");
        school.minutes_pass(10);
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 1);
        school.at("2023-12-04");
        reminders::urge(&ctx(&school, people.office).await, &wanted, "").await.unwrap();
        die(true).await;
        school.minutes_pass(30);
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 1, "it may have left, so it is not sent again by itself");
        let stuck = messages::list(&school.ctx()).await.unwrap().remove(0);
        assert_eq!((stuck.state, stuck.to.as_str()), (MessageState::Unsure, "clerk同事"));
        messages::retry(&ctx(&school, people.office).await, stuck.nr).await.unwrap();
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 2, "somebody decided");
        let again = messages::retry(&ctx(&school, people.office).await, stuck.nr).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    }

    async fn what_a_server_does_not_take_is_tried_again_or_said(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let (school, people) = staffed(school, Some((&post, "none"))).await;
        let wanted = Wanted::Items(vec!["20".parse().unwrap()]);
        post.behaves(&[Behaviour::Refuses(450), Behaviour::HangsUp, Behaviour::RefusesText(451)]);
        reminders::urge(&ctx(&school, people.office).await, &wanted, "").await.unwrap();
        for (minutes, tries) in [(0, 1), (0, 1), (1, 2), (1, 2), (1, 3), (4, 4)] {
            school.minutes_pass(minutes);
            school.jobs_run().await;
            assert_eq!(post.connections(), tries, "after {minutes} minutes");
        }
        assert_eq!((post.taken().len(), states(&school).await), (1, vec![MessageState::Sent]));
        school.at("2023-12-04");
        post.behaves(&[Behaviour::Refuses(550)]);
        reminders::urge(&ctx(&school, people.office).await, &wanted, "").await.unwrap();
        school.jobs_run().await;
        let failed = messages::list(&school.ctx()).await.unwrap().remove(0);
        assert_eq!(failed.state, MessageState::Failed);
        let said = failed.failure.unwrap().said(Lang::Zh);
        assert!(said.contains("说明收件人") && said.contains("550") && !said.contains("clerk@"), "{said}");
        school.at("2023-12-05");
        post.behaves(&[Behaviour::TakesAndHangsUp]);
        reminders::urge(&ctx(&school, people.office).await, &wanted, "").await.unwrap();
        school.jobs_run().await;
        school.minutes_pass(600);
        school.jobs_run().await;
        assert_eq!(post.taken().len(), 2, "taken once");
        assert_eq!(messages::count(&school.ctx()).await.unwrap(), (0, 2));
    }

    async fn the_office_asks_once_a_day_with_a_word_and_others_may_not(school) {
        let post = Postbox::open(Encryption::Tls, Some(("xxgk", "geheim")));
        let (school, people) = staffed(school, Some((&post, "tls"))).await;
        drafted(&school, people.clerk, "家庭经济困难学生认定办法", -3).await;
        let office = ctx(&school, people.office).await;
        for person in [people.clerk, people.head, people.secrecy] {
            let refused = reminders::urge(&ctx(&school, person).await, &Wanted::AllLate, "").await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        }
        let urged = reminders::urge(&office, &Wanted::AllLate, " 今天下班前办完 ").await.unwrap();
        assert_eq!((urged.things, urged.people, urged.already), (2, 1, 0));
        assert_eq!(urged.later, None);
        let again = reminders::urge(&office, &Wanted::Unit("jwc".into()), "").await.unwrap();
        assert_eq!((again.things, again.already), (1, 2), "what was never disclosed is new, the rest was asked for");
        let nobody = reminders::urge(&office, &Wanted::Unit("cwc".into()), "").await.unwrap();
        assert_eq!(nobody, Urged { nobody: vec!["财务处".into()], ..Urged::default() });
        school.jobs_run().await;
        let letter = post.taken()[0].letter();
        assert_eq!(letter.headers["Subject"], "office同事催办：2件逾期");
        assert!(letter.plain.contains("今天下班前办完") && letter.plain.contains("office同事请你办"), "{}", letter.plain);
        let desk = app::desk::Desk::open(&office).await.unwrap();
        let overview = reminders::overview(&office, &desk).await.unwrap();
        let item = |key: &str| {
            let all = overview.units.iter().flat_map(|unit| &unit.items);
            all.into_iter().find(|item| item.square.key.to_string() == key).cloned().unwrap()
        };
        assert_eq!(item("20").last.unwrap().by.as_deref(), Some("office同事"));
        assert!(item("37").last.is_some(), "asked for by its record");
        assert!(item("20").today && item("9").last.is_none());
        let clerk = ctx(&school, people.clerk).await;
        assert_eq!(reminders::unread(&clerk).await.unwrap(), 3);
        let desk = app::desk::Desk::open(&clerk).await.unwrap();
        let mine = reminders::mine(&clerk, &desk).await.unwrap();
        assert_eq!(mine.lines[2].by.as_deref(), Some("office同事"));
        reminders::read(&clerk, mine.lines[0].nr, true).await.unwrap();
        reminders::read(&ctx(&school, people.head).await, u64::MAX, false).await.unwrap();
        assert_eq!(reminders::unread(&clerk).await.unwrap(), 2, "nobody reads for others");
        reminders::read(&clerk, mine.lines[0].nr, false).await.unwrap();
        assert_eq!(reminders::unread(&clerk).await.unwrap(), 0);
        school.at("2023-12-02 10:00");
        let saturday = reminders::urge(&ctx(&school, people.office).await, &Wanted::AllLate, "").await.unwrap();
        assert_eq!(saturday.later.unwrap().to_rfc3339(), "2023-12-04T00:30:00+00:00");
        let before = post.taken().len();
        school.jobs_run().await;
        assert_eq!(post.taken().len(), before, "not on a Saturday");
        school.at("2023-12-04 08:30");
        school.jobs_run().await;
        assert!(post.taken().len() > before);
        assert!(told(&school, people.clerk).await.iter().any(|line| line.starts_with("write urged") && line.ends_with("37")));
    }

    async fn whoever_wants_no_mail_gets_none_and_the_rest_in_their_language(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let (school, people) = staffed(school, Some((&post, "none"))).await;
        let choice = |email: &str, mail, lang| Choice { email: email.into(), mail, lang };
        let clerk = ctx(&school, people.clerk).await;
        let refused = reminders::choose(&clerk, choice("a@b>\r\nx", true, Lang::Zh)).await;
        assert!(matches!(refused, Err(Error::NotFound { kind: "address", .. })));
        reminders::choose(&clerk, choice("other@example.edu.cn", true, Lang::En)).await.unwrap();
        reminders::choose(&ctx(&school, people.head).await, choice("head@example.edu.cn", false, Lang::Zh)).await.unwrap();
        stands(&school).await;
        school.jobs_run().await;
        let taken = post.taken();
        assert_eq!(taken.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["other@example.edu.cn"]);
        let letter = taken[0].letter();
        assert_eq!(letter.headers["Subject"], "1 overdue");
        assert!(letter.plain.contains("/en/work/ledger?item=20") && letter.plain.contains("9 working days late"), "{}", letter.plain);
        assert_eq!(told(&school, people.head).await.len(), 1, "in the workbench they are reminded all the same");
    }

    async fn reviewers_and_those_whose_draft_came_back_are_told_when_it_came(school) {
        let (school, people) = staffed(school, None).await;
        let id = drafted(&school, people.clerk, "通知", 15).await;
        app::records::submit(&ctx(&school, people.clerk).await, id).await.unwrap();
        stands(&school).await;
        school.jobs_run().await;
        assert!(told(&school, people.head).await.contains(&"unit_review came/unit_review/2023-12-01 37".to_string()));
        app::records::send_back(&ctx(&school, people.head).await, id, "请补文号").await.unwrap();
        school.at("2023-12-04 08:30");
        school.jobs_run().await;
        let mended = "mend came/mend/2023-12-01 37".to_string();
        assert!(told(&school, people.clerk).await.contains(&mended), "{:?}", told(&school, people.clerk).await);
        assert!(states(&school).await.is_empty(), "no server, no mail");
        assert!(!told(&school, people.secrecy).await.iter().any(|line| line.contains(Need::SecrecyReview.code())));
    }

    async fn whoever_looks_after_an_item_is_asked_for_it_until_they_leave_its_unit(school) {
        let (school, people) = staffed(school, None).await;
        let office = ctx(&school, people.office).await;
        let key = "20".parse().unwrap();
        let seen = app::setup::care(&office, &key).await.unwrap().seen();
        app::setup::set_care(&office, &key, Some(people.head), None, &seen).await.unwrap();
        assert!(matches!(
            app::setup::set_care(&office, &key, None, None, &seen).await,
            Err(Error::Conflict { .. })
        ));
        let seen = app::setup::care(&office, &key).await.unwrap().seen();
        let stranger = app::setup::set_care(&office, &key, Some(people.secrecy), None, &seen).await;
        assert!(matches!(stranger, Err(Error::NotFound { .. })), "who does not work for its unit");
        stands(&school).await;
        school.jobs_run().await;
        let after = "update after/8/2023-11-20 20".to_string();
        assert!(told(&school, people.head).await.contains(&after), "{:?}", told(&school, people.head).await);
        assert!(!told(&school, people.clerk).await.iter().any(|line| line.ends_with(" 20")));
        // They go elsewhere: the clerks are asked again, and the settings say so.
        let reader = school.app.store.read().await.unwrap();
        let head = reader.find_person(people.head).await.unwrap().unwrap();
        drop(reader);
        let posts = vec![domain::policy::Post { role: Role::UnitHead, unit: Some("cwc".into()) }];
        let draft = app::accounts::Draft { login: head.login.clone(), name: head.name.clone(), email: head.email.clone(), posts };
        app::accounts::save(&school.ctx(), Some(head.clone()), draft, false).await.unwrap();
        assert_eq!(app::setup::care(&office, &key).await.unwrap().gone, Some(head.name));
        school.at("2023-12-04 08:30");
        school.jobs_run().await;
        assert!(told(&school, people.clerk).await.iter().any(|line| line.ends_with(" 20")));
    }

    async fn robots_are_told_in_numbers_signed_and_no_faster_than_they_take_it(school) {
        let (school, people) = staffed(school, None).await;
        drafted(&school, people.clerk, "关于张三同学奖学金的通知", -1).await;
        let robots = Robots::open(school.app.clock.now().timestamp());
        robots.answer_in_pieces();
        let named = |name: &str, kind: &str, unit: Option<&str>| {
            std::fs::write(school.folder().join(kind), robots.address(kind)).unwrap();
            std::fs::write(school.folder().join("key"), SIGNING_KEY).unwrap();
            RobotSettings {
                name: name.into(),
                kind: kind.into(),
                unit: unit.map(str::to_string),
                address_file: Some(kind.into()),
                secret_file: (kind != "wecom").then(|| "key".into()),
            }
        };
        let mut all = vec![named("a", "wecom", None), named("b", "dingtalk", Some("jwc")), named("c", "feishu", Some("cwc"))];
        // So many of one maker's that a minute is not enough.
        all.extend((0..24).map(|n| named(&format!("w{n}"), "wecom", None)));
        let school = school.equipped(|settings| settings.robots = all);
        stands(&school).await;
        school.jobs_run().await;
        let said = robots.said();
        let whole = "【信息公开】示例职业学院：逾期2件（第20项）。请到公开工作台办理。";
        assert!(said.contains(&("cgi-bin".into(), whole.into())), "{said:?}");
        assert!(said.contains(&("robot".into(), whole.replace("示例职业学院", "教务处"))), "{said:?}");
        assert!(said.iter().all(|(_, text)| !text.contains("张三") && !text.contains("同事")), "{said:?}");
        assert_eq!(said.iter().filter(|(kind, _)| kind == "cgi-bin").count(), 20, "the robot itself says that it is enough");
        let (waiting, stuck) = messages::count(&school.ctx()).await.unwrap();
        assert_eq!((waiting, stuck), (5, 0));
        robots.at(school.app.clock.now().timestamp() + 61);
        school.minutes_pass(1);
        school.jobs_run().await;
        assert_eq!(robots.said().iter().filter(|(kind, _)| kind == "cgi-bin").count(), 25);
        assert_eq!(messages::count(&school.ctx()).await.unwrap(), (0, 0));
        // Of one robot no more are sent than it takes, so that it has nothing to refuse.
        school.minutes_pass(5);
        robots.at(school.app.clock.now().timestamp());
        let now = school.app.clock.now();
        let mut tx = school.app.store.write().await.unwrap();
        for n in 0..23 {
            let message = messages::NewMessage {
                key: format!("trial/{n}"),
                kind: store::MessageKind::Robot,
                recipient: "b".into(),
                subject: String::new(),
                plain: format!("第{n}条"),
                html: String::new(),
                due_at: now,
            };
            tx.put_up_message(&message, now).await.unwrap();
        }
        tx.enqueue("deliver", "", now).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let of_dingtalk = || robots.said().iter().filter(|(kind, _)| kind == "robot").count();
        school.jobs_run().await;
        assert_eq!((of_dingtalk(), messages::count(&school.ctx()).await.unwrap()), (1 + 20, (3, 0)));
        let waiting = messages::list(&school.ctx()).await.unwrap();
        let waiting: Vec<_> = waiting.iter().filter(|one| one.state == MessageState::Queued).collect();
        assert!(waiting.iter().all(|one| one.failure.is_none() && one.attempts == 0), "{waiting:?}");
        school.minutes_pass(1);
        robots.at(school.app.clock.now().timestamp());
        school.jobs_run().await;
        assert_eq!(of_dingtalk(), 1 + 23);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_mail_server_is_said_in_words() {
    let school = School::founded_on("2023-12-01").await;
    let secure = Postbox::open(Encryption::Tls, Some(("xxgk", "geheim")));
    let bare = Postbox::open(Encryption::Plain, None);
    std::fs::write(school.folder().join("authority.pem"), tls::AUTHORITY).unwrap();
    std::fs::write(school.folder().join("password"), "geheim").unwrap();
    std::fs::write(school.folder().join("wrong"), "falsch").unwrap();
    let mail = MailSettings {
        server: "localhost".into(),
        port: Some(secure.port),
        security: "tls".into(),
        user: "xxgk".into(),
        password_file: Some("password".into()),
        from: "xxgk@example.edu.cn".into(),
        authority: Some("authority.pem".into()),
    };
    let cases = [
        (None, "没有设发信的邮件服务器"),
        (Some(mail.clone()), ""),
        (Some(MailSettings { authority: None, ..mail.clone() }), "没有建立加密连接"),
        (Some(MailSettings { password_file: Some("wrong".into()), ..mail.clone() }), "在“登录”这一步没有接受：535"),
        (Some(MailSettings { password_file: Some("nowhere".into()), ..mail.clone() }), "文件 nowhere 读不了"),
        (Some(MailSettings { password_file: None, ..mail.clone() }), "GONGKAI_MAIL_PASSWORD"),
        (Some(MailSettings { authority: Some("password".into()), ..mail.clone() }), "没有能用的证书"),
        (Some(MailSettings { port: Some(bare.port), security: "starttls".into(), ..mail.clone() }), "不支持 STARTTLS"),
        (Some(MailSettings { port: Some(1), ..mail.clone() }), "连不上"),
    ];
    let mut school = school;
    for (settings, words) in cases {
        school = school.equipped(|all| all.mail = settings.clone());
        let outcome = messages::try_mail(&school.ctx(), "someone@example.edu.cn").await.unwrap();
        let said = outcome.err().map(|failure| failure.said(Lang::Zh)).unwrap_or_default();
        assert!(said.contains(words) && said.is_empty() == words.is_empty(), "{settings:?}: {said}");
        assert!(!said.contains("geheim") && !said.contains("falsch"), "{said}");
    }
    let letter = secure.taken()[0].letter();
    assert_eq!(letter.headers["Subject"], "示例职业学院信息公开：试发邮件");
    assert!(letter.plain.contains("试发的邮件") && letter.html.is_empty());
    bare.behaves(&[Behaviour::Web]);
    school = school.equipped(|all| {
        all.mail =
            Some(MailSettings { port: Some(bare.port), security: "none".into(), user: String::new(), ..mail.clone() });
    });
    let said = messages::try_mail(&school.ctx(), "someone@example.edu.cn").await.unwrap().unwrap_err().said(Lang::Zh);
    assert!(said.contains("看不懂"), "{said}");
    let said = messages::try_mail(&school.ctx(), "someone").await.unwrap().unwrap_err().said(Lang::En);
    assert!(said.contains("not a mail address"), "{said}");
}

#[tokio::test]
async fn a_server_that_says_nothing_holds_nobody_up_for_long() {
    use notify::{Roots, Secret, Step, Trouble, smtp};
    let post = Postbox::open(Encryption::Plain, None);
    post.behaves(&[Behaviour::Silent]);
    let server = smtp::Server {
        host: "127.0.0.1".into(),
        port: post.port,
        security: smtp::Security::None,
        user: String::new(),
        password: Secret::default(),
        roots: Roots::with(None).unwrap(),
        patience: std::time::Duration::from_millis(300),
    };
    let address = "a@example.edu.cn".parse().unwrap();
    let slow = server.prepare(&address, &address).await.err();
    assert_eq!(slow, Some(Trouble::Slow(Step::Greet)));
    let bare = smtp::Server { user: "xxgk".into(), password: Secret::new("geheim"), ..server };
    assert_eq!(bare.prepare(&address, &address).await.err(), Some(Trouble::Bare));
}

#[tokio::test]
async fn what_was_said_before_the_connection_was_encrypted_counts_for_nothing() {
    use notify::{Roots, Secret, smtp};
    let post = Postbox::open(Encryption::StartTls, Some(("xxgk", "geheim")));
    post.behaves(&[Behaviour::Smuggles]);
    let server = smtp::Server {
        host: "localhost".into(),
        port: post.port,
        security: smtp::Security::StartTls,
        user: "xxgk".into(),
        password: Secret::new("geheim"),
        roots: Roots::with(Some(tls::AUTHORITY.as_bytes())).unwrap(),
        patience: std::time::Duration::from_secs(20),
    };
    let address = "a@example.edu.cn".parse().unwrap();
    // Taken for the answer to the greeting, it would move every later answer by one: the mail would count as refused or sent
    // before the server has said so.
    assert_eq!(server.prepare(&address, &address).await.err(), None);
}
