//! Many at once: fifty write and ten review, and nothing that one of them did is lost under what another did.

use app::desk::{Draft, Written};
use app::records::{self, Seen};
use app::{Ctx, Error};
use domain::ids::{RecordId, UserId};
use domain::policy::{Post, Principal, Role};
use domain::record::{Edition, Progress, RecordError};
use testkit::{School, on_both, record};

const EDITORS: u32 = 50;
const DRAFTS: usize = 10;
const LINES: usize = 4;

/// One of many who hold a post in 教务处.
fn one_of(school: &School, n: u32, role: Role) -> Ctx {
    let posts = vec![Post { role, unit: Some("jwc".into()) }];
    let mut ctx = school.ctx();
    ctx.who = Principal::Account { user: UserId(1_000 + u128::from(n)), posts };
    ctx
}

/// Adds a line to a draft as the form does: against the state that was read, and again when somebody was quicker.
async fn adds(ctx: &Ctx, id: RecordId, line: &str) -> u32 {
    let mut refused = 0;
    loop {
        let read = ctx.read().await.unwrap().record(id).await.unwrap();
        let edition = read.newest().unwrap().clone();
        let body = format!("{}{line}\n", edition.body);
        let draft = Draft { facts: read.facts(), edition: Edition { body, ..edition } };
        match draft.save(ctx, id, read.version).await {
            Ok(Written::Saved(_)) => return refused,
            Ok(Written::Meanwhile(_)) => refused += 1,
            Ok(Written::Same(_)) => panic!("a line is something"),
            // Another writer had its turn for longer than is waited.
            Err(Error::Busy) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

on_both! {
    async fn fifty_who_write_and_ten_who_review_lose_nothing(school) {
        let school = school.founded().await;
        let mut ids = Vec::new();
        for n in 0..DRAFTS {
            ids.push(school.clerk("教务处").drafts(record(&format!("通知{n}")).unit("jwc").build()).await);
        }
        let mut writing = tokio::task::JoinSet::new();
        for n in 0..EDITORS {
            let (ctx, id) = (one_of(&school, n, Role::Clerk), ids[n as usize % DRAFTS]);
            writing.spawn(async move {
                let mut refused = 0;
                for line in 0..LINES {
                    refused += adds(&ctx, id, &format!("第{n}人第{line}行")).await;
                }
                refused
            });
        }
        let refused: u32 = writing.join_all().await.into_iter().sum();
        for (at, id) in ids.iter().enumerate() {
            let body = school.record(*id).await.newest().unwrap().body.clone();
            for n in (0..EDITORS).filter(|n| *n as usize % DRAFTS == at) {
                for line in 0..LINES {
                    let line = format!("第{n}人第{line}行\n");
                    assert_eq!(body.matches(&line).count(), 1, "{line} of {refused} that were refused: {body}");
                }
            }
        }

        // Ten heads press the same button for each, having seen the same state: one of them did it, and the others are told.
        for id in &ids {
            school.clerk("教务处").submits(*id).await;
        }
        let mut seen = Vec::new();
        for id in &ids {
            seen.push(Seen::at(*id, school.record(*id).await.version));
        }
        let mut reviewing = tokio::task::JoinSet::new();
        for n in 0..10 {
            let (ctx, seen) = (one_of(&school, 500 + n, Role::UnitHead), seen.clone());
            reviewing.spawn(async move {
                let mut passed = 0;
                for seen in seen {
                    match records::pass_unit_review(&ctx, seen).await {
                        Ok(()) => passed += 1,
                        Err(Error::Conflict { .. } | Error::Record(RecordError::WrongStage { .. }) | Error::Busy) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
                passed
            });
        }
        let passed: usize = reviewing.join_all().await.into_iter().sum();
        assert_eq!(passed, DRAFTS, "each is passed once");
        for id in ids {
            assert!(matches!(school.record(id).await.progress, Progress::SecrecyReview { .. }));
        }
    }
}
