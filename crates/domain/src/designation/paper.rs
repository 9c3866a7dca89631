//! The form that an officer printed, signed by hand and sent as a file.

use crate::id::{DesignationId, PaperId};
use chrono::{DateTime, Utc};

/// The largest file, in bytes.
pub const PAPER_MAX: usize = 10 * 1024 * 1024;

/// What kind of file a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKind {
    /// A document, as scanners make it.
    Pdf,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
}

impl PaperKind {
    /// Knows a file by its content: its name may say anything.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let known: [(&[u8], Self); 3] = [
            (b"%PDF-", Self::Pdf),
            (b"\x89PNG\r\n\x1a\n", Self::Png),
            (b"\xff\xd8\xff", Self::Jpeg),
        ];
        known.into_iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, kind)| kind)
    }

    /// The word that a database keeps, which is also the ending of a file's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// The kind of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pdf, Self::Png, Self::Jpeg].into_iter().find(|kind| kind.code() == code)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A signed form as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// The designation that it signs.
    pub designation: DesignationId,
    /// What kind of file it is.
    pub kind: PaperKind,
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// The network address that it came from.
    pub address: String,
    /// When it came.
    pub came_at: DateTime<Utc>,
}

impl std::fmt::Debug for Paper {
    /// Without the file, which is long and shows a signature.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paper")
            .field("id", &self.id)
            .field("designation", &self.designation)
            .field("kind", &self.kind)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_content() {
        for (bytes, kind) in [
            (b"%PDF-1.7\n".as_slice(), Some(PaperKind::Pdf)),
            (b"\x89PNG\r\n\x1a\n\0\0", Some(PaperKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(PaperKind::Jpeg)),
            (b"", None),
            (b"%PD", None),
            (b"\x89PNG\n", None),
            (b"<html>%PDF-", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
            (b"GIF89a", None),
        ] {
            assert_eq!(PaperKind::of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
            assert_eq!(kind.and_then(|kind| PaperKind::from_code(kind.code())), kind);
        }
    }
}
