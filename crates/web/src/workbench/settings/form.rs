//! How forms of the settings are drawn: fields as data, each with its error beside it and what was typed kept.

use crate::http::form::{FieldError, Fields};
use crate::workbench::bench::Bench;
use app::setup::Wrong;

/// How something is typed.
pub(crate) enum Input {
    /// In a line.
    Line,
    /// In several lines.
    Area,
    /// One of these, by code and word.
    Choice(Vec<(String, String)>),
}

/// A field.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) input: Input,
    pub(crate) error: Option<String>,
}

/// What was typed and what is wrong with it.
#[derive(Default)]
pub(crate) struct Typed {
    fields: Option<Fields>,
    wrong: Vec<(&'static str, String)>,
}

impl Typed {
    /// What was typed, and errors of the form's own.
    pub(crate) fn with(bench: &Bench, fields: Fields, errors: &[FieldError]) -> Typed {
        let words = |error: &FieldError| {
            let own = format!("setting-wrong-{}", error.code);
            let words = if bench.lang.knows(&own) { own } else { format!("work-field-{}", error.code) };
            (error.field, bench.say(&words))
        };
        Typed { wrong: errors.iter().map(words).collect(), fields: Some(fields) }
    }

    /// What was typed, and what a use case says of it.
    pub(crate) fn refused(bench: &Bench, fields: Fields, wrong: &Wrong) -> Typed {
        let wrong = match wrong {
            Wrong::Field(field, code) => {
                let own = format!("setting-wrong-{code}");
                let key = if bench.lang.knows(&own) { own } else { format!("work-field-{code}") };
                vec![(*field, bench.say(&key))]
            }
            Wrong::Taken(field, other) => vec![(*field, bench.say1("setting-wrong-taken", "other", other))],
            Wrong::Personal(field, masked) => vec![(*field, bench.say1("setting-wrong-personal", "masked", masked))],
            Wrong::Still(still) => vec![("closes", still_words(bench, still))],
        };
        Typed { wrong, fields: Some(fields) }
    }

    /// The same with one more thing wrong.
    pub(crate) fn and(mut self, field: &'static str, words: String) -> Typed {
        self.wrong.push((field, words));
        self
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str, otherwise: &str) -> String {
        self.fields.as_ref().map_or_else(|| otherwise.to_string(), |fields| fields.get(name).to_string())
    }

    /// What is wrong with a field.
    pub(crate) fn error(&self, name: &str) -> Option<String> {
        self.wrong.iter().find(|(field, _)| *field == name).map(|(_, words)| words.clone())
    }

    /// A field with what stands in it; its label and hint are `setting-…` of the key, a hint that is not there is none.
    pub(crate) fn field(&self, bench: &Bench, name: &'static str, key: &str, value: &str, input: Input) -> Field {
        let hint = format!("setting-{key}-hint");
        Field {
            name,
            label: bench.say(&format!("setting-{key}")),
            hint: if bench.lang.knows(&hint) { bench.say(&hint) } else { String::new() },
            value: self.value(name, value),
            input,
            error: self.error(name),
        }
    }
}

/// What is still something's, in words.
fn still_words(bench: &Bench, still: &[(&'static str, u64)]) -> String {
    let parts: Vec<String> =
        still.iter().map(|(what, count)| bench.count(&format!("setting-still-{what}"), *count)).collect();
    bench.say1("setting-still", "parts", parts.join(&bench.say("portal-list-comma")))
}
