//! What was withdrawn is still up elsewhere until somebody says that they took it down there.

use app::desk::Desk;
use app::records::{Seen, take_down_elsewhere};
use app::{Ctx, Error};
use domain::ids::RecordId;
use domain::record::RecordError;
use testkit::{on_both, record, release};

async fn up(ctx: &Ctx, id: RecordId) -> (usize, usize) {
    let desk = Desk::open(ctx).await.unwrap();
    let copies = desk.copies(id).await.unwrap();
    let total: usize = desk.still_up().await.unwrap().iter().map(|(_, _, up)| up).sum();
    (copies.map_or(0, |copies| copies.up()), total)
}

on_both! {
    async fn every_copy_elsewhere_of_a_withdrawn_record_is_listed_until_it_is_taken_down(school) {
        let school = school.founded().await;
        let id = school.publishes(record("评奖通知").item("37")).await;
        let other = school.publishes(record("另一份").item("37")).await;
        let clerk = school.clerk("教务处");
        for (channel, locator) in [("wechat", "https://mp.weixin.qq.com/s/y"), ("board", "一号楼")] {
            clerk.releases(id, release(channel, locator)).await;
        }
        clerk.releases(other, release("board", "二号楼")).await;
        let office = school.office().ctx();
        assert_eq!(up(&office, id).await, (0, 0), "what is public is to be there");
        school.office().withdraws(id, "内容有误").await;
        assert_eq!(up(&office, id).await, (2, 2));
        let seen = || async { Seen::at(id, school.record(id).await.version) };
        let today = office.today();
        let tomorrow = today.succ_opt().unwrap();
        let clerk = clerk.ctx();
        let later = take_down_elsewhere(&clerk, seen().await, 1, tomorrow, "后台已删除").await;
        assert!(matches!(later, Err(Error::Record(RecordError::DownLater(_)))), "{later:?}");
        let unsaid = take_down_elsewhere(&clerk, seen().await, 1, today, " ").await;
        assert!(matches!(unsaid, Err(Error::Record(RecordError::Missing("evidence")))), "{unsaid:?}");
        let nowhere = take_down_elsewhere(&clerk, seen().await, 3, today, "后台已删除").await;
        assert!(matches!(nowhere, Err(Error::Record(RecordError::NoRelease(3)))), "{nowhere:?}");
        let of_public = take_down_elsewhere(&clerk, Seen::from(other), 1, today, "已撕下").await;
        assert!(matches!(of_public, Err(Error::Record(RecordError::WrongStage { .. }))), "{of_public:?}");
        take_down_elsewhere(&clerk, seen().await, 1, today, "后台已删除").await.unwrap();
        assert_eq!(up(&office, id).await, (1, 1));
        take_down_elsewhere(&clerk, seen().await, 2, today, "已撕下").await.unwrap();
        take_down_elsewhere(&clerk, seen().await, 2, today, "已撕下").await.unwrap();
        assert_eq!(up(&office, id).await, (0, 0));
        let copies = Desk::open(&office).await.unwrap().copies(id).await.unwrap().unwrap();
        let told: Vec<_> = copies.copies.iter().map(|(copy, ..)| copy.down.clone().unwrap().evidence).collect();
        assert_eq!(told, ["后台已删除", "已撕下"]);
    }
}
