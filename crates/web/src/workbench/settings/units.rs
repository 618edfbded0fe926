//! Units: the list, and one of them with its people, items, names and whether it is closed.

use super::form::{Field, Input, Typed};
use super::{at, may, unit_kind, which, with};
use crate::error::{Absent, HttpError};
use crate::http::form;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, role, show, show_as};
use app::ledger::CodeOf;
use app::ledger::mend::{Task, carry_out, look};
use app::setup::{self, UnitRow, UnitWish, Wrong};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::{Permission, Role};
use domain::school::UnitKind;
use std::sync::Arc;

/// Longest name and remark, in characters, as in ledger files.
const NAME: usize = 200;
const TEXT: usize = 2_000;

#[derive(Template)]
#[template(path = "workbench/settings/units.html")]
struct UnitsPage {
    bench: Bench,
    tab: &'static str,
    rows: Vec<UnitRow>,
    may_change: bool,
    people: bool,
    done: Option<String>,
}

impl UnitsPage {
    fn kind(&self, row: &UnitRow) -> String {
        unit_kind(&self.bench, row.unit.kind)
    }

    fn link(&self, row: &UnitRow) -> String {
        self.bench.to_with("/work/settings/unit", "code", &row.unit.code)
    }

    fn holding(&self, row: &UnitRow, role: Role) -> String {
        row.holding(role).join(&self.bench.say("portal-list-comma"))
    }

    fn former(&self, row: &UnitRow) -> String {
        row.unit.former.join(&self.bench.say("portal-list-comma"))
    }

    fn people_count(&self, row: &UnitRow) -> usize {
        let mut ids: Vec<_> = row.people.iter().map(|(id, ..)| *id).collect();
        ids.dedup();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    fn lacks_head(&self, row: &UnitRow) -> bool {
        row.closed.is_none() && !row.items.is_empty() && row.holding(Role::UnitHead).is_empty()
    }

    /// `18 个部门。1 个有事项而没有负责人，不能完成单位审核。`
    fn situation(&self) -> String {
        let lacking = self.rows.iter().filter(|row| self.lacks_head(row)).count();
        let all = self.bench.count("setting-units-count", self.rows.len());
        if lacking == 0 { all } else { format!("{all}{}", self.bench.count("setting-open-headless", lacking)) }
    }
}

fn done(bench: &Bench, request: &PageRequest, what: &str) -> Option<String> {
    let known = ["added", "saved", "renamed", "merged", "closed", "reopened"];
    let done = request.told(Tells::Done).filter(|done| known.contains(&done.as_str()))?;
    Some(bench.say(&format!("setting-{what}-{done}")))
}

/// The list.
pub(crate) async fn units(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-units").await?;
    let rows = setup::units(&ctx).await?;
    let may_change = may(&ctx, Permission::ManageUnits);
    let people = may(&ctx, Permission::ManagePeople);
    let done = done(&bench, &request, "unit");
    show(&request, &UnitsPage { bench, tab: "units", rows, may_change, people, done })
}

#[derive(Template)]
#[template(path = "workbench/settings/unit.html")]
struct UnitPage {
    bench: Bench,
    /// The unit, unless a new one is written.
    row: Option<UnitRow>,
    fields: Vec<Field>,
    rename: Option<String>,
    rename_error: Option<String>,
    close_error: Option<String>,
    may_change: bool,
    people: bool,
    done: Option<String>,
}

impl UnitPage {
    /// Which one its forms are about.
    fn at(&self) -> &str {
        self.row.as_ref().map_or("", |row| row.unit.code.as_str())
    }

    fn role(&self, held: &Role) -> String {
        role(self.bench.lang, *held)
    }
}

struct Opened {
    ctx: app::Ctx,
    bench: Bench,
    rows: Vec<UnitRow>,
    row: Option<UnitRow>,
}

async fn opened(site: &Site, request: &PageRequest) -> Result<Opened, HttpError> {
    let (ctx, bench) = at(site, request, "setting-unit-new").await?;
    let rows = setup::units(&ctx).await?;
    let row = match which(request, "code") {
        Some(code) => {
            let found = rows.iter().find(|row| row.unit.code == code).cloned();
            Some(found.ok_or(HttpError::Absent(Absent::Page))?)
        }
        None => None,
    };
    if row.is_none() {
        ctx.allow(Permission::ManageUnits, domain::policy::Relation::School)?;
    }
    let bench = match &row {
        Some(row) => bench.titled(row.unit.name.clone()),
        None => bench,
    };
    Ok(Opened { ctx, bench, rows, row })
}

impl Opened {
    fn page(self, typed: &Typed) -> UnitPage {
        let Opened { ctx, bench, rows, row } = self;
        let unit = row.as_ref().map(|row| &row.unit);
        let text = |read: fn(&domain::school::Unit) -> &String| unit.map_or("", |unit| read(unit).as_str());
        let kinds = UnitKind::ALL.iter().map(|kind| (kind.code().into(), unit_kind(&bench, *kind)));
        let above =
            rows.iter().filter(|one| one.closed.is_none() && unit.is_none_or(|unit| unit.code != one.unit.code));
        let above = above.map(|one| (one.unit.code.clone(), one.unit.name.clone()));
        let above = std::iter::once((String::new(), "—".to_string())).chain(above).collect();
        let kind = unit.map_or(UnitKind::Department, |unit| unit.kind).code();
        let mut fields = Vec::new();
        if unit.is_none() {
            fields.push(typed.field(&bench, "code", "unit-code", "", Input::Line));
            fields.push(typed.field(&bench, "name", "unit-name", "", Input::Line));
        }
        fields.push(typed.field(&bench, "kind", "unit-kind", kind, Input::Choice(kinds.collect())));
        fields.push(typed.field(&bench, "parent", "unit-parent", text(|unit| &unit.parent), Input::Choice(above)));
        fields.push(typed.field(&bench, "duty", "unit-duty", text(|unit| &unit.duty), Input::Area));
        fields.push(typed.field(&bench, "members", "unit-members", text(|unit| &unit.members), Input::Area));
        fields.push(typed.field(&bench, "note", "note", text(|unit| &unit.note), Input::Area));
        let rename = unit.map(|unit| unit.name.clone());
        UnitPage {
            may_change: may(&ctx, Permission::ManageUnits),
            people: may(&ctx, Permission::ManagePeople),
            bench,
            row,
            fields,
            rename,
            rename_error: None,
            close_error: typed.error("closes"),
            done: None,
        }
    }
}

/// A unit, or a form for a new one.
pub(crate) async fn unit(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let opened = opened(&site, &request).await?;
    let done = done(&opened.bench, &request, "unit");
    show(&request, &UnitPage { done, ..opened.page(&Typed::default()) })
}

/// What was written about a unit.
struct Written(UnitWish);

impl form::FromForm for Written {
    fn from_form(form: &mut form::Reader<'_>) -> Option<Written> {
        let code = form.line("code", 40);
        let name = form.line("name", NAME);
        let kind = form.choice("kind", UnitKind::read);
        let parent = form.line("parent", NAME);
        let duty = form.line("duty", TEXT);
        let members = form.line("members", TEXT);
        let note = form.line("note", TEXT);
        let wish = UnitWish {
            code: code?,
            name: name?,
            kind: kind?,
            parent: parent?,
            duty: duty?,
            members: members?,
            note: note?,
        };
        Some(Written(wish))
    }
}

/// Enters, describes, renames or closes a unit.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let opened = opened(&site, &request).await?;
    let fields = form::fields(&request)?;
    let code = opened.row.as_ref().map(|row| row.unit.code.clone());
    let back = |code: &str, done: &str| {
        Ok(go_on(&request, &format!("{}&done={done}", with("/work/settings/unit", "code", code))))
    };
    match (fields.get("act"), code) {
        ("rename", Some(code)) => match renamed(&opened.ctx, CodeOf::Unit, &code, fields.get("to")).await {
            Ok(()) => back(&code, "renamed"),
            Err(refusal) => {
                let words = refused_words(&opened.bench, refusal)?;
                let to = fields.get("to").to_string();
                let page = opened.page(&Typed::default());
                let page = UnitPage { rename: Some(to), rename_error: Some(words), ..page };
                show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
        },
        (act @ ("close" | "reopen"), Some(code)) => {
            match setup::close_unit(&opened.ctx, &code, act == "close").await? {
                Ok(()) => back(&code, if act == "close" { "closed" } else { "reopened" }),
                Err(wrong) => {
                    let still = Typed::refused(&opened.bench, form::Fields::default(), &wrong).error("closes");
                    let page = UnitPage { close_error: still, ..opened.page(&Typed::default()) };
                    show_as(&request, StatusCode::CONFLICT, &page)
                }
            }
        }
        (_, code) => {
            let wish = match form::read::<Written>(&request) {
                Ok(Written(wish)) => wish,
                Err(form::FormError::Rejected(rejected)) => {
                    let typed = Typed::with(&opened.bench, rejected.typed, &rejected.errors);
                    return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &opened.page(&typed));
                }
                Err(other) => return Err(other.into()),
            };
            let saved = match &code {
                Some(code) => {
                    let wish = UnitWish { code: code.clone(), ..wish };
                    setup::change_unit(&opened.ctx, wish, fields.get("seen")).await?.map(|()| code.clone())
                }
                None => {
                    let code = wish.code.clone();
                    setup::add_unit(&opened.ctx, wish).await?.map(|()| code)
                }
            };
            match saved {
                Ok(at) => back(&at, if code.is_some() { "saved" } else { "added" }),
                Err(wrong) => {
                    let typed = Typed::refused(&opened.bench, fields, &wrong);
                    let status = match wrong {
                        Wrong::Taken(..) => StatusCode::CONFLICT,
                        _ => StatusCode::UNPROCESSABLE_ENTITY,
                    };
                    show_as(&request, status, &opened.page(&typed))
                }
            }
        }
    }
}

/// Gives a unit or channel another name; the one before stays known.
pub(super) async fn renamed(ctx: &app::Ctx, of: CodeOf, code: &str, name: &str) -> Result<(), app::Error> {
    let task = Task::Rename { of, which: code.to_string(), name: name.trim().to_string() };
    let effect = look(ctx, &task).await?;
    carry_out(ctx, &task, &effect).await?;
    Ok(())
}

/// Why something is not renamed, for a field; what is no matter of the name goes on.
pub(super) fn refused_words(bench: &Bench, error: app::Error) -> Result<String, HttpError> {
    match error {
        app::Error::Mend(refusal) => {
            let key = format!("http-mend-{}", refusal.code());
            Ok(app::guard::words::not_mended(bench.lang, &key, &refusal))
        }
        app::Error::Personal(found) => {
            let masked: Vec<String> = found.into_iter().map(|one| one.masked).collect();
            Ok(bench.say1("setting-wrong-personal", "masked", masked.join("、")))
        }
        other => Err(other.into()),
    }
}
