//! notelint
fn main() {}
