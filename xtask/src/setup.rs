//! What the tests need beside Rust: Chromium, PostgreSQL 15, readers of Office files and PDFs, fonts.
//!
//! Installed from the system's packages when that is allowed (root on a Debian-like system); otherwise what is
//! missing is named, and the tests that need it fail. Nothing is downloaded from elsewhere.

use crate::{root, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program that tests use: any of the paths, the package that brings it, what goes untested without it.
struct Need {
    any: &'static [&'static str],
    package: &'static str,
    without: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        any: &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
        package: "chromium",
        without: "no page can be looked at in a browser",
    },
    Need {
        any: &[
            "/usr/lib/postgresql/15/bin/postgres",
            "/usr/lib/postgresql/16/bin/postgres",
            "/usr/lib/postgresql/17/bin/postgres",
        ],
        package: "postgresql",
        without: "nothing can be tested on a second database",
    },
    Need { any: &["/usr/bin/pdftotext"], package: "poppler-utils", without: "no other program can read our PDFs" },
    Need {
        any: &["/usr/bin/soffice", "/usr/bin/libreoffice"],
        package: "libreoffice-writer-nogui",
        without: "no other program can open our Word files",
    },
    Need {
        any: &["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"],
        package: "fonts-noto-cjk",
        without: "Chinese in screenshots is boxes",
    },
];

/// Installs what is missing where that is allowed, and says what could not be had.
pub(crate) fn install() {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| find(need.any).is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if may_install() {
        say(format!("installing {}", packages.join(", ")));
        let apt = |arguments: &[&str]| {
            let mut command = Command::new("apt-get");
            command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let _ = apt(&["update"]);
        for package in packages {
            if !apt(&["install", "-y", "--no-install-recommends", package]) {
                say(format!("could not install {package}"));
            }
        }
    }
    for need in NEEDS.iter().filter(|need| find(need.any).is_none()) {
        say(format!("NOT THERE: {} ({}); the tests that need it fail", need.package, need.without));
    }
}

fn find(any: &[&str]) -> Option<PathBuf> {
    any.iter().map(PathBuf::from).find(|path| path.exists())
}

fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
    root && Path::new("/usr/bin/apt-get").exists()
}

/// Chromium, if it is there.
pub(crate) fn chromium() -> Option<PathBuf> {
    find(NEEDS[0].any)
}

/// A PostgreSQL server of our own on a private socket, stopped when dropped.
pub(crate) struct Postgres {
    binaries: PathBuf,
    folder: tempfile::TempDir,
    user: Option<&'static str>,
    /// Address for the tests.
    pub(crate) address: String,
}

impl Postgres {
    /// Starts one in a folder of its own; `None` when there is no PostgreSQL.
    pub(crate) fn start() -> Result<Option<Postgres>> {
        let Some(server) = find(NEEDS[1].any) else { return Ok(None) };
        let binaries = server.parent().context("a program lies in a folder")?.to_path_buf();
        let folder = tempfile::Builder::new().prefix("gongkai-postgres-").tempdir()?;
        // The folder is ours alone and of a name nobody could foresee, so it is no link of another's that is given away.
        // The server refuses to run as root; the package brings a user of its own.
        let user = may_install().then_some("postgres");
        if let Some(user) = user {
            let owned = Command::new("chown").arg(user).arg(folder.path()).status()?;
            if !owned.success() {
                bail!("cannot give {} to {user}", folder.path().display());
            }
            open_the_sink()?;
        }
        let name = user.map_or_else(|| std::env::var("USER").unwrap_or_else(|_| "postgres".into()), str::to_string);
        let address = format!("postgres://{name}@localhost/postgres?host={}", folder.path().display());
        let postgres = Postgres { binaries, folder, user, address };
        let data = postgres.folder.path().join("data");
        postgres.call("initdb", &["-D", &data.display().to_string(), "-A", "trust", "-E", "UTF8", "--no-sync"])?;
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off",
            postgres.folder.path().display()
        );
        let log = postgres.folder.path().join("log").display().to_string();
        postgres.call("pg_ctl", &["-D", &data.display().to_string(), "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(Some(postgres))
    }

    fn call(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let path = self.binaries.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&path);
                command
            }
            None => Command::new(&path),
        };
        let status = command.args(arguments).current_dir(self.folder.path()).stdout(Stdio::null()).status()?;
        if !status.success() {
            bail!("{program} failed; see {}", self.folder.path().join("log").display());
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.path().join("data").display().to_string();
        let _ = self.call("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }
}

/// Opens `/dev/null` to every user again where a program run as root closed it: the shells that the server's own
/// programs call as their user would not start, and would not say why.
#[cfg(unix)]
fn open_the_sink() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let sink = Path::new("/dev/null");
    let mode = std::fs::metadata(sink).context("/dev/null")?.permissions().mode() & 0o777;
    if mode & 0o666 != 0o666 {
        say(format!("/dev/null was closed to other users (mode {mode:o}); opening it"));
        std::fs::set_permissions(sink, std::fs::Permissions::from_mode(0o666)).context("/dev/null")?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn open_the_sink() -> Result<()> {
    Ok(())
}

/// `cargo deny`, installed when it is not there; `false` when it cannot be had.
pub(crate) fn deny() -> bool {
    let there = || {
        let mut command = Command::new("cargo");
        command.args(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if there() {
        return true;
    }
    say("installing cargo-deny");
    let mut install = Command::new("cargo");
    install.args(["install", "--locked", "--quiet", "cargo-deny"]).current_dir(root());
    let _ = install.status();
    there()
}

/// Fetches the advisories on what is linked; why not, in the words of the last line that says it.
pub(crate) fn advisories() -> Result<(), String> {
    let fetched = Command::new("cargo").args(["deny", "fetch", "db"]).current_dir(root()).stdin(Stdio::null()).output();
    let fetched = fetched.map_err(|error| error.to_string())?;
    if fetched.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&fetched.stderr).into_owned();
    Err(said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("no reason given").to_string())
}
