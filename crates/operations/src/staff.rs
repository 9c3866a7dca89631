//! What the carrier's staff look at: employers and who acts for them, brokerages, and who did what.

use crate::{OperationError, Operations, StaffPermit, TrailPage, User};
use credential::vault::Place;
use domain::access::{Account, Brokerage};
use domain::audit::{Filter, mask};
use domain::employer::{Employer, EmployerKind};
use domain::group::GroupFile;
use domain::id::EmployerId;
use store::UnitOfWork;

/// An employer that staff look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFound {
    /// The employer.
    pub employer: Employer,
    /// The carrier's number of the group, where it is on file.
    pub group_number: Option<String>,
}

/// An employer that staff look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSeen {
    /// Which.
    pub found: GroupFound,
    /// The end of its employer identification number, where it is on file.
    pub ein: Option<String>,
    /// Who acts for it, those whose access holds first.
    pub users: Vec<User>,
}

/// A page of an employer's trail, or of the carrier's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffTrail {
    /// The employer; the carrier's own trail without one.
    pub employer: Option<Employer>,
    /// The page.
    pub page: TrailPage,
}

/// A brokerage and its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokeragePeople {
    /// The brokerage.
    pub brokerage: Brokerage,
    /// Its people, by name.
    pub people: Vec<Account>,
}

/// How many employers a list shows at most.
const LISTED: usize = 100;

impl Operations {
    /// The employers whose name or group number has a text in it, by name; prospects are nobody's
    /// business.
    pub async fn staff_employers(
        &self,
        _permit: &StaffPermit,
        search: &str,
    ) -> Result<Vec<GroupFound>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let mut employers = unit.employer().list(EmployerKind::Group).await?;
        if self.shows_demo {
            employers.extend(unit.employer().list(EmployerKind::Demo).await?);
        }
        let numbers = unit.group().numbers().await?;
        let sought = search.trim().to_lowercase();
        let mut found: Vec<GroupFound> = employers
            .into_iter()
            .map(|employer| GroupFound {
                group_number: numbers.get(&employer.id).cloned(),
                employer,
            })
            .filter(|found| found.has(&sought))
            .collect();
        found.sort_by(|a, b| {
            (&a.employer.name, a.employer.id).cmp(&(&b.employer.name, b.employer.id))
        });
        found.truncate(LISTED);
        Ok(found)
    }

    /// An employer with those who act for it.
    pub async fn staff_employer(
        &self,
        _permit: &StaffPermit,
        employer: &str,
    ) -> Result<GroupSeen, OperationError> {
        let id = parse(employer)?;
        let mut unit = self.store.begin_read().await?;
        let employer = self.group_of(&mut *unit, id).await?;
        let file = unit.group().file(id).await?;
        let ein = file.as_ref().map(|file| self.masked_ein(file)).transpose()?;
        let users = self.acting_for(&mut *unit, id).await?;
        let group_number = file.map(|file| file.number.to_string());
        Ok(GroupSeen { found: GroupFound { employer, group_number }, ein, users })
    }

    /// A page of what was done for an employer; without one, of the carrier's own trail.
    pub async fn staff_trail(
        &self,
        _permit: &StaffPermit,
        employer: Option<&str>,
        before: Option<i64>,
    ) -> Result<StaffTrail, OperationError> {
        let id = employer.map(parse).transpose()?;
        let employer = match id {
            Some(id) => {
                let mut unit = self.store.begin_read().await?;
                Some(self.group_of(&mut *unit, id).await?)
            }
            None => None,
        };
        let page = self.trail(id, &Filter::default(), before).await?;
        Ok(StaffTrail { employer, page })
    }

    /// Every brokerage with its people, by name.
    pub async fn staff_brokerages(
        &self,
        _permit: &StaffPermit,
    ) -> Result<Vec<BrokeragePeople>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let mut all = Vec::new();
        for brokerage in unit.access().all_brokerages().await? {
            let people = unit.access().members(brokerage.id).await?;
            all.push(BrokeragePeople { brokerage, people });
        }
        Ok(all)
    }

    /// An employer that the carrier has a contract with, or an invented one where they are shown.
    async fn group_of(
        &self,
        unit: &mut dyn UnitOfWork,
        id: EmployerId,
    ) -> Result<Employer, OperationError> {
        let found = unit.employer().lookup(id).await?;
        let seen = |employer: &Employer| match employer.kind {
            EmployerKind::Group => true,
            EmployerKind::Demo => self.shows_demo,
            EmployerKind::Prospect => false,
        };
        found.filter(seen).ok_or(OperationError::NoEmployer(id))
    }

    /// The end of a group's employer identification number; where it does not open with the keys that
    /// there are, nothing of it.
    fn masked_ein(&self, file: &GroupFile) -> Result<String, OperationError> {
        let vault = &self.settings.secrets()?.vault;
        let row = file.employer.to_string();
        let opened = vault.open(&file.ein_sealed, Place { column: GroupFile::EIN, row: &row });
        Ok(opened.map_or_else(|_| "…".to_owned(), |ein| mask::number(&ein)))
    }
}

impl GroupFound {
    /// Whether its name or number has a text in it, which is in small letters.
    fn has(&self, sought: &str) -> bool {
        let number = self.group_number.as_deref().unwrap_or_default();
        self.employer.name.to_lowercase().contains(sought) || number.to_lowercase().contains(sought)
    }
}

fn parse(employer: &str) -> Result<EmployerId, OperationError> {
    employer.parse().map_err(|_| OperationError::NotAnEmployerId)
}
