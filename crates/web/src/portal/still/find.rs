//! The index of the search that runs in the browser: what the lists of the portal say of each record, in files of which
//! the newest comes first, so that a search can begin to answer before it has read them all.

use super::Fault;
use crate::portal::frame::SEGMENT;
use app::portal::made::Made;
use app::portal::{Portal, simplified_of};
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// The script; it runs nothing but this search.
const SCRIPT: &str = include_str!("../../../assets/find.js");

/// Writes the script and its index.
pub(super) async fn write(portal: &Portal, made: &mut Made) -> Result<(), Fault> {
    made.put("assets/find.js", SCRIPT.as_bytes())?;
    let board = portal.board().await?;
    let items: HashMap<_, &str> = board.items().map(|item| (&item.key, item.text.as_str())).collect();
    let (mut after, mut files, mut stands) = (None, 0_usize, BTreeSet::new());
    loop {
        let (lines, next) = portal.lines_after(after).await?;
        let rows = lines.iter().map(|line| {
            let item = items.get(&line.item).copied().unwrap_or_default();
            let unit = line.unit.as_deref().unwrap_or_default();
            let day = if line.published.is_unknown() { String::new() } else { line.published.to_string() };
            let texts = [line.title.as_str(), &line.document_number, unit, item];
            stands.extend(texts.iter().flat_map(|text| text.chars()));
            json!([line.id.to_string(), line.title, line.document_number, unit, day, line.index.to_string(), item])
        });
        let rows: Vec<Value> = rows.collect();
        if !rows.is_empty() {
            files += 1;
            made.put(&format!("find/{files}.json"), Value::Array(rows).to_string().as_bytes())?;
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let page = |path: String, name: &str| crate::portal::place::file_of(&path).map(|file| json!([file, name]));
    let mut pages: Vec<Value> = Vec::new();
    pages.extend(board.items().filter_map(|item| page(format!("/item/{}", item.key), &item.text)));
    for line in portal.units().await? {
        pages.extend(page(format!("/unit/{}", utf8_percent_encode(&line.unit.code, SEGMENT)), &line.unit.name));
    }
    for view in portal.datasets().await? {
        let path = format!("/figures/{}", utf8_percent_encode(&view.dataset.key, SEGMENT));
        pages.extend(page(path, &view.dataset.title).filter(|page| !pages.contains(page)));
    }
    stands.extend(pages.iter().filter_map(|page| page[1].as_str()).flat_map(str::chars).collect::<Vec<char>>());
    let (from, to): (String, String) = simplified_of(&stands).into_iter().unzip();
    let index = json!({ "files": files, "pages": pages, "from": from, "to": to });
    made.put("find/index.json", index.to_string().as_bytes())?;
    Ok(())
}
