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

/// Whether a character can stand in a numeral below one hundred or in a year.
pub fn is_numeral(c: char) -> bool {
    c == '十' || digit(c).is_some()
}

fn digit(c: char) -> Option<u32> {
    const DIGITS: [&[char]; 10] = [
        &['〇', '零', '○'],
        &['一', '壹'],
        &['二', '贰'],
        &['三', '叁'],
        &['四', '肆'],
        &['五', '伍'],
        &['六', '陆'],
        &['七', '柒'],
        &['八', '捌'],
        &['九', '玖'],
    ];
    DIGITS.iter().position(|forms| forms.contains(&c)).and_then(|at| u32::try_from(at).ok())
}

/// A numeral of headings, days and years: 三十七, 十, 二〇二三.
pub fn number(text: &str) -> Option<u32> {
    let characters: Vec<char> = text.chars().collect();
    match characters.iter().position(|c| *c == '十') {
        Some(ten) => {
            let tens = match &characters[..ten] {
                [] => 1,
                [tens] => digit(*tens)?,
                _ => return None,
            };
            match &characters[ten + 1..] {
                [] => Some(tens * 10),
                [ones] => Some(tens * 10 + digit(*ones)?),
                _ => None,
            }
        }
        None if matches!(characters.len(), 1 | 4) => {
            characters.iter().try_fold(0, |sum, c| Some(sum * 10 + digit(*c)?))
        }
        None => None,
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
    fn numerals_are_read_as_they_are_written() {
        for counted in 1..=99 {
            assert_eq!(number(&numeral(counted)), u32::try_from(counted).ok());
        }
        assert_eq!(number("二〇二三"), Some(2023));
        assert_eq!((number("三四"), number("十十"), number("")), (None, None, None));
    }

    #[test]
    fn titles_are_quoted_once() {
        assert_eq!(quoted("通知"), "《通知》");
        assert_eq!(quoted("《通知》"), "《通知》");
        assert_eq!(quoted("转发《通知》"), "《转发〈通知〉》");
    }
}
