//! The samples: the real year 2022-2023 of a college as a ledger file in the program, and `living`, an invented college at
//! work.
//!
//! A ledger enters the database through the same import that a school's own file does.

pub mod living;

use crate::accounts::{self, Draft};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::files::Access;
use domain::ids::UserId;
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
    /// Code of their unit, unless it is a post of the whole school.
    pub unit: Option<&'static str>,
}

/// One of each post that has work to do, in the sample of the real year.
pub const PEOPLE: [SamplePerson; 6] = [
    SamplePerson { login: "clerk", name: "沈小禾", role: Role::Clerk, unit: Some(OWN_UNIT) },
    SamplePerson { login: "head", name: "顾建平", role: Role::UnitHead, unit: Some(OWN_UNIT) },
    SamplePerson { login: "secrecy", name: "徐静", role: Role::SecrecyReviewer, unit: None },
    SamplePerson { login: "office", name: "周敏", role: Role::Office, unit: None },
    SamplePerson { login: "supervisor", name: "宋立群", role: Role::Supervisor, unit: None },
    SamplePerson { login: "admin", name: "林可", role: Role::Administrator, unit: None },
];

/// The department with the most to disclose (学生工作处).
const OWN_UNIT: &str = "xsgzc";

/// The account of somebody of a sample, made unless it is there.
async fn account(ctx: &Ctx, sample: SamplePerson, unit: Option<String>) -> Result<UserId> {
    let login: Login = sample.login.parse().map_err(Error::internal)?;
    if let Some(person) = accounts::list(ctx).await?.into_iter().find(|person| person.login == login) {
        return Ok(person.id);
    }
    let post = Post { role: sample.role, unit };
    let draft = Draft { login, name: sample.name.into(), email: String::new(), posts: vec![post] };
    accounts::save(ctx, None, draft, false).await
}

/// Gives the people of a sample accounts, all with one password that is made anew each time: it is printed, and a sample left
/// running is not open to whoever has read a manual.
pub async fn people(ctx: &Ctx, people: &[SamplePerson]) -> Result<String> {
    let units = ctx.read().await?.units().await?;
    let password = accounts::passing_password(ctx)?;
    for sample in people {
        // In a school of another kind any unit will do.
        let own =
            |code: &str| units.iter().find(|unit| unit.code == code).or(units.first()).map(|unit| unit.code.clone());
        let id = account(ctx, *sample, sample.unit.and_then(own)).await?;
        accounts::give_password(ctx, id, &password, true).await?;
    }
    Ok(password)
}
