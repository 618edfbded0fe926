//! Where records go out: by itself on the school's own site, entered and taken back by those who post them, and what is left
//! by custom.

use app::desk::{Desk, Paper};
use app::report::build;
use app::words::Lang;
use app::{App, Ctx, Error, records};
use domain::document::{Block, plain};
use domain::event::{Act, Object};
use domain::ids::RecordId;
use domain::school::{Channel, ChannelKind};
use domain::school_year::SchoolYear;
use std::sync::Arc;
use store::EventFilter;
use testkit::{School, next_edition, on_both, record, release};

impl Site {
    /// A school on whose ledger its portal is a channel, and a WeChat account and a board are others.
    async fn of(school: &School) -> Site {
        let mut app = Arc::into_inner(school.another_process().await).unwrap();
        app.settings.public_address = "https://xxgk.example.edu.cn".into();
        let app = Arc::new(app);
        let ctx = school.operator().ctx();
        let mut change = ctx.write().await.unwrap();
        for (code, name, kind, address) in [
            ("portal", "信息公开网", ChannelKind::Website, "http://www.xxgk.example.edu.cn/index.htm"),
            ("wechat", "学校公众号", ChannelKind::Wechat, ""),
            ("board", "公告栏", ChannelKind::Board, "一号楼"),
        ] {
            let (code, name, address) = (code.into(), name.into(), address.into());
            let former = Vec::new();
            change.save_channel(&Channel { code, name, kind, address, note: String::new(), former }).await.unwrap();
        }
        change.commit(domain::event::Event::new(Act::ChannelWritten, Object::School)).await.unwrap();
        Site { app }
    }

    fn ctx(&self, of: &testkit::Person<'_>) -> Ctx {
        self.app.ctx(of.ctx().who, Lang::Zh)
    }

    async fn publishes(&self, school: &School, title: &str) -> RecordId {
        let id = school.clerk("教务处").drafts(record(title).item("37").unit("jwc").build()).await;
        school.passes_reviews(id).await;
        records::publish(&self.ctx(&school.office()), id).await.unwrap();
        id
    }
}

struct Site {
    app: Arc<App>,
}

on_both! {
    async fn what_is_published_on_the_schools_own_site_went_out_there_and_the_report_counts_it(school) {
        let school = school.founded().await;
        let site = Site::of(&school).await;
        let id = site.publishes(&school, "评奖通知").await;
        let kept = school.record(id).await;
        let [out] = kept.releases.as_slice() else { panic!("{:?}", kept.releases) };
        assert_eq!((out.channel.as_str(), out.on.to_string().as_str(), out.edition), ("portal", "2023-12-01", 1));
        assert_eq!(out.locator, format!("https://xxgk.example.edu.cn/index/{}", kept.index));
        let filter = EventFilter { object: Some(Object::Record(id)) };
        let events = site.app.store.read().await.unwrap().events(&filter, 0, 100).await.unwrap();
        let acts: Vec<Act> = events.iter().map(|event| event.act).collect();
        assert!(acts.ends_with(&[Act::RecordPublished, Act::RecordReleased]), "{acts:?}");

        school.clerk("教务处").amends(id, next_edition("评奖通知（修订）")).await;
        school.passes_reviews(id).await;
        records::publish(&site.ctx(&school.office()), id).await.unwrap();
        let editions: Vec<u32> = school.record(id).await.releases.iter().map(|release| release.edition).collect();
        assert_eq!(editions, [1, 2], "each edition went out");

        let built = build(&site.ctx(&school.office()), SchoolYear::of("2023-12-01".parse().unwrap()), None).await.unwrap();
        let told: Vec<String> = built.document.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(words) => Some(plain(words)),
            Block::List(items) => Some(items.iter().map(|item| plain(item)).collect()),
            _ => None,
        }).collect();
        assert!(told.iter().any(|text| text.contains("信息公开网")), "{told:?}");
        let counted = built.annex.blocks.iter().find_map(|block| match block {
            Block::Table(table) => table.rows.iter().find(|row| plain(&row[1]) == "信息公开网").map(|row| plain(&row[4])),
            _ => None,
        });
        assert_eq!(counted.as_deref(), Some("2"));
        assert!(!built.gaps.iter().any(|gap| format!("{gap:?}").contains("Channel")), "{:?}", built.gaps);
        drop(site);
    }

    async fn what_others_of_its_item_used_and_it_did_not_is_left_and_nothing_is_required(school) {
        let school = school.founded().await;
        let site = Site::of(&school).await;
        let before = site.publishes(&school, "去年的通知").await;
        school.clerk("教务处").releases(before, release("wechat", "https://mp.weixin.qq.com/s/x")).await;
        school.clerk("教务处").releases(before, release("board", "三号楼")).await;
        let clerk = site.ctx(&school.clerk("教务处"));
        assert!(Desk::open(&clerk).await.unwrap().to_post().await.unwrap().is_empty(), "it is the only one");
        let id = site.publishes(&school, "今年的通知").await;
        let desk = Desk::open(&clerk).await.unwrap();
        let waits = desk.to_post().await.unwrap();
        assert_eq!(waits.iter().map(|one| (one.id, one.left.clone())).collect::<Vec<_>>(), [(id, vec!["学校公众号".to_string()])]);
        let view = desk.channels(id).await.unwrap();
        assert_eq!(view.left.iter().map(|one| (one.channel.code.as_str(), one.records)).collect::<Vec<_>>(), [("wechat", 1)]);
        assert!(view.may_release && !view.site_unknown && view.out[0].own_site);
        drop(desk);
        school.clerk("教务处").releases(id, release("wechat", "https://mp.weixin.qq.com/s/y")).await;
        assert!(Desk::open(&clerk).await.unwrap().to_post().await.unwrap().is_empty());
        // Two school years later nobody remembers.
        school.at("2025-09-01");
        school.clerk("教务处").drafts(record("两年后").item("37").unit("jwc").build()).await;
        let late = site.publishes(&school, "两年后的通知").await;
        let left = Desk::open(&site.ctx(&school.clerk("教务处"))).await.unwrap().channels(late).await.unwrap().left;
        assert!(left.is_empty(), "{left:?}");
        drop(site);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_publication_goes_out_on_the_site_too() {
    let school = School::founded_on("2023-12-01").await;
    let site = Site::of(&school).await;
    let id = school.clerk("教务处").drafts(record("计划的通知").unit("jwc").build()).await;
    school.clerk("教务处").submits(id).await;
    school.head("教务处").passes(id).await;
    school.secrecy().passes(id).await;
    school.office().plans_for(id, "2023-12-03 08:00").await;
    school.at("2023-12-03 08:01");
    assert_eq!(app::jobs::run_due(&site.app).await.unwrap().failed, 0);
    let kept = school.record(id).await;
    assert_eq!((kept.visibility.code(), kept.releases.len()), ("public", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_portal_is_no_channel_nothing_is_entered_and_it_is_said() {
    let school = School::founded_on("2023-12-01").await;
    let mut app = Arc::into_inner(school.another_process().await).unwrap();
    app.settings.public_address = "https://elsewhere.example.edu.cn".into();
    let site = Site { app: Arc::new(app) };
    let id = site.publishes(&school, "通知").await;
    assert!(school.record(id).await.releases.is_empty());
    assert!(Desk::open(&site.ctx(&school.office())).await.unwrap().channels(id).await.unwrap().site_unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_taken_back_by_those_who_may_enter_it_and_as_they_saw_it() {
    let school = School::founded_on("2023-12-01").await;
    let id = school.publishes(record("通知").unit("jwc")).await;
    let clerk = school.clerk("教务处");
    clerk.releases(id, release("site", "https://www.example.edu.cn/a")).await;
    let version = school.record(id).await.version;
    for other in [school.clerk("财务处"), school.secrecy(), school.visitor()] {
        let refused = records::take_back_release(&other.ctx(), id, 1, version).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
    let stale = records::take_back_release(&clerk.ctx(), id, 1, version - 1).await;
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    let taken = records::take_back_release(&clerk.ctx(), id, 1, version).await.unwrap();
    assert_eq!(taken.locator, "https://www.example.edu.cn/a");
    assert!(school.record(id).await.releases.is_empty());
    let filter = EventFilter { object: Some(Object::Record(id)) };
    let last = school.app.store.read().await.unwrap().events(&filter, 0, 100).await.unwrap().pop().unwrap();
    assert_eq!(last.act, Act::ReleaseDeleted);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_of_what_is_on_view_reads_back_and_a_draft_has_none() {
    let school = School::founded_on("2023-12-01").await;
    let site = Site::of(&school).await;
    let id = school
        .clerk("教务处")
        .drafts(record("评奖通知").unit("jwc").body("| 班 | 名额 |\n| 甲 | 三人 |").build())
        .await;
    school.passes_reviews(id).await;
    records::publish(&site.ctx(&school.office()), id).await.unwrap();
    school
        .clerk("教务处")
        .amends(id, domain::record::Edition { body: "还没有审的正文".into(), ..next_edition("改稿") })
        .await;
    let desk = Desk::open(&site.ctx(&school.clerk("教务处"))).await.unwrap();
    for paper in Paper::ALL {
        let pdf = desk.notice(id, paper).await.unwrap();
        let text = office::read::read_bytes("notice.pdf", &pdf, &office::read::Limits::default()).unwrap().text;
        let text: String = text.split_whitespace().collect();
        for part in
            ["评奖通知", "名额", "三人", "示例职业学院教务处", "https://xxgk.example.edu.cn/index/12345/2023-00001"]
        {
            assert!(text.contains(part), "{paper:?} {part}: {text}");
        }
        assert!(!text.contains("还没有审"), "only what is on view: {text}");
    }
    let draft = school.clerk("教务处").drafts(record("草稿").unit("jwc").build()).await;
    let refused = desk.notice(draft, Paper::A4).await;
    assert!(matches!(refused, Err(Error::NotFound { .. })), "{refused:?}");
    drop(desk);
    let other = Desk::open(&site.ctx(&school.clerk("财务处"))).await.unwrap();
    assert!(matches!(other.channels(id).await, Err(Error::NotFound { .. })), "nor has another unit");
}

#[test]
fn an_address_of_ours_carries_no_date_that_could_be_held_against_it() {
    for year in [2019, 2023, 2026] {
        for serial in (1..=99_999).step_by(7) {
            let address = format!("https://xxgk.example.edu.cn/index/12345/{year}-{serial:05}");
            assert_eq!(domain::address::carried_date(&address), None, "{address}");
        }
    }
}
