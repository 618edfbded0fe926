//! What a college sets up and keeps in the workbench: its profile, units, channels, the catalogue with its editions, and people
//! by the list.
//!
//! Everything here can be seen by whoever may see settings and is changed by whoever the table of rights names, each change with
//! its event. What was read is named by a short digest, so that a form written over by somebody else is refused.

mod care;
mod catalogue;
mod channels;
mod profile;
mod publicity;
mod staff;
mod staff_file;
mod units;

pub use care::{CareView, care, set_care};
pub use catalogue::{
    CatalogueView, ItemWish, OwnWish, Proposal, catalogue, draft_item, draft_unit, draft_usual, give_up, propose,
    publish,
};
pub use channels::{ChannelRow, ChannelWish, add_channel, change_channel, channels, close_channel};
pub use profile::{FACTS, Kept, Profile, profile, save_profile};
pub use publicity::{publicity_rules, publicity_seen, set_publicity_rule, take_back_publicity_rule};
pub use staff::{Applied, Invited, PersonStep, StaffPlan, Step, UnitStep, apply_staff, plan_staff, staff_template};
pub use staff_file::{Grid, Line, RowFault, read_grid};
pub use store::CatalogueEdition as PastEdition;
pub use units::{UnitRow, UnitWish, Wrong, add_unit, change_unit, close_unit, units};

use domain::fnv::fnv64;

/// A short name of what was read, to tell that it is still so.
fn digest(of: &impl std::fmt::Debug) -> String {
    format!("{:016x}", fnv64(format!("{of:?}").bytes()))
}

/// A name without blanks, half-width, in small letters: two that are alike mean one thing.
fn plain(name: &str) -> String {
    let half = domain::date::half_width(name);
    half.chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"')).flat_map(char::to_lowercase).collect()
}

/// Whether a text may be the code of a unit or channel: short, in letters, digits, `-`, `_` and `.`.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Whose code, name or former name this is, by what is known of each: code, name, former names.
fn owner<'a>(known: impl Iterator<Item = (&'a str, &'a str, &'a [String])>, text: &str) -> Option<&'a str> {
    let wanted = plain(text);
    let mut known = known;
    known
        .find(|(code, name, former)| {
            plain(code) == wanted || plain(name) == wanted || former.iter().any(|one| plain(one) == wanted)
        })
        .map(|(code, ..)| code)
}
