//! A connection, plain or encrypted, on which everything has a time limit and nothing grows without bound.

use crate::trouble::{Step, Trouble, words};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Most bytes of a line.
const LONGEST_LINE: usize = 4096;

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

/// A connection to a server.
pub(crate) struct Wire {
    tcp: TcpStream,
    tls: Option<Box<ClientConnection>>,
    /// What came and was not taken yet.
    come: Vec<u8>,
    patience: Duration,
}

impl Wire {
    pub(crate) async fn connect(host: &str, port: u16, patience: Duration) -> Result<Wire, Trouble> {
        match timeout(patience, TcpStream::connect((host, port))).await {
            Ok(Ok(tcp)) => Ok(Wire { tcp, tls: None, come: Vec::new(), patience }),
            Ok(Err(error)) => Err(Trouble::Unreachable(words(&error.to_string()))),
            Err(_) => Err(Trouble::Slow(Step::Connect)),
        }
    }

    /// Encrypts it from here on. What came before and was not asked for is refused: it would count as encrypted.
    pub(crate) async fn encrypt(&mut self, host: &str, roots: &Roots) -> Result<(), Trouble> {
        if !self.come.is_empty() {
            return Err(Trouble::Foreign);
        }
        let name = ServerName::try_from(host.to_string());
        let name = name.map_err(|error| Trouble::Encryption(words(&error.to_string())))?;
        let tls = ClientConnection::new(Arc::clone(&roots.0), name);
        let tls = tls.map_err(|error| Trouble::Encryption(words(&error.to_string())))?;
        self.tls = Some(Box::new(tls));
        while self.tls.as_ref().is_some_and(|tls| tls.is_handshaking()) {
            self.flush(Step::Encrypt).await?;
            if self.tls.as_ref().is_some_and(|tls| tls.is_handshaking() && tls.wants_read()) {
                self.more(Step::Encrypt).await?;
            }
        }
        self.flush(Step::Encrypt).await
    }

    /// Sends it whole.
    pub(crate) async fn send(&mut self, bytes: &[u8], step: Step) -> Result<(), Trouble> {
        match &mut self.tls {
            None => within(self.patience, step, self.tcp.write_all(bytes)).await,
            Some(_) => {
                for some in bytes.chunks(16 * 1024) {
                    if let Some(tls) = &mut self.tls {
                        tls.writer().write_all(some).map_err(|_| Trouble::Lost(step))?;
                    }
                    self.flush(step).await?;
                }
                Ok(())
            }
        }
    }

    /// A line without its end.
    pub(crate) async fn line(&mut self, step: Step) -> Result<String, Trouble> {
        loop {
            if let Some(end) = self.come.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.come.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_string());
            }
            if self.come.len() > LONGEST_LINE {
                return Err(Trouble::Foreign);
            }
            if self.more(step).await? == 0 {
                return Err(Trouble::Lost(step));
            }
        }
    }

    /// Everything that has come and is not taken yet.
    pub(crate) fn come(&mut self) -> &mut Vec<u8> {
        &mut self.come
    }

    /// Waits for more; how many bytes came, none when the other side has ended it.
    pub(crate) async fn more(&mut self, step: Step) -> Result<usize, Trouble> {
        let mut some = vec![0; 16 * 1024];
        loop {
            let n = within(self.patience, step, self.tcp.read(&mut some)).await?;
            let Some(tls) = &mut self.tls else {
                self.come.extend_from_slice(&some[..n]);
                return Ok(n);
            };
            if n == 0 {
                return Ok(0);
            }
            let before = self.come.len();
            let (mut raw, mut ended) = (&some[..n], false);
            while !raw.is_empty() && !ended {
                tls.read_tls(&mut raw).map_err(|_| Trouble::Lost(step))?;
                let state = tls.process_new_packets();
                let state = state.map_err(|error| Trouble::Encryption(words(&error.to_string())))?;
                let mut plain = vec![0; state.plaintext_bytes_to_read()];
                tls.reader().read_exact(&mut plain).map_err(|_| Trouble::Lost(step))?;
                self.come.extend_from_slice(&plain);
                ended = state.peer_has_closed();
            }
            self.flush(step).await?;
            let come = self.come.len() - before;
            // What is no data (agreeing, new keys) is nothing that a caller waits for, unless it is agreeing itself.
            if come > 0 || ended {
                return Ok(come);
            }
            if step == Step::Encrypt {
                return Ok(n);
            }
        }
    }

    async fn flush(&mut self, step: Step) -> Result<(), Trouble> {
        let Some(tls) = &mut self.tls else { return Ok(()) };
        while tls.wants_write() {
            let mut raw = Vec::new();
            tls.write_tls(&mut raw).map_err(|_| Trouble::Lost(step))?;
            within(self.patience, step, self.tcp.write_all(&raw)).await?;
        }
        Ok(())
    }
}

/// It, or what its not coming means.
async fn within<T>(
    patience: Duration,
    step: Step,
    work: impl Future<Output = std::io::Result<T>>,
) -> Result<T, Trouble> {
    match timeout(patience, work).await {
        Ok(done) => done.map_err(|_| Trouble::Lost(step)),
        Err(_) => Err(Trouble::Slow(step)),
    }
}
