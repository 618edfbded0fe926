//! What the configuration file says of appearance and machinery: shown with what each does and where it is changed. It is read when
//! the program starts, so nothing is changed here; what may hold a secret is never shown.

use super::at;
use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, show};
use app::settings::Settings;
use askama::Template;
use axum::response::Response;
use std::path::PathBuf;
use std::sync::Arc;

/// A setting: its name in the file, and what it is set to; `None` where that is not shown.
struct Set {
    name: &'static str,
    value: Option<String>,
}

#[derive(Template)]
#[template(path = "workbench/settings/technical.html")]
struct TechnicalPage {
    bench: Bench,
    tab: &'static str,
    groups: Vec<(&'static str, Vec<Set>)>,
    file: String,
    /// Sections of the file that are explained in its reference only.
    others: Vec<String>,
}

/// Names of the settings that are explained here, by group.
const GROUPS: [(&str, &[&str]); 2] = [
    ("look", &["brand_colour", "emblem", "filings", "site_code", "public_address", "fonts"]),
    ("machine", &["database", "listen", "trusted_proxies", "calendar", "administrator"]),
];

fn value(settings: &Settings, name: &str) -> Option<String> {
    let path = |path: &PathBuf| path.display().to_string();
    let text = match name {
        "brand_colour" => settings.brand_colour.clone().unwrap_or_default(),
        "emblem" => settings.emblem.as_ref().map(path).unwrap_or_default(),
        "filings" => settings.filings.join("、"),
        "site_code" => settings.site_code.clone().unwrap_or_default(),
        "public_address" => settings.public_address.clone(),
        "fonts" => settings.fonts.iter().map(path).collect::<Vec<_>>().join("、"),
        // Without a user's name, a password or options.
        "database" => settings.database_shown(),
        "listen" => settings.listen.clone(),
        "trusted_proxies" => settings.trusted_proxies.join("、"),
        "calendar" => settings.calendar.as_ref().map(path).unwrap_or_default(),
        "administrator" => settings.administrator.clone(),
        _ => return None,
    };
    Some(text)
}

impl TechnicalPage {
    fn label(&self, set: &Set) -> String {
        self.bench.say(&format!("setting-technical-label-{}", set.name.replace('_', "-")))
    }

    fn about(&self, set: &Set) -> String {
        self.bench.say(&format!("setting-technical-{}", set.name.replace('_', "-")))
    }
}

/// The settings of the file.
pub(crate) async fn technical(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-technical").await?;
    let settings = &ctx.app.settings;
    let set = |name: &&'static str| Set { name, value: value(settings, name) };
    let groups = GROUPS.iter().map(|(group, names)| (*group, names.iter().map(set).collect())).collect();
    let explained = |line: &str| GROUPS.iter().any(|(_, names)| names.contains(&line));
    let text = settings.to_toml();
    let (mut others, mut in_section) = (Vec::new(), false);
    for line in text.lines() {
        // Names alone: what stands behind them may be a secret.
        if let Some(section) = line.strip_prefix('[') {
            in_section = true;
            others.push(section.trim_matches(['[', ']']).to_string());
        } else if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !in_section && !explained(name)) {
            others.push(name.to_string());
        }
    }
    others.dedup();
    let file = settings.folder.join("gongkai.toml").display().to_string();
    show(&request, &TechnicalPage { bench, tab: "technical", groups, file, others })
}
