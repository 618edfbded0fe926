//! The ledger mended by hand: looked at first, then done, and every refusal with the way out.

use app::Error;
use app::ledger::CodeOf;
use app::ledger::mend::{Effect, Refusal, Target, Task, What, Whereto, carry_out, list, look};
use domain::event::Act;
use domain::record::RecordError;
use testkit::{School, on_both, record, release};

/// Looks and does; what it came to, in the keys of its facts.
async fn done(school: &School, task: &Task) -> Vec<String> {
    let ctx = school.office().ctx();
    let before = school.app.store.last_seq().await.unwrap();
    let effect = look(&ctx, task).await.unwrap();
    assert_eq!(school.app.store.last_seq().await.unwrap(), before, "to look does nothing");
    carry_out(&ctx, task, &effect).await.unwrap();
    assert!(effect.facts.is_empty() || school.app.store.last_seq().await.unwrap() > before, "it has its event");
    assert_eq!(look(&ctx, task).await.ok().filter(|effect| !effect.facts.is_empty()), None, "and is done once");
    effect.facts.into_iter().map(|fact| fact.key).collect()
}

async fn refused(school: &School, task: &Task) -> Error {
    let before = school.app.store.last_seq().await.unwrap();
    let error = look(&school.office().ctx(), task).await.unwrap_err();
    carry_out(&school.office().ctx(), task, &Effect::default()).await.unwrap_err();
    assert_eq!(school.app.store.last_seq().await.unwrap(), before);
    error
}

async fn acts(school: &School) -> Vec<Act> {
    let reader = school.app.store.read().await.unwrap();
    reader.events(&store::EventFilter::default(), 0, 1000).await.unwrap().iter().map(|event| event.act).collect()
}

fn merge(of: CodeOf, from: &str, into: &str) -> Task {
    Task::Merge { of, from: from.into(), into: into.into() }
}

fn rename(which: &str, name: &str) -> Task {
    Task::Rename { of: CodeOf::Unit, which: which.into(), name: name.into() }
}

fn moved(record: &str, to: Whereto) -> Task {
    Task::Move { record: record.into(), to }
}

const LEDGER: &str = "#表,数据集\n数据集代码,标题,事项,学年\ngraduates,毕业生,32,2022-2023\n\
    #表,数据\n数据集,数据代码,名称,数值,单位\ngraduates,whole,总数,100,人\n\
    #表,报告文字\n学年,位置,次序,文字\n2022-2023,6,1,共{graduates.whole}人。\n2022-2023,6,2,第二段。\n2022-2023,6,5,第三段。\n\
    #表,零报告\n事项,学年,责任部门,签署人\n47,2022-2023,jwc,处长\n";

on_both! {
    async fn a_merged_unit_is_gone_and_an_old_sheet_still_finds_where_it_went(school) {
        let school = school.founded().await;
        let id = school.keeps(record("甲").unit("jwc").public("2023-10-01")).await.id;
        let told = done(&school, &merge(CodeOf::Unit, "教务处", "cwc")).await;
        assert_eq!(told, ["mend-merge-unit", "mend-follow-record", "mend-stays-known"]);
        assert_eq!(school.record(id).await.unit.as_deref(), Some("cwc"));
        assert!(acts(&school).await.contains(&Act::UnitMerged));
        let rows = "#表,单位\n单位代码,单位名称\njwc,教务处\n#表,记录\n编号,标题,事项,公开日期,责任部门\nk,乙,37,2023-10-02,教务处\n";
        let outcome = school.operator().imports("old.csv", rows).await;
        assert_eq!((outcome.bad_rows, outcome.entered.len(), outcome.recognised.len()), (0, 0, 2));
        assert_eq!(school.record_of("k").await.unit.as_deref(), Some("cwc"));
        // A name that shall mean something else again is taken away from where it went.
        assert_eq!(done_to_forget(&school, "教务处").await, ["mend-forget-unit"]);
        let outcome = school.operator().imports("new.csv", "#表,单位\n单位代码,单位名称\njw2,教务处\n").await;
        assert_eq!((outcome.bad_rows, outcome.written()), (0, 1), "{:?}", outcome.bad);
    }

    async fn a_unit_that_is_named_is_not_deleted_and_the_message_says_by_what(school) {
        let school = school.founded().await;
        school.keeps(record("甲").unit("jwc").public("2023-10-01")).await;
        let error = refused(&school, &Task::Delete(Target::Unit("教务处".into()))).await;
        let Error::Mend(Refusal::Named { code, by, .. }) = error else { panic!("{error:?}") };
        assert_eq!((code.as_str(), by), ("jwc", vec![("record", 1)]));
        // As the message advises.
        done(&school, &merge(CodeOf::Unit, "jwc", "cwc")).await;
        let left = list(&school.office().ctx(), What::Units, None).await.unwrap();
        assert_eq!(left.rows.len(), 1);
        assert_eq!(left.rows[0].cells, ["cwc", "财务处", "职能部门", "jwc；教务处", "1"]);
        let gone = Task::Delete(Target::Channel("学校官网".into()));
        assert_eq!(done(&school, &gone).await, ["mend-delete-channel"], "what nothing names may go");
        let error = refused(&school, &gone).await;
        assert!(matches!(error, Error::NotFound { kind: "channel", .. }), "{error:?}");
    }

    async fn a_renamed_unit_keeps_its_old_name_until_it_has_it_again(school) {
        let school = school.founded().await;
        assert_eq!(done(&school, &rename("jwc", "教务部")).await, ["mend-rename-unit", "mend-stays-known"]);
        assert_eq!(done(&school, &rename("教务处", "教务与评价部")).await.len(), 2, "found by its old name");
        assert_eq!(done(&school, &rename("jwc", "教务处")).await.len(), 2);
        let units = list(&school.office().ctx(), What::Units, Some("jwc")).await.unwrap();
        assert_eq!(units.rows[0].cells[3], "教务与评价部；教务部", "of itself it is no former name");
        for taken in ["财务处", " 财 务 处 "] {
            let error = refused(&school, &rename("jwc", taken)).await;
            assert!(matches!(error, Error::Mend(Refusal::NameTaken { .. })), "{error:?}");
        }
        let error = refused(&school, &rename("jwc", "  ")).await;
        assert!(matches!(error, Error::Mend(Refusal::NoName)), "{error:?}");
        let error = refused(&school, &merge(CodeOf::Unit, "jwc", "教务部")).await;
        assert!(matches!(error, Error::Mend(Refusal::Itself(_))), "{error:?}");
    }

    async fn a_record_moves_to_another_item_unit_and_year_and_readers_see_it_there(school) {
        let school = school.founded().await;
        let id = school.publishes(record("甲").item("37")).await;
        let record = school.record(id).await;
        let [key, index] = [record.key.clone(), record.index.to_string()];
        assert_eq!(done(&school, &moved(&key, Whereto::Item("38".parse().unwrap()))).await, ["mend-move-item"]);
        assert_eq!(done(&school, &moved(&index, Whereto::Unit("财务处".into()))).await, ["mend-move-unit"]);
        let year = "2021-2022".parse().unwrap();
        assert_eq!(done(&school, &moved(&id.to_string(), Whereto::Year(year))).await, ["mend-move-year"]);
        let record = school.record(id).await;
        assert_eq!(
            (record.item.to_string().as_str(), record.unit.as_deref(), record.accounted_in()),
            ("38", Some("cwc"), year)
        );
        let error = refused(&school, &moved(&key, Whereto::Item("S9".parse().unwrap()))).await;
        assert!(matches!(error, Error::NotFound { kind: "item", .. }), "{error:?}");
        let error = refused(&school, &moved("nobody", Whereto::Year(year))).await;
        assert!(matches!(error, Error::NotFound { kind: "record", .. }), "{error:?}");
        let draft = school.clerk("教务处").drafts(testkit::record("乙").unit("jwc")).await;
        school.clerk("教务处").submits(draft).await;
        let error = refused(&school, &moved(&draft.to_string(), Whereto::Unit("cwc".into()))).await;
        assert!(matches!(error, Error::Record(RecordError::UnderReview)), "{error:?}");
    }

    async fn a_draft_is_deleted_and_what_was_public_only_withdrawn_with_a_reason(school) {
        let school = school.founded().await;
        let draft = school.clerk("教务处").drafts(record("草稿").unit("jwc")).await;
        let public = school.publishes(record("通知")).await;
        assert_eq!(done(&school, &Task::Delete(Target::Record(draft.to_string()))).await, ["mend-delete-record"]);
        assert!(school.app.store.read().await.unwrap().find_record(draft).await.unwrap().is_none());
        let delete = Task::Delete(Target::Record(public.to_string()));
        let withdraw = |reason: &str| Task::Withdraw { record: public.to_string(), reason: reason.into() };
        let error = refused(&school, &delete).await;
        assert!(matches!(error, Error::Record(RecordError::NoDraft)), "{error:?}");
        let error = refused(&school, &withdraw(" ")).await;
        assert!(matches!(error, Error::Record(RecordError::Missing(_))), "{error:?}");
        assert_eq!(done(&school, &withdraw("附件有误")).await, ["mend-withdraw", "mend-withdraw-final"]);
        assert_eq!(school.visibility(public).await, "withdrawn");
        let error = refused(&school, &delete).await;
        assert!(matches!(error, Error::Record(RecordError::NoDraft)), "what was public stays: {error:?}");
    }

    async fn a_release_is_taken_back_by_its_number(school) {
        let school = school.founded().await;
        let id = school.publishes(record("通知")).await;
        for place in ["https://a.cn/1", "https://a.cn/2"] {
            school.office().releases(id, release("site", place)).await;
        }
        let key = school.record(id).await.key;
        let listed = list(&school.office().ctx(), What::Records, Some("通知")).await.unwrap();
        let name = listed.rows[0].releases[0][0].clone();
        assert_eq!((name.as_str(), listed.rows[0].releases[0][3].as_str()), (format!("{key}/1").as_str(), "https://a.cn/1"));
        let ctx = school.office().ctx();
        let task = Task::Delete(Target::Release(name));
        carry_out(&ctx, &task, &look(&ctx, &task).await.unwrap()).await.unwrap();
        let left: Vec<String> = school.record(id).await.releases.into_iter().map(|release| release.locator).collect();
        assert_eq!(left, ["https://a.cn/2"]);
        let error = refused(&school, &Task::Delete(Target::Release(format!("{key}/2")))).await;
        assert!(matches!(error, Error::Record(RecordError::NoRelease(2))), "{error:?}");
        let error = refused(&school, &Task::Delete(Target::Release("x".into()))).await;
        assert!(matches!(error, Error::Mend(Refusal::Form { kind: "release", .. })), "{error:?}");
    }

    async fn texts_nil_statements_and_datasets_go_unless_a_text_would_lose_its_figures(school) {
        let school = school.founded().await;
        let outcome = school.operator().imports("all.csv", LEDGER).await;
        assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
        let texts = async || {
            let reader = school.app.store.read().await.unwrap();
            reader.texts(None).await.unwrap().into_iter().map(|text| (text.order, text.text)).collect::<Vec<_>>()
        };
        let last_first = Task::Order { text: "2022-2023/6/5".into(), nth: 1 };
        let ctx = school.office().ctx();
        carry_out(&ctx, &last_first, &look(&ctx, &last_first).await.unwrap()).await.unwrap();
        let words: Vec<(u32, String)> = texts().await;
        assert_eq!(words.iter().map(|(order, text)| (*order, text.as_str())).collect::<Vec<_>>(), [
            (1, "第三段。"),
            (2, "共{graduates.whole}人。"),
            (5, "第二段。")
        ]);
        let dataset = || Task::Delete(Target::Dataset("graduates".into()));
        let error = refused(&school, &dataset()).await;
        let Error::Mend(Refusal::Quoted { texts: quoting, .. }) = error else { panic!("{error:?}") };
        assert_eq!(quoting, ["2022-2023/6/2"]);
        // As the message advises.
        assert_eq!(done(&school, &Task::Delete(Target::Text(quoting[0].clone()))).await, ["mend-delete-text"]);
        assert_eq!(done(&school, &dataset()).await, ["mend-delete-dataset"]);
        assert_eq!(done(&school, &Task::Delete(Target::Nil("2022-2023/47/教务处".into()))).await, ["mend-delete-nil"]);
        assert_eq!(texts().await.len(), 2);
        for (target, kind) in [
            (Target::Text("2022-2023/6/9".into()), "text"),
            (Target::Nil("2022-2023/47/jwc".into()), "nil"),
            (Target::Dataset("graduates".into()), "dataset"),
        ] {
            let error = refused(&school, &Task::Delete(target)).await;
            assert!(matches!(&error, Error::NotFound { kind: found, .. } if *found == kind), "{error:?}");
        }
    }

    async fn what_has_changed_since_it_was_looked_at_is_not_done(school) {
        let school = school.founded().await;
        let ctx = school.office().ctx();
        let task = merge(CodeOf::Unit, "jwc", "cwc");
        let seen = look(&ctx, &task).await.unwrap();
        school.keeps(record("甲").unit("jwc").public("2023-10-01")).await;
        let error = carry_out(&ctx, &task, &seen).await.unwrap_err();
        assert!(matches!(error, Error::Mend(Refusal::Otherwise)), "{error:?}");
        assert_eq!(list(&ctx, What::Units, None).await.unwrap().rows.len(), 2);
    }
}

/// Takes a former name away from the unit that has it.
async fn done_to_forget(school: &School, former: &str) -> Vec<String> {
    done(school, &Task::Delete(Target::Unit(former.into()))).await
}
