//! From rows to a roster: which row is the header, and which of its names mean something.

use super::error::RosterError;
use super::line::{Cell, Line};
use super::people::People;
use super::{COLUMNS_MAX, Column, HEADER_WITHIN_ROWS, Roster};
use std::collections::BTreeMap;

/// The most characters of a header that are repeated to people.
const LABEL_CHARS_MAX: usize = 60;
/// The most headers that an error lists.
const LISTED_MAX: usize = 12;

/// Reads a roster from the rows of a file that are not empty. `days_after_1900`: see `date`.
pub(super) fn read(
    mut lines: impl Iterator<Item = Result<Line, RosterError>>,
    days_after_1900: u32,
) -> Result<Roster, RosterError> {
    let top: Vec<Line> = lines.by_ref().take(HEADER_WITHIN_ROWS).collect::<Result<_, _>>()?;
    if top.is_empty() {
        return Err(RosterError::Empty);
    }
    let (place, header) = Header::find(&top)?;
    let mut people = People::new(&header, days_after_1900);
    for line in top.into_iter().skip(place + 1).map(Ok).chain(lines) {
        people.add(&line?)?;
    }
    let (census, faults, rows) = people.into_families();
    let columns = header.taken.into_iter().map(|taken| (taken.column, taken.label)).collect();
    Ok(Roster { census, faults, columns, ignored: header.ignored, rows })
}

/// A header that was taken for a column.
#[derive(Debug, Clone)]
struct Taken {
    column: Column,
    index: usize,
    label: String,
}

/// The header row, understood.
#[derive(Debug, Clone)]
pub(super) struct Header {
    taken: Vec<Taken>,
    ignored: Vec<String>,
    /// How many cells the header row has, empty ones included.
    width: usize,
}

impl Header {
    /// How many columns the likeliest header among some rows names.
    pub(super) fn best_score(lines: &[Line]) -> usize {
        lines.iter().map(|line| columns_of(line).len()).max().unwrap_or(0)
    }

    /// The header among the first rows of a file, and its place in them: the first of those with the
    /// most names. Files have a title above it, or a second header for people below the one for
    /// machines, whose words then are the ones to show.
    fn find(top: &[Line]) -> Result<(usize, Self), RosterError> {
        let best = Self::best_score(top);
        let place = top.iter().position(|line| columns_of(line).len() == best).unwrap_or(0);
        let line = &top[place];
        let columns = columns_of(line);
        let has_birth_date = columns.contains_key(&Column::BirthDate);
        if best == 0 || (best == 1 && !has_birth_date) {
            return Err(RosterError::NoHeader { found: columns.into_keys().collect() });
        }
        let dependents = texts(line).find(|(_, text)| Column::is_dependent_birth_date(text));
        if let Some((_, text)) = dependents {
            return Err(RosterError::OneRowPerFamily { column: label_of(text) });
        }
        if !has_birth_date {
            let found = texts(line).take(LISTED_MAX).map(|(_, text)| label_of(text)).collect();
            return Err(RosterError::NoBirthDate { found });
        }
        let mut header = Self::of(line, &columns);
        if let Some(second) = top.get(place + 1).filter(|second| header.is_repeated_by(second)) {
            header.take_labels_from(second);
        }
        Ok((place, header))
    }

    fn of(line: &Line, columns: &BTreeMap<Column, usize>) -> Self {
        let mut header = Self { taken: Vec::new(), ignored: Vec::new(), width: line.cells.len() };
        for (index, text) in texts(line) {
            let label = label_of(text);
            match columns.iter().find(|(_, taken)| **taken == index) {
                Some((column, _)) => header.taken.push(Taken { column: *column, index, label }),
                None => header.ignored.push(label),
            }
        }
        header
    }

    fn take_labels_from(&mut self, second: &Line) {
        for taken in &mut self.taken {
            if let Cell::Text(text) = second.cell(taken.index)
                && Column::of_header(text).is_some_and(|(column, _)| column == taken.column)
            {
                taken.label = label_of(text);
            }
        }
    }

    /// Whether a row names the birth date where the birth date should be: a second header, or the
    /// header again at the top of a printed page.
    pub(super) fn is_repeated_by(&self, line: &Line) -> bool {
        matches!(self.cell(line, Column::BirthDate), Some(Cell::Text(text))
            if matches!(Column::of_header(text), Some((Column::BirthDate, _))))
    }

    /// The cell of a row in a column, if the file has the column.
    pub(super) fn cell<'l>(&self, line: &'l Line, column: Column) -> Option<&'l Cell> {
        let taken = self.taken.iter().find(|taken| taken.column == column)?;
        Some(line.cell(taken.index))
    }

    /// The header of a column as it stands in the file.
    pub(super) fn label(&self, column: Column) -> Option<String> {
        self.taken.iter().find(|taken| taken.column == column).map(|taken| taken.label.clone())
    }

    /// Whether a row of text with so many cells is as wide as the header.
    pub(super) fn is_as_wide_as(&self, width: usize) -> bool {
        self.width == width.min(COLUMNS_MAX)
    }
}

/// The columns that a row names, each with the place of its surest name.
fn columns_of(line: &Line) -> BTreeMap<Column, usize> {
    let mut best: BTreeMap<Column, (usize, usize)> = BTreeMap::new();
    for (index, text) in texts(line) {
        if let Some((column, rank)) = Column::of_header(text) {
            let entry = best.entry(column).or_insert((rank, index));
            *entry = (*entry).min((rank, index));
        }
    }
    best.into_iter().map(|(column, (_, index))| (column, index)).collect()
}

fn texts(line: &Line) -> impl Iterator<Item = (usize, &str)> {
    line.cells.iter().enumerate().filter_map(|(index, cell)| match cell {
        Cell::Text(text) => Some((index, text.as_str())),
        _ => None,
    })
}

/// A header as it is repeated to people: without remarks in parentheses, and short.
fn label_of(header: &str) -> String {
    let name = header.split('(').next().map(str::trim).filter(|name| !name.is_empty());
    name.unwrap_or(header).chars().take(LABEL_CHARS_MAX).collect()
}
