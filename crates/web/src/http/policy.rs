//! What a page may load and do, told to the browser. The portal runs no script; the workbench runs those that are
//! committed here, known by their digest, and no other.

use crate::http::route::Area;
use axum::http::HeaderValue;
use base64::Engine;
use sha2::{Digest, Sha256};

/// Scripts of the workbench, each as it is served. Every page works without them.
const SCRIPTS: &[&str] = &[COPY, WRITE];

/// Copies a field with one press.
pub(crate) const COPY: &str = include_str!("../../assets/copy.js");

/// Saves a draft while it is written.
pub(crate) const WRITE: &str = include_str!("../../assets/write.js");

/// For every area: nothing from elsewhere, nobody frames us, forms go to us.
const BASE: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                    frame-ancestors 'none'";

/// Content security policy of a page of this area.
pub(crate) fn content(area: Area) -> HeaderValue {
    match area {
        Area::Portal | Area::Api => HeaderValue::from_static(BASE),
        Area::Workbench => with_scripts(SCRIPTS),
    }
}

/// What a file of somebody else's may do when it is opened by itself: show itself and nothing more.
pub(crate) fn sandboxed() -> HeaderValue {
    HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox",
    )
}

fn with_scripts(scripts: &[&str]) -> HeaderValue {
    if scripts.is_empty() {
        return HeaderValue::from_static(BASE);
    }
    let mut policy = format!("{BASE}; connect-src 'self'; script-src");
    for script in scripts {
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes()));
        policy.push_str(&format!(" 'sha256-{digest}'"));
    }
    // Base64 and the words above are plain ASCII; were they not, no script is the safe answer.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(BASE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_runs_only_by_its_digest() {
        let policy = with_scripts(&["alert('Hello, world.');", ""]);
        let policy = policy.to_str().unwrap();
        // The first digest is the example of the standard (W3C CSP Level 3, section 2.3.1).
        let expected = "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=' \
                        'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert!(policy.ends_with(expected), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src 'self'"));
    }

    #[test]
    fn the_portal_runs_no_script_at_all() {
        for area in [Area::Portal, Area::Api] {
            let policy = content(area);
            let policy = policy.to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{area:?}: {policy}");
        }
    }
}
