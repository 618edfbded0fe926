//! The public log: its key, the job that seals what was entered, and what a proof file proves.
//!
//! Entries are made by the store in the transaction of their event. Here the tree over them is signed. What was signed stands beside
//! the key too, outside the database: a database that lacks any of it, because it is older or somebody's hand was in it, is never
//! signed over. It goes on under another key, with an entry that says so.

mod check;
mod cosign;
mod key;

pub use check::{Checked, Opened, check, is_key};
pub(crate) use cosign::witness_due;
pub use key::{SetAside, own_key, set_aside};

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::{Done, Job};
use domain::date::day_in_china;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use key::Signed;
use proof::{Checkpoint, Edge, Entry, Fetched, Former, Hash, Kind, NewNode, Note, Tile};
use store::{LogCheckpoint, Reader};

/// Hashes that are read together.
const TOGETHER: u64 = 256;

/// Makes the key of the log when there is none.
///
/// # Errors
/// When it cannot be written, or what stands in its place is none.
pub fn ready(app: &crate::App) -> Result<()> {
    key::ready(app).map(|_| ())
}

/// Seals what was entered since the last time: hashes it, signs the root, and lets it be seen.
///
/// # Errors
/// When the database lacks what was signed before.
pub(crate) async fn integrate(ctx: &Ctx) -> Result<Done> {
    ctx.allow(Permission::RunJobs, Relation::School)?;
    let key = key::ready(&ctx.app)?;
    let signer = key.verifier().to_string();
    let mut change = ctx.write().await?;
    let last = change.log_checkpoint().await?;
    match &last {
        // A ledger that is older than the log: what everybody sees now is entered as what it is, there already.
        None => change.begin_log().await?,
        Some(last) if last.signer != signer => {
            let text = last.note.parse::<Note>().and_then(|note| note.text.parse::<Checkpoint>());
            let origin = text.map(|checkpoint| checkpoint.origin).map_err(Error::internal)?;
            change.log().enter_plain(&reanchored(ctx, &origin, last)).await?;
        }
        Some(_) => {}
    }
    let (size, before) = (change.log_size().await?, last.as_ref().map_or(0, |last| last.size));
    let (edge, nodes) = grown(&change, last.as_ref(), size).await?;
    let signed = match key::signed(&ctx.app)? {
        // It signed what the database has of it.
        Signed::Nothing if last.as_ref().is_some_and(|last| last.signer == signer) => Signed::Lost,
        signed => signed,
    };
    signed_before(&change, &signed, before).await?;
    if size == before {
        return Ok(Done::default());
    }
    let checkpoint = Checkpoint { origin: key.name().to_string(), size, root: edge.root() };
    let note = checkpoint.sign(&key).to_string();
    let kept = LogCheckpoint { size, root: edge.root(), signer, note: note.clone(), made_at: ctx.now };
    change.log().save_log_checkpoint(&nodes, &kept).await?;
    // Kept before it is seen: were the machine to stop between the two, what was signed is known and is in the entries.
    key::sign(&ctx.app, &note)?;
    if !ctx.app.settings.witnesses.is_empty() {
        change.enqueue(Job::Witness, ctx.now).await?;
    }
    change.commit_sealed(Event::new(Act::LogSealed, Object::School).with("size", size)).await?;
    tracing::info!(size, "app.log.sealed");
    Ok(Done::default())
}

fn reanchored(ctx: &Ctx, origin: &str, last: &LogCheckpoint) -> Entry {
    let root = last.root.iter().map(|byte| format!("{byte:02x}")).collect();
    Entry {
        kind: Kind::Reanchor,
        index: String::new(),
        edition: 0,
        commitments: None,
        period: None,
        date: day_in_china(ctx.now).to_string(),
        at: ctx.now.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        former: Some(Former { origin: origin.to_string(), size: last.size, root }),
    }
}

/// The tree of the last checkpoint with everything that was entered since.
async fn grown(reader: &Reader, last: Option<&LogCheckpoint>, size: u64) -> Result<(Edge, Vec<NewNode>)> {
    let mut edge = match last {
        None => Edge::default(),
        Some(last) => {
            let tiles = fetched(reader, &Edge::tiles(last.size)).await?;
            let edge = Edge::read(&tiles, last.size).map_err(|_| lacking("checkpoint"))?;
            if edge.root() != last.root {
                return Err(lacking("checkpoint"));
            }
            edge
        }
    };
    let mut nodes = Vec::new();
    while edge.size() < size {
        let leaves = reader.log_leaves(edge.size(), TOGETHER.min(size - edge.size())).await?;
        if leaves.is_empty() {
            return Err(lacking("entry"));
        }
        for leaf in leaves {
            nodes.extend(edge.push(leaf));
        }
    }
    Ok((edge, nodes))
}

/// Holds the database against what was signed last, of which tiles are kept up to `before`.
async fn signed_before(reader: &Reader, signed: &Signed, before: u64) -> Result<()> {
    let signed = match signed {
        Signed::Nothing => return Ok(()),
        Signed::Lost => return Err(lacking("log.state")),
        Signed::At(signed) => signed,
    };
    if reader.log_size().await? < signed.size {
        return Err(lacking("signed"));
    }
    // Signed and then not committed, where the machine stopped between the two: the entries are there, their tiles are not.
    let root = match signed.size <= before {
        true => root_at(reader, signed.size).await?,
        false => edge_at(reader, signed.size).await?.root(),
    };
    if root == signed.root { Ok(()) } else { Err(lacking("signed")) }
}

/// The tree of the first entries, hash by hash.
async fn edge_at(reader: &Reader, size: u64) -> Result<Edge> {
    let mut edge = Edge::default();
    while edge.size() < size {
        let leaves = reader.log_leaves(edge.size(), TOGETHER.min(size - edge.size())).await?;
        if leaves.is_empty() {
            return Err(lacking("entry"));
        }
        for leaf in leaves {
            edge.push(leaf);
        }
    }
    Ok(edge)
}

/// The tiles of the log.
pub(crate) async fn fetched(reader: &Reader, tiles: &[Tile]) -> Result<Fetched> {
    let mut fetched = Fetched::default();
    for tile in tiles {
        fetched.add(*tile, reader.log_tile(*tile).await?);
    }
    Ok(fetched)
}

/// The root over the first entries.
async fn root_at(reader: &Reader, size: u64) -> Result<Hash> {
    let tiles = proof::tiles_wanted(|reader| proof::root(reader, size)).map_err(Error::internal)?;
    proof::root(&fetched(reader, &tiles).await?, size).map_err(|_| lacking("signed"))
}

/// The database does not hold what was signed: it is another one, or older, or was changed by hand.
fn lacking(what: &str) -> Error {
    Error::internal(anyhow::anyhow!(
        "the public log lacks what was signed ({what}); look with `gongkai verify`, then move log.key and log.state aside to go on under another key"
    ))
}

/// What does not hold in the log: entries that are not what was hashed, checkpoints that are not of these entries, records of which
/// everybody sees something else than was entered.
pub(crate) async fn doubts(reader: &Reader) -> Result<Vec<String>> {
    let (mut found, checkpoints) = (Vec::new(), reader.log_checkpoints().await?);
    let (mut edge, mut nodes) = (Edge::default(), Vec::new());
    let mut at_size = checkpoints.iter().peekable();
    'all: loop {
        let entries = reader.log_entries(edge.size(), TOGETHER as u32).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let hash = proof::leaf_hash(entry.body.as_bytes());
            let found_by = Entry::read(entry.body.as_bytes()).map(|read| (read.kind.code().to_string(), read.date));
            if entry.seq != edge.size() || hash != entry.leaf || found_by.as_ref() != Ok(&entry.found_by) {
                found.push(format!("log_entry {}", entry.seq));
            }
            // Behind a gap nothing stands in its place any more.
            if entry.seq != edge.size() {
                break 'all;
            }
            nodes.extend(edge.push(hash));
            while let Some(checkpoint) = at_size.next_if(|checkpoint| checkpoint.size == edge.size()) {
                if checkpoint.root != edge.root() || !holds(checkpoint) {
                    found.push(format!("log_checkpoint {}", checkpoint.size));
                }
            }
        }
    }
    // What is left over is of entries that are gone.
    found.extend(at_size.map(|checkpoint| format!("log_checkpoint {}", checkpoint.size)));
    let sealed = checkpoints.last().map_or(0, |checkpoint| checkpoint.size);
    for node in nodes.iter().filter(|node| node.index < sealed >> (8 * node.level)) {
        let tile = Tile { level: node.level, index: node.index / TOGETHER, width: 256 };
        if reader.log_tile(tile).await?.get((node.index % TOGETHER) as usize) != Some(&node.hash) {
            found.push(format!("log_node {} {}", node.level, node.index));
        }
    }
    // Before the first checkpoint a ledger that is older than the log has nothing in it.
    if !checkpoints.is_empty() {
        let changed = reader.disagreeing_log().await?;
        found.extend(changed.into_iter().map(|one| format!("{} {}", one.table, one.row)));
    }
    Ok(found)
}

/// Whether a checkpoint says what its row says, and its key signed it.
fn holds(kept: &LogCheckpoint) -> bool {
    let opened = || {
        let key = kept.signer.parse().ok()?;
        Checkpoint::open(&kept.note.parse().ok()?, &[key]).ok()
    };
    opened().is_some_and(|checkpoint| checkpoint.size == kept.size && checkpoint.root == kept.root)
}

/// Whether the database holds what was signed last, as it is known beside the key.
pub(crate) async fn lacks_signed(app: &crate::App, reader: &Reader) -> Result<bool> {
    let signed = key::signed(app)?;
    let last = reader.log_checkpoint().await?.map_or(0, |last| last.size);
    Ok(signed_before(reader, &signed, last).await.is_err())
}
