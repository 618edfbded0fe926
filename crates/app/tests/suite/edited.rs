//! An edited report against the ledger: what a person changed is found, and nothing else is.

use app::guard::{CheckOptions, Extract, Finding, LedgerReport, Limits, check_text};
use app::report::{Built, Format, build, file, report_behind};
use domain::document::{Block, Inline};
use testkit::School;

const FORMATS: [Format; 5] = [Format::Docx, Format::AnnexDocx, Format::Pdf, Format::Html, Format::Markdown];

async fn sample() -> (School, Built) {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    (school, built)
}

fn read(school: &School, built: &Built, format: Format) -> Extract {
    let name = format!("report.{}", format.extension());
    let bytes = file(&school.app, built, format).unwrap().bytes;
    office::read::read_bytes(&name, &bytes, &Limits::default()).unwrap()
}

/// What the comparison adds to what is said of the text by itself, and the statements that it adds.
fn compared(text: &Extract, ledger: &LedgerReport) -> (Vec<Finding>, usize) {
    let alone = check_text(text.clone(), &CheckOptions::default());
    let options = CheckOptions { report: Some(ledger.clone()), ..CheckOptions::default() };
    let with = check_text(text.clone(), &options);
    let more = with.findings.into_iter().filter(|finding| !alone.findings.contains(finding));
    (more.collect(), with.claims - alone.claims)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unedited_report_agrees_with_the_ledger_in_every_format() {
    let (school, built) = sample().await;
    for format in FORMATS {
        let text = read(&school, &built, format);
        let year = (format == Format::AnnexDocx).then(|| app::guard::Span::parse("2022-2023").unwrap());
        let ledger = report_behind(&school.ctx(), &text, year).await.unwrap();
        let (findings, claims) = compared(&text, &ledger);
        let told: Vec<_> = findings.iter().map(|f| (&f.message, &f.context.0)).collect();
        assert!(findings.is_empty(), "{format:?}: {} {told:#?}", findings.len());
        assert!(claims > 300, "{format:?}: {claims}");
    }
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }
}

fn inlines(blocks: &mut [Block]) -> Vec<&mut Inline> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => all.extend(inlines),
            Block::List(entries) => all.extend(entries.iter_mut().flatten()),
            Block::Table(table) => all.extend(table.rows.iter_mut().flatten().flatten()),
            Block::Heading { .. } | Block::Chart(_) | Block::Signature(_) => {}
        }
    }
    all
}

/// Another digit or character at a random place of a value.
fn change(text: &str, chance: &mut Chance) -> String {
    let digit = |c: &char| c.is_ascii_digit();
    let digits: Vec<usize> = text.chars().enumerate().filter(|(_, c)| digit(c)).map(|(at, _)| at).collect();
    let count = text.chars().count();
    let at = if digits.is_empty() { chance.below(count) } else { digits[chance.below(digits.len())] };
    let put = |(here, c): (usize, char)| match c {
        c if here != at => c,
        // Never a leading nought, which would be the same number.
        c if digit(&c) => char::from_digit((c.to_digit(10).unwrap() % 9) + 1, 10).unwrap(),
        '错' => '误',
        _ => '错',
    };
    text.chars().enumerate().map(put).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_changed_value_is_found_with_both_values_and_nothing_else_is() {
    let (school, built) = sample().await;
    let ledger = LedgerReport { report: built.document.blocks.clone(), annex: built.annex.blocks.clone() };
    let mut chance = Chance(7);
    let rounds = std::env::var("GONGKAI_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(10);
    for round in 0..rounds {
        let format = if round % 5 == 4 { FORMATS[round / 5 % FORMATS.len()] } else { Format::Docx };
        let mut edited = built.clone();
        let document = if format == Format::AnnexDocx { &mut edited.annex } else { &mut edited.document };
        let mut values: Vec<&mut Inline> =
            inlines(&mut document.blocks).into_iter().filter(|inline| matches!(inline, Inline::Value { .. })).collect();
        let mut wanted = Vec::new();
        for _ in 0..=chance.below(12) {
            let at = chance.below(values.len());
            let Inline::Value { text, source } = values.swap_remove(at) else { continue };
            let changed = change(text, &mut chance);
            wanted.push((source.clone(), std::mem::replace(text, changed.clone()), changed));
        }
        let text = read(&school, &edited, format);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        wanted.iter_mut().for_each(|(_, _, found)| *found = bare(found));
        let of_ledger = |finding: &&Finding| finding.message.contains("台账");
        let told = compared(&text, &ledger).0;
        let value = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut told: Vec<(String, String, String)> = told
            .iter()
            .filter(of_ledger)
            .map(|finding| (value(&finding.reference), value(&finding.expected), bare(&value(&finding.found))))
            .collect();
        told.sort();
        wanted.sort();
        assert_eq!(told, wanted, "round {round}, {format:?}");
    }
}
