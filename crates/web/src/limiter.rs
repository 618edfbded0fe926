//! A small brake on searching: so many questions at once from one address, then so many a second.
//!
//! In memory and per process; it guards the database against a careless script, not against an attack from many
//! addresses, which is the business of what stands before the program.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Questions that may come at once.
const BURST: f64 = 30.0;
/// Questions that come back every second.
const A_SECOND: f64 = 3.0;
/// Addresses remembered; beyond that those are forgotten that have all their questions back.
const MOST_ADDRESSES: usize = 20_000;

/// Remembers who asked how often.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Limiter {
    /// Whether this address may ask now; counts as a question if so.
    pub(crate) fn allows(&self, who: IpAddr, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&who) {
            let full_again = Duration::from_secs_f64(BURST / A_SECOND);
            buckets.retain(|_, (_, at)| now.duration_since(*at) < full_again);
            if buckets.len() >= MOST_ADDRESSES {
                buckets.clear();
            }
        }
        let (left, at) = buckets.entry(who).or_insert((BURST, now));
        *left = (*left + now.duration_since(*at).as_secs_f64() * A_SECOND).min(BURST);
        *at = now;
        if *left < 1.0 {
            return false;
        }
        *left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_then_a_few_a_second() {
        let (limiter, start) = (Limiter::default(), Instant::now());
        let who: IpAddr = [10, 0, 0, 1].into();
        let allowed = (0..100).filter(|_| limiter.allows(who, start)).count();
        assert_eq!(allowed, 30);
        assert!(limiter.allows([10, 0, 0, 2].into(), start), "another address is not held up");
        let later = start + Duration::from_secs(2);
        assert_eq!((0..100).filter(|_| limiter.allows(who, later)).count(), 6);
    }
}
