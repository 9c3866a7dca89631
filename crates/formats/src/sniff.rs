//! What kind of file something is, by its first bytes. Names lie, and a folder that is imported has
//! other things in it.

use crate::table::{reader, trim};
use crate::{crosswalk, geography};
use std::path::Path;

/// How many of a file's first bytes are enough for [`sniff`].
pub const SNIFF_BYTES: usize = 8 * 1024;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A QHP template as XML: [`crate::qhp::read`].
    QhpXml,
    /// A crosswalk: [`crate::crosswalk::read`].
    Crosswalk,
    /// ZIP codes and counties: [`crate::geography::read_zip_counties`].
    ZipCounties,
    /// A workbook of a spreadsheet program.
    Spreadsheet,
    /// Nothing that is known here.
    Unknown,
}

/// Tells the kind of a file from its first bytes ([`SNIFF_BYTES`] of them, or all). Its name only
/// helps where the bytes are those of an archive, which could hold anything.
///
/// A template that [`crate::qhp::read`] will refuse (in UTF-16, or with a document type) is still
/// known as one, so that the reader says why.
pub fn sniff(name: &str, first_bytes: &[u8]) -> FileKind {
    if first_bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return FileKind::Spreadsheet;
    }
    if first_bytes.starts_with(b"PK\x03\x04") {
        return archive(name, first_bytes);
    }
    // Zero bytes fall away so that UTF-16 can be looked into.
    let bytes: Vec<u8> = first_bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&bytes);
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || "\u{feff}\u{fffd}".contains(c));
    if text.starts_with('<') {
        let roots = ["planBenefitTemplateVO", "qhpApplicationRateGroupVO"];
        let known = roots.iter().any(|root| text.contains(root));
        return if known { FileKind::QhpXml } else { FileKind::Unknown };
    }
    table(text)
}

fn archive(name: &str, first_bytes: &[u8]) -> FileKind {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let named = ["xlsx", "xlsm", "xlsb", "ods"].iter().any(|e| ending.eq_ignore_ascii_case(e));
    let has = |part: &[u8]| first_bytes.windows(part.len()).any(|window| window == part);
    if named || has(b"xl/") { FileKind::Spreadsheet } else { FileKind::Unknown }
}

fn table(text: &str) -> FileKind {
    let mut reader = reader(text.lines().next().unwrap_or_default().as_bytes().to_vec());
    let Ok(header) = reader.headers() else { return FileKind::Unknown };
    let header: Vec<String> = header.iter().map(|name| trim(name).to_owned()).collect();
    if geography::Columns::find(&header).is_ok() {
        FileKind::ZipCounties
    } else if crosswalk::Columns::find(&header).is_ok() {
        FileKind::Crosswalk
    } else {
        FileKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let utf16: Vec<u8> =
            "\u{feff}<planBenefitTemplateVO>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes, expect) in [
            (
                "a.xml",
                "<?xml version=\"1.0\"?>\n<!-- x --><planBenefitTemplateVO>".as_bytes(),
                FileKind::QhpXml,
            ),
            ("a.txt", b"\xef\xbb\xbf<v:qhpApplicationRateGroupVO xmlns:v='x'>", FileKind::QhpXml),
            ("a.xml", &utf16, FileKind::QhpXml),
            ("a.xml", b"<!DOCTYPE planBenefitTemplateVO [", FileKind::QhpXml),
            ("a.xml", b"<html>", FileKind::Unknown),
            ("a.csv", b"from_plan_id,to_plan_id,reason\r\n", FileKind::Crosswalk),
            ("a.csv", b"Carrier,2015 HIOS ID,2015 Plan Name,2016 HIOS ID", FileKind::Crosswalk),
            ("a.csv", b"State,CountyFIPS,County,ZipCode\nCA,", FileKind::ZipCounties),
            ("a.csv", b"Last Name,First Name,DOB\n", FileKind::Unknown),
            ("a.xlsx", b"PK\x03\x04", FileKind::Spreadsheet),
            ("a.zip", b"PK\x03\x04......xl/workbook.xml", FileKind::Spreadsheet),
            ("a.zip", b"PK\x03\x04......notes.txt", FileKind::Unknown),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Spreadsheet),
            ("a.xml", b"", FileKind::Unknown),
            ("a.pdf", b"%PDF-1.7", FileKind::Unknown),
        ] {
            assert_eq!(sniff(name, bytes), expect, "{name} {:?}", String::from_utf8_lossy(bytes));
        }
    }
}
