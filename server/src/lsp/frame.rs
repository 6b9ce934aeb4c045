//! Messages as they stand on the wire: a header with `Content-Length`, an empty line, a body (LSP 3.17, "Base
//! Protocol"). Damage is told and skipped: a length that lies costs the messages it touches, not the session.

use std::ops::Range;

use tokio::io::{AsyncRead, AsyncReadExt};

/// A header line longer than this is none.
const MAX_HEADER: usize = 4096;
/// A body longer than this is none: a 100 MB note, every byte of it escaped, is shorter.
const MAX_BODY: usize = 1 << 30;
const LENGTH: &[u8] = b"Content-Length:";

/// What came next on the wire.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// The body of a message.
    Body(&'a [u8]),
    /// Bytes that are no message; they were skipped.
    Garbage,
    /// Nothing comes any more.
    End,
}

/// The messages in a stream of bytes.
#[derive(Debug)]
pub(super) struct Frames<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the unread part of `buffer` begins.
    at: usize,
    /// The body that was handed out last; empty behind garbage, which is not to be read again.
    last: Range<usize>,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            at: 0,
            last: 0..0,
        }
    }

    /// The next message. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Frame<'_> {
        loop {
            match scan(self.buffer.get(self.at..).unwrap_or_default()) {
                Scan::Body(body) => {
                    let body = self.at + body.start..self.at + body.end;
                    if self.buffer.len() >= body.end {
                        self.at = body.end;
                        self.last = body.clone();
                        return Frame::Body(self.buffer.get(body).unwrap_or_default());
                    }
                    if !self.fill_to(body.end).await {
                        return Frame::End;
                    }
                }
                Scan::Blank(bytes) => self.at += bytes,
                Scan::Garbage(bytes) => {
                    self.at += bytes;
                    self.last = self.at..self.at;
                    return Frame::Garbage;
                }
                Scan::More => {
                    if !self.fill_to(self.buffer.len() + 1).await {
                        return Frame::End;
                    }
                }
            }
        }
    }

    /// What came last was no message. Where it was a body and holds a header, its length lied and ran over the next
    /// message: that one is read again.
    pub(super) fn resync(&mut self) {
        let body = self.buffer.get(self.last.clone()).unwrap_or_default();
        if let Some(found) = memchr::memmem::find(body, LENGTH) {
            self.at = self.last.start + found;
        }
    }

    /// Reads until `buffer` holds `len` bytes; false where the stream ends before.
    async fn fill_to(&mut self, len: usize) -> bool {
        // What was read goes, unless nothing was: the body of a large message comes in many pieces.
        let gone = self.at;
        if gone > 0 {
            self.buffer.drain(..gone);
            self.at = 0;
            self.last = 0..0;
        }
        while self.buffer.len() < len - gone {
            self.buffer.reserve(64 << 10);
            match self.input.read_buf(&mut self.buffer).await {
                Ok(0) | Err(_) => return false,
                Ok(_) => {}
            }
        }
        true
    }
}

/// What some bytes begin with.
#[derive(Debug, PartialEq, Eq)]
enum Scan {
    /// A header, and where the body is that it announces, whether or not it is there yet.
    Body(Range<usize>),
    /// So many bytes that mean nothing and do no harm.
    Blank(usize),
    /// So many bytes that are no header.
    Garbage(usize),
    /// The beginning of a header.
    More,
}

fn scan(bytes: &[u8]) -> Scan {
    let mut at = 0;
    let mut length = None;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return if rest.len() > MAX_HEADER {
                garbage(bytes, at)
            } else {
                Scan::More
            };
        };
        let line = rest.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let next = at + end + 1;
        if line.is_empty() {
            return match length {
                Some(length) => Scan::Body(next..next + length),
                None if at == 0 => Scan::Blank(next),
                None => garbage(bytes, at),
            };
        }
        match header(line) {
            Some(Header::Length(value)) if value <= MAX_BODY => length = Some(value),
            Some(Header::Other) => {}
            Some(Header::Length(_)) | None => return garbage(bytes, at),
        }
        at = next;
    }
}

/// Everything up to the next thing that may be a header, the line at `from` at least begun.
fn garbage(bytes: &[u8], from: usize) -> Scan {
    let after = (from + 1).min(bytes.len());
    let rest = bytes.get(after..).unwrap_or_default();
    match memchr::memmem::find(rest, LENGTH) {
        Some(found) => Scan::Garbage(after + found),
        // The beginning of one may stand at the very end.
        None => Scan::Garbage(bytes.len().saturating_sub(LENGTH.len()).max(after)),
    }
}

enum Header {
    Length(usize),
    Other,
}

fn header(line: &[u8]) -> Option<Header> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, value) = line.split_once(':')?;
    if name.eq_ignore_ascii_case("Content-Length") {
        // A number that does not fit is as wrong as one that is too large.
        return Some(Header::Length(value.trim().parse().unwrap_or(usize::MAX)));
    }
    name.eq_ignore_ascii_case("Content-Type")
        .then_some(Header::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bodies in `wire`, `None` for garbage; bodies that are no JSON object are taken for lies.
    async fn read(wire: &[u8]) -> Vec<Option<String>> {
        let mut frames = Frames::new(wire);
        let mut found = Vec::new();
        loop {
            assert!(found.len() <= wire.len(), "read again and again");
            match frames.next().await {
                Frame::Body(body) if body.starts_with(b"{") && body.ends_with(b"}") => {
                    found.push(Some(String::from_utf8(body.to_vec()).unwrap()));
                }
                Frame::Body(_) => {
                    found.push(None);
                    frames.resync();
                }
                Frame::Garbage => {
                    found.push(None);
                    frames.resync();
                }
                Frame::End => return found,
            }
        }
    }

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn messages_come_one_by_one() {
        let wire = format!(
            "{}content-length: 4\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{{ü}}",
            message("{}")
        );
        let all = [Some("{}".to_owned()), Some("{ü}".to_owned())];
        assert_eq!(read(wire.as_bytes()).await, all);
    }

    #[tokio::test]
    async fn a_lie_costs_only_what_it_touches() {
        let good = message("{\"ok\":1}");
        for lie in [
            "Content-Length: 3\r\n\r\n{\"short\":1}",
            "Content-Length: 30\r\n\r\n{\"long\":1}",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999999\r\n\r\n",
            "Content-Length: 4000000000\r\n\r\n",
            "nonsense\r\n",
            "Content-Type: x\r\n\r\n{}",
            "\u{0}\u{1}garbage",
            "Content-Length: 44\r\n\r\n{\"long\":Content-Length: 9\r\n\u{2}\r\n{\"ok\":0}",
        ] {
            let found = read(format!("{lie}{good}{good}").as_bytes()).await;
            assert_eq!(
                found.iter().rev().take(2).cloned().collect::<Vec<_>>(),
                vec![Some("{\"ok\":1}".to_owned()); 2],
                "{lie}: {found:?}"
            );
            assert!(found.contains(&None), "{lie}: {found:?}");
        }
    }

    #[tokio::test]
    async fn a_stream_that_breaks_off_ends() {
        for wire in ["", "Content-Le", "Content-Length: 9\r\n\r\n{}", "\r\n\r\n"] {
            assert_eq!(read(wire.as_bytes()).await, [], "{wire}");
        }
    }
}
