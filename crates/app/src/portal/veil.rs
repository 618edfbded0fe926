//! What of personal data readers may not get from the difference between two editions: that it was taken out must be seen,
//! not what it was.
//!
//! Each thing that the gate is certain of in a former edition is one sign while the editions are compared, the same in
//! both, so that one number for another is still a change. It must not touch what the edition on view says, which passed the
//! gate by itself.

use super::diff::Piece;
use crate::guard::publication::{Field, Gate};
use crate::guard::{Kind, Reason};
use domain::record::Edition;
use std::collections::{BTreeMap, BTreeSet};

/// What readers see in its place.
const COVER: &str = "●●●";
/// Signs without a meaning of their own (Unicode private use, planes 15 and 16).
const SIGNS: std::ops::RangeInclusive<char> = '\u{F0000}'..='\u{10FFFD}';

/// The personal data in two editions, each behind its sign.
pub(super) struct Veil {
    behind: BTreeMap<char, String>,
    /// Whether the newer one is on view, and what it holds is shown in it.
    on_view: bool,
}

impl Veil {
    /// Both editions with signs for what is personal in them.
    pub(super) fn over(old: &Edition, new: &Edition, on_view: bool) -> (Veil, Edition, Edition) {
        let texts = [old, new].map(|edition| [&edition.title, &edition.summary, &edition.body]);
        let taken: BTreeSet<char> =
            texts.iter().flatten().flat_map(|text| text.chars()).filter(|c| SIGNS.contains(c)).collect();
        let mut free = SIGNS.filter(|sign| !taken.contains(sign));
        let mut signs = BTreeMap::new();
        let mut covered = |edition: &Edition| signed(edition, &mut signs, &mut free);
        let (old, new) = (covered(old), covered(new));
        let behind = signs.into_iter().map(|(secret, sign)| (sign, secret)).collect();
        (Veil { behind, on_view }, old, new)
    }

    /// A run as readers may see it.
    pub(super) fn over_piece(&self, piece: Piece) -> Piece {
        match piece {
            Piece::Gone(text) => Piece::Gone(self.shown(&text, false)),
            Piece::Same(text) => Piece::Same(self.shown(&text, self.on_view)),
            Piece::New(text) => Piece::New(self.shown(&text, self.on_view)),
        }
    }

    fn shown(&self, text: &str, whole: bool) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.behind.get(&c) {
                None => out.push(c),
                Some(secret) => out.push_str(if whole { secret } else { COVER }),
            }
        }
        out
    }
}

/// An edition with a sign for everything personal in its title, summary and text. Besides what is certain, that is a paper or
/// a card with a slip in its number, which hides nobody.
fn signed(edition: &Edition, signs: &mut BTreeMap<String, char>, free: &mut impl Iterator<Item = char>) -> Edition {
    let fields = [
        Field::new("title", &edition.title),
        Field::new("summary", &edition.summary),
        Field::new("body", &edition.body),
    ];
    let verdict = Gate::default().judge(fields);
    let grave = |kind: Kind| matches!(kind, Kind::IdCard | Kind::BankCard | Kind::Passport);
    let asked = verdict.asked.into_iter().filter(|concern| grave(concern.kind));
    let head = |why: &Reason| matches!(why, Reason::ForbiddenColumn | Reason::MaskedColumn);
    let mut found: Vec<_> = verdict.refused.into_iter().chain(asked).filter(|concern| !head(&concern.why)).collect();
    found.sort_by_key(|concern| concern.place.start);
    let mut sign = |field: &str, text: &str| {
        let characters: Vec<char> = text.chars().collect();
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for concern in found.iter().filter(|concern| concern.field == field) {
            let (from, to) = (concern.place.start.max(at), concern.place.end.min(characters.len()));
            if from >= to {
                continue;
            }
            out.extend(&characters[at..from]);
            let secret: String = characters[from..to].iter().collect();
            // Without a sign left it is out of the comparison, and never shown.
            match signs.get(&secret).copied().or_else(|| free.next()) {
                Some(sign) => {
                    signs.insert(secret, sign);
                    out.push(sign);
                }
                None => out.push_str(COVER),
            }
            at = to;
        }
        out.extend(&characters[at..]);
        out
    };
    Edition {
        title: sign("title", &edition.title),
        summary: sign("summary", &edition.summary),
        body: sign("body", &edition.body),
        ..Edition::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::diff;
    use super::*;

    const ONE: &str = "110101199003070038";
    const OTHER: &str = "110101199003070011";

    fn shown(old: &str, new: &str, on_view: bool) -> String {
        let of = |body: &str| Edition { body: body.into(), ..Edition::default() };
        let (veil, old, new) = Veil::over(&of(old), &of(new), on_view);
        let pieces = diff::paragraphs(&old.body, &new.body).into_iter().flatten().map(|piece| veil.over_piece(piece));
        pieces
            .map(|piece| match piece {
                Piece::Same(text) => text,
                Piece::Gone(text) => format!("[-{text}]"),
                Piece::New(text) => format!("[+{text}]"),
            })
            .collect()
    }

    #[test]
    fn a_number_that_was_taken_out_is_seen_to_be_gone_and_not_what_it_was() {
        let (with, without) = (format!("李示例，身份证号{ONE}，特此公示。"), "李示例，特此公示。");
        let told = shown(&with, without, true);
        assert!(told.contains("●●●") && !told.contains("19900307"), "{told}");
        let gone = shown(&format!("一\n{with}\n二"), "一\n二", true);
        assert!(gone.contains("[-李示例，身份证号●●●"), "a paragraph that went whole: {gone}");
    }

    #[test]
    fn one_number_for_another_is_a_change_and_tells_neither_in_former_editions() {
        let with = |id: &str| format!("领取人身份证号{id}。");
        assert_eq!(shown(&with(ONE), &with(OTHER), false), "领取人身份证号[-●●●][+●●●]。");
        assert_eq!(shown(&with(ONE), &with(ONE), false), "领取人身份证号●●●。");
        assert_eq!(shown(&with(ONE), &with(ONE), true), with(ONE), "what is on view is on view");
        let slip = with("110101199003070039");
        assert!(!shown(&slip, "领取人见附件。", true).contains("19900307"), "a slip in the last digit hides nobody");
    }

    #[test]
    fn signs_that_somebody_wrote_stay_what_they_are() {
        let odd = "\u{F0000}\u{F0001}";
        assert_eq!(shown(&format!("{odd}，身份证号{ONE}"), odd, true), format!("{odd}[-，身份证号●●●]"));
    }
}
