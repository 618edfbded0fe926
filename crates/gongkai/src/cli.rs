//! The command line: what can be typed. Only clap; words for people come from `locales/` at run time.

mod audit;
mod backup;
mod ledger;
mod mail;
mod status;
mod user;
mod witness;

pub(crate) use audit::Audit;
pub(crate) use backup::{Backup, Restore, Verify, VerifyOther, VerifyProof};
pub(crate) use ledger::{Coded, Deleted, Ledger, Listed};
pub(crate) use mail::Mail;
pub(crate) use status::Status;
pub(crate) use user::{Held, User};
pub(crate) use witness::{Witness, WitnessServe};

use app::words::Lang;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The program.
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, disable_help_subcommand = true, propagate_version = true)]
pub(crate) struct Cli {
    /// Configuration file.
    #[arg(long, global = true, value_name = "FILE", default_value = "gongkai.toml", env = "GONGKAI_CONFIG")]
    pub config: PathBuf,
    /// Language of messages.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    /// Longer causes of errors.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangArg {
    // Chinese.
    Zh,
    // English.
    En,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Lang {
        match arg {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sample school from a real year, its report and portal.
    Demo(Demo),
    /// A new school.
    Init(Init),
    /// Portal and background work.
    Serve(Serve),
    /// Bring something in.
    #[command(subcommand)]
    Import(Import),
    /// Write something out.
    #[command(subcommand)]
    Export(Export),
    /// What there is to mend, and mending it.
    #[command(subcommand)]
    Ledger(Ledger),
    /// The annual report.
    Report(Report),
    /// What a report still lacks.
    Gaps(Gaps),
    /// Accounts of the workbench.
    #[command(subcommand)]
    User(User),
    /// What the program does by itself.
    Jobs(Jobs),
    /// Mail that goes out.
    #[command(subcommand)]
    Mail(Mail),
    /// How the installation stands.
    Status(Status),
    /// Watching the logs of schools.
    #[command(subcommand)]
    Witness(Witness),
    /// Everything in one file.
    Backup(Backup),
    /// A school made of a backup.
    Restore(Restore),
    /// Whether the database, or a backup, is whole.
    Verify(Verify),
    /// The portal as those see it who score it.
    Audit(Audit),
    /// Statutory working days.
    #[command(subcommand)]
    Workday(Workday),
    /// What does not add up.
    Check(Check),
    /// Personal data.
    Scan(Scan),
    /// How to use a command.
    Help(Help),
    /// Shell completions.
    Completions(Completions),
    /// The manual page.
    Manual,
}

/// `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Which sample.
    #[arg(long, value_enum, value_name = "NAME", default_value = "2022-2023")]
    pub sample: Sample,
    /// Folder for the sample's data.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Port of the portal.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub port: u16,
    /// Build only.
    #[arg(long)]
    pub no_serve: bool,
}

/// A sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sample {
    // The real year of a college.
    #[value(name = "2022-2023")]
    Year,
    // An invented college at work.
    Living,
}

/// `init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Name of the school.
    #[arg(long)]
    pub name: Option<String>,
    /// Kind of the school.
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// First administrator.
    #[arg(long, value_name = "NAME")]
    pub administrator: Option<String>,
}

/// Kind of school.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    // 高职.
    Vocational,
    // 本科.
    Undergraduate,
    // 大学.
    University,
}

impl Kind {
    /// As the ledger writes it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::Vocational => "vocational",
            Kind::Undergraduate => "undergraduate",
            Kind::University => "university",
        }
    }
}

/// `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on; the setting when absent.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
}

/// `import …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A ledger file.
    Ledger {
        /// The file.
        file: PathBuf,
        /// Without asking.
        #[arg(long, conflicts_with = "dry_run")]
        yes: bool,
        /// Look only.
        #[arg(long)]
        dry_run: bool,
        /// Nothing unless all.
        #[arg(long)]
        all_or_nothing: bool,
        /// What a head means; several times for several heads.
        #[arg(long, value_name = "HEAD=COLUMN")]
        column: Vec<String>,
        /// The plan as a workbook.
        #[arg(long, value_name = "FILE.xlsx")]
        plan: Option<PathBuf>,
        /// Replaces what stands in the plan's place.
        #[arg(long, requires = "plan")]
        overwrite: bool,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// A Word file as a draft.
    Document {
        /// The file.
        file: PathBuf,
        /// Item that it is of; the likeliest by its title when absent.
        #[arg(long, value_name = "N")]
        item: Option<String>,
        /// Unit that made it; the one that signed it when absent.
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// What was brought in.
    List {
        /// Those before this one.
        #[arg(long, value_name = "N")]
        before: Option<u32>,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Takes one back.
    Undo {
        /// Its number.
        number: u32,
        /// Without asking.
        #[arg(long)]
        yes: bool,
    },
}

/// `export …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The columns of ledger files.
    Columns,
    /// The portal as files.
    Site {
        /// The folder.
        folder: PathBuf,
        /// Where it will stand.
        #[arg(long, value_name = "URL")]
        address: Option<String>,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// The ledger.
    Ledger {
        /// The file.
        file: PathBuf,
        /// An empty form instead.
        #[arg(long)]
        template: bool,
        /// School year of the rows in the form.
        #[arg(long, value_name = "YEAR", requires = "template")]
        year: Option<String>,
        /// Replaces what stands there.
        #[arg(long)]
        overwrite: bool,
    },
}

/// `report`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Report {
    /// What else than to build one.
    #[command(subcommand)]
    pub act: Option<ReportAct>,
    /// School year.
    #[arg(required = true)]
    pub year: Option<String>,
    /// Folder for the files.
    #[arg(long, value_name = "DIR", required_unless_present = "from")]
    pub out: Option<PathBuf>,
    /// Formats.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "docx,pdf,html,md,json,annex", requires = "out")]
    pub format: Vec<ReportFormat>,
    /// Date of signature.
    #[arg(long, value_name = "DATE", requires = "out")]
    pub date: Option<chrono::NaiveDate>,
    /// Only when nothing is missing.
    #[arg(long = "final", requires = "date")]
    pub last: bool,
    /// The school's own Word file.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub template: Option<PathBuf>,
    /// Replaces what stands there.
    #[arg(long, requires = "out")]
    pub overwrite: bool,
    /// Last year's report, from which part one is begun.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Does not ask.
    #[arg(long, requires = "from")]
    pub yes: bool,
}

/// `gaps`.
#[derive(Debug, Args)]
pub(crate) struct Gaps {
    /// School year.
    pub year: String,
    /// Workbook to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Replaces what stands there.
    #[arg(long)]
    pub overwrite: bool,
}

/// `report …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportAct {
    /// Makes a report public.
    Issue {
        /// School year.
        year: String,
        /// Date of signature; today when absent.
        #[arg(long, value_name = "DATE")]
        date: Option<chrono::NaiveDate>,
        /// With the marks of what is missing.
        #[arg(long)]
        incomplete: bool,
    },
}

/// `jobs`.
#[derive(Debug, Args)]
pub(crate) struct Jobs {
    /// Does what is due.
    #[arg(long)]
    pub run: bool,
    /// Form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

/// Format of the report.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportFormat {
    // Word.
    Docx,
    // PDF.
    Pdf,
    // One page.
    Html,
    // Markdown.
    Md,
    // Figures.
    Json,
    // Records and channels, as .docx and .xlsx.
    Annex,
}

impl ReportFormat {
    /// The files it stands for.
    pub(crate) fn files(self) -> &'static [app::report::Format] {
        use app::report::Format;
        match self {
            ReportFormat::Docx => &[Format::Docx],
            ReportFormat::Pdf => &[Format::Pdf],
            ReportFormat::Html => &[Format::Html],
            ReportFormat::Md => &[Format::Markdown],
            ReportFormat::Json => &[Format::Json],
            ReportFormat::Annex => &[Format::AnnexDocx, Format::AnnexXlsx],
        }
    }
}

/// `workday …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Workday {
    /// The n-th working day after a date.
    Add {
        /// Start.
        date: chrono::NaiveDate,
        /// How many; negative counts back.
        #[arg(allow_negative_numbers = true)]
        days: i64,
        /// Day by day.
        #[arg(long)]
        explain: bool,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Working days between two dates.
    Between {
        /// First date.
        from: chrono::NaiveDate,
        /// Second date.
        to: chrono::NaiveDate,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Whether a date is one.
    Is {
        /// The date.
        date: chrono::NaiveDate,
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
}

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    // For people.
    Text,
    // For programs; stable.
    Json,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files.
    pub files: Vec<PathBuf>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: CheckFormat,
    /// Reporting year.
    #[arg(long)]
    pub year: Option<String>,
    /// A ledger to compare with.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub ledger: Option<Option<PathBuf>>,
    /// Findings already judged.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Shows notes as well.
    #[arg(long)]
    pub notes: bool,
    /// An incomplete reading is no success.
    #[arg(long)]
    pub strict: bool,
    /// A rule's page.
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
}

/// Form of a check's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    // For people.
    Text,
    // For programs; stable.
    Json,
    // For editors.
    Sarif,
}

/// `scan`.
#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
    /// Kind of publicity.
    #[arg(long, value_name = "KIND")]
    pub policy: Option<String>,
    /// Where to write a copy.
    #[arg(long, value_name = "OUT")]
    pub redact: Option<PathBuf>,
    /// Replaces what stands there.
    #[arg(long, requires = "redact")]
    pub overwrite: bool,
    /// An incomplete reading is no success.
    #[arg(long)]
    pub strict: bool,
}

/// `help`.
#[derive(Debug, Args)]
pub(crate) struct Help {
    /// The command and its subcommand.
    #[arg(value_name = "COMMAND")]
    pub path: Vec<String>,
}

/// `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}

/// The command with its words in one language: what each command and argument is for, and an example each.
pub(crate) fn localised(lang: Lang) -> clap::Command {
    speak(Cli::command(), lang, "cli")
}

/// The help page of the command at the end of a path such as `workday add`, or the word that names none.
pub(crate) fn help(lang: Lang, path: &[String]) -> Result<StyledStr, String> {
    let mut whole = localised(lang);
    whole.build();
    let mut command = &mut whole;
    for word in path {
        command = command.find_subcommand_mut(word).ok_or_else(|| word.clone())?;
    }
    Ok(command.render_help())
}

fn speak(command: clap::Command, lang: Lang, key: &str) -> clap::Command {
    let arguments: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let subcommands: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    let about = lang.say(key);
    let template = format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}", lang.say("help-usage"));
    let mut command = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading(lang.say("help-commands"))
        .subcommand_value_name(lang.say("help-command"))
        .disable_help_flag(true)
        .disable_version_flag(true);
    let example = format!("{key}--example");
    if lang.knows(&example) {
        command = command.after_help(lang.say(&example));
    }
    for argument in arguments {
        let words = lang.say(&format!("{key}-arg-{}", argument.replace('_', "-")));
        command = command.mut_arg(argument, |arg| explained(arg, lang, &words));
    }
    let own = [("help", 'h', ArgAction::Help), ("version", 'V', ArgAction::Version)];
    for (name, short, action) in own {
        let words = lang.say(&format!("help-{name}"));
        let arg = Arg::new(name).short(short).long(name).action(action).help(words);
        command = command.arg(arg.help_heading(lang.say("help-options")));
    }
    for subcommand in subcommands {
        let key = format!("{key}-{subcommand}");
        command = command.mut_subcommand(subcommand, |sub| speak(sub, lang, &key));
    }
    command
}

/// An argument with its help: our words, then default, choices and variable, which clap would say in English.
fn explained(arg: Arg, lang: Lang, words: &str) -> Arg {
    let mut help = words.to_string();
    let mut add = |key: &str, values: &[String]| {
        if !values.is_empty() {
            help.push_str(&lang.say_with(key, &[("values", &values.join(", "))]));
        }
    };
    let choices: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_string()).collect();
    let takes = arg.get_action().takes_values();
    add("help-choices", if takes { &choices } else { &[] });
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    add("help-default", if takes { &defaults } else { &[] });
    let variable: Vec<String> = arg.get_env().map(|name| name.to_string_lossy().into_owned()).into_iter().collect();
    add("help-variable", &variable);
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let arg = arg.help(help).help_heading(lang.say(heading));
    // A flag has nothing of these to hide, and may not be told to.
    if takes { arg.hide_default_value(true).hide_possible_values(true).hide_env(true) } else { arg }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    fn keys(command: &clap::Command, key: &str, found: &mut Vec<String>) {
        found.push(key.to_string());
        if command.get_subcommands().next().is_none() {
            found.push(format!("{key}--example"));
        }
        found.extend(
            command.get_arguments().map(|arg| format!("{key}-arg-{}", arg.get_id().as_str().replace('_', "-"))),
        );
        for sub in command.get_subcommands() {
            keys(sub, &format!("{key}-{}", sub.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages_with_an_example() {
        let mut wanted = Vec::new();
        keys(&Cli::command(), "cli", &mut wanted);
        let missing: Vec<String> = Lang::ALL
            .into_iter()
            .flat_map(|lang| {
                wanted.iter().filter(move |key| !lang.knows(key)).map(move |key| format!("{}: {key}", lang.tag()))
            })
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
