//! A certificate for `localhost` of an authority of the tests' own, for servers that speak TLS.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::net::TcpStream;
use std::sync::Arc;

/// The authority, in PEM: who trusts it trusts the servers of this kit.
pub const AUTHORITY: &str = include_str!("tls/authority.pem");
/// The certificate of `localhost`, in PEM.
pub const CERTIFICATE: &str = include_str!("tls/localhost.pem");
/// Its key.
pub const KEY: &str = include_str!("tls/localhost.key");

/// The server's side of an encrypted connection.
pub(crate) fn encrypted(tcp: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let chain = CertificateDer::pem_slice_iter(CERTIFICATE.as_bytes()).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(chain, key).unwrap();
    StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), tcp)
}
