//! Surveys as rows. What is asked and who is asked is read whole; answers are read only together, in no order that tells of their
//! coming, and never with a code. Of a code the digest is kept, and while its survey runs whether it was spent.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result, impossible};
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::school_year::SchoolYear;
use domain::survey::{Answer, Audience, Choice, Group, Question, QuestionKind, Stage, Survey, Way};
use std::collections::BTreeMap;

/// Surveys.
pub(crate) const SURVEY: Table = Table {
    name: "survey",
    columns: &[
        "number",
        "year",
        "title",
        "intro",
        "first_day",
        "last_day",
        "stage",
        "closed_on",
        "shown_on",
        "summary",
        "version",
    ],
};

/// What they ask.
pub(crate) const QUESTION: Table = Table { name: "survey_question", columns: &["survey", "place", "kind", "words"] };

/// Whom they ask.
pub(crate) const GROUP: Table =
    Table { name: "survey_group", columns: &["survey", "place", "audience", "open_page", "codes", "sheets"] };

const CODE: Table = Table { name: "survey_code", columns: &["digest", "survey", "audience", "spent"] };

const ANSWER: Table = Table { name: "survey_answer", columns: &["id", "survey", "audience", "way", "answers", "form"] };

/// A survey with what only the store knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSurvey {
    /// The survey.
    pub survey: Survey,
    /// How often it was saved.
    pub version: u32,
}

/// A code as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyCode {
    /// For whom it was made.
    pub audience: Audience,
    /// Whether somebody answered by it.
    pub spent: bool,
}

rows! {
    struct SurveyRow {
        number: i64,
        year: i64,
        title: String,
        intro: String,
        first_day: String,
        last_day: String,
        stage: String,
        closed_on: Option<String>,
        shown_on: Option<String>,
        summary: String,
        version: i64,
    }

    struct QuestionRow {
        survey: i64,
        kind: String,
        words: String,
    }

    struct GroupRow {
        survey: i64,
        audience: String,
        open_page: i64,
        codes: i64,
        sheets: i64,
    }

    struct CodeRow {
        audience: String,
        spent: i64,
    }

    struct AnswerRow {
        id: String,
        audience: String,
        way: String,
        answers: String,
        form: Option<String>,
    }

    struct CountRow {
        audience: String,
        way: String,
        n: i64,
    }
}

impl Reader {
    /// All surveys, the newest first.
    ///
    /// # Errors
    /// An impossible row.
    pub async fn surveys(&self) -> Result<Vec<StoredSurvey>> {
        let rows: Vec<SurveyRow> = Sql::new("SELECT * FROM survey ORDER BY number DESC").all(&self.tx).await?;
        let questions: Vec<QuestionRow> =
            Sql::new("SELECT survey, kind, words FROM survey_question ORDER BY survey, place").all(&self.tx).await?;
        let text = "SELECT survey, audience, open_page, codes, sheets FROM survey_group ORDER BY survey, place";
        let groups: Vec<GroupRow> = Sql::new(text).all(&self.tx).await?;
        let mut asked: BTreeMap<i64, Vec<Question>> = BTreeMap::new();
        for row in questions {
            let question = question(&row).ok_or_else(|| impossible("survey_question", "words", row.survey))?;
            asked.entry(row.survey).or_default().push(question);
        }
        let mut whom: BTreeMap<i64, Vec<Group>> = BTreeMap::new();
        for row in groups {
            let group = group(&row).ok_or_else(|| impossible("survey_group", "audience", row.survey))?;
            whom.entry(row.survey).or_default().push(group);
        }
        let stored = |row: SurveyRow| {
            let (questions, groups) = (asked.remove(&row.number), whom.remove(&row.number));
            stored(row, questions.unwrap_or_default(), groups.unwrap_or_default())
        };
        rows.into_iter().map(stored).collect()
    }

    /// The survey with this number.
    ///
    /// # Errors
    /// An impossible row.
    pub async fn find_survey(&self, number: u32) -> Result<Option<StoredSurvey>> {
        Ok(self.surveys().await?.into_iter().find(|stored| stored.survey.number == number))
    }

    /// The code of a survey with this digest.
    ///
    /// # Errors
    /// An impossible row.
    pub async fn survey_code(&self, survey: u32, digest: &str) -> Result<Option<SurveyCode>> {
        let text = "SELECT audience, spent FROM survey_code WHERE digest = $1 AND survey = $2";
        let row: Option<CodeRow> = sql(text, [digest.into(), i64::from(survey).into()]).one(&self.tx).await?;
        let code = |row: CodeRow| {
            let audience =
                Audience::read(&row.audience).ok_or_else(|| impossible("survey_code", "audience", survey))?;
            Ok(SurveyCode { audience, spent: row.spent != 0 })
        };
        row.map(code).transpose()
    }

    /// Whether a form of the open page was sent already, by its digest.
    ///
    /// # Errors
    /// Of the database.
    pub async fn survey_form_sent(&self, form: &str) -> Result<bool> {
        let text = "SELECT count(*) AS n FROM survey_answer WHERE form = $1";
        Ok(sql(text, [form.into()]).one::<Number>(&self.tx).await?.is_some_and(|row| row.n > 0))
    }

    /// How many answers came for whom, by what way.
    ///
    /// # Errors
    /// An impossible row.
    pub async fn survey_counts(&self, survey: u32) -> Result<Vec<(Audience, Way, u64)>> {
        let text = "SELECT audience, way, count(*) AS n FROM survey_answer WHERE survey = $1 GROUP BY audience, way";
        let rows: Vec<CountRow> = sql(text, [i64::from(survey).into()]).all(&self.tx).await?;
        let count = |row: CountRow| {
            let wrong = |column| impossible("survey_answer", column, survey);
            let audience = Audience::read(&row.audience).ok_or_else(|| wrong("audience"))?;
            Ok((audience, Way::read(&row.way).ok_or_else(|| wrong("way"))?, row.n.unsigned_abs()))
        };
        rows.into_iter().map(count).collect()
    }

    /// All answers of a survey, in the order of their random ids.
    ///
    /// # Errors
    /// An impossible row.
    pub async fn survey_answers(&self, survey: u32) -> Result<Vec<Answer>> {
        let rows = self.answer_rows(survey).await?;
        rows.into_iter().map(|row| answer(&row).ok_or_else(|| impossible("survey_answer", "answers", survey))).collect()
    }

    async fn answer_rows(&self, survey: u32) -> Result<Vec<AnswerRow>> {
        let text = "SELECT id, audience, way, answers, form FROM survey_answer WHERE survey = $1 ORDER BY id";
        sql(text, [i64::from(survey).into()]).all(&self.tx).await
    }
}

impl Tx {
    /// The number of the next survey. There is one writer at a time, so that nobody else takes it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn next_survey(&mut self) -> Result<u32> {
        let row = Sql::new("SELECT coalesce(max(number), 0) AS n FROM survey").one::<Number>(&self.tx).await?;
        let last = row.map_or(0, |row| row.n);
        u32::try_from(last + 1).map_err(|_| impossible("survey", "number", last))
    }

    /// Keeps a survey that was read at this version, or a new one.
    ///
    /// # Errors
    /// A conflict when somebody else has saved it since.
    pub async fn save_survey(&mut self, survey: &Survey, seen: Option<u32>) -> Result<()> {
        let number = i64::from(survey.number);
        let (closed_on, shown_on, summary) = match &survey.stage {
            Stage::Shown { closed, on, summary } => (Some(closed.to_string()), Some(on.to_string()), summary.as_str()),
            Stage::Closed { on, summary } => (Some(on.to_string()), None, summary.as_str()),
            Stage::Draft | Stage::Running => (None, None, ""),
        };
        let mut values: Vec<Value> = vec![
            number.into(),
            i64::from(survey.year.first_year()).into(),
            survey.title.as_str().into(),
            survey.intro.as_str().into(),
            survey.from.to_string().into(),
            survey.until.to_string().into(),
            survey.stage.code().into(),
            closed_on.into(),
            shown_on.into(),
            summary.into(),
        ];
        match seen {
            None => {
                values.push(1_i64.into());
                SURVEY.insert(&self.tx, values, "").await?;
            }
            Some(version) => {
                values.push(i64::from(version).into());
                let text =
                    "UPDATE survey SET year = $2, title = $3, intro = $4, first_day = $5, last_day = $6, stage = $7,
                     closed_on = $8, shown_on = $9, summary = $10, version = version + 1
                     WHERE number = $1 AND version = $11";
                if sql(text, values).run(&self.tx).await? != 1 {
                    return Err(Error::Conflict { kind: "survey", key: number.to_string() });
                }
                for table in [QUESTION.name, GROUP.name] {
                    let text = format!("DELETE FROM {table} WHERE survey = $1");
                    sql(&text, [number.into()]).run(&self.tx).await?;
                }
            }
        }
        let mut values = Vec::new();
        for (place, question) in (0_i64..).zip(&survey.questions) {
            let words = json_list(&question.words());
            values.extend([number.into(), place.into(), question.kind.code().into(), words.into()]);
        }
        QUESTION.insert(&self.tx, values, "").await?;
        let mut values = Vec::new();
        for (place, group) in (0_i64..).zip(&survey.groups) {
            let given = [i64::from(group.codes).into(), i64::from(group.sheets).into()];
            values.extend([number.into(), place.into(), group.audience.code().into(), group.open.into()]);
            values.extend(given);
        }
        GROUP.insert(&self.tx, values, "").await
    }

    /// Forgets a survey that was never opened.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget_survey(&mut self, survey: u32) -> Result<()> {
        for text in [
            "DELETE FROM survey_question WHERE survey = $1",
            "DELETE FROM survey_group WHERE survey = $1",
            "DELETE FROM survey WHERE number = $1 AND stage = 'draft'",
        ] {
            sql(text, [i64::from(survey).into()]).run(&self.tx).await?;
        }
        Ok(())
    }

    /// Keeps digests of new codes.
    ///
    /// # Errors
    /// Of the database.
    pub async fn keep_survey_codes(&mut self, survey: u32, audience: Audience, digests: &[String]) -> Result<()> {
        let mut values = Vec::new();
        for digest in digests {
            values.extend([digest.as_str().into(), i64::from(survey).into(), audience.code().into(), false.into()]);
        }
        CODE.insert(&self.tx, values, "").await
    }

    /// Marks codes as spent.
    ///
    /// # Errors
    /// Of the database.
    pub async fn spend_survey_codes(&mut self, survey: u32, digests: &[String]) -> Result<()> {
        for some in digests.chunks(500) {
            let mut query = Sql::new("UPDATE survey_code SET spent = 1 WHERE survey = ");
            query.bind(i64::from(survey)).push(" AND digest IN (").bind_list(some.iter().map(String::as_str)).push(")");
            query.run(&self.tx).await?;
        }
        Ok(())
    }

    /// Forgets the codes of a group that nobody used; how many.
    ///
    /// # Errors
    /// Of the database.
    pub async fn void_survey_codes(&mut self, survey: u32, of: Audience) -> Result<u32> {
        let text = "DELETE FROM survey_code WHERE spent = 0 AND survey = $1 AND audience = $2";
        let voided = sql(text, [i64::from(survey).into(), of.code().into()]).run(&self.tx).await?;
        Ok(u32::try_from(voided).unwrap_or(u32::MAX))
    }

    /// Keeps an answer under a random id, with the digest of the form of the open page that it was sent by.
    ///
    /// # Errors
    /// Of the database.
    pub async fn keep_survey_answer(&mut self, id: &str, survey: u32, of: &Answer, form: Option<&str>) -> Result<()> {
        let list: Vec<String> =
            of.values.iter().flat_map(|(place, value)| [place.to_string(), value.clone()]).collect();
        let (audience, way) = (of.audience.code().into(), of.way.code().into());
        let values = vec![id.into(), i64::from(survey).into(), audience, way, json_list(&list).into(), form.into()];
        ANSWER.insert(&self.tx, values, "").await
    }

    /// Destroys the codes of a survey.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget_survey_codes(&mut self, survey: u32) -> Result<()> {
        sql("DELETE FROM survey_code WHERE survey = $1", [i64::from(survey).into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Writes all answers of a survey anew, in the order of their random ids: what a database keeps beside its rows, such as the
    /// number of the transaction that wrote them, then tells of no order in which they came.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mix_survey_answers(&mut self, survey: u32) -> Result<()> {
        let key: Value = i64::from(survey).into();
        let rows = self.answer_rows(survey).await?;
        sql("DELETE FROM survey_answer WHERE survey = $1", [key.clone()]).run(&self.tx).await?;
        let mut values = Vec::new();
        for row in rows {
            values.extend([row.id.into(), key.clone(), row.audience.into(), row.way.into(), row.answers.into()]);
            values.push(row.form.into());
        }
        ANSWER.insert(&self.tx, values, "").await
    }
}

fn question(row: &QuestionRow) -> Option<Question> {
    let mut words = read_list(&row.words)?.into_iter();
    let (text, en) = (words.next()?, words.next()?);
    let rest: Vec<String> = words.collect();
    let choice = |two: &[String]| Choice { text: two[0].clone(), en: two.get(1).cloned().unwrap_or_default() };
    Some(Question { text, en, kind: QuestionKind::read(&row.kind, rest.chunks(2).map(choice).collect())? })
}

fn group(row: &GroupRow) -> Option<Group> {
    Some(Group {
        audience: Audience::read(&row.audience)?,
        open: row.open_page != 0,
        codes: u32::try_from(row.codes).ok()?,
        sheets: u32::try_from(row.sheets).ok()?,
    })
}

fn answer(row: &AnswerRow) -> Option<Answer> {
    let list = read_list(&row.answers)?;
    let value = |two: &[String]| Some((two[0].parse().ok()?, two.get(1)?.clone()));
    Some(Answer {
        audience: Audience::read(&row.audience)?,
        way: Way::read(&row.way)?,
        values: list.chunks(2).map(value).collect::<Option<BTreeMap<usize, String>>>()?,
    })
}

fn stored(row: SurveyRow, questions: Vec<Question>, groups: Vec<Group>) -> Result<StoredSurvey> {
    let wrong = |column| impossible("survey", column, row.number);
    let day = |text: &str, column| text.parse::<NaiveDate>().map_err(|_| wrong(column));
    let stage = match (row.stage.as_str(), &row.closed_on, &row.shown_on) {
        ("draft", None, None) => Stage::Draft,
        ("running", None, None) => Stage::Running,
        ("closed", Some(on), None) => Stage::Closed { on: day(on, "closed_on")?, summary: row.summary.clone() },
        ("shown", Some(closed), Some(on)) => {
            Stage::Shown { closed: day(closed, "closed_on")?, on: day(on, "shown_on")?, summary: row.summary.clone() }
        }
        _ => return Err(wrong("stage")),
    };
    let year = i32::try_from(row.year).ok().and_then(SchoolYear::beginning).ok_or_else(|| wrong("year"))?;
    Ok(StoredSurvey {
        version: u32::try_from(row.version).map_err(|_| wrong("version"))?,
        survey: Survey {
            number: u32::try_from(row.number).map_err(|_| wrong("number"))?,
            year,
            from: day(&row.first_day, "first_day")?,
            until: day(&row.last_day, "last_day")?,
            title: row.title,
            intro: row.intro,
            questions,
            groups,
            stage,
        },
    })
}
