//! The unit that answers for a row.
//!
//! One unit answers; of several it is the first, and the others are kept in the remark. A row that names none takes that
//! of its sheet, unless the rows above it say another.

use super::{Cells, Doubt, Taken, Understood, shape};

impl Cells<'_> {
    /// The unit: that of the sheet when the row names none; the first of several.
    pub(in super::super) fn unit(&mut self, is_unit: &dyn Fn(&str) -> bool) {
        let Some(at) = self.at("unit") else { return };
        let text = self.cell(at).to_string();
        let none = matches!(text.as_str(), "无" | "待定" | "不详" | "/" | "—" | "-" | "未知" | "暂无");
        if text.is_empty() || none {
            if none {
                self.take(at, Taken::Unit, "");
            }
            if let Some((unit, kind)) = &self.written.sheet.unit {
                // A merged cell that a text has lost, or a row of the office itself: nobody can tell. Of a row without a
                // title nothing more is asked.
                let asks = !none && !self.text("title").is_empty();
                if let Some(above) = self.written.sheet.unit_above.as_ref().filter(|above| asks && *above != unit) {
                    return self.ask(at, Doubt::Unit, vec![above.clone(), unit.clone()]);
                }
                self.row.0[at].clone_from(unit);
                self.understood.push(Understood::new(*kind, Some(at), "", unit.clone()));
            }
            return;
        }
        if text.is_ascii() || is_unit(&text) {
            return;
        }
        let parts: Vec<&str> = text
            .split(['、', '，', ',', '；', ';', '/', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let several = parts.len() > 1 && parts.iter().all(|part| shape::is_unit(part) || is_unit(part));
        if several {
            return self.first_unit(at, parts[0]);
        }
        // A person beside the unit: the unit answers, and no name goes along.
        if let [unit, person] = text.split_whitespace().collect::<Vec<_>>().as_slice()
            && shape::is_unit(unit)
            && !shape::is_unit(person)
            && (2..=4).contains(&person.chars().count())
        {
            self.row.0[at] = (*unit).to_string();
            self.understood.push(Understood::new(Taken::Unit, Some(at), unit, *unit));
        }
    }

    /// The first of several units answers; the cell is kept in the remark.
    fn first_unit(&mut self, at: usize, first: &str) {
        let whole = self.cell(at).split_whitespace().collect::<Vec<_>>().join("、");
        if let Some(note) = self.at("note") {
            let kept = format!("责任部门：{whole}");
            let note = &mut self.row.0[note];
            if !note.contains(&kept) {
                *note = if note.trim().is_empty() { kept } else { format!("{}；{kept}", note.trim()) };
            }
        }
        self.take(at, Taken::Unit, first);
    }
}
