//! What both reviews passed and nobody will publish, because it is given on request or withheld, waits for nobody any more.

pub(super) const STATEMENTS: &[&str] = &["UPDATE record SET progress = 'done', secrecy_reviewer = NULL
     WHERE progress = 'approved' AND visibility = 'hidden' AND openness <> 'proactive' AND secrecy_reviewer IS NOT NULL"];
