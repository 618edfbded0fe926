//! Messages on their way out: put up in the transaction that causes them, sent once, kept until somebody knows what became
//! of them.
//!
//! A worker claims one, and says when it begins to hand it over: up to there another may take it up, from there on nobody
//! may without being asked, since it may have left. How it is sent and when it is tried again is decided in `app`.

use crate::db::sql::{Number, Table, optional, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::record::Timestamp;

const MESSAGE: Table = Table {
    name: "message",
    columns: &[
        "nr",
        "message_key",
        "kind",
        "recipient",
        "subject",
        "plain",
        "html",
        "state",
        "attempts",
        "due_at",
        "made_at",
    ],
};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $value:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $value),+ }

        impl $name {
            /// Stable code.
            pub fn code(self) -> &'static str {
                match self { $($name::$value => $code),+ }
            }

            fn read(code: &str) -> Option<$name> {
                [$($name::$value),+].into_iter().find(|value| value.code() == code)
            }
        }
    };
}

codes! {
    /// By what it goes.
    MessageKind {
        /// A mail to a person, by id.
        Mail = "mail",
        /// A robot of a group, by its name in the settings.
        Robot = "robot",
    }
}

codes! {
    /// How far it has come.
    MessageState {
        /// It waits.
        Queued = "queued",
        /// A worker has it; it has not left.
        Sending = "sending",
        /// A worker is handing it over; it may have left.
        Handed = "handed",
        /// It left.
        Sent = "sent",
        /// It will not leave by itself.
        Failed = "failed",
        /// The worker was lost while it handed it over.
        Unsure = "unsure",
    }
}

/// A message to be put up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// What it is known by: the same is put up once.
    pub key: String,
    /// By what it goes.
    pub kind: MessageKind,
    /// To whom: a person's id, or the name of a robot.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// It as text.
    pub plain: String,
    /// It as HTML; empty where there is none.
    pub html: String,
    /// Not before.
    pub due_at: Timestamp,
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// Its number.
    pub nr: u64,
    /// What was put up.
    pub message: NewMessage,
    /// How far it has come.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was put up.
    pub made_at: Timestamp,
    /// When it left, or ended otherwise.
    pub ended_at: Option<Timestamp>,
    /// Why it did not leave the last time.
    pub failure: Option<String>,
}

/// A message that this worker has until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMessage {
    /// Its number.
    pub nr: u64,
    /// What was put up.
    pub message: NewMessage,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// When it was put up.
    pub made_at: Timestamp,
}

rows! {
    struct MessageRow {
        nr: i64,
        message_key: String,
        kind: String,
        recipient: String,
        subject: String,
        plain: String,
        html: String,
        state: String,
        attempts: i64,
        due_at: i64,
        made_at: i64,
        ended_at: Option<i64>,
        failure: Option<String>,
    }
}

impl MessageRow {
    fn message(self) -> Result<StoredMessage> {
        let nr = self.nr;
        let wrong = |column| impossible("message", column, nr);
        let instant = |micros, column| Timestamp::from_timestamp_micros(micros).ok_or_else(|| wrong(column));
        Ok(StoredMessage {
            nr: u64::try_from(nr).map_err(|_| wrong("nr"))?,
            state: MessageState::read(&self.state).ok_or_else(|| wrong("state"))?,
            attempts: u32::try_from(self.attempts).map_err(|_| wrong("attempts"))?,
            made_at: instant(self.made_at, "made_at")?,
            ended_at: self.ended_at.map(|at| instant(at, "ended_at")).transpose()?,
            failure: self.failure,
            message: NewMessage {
                key: self.message_key,
                kind: MessageKind::read(&self.kind).ok_or_else(|| wrong("kind"))?,
                recipient: self.recipient,
                subject: self.subject,
                plain: self.plain,
                html: self.html,
                due_at: instant(self.due_at, "due_at")?,
            },
        })
    }
}

impl Reader {
    /// The latest messages, those that did not leave before those that did, at most `limit`.
    pub async fn messages(&self, limit: u32) -> Result<Vec<StoredMessage>> {
        let text = "SELECT * FROM message
             ORDER BY CASE state WHEN 'failed' THEN 0 WHEN 'unsure' THEN 0 WHEN 'sent' THEN 2 ELSE 1 END, nr DESC LIMIT $1";
        let rows = sql(text, [i64::from(limit).into()]).all::<MessageRow>(&self.tx).await?;
        rows.into_iter().map(MessageRow::message).collect()
    }

    /// How many messages are in a state.
    pub async fn count_messages(&self, state: MessageState) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM message WHERE state = $1";
        let row = sql(text, [state.code().into()]).one::<Number>(&self.tx).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.n).unwrap_or_default()))
    }

    /// When there may be a message to send next: one is due then, or the lease of a worker ends.
    pub async fn next_message(&self) -> Result<Option<Timestamp>> {
        let text =
            "SELECT due_at AS n FROM message WHERE state IN ('queued', 'sending', 'handed') ORDER BY due_at LIMIT 1";
        let row = sql(text, []).one::<Number>(&self.tx).await?;
        row.map(|row| Timestamp::from_timestamp_micros(row.n).ok_or_else(|| impossible("message", "due_at", row.n)))
            .transpose()
    }

    /// When messages to a recipient were last tried that came to an end since an instant, in order of time.
    pub async fn sent_since(&self, recipient: &str, since: Timestamp) -> Result<Vec<Timestamp>> {
        let text = "SELECT ended_at AS n FROM message
             WHERE recipient = $1 AND state IN ('sent', 'unsure') AND ended_at > $2 ORDER BY ended_at";
        let rows = sql(text, [recipient.into(), since.timestamp_micros().into()]).all::<Number>(&self.tx).await?;
        let instant = |row: Number| Timestamp::from_timestamp_micros(row.n);
        rows.into_iter().map(|row| instant(row).ok_or_else(|| impossible("message", "ended_at", recipient))).collect()
    }
}

impl Tx {
    /// Puts up a message; one of the same key stands as it is. Whether it is new.
    pub async fn put_up_message(&mut self, new: &NewMessage, made_at: Timestamp) -> Result<bool> {
        let there = sql("SELECT count(*) AS n FROM message WHERE message_key = $1", [Value::from(&new.key)]);
        if there.one::<Number>(&self.tx).await?.is_some_and(|row| row.n > 0) {
            return Ok(false);
        }
        let top =
            sql("SELECT max(nr) AS n FROM message HAVING max(nr) IS NOT NULL", []).one::<Number>(&self.tx).await?;
        let values: Vec<Value> = vec![
            (top.map_or(0, |row| row.n) + 1).into(),
            Value::from(&new.key),
            new.kind.code().into(),
            Value::from(&new.recipient),
            Value::from(&new.subject),
            Value::from(&new.plain),
            Value::from(&new.html),
            MessageState::Queued.code().into(),
            0.into(),
            new.due_at.timestamp_micros().into(),
            made_at.timestamp_micros().into(),
        ];
        MESSAGE.insert(&self.tx, values, "").await?;
        Ok(true)
    }

    /// Claims the message that has been due longest, until `lease` at the latest. One whose worker was lost before it began
    /// to hand it over is taken up again; one that was being handed over is not, and stays as unsure.
    pub async fn claim_message(&mut self, now: Timestamp, lease: Timestamp) -> Result<Option<ClaimedMessage>> {
        let text = "UPDATE message SET state = 'unsure', ended_at = $1 WHERE state = 'handed' AND due_at <= $1";
        sql(text, [now.timestamp_micros().into()]).run(&self.tx).await?;
        let text =
            "SELECT * FROM message WHERE state IN ('queued', 'sending') AND due_at <= $1 ORDER BY due_at, nr LIMIT 1";
        let row = sql(text, [now.timestamp_micros().into()]).one::<MessageRow>(&self.tx).await?;
        let Some(StoredMessage { nr, message, attempts, made_at, .. }) = row.map(MessageRow::message).transpose()?
        else {
            return Ok(None);
        };
        let claimed = ClaimedMessage { nr, message, attempts: attempts + 1, made_at };
        let text = "UPDATE message SET state = 'sending', attempts = attempts + 1, due_at = $1 WHERE nr = $2";
        sql(text, [lease.timestamp_micros().into(), number(nr)]).run(&self.tx).await?;
        Ok(Some(claimed))
    }

    /// It is about to leave. False when the claim has passed to another: then it may not.
    pub async fn hand_over_message(&mut self, claimed: &ClaimedMessage) -> Result<bool> {
        let text = "UPDATE message SET state = 'handed' WHERE nr = $1 AND attempts = $2 AND state = 'sending'";
        Ok(sql(text, mine(claimed)).run(&self.tx).await? == 1)
    }

    /// It came to an end: sent, failed or unsure.
    pub async fn end_message(
        &mut self,
        claimed: &ClaimedMessage,
        state: MessageState,
        at: Timestamp,
        why: Option<&str>,
    ) -> Result<()> {
        let text = "UPDATE message SET state = $3, ended_at = $4, failure = $5
             WHERE nr = $1 AND attempts = $2 AND state IN ('sending', 'handed')";
        let end = [state.code().into(), at.timestamp_micros().into(), optional(why)];
        sql(text, mine(claimed).into_iter().chain(end)).run(&self.tx).await?;
        Ok(())
    }

    /// It did not leave and is tried again at an instant. `counts` says whether it was an attempt.
    pub async fn put_off_message(
        &mut self,
        claimed: &ClaimedMessage,
        again: Timestamp,
        why: Option<&str>,
        counts: bool,
    ) -> Result<()> {
        let text = "UPDATE message SET state = 'queued', due_at = $3, failure = coalesce($4, failure), attempts = attempts - $5
             WHERE nr = $1 AND attempts = $2 AND state IN ('sending', 'handed')";
        let again = [again.timestamp_micros().into(), optional(why), i64::from(!counts).into()];
        sql(text, mine(claimed).into_iter().chain(again)).run(&self.tx).await?;
        Ok(())
    }

    /// Somebody wants a message tried again that had come to an end without leaving. Whether there was one.
    pub async fn retry_message(&mut self, nr: u64, now: Timestamp) -> Result<bool> {
        let text = "UPDATE message SET state = 'queued', due_at = $1, attempts = 0, ended_at = NULL
             WHERE nr = $2 AND (state IN ('failed', 'unsure') OR (state = 'queued' AND due_at > $1))";
        Ok(sql(text, [now.timestamp_micros().into(), number(nr)]).run(&self.tx).await? == 1)
    }

    /// Throws away what left before an instant.
    pub async fn forget_messages(&mut self, before: Timestamp) -> Result<u64> {
        let text = "DELETE FROM message WHERE state IN ('sent', 'failed', 'unsure') AND ended_at < $1";
        sql(text, [before.timestamp_micros().into()]).run(&self.tx).await
    }
}

fn number(nr: u64) -> Value {
    i64::try_from(nr).unwrap_or(i64::MAX).into()
}

/// The claim of one worker: a later one has another number of attempts.
fn mine(claimed: &ClaimedMessage) -> [Value; 2] {
    [number(claimed.nr), i64::from(claimed.attempts).into()]
}
