//! The sample year: the real year 2022-2023 of a college, as a ledger file in the program.
//!
//! It enters the database through the same import that a school's own file does.

use crate::accounts::{self, Draft};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::files::Access;
use crate::setup;
use domain::person::Login;
use domain::policy::{Post, Role};
use domain::school_year::SchoolYear;
use std::path::{Path, PathBuf};

/// The sample ledger. Facts of a published report; what it does not give is left out.
const LEDGER: &[u8] = include_bytes!("../../../samples/2022-2023/ledger.json");

/// Its name in the sample's folder.
pub const LEDGER_FILE: &str = "ledger-2022-2023.json";

/// The year of the sample.
pub fn year() -> SchoolYear {
    SchoolYear::of(chrono::NaiveDate::from_ymd_opt(2022, 9, 1).unwrap_or_default())
}

/// The day the sample's report is signed: the last date that its source gives.
pub fn signed_on() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2023, 11, 26).unwrap_or_default()
}

/// Writes the sample ledger into the folder for import and for a look. An existing copy is left when it is the
/// same.
pub fn write_ledger(folder: &Path) -> Result<PathBuf> {
    let path = folder.join(LEDGER_FILE);
    if std::fs::read(&path).is_ok_and(|present| present == LEDGER) {
        return Ok(path);
    }
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    crate::files::write(&path, LEDGER, Access::Ordinary)?;
    Ok(path)
}

/// Somebody of the sample school, invented.
#[derive(Debug, Clone, Copy)]
pub struct SamplePerson {
    /// What they sign in with.
    pub login: &'static str,
    /// Their name.
    pub name: &'static str,
    /// What they are.
    pub role: Role,
    /// In a unit of the sample, unless it is a post of the whole school.
    in_unit: bool,
}

/// One of each post that has work to do.
pub const PEOPLE: [SamplePerson; 6] = [
    SamplePerson { login: "clerk", name: "沈小禾", role: Role::Clerk, in_unit: true },
    SamplePerson { login: "head", name: "顾建平", role: Role::UnitHead, in_unit: true },
    SamplePerson { login: "secrecy", name: "徐静", role: Role::SecrecyReviewer, in_unit: false },
    SamplePerson { login: "office", name: "周敏", role: Role::Office, in_unit: false },
    SamplePerson { login: "supervisor", name: "宋立群", role: Role::Supervisor, in_unit: false },
    SamplePerson { login: "admin", name: "林可", role: Role::Administrator, in_unit: false },
];

/// Gives every item for which the sample's report names no unit the unit that usually answers for it, as the next edition of the
/// catalogue: it holds from this school year on, so that what the report of the sample says stays as it is. How many, and
/// from when; nothing when an edition was published before.
///
/// # Errors
/// Of the database.
pub async fn owners(ctx: &Ctx) -> Result<Option<(usize, SchoolYear)>> {
    if !ctx.read().await?.catalogue_editions().await?.is_empty() {
        return Ok(None);
    }
    let count = setup::draft_usual(ctx).await?;
    let Some(proposal) = setup::propose(ctx, None).await? else { return Ok(None) };
    setup::publish(ctx, proposal.from, &proposal.seen).await?;
    Ok(Some((count, proposal.from)))
}

/// Gives the sample school its people, all with one password that is made anew each time: it is printed, and a sample left
/// running is not open to whoever has read a manual.
pub async fn people(ctx: &Ctx) -> Result<String> {
    let units = ctx.read().await?.units().await?;
    // The department with the most to disclose; any will do in a school of another kind.
    let unit = units.iter().find(|unit| unit.name.contains("学生")).or(units.first()).map(|unit| unit.code.clone());
    let password = accounts::passing_password(ctx)?;
    let known = accounts::list(ctx).await?;
    for sample in PEOPLE {
        let login: Login = sample.login.parse().map_err(Error::internal)?;
        let id = match known.iter().find(|person| person.login == login) {
            Some(person) => person.id,
            None => {
                let post = Post { role: sample.role, unit: unit.clone().filter(|_| sample.in_unit) };
                let draft = Draft { login, name: sample.name.into(), email: String::new(), posts: vec![post] };
                accounts::save(ctx, None, draft, false).await?
            }
        };
        accounts::give_password(ctx, id, &password, true).await?;
    }
    Ok(password)
}
