//! Being told by mail: asked for, confirmed, told once of what everybody finds, ended with one press; over a real socket.

use app::jobs::run_due;
use app::portal::Subject;
use app::portal::subscribe::{About, Asked, Rhythm};
use app::settings_messages::MailSettings;
use app::words::Lang;
use domain::policy::Principal;
use domain::record::Audience;
use testkit::postbox::{Behaviour, Encryption, Letter, Postbox};
use testkit::{School, on_both, record};

/// A school whose mail goes to a postbox; it is ten in the morning.
async fn equipped(school: School, post: &Postbox) -> School {
    let mail = MailSettings {
        server: "localhost".into(),
        port: Some(post.port),
        security: "none".into(),
        from: "xxgk@example.edu.cn".into(),
        ..MailSettings::default()
    };
    school.founded().await.equipped(|settings| {
        settings.mail = Some(mail);
        settings.public_address = "https://xxgk.example.edu.cn".into();
    })
}

async fn asks(school: &School, about: &str, rhythm: Rhythm, address: &str) -> Asked {
    let ctx = school.app.ctx(Principal::Visitor, Lang::Zh);
    school.portal().subscribe(&ctx, &About::read(about).unwrap(), rhythm, address).await.unwrap()
}

/// The letters that came since the last look.
fn letters(post: &Postbox, seen: &mut usize) -> Vec<(String, Letter)> {
    let taken = post.taken();
    let new = taken[*seen..].iter().map(|mail| (mail.to.clone(), mail.letter())).collect();
    *seen = taken.len();
    new
}

/// What opens a subscription, as its mail has it.
fn token(letter: &Letter) -> String {
    let (_, rest) = letter.plain.split_once("https://xxgk.example.edu.cn/subscription/").unwrap();
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}

/// Somebody who has asked and confirmed.
async fn subscribed(school: &School, post: &Postbox, seen: &mut usize, about: &str, rhythm: Rhythm) -> String {
    let address = format!("{}@example.com", about.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
    assert_eq!(asks(school, about, rhythm, &address).await, Asked::Noted);
    school.jobs_run().await;
    let mails = letters(post, seen);
    assert_eq!(mails.len(), 1, "{about}");
    let token = token(&mails[0].1);
    let ctx = school.app.ctx(Principal::Visitor, Lang::Zh);
    assert!(school.portal().confirm_subscription(&ctx, &token, rhythm).await.unwrap());
    token
}

/// Every text that the database keeps, as a backup has it.
async fn kept(school: &School) -> String {
    let messages = school.app.store.read().await.unwrap().messages(1_000).await.unwrap();
    let jobs = app::jobs::list(&school.ctx()).await.unwrap();
    let log = school.app.store.read().await.unwrap().events(&Default::default(), 0, 10_000).await.unwrap();
    format!("{messages:?} {jobs:?} {log:?}")
}

on_both! {
    async fn whoever_confirmed_is_told_once_of_what_everybody_finds(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let school = equipped(school, &post).await;
        let mut seen = 0;
        asks(&school, "all", Rhythm::AtOnce, "never@example.com").await;
        school.jobs_run().await;
        assert_eq!(letters(&post, &mut seen).len(), 1);
        for about in ["all", "item-37", "category-1", "unit-jwc", "search-国家奖学金"] {
            subscribed(&school, &post, &mut seen, about, Rhythm::AtOnce).await;
        }
        school.minutes_pass(5);
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty(), "nothing is new yet");
        let inside = school.publishes(record("校内通知").item("37").audience(Audience::Campus)).await;
        let named = school.publishes(record("国家奖学金评审办法").item("37")).await;
        school.publishes(record("食堂公告").item("50")).await;
        school.minutes_pass(5);
        school.jobs_run().await;
        let mails = letters(&post, &mut seen);
        let mut told: Vec<(&str, usize)> =
            mails.iter().map(|(to, letter)| (to.as_str(), letter.plain.matches("/record/").count())).collect();
        told.sort_unstable();
        // Nobody who has not confirmed, and nobody of what is for the school alone.
        assert_eq!(told, [("all@example.com", 2), ("item37@example.com", 1), ("search@example.com", 1), ("unitjwc@example.com", 2)]);
        for (to, letter) in &mails {
            assert!(!letter.plain.contains(&inside.to_string()) && !letter.html.contains("校内通知"), "{to}");
            let leave = letter.headers["List-Unsubscribe"].trim_matches(['<', '>']).to_string();
            assert!(leave.starts_with("https://xxgk.example.edu.cn/unsubscribe/"), "{leave}");
            assert_eq!(letter.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
        }
        let (_, letter) = mails.iter().find(|(to, _)| to == "item37@example.com").unwrap();
        assert!(letter.plain.contains("国家奖学金评审办法") && letter.plain.contains(&format!("/record/{named}")));
        school.minutes_pass(30);
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty(), "once");
    }

    async fn the_daily_mail_comes_in_the_morning_and_gathers_a_day(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let school = equipped(school, &post).await;
        let mut seen = 0;
        subscribed(&school, &post, &mut seen, "all", Rhythm::Daily).await;
        school.publishes(record("第一件").item("37")).await;
        school.minutes_pass(60);
        school.publishes(record("第二件").item("37")).await;
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty(), "not before the morning");
        school.at("2023-12-02 07:59");
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty());
        school.at("2023-12-02 08:00");
        school.jobs_run().await;
        let mails = letters(&post, &mut seen);
        assert_eq!(mails.len(), 1);
        assert!(mails[0].1.plain.contains("第一件") && mails[0].1.plain.contains("第二件"), "{}", mails[0].1.plain);
        assert!(mails[0].1.headers["Subject"].contains("2 条"), "{:?}", mails[0].1.headers);
        school.at("2023-12-03 08:00");
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty(), "a day without news is a day without mail");
    }

    async fn what_comes_down_before_the_mail_leaves_is_not_in_it(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let school = equipped(school, &post).await;
        let mut seen = 0;
        subscribed(&school, &post, &mut seen, "all", Rhythm::AtOnce).await;
        let (stays, goes) = (
            school.publishes(record("留下的办法").item("37")).await,
            school.publishes(record("撤回的办法").item("37")).await,
        );
        // The server is away while the mail waits.
        post.behaves(&[Behaviour::Refuses(450)]);
        school.minutes_pass(2);
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty());
        school.office().withdraws(goes, "有误").await;
        post.behaves(&[]);
        school.minutes_pass(10);
        school.jobs_run().await;
        let mails = letters(&post, &mut seen);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].1.plain.contains(&stays.to_string()) && !mails[0].1.plain.contains("撤回的办法"));
        // A mail that would say nothing does not leave, and waits nowhere.
        let goes = school.publishes(record("又撤回的办法").item("37")).await;
        post.behaves(&[Behaviour::Refuses(450)]);
        school.minutes_pass(2);
        school.jobs_run().await;
        school.office().withdraws(goes, "有误").await;
        post.behaves(&[]);
        school.minutes_pass(20);
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty());
        assert_eq!(app::messages::count(&school.ctx()).await.unwrap(), (0, 0));
    }

    async fn whoever_leaves_is_forgotten_and_an_address_stands_in_no_log(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let school = equipped(school, &post).await;
        let mut seen = 0;
        let token = subscribed(&school, &post, &mut seen, "all", Rhythm::AtOnce).await;
        school.publishes(record("一件").item("37")).await;
        school.minutes_pass(2);
        school.jobs_run().await;
        assert_eq!(letters(&post, &mut seen).len(), 1);
        let told = kept(&school).await;
        assert!(!told.contains("all@example.com") && !told.contains(&token), "{told}");
        let reader = school.app.store.read().await.unwrap();
        let stored = reader.subscription_by_token(&token).await.unwrap().unwrap();
        assert!(!format!("{stored:?}").contains("example.com"));
        drop(reader);
        let ctx = school.app.ctx(Principal::Visitor, Lang::Zh);
        assert!(school.portal().unsubscribe(&ctx, &token).await.unwrap());
        assert!(!school.portal().unsubscribe(&ctx, &token).await.unwrap());
        assert_eq!(school.portal().subscription(&token).await.unwrap(), None);
        let reader = school.app.store.read().await.unwrap();
        assert!(reader.subscription_of("all@example.com", "all").await.unwrap().is_none());
        let left = reader.messages(100).await.unwrap();
        assert!(left.iter().all(|message| message.message.recipient != stored.id), "nor mails to it: {left:?}");
        drop(reader);
        school.publishes(record("两件").item("37")).await;
        school.minutes_pass(2);
        school.jobs_run().await;
        assert!(letters(&post, &mut seen).is_empty());
    }

    async fn an_address_that_is_not_ones_own_gets_little_and_nobody_learns_of_it(school) {
        let post = Postbox::open(Encryption::Plain, None);
        let school = equipped(school, &post).await;
        let mut seen = 0;
        for _ in 0..5 {
            for item in 1..=20 {
                let asked = asks(&school, &format!("item-{item}"), Rhythm::Daily, "victim@example.com").await;
                assert_eq!(asked, Asked::Noted, "answered alike");
            }
            school.jobs_run().await;
        }
        assert_eq!(letters(&post, &mut seen).len(), 3);
        for wrong in ["", "name", "a@b@c", "a b@c.cn", "a@b.cn\r\nBcc: x@y.cn"] {
            assert_eq!(asks(&school, "all", Rhythm::Daily, wrong).await, Asked::NoAddress, "{wrong}");
        }
        // What nobody confirms is forgotten after two days, without anybody doing anything.
        school.days_pass(3);
        school.jobs_run().await;
        run_due(&school.app).await.unwrap();
        let reader = school.app.store.read().await.unwrap();
        assert_eq!(reader.unconfirmed_subscriptions(None).await.unwrap(), 0);
        drop(reader);
        let ctx = school.app.ctx(Principal::Visitor, Lang::Zh);
        for nothing in [About::Feed(Subject::Item("S99".parse().unwrap())), About::Feed(Subject::Unit("none".into()))] {
            let refused = school.portal().subscribe(&ctx, &nothing, Rhythm::Daily, "a@example.com").await;
            assert!(matches!(refused, Err(app::Error::NotFound { .. })), "{nothing:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_is_news_and_a_school_without_mail_asks_for_no_address() {
    let post = Postbox::open(Encryption::Plain, None);
    let school = equipped(School::open_on("2023-12-01").await, &post).await;
    let mut seen = 0;
    let id = school.publishes(record("办法").item("37")).await;
    subscribed(&school, &post, &mut seen, "all", Rhythm::AtOnce).await;
    school.office().amends(id, testkit::next_edition("办法（修订）")).await;
    school.minutes_pass(2);
    school.jobs_run().await;
    assert!(letters(&post, &mut seen).is_empty(), "a draft is no news");
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    school.minutes_pass(2);
    school.jobs_run().await;
    let mails = letters(&post, &mut seen);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.plain.contains("办法（修订）"), "{}", mails[0].1.plain);
    let school = School::founded_on("2023-12-01").await;
    let ctx = school.app.ctx(Principal::Visitor, Lang::Zh);
    let refused = school.portal().subscribe(&ctx, &About::read("all").unwrap(), Rhythm::Daily, "a@example.com").await;
    assert!(matches!(refused, Err(app::Error::NotFound { .. })));
    assert!(!school.app.tells_by_mail());
}
