//! What comes down by itself.

use crate::office::Office;
use app::ledger::Options;
use app::records::expire;

const LEDGER: &str = "编号,标题,事项,体裁,公开日期,渠道,公开期限,公示类别,公示截止\n\
                      k1,拟推荐学生名单,37,名单,2023-10-10,官网,,国家奖学金,2023-10-20\n\
                      k2,临时通知,37,通知,2023-10-10,官网,2023-11-30,,\n\
                      k3,长期制度,37,制度,2023-10-10,官网,长期,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_notices_come_down_when_their_term_is_over_and_once_only() {
    for (day, down) in [("2023-10-20", 0), ("2023-10-21", 1), ("2023-12-01", 2)] {
        let office = Office::open_on(day).await;
        office.imports_text("a.csv", LEDGER, Options::default()).await;
        assert_eq!(expire(&office.ctx()).await.unwrap(), down, "{day}");
        assert_eq!(expire(&office.ctx()).await.unwrap(), 0, "{day}");
        let reader = office.app.store.read().await.unwrap();
        let list = reader.find_record_by_key("k1").await.unwrap().unwrap();
        assert_eq!(list.visibility.code(), if down > 0 { "expired" } else { "public" });
        assert_eq!(reader.find_record_by_key("k3").await.unwrap().unwrap().visibility.code(), "public");
    }
}
