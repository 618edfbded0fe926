//! Small things of official Chinese prose: numerals of headings, lists of things, quoted titles.

/// 一 to 九十九 for headings; larger numbers in Arabic digits.
pub fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        1..=9 => DIGITS[number].to_string(),
        10..=19 => format!("十{}", DIGITS[number - 10]),
        20..=99 => format!("{}十{}", DIGITS[number / 10], DIGITS[number % 10]),
        _ => number.to_string(),
    }
}

/// A title in its marks: 《…》; what carries marks already, or is no document, stays as it is.
pub fn quoted(title: &str) -> String {
    if title.starts_with('《') || title.contains('《') && title.contains('》') && title.starts_with(['“', '《']) {
        title.to_string()
    } else {
        // 书名号 within 书名号 are single ones.
        format!("《{}》", title.replace('《', "〈").replace('》', "〉"))
    }
}

/// `甲、乙、丙`.
pub fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    parts.into_iter().map(|part| part.as_ref().to_string()).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_in_chinese() {
        let told: Vec<String> = [1, 10, 11, 20, 21, 99, 100].into_iter().map(numeral).collect();
        assert_eq!(told, ["一", "十", "十一", "二十", "二十一", "九十九", "100"]);
    }

    #[test]
    fn titles_are_quoted_once() {
        assert_eq!(quoted("通知"), "《通知》");
        assert_eq!(quoted("《通知》"), "《通知》");
        assert_eq!(quoted("转发《通知》"), "《转发〈通知〉》");
    }
}
