//! Who wants to be told of what is new by mail.
//!
//! An address stands here and nowhere else, and goes with its row: whoever leaves is forgotten, with the mails that wait for
//! them. What they are told of is decided in `app`.

use crate::db::sql::{Number, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::record::Timestamp;

const SUBSCRIPTION: Table = Table {
    name: "subscription",
    columns: &["id", "token", "address", "about", "rhythm", "lang", "asked_at", "told_seq", "told_at"],
};

/// How ids of subscriptions begin, by which mails to them are told from mails to people of the school.
pub const SUBSCRIBER: &str = "sub_";

/// How often somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// When there is something.
    AtOnce,
    /// Of a day together.
    Daily,
}

impl Rhythm {
    /// Both.
    pub const ALL: [Rhythm; 2] = [Rhythm::Daily, Rhythm::AtOnce];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Rhythm::AtOnce => "at-once",
            Rhythm::Daily => "daily",
        }
    }

    /// The rhythm with this code.
    pub fn read(code: &str) -> Option<Rhythm> {
        Rhythm::ALL.into_iter().find(|rhythm| rhythm.code() == code)
    }
}

/// A subscription.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// What mails to it are known by.
    pub id: String,
    /// What opens it: stands in the mails to it alone.
    pub token: String,
    /// Where mail goes.
    pub address: String,
    /// What it is about, by its code.
    pub about: String,
    /// How often it is told.
    pub rhythm: Rhythm,
    /// Tag of the language.
    pub lang: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When whoever has the address said so.
    pub confirmed_at: Option<Timestamp>,
    /// The event up to which it was told.
    pub told_seq: u64,
    /// When it was told last.
    pub told_at: Timestamp,
}

// Not derived: an address is nobody's to read in a log, and who has the token may end it.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("id", &self.id).finish_non_exhaustive()
    }
}

rows! {
    struct SubscriptionRow {
        id: String,
        token: String,
        address: String,
        about: String,
        rhythm: String,
        lang: String,
        asked_at: i64,
        confirmed_at: Option<i64>,
        told_seq: i64,
        told_at: i64,
    }
}

impl SubscriptionRow {
    fn subscription(self) -> Result<Subscription> {
        let wrong = |column| impossible("subscription", column, &self.id);
        let instant = |micros, column| Timestamp::from_timestamp_micros(micros).ok_or_else(|| wrong(column));
        Ok(Subscription {
            rhythm: Rhythm::read(&self.rhythm).ok_or_else(|| wrong("rhythm"))?,
            asked_at: instant(self.asked_at, "asked_at")?,
            confirmed_at: self.confirmed_at.map(|at| instant(at, "confirmed_at")).transpose()?,
            told_seq: u64::try_from(self.told_seq).map_err(|_| wrong("told_seq"))?,
            told_at: instant(self.told_at, "told_at")?,
            id: self.id,
            token: self.token,
            address: self.address,
            about: self.about,
            lang: self.lang,
        })
    }
}

impl Reader {
    /// The subscription that a token opens.
    pub async fn subscription_by_token(&self, token: &str) -> Result<Option<Subscription>> {
        self.one_subscription("SELECT * FROM subscription WHERE token = $1", vec![token.into()]).await
    }

    /// The subscription that mails are addressed to.
    pub async fn subscription(&self, id: &str) -> Result<Option<Subscription>> {
        self.one_subscription("SELECT * FROM subscription WHERE id = $1", vec![id.into()]).await
    }

    /// What an address has of this.
    pub async fn subscription_of(&self, address: &str, about: &str) -> Result<Option<Subscription>> {
        let text = "SELECT * FROM subscription WHERE address = $1 AND about = $2";
        self.one_subscription(text, vec![address.into(), about.into()]).await
    }

    async fn one_subscription(&self, text: &str, values: Vec<Value>) -> Result<Option<Subscription>> {
        let row: Option<SubscriptionRow> = sql(text, values).one(&self.tx).await?;
        row.map(SubscriptionRow::subscription).transpose()
    }

    /// How many subscriptions nobody has confirmed yet: of one address, or of all.
    pub async fn unconfirmed_subscriptions(&self, address: Option<&str>) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM subscription WHERE confirmed_at IS NULL AND (address = $1 OR $1 = '')";
        let row: Option<Number> = sql(text, [address.unwrap_or_default().into()]).one(&self.tx).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.n).unwrap_or_default()))
    }

    /// All that were confirmed.
    pub async fn confirmed_subscriptions(&self) -> Result<Vec<Subscription>> {
        let text = "SELECT * FROM subscription WHERE confirmed_at IS NOT NULL ORDER BY id";
        let rows: Vec<SubscriptionRow> = sql(text, []).all(&self.tx).await?;
        rows.into_iter().map(SubscriptionRow::subscription).collect()
    }

    /// Whether any confirmed one has this rhythm, and the event up to which the last of them was told.
    pub async fn subscriptions_told(&self, rhythm: Rhythm) -> Result<Option<u64>> {
        let text = "SELECT coalesce(min(told_seq), -1) AS n FROM subscription
             WHERE confirmed_at IS NOT NULL AND rhythm = $1";
        let row: Option<Number> = sql(text, [rhythm.code().into()]).one(&self.tx).await?;
        Ok(row.and_then(|row| u64::try_from(row.n).ok()))
    }

    /// When the oldest that nobody has confirmed was asked for.
    pub async fn oldest_unconfirmed_subscription(&self) -> Result<Option<Timestamp>> {
        let text = "SELECT coalesce(min(asked_at), -1) AS n FROM subscription WHERE confirmed_at IS NULL";
        let row: Option<Number> = sql(text, []).one(&self.tx).await?;
        Ok(row.filter(|row| row.n >= 0).and_then(|row| Timestamp::from_timestamp_micros(row.n)))
    }
}

impl Tx {
    /// Keeps a new one, which nobody has confirmed.
    pub async fn ask_subscription(&mut self, new: &Subscription) -> Result<()> {
        let values = vec![
            new.id.as_str().into(),
            new.token.as_str().into(),
            new.address.as_str().into(),
            new.about.as_str().into(),
            new.rhythm.code().into(),
            new.lang.as_str().into(),
            new.asked_at.timestamp_micros().into(),
            i64::try_from(new.told_seq).unwrap_or(i64::MAX).into(),
            new.told_at.timestamp_micros().into(),
        ];
        SUBSCRIPTION.insert(&self.tx, values, "").await
    }

    /// Whoever has the token wants it so, and is told of what comes after an event. Whether there is one.
    pub async fn confirm_subscription(
        &mut self,
        token: &str,
        rhythm: Rhythm,
        at: Timestamp,
        told_seq: u64,
    ) -> Result<bool> {
        // What was confirmed goes on from where it was told.
        let text = "UPDATE subscription SET rhythm = $2, confirmed_at = coalesce(confirmed_at, $3),
                told_seq = CASE WHEN confirmed_at IS NULL THEN $4 ELSE told_seq END,
                told_at = CASE WHEN confirmed_at IS NULL THEN $3 ELSE told_at END
             WHERE token = $1";
        let values: [Value; 4] = [
            token.into(),
            rhythm.code().into(),
            at.timestamp_micros().into(),
            i64::try_from(told_seq).unwrap_or(i64::MAX).into(),
        ];
        Ok(sql(text, values).run(&self.tx).await? == 1)
    }

    /// It was told up to an event.
    pub async fn subscription_was_told(&mut self, id: &str, told_seq: u64, at: Timestamp) -> Result<()> {
        let text = "UPDATE subscription SET told_seq = $2, told_at = $3 WHERE id = $1";
        let seq = i64::try_from(told_seq).unwrap_or(i64::MAX);
        sql(text, [id.into(), seq.into(), at.timestamp_micros().into()]).run(&self.tx).await.map(|_| ())
    }

    /// Forgets one with all mails to it. Whether there was one.
    pub async fn leave_subscription(&mut self, token: &str) -> Result<bool> {
        let text = "DELETE FROM message WHERE recipient IN (SELECT id FROM subscription WHERE token = $1)";
        sql(text, [token.into()]).run(&self.tx).await?;
        Ok(sql("DELETE FROM subscription WHERE token = $1", [token.into()]).run(&self.tx).await? > 0)
    }

    /// Forgets those that nobody confirmed and that were asked for before an instant, with all mails to them.
    pub async fn forget_unconfirmed_subscriptions(&mut self, before: Timestamp) -> Result<u64> {
        let before = before.timestamp_micros();
        let text = "DELETE FROM message WHERE recipient IN
             (SELECT id FROM subscription WHERE confirmed_at IS NULL AND asked_at < $1)";
        sql(text, [before.into()]).run(&self.tx).await?;
        let text = "DELETE FROM subscription WHERE confirmed_at IS NULL AND asked_at < $1";
        sql(text, [before.into()]).run(&self.tx).await
    }

    /// Throws away a message that has nothing to say any more.
    pub async fn drop_message(&mut self, nr: u64) -> Result<()> {
        let nr = i64::try_from(nr).unwrap_or(i64::MAX);
        sql("DELETE FROM message WHERE nr = $1", [nr.into()]).run(&self.tx).await.map(|_| ())
    }
}
