//! Who is connected: a seat for each connection, what it is doing and since when, and whom to send away.
//!
//! A program has so many descriptors and no more. Whoever holds a connection without using it would keep others out, so
//! everything a peer can put off has an end, and when all seats are taken the one that has been idle longest gives up
//! its own. It must not judge requests: who may ask what, and how often, is decided where they are read.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// How many may be connected, and how long each may put things off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) most: usize,
    pub(super) most_of_a_client: usize,
    pub(super) head: Duration,
    pub(super) idle: Duration,
    pub(super) stalled: Duration,
    pub(super) answer: Duration,
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Nothing: no byte of a request has come since it was opened or answered.
    Idle,
    /// Sending the head of a request.
    Head,
    /// Being answered, until the last byte of the answer was taken over for sending.
    Answer,
}

#[derive(Debug, Clone, Copy)]
struct State {
    doing: Doing,
    since: Instant,
    /// Since when its peer takes nothing of what is to be sent.
    stalled: Option<Instant>,
}

/// The place of one connection.
#[derive(Debug)]
pub(super) struct Seat {
    number: u64,
    /// Whom it counts for; nobody for a proxy that speaks for many.
    client: Option<IpAddr>,
    state: Mutex<State>,
    task: OnceLock<AbortHandle>,
}

impl Seat {
    /// The task that serves it, to be ended when it has to go.
    pub(super) fn served_by(&self, task: AbortHandle) {
        let _ = self.task.set(task);
    }

    /// Bytes came.
    pub(super) fn heard(&self) {
        let mut state = self.state();
        if state.doing == Doing::Idle {
            (state.doing, state.since) = (Doing::Head, Instant::now());
        }
    }

    /// A head is whole and its request is being answered.
    pub(super) fn asked(&self) {
        let mut state = self.state();
        (state.doing, state.since) = (Doing::Answer, Instant::now());
    }

    /// The answer was taken over for sending, or there will be none.
    pub(super) fn answered(&self) {
        let mut state = self.state();
        (state.doing, state.since) = (Doing::Idle, Instant::now());
    }

    /// Bytes were taken, or were not.
    pub(super) fn wrote(&self, taken: bool) {
        let mut state = self.state();
        state.stalled = if taken { None } else { state.stalled.or_else(|| Some(Instant::now())) };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How readily it gives up its seat, and since when it is so: the idle first, then who is slow with a head, then
    /// who does not read. Who is being answered keeps it.
    fn readiness(&self) -> Option<(u8, Instant)> {
        let State { doing, since, stalled } = *self.state();
        match (doing, stalled) {
            (_, Some(stalled)) => Some((2, stalled)),
            (Doing::Idle, None) => Some((0, since)),
            (Doing::Head, None) => Some((1, since)),
            (Doing::Answer, None) => None,
        }
    }

    fn overdue(&self, now: Instant, patience: &Patience) -> bool {
        let State { doing, since, stalled } = *self.state();
        let limit = match doing {
            Doing::Idle => patience.idle,
            Doing::Head => patience.head,
            Doing::Answer => patience.answer,
        };
        let stalled = stalled.is_some_and(|stalled| now.saturating_duration_since(stalled) > patience.stalled);
        stalled || now.saturating_duration_since(since) > limit
    }

    fn send_away(&self) {
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }
}

/// All seats.
#[derive(Debug)]
pub(super) struct Seats {
    patience: Patience,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    seats: HashMap<u64, Arc<Seat>>,
    of_client: HashMap<IpAddr, usize>,
}

impl Taken {
    fn remove(&mut self, number: u64) -> Option<Arc<Seat>> {
        let seat = self.seats.remove(&number)?;
        if let Some(client) = seat.client
            && let Some(count) = self.of_client.get_mut(&client)
        {
            *count -= 1;
            if *count == 0 {
                self.of_client.remove(&client);
            }
        }
        Some(seat)
    }

    /// Frees a seat among those that `may` give up theirs.
    fn free(&mut self, may: impl Fn(&Seat) -> bool) -> bool {
        let ready = self.seats.values().filter(|seat| may(seat));
        let first = ready.filter_map(|seat| Some((seat.readiness()?, seat.number))).min();
        let freed = first.and_then(|(_, number)| self.remove(number));
        freed.inspect(|seat| seat.send_away()).is_some()
    }
}

impl Seats {
    pub(super) fn new(patience: Patience) -> Seats {
        Seats { patience, taken: Mutex::default() }
    }

    /// A seat for a new connection of this client, if need be that of another; `None` when everybody is being
    /// answered.
    pub(super) fn take(&self, client: Option<IpAddr>) -> Option<Arc<Seat>> {
        let mut taken = self.taken();
        if let Some(client) = client {
            let theirs = taken.of_client.get(&client).copied().unwrap_or(0);
            if theirs >= self.patience.most_of_a_client && !taken.free(|seat| seat.client == Some(client)) {
                return None;
            }
        }
        if taken.seats.len() >= self.patience.most && !taken.free(|_| true) {
            return None;
        }
        taken.next += 1;
        let state = State { doing: Doing::Idle, since: Instant::now(), stalled: None };
        let seat = Seat { number: taken.next, client, state: Mutex::new(state), task: OnceLock::new() };
        let seat = Arc::new(seat);
        taken.seats.insert(seat.number, seat.clone());
        if let Some(client) = client {
            *taken.of_client.entry(client).or_default() += 1;
        }
        Some(seat)
    }

    /// The connection is over.
    pub(super) fn leave(&self, seat: &Seat) {
        self.taken().remove(seat.number);
    }

    /// Frees one seat, because the system has no descriptor left.
    pub(super) fn free_one(&self) {
        self.taken().free(|_| true);
    }

    /// Sends away who has put something off for too long.
    pub(super) fn send_overdue_away(&self, now: Instant) {
        self.send_away_all(|seat| seat.overdue(now, &self.patience));
    }

    /// Sends away whoever is not being answered.
    pub(super) fn send_idle_away(&self) {
        self.send_away_all(|seat| seat.state().doing != Doing::Answer && seat.state().stalled.is_none());
    }

    fn send_away_all(&self, which: impl Fn(&Seat) -> bool) {
        let mut taken = self.taken();
        let numbers: Vec<u64> = taken.seats.values().filter(|seat| which(seat)).map(|seat| seat.number).collect();
        for number in numbers {
            if let Some(seat) = taken.remove(number) {
                seat.send_away();
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(most: usize, most_of_a_client: usize) -> Seats {
        let second = Duration::from_secs(1);
        let (head, idle, stalled, answer) = (second, 6 * second, 3 * second, 90 * second);
        Seats::new(Patience { most, most_of_a_client, head, idle, stalled, answer })
    }

    fn client(last: u8) -> Option<IpAddr> {
        Some([192, 0, 2, last].into())
    }

    fn numbers(seats: &Seats) -> Vec<u64> {
        let mut numbers: Vec<u64> = seats.taken().seats.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn the_longest_idle_gives_up_its_seat_and_who_is_answered_keeps_it() {
        let seats = seats(3, 3);
        let (first, second, third) = (seats.take(client(1)), seats.take(client(2)), seats.take(client(3)));
        first.as_ref().unwrap().asked();
        second.as_ref().unwrap().heard();
        assert!(seats.take(client(4)).is_some());
        assert_eq!(numbers(&seats), [1, 2, 4], "idle before slow");
        seats.taken().seats[&4].asked();
        assert!(seats.take(client(5)).is_some());
        assert_eq!(numbers(&seats), [1, 4, 5], "slow before answered");
        seats.taken().seats[&5].asked();
        assert!(seats.take(client(6)).is_none(), "all are being answered");
        first.as_ref().unwrap().wrote(false);
        assert!(seats.take(client(7)).is_some(), "who does not read is not kept before who asks");
        drop(third);
    }

    #[test]
    fn a_client_has_so_many_and_a_proxy_as_many_as_there_are() {
        let seats = seats(10, 2);
        let first = seats.take(client(1)).unwrap();
        let second = seats.take(client(1)).unwrap();
        assert!(seats.take(client(1)).is_some());
        assert_eq!(numbers(&seats), [2, 3], "its own oldest goes, nobody else's");
        second.asked();
        seats.taken().seats[&3].asked();
        assert!(seats.take(client(1)).is_none());
        assert!(seats.take(client(2)).is_some());
        for _ in 0..7 {
            assert!(seats.take(None).is_some());
        }
        seats.leave(&first);
        seats.leave(&second);
        assert_eq!(seats.taken().of_client[&client(1).unwrap()], 1, "leaving twice counts once");
    }

    #[test]
    fn everything_put_off_has_an_end() {
        let seats = seats(10, 10);
        let all: Vec<Arc<Seat>> = (0..4).map(|_| seats.take(client(1)).unwrap()).collect();
        all[1].heard();
        all[2].asked();
        all[3].asked();
        all[3].wrote(false);
        let in_seconds = |seconds| Instant::now() + Duration::from_secs(seconds);
        for (seconds, left) in [(0, &[1, 2, 3, 4][..]), (2, &[1, 3, 4]), (4, &[1, 3]), (7, &[3]), (91, &[])] {
            seats.send_overdue_away(in_seconds(seconds));
            assert_eq!(numbers(&seats), left, "after {seconds} s");
        }
    }
}
