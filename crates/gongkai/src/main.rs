//! The `gongkai` program.
fn main() {}
