//! Whom messages are handed to, as the settings name them, with the secrets that stand elsewhere.
//!
//! Secrets are read when they are needed and kept no longer; what cannot be read is named by its place.

use crate::settings::Settings;
use notify::mail::Mailbox;
use notify::post::WebAddress;
use notify::robot::{Kind, Robot};
use notify::smtp::{Security, Server};
use notify::{Roots, Secret};
use std::path::Path;
use std::time::Duration;

/// The environment variable that has the password of the mail server before its file does.
const MAIL_PASSWORD_VARIABLE: &str = "GONGKAI_MAIL_PASSWORD";
/// How long another server may take over each answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes of a file with a secret or certificates.
const LARGEST: u64 = 64 * 1024;

/// Why something cannot be sent at all as the settings are: a message key under `message-unset-` and the file it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unset {
    /// What is the matter.
    pub(crate) what: &'static str,
    /// The file or variable.
    pub(crate) place: String,
}

impl Settings {
    /// The server that takes mail and who sends it; `None` where the settings name none.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub(crate) fn mail_server(&self) -> Result<Option<(Server, Mailbox)>, Unset> {
        let Some(mail) = &self.mail else { return Ok(None) };
        let unset = |what, place: &str| Unset { what, place: place.to_string() };
        let security = mail.read_security().ok_or_else(|| unset("setting", "mail.security"))?;
        let from: Mailbox = mail.from.parse().map_err(|_| unset("setting", "mail.from"))?;
        let password = match mail.user.is_empty() {
            true => Secret::default(),
            false => self.secret(MAIL_PASSWORD_VARIABLE, mail.password_file.as_deref())?,
        };
        let authority = mail.authority.as_deref().map(|file| self.small_file(file)).transpose()?;
        let roots = Roots::with(authority.as_deref());
        let roots = roots.map_err(|_| {
            unset("certificate", &mail.authority.as_deref().unwrap_or(Path::new("")).display().to_string())
        })?;
        let port = match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        };
        let server = Server {
            host: mail.server.clone(),
            port: mail.port.unwrap_or(port),
            security,
            user: mail.user.clone(),
            password,
            roots,
            patience: PATIENCE,
        };
        Ok(Some((server, from)))
    }

    /// The robot of this name.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub(crate) fn robot(&self, name: &str) -> Result<Robot, Unset> {
        let unset = |what, place: &str| Unset { what, place: place.to_string() };
        let robot = self.robots.iter().find(|robot| robot.name == name).ok_or_else(|| unset("robot", name))?;
        let kind = Kind::read(&robot.kind).ok_or_else(|| unset("setting", "robots.kind"))?;
        let address = self.secret(&robot.variable("ADDRESS"), robot.address_file.as_deref())?;
        let address = WebAddress::read(&address).ok_or_else(|| unset("robot-address", name))?;
        let variable = robot.variable("SECRET");
        let signed = kind.signs() && (robot.secret_file.is_some() || std::env::var_os(&variable).is_some());
        let secret = if signed { self.secret(&variable, robot.secret_file.as_deref())? } else { Secret::default() };
        Ok(Robot { kind, address, secret })
    }

    /// How long another server may take over each answer, and the roots of the web.
    pub(crate) fn web_roots(&self) -> Result<(Roots, Duration), Unset> {
        let roots = Roots::with(None).map_err(|_| Unset { what: "certificate", place: String::new() })?;
        Ok((roots, PATIENCE))
    }

    fn secret(&self, variable: &str, file: Option<&Path>) -> Result<Secret, Unset> {
        if let Ok(secret) = std::env::var(variable) {
            return Ok(Secret::new(&secret));
        }
        let Some(file) = file else { return Err(Unset { what: "secret", place: variable.to_string() }) };
        let bytes = self.small_file(file)?;
        let secret = Secret::new(&String::from_utf8_lossy(&bytes));
        match secret.is_empty() {
            true => Err(Unset { what: "empty", place: file.display().to_string() }),
            false => Ok(secret),
        }
    }

    fn small_file(&self, file: &Path) -> Result<Vec<u8>, Unset> {
        let unreadable = || Unset { what: "file", place: file.display().to_string() };
        let path = self.resolve(file);
        if std::fs::metadata(&path).map_err(|_| unreadable())?.len() > LARGEST {
            return Err(unreadable());
        }
        std::fs::read(&path).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_from_its_file_and_shown_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("password"), "geheim\n").unwrap();
        std::fs::write(folder.path().join("robot"), "https://oapi.dingtalk.com/robot/send?access_token=geheim\n")
            .unwrap();
        let text = "[mail]\nserver = \"a.cn\"\nuser = \"u\"\npassword_file = \"password\"\nfrom = \"a@b.cn\"\n\
                    [[robots]]\nname = \"all\"\nkind = \"dingtalk\"\naddress_file = \"robot\"\nsecret_file = \"password\"\n\
                    [[robots]]\nname = \"lost\"\nkind = \"wecom\"\naddress_file = \"nowhere\"\n";
        let settings = Settings { folder: folder.path().into(), ..toml::from_str(text).unwrap() };
        let (server, from) = settings.mail_server().unwrap().unwrap();
        assert_eq!(
            (server.password.reveal(), server.port, from.address.to_string().as_str()),
            ("geheim", 465, "a@b.cn")
        );
        let robot = settings.robot("all").unwrap();
        assert_eq!(robot.secret.reveal(), "geheim");
        let told = format!("{server:?} {robot:?} {settings:?} {}", settings.to_toml());
        assert!(!told.contains("geheim"), "{told}");
        assert_eq!(settings.robot("lost").unwrap_err(), Unset { what: "file", place: "nowhere".into() });
        assert_eq!(settings.robot("none").unwrap_err().what, "robot");
    }
}
