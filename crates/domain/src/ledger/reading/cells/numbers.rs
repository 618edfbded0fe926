//! The numbers of a row: amounts and counts, how many things a title says it stands for, index numbers of another form,
//! and what is called an identity number and is none.
//!
//! How a number is spelt is in [`amount`](super::super::amount).

use super::super::amount::{self, Amount, Of};
use super::{Cells, Doubt, Question, TEXTS, Table, Taken, Understood, columns};
use crate::date::half_width;
use crate::record::IndexNumber;

impl Cells<'_> {
    /// Numbers with their units, separators and in 万.
    pub(in super::super) fn numbers(&mut self) {
        let (key, unit, of) = match self.written.table {
            Table::Figures => ("value", self.text("unit").to_string(), Of::Figures),
            Table::Records => ("count", String::new(), Of::Things),
            _ => return,
        };
        self.titled_count();
        self.index();
        let Some(at) = self.at(key) else { return };
        let text = self.cell(at).to_string();
        let plain = text.bytes().all(|b| b.is_ascii_digit());
        // One number over several rows counts them together or each of them.
        let merged = self.written.hints.iter().find(|hint| hint.column == at).map_or(0, |hint| hint.merged);
        if key == "count" && merged > 1 && !text.is_empty() && text != "1" {
            return match text == merged.to_string() {
                true => self.take(at, Taken::MergedCount, "1"),
                false => self.ask(at, Doubt::MergedCount, vec![merged.to_string()]),
            };
        }
        if text.is_empty() || plain || key == "value" && amount::is_literal(&text, &unit) {
            return;
        }
        match amount::read(&text, &unit, of) {
            Amount::Number(number, about) => match self.at("approximate") {
                // How many things a row stands for is known or not.
                None if about => self.ask(at, Doubt::Number, vec![number]),
                Some(column) if about => {
                    self.row.0[column] = "是".to_string();
                    self.take(at, Taken::Number, number);
                }
                _ => self.take(at, Taken::Number, number),
            },
            Amount::Doubtful(numbers) => self.ask(at, Doubt::Number, numbers),
            Amount::No => {}
        }
    }

    /// A title that says how many things it stands for, in a row that counts one: 77个采购项目.
    fn titled_count(&mut self) {
        let (Some(title), Some(count)) = (self.at("title"), self.at("count")) else { return };
        if !self.cell(count).is_empty() || !self.text("index").is_empty() {
            return;
        }
        if let Some(number) = amount::counted_in_title(self.cell(title)) {
            let written = self.cell(title).to_string();
            self.understood.push(Understood::new(Taken::Counted, Some(count), &written, number));
        }
    }

    /// An index number of another system is none of the program's: it is kept in the remark, and the program gives its own.
    fn index(&mut self) {
        let (Some(at), Some(note)) = (self.at("index"), self.at("note")) else { return };
        let text = self.cell(at).trim().to_string();
        // What is almost the program's own is a slip and stays a fault.
        let own = text.split_once('/').is_some_and(|(_, rest)| rest.contains('-'));
        let number = half_width(&text).bytes().filter(u8::is_ascii_digit).count() >= 4;
        if own || !number || text.parse::<IndexNumber>().is_ok() {
            return;
        }
        let kept = format!("原索引号：{text}");
        let cell = &mut self.row.0[note];
        if !cell.contains(&kept) {
            *cell = if cell.trim().is_empty() { kept } else { format!("{}；{kept}", cell.trim()) };
        }
        self.take(at, Taken::ForeignIndex, "");
    }

    /// What stands behind 身份证 is a person's number, whatever its check character: a slip in one digit is still a slip in
    /// a person's number. A right one is refused by the gate.
    pub(in super::super) fn identities(&mut self) {
        for (at, column) in columns(self.written.table).iter().enumerate() {
            let private = matches!(column.key, "key" | "source" | "index");
            if private || !self.cell(at).contains("身份证") {
                continue;
            }
            let Some(number) = identity_behind(self.cell(at)) else { continue };
            let column = Some(at);
            let long = TEXTS.contains(&column.map_or("", |at| columns(self.written.table)[at].key));
            let masked: String = number.chars().take(3).chain("***".chars()).collect();
            if !long {
                self.row.0[at] = self.cell(at).replace(&number, &masked);
            }
            self.questions.push(Question::new(Doubt::Identity, column, &masked, Vec::new()));
        }
    }
}

/// The number behind 身份证 that has the length of one and not its check character.
fn identity_behind(text: &str) -> Option<String> {
    let half = half_width(text);
    half.match_indices("身份证").find_map(|(at, word)| {
        let behind: String = half[at + word.len()..].chars().take(40).collect();
        let begins = behind.find(|c: char| c.is_ascii_digit())?;
        if behind[..begins].chars().count() > 10 {
            return None;
        }
        let run: String =
            behind[begins..].chars().take_while(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | ' ' | '-')).collect();
        let bare: String = run.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = bare.trim_end_matches(['x', 'X']);
        let long = matches!(bare.len(), 15 | 17 | 18 | 19) && digits.len() + 1 >= bare.len();
        (long && !is_checked(&bare)).then(|| run.trim_end_matches([' ', '-']).to_string())
    })
}

/// Whether the check character of 18 holds (GB 11643-1999, after ISO 7064 MOD 11-2).
fn is_checked(number: &str) -> bool {
    let value = |c: char| c.to_digit(10).or_else(|| matches!(c, 'x' | 'X').then_some(10));
    let values: Option<Vec<u32>> = number.chars().map(value).collect();
    // Weights are the powers of two modulo 11, from 2 to the 17th for the first digit down to 1 for the check character.
    values.filter(|values| values.len() == 18).is_some_and(|values| {
        let sum: u32 = values
            .iter()
            .rev()
            .scan(1, |weight, value| {
                let term = value * *weight;
                *weight = *weight * 2 % 11;
                Some(term)
            })
            .sum();
        sum % 11 == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_the_word_for_it_is_a_persons() {
        for text in [
            "张三（身份证号430102199001011234）",
            "身份证号码：43010219900101123X",
            "身份证430102 19900101 1234",
            "身份证号：４３０１０２１９９００１０１１２３４",
        ] {
            assert!(identity_behind(text).is_some(), "{text}");
        }
        assert!(
            is_checked("11010519491231002X") && is_checked("110101199001010015") && !is_checked("110101199001010016")
        );
        for text in [
            "身份证号110101199001010015",
            "身份证办理须知",
            "身份证办理电话12345678",
            "身份证号430102",
            "学号202301010112345678",
        ] {
            assert_eq!(identity_behind(text), None, "{text}");
        }
    }
}
