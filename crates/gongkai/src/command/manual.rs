//! `gongkai manual`: the manual page as roff, all commands on one page with options and examples.
//!
//! The front comes from the command line's own generator; what that leaves to pages of their own, one for each
//! command, stands here, since one file is what people install. The words are those of the help pages.

use crate::cli;
use anyhow::Result;
use app::words::Lang;
use clap::Command;

/// The page.
pub(super) fn page(lang: Lang) -> Result<String> {
    let mut whole = cli::localised(lang);
    whole.build();
    let front = clap_mangen::Man::new(whole.clone());
    let mut bytes = Vec::new();
    front.render_title(&mut bytes)?;
    front.render_name_section(&mut bytes)?;
    front.render_synopsis_section(&mut bytes)?;
    front.render_description_section(&mut bytes)?;
    front.render_options_section(&mut bytes)?;
    let mut page = String::from_utf8(bytes)?;
    page.push_str(&section(&lang.say("help-commands")));
    for command in whole.get_subcommands() {
        describe(command, &format!("gongkai {}", command.get_name()), &mut page);
    }
    for part in ["status", "environment"] {
        page.push_str(&section(&lang.say(&format!("manual-{part}-head"))));
        page.push_str(&literal(&lang.say(&format!("manual-{part}"))));
    }
    Ok(page)
}

/// A command and those below it: what it does, its arguments, examples.
fn describe(command: &Command, path: &str, page: &mut String) {
    let below: Vec<&Command> = command.get_subcommands().collect();
    let own = |arg: &&clap::Arg| !arg.is_global_set() && !matches!(arg.get_id().as_str(), "help" | "version");
    // What does something of its own besides is described too.
    if below.is_empty() || command.get_arguments().any(|arg| own(&arg)) {
        describe_alone(command, path, page);
    }
    for sub in below {
        describe(sub, &format!("{path} {}", sub.get_name()), page);
    }
}

/// A command without those below it.
fn describe_alone(command: &Command, path: &str, page: &mut String) {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    page.push_str(&format!(".SS {}\n{}\n.PP\n\\fB{}\\fR\n", escaped(path), escaped(&about), escaped(usage)));
    let own = |arg: &&clap::Arg| !arg.is_global_set() && !matches!(arg.get_id().as_str(), "help" | "version");
    for arg in command.get_arguments().filter(own) {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let names: Vec<String> =
            arg.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>")).collect();
        let value = if arg.get_action().takes_values() { names.join(" ") } else { String::new() };
        let long = arg.get_long().map(|long| format!("--{long}")).unwrap_or_default();
        let head = format!("{long} {value}");
        page.push_str(&format!(".TP\n\\fB{}\\fR\n{}\n", escaped(head.trim()), escaped(&help)));
    }
    if let Some(example) = command.get_after_help() {
        page.push_str(".PP\n");
        page.push_str(&literal(&example.to_string()));
    }
}

fn section(title: &str) -> String {
    format!(".SH {}\n", escaped(&title.to_uppercase()))
}

/// Lines as they stand.
fn literal(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    format!(".nf\n{}\n.fi\n", lines.join("\n"))
}

/// Text that roff takes for nothing else: backslashes and hyphens as themselves, no line that begins like a request.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_with_its_options_and_nothing_that_roff_would_obey() {
        for lang in Lang::ALL {
            let page = page(lang).expect("a page");
            for wanted in
                [".SS gongkai check\n", ".SS gongkai workday add\n", "\\-\\-redact <OUT>", "\\-\\-baseline <FILE>"]
            {
                assert!(page.contains(wanted), "{wanted}");
            }
            let known = [".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".TH", ".ie", ".el"];
            for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
                assert!(known.iter().any(|request| line.starts_with(request)), "{line}");
            }
        }
        assert_eq!(escaped(".docx a\\b-c"), "\\&.docx a\\eb\\-c");
    }
}
