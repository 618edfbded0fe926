//! Who looks after an item, and for whom records of it usually are: what a school says beside its catalogue.
//!
//! It is no part of an edition: who does the work changes within a year, and no report says it. Both are proposals. Reminders fall
//! back to the clerks of the unit when whoever is named no longer works for it, and a writer may choose another audience.

use crate::catalogue::ItemKey;
use crate::ids::UserId;
use crate::person::{Access, Person};
use crate::policy::Role;
use crate::record::Audience;

/// What is said of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// The item.
    pub item: ItemKey,
    /// Who looks after it.
    pub person: Option<UserId>,
    /// For whom its records usually are.
    pub audience: Option<Audience>,
}

impl Care {
    /// Of an item of which nothing is said.
    pub fn of(item: ItemKey) -> Care {
        Care { item, person: None, audience: None }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.person.is_none() && self.audience.is_none()
    }
}

/// Whether somebody can look after what a unit answers for: they may sign in, and drafts or heads there, or work in the disclosure
/// office.
pub fn may_care(person: &Person, unit: Option<&str>) -> bool {
    let here = |role, of: Option<&str>| match role {
        Role::Clerk | Role::UnitHead => unit.is_some() && of == unit,
        Role::Office => true,
        _ => false,
    };
    person.access != Access::Closed && person.posts.iter().any(|post| here(post.role, post.unit.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Post;

    fn person(role: Role, unit: Option<&str>) -> Person {
        let posts = vec![Post { role, unit: unit.map(str::to_string) }];
        let (login, email) = ("someone".parse().unwrap(), String::new());
        Person { id: UserId(1), login, name: "李示例".into(), email, posts, access: Access::Active, version: 1 }
    }

    #[test]
    fn whoever_works_for_the_unit_or_in_the_office_can_look_after_its_items_and_nobody_else() {
        for (role, unit, may) in [
            (Role::Clerk, Some("jwc"), true),
            (Role::UnitHead, Some("jwc"), true),
            (Role::Office, None, true),
            (Role::Clerk, Some("cwc"), false),
            (Role::SecrecyReviewer, None, false),
            (Role::Member, Some("jwc"), false),
        ] {
            assert_eq!(may_care(&person(role, unit), Some("jwc")), may, "{role:?} {unit:?}");
        }
        assert!(!may_care(&person(Role::Clerk, None), None), "of nobody's item no clerk is anybody's");
        let gone = Person { access: Access::Closed, ..person(Role::Clerk, Some("jwc")) };
        assert!(!may_care(&gone, Some("jwc")));
    }
}
