//! What is put on file about groups.

use crate::{OperationError, Operations};
use credential::vault::Place;
use domain::Cents;
use domain::group::{Ein, GroupFile, GroupNumber};
use domain::id::EmployerId;

impl Operations {
    /// What is to be kept on file about a group, its employer identification number sealed.
    pub(crate) fn group_file(
        &self,
        employer: EmployerId,
        number: GroupNumber,
        ein: &Ein,
        last_invoice: Option<Cents>,
    ) -> Result<GroupFile, OperationError> {
        let secrets = self.settings.secrets()?;
        let row = employer.to_string();
        let place = Place { column: GroupFile::EIN, row: &row };
        Ok(GroupFile {
            employer,
            number,
            ein_sealed: secrets.vault.seal(ein.digits(), place, &self.random()),
            ein_index: secrets.index.blind_index(GroupFile::EIN, ein.digits()),
            last_invoice,
        })
    }
}
