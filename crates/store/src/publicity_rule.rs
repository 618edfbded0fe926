//! The school's own rules of kinds of publicity, each from a day on.

use crate::db::sql::{Sql, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::publicity::{Rule, Scope};

pub(crate) const RULE: Table =
    Table { name: "publicity_rule", columns: &["kind", "valid_from", "days", "basis", "scope", "shows"] };

rows! {
    struct RuleRow {
        kind: String,
        valid_from: String,
        days: i64,
        basis: String,
        scope: String,
        shows: String,
    }
}

impl Reader {
    /// The school's own rules, by kind and day.
    pub async fn publicity_rules(&self) -> Result<Vec<Rule>> {
        let query = Sql::new(
            "SELECT kind, valid_from, days, basis, scope, shows FROM publicity_rule ORDER BY kind, valid_from",
        );
        let rows: Vec<RuleRow> = query.all(&self.tx).await?;
        let rule = |row: RuleRow| {
            let wrong = |column| impossible("publicity_rule", column, &row.kind);
            Ok(Rule {
                from: row.valid_from.parse().map_err(|_| wrong("valid_from"))?,
                count: u32::try_from(row.days).map_err(|_| wrong("days"))?,
                scope: match row.scope.as_str() {
                    "" => None,
                    code => Some(Scope::read(code).ok_or_else(|| wrong("scope"))?),
                },
                shows: row.shows.lines().map(str::to_string).collect(),
                basis: row.basis.clone(),
                kind: row.kind.clone(),
            })
        };
        rows.into_iter().map(rule).collect()
    }
}

impl Tx {
    /// Keeps a rule; one of the same kind and day goes.
    pub async fn save_publicity_rule(&mut self, rule: &Rule) -> Result<()> {
        let values = vec![
            rule.kind.as_str().into(),
            rule.from.to_string().into(),
            i64::from(rule.count).into(),
            rule.basis.as_str().into(),
            rule.scope.map_or("", Scope::code).into(),
            rule.shows.join("\n").into(),
        ];
        let again = " ON CONFLICT (kind, valid_from) DO UPDATE SET days = excluded.days, basis = excluded.basis,
            scope = excluded.scope, shows = excluded.shows";
        RULE.insert(&self.tx, values, again).await
    }

    /// Takes a rule back.
    pub async fn forget_publicity_rule(&mut self, kind: &str, from: NaiveDate) -> Result<()> {
        let values = [kind.into(), from.to_string().into()];
        sql("DELETE FROM publicity_rule WHERE kind = $1 AND valid_from = $2", values).run(&self.tx).await.map(|_| ())
    }
}
