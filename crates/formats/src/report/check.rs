//! Whether a report adds up. What a boss signs must, and a spreadsheet recalculates it.

use super::{Employee, Report, ReportError};
use domain::census::ROWS_MAX;
use domain::plan::Line;
use domain::{Cents, Split};

impl Report {
    /// Finds the first figure that is not what its parts make it.
    pub fn check(&self) -> Result<(), ReportError> {
        let people: usize = self.employees.iter().map(|e| e.members.len().max(1)).sum();
        if people > ROWS_MAX {
            return Err(ReportError::TooLarge(people));
        }
        for row in &self.comparison.rows {
            if row.cells.len() != self.comparison.plans.len() {
                return incomplete(format!("{:?} is not told of each plan", row.label));
            }
        }
        for employee in &self.employees {
            self.check_employee(employee)?;
        }
        same("the scenario", self.totals.scenario, self.employees.iter().map(|e| e.next).sum())?;
        match (self.causes, self.totals.now) {
            (Some(causes), Some(now)) => {
                same("the causes", self.totals.scenario - now, causes.into_iter().sum())
            }
            (Some(_), None) => incomplete("causes of a change from nothing".to_owned()),
            (None, _) => Ok(()),
        }
    }

    fn check_employee(&self, employee: &Employee) -> Result<(), ReportError> {
        let name = &employee.name;
        let Some(package) = self.packages.get(employee.package) else {
            return incomplete(format!("{name} has no benefit package"));
        };
        let mut sum = Split::default();
        for line in Line::ALL.iter().copied() {
            let family = employee.family(line);
            for (place, (_, premium)) in family.iter().enumerate() {
                if premium.members == 0 && premium.premium != Cents::ZERO {
                    return incomplete(format!("{name} has a premium for nobody"));
                }
                sum += Split { premium: premium.premium, employer: premium.employer };
                let share = package.share(&family, place);
                equal(|| format!("the employer's share for {name}"), premium.employer, share)?;
            }
        }
        let twice = |line| {
            let of_line = |member: &super::Member| {
                member.premiums.iter().filter(|premium| premium.line == line).count()
            };
            employee.members.iter().any(|member| of_line(member) > 1)
        };
        if Line::ALL.iter().copied().any(twice) {
            return incomplete(format!("somebody of {name}'s family is charged twice in one line"));
        }
        same(name, employee.next, sum)?;
        match (employee.causes, employee.change()) {
            (Some(causes), Some(change)) => {
                equal(|| format!("the causes for {name}"), change, causes.into_iter().sum())
            }
            (Some(_), None) => incomplete(format!("causes of a change from nothing for {name}")),
            (None, _) => Ok(()),
        }
    }
}

fn incomplete(what: String) -> Result<(), ReportError> {
    Err(ReportError::Incomplete(what))
}

fn same(of: &str, stated: Split, found: Split) -> Result<(), ReportError> {
    equal(|| format!("the premium of {of}"), stated.premium, found.premium)?;
    equal(|| format!("the employer's share of {of}"), stated.employer, found.employer)
}

fn equal(what: impl Fn() -> String, stated: Cents, found: Cents) -> Result<(), ReportError> {
    if stated == found {
        return Ok(());
    }
    Err(ReportError::DoesNotAddUp { what: what(), stated, found })
}
