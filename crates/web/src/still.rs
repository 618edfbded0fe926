//! The portal as a folder of files, for whoever writes it: the pages of the route table, asked of the same router.

pub use crate::portal::place::Address;
use crate::portal::place::Still;
use crate::portal::site::Site;
use crate::portal::still;
pub use crate::portal::still::{Fault, Written};
use crate::{Router, http, routes};
use app::App;
use app::portal::Portal;
use std::path::Path;
use std::sync::Arc;

/// Writes the portal as everybody sees it into a folder, in the place of what was written there before.
///
/// # Errors
/// [`Fault`]; the folder is then as it was.
pub async fn write(
    app: &Arc<App>,
    folder: &Path,
    address: Option<Address>,
    told: &(dyn Fn() + Sync),
) -> Result<Written, Fault> {
    still::write(app, folder, address, told, served).await
}

/// Links of the portal that lead to nothing: each address with a page that names it. Asks for all pages, and writes nothing.
///
/// # Errors
/// [`Fault`].
pub async fn dead_links(app: &Arc<App>, told: &(dyn Fn() + Sync)) -> Result<Vec<(String, String)>, Fault> {
    still::dead_links(app, told, served).await
}

fn served(portal: Portal, still: Still) -> Router {
    http::dispatch::router(Arc::new(Site::of_files(portal, still, routes::AT_WORK)), routes::ROUTES)
}
