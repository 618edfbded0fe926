//! What is public already of something that somebody is about to ask for: looked for piece by piece, counted nowhere.
//!
//! A request may hold anything, and a search in vain is kept with its words. So nothing that is typed here is kept.

use crate::error::Result;
use crate::portal::Portal;
use crate::portal::view::RecordLine;

/// Pieces of a text that are looked for.
const PIECES: usize = 6;
/// Shortest and longest piece, in characters.
const LEAST: usize = 3;
const MOST: usize = 30;
/// Records that are shown.
const SHOWN: usize = 5;

impl Portal {
    /// Records on view that hold a piece of this text whole, those of the first pieces first.
    ///
    /// # Errors
    /// The database does not answer, or the index failed.
    pub async fn near(&self, text: &str) -> Result<Vec<RecordLine>> {
        let mut found: Vec<RecordLine> = Vec::new();
        for piece in pieces(text) {
            let hits = self.find(piece.as_str().into()).await?;
            // One that holds only some of the words is no near thing.
            if hits.loose {
                continue;
            }
            for hit in hits.hits {
                if found.len() < SHOWN && found.iter().all(|line| line.id != hit.line.id) {
                    found.push(hit.line);
                }
            }
        }
        Ok(found)
    }
}

/// Pieces between marks and blanks, each once, as long as a title is.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in text.split(|c: char| !c.is_alphanumeric()) {
        let length = piece.chars().count();
        // A number alone is a date or a telephone.
        let says = piece.chars().any(|c| !c.is_numeric());
        if (LEAST..=MOST).contains(&length) && says && pieces.iter().all(|known| known != piece) {
            pieces.push(piece.to_string());
        }
    }
    pieces.truncate(PIECES);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_for_by_its_pieces_and_numbers_alone_are_none() {
        assert_eq!(
            pieces("实训基地设备采购合同，2026年3月前后；13800138000"),
            ["实训基地设备采购合同", "2026年3月前后"]
        );
        assert_eq!(pieces("甲乙 一二三 一二三"), ["一二三"]);
        assert!(pieces("").is_empty());
    }
}
