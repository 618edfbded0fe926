//! A witness of other schools' logs: what it saw of each, whether what it is shown continues that, and its cosignature.
//!
//! It exists for a province or a neighbour: a school whose log was witnessed cannot show one history to some and another to others,
//! nor take back what it published. A witness has no school, no database and no accounts: a folder with its key and one file of each
//! school that it watches. Nothing is cosigned before what was seen is on the disk. Deciding is [`proof::witness`]'s.

mod kept;
mod look;

pub use kept::{Alarm, AlarmKind, Line, Silent};
pub use look::Gaze;

use crate::clock::{Clock, Ids};
use crate::error::{Error, Result};
use crate::files::{Access, Output, Over};
use kept::Kept;
use proof::{Checkpoint, Hash, Note, Refusal, SigningKey, Submission, VerifierKey};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

const KEY: &str = "witness.key";
const LOCK: &str = "witness.lock";
const SCHOOLS: &str = "schools";

/// A witness at work.
#[derive(Debug)]
pub struct Witness {
    folder: PathBuf,
    key: SigningKey,
    clock: Clock,
    /// By address, as it is kept on the disk.
    schools: Mutex<BTreeMap<String, Kept>>,
    /// Held as long as this lives: two processes would not know what the other saw.
    _alone: File,
}

/// What came of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The cosignature, a line with its end.
    Cosigned(String),
    /// Nobody here watches this log.
    Unknown,
    /// Why it is not cosigned.
    Refused(Refusal),
}

/// Whether a proof is what the log itself leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proven {
    /// It was made of tiles that lead to the root of the new checkpoint: where it does not hold, the log has two histories.
    OfItsTiles,
    /// Nobody knows.
    Not,
}

impl Witness {
    /// Opens the folder for these addresses of schools, and makes it with a key when there is none. `name` is what the witness is
    /// called when its key is made.
    ///
    /// # Errors
    /// When a file cannot be read or written, is not what it should be, or another process has the folder.
    pub fn open(folder: &Path, name: Option<&str>, schools: &[String], clock: Clock) -> Result<Witness> {
        std::fs::create_dir_all(folder.join(SCHOOLS)).map_err(|error| Error::file(folder, error))?;
        let alone = alone(folder)?;
        let key = own_key(folder, name)?;
        let mut known = BTreeMap::new();
        for address in schools {
            let address = address.trim_end_matches('/').to_string();
            let kept = Kept::read(&place(folder, &address), &address)?;
            known.insert(address, kept);
        }
        Ok(Witness { folder: folder.to_path_buf(), key, clock, schools: Mutex::new(known), _alone: alone })
    }

    /// What checks its cosignatures.
    pub fn verifier(&self) -> String {
        self.key.cosigner().to_string()
    }

    /// Answers a submission: the body of `add-checkpoint`.
    ///
    /// # Errors
    /// When what was seen cannot be kept; then nothing is cosigned.
    pub fn submitted(&self, body: &str) -> Result<Answer> {
        let Ok(asked) = body.parse::<Submission>() else { return Ok(Answer::Refused(Refusal::Form)) };
        let origin = asked.note.text.lines().next().unwrap_or_default().to_string();
        let mut schools = self.schools();
        let known = schools.iter().find(|(_, kept)| kept.log(&origin).is_some());
        match known.map(|(address, _)| address.clone()) {
            // Whoever submits it may have made the proof up: what is no proof shows nothing of the log.
            Some(address) => self.decide(&mut schools, &address, &asked, Proven::Not),
            None => Ok(Answer::Unknown),
        }
    }

    fn decide(
        &self,
        schools: &mut BTreeMap<String, Kept>,
        address: &str,
        asked: &Submission,
        proven: Proven,
    ) -> Result<Answer> {
        let origin = asked.note.text.lines().next().unwrap_or_default();
        let Some(kept) = schools.get(address) else { return Ok(Answer::Unknown) };
        let Some(log) = kept.log(origin) else { return Ok(Answer::Unknown) };
        let (keys, seen) = (log.keys(), log.seen()?);
        let mut next = kept.clone();
        match proof::witness(seen.as_ref(), asked, &keys) {
            Ok(_) => {
                let now = self.clock.now();
                let time = u64::try_from(now.timestamp()).unwrap_or_default();
                let cosignature = self.key.cosign(&asked.note.text, time);
                // Signatures of others are not ours to hand on: nobody checked them.
                let own = |signature: &&proof::Signature| signature.name == origin;
                let mut signatures: Vec<_> = asked.note.signatures.iter().filter(own).cloned().collect();
                signatures.push(cosignature.clone());
                let note = Note { text: asked.note.text.clone(), signatures };
                next.saw(origin, &note.to_string(), now);
                self.keep(schools, address, next)?;
                Ok(Answer::Cosigned(format!("{cosignature}\n")))
            }
            Err(refusal) => {
                let fork = refusal == Refusal::Fork || refusal == Refusal::Proof && proven == Proven::OfItsTiles;
                if fork && next.alarm(AlarmKind::Fork, &asked.note.to_string(), self.clock.now()) {
                    tracing::error!(school = address, "app.witness.fork");
                    self.keep(schools, address, next)?;
                }
                Ok(Answer::Refused(refusal))
            }
        }
    }

    fn schools(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        // Whoever panicked with it had not put anything into it yet: it is replaced whole.
        self.schools.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings it to the disk, then lets it be seen.
    fn keep(&self, schools: &mut BTreeMap<String, Kept>, address: &str, kept: Kept) -> Result<()> {
        let out = Output { path: place(&self.folder, address), over: Over::Anything };
        crate::files::write(out, kept.to_json()?, Access::Private)?;
        schools.insert(address.to_string(), kept);
        Ok(())
    }

    /// What is known of each school, by address.
    pub fn table(&self) -> Vec<Line> {
        let now = self.clock.now();
        self.schools().iter().map(|(address, kept)| kept.line(address, now)).collect()
    }

    /// The newest checkpoint of a log that was cosigned, by the hash of its origin in hexadecimal.
    pub fn latest(&self, origin_hash: &str) -> Option<String> {
        let schools = self.schools();
        let mut logs = schools.values().flat_map(Kept::logs);
        logs.find(|log| hash_of(&log.origin) == origin_hash).and_then(|log| log.note.clone())
    }
}

/// What checks cosignatures of the witness in this folder, also while it is at work; its key is made when there is none.
///
/// # Errors
/// When the key cannot be read or written.
pub fn verifier_of(folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    Ok(own_key(folder, None)?.cosigner().to_string())
}

/// Whether a witness may be called so: no blanks and no plus signs.
pub fn is_name(name: &str) -> bool {
    SigningKey::new(name, [1; 32]).is_ok()
}

/// Whether a school's portal can be there: `http` or `https`, and no query.
pub fn is_address(address: &str) -> bool {
    !address.contains(['?', '#']) && notify::post::WebAddress::of_anybody(address).is_some()
}

/// SHA-256 of a text, in hexadecimal.
fn hash_of(text: &str) -> String {
    proof::Opening::digest_of_file(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(folder: &Path, address: &str) -> PathBuf {
    folder.join(SCHOOLS).join(format!("{}.json", &hash_of(address)[..16]))
}

fn alone(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let open = File::options().create(true).truncate(false).write(true).open(&path);
    let file = open.map_err(|error| Error::file(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(Error::Taken { kind: "witness", key: folder.display().to_string() })
        }
        Err(std::fs::TryLockError::Error(error)) => Err(Error::file(&path, error)),
    }
}

/// The key in the folder; made when there is none.
fn own_key(folder: &Path, name: Option<&str>) -> Result<SigningKey> {
    let path = folder.join(KEY);
    match std::fs::read_to_string(&path) {
        Ok(text) => return SigningKey::read(&text).map_err(Error::internal),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::file(&path, error)),
    }
    let seed = Ids::Random.log_seed()?;
    let public = SigningKey::public_of(&seed).map_err(Error::internal)?;
    let mark: String = public[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = name.map_or_else(|| format!("gongkai/witness/{mark}"), str::to_string);
    let key = SigningKey::new(&name, seed).map_err(Error::internal)?;
    let out = Output { path, over: Over::Nothing };
    crate::files::write(out, format!("{}\n", key.to_private_text()), Access::Private)?;
    Ok(key)
}

/// The root of a checkpoint in a note that is kept.
fn checkpoint_of(note: &str) -> Result<Checkpoint> {
    note.parse::<Note>().and_then(|note| note.text.parse()).map_err(Error::internal)
}

/// Keys as they are written, those that are one.
fn read_keys(keys: &[String]) -> Vec<VerifierKey> {
    keys.iter().filter_map(|key| key.parse().ok()).collect()
}

/// A root as people compare it: its first bytes.
fn short(root: &Hash) -> String {
    root[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}
