//! Data that the build packed (`server/build.rs`).

/// Unpacks a zlib stream of UTF-8 (RFC 1950). What is no such stream gives no text; a test unpacks all there is.
pub fn unpack(packed: &[u8]) -> String {
    let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(packed).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_stream_gives_no_text() {
        assert_eq!(unpack(b""), "");
        assert_eq!(unpack(b"plain text"), "");
    }
}
