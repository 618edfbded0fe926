//! The configuration file `gongkai.toml`: everything has a working default.
//!
//! Facts about the school live in the ledger, not here; this file only says where things are and how the portal is
//! dressed. `docs/configuration.md` explains every setting; a test holds it complete.

use crate::error::{Error, Result};
use crate::guard::address_without_password;
use crate::settings_backup::BackupSettings;
use crate::settings_fault::SettingsFault;
use crate::settings_log::WitnessSettings;
use crate::settings_messages::{MailSettings, ReminderSettings, RobotSettings};
use crate::settings_requests::RequestSettings;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Largest emblem, in bytes.
const LARGEST_EMBLEM: u64 = 512 * 1024;
/// The environment variable that names the database before the file does.
pub const DATABASE_VARIABLE: &str = "GONGKAI_DATABASE";
/// Longest filing text, in characters.
const LONGEST_FILING: usize = 100;

/// Settings as the file gives them; unknown names are refused so that a slip is seen.
#[derive(Clone, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite://gongkai.db` (beside this file) or `postgres://user@host/name`.
    pub database: String,
    /// Where the portal listens.
    pub listen: String,
    /// The address under which the public reaches the portal, without a slash at the end; for links in
    /// documents. Empty when it has none yet.
    pub public_address: String,
    /// Folders with licensed fonts (方正小标宋, 仿宋_GB2312 …) for the PDF.
    pub fonts: Vec<PathBuf>,
    /// A file with working days of years not yet in the program.
    pub calendar: Option<PathBuf>,
    /// The school's colour for links and headings, as `#14556b`. Where it could not be read on the paper of the
    /// light or the dark pages, the nearest shade that can is used, and `serve` says so.
    pub brand_colour: Option<String>,
    /// The school's emblem beside its name: an .svg or .png file of at most 512 KiB.
    pub emblem: Option<PathBuf>,
    /// Filing numbers for the foot of every page (ICP, public security), as they are to be printed.
    pub filings: Vec<String>,
    /// Site code of the page tags (SiteIDCode); a college may have none.
    pub site_code: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed: addresses or networks such as `10.0.0.0/8`. Without them every
    /// visitor behind a proxy counts as the proxy itself.
    pub trusted_proxies: Vec<String>,
    /// From where `/metrics` may be read besides this machine: addresses or networks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics_from: Vec<String>,
    /// A certificate in PEM, the school's own first and those of its authorities behind it: with it the portal speaks HTTPS itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<PathBuf>,
    /// The key of that certificate, in PEM and without a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// Who set the installation up and answers for it; the first account is theirs.
    pub administrator: String,
    /// When people are reminded of what is due.
    #[serde(skip_serializing_if = "ReminderSettings::is_default")]
    pub reminders: ReminderSettings,
    /// By which server mail goes; none goes without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailSettings>,
    /// Robots of groups that are told what is due.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub robots: Vec<RobotSettings>,
    /// Requests for disclosure: the school's own rule of their time, and how long identity numbers are kept.
    #[serde(skip_serializing_if = "RequestSettings::is_default")]
    pub requests: RequestSettings,
    /// Backups that the program makes by itself.
    #[serde(skip_serializing_if = "BackupSettings::is_default")]
    pub backup: BackupSettings,
    /// Who cosigns the checkpoints of the public log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<WitnessSettings>,
    /// Folder of the file; paths in it are relative to it.
    #[serde(skip)]
    pub folder: PathBuf,
}

// Not derived: the address of the database may hold a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            database: "sqlite://gongkai.db".into(),
            listen: "127.0.0.1:8080".into(),
            public_address: String::new(),
            fonts: Vec::new(),
            calendar: None,
            brand_colour: None,
            emblem: None,
            filings: Vec::new(),
            site_code: None,
            trusted_proxies: Vec::new(),
            tls_certificate: None,
            tls_key: None,
            administrator: String::new(),
            reminders: ReminderSettings::default(),
            mail: None,
            robots: Vec::new(),
            requests: RequestSettings::default(),
            backup: BackupSettings::default(),
            metrics_from: Vec::new(),
            witnesses: Vec::new(),
            folder: PathBuf::new(),
        }
    }
}

/// What the portal is told by the configuration rather than by the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PortalSettings {
    /// Scheme and host under which the public reaches it, without a slash at the end: `https://xxgk.example.edu.cn`.
    /// Without it, addresses in the sitemap and in page tags are left out.
    pub origin: Option<String>,
    /// Site code (SiteIDCode of the page tags); a college may have none.
    pub site_code: Option<String>,
    /// One brand colour, `#rrggbb`.
    pub brand: Option<String>,
    /// The school's emblem.
    pub emblem: Option<Emblem>,
    /// Filing numbers for the foot of the page (ICP, public security), as they are to be printed.
    pub filings: Vec<String>,
    /// Proxies whose word on a client's address is believed.
    pub trusted_proxies: Vec<Network>,
    /// From where numbers on the program itself may be read besides this machine.
    pub metrics_from: Vec<Network>,
}

impl Settings {
    /// Reads the file, or gives the defaults for its folder when there is none.
    pub fn load(path: &Path) -> Result<Settings> {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Settings { folder, ..Settings::default() });
            }
            Err(error) => return Err(Error::file(path, error)),
        };
        Settings::parse(&text, path)
    }

    /// The settings of a text that stands, or is to stand, at this path.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Settings> {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let fault = |what| Error::Settings { file: path.display().to_string(), what };
        let settings: Settings = toml::from_str(text).map_err(|error| fault(unreadable(text, &error)))?;
        settings.check().map_err(fault)?;
        Ok(Settings { folder, ..settings })
    }

    /// What can be said to be wrong without looking at anything but the settings.
    fn check(&self) -> std::result::Result<(), SettingsFault> {
        let wrong = |setting, value: &str, expected| {
            let value = address_without_password(value);
            SettingsFault::Wrong { setting, value, expected }
        };
        if let Some(colour) = self.brand_colour.as_deref().filter(|colour| !is_colour(colour)) {
            return Err(wrong("brand_colour", colour, "colour"));
        }
        if !self.public_address.is_empty() && !is_origin(self.public_address.trim_end_matches('/')) {
            return Err(wrong("public_address", &self.public_address, "origin"));
        }
        let printable = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
        let fits = |text: &str| printable(text) && text.chars().count() <= LONGEST_FILING;
        if let Some(filing) = self.filings.iter().find(|filing| !fits(filing)) {
            return Err(wrong("filings", filing, "filing"));
        }
        let is_code = |code: &str| (1..=20).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
        if let Some(code) = self.site_code.as_deref().filter(|code| !is_code(code)) {
            return Err(wrong("site_code", code, "site-code"));
        }
        if let Some(proxy) = self.trusted_proxies.iter().find(|proxy| proxy.parse::<Network>().is_err()) {
            return Err(wrong("trusted_proxies", proxy, "network"));
        }
        if let Some(place) = self.metrics_from.iter().find(|place| place.parse::<Network>().is_err()) {
            return Err(wrong("metrics_from", place, "network"));
        }
        // A path of nothing is a slip, and read as the folder itself.
        let blank = |path: &Option<PathBuf>| path.as_ref().is_some_and(|path| path.as_os_str().is_empty());
        for (setting, path) in [
            ("tls_certificate", &self.tls_certificate),
            ("tls_key", &self.tls_key),
            ("backup.folder", &self.backup.folder),
        ] {
            if blank(path) {
                return Err(wrong(setting, "", "path"));
            }
        }
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            return Err(wrong("tls_key", "", "both"));
        }
        self.backup.check()?;
        self.check_messages()
    }

    /// The same of what leaves the house.
    pub(crate) fn check_messages(&self) -> std::result::Result<(), SettingsFault> {
        self.reminders.check()?;
        self.requests.check()?;
        self.mail.iter().try_for_each(MailSettings::check)?;
        self.witnesses.iter().try_for_each(WitnessSettings::check)?;
        for (at, robot) in self.robots.iter().enumerate() {
            robot.check()?;
            if self.robots[..at].iter().any(|before| before.name == robot.name) {
                let value = robot.name.clone();
                return Err(SettingsFault::Wrong { setting: "robots.name", value, expected: "robot-name" });
            }
        }
        Ok(())
    }

    /// What the portal is told of them; reads the emblem.
    pub fn portal(&self) -> Result<PortalSettings> {
        let public = self.public_address.trim_end_matches('/').to_string();
        Ok(PortalSettings {
            origin: (!public.is_empty()).then_some(public),
            site_code: self.site_code.clone(),
            brand: self.brand_colour.clone(),
            emblem: self.emblem.as_deref().map(|file| self.read_emblem(file)).transpose()?,
            filings: self.filings.clone(),
            trusted_proxies: self.trusted_proxies.iter().filter_map(|proxy| proxy.parse().ok()).collect(),
            metrics_from: self.metrics_from.iter().filter_map(|place| place.parse().ok()).collect(),
        })
    }

    fn read_emblem(&self, file: &Path) -> Result<Emblem> {
        let path = self.resolve(file);
        let size = std::fs::metadata(&path).map_err(|error| Error::file(&path, error))?.len();
        let emblem = if size <= LARGEST_EMBLEM {
            Emblem::read(std::fs::read(&path).map_err(|error| Error::file(&path, error))?)
        } else {
            None
        };
        emblem.ok_or_else(|| {
            let value = path.display().to_string();
            let what = SettingsFault::Wrong { setting: "emblem", value, expected: "emblem" };
            Error::Settings { file: "gongkai.toml".into(), what }
        })
    }

    /// The file's text for these settings.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The database's address with a relative SQLite path put beside the file. The environment variable
    /// `GONGKAI_DATABASE` wins, so that a password need not stand in a file.
    pub fn database_address(&self) -> String {
        let address = std::env::var(DATABASE_VARIABLE).unwrap_or_else(|_| self.database.clone());
        match sqlite_path(&address) {
            Some(path) => format!("sqlite://{}", self.folder.join(path).display()),
            None => address,
        }
    }

    /// The database as it may be named to people: a file, or a server and its database, without a user's name, a
    /// password or options.
    pub fn database_shown(&self) -> String {
        let address = address_without_password(&self.database_address());
        if let Some(file) = sqlite_path(&address) {
            return file.to_string();
        }
        let (place, _) = address.split_once(['?', '#']).unwrap_or((&address, ""));
        let (scheme, rest) = place.find("://").map_or(("", place), |end| place.split_at(end + 3));
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        format!("{scheme}{host}")
    }

    /// Whether the environment names the database and not the file.
    pub fn database_from_environment(&self) -> bool {
        std::env::var_os(DATABASE_VARIABLE).is_some()
    }

    /// A path of the file, relative to its folder.
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

/// The path that an address of SQLite names, as it stands there; none where it names a database that is no file.
fn sqlite_path(address: &str) -> Option<&str> {
    let path = address.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && path != ":memory:" && !path.starts_with("file:")).then_some(path)
}

/// The parser's complaint with the line it is about, for its own words do not name the setting. Of the line only what
/// can be no address is repeated, since a slip is as likely in the one that holds the password of the database.
fn unreadable(text: &str, error: &toml::de::Error) -> SettingsFault {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    let line = repeatable(text.lines().nth(before).unwrap_or_default().trim());
    SettingsFault::Unreadable { line: before + 1, text: line, what: without_values(error.message()) }
}

/// Numbers and plain words: no address, whatever is wrong with it.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || " \t_-.,[]#+".contains(c))
}

/// What the parser says without the strings of the file, which stand in quotation marks, and without names that are none.
fn without_values(message: &str) -> String {
    let strings = message.find('"').zip(message.rfind('"')).filter(|(first, last)| first < last);
    let message =
        strings.map_or(message.to_string(), |(first, last)| format!("{}…{}", &message[..first], &message[last + 1..]));
    let name = |(at, part): (usize, &str)| if at % 2 == 0 || is_plain(part) { part.to_string() } else { "…".into() };
    message.split('`').enumerate().map(name).collect::<Vec<_>>().join("`")
}

/// A line as far as it may be repeated: its name, and a plain value.
fn repeatable(line: &str) -> String {
    let secret = |name: &str| ["password", "secret", "address", "token"].iter().any(|word| name.contains(word));
    let whole = match line.split_once('=') {
        Some((name, _)) if is_plain(name) && secret(name) => format!("{name}= …"),
        Some((name, value)) if is_plain(name) => format!("{name}={}", if is_plain(value) { value } else { " …" }),
        None if is_plain(line) => line.to_string(),
        _ => "…".to_string(),
    };
    whole.chars().take(LONGEST_FILING).collect()
}

/// An address or a network of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(ipnet::IpNet);

impl Network {
    /// Whether the address is one of it; an IPv4 address may come in its IPv6 form.
    pub fn holds(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for Network {
    type Err = ipnet::AddrParseError;

    fn from_str(text: &str) -> std::result::Result<Network, ipnet::AddrParseError> {
        let text = text.trim();
        match text.parse::<IpAddr>() {
            Ok(address) => Ok(Network(address.to_canonical().into())),
            Err(_) => text.parse().map(Network),
        }
    }
}

/// A picture of one of two kinds, known by its content and not by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Emblem {
    /// A PNG file.
    Png(Vec<u8>),
    /// An SVG file. It is somebody's and may hold a script: it is only ever shown as a picture or sandboxed.
    Svg(Vec<u8>),
}

impl Emblem {
    /// The file's content as an emblem; `None` when it is neither kind.
    pub fn read(file: Vec<u8>) -> Option<Emblem> {
        if file.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Emblem::Png(file));
        }
        let head = String::from_utf8_lossy(&file[..file.len().min(1024)]).to_ascii_lowercase();
        let (svg, html) = (head.find("<svg"), head.find("<html"));
        svg.is_some_and(|svg| html.is_none_or(|html| svg < html)).then_some(Emblem::Svg(file))
    }
}

/// Whether the text is what browsers send as `Origin`: scheme, host and perhaps a port, in lower case.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let belongs = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.bytes().all(belongs)
    })
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    /// A folder of its own with a configuration file in it.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let folder = std::env::temp_dir().join(format!("gongkai-settings-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            Folder(folder)
        }

        fn load(&self, text: &str) -> Result<Settings> {
            let file = self.0.join("gongkai.toml");
            std::fs::write(&file, text).unwrap();
            Settings::load(&file)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_slip_in_the_file_is_named() {
        let folder = Folder::new("slip");
        for (text, named) in [
            ("databse = \"sqlite://x.db\"", &["databse", "line 1"][..]),
            ("\nlisten = 8080", &["listen = 8080", "line 2"]),
            ("behind_proxy = true", &["behind_proxy"]),
            ("brand_colour = \"red;} *{\"", &["brand_colour", "red;} *{"]),
            ("brand_colour = \"#12345\"", &["brand_colour"]),
            ("trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/99\"]", &["trusted_proxies", "10.0.0.0/99"]),
            ("trusted_proxies = [\"localhost\"]", &["trusted_proxies", "localhost"]),
            ("trusted_proxies = \"127.0.0.1\"", &["trusted_proxies"]),
            ("filings = [\" \"]", &["filings"]),
            ("tls_certificate = \"\"\ntls_key = \"a.key\"", &["tls_certificate"]),
            ("[backup]\nfolder = \"\"", &["backup.folder"]),
            ("filings = [\"a\\nb\"]", &["filings"]),
            ("site_code = \"43 01\"", &["site_code", "43 01"]),
            ("public_address = \"xxgk.example.edu.cn\"", &["public_address"]),
            ("public_address = \"https://example.edu.cn/xxgk\"", &["public_address"]),
            ("public_address = \"javascript:alert(1)\"", &["public_address"]),
        ] {
            let told = folder.load(text).unwrap_err().to_string();
            assert!(named.iter().all(|word| told.contains(word)), "{text}: {told}");
        }
        assert!(folder.load("database = \"sqlite://a.db\"\n").unwrap().database_address().ends_with("/a.db"));
    }

    #[test]
    fn a_slip_is_named_without_the_password_that_may_stand_in_its_line() {
        let folder = Folder::new("password");
        for address in [
            "postgres://gongkai:geheim@db/x",
            "postgres://gongkai:ge@geheim@db/x",
            "postgres://gongkai@db/x?pass%77ord=geheim",
            "gongkai:geheim@db/x",
            "host=db password='geheim 1'",
        ] {
            for text in [
                format!("database = \"{address}"),
                format!("database = {address}"),
                format!("database = “{address}”"),
                format!("database : \"{address}\""),
                format!("database \"{address}\""),
                format!("databse = \"{address}\""),
                format!("database = [\"{address}\"]"),
                format!("database = \"{address}\" \""),
                format!("database = \"{address}\\p\""),
                format!("database = \"\"\"\n{address}\\p\"\"\""),
                format!("database = \"{address}\"\ndatabase = \"{address}\""),
                format!("trusted_proxies = \"{address}\""),
                format!("trusted_proxies = [\"{address}\"]"),
                format!("public_address = \"{address}\""),
                format!("brand_colour = \"{address}\""),
                format!("site_code = \"{address}\""),
                format!("\"{address}\" = 1"),
                address.to_string(),
            ] {
                let error = folder.load(&text).unwrap_err();
                let Error::Settings { what, .. } = &error else { panic!("{text}: {error}") };
                for said in [error.to_string(), what.said(Lang::Zh), what.said(Lang::En)] {
                    assert!(!said.contains("geheim"), "{text}: {said}");
                }
            }
            let settings = Settings { database: address.into(), ..Settings::default() };
            let said = format!("{} {settings:?}", settings.database_shown());
            assert!(!said.contains("geheim") && !said.contains("ge@"), "{said}");
            assert!(settings.to_toml().contains("geheim"), "what is written is the whole");
        }
        let shown = |database: &str| Settings { database: database.into(), ..Settings::default() }.database_shown();
        assert_eq!(shown("postgres://gongkai:geheim@db:5432/x?sslmode=require"), "postgres://db:5432/x");
        assert_eq!(shown("sqlite://gongkai.db"), "gongkai.db");
    }

    #[test]
    fn the_portal_is_told_what_the_file_says() {
        let folder = Folder::new("portal");
        std::fs::write(folder.0.join("emblem.svg"), "<?xml version=\"1.0\"?><svg/>").unwrap();
        let text = "public_address = \"https://xxgk.example.edu.cn/\"\nbrand_colour = \"#8b1a2b\"\n\
                    emblem = \"emblem.svg\"\nfilings = [\"湘ICP备00000000号\"]\nsite_code = \"4300000001\"\n\
                    trusted_proxies = [\"127.0.0.1\", \"fd00::/8\"]\n";
        let portal = folder.load(text).unwrap().portal().unwrap();
        assert_eq!(portal.origin.as_deref(), Some("https://xxgk.example.edu.cn"));
        assert_eq!(portal.brand.as_deref(), Some("#8b1a2b"));
        assert!(matches!(portal.emblem, Some(Emblem::Svg(_))));
        assert_eq!(portal.filings, ["湘ICP备00000000号"]);
        assert_eq!(portal.site_code.as_deref(), Some("4300000001"));
        let trusted = |address: &str| portal.trusted_proxies.iter().any(|net| net.holds(address.parse().unwrap()));
        assert!(trusted("127.0.0.1") && trusted("::ffff:127.0.0.1") && trusted("fd12::1"));
        assert!(!trusted("127.0.0.2") && !trusted("2001:db8::1"));
    }

    #[test]
    fn an_emblem_that_is_missing_or_no_picture_is_named() {
        let folder = Folder::new("emblem");
        std::fs::write(folder.0.join("emblem.png"), "<html><svg></svg>").unwrap();
        let told = folder.load("emblem = \"emblem.png\"").unwrap().portal().unwrap_err().to_string();
        assert!(told.contains("emblem.png") && told.contains("emblem ="), "{told}");
        std::fs::write(folder.0.join("emblem.png"), vec![b' '; LARGEST_EMBLEM as usize + 1]).unwrap();
        assert!(folder.load("emblem = \"emblem.png\"").unwrap().portal().is_err());
        let told = folder.load("emblem = \"nowhere.png\"").unwrap().portal().unwrap_err().to_string();
        assert!(told.contains("nowhere.png"), "{told}");
        assert!(matches!(Emblem::read(b"\x89PNG\r\n\x1a\nrest".to_vec()), Some(Emblem::Png(_))));
    }

    #[test]
    fn the_defaults_can_be_written_and_read_back() {
        let text = Settings::default().to_toml();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap().listen, "127.0.0.1:8080");
    }

    #[test]
    fn the_reference_explains_every_setting_and_no_other() {
        // The parser lists all settings of a table when it meets one that it does not know.
        let mut known: Vec<String> = Vec::new();
        for (table, prefix) in [
            ("", ""),
            ("[reminders]", "reminders."),
            ("[requests]", "requests."),
            ("[mail]", "mail."),
            ("[[robots]]", "robots."),
            ("[backup]", "backup."),
            ("[[witnesses]]", "witnesses."),
        ] {
            let told = toml::from_str::<Settings>(&format!("{table}\nunknown = 1")).unwrap_err().message().to_string();
            let tables = ["reminders", "mail", "robots", "requests", "witnesses", "backup"];
            let names = told.split('`').skip(3).step_by(2).filter(|name| !tables.contains(name));
            known.extend(names.map(|name| format!("{prefix}{name}")));
        }
        let reference = include_str!("../../../docs/configuration.md");
        let explained: Vec<&str> =
            reference.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(explained, known);
    }
}
