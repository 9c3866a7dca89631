//! Comparing the plans of a group: from what stands in the URL to the workbench, and where something
//! is missing or wrong, what to ask for and why.

use crate::access::Acting;
use crate::need::PlanRenewal;
use crate::place::{PlaceQuestion, candidates};
use crate::{OperationError, Operations, Viewer};
use chrono::NaiveDate;
use domain::Workbench;
use domain::access::Capability;
use domain::census::Census;
use domain::date::{PlanYear, first_of_next_month};
use domain::employer::{Employer, EmployerKind};
use domain::place::{PlaceError, RatingArea, Zip, rating_area};
use domain::roster::RowFault;
use store::UnitOfWork;

/// Which group is looked at, and for which place and date, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// An employer's id.
    pub employer: Option<String>,
    /// Where its business is.
    pub place: PlaceQuestion,
    /// First day of the plan year, `2027-02-01`.
    pub effective: Option<String>,
}

/// A field of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the question's fields")]
pub enum Field {
    Zip,
    County,
    Effective,
}

/// What is wrong with a field of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: Field,
    /// What is wrong and what to do, for people.
    pub message: String,
}

/// The group that is looked at.
#[derive(Debug, Clone)]
pub struct Group {
    /// The employer.
    pub employer: Employer,
    /// Rows of its roster that cannot be used: from the file, or because of the date.
    pub faults: Vec<RowFault>,
    /// The workbench, once place and date are known and a catalogue is there.
    pub workbench: Option<Workbench>,
    /// The number of the catalogue.
    pub catalogue: Option<i64>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The employers of whoever asks, to choose from.
    pub employers: Vec<Employer>,
    /// The question with what could be filled in.
    pub question: Question,
    /// What is wrong with it.
    pub faults: Vec<FieldFault>,
    /// The counties to choose from, where the ZIP code alone does not tell.
    pub counties: Vec<String>,
    /// The group, once one is chosen.
    pub group: Option<Group>,
}

/// What a visitor's comparison depends on, beside its question, the tables of ZIP codes and the names of
/// issuers: a prospect's roster never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Today, where the carrier is.
    pub day: NaiveDate,
    /// The number of the latest catalogue.
    pub catalogue: Option<i64>,
}

impl Operations {
    /// The edition that a comparison for a visitor would be of now. `None` where the employer is no prospect,
    /// or is there no more.
    pub async fn edition(&self, prospect: Option<&str>) -> Result<Option<Edition>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        if let Some(id) = prospect {
            let Ok(id) = id.parse() else { return Ok(None) };
            let found = unit.employer().lookup(id).await?;
            if found.is_none_or(|employer| employer.kind != EmployerKind::Prospect) {
                return Ok(None);
            }
        }
        let catalogue = unit.catalogue().latest().await?.map(|head| head.number);
        Ok(Some(Edition { day: self.clock.today(), catalogue }))
    }

    /// Everything that a comparison of a group's plans needs, for somebody or for a visitor.
    ///
    /// People who cannot be covered on the date are named and left out; the rest is priced.
    pub async fn compare(
        &self,
        viewer: Option<&Viewer>,
        question: &Question,
    ) -> Result<Comparison, OperationError> {
        let employers = match viewer {
            Some(viewer) => self.employers_of(viewer).await?,
            None => Vec::new(),
        };
        let plans = |acting: &Acting| acting.allowed.capabilities.has(Capability::PlanRenewal);
        let employers = employers.into_iter().filter(plans).map(|acting| acting.employer);
        let mut unit = self.store.begin_read().await?;
        let mut answer = Comparison {
            employers: employers.collect(),
            question: question.clone(),
            faults: Vec::new(),
            counties: Vec::new(),
            group: None,
        };
        let employer = match &question.employer {
            Some(id) => Some(self.visible_employer(&mut *unit, viewer, id).await?),
            None => None,
        };
        fill_in(&mut answer.question, employer.as_ref(), self.clock.today());
        let Some(employer) = employer else { return Ok(answer) };

        let area = place(&mut *unit, &mut answer).await?;
        let effective_on = effective(&mut answer);
        let (census, mut faults) = roster(&mut *unit, &employer).await?;
        let catalogue = unit.catalogue().latest().await?;
        if let Some(day) = effective_on {
            faults.extend(census.faults_on(day).into_iter().map(RowFault::from));
            faults.sort_by_key(|fault| fault.row);
        }
        let workbench = match (&catalogue, area, effective_on) {
            (Some(catalogue), Some(area), Some(day)) => {
                Some(self.lay(&mut *unit, catalogue, &census, area, day).await?)
            }
            _ => None,
        };
        let catalogue = catalogue.map(|head| head.number);
        answer.group = Some(Group { employer, faults, workbench, catalogue });
        Ok(answer)
    }

    /// A prospect, which is shown to anybody who knows its random id, or an employer whose renewal
    /// whoever asks may plan.
    async fn visible_employer(
        &self,
        unit: &mut dyn UnitOfWork,
        viewer: Option<&Viewer>,
        id: &str,
    ) -> Result<Employer, OperationError> {
        let parsed = id.parse().map_err(|_| OperationError::NotAnEmployerId)?;
        let found = unit.employer().lookup(parsed).await?;
        match (found, viewer) {
            (Some(employer), _) if employer.kind == EmployerKind::Prospect => Ok(employer),
            (_, Some(viewer)) => {
                Ok(self.authorize::<PlanRenewal>(viewer, id).await?.employer().clone())
            }
            (_, None) => Err(OperationError::NoEmployer(parsed)),
        }
    }
}

pub(crate) async fn roster(
    unit: &mut dyn UnitOfWork,
    employer: &Employer,
) -> Result<(Census, Vec<RowFault>), OperationError> {
    let latest = unit.roster().latest(employer.id).await?;
    Ok(latest.map_or_else(Default::default, |(head, census)| (census, head.faults)))
}

/// What the employer's own data answers need not be asked.
fn fill_in(question: &mut Question, employer: Option<&Employer>, today: NaiveDate) {
    if question.place.zip.is_none() {
        question.place.zip = employer.and_then(|e| e.zip).map(|zip| zip.to_string());
        question.place.county = employer.and_then(|e| e.county.clone());
    }
    if question.effective.is_none() {
        let renews_on = employer.and_then(|e| e.renews_on);
        let day = renews_on.unwrap_or_else(|| first_of_next_month(first_of_next_month(today)));
        question.effective = Some(day.to_string());
    }
}

async fn place(
    unit: &mut dyn UnitOfWork,
    answer: &mut Comparison,
) -> Result<Option<RatingArea>, OperationError> {
    let Some(typed) = &answer.question.place.zip else { return Ok(None) };
    let zip = match Zip::parse(typed) {
        Ok(zip) => zip,
        Err(error) => {
            let message = format!("This is not a ZIP code: {error}.");
            answer.faults.push(FieldFault { field: Field::Zip, message });
            return Ok(None);
        }
    };
    let candidates = candidates(unit, zip).await?;
    let mut counties: Vec<String> = candidates.iter().map(|c| c.county.name.clone()).collect();
    let county = answer.question.place.county.as_deref();
    let found = rating_area(zip, &candidates, county);
    let one_area = candidates.windows(2).all(|pair| pair[0].area == pair[1].area);
    if one_area {
        counties.clear();
    }
    let fault = match found {
        Ok(area) => {
            answer.counties = counties;
            return Ok(Some(area));
        }
        Err(PlaceError::UnknownZip(_)) => FieldFault {
            field: Field::Zip,
            message: "No plans are sold at this ZIP code. Check its digits.".to_owned(),
        },
        Err(PlaceError::ChooseCounty { .. }) => FieldFault {
            field: Field::County,
            message:
                "This ZIP code may lie in several counties. Choose the one your business is in."
                    .to_owned(),
        },
        // The county belonged to another ZIP code. Where none is needed, none is asked for.
        Err(PlaceError::NotInCounty { .. }) if one_area => {
            answer.question.place.county = None;
            return Ok(candidates.first().map(|c| c.area.clone()));
        }
        Err(PlaceError::NotInCounty { .. }) => FieldFault {
            field: Field::County,
            message:
                "This ZIP code does not lie in that county. Choose the one your business is in."
                    .to_owned(),
        },
    };
    answer.counties = counties;
    answer.faults.push(fault);
    Ok(None)
}

fn effective(answer: &mut Comparison) -> Option<NaiveDate> {
    let typed = answer.question.effective.as_deref()?;
    let Ok(day) = typed.parse::<NaiveDate>() else {
        let message = "This is not a date. Write it like 2027-02-01.".to_owned();
        answer.faults.push(FieldFault { field: Field::Effective, message });
        return None;
    };
    if let Ok(year) = PlanYear::starting(day) {
        return Some(year.starts_on());
    }
    let message = "Coverage begins on the first of a month. Choose a first.".to_owned();
    answer.faults.push(FieldFault { field: Field::Effective, message });
    None
}
