//! Records after publication: what comes down by itself.

use crate::context::{App, Ctx};
use crate::error::Result;
use crate::words::Lang;
use domain::event::Actor;
use std::sync::Arc;
use std::time::Duration;
use store::{Events, Stamp};

/// How often the taking down looks for work; a term ends with a day, so an hour is soon enough.
const EVERY: Duration = Duration::from_secs(3600);

/// Takes down every public record whose term is over, each in a transaction of its own. Gives their number.
pub async fn expire(ctx: &Ctx) -> Result<u64> {
    let (today, mut done) = (ctx.today(), 0);
    loop {
        let over = ctx.app.store.read().await?.terms_over(today).await?;
        if over.is_empty() {
            return Ok(done);
        }
        for line in over {
            let mut tx = ctx.app.store.write().await?;
            let mut record = tx.record(line.id).await?;
            // Somebody else may have taken it down since it was listed.
            let Ok(event) = record.expire(today) else { continue };
            tx.save_record(&record).await?;
            let ids = || ctx.ids.event();
            tx.commit(&Stamp { actor: &ctx.actor, at: ctx.now, ids: &ids }, Events::new(event)).await?;
            done += 1;
        }
    }
}

/// Looks for records to take down until the process ends. Run it as a task of its own.
pub async fn keep_expiring(app: Arc<App>) {
    let mut rounds = tokio::time::interval(EVERY);
    loop {
        rounds.tick().await;
        match expire(&app.ctx(Actor::System("expire"), Lang::Zh)).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "app.records.expire"),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "app.records.expire"),
        }
    }
}
