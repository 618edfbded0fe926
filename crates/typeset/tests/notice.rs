//! The notice for a board: what stands on it, whatever is put in, and the code square by square.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

#[path = "../../testkit/src/need.rs"]
mod need;

use domain::channel_text::{Notice, Source, notice as of};
use need::{Tool, need};
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;
use typeset::{Fonts, Paper, notice};

const BODY: &str = "各班：\n评选国家奖学金。\n# 一、名额\n| 学院 | < | 名额 |\n| 商学院 | 会计系 | 5 |\n| ^ | 金融系 | 7 |\n>> 学生处\n>> 2023年10月18日";

fn of_body(body: &str) -> Notice {
    let source = Source {
        school: "示例学院",
        unit: "学生处",
        title: "关于评选国家奖学金的通知",
        number: "示院学〔2023〕12号",
        body,
        published: chrono::NaiveDate::from_ymd_opt(2023, 10, 20),
        address: "https://xxgk.example.cn/index/12345/2023-00017",
        ..Source::default()
    };
    of(&source, chrono::NaiveDate::MIN)
}

/// A code of the right size with no pattern at all, so that only square by square can it be right.
fn code() -> Vec<Vec<bool>> {
    (0..29_u32).map(|y| (0..29_u32).map(|x| (x * 7 + y * 13 + x * y) % 3 == 0).collect()).collect()
}

fn file(pdf: &[u8]) -> std::path::PathBuf {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let n = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("notice-{}-{n}.pdf", std::process::id()));
    std::fs::write(&file, pdf).unwrap();
    file
}

#[test]
fn a_notice_says_all_of_it_on_either_paper() {
    let Some(reader) = need(Tool::PdfToText) else { return };
    for (paper, size) in [(Paper::A4, "595.276 841.89"), (Paper::A3, "841.89 1190.55")] {
        let pdf = notice(&of_body(BODY), &code(), paper, &Fonts::embedded()).unwrap();
        let file = file(&pdf);
        let text = Command::new(&reader).arg(&file).arg("-").output().unwrap().stdout;
        let text: String = String::from_utf8(text).unwrap().split_whitespace().collect();
        for part in [
            "关于评选国家奖学金的通知",
            "示院学〔2023〕12号",
            "一、名额",
            "会计系",
            "金融系",
            "2023年10月18日",
            "扫码看原文",
            "https://xxgk.example.cn/index/12345/2023-00017",
            "示例学院学生处",
            "2023年10月20日公开",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let boxed = Command::new(&reader).arg("-bbox").arg(&file).arg("-").output().unwrap().stdout;
        let boxed = String::from_utf8(boxed).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        let page = boxed.lines().find(|line| line.contains("<page ")).unwrap();
        assert!(page.contains(&width[..5]) && page.contains(&height[..5]), "{page}");
        std::fs::remove_file(file).unwrap();
    }
}

/// A page as grey values, 0 black: width, height, values.
fn drawn(reader: &str, file: &Path) -> (usize, usize, Vec<u8>) {
    // Poppler's two programs come together.
    let painter = Path::new(reader).with_file_name("pdftoppm");
    let painter = if painter.exists() { painter } else { "pdftoppm".into() };
    let picture = Command::new(painter).args(["-r", "200", "-gray", "-singlefile"]).arg(file).output().unwrap().stdout;
    let head: Vec<&[u8]> = picture.splitn(4, |byte| byte.is_ascii_whitespace()).collect();
    let number = |at: usize| std::str::from_utf8(head[at]).unwrap().parse::<usize>().unwrap();
    assert_eq!(head[0], b"P5");
    let (width, height) = (number(1), number(2));
    (width, height, picture[picture.len() - width * height..].to_vec())
}

#[test]
fn the_code_stands_at_the_foot_square_by_square() {
    let Some(reader) = need(Tool::PdfToText) else { return };
    for (paper, scale) in [(Paper::A4, 1.0), (Paper::A3, std::f64::consts::SQRT_2)] {
        let pdf = notice(&of_body(BODY), &code(), paper, &Fonts::embedded()).unwrap();
        let file = file(&pdf);
        let (width, height, grey) = drawn(&reader, &file);
        let dots = |mm: f64| mm * scale * 200.0 / 25.4;
        let square = 34.0 / (code().len() + 8) as f64;
        let (left, top) = (26.0, height as f64 / dots(1.0) - 28.0 - 34.0);
        for (y, row) in code().iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let across = dots(left + (x as f64 + 4.5) * square) as usize;
                let down = dots(top + (y as f64 + 4.5) * square) as usize;
                assert_eq!(grey[down * width + across] < 128, *dark, "{paper:?} {x} {y}");
            }
        }
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn the_same_notice_gives_the_same_bytes_and_none_needs_a_code() {
    let once = || notice(&of_body(BODY), &code(), Paper::A4, &Fonts::embedded()).unwrap();
    assert_eq!(once(), once());
    let bare = Notice { address: String::new(), caption: String::new(), ..of_body("") };
    assert!(notice(&bare, &[], Paper::A4, &Fonts::embedded()).unwrap().starts_with(b"%PDF"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_written_can_be_printed(title in ".{0,30}", body in "([#>|<^a字\\\\ *_$@{}]{0,9}\n){0,10}") {
        let notice_of = Notice { title, ..of_body(&body) };
        let pdf = notice(&notice_of, &[], Paper::A3, &Fonts::embedded());
        prop_assert!(pdf.is_ok(), "{:?}", pdf.err());
    }
}
