//! Damaged text: UTF-8 that some program read as Windows-1252. Finds the damaged runs and what stood there.

use std::sync::LazyLock;

use regex::Regex;

use super::Span;

/// A damaged run: adjoining characters that are each a byte of something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The run.
    pub span: Span,
    /// What stood there.
    pub repair: Repair,
    /// True where no language writes these characters side by side; else they are damage only if the note is damaged
    /// elsewhere, too („MENÜ“ ends in two characters that could be one damaged letter).
    pub definite: bool,
}

/// What stood in a damaged place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// This, for certain: encoded again it gives exactly the damaged run.
    Exact(String),
    /// One of these: bytes that Windows-1252 has no character for were lost on the way. May be empty.
    Lost(Vec<String>),
}

/// The bytes that Windows-1252 leaves undefined (Unicode Consortium, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT).
const UNDEFINED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// The characters of the bytes 80 to 9F in the same table; the undefined ones stand as the C1 controls that programs
/// put there when they lose nothing.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// More possible readings than this help nobody.
const MOST_READINGS: usize = 8;

/// Of a run longer than this many bytes that lost some, no reading is worked out: each byte more would be copied into
/// every reading again.
const LONGEST_LOST: usize = 64;

/// The byte that Windows-1252 has for a character outside ASCII.
fn byte(character: char) -> Option<u8> {
    match character {
        '\u{A0}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        _ => UPPER
            .iter()
            .position(|&upper| upper == character)
            .and_then(|index| u8::try_from(0x80 + index).ok()),
    }
}

/// The character that Windows-1252 has for a byte.
fn character(byte: u8) -> char {
    match byte {
        0x80..=0x9F => UPPER
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or_default(),
        _ => char::from(byte),
    }
}

/// Every damaged run in `text`, in order. Takes time linear in `text`, and next to none where it is ASCII.
pub fn damages(text: &str) -> Vec<Damage> {
    let mut found = Vec::new();
    let mut from = 0;
    // Damage begins with the first byte of a UTF-8 sequence, C2 to F4, read as a character: Â to ô, and those
    // characters are themselves C3 82 to C3 B4.
    for at in memchr::memchr_iter(0xC3, text.as_bytes()) {
        let lead = text.as_bytes().get(at + 1).copied().unwrap_or_default();
        if at < from || !(0x82..=0xB4).contains(&lead) {
            continue;
        }
        let mut bytes = Vec::new();
        let mut end = at;
        for next in text.get(at..).unwrap_or_default().chars() {
            let Some(byte) = byte(next) else {
                break;
            };
            bytes.push(byte);
            end += next.len_utf8();
        }
        from = end;
        let after_capital = text
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(char::is_uppercase);
        if let Some((repair, definite)) = read(&bytes, after_capital) {
            found.push(Damage {
                span: Span::new(at, end),
                repair,
                definite,
            });
        }
    }
    found
}

/// The whole of `text` with every exact repair made; what is not certain stays.
pub fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for damage in damages(text) {
        if let Repair::Exact(repaired) = damage.repair {
            out.push_str(text.get(from..damage.span.start).unwrap_or_default());
            out.push_str(&repaired);
            from = damage.span.end;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Reads the bytes of a run; `None` where it is not damage.
fn read(bytes: &[u8], after_capital: bool) -> Option<(Repair, bool)> {
    if let Ok(repaired) = std::str::from_utf8(bytes) {
        let again: Vec<u8> = repaired.bytes().map(character).filter_map(byte).collect();
        if again != bytes {
            return None;
        }
        return Some((
            Repair::Exact(repaired.to_owned()),
            is_definite(repaired, after_capital),
        ));
    }
    let readable = bytes.len() <= LONGEST_LOST;
    let mut readings = if readable {
        vec![String::new()]
    } else {
        Vec::new()
    };
    let mut definite = false;
    let mut rest = bytes;
    while let Some((&lead, tail)) = rest.split_first() {
        let wanted = sequence_len(lead)?;
        let continuing = tail
            .iter()
            .take(wanted - 1)
            .take_while(|byte| (0x80..0xC0).contains(*byte))
            .count();
        let (sequence, after) = rest.split_at(1 + continuing);
        rest = after;
        let options = match wanted - 1 - continuing {
            0 => vec![String::from_utf8(sequence.to_vec()).ok()?],
            1 if !readable => Vec::new(),
            1 => lost_byte(sequence, readings.first().is_some_and(|r| ends_in_emoji(r))),
            _ => return None,
        };
        definite |= matches!(lead, 0xE2 | 0xF0) && continuing > 0;
        readings = readings
            .iter()
            .flat_map(|reading| {
                options
                    .iter()
                    .map(move |option| format!("{reading}{option}"))
            })
            .take(MOST_READINGS)
            .collect();
    }
    definite.then_some((Repair::Lost(readings), true))
}

/// How long the UTF-8 sequence is that `lead` begins (RFC 3629, section 3).
fn sequence_len(lead: u8) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

/// A repair is beyond doubt when it is a symbol or an emoji (three bytes from E2, four from F0), when several
/// characters come out at once, or when a Latin letter comes out where no capital stands before.
fn is_definite(repaired: &str, after_capital: bool) -> bool {
    let mut characters = repaired.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    characters.next().is_some()
        || matches!(first, '\u{2000}'..='\u{2FFF}' | '\u{10000}'..)
        || (matches!(first, '\u{80}'..='\u{FF}') && !after_capital)
}

/// The characters that `sequence` could be with one undefined byte put back in. Where emoji are among them it was an
/// emoji: nobody writes the rest of that plane in notes.
fn lost_byte(sequence: &[u8], after_emoji: bool) -> Vec<String> {
    let mut readable = Vec::new();
    for at in 1..=sequence.len() {
        for lost in UNDEFINED {
            let (before, after) = sequence.split_at(at);
            let whole = [before, &[lost], after].concat();
            if let Ok(text) = String::from_utf8(whole)
                && !readable.contains(&text)
            {
                readable.push(text);
            }
        }
    }
    // Behind an emoji stands its variation selector (Unicode Technical Standard 51, section 1.4.3).
    if after_emoji && readable.iter().any(|text| text == "\u{FE0F}") {
        return vec!["\u{FE0F}".to_owned()];
    }
    let emoji: Vec<String> = readable
        .iter()
        .filter(|text| is_emoji(text))
        .cloned()
        .collect();
    if !emoji.is_empty() {
        return emoji;
    }
    readable.retain(|text| is_visible(text));
    readable
}

fn ends_in_emoji(text: &str) -> bool {
    text.chars()
        .next_back()
        .is_some_and(|last| is_emoji(last.encode_utf8(&mut [0; 4])))
}

fn is_emoji(text: &str) -> bool {
    static EMOJI: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Emoji}$").ok());
    EMOJI.as_ref().is_some_and(|regex| regex.is_match(text))
}

fn is_visible(text: &str) -> bool {
    static VISIBLE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[\p{P}\p{S}\p{L}]$").ok());
    VISIBLE.as_ref().is_some_and(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` as a program shows it that takes its UTF-8 for Windows-1252 and drops what it has no character for.
    fn damage(text: &str) -> String {
        text.bytes()
            .filter(|byte| !UNDEFINED.contains(byte))
            .map(character)
            .collect()
    }

    fn readings(text: &str) -> Vec<Repair> {
        damages(text)
            .into_iter()
            .map(|damage| damage.repair)
            .collect()
    }

    #[test]
    fn long_runs_that_lost_bytes_have_no_readings() {
        let text = "â“".repeat(100);
        let found = damages(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found.first().map(|damage| &damage.repair),
            Some(&Repair::Lost(Vec::new()))
        );
        assert!(damages(&format!("né{}", "…".repeat(100))).is_empty());
    }

    #[test]
    fn what_is_whole_comes_back_exactly() {
        for text in ["🔒", "→", "’", "–", "é", "🧠", "→→", "ü", "привет"] {
            let damaged: String = text.bytes().map(character).collect();
            assert_eq!(
                readings(&damaged),
                [Repair::Exact(text.to_owned())],
                "{text}"
            );
            assert_eq!(repaired(&format!("a {damaged} b")), format!("a {text} b"));
        }
    }

    #[test]
    fn lost_bytes_leave_a_choice() {
        for text in ["🔍", "⚠️", "🏷️", "🏢", "🐳", "♻️", "📝", "🗃️", "”"]
        {
            let found = readings(&format!("x {} y", damage(text)));
            let [Repair::Lost(options)] = found.as_slice() else {
                panic!("{text}: {found:?}");
            };
            assert!(
                options.iter().any(|option| option == text),
                "{text}: {options:?}"
            );
            assert!(options.len() <= MOST_READINGS, "{text}: {options:?}");
        }
        assert_eq!(
            readings(&damage("⚠️")),
            [Repair::Lost(vec!["⚠️".to_owned()])]
        );
    }

    #[test]
    fn sound_text_is_not_damage() {
        for text in [
            "naïve café",
            "São Paulo",
            "« été »",
            "Ünïcödé",
            "→ ❓ 🔒",
            "Ça, là…",
            "x² ± 3°",
        ] {
            assert_eq!(damages(text), [], "{text}");
        }
        for text in ["„MENÜ“", "„groß“", "IRMÃ”"] {
            assert!(
                damages(text).iter().all(|damage| !damage.definite),
                "{text}"
            );
        }
    }

    #[test]
    fn a_long_run_is_read_in_one_go() {
        let long = damage("→").repeat(100_000);
        assert_eq!(damages(&long).len(), 1);
        assert_eq!(repaired(&long), "→".repeat(100_000));
    }
}
