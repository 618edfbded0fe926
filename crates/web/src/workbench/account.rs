//! One's own account: password, second step, browsers that are signed in.

use crate::error::HttpError;
use crate::http::form::{self, FromForm, Reader};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::qr::Qr;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::entrance::fault_words;
use app::accounts::{self, Account, SecondStep, Session};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/account.html")]
struct AccountPage {
    bench: Bench,
    account: Account,
    /// The session of this browser.
    here: String,
    /// Which form was filled in wrongly, and what is wrong.
    wrong: Option<(&'static str, String)>,
    done: Option<String>,
    /// A key that is being set up: picture and key.
    step: Option<(Vec<Vec<bool>>, String)>,
    /// Spare codes, shown this once.
    codes: Vec<String>,
}

impl AccountPage {
    fn wrong_in(&self, form: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == form).map(|(_, words)| words.as_str())
    }

    fn is_here(&self, session: &Session) -> bool {
        session.id == self.here
    }

    /// The key in groups of four, for typing.
    fn key(&self) -> String {
        let key = self.step.as_ref().map(|(_, key)| key.clone()).unwrap_or_default();
        key.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    fn raw_key(&self) -> String {
        self.step.as_ref().map(|(_, key)| key.clone()).unwrap_or_default()
    }

    /// The picture as one path of squares.
    fn path(&self) -> String {
        self.step.as_ref().map(|(rows, _)| Qr::of(rows).path).unwrap_or_default()
    }

    fn side(&self) -> usize {
        self.step.as_ref().map_or(0, |(rows, _)| Qr::of(rows).side)
    }
}

async fn open(site: &Site, request: &PageRequest) -> Result<(app::Ctx, AccountPage), HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(site, request, "account").await?;
    let account = accounts::account(&ctx).await?;
    let here = request.seat.as_ref().map(|seat| seat.session.id.clone()).unwrap_or_default();
    let bench = bench.titled(request.lang.say("work-at-account"));
    Ok((ctx, AccountPage { bench, account, here, wrong: None, done: None, step: None, codes: Vec::new() }))
}

/// The account.
pub(crate) async fn account(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = open(&site, &request).await?;
    let done = request
        .told(Tells::Done)
        .filter(|done| ["password", "session", "sessions", "step-off"].contains(&done.as_str()));
    let done = done.map(|done| page.bench.say(&format!("work-account-done-{done}")));
    show(&request, &AccountPage { done, ..page })
}

enum Wish {
    Password { old: String, new: String, again: String },
    BeginStep,
    ConfirmStep { key: String, code: String },
    StepOff { password: String },
    End { session: String },
    EndOthers,
}

impl FromForm for Wish {
    fn from_form(form: &mut Reader<'_>) -> Option<Wish> {
        let what = form.raw("act").to_string();
        Some(match what.as_str() {
            "password" => {
                Wish::Password { old: form.secret("old"), new: form.secret("password"), again: form.secret("again") }
            }
            "begin-step" => Wish::BeginStep,
            "confirm-step" => Wish::ConfirmStep { key: form.line("key", 100)?, code: form.line("code", 40)? },
            "step-off" => Wish::StepOff { password: form.secret("old") },
            "end" => Wish::End { session: form.line("session", 40)? },
            "end-others" => Wish::EndOthers,
            _ => return form.refuse("act", "choice"),
        })
    }
}

/// Does what its owner wants of an account.
pub(crate) async fn change(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let wish: Wish = form::read(&request)?;
    let (ctx, page) = open(&site, &request).await?;
    let seat = request.seat.clone().ok_or(HttpError::SignIn)?;
    let wrong = |page: AccountPage, form, words| {
        show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &AccountPage { wrong: Some((form, words)), ..page })
    };
    match wish {
        Wish::Password { new, again, .. } if new != again => {
            let words = page.bench.say("work-password-twice");
            wrong(page, "password", words)
        }
        Wish::Password { old, new, .. } => match accounts::change_password(&ctx, &seat, &old, &new).await {
            Ok(Ok(())) => Ok(go_on(&request, "/work/account?done=password")),
            Ok(Err(fault)) => wrong(page, "password", fault_words(request.lang, fault)),
            Err(app::Error::WrongPassword) => {
                let words = page.bench.say("http-wrong-password");
                wrong(page, "old", words)
            }
            Err(error) => Err(error.into()),
        },
        Wish::BeginStep => {
            let step = accounts::begin_second_step(&ctx)?;
            let step = shown(&page, &step)?;
            show(&request, &AccountPage { step: Some(step), ..page })
        }
        Wish::ConfirmStep { key, code } => {
            let step = SecondStep::read(&key).map_err(|_| HttpError::Malformed)?;
            match accounts::confirm_second_step(&ctx, &step, &code).await? {
                Some(codes) => {
                    let (_, page) = open(&site, &request).await?;
                    show(&request, &AccountPage { codes, ..page })
                }
                None => {
                    let (shown, words) = (shown(&page, &step)?, page.bench.say("work-wrong-code"));
                    wrong(AccountPage { step: Some(shown), ..page }, "code", words)
                }
            }
        }
        Wish::StepOff { password } => match accounts::second_step_off(&ctx, &password).await {
            Ok(()) => Ok(go_on(&request, "/work/account?done=step-off")),
            Err(app::Error::WrongPassword) => {
                let words = page.bench.say("http-wrong-password");
                wrong(page, "step-off", words)
            }
            Err(error) => Err(error.into()),
        },
        Wish::End { session } => {
            accounts::end_session(&ctx, &session).await?;
            Ok(go_on(&request, "/work/account?done=session"))
        }
        Wish::EndOthers => {
            accounts::end_other_sessions(&ctx, &seat).await?;
            Ok(go_on(&request, "/work/account?done=sessions"))
        }
    }
}

fn shown(page: &AccountPage, step: &SecondStep) -> Result<(Vec<Vec<bool>>, String), HttpError> {
    let picture = step.picture(&page.bench.school, &page.account.person.login.to_string())?;
    Ok((picture, step.key()))
}
