//! The demo: an invented carrier's filings, read through the importer like anybody's, and invented
//! employers whose renewals stand around today.

use crate::access::{Origin, SignedIn, StaffPermit};
use crate::import::{Batch, ImportError, SourceFile};
use crate::{OperationError, Operations};
use ::demo::DemoAccount;
use chrono::{Days, Months, NaiveDate, TimeDelta};
use domain::access::{Grant, Holder, Stage};
use domain::contract::Contract;
use domain::date::PlanYear;
use domain::id::{EmployerId, RosterId};
use domain::roster::RosterHead;
use formats::{crosswalk, qhp};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::RangeInclusive;
use std::path::Path;
use store::UnitOfWork;
use uuid::Uuid;

/// How far the demo's day can be moved.
const MOVED_MAX: Days = Days::new(365);

impl Operations {
    /// Sets the demo up, or brings it up to date with today. Safe to repeat: it adds only what is
    /// missing. The carrier's files are written to `folder`, where they can be looked at.
    pub async fn set_up_demo(&self, folder: &Path) -> Result<(), ImportError> {
        let today = self.clock.today();
        self.import_demo(folder, ::demo::years(today)).await?;
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        unit.catalogue()
            .name_issuer(::demo::ISSUER, ::demo::ISSUER_NAME)
            .await
            .map_err(OperationError::from)?;
        let now = self.clock.now();
        for invented in ::demo::employers(today) {
            let id = invented.employer.id;
            if self.was_led_on(&mut *unit, id).await? {
                continue;
            }
            unit.employer().save(&invented.employer, now).await.map_err(OperationError::from)?;
            let contract = Contract {
                year: PlanYear::starting(invented.present_from)
                    .map_err(|_| OperationError::NoRenewal)?,
                packages: invented.packages,
            };
            unit.contract().save(id, &contract, now).await.map_err(OperationError::from)?;
            let present = unit.roster().latest(id).await.map_err(OperationError::from)?;
            if present.is_some_and(|(_, census)| census == invented.census) {
                continue;
            }
            let head = RosterHead {
                id: RosterId(self.clock.new_id()),
                source: "demo".to_owned(),
                taken_at: now,
                faults: Vec::new(),
            };
            unit.roster()
                .insert(id, &head, &invented.census)
                .await
                .map_err(OperationError::from)?;
        }
        self.set_up_accounts(&mut *unit).await?;
        self.set_up_files(&mut *unit).await?;
        unit.commit().await.map_err(OperationError::from)?;
        Ok(())
    }

    /// The day to which the demo was moved; nothing where it is today there, and outside the demo.
    pub fn moved_day(&self) -> Option<NaiveDate> {
        (self.shows_demo && self.clock.moved_by() != 0).then(|| self.clock.today())
    }

    /// The first and the last day to which the demo can be moved; nothing outside the demo.
    pub fn days_to_move_to(&self) -> Option<(NaiveDate, NaiveDate)> {
        let today = self.clock.today() - TimeDelta::days(self.clock.moved_by());
        self.shows_demo.then(|| (today - MOVED_MAX, today + MOVED_MAX))
    }

    /// Makes another day today: renewals open, close and take effect by it. Sessions, links and what is
    /// written down keep the time as it is. Answers whether the demo can be moved there.
    pub fn move_day(&self, _permit: &StaffPermit, to: NaiveDate) -> Result<bool, OperationError> {
        let (first, last) = self.days_to_move_to().ok_or(OperationError::NotFound)?;
        if !(first..=last).contains(&to) {
            return Ok(false);
        }
        self.clock.move_by(self.clock.moved_by() + (to - self.clock.today()).num_days());
        Ok(true)
    }

    /// Whether an employer of the demo was led on by a submission: then it stays where that led it.
    async fn was_led_on(
        &self,
        unit: &mut dyn UnitOfWork,
        id: EmployerId,
    ) -> Result<bool, OperationError> {
        let Some(day) = unit.employer().lookup(id).await?.and_then(|found| found.renews_on) else {
            return Ok(false);
        };
        for day in [Some(day), day.checked_sub_months(Months::new(12))].into_iter().flatten() {
            let all = unit.submission().list(id, day).await?;
            if all.iter().any(|one| one.course.state.stands()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Brings the people of the demo in who can sign in. What was changed about their access stays.
    async fn set_up_accounts(&self, unit: &mut dyn UnitOfWork) -> Result<(), OperationError> {
        let now = self.clock.now();
        let brokerage = ::demo::brokerage();
        unit.access().save_brokerage(&brokerage, now).await?;
        for person in ::demo::accounts() {
            let id = person.account.id;
            if unit.access().account(id).await?.is_none() {
                unit.access().insert_account(&person.account, now).await?;
            }
            let holder = if person.broker {
                unit.access().join_brokerage(brokerage.id, id).await?;
                Holder::Brokerage(brokerage.id)
            } else {
                Holder::Account(id)
            };
            for grant in person.grants {
                let granted = Grant {
                    employer: grant.employer,
                    id: grant.id,
                    holder,
                    role: grant.role,
                    capabilities: grant.capabilities,
                    ends_on: None,
                    version: 1,
                    granted_at: now,
                    granted_by: None,
                    revoked_at: None,
                };
                unit.access().insert_grant(&granted).await?;
            }
        }
        Ok(())
    }

    /// Puts the invented employers on file. Without keys, as on the command line, there is nothing to
    /// seal with: the server does it.
    async fn set_up_files(&self, unit: &mut dyn UnitOfWork) -> Result<(), OperationError> {
        if self.settings.secrets.is_none() {
            return Ok(());
        }
        for on_file in ::demo::files() {
            if unit.group().file(on_file.employer).await?.is_none() {
                let (number, amount) = (on_file.number, Some(on_file.last_invoice));
                let file = self.group_file(on_file.employer, number, &on_file.ein, amount)?;
                unit.group().save_file(&file).await?;
            }
        }
        Ok(())
    }

    /// The people of the demo who can sign in with one click; nobody where it is not shown.
    pub fn demo_accounts(&self) -> Vec<DemoAccount> {
        if self.shows_demo { ::demo::accounts() } else { Vec::new() }
    }

    /// Signs somebody of the demo in. Answers the token of the session; in the demo alone.
    pub async fn sign_in_demo(
        &self,
        key: &str,
        from: &Origin,
        before: &SignedIn,
    ) -> Result<String, OperationError> {
        let people = self.demo_accounts();
        let person = people.iter().find(|person| person.key == key);
        let account = person.ok_or(OperationError::NotFound)?.account.id;
        let mut unit = self.store.begin().await?;
        let before = before.session();
        let token = self.begin_session(&mut *unit, account, Stage::Full, from, before).await?;
        unit.commit().await?;
        Ok(token)
    }

    /// Brings the invented carrier's filings of some years in, unless all of them are there: they
    /// are large, and a server that starts again has read them before.
    async fn import_demo(
        &self,
        folder: &Path,
        years: RangeInclusive<i32>,
    ) -> Result<(), ImportError> {
        if self.has(&expected(years.clone())?).await? {
            return Ok(());
        }
        let batch = Batch::gather(&self.write_files(folder, years)?)?;
        match self.import(&batch).await {
            // Another server sets the demo up at the same time: it may have done so by now.
            Err(ImportError::Overtaken) => self.import(&batch).await?,
            other => other?,
        };
        Ok(())
    }

    /// Writes the invented carrier's filings of some years.
    fn write_files(
        &self,
        folder: &Path,
        years: RangeInclusive<i32>,
    ) -> Result<Vec<SourceFile>, ImportError> {
        let mut files = Vec::new();
        for year in years.clone() {
            let plans = ::demo::catalogue(year);
            let (dental, medical): (Vec<_>, Vec<_>) =
                plans.into_iter().partition(|plan| plan.line == domain::plan::Line::Dental);
            let sheets = ::demo::rates(year);
            files.push(write(folder, self.clock.new_id(), &format!("plans_{year}.xml"), |out| {
                qhp::write_plans(out, &medical)
            })?);
            files.push(write(folder, self.clock.new_id(), &format!("dental_{year}.xml"), |out| {
                qhp::write_plans(out, &dental)
            })?);
            files.push(write(folder, self.clock.new_id(), &format!("rates_{year}.xml"), |out| {
                qhp::write_rates(out, &sheets)
            })?);
            if years.contains(&(year + 1)) {
                let successions = ::demo::crosswalk(year);
                files.push(write(
                    folder,
                    self.clock.new_id(),
                    &format!("crosswalk_{year}.csv"),
                    |out| crosswalk::write(out, &successions),
                )?);
            }
        }
        Ok(files)
    }
}

/// What the filings of some years say, before they are written.
fn expected(years: RangeInclusive<i32>) -> Result<Batch, ImportError> {
    let mut batch = Batch::default();
    for year in years.clone() {
        for plan in ::demo::catalogue(year) {
            batch.add_plan("plans", plan)?;
        }
        for sheet in ::demo::rates(year) {
            batch.add_sheet("rates", sheet)?;
        }
        if years.contains(&(year + 1)) {
            batch.add_crosswalk(&format!("crosswalk_{year}"), ::demo::crosswalk(year))?;
        }
    }
    Ok(batch)
}

/// Writes a file under another name and renames it when it is whole: somebody may be reading it.
fn write<E: std::error::Error + Send + Sync + 'static>(
    folder: &Path,
    draft: Uuid,
    name: &str,
    content: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<SourceFile, ImportError> {
    let path = folder.join(name);
    let open_error = |source| ImportError::Open { file: path.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(open_error)?;
    let draft = folder.join(format!(".{name}.{draft}"));
    let write = || {
        let mut out = BufWriter::new(File::create_new(&draft)?);
        content(&mut out).map_err(std::io::Error::other)?;
        out.flush()?;
        std::fs::rename(&draft, &path)
    };
    if let Err(error) = write() {
        // What is left of it is nobody's; that it cannot be removed either need not be said.
        let _ = std::fs::remove_file(&draft);
        return Err(open_error(error));
    }
    Ok(SourceFile { name: name.to_owned(), path, named: true })
}
