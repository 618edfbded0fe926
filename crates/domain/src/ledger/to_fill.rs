//! What stands where somebody is to write: in a template and in the list of what a report lacks.
//!
//! It exists so that the words which ask for a text are never taken for the text, and are the same where they are written
//! and where they are known again. It must not hold anything that a clerk could mean.

use super::{Row, Table, columns};

/// By what a row is known that nobody has filled in yet.
pub const TO_FILL_MARK: &str = "#说明 ";

/// What a hint says behind what it is about.
const HINT: &str = "写在这里，并删去本行第一格的“#说明”";

/// The words that ask for a text, for the cell where it is to stand.
#[must_use]
pub fn hint(about: &str) -> String {
    format!("（{about}写在这里，并删去本行第一格的“{TO_FILL_MARK}”）")
}

/// Whether such words stand in a text still, whatever was written around them.
#[must_use]
pub fn has_hint(text: &str) -> bool {
    // Blanks come and go in cells.
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.contains(HINT)
}

/// Whether something was filled in that the mark before it would keep out: a text, or the value of a figure. Other tables
/// have no rows to fill in.
#[must_use]
pub fn is_filled_in(table: Table, row: &Row) -> bool {
    let wanted = match table {
        Table::Texts => "text",
        Table::Figures => "value",
        _ => return false,
    };
    let at = columns(table).iter().position(|column| column.key == wanted);
    let cell = at.map_or("", |at| row.cell(at)).trim();
    !cell.is_empty() && !has_hint(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_known_again_and_what_people_write_is_none() {
        assert!(has_hint(&hint("第三部分")));
        assert!(has_hint(&format!("本年度共收到申请。\n{}", hint("申请"))), "left below what was written");
        assert!(has_hint("写在这里，并删去本行\n第一格的“#说明”"), "the blank of the mark was lost");
        for text in ["", "写在这里", "删去本行", "请写在这里，并签字", "#说明"] {
            assert!(!has_hint(text), "{text}");
        }
    }

    #[test]
    fn a_row_is_filled_in_when_it_has_what_was_asked_for() {
        let row = |table: Table, key: &str, text: &str| {
            let filled = columns(table).iter().map(|column| if column.key == key { text.into() } else { "x".into() });
            let empty = |cell: String| if cell == "x" && matches!(key, "value") { String::new() } else { cell };
            Row(filled.map(empty).collect())
        };
        assert!(is_filled_in(Table::Texts, &row(Table::Texts, "text", "没有收到举报。")));
        assert!(!is_filled_in(Table::Texts, &row(Table::Texts, "text", " ")));
        assert!(!is_filled_in(Table::Texts, &row(Table::Texts, "text", &hint("举报"))));
        assert!(is_filled_in(Table::Figures, &row(Table::Figures, "value", "0")));
        assert!(!is_filled_in(Table::Figures, &row(Table::Figures, "value", "")));
        assert!(!is_filled_in(Table::Records, &row(Table::Records, "title", "通知")));
    }
}
