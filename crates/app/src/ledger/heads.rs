//! What a school answers of heads that are in doubt: given with an import, kept with it, listed and taken back.
//!
//! An answer is kept with the batch of the first import that it served, and goes when that is undone. The next file with
//! such a head is read by it and says so. Whether a head is in doubt is not decided here.

use super::mend::{Listed, Listing};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::event::{Act, Event, Object};
use domain::ledger::{Doubt, HeadAnswers, Question, Table, column_of, columns};
use domain::policy::{Permission, Relation};
use office::ledger::Remark;
use store::Events;

/// What somebody says that a head means, as it is typed: the name of a column, nothing for a head not to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadAnswer {
    /// The head as the file has it.
    pub head: String,
    /// The column, by any of its names.
    pub column: String,
}

impl HeadAnswer {
    /// Reads `head=column`. A head may have the sign in it, a column never has.
    pub fn read(text: &str) -> Option<HeadAnswer> {
        let (head, column) = text.rsplit_once(['=', '＝'])?;
        let (head, column) = (head.trim().to_string(), column.trim().to_string());
        (!head.is_empty()).then_some(HeadAnswer { head, column })
    }

    /// What a question about a head, or about a column that is not there, is answered with when `choice` is picked among
    /// its candidates.
    pub fn to(question: &Question, table: Option<Table>, choice: &str) -> Option<HeadAnswer> {
        let answer = |head: &str, column: &str| HeadAnswer { head: head.to_string(), column: column.to_string() };
        match question.kind {
            Doubt::Head if !question.written.is_empty() => Some(answer(&question.written, choice)),
            Doubt::MissingColumn => {
                let column = columns(table?).get(question.column?)?;
                (!choice.is_empty()).then(|| answer(choice, column.zh))
            }
            _ => None,
        }
    }
}

/// The answers in every table that has such a column: which of them the head stands in shows when the file is read.
///
/// # Errors
/// No table has a column of that name.
pub(super) fn resolved(given: &[HeadAnswer]) -> Result<HeadAnswers> {
    let mut answers = HeadAnswers::default();
    for HeadAnswer { head, column } in given {
        let before = answers.iter().count();
        let mut any = false;
        for table in Table::ALL {
            match column_of(*table, column) {
                Some(at) => answers.insert(*table, head, Some(at)),
                None if column.is_empty() => answers.insert(*table, head, None),
                None => continue,
            }
            any = true;
        }
        if !any && before == answers.iter().count() {
            return Err(Error::NotFound { kind: "column", key: column.clone() });
        }
    }
    Ok(answers)
}

/// The school's answers with the given ones over them.
pub(super) async fn known(ctx: &Ctx, given: &HeadAnswers) -> Result<HeadAnswers> {
    let mut answers = ctx.read().await?.head_answers().await?;
    given.iter().for_each(|(table, head, column)| answers.insert(table, head, column));
    Ok(answers)
}

/// Those of the given answers by which the file was read.
///
/// # Errors
/// One of them says nothing of this file, which may be a slip of the pen.
pub(super) fn served(given: &HeadAnswers, remarks: &[Remark], as_given: &[HeadAnswer]) -> Result<HeadAnswers> {
    use domain::ledger::Taken::{HeadAnswer as Answered, HeadLeft};
    let mut used = HeadAnswers::default();
    for remark in remarks {
        let Remark::Understood { table, remark, .. } = remark else { continue };
        if let (Some(table), Answered | HeadLeft) = (table, remark.kind)
            && let Some(column) = given.of(*table, &remark.written)
        {
            used.insert(*table, &remark.written, column);
        }
    }
    let of_no_use = |answer: &&HeadAnswer| Table::ALL.iter().all(|table| used.of(*table, &answer.head).is_none());
    match as_given.iter().find(of_no_use) {
        Some(answer) => Err(Error::NotFound { kind: "head", key: answer.head.clone() }),
        None => Ok(used),
    }
}

/// An answer as lists and plans show it: the head, and the column that it means.
pub(super) fn shown(table: Table, head: &str, column: Option<usize>) -> (Table, String, &'static str) {
    let column = column.and_then(|at| columns(table).get(at)).map_or("", |column| column.zh);
    (table, head.to_string(), column)
}

/// The event of an answer that is kept or goes. A head is text of a file and stays out of it.
pub(super) fn event(table: &str) -> Event {
    Event::new(Act::HeadAnswered, Object::School).with("table", table)
}

/// What was answered of heads.
///
/// # Errors
/// They may not mend the ledger.
pub async fn list_heads(ctx: &Ctx, query: Option<&str>) -> Result<Listing> {
    ctx.allow(Permission::MendLedger, Relation::School)?;
    let wanted = query.map(HeadAnswers::form).unwrap_or_default();
    let answers = ctx.read().await?.head_answers().await?;
    let row = |(table, head, column): (Table, &str, Option<usize>)| {
        let (_, head, column) = shown(table, head, column);
        let cells = vec![head, table.zh().to_string(), column.to_string()];
        cells
            .iter()
            .any(|cell| HeadAnswers::form(cell).contains(&wanted))
            .then_some(Listed { cells, releases: Vec::new() })
    };
    Ok(Listing { columns: &["head", "table", "means"], rows: answers.iter().filter_map(row).collect(), more: false })
}

/// Takes the answers about a head back; the next file that has it asks again.
///
/// # Errors
/// Nothing was answered of it.
pub async fn forget_head(ctx: &Ctx, head: &str) -> Result<()> {
    ctx.allow(Permission::MendLedger, Relation::School)?;
    let mut change: Change<'_> = ctx.write().await?;
    let form = HeadAnswers::form(head);
    let mut gone = Vec::new();
    for table in Table::ALL {
        if change.forget_head_answer(*table, &form).await? {
            gone.push(event(table.code()));
        }
    }
    match Events::of(gone) {
        Some(events) => change.commit(events).await.map(|_| ()),
        None => Err(Error::NotFound { kind: "head-answer", key: head.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_head_and_a_column_or_nothing() {
        let read = |text: &str| HeadAnswer::read(text).map(|answer| (answer.head, answer.column));
        assert_eq!(read("编号2=事项"), Some(("编号2".into(), "事项".into())));
        assert_eq!(read("a=b ＝ 标题"), Some(("a=b".into(), "标题".into())));
        assert_eq!(read("备注2="), Some(("备注2".into(), String::new())));
        assert_eq!((read("编号2"), read("=事项")), (None, None));
        assert!(matches!(
            resolved(&[HeadAnswer { head: "编号2".into(), column: "没有这一列".into() }]),
            Err(Error::NotFound { kind: "column", .. })
        ));
    }
}
