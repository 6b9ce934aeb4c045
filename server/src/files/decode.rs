//! Bytes to text and back: UTF-8 with or without a byte order mark, UTF-16 with one.

/// How a file's bytes encode its text (Unicode Standard, section 23.8: byte order marks).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FileEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 behind EF BB BF.
    Utf8Bom,
    /// UTF-16, little-endian, behind FF FE.
    Utf16Le,
    /// UTF-16, big-endian, behind FE FF.
    Utf16Be,
}

impl FileEncoding {
    /// The bytes of `text` in this encoding, its byte order mark included.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Self::Utf16Le => utf16(text, u16::to_le_bytes),
            Self::Utf16Be => utf16(text, u16::to_be_bytes),
        }
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}

/// The text of `bytes` and how they encode it.
///
/// # Errors
/// A message that names the first byte which fits no known encoding, its offset and its line.
pub fn decode(bytes: Vec<u8>) -> Result<(String, FileEncoding), String> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest.to_vec(), 3).map(|text| (text, FileEncoding::Utf8Bom));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return from_utf16(rest, u16::from_le_bytes).map(|text| (text, FileEncoding::Utf16Le));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return from_utf16(rest, u16::from_be_bytes).map(|text| (text, FileEncoding::Utf16Be));
    }
    utf8(bytes, 0).map(|text| (text, FileEncoding::Utf8))
}

fn utf8(bytes: Vec<u8>, skipped: usize) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let byte = bytes.get(at).copied().unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
        format!(
            "byte 0x{byte:02X} at offset {} (line {line}) is not UTF-8; save the file as UTF-8",
            at + skipped
        )
    })
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if let [byte] = rest {
        return Err(format!(
            "byte 0x{byte:02X} at offset {} is half a UTF-16 character; save the file as UTF-8",
            bytes.len() + 1
        ));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut at = 2;
    for unit in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match unit {
            Ok(character) => {
                text.push(character);
                at += 2 * character.len_utf16();
            }
            Err(error) => {
                return Err(format!(
                    "unit 0x{:04X} at offset {at} is not UTF-16; save the file as UTF-8",
                    error.unpaired_surrogate()
                ));
            }
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_comes_back_as_it_was() {
        for encoding in [
            FileEncoding::Utf8,
            FileEncoding::Utf8Bom,
            FileEncoding::Utf16Le,
            FileEncoding::Utf16Be,
        ] {
            let bytes = encoding.encode("a ❓\r\nπ🧠");
            let (text, read) = decode(bytes.clone()).unwrap();
            assert_eq!(read, encoding);
            assert_eq!(read.encode(&text), bytes);
        }
    }

    #[test]
    fn another_encoding_is_named_with_its_byte() {
        let message = decode(b"ok\ncaf\xE9".to_vec()).unwrap_err();
        assert!(message.contains("0xE9 at offset 6 (line 2)"), "{message}");
        let message = decode(b"\xFF\xFEa\0\x00\xD8".to_vec()).unwrap_err();
        assert!(message.contains("0xD800 at offset 4"), "{message}");
        assert!(decode(b"\xFE\xFFa".to_vec()).is_err());
    }
}
