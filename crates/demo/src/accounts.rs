//! The people of the demo who can sign in: one for each role, and one of another employer.

use crate::employers::{BAYSIDE_ID, CYPRESS_ID, TIDEWATER_ID};
use domain::access::{Account, Brokerage, Capabilities, Capability, Role};
use domain::id::{AccountId, BrokerageId, EmployerId, GrantId};
use uuid::Uuid;

/// The brokerage of the demo.
pub const BROKERAGE: BrokerageId =
    BrokerageId(Uuid::from_u128(0xb4_0c3a_5d7e_4f21_8a9b_0c1d_2e3f_4a01));

/// Somebody of the demo who can sign in with one click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The word by which the demo's sign-in names this person.
    pub key: &'static str,
    /// The person.
    pub account: Account,
    /// What the person is, in a few words.
    pub what: &'static str,
    /// Whether the person is one of [`brokerage`].
    pub broker: bool,
    /// What the person, or the brokerage, may do.
    pub grants: Vec<DemoGrant>,
}

/// What somebody of the demo may do for an employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoGrant {
    /// Its id, always the same.
    pub id: GrantId,
    /// For whom.
    pub employer: EmployerId,
    /// As what.
    pub role: Role,
    /// What was granted.
    pub capabilities: Capabilities,
}

/// The brokerage of the demo.
pub fn brokerage() -> Brokerage {
    Brokerage { id: BROKERAGE, name: "Northgate Benefits".to_owned() }
}

/// The people of the demo.
pub fn accounts() -> Vec<DemoAccount> {
    let look = Capabilities::NONE.with(Capability::ViewMembers).with(Capability::PlanRenewal);
    let members = Capabilities::NONE.with(Capability::ViewMembers).with(Capability::ManageMembers);
    let all = Capabilities::ALL;
    vec![
        person(
            1,
            "primary",
            "Dana Whitfield",
            "Primary administrator of three employers",
            &[
                (BAYSIDE_ID, Role::Primary, all),
                (CYPRESS_ID, Role::Primary, all),
                (TIDEWATER_ID, Role::Primary, all),
            ],
        ),
        person(
            2,
            "administrator",
            "Sam Ortiz",
            "Administrator at Bayside Dental Group: sees people and plans",
            &[(BAYSIDE_ID, Role::Administrator, look)],
        ),
        person(
            3,
            "members",
            "Noor Haddad",
            "Administrator at Bayside Dental Group: enrolls people, nothing else",
            &[(BAYSIDE_ID, Role::Administrator, members)],
        ),
        person(
            4,
            "officer",
            "Ruth Abel",
            "Group officer of Bayside Dental Group",
            &[(BAYSIDE_ID, Role::Officer, Capabilities::NONE)],
        ),
        DemoAccount {
            broker: true,
            ..person(
                5,
                "broker",
                "Lee Marsh",
                "Broker at Northgate Benefits, with access to two employers",
                &[(BAYSIDE_ID, Role::Broker, look), (TIDEWATER_ID, Role::Broker, look)],
            )
        },
        person(
            6,
            "other",
            "Pat Reyes",
            "Primary administrator of Cypress Freight & Logistics alone",
            &[(CYPRESS_ID, Role::Primary, all)],
        ),
        staff(),
    ]
}

fn staff() -> DemoAccount {
    let member = person(7, "staff", "Kim Doyle", "Works for the carrier", &[]);
    DemoAccount { account: Account { staff: true, ..member.account.clone() }, ..member }
}

fn person(
    number: u128,
    key: &'static str,
    name: &str,
    what: &'static str,
    grants: &[(EmployerId, Role, Capabilities)],
) -> DemoAccount {
    let id = 0xacc0_0a52_5b3c_4c61_9f0e_1d2c_3b4a_5900 + number;
    let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
    let grant = |(place, &(employer, role, capabilities)): (u128, &_)| DemoGrant {
        id: GrantId(Uuid::from_u128(id + 0x100 * (place + 1))),
        employer,
        role,
        capabilities,
    };
    DemoAccount {
        key,
        account: Account {
            id: AccountId(Uuid::from_u128(id)),
            email,
            name: name.to_owned(),
            staff: false,
        },
        what,
        broker: false,
        grants: (0..).zip(grants).map(grant).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_people_of_the_demo_are_told_apart() {
        let people = accounts();
        let keys: BTreeSet<_> = people.iter().map(|person| person.key).collect();
        let ids: BTreeSet<_> = people.iter().map(|person| person.account.id).collect();
        let emails: BTreeSet<_> = people.iter().map(|person| &person.account.email).collect();
        assert_eq!([keys.len(), ids.len(), emails.len()], [people.len(); 3]);
        let grants: Vec<_> = people.iter().flat_map(|person| &person.grants).collect();
        let grant_ids: BTreeSet<_> = grants.iter().map(|grant| grant.id).collect();
        assert_eq!(grant_ids.len(), grants.len());
        assert!(grants.iter().all(|grant| grant.capabilities.within(grant.role.may_hold())));
    }
}
