//! Pages as they are laid out, before they are drawn: only then is known how many there are.
//!
//! What is laid out stands in a tree of roles (headings, paragraphs, tables, rows, cells), which
//! becomes the document's tags. What only decorates (rules, tints, the head and foot of a page, the
//! heads of tables that are repeated) is marked as an artifact and is not read aloud.

use super::super::text::plain;
use super::font::{Fonts, Ink, NOTICE, NOTICE_TINT, QUIET, Run, Style, Words};
use chrono::{Datelike, NaiveDate};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagTree,
};
use krilla::{Document, SerializeSettings};
use std::num::NonZeroU16;

/// US Letter, in points.
pub(super) const WIDTH: f32 = 612.0;
pub(super) const HEIGHT: f32 = 792.0;
pub(super) const LEFT: f32 = 54.0;
pub(super) const RIGHT: f32 = WIDTH - LEFT;
/// The width between the margins.
pub(super) const MEASURE: f32 = RIGHT - LEFT;
const TOP: f32 = 62.0;
pub(super) const BOTTOM: f32 = HEIGHT - 58.0;

/// What a part of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of a level.
    Heading(u16),
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    ColumnHead,
    RowHead,
    Cell,
}

/// Something to draw. Places are in points from the upper left corner; a text's is its base line.
pub(super) enum Shape {
    Text { x: f32, y: f32, run: Run },
    Box { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// Shapes that belong together; those that are not read aloud have no place in the tree.
struct Mark {
    shapes: Vec<Shape>,
    read: bool,
}

/// A part of the document and what is in it.
struct Part {
    role: Role,
    /// The text of a heading, by which readers jump.
    title: Option<String>,
    children: Vec<Child>,
}

enum Child {
    Part(Part),
    /// A page and a mark on it.
    Mark(usize, usize),
}

/// The pages, from the first to the one that is being laid out.
pub(super) struct Pages {
    pub fonts: Fonts,
    /// Where the next thing is laid, in points from the upper edge.
    pub y: f32,
    laid: Vec<Vec<Mark>>,
    done: Vec<Child>,
    open: Vec<Part>,
    frame: Frame,
}

/// What stands around every page, and what the document says of itself.
pub(super) struct Frame {
    /// The carrier, at the head; also the document's author.
    pub carrier: String,
    /// At the foot.
    pub foot: String,
    /// Below that, what the content is known by; of other documents nothing.
    pub seal: Option<String>,
    /// The document's title.
    pub title: String,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Whether all of it is invented.
    pub demo: bool,
}

impl Pages {
    pub fn new(frame: &Frame) -> Self {
        Self {
            fonts: Fonts::new(),
            y: TOP,
            laid: vec![Vec::new()],
            done: Vec::new(),
            open: Vec::new(),
            frame: Frame {
                carrier: plain(&frame.carrier),
                foot: plain(&frame.foot),
                seal: frame.seal.as_deref().map(plain),
                title: plain(&frame.title),
                made_on: frame.made_on,
                demo: frame.demo,
            },
        }
    }

    /// Begins a page.
    pub fn next(&mut self) {
        self.laid.push(Vec::new());
        self.y = TOP;
    }

    /// Begins a page unless so much room is left; tells whether it did.
    pub fn room(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM && self.y > TOP;
        if full {
            self.next();
        }
        full
    }

    /// Lays out within a role.
    pub fn within(&mut self, role: Role, lay: impl FnOnce(&mut Self)) {
        self.open.push(Part { role, title: None, children: Vec::new() });
        lay(self);
        if let Some(part) = self.open.pop() {
            self.add(Child::Part(part));
        }
    }

    fn add(&mut self, child: Child) {
        match self.open.last_mut() {
            Some(part) => part.children.push(child),
            None => self.done.push(child),
        }
    }

    /// Draws something that is read aloud, in the role that is open.
    pub fn draw(&mut self, shapes: Vec<Shape>) {
        if shapes.is_empty() {
            return;
        }
        let page = self.laid.len() - 1;
        let mark = self.laid[page].len();
        self.laid[page].push(Mark { shapes, read: true });
        self.add(Child::Mark(page, mark));
    }

    /// Draws something that only decorates.
    pub fn decorate(&mut self, shapes: Vec<Shape>) {
        let page = self.laid.len() - 1;
        self.laid[page].push(Mark { shapes, read: false });
    }

    /// A thin line across, with its upper edge at a height.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, ink: Ink) {
        self.decorate(vec![Shape::Box { x, y, width, height: thickness, ink }]);
    }

    /// A text between the margins, broken into lines, below what was laid before.
    pub fn text(&mut self, role: Role, text: &str, style: Style) {
        let text = plain(text);
        let lines = self.fonts.wrap(&text, style, MEASURE, Words::Broken);
        self.within(role, |pages| {
            if let (Role::Heading(_), Some(part)) = (role, pages.open.last_mut()) {
                part.title = Some(text);
            }
            for run in lines {
                pages.room(style.leading());
                pages.y += style.leading();
                let y = pages.y - style.size * 0.3;
                pages.draw(vec![Shape::Text { x: LEFT, y, run }]);
            }
        });
    }

    /// A heading above a part, kept together with what follows for so much room.
    pub fn heading(&mut self, text: &str, with: f32) {
        const STYLE: Style = Style::new(11.5, super::font::INK).strong();
        const GAP: f32 = 16.0;
        if self.y > TOP && !self.room(GAP + STYLE.leading() + with) {
            self.y += GAP;
        }
        self.text(Role::Heading(2), text, STYLE);
        self.y += 2.0;
    }

    /// Draws the pages.
    pub fn finish(mut self) -> Result<Vec<u8>, KrillaError> {
        self.running_heads();
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .unwrap_or_default();
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let mut read: Vec<Vec<Option<Identifier>>> = Vec::with_capacity(self.laid.len());
        for marks in &self.laid {
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            read.push(marks.iter().map(|mark| put(&mut surface, mark, &self.fonts)).collect());
            surface.finish();
            page.finish();
        }
        let mut tree = TagTree::new().with_lang(Some("en-US".to_owned()));
        for child in &self.done {
            if let Some(node) = node(child, &mut read) {
                tree.push(node);
            }
        }
        document.set_tag_tree(tree);
        document.set_metadata(metadata(&self.frame));
        document.set_outline(Outline::new());
        document.finish()
    }

    /// The carrier, the demo mark and the page's number, now that the last page is known.
    fn running_heads(&mut self) {
        const SMALL: Style = Style::new(8.0, QUIET);
        const SEAL: Style = Style::new(7.0, QUIET);
        let total = self.laid.len();
        let limit = MEASURE - 80.0;
        for (page, marks) in self.laid.iter_mut().enumerate() {
            let mut shapes = Vec::new();
            let carrier = self
                .fonts
                .wrap(&self.frame.carrier, SMALL, limit / 2.0, Words::Broken)
                .into_iter()
                .next();
            shapes.extend(carrier.map(|run| Shape::Text { x: LEFT, y: 40.0, run }));
            let foot =
                self.fonts.wrap(&self.frame.foot, SMALL, limit, Words::Broken).into_iter().next();
            let y = HEIGHT - 34.0;
            shapes.extend(foot.map(|run| Shape::Text { x: LEFT, y, run }));
            if let Some(seal) = &self.frame.seal {
                let run = self.fonts.wrap(seal, SEAL, MEASURE, Words::Broken).into_iter().next();
                shapes.extend(run.map(|run| Shape::Text { x: LEFT, y: y + 11.0, run }));
            }
            let run = self.fonts.set(&format!("{} of {total}", page + 1), SMALL);
            shapes.push(Shape::Text { x: RIGHT - run.width, y, run });
            if self.frame.demo {
                let text = "Demonstration: invented employer, people and carrier";
                let run = self.fonts.set(text, SMALL.strong().ink(NOTICE));
                let (x, width) = (RIGHT - run.width - 8.0, run.width + 16.0);
                let ink = NOTICE_TINT;
                shapes.push(Shape::Box { x: x - 8.0, y: 29.0, width, height: 16.0, ink });
                shapes.push(Shape::Text { x, y: 40.0, run });
            }
            marks.push(Mark { shapes, read: false });
        }
    }
}

#[cfg(test)]
impl Pages {
    /// The texts of each page: the left and right edge, the base line, and what is written.
    pub fn texts(mut self) -> Vec<Vec<(f32, f32, f32, String)>> {
        self.running_heads();
        let of_page = |marks: &Vec<Mark>| {
            let shapes = marks.iter().flat_map(|mark| &mark.shapes);
            let text = |shape: &Shape| match shape {
                Shape::Text { x, y, run } => Some((*x, x + run.width, *y, run.text.clone())),
                Shape::Box { .. } => None,
            };
            shapes.filter_map(text).collect()
        };
        self.laid.iter().map(of_page).collect()
    }
}

/// Draws a mark; one that is read aloud gets an identifier for its place in the tree.
fn put(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) -> Option<Identifier> {
    let tag = if mark.read {
        ContentTag::Span(SpanTag::empty())
    } else {
        ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout))
    };
    let identifier = surface.start_tagged(tag);
    for shape in &mark.shapes {
        match shape {
            Shape::Text { x, y, run } => {
                surface.set_fill(Some(fill(run.style.ink)));
                let (font, start) = (fonts.font(run.style.weight), Point::from_xy(*x, *y));
                surface.draw_glyphs(start, &run.glyphs, font, &run.text, run.style.size, false);
            }
            Shape::Box { x, y, width, height, ink } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    surface.set_fill(Some(fill(*ink)));
                    surface.draw_path(&path);
                }
            }
        }
    }
    surface.end_tagged();
    mark.read.then_some(identifier)
}

fn fill([red, green, blue]: Ink) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn node(child: &Child, read: &mut [Vec<Option<Identifier>>]) -> Option<Node> {
    match child {
        Child::Mark(page, mark) => read[*page][*mark].take().map(Node::from),
        Child::Part(part) => {
            let children: Vec<Node> =
                part.children.iter().filter_map(|child| node(child, read)).collect();
            Some(group(part.role, part.title.clone(), children).into())
        }
    }
}

fn group(role: Role, title: Option<String>, children: Vec<Node>) -> TagGroup {
    match role {
        Role::Heading(level) => {
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            TagGroup::with_children(Tag::Hn(level, title), children)
        }
        Role::Paragraph => TagGroup::with_children(Tag::P, children),
        Role::Table => TagGroup::with_children(Tag::Table, children),
        Role::TableHead => TagGroup::with_children(Tag::THead, children),
        Role::TableBody => TagGroup::with_children(Tag::TBody, children),
        Role::Row => TagGroup::with_children(Tag::TR, children),
        Role::ColumnHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), children),
        Role::RowHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Row), children),
        Role::Cell => TagGroup::with_children(Tag::TD, children),
    }
}

fn metadata(frame: &Frame) -> Metadata {
    let on = frame.made_on;
    let number = |part: u32| u8::try_from(part).unwrap_or_default();
    let made_on = DateTime::new(u16::try_from(on.year()).unwrap_or_default())
        .month(number(on.month()))
        .day(number(on.day()));
    Metadata::new()
        .title(frame.title.clone())
        .language("en-US".to_owned())
        .authors(vec![frame.carrier.clone()])
        .creation_date(made_on)
}
