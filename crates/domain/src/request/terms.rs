//! The lengths of time of requests as dated settings, each with its article and how sure it is (`data/request-terms.tsv`), and
//! what the school sets itself.
//!
//! The decree (办法) knows no extension, no third party and no clarification with a clock: those are the regulation's (条例), and the
//! clock of the decree follows them only because it is read so. Whoever shows a number shows where it comes from.

use chrono::NaiveDate;

const TABLE: &str = include_str!("../../data/request-terms.tsv");

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// The rule was read.
    Verified,
    /// In part, or as others quote it.
    Partly,
    /// It was not read: a default that the school confirms.
    General,
    /// The school set it.
    School,
}

impl Sure {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Sure::Verified => "verified",
            Sure::Partly => "partly",
            Sure::General => "general",
            Sure::School => "school",
        }
    }

    fn read(code: &str) -> Option<Sure> {
        [Sure::Verified, Sure::Partly, Sure::General].into_iter().find(|sure| sure.code() == code)
    }
}

/// A length of time with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// How many working days.
    pub days: u32,
    /// From when on.
    pub from: NaiveDate,
    /// The article.
    pub article: String,
    /// How sure it is.
    pub sure: Sure,
}

/// What a school sets: how long the answer of the decree may be put off, by which rule, from when on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolTerms {
    /// How many working days.
    pub extension: u32,
    /// From when on.
    pub from: NaiveDate,
    /// The school's rule.
    pub basis: String,
}

/// The lengths of time that hold for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Answer by the decree.
    pub decree_answer: Term,
    /// By how much the decree's clock may be put off; nothing unless the school has a rule.
    pub decree_extension: Term,
    /// Answer by the regulation.
    pub state_answer: Term,
    /// By how much the regulation's may be put off at most.
    pub state_extension: Term,
    /// Within how long a clarification may be asked for.
    pub clarification: Term,
    /// How long a third party has.
    pub third_party: Term,
}

impl Terms {
    /// The first day for which all of them are known.
    pub fn first_day() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2019, 5, 15)
    }

    /// Those that hold for what is received on a day; nothing before all rules were in force.
    pub fn on(day: NaiveDate, school: Option<&SchoolTerms>) -> Option<Terms> {
        let mut terms = Terms {
            decree_answer: term("decree_answer", day)?,
            decree_extension: term("decree_extension", day)?,
            state_answer: term("state_answer", day)?,
            state_extension: term("state_extension", day)?,
            clarification: term("clarification", day)?,
            third_party: term("third_party", day)?,
        };
        if let Some(school) = school.filter(|school| school.from <= day) {
            terms.decree_extension =
                Term { days: school.extension, from: school.from, article: school.basis.clone(), sure: Sure::School };
        }
        Some(terms)
    }
}

/// The latest line of a key that holds on a day.
fn term(key: &str, day: NaiveDate) -> Option<Term> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| {
        let mut cells = line.split('\t');
        let (name, from, days) = (cells.next()?, cells.next()?, cells.next()?);
        let (article, sure) = (cells.next()?, cells.next()?);
        (name == key).then_some(())?;
        let term = Term {
            days: days.parse().ok()?,
            from: from.parse().ok()?,
            article: article.to_string(),
            sure: Sure::read(sure)?,
        };
        (term.from <= day).then_some(term)
    };
    lines.filter_map(read).max_by_key(|term| term.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_length_of_time_is_dated_and_says_its_article_and_how_sure_it_is() {
        let terms = Terms::on(day("2026-10-08"), None).unwrap();
        let all = [
            (&terms.decree_answer, 15, "第十八条", Sure::Verified),
            (&terms.decree_extension, 0, "没有规定", Sure::General),
            (&terms.state_answer, 20, "第三十三条", Sure::Verified),
            (&terms.state_extension, 20, "第三十三条", Sure::Verified),
            (&terms.clarification, 7, "第三十条", Sure::Verified),
            (&terms.third_party, 15, "第三十二条", Sure::Verified),
        ];
        for (term, days, article, sure) in all {
            assert_eq!((term.days, term.sure), (days, sure), "{}", term.article);
            assert!(term.article.contains(article), "{}", term.article);
        }
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let key = line.split('\t').next().unwrap();
            assert!(term(key, day("2026-10-08")).is_some(), "a line that cannot be read: {line}");
        }
    }

    #[test]
    fn before_all_rules_were_in_force_there_are_none_and_a_school_s_own_holds_from_its_day_on() {
        assert_eq!(Terms::on(day("2019-05-14"), None), None);
        assert!(Terms::on(Terms::first_day().unwrap(), None).is_some());
        let school = SchoolTerms { extension: 10, from: day("2024-09-01"), basis: "学校规定第十二条".into() };
        let extension = |on: &str| Terms::on(day(on), Some(&school)).unwrap().decree_extension;
        assert_eq!((extension("2024-08-31").days, extension("2024-09-01").days), (0, 10));
        assert_eq!(extension("2024-09-01").sure, Sure::School);
    }
}
