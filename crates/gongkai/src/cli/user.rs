//! `user …`: accounts of the workbench, as the one at the server keeps them. Only what can be typed.

use super::TextOrJson;
use clap::Subcommand;
use domain::policy::{Post, Role};
use std::str::FromStr;

/// `user …`.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Somebody new.
    Add {
        /// What they sign in with.
        login: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// What they are, and where.
        #[arg(long = "role", value_name = "ROLE[@UNIT]", required = true)]
        posts: Vec<Held>,
        /// Where mail reaches them.
        #[arg(long, default_value = "", hide_default_value = true)]
        email: String,
    },
    /// Everybody.
    List {
        /// Form of the answer.
        #[arg(long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Not let in any more.
    Disable {
        /// What they sign in with.
        login: String,
    },
    /// A new link to choose a password by; let in again if they were not.
    Reset {
        /// What they sign in with.
        login: String,
    },
}

/// A role, with the unit it is held in: `clerk@jwc`, `信息员@教务处`, `office`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held(pub(crate) Post);

impl FromStr for Held {
    type Err = String;

    fn from_str(text: &str) -> Result<Held, String> {
        let (role, unit) = text.split_once('@').map_or((text, None), |(role, unit)| (role, Some(unit.trim())));
        let role = Role::read(role).ok_or_else(|| {
            Role::ALL.iter().map(|role| format!("{} {}", role.code(), role.zh())).collect::<Vec<_>>().join(", ")
        })?;
        Ok(Held(Post { role, unit: unit.filter(|unit| !unit.is_empty()).map(str::to_string) }))
    }
}
