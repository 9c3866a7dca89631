//! What the product keeps, said once for both databases.
//!
//! This crate holds the traits through which everything is loaded and saved, and the statements
//! behind them. It knows no driver: `store-sqlite` and `store-postgres` bring one each, compile
//! every statement against their own database, and add nothing of their own.
//!
//! To add a statement:
//! 1. Write it into `queries/`, in words that both databases understand. Name the columns that
//!    `SQLite` has no type for, as in `employer_id as "employer_id: Uuid"`. Where no common words
//!    exist, write one into `queries/sqlite/` and one into `queries/postgres/`, under one name.
//! 2. Add a method to the trait of its noun, and its body to the macro below the trait. The macro
//!    is expanded in the driver crates, which is where the statement is checked.
//! 3. Tell its story in `store-tests`: compiling is not agreeing. Text compares byte by byte in
//!    both, but NULLs sort differently, `like` ignores capitals in `SQLite` only, and `sum(bigint)`
//!    is a decimal number in `PostgreSQL`.
//! 4. Run `crates/store/prepare` and commit the `.sqlx` folders.
//!
//! To change tables, add a migration of the same name to each driver crate. A migration that was
//! released is never edited.
//!
//! Moments are kept to the microsecond, which is as exact as `PostgreSQL` is.

mod access;
mod audit;
mod catalogue;
mod change_file;
mod contract;
mod designation;
mod document;
mod election;
mod employer;
mod error;
mod factor;
mod group;
mod outbox;
mod place;
mod renewal;
mod roster;
#[doc(hidden)]
pub mod row;
mod scenario;
mod seal;
mod submission;

pub use access::AccessRepository;
pub use audit::AuditRepository;
pub use catalogue::CatalogueRepository;
pub use change_file::ChangeFileRepository;
pub use contract::ContractRepository;
pub use designation::DesignationRepository;
pub use document::DocumentRepository;
pub use election::ElectionRepository;
pub use employer::EmployerRepository;
pub use error::{BoxError, Constraint, StoreError};
pub use factor::FactorRepository;
pub use group::GroupRepository;
pub use outbox::OutboxRepository;
pub use place::PlaceRepository;
pub use renewal::RenewalRepository;
pub use roster::RosterRepository;
pub use scenario::ScenarioRepository;
pub use seal::{SealRepository, Sealed, SealedColumn};
pub use submission::SubmissionRepository;

use async_trait::async_trait;

/// A database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Brings the tables up to date. Several servers may do so at once.
    async fn migrate(&self) -> Result<(), StoreError>;

    /// Whether it answers and has its tables; cheap enough to be asked every second.
    async fn ready(&self) -> Result<(), StoreError>;

    /// Begins to read: everything is seen as it was at one moment, and nothing can be written.
    async fn begin_read(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// Begins to write. `SQLite` lets one writer in at a time; the others wait here.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;
}

/// What happens together or not at all. Dropped without [`UnitOfWork::commit`], nothing happened.
///
/// After an error there is nothing left to do with it but to drop it.
#[async_trait]
pub trait UnitOfWork: Send {
    /// The catalogue of plans and rates.
    fn catalogue(&mut self) -> &mut dyn CatalogueRepository;

    /// The employers.
    fn employer(&mut self) -> &mut dyn EmployerRepository;

    /// Their rosters.
    fn roster(&mut self) -> &mut dyn RosterRepository;

    /// What they offer, by plan year.
    fn contract(&mut self) -> &mut dyn ContractRepository;

    /// What they consider offering next.
    fn scenario(&mut self) -> &mut dyn ScenarioRepository;

    /// What people have next year, as it was elected.
    fn election(&mut self) -> &mut dyn ElectionRepository;

    /// What is published, set and told around renewals.
    fn renewal(&mut self) -> &mut dyn RenewalRepository;

    /// What employers submit.
    fn submission(&mut self) -> &mut dyn SubmissionRepository;

    /// Their documents.
    fn document(&mut self) -> &mut dyn DocumentRepository;

    /// Change files on their way to the core system.
    fn change_file(&mut self) -> &mut dyn ChangeFileRepository;

    /// Who can sign in, and what they may do.
    fn access(&mut self) -> &mut dyn AccessRepository;

    /// What people prove who they are with.
    fn factor(&mut self) -> &mut dyn FactorRepository;

    /// Who did what.
    fn audit(&mut self) -> &mut dyn AuditRepository;

    /// The designations of administrators.
    fn designation(&mut self) -> &mut dyn DesignationRepository;

    /// What is on file about groups.
    fn group(&mut self) -> &mut dyn GroupRepository;

    /// Mail on its way out.
    fn outbox(&mut self) -> &mut dyn OutboxRepository;

    /// What is sealed, whatever it is.
    fn seal(&mut self) -> &mut dyn SealRepository;

    /// Where ZIP codes lie.
    fn place(&mut self) -> &mut dyn PlaceRepository;

    /// Keeps all that was written.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Makes a driver's transaction a [`UnitOfWork`] with all its repositories.
///
/// The struct wraps a `sqlx::Transaction`; `error` turns sqlx's errors into [`StoreError`]; then
/// come the statements that each database has in words of its own.
#[macro_export]
macro_rules! unit_of_work {
    (
        $unit:ident, $error:ident,
        rate_insert: $rate_insert:literal,
        person_insert: $person_insert:literal,
        zip_county_insert: $zip_county_insert:literal $(,)?
    ) => {
        #[async_trait::async_trait]
        impl $crate::UnitOfWork for $unit {
            fn catalogue(&mut self) -> &mut dyn $crate::CatalogueRepository {
                self
            }

            fn employer(&mut self) -> &mut dyn $crate::EmployerRepository {
                self
            }

            fn roster(&mut self) -> &mut dyn $crate::RosterRepository {
                self
            }

            fn contract(&mut self) -> &mut dyn $crate::ContractRepository {
                self
            }

            fn scenario(&mut self) -> &mut dyn $crate::ScenarioRepository {
                self
            }

            fn election(&mut self) -> &mut dyn $crate::ElectionRepository {
                self
            }

            fn renewal(&mut self) -> &mut dyn $crate::RenewalRepository {
                self
            }

            fn submission(&mut self) -> &mut dyn $crate::SubmissionRepository {
                self
            }

            fn document(&mut self) -> &mut dyn $crate::DocumentRepository {
                self
            }

            fn change_file(&mut self) -> &mut dyn $crate::ChangeFileRepository {
                self
            }

            fn access(&mut self) -> &mut dyn $crate::AccessRepository {
                self
            }

            fn factor(&mut self) -> &mut dyn $crate::FactorRepository {
                self
            }

            fn audit(&mut self) -> &mut dyn $crate::AuditRepository {
                self
            }

            fn designation(&mut self) -> &mut dyn $crate::DesignationRepository {
                self
            }

            fn group(&mut self) -> &mut dyn $crate::GroupRepository {
                self
            }

            fn outbox(&mut self) -> &mut dyn $crate::OutboxRepository {
                self
            }

            fn seal(&mut self) -> &mut dyn $crate::SealRepository {
                self
            }

            fn place(&mut self) -> &mut dyn $crate::PlaceRepository {
                self
            }

            async fn commit(self: Box<Self>) -> Result<(), $crate::StoreError> {
                self.0.commit().await.map_err($error)
            }
        }

        $crate::catalogue_repository!($unit, $error, rate_insert: $rate_insert);
        $crate::employer_repository!($unit, $error);
        $crate::roster_repository!($unit, $error, person_insert: $person_insert);
        $crate::contract_repository!($unit, $error);
        $crate::scenario_repository!($unit, $error);
        $crate::election_repository!($unit, $error);
        $crate::renewal_repository!($unit, $error);
        $crate::submission_repository!($unit, $error);
        $crate::document_repository!($unit, $error);
        $crate::change_file_repository!($unit, $error);
        $crate::access_repository!($unit, $error);
        $crate::factor_repository!($unit, $error);
        $crate::audit_repository!($unit, $error);
        $crate::designation_repository!($unit, $error);
        $crate::group_repository!($unit, $error);
        $crate::outbox_repository!($unit, $error);
        $crate::seal_repository!($unit, $error);
        $crate::place_repository!($unit, $error, zip_county_insert: $zip_county_insert);
    };
}
