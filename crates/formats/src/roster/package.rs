//! The zip file that a workbook is, looked over before the library that reads workbooks gets it.
//!
//! Nothing that the file declares is trusted: every part is expanded once, and the counting stops at
//! a limit. Two parts make the library reserve far more memory than they have bytes, more than a
//! machine has if the file wants it; in them, what leads to that is counted too.

use super::error::{OtherFile, RosterError};
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most that a workbook may expand to, in bytes.
const EXPANDED_MAX_BYTES: u64 = 128 << 20;
/// The most that one of its sheets may expand to, in bytes: 50,000 rows of 40 cells.
const SHEET_MAX_BYTES: u64 = 96 << 20;
/// The most that any other part may expand to, in bytes: the library keeps these in memory.
const PART_MAX_BYTES: u64 = 16 << 20;
/// The most that the styles may expand to, in bytes.
const STYLES_MAX_BYTES: u64 = 4 << 20;
/// The most parts.
const PARTS_MAX: usize = 10_000;
/// The most formats of cells, as many as Excel allows.
const CELL_FORMATS_MAX: usize = 65_536;
/// The most bytes that the copies of font names and number formats may take, one for each format.
const STYLE_COPIES_MAX_BYTES: usize = 64 << 20;

/// What a part is, by its name, where that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Styles,
    SharedStrings,
    Sheet,
    Other,
}

impl Part {
    fn of(name: &str) -> Self {
        // The library finds parts without regard to case.
        let name = name.to_lowercase().replace('\\', "/");
        if name.ends_with("styles.xml") {
            Self::Styles
        } else if name.ends_with("sharedstrings.xml") {
            Self::SharedStrings
        } else if name.contains("worksheets/") {
            Self::Sheet
        } else {
            Self::Other
        }
    }

    const fn max_bytes(self) -> u64 {
        match self {
            Self::Styles => STYLES_MAX_BYTES,
            Self::Sheet => SHEET_MAX_BYTES,
            Self::SharedStrings | Self::Other => PART_MAX_BYTES,
        }
    }
}

/// Refuses what is not a workbook, what is encrypted and what expands too far. Gives the expanded
/// size of the largest sheet, in bytes.
pub(super) fn check(bytes: &[u8]) -> Result<u64, RosterError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| zip_error(&e))?;
    if archive.len() > PARTS_MAX {
        return Err(RosterError::ExpandsTooFar);
    }
    let has = |piece: &str| archive.file_names().flatten().any(|part| part.contains(piece));
    if has("xl/workbook.bin") {
        return Err(RosterError::NotASpreadsheet { found: OtherFile::BinaryExcel });
    }
    // Other programs may name the workbook's part differently; all of them have sheets.
    if !has("workbook.xml") && !has("worksheets/") {
        return Err(RosterError::NotASpreadsheet { found: OtherFile::OtherDocument });
    }
    let (mut total, mut largest_sheet) = (0, 0);
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|e| zip_error(&e))?;
        let part = Part::of(&entry.name().map_err(|e| zip_error(&e))?);
        let limit = part.max_bytes().min(EXPANDED_MAX_BYTES - total);
        if entry.size() > limit {
            return Err(RosterError::ExpandsTooFar);
        }
        let expanded = check_part(part, entry.take(limit + 1))?;
        if expanded > limit {
            return Err(RosterError::ExpandsTooFar);
        }
        total += expanded;
        if part == Part::Sheet {
            largest_sheet = expanded.max(largest_sheet);
        }
    }
    Ok(largest_sheet)
}

fn zip_error(error: &ZipError) -> RosterError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => RosterError::PasswordProtected,
        _ => RosterError::Damaged,
    }
}

/// Expands a part and gives how many bytes it has.
fn check_part(part: Part, mut content: impl Read) -> Result<u64, RosterError> {
    if matches!(part, Part::Sheet | Part::Other) {
        return copy(&mut content, &mut sink()).map_err(|_| RosterError::Damaged);
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(|_| RosterError::Damaged)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| RosterError::Damaged)?;
    // XML has no such characters. Encodings other than UTF-8, in which names could hide, need them.
    if text.contains(|c: char| c < ' ' && !"\t\r\n".contains(c)) {
        return Err(RosterError::Damaged);
    }
    match part {
        Part::Styles => check_styles(text)?,
        _ => check_shared_strings(text)?,
    }
    Ok(bytes.len() as u64)
}

/// The library copies the name of its font and its number format into every format of a cell.
fn check_styles(text: &str) -> Result<(), RosterError> {
    let (mut formats, mut longest) = (0_usize, 0_usize);
    for_each_element(text, |element| {
        longest = longest.max(element.len());
        formats += usize::from(element.local_name().as_ref() == "xf");
        Ok(())
    })?;
    if formats > CELL_FORMATS_MAX || formats.saturating_mul(longest) > STYLE_COPIES_MAX_BYTES {
        return Err(RosterError::ExpandsTooFar);
    }
    Ok(())
}

/// The library reserves memory for as many texts as the part declares to have.
fn check_shared_strings(text: &str) -> Result<(), RosterError> {
    for_each_element(text, |element| {
        if element.local_name().as_ref() != "sst" {
            return Ok(());
        }
        // Read without parsing attributes, so that no other way of parsing them finds more.
        let element: &str = element;
        for after in element.split("uniqueCount").skip(1) {
            let number =
                after.trim_start_matches(|c: char| c.is_whitespace() || "='\"+0".contains(c));
            let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
            // No text takes less than a byte of the part.
            let credible = end == 0 || number[..end].parse().is_ok_and(|n: usize| n <= text.len());
            if !credible {
                return Err(RosterError::ExpandsTooFar);
            }
        }
        Ok(())
    })
}

fn for_each_element(
    text: &str,
    mut look: impl FnMut(&BytesStart<'_>) -> Result<(), RosterError>,
) -> Result<(), RosterError> {
    let mut reader = quick_xml::Reader::from_str(text);
    // As the library reads: it is lenient here, and so must be who looks out for it.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => look(&element)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(RosterError::Damaged),
        }
    }
}
