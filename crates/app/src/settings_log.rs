//! Settings of the public log: who cosigns its checkpoints, and whose signature a checkpoint still lacks.

use crate::settings_fault::SettingsFault;
use notify::post::WebAddress;
use proof::{Note, VerifierKey};

/// A witness of this school's log.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct WitnessSettings {
    /// Where it takes checkpoints: its address, without `/add-checkpoint`.
    pub address: String,
    /// Its public key, as it is read at `/key` there.
    pub key: String,
}

impl WitnessSettings {
    pub(crate) fn check(&self) -> Result<(), SettingsFault> {
        let wrong =
            |setting, value: &str, expected| Err(SettingsFault::Wrong { setting, value: value.into(), expected });
        if WebAddress::of_anybody(&self.address).is_none() {
            return wrong("witnesses.address", &self.address, "witness-address");
        }
        if self.verifier().is_none_or(|key| !key.is_cosigner()) {
            return wrong("witnesses.key", &self.key, "witness-key");
        }
        Ok(())
    }

    fn verifier(&self) -> Option<VerifierKey> {
        self.key.parse().ok()
    }
}

/// Whether this witness has signed the note.
pub(crate) fn has_signed(note: &Note, key: &VerifierKey) -> bool {
    note.verify(std::slice::from_ref(key)).is_ok()
}

/// Witnesses whose signature stands under a checkpoint and holds, with its time in seconds since 1970.
pub(crate) fn cosigned(witnesses: &[WitnessSettings], note: &Note) -> Vec<(String, u64)> {
    let keys = witnesses.iter().filter_map(WitnessSettings::verifier);
    let signed = keys.filter_map(|key| {
        let time = note.verify(std::slice::from_ref(&key)).ok()?.into_iter().find_map(|(_, time)| time)?;
        Some((key.name().to_string(), time))
    });
    signed.collect()
}

/// Witnesses whose signature a checkpoint lacks.
pub(crate) fn unsigned_by<'s>(
    witnesses: &'s [WitnessSettings],
    note: &Note,
) -> Vec<(&'s WitnessSettings, VerifierKey)> {
    let known = witnesses.iter().filter_map(|witness| Some((witness, witness.verifier()?)));
    known.filter(|(_, key)| !has_signed(note, key)).collect()
}
