//! Places for what costs something to make: so many at once, a short queue, and beyond it a refusal at once.
//!
//! Without it a flood of questions would take the processor and the database from those who only want a page that is
//! kept. It must not know what is made, only that it takes a place until it is done or sent.

use crate::http::limits::household;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// For nobody, just now.
    ForAll,
    /// For this client, who has enough of them.
    ForClient,
}

/// A gate to one kind of work.
#[derive(Debug)]
pub(crate) struct Gate {
    places: Arc<Semaphore>,
    within: Arc<Within>,
    patience: Duration,
}

/// Who is within: at work or in the queue.
#[derive(Debug)]
struct Within {
    most: usize,
    most_of_a_client: usize,
    clients: Mutex<(usize, HashMap<IpAddr, usize>)>,
}

/// A place; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: OwnedSemaphorePermit,
    _entered: Entered,
}

#[derive(Debug)]
struct Entered {
    within: Arc<Within>,
    client: IpAddr,
}

impl Gate {
    /// `places` at once, `queue` who wait for at most `patience`; half of all that for one client.
    pub(crate) fn new(places: usize, queue: usize, patience: Duration) -> Gate {
        let most = places + queue;
        let within = Within { most, most_of_a_client: most.div_ceil(2), clients: Mutex::default() };
        Gate { places: Arc::new(Semaphore::new(places)), within: Arc::new(within), patience }
    }

    /// A place for work that this client asks for.
    pub(crate) async fn enter(&self, client: IpAddr) -> Result<Place, Full> {
        let entered = self.within.enter(household(client))?;
        let permit = tokio::time::timeout(self.patience, self.places.clone().acquire_owned()).await;
        match permit {
            Ok(Ok(permit)) => Ok(Place { _permit: permit, _entered: entered }),
            _ => Err(Full::ForAll),
        }
    }
}

impl Within {
    fn enter(self: &Arc<Self>, client: IpAddr) -> Result<Entered, Full> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.0 >= self.most {
            return Err(Full::ForAll);
        }
        let of_client = clients.1.entry(client).or_default();
        if *of_client >= self.most_of_a_client {
            return Err(Full::ForClient);
        }
        *of_client += 1;
        clients.0 += 1;
        Ok(Entered { within: self.clone(), client })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut clients = self.within.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.0 -= 1;
        if let Some(of_client) = clients.1.get_mut(&self.client) {
            *of_client -= 1;
            if *of_client == 0 {
                clients.1.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[tokio::test]
    async fn beyond_the_queue_everybody_is_refused_at_once_and_places_come_back() {
        let gate = Gate::new(1, 1, Duration::from_secs(60));
        let first = gate.enter(client(1)).await.unwrap();
        assert_eq!(gate.enter(client(1)).await.unwrap_err(), Full::ForClient, "half for one client");
        let (second, third) = tokio::join!(gate.enter(client(2)), async {
            // The second waits in the queue; the third is told at once, or this would wait for a minute.
            let third = gate.enter(client(3)).await;
            drop(first);
            third
        });
        assert_eq!(third.unwrap_err(), Full::ForAll);
        drop(second.unwrap());
        assert!(gate.enter(client(1)).await.is_ok());
        assert!(gate.within.clients.lock().unwrap().1.is_empty(), "nobody is remembered who has left");
    }

    #[tokio::test]
    async fn waiting_has_an_end() {
        let gate = Gate::new(1, 5, Duration::from_millis(5));
        let _first = gate.enter(client(1)).await.unwrap();
        assert_eq!(gate.enter(client(2)).await.unwrap_err(), Full::ForAll);
        assert_eq!(gate.within.clients.lock().unwrap().0, 1, "who gave up waiting has left");
    }
}
