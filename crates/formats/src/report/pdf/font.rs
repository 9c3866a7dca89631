//! Setting type: a text becomes glyphs with kerning, an amount figures of one width.
//!
//! The two weights of Inter are compiled in, cut down to the Latin alphabets. A name in other
//! letters is spelled in Latin ones: it stays readable, and no page has empty boxes.

use harfrust::{
    Direction, Feature, FontRef, GlyphBuffer, ShapeOptions, ShaperData, Tag, UnicodeBuffer,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::borrow::Cow;

static REGULAR: &[u8] = include_bytes!("../../../fonts/Inter-Regular.ttf");
static STRONG: &[u8] = include_bytes!("../../../fonts/Inter-SemiBold.ttf");

/// Ordinary or emphasized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Strong,
}

/// A color, as red, green and blue.
pub(super) type Ink = [u8; 3];

pub(super) const INK: Ink = [0x15, 0x20, 0x2f];
pub(super) const QUIET: Ink = [0x56, 0x63, 0x76];
pub(super) const RULE: Ink = [0xd3, 0xda, 0xe4];
pub(super) const TINT: Ink = [0xf1, 0xf5, 0xfb];
pub(super) const UP: Ink = [0xb3, 0x26, 0x1e];
pub(super) const DOWN: Ink = [0x0b, 0x6b, 0x3c];
pub(super) const NOTICE: Ink = [0x8a, 0x5a, 0x00];
pub(super) const NOTICE_TINT: Ink = [0xff, 0xf8, 0xe6];

/// What becomes of a word that is wider than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// It is broken where the line ends.
    Broken,
    /// It stays whole.
    Whole,
}

/// How a text looks. Sizes are in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

impl Style {
    pub const fn new(size: f32, ink: Ink) -> Self {
        Self { size, weight: Weight::Regular, ink }
    }

    pub const fn strong(self) -> Self {
        Self { weight: Weight::Strong, ..self }
    }

    pub const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// From one line's base to the next.
    pub fn leading(self) -> f32 {
        self.size * 1.36
    }
}

/// A text that has been set on one line.
#[derive(Clone)]
pub(super) struct Run {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    pub style: Style,
    /// In points.
    pub width: f32,
}

/// One weight.
struct Face {
    font: Font,
    read: FontRef<'static>,
    shaper: ShaperData,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let read = FontRef::from_index(bytes, 0).expect("the font that is compiled in can be read");
        let font = Font::new(bytes.into(), 0).expect("the font that is compiled in can be read");
        Self { font, shaper: ShaperData::new(&read), read }
    }

    fn shape(&self, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaper = self.shaper.shaper(&self.read).build();
        // Figures of one width stand below each other; among words they, and hyphens, would look wide.
        let figures_only = !text.chars().any(char::is_alphabetic);
        let features = [Feature::new(Tag::new(b"tnum"), u32::from(figures_only), ..)];
        shaper.shape(buffer, ShapeOptions::new().features(&features))
    }
}

/// The fonts.
pub(super) struct Fonts {
    regular: Face,
    strong: Face,
}

impl Fonts {
    pub fn new() -> Self {
        Self { regular: Face::new(REGULAR), strong: Face::new(STRONG) }
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        }
    }

    /// The font that a run is drawn with.
    pub fn font(&self, weight: Weight) -> Font {
        self.face(weight).font.clone()
    }

    /// Sets a text on one line.
    pub fn set(&self, text: &str, style: Style) -> Run {
        let face = self.face(style.weight);
        let mut text = Cow::Borrowed(text);
        let mut shaped = face.shape(&text);
        if lacks(&shaped) {
            text = Cow::Owned(spell(&text, &shaped));
            shaped = face.shape(&text);
        }
        if lacks(&shaped) {
            // What is still missing is a mark above or below a letter: then all of it is spelled.
            text = Cow::Owned(deunicode::deunicode(&text));
            shaped = face.shape(&text);
        }
        let glyphs = glyphs(&shaped, text.len(), face.font.units_per_em());
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size;
        Run { text: text.into_owned(), glyphs, style, width }
    }

    /// Sets a text on as many lines as it takes, breaking between words.
    pub fn wrap(&self, text: &str, style: Style, width: f32, words: Words) -> Vec<Run> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.set(&longer, style).width <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = match words {
                Words::Broken => self.break_word(word, style, width, &mut lines),
                Words::Whole => word.to_owned(),
            };
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines.iter().map(|line| self.set(line, style)).collect()
    }

    /// Breaks a word that is wider than a line; answers with what is left for the last line.
    fn break_word(&self, word: &str, style: Style, width: f32, lines: &mut Vec<String>) -> String {
        let mut part = String::new();
        for c in word.chars() {
            part.push(c);
            if self.set(&part, style).width > width && part.chars().count() > 1 {
                part.pop();
                lines.push(std::mem::replace(&mut part, c.to_string()));
            }
        }
        part
    }
}

/// Whether the font lacks a letter.
fn lacks(shaped: &GlyphBuffer) -> bool {
    shaped.glyph_infos().iter().any(|glyph| glyph.glyph_id == 0)
}

/// Spells the letters that the font lacks in Latin ones.
fn spell(text: &str, shaped: &GlyphBuffer) -> String {
    let missing = |place: usize| {
        let is_it = |glyph: &&harfrust::GlyphInfo| glyph.cluster as usize == place;
        shaped.glyph_infos().iter().filter(is_it).any(|glyph| glyph.glyph_id == 0)
    };
    let mut spelled = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        if missing(place) {
            spelled.push_str(deunicode::deunicode_char(c).unwrap_or("?"));
        } else {
            spelled.push(c);
        }
    }
    let words: Vec<&str> = spelled.split_whitespace().collect();
    words.join(" ")
}

fn glyphs(shaped: &GlyphBuffer, text_bytes: usize, units: f32) -> Vec<KrillaGlyph> {
    let infos = shaped.glyph_infos();
    let em = |number: i32| {
        #[expect(clippy::cast_precision_loss, reason = "a font's units are a few thousand an em")]
        let number = number as f32;
        number / units
    };
    infos
        .iter()
        .zip(shaped.glyph_positions())
        .enumerate()
        .map(|(place, (info, position))| {
            let from = info.cluster as usize;
            let next = infos[place..].iter().find(|other| other.cluster != info.cluster);
            let to = next.map_or(text_bytes, |next| next.cluster as usize);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                em(position.x_advance),
                em(position.x_offset),
                em(position.y_offset),
                em(position.y_advance),
                from..to,
                None,
            )
        })
        .collect()
}
