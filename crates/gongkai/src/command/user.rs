//! `gongkai user`: accounts of the workbench. The one at the server's command line makes the first administrator and lets
//! everybody in who is locked out; links are printed once and kept as digests.

use super::{on_school, operator};
use crate::cli::{self, Held, TextOrJson};
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::accounts::{self, Draft};
use app::{App, Ctx};
use domain::ids::UserId;
use domain::person::{Access, Login, Person};
use domain::policy::Post;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn run(args: cli::User, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        match args {
            cli::User::Add { login, name, posts, email } => add(&app, &ctx, talk, (&login, name, email), posts).await?,
            cli::User::List { format } => list(&ctx, talk, format).await?,
            cli::User::Disable { login } => {
                let person = by_login(&ctx, talk, &login).await?;
                keep(&ctx, person, true).await?;
                talk.say("user-disabled", &[("login", &login)]);
            }
            cli::User::Reset { login } => {
                let person = by_login(&ctx, talk, &login).await?;
                let id = person.id;
                if person.access == Access::Closed {
                    keep(&ctx, person, false).await?;
                }
                invite(&app, &ctx, talk, id).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn add(
    app: &Arc<App>,
    ctx: &Ctx,
    talk: &Talk,
    (login, name, email): (&str, String, String),
    posts: Vec<Held>,
) -> Result<()> {
    let login: Login = login.parse().map_err(|_| anyhow!(talk.lang.say_with("user-no-login", &[("login", login)])))?;
    let units = ctx.read().await?.units().await?;
    let mut held = Vec::new();
    for Held(post) in posts {
        let unit = match post.unit {
            Some(unit) => {
                let known = units.iter().find(|known| known.code == unit || known.name == unit);
                let known = known.ok_or_else(|| anyhow!(talk.lang.say_with("user-no-unit", &[("unit", &unit)])))?;
                Some(known.code.clone())
            }
            None => None,
        };
        held.push(Post { role: post.role, unit });
    }
    let draft = Draft { login, name, email, posts: held };
    let id = accounts::save(ctx, None, draft, false).await?;
    invite(app, ctx, talk, id).await
}

async fn list(ctx: &Ctx, talk: &Talk, format: TextOrJson) -> Result<()> {
    let people = accounts::list(ctx).await?;
    let posts = |person: &Person| -> Vec<String> {
        let post = |post: &Post| match &post.unit {
            Some(unit) => format!("{}@{unit}", post.role.code()),
            None => post.role.code().to_string(),
        };
        person.posts.iter().map(post).collect()
    };
    if format == TextOrJson::Json {
        let people: Vec<_> = people
            .iter()
            .map(|person| {
                json!({
                    "login": person.login.to_string(),
                    "name": person.name,
                    "email": person.email,
                    "access": person.access.code(),
                    "roles": posts(person),
                })
            })
            .collect();
        return talk.json(&json!({ "users": people }));
    }
    if people.is_empty() {
        talk.say("user-none", &[]);
    }
    for person in &people {
        let access = talk.lang.say(&format!("work-access-{}", person.access.code()));
        let (login, posts) = (person.login.to_string(), posts(person).join(" "));
        let values = [("login", &*login), ("name", &person.name), ("posts", &posts), ("access", &access)];
        talk.say("user-line", &values);
    }
    Ok(())
}

async fn by_login(ctx: &Ctx, talk: &Talk, login: &str) -> Result<Person> {
    let people = accounts::list(ctx).await?;
    let wanted = login.trim().to_ascii_lowercase();
    let person = people.into_iter().find(|person| person.login.to_string() == wanted);
    person.ok_or_else(|| anyhow!(talk.lang.say_with("user-unknown", &[("login", login)])))
}

async fn keep(ctx: &Ctx, person: Person, closed: bool) -> Result<()> {
    let Person { login, name, email, posts, .. } = person.clone();
    accounts::save(ctx, Some(person), Draft { login, name, email, posts }, closed).await?;
    Ok(())
}

async fn invite(app: &App, ctx: &Ctx, talk: &Talk, id: UserId) -> Result<()> {
    let invitation = accounts::invite(ctx, id).await?;
    let path = format!("/work/invitation/{}", invitation.token.reveal());
    let site = match app.settings.public_address.trim_end_matches('/') {
        "" => format!("http://{}", app.settings.listen),
        site => site.to_string(),
    };
    let link = format!("{site}{path}");
    let until = domain::date::in_china(invitation.ends_at);
    talk.say_address("user-link", &link);
    talk.say("user-link-about", &[("until", &until.format("%Y-%m-%d %H:%M").to_string())]);
    Ok(())
}
