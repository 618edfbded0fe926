//! A connection, plain or encrypted, and whose certificates are trusted.

use crate::trouble::{Step, Trouble, words};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// Whose certificates are trusted: those of the web, and those of a file for a school's own authority.
#[derive(Debug, Clone)]
pub struct Roots(Arc<ClientConfig>);

impl Roots {
    /// The roots of the web, and the certificates of this PEM text.
    ///
    /// # Errors
    /// What cannot be read of it.
    pub fn with(pem: Option<&[u8]>) -> Result<Roots, String> {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(pem) = pem {
            let mut own = 0;
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|error| words(&error.to_string()))?;
                store.add(certificate).map_err(|error| words(&error.to_string()))?;
                own += 1;
            }
            if own == 0 {
                return Err("no certificate in it".to_string());
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| words(&error.to_string()))?;
        Ok(Roots(Arc::new(config.with_root_certificates(store).with_no_client_auth())))
    }
}

/// What bytes go over in both directions.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin {}

impl<T: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin> Duplex for T {}

/// Reaches a server.
pub(crate) async fn connect(host: &str, port: u16, patience: Duration) -> Result<TcpStream, Trouble> {
    match timeout(patience, TcpStream::connect((host, port))).await {
        Ok(connected) => connected.map_err(|error| Trouble::Unreachable(words(&error.to_string()))),
        Err(_) => Err(Trouble::Slow(Step::Connect)),
    }
}

/// Encrypts a connection from here on.
pub(crate) async fn encrypt(
    tcp: TcpStream,
    host: &str,
    roots: &Roots,
    patience: Duration,
) -> Result<Box<dyn Duplex>, Trouble> {
    let name = ServerName::try_from(host.to_string());
    let name = name.map_err(|error| Trouble::Encryption(words(&error.to_string())))?;
    match timeout(patience, TlsConnector::from(Arc::clone(&roots.0)).connect(name, tcp)).await {
        Ok(Ok(tls)) => Ok(Box::new(tls)),
        Ok(Err(error)) if error.get_ref().is_some_and(|error| error.is::<rustls::Error>()) => {
            Err(Trouble::Encryption(words(&error.to_string())))
        }
        Ok(Err(_)) => Err(Trouble::Lost(Step::Encrypt)),
        Err(_) => Err(Trouble::Slow(Step::Encrypt)),
    }
}
