//! Every part of whatever a visitor may read finds it, by the whole way a question goes: held against a plain look through the
//! ledger.

use app::portal::Portal;
use app::portal::search::{Asked, Found, OfficeFact, Ranking};
use app::records::attachment::attach;
use domain::ids::RecordId;
use domain::record::{Audience, Reach};
use domain::text::{Block, blocks};
use search::Query;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{School, record};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// A part of a text, as somebody might type it.
fn part(dice: &mut Dice, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let length = [1, 2, 2, 3, 4, 6, 9][dice.below(7)];
    let from = dice.below(chars.len().saturating_sub(length) + 1);
    chars.iter().skip(from).take(length).collect()
}

fn form(text: &str) -> String {
    Query::read(text).map(|query| query.whole()).unwrap_or_default()
}

/// What stands on view for everyone, record by record, in the one form of texts.
async fn on_view(school: &School) -> BTreeMap<RecordId, Vec<String>> {
    let reader = school.app.store.read().await.unwrap();
    let today = school.ctx().today();
    let ids: Vec<RecordId> = reader.found_versions(&Reach::Public, today).await.unwrap().into_keys().collect();
    let records = reader.records(&ids).await.unwrap();
    let mut texts = BTreeMap::new();
    for (id, record) in records {
        let edition = record.public_edition().unwrap();
        let mut said = vec![edition.title.clone(), edition.document_number.clone(), edition.summary.clone()];
        said.push(record.index.to_string());
        said.push(edition.issuer.clone());
        said.extend(edition.keywords.clone());
        for placed in blocks(&edition.body) {
            match placed.block {
                Block::Heading(_, words) | Block::Paragraph(_, words) => said.push(words),
                Block::Picture(picture) => said.push(picture.caption),
                Block::Table(table) => said.extend(table.rows.into_iter().flatten().map(|cell| cell.text)),
            }
        }
        for file in &record.attachments {
            said.push(file.name.clone());
            let text = reader.file_texts(std::slice::from_ref(&file.digest)).await.unwrap();
            said.extend(text.into_values());
        }
        texts.insert(id, said);
    }
    texts
}

/// All that is found, page after page.
async fn all(portal: &Portal, text: &str) -> (BTreeSet<RecordId>, Found) {
    let (mut ids, mut page) = (BTreeSet::new(), 1);
    loop {
        let asked = Asked { ranking: Ranking::Date, page, ..Asked::from(text) };
        let found = portal.search(asked).await.unwrap();
        ids.extend(found.hits.iter().map(|hit| hit.line.id));
        if page >= found.pages {
            return (ids, found);
        }
        page += 1;
    }
}

/// The sample year, with texts, files and keywords besides, and what nobody may find.
async fn school() -> School {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let clerk = school.clerk("教务处");
    for (title, body, file) in [
        (
            "消防安全管理办法",
            "第一条　为加强管理，制定本办法。\n#表格\n岗位|电话\n值班室|0730-1234567",
            "岗位,人数\n安保,27\n",
        ),
        ("《“二十大”精神》学习安排", "時間：２０２３年１１月；地點：圖書館（三樓）。", "LED屏,25℃\n①,㎡\n"),
    ] {
        let wanted = record(title).unit("jwc").item("28").body(body).newest(|edition| {
            edition.document_number = "民院发〔2023〕12号".into();
            edition.keywords = vec!["应急预案".into(), "AED设备".into()];
        });
        let id = clerk.drafts(wanted).await;
        attach(&clerk.ctx(), id, None, "附件1：明细表.csv", file.as_bytes().to_vec()).await.unwrap();
        school.passes_reviews(id).await;
        school.office().publishes(id).await;
    }
    school.publishes(record("校内消防演练").unit("jwc").item("28").audience(Audience::Campus).body("琥珀")).await;
    clerk.drafts(record("起草中的消防制度").unit("jwc").item("28").body("琥珀")).await;
    school
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_a_record_finds_it_and_every_other_that_holds_it() {
    let school = school().await;
    let portal = school.portal();
    let texts = on_view(&school).await;
    let forms: BTreeMap<RecordId, Vec<String>> =
        texts.iter().map(|(id, said)| (*id, said.iter().map(|text| form(text)).collect())).collect();
    let whole: Vec<&String> = texts.values().flatten().filter(|text| !text.trim().is_empty()).collect();
    assert!(texts.len() > 100 && whole.len() > 200, "{} {}", texts.len(), whole.len());
    let (mut dice, mut asked) = (Dice(7), 0);
    for _ in 0..700 {
        let one = whole[dice.below(whole.len())];
        let text = part(&mut dice, one);
        let wanted = form(&text);
        if wanted.is_empty() {
            continue;
        }
        let (found, answer) = all(&portal, &text).await;
        assert!(!answer.loose, "{text:?} stands in a text as it is");
        let plain = forms.iter().filter(|(_, said)| said.iter().any(|said| said.contains(&wanted)));
        for (id, _) in plain {
            assert!(found.contains(id), "{text:?} does not find {:?}", texts[id]);
        }
        assert!(found.iter().all(|id| texts.contains_key(id)), "{text:?} finds what is not on view");
        assert_eq!(found.len() as u64, answer.total, "{text:?}: what is counted can be turned to");
        asked += 1;
    }
    assert!(asked > 600, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_a_unit_a_figure_a_channel_or_the_guide_finds_it() {
    let school = school().await;
    let portal = school.portal();
    let mut dice = Dice(11);
    for line in portal.units().await.unwrap() {
        for _ in 0..4 {
            let text = part(&mut dice, &line.unit.name);
            let found = portal.search(text.as_str()).await.unwrap();
            let named = found.units.iter().any(|(code, _)| *code == line.unit.code);
            assert!(named || form(&text).is_empty(), "{text:?} does not find {}", line.unit.name);
        }
    }
    for view in portal.datasets().await.unwrap() {
        let (key, year) = (view.dataset.key.clone(), view.dataset.year);
        for figure in &view.dataset.figures {
            for text in [figure.name.clone(), part(&mut dice, &figure.name), figure.printed()] {
                let found = portal.search(text.as_str()).await.unwrap();
                let named = found.datasets.iter().any(|hit| hit.key == key && hit.year == year);
                assert!(named || form(&text).is_empty(), "{text:?} does not find {}", view.dataset.title);
            }
        }
    }
    let about = portal.about().await.unwrap();
    assert!(!about.channels.is_empty());
    for channel in &about.channels {
        for text in [part(&mut dice, &channel.name), channel.address.clone()] {
            let found = portal.search(text.as_str()).await.unwrap();
            let named = found.channels.iter().any(|found| found.code == channel.code);
            assert!(named || form(&text).is_empty(), "{text:?} does not find {}", channel.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_behind_the_last_is_the_last_and_no_search_in_vain() {
    let school = school().await;
    let portal = school.portal();
    let first = portal.search("通知").await.unwrap();
    assert!(first.pages > 1, "{}", first.pages);
    let behind = Asked { page: 49, ..Asked::from("通知") };
    let last = portal.search(behind).await.unwrap();
    assert_eq!((last.asked.page, last.hits.is_empty()), (first.pages, false));
    assert!(portal.misses(&school.office().ctx()).await.unwrap().is_empty());
    // A number of the list finds its item first; what does not apply stands last.
    let items = portal.search("第37项").await.unwrap().items;
    assert_eq!(items.first().map(|item| item.key.to_string()).as_deref(), Some("37"), "{items:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_is_found_by_its_telephone_and_says_it() {
    let school = School::founded_on("2023-12-01").await;
    let rows = "#表,学校\n项目,内容\noffice,党政办公室\nphone,0730-8888123\naddress,学院路1号行政楼203\n";
    assert_eq!(school.operator().imports("school.csv", rows).await.bad_rows, 0);
    let portal = school.portal();
    for (text, fact) in [
        ("投诉电话", OfficeFact::Phone),
        ("8888123", OfficeFact::Phone),
        ("行政楼203", OfficeFact::Address),
        ("党政办", OfficeFact::Phone),
    ] {
        let office = portal.search(text).await.unwrap().office.unwrap_or_else(|| panic!("{text}"));
        assert!(office.facts.iter().any(|(known, _)| *known == fact), "{text}: {office:?}");
    }
    assert!(portal.search("琥珀").await.unwrap().office.is_none());
}
