//! People of the school who have an account: what they are known by, whether they may come in, and the rules of
//! passwords and of wrong attempts.
//!
//! It exists so that what keeps somebody out is decided in one place and can be tried without a clock or a network. It
//! hashes nothing and keeps no secret: of passwords it only says whether they may be chosen.

use crate::date;
use crate::ids::UserId;
use crate::policy::{Post, Principal, Role};
use crate::record::Timestamp;
use chrono::TimeDelta;
use std::fmt;
use std::str::FromStr;

/// Words that stand in every list of stolen passwords, and what keyboards and calendars suggest.
const COMMON: &str = include_str!("../data/common-passwords.txt");

/// Fewest characters of a password. Length is what makes it hard to guess; kinds of characters are not asked for (NIST SP
/// 800-63B section 5.1.1.2 advises against it).
pub const SHORTEST_PASSWORD: usize = 12;
/// Most characters of a password: more than anybody types, few enough to hash at once.
const LONGEST_PASSWORD: usize = 200;
/// Wrong attempts after which a place has to wait.
pub const ATTEMPTS: usize = 5;
/// How long wrong attempts count, and how long a place waits after the last of them.
const ATTEMPTS_COUNT: TimeDelta = TimeDelta::minutes(10);
/// How long an invitation holds.
const INVITATION: TimeDelta = TimeDelta::days(7);
/// How long a session lives when nothing is done in it.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// How long a session lives at most.
const SESSION: TimeDelta = TimeDelta::days(7);

/// What somebody signs in with (工号): letters, digits, `-`, `_` and `.`, at most 40, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Login(String);

/// Text that cannot be signed in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a login: 1 to 40 letters, digits, `-`, `_` or `.`")]
pub struct NotALogin;

impl FromStr for Login {
    type Err = NotALogin;

    fn from_str(text: &str) -> Result<Login, NotALogin> {
        let text = text.trim().to_ascii_lowercase();
        let known = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
        if (1..=40).contains(&text.len()) && text.bytes().all(known) { Ok(Login(text)) } else { Err(NotALogin) }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether somebody may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Invited, and has chosen no password yet.
    Invited,
    /// May sign in.
    Active,
    /// May not any more; what they did stays under their name.
    Closed,
}

impl Access {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Access::Invited => "invited",
            Access::Active => "active",
            Access::Closed => "closed",
        }
    }

    /// The one with this code.
    pub fn read(code: &str) -> Option<Access> {
        [Access::Invited, Access::Active, Access::Closed].into_iter().find(|access| access.code() == code)
    }
}

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: UserId,
    /// What they sign in with.
    pub login: Login,
    /// Their name.
    pub name: String,
    /// Where mail reaches them; empty when it is not known.
    pub email: String,
    /// Whether they may come in.
    pub access: Access,
    /// What they are, and where.
    pub posts: Vec<Post>,
    /// Counts saves; a stale one is refused.
    pub version: u32,
}

impl Person {
    /// Whether the workbench has work for them; a member of the school only reads.
    pub fn works(&self) -> bool {
        self.posts.iter().any(|post| post.role != Role::Member)
    }

    /// As whom they act.
    pub fn principal(&self) -> Principal {
        Principal::Account { user: self.id, posts: self.posts.clone() }
    }
}

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short: how many characters are missing.
    #[error("{0} characters too few")]
    Short(usize),
    /// Too long.
    #[error("too long")]
    Long,
    /// In every list of stolen passwords, or little more than one character, or made of what everybody knows of its owner.
    #[error("too easy to guess")]
    Common,
}

impl PasswordFault {
    /// Stable code, a message key under `password-`.
    pub fn code(self) -> &'static str {
        match self {
            PasswordFault::Short(_) => "short",
            PasswordFault::Long => "long",
            PasswordFault::Common => "common",
        }
    }
}

/// Whether a person may choose this password.
///
/// # Errors
/// What is wrong with it.
pub fn judge_password(password: &str, login: &Login, name: &str) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(PasswordFault::Short(SHORTEST_PASSWORD - length));
    }
    if length > LONGEST_PASSWORD {
        return Err(PasswordFault::Long);
    }
    // What is left when everything known is taken out must still be worth guessing.
    let mut rest = password.to_lowercase();
    let known = COMMON.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut known: Vec<&str> = known.chain([login.0.as_str(), name]).filter(|word| word.chars().count() > 1).collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in known {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    let kinds: std::collections::BTreeSet<char> = rest.chars().collect();
    if rest.chars().count() < SHORTEST_PASSWORD / 2 || kinds.len() < 4 { Err(PasswordFault::Common) } else { Ok(()) }
}

/// Until when a place has to wait after wrong attempts from it, in order of time; `None` when it need not.
///
/// A place is a browser that has signed in as this person before, or an address: so that whoever guesses at somebody's
/// password keeps out nobody but themselves.
pub fn waits_until(wrong: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
    let recent: Vec<&Timestamp> = wrong.iter().filter(|at| **at + ATTEMPTS_COUNT > now).collect();
    let last = recent.last().filter(|_| recent.len() >= ATTEMPTS)?;
    Some(**last + ATTEMPTS_COUNT)
}

/// Since when wrong attempts count.
pub fn attempts_since(now: Timestamp) -> Timestamp {
    now - ATTEMPTS_COUNT
}

/// How many attempts are left before a place has to wait.
pub fn attempts_left(wrong: &[Timestamp], now: Timestamp) -> usize {
    ATTEMPTS.saturating_sub(wrong.iter().filter(|at| **at + ATTEMPTS_COUNT > now).count())
}

/// Until when an invitation that is made now holds.
pub fn invitation_ends(now: Timestamp) -> Timestamp {
    now + INVITATION
}

/// Whether a session that began and was last used at these times is still alive.
pub fn session_lives(began: Timestamp, used: Timestamp, now: Timestamp) -> bool {
    now < began + SESSION && now < used + IDLE
}

/// The first instant at which a session that is alive at `now` may have begun, for throwing old ones away.
pub fn oldest_session(now: Timestamp) -> Timestamp {
    now - SESSION
}

/// The day in China on which an instant falls, for people.
pub fn day_of(at: Timestamp) -> chrono::NaiveDate {
    date::day_in_china(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login() -> Login {
        "20180217".parse().unwrap()
    }

    fn at(minutes: i64) -> Timestamp {
        chrono::DateTime::from_timestamp(1_700_000_000 + 60 * minutes, 0).unwrap()
    }

    #[test]
    fn a_login_is_short_and_plain() {
        assert_eq!("  Zhang.San-1 ".parse::<Login>().unwrap().to_string(), "zhang.san-1");
        for wrong in ["", "  ", "张三", "a b", "a/b", &"a".repeat(41)] {
            assert_eq!(wrong.parse::<Login>(), Err(NotALogin), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_long_and_no_common_word() {
        let judged = |password: &str| judge_password(password, &login(), "沈小禾");
        assert_eq!(judged("短短"), Err(PasswordFault::Short(10)));
        assert_eq!(judged(&"长".repeat(201)), Err(PasswordFault::Long));
        for common in [
            "password1234",
            "Password123456",
            "aaaaaaaaaaaaaaa",
            "123456789012345",
            "20180217沈小禾2018",
            "qwertyuiop123456",
        ] {
            assert_eq!(judged(common), Err(PasswordFault::Common), "{common}");
        }
        for good in ["三月的风吹过操场边的梧桐", "correct horse battery", "xk29-fjq8-ww3d"] {
            assert_eq!(judged(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn five_wrong_attempts_make_a_place_wait_ten_minutes() {
        let wrong: Vec<Timestamp> = (0..5).map(at).collect();
        assert_eq!(waits_until(&wrong[..4], at(4)), None);
        assert_eq!(attempts_left(&wrong[..2], at(4)), 3);
        assert_eq!(waits_until(&wrong, at(4)), Some(at(14)));
        assert_eq!(waits_until(&wrong, at(11)), None, "the first of them no longer count");
    }

    #[test]
    fn a_session_ends_when_it_is_left_alone_and_in_any_case_after_a_week() {
        assert!(session_lives(at(0), at(0), at(11 * 60)));
        assert!(!session_lives(at(0), at(0), at(12 * 60)));
        assert!(!session_lives(at(0), at(7 * 24 * 60 - 1), at(7 * 24 * 60)));
    }
}
