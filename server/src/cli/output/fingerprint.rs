//! What a finding is known by when the lines around it move: used by reports that compare two runs.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::text::{LineIndex, Span};

/// How far from a finding the text of its line counts. Lines of notes are shorter; on one of a megabyte with a thousand
/// findings, all of it would be read a thousand times.
const REACH: usize = 200;

/// A fingerprint for each of `findings` in `text`, in order: the same as long as the note's name, the rule and the text
/// around the finding on its line stay the same, wherever that line is. Of findings alike, the first has number 0, and so on.
pub(in crate::cli) fn fingerprints(
    filename: &str,
    text: &str,
    lines: &LineIndex,
    findings: &[Diagnostic],
) -> Vec<String> {
    let mut alike: FxHashMap<u64, usize> = FxHashMap::default();
    findings
        .iter()
        .map(|finding| {
            let line = lines.span(lines.line(finding.span.start));
            let end = finding.span.end.clamp(finding.span.start, line.end);
            let before = Span::new(
                line.start
                    .max(text.floor_char_boundary(finding.span.start.saturating_sub(REACH))),
                finding.span.start,
            );
            let after = Span::new(
                end,
                line.end
                    .min(text.floor_char_boundary(end.saturating_add(REACH))),
            );
            let hash = fnv1a(&[
                filename,
                finding.rule.as_str(),
                before.of(text).trim_start(),
                Span::new(before.end, end).of(text),
                after.of(text).trim_end(),
            ]);
            let number = alike.entry(hash).or_default();
            let fingerprint = format!("{hash:016x}{number:04x}");
            *number += 1;
            fingerprint
        })
        .collect()
}

/// FNV-1a, 64 bit (draft-eastlake-fnv). The standard library's hash may change between versions; this one stays.
fn fnv1a(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // 0xFF is in no UTF-8: it parts the parts.
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{RuleId, Severity};

    #[test]
    fn hash_is_the_published_one() {
        // "a" followed by the separator.
        let a = (0xcbf2_9ce4_8422_2325_u64 ^ 0x61).wrapping_mul(0x100_0000_01b3);
        assert_eq!(
            a, 0xaf63_dc4c_8601_ec8c,
            "test vector of the draft for \"a\""
        );
        assert_eq!(fnv1a(&["a"]), (a ^ 0xFF).wrapping_mul(0x100_0000_01b3));
    }

    #[test]
    fn survives_a_move_and_tells_twins_apart() {
        let read = |text: &str| {
            let findings: Vec<Diagnostic> = text
                .match_indices("bad")
                .map(|(at, found)| {
                    let span = Span::new(at, at + found.len());
                    Diagnostic::new(RuleId::new("rule"), Severity::Error, span, "bad")
                })
                .collect();
            fingerprints("a.md", text, &LineIndex::new(text), &findings)
        };
        let before = read("bad\nbad\nother bad\n");
        assert_eq!(before.len(), 3);
        assert_ne!(before[0], before[1]);
        assert_ne!(before[0], before[2]);
        assert_eq!(before, read("new line\nbad\n\nbad\n  other bad\n"));
    }
}
