//! What a school answers of heads in doubt: asked once, kept with the import, told each time, taken back.

use app::ledger::{
    HeadAnswer, Options, Outcome, Plan, Undo, forget_head, import_answered, list_heads, plan, plan_answered, undo,
};
use domain::event::Act;
use domain::ledger::{Doubt, Taken};
use testkit::{School, on_both};

const FILE: &str = "公开信息名称,编号2,节点\n甲通知,37,2024-10-1\n乙通知,38,2024-10-2\n";
const LATER: &str = "公开信息名称,编号2,节点\n丙通知,37,2024-11-1\n丁通知,38,2024-11-2\n";

fn answer(text: &str) -> HeadAnswer {
    HeadAnswer::read(text).unwrap()
}

fn file(school: &School, name: &str, text: &str) -> std::path::PathBuf {
    let path = school.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn brings(school: &School, text: &str, answers: &[HeadAnswer]) -> Outcome {
    let path = file(school, "台账.csv", text);
    import_answered(&school.operator().ctx(), &path, answers, Options::default(), &|_| {}).await.unwrap()
}

async fn looks(school: &School, text: &str) -> Plan {
    plan(&school.operator().ctx(), &file(school, "台账.csv", text), &|_| {}).await.unwrap()
}

fn taken(outcome: &Outcome, kind: Taken) -> Vec<(&str, &str)> {
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == kind);
    told.map(|told| (told.remark.written.as_str(), told.remark.taken.as_str())).collect()
}

on_both! {
    async fn an_answer_lets_this_file_and_every_later_one_be_read(school) {
        let asked = looks(&school, FILE).await.outcome;
        let kinds: Vec<Doubt> = asked.questions.told().iter().map(|told| told.remark.kind).collect();
        assert_eq!(kinds.len(), 2, "{:?}", asked.questions);
        assert_eq!((asked.question_rows, asked.written()), (2, 0));
        let first = brings(&school, FILE, &[answer("编号2=事项"), answer("节点=公开日期")]).await;
        assert!(first.questions.told().is_empty() && first.kept, "{first:?}");
        assert_eq!((first.tables[&domain::ledger::Table::Records].new, first.answered.len()), (2, 2));
        let second = brings(&school, LATER, &[]).await;
        assert!(second.questions.told().is_empty(), "{second:?}");
        assert_eq!((second.tables[&domain::ledger::Table::Records].new, second.answered.len()), (2, 0));
        assert_eq!(taken(&second, Taken::HeadAnswer), [("编号2", "事项"), ("节点", "公开日期")], "it is told each time");
        let reader = school.app.store.read().await.unwrap();
        let events = reader.events(&store::EventFilter::default(), 0, 100).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.act == Act::HeadAnswered).count(), 2);
    }

    async fn undoing_the_import_takes_its_answers_back(school) {
        let first = brings(&school, FILE, &[answer("编号2=事项"), answer("节点=")]).await;
        let ctx = school.operator().ctx();
        assert_eq!(list_heads(&ctx, None).await.unwrap().rows.len(), 2);
        let undone = undo(&ctx, first.batch.unwrap()).await.unwrap();
        assert_eq!(undone, Undo::Done { removed: 4, restored: 0 });
        assert!(list_heads(&ctx, None).await.unwrap().rows.is_empty());
        assert_eq!(looks(&school, FILE).await.outcome.questions.told().len(), 2, "it asks again");
    }

    async fn an_answer_is_listed_and_can_be_forgotten(school) {
        brings(&school, FILE, &[answer("编号2=事项"), answer("节点=")]).await;
        let ctx = school.operator().ctx();
        let rows: Vec<Vec<String>> = list_heads(&ctx, None).await.unwrap().rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(rows, [["编号2", "记录", "事项"], ["节点", "记录", ""]]);
        assert_eq!(list_heads(&ctx, Some("编号")).await.unwrap().rows.len(), 1);
        forget_head(&ctx, "编号２").await.unwrap();
        assert!(forget_head(&ctx, "编号2").await.is_err());
        let again = looks(&school, LATER).await.outcome;
        assert_eq!((again.questions.told().len(), taken(&again, Taken::HeadLeft)), (1, vec![("节点", "")]));
    }

    async fn an_answer_that_says_nothing_of_the_file_is_refused_and_nothing_is_written(school) {
        let ctx = school.operator().ctx();
        let path = file(&school, "台账.csv", FILE);
        for wrong in ["编号3=事项", "编号2=没有这一列"] {
            let answers = [answer("编号2=事项"), answer(wrong)];
            let error = import_answered(&ctx, &path, &answers, Options::default(), &|_| {}).await.unwrap_err();
            assert!(matches!(error, app::Error::NotFound { kind: "head" | "column", .. }), "{wrong}: {error:?}");
        }
        assert!(list_heads(&ctx, None).await.unwrap().rows.is_empty());
    }

    async fn a_plan_can_be_answered_and_is_applied_as_it_was_answered(school) {
        let ctx = school.operator().ctx();
        let path = file(&school, "台账.csv", FILE);
        let plan = plan_answered(&ctx, &path, &[answer("编号2=事项")], &|_| {}).await.unwrap();
        assert_eq!(plan.outcome.questions.told().len(), 1);
        let plan = plan.answered(&ctx, &[answer("节点=公开日期")], &|_| {}).await.unwrap();
        assert!(plan.outcome.questions.told().is_empty() && list_heads(&ctx, None).await.unwrap().rows.is_empty());
        let applied = app::ledger::apply(&ctx, &plan, false, &|_| {}).await.unwrap();
        assert_eq!((applied.written(), list_heads(&ctx, None).await.unwrap().rows.len()), (2, 2));
        let same = brings(&school, FILE, &[]).await;
        assert_eq!(same.written(), 0, "{same:?}");
    }
}
