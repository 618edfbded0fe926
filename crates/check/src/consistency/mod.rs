//! Statements that do not hold together.
