//! Addresses in a Word file: which ones Word can follow, how they are written, and whether they are printed.
//!
//! It exists because the body writes addresses and the page estimate needs to know how much room they take. It must
//! not know a document.

/// Whether a link in running text is followed by its address, for those who read on paper.
pub(crate) fn is_printed(text: &str, address: &str) -> bool {
    is_outside(address) && text.trim().trim_end_matches('/') != address.trim_end_matches('/')
}

/// Whether Word can follow the address: http or https with a host. Word calls a whole file damaged when one
/// relationship has a target it cannot parse, so anything doubtful stays text.
pub(crate) fn is_outside(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = rest.unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))
}

/// The address with what no address may hold in its encoded form; the rest, Chinese too, as it is.
pub(crate) fn target(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| text.push_str(&format!("%{byte:02X}")));
        } else {
            text.push(c);
        }
    }
    text
}
