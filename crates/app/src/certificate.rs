//! Until when the certificate is good that the settings name for HTTPS: whoever runs the program alone is told before browsers are.
//!
//! It only reads the day: whether a certificate can be used is decided where it is served.

use crate::settings::Settings;
use domain::record::Timestamp;
use std::io::Read;
use x509_parser::pem::Pem;

/// Most bytes of the file.
const LONGEST: u64 = 1024 * 1024;

/// The certificate of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// There is none: HTTPS is another program's, or nobody's.
    None,
    /// The file cannot be read, or holds none.
    Unread,
    /// It is good until then.
    Until(Timestamp),
}

impl Certificate {
    /// As the file says now, which may have been renewed.
    pub fn of(settings: &Settings) -> Certificate {
        let Some(file) = &settings.tls_certificate else { return Certificate::None };
        let read = || {
            let mut bytes = Vec::new();
            std::fs::File::open(settings.resolve(file)).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
            until(&bytes)
        };
        read().map_or(Certificate::Unread, Certificate::Until)
    }

    /// How many whole days are left; fewer than none when it is over.
    pub fn days_left(self, now: Timestamp) -> Option<i64> {
        match self {
            Certificate::Until(until) => Some((until - now).num_seconds().div_euclid(86_400)),
            Certificate::None | Certificate::Unread => None,
        }
    }
}

/// The end of the first certificate in a file: the school's own stands first.
fn until(pem: &[u8]) -> Option<Timestamp> {
    let certificate = Pem::iter_from_buffer(pem).filter_map(Result::ok).find(|block| block.label == "CERTIFICATE")?;
    let end = certificate.parse_x509().ok()?.validity().not_after.timestamp();
    Timestamp::from_timestamp(end, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by OpenSSL for `portal.example.test`, valid from 2026-12-01 for 30 days; of no use anywhere.
    const PEM: &str = include_str!("../testdata/certificate.pem");

    #[test]
    fn the_day_of_the_first_certificate_is_read_and_what_holds_none_is_none() {
        let end: Timestamp = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/certificate.end"))
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        assert_eq!(until(PEM.as_bytes()), Some(end));
        assert_eq!(
            until(format!("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n{PEM}").as_bytes()),
            Some(end)
        );
        for nothing in ["", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(until(nothing.as_bytes()), None, "{nothing}");
        }
        let left = |seconds| Certificate::Until(end).days_left(end - chrono::TimeDelta::seconds(seconds));
        assert_eq!((left(86_400), left(1), left(-1)), (Some(1), Some(0), Some(-1)));
        assert_eq!(Certificate::None.days_left(end), None);
    }
}
