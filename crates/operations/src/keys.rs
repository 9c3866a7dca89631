//! Keys: what was sealed with a former one is sealed again with today's.

use crate::designation;
use crate::mail::{HTML, SUBJECT, TEXT};
use crate::sign_in::TOTP;
use crate::{OperationError, Operations};
use credential::vault::Place;
use domain::audit::{Action, Actor, Event, Excerpt};
use domain::group::GroupFile;
use store::{Sealed, SealedColumn};
use uuid::Uuid;

/// How many texts are sealed again in one unit of work.
const BATCH: i64 = 500;

/// What was found when everything was sealed again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Texts that are sealed with today's key since.
    pub resealed: u64,
    /// Texts that were already.
    pub current: u64,
    /// Texts that did not open: their key is not in the configuration, or they were changed.
    pub closed: u64,
}

impl Operations {
    /// Seals everything again that was sealed with a former key. Safe to repeat, and while servers run:
    /// those must know today's key beforehand.
    pub async fn reseal(&self) -> Result<Resealed, OperationError> {
        let mut found = Resealed::default();
        for column in SealedColumn::ALL {
            let mut after = Uuid::nil();
            loop {
                let batch = self.reseal_some(column, after, &mut found).await?;
                let Some(last) = batch.last() else { break };
                after = last.row;
            }
        }
        let key = self.settings.secrets()?.vault.current().to_owned();
        let mut unit = self.store.begin().await?;
        unit.audit()
            .append(Event {
                employer: None,
                at: self.clock.now(),
                actor: Actor::CommandLine,
                address: None,
                action: Action::SecretsResealed,
                subject: Excerpt::new(&key),
                before: None,
                after: Some(Excerpt::new(&format!("{} texts", found.resealed))),
            })
            .await?;
        unit.commit().await?;
        Ok(found)
    }

    /// The next texts of a column, in one unit of work. Answers which they were; none at the end.
    async fn reseal_some(
        &self,
        column: SealedColumn,
        after: Uuid,
        found: &mut Resealed,
    ) -> Result<Vec<Sealed>, OperationError> {
        let vault = &self.settings.secrets()?.vault;
        let mut unit = self.store.begin().await?;
        let batch = unit.seal().sealed(column, after, BATCH).await?;
        for sealed in &batch {
            if vault.is_current(&sealed.text) {
                found.current += 1;
                continue;
            }
            let row = sealed.row.to_string();
            let place = Place { column: place_of(column), row: &row };
            match vault.reseal(&sealed.text, place, &self.random()) {
                Err(_) => found.closed += 1,
                Ok(anew) => {
                    let done = unit.seal().reseal(column, sealed, &anew).await?;
                    found.resealed += u64::from(done);
                }
            }
        }
        unit.commit().await?;
        Ok(batch)
    }
}

/// The place that the texts of a column are sealed for.
const fn place_of(column: SealedColumn) -> &'static str {
    match column {
        SealedColumn::Totp => TOTP,
        SealedColumn::MailSubject => SUBJECT,
        SealedColumn::MailText => TEXT,
        SealedColumn::MailHtml => HTML,
        SealedColumn::GroupEin => GroupFile::EIN,
        SealedColumn::DesignationEin => designation::EIN,
        SealedColumn::DesignationToken => designation::TOKEN,
    }
}
