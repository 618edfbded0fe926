//! Opening a database that is there, making one that is not, and leaving it so that its file alone is whole.
//!
//! It exists so that nothing but a wish to make one ever does: a mistyped path, a disk that is not mounted or a file
//! that was lost must not become a new empty school. It must not know the schema.

use crate::db::dialect::{Pool, SERVER_CONNECTIONS, SERVER_PATIENCE, WRITER_PATIENCE, Work};
use crate::db::fault::of_file;
use crate::error::{Error, Fault, Left, Result};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, Row as _};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long the end of a program waits for others to let the log be moved into the file, and for connections in use.
const CLOSING_PATIENCE: Duration = Duration::from_secs(2);

/// How often one looks whether a file is closed.
const MOMENT: Duration = Duration::from_millis(2);

/// The first bytes of every SQLite file.
const SQLITE_MARK: &[u8] = b"SQLite format 3\0";

/// Whether the database is to be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// It is there, and work goes on in it.
    Existing,
    /// It is made; one that is there must be empty.
    New,
}

/// How hard SQLite works for durability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// What is acknowledged survives a power cut (`synchronous=FULL`).
    Full,
    /// For databases that live as long as a test.
    None,
}

/// Connections to a database, and the file that was made for it.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) pool: Pool,
    /// Made just now; to be removed when nothing comes of it.
    pub(crate) made: Option<PathBuf>,
}

/// Opens the pool with the settings the architecture asks for.
pub(crate) fn connect(address: &str, durability: Durability, wish: Wish) -> Work<'_, Result<Connected>> {
    Box::pin(async move {
        if address.starts_with("sqlite:") {
            sqlite(address, durability, wish).await
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Ok(Connected { pool: postgres(address).await?, made: None })
        } else {
            Err(Error::Address)
        }
    })
}

// Statements are not logged: SQL texts are not personal, but their log is noise, and slow pages are seen by the
// portal's own tracing.
async fn sqlite(address: &str, durability: Durability, wish: Wish) -> Result<Connected> {
    let synchronous = match durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::None => SqliteSynchronous::Off,
    };
    let file = file_of(address)?.to_path_buf();
    let made = (wish == Wish::New && make(&file)?).then(|| file.clone());
    look(&file, wish)?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .disable_statement_logging()
        .create_if_missing(false)
        .synchronous(synchronous)
        .busy_timeout(WRITER_PATIENCE)
        .foreign_keys(true)
        .pragma("cache_size", "-16000")
        .pragma("mmap_size", "100663296")
        .pragma("temp_store", "MEMORY")
        // What is deleted for good, such as sealed lists whose time is over, is not left lying in free pages.
        .pragma("secure_delete", "ON");
    let mut log = file.clone().into_os_string();
    log.push("-wal");
    let log = PathBuf::from(log);
    let at_work = log.exists();
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .min_connections(1)
        .acquire_timeout(WRITER_PATIENCE)
        .idle_timeout(Duration::from_secs(300))
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await;
    match tried(pool).await {
        Ok(pool) => Ok(Connected { pool: Pool::Sqlite(pool), made }),
        Err(error) => {
            // The driver's thread closes the file when it gets round to it; a program that ends before leaves log and
            // index beside it.
            let begun = tokio::time::Instant::now();
            while !at_work && log.exists() && begun.elapsed() < CLOSING_PATIENCE {
                tokio::time::sleep(MOMENT).await;
            }
            let why = why(&file, error.into());
            remove(made.as_deref());
            Err(why)
        }
    }
}

/// The file that an address names. Its path is what stands behind `sqlite://`, as it stands: folders have percent signs
/// and question marks in their names, and no option of the driver is anybody's business.
fn file_of(address: &str) -> Result<&Path> {
    let path = address.strip_prefix("sqlite:").ok_or(Error::Address)?;
    let path = path.strip_prefix("//").unwrap_or(path);
    // What SQLite itself takes for something else: a school that is gone with the program.
    if path.is_empty() || path == ":memory:" || path.starts_with("file:") {
        return Err(Error::Address);
    }
    Ok(Path::new(path))
}

/// The pool, after it has read the file and opened what belongs beside it: SQLite puts that off until it is needed.
async fn tried(pool: sqlx::Result<sqlx::Pool<sqlx::Sqlite>>) -> sqlx::Result<sqlx::Pool<sqlx::Sqlite>> {
    let pool = pool?;
    if let Err(error) = pool.acquire().await?.fetch_one("PRAGMA schema_version").await {
        pool.close().await;
        return Err(error);
    }
    Ok(pool)
}

/// SQLite says of a log that it cannot make only that it cannot open it; most often that is because nothing can be
/// written there.
fn why(file: &Path, error: Error) -> Error {
    let refused = |file: &Path| {
        OpenOptions::new().write(true).open(file).is_err_and(|error| of_file(error.kind()) != Fault::Disk)
    };
    if matches!(error, Error::Unusable(Fault::Disk)) && refused(file) { Fault::ReadOnly.into() } else { error }
}

/// Makes an empty file that only its owner may read, and tells whether it did: the log and the index that SQLite keeps
/// beside it take its rights over.
fn make(file: &Path) -> Result<bool> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(nowhere(of_file(error.kind()), Wish::New).into()),
    }
}

/// What is missing where a new file was to be made is the place for it.
fn nowhere(fault: Fault, wish: Wish) -> Fault {
    if (&fault, wish) == (&Fault::Missing, Wish::New) { Fault::Nowhere } else { fault }
}

/// Looks at the beginning of the file without SQLite, which takes an empty one for a database. A pipe is not opened:
/// that would wait until somebody writes into it.
fn look(file: &Path, wish: Wish) -> Result<()> {
    let refused = |error: std::io::Error| nowhere(of_file(error.kind()), wish);
    let mut head = Vec::new();
    if !std::fs::metadata(file).map_err(refused)?.is_file() {
        return Err(Fault::Foreign.into());
    }
    let opened = File::open(file).map_err(refused)?;
    let length = SQLITE_MARK.len() as u64;
    opened.take(length).read_to_end(&mut head).map_err(refused)?;
    match (head.as_slice(), wish) {
        (b"", Wish::New) => Ok(()),
        (b"", Wish::Existing) => Err(Fault::Empty.into()),
        (SQLITE_MARK, _) => Ok(()),
        _ => Err(Fault::Foreign.into()),
    }
}

/// Removes what was made for a database of which nothing came.
pub(crate) fn remove(made: Option<&Path>) {
    let Some(file) = made else { return };
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        // What cannot be removed is an empty file, which the next attempt takes.
        let _ = std::fs::remove_file(name);
    }
}

/// Asks the server once by itself: the pool goes on asking one that is not there until its patience is over, and then
/// does not say why.
async fn postgres(address: &str) -> Result<Pool> {
    let options = PgConnectOptions::from_str(address).map_err(|_| Error::Address)?.disable_statement_logging();
    let asked = tokio::time::timeout(SERVER_PATIENCE, PgConnection::connect_with(&options)).await;
    let connection = asked.map_err(|_| Fault::Unreachable)??;
    connection.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(SERVER_CONNECTIONS)
        .acquire_timeout(SERVER_PATIENCE)
        // A server that was started anew has forgotten its connections; they are tried before they are used.
        .test_before_acquire(true)
        .connect_lazy_with(options);
    Ok(Pool::Postgres(pool, Arc::new(Semaphore::new(SERVER_CONNECTIONS as usize))))
}

/// Lets readers go on beside a writer. Only once it is known whose database it is: SQLite notes this in the file.
pub(crate) fn prepare(pool: &Pool) -> Work<'_, Result<()>> {
    Box::pin(async move {
        if let Pool::Sqlite(pool) = pool {
            pool.acquire().await?.execute("PRAGMA journal_mode = WAL").await?;
        }
        Ok(())
    })
}

/// Closes the connections. Returns how the file of the database was left; on a server all is where it belongs. Where
/// others are at work in it, one who has written waits a moment for them.
pub(crate) fn close(pool: &Pool, wrote: bool) -> Work<'_, Left> {
    Box::pin(async move {
        let left = match pool {
            Pool::Sqlite(sqlite) => {
                let moving = tokio::time::timeout(2 * CLOSING_PATIENCE, checkpoint(sqlite, wrote));
                match moving.await {
                    _ if !wrote => Left::Whole,
                    Ok(Ok(true)) => Left::Whole,
                    Ok(Ok(false)) => Left::InUse,
                    Ok(Err(_)) | Err(_) => Left::Unmoved,
                }
            }
            Pool::Postgres(..) => Left::Whole,
        };
        let closing: Work<'_, ()> = match pool {
            Pool::Sqlite(pool) => Box::pin(async {
                at_rest(pool).await;
                pool.close().await;
            }),
            Pool::Postgres(pool, _) => Box::pin(pool.close()),
        };
        // A connection that hangs must not keep the program from ending; what was acknowledged is on the disk.
        let _ = tokio::time::timeout(CLOSING_PATIENCE, closing).await;
        left
    })
}

/// Waits until no connection is on its way back. Two that close at the same moment each find the other still there, and
/// neither takes log and index away; a pool at rest closes one after the other.
async fn at_rest(pool: &sqlx::Pool<sqlx::Sqlite>) {
    let begun = tokio::time::Instant::now();
    while pool.num_idle() < pool.size() as usize && begun.elapsed() < CLOSING_PATIENCE / 2 {
        tokio::time::sleep(MOMENT).await;
    }
}

/// Moves the log into the file and empties it, if nobody is in the way.
async fn checkpoint(pool: &sqlx::Pool<sqlx::Sqlite>, wrote: bool) -> sqlx::Result<bool> {
    let mut connection = pool.acquire().await?;
    let patience = if wrote { CLOSING_PATIENCE } else { Duration::ZERO };
    let setting = format!("PRAGMA busy_timeout = {}", patience.as_millis());
    connection.execute(sqlx::AssertSqlSafe(setting)).await?;
    let row = connection.fetch_one("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(row.try_get::<i64, _>("busy")? == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        use std::sync::atomic::{AtomicU64, Ordering};
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("gongkai-connect-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    async fn fault(address: &str, wish: Wish) -> Option<Fault> {
        match connect(address, Durability::None, wish).await {
            Err(Error::Unusable(fault)) => Some(fault),
            Err(error) => panic!("{error:?}"),
            Ok(_) => None,
        }
    }

    #[tokio::test]
    async fn only_a_wish_for_a_new_one_makes_a_file() {
        let folder = folder();
        let file = folder.join("school.db");
        let address = format!("sqlite://{}", file.display());
        assert_eq!(fault(&address, Wish::Existing).await, Some(Fault::Missing));
        assert!(!file.exists());
        std::fs::write(&file, b"").unwrap();
        assert_eq!(fault(&address, Wish::Existing).await, Some(Fault::Empty));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        std::fs::write(&file, b"%PDF-1.7 something else").unwrap();
        assert_eq!(fault(&address, Wish::Existing).await, Some(Fault::Foreign));
        assert_eq!(fault(&address, Wish::New).await, Some(Fault::Foreign));
        std::fs::remove_file(&file).unwrap();
        assert_eq!(fault(&format!("{address}/deeper.db"), Wish::New).await, Some(Fault::Nowhere));
        assert_eq!(fault(&address, Wish::New).await, None);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777, 0o600);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_path_is_taken_as_it_stands() {
        for (address, path) in [
            ("sqlite://a b.db", "a b.db"),
            ("sqlite:///tmp/a%20b?c#d&e=f/中文'\".db", "/tmp/a%20b?c#d&e=f/中文'\".db"),
            ("sqlite:school.db", "school.db"),
        ] {
            assert_eq!(file_of(address).unwrap(), Path::new(path));
        }
        let folder = folder().join("100%25 und%20so?mode=memory&a=b#c '\"中文");
        std::fs::create_dir_all(&folder).unwrap();
        let address = format!("sqlite://{}", folder.join("a%20b?mode=ro.db").display());
        assert_eq!(fault(&address, Wish::New).await, None);
        assert!(folder.join("a%20b?mode=ro.db").exists());
        assert_eq!(fault(&address, Wish::Existing).await, Some(Fault::Empty));
        std::fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn what_is_no_file_is_no_database_and_is_not_waited_for() {
        let folder = folder();
        let (pipe, link) = (folder.join("pipe.db"), folder.join("link.db"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink("nowhere.db", &link).unwrap();
        for (file, wish, expected) in [
            (&pipe, Wish::Existing, Fault::Foreign),
            (&pipe, Wish::New, Fault::Foreign),
            (&folder, Wish::Existing, Fault::Foreign),
            (&folder, Wish::New, Fault::Foreign),
            (&PathBuf::from("/dev/null"), Wish::New, Fault::Foreign),
            (&link, Wish::Existing, Fault::Missing),
            (&link, Wish::New, Fault::Nowhere),
        ] {
            let told = fault(&format!("sqlite://{}", file.display()), wish).await;
            assert_eq!(told, Some(expected), "{} {wish:?}", file.display());
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_log_that_cannot_be_opened_is_not_said_to_be_a_server_that_does_not_answer() {
        let folder = folder();
        let file = folder.join("school.db");
        let address = format!("sqlite://{}", file.display());
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        connection.execute("PRAGMA journal_mode = WAL").await.unwrap();
        connection.execute("CREATE TABLE t (x)").await.unwrap();
        connection.close().await.unwrap();
        std::fs::create_dir(folder.join("school.db-wal")).unwrap();
        assert_eq!(fault(&address, Wish::Existing).await, Some(Fault::Disk));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_told_at_once_and_no_address_with_its_password() {
        // Nothing listens on the port of discarded bytes.
        assert_eq!(fault("postgres://a:s3cret@127.0.0.1:9/b", Wish::Existing).await, Some(Fault::Unreachable));
        for address in ["mysql://a:s3cret@b/c", "sqlite::memory:", "postgres://a:s3cret@b:port/c"] {
            let error = connect(address, Durability::None, Wish::New).await.unwrap_err();
            assert!(matches!(&error, Error::Address) && !format!("{error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
