//! The clocks of a voice in words, for its sender and at work alike: what each runs for, how much is left, and where its length
//! comes from, which is a default of this program that no rule gives and the school confirms.

use app::words::Lang;
use domain::request::Face;
use domain::voice::{Clock, Limit};

/// What a clock runs for.
pub(crate) fn limit(lang: Lang, clock: &Clock) -> String {
    match (lang, clock.term.limit) {
        (Lang::Zh, limit) => limit.zh().to_string(),
        (Lang::En, Limit::Accept) => lang.say("voice-limit-accept"),
        (Lang::En, _) => lang.say("voice-limit-answer"),
    }
}

/// How much is left.
pub(crate) fn left(lang: Lang, clock: &Clock) -> String {
    let unit = clock.term.unit.code();
    match clock.face {
        Face::Running { left: 0 } => lang.say("request-left-today"),
        Face::Running { left } if left < 0 => lang.count(&format!("voice-late-{unit}"), left.unsigned_abs()),
        Face::Running { left } => lang.count(&format!("voice-left-{unit}"), left.unsigned_abs()),
        Face::Ended { late } if late > 0 => lang.count(&format!("voice-ended-{unit}"), late.unsigned_abs()),
        _ => lang.say("voice-ended-in-time"),
    }
}

/// Where the length of a clock comes from.
pub(crate) fn basis(lang: Lang, clock: &Clock) -> String {
    let term = &clock.term;
    let count = lang.count(&format!("voice-length-{}", term.unit.code()), u64::from(term.count));
    let mut words = lang.say_with("voice-basis", &[("length", &count), ("article", &term.article)]);
    if !term.verified {
        words += &lang.say("voice-basis-default");
    }
    if clock.due.is_provisional() {
        words += &lang.say("voice-basis-provisional");
    }
    words
}
