//! Passwords in addresses of databases, covered before anything is said, printed or logged.
//!
//! A password reaches a message by a slip: an address with a wrong scheme, a line of the settings that is no TOML, an
//! address typed where a file belongs. So text is searched for what looks like one, and too much is covered rather
//! than too little. It must not be used on data, which stay what they are.

use percent_encoding::percent_decode_str;
use std::ops::Range;

/// What stands for a password.
const COVER: &str = "***";

/// Schemes of databases: in front of these, whatever follows is taken for an address.
const DATABASES: [&str; 9] =
    ["postgres", "pgsql", "mysql", "mariadb", "sqlite", "mssql", "sqlserver", "mongodb", "redis"];

/// Words in the name of a parameter that holds a secret.
const SECRET: [&str; 5] = ["passw", "passphrase", "pwd", "secret", "token"];

/// An address by itself, without the password in it: whatever stands between the first colon behind the scheme and
/// the last `@` is one, and so is what a parameter of that name says.
pub(crate) fn address_without_password(address: &str) -> String {
    let mut covered: Vec<Range<usize>> = Vec::new();
    if let Some(at) = rposition(address, is_at) {
        let scheme = position(address, is_colon).filter(|colon| *colon < at.start);
        let behind = scheme.map(|colon| after_slashes(address, after(address, colon)));
        // Without slashes the colon itself may be the one in front of the password.
        let from = match (scheme, behind) {
            (Some(colon), Some(behind)) if behind > after(address, colon) || names_a_database(address, colon) => {
                password_begins(&address[behind..at.start]).map(|begins| behind + begins)
            }
            (Some(colon), _) => Some(after(address, colon)),
            (None, _) => None,
        };
        covered.extend(from.filter(|from| *from < at.start).map(|from| from..at.start));
    }
    covered.extend(parameters(address, |c| c.is_whitespace() || c == '&'));
    cover(address, covered)
}

/// Text with the passwords of the addresses in it covered. Addresses end here where words or quotation marks do.
pub fn without_passwords(text: &str) -> String {
    let mut covered = parameters(text, ends_a_word);
    for (colon, c) in text.char_indices().filter(|(_, c)| is_colon(*c)) {
        let behind = after_slashes(text, colon + c.len_utf8());
        let token = &text[behind..behind + position(&text[behind..], ends_a_word).unwrap_or(text.len() - behind)];
        if names_a_database(text, colon) {
            covered.extend(in_database_address(text, behind, token));
        } else if behind >= colon + c.len_utf8() + 2 {
            let authority = token.split(['/', '?', '#']).next().unwrap_or_default();
            covered.extend(rposition(authority, is_at).and_then(|at| {
                password_begins(&authority[..at.start]).map(|begins| behind + begins..behind + at.start)
            }));
        }
    }
    cover(text, covered)
}

/// The password in the address of a database that begins at `behind` with this word.
fn in_database_address(text: &str, behind: usize, token: &str) -> Option<Range<usize>> {
    let begins = password_begins(token)?;
    if let Some(at) = rposition(token, is_at) {
        return (begins < at.start).then(|| behind + begins..behind + at.start);
    }
    let port = &token[begins..];
    let digits = port.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < port.len() && (digits.is_empty() || digits.starts_with(['/', '?'])) {
        return None;
    }
    // A password with a blank or a quotation mark in it, or an address that was cut.
    let line = text[behind..].lines().next().unwrap_or_default();
    let end = rposition(line, is_at).map_or(token.len(), |at| at.start.max(token.len()));
    Some(behind + begins..behind + end)
}

/// Where the password begins in `user:password`.
fn password_begins(user: &str) -> Option<usize> {
    let plain = position(user, is_colon).map(|colon| after(user, colon));
    let encoded = user.to_ascii_lowercase().find("%3a").map(|colon| colon + 3);
    [plain, encoded].into_iter().flatten().min()
}

/// The values of parameters that are named like secrets, as in `?password=…` and `host=… password=…`.
fn parameters(text: &str, ends: fn(char) -> bool) -> Vec<Range<usize>> {
    let value = |equals: usize| {
        let before = text[..equals].trim_end();
        let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && !"_-.%".contains(c)).next()?;
        let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
        if !SECRET.iter().any(|word| name.contains(word)) {
            return None;
        }
        let from = text.len() - text[equals + 1..].trim_start_matches([' ', '\t']).len();
        let value = &text[from..];
        let length = match value.chars().next()? {
            quote @ ('\'' | '"') => quoted(value, quote),
            _ => position(value, ends).unwrap_or(value.len()),
        };
        (length > 0).then(|| from..from + length)
    };
    text.match_indices('=').filter_map(|(equals, _)| value(equals)).collect()
}

/// The length of a quoted value with its marks; to the end of the text when the second is missing.
fn quoted(value: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in value.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            c if c == quote && !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    value.len()
}

fn cover(text: &str, mut covered: Vec<Range<usize>>) -> String {
    covered.sort_by_key(|range| range.start);
    let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
    for range in covered {
        if range.start >= at {
            shown.push_str(&text[at..range.start]);
            shown.push_str(COVER);
        }
        at = at.max(range.end);
    }
    shown.push_str(&text[at..]);
    shown
}

/// Whether the word in front of the colon is the scheme of a database.
fn names_a_database(text: &str, colon: usize) -> bool {
    let word = text[..colon].rsplit(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).next();
    let word = word.unwrap_or_default().to_ascii_lowercase();
    DATABASES.iter().any(|database| word.contains(database))
}

fn after_slashes(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start_matches('/').len()
}

/// The place behind the character at this one.
fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

fn position(text: &str, what: fn(char) -> bool) -> Option<usize> {
    text.find(what)
}

fn rposition(text: &str, what: fn(char) -> bool) -> Option<Range<usize>> {
    let (at, c) = text.char_indices().rfind(|(_, c)| what(*c))?;
    Some(at..at + c.len_utf8())
}

/// The colon, also as a Chinese keyboard gives it.
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

fn is_at(c: char) -> bool {
    matches!(c, '@' | '＠')
}

/// What an address in a sentence does not go on behind.
fn ends_a_word(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "&\"'`<>“”‘’「」，。；、（）".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Addresses as people write them, with the pieces of the password that may not be seen and what must be.
    const ADDRESSES: [(&str, &[&str], &str); 24] = [
        ("postgres://gongkai:geheim@db.example/x", &["geheim"], "db.example"),
        ("postgresql://gongkai:geheim@db.example:5432/x", &["geheim"], "db.example:5432"),
        ("mysql://gongkai:geheim@db.example/x", &["geheim"], "mysql://gongkai:"),
        ("postgres://:geheim@db.example/x", &["geheim"], "db.example"),
        ("postgres://gongkai:ge%40he%2Fim@db.example/x", &["ge%40", "he%2Fim"], "db.example"),
        ("postgres://gongkai%3Ageheim@db.example/x", &["geheim"], "db.example"),
        ("postgres://gongkai:ge@heim@db.example/x", &["ge@", "heim"], "db.example"),
        ("postgres://gongkai:ge:heim@db.example/x", &["ge:", "heim"], "db.example"),
        ("postgres://gongkai:ge/he?im#x@db.example/x", &["ge/", "he?", "im#"], "db.example"),
        ("postgres://gongkai:12345@db.example/x", &["12345"], "db.example"),
        ("postgres://gongkai:ge heim@db.example/x", &["ge heim", "heim"], "gongkai"),
        ("postgres://gongkai:ge\"heim@db.example/x", &["ge\"", "heim"], "gongkai"),
        ("postgres：//gongkai：geheim＠db.example/x", &["geheim"], "db.example"),
        ("postgres:gongkai:geheim@db.example/x", &["geheim"], "db.example"),
        ("postgres:/gongkai:geheim@db.example/x", &["geheim"], "db.example"),
        ("postgres://db.example/x?user=gongkai&password=geheim", &["geheim"], "user=gongkai"),
        ("postgres://db.example/x?password=geheim&user=gongkai", &["geheim"], "user=gongkai"),
        ("postgres://db.example/x?pass%77ord=geheim", &["geheim"], "db.example"),
        ("postgres://db.example/x?PASSWORD=ge@heim", &["ge@", "heim"], "postgres"),
        ("postgres://gongkai@db.example/x?sslpassword=geheim", &["geheim"], "gongkai@db.example"),
        ("host=db.example user=gongkai password=geheim dbname=x", &["geheim"], "dbname=x"),
        ("host=db.example password='ge he\\'im' dbname=x", &["ge he", "im'"], "dbname=x"),
        ("host=db.example password = geheim", &["geheim"], "db.example"),
        ("postgres://gongkai:geheim", &["geheim"], "gongkai"),
    ];

    #[test]
    fn no_form_of_an_address_shows_its_password() {
        for (address, secret, kept) in ADDRESSES {
            let sentences = [
                without_passwords(address),
                without_passwords(&format!("cannot open {address}")),
                without_passwords(&format!("“{address}”打不开；应写作 postgres://user@host/name")),
                without_passwords(&format!("  error: `{address}` (write to help@example.edu.cn)\nnext line")),
                without_passwords(&without_passwords(address)),
            ];
            // An address that was cut has nobody behind it who could say where its password ends.
            let alone = address.contains('@').then(|| address_without_password(address));
            for said in sentences.iter().chain(&alone) {
                assert!(secret.iter().all(|secret| !said.contains(secret)), "{address}: {said}");
                assert!(said.contains(kept) && said.contains(COVER), "{address}: {said}");
            }
        }
    }

    #[test]
    fn what_holds_no_password_is_said_as_it_is() {
        for text in [
            "postgres://gongkai@db.example:5432/x",
            "postgres://db.example:5432/x?user=gongkai",
            "sqlite:///srv/gongkai/gongkai.db",
            "write sqlite://gongkai.db or postgres://user@host/name; write to help@example.edu.cn",
            "http://127.0.0.1:8080/record/rec_1?q=a@b",
            "https://xxgk.example.edu.cn:8443/a:b@c",
            "第 3 行：10:30 开会，联系 a@example.edu.cn",
            "--config=gongkai.toml",
            "",
        ] {
            assert_eq!(without_passwords(text), text);
        }
        assert_eq!(without_passwords("https://u:geheim@host/a"), "https://u:***@host/a");
        assert_eq!(address_without_password("sqlite://gongkai.db"), "sqlite://gongkai.db");
        assert_eq!(address_without_password("gongkai:geheim@db/x"), "gongkai:***@db/x");
    }

    proptest! {
        #[test]
        fn no_text_ends_the_search(text in "[a-z:/@=%'\" ：＠王\\\\]{0,60}") {
            let _ = (without_passwords(&text), address_without_password(&text));
        }

        #[test]
        fn whatever_the_password_is_an_address_by_itself_hides_it(password in "[A-Z:/?#@&='\" %]{4,20}[A-Z]") {
            let said = address_without_password(&format!("postgres://gongkai:{password}@db.example/x"));
            prop_assert_eq!(said, "postgres://gongkai:***@db.example/x");
        }
    }
}
