//! What a college sets up in the workbench: its profile, units, channels, the catalogue with its editions, people by the list.

use app::Error;
use app::setup::{self, ChannelWish, Grid, ItemWish, Kept, Line, OwnWish, Step, UnitWish, Wrong};
use domain::catalogue::{Applicability, ItemKey, TimingRule};
use domain::event::Act;
use domain::policy::{Permission, Role};
use domain::school::{ChannelKind, UnitKind};
use domain::school_year::SchoolYear;
use testkit::{Person, School, on_both, record};

async fn acts(school: &School) -> Vec<Act> {
    let reader = school.app.store.read().await.unwrap();
    reader.events(&store::EventFilter::default(), 0, 1000).await.unwrap().iter().map(|event| event.act).collect()
}

fn key(text: &str) -> ItemKey {
    text.parse().unwrap()
}

fn year(text: &str) -> SchoolYear {
    text.parse().unwrap()
}

/// The item as it is, to be changed.
async fn as_it_is(person: &Person<'_>, item: &str) -> (ItemWish, String) {
    let view = setup::catalogue(&person.ctx()).await.unwrap();
    let (known, seen) = (view.next.item(&key(item)).unwrap().clone(), view.seen(&key(item)));
    let (applicability, unit, timing, note) = (known.applicability, known.unit, known.timing, String::new());
    (ItemWish { applicability, unit, timing, confirms: false, note, own: None }, seen)
}

async fn publishes(person: &Person<'_>, from: &str) -> u32 {
    let proposal = setup::propose(&person.ctx(), Some(year(from))).await.unwrap().unwrap();
    setup::publish(&person.ctx(), year(from), &proposal.seen).await.unwrap()
}

fn unit(code: &str, name: &str) -> UnitWish {
    let text = String::new;
    let kind = UnitKind::Department;
    UnitWish { code: code.into(), name: name.into(), kind, parent: text(), duty: text(), members: text(), note: text() }
}

fn list(lines: &[&str]) -> Grid {
    let line = |(at, line): (usize, &&str)| {
        let (sheet, cells) = line.split_once(':').unwrap();
        Line { sheet: sheet.into(), row: at + 1, cells: cells.split('|').map(str::to_string).collect() }
    };
    Grid { lines: lines.iter().enumerate().map(line).collect(), ..Grid::default() }
}

on_both! {
    async fn a_new_edition_holds_from_its_year_and_the_years_before_stay_as_they_were(school) {
        let school = school.founded().await;
        let office = school.office();
        let (wish, seen) = as_it_is(&office, "37").await;
        let wanted = ItemWish { unit: Some("jwc".into()), ..wish };
        setup::draft_item(&office.ctx(), Some(&key("37")), &wanted, &seen).await.unwrap();
        let view = setup::catalogue(&office.ctx()).await.unwrap();
        assert_eq!((view.number, view.drafts.len()), (1, 1));
        assert_eq!(view.newest.item(&key("37")).unwrap().unit, None, "a draft does not hold");
        assert_eq!(view.next.item(&key("37")).unwrap().unit.as_deref(), Some("jwc"));

        let proposal = setup::propose(&office.ctx(), None).await.unwrap().unwrap();
        assert_eq!((proposal.number, proposal.from), (2, year("2023-2024")), "from this school year unless said otherwise");
        assert_eq!(proposal.differences.len(), 1);
        let touched: Vec<(String, usize)> =
            proposal.years.iter().map(|(year, items, _)| (year.to_string(), *items)).collect();
        assert_eq!(touched, [("2022-2023".into(), 0), ("2023-2024".into(), 1), ("2024-2025".into(), 1)]);
        assert_eq!(publishes(&office, "2023-2024").await, 2);
        let view = setup::catalogue(&office.ctx()).await.unwrap();
        assert_eq!((view.number, view.drafts.len(), view.from), (2, 0, Some(year("2023-2024"))));
        assert_eq!((view.editions.len(), view.editions[0].items), (1, 1));
        assert_eq!(view.newest.item(&key("37")).unwrap().unit.as_deref(), Some("jwc"));
        let acts = acts(&school).await;
        assert!([Act::ItemDrafted, Act::ItemSet, Act::CataloguePublished].iter().all(|act| acts.contains(act)), "{acts:?}");
        // Earlier than the newest edition nothing can begin.
        let (wish, seen) = as_it_is(&office, "38").await;
        let wanted = ItemWish { unit: Some("cwc".into()), ..wish };
        setup::draft_item(&office.ctx(), Some(&key("38")), &wanted, &seen).await.unwrap();
        assert!(setup::propose(&office.ctx(), Some(year("2022-2023"))).await.unwrap().is_none());
    }

    async fn what_somebody_else_has_changed_is_neither_drafted_nor_published_over(school) {
        let school = school.founded().await;
        let office = school.office();
        let (wish, seen) = as_it_is(&office, "37").await;
        let mine = ItemWish { unit: Some("jwc".into()), ..wish.clone() };
        setup::draft_item(&office.ctx(), Some(&key("37")), &mine, &seen).await.unwrap();
        let theirs = ItemWish { unit: Some("cwc".into()), ..wish };
        let stale = setup::draft_item(&office.ctx(), Some(&key("37")), &theirs, &seen).await;
        assert!(matches!(stale, Err(Error::Conflict { kind: "item", .. })), "{stale:?}");
        let proposal = setup::propose(&office.ctx(), None).await.unwrap().unwrap();
        setup::draft_unit(&office.ctx(), &[key("38")], "cwc").await.unwrap();
        let stale = setup::publish(&office.ctx(), proposal.from, &proposal.seen).await;
        assert!(matches!(stale, Err(Error::Conflict { kind: "catalogue", .. })), "{stale:?}");
        assert_eq!(setup::catalogue(&office.ctx()).await.unwrap().drafts.len(), 2, "nothing is lost by it");
    }

    async fn several_items_get_a_unit_at_once_and_drafts_can_be_given_up(school) {
        let school = school.founded().await;
        let office = school.office();
        assert_eq!(setup::draft_unit(&office.ctx(), &[key("36"), key("37"), key("38")], "jwc").await.unwrap(), 3);
        assert_eq!(setup::draft_unit(&office.ctx(), &[key("36")], "jwc").await.unwrap(), 0, "it is so already");
        let nowhere = setup::draft_unit(&office.ctx(), &[key("36")], "nowhere").await;
        assert!(matches!(nowhere, Err(Error::NotFound { kind: "unit", .. })), "{nowhere:?}");
        assert_eq!(setup::give_up(&office.ctx(), Some(&key("36"))).await.unwrap(), 1);
        assert_eq!(setup::give_up(&office.ctx(), None).await.unwrap(), 2);
        assert!(setup::propose(&office.ctx(), None).await.unwrap().is_none());
        // 教务处 usually answers for 27 to 30, 35 and 36; 财务处 is not 计划财务处.
        let usual = setup::draft_usual(&office.ctx()).await.unwrap();
        assert!(usual >= 6, "{usual}");
        let view = setup::catalogue(&office.ctx()).await.unwrap();
        assert_eq!(view.next.item(&key("28")).unwrap().unit.as_deref(), Some("jwc"));
        assert_eq!(view.next.item(&key("19")).unwrap().unit, None);
    }

    async fn an_item_of_the_school_s_own_brings_its_category(school) {
        let school = school.founded().await;
        let office = school.office();
        let own = OwnWish { text: "就业动态".into(), category: Err("就业创业信息".into()), maps_to: vec![31] };
        let wish = ItemWish {
            applicability: Applicability::Applies,
            unit: Some("jwc".into()),
            timing: TimingRule::OnChange,
            confirms: false,
            note: String::new(),
            own: Some(own.clone()),
        };
        let first = setup::draft_item(&office.ctx(), None, &wish, "").await.unwrap();
        let second = OwnWish { text: "就业政策".into(), category: Err("就业创业信息".into()), maps_to: vec![31] };
        let second = setup::draft_item(&office.ctx(), None, &ItemWish { own: Some(second), ..wish }, "").await.unwrap();
        assert_eq!((first.to_string(), second.to_string()), ("S1".into(), "S2".into()));
        assert_eq!(publishes(&office, "2023-2024").await, 2);
        let view = setup::catalogue(&office.ctx()).await.unwrap();
        let category = view.newest.category(11).unwrap();
        assert_eq!((category.name.as_str(), view.newest.items_in(11).count()), ("就业创业信息", 2));
        assert_eq!(view.newest.counting_for()[&31].len(), 3);
    }

    async fn an_own_item_without_its_category_cannot_be_left_behind(school) {
        let school = school.founded().await;
        let office = school.office();
        let own = |text: &str| OwnWish { text: text.into(), category: Err("安全".into()), maps_to: Vec::new() };
        let (applicability, timing, note) = (Applicability::Applies, TimingRule::OnChange, String::new());
        let wish = ItemWish { applicability, unit: None, timing, confirms: false, note, own: Some(own("一")) };
        let first = setup::draft_item(&office.ctx(), None, &wish, "").await.unwrap();
        setup::draft_item(&office.ctx(), None, &ItemWish { own: Some(own("二")), ..wish }, "").await.unwrap();
        let refused = setup::give_up(&office.ctx(), Some(&first)).await;
        assert!(matches!(refused, Err(Error::Conflict { kind: "category", .. })), "{refused:?}");
        assert_eq!(setup::catalogue(&office.ctx()).await.unwrap().drafts.len(), 2);
        assert_eq!(setup::give_up(&office.ctx(), None).await.unwrap(), 2);
    }

    async fn what_the_program_only_offers_becomes_the_school_s_word_when_it_confirms_it(school) {
        let school = school.founded().await;
        let office = school.office();
        let (wish, seen) = as_it_is(&office, "19").await;
        let draft = |confirms| ItemWish { confirms, ..wish.clone() };
        setup::draft_item(&office.ctx(), Some(&key("19")), &draft(false), &seen).await.unwrap();
        assert!(setup::catalogue(&office.ctx()).await.unwrap().drafts.is_empty(), "nothing was changed");
        setup::draft_item(&office.ctx(), Some(&key("19")), &draft(true), &seen).await.unwrap();
        publishes(&office, "2023-2024").await;
        let view = setup::catalogue(&office.ctx()).await.unwrap();
        assert!(view.unsure(view.newest.item(&key("19")).unwrap()).is_empty());
        assert!(!view.unsure(view.newest.item(&key("20")).unwrap()).is_empty());
    }

    async fn a_unit_is_closed_only_when_nothing_is_its_any_more(school) {
        let school = school.founded().await;
        let (office, admin) = (school.office(), school.holding(Role::Administrator, None));
        let id = school.clerk("jwc").drafts(record("甲").unit("jwc")).await;
        setup::draft_unit(&office.ctx(), &[key("36")], "jwc").await.unwrap();
        let refused = setup::close_unit(&admin.ctx(), "jwc", true).await.unwrap();
        assert_eq!(refused, Err(Wrong::Still(vec![("items", 1), ("records", 1)])));
        setup::give_up(&office.ctx(), None).await.unwrap();
        let deleted = app::records::delete_draft(&school.clerk("jwc").ctx(), id).await;
        assert!(deleted.is_ok(), "{deleted:?}");
        assert_eq!(setup::close_unit(&admin.ctx(), "jwc", true).await.unwrap(), Ok(()));
        let desk = app::desk::Desk::open(&office.ctx()).await.unwrap();
        assert!(desk.drafting_units().iter().all(|unit| unit.code != "jwc"), "nothing new is drafted for it");
        assert_eq!(desk.unit_name("jwc"), "教务处", "its name stays");
        assert!(setup::catalogue(&office.ctx()).await.unwrap().units.iter().all(|unit| unit.code != "jwc"));
        assert_eq!(setup::close_unit(&admin.ctx(), "jwc", false).await.unwrap(), Ok(()));
        let acts = acts(&school).await;
        assert!(acts.contains(&Act::UnitClosed) && acts.contains(&Act::UnitReopened));
    }

    async fn a_unit_that_goes_into_another_takes_its_people_and_is_closed_no_more(school) {
        let school = school.founded().await;
        let admin = school.operator();
        let people = ["人员:工号|姓名|岗位|单位", "人员:1|甲|信息员|教务处", "人员:1|甲|信息员|财务处", "人员:2|乙|信息员|教务处"];
        let people = list(&people);
        let plan = setup::plan_staff(&admin.ctx(), &people).await.unwrap();
        setup::apply_staff(&admin.ctx(), &people, &plan.seen, &[]).await.unwrap();
        let task = app::ledger::mend::Task::Merge { of: app::ledger::CodeOf::Unit, from: "jwc".into(), into: "cwc".into() };
        let effect = app::ledger::mend::look(&admin.ctx(), &task).await.unwrap();
        assert!(effect.facts.iter().any(|fact| fact.key == "mend-follow-post"), "{effect:?}");
        app::ledger::mend::carry_out(&admin.ctx(), &task, &effect).await.unwrap();
        let rows = setup::units(&admin.ctx()).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].holding(Role::Clerk), ["甲", "乙"], "who was in both is there once");
        let known = app::accounts::list(&admin.ctx()).await.unwrap();
        assert_eq!(known.iter().map(|person| person.posts.len()).collect::<Vec<_>>(), [1, 1]);
    }

    async fn units_keep_apart_by_code_name_and_former_name(school) {
        let school = school.founded().await;
        let admin = school.holding(Role::Administrator, None);
        assert_eq!(setup::add_unit(&admin.ctx(), unit("xsc", "学生处")).await.unwrap(), Ok(()));
        let taken = |field| Err(Wrong::Taken(field, "教务处（jwc）".to_string()));
        assert_eq!(setup::add_unit(&admin.ctx(), unit("JWC", "别的处")).await.unwrap(), taken("code"));
        assert_eq!(setup::add_unit(&admin.ctx(), unit("x", "教 务 处")).await.unwrap(), taken("name"));
        assert_eq!(setup::add_unit(&admin.ctx(), unit("教务", "处")).await.unwrap(), Err(Wrong::Field("code", "code")));
        let seen = |rows: &[setup::UnitRow], code: &str| rows.iter().find(|row| row.unit.code == code).unwrap().seen.clone();
        let rows = setup::units(&admin.ctx()).await.unwrap();
        let below = UnitWish { parent: "xsc".into(), ..unit("jwc", "") };
        assert_eq!(setup::change_unit(&admin.ctx(), below.clone(), &seen(&rows, "jwc")).await.unwrap(), Ok(()));
        let stale = setup::change_unit(&admin.ctx(), below, &seen(&rows, "jwc")).await;
        assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
        let circle = UnitWish { parent: "jwc".into(), ..unit("xsc", "") };
        let circle = setup::change_unit(&admin.ctx(), circle, &seen(&rows, "xsc")).await.unwrap();
        assert_eq!(circle, Err(Wrong::Field("parent", "circle")));
        let phone = UnitWish { duty: "找张三，身份证11010519491231002X".into(), ..unit("bwc", "保卫处") };
        let refused = setup::add_unit(&admin.ctx(), phone).await.unwrap();
        assert!(matches!(&refused, Err(Wrong::Personal("duty", masked)) if !masked.contains("19491231002X")), "{refused:?}");
    }

    async fn a_closed_channel_is_offered_no_more_and_keeps_what_went_out_over_it(school) {
        let school = school.founded().await;
        let office = school.office();
        let id = school.publishes(record("通知").unit("jwc")).await;
        let offered = async || {
            let desk = app::desk::Desk::open(&office.ctx()).await.unwrap();
            let channels = desk.channels(id).await.unwrap().channels;
            channels.into_iter().map(|channel| channel.code).collect::<Vec<_>>()
        };
        let (code, name, note) = ("board".into(), "公告栏".into(), String::new());
        let wish = ChannelWish { code, name, kind: ChannelKind::Board, address: "一号楼".into(), note };
        assert_eq!(setup::add_channel(&office.ctx(), wish).await.unwrap(), Ok(()));
        assert_eq!(offered().await, ["site", "board"]);
        setup::close_channel(&office.ctx(), "board", true).await.unwrap();
        assert_eq!(offered().await, ["site"]);
        assert!(setup::channels(&office.ctx()).await.unwrap()[1].closed.is_some());
        setup::close_channel(&office.ctx(), "board", false).await.unwrap();
        assert_eq!(offered().await.len(), 2);
    }

    async fn the_profile_takes_no_personal_data_and_asks_before_it_changes_what_applies(school) {
        let school = school.founded().await;
        let office = school.office();
        let seen = async || setup::profile(&office.ctx()).await.unwrap().seen;
        let fact = |key: &str, value: &str| vec![(key.to_string(), value.to_string())];
        let save = async |facts: Vec<(String, String)>, agreed| {
            setup::save_profile(&office.ctx(), &facts, &seen().await, agreed).await.unwrap()
        };
        assert_eq!(save(fact("office", "党政办公室"), false).await, Kept::Saved(1));
        assert_eq!(save(fact("office", "党政办公室"), false).await, Kept::Saved(0));
        let personal = save(fact("phone", "身份证11010519491231002X"), false).await;
        assert!(matches!(&personal, Kept::Personal(key, masked) if key == "phone" && !masked.contains("19491231002X")), "{personal:?}");
        let other = save(fact("kind", "university"), false).await;
        assert!(matches!(&other, Kept::OtherKind(items) if items.len() >= 8), "{other:?}");
        assert_eq!(setup::profile(&office.ctx()).await.unwrap().value("kind"), "vocational");
        assert_eq!(save(fact("kind", "university"), true).await, Kept::Saved(1));
        assert_eq!(save(fact("office", ""), false).await, Kept::Saved(1), "what is not known any more goes");
        assert_eq!(setup::profile(&office.ctx()).await.unwrap().value("office"), "");
        let stale = setup::save_profile(&office.ctx(), &fact("office", "x"), "other", false).await;
        assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    }

    async fn a_list_of_units_and_people_does_what_was_shown_and_nothing_else(school) {
        let school = school.founded().await;
        let admin = school.operator();
        let grid = list(&[
            "单位:学校部门一览",
            "单位:单位代码|单位名称|类别|上级单位",
            "单位:xsc|学生处|职能部门|",
            "单位:jwc|教务处|二级学院|",
            "单位:cwc|计划财务处|职能部门|",
            "人员:工号|姓名|邮箱|岗位|单位",
            "人员:1001|沈小禾|a@b.cn|信息员|学生处",
            "人员:1001|沈小禾||信息员|jwc",
            "人员:1002|顾建平||负责人|学生处",
            "人员:1003|徐静||保密审查员|学生处",
            "人员:1004|马青||会计|学生处",
            "人员:1005|何嘉||信息员|后勤处",
            "人员:1 6|林可||信息员|学生处",
        ]);
        let plan = setup::plan_staff(&admin.ctx(), &grid).await.unwrap();
        let steps: Vec<(&str, Step)> = plan.units.iter().map(|one| (one.unit.code.as_str(), one.step)).collect();
        assert_eq!(steps, [("xsc", Step::New), ("jwc", Step::Changed)]);
        assert_eq!(plan.people.len(), 3);
        assert_eq!(plan.people[0].posts.len(), 2, "a line a post");
        assert_eq!(plan.people[2].posts[0].unit, None, "a post of the whole school is not of a unit");
        let faults: Vec<(usize, &str)> = plan.faults.iter().map(|fault| (fault.row, fault.code)).collect();
        assert_eq!(faults, [(5, "renamed"), (11, "post"), (12, "unit"), (13, "login")]);
        assert!(app::accounts::list(&admin.ctx()).await.unwrap().is_empty(), "to look does nothing");

        let applied = setup::apply_staff(&admin.ctx(), &grid, &plan.seen, &[]).await.unwrap();
        assert_eq!((applied.units, applied.people, applied.invited.len()), (2, 3, 3));
        let again = setup::plan_staff(&admin.ctx(), &grid).await.unwrap();
        assert!(again.is_empty(), "{again:#?}");
        let stale = setup::apply_staff(&admin.ctx(), &grid, &plan.seen, &[]).await;
        assert!(matches!(stale, Err(Error::Conflict { kind: "staff", .. })), "{stale:?}");
    }

    async fn who_may_be_meant_twice_is_entered_only_when_it_is_ticked(school) {
        let school = school.founded().await;
        let admin = school.operator();
        let first = list(&["人员:工号|姓名|岗位|单位", "人员:1|沈小禾|信息员|教务处"]);
        let plan = setup::plan_staff(&admin.ctx(), &first).await.unwrap();
        setup::apply_staff(&admin.ctx(), &first, &plan.seen, &[]).await.unwrap();
        let twin = list(&["人员:工号|姓名|岗位|单位", "人员:2|沈小禾|信息员|财务处", "人员:1|沈小苗|信息员|财务处"]);
        let plan = setup::plan_staff(&admin.ctx(), &twin).await.unwrap();
        let doubts: Vec<_> = plan.people.iter().map(|person| person.doubt).collect();
        assert_eq!(doubts, [Some("same-name"), Some("other-name")]);
        let applied = setup::apply_staff(&admin.ctx(), &twin, &plan.seen, &[]).await.unwrap();
        assert_eq!(applied.people, 0);
        let applied = setup::apply_staff(&admin.ctx(), &twin, &plan.seen, &["2".to_string()]).await.unwrap();
        assert_eq!((applied.people, applied.invited.len()), (1, 1));
        let names: Vec<String> = app::accounts::list(&admin.ctx()).await.unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["沈小禾", "沈小禾"], "the other name was not ticked");
    }
}

#[tokio::test]
async fn settings_are_kept_by_whom_the_table_names_and_by_nobody_else() {
    let school = School::founded_on("2023-12-01").await;
    let denied = |error: &Error| matches!(error, Error::Forbidden(_));
    for role in Role::ALL {
        let ctx = school.holding(*role, Some("jwc")).ctx();
        let may = |permission| ctx.allow(permission, domain::policy::Relation::School).is_ok();
        let (see, keep, manage) =
            (may(Permission::SeeSettings), may(Permission::KeepCatalogue), may(Permission::ManageUnits));
        assert_eq!(setup::units(&ctx).await.is_ok(), see, "{role:?}");
        assert_eq!(setup::profile(&ctx).await.is_ok(), see, "{role:?}");
        assert_eq!(setup::propose(&ctx, None).await.is_ok(), see, "{role:?}");
        let drafted = setup::draft_unit(&ctx, &[key("36")], "jwc").await;
        assert!(drafted.is_ok() == keep && drafted.err().is_none_or(|error| denied(&error)), "{role:?}");
        let closed = setup::close_channel(&ctx, "site", false).await;
        assert!(closed.is_ok() == keep && closed.err().is_none_or(|error| denied(&error)), "{role:?}");
        let closed = setup::close_unit(&ctx, "cwc", false).await;
        assert!(closed.is_ok() == manage && closed.err().is_none_or(|error| denied(&error)), "{role:?}");
        let people = may(Permission::ManagePeople);
        assert_eq!(setup::plan_staff(&ctx, &Grid::default()).await.is_ok(), people && manage, "{role:?}");
    }
    assert!(setup::draft_unit(&school.holding(Role::Administrator, None).ctx(), &[key("1")], "jwc").await.is_err());
}

#[tokio::test]
async fn the_sample_s_units_own_items_from_now_on_and_its_report_says_what_it_said() {
    let school = School::founded_on("2026-11-30").await;
    let school = school.with_sample().await;
    let operator = school.operator();
    let report = async || {
        let built = app::report::build(&operator.ctx(), app::demo::year(), None).await.unwrap();
        format!("{:?}", built.whole())
    };
    let before = report().await;
    let (count, from) = app::demo::owners(&operator.ctx()).await.unwrap().unwrap();
    assert!(count > 30 && from == year("2026-2027"), "{count} {from}");
    assert_eq!(report().await, before);
    let view = setup::catalogue(&operator.ctx()).await.unwrap();
    let owner = |item: &str| view.newest.item(&key(item)).unwrap().unit.clone();
    assert_eq!(owner("10").as_deref(), Some("jjjcs"), "what the report says stays");
    assert_eq!(owner("37").as_deref(), Some("xsgzc"));
    assert_eq!(app::demo::owners(&operator.ctx()).await.unwrap(), None, "once");
}

#[tokio::test]
async fn an_item_that_nobody_answers_for_is_told_as_such() {
    let school = School::founded_on("2023-12-01").await;
    let nobody = app::desk::sign_nil(&school.head("jwc").ctx(), &key("17"), year("2022-2023"), "").await;
    assert!(matches!(nobody, Err(Error::Nobodys { .. })), "{nobody:?}");
    let absent = app::desk::sign_nil(&school.head("jwc").ctx(), &key("S9"), year("2022-2023"), "").await;
    assert!(matches!(absent, Err(Error::NotFound { kind: "item", .. })), "{absent:?}");
    let clerk = app::desk::sign_nil(&school.clerk("jwc").ctx(), &key("17"), year("2022-2023"), "").await;
    assert!(matches!(clerk, Err(Error::Forbidden(_))), "{clerk:?}");
}

#[tokio::test]
async fn the_log_is_narrowed_by_person_act_thing_and_day() {
    use app::desk::{LogQuery, log, log_actors, whole_log};
    let school = School::founded_on("2023-12-01").await;
    let id = school.clerk("jwc").drafts(record("关于评选奖学金的通知").unit("jwc")).await;
    school.days_pass(1);
    setup::draft_unit(&school.office().ctx(), &[key("36")], "jwc").await.unwrap();
    let ctx = school.holding(Role::Supervisor, None).ctx();
    let found = async |query: LogQuery| {
        let lines = log(&ctx, &query, None).await.unwrap().lines;
        lines.into_iter().map(|line| line.event.act).collect::<Vec<_>>()
    };
    let all = found(LogQuery::default()).await;
    let text = |text: &str| Some(text.to_string());
    assert_eq!(found(LogQuery { about: text("奖学金"), ..LogQuery::default() }).await, [Act::RecordDrafted]);
    assert_eq!(found(LogQuery { about: text(&id.to_string()), ..LogQuery::default() }).await, [Act::RecordDrafted]);
    assert_eq!(found(LogQuery { act: Some(Act::ItemDrafted), ..LogQuery::default() }).await, [Act::ItemDrafted]);
    let day = |day: &str| day.parse().ok();
    assert_eq!(found(LogQuery { from: day("2023-12-02"), ..LogQuery::default() }).await, [Act::ItemDrafted]);
    assert_eq!(found(LogQuery { until: day("2023-12-01"), ..LogQuery::default() }).await.len(), all.len() - 1);
    let clerk = school.clerk("jwc").ctx().who.actor().to_string();
    assert_eq!(found(LogQuery { who: Some(clerk), ..LogQuery::default() }).await, [Act::RecordDrafted]);
    assert!(found(LogQuery { about: text("没有的"), ..LogQuery::default() }).await.is_empty());
    assert_eq!(whole_log(&ctx, &LogQuery::default()).await.unwrap().lines.len(), all.len());
    assert!(log_actors(&ctx).await.unwrap().len() >= 3);
    assert!(log(&school.clerk("jwc").ctx(), &LogQuery::default(), None).await.is_err());
}
