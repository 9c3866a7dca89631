//! What kind of file some bytes are. Names lie; content is asked first.

use super::error::{OtherFile, RosterError};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// A file that can be read.
pub(super) enum Content<'b> {
    /// A zip file, which may be a workbook.
    Workbook,
    /// Text, with `\n` after every line.
    Text(Cow<'b, str>),
}

/// Tells the kind of a file. `name` is only asked to explain a failure.
pub(super) fn of<'b>(name: &str, bytes: &'b [u8]) -> Result<Content<'b>, RosterError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(RosterError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Content::Workbook);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(compound_document(bytes));
    }
    if let Some(found) = foreign(bytes) {
        return Err(RosterError::NotASpreadsheet { found });
    }
    match decode(bytes) {
        Some(text) if text.trim().is_empty() => Err(RosterError::Empty),
        Some(text) => Ok(Content::Text(with_unix_lines(text))),
        None => Err(RosterError::NotASpreadsheet { found: by_name(name) }),
    }
}

/// Old workbooks and encrypted new ones share one container; the encrypted ones name a stream, in
/// UTF-16, after what it is.
fn compound_document(bytes: &[u8]) -> RosterError {
    let stream: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    if bytes.windows(stream.len()).any(|window| window == stream) {
        RosterError::PasswordProtected
    } else {
        RosterError::NotASpreadsheet { found: OtherFile::OldExcel }
    }
}

fn foreign(bytes: &[u8]) -> Option<OtherFile> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins =
        |mark: &[u8]| start.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
    let any = |marks: &[&[u8]]| marks.iter().any(|mark| begins(mark));
    if any(&[b"%PDF"]) {
        Some(OtherFile::Pdf)
    } else if any(&[b"<!doctype", b"<html", b"<table", b"<?xml"]) {
        Some(OtherFile::WebPage)
    } else if any(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"]) {
        Some(OtherFile::Picture)
    } else if any(&[b"{\\rtf", b"\x1f\x8b", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!"]) {
        Some(OtherFile::OtherDocument)
    } else {
        None
    }
}

fn by_name(name: &str) -> OtherFile {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(ending.as_str(), "xlsx" | "xlsm" | "xls") {
        OtherFile::NotAWorkbook
    } else {
        OtherFile::Unknown
    }
}

/// The text in a file: in the encoding that its byte order mark names, else UTF-8, else as Excel
/// on Windows saves CSV. `None` when that does not give text.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0
    } else if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        text
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    // Old systems end files with a "substitute" character and pages with a form feed.
    let binary = |c: char| c.is_control() && c < ' ' && !"\t\r\n\u{c}\u{1a}".contains(c);
    (!text.contains(binary)).then_some(text)
}

/// `\r\n` and the lone `\r` of old Macs become `\n`, and the last line gets one, so that rows can be
/// counted by them.
fn with_unix_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text
    };
    if !text.ends_with('\n') {
        text.to_mut().push('\n');
    }
    text
}
