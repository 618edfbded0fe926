//! `witness …`: watching the logs of schools. Only what can be typed.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `witness …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Witness {
    /// Watches and cosigns.
    Serve(WitnessServe),
    /// Its public key.
    Key(WitnessKey),
}

/// `witness serve`.
#[derive(Debug, Args)]
pub(crate) struct WitnessServe {
    /// Portal of a school.
    #[arg(long, value_name = "URL", required = true)]
    pub of: Vec<String>,
    /// Where key and what was seen lie.
    #[arg(long, value_name = "DIR", default_value = "witness")]
    pub data: PathBuf,
    /// Name of its key, when it is made.
    #[arg(long)]
    pub name: Option<String>,
    /// Where it listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    pub listen: String,
    /// Minutes between two looks.
    #[arg(long, value_name = "MINUTES", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub every: u32,
}

/// `witness key`.
#[derive(Debug, Args)]
pub(crate) struct WitnessKey {
    /// Where the key lies.
    #[arg(long, value_name = "DIR", default_value = "witness")]
    pub data: PathBuf,
}
