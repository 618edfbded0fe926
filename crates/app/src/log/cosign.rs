//! Witnesses of this school's log: each new checkpoint is submitted to them, and what they cosign stands under it from then on.
//!
//! A witness that is away costs nothing but its signature: the log goes on, and the job comes back to it.

use super::fetched;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::Done;
use crate::settings_log::{WitnessSettings, has_signed, unsigned_by};
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use notify::Roots;
use notify::post::{Line, WebAddress};
use proof::{Note, Signature, Submission, VerifierKey};
use std::time::Duration;
use store::LogCheckpoint;

/// Longest time for each step of a witness.
const PATIENCE: Duration = Duration::from_secs(15);

/// Submits the newest checkpoint to every witness that has not signed it.
///
/// # Errors
/// When one of them did not sign: the job comes back to it. What the others signed is kept.
pub(crate) async fn witness_due(ctx: &Ctx) -> Result<Done> {
    ctx.allow(Permission::RunJobs, Relation::School)?;
    let reader = ctx.read().await?;
    let Some(last) = reader.log_checkpoint().await? else { return Ok(Done::default()) };
    let note: Note = last.note.parse().map_err(Error::internal)?;
    let checkpoints = reader.log_checkpoints().await?;
    drop(reader);
    let mut failed = None;
    for (witness, key) in unsigned_by(&ctx.app.settings.witnesses, &note) {
        // What it cosigned last of this very log is where it goes on from; it says so itself where that is wrong.
        let before = checkpoints
            .iter()
            .rev()
            .find(|one| one.signer == last.signer && one.note.parse().is_ok_and(|note| has_signed(&note, &key)));
        let old = before.map_or(0, |before| before.size);
        match asked(ctx, witness, &key, &last, &note, old).await {
            Ok(signature) => keep(ctx, &last, &key, &signature).await?,
            Err(why) => {
                tracing::warn!(witness = key.name(), why, "app.log.not_witnessed");
                failed = Some(format!("witness {}: {why}", key.name()));
            }
        }
    }
    match failed {
        None => Ok(Done::default()),
        Some(why) => Err(Error::internal(anyhow::anyhow!(why))),
    }
}

/// Submits a checkpoint, once more where the witness says that it saw another size.
async fn asked(
    ctx: &Ctx,
    witness: &WitnessSettings,
    key: &VerifierKey,
    last: &LogCheckpoint,
    note: &Note,
    old: u64,
) -> std::result::Result<Signature, String> {
    let mut old = old;
    for _ in 0..2 {
        let proof = grown(ctx, old, last.size).await.map_err(|error| error.to_string())?;
        let submission = Submission { old, proof, note: note.clone() };
        let (status, body) = sent(witness, &submission.to_string()).await?;
        let body = String::from_utf8(body).map_err(|_| "no text".to_string())?;
        match status {
            200 => return cosigned(&body, key, note),
            409 => match body.trim_end().parse::<u64>() {
                Ok(size) if size <= last.size && size != old => old = size,
                Ok(size) => return Err(format!("it saw {size} entries, and the log has {}", last.size)),
                Err(_) => return Err("it saw another history of this log".to_string()),
            },
            status => return Err(format!("HTTP {status}")),
        }
    }
    Err("it says each time that it saw another size".to_string())
}

async fn sent(witness: &WitnessSettings, body: &str) -> std::result::Result<(u16, Vec<u8>), String> {
    let said = |trouble: notify::Trouble| trouble.to_string();
    let address = format!("{}/add-checkpoint", witness.address.trim_end_matches('/'));
    let address = WebAddress::of_anybody(&address).ok_or_else(|| "no address of the web".to_string())?;
    let line = Line::open(address, &Roots::with(None)?, PATIENCE).await.map_err(said)?;
    line.post(body).await.map_err(said)
}

/// The one signature among those answered that is of this witness and holds.
fn cosigned(body: &str, key: &VerifierKey, note: &Note) -> std::result::Result<Signature, String> {
    let lines = body.lines().filter_map(|line| line.parse::<Signature>().ok());
    let holds =
        |signature: &Signature| has_signed(&Note { text: note.text.clone(), signatures: vec![signature.clone()] }, key);
    lines.into_iter().find(holds).ok_or_else(|| "its signature is not of the key that is set".to_string())
}

/// That the log has grown from a size and nothing else.
async fn grown(ctx: &Ctx, old: u64, new: u64) -> Result<Vec<proof::Hash>> {
    if old == 0 || old >= new {
        return Ok(Vec::new());
    }
    let wants = |reader: &dyn proof::Reader| proof::consistency(reader, old, new);
    let tiles = proof::tiles_wanted(wants).map_err(Error::internal)?;
    wants(&fetched(&ctx.read().await?, &tiles).await?).map_err(Error::internal)
}

/// Puts a cosignature under its checkpoint, where it is still the same.
async fn keep(ctx: &Ctx, of: &LogCheckpoint, key: &VerifierKey, signature: &Signature) -> Result<()> {
    let mut change = ctx.write().await?;
    let all = change.log_checkpoints().await?;
    let Some(now) = all.into_iter().find(|one| one.size == of.size && one.signer == of.signer) else { return Ok(()) };
    let mut note: Note = now.note.parse().map_err(Error::internal)?;
    if has_signed(&note, key) {
        return Ok(());
    }
    note.signatures.push(signature.clone());
    change.log().save_cosigned(&LogCheckpoint { note: note.to_string(), ..now }).await?;
    let event = Event::new(Act::LogWitnessed, Object::School).with("size", of.size).with("witness", key.name());
    change.commit_sealed(event).await?;
    Ok(())
}
