//! Wrong use in one line, in the reader's language: what was wrong and where the right way is shown.
//!
//! Clap's own answer takes several lines and is only English; a script that reads standard error line by line, and
//! a person who reads Chinese, are owed better. Nothing but words is made here.

use app::words::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The longest piece of what was typed that is repeated, in characters.
const REPEATED: usize = 80;

/// The line for an error of the command line.
pub(crate) fn explain(lang: Lang, error: &clap::Error, arguments: impl Iterator<Item = String>) -> String {
    let told = |kind| error.get(kind).map(words).unwrap_or_default();
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let known = told(ContextKind::ValidValue);
    let what = match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            lang.say_with("usage-no-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidValue if !known.is_empty() => {
            lang.say_with("usage-choice", &[("argument", &argument), ("value", &value), ("known", &known)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            lang.say_with("usage-value", &[("argument", &argument), ("value", &value)])
        }
        ErrorKind::MissingRequiredArgument => lang.say_with("usage-missing", &[("argument", &argument)]),
        ErrorKind::UnknownArgument => lang.say_with("usage-unknown-argument", &[("argument", &argument)]),
        ErrorKind::InvalidSubcommand => {
            lang.say_with("usage-unknown-command", &[("command", &told(ContextKind::InvalidSubcommand))])
        }
        _ => {
            let whole = error.to_string();
            let first = whole.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_string()
        }
    };
    let cure = lang.say_with("usage-cure", &[("command", &path(arguments))]);
    format!("gongkai: {what}{cure}").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The commands that were reached, so that the right help is named.
fn path(arguments: impl Iterator<Item = String>) -> String {
    let whole = crate::cli::localised(Lang::En);
    let (mut command, mut path) = (&whole, "gongkai".to_string());
    for argument in arguments.skip(1) {
        if let Some(sub) = command.find_subcommand(&argument) {
            path = format!("{path} {}", sub.get_name());
            command = sub;
        }
    }
    path
}

fn words(value: &ContextValue) -> String {
    let text = match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    };
    if text.chars().count() <= REPEATED {
        return text;
    }
    text.chars().take(REPEATED).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &[&str], lang: Lang, wanted: &str) {
        let error = crate::cli::localised(lang).try_get_matches_from(typed).expect_err("wrong use");
        assert_eq!(explain(lang, &error, typed.iter().map(|word| word.to_string())), wanted);
    }

    #[test]
    fn wrong_use_is_told_in_one_line_of_the_readers_language() {
        check(
            &["gongkai", "workday", "is", "2023-02-30"],
            Lang::Zh,
            "gongkai: <DATE> 的值“2023-02-30”不对；用法见 gongkai workday is --help",
        );
        check(
            &["gongkai", "workday", "add", "2023-01-01"],
            Lang::En,
            "gongkai: <DAYS> is missing; see gongkai workday add --help",
        );
        check(&["gongkai", "nope"], Lang::En, "gongkai: there is no command nope; see gongkai --help");
        check(
            &["gongkai", "serve", "--nope"],
            Lang::En,
            "gongkai: there is no option --nope; see gongkai serve --help",
        );
        check(
            &["gongkai", "scan", "a", "--format", "xml"],
            Lang::En,
            "gongkai: --format <FORMAT> cannot be “xml”; choose from text, json; see gongkai scan --help",
        );
        check(
            &["gongkai", "scan", "a", "--format"],
            Lang::En,
            "gongkai: --format <FORMAT> needs a value; see gongkai scan --help",
        );
    }
}
