//! Counts what the engines do, so that a test can show that time grows with the text and no faster.
//!
//! In the program it is nothing: the count exists in tests alone. A step is a character looked at, a byte searched, or
//! a pair of numbers compared; every loop whose length depends on the text takes its steps.

#[cfg(test)]
thread_local! {
    static TAKEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Takes steps.
#[cfg(test)]
pub(crate) fn take(steps: usize) {
    TAKEN.with(|taken| taken.set(taken.get() + steps));
}

/// Takes steps.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn take(_: usize) {}

#[cfg(test)]
mod tests {
    use super::TAKEN;
    use crate::{consistency, personal};
    use domain::extract::{BlockKind, Extract, Place};

    /// What real documents pile up, and what an attacker would.
    const PILES: &[&str] = &[
        "2023年5月12日，",
        "13812345678，",
        "电话0730-8888888、",
        "12人，",
        "其中教授12人、",
        "共12人（其中3人、4人），",
        "占12.5%，",
        "比上年增加12万元，",
        "由12%提高到13%，",
        "110101199003070038，",
        "12 345 678 ",
        "共321 146 257人",
        "1",
        "1.",
        "年",
        "（",
        "《",
        "a@b.cn，",
        "http://a.cn/2023/05/12/1.html ",
        "12+3=",
        "第一，",
        "一是",
        "。其中12人",
        "2021年招生12人。",
        "2025年11月30日（星期一）至2025年12月5日",
        "甲公开12项，其中线上7项；",
        "讲座12场、",
    ];

    fn steps(pile: &str, characters: usize) -> usize {
        let text: String = pile.chars().cycle().take(characters).collect();
        let mut extract = Extract::default();
        extract.push(&text, BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
        TAKEN.with(|taken| taken.set(0));
        let _ = consistency::check(&extract, &consistency::Options::default());
        let _ = personal::scan(&extract, None);
        TAKEN.with(std::cell::Cell::get)
    }

    #[test]
    fn a_paragraph_three_times_as_long_takes_three_times_the_steps_whatever_is_piled_up_in_it() {
        for pile in PILES {
            let (one, three) = (steps(pile, 20_000), steps(pile, 60_000));
            assert!(one >= 20_000, "{pile}: the steps are not counted ({one})");
            assert!(three * 10 <= one * 34, "{pile}: {one} steps, and {three} for three times as much");
            assert!(three <= 60_000 * 1_000, "{pile}: {} steps for each character", three / 60_000);
        }
    }

    #[test]
    fn a_paragraph_of_a_million_characters_takes_no_more_for_each_than_a_short_one() {
        let pile = "2023年5月12日，13812345678，";
        let (short, long) = (steps(pile, 20_000), steps(pile, 1_000_000));
        assert!(long <= short * 55, "{short} steps for 20,000 characters, {long} for a million");
    }
}
