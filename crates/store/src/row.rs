//! The rows of the tables, and what they say in the words of the domain. For the drivers alone.

pub mod election;
pub mod renewal;
pub mod submission;

use crate::StoreError;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::access::{
    AccessRequest, Account, AskedLink, Brokerage, Capabilities, Decision, Factors, Grant, Holder,
    KeptPasskey, Link, Purpose, Role, Session, Stage, Throttle,
};
use domain::audit::{
    self, Action, Actor, Chained, Event, Excerpt, Fingerprint, Head, Kept, Unreadable,
};
use domain::catalogue::{CatalogueHead, FilingHead, FilingKey, FilingKind};
use domain::census::{Census, Employment, Household, Person, ROWS_MAX, Relationship};
use domain::contract::{Contract, Package};
use domain::date::PlanYear;
use domain::designation::{Designation, Paper, PaperKind};
use domain::employer::{Employer, EmployerKind};
use domain::group::{GroupFile, GroupNumber};
use domain::id::{
    AccessRequestId, AccountId, AskedLinkId, BrokerageId, DesignationId, GrantId, MessageId,
    PaperId,
};
use domain::id::{CatalogueId, EmployerId, FilingId, IssuerId, PlanId, RosterId, ScenarioId};
use domain::outbox::{LetterKind, Message, MessageHead, MessageState, SealedContent};
use domain::place::{County, RatingArea, Zip};
use domain::plan::{Plan, Succession};
use domain::rate::{Prices, RateSheet};
use domain::renewal::scenario::{SavedScenario, Scenario, ScenarioName};
use domain::roster::RosterHead;
use serde::Serialize;
use uuid::Uuid;

/// How many rows go to the database in one statement.
pub const BATCH: usize = 5_000;

/// A moment as it is kept: `PostgreSQL` knows microseconds, and `SQLite` shall say the same.
pub fn kept_moment(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.trunc_subsecs(6)
}

/// Rows as one JSON array, from which both databases take many at once.
pub fn json<T: Serialize + ?Sized>(rows: &T) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(|source| StoreError::Database(source.into()))
}

/// A word of the database that the domain does not know.
#[derive(Debug, thiserror::Error)]
#[error("unknown word {0:?}")]
struct UnknownWord(String);

fn known<T>(
    what: &'static str,
    word: String,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    read(&word).ok_or_else(|| StoreError::unreadable(what, UnknownWord(word)))
}

fn issuer(id: i64) -> Result<IssuerId, StoreError> {
    u32::try_from(id).map(IssuerId).map_err(|e| StoreError::unreadable("issuer id", e))
}

fn plan_id(text: &str) -> Result<PlanId, StoreError> {
    PlanId::parse(text).map_err(|e| StoreError::unreadable("plan id", e))
}

pub struct CatalogueRow {
    pub catalogue_id: Uuid,
    pub number: i64,
    pub published_at: DateTime<Utc>,
}

impl From<CatalogueRow> for CatalogueHead {
    fn from(row: CatalogueRow) -> Self {
        Self {
            id: CatalogueId(row.catalogue_id),
            number: row.number,
            published_at: row.published_at,
        }
    }
}

pub struct FilingRow {
    pub filing_id: Uuid,
    pub issuer_id: i64,
    pub year: i32,
    pub kind: String,
    pub digest: String,
    pub source: String,
}

impl TryFrom<FilingRow> for FilingHead {
    type Error = StoreError;
    fn try_from(row: FilingRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: FilingId(row.filing_id),
            key: FilingKey {
                issuer: issuer(row.issuer_id)?,
                year: row.year,
                kind: known("kind of filing", row.kind, FilingKind::from_code)?,
            },
            digest: row.digest,
            source: row.source,
        })
    }
}

pub struct PlanRow {
    pub document: String,
}

/// A plan as it is kept. What `Plan` gains later needs `#[serde(default)]` there: plans filed
/// before must stay readable.
pub fn plan_document(plan: &Plan) -> Result<String, StoreError> {
    json(plan)
}

impl TryFrom<PlanRow> for Plan {
    type Error = StoreError;
    fn try_from(row: PlanRow) -> Result<Self, StoreError> {
        serde_json::from_str(&row.document).map_err(|e| StoreError::unreadable("plan", e))
    }
}

#[derive(Serialize)]
struct RateItem<'a> {
    state: &'a str,
    area: u8,
    plan_id: &'a str,
    from_on: NaiveDate,
    until_on: NaiveDate,
    prices: String,
}

impl<'a> From<&'a RateSheet> for RateItem<'a> {
    fn from(sheet: &'a RateSheet) -> Self {
        Self {
            state: &sheet.area.state,
            area: sheet.area.number,
            plan_id: sheet.plan.as_str(),
            from_on: sheet.from,
            until_on: sheet.until,
            prices: sheet.prices.to_text(),
        }
    }
}

pub fn rate_items(sheets: &[RateSheet]) -> Result<String, StoreError> {
    json(&sheets.iter().map(RateItem::from).collect::<Vec<_>>())
}

pub struct RateRow {
    pub plan_id: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub prices: String,
}

impl RateRow {
    pub fn into_sheet(self, area: &RatingArea) -> Result<RateSheet, StoreError> {
        Ok(RateSheet {
            plan: plan_id(&self.plan_id)?,
            area: area.clone(),
            from: self.from_on,
            until: self.until_on,
            prices: Prices::from_text(&self.prices)
                .map_err(|e| StoreError::unreadable("rate", e))?,
        })
    }
}

/// A rate with its area.
pub struct SheetRow {
    pub state: String,
    pub area: i16,
    pub plan_id: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub prices: String,
}

impl TryFrom<SheetRow> for RateSheet {
    type Error = StoreError;
    fn try_from(row: SheetRow) -> Result<Self, StoreError> {
        let SheetRow { state, area, plan_id, from_on, until_on, prices } = row;
        let number = u8::try_from(area).map_err(|e| StoreError::unreadable("rating area", e))?;
        RateRow { plan_id, from_on, until_on, prices }.into_sheet(&RatingArea { state, number })
    }
}

pub struct SuccessionRow {
    pub from_plan_id: String,
    pub to_plan_id: Option<String>,
    pub reason: Option<String>,
}

impl TryFrom<SuccessionRow> for Succession {
    type Error = StoreError;
    fn try_from(row: SuccessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            from: plan_id(&row.from_plan_id)?,
            to: row.to_plan_id.as_deref().map(plan_id).transpose()?,
            reason: row.reason,
        })
    }
}

pub struct IssuerRow {
    pub issuer_id: i64,
    pub name: String,
}

impl TryFrom<IssuerRow> for (IssuerId, String) {
    type Error = StoreError;
    fn try_from(row: IssuerRow) -> Result<Self, StoreError> {
        Ok((issuer(row.issuer_id)?, row.name))
    }
}

pub struct EmployerRow {
    pub employer_id: Uuid,
    pub name: String,
    pub kind: String,
    pub zip: Option<String>,
    pub county: Option<String>,
    pub renews_on: Option<NaiveDate>,
}

impl TryFrom<EmployerRow> for Employer {
    type Error = StoreError;
    fn try_from(row: EmployerRow) -> Result<Self, StoreError> {
        let zip = row.zip.map(|zip| Zip::parse(&zip)).transpose();
        Ok(Self {
            id: EmployerId(row.employer_id),
            name: row.name,
            kind: known("kind of employer", row.kind, EmployerKind::from_code)?,
            zip: zip.map_err(|e| StoreError::unreadable("ZIP code", e))?,
            county: row.county,
            renews_on: row.renews_on,
        })
    }
}

pub struct RosterRow {
    pub roster_id: Uuid,
    pub source: String,
    pub taken_at: DateTime<Utc>,
    pub faults: String,
}

impl TryFrom<RosterRow> for RosterHead {
    type Error = StoreError;

    fn try_from(row: RosterRow) -> Result<Self, StoreError> {
        let faults = serde_json::from_str(&row.faults).map_err(|source| {
            StoreError::Unreadable { what: "faults of a roster", source: source.into() }
        })?;
        Ok(Self { id: RosterId(row.roster_id), source: row.source, taken_at: row.taken_at, faults })
    }
}

#[derive(Serialize)]
pub struct PersonItem<'a> {
    ordinal: usize,
    roster_row: u32,
    family: Option<&'a str>,
    relationship: &'static str,
    name: &'a str,
    born_on: NaiveDate,
    disabled: bool,
    waived: bool,
    employment: Option<String>,
}

/// What is known of an employment as it is kept: nothing at all where nothing is known. What
/// `Employment` gains later needs `#[serde(default)]` there: rosters from before must stay readable.
fn employment(person: &Person) -> Result<Option<String>, StoreError> {
    let known = person.employment != Employment::default();
    known.then(|| json(&person.employment)).transpose()
}

impl<'a> PersonItem<'a> {
    fn new(ordinal: usize, person: &'a Person) -> Result<Self, StoreError> {
        Ok(Self {
            ordinal,
            roster_row: person.row,
            family: person.family.as_deref(),
            relationship: person.relationship.code(),
            name: &person.name,
            born_on: person.born_on,
            disabled: person.disabled,
            waived: person.waived,
            employment: employment(person)?,
        })
    }
}

/// The people of a census in its order: each employee, then the dependents.
pub fn people(census: &Census) -> Result<Vec<PersonItem<'_>>, StoreError> {
    let people: Vec<PersonItem<'_>> = census
        .households
        .iter()
        .flat_map(|household| std::iter::once(&household.employee).chain(&household.dependents))
        .enumerate()
        .map(|(ordinal, person)| PersonItem::new(ordinal, person))
        .collect::<Result<_, _>>()?;
    if people.len() > ROWS_MAX {
        return Err(StoreError::TooMany { what: "people", most: ROWS_MAX });
    }
    Ok(people)
}

pub struct PersonRow {
    pub roster_row: i64,
    pub family: Option<String>,
    pub relationship: String,
    pub name: String,
    pub born_on: NaiveDate,
    pub disabled: bool,
    pub waived: bool,
    pub employment: Option<String>,
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;
    fn try_from(row: PersonRow) -> Result<Self, StoreError> {
        let employment = row.employment.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            row: u32::try_from(row.roster_row)
                .map_err(|e| StoreError::unreadable("roster row", e))?,
            family: row.family,
            relationship: known("relationship", row.relationship, Relationship::from_code)?,
            name: row.name,
            born_on: row.born_on,
            disabled: row.disabled,
            waived: row.waived,
            employment: employment
                .map_err(|e| StoreError::unreadable("employment", e))?
                .unwrap_or_default(),
        })
    }
}

/// A roster begins with a dependent.
#[derive(Debug, thiserror::Error)]
#[error("the first person is not an employee")]
struct NoEmployee;

/// The census of people in its order: each employee begins a family.
pub fn census(rows: Vec<PersonRow>) -> Result<Census, StoreError> {
    let mut households: Vec<Household> = Vec::new();
    for row in rows {
        let person = Person::try_from(row)?;
        if person.relationship == Relationship::Employee {
            households.push(Household { employee: person, dependents: Vec::new() });
        } else {
            let household = households
                .last_mut()
                .ok_or_else(|| StoreError::unreadable("roster", NoEmployee))?;
            household.dependents.push(person);
        }
    }
    Ok(Census { households })
}

pub struct ContractRow {
    pub starts_on: NaiveDate,
    pub packages: String,
}

/// Packages as they are kept. What `Package` gains later needs `#[serde(default)]` there: contracts
/// and scenarios from before must stay readable.
pub fn packages(packages: &[Package]) -> Result<String, StoreError> {
    json(packages)
}

impl TryFrom<ContractRow> for Contract {
    type Error = StoreError;
    fn try_from(row: ContractRow) -> Result<Self, StoreError> {
        Ok(Self {
            year: PlanYear::starting(row.starts_on)
                .map_err(|e| StoreError::unreadable("plan year", e))?,
            packages: serde_json::from_str(&row.packages)
                .map_err(|e| StoreError::unreadable("packages of a contract", e))?,
        })
    }
}

/// A scenario as it is kept. What it gains later needs `#[serde(default)]`, as in [`packages`].
pub fn scenario_document(scenario: &Scenario) -> Result<String, StoreError> {
    json(scenario)
}

pub struct ScenarioRow {
    pub employer_id: Uuid,
    pub scenario_id: Uuid,
    pub effective_on: NaiveDate,
    pub name: String,
    pub version: i64,
    pub deleted: bool,
    pub saved_at: DateTime<Utc>,
    pub document: String,
}

impl TryFrom<ScenarioRow> for SavedScenario {
    type Error = StoreError;
    fn try_from(row: ScenarioRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            id: ScenarioId(row.scenario_id),
            name: ScenarioName::parse(&row.name)
                .map_err(|e| StoreError::unreadable("name of a scenario", e))?,
            scenario: serde_json::from_str(&row.document)
                .map_err(|e| StoreError::unreadable("scenario", e))?,
            version: row.version,
            saved_at: row.saved_at,
            deleted: row.deleted,
        })
    }
}

/// A fingerprint, and the number of the row that it is of or goes before.
pub struct AuditHeadRow {
    pub number: i64,
    pub hash: String,
}

impl AuditHeadRow {
    /// The fingerprint.
    pub fn hash(&self) -> Result<Fingerprint, StoreError> {
        self.hash.parse().map_err(|e| StoreError::unreadable("end of an audit trail", e))
    }

    /// Where the trail of an employer ends, if that can be read.
    pub fn head(&self, employer: Option<EmployerId>) -> Option<Head> {
        let hash = self.hash.parse().ok()?;
        Some(Head { employer, number: self.number, hash })
    }
}

pub struct AuditEventRow {
    pub employer_id: Uuid,
    pub number: i64,
    pub done_at: DateTime<Utc>,
    pub actor: String,
    pub account_id: Option<Uuid>,
    pub actor_name: Option<String>,
    pub address: Option<String>,
    pub action: String,
    pub subject: String,
    pub value_before: Option<String>,
    pub value_after: Option<String>,
    pub previous_hash: String,
    pub hash: String,
}

/// An excerpt that may be missing: `Some(None)` where it is, nothing where it is no excerpt.
#[expect(clippy::option_option, reason = "what is missing and what is no excerpt are told apart")]
fn excerpt(text: Option<&String>) -> Option<Option<Excerpt>> {
    text.map_or(Some(None), |text| Excerpt::kept(text).map(Some))
}

impl AuditEventRow {
    /// What was chained, unless somebody made something else of it.
    pub fn kept(&self) -> Kept {
        self.chained().ok_or(Unreadable { number: self.number })
    }

    fn chained(&self) -> Option<Chained> {
        let account = self.account_id.map(AccountId);
        let event = Event {
            employer: audit::chain::employer(EmployerId(self.employer_id)),
            at: self.done_at,
            actor: Actor::from_parts(&self.actor, account, excerpt(self.actor_name.as_ref())?)?,
            address: excerpt(self.address.as_ref())?,
            action: Action::from_code(&self.action)?,
            subject: Excerpt::kept(&self.subject)?,
            before: excerpt(self.value_before.as_ref())?,
            after: excerpt(self.value_after.as_ref())?,
        };
        let (previous, hash) = (self.previous_hash.parse().ok()?, self.hash.parse().ok()?);
        Some(Chained { number: self.number, event, previous, hash })
    }
}

#[derive(Serialize)]
struct ZipCountyItem<'a> {
    zip: String,
    fips: u32,
    name: &'a str,
    state: &'a str,
}

impl<'a> From<&'a (Zip, County)> for ZipCountyItem<'a> {
    fn from((zip, county): &'a (Zip, County)) -> Self {
        Self { zip: zip.to_string(), fips: county.fips, name: &county.name, state: &county.state }
    }
}

pub fn zip_county_items(all: &[(Zip, County)]) -> Result<String, StoreError> {
    json(&all.iter().map(ZipCountyItem::from).collect::<Vec<_>>())
}

pub struct ZipCountyRow {
    pub zip: String,
    pub fips: i64,
    pub name: String,
    pub state: String,
}

impl TryFrom<ZipCountyRow> for (Zip, County) {
    type Error = StoreError;
    fn try_from(row: ZipCountyRow) -> Result<Self, StoreError> {
        let ZipCountyRow { zip, fips, name, state } = row;
        let zip = Zip::parse(&zip).map_err(|e| StoreError::unreadable("ZIP code", e))?;
        Ok((zip, CountyRow { fips, name, state }.try_into()?))
    }
}

pub struct CountyRow {
    pub fips: i64,
    pub name: String,
    pub state: String,
}

impl TryFrom<CountyRow> for County {
    type Error = StoreError;
    fn try_from(row: CountyRow) -> Result<Self, StoreError> {
        let fips = u32::try_from(row.fips).map_err(|e| StoreError::unreadable("FIPS code", e))?;
        Ok(Self { fips, name: row.name, state: row.state })
    }
}

pub struct AccountRow {
    pub account_id: Uuid,
    pub email: String,
    pub name: String,
    pub staff: bool,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        let AccountRow { account_id, email, name, staff } = row;
        Self { id: AccountId(account_id), email, name, staff }
    }
}

pub struct FactorRow {
    pub password_hash: Option<String>,
    pub totp_sealed: Option<String>,
    pub totp_step: Option<i64>,
    pub email_verified_at: Option<DateTime<Utc>>,
}

impl From<FactorRow> for Factors {
    fn from(row: FactorRow) -> Self {
        let FactorRow { password_hash, totp_sealed, totp_step, email_verified_at } = row;
        Self { password: password_hash, totp: totp_sealed, totp_step, email_verified_at }
    }
}

pub struct PasskeyRow {
    pub account_id: Uuid,
    pub credential: String,
    pub label: String,
    pub document: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<PasskeyRow> for KeptPasskey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            account: AccountId(row.account_id),
            credential: row.credential,
            label: row.label,
            document: row.document,
            created_at: row.created_at,
            used_at: row.last_used_at,
        }
    }
}

pub struct CeremonyRow {
    pub account_id: Option<Uuid>,
    pub document: String,
}

impl From<CeremonyRow> for (Option<AccountId>, String) {
    fn from(row: CeremonyRow) -> Self {
        (row.account_id.map(AccountId), row.document)
    }
}

pub struct LinkRow {
    pub account_id: Uuid,
    pub detail: Option<String>,
    pub expires_at: DateTime<Utc>,
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        let LinkRow { account_id, detail, expires_at } = row;
        Self { account: AccountId(account_id), detail, expires_at }
    }
}

pub struct AskedLinkRow {
    pub asked_link_id: Uuid,
    pub purpose: String,
    pub account_id: Option<Uuid>,
    pub email: String,
    pub address: String,
    pub asked_at: DateTime<Utc>,
}

impl TryFrom<AskedLinkRow> for AskedLink {
    type Error = StoreError;
    fn try_from(row: AskedLinkRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AskedLinkId(row.asked_link_id),
            purpose: known("purpose of a link", row.purpose, Purpose::from_code)?,
            account: row.account_id.map(AccountId),
            email: row.email,
            address: row.address,
            asked_at: row.asked_at,
        })
    }
}

pub struct ThrottleRow {
    pub failures: i64,
    pub last_at: DateTime<Utc>,
    pub closed_until: DateTime<Utc>,
}

impl From<ThrottleRow> for Throttle {
    fn from(row: ThrottleRow) -> Self {
        let ThrottleRow { failures, last_at, closed_until } = row;
        Self { failures, last_at, closed_until }
    }
}

pub struct SessionRow {
    pub digest: String,
    pub account_id: Uuid,
    pub stage: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub proven_at: DateTime<Utc>,
    pub agent: String,
    pub address: String,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;
    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            digest: row.digest,
            account: AccountId(row.account_id),
            stage: known("stage of a session", row.stage, Stage::from_code)?,
            created_at: row.created_at,
            seen_at: row.seen_at,
            ends_at: row.ends_at,
            proven_at: row.proven_at,
            agent: row.agent,
            address: row.address,
        })
    }
}

/// A session with its account.
pub struct OpenSessionRow {
    pub digest: String,
    pub account_id: Uuid,
    pub stage: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub proven_at: DateTime<Utc>,
    pub agent: String,
    pub address: String,
    pub email: String,
    pub name: String,
    pub staff: bool,
}

impl TryFrom<OpenSessionRow> for (Session, Account) {
    type Error = StoreError;
    fn try_from(row: OpenSessionRow) -> Result<Self, StoreError> {
        let OpenSessionRow { digest, account_id, stage, created_at, seen_at, .. } = row;
        let OpenSessionRow { ends_at, proven_at, agent, address, email, name, staff, .. } = row;
        let session = SessionRow {
            digest,
            account_id,
            stage,
            created_at,
            seen_at,
            ends_at,
            proven_at,
            agent,
            address,
        };
        Ok((session.try_into()?, AccountRow { account_id, email, name, staff }.into()))
    }
}

pub struct BrokerageRow {
    pub brokerage_id: Uuid,
    pub name: String,
}

impl From<BrokerageRow> for Brokerage {
    fn from(row: BrokerageRow) -> Self {
        Self { id: BrokerageId(row.brokerage_id), name: row.name }
    }
}

/// The two columns that say whom a grant is for; one of them is null.
pub fn holder_ids(holder: Holder) -> (Option<Uuid>, Option<Uuid>) {
    match holder {
        Holder::Account(account) => (Some(account.0), None),
        Holder::Brokerage(brokerage) => (None, Some(brokerage.0)),
    }
}

/// A grant for nobody, or for two.
#[derive(Debug, thiserror::Error)]
#[error("a grant is for an account or for a brokerage")]
struct NoHolder;

pub struct GrantRow {
    pub employer_id: Uuid,
    pub grant_id: Uuid,
    pub account_id: Option<Uuid>,
    pub brokerage_id: Option<Uuid>,
    pub role: String,
    pub capabilities: String,
    pub ends_on: Option<NaiveDate>,
    pub version: i64,
    pub granted_at: DateTime<Utc>,
    pub granted_by: Option<Uuid>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;
    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let holder = match (row.account_id, row.brokerage_id) {
            (Some(account), None) => Holder::Account(AccountId(account)),
            (None, Some(brokerage)) => Holder::Brokerage(BrokerageId(brokerage)),
            _ => return Err(StoreError::unreadable("holder of a grant", NoHolder)),
        };
        Ok(Self {
            employer: EmployerId(row.employer_id),
            id: GrantId(row.grant_id),
            holder,
            role: known("role", row.role, Role::from_code)?,
            capabilities: known("capabilities", row.capabilities, Capabilities::from_codes)?,
            ends_on: row.ends_on,
            version: row.version,
            granted_at: row.granted_at,
            granted_by: row.granted_by.map(AccountId),
            revoked_at: row.revoked_at,
        })
    }
}

pub struct AccessRequestRow {
    pub employer_id: Uuid,
    pub request_id: Uuid,
    pub brokerage_id: Uuid,
    pub asked_by: Uuid,
    pub capabilities: String,
    pub note: String,
    pub asked_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<Uuid>,
    pub granted: Option<bool>,
}

impl TryFrom<AccessRequestRow> for AccessRequest {
    type Error = StoreError;
    fn try_from(row: AccessRequestRow) -> Result<Self, StoreError> {
        let decision = match (row.decided_at, row.decided_by, row.granted) {
            (Some(at), Some(by), Some(granted)) => {
                Some(Decision { granted, at, by: AccountId(by) })
            }
            _ => None,
        };
        Ok(Self {
            employer: EmployerId(row.employer_id),
            id: AccessRequestId(row.request_id),
            brokerage: BrokerageId(row.brokerage_id),
            asked_by: AccountId(row.asked_by),
            capabilities: known("capabilities", row.capabilities, Capabilities::from_codes)?,
            note: row.note,
            asked_at: row.asked_at,
            decision,
        })
    }
}

pub struct SealedRow {
    pub row_id: Uuid,
    pub sealed: String,
}

impl From<SealedRow> for crate::Sealed {
    fn from(row: SealedRow) -> Self {
        Self { row: row.row_id, text: row.sealed }
    }
}

/// A message without what it says.
pub struct MessageHeadRow {
    pub message_id: Uuid,
    pub employer_id: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub kind: String,
    pub name: String,
    pub email: String,
    pub created_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub attempts: i64,
    pub state: String,
    pub sent_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
}

impl TryFrom<MessageHeadRow> for MessageHead {
    type Error = StoreError;
    fn try_from(row: MessageHeadRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: MessageId(row.message_id),
            kind: known("kind of letter", row.kind, LetterKind::from_code)?,
            employer: row.employer_id.map(EmployerId),
            account: row.account_id.map(AccountId),
            name: row.name,
            email: row.email,
            created_at: row.created_at,
            due_at: row.due_at,
            attempts: u32::try_from(row.attempts)
                .map_err(|e| StoreError::unreadable("attempts", e))?,
            state: known("state of a message", row.state, MessageState::from_code)?,
            sent_at: row.sent_at,
            answer: row.answer,
        })
    }
}

pub struct MessageRow {
    pub message_id: Uuid,
    pub employer_id: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub kind: String,
    pub name: String,
    pub email: String,
    pub created_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub attempts: i64,
    pub state: String,
    pub sent_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
    pub subject_sealed: Option<String>,
    pub text_sealed: Option<String>,
    pub html_sealed: Option<String>,
}

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;
    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let content = (row.subject_sealed)
            .zip(row.text_sealed)
            .zip(row.html_sealed)
            .map(|((subject, text), html)| SealedContent { subject, text, html });
        let head = MessageHeadRow {
            message_id: row.message_id,
            employer_id: row.employer_id,
            account_id: row.account_id,
            kind: row.kind,
            name: row.name,
            email: row.email,
            created_at: row.created_at,
            due_at: row.due_at,
            attempts: row.attempts,
            state: row.state,
            sent_at: row.sent_at,
            answer: row.answer,
        };
        Ok(Self { head: head.try_into()?, content })
    }
}

/// What is on file about a group.
pub struct GroupFileRow {
    pub employer_id: Uuid,
    pub group_number: String,
    pub ein_sealed: String,
    pub ein_index: String,
    pub last_invoice_cents: Option<i64>,
}

impl TryFrom<GroupFileRow> for GroupFile {
    type Error = StoreError;
    fn try_from(row: GroupFileRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            number: GroupNumber::parse(&row.group_number)
                .map_err(|e| StoreError::unreadable("group number", e))?,
            ein_sealed: row.ein_sealed,
            ein_index: row.ein_index,
            last_invoice: row.last_invoice_cents.map(domain::Cents::new),
        })
    }
}

/// A designation.
pub struct DesignationRow {
    pub designation_id: Uuid,
    pub digest: String,
    pub token_sealed: String,
    pub group_number: String,
    pub ein_sealed: String,
    pub ein_index: String,
    pub form: String,
    pub course: String,
    pub address: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl TryFrom<DesignationRow> for Designation {
    type Error = StoreError;
    fn try_from(row: DesignationRow) -> Result<Self, StoreError> {
        let unreadable = |e| StoreError::unreadable("designation", e);
        Ok(Self {
            id: DesignationId(row.designation_id),
            digest: row.digest,
            token_sealed: row.token_sealed,
            number: GroupNumber::parse(&row.group_number)
                .map_err(|e| StoreError::unreadable("group number", e))?,
            ein_sealed: row.ein_sealed,
            ein_index: row.ein_index,
            form: serde_json::from_str(&row.form).map_err(unreadable)?,
            course: serde_json::from_str(&row.course).map_err(unreadable)?,
            address: row.address,
            version: row.version,
            created_at: row.created_at,
            changed_at: row.changed_at,
        })
    }
}

/// A signed form of a designation.
pub struct PaperRow {
    pub paper_id: Uuid,
    pub designation_id: Uuid,
    pub kind: String,
    pub bytes: Vec<u8>,
    pub digest: String,
    pub address: String,
    pub uploaded_at: DateTime<Utc>,
}

impl TryFrom<PaperRow> for Paper {
    type Error = StoreError;
    fn try_from(row: PaperRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: PaperId(row.paper_id),
            designation: DesignationId(row.designation_id),
            kind: known("kind of paper", row.kind, PaperKind::from_code)?,
            bytes: row.bytes,
            digest: row.digest,
            address: row.address,
            came_at: row.uploaded_at,
        })
    }
}
