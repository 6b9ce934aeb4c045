//! What is told only so often: a finding on an import looks through all of the snippet for what it concerns.

use rustc_hash::FxHashMap;

/// So many imports of one module are told.
const MOST: usize = 20;

/// How often each module was told.
#[derive(Debug, Default)]
pub(super) struct Told<'a>(FxHashMap<&'a str, usize>);

impl<'a> Told<'a> {
    /// True where `module` is told once too often.
    pub(super) fn is_enough(&mut self, module: &'a str) -> bool {
        let times = self.0.entry(module).or_default();
        *times += 1;
        *times > MOST
    }
}
