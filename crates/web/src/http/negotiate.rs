//! Content negotiation (RFC 9110 section 12.5): which coding and which form of an error a client prefers.
//!
//! No maintained crate of the tree reads quality values, so this one function does.

/// Ways of compression, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Plain,
}

impl Coding {
    /// What the client prefers of what we have; of two that it likes as well, the smaller.
    pub(crate) fn accepted(header: &str) -> Coding {
        let of = |name| quality(header, &[name, "*"]).unwrap_or(0);
        // Plain is always acceptable unless it is refused by name, and then there is still nothing better to send.
        let plain = quality(header, &["identity"]).unwrap_or(1);
        let mut best = (Coding::Plain, plain);
        for (coding, name) in [(Coding::Gzip, "gzip"), (Coding::Brotli, "br")] {
            if of(name) > 0 && of(name) >= best.1 {
                best = (coding, of(name));
            }
        }
        best.0
    }

    /// Value of `Content-Encoding`.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gzip"),
            Coding::Plain => None,
        }
    }
}

/// The form in which an error is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorsAs {
    /// A page.
    Page,
    /// `application/problem+json` (RFC 9457).
    Problem,
}

impl ErrorsAs {
    /// What the client prefers; `default` when it likes both as well, or neither.
    pub(crate) fn accepted(header: &str, default: ErrorsAs) -> ErrorsAs {
        if header.trim().is_empty() {
            return default;
        }
        let html = quality(header, &["text/html", "text/*", "*/*"]).unwrap_or(0);
        let problem = ["application/problem+json", "application/json"]
            .into_iter()
            .filter_map(|name| quality(header, &[name, "application/*", "*/*"]))
            .max()
            .unwrap_or(0);
        match html.cmp(&problem) {
            std::cmp::Ordering::Greater => ErrorsAs::Page,
            std::cmp::Ordering::Less => ErrorsAs::Problem,
            std::cmp::Ordering::Equal => default,
        }
    }
}

/// The quality in thousandths that the header gives to the first of these names it mentions; most specific name
/// first. A value that is no number counts as 1, as if it were not there.
fn quality(header: &str, names: &[&str]) -> Option<u16> {
    let listed = |name: &str| {
        header.split(',').find_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            if !pieces.next()?.eq_ignore_ascii_case(name) {
                return None;
            }
            let given = pieces.find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")));
            let given = given.and_then(|value| value.trim().parse::<f32>().ok()).unwrap_or(1.0);
            Some((given.clamp(0.0, 1.0) * 1000.0).round() as u16)
        })
    };
    names.iter().find_map(|name| listed(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coding_that_the_client_likes_best_is_used() {
        for (header, coding) in [
            ("gzip, deflate, br", Coding::Brotli),
            ("gzip;q=1.0, br;q=0", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Coding::Gzip),
            ("br; q=0.9, gzip; q=0.9", Coding::Brotli),
            ("identity", Coding::Plain),
            ("identity;q=1, gzip;q=0.5", Coding::Plain),
            ("*", Coding::Brotli),
            ("*;q=0", Coding::Plain),
            ("br;q=0, *", Coding::Gzip),
            ("GZIP;q=oops", Coding::Gzip),
            ("brotli, gzipped", Coding::Plain),
            ("", Coding::Plain),
        ] {
            assert_eq!(Coding::accepted(header), coding, "{header}");
        }
    }

    #[test]
    fn browsers_are_told_errors_as_pages_and_programs_as_json() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for (header, default, form) in [
            (browser, ErrorsAs::Problem, ErrorsAs::Page),
            ("application/json", ErrorsAs::Page, ErrorsAs::Problem),
            ("application/problem+json, text/html;q=0.5", ErrorsAs::Page, ErrorsAs::Problem),
            ("application/json;q=0.2, text/html", ErrorsAs::Problem, ErrorsAs::Page),
            ("*/*", ErrorsAs::Page, ErrorsAs::Page),
            ("*/*", ErrorsAs::Problem, ErrorsAs::Problem),
            ("", ErrorsAs::Problem, ErrorsAs::Problem),
            ("image/png", ErrorsAs::Page, ErrorsAs::Page),
        ] {
            assert_eq!(ErrorsAs::accepted(header, default), form, "{header}");
        }
    }
}
