//! Which channel an address belongs to: by the hosts that the ledger, or the file's own table of channels, gives them.
//!
//! What the ledger says goes before what a name lets one think. A row that names its channels by their codes says what it
//! means, and so does one that the program wrote; these are left alone.

use super::Importing;
use crate::ledger::names::Names;
use domain::address;
use domain::ledger::{Known, RecordEntry, Table, Taken, Understood, columns};
use domain::school::Channel;
use office::ledger::{Remark, RowPlace, Spot};
use std::collections::HashMap;

/// Hosts of the channels, both ways.
#[derive(Debug, Clone, Default)]
pub(super) struct Sites {
    /// By the code of the channel.
    hosts: HashMap<String, Vec<String>>,
    /// Codes by host.
    codes: HashMap<String, Vec<String>>,
}

impl Sites {
    pub(super) fn of(channels: &[Channel]) -> Sites {
        let mut sites = Sites::default();
        for channel in channels {
            if let Some(host) = address::host(&channel.address) {
                sites.codes.entry(host.clone()).or_default().push(channel.code.clone());
                sites.hosts.entry(channel.code.clone()).or_default().push(host);
            }
        }
        sites
    }

    /// The only channel on a host.
    fn only(&self, host: &str) -> Option<&str> {
        match self.codes.get(host)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// What is known of the school when its rows are read.
pub(super) struct Here {
    pub(super) units: Names,
    pub(super) channels: Names,
    pub(super) sites: Sites,
}

impl Known for Here {
    fn is_unit(&self, text: &str) -> bool {
        self.units.find(text).is_some()
    }

    fn hosts(&self, channel: &str) -> &[String] {
        let code = self.channels.meant(channel).filter(|code| *code != channel.trim());
        code.and_then(|code| self.sites.hosts.get(code)).map_or(&[], Vec::as_slice)
    }

    fn channel_of(&self, host: &str) -> Option<&str> {
        self.sites.only(host)
    }
}

impl Importing<'_> {
    /// A row with an address and no channel is of the channel on whose host the address is. A row with an index number
    /// was written by the program and says all there is.
    pub(super) fn placed(&mut self, entry: &mut RecordEntry, place: &RowPlace) {
        if !entry.channels.is_empty() || !address::is_web(&entry.locator) {
            return;
        }
        let host = address::host(&entry.locator).unwrap_or_default();
        let Some(code) = self.sites.only(&host).map(str::to_string) else { return };
        let column = columns(Table::Records).iter().position(|column| column.key == "channel");
        let remark = Understood::new(Taken::AddressOfChannel, column, &entry.locator, self.channels.name(&code));
        let spot = Spot::Row(place.clone(), column);
        self.outcome.hear(Remark::Understood { table: Some(Table::Records), spot, remark });
        entry.channels.push(code);
    }
}
