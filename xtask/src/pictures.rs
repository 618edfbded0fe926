//! Pictures of the handbook: taken by the journeys in a browser (`crates/gongkai/tests/suite/journey.rs`), copied from where
//! those leave them. They are of the invented college, so that nobody stands in them.

use crate::{root, say};
use anyhow::{Result, bail};
use std::fs;

/// How the names of pictures for the handbook begin.
const OURS: &str = "handbook-";

/// Most bytes of one.
const LARGEST: u64 = 200_000;

/// Puts the newest pictures into `docs/handbook/images`; one that is too large is refused.
pub(crate) fn copy() -> Result<()> {
    let (from, to) = (root().join("target/tmp/pictures"), root().join("docs/handbook/images"));
    let advice = "run the journeys first: GONGKAI_TEST_CHROMIUM=chromium cargo test -p gongkai --test suite journey";
    let Ok(taken) = fs::read_dir(&from) else { bail!("{} is not there; {advice}", from.display()) };
    fs::create_dir_all(&to)?;
    let mut copied = 0;
    for picture in taken {
        let picture = picture?;
        let name = picture.file_name();
        let Some(name) = name.to_str().and_then(|name| name.strip_prefix(OURS)) else { continue };
        let size = picture.metadata()?.len();
        if size >= LARGEST {
            bail!("{name} has {size} bytes; the handbook takes {LARGEST}");
        }
        fs::copy(picture.path(), to.join(name))?;
        copied += 1;
    }
    if copied == 0 {
        bail!("{} has no picture for the handbook; {advice}", from.display());
    }
    say(format!("{copied} pictures in {}", to.display()));
    Ok(())
}
