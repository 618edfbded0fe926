//! Whose requests are counted together, and limits on what one address may have made: so much at once, then so much a
//! second.
//!
//! In memory and per process; it guards the database against a careless script, not against an attack from many
//! addresses, which is the business of what stands before the program.

use app::settings::Network;
use axum::http::HeaderMap;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much of one kind an address may ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// That may come at once.
    burst: f64,
    /// That come back every second.
    a_second: f64,
}

impl Rate {
    /// As much as anybody likes.
    pub(crate) const ANY: Rate = Rate { burst: f64::INFINITY, a_second: 1.0 };
    /// Questions and files.
    pub(crate) const QUESTIONS: Rate = Rate { burst: 30.0, a_second: 3.0 };
    /// Pages that are not kept, and addresses at which there is none: what has to be looked up and made. Wide enough for
    /// a campus behind one address on the morning after an import, since each page is made once for all of them.
    pub(crate) const PAGES: Rate = Rate { burst: 200.0, a_second: 20.0 };
    /// What visitors file: a class behind one address may object on one day.
    pub(crate) const FILINGS: Rate = Rate { burst: 20.0, a_second: 1.0 / 30.0 };
    /// Receipts that are looked up: often enough for whoever waits for an answer, too seldom for a script that tries receipts. Counted
    /// apart, so that nobody who looked is kept from filing.
    pub(crate) const RECEIPTS: Rate = Rate { burst: 20.0, a_second: 1.0 / 15.0 };
    /// Answers to surveys by a code, each of which is good once: a hall of students sits behind one address.
    pub(crate) const ANSWERS: Rate = Rate { burst: 200.0, a_second: 1.0 };
}

/// Addresses remembered; beyond that those are forgotten that have all of it back.
const MOST_ADDRESSES: usize = 20_000;

/// The address that a request comes from. What proxies say of it is believed as far as they are trusted: from the
/// connection inward, the first address that is no trusted proxy is the client's, for all that is left of it in
/// `X-Forwarded-For` is what the client itself may have written.
pub(crate) fn client(connected: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut client = connected.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(client) {
            break;
        }
        // A proxy that sends no address is the last thing known.
        let Some(address) = address(hop.trim()) else { break };
        client = address;
    }
    client
}

/// Whether a request came through a proxy that nobody named: whose it is nobody knows, and the proxy's address is not the client's.
pub(crate) fn is_hidden(connected: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> bool {
    let connected = connected.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
    let forwarded = ["x-forwarded-for", "forwarded", "via", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    forwarded && !trusted.iter().any(|network| network.holds(connected))
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn address(hop: &str) -> Option<IpAddr> {
    let plain = hop.parse::<IpAddr>().ok();
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    plain.or_else(with_port).or_else(bracketed).map(|address| address.to_canonical())
}

/// Whom an address belongs to: of IPv6 a connection is given 2⁶⁴ addresses at least, all of which are one (RFC 6177).
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// Remembers who asked how often.
#[derive(Debug)]
pub(crate) struct Limiter {
    rate: Rate,
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Limiter {
    pub(crate) fn new(rate: Rate) -> Limiter {
        Limiter { rate, buckets: Mutex::default() }
    }

    /// Whether this address may ask now; counts if so.
    pub(crate) fn allows(&self, who: IpAddr, now: Instant) -> bool {
        self.take(who, now).is_ok()
    }

    /// The same, or after how many seconds it may.
    pub(crate) fn take(&self, who: IpAddr, now: Instant) -> Result<(), u16> {
        let (who, Rate { burst, a_second }) = (household(who), self.rate);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&who) {
            let full_again = Duration::from_secs_f64(burst / a_second);
            buckets.retain(|_, (_, at)| now.duration_since(*at) < full_again);
            if buckets.len() >= MOST_ADDRESSES {
                buckets.clear();
            }
        }
        let (left, at) = buckets.entry(who).or_insert((burst, now));
        *left = (*left + now.duration_since(*at).as_secs_f64() * a_second).min(burst);
        *at = now;
        // A third of a second thrice is not quite one.
        const NEARLY: f64 = 1e-6;
        if *left < 1.0 - NEARLY {
            return Err(((1.0 - *left) / a_second - NEARLY).ceil().clamp(1.0, f64::from(u16::MAX)) as u16);
        }
        *left = (*left - 1.0).max(0.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_then_a_few_a_second() {
        let (limiter, start) = (Limiter::new(Rate::QUESTIONS), Instant::now());
        let who: IpAddr = [10, 0, 0, 1].into();
        let allowed = (0..100).filter(|_| limiter.allows(who, start)).count();
        assert_eq!(allowed, 30);
        assert!(limiter.allows([10, 0, 0, 2].into(), start), "another address is not held up");
        let later = start + Duration::from_secs(2);
        assert_eq!((0..100).filter(|_| limiter.allows(who, later)).count(), 6);
    }

    #[test]
    fn whoever_is_held_up_is_told_for_how_long() {
        let (limiter, start) = (Limiter::new(Rate::FILINGS), Instant::now());
        let who: IpAddr = [10, 0, 0, 1].into();
        assert_eq!((0..20).filter(|_| limiter.allows(who, start)).count(), 20);
        assert_eq!(limiter.take(who, start), Err(30));
        assert_eq!(limiter.take(who, start + Duration::from_secs(20)), Err(10));
        assert_eq!(limiter.take(who, start + Duration::from_secs(30)), Ok(()));
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_are_counted_together() {
        let (limiter, start) = (Limiter::new(Rate::QUESTIONS), Instant::now());
        let address = |n: u16| -> IpAddr { format!("2001:db8:1:2::{n:x}").parse().unwrap() };
        assert_eq!((1..100).filter(|n| limiter.allows(address(*n), start)).count(), 30);
        assert!(limiter.allows("2001:db8:1:3::1".parse().unwrap(), start), "another network is not held up");
    }

    fn seen(connected: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<Network> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        client(Some(connected.parse().unwrap()), &headers, &trusted).to_string()
    }

    #[test]
    fn what_is_forwarded_is_believed_from_trusted_proxies_only() {
        let proxies = &["127.0.0.1", "10.0.0.0/8", "fd00::/8"][..];
        for (connected, forwarded, trusted, client) in [
            ("192.0.2.9", &["203.0.113.1"][..], proxies, "192.0.2.9"),
            ("127.0.0.1", &["203.0.113.1"], &[], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.1"], proxies, "203.0.113.1"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.1"], proxies, "203.0.113.1"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.1, 10.1.1.1"], proxies, "203.0.113.1"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.1", "10.1.1.1"], proxies, "203.0.113.1"),
            ("127.0.0.1", &["10.9.9.9, 10.1.1.1"], proxies, "10.9.9.9"),
            ("127.0.0.1", &["203.0.113.1, unknown"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.1, _hidden, 10.1.1.1"], proxies, "10.1.1.1"),
            ("127.0.0.1", &["203.0.113.1:5123"], proxies, "203.0.113.1"),
            ("127.0.0.1", &["[2001:db8::1]:5123, fd12::1"], proxies, "2001:db8::1"),
            ("::ffff:127.0.0.1", &["::ffff:203.0.113.1"], proxies, "203.0.113.1"),
            ("127.0.0.1", &[], proxies, "127.0.0.1"),
        ] {
            assert_eq!(seen(connected, forwarded, trusted), client, "{connected} {forwarded:?}");
        }
    }
}
