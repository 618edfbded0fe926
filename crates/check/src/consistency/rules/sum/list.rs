//! Rule `sum` over a list: a whole in the line that opens it, one part in each entry.
//!
//! 共招生 5531 人，其中： followed by numbered lines is one statement; here it is put together again.

use domain::extract::Extract;

use super::sentence;
use crate::consistency::claims::statement::Statement;
use crate::consistency::claims::total;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::pieces::{Kind, Piece};
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, sentences};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::Sink;

/// Longer lists are catalogues.
const MOST: usize = 30;

/// A list that is being read.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    head: Vec<Piece>,
    /// 全年公开信息 1420 条。 above （一）（二）（三）: no colon announces the entries, so all must speak of the same.
    plain: Option<String>,
    entries: Vec<Vec<Piece>>,
}

impl Lists {
    /// Reads a paragraph.
    pub(crate) fn read(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        let (extract, pieces, norm) = (paragraph.document.extract, paragraph.pieces, paragraph.norm);
        if !self.head.is_empty() {
            let short = norm.text.chars().count() <= 80;
            let entry = match &self.plain {
                Some(noun) => norm.marker.is_some() && norm.body_text().contains(noun.as_str()),
                None => {
                    let numbered = norm.marker.is_some() || norm.kind == Kind::Item;
                    (numbered || norm.text.chars().count() <= 40) && !norm.looks_like_heading()
                }
            };
            if short && entry && norm.body_text().contains(|c: char| c.is_ascii_digit()) && self.entries.len() < MOST {
                self.entries.push(pieces.to_vec());
                return;
            }
            self.flush(extract, sink);
        }
        if norm.text.ends_with('：')
            && norm.text.contains(|c: char| c.is_ascii_digit())
            && norm.text.chars().count() <= 300
        {
            self.head = pieces.to_vec();
            self.plain = None;
        } else if let Some(noun) = announced(paragraph) {
            self.head = pieces.to_vec();
            self.plain = Some(noun);
        }
    }

    /// Tests the list that just ended.
    pub(crate) fn flush(&mut self, extract: &Extract, sink: &mut Sink) {
        let (head, entries) = (std::mem::take(&mut self.head), std::mem::take(&mut self.entries));
        let least = if self.plain.take().is_some() { 3 } else { 2 };
        if head.is_empty() || entries.len() < least {
            return;
        }
        let mut norm = Norm::from_pieces(extract, &head);
        let mut bounds = vec![norm.text.len()];
        for entry in &entries {
            norm.append_entry(extract, entry);
            bounds.push(norm.text.len());
        }
        examine(&norm, &bounds, sink);
    }
}

/// What a short sentence with one total counts, if entries below it may make the total.
fn announced(paragraph: &Paragraph) -> Option<String> {
    let norm = paragraph.norm;
    let [sentence] = paragraph.sentences else { return None };
    let [total] = &sentence.quantities[..] else { return None };
    let label = &norm.text[total.label.clone()];
    let says = ["全年", "共", "总", "累计"].iter().any(|w| label.contains(w));
    let plain = norm.marker.is_none() && norm.text.chars().count() <= 40 && !total.percent && !total.difference;
    let verb = ["公开", "发布", "受理", "办理", "开展", "举办", "资助", "招收", "立项", "发放", "收到", "申请"];
    let noun = verb.into_iter().find(|w| label.contains(w))?;
    (says && plain && total.unit != Unit::None).then(|| noun.to_owned())
}

/// Tests a list: `bounds` are the ends of its opening line and of each entry.
fn examine(norm: &Norm, bounds: &[usize], sink: &mut Sink) {
    let (Some(&head), Some(&end)) = (bounds.first(), bounds.last()) else { return };
    let whole_from = norm.text[..head].rfind('。').unwrap_or(norm.body);
    let quantities: Vec<Quantity> = sentences(norm).into_iter().flat_map(|s| s.quantities).collect();
    let sentence = Sentence { range: whole_from..end, quantities, unread: None };
    let Some(relation) = total::list_relation(&norm.text, &sentence, bounds) else { return };
    let statement = Statement::new(norm, &sentence, vec![relation], Vec::new(), 0..0);
    sentence::examine(&statement, sink);
}
