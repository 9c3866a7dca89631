//! What the carrier publishes: from which catalogue the renewals of a day come, for many groups at once.

use crate::access::StaffPermit;
use crate::{OperationError, Operations};
use chrono::NaiveDate;
use domain::audit::{Action, Event as AuditEvent, Excerpt};
use domain::catalogue::CatalogueHead;
use domain::employer::Employer;
use domain::id::EmployerId;
use domain::pricing::Split;
use domain::renewal::{Publication, Reckoner};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::{StoreError, UnitOfWork};

/// How many employers are looked up at once.
const BATCH: u32 = 200;

/// A group whose renewal can be published: nothing stands for it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishable {
    /// Whose renewal it is.
    pub employer: Employer,
    /// The number of the catalogue that is published to it.
    pub published: Option<i64>,
}

/// What a group would see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreseen {
    /// How many plans it could choose from.
    pub plans: usize,
    /// The group's month at present.
    pub now: Split,
    /// The group's month if nothing is done.
    pub as_is: Split,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no catalogue of that number.
    #[error("there is no such catalogue")]
    NoCatalogue,
    /// No group was chosen.
    #[error("choose at least one group")]
    NoGroups,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for PublishError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl Operations {
    /// Every catalogue, the newest first.
    pub async fn catalogues(
        &self,
        _permit: &StaffPermit,
    ) -> Result<Vec<CatalogueHead>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let mut all = unit.catalogue().list().await?;
        all.reverse();
        Ok(all)
    }

    /// The groups that renew on a day and can be published to, by name.
    pub async fn publishable(
        &self,
        _permit: &StaffPermit,
        effective_on: NaiveDate,
    ) -> Result<Vec<Publishable>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let published = published(&mut *unit, effective_on).await?;
        let mut all: Vec<Publishable> = untouched_on(&mut *unit, effective_on)
            .await?
            .into_iter()
            .map(|employer| Publishable {
                published: published.get(&employer.id).copied(),
                employer,
            })
            .collect();
        all.sort_by(|a, b| {
            (&a.employer.name, a.employer.id).cmp(&(&b.employer.name, b.employer.id))
        });
        Ok(all)
    }

    /// What groups would see from a catalogue, in their order; nothing of one that has no people, place or
    /// contract yet.
    pub async fn foresee(
        &self,
        _permit: &StaffPermit,
        catalogue: i64,
        employers: &[Employer],
    ) -> Result<Vec<Option<Foreseen>>, PublishError> {
        let mut unit = self.store.begin_read().await?;
        let head = unit.catalogue().by_number(catalogue).await?.ok_or(PublishError::NoCatalogue)?;
        let mut all = Vec::with_capacity(employers.len());
        for employer in employers {
            all.push(match self.foresee_one(&mut *unit, &head, employer).await {
                Ok(foreseen) => Some(foreseen),
                Err(error @ OperationError::Store(_)) => return Err(error.into()),
                Err(_) => None,
            });
        }
        Ok(all)
    }

    async fn foresee_one(
        &self,
        unit: &mut dyn UnitOfWork,
        catalogue: &CatalogueHead,
        employer: &Employer,
    ) -> Result<Foreseen, OperationError> {
        let day = employer.renews_on.ok_or(OperationError::NoRenewal)?;
        let (head, contract) = self.find(unit, employer, &day.to_string()).await?;
        let laid = self.lay_out_from(unit, &head, contract, &[], catalogue).await?;
        let plans = laid.bench.next.plans.len();
        let reckoner = Reckoner::new(Arc::new(laid.bench));
        let group = reckoner.reckon(reckoner.as_is()).group;
        Ok(Foreseen { plans, now: group.now, as_is: group.as_is })
    }

    /// Publishes the renewals of groups from a catalogue, all in one unit of work, with an event in the trail
    /// of each. One that was submitted meanwhile, renews on another day or has the same already is left out.
    /// Answers how many were published.
    pub async fn publish_renewals(
        &self,
        permit: &StaffPermit,
        catalogue: i64,
        effective_on: NaiveDate,
        groups: &BTreeSet<EmployerId>,
    ) -> Result<usize, PublishError> {
        self.prove_fresh(permit.viewer())?;
        if groups.is_empty() {
            return Err(PublishError::NoGroups);
        }
        let mut unit = self.store.begin().await?;
        unit.catalogue().by_number(catalogue).await?.ok_or(PublishError::NoCatalogue)?;
        // In the order of their ids, so that no two who publish wait for each other.
        for group in groups {
            unit.employer().hold(*group).await?;
        }
        let before = published(&mut *unit, effective_on).await?;
        let mut chosen: Vec<Employer> = untouched_on(&mut *unit, effective_on)
            .await?
            .into_iter()
            .filter(|employer| groups.contains(&employer.id))
            .filter(|employer| before.get(&employer.id) != Some(&catalogue))
            .collect();
        let (now, viewer) = (self.clock.now(), permit.viewer());
        let publication = |employer: &Employer| Publication {
            employer: employer.id,
            effective_on,
            catalogue,
            published_by: viewer.account().name.clone(),
            published_at: now,
        };
        let publications: Vec<Publication> = chosen.iter().map(publication).collect();
        unit.renewal().publish(&publications).await?;
        // What was signed by one of two is left as it is.
        let after = published(&mut *unit, effective_on).await?;
        chosen.retain(|employer| after.get(&employer.id) == Some(&catalogue));
        let told = |number: i64| Excerpt::new(&format!("catalogue {number}"));
        for employer in &chosen {
            let subject = format!("{}, {effective_on}", employer.name);
            let event = viewer.event(Some(employer.id), now, Action::RenewalPublished, &subject);
            let before = before.get(&employer.id).copied().map(told);
            let event = AuditEvent { before, after: Some(told(catalogue)), ..event };
            unit.audit().append(event).await?;
        }
        unit.commit().await?;
        Ok(chosen.len())
    }
}

/// The catalogues that are published for a day, by employer.
async fn published(
    unit: &mut dyn UnitOfWork,
    effective_on: NaiveDate,
) -> Result<HashMap<EmployerId, i64>, StoreError> {
    let all = unit.renewal().publications(effective_on).await?;
    Ok(all.into_iter().map(|one| (one.employer, one.catalogue)).collect())
}

/// The employers that renew on a day and have no submission that stands, by id.
async fn untouched_on(
    unit: &mut dyn UnitOfWork,
    effective_on: NaiveDate,
) -> Result<Vec<Employer>, StoreError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let day = effective_on;
        let some = unit.submission().employers_without(day, day, after, BATCH).await?;
        let Some(last) = some.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(some);
    }
}
