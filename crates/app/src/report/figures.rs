//! The report as JSON: every figure, date, title and address with the reference it was taken from.

use super::Built;
use crate::error::{Error, Result};
use domain::document::{Block, Inline};
use serde_json::{Value, json};

/// `{"school":…,"year":…,"values":[{"ref":…,"text":…,"part":…,"anchor":…}],"datasets":[…],"items":[…]}`, the same
/// bytes for the same ledger. Fields are added, never renamed.
pub fn json(built: &Built) -> Result<String> {
    let document = json!({
        "format": "gongkai-annual-report",
        "version": 1,
        "school": built.year.school.name(),
        "year": built.year.year.to_string(),
        "period": { "from": built.year.year.first_day().to_string(), "to": built.year.year.last_day().to_string() },
        "title": built.document.title_line(),
        "values": values(built),
        "datasets": built.year.datasets.iter().map(crate::figures::json).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&document).map_err(Error::internal)?;
    Ok(text + "\n")
}

fn values(built: &Built) -> Vec<Value> {
    let mut values = Vec::new();
    let (mut part, mut anchor) = (0u64, String::new());
    for block in &built.whole().blocks {
        let mut take = |inlines: &[Inline]| {
            for inline in inlines {
                if let Inline::Value { text, source } = inline {
                    values.push(json!({ "ref": source, "text": text, "part": part, "anchor": anchor }));
                }
            }
        };
        match block {
            Block::Heading { level, anchor: here, .. } => {
                part += u64::from(*level == 1);
                anchor.clone_from(here);
            }
            Block::Paragraph(inlines) => take(inlines),
            Block::List(entries) => entries.iter().for_each(|entry| take(entry)),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| take(cell)),
            Block::Chart(_) | Block::Signature(_) => {}
        }
    }
    values
}
