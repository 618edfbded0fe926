//! Findings as a SARIF 2.1.0 log, which editors and code hosts open at the place.
//!
//! The standard: OASIS SARIF 2.1.0. Regions count lines, columns and characters in the extracted text, which for text
//! and Markdown is the file itself; for Word and PDF the message names page or paragraph.

use super::FileAnswer;
use app::guard::{Finding, Unread, explain_rule, known_rules};
use app::words::Lang;
use serde_json::{Value, json};

/// The log of a run.
pub(super) fn log(files: &[FileAnswer], lang: Lang) -> Value {
    let results: Vec<Value> =
        files.iter().flat_map(|file| file.findings.iter().map(|finding| result(file, finding, lang))).collect();
    let failed = |file: &FileAnswer| {
        let text = file.error.as_ref()?;
        let place = json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(&file.file) } } }]);
        Some(json!({ "level": "error", "message": { "text": text }, "locations": place }))
    };
    let unread = |file: &FileAnswer| {
        let place = json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(&file.file) } } }]);
        let told = |unread: &Unread| {
            json!({
                "level": "warning", "descriptor": { "id": unread.code }, "message": { "text": unread.message },
                "locations": place, "properties": { "where": unread.place },
            })
        };
        file.notices.iter().map(told).collect::<Vec<_>>()
    };
    let successful = files.iter().all(|file| file.error.is_none());
    let notifications: Vec<Value> = files.iter().filter_map(failed).chain(files.iter().flat_map(unread)).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gongkai",
                "version": env!("CARGO_PKG_VERSION"),
                "language": lang.tag(),
                "rules": known_rules().map(|code| rule(code, lang)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": successful, "toolExecutionNotifications": notifications }],
            "artifacts": files.iter().map(|file| json!({ "location": { "uri": uri(&file.file) } })).collect::<Vec<_>>(),
            "results": results,
        }],
    })
}

/// A rule with its page as help.
fn rule(code: &str, lang: Lang) -> Value {
    let help = explain_rule(code, lang).unwrap_or_default();
    let mut paragraphs = help.lines().filter(|line| !line.trim().is_empty());
    let title = paragraphs.next().unwrap_or(code).trim_start_matches("# ").replace('`', "");
    let about = paragraphs.next().unwrap_or(code);
    json!({
        "id": code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": about },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": "warning" },
    })
}

fn result(file: &FileAnswer, finding: &Finding, lang: Lang) -> Value {
    let location = |from: (usize, usize), until: (usize, usize), range: (usize, usize), quote: &str| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(&file.file) },
            "region": {
                "startLine": from.0, "startColumn": from.1, "endLine": until.0, "endColumn": until.1,
                "charOffset": range.0, "charLength": range.1 - range.0, "snippet": { "text": quote },
            },
        } })
    };
    let site = finding.site.as_ref().map(|site| site.words(lang)).unwrap_or_default();
    let mut text = format!("{site}{}", finding.message);
    if let Some(suggestion) = &finding.suggestion {
        let args = [
            ("replace", suggestion.replace.as_str()),
            ("with", suggestion.with.as_str()),
            ("why", suggestion.why.as_str()),
        ];
        text = format!("{text} {}", lang.say_with("check-suggestion", &args).trim());
    }
    let rule_index = known_rules().position(|code| code == finding.rule);
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": { "text": text },
        "locations": [location((finding.line, finding.column), finding.until, (finding.start, finding.end), &finding.quote)],
        "partialFingerprints": { "gongkai/v1": finding.fingerprint },
    });
    if !finding.places.is_empty() {
        let related = finding
            .places
            .iter()
            .map(|place| location((place.line, place.column), place.until, (place.start, place.end), &place.quote));
        result["relatedLocations"] = related.collect();
    }
    result
}

/// A path as a URI reference (RFC 3986): what is no unreserved character is percent-encoded, byte by byte.
fn uri(path: &str) -> String {
    use std::fmt::Write;
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_string() };
    let mut uri = if path.starts_with('/') { "file://".to_string() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => write!(uri, "%{byte:02X}").expect("a string takes what is written to it"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address_that_any_reader_takes() {
        assert_eq!(uri("dir/report 1.md"), "dir/report%201.md");
        assert_eq!(uri("年.md"), "%E5%B9%B4.md");
        assert_eq!(uri("a:b#c%.md"), "a%3Ab%23c%25.md");
        assert_eq!(uri("/srv/a.md"), "file:///srv/a.md");
    }
}
