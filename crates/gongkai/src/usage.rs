//! Wrong use in one line, in the reader's language: what was wrong and where the right way is shown.
//!
//! Clap's own answer takes several lines and is only English; a script that reads standard error line by line, and
//! a person who reads Chinese, are owed better. Nothing but words is made here.

use app::guard::printable;
use app::words::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The longest piece of what was typed that is repeated, in characters.
const REPEATED: usize = 80;

/// The line for an error of the command line.
pub(crate) fn explain(lang: Lang, error: &clap::Error, arguments: impl Iterator<Item = String>) -> String {
    let told = |kind| error.get(kind).map(|value| words(lang, value)).unwrap_or_default();
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
        ErrorKind::ArgumentConflict => {
            let other = told(ContextKind::PriorArg);
            let key = if other.is_empty() || other == argument { "usage-twice" } else { "usage-conflict" };
            lang.say_with(key, &[("argument", &argument), ("other", &other)])
        }
        ErrorKind::TooManyValues => lang.say_with("usage-too-many", &[("argument", &argument), ("value", &value)]),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            lang.say_with("usage-no-value", &[("argument", &argument)])
        }
        ErrorKind::InvalidUtf8 => lang.say("usage-not-text"),
        ErrorKind::MissingSubcommand => lang.say("usage-no-command"),
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
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let meant = near.into_iter().map(told).find(|word| !word.is_empty());
    let meant = meant.map(|word| lang.say_with("usage-meant", &[("word", &word)])).unwrap_or_default();
    let cure = lang.say_with("usage-cure", &[("command", &path(arguments))]);
    printable(&format!("gongkai: {what}{meant}{cure}"))
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

fn words(lang: Lang, value: &ContextValue) -> String {
    let text = match value {
        ContextValue::Strings(several) => several.join(if lang == Lang::Zh { "、" } else { ", " }),
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
        check(
            &["gongkai", "chek", "a.md"],
            Lang::Zh,
            "gongkai: 没有命令 chek（是不是 check？）；用法见 gongkai --help",
        );
        check(
            &["gongkai", "check", "a.md", "--lang", "zh", "--lang", "en"],
            Lang::En,
            "gongkai: --lang <LANG> is given twice; see gongkai check --help",
        );
    }

    /// Whatever clap may say of wrong use, none of its own English reaches a Chinese reader.
    #[test]
    fn no_wrong_use_is_told_in_the_other_language() {
        let uses: [&[&str]; 14] = [
            &["check", "--format", "xml"],
            &["check", "--format", "jsn", "a"],
            &["check", "--fromat", "json"],
            &["check", "--year"],
            &["check", "a", "--verbose=3"],
            &["check", "a", "--format", "json", "--format", "text"],
            &["scan"],
            &["scan", "a", "--redact"],
            &["scan", "a", "--redact", "b", "--redact", "c"],
            &["report", "2022-2023"],
            &["workday", "add", "x", "2"],
            &["demo", "--port", "99999"],
            &["manual", "more"],
            &["chek"],
        ];
        for typed in uses {
            let typed: Vec<&str> = ["gongkai"].into_iter().chain(typed.iter().copied()).collect();
            for lang in Lang::ALL {
                let error = crate::cli::localised(lang).try_get_matches_from(&typed).expect_err("wrong use");
                let line = explain(lang, &error, typed.iter().map(|word| word.to_string()));
                let chinese = line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(chinese, lang == Lang::Zh, "{line}");
                let clap = ["argument", "cannot", "unexpected", "value '", "found", "required"];
                assert!(lang == Lang::En || !clap.iter().any(|word| line.contains(word)), "{line}");
            }
        }
    }
}
