//! Tables that go on over pages, with their heads repeated.

use super::super::text::plain;
use super::font::{INK, QUIET, RULE, Run, Style, TINT, Words};
use super::page::{LEFT, Pages, Role, Shape};

pub(super) const HEAD: Style = Style::new(7.5, QUIET);
pub(super) const BODY: Style = Style::new(9.0, INK);

/// Between the text of two columns.
const GUTTER: f32 = 8.0;
/// Above and below the text of a row.
const PAD: f32 = 2.75;
/// The same between rows that belong together.
const TIGHT: f32 = 0.75;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// In points, with the gutter.
    pub width: f32,
    /// Amounts stand at its right edge.
    pub right: bool,
}

impl Column {
    pub const fn left(width: f32) -> Self {
        Self { width, right: false }
    }

    pub const fn right(width: f32) -> Self {
        Self { width, right: true }
    }
}

/// Texts below each other, over one column or more.
#[derive(Clone)]
pub(super) struct Cell {
    texts: Vec<(String, Style)>,
    columns: usize,
    heads_row: bool,
}

impl Cell {
    pub fn new(text: impl AsRef<str>, style: Style) -> Self {
        Self { texts: vec![(plain(text.as_ref()), style)], columns: 1, heads_row: false }
    }

    pub fn empty() -> Self {
        Self { texts: Vec::new(), columns: 1, heads_row: false }
    }

    /// With another text below.
    pub fn and(mut self, text: impl AsRef<str>, style: Style) -> Self {
        self.texts.push((plain(text.as_ref()), style));
        self
    }

    /// Over several columns.
    pub fn over(self, columns: usize) -> Self {
        Self { columns, ..self }
    }

    /// Says what the row is about.
    pub fn heads_row(self) -> Self {
        Self { heads_row: true, ..self }
    }
}

/// A row, and how it is set off.
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// A line below it.
    pub ruled: bool,
    /// A tint behind it.
    pub tinted: bool,
    /// Close to the row above it.
    pub close: bool,
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ruled: true, tinted: false, close: false }
    }

    pub fn close(self) -> Self {
        Self { close: true, ..self }
    }

    pub fn tinted(self) -> Self {
        Self { tinted: true, ..self }
    }

    pub fn unruled(self) -> Self {
        Self { ruled: false, ..self }
    }
}

/// A row whose lines have been set: for each cell its columns and its lines.
struct Set {
    cells: Vec<(Slot, Vec<Run>)>,
    height: f32,
    above: f32,
    below: f32,
    ruled: bool,
    tinted: bool,
}

#[derive(Clone, Copy)]
struct Slot {
    x: f32,
    width: f32,
    right: bool,
    role: Role,
}

/// Columns and their heads.
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub head: Vec<Cell>,
}

impl Table {
    /// A table whose heads are these texts.
    pub fn new(columns: &[Column], heads: &[&str]) -> Self {
        let head = heads.iter().map(|text| Cell::new(text, HEAD)).collect();
        Self { columns: columns.to_vec(), head }
    }

    fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum()
    }

    /// Lays groups of rows; a group stays on one page where it fits on one.
    pub fn lay(&self, pages: &mut Pages, groups: Vec<Vec<Row>>) {
        let head = self.set(pages, Row::new(self.head.clone()), true);
        let mut groups: Vec<Vec<Set>> = groups
            .into_iter()
            .map(|rows| rows.into_iter().map(|row| self.set(pages, row, false)).collect())
            .collect();
        groups.retain(|group| !group.is_empty());
        let first = groups.first().map_or(0.0, |group| height(group));
        pages.room(head.height + first);
        pages.within(Role::Table, |pages| {
            pages.within(Role::TableHead, |pages| self.put(pages, &head, true));
            pages.within(Role::TableBody, |pages| {
                for group in groups {
                    if pages.room(height(&group)) {
                        self.put(pages, &head, false);
                    }
                    for row in &group {
                        self.put(pages, row, true);
                    }
                }
            });
        });
    }

    fn set(&self, pages: &Pages, row: Row, is_head: bool) -> Set {
        let mut x = LEFT;
        let mut columns = self.columns.iter();
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in row.cells {
            let taken: Vec<&Column> = columns.by_ref().take(cell.columns).collect();
            let width: f32 = taken.iter().map(|column| column.width).sum();
            let role = match (is_head, cell.heads_row) {
                (true, _) => Role::ColumnHead,
                (false, true) => Role::RowHead,
                (false, false) => Role::Cell,
            };
            let right = taken.len() == 1 && taken[0].right;
            let mut lines = Vec::new();
            for (text, style) in &cell.texts {
                // A broken amount is no amount: rather one that is too wide reaches to the left.
                let broken = if right { Words::Whole } else { Words::Broken };
                lines.extend(pages.fonts.wrap(text, *style, width - GUTTER, broken));
            }
            cells.push((Slot { x, width, right, role }, lines));
            x += width;
        }
        let height = cells.iter().map(|(_, lines)| lines_height(lines)).fold(0.0, f32::max);
        let above = if row.close { TIGHT } else { PAD };
        let below = if row.ruled || row.tinted { PAD } else { TIGHT };
        let height = height + above + below;
        Set { cells, height, above, below, ruled: row.ruled, tinted: row.tinted }
    }

    /// Draws a row; the repeated head is not read aloud again.
    fn put(&self, pages: &mut Pages, row: &Set, read: bool) {
        let top = pages.y;
        if row.tinted {
            pages.decorate(vec![Shape::Box {
                x: LEFT - 6.0,
                y: top,
                width: self.width() + 12.0,
                height: row.height,
                ink: TINT,
            }]);
        }
        if read {
            pages.within(Role::Row, |pages| {
                for (slot, lines) in &row.cells {
                    pages.within(slot.role, |pages| {
                        let shapes = place(*slot, lines, row, top);
                        pages.draw(shapes);
                    });
                }
            });
        } else {
            for (slot, lines) in &row.cells {
                let shapes = place(*slot, lines, row, top);
                pages.decorate(shapes);
            }
        }
        pages.y = top + row.height;
        if row.ruled {
            pages.rule(LEFT, pages.y, self.width(), 0.5, RULE);
        }
    }
}

/// The lines of a cell at their places. Heads stand at the foot of their row.
fn place(slot: Slot, lines: &[Run], row: &Set, top: f32) -> Vec<Shape> {
    let mut y = match slot.role {
        Role::ColumnHead => top + row.height - row.below - lines_height(lines),
        _ => top + row.above,
    };
    let mut shapes = Vec::with_capacity(lines.len());
    for line in lines {
        let run = line.clone();
        let x = if slot.right { slot.x + slot.width - run.width } else { slot.x };
        y += run.style.leading();
        shapes.push(Shape::Text { x, y: y - run.style.size * 0.34, run });
    }
    shapes
}

fn lines_height(lines: &[Run]) -> f32 {
    lines.iter().map(|line| line.style.leading()).sum()
}

fn height(rows: &[Set]) -> f32 {
    rows.iter().map(|row| row.height).sum()
}
