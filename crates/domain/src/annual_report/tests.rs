//! Reports of small ledgers.
