//! Style sheet, seal and emblem: served from memory, named by their content so that browsers keep them for good.

use crate::brand::Brand;
use crate::http::cache::Finished;
use app::portal::PortalSettings;
use app::settings::Emblem;
use axum::http::StatusCode;
use std::sync::Arc;

pub(crate) static STYLE: &str = include_str!("../assets/portal.css");
static WORKBENCH: &str = include_str!("../assets/workbench.css");
static SEAL: &str = include_str!("../assets/seal.svg");

/// Assets by name.
pub(crate) struct Assets {
    style: Arc<Finished>,
    workbench: Arc<Finished>,
    seal: Arc<Finished>,
    emblem: Option<Arc<Finished>>,
}

impl Assets {
    pub(crate) fn new(settings: &PortalSettings) -> Assets {
        let finished = |kind: &'static str, body: Vec<u8>| Arc::new(Finished::new(StatusCode::OK, kind, body));
        let style = match settings.brand.as_deref().and_then(Brand::of) {
            Some(brand) => format!("{STYLE}{}", brand.style()),
            None => STYLE.to_string(),
        };
        let emblem = settings.emblem.clone().map(|emblem| match emblem {
            Emblem::Png(file) => finished("image/png", file),
            Emblem::Svg(file) => finished("image/svg+xml", file),
        });
        Assets {
            style: finished("text/css; charset=utf-8", style.into_bytes()),
            workbench: finished("text/css; charset=utf-8", WORKBENCH.as_bytes().to_vec()),
            seal: finished("image/svg+xml", SEAL.as_bytes().to_vec()),
            emblem,
        }
    }

    pub(crate) fn has_emblem(&self) -> bool {
        self.emblem.is_some()
    }

    /// Address of the style sheet; the stamp makes a new address of new content.
    pub(crate) fn style_address(&self) -> String {
        format!("/assets/portal.css?{}", &self.style.etag[..8])
    }

    /// Address of the workbench's style sheet.
    pub(crate) fn workbench_address(&self) -> String {
        format!("/assets/workbench.css?{}", &self.workbench.etag[..8])
    }

    pub(crate) fn find(&self, name: &str) -> Option<Arc<Finished>> {
        match name {
            "portal.css" => Some(self.style.clone()),
            "workbench.css" => Some(self.workbench.clone()),
            "seal.svg" => Some(self.seal.clone()),
            "emblem" => self.emblem.clone(),
            _ => None,
        }
    }
}
