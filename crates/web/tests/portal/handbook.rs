//! The handbook names only addresses, buttons and pictures that exist.

use std::path::{Path, PathBuf};
use web::routes::ROUTES;

/// The handbook in each language, with its text.
fn books() -> [(&'static str, String); 2] {
    ["zh", "en"].map(|book| (book, std::fs::read_to_string(folder().join(format!("{book}.md"))).unwrap()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/handbook")
}

/// What stands between two marks of a kind.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> Vec<&'a str> {
    let parts = text.split(open).skip(1).filter_map(|rest| rest.split_once(close).map(|(inside, _)| inside));
    parts.collect()
}

/// What pages say, a line for each message that takes no argument.
fn words(language: &str) -> Vec<String> {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
    let mut words = Vec::new();
    for file in std::fs::read_dir(locales).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        words.extend(text.lines().filter_map(|line| line.split_once(" = ").map(|(_, said)| said.to_string())));
    }
    words
}

#[test]
fn every_address_in_the_handbook_is_one() {
    for (book, text) in books() {
        let addresses: Vec<&str> = between(&text, "`/", "`");
        assert!(addresses.len() > 15, "{book}: it names where to go");
        for address in addresses {
            assert!(ROUTES.iter().any(|route| route.pattern == format!("/{address}")), "{book}: /{address}");
        }
    }
}

#[test]
fn every_button_in_the_handbook_says_what_it_says_on_the_page() {
    for (book, language) in [("zh", "zh-Hans"), ("en", "en")] {
        let (words, text) = (words(language), books().into_iter().find(|(known, _)| *known == book).unwrap().1);
        let mut named = 0;
        // A bold line of its own is a heading of the handbook.
        for line in text.lines().filter(|line| !(line.starts_with("**") && line.ends_with("**"))) {
            let line = line.strip_prefix("**").and_then(|rest| rest.split_once("**")).map_or(line, |(_, rest)| rest);
            for button in line.split("**").skip(1).step_by(2) {
                named += 1;
                let said = ["粗体", "bold"].contains(&button) || words.iter().any(|word| word == button);
                assert!(said, "{book}: no page says “{button}”");
            }
        }
        assert!(named > 40, "{book}: {named}");
    }
}

#[test]
fn every_picture_in_the_handbook_is_there_and_small_and_none_is_left_over() {
    let mut shown: Vec<String> = std::fs::read_dir(folder().join("images"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    shown.sort();
    assert!(shown.len() <= 10, "{shown:?}");
    for (book, text) in books() {
        let mut named: Vec<&str> = between(&text, "](images/", ")");
        named.sort_unstable();
        assert_eq!(named, shown, "{book}");
        for name in named {
            let size = std::fs::metadata(folder().join("images").join(name)).unwrap().len();
            assert!(size < 200_000, "{name}: {size} bytes");
        }
    }
}
