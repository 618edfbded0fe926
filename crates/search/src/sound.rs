//! How characters sound: their first letters, by which people type names (`jwc` for 教务处), and whole readings, which tell
//! what somebody meant who chose the wrong character of the right sound.

use pinyin::{ToPinyin, ToPinyinMulti};

/// What can stand at a character's place when it is typed by first letters: that of each of its readings; a letter or digit
/// itself; of anything else the character, which nobody types so.
pub(crate) fn initials(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    let mut letters: Vec<char> = match c.to_pinyin_multi() {
        Some(readings) => readings.into_iter().filter_map(|one| one.first_letter().chars().next()).collect(),
        None => c.to_pinyin().and_then(|one| one.first_letter().chars().next()).into_iter().collect(),
    };
    letters.sort_unstable();
    letters.dedup();
    if letters.is_empty() { vec![c] } else { letters }
}

/// Whether two characters share a reading.
pub(crate) fn sound_alike(a: char, b: char) -> bool {
    let readings = readings(b);
    !readings.is_empty() && self::readings(a).iter().any(|reading| readings.contains(reading))
}

fn readings(c: char) -> Vec<&'static str> {
    match c.to_pinyin_multi() {
        Some(readings) => readings.into_iter().map(|one| one.plain()).collect(),
        None => c.to_pinyin().map(|one| one.plain()).into_iter().collect(),
    }
}

/// The usual readings of a word, written together; `None` when it has a character without one.
pub(crate) fn spelled(word: &[char]) -> Option<String> {
    word.iter().map(|c| if c.is_ascii() { None } else { c.to_pinyin().map(|one| one.plain()) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_the_letters_of_all_their_readings() {
        assert_eq!(initials('教'), ['j']);
        assert!(initials('重').contains(&'c') && initials('重').contains(&'z'));
        assert_eq!(initials('2'), ['2']);
        assert_eq!(initials('℃'), ['℃']);
        assert!(sound_alike('声', '生') && !sound_alike('声', '章') && !sound_alike('℃', '℃'));
        assert_eq!(spelled(&['招', '生']).as_deref(), Some("zhaosheng"));
        assert_eq!(spelled(&['招', 'a']), None);
    }
}
