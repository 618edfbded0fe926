//! The configuration file `gongkai.toml`: everything has a working default.
//!
//! Facts about the school live in the ledger, not here; this file only says where things are.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// Settings as the file gives them; unknown names are refused so that a slip is seen.
#[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
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
    /// The school's colour for links and headings, as `#14556b`; must stay readable on white.
    pub brand_colour: Option<String>,
    /// Who set the installation up and answers for it; the first account is theirs.
    pub administrator: String,
    /// Folder of the file; paths in it are relative to it.
    #[serde(skip)]
    pub folder: PathBuf,
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
            administrator: String::new(),
            folder: PathBuf::new(),
        }
    }
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
        let wrong = |what: String| Error::Settings { file: path.display().to_string(), what };
        let settings: Settings = toml::from_str(&text).map_err(|error| wrong(error.message().to_string()))?;
        if let Some(colour) = &settings.brand_colour
            && !is_colour(colour)
        {
            return Err(wrong(format!("brand_colour `{colour}`: write it as #14556b")));
        }
        Ok(Settings { folder, ..settings })
    }

    /// The file's text for these settings.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The database's address with a relative SQLite path put beside the file. The environment variable
    /// `GONGKAI_DATABASE` wins, so that a password need not stand in a file.
    pub fn database_address(&self) -> String {
        let address = std::env::var("GONGKAI_DATABASE").unwrap_or_else(|_| self.database.clone());
        match address.strip_prefix("sqlite://") {
            Some(path) if Path::new(path).is_relative() => {
                format!("sqlite://{}", self.folder.join(path).display())
            }
            _ => address,
        }
    }

    /// A path of the file, relative to its folder.
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_file_is_named() {
        let folder = std::env::temp_dir().join(format!("gongkai-settings-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("gongkai.toml");
        std::fs::write(&file, "databse = \"sqlite://x.db\"\n").unwrap();
        let told = Settings::load(&file).unwrap_err().to_string();
        assert!(told.contains("databse"), "{told}");
        std::fs::write(&file, "brand_colour = \"red;} *{\"\n").unwrap();
        assert!(Settings::load(&file).is_err());
        std::fs::write(&file, "database = \"sqlite://a.db\"\n").unwrap();
        assert!(Settings::load(&file).unwrap().database_address().ends_with("/a.db"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_defaults_can_be_written_and_read_back() {
        let text = Settings::default().to_toml();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap().listen, "127.0.0.1:8080");
    }
}
