//! Style sheet, seal and emblem: served from memory, named by their content so that browsers keep them for good.

use crate::cache::Finished;
use app::portal::PortalSettings;
use axum::http::StatusCode;
use std::sync::Arc;

static STYLE: &str = include_str!("../assets/portal.css");
static SEAL: &str = include_str!("../assets/seal.svg");

/// Assets by name.
pub(crate) struct Assets {
    style: Arc<Finished>,
    seal: Arc<Finished>,
    emblem: Option<Arc<Finished>>,
}

impl Assets {
    pub(crate) fn new(settings: &PortalSettings) -> Assets {
        let finished = |kind: &'static str, body: Vec<u8>| Arc::new(Finished::new(StatusCode::OK, kind, body));
        let style = match settings.brand.as_deref().and_then(Brand::read) {
            Some(brand) => format!("{STYLE}{}", brand.style()),
            None => STYLE.to_string(),
        };
        let emblem = settings.emblem.clone().filter(|file| file.len() <= 512 * 1024);
        let emblem = emblem.and_then(|file| media_type(&file).map(|kind| finished(kind, file)));
        Assets {
            style: finished("text/css; charset=utf-8", style.into_bytes()),
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

    pub(crate) fn find(&self, name: &str) -> Option<Arc<Finished>> {
        match name {
            "portal.css" => Some(self.style.clone()),
            "seal.svg" => Some(self.seal.clone()),
            "emblem" => self.emblem.clone(),
            _ => None,
        }
    }
}

/// Only two kinds are taken, known by their content and not by a name.
fn media_type(file: &[u8]) -> Option<&'static str> {
    if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    let head = String::from_utf8_lossy(&file[..file.len().min(1024)]).to_lowercase();
    head.contains("<svg").then_some("image/svg+xml")
}

/// A brand colour that is dark enough to be read on white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Brand(u8, u8, u8);

impl Brand {
    /// Reads `#rrggbb`; `None` too when words in it would fall below 4.5:1 on paper (WCAG 1.4.3).
    fn read(text: &str) -> Option<Brand> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        let brand = Brand(part(0)?, part(2)?, part(4)?);
        let paper = Brand(0xfb, 0xfa, 0xf7);
        ((paper.luminance() + 0.05) / (brand.luminance() + 0.05) >= 4.5).then_some(brand)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn style(self) -> String {
        format!("\n@layer brand{{:root{{--brand:#{:02x}{:02x}{:02x}}}}}\n", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brand_colour_is_taken_only_if_it_can_be_read() {
        assert_eq!(Brand::read("#8B1A2B"), Some(Brand(0x8b, 0x1a, 0x2b)));
        for wrong in ["#ffd400", "#12345", "red", "#12345g", "#é1234", "#000;}"] {
            assert_eq!(Brand::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_emblem_is_known_by_its_content() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\nrest"), Some("image/png"));
        assert_eq!(media_type(b"<?xml version=\"1.0\"?><svg/>"), Some("image/svg+xml"));
        assert_eq!(media_type(b"<html><script>"), None);
    }
}
