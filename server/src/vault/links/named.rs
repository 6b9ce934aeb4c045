//! Notes by a name. A clone shares everything with the one it is of, and a change copies one small part.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::shards::{PARTS, place};

type Part = FxHashMap<Box<str>, Vec<Arc<Path>>>;

/// Notes by a name that several may have.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// None as long as there are no names.
    parts: Vec<Arc<Part>>,
}

impl Named {
    /// The notes that have this name, in order.
    pub fn get(&self, name: &str) -> &[Arc<Path>] {
        let part = self.parts.get(place(name));
        let same = part.and_then(|part| part.get(name));
        same.map(Vec::as_slice).unwrap_or_default()
    }

    /// The names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.parts.iter().flat_map(|part| part.keys());
        names.map(|name| &**name)
    }

    /// Adds a note under one more name; once, however often it is added.
    pub fn add(&mut self, name: &str, note: &Arc<Path>) {
        if self.parts.is_empty() {
            self.parts.resize_with(PARTS, Arc::default);
        }
        let Some(part) = self.parts.get_mut(place(name)) else {
            return;
        };
        let same = Arc::make_mut(part).entry(name.into()).or_default();
        if let Err(at) = same.binary_search(note) {
            same.insert(at, Arc::clone(note));
        }
    }

    /// Takes a note away from under a name.
    pub fn remove(&mut self, name: &str, note: &Path) {
        let Some(part) = self.parts.get_mut(place(name)) else {
            return;
        };
        let part = Arc::make_mut(part);
        if let Some(same) = part.get_mut(name) {
            same.retain(|other| **other != *note);
            if same.is_empty() {
                part.remove(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_was_made_of() {
        let path = |name: &str| Arc::<Path>::from(Path::new(name));
        let mut named = Named::default();
        named.remove("a", &path("/v/1.md"));
        for name in ["/v/2.md", "/v/1.md", "/v/2.md"] {
            named.add("a", &path(name));
        }
        let before = named.clone();
        named.remove("a", &path("/v/1.md"));
        named.add("b", &path("/v/1.md"));
        assert_eq!(before.get("a"), [path("/v/1.md"), path("/v/2.md")]);
        assert!(before.get("b").is_empty());
        assert_eq!(named.get("a"), [path("/v/2.md")]);
        assert_eq!(named.get("b"), [path("/v/1.md")]);
    }
}
