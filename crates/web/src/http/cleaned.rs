//! What is taken out of what was sent: characters that turn the direction of writing, so that a title, a name or a text reads
//! as it is written. It takes out nothing that anybody could see, and nothing without the request knowing it, for the page
//! that comes of it has to say so.

use domain::text::turns;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether something was taken out of what was sent because nobody could see it there: characters that turn the direction
/// of writing. All that is made of one request shares it, so that the page which comes of it can say so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cleaned(Arc<AtomicBool>);

impl Cleaned {
    /// A text without such characters.
    pub(crate) fn plain(&self, text: String) -> String {
        if !text.chars().any(turns) {
            return text;
        }
        self.set();
        text.chars().filter(|c| !turns(*c)).collect()
    }

    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
