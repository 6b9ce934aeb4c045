//! The strings of a digest in one allocation.

use std::ops::Range;

/// Strings being put together.
#[derive(Debug, Default)]
pub(super) struct Pool {
    text: String,
}

/// A string of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pooled {
    start: u32,
    len: u16,
}

/// No title or name is longer; what is would be a paragraph that somebody made a heading.
const LONGEST: usize = 1000;

/// How far back a string is looked for that is there already.
const RECENT: usize = 2000;

impl Pool {
    /// Adds `text`; what is longer than any title is cut.
    pub fn add(&mut self, text: &str) -> Pooled {
        let text = text
            .get(..text.floor_char_boundary(LONGEST))
            .unwrap_or_default();
        let (Ok(start), Ok(len)) = (u32::try_from(self.text.len()), u16::try_from(text.len()))
        else {
            return Pooled::default();
        };
        // Names often are parts of titles, which came shortly before.
        let recent = self
            .text
            .ceil_char_boundary(self.text.len().saturating_sub(RECENT));
        let recent_text = self.text.as_bytes().get(recent..).unwrap_or_default();
        if let Some(at) = memchr::memmem::find(recent_text, text.as_bytes()) {
            let start = u32::try_from(recent + at).unwrap_or_default();
            return Pooled { start, len };
        }
        self.text.push_str(text);
        Pooled { start, len }
    }

    /// The strings, no byte too long.
    pub fn finish(self) -> Box<str> {
        self.text.into_boxed_str()
    }
}

impl Pooled {
    /// The string in `pool`, the pool it was added to.
    pub fn of(self, pool: &str) -> &str {
        let start = self.start as usize;
        let range: Range<usize> = start..start + usize::from(self.len);
        pool.get(range).unwrap_or_default()
    }
}
