//! What was mended by hand is a batch as an import is: listed with its command, and undone to the byte.

use app::ledger::mend::{Target, Task, What, Whereto, carry_out, list, look};
use app::ledger::{CodeOf, Obstacle, Thing, Undo, list as batches, undo};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::{School, on_both, record, release};

const LEDGER: &str = "编号,标题,事项,公开日期,责任部门,渠道,网址\n\
    R1,关于认定工作的通知,37,2023-05-12,学工部,官网；公众号,https://www.x.edu.cn/1\n\
    R2,关于评优工作的通知,37,2023-05-13,学生工作处,官网,https://www.x.edu.cn/2\n\
    R3,尚在起草的通知,37,,学生工作处,,\n\
    R4,又一份草稿,9,,学工部,,\n\
    #表,发布\n编号,渠道,发布日期,网址\nR2,公众号,2023-05-13,https://www.x.edu.cn/2\n\
    #表,单位\n单位代码,单位名称,上级单位\nzsb,招生办,学工部\nhq,后勤处,\n\
    #表,数据集\n数据集代码,标题,事项,学年,责任部门\ngraduates,毕业生,32,2022-2023,学工部\nfree,无人引用,32,2022-2023,学工部\n\
    #表,数据\n数据集,数据代码,名称,数值,单位\ngraduates,whole,总数,100,人\nfree,whole,总数,5,人\n\
    #表,报告文字\n学年,位置,次序,文字\n2022-2023,6,1,共{graduates.whole}人。\n2022-2023,6,2,第二段。\n2022-2023,6,5,第三段。\n\
    #表,零报告\n事项,学年,责任部门,签署人\n47,2022-2023,学工部,处长\n47,2022-2023,学生工作处,\n46,2022-2023,学工部,\n\
    #表,事项\n事项编号,责任部门\n38,学工部\n";

fn coded(of: &str) -> CodeOf {
    if of == "unit" { CodeOf::Unit } else { CodeOf::Channel }
}

/// Tasks of every kind; which of them can be done depends on what was done before.
fn tasks() -> Vec<Task> {
    let rename = |of, which: &str, name: &str| Task::Rename { of: coded(of), which: which.into(), name: name.into() };
    let merge = |of, from: &str, into: &str| Task::Merge { of: coded(of), from: from.into(), into: into.into() };
    let moved = |record: &str, to| Task::Move { record: record.into(), to };
    let delete = Task::Delete;
    vec![
        rename("unit", "学工部", "学生工作部"),
        rename("unit", "学生工作部", "学工部"),
        rename("unit", "hq", "后勤保障部"),
        rename("channel", "官网", "学校网站"),
        merge("unit", "学工部", "学生工作处"),
        merge("unit", "学生工作处", "学工部"),
        merge("unit", "学生工作处", "hq"),
        merge("unit", "学工部", "zsb"),
        merge("channel", "官网", "公众号"),
        merge("channel", "公众号", "官网"),
        moved("R1", Whereto::Item("38".parse().unwrap())),
        moved("R1", Whereto::Unit("hq".into())),
        moved("R2", Whereto::Year("2021-2022".parse().unwrap())),
        moved("R3", Whereto::Unit("学工部".into())),
        Task::Order { text: "2022-2023/6/5".into(), nth: 1 },
        delete(Target::Unit("hq".into())),
        delete(Target::Unit("学工部".into())),
        delete(Target::Channel("官网".into())),
        delete(Target::Record("R3".into())),
        delete(Target::Record("R4".into())),
        delete(Target::Text("2022-2023/6/1".into())),
        delete(Target::Text("2022-2023/6/2".into())),
        delete(Target::Nil("2022-2023/47/学工部".into())),
        delete(Target::Release("R1/1".into())),
        delete(Target::Release("R2/2".into())),
        delete(Target::Dataset("free".into())),
        delete(Target::Dataset("graduates".into())),
    ]
}

/// Does a task and returns the number of its batch; nothing when it cannot be done or is so already.
async fn mends(school: &School, task: &Task) -> Option<u32> {
    let ctx = school.operator().ctx();
    let effect = look(&ctx, task).await.ok().filter(|effect| !effect.facts.is_empty())?;
    let number = carry_out(&ctx, task, &effect).await.unwrap();
    Some(number.unwrap_or_else(|| panic!("{task} has no number")))
}

/// Everything that the ledger holds: its export, and what units and channels were called before.
async fn all(school: &School) -> (String, Vec<Vec<String>>) {
    let ctx = school.operator().ctx();
    let mut named = Vec::new();
    for what in [What::Units, What::Channels] {
        named.extend(list(&ctx, what, None).await.unwrap().rows.into_iter().map(|row| row.cells));
    }
    (std::fs::read_to_string(school.operator().exports("all.json").await).unwrap(), named)
}

async fn undone(school: &School, number: u32) -> Undo {
    undo(&school.operator().ctx(), number).await.unwrap()
}

async fn with_ledger(school: School) -> School {
    let school = school.founded().await;
    let outcome = school.operator().imports("a.csv", LEDGER).await;
    assert_eq!((outcome.bad_rows, outcome.left_out()), (0, 0), "{:?}", outcome.bad);
    school
}

on_both! {
    async fn each_task_is_listed_by_its_command_and_undone_to_the_byte(school) {
        let school = with_ledger(school).await;
        let before = all(&school).await;
        let mut done = 0;
        for task in tasks() {
            let Some(number) = mends(&school, &task).await else { continue };
            done += 1;
            assert_ne!(all(&school).await, before, "{task}");
            let listed = batches(&school.operator().ctx(), None).await.unwrap();
            assert_eq!((listed[0].nr, listed[0].by_command, listed[0].source.clone()), (number, true, task.to_string()));
            assert!(listed[0].written > 0 && !listed.last().unwrap().by_command);
            let answer = undone(&school, number).await;
            assert!(matches!(answer, Undo::Done { .. }), "{task}: {answer:?}");
            assert_eq!(all(&school).await, before, "{task}");
        }
        assert!(done >= 20, "{done} tasks could be done");
        // And the import under it can still be undone: what was taken back does not stand on it.
        assert!(matches!(undone(&school, 1).await, Undo::Done { .. }), "{:?}", undone(&school, 1).await);
    }

    async fn whatever_is_mended_in_a_row_is_undone_backwards_step_by_step(school) {
        let school = with_ledger(school).await;
        let tasks = tasks();
        let mut runner = TestRunner::deterministic();
        let rows = proptest::collection::vec(0..tasks.len(), 2..9);
        for _ in 0..15 {
            let chosen = rows.new_tree(&mut runner).unwrap().current();
            let mut states = Vec::new();
            for at in &chosen {
                let state = all(&school).await;
                if let Some(number) = mends(&school, &tasks[*at]).await {
                    states.push((number, state, tasks[*at].to_string()));
                }
            }
            let told: Vec<String> = states.iter().map(|(_, _, task)| task.clone()).collect();
            for (number, state, task) in states.into_iter().rev() {
                let answer = undone(&school, number).await;
                assert!(matches!(answer, Undo::Done { .. }), "{task} of {told:?}: {answer:?}");
                assert_eq!(all(&school).await, state, "{task} of {told:?}");
            }
        }
        assert!(matches!(undone(&school, 1).await, Undo::Done { .. }));
    }

    async fn in_whatever_order_it_is_undone_or_refused_and_never_leaves_a_loose_end(school) {
        let school = with_ledger(school).await;
        let tasks = tasks();
        let mut runner = TestRunner::deterministic();
        let rows = (proptest::collection::vec(0..tasks.len(), 3..7), any::<u64>());
        let (mut refused, mut did) = (0, 0);
        for _ in 0..12 {
            let (chosen, seed) = rows.new_tree(&mut runner).unwrap().current();
            let mut left = Vec::new();
            for at in &chosen {
                left.extend(mends(&school, &tasks[*at]).await);
            }
            let mut order = left.clone();
            order.sort_by_key(|number| (u64::from(*number) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            for number in order {
                match undone(&school, number).await {
                    Undo::Done { .. } => {
                        did += 1;
                        left.retain(|other| *other != number);
                    }
                    Undo::Refused(obstacles) => {
                        refused += 1;
                        assert!(!obstacles.is_empty());
                    }
                }
            }
            let names = list(&school.operator().ctx(), What::Units, None).await.unwrap();
            let codes: Vec<String> = names.rows.into_iter().map(|row| row.cells[0].clone()).collect();
            for row in list(&school.operator().ctx(), What::Records, None).await.unwrap().rows {
                assert!(!row.cells[4].is_empty(), "a record whose unit is gone: {row:?}, {codes:?}");
            }
            // What is exported comes in whole elsewhere.
            let file = school.operator().exports("whole.json").await;
            let outcome = School::open_on("2023-12-01").await.operator().brings_in(&file).await;
            assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
            // Backwards everything that is left can be undone.
            for number in left.into_iter().rev() {
                undone(&school, number).await;
            }
        }
        assert!(refused > 0 && did > 0, "{refused} refused, {did} done");
    }

    async fn what_a_merge_moved_is_told_apart_again_when_it_is_undone(school) {
        let school = with_ledger(school).await;
        let before = all(&school).await;
        let merge = Task::Merge { of: CodeOf::Unit, from: "学工部".into(), into: "学生工作处".into() };
        let number = mends(&school, &merge).await.unwrap();
        let later = school.operator().imports("b.csv", "编号,标题,事项,公开日期,责任部门\nR9,后来的,37,2023-06-01,学工部\n").await;
        assert_eq!(later.bad_rows, 0);
        assert!(matches!(undone(&school, number).await, Undo::Done { .. }), "nothing of the merge was touched");
        assert!(matches!(undone(&school, later.batch.unwrap()).await, Undo::Done { .. }));
        assert_eq!(all(&school).await, before);
        // A record that somebody changed since stands in its way.
        let number = mends(&school, &merge).await.unwrap();
        mends(&school, &Task::Move { record: "R1".into(), to: Whereto::Unit("hq".into()) }).await.unwrap();
        let id = school.record_of("R1").await.id;
        assert_eq!(undone(&school, number).await, Undo::Refused(vec![Obstacle::Changed(Thing::Record(id))]));
    }

    async fn evidence_shows_its_release_again_when_the_merge_of_its_channel_is_undone(school) {
        let school = with_ledger(school).await;
        let id = school.record_of("R1").await.id;
        let operator = school.operator().ctx();
        let channels = school.app.store.read().await.unwrap().channels().await.unwrap();
        let code = |name: &str| channels.iter().find(|channel| channel.name == name).unwrap().code.clone();
        // On the same day at the same place, so that only what is kept tells them apart.
        let out = |name: &str| domain::record::Release { channel: code(name), locator: "一食堂".into(), ..release("site", "") };
        let mut change = operator.write().await.unwrap();
        let mut record = change.record(id).await.unwrap();
        record.releases = vec![out("学校官网"), out("公众号")];
        change.save_record(&record).await.unwrap();
        let event = domain::event::Event::new(domain::event::Act::RecordReleased, domain::event::Object::Record(id));
        change.commit(event).await.unwrap();
        let mut tx = school.app.store.write().await.unwrap();
        for (n, name) in [(1, "学校官网"), (2, "公众号")] {
            let shown = out(name);
            let evidence = store::Evidence {
                id: domain::ids::AttachmentId(n),
                record: id,
                edition: shown.edition,
                channel: shown.channel,
                on: shown.on,
                locator: shown.locator,
                name: format!("{name}.png"),
                digest: String::new(),
                size: 1,
                by: domain::ids::UserId(1),
                at: operator.now,
            };
            tx.save_evidence(&evidence, vec![1]).await.unwrap();
        }
        tx.commit_unlogged().await.unwrap();
        let shown = async || {
            let reader = school.app.store.read().await.unwrap();
            let (record, evidence) = (reader.record(id).await.unwrap(), reader.evidence_of(id).await.unwrap());
            let of = |release: &domain::record::Release| -> Vec<String> {
                evidence.iter().filter(|one| one.shows(release)).map(|one| one.name.clone()).collect()
            };
            record.releases.iter().map(of).collect::<Vec<_>>()
        };
        let before = shown().await;
        assert_eq!(before, [["学校官网.png"], ["公众号.png"]]);
        let merge = Task::Merge { of: CodeOf::Channel, from: "学校官网".into(), into: "公众号".into() };
        let number = mends(&school, &merge).await.unwrap();
        assert_eq!(shown().await, [vec!["学校官网.png".to_string(), "公众号.png".to_string()]], "both show what is one now");
        let undo = undone(&school, number).await;
        assert!(matches!(undo, Undo::Done { .. }), "{undo:?}");
        assert_eq!(shown().await, before);
    }

    async fn a_withdrawal_of_what_was_public_cannot_be_undone(school) {
        let school = with_ledger(school).await;
        let withdraw = Task::Withdraw { record: "R1".into(), reason: "附件有误".into() };
        let told = look(&school.operator().ctx(), &withdraw).await.unwrap();
        assert!(told.facts.iter().any(|fact| fact.key == "mend-withdraw-final"), "it is said before it is done");
        let number = mends(&school, &withdraw).await.unwrap();
        let id = school.record_of("R1").await.id;
        assert_eq!(undone(&school, number).await, Undo::Refused(vec![Obstacle::Withdrawn(Thing::Record(id))]));
        assert_eq!(school.visibility(id).await, "withdrawn");
    }

    async fn a_draft_comes_back_under_a_number_of_its_own_and_not_beside_one_that_took_its_key(school) {
        let school = with_ledger(school).await;
        let number = mends(&school, &Task::Delete(Target::Record("R4".into()))).await.unwrap();
        school.keeps(record("别的").unit("jwc").public("2023-10-01")).await;
        assert!(matches!(undone(&school, number).await, Undo::Done { .. }), "its number inside the database is another's");
        assert_eq!(school.record_of("R4").await.editions[0].title, "又一份草稿");
        let number = mends(&school, &Task::Delete(Target::Record("R4".into()))).await.unwrap();
        let again = school.operator().imports("again.csv", "编号,标题,事项\nR4,又一份草稿,9\n").await;
        assert_eq!(again.written(), 1);
        let Undo::Refused(told) = undone(&school, number).await else { panic!("R4 is there again") };
        assert!(matches!(told.as_slice(), [Obstacle::Taken(Thing::Record(_))]), "{told:?}");
    }

    async fn what_would_name_something_that_is_gone_or_be_called_as_another_is_does_not_come_back(school) {
        let school = with_ledger(school).await;
        mends(&school, &Task::Move { record: "R3".into(), to: Whereto::Unit("hq".into()) }).await.unwrap();
        let draft = mends(&school, &Task::Delete(Target::Record("R3".into()))).await.unwrap();
        let unit = mends(&school, &Task::Delete(Target::Unit("hq".into()))).await.unwrap();
        let gone = Undo::Refused(vec![Obstacle::Gone(CodeOf::Unit, "hq".into())]);
        assert_eq!(undone(&school, draft).await, gone);
        let twin = school.operator().imports("twin.csv", "#表,单位\n单位代码,单位名称\nhqc,后勤处\n").await;
        assert_eq!(undone(&school, unit).await, Undo::Refused(vec![Obstacle::Doubled(CodeOf::Unit, "后勤处".into())]));
        assert!(matches!(undone(&school, twin.batch.unwrap()).await, Undo::Done { .. }));
        // As the message advises: first the one, then the other.
        assert!(matches!(undone(&school, unit).await, Undo::Done { .. }));
        assert!(matches!(undone(&school, draft).await, Undo::Done { .. }));
        let text = mends(&school, &Task::Delete(Target::Text("2022-2023/6/1".into()))).await.unwrap();
        let dataset = mends(&school, &Task::Delete(Target::Dataset("graduates".into()))).await.unwrap();
        let told = Obstacle::Unquoted("2022-2023".parse().unwrap(), "graduates.whole".into());
        assert_eq!(undone(&school, text).await, Undo::Refused(vec![told]));
        assert!(matches!(undone(&school, dataset).await, Undo::Done { .. }));
        assert!(matches!(undone(&school, text).await, Undo::Done { .. }));
    }
}
