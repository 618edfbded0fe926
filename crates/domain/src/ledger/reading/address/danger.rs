//! Addresses that must not become public links: those that carry what lets somebody in, and those that readers outside
//! cannot open.
//!
//! What lets somebody in is never repeated ([`masked`]). Whether a page behind an ordinary address is open nobody can tell
//! from here, and nothing is fetched.

use crate::address::is_internal;

/// Why an address is none for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Danger {
    /// A name and perhaps a password before the host; or a host that only looks like another: www.x@evil.com.
    Credentials,
    /// A token, a session or a ticket among its parameters.
    Session,
    /// A page for editors, or a host of a network of the school's own.
    Unreachable,
}

/// Parameters that let somebody in whatever they are.
const SECRETS: [&str; 16] = [
    "password",
    "passwd",
    "pwd",
    "token",
    "access_token",
    "accesstoken",
    "id_token",
    "refresh_token",
    "auth_token",
    "authtoken",
    "apikey",
    "api_key",
    "secret",
    "appsecret",
    "jwt",
    "tempkey",
];

/// Parameters that are a session or ticket when they are long; a short one is a number of something: sid=3.
const SESSIONS: [&str; 13] = [
    "sid",
    "session",
    "sessionid",
    "session_id",
    "jsessionid",
    "phpsessid",
    "asp.net_sessionid",
    "ticket",
    "auth",
    "authorization",
    "credential",
    "signature",
    "x-amz-signature",
];

/// Characters from which on what is called a secret is one.
const SHORT: usize = 4;

/// Characters from which on such a number is a session.
const LONG: usize = 8;

/// First folders of what editors see.
const BACK: [&str; 12] = [
    "admin",
    "administrator",
    "wp-admin",
    "webadmin",
    "sysadmin",
    "manage",
    "manager",
    "backend",
    "houtai",
    "phpmyadmin",
    "admincp",
    "dede",
];

/// Pages at which somebody signs in or edits, without their ending.
const DOORS: [&str; 7] = ["wp-login", "login", "signin", "logon", "edit", "editor", "adminlogin"];

/// Endings of hosts that no reader outside resolves.
const INSIDE: [&str; 8] = [".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".localdomain", ".localhost"];

/// Host with what stands before it, path, and the rest from ? or # on.
fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let (_, rest) = address.split_once("://")?;
    let at = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(at);
    let query = rest.find(['?', '#']).unwrap_or(rest.len());
    Some((authority, &rest[..query], &rest[query..]))
}

/// Names and values of the parameters of an address, of its path too: ;jsessionid=…
fn parameters(address: &str) -> impl Iterator<Item = (&str, &str)> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let from = rest.find(['?', '#', ';']).unwrap_or(rest.len());
    rest[from..].split(['?', '#', ';', '&']).filter_map(|part| part.split_once('='))
}

fn lets_in(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.rsplit('/').next().unwrap_or_default();
    let long = value.chars().count() >= LONG;
    !value.is_empty()
        && (SECRETS.contains(&name) && (value.len() >= SHORT || name.starts_with('p'))
            || SESSIONS.contains(&name) && long)
}

/// What is wrong with an address, the gravest first.
pub(in super::super) fn danger(address: &str) -> Option<Danger> {
    let (authority, path, _) = parts(address)?;
    if authority.contains('@') {
        return Some(Danger::Credentials);
    }
    if parameters(address).any(|(name, value)| lets_in(name, value)) {
        return Some(Danger::Session);
    }
    let host = authority.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    (is_inside(address, authority, &host) || is_behind(path, &host)).then_some(Danger::Unreachable)
}

fn is_inside(address: &str, authority: &str, host: &str) -> bool {
    let six = authority.strip_prefix('[').is_some_and(|rest| {
        let number = rest.split(']').next().unwrap_or_default().parse::<std::net::Ipv6Addr>();
        number.is_ok_and(|number| {
            let first = number.segments()[0];
            number.is_loopback() || (first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfe80
        })
    });
    let shared = host.parse::<std::net::Ipv4Addr>().is_ok_and(|number| {
        let [first, second, ..] = number.octets();
        first == 100 && (64..128).contains(&second) || number.is_unspecified()
    });
    let tunnel = ["webvpn.", "vpn.", "sslvpn.", "ewebvpn.", "oa.", "eoffice.", "ehall."]
        .iter()
        .any(|start| host.starts_with(start));
    six || shared || tunnel || is_internal(address) || INSIDE.iter().any(|end| host.ends_with(end))
}

fn is_behind(path: &str, host: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let folders: Vec<&str> = lower.split(['/', ';']).filter(|part| !part.is_empty()).collect();
    let stem = |page: &str| page.split('.').next().unwrap_or_default().to_string();
    let first = folders.first().is_some_and(|first| BACK.contains(&stem(first).as_str()));
    let any = folders.iter().any(|part| matches!(*part, "wp-admin" | "wp-login.php" | "phpmyadmin"));
    let last = folders.last().is_some_and(|last| DOORS.contains(&stem(last).as_str()));
    first || any || last || host.starts_with("admin.")
}

/// A text of which nobody may read what lets somebody in: names before hosts and values of parameters are covered.
pub(in super::super) fn masked(text: &str) -> String {
    let apart = |c: char| c.is_whitespace() || matches!(c, '；' | '，' | '、');
    text.split_inclusive(apart).map(masked_piece).collect()
}

fn masked_piece(piece: &str) -> String {
    let begins = piece.find("://").map_or(0, |at| at + 3);
    let (before, rest) = piece.split_at(begins);
    let ends = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(ends);
    let authority = match authority.rsplit_once('@') {
        Some((_, host)) if begins > 0 || authority.contains(':') || authority.starts_with("www.") => {
            format!("***@{host}")
        }
        _ => authority.to_string(),
    };
    let mut out = format!("{before}{authority}");
    for part in after.split_inclusive(['?', '#', ';', '&']) {
        let end = part.trim_end_matches(['?', '#', ';', '&']).len();
        match part[..end].split_once('=') {
            Some((name, value)) if lets_in(name, value.trim()) => {
                out.push_str(&format!("{name}=***{}", &part[end..]));
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// The address without the parameters that let somebody in.
pub(in super::super) fn without_session(address: &str) -> String {
    let from = address.find(['?', '#', ';']).unwrap_or(address.len());
    let (base, rest) = address.split_at(from);
    let mut out = base.to_string();
    let mut sign = '?';
    let mut first = true;
    for part in rest.split_inclusive(['?', '#', ';', '&']) {
        let text = part.trim_end_matches(['?', '#', ';', '&']);
        let secret = text.split_once('=').is_some_and(|(name, value)| lets_in(name, value));
        if !text.is_empty() && !secret {
            out.push(if first && sign == '&' { '?' } else { sign });
            out.push_str(text);
            first = false;
        }
        sign = part.chars().next_back().filter(|c| matches!(c, '?' | '#' | ';' | '&')).unwrap_or(sign);
    }
    out
}

/// Whether a text without a scheme is a name and a password before a host: user:pass@x.edu.cn/1.
pub(in super::super) fn is_login(text: &str) -> bool {
    let pieces = text.split(|c: char| c.is_whitespace() || !c.is_ascii());
    let login = |piece: &str| {
        let (before, host) = piece.rsplit_once('@')?;
        let (user, password) = before.split_once(':')?;
        let letters = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        };
        let mail = matches!(user.to_ascii_lowercase().as_str(), "email" | "mail" | "e-mail" | "mailto");
        Some(letters(user) && !mail && !password.is_empty() && host.contains('.') && !password.contains('/'))
    };
    pieces.into_iter().any(|piece| login(piece) == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lets_somebody_in_or_keeps_readers_out_is_known() {
        use Danger::*;
        for (address, kind) in [
            ("http://user:pass@x.edu.cn/1", Credentials),
            ("http://www.x@evil.com/1", Credentials),
            ("https://x.edu.cn/1.htm?token=abcdef123456", Session),
            ("https://x.edu.cn/1.htm;jsessionid=0123456789ABCDEF?a=1", Session),
            ("https://x.edu.cn/1.htm?a=1&sid=0123456789abcdef", Session),
            ("https://x.edu.cn/1#access_token=abcdef123456", Session),
            ("https://cas.x.edu.cn/?ticket=ST-12345-abcdef", Session),
            ("https://x.edu.cn/1?pwd=1234", Session),
            ("https://mp.weixin.qq.com/s?tempkey=MTIzNDU2Nzg5", Session),
            ("https://x.edu.cn/wp-admin/post.php?post=1", Unreachable),
            ("https://x.edu.cn/blog/wp-login.php", Unreachable),
            ("https://x.edu.cn/manage/1.htm", Unreachable),
            ("https://x.edu.cn/admin/login.aspx", Unreachable),
            ("https://x.edu.cn/system/login.jsp", Unreachable),
            ("http://10.1.2.3/1", Unreachable),
            ("http://192.168.1.1/1", Unreachable),
            ("http://172.16.0.1:8080/1", Unreachable),
            ("http://100.64.0.1/1", Unreachable),
            ("http://127.0.0.1/1", Unreachable),
            ("http://localhost:8080/1", Unreachable),
            ("http://oa.school.local/1", Unreachable),
            ("http://intranet/1", Unreachable),
            ("http://[::1]/1", Unreachable),
        ] {
            assert_eq!(danger(address), Some(kind), "{address}");
        }
        for address in [
            "https://x.edu.cn/info/1.htm",
            "https://x.edu.cn/list.jsp?sid=3",
            "https://x.edu.cn/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1001&wbnewsid=2002",
            "https://x.edu.cn/info/administration/1.htm",
            "https://manage.x.edu.cn/1.htm",
            "https://x.edu.cn/a@b.htm",
            "https://mp.weixin.qq.com/s?__biz=MzA&mid=2650&idx=1&sn=ab12&chksm=8f",
            "https://11.22.33.44/1",
            "https://x.edu.cn/editorial/1.htm",
        ] {
            assert_eq!(danger(address), None, "{address}");
        }
    }

    #[test]
    fn what_lets_somebody_in_is_never_repeated() {
        for (text, shown) in [
            ("http://user:pass@x.edu.cn/1", "http://***@x.edu.cn/1"),
            ("见 https://x.edu.cn/1?a=1&token=abcdef123456&b=2", "见 https://x.edu.cn/1?a=1&token=***&b=2"),
            ("user:secret@x.edu.cn/1", "***@x.edu.cn/1"),
            ("https://x.edu.cn/1.htm", "https://x.edu.cn/1.htm"),
        ] {
            assert_eq!(masked(text), shown, "{text}");
        }
        for (address, bare) in [
            ("https://x.edu.cn/1?a=1&token=abcdef123456&b=2", "https://x.edu.cn/1?a=1&b=2"),
            ("https://x.edu.cn/1?token=abcdef123456", "https://x.edu.cn/1"),
            ("https://x.edu.cn/1?token=abcdef123456&b=2", "https://x.edu.cn/1?b=2"),
            ("https://x.edu.cn/1.htm;jsessionid=0123456789ABCDEF?a=1", "https://x.edu.cn/1.htm?a=1"),
        ] {
            assert_eq!(without_session(address), bare, "{address}");
        }
        assert!(is_login("user:secret@x.edu.cn/1") && is_login("见 admin:1@x.edu.cn"));
        assert!(!is_login("email:a@b.cn") && !is_login("邮箱：a@b.cn") && !is_login("a@b.cn"));
    }
}
