//! People with accounts as rows: who they are, their posts, digests of what they sign in with, sessions and wrong attempts.
//!
//! It exists so that signing in on one node counts on all. It must not hash, compare or decide: `app` hands over digests and
//! asks, `domain` says what follows.

use crate::db::sql::{Number, Sql, Table, optional, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result, impossible};
use crate::{Reader, Saved, Tx};
use domain::ids::UserId;
use domain::person::{Access, Login, Person};
use domain::policy::{Post, Role};
use domain::record::Timestamp;
use std::collections::HashMap;

const PERSON: Table = Table {
    name: "person",
    columns: &["id", "login", "name", "email", "access", "password", "choose_anew", "second_step_used", "version"],
};
const POST: Table = Table { name: "post", columns: &["person", "position", "role", "unit"] };
const SPARE: Table = Table { name: "spare_code", columns: &["person", "digest"] };
const INVITATION: Table = Table { name: "invitation", columns: &["digest", "person", "ends_at"] };
const SESSION: Table =
    Table { name: "session", columns: &["digest", "id", "person", "stage", "began_at", "used_at", "browser", "place"] };
const BROWSER: Table = Table { name: "known_browser", columns: &["digest", "person", "last_at"] };
const ATTEMPT: Table = Table { name: "wrong_attempt", columns: &["nr", "place", "at"] };

/// What somebody signs in with, as far as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Secrets {
    /// Hash of the password, in the form of its algorithm; `None` while none was chosen.
    pub password: Option<String>,
    /// Whether the password was given by somebody else and another has to be chosen.
    pub choose_anew: bool,
    /// Key of the second step, in base 32; `None` without one.
    pub second_step: Option<String>,
    /// The last step of time whose code was used: no code is good twice.
    pub second_step_used: u64,
}

/// How far signing in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// All of it.
    Whole,
    /// The code of the second step is missing.
    SecondStep,
    /// A new password has to be chosen.
    Password,
}

impl Stage {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Whole => "whole",
            Stage::SecondStep => "second_step",
            Stage::Password => "password",
        }
    }

    fn read(code: &str) -> Option<Stage> {
        [Stage::Whole, Stage::SecondStep, Stage::Password].into_iter().find(|stage| stage.code() == code)
    }
}

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What it is called in lists; it opens nothing.
    pub id: String,
    /// Whose.
    pub person: UserId,
    /// How far signing in has come.
    pub stage: Stage,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// What the browser says it is.
    pub browser: String,
    /// Address it came from.
    pub place: String,
}

rows! {
    struct PersonRow {
        id: String,
        login: String,
        name: String,
        email: String,
        access: String,
        version: i64,
    }

    struct PostRow {
        person: String,
        role: String,
        unit: Option<String>,
    }

    struct SecretsRow {
        password: Option<String>,
        choose_anew: i64,
        second_step: Option<String>,
        second_step_used: i64,
    }

    struct SessionRow {
        id: String,
        person: String,
        stage: String,
        began_at: i64,
        used_at: i64,
        browser: String,
        place: String,
    }

    struct InvitationRow {
        person: String,
        ends_at: i64,
    }
}

impl PersonRow {
    fn person(self, posts: Vec<Post>) -> Result<Person> {
        let wrong = |column| impossible("person", column, &self.id);
        Ok(Person {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            login: self.login.parse().map_err(|_| wrong("login"))?,
            access: Access::read(&self.access).ok_or_else(|| wrong("access"))?,
            version: u32::try_from(self.version).map_err(|_| wrong("version"))?,
            name: self.name,
            email: self.email,
            posts,
        })
    }
}

impl SessionRow {
    fn session(self) -> Result<Session> {
        let wrong = |column| impossible("session", column, &self.id);
        let instant = |micros, column| Timestamp::from_timestamp_micros(micros).ok_or_else(|| wrong(column));
        Ok(Session {
            person: self.person.parse().map_err(|_| wrong("person"))?,
            stage: Stage::read(&self.stage).ok_or_else(|| wrong("stage"))?,
            began_at: instant(self.began_at, "began_at")?,
            used_at: instant(self.used_at, "used_at")?,
            id: self.id,
            browser: self.browser,
            place: self.place,
        })
    }
}

fn post(row: PostRow) -> Result<Post> {
    let role = Role::read(&row.role).ok_or_else(|| impossible("post", "role", &row.person))?;
    Ok(Post { role, unit: row.unit })
}

const PERSON_COLUMNS: &str = "SELECT id, login, name, email, access, version FROM person";

impl Reader {
    /// Everybody with an account, by name.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let rows: Vec<PersonRow> = sql(&format!("{PERSON_COLUMNS} ORDER BY name, login"), []).all(&self.tx).await?;
        let posts = sql("SELECT person, role, unit FROM post ORDER BY person, position", []);
        let mut held: HashMap<String, Vec<Post>> = HashMap::new();
        for row in posts.all::<PostRow>(&self.tx).await? {
            held.entry(row.person.clone()).or_default().push(post(row)?);
        }
        rows.into_iter()
            .map(|row| {
                let posts = held.remove(&row.id).unwrap_or_default();
                row.person(posts)
            })
            .collect()
    }

    /// The person with this id.
    pub async fn find_person(&self, id: UserId) -> Result<Option<Person>> {
        self.one_person("id", id.to_string()).await
    }

    /// The person who signs in so.
    pub async fn find_person_by_login(&self, login: &Login) -> Result<Option<Person>> {
        self.one_person("login", login.to_string()).await
    }

    async fn one_person(&self, column: &str, value: String) -> Result<Option<Person>> {
        let text = format!("{PERSON_COLUMNS} WHERE {column} = $1");
        let Some(row) = sql(&text, [value.into()]).one::<PersonRow>(&self.tx).await? else { return Ok(None) };
        let posts = sql("SELECT person, role, unit FROM post WHERE person = $1 ORDER BY position", [(&row.id).into()]);
        let posts = posts.all::<PostRow>(&self.tx).await?.into_iter().map(post).collect::<Result<_>>()?;
        row.person(posts).map(Some)
    }

    /// What a person signs in with.
    pub async fn secrets(&self, id: UserId) -> Result<Secrets> {
        let text = "SELECT password, choose_anew, second_step, second_step_used FROM person WHERE id = $1";
        let row = sql(text, [id.to_string().into()]).one::<SecretsRow>(&self.tx).await?;
        let row = row.ok_or_else(|| Error::NotFound { kind: "person", key: id.to_string() })?;
        Ok(Secrets {
            password: row.password,
            choose_anew: row.choose_anew != 0,
            second_step: row.second_step,
            second_step_used: u64::try_from(row.second_step_used).unwrap_or_default(),
        })
    }

    /// How many spare codes a person has left.
    pub async fn spare_codes(&self, id: UserId) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM spare_code WHERE person = $1";
        let row = sql(text, [id.to_string().into()]).one::<Number>(&self.tx).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.n).unwrap_or_default()))
    }

    /// Whom an invitation is for and until when it holds.
    pub async fn invitation(&self, digest: &str) -> Result<Option<(UserId, Timestamp)>> {
        let text = "SELECT person, ends_at FROM invitation WHERE digest = $1";
        let Some(row) = sql(text, [digest.into()]).one::<InvitationRow>(&self.tx).await? else { return Ok(None) };
        let wrong = |column| impossible("invitation", column, &row.person);
        let person = row.person.parse().map_err(|_| wrong("person"))?;
        let ends_at = Timestamp::from_timestamp_micros(row.ends_at).ok_or_else(|| wrong("ends_at"))?;
        Ok(Some((person, ends_at)))
    }

    /// The session that a token opens.
    pub async fn session(&self, digest: &str) -> Result<Option<Session>> {
        let row = sql("SELECT * FROM session WHERE digest = $1", [digest.into()]).one::<SessionRow>(&self.tx).await?;
        row.map(SessionRow::session).transpose()
    }

    /// Sessions of a person, the last used first.
    pub async fn sessions(&self, person: UserId) -> Result<Vec<Session>> {
        let text = "SELECT * FROM session WHERE person = $1 ORDER BY used_at DESC, id";
        let rows = sql(text, [person.to_string().into()]).all::<SessionRow>(&self.tx).await?;
        rows.into_iter().map(SessionRow::session).collect()
    }

    /// Whether a browser has signed in as this person before.
    pub async fn knows_browser(&self, digest: &str, person: UserId) -> Result<bool> {
        let text = "SELECT count(*) AS n FROM known_browser WHERE digest = $1 AND person = $2";
        let row = sql(text, [digest.into(), person.to_string().into()]).one::<Number>(&self.tx).await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// When wrong attempts were made from a place since then, in order of time.
    pub async fn wrong_attempts(&self, place: &str, since: Timestamp) -> Result<Vec<Timestamp>> {
        let text = "SELECT at AS n FROM wrong_attempt WHERE place = $1 AND at > $2 ORDER BY at";
        let rows = sql(text, [place.into(), since.timestamp_micros().into()]).all::<Number>(&self.tx).await?;
        let instant = |row: Number| Timestamp::from_timestamp_micros(row.n);
        rows.into_iter().map(|row| instant(row).ok_or_else(|| impossible("wrong_attempt", "at", place))).collect()
    }
}

impl Tx {
    /// Saves a person with their posts: somebody new when the version is 0.
    ///
    /// # Errors
    /// [`Error::Taken`] for a login that somebody else has, [`Error::Conflict`] for a stale version.
    pub async fn save_person(&mut self, person: &Person) -> Result<Saved> {
        let before = self.find_person(person.id).await?;
        match &before {
            None if person.version == 0 => {
                let values: Vec<Value> = vec![
                    person.id.to_string().into(),
                    person.login.to_string().into(),
                    person.name.as_str().into(),
                    person.email.as_str().into(),
                    person.access.code().into(),
                    optional(None),
                    false.into(),
                    0.into(),
                    1.into(),
                ];
                PERSON.insert(&self.tx, values, "").await?;
            }
            Some(before) if before == person => return Ok(Saved::Same),
            Some(before) if before.version == person.version => {
                if before.login != person.login && self.find_person_by_login(&person.login).await?.is_some() {
                    return Err(Error::Taken { kind: "person" });
                }
                let text = "UPDATE person SET login = $1, name = $2, email = $3, access = $4, version = version + 1
                    WHERE id = $5";
                let values = [
                    person.login.to_string().into(),
                    person.name.as_str().into(),
                    person.email.as_str().into(),
                    person.access.code().into(),
                    person.id.to_string().into(),
                ];
                sql(text, values).run(&self.tx).await?;
            }
            _ => return Err(Error::Conflict { kind: "person", key: person.id.to_string() }),
        }
        sql("DELETE FROM post WHERE person = $1", [person.id.to_string().into()]).run(&self.tx).await?;
        let mut values = Vec::new();
        for (position, post) in (0..).zip(&person.posts) {
            let unit = optional(post.unit.as_deref());
            values.extend([person.id.to_string().into(), Value::from(position), post.role.code().into(), unit]);
        }
        POST.insert(&self.tx, values, "").await?;
        Ok(if before.is_some() { Saved::Changed } else { Saved::New })
    }

    /// Sets what a person signs in with.
    pub async fn save_secrets(&mut self, id: UserId, secrets: &Secrets) -> Result<()> {
        let text = "UPDATE person SET password = $1, choose_anew = $2, second_step = $3, second_step_used = $4
            WHERE id = $5";
        let values = [
            optional(secrets.password.as_deref()),
            secrets.choose_anew.into(),
            optional(secrets.second_step.as_deref()),
            i64::try_from(secrets.second_step_used).unwrap_or(i64::MAX).into(),
            id.to_string().into(),
        ];
        sql(text, values).run(&self.tx).await?;
        Ok(())
    }

    /// Gives a person these spare codes and no others.
    pub async fn save_spare_codes(&mut self, id: UserId, digests: &[String]) -> Result<()> {
        sql("DELETE FROM spare_code WHERE person = $1", [id.to_string().into()]).run(&self.tx).await?;
        let values = digests.iter().flat_map(|digest| [Value::from(id.to_string()), Value::from(digest)]);
        SPARE.insert(&self.tx, values.collect(), "").await
    }

    /// Uses up a spare code; whether the person had it.
    pub async fn use_spare_code(&mut self, id: UserId, digest: &str) -> Result<bool> {
        let values = [id.to_string().into(), digest.into()];
        Ok(sql("DELETE FROM spare_code WHERE person = $1 AND digest = $2", values).run(&self.tx).await? > 0)
    }

    /// Keeps an invitation; earlier ones of the same person end.
    pub async fn save_invitation(&mut self, digest: &str, person: UserId, ends_at: Timestamp) -> Result<()> {
        self.end_invitations(person).await?;
        let values = vec![digest.into(), person.to_string().into(), ends_at.timestamp_micros().into()];
        INVITATION.insert(&self.tx, values, "").await
    }

    /// Ends the invitations of a person.
    pub async fn end_invitations(&mut self, person: UserId) -> Result<()> {
        sql("DELETE FROM invitation WHERE person = $1", [person.to_string().into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Begins a session, and throws away those that began before `oldest`.
    pub async fn begin_session(&mut self, digest: &str, session: &Session, oldest: Timestamp) -> Result<()> {
        let gone = [oldest.timestamp_micros().into()];
        sql("DELETE FROM session WHERE began_at < $1", gone).run(&self.tx).await?;
        let values = vec![
            digest.into(),
            session.id.as_str().into(),
            session.person.to_string().into(),
            session.stage.code().into(),
            session.began_at.timestamp_micros().into(),
            session.used_at.timestamp_micros().into(),
            session.browser.as_str().into(),
            session.place.as_str().into(),
        ];
        SESSION.insert(&self.tx, values, "").await
    }

    /// Notes that a session was used.
    pub async fn use_session(&mut self, digest: &str, at: Timestamp) -> Result<()> {
        let values = [at.timestamp_micros().into(), digest.into()];
        sql("UPDATE session SET used_at = $1 WHERE digest = $2", values).run(&self.tx).await?;
        Ok(())
    }

    /// Ends the session that a token opens.
    pub async fn end_session(&mut self, digest: &str) -> Result<()> {
        sql("DELETE FROM session WHERE digest = $1", [digest.into()]).run(&self.tx).await?;
        Ok(())
    }

    /// Ends a session of a person by the name it has in lists; whether there was one.
    pub async fn end_session_of(&mut self, person: UserId, id: &str) -> Result<bool> {
        let values = [person.to_string().into(), id.into()];
        Ok(sql("DELETE FROM session WHERE person = $1 AND id = $2", values).run(&self.tx).await? > 0)
    }

    /// Ends all sessions of a person; their browsers are strangers again.
    pub async fn end_sessions(&mut self, person: UserId) -> Result<()> {
        for text in ["DELETE FROM session WHERE person = $1", "DELETE FROM known_browser WHERE person = $1"] {
            sql(text, [person.to_string().into()]).run(&self.tx).await?;
        }
        Ok(())
    }

    /// Notes that a browser signed in as this person.
    pub async fn know_browser(&mut self, digest: &str, person: UserId, at: Timestamp) -> Result<()> {
        let values = vec![digest.into(), person.to_string().into(), at.timestamp_micros().into()];
        BROWSER.upsert(&self.tx, 2, values).await
    }

    /// Notes a wrong attempt from a place, and throws away those before `since`.
    pub async fn note_attempt(&mut self, place: &str, at: Timestamp, since: Timestamp) -> Result<()> {
        sql("DELETE FROM wrong_attempt WHERE at <= $1", [since.timestamp_micros().into()]).run(&self.tx).await?;
        let last = Sql::new("SELECT coalesce(max(nr), 0) AS n FROM wrong_attempt").one::<Number>(&self.tx).await?;
        let nr = last.map_or(0, |row| row.n) + 1;
        ATTEMPT.insert(&self.tx, vec![nr.into(), place.into(), at.timestamp_micros().into()], "").await
    }

    /// Forgets the wrong attempts from a place.
    pub async fn forget_attempts(&mut self, place: &str) -> Result<()> {
        sql("DELETE FROM wrong_attempt WHERE place = $1", [place.into()]).run(&self.tx).await?;
        Ok(())
    }
}
