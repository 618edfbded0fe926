//! A PostgreSQL server that stops, freezes and comes back while the program works with it: a server of this test's own,
//! for the one that other tests share must not be touched.

use crate::need::{Tool, need};
use crate::serve::Portal;
use crate::{Answer, Workplace};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A server on a socket in a folder of its own; gone with the value.
struct Server {
    binaries: PathBuf,
    folder: PathBuf,
    /// Whom it runs as: it refuses to run as root.
    user: Option<&'static str>,
    /// Processes that stand still.
    frozen: RefCell<Vec<i64>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.thaw();
        self.control(&["-m", "immediate", "stop"]);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Server {
    /// A running one; `None` where there is no PostgreSQL and the test is skipped.
    fn new(name: &str) -> Option<Server> {
        let program = PathBuf::from(need(Tool::PostgresServer)?);
        // Not in the build folder: the path of a socket may not be long.
        let folder = std::env::temp_dir().join(format!("gongkai-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
        let user = root.then_some("postgres");
        if let Some(user) = user {
            assert!(Command::new("chown").arg(user).arg(&folder).status().unwrap().success());
        }
        let server =
            Server { binaries: program.parent().unwrap().to_path_buf(), folder, user, frozen: RefCell::default() };
        let data = server.data();
        assert!(server.call("initdb", &["-D", &data, "-A", "trust", "-U", "gongkai", "-E", "UTF8", "--no-sync"]));
        server.start();
        Some(server)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn call(&self, program: &str, arguments: &[&str]) -> bool {
        let path = self.binaries.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&path);
                command
            }
            None => Command::new(&path),
        };
        command.args(arguments).current_dir(&self.folder).stdout(Stdio::null()).status().is_ok_and(|s| s.success())
    }

    fn control(&self, arguments: &[&str]) -> bool {
        let (data, log) = (self.data(), self.folder.join("log").display().to_string());
        let socket = format!("-c listen_addresses='' -c unix_socket_directories='{}'", self.folder.display());
        self.call("pg_ctl", &[&["-w", "-s", "-D", &data, "-l", &log, "-o", &socket][..], arguments].concat())
    }

    fn start(&self) {
        assert!(self.control(&["start"]), "{}", std::fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    /// As in a power cut.
    fn stop(&self) {
        assert!(self.control(&["-m", "immediate", "stop"]));
    }

    fn address(&self) -> String {
        format!("postgres://gongkai@localhost/postgres?host={}", self.folder.display())
    }

    /// The numbers that a query gives.
    fn asked(&self, sql: &str) -> Vec<i64> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let Ok(mut connection) = PgConnection::connect(&self.address()).await else { return Vec::new() };
            let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        })
    }

    /// Freezes the server's side of every connection of the program; others may still be made.
    fn freeze_sessions(&self) {
        let sessions = "SELECT pid::bigint FROM pg_stat_activity
                        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        self.freeze_processes(self.asked(sessions));
    }

    /// Freezes all of it, as on a machine that hangs.
    fn freeze(&self) {
        self.freeze_sessions();
        let first = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        self.freeze_processes(vec![first.lines().next().unwrap().trim().parse().unwrap()]);
    }

    fn freeze_processes(&self, processes: Vec<i64>) {
        signal("STOP", &processes);
        self.frozen.borrow_mut().extend(processes);
    }

    fn thaw(&self) {
        signal("CONT", &self.frozen.take());
    }
}

fn signal(name: &str, processes: &[i64]) {
    for process in processes {
        let _ = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status();
    }
}

/// A school in the server's database, with a ledger of so many rows beside it.
fn school(server: &Server, rows: usize) -> Workplace {
    let workplace = Workplace::new();
    let init = ["init", "--name", "某学院", "--kind", "vocational", "--administrator", "王"];
    let made = workplace.command(&init).env("GONGKAI_DATABASE", server.address()).output().unwrap();
    Answer::of(&init, made).succeeds();
    workplace.write("gongkai.toml", format!("database = \"{}\"\n", server.address()));
    let rows: String = (0..rows).map(|n| format!("K{n},第{n}号通知,{},2023-05-02\n", n % 50 + 1)).collect();
    workplace.write("rows.csv", format!("编号,标题,事项,公开日期\n{rows}"));
    workplace
}

/// Asks until the page is there.
#[track_caller]
fn comes_back(portal: &Portal, path: &str) {
    let start = Instant::now();
    while portal.get(path).status != 200 {
        assert!(start.elapsed() < Duration::from_secs(30), "{path} does not come back");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// What was read before is shown with its age, the rest is refused in time, and what needs no ledger is there.
#[track_caller]
fn is_away(portal: &Portal, unread: &str, how: &str) {
    // The last word of the database is a second old at most.
    std::thread::sleep(Duration::from_millis(1_100));
    for (path, status) in [(unread, 503), ("/", 200), ("/catalogue", 200), ("/robots.txt", 200), (unread, 503)] {
        let start = Instant::now();
        let page = portal.get(path);
        assert_eq!(page.status, status, "{how}: {path}: {}", page.head);
        assert!(start.elapsed() < Duration::from_secs(8), "{how}: {path}: {:?}", start.elapsed());
        let head = page.head.to_ascii_lowercase();
        assert_eq!(head.contains("retry-after:"), status == 503, "{how}: {path}: {head}");
        assert_eq!(head.contains("\nage:"), ["/", "/catalogue"].contains(&path), "{how}: {path}: {head}");
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_stops_freezes_or_is_started_anew_is_borne_by_the_portal() {
    let Some(server) = Server::new("borne") else { return };
    let workplace = school(&server, 60);
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    let log = workplace.path("log");
    let portal = Portal::logging(&workplace, std::fs::File::create(&log).unwrap());
    // What was brought in is sealed in the public log first: each checkpoint has the pages made anew.
    let sealed = Instant::now();
    while portal.get("/log/checkpoint").status != 200 && sealed.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(200));
    }
    for path in ["/", "/catalogue", "/item/1"] {
        assert_eq!(portal.get(path).status, 200, "{path}");
    }
    server.stop();
    is_away(&portal, "/item/2", "stopped");
    server.start();
    comes_back(&portal, "/item/2");
    server.freeze();
    is_away(&portal, "/item/3", "frozen");
    server.thaw();
    comes_back(&portal, "/item/3");
    // Sessions that never come to themselves again do not stand in the way of new ones, nor of the end.
    server.freeze_sessions();
    comes_back(&portal, "/item/4");
    let asked = Instant::now();
    assert_eq!(portal.stops(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(15), "{:?}", asked.elapsed());
    let log = read(&log);
    let told = log.matches("app.portal.database-away").count();
    assert!((1..=3).contains(&told), "told when it changes, not with every visitor:\n{log}");
    assert!(log.contains("app.portal.database-back") && !log.contains("busy"), "{log}");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[cfg(unix)]
#[test]
fn a_server_that_stops_during_an_import_is_named_and_nothing_of_it_is_kept() {
    let Some(server) = Server::new("import") else { return };
    let workplace = school(&server, 3_000);
    let before = workplace.ledger();
    let import = ["import", "ledger", "rows.csv", "--yes", "--all-or-nothing"];
    let child = workplace.command(&import).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while server.asked("SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL") != [1] {
        assert!(start.elapsed() < Duration::from_secs(120), "the import never began to write");
    }
    server.stop();
    let answer = Answer::of(&import, child.wait_with_output().unwrap());
    answer.exits(2).complains_in_one_line(&["连不上", "postgres://localhost/postgres"]);
    server.start();
    assert_eq!(workplace.ledger(), before);
    workplace.run(&import).succeeds();
}

#[cfg(unix)]
#[test]
fn a_server_that_freezes_during_an_import_is_named_within_half_a_minute_and_nothing_of_it_is_kept() {
    let Some(server) = Server::new("frozen") else { return };
    let workplace = school(&server, 3_000);
    let before = workplace.ledger();
    let import = ["import", "ledger", "rows.csv", "--yes", "--all-or-nothing"];
    let child = workplace.command(&import).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while server.asked("SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL") != [1] {
        assert!(start.elapsed() < Duration::from_secs(120), "the import never began to write");
    }
    server.freeze();
    let frozen = Instant::now();
    let answer = Answer::of(&import, child.wait_with_output().unwrap());
    let took = frozen.elapsed();
    server.thaw();
    answer.exits(2).complains_in_one_line(&["连不上", "postgres://localhost/postgres"]);
    assert!(took < Duration::from_secs(45), "{took:?}");
    assert_eq!(workplace.ledger(), before);
}
