//! HTTPS of the program's own: a certificate and its key from two files, read again when they change.
//!
//! It exists for a school that has no proxy to do it. A certificate that cannot be used is never put in the place of one that can:
//! whoever renews it may be between two files. It decides nothing about requests; HTTP/1.1 is spoken inside.

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

/// Most bytes of each of both files.
const LONGEST: u64 = 1024 * 1024;

/// Why a certificate cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// A file cannot be read: which, and what the system says.
    File(PathBuf, String),
    /// There is no certificate in the file.
    NoCertificate(PathBuf),
    /// There is no key in the file, or it is under a password.
    NoKey(PathBuf),
    /// The key is not that of the first certificate in the file.
    OtherKey,
    /// It is of a kind that is not known, as it was said.
    Kind(String),
}

impl Unusable {
    /// Stable code, a message key under `tls-`.
    pub fn code(&self) -> &'static str {
        match self {
            Unusable::File(..) => "file",
            Unusable::NoCertificate(_) => "no-certificate",
            Unusable::NoKey(_) => "no-key",
            Unusable::OtherKey => "other-key",
            Unusable::Kind(_) => "kind",
        }
    }

    /// The file it is about, and what was said; each may be empty.
    pub fn about(&self) -> (String, String) {
        match self {
            Unusable::File(file, why) => (file.display().to_string(), why.clone()),
            Unusable::NoCertificate(file) | Unusable::NoKey(file) => (file.display().to_string(), String::new()),
            Unusable::OtherKey => (String::new(), String::new()),
            Unusable::Kind(why) => (String::new(), why.clone()),
        }
    }
}

/// A certificate with its key, as it stands in the files now.
#[derive(Debug, Clone)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    kept: Arc<RwLock<Kept>>,
}

#[derive(Debug)]
struct Kept {
    config: Arc<ServerConfig>,
    /// When both files were written that this was made of, or looked at last in vain.
    seen: [Option<SystemTime>; 2],
}

impl Tls {
    /// Reads both files: certificates in PEM, the school's own first, and its key.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn open(certificate: &Path, key: &Path) -> Result<Tls, Unusable> {
        let seen = [certificate, key].map(written_at);
        let config = Arc::new(config(certificate, key)?);
        let kept = Arc::new(RwLock::new(Kept { config, seen }));
        Ok(Tls { certificate: certificate.to_path_buf(), key: key.to_path_buf(), kept })
    }

    /// What new connections are met with.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.kept.read().unwrap_or_else(PoisonError::into_inner).config)
    }

    /// Reads the files again where one of them changed; whether they did. Connections that stand go on as they are.
    ///
    /// # Errors
    /// Why what stands there now cannot be used: what was there before is used on, and this is said once for each change.
    pub fn refresh(&self) -> Result<bool, Unusable> {
        let seen = [&self.certificate, &self.key].map(|file| written_at(file));
        if self.kept.read().unwrap_or_else(PoisonError::into_inner).seen == seen {
            return Ok(false);
        }
        let made = config(&self.certificate, &self.key);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.seen = seen;
        kept.config = Arc::new(made?);
        Ok(true)
    }
}

fn written_at(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}

fn read(file: &Path) -> Result<Vec<u8>, Unusable> {
    let refused = |error: std::io::Error| Unusable::File(file.to_path_buf(), error.to_string());
    if std::fs::metadata(file).map_err(refused)?.len() > LONGEST {
        return Err(refused(std::io::ErrorKind::FileTooLarge.into()));
    }
    std::fs::read(file).map_err(refused)
}

fn config(certificate: &Path, key: &Path) -> Result<ServerConfig, Unusable> {
    let chain: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(&read(certificate)?).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| Unusable::NoCertificate(certificate.to_path_buf()))?;
    let key = PrivateKeyDer::from_pem_slice(&read(key)?).map_err(|_| Unusable::NoKey(key.to_path_buf()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unknown = |error: rustls::Error| match error {
        rustls::Error::InconsistentKeys(_) => Unusable::OtherKey,
        other => Unusable::Kind(other.to_string()),
    };
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = builder.map_err(unknown)?.with_no_client_auth().with_single_cert(chain, key).map_err(unknown)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
