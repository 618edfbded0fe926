//! What was found in files beside lists, kept for a while: whoever looks at a draft does so many times, and its files are read
//! once.
//!
//! It is known by kind, decided columns, name and digest of the file, so that whatever would be judged otherwise is read again. What
//! goes on to review or to the public is judged anew each time, and asks nothing here.

use super::beside::Misfit;
use std::collections::VecDeque;
use std::sync::Mutex;

/// Files of which it is kept.
const MOST: usize = 200;

/// What was found, the last looked at last.
#[derive(Debug, Default)]
pub struct Looked(Mutex<VecDeque<(String, Vec<Misfit>)>>);

impl Looked {
    /// What was found in a file, when it was looked into.
    pub(crate) fn find(&self, key: &str) -> Option<Vec<Misfit>> {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == key)?;
        let found = kept.remove(at)?;
        kept.push_back(found.clone());
        Some(found.1)
    }

    /// Keeps it, and forgets what nobody looked at for longest.
    pub(crate) fn keep(&self, key: String, found: Vec<Misfit>) {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.pop_front();
        }
        kept.push_back((key, found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_files_are_known_and_those_of_long_ago_are_read_again() {
        let looked = Looked::default();
        for n in 0..=MOST {
            looked.keep(n.to_string(), Vec::new());
            assert!(looked.find("1").is_some() || n == 0, "what is looked at stays: {n}");
        }
        assert_eq!(looked.find("0"), None);
        assert_eq!(looked.find(&MOST.to_string()), Some(Vec::new()));
    }
}
