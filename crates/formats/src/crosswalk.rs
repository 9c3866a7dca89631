//! Crosswalks: which plan takes the place of which in the next year, as a table in plain text.
//!
//! The columns are `from_plan_id`, `to_plan_id` and, if there is a reason, `reason`. Exchanges name
//! the first two by year (`2015 HIOS ID`, `2016 HIOS ID`), which is understood too: the earlier
//! year goes on as the later one.

use crate::error::FormatError;
use crate::table::{Table, value, words};
use domain::id::PlanId;
use domain::plan::Succession;
use std::collections::HashMap;
use std::io::Write;

/// The most rows of a crosswalk; that of a whole exchange had 117.
const MAX_ROWS: usize = 50_000;

/// Where the columns of a crosswalk stand.
pub(crate) struct Columns {
    from: usize,
    to: usize,
    reason: Option<usize>,
}

impl Columns {
    /// Finds them by their names, in any order; or says which are missing.
    pub(crate) fn find(header: &[String]) -> Result<Self, Vec<&'static str>> {
        let (mut from, mut to, mut reason) = (None, None, None);
        let mut years = Vec::new();
        for (column, name) in header.iter().enumerate() {
            let words = words(name);
            let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
            let is_id = has(&["id", "hios", "ids"]) && !has(&["name"]);
            if has(&["reason"]) {
                reason = reason.or(Some(column));
            } else if is_id && has(&["from", "old", "current", "previous"]) {
                from = from.or(Some(column));
            } else if is_id && has(&["to", "new", "next", "successor"]) {
                to = to.or(Some(column));
            } else if let Some(year) = words.iter().find_map(|word| year(word)).filter(|_| is_id) {
                years.push((year, column));
            }
        }
        years.sort_unstable();
        if let ([(early, first), (late, second)], None, None) = (years.as_slice(), from, to)
            && early < late
        {
            (from, to) = (Some(*first), Some(*second));
        }
        match (from, to) {
            (Some(from), Some(to)) => Ok(Self { from, to, reason }),
            _ => Err([(from, "from_plan_id"), (to, "to_plan_id")]
                .into_iter()
                .filter_map(|(column, name)| column.is_none().then_some(name))
                .collect()),
        }
    }
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| (2_010..2_100).contains(year))
}

/// Reads a crosswalk. A plan that ends has no id to go on as: blank, `None` or `Discontinued`. A
/// row that says the same as an earlier one is passed over; all faults are told at once.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Succession>, FormatError> {
    let mut table = Table::open(name, bytes, MAX_ROWS)?;
    let columns = Columns::find(&table.header)
        .map_err(|missing| FormatError::Columns { file: table.file(), missing })?;
    let mut successions: Vec<Succession> = Vec::new();
    let mut known: HashMap<PlanId, (usize, u64)> = HashMap::new();
    while let Some((line, record)) = table.next()? {
        let text = |column| value(&record, column);
        let id = |text: &str| PlanId::parse(text).map_err(|wrong| format!("{text:?}: {wrong}"));
        let from = id(text(columns.from));
        let to = if ends(text(columns.to)) { Ok(None) } else { id(text(columns.to)).map(Some) };
        for (column, fault) in
            [("from_plan_id", from.as_ref().err()), ("to_plan_id", to.as_ref().err())]
        {
            if let Some(problem) = fault {
                table.fault(line, column, problem.clone());
            }
        }
        let (Ok(from), Ok(to)) = (from, to) else { continue };
        let reason = columns.reason.map(text).filter(|text| !text.is_empty()).map(str::to_owned);
        match known.get(&from) {
            Some((at, _)) if successions[*at].to == to => {}
            Some((_, first)) => {
                let problem = format!("{from} goes on as another plan in line {first}");
                table.fault(line, "to_plan_id", problem);
            }
            None => {
                known.insert(from.clone(), (successions.len(), line));
                successions.push(Succession { from, to, reason });
            }
        }
    }
    table.finish(successions)
}

/// Whether the words say that a plan does not go on.
fn ends(text: &str) -> bool {
    ["", "-", "none", "n/a", "not applicable", "discontinued", "terminated", "ends"]
        .iter()
        .any(|words| text.eq_ignore_ascii_case(words))
}

/// Writes a crosswalk that [`read`] reads.
pub fn write(out: impl Write, successions: &[Succession]) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["from_plan_id", "to_plan_id", "reason"])?;
    for Succession { from, to, reason } in successions {
        let to = to.as_ref().map(PlanId::as_str).unwrap_or_default();
        table.write_record([from.as_str(), to, reason.as_deref().unwrap_or_default()])?;
    }
    table.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "12345CA0010001";
    const B: &str = "12345CA0010002";

    fn plan(id: &str) -> PlanId {
        PlanId::parse(id).unwrap()
    }

    #[test]
    fn columns_are_known_by_many_names_in_any_order() {
        for header in [
            "from_plan_id,to_plan_id,reason",
            "Carrier,2015 HIOS ID,2015 Plan Name,2016 HIOS ID,2016 Plan Name",
            "HIOS ID 2026,HIOS ID 2025",
            "\u{feff}toPlanId,fromPlanId",
            "New Plan ID,Old plan id,Reason for change",
            "2015 plan id, 2016 plan id",
        ] {
            let names: Vec<String> = header.split(',').map(str::to_owned).collect();
            let columns = Columns::find(&names).unwrap_or_else(|_| panic!("{header}"));
            let row: Vec<&str> = (0..names.len())
                .map(|at| {
                    if at == columns.from {
                        A
                    } else if at == columns.to {
                        B
                    } else {
                        "x"
                    }
                })
                .collect();
            let text = format!("{header}\n{}\n", row.join(","));
            let read = read("c.csv", text.as_bytes()).unwrap();
            assert_eq!((&read[0].from, &read[0].to), (&plan(A), &Some(plan(B))), "{header}");
        }
        let wrong = read("c.csv", b"2015 HIOS ID,2015 Plan Name\n").unwrap_err();
        assert_eq!(wrong.to_string(), "c.csv: no column for from_plan_id, to_plan_id");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let successions = [
            Succession { from: plan(A), to: Some(plan(B)), reason: Some("a, \"b\"".into()) },
            Succession { from: plan(B), to: None, reason: None },
        ];
        let mut bytes = Vec::new();
        write(&mut bytes, &successions).unwrap();
        assert_eq!(read("c.csv", &bytes).unwrap(), successions);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = format!(
            "from_plan_id,to_plan_id\n{A}\u{a0},{B} \n,{B}\nabc,\n\n{A},{B}\n{A},discontinued\n{B}\n"
        );
        let FormatError::Rows { faults, more, .. } = read("c.csv", text.as_bytes()).unwrap_err()
        else {
            panic!("there are faults")
        };
        let places: Vec<String> = faults.iter().map(|fault| fault.place.to_string()).collect();
        assert_eq!(
            places,
            ["from_plan_id (line 3)", "from_plan_id (line 4)", "to_plan_id (line 7)"]
        );
        assert_eq!(more, 0);
    }

    #[test]
    fn hostile_tables_are_refused() {
        assert!(matches!(read("c.csv", b""), Err(FormatError::Columns { .. })));
        let latin = b"from_plan_id,to_plan_id\n\xa0,\n";
        assert!(matches!(read("c.csv", latin), Err(FormatError::Encoding { .. })));
        let long = format!("from_plan_id,to_plan_id\n{}", "x,\n".repeat(MAX_ROWS + 1));
        assert!(matches!(read("c.csv", long.as_bytes()), Err(FormatError::TooMany { .. })));
        let many = format!("from_plan_id,to_plan_id\n{}", "x,\n".repeat(300));
        let Err(FormatError::Rows { faults, more, .. }) = read("c.csv", many.as_bytes()) else {
            panic!("there are faults")
        };
        assert_eq!((faults.len(), more), (100, 200));
    }
}
