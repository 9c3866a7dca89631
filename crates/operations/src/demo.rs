//! The demo: an invented carrier's filings, read through the importer like anybody's, and invented
//! employers whose renewals stand around today.

use crate::import::{Batch, ImportError, SourceFile};
use crate::{OperationError, Operations};
use domain::id::RosterId;
use domain::roster::RosterHead;
use formats::{crosswalk, qhp};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

impl Operations {
    /// Sets the demo up, or brings it up to date with today. Safe to repeat: it adds only what is
    /// missing. The carrier's files are written to `folder`, where they can be looked at.
    pub async fn set_up_demo(&self, folder: &Path) -> Result<(), ImportError> {
        let today = self.clock.today();
        let files = write_files(folder, ::demo::years(today))?;
        self.import(&Batch::gather(&files)?).await?;
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        unit.catalogue()
            .name_issuer(::demo::ISSUER, ::demo::ISSUER_NAME)
            .await
            .map_err(OperationError::from)?;
        let now = self.clock.now();
        for invented in ::demo::employers(today) {
            let id = invented.employer.id;
            unit.employer().save(&invented.employer, now).await.map_err(OperationError::from)?;
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
        unit.commit().await.map_err(OperationError::from)?;
        Ok(())
    }
}

/// Writes the invented carrier's filings of some years.
fn write_files(
    folder: &Path,
    years: std::ops::RangeInclusive<i32>,
) -> Result<Vec<SourceFile>, ImportError> {
    let mut files = Vec::new();
    for year in years.clone() {
        let plans = ::demo::catalogue(year);
        let (dental, medical): (Vec<_>, Vec<_>) =
            plans.into_iter().partition(|plan| plan.line == domain::plan::Line::Dental);
        let sheets = ::demo::rates(year);
        files.push(write(folder, &format!("plans_{year}.xml"), |out| {
            qhp::write_plans(out, &medical)
        })?);
        files.push(write(folder, &format!("dental_{year}.xml"), |out| {
            qhp::write_plans(out, &dental)
        })?);
        files.push(write(folder, &format!("rates_{year}.xml"), |out| {
            qhp::write_rates(out, &sheets)
        })?);
        if years.contains(&(year + 1)) {
            let successions = ::demo::crosswalk(year);
            files.push(write(folder, &format!("crosswalk_{year}.csv"), |out| {
                crosswalk::write(out, &successions)
            })?);
        }
    }
    Ok(files)
}

fn write<E: std::error::Error + Send + Sync + 'static>(
    folder: &Path,
    name: &str,
    content: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<SourceFile, ImportError> {
    let path = folder.join(name);
    let open_error = |source| ImportError::Open { file: path.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(open_error)?;
    let mut out = BufWriter::new(File::create(&path).map_err(open_error)?);
    content(&mut out).map_err(|error| open_error(std::io::Error::other(error)))?;
    out.flush().map_err(open_error)?;
    Ok(SourceFile { name: name.to_owned(), path })
}
