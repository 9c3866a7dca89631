//! The paper of a submission: what was submitted, complete, and who signed it. It holds no date of birth.
//!
//! Each page names the fingerprint of what was submitted, so that a page can be held against it.

use super::super::text::list;
use super::super::{Package, ReportError};
use super::font::{INK, QUIET, Style};
use super::page::{Frame, Pages, Role};
use super::people::{self, TEXT, THEN};
use super::summary::{change, lower_first, packages};
use super::table::{BODY, Cell, Column, Row, Table};
use chrono::NaiveDate;
use domain::census::Relationship;
use domain::date::short;
use domain::id::PlanId;
use domain::submission::{Filed, FiledFamily, FiledMember, Outcome, Signature};
use domain::{Cents, Split};

const TITLE: Style = Style::new(21.0, INK).strong();
const SUBTITLE: Style = Style::new(11.5, QUIET);
const STRONG: Style = BODY.strong();
const SMALL: Style = Style::new(8.0, QUIET);
const NOTE: Style = Style::new(7.5, QUIET);
const SENTENCE: Style = Style::new(9.0, INK);

/// What stands on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubmissionPaper<'a> {
    /// The carrier's name.
    pub carrier: &'a str,
    /// Whether carrier, employer and people are invented.
    pub demo: bool,
    /// The day on which it is made.
    pub prepared_on: NaiveDate,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The submission's number.
    pub number: i64,
    /// The SHA-256 of what was submitted, in hexadecimal digits.
    pub hash: &'a str,
    /// What was submitted.
    pub filed: &'a Filed,
}

/// Writes the paper: tagged, and without a look at any clock.
pub fn submission_paper(paper: &SubmissionPaper<'_>) -> Result<Vec<u8>, ReportError> {
    Ok(lay(paper).finish()?)
}

fn lay(paper: &SubmissionPaper<'_>) -> Pages {
    let SubmissionPaper { filed, number, .. } = paper;
    let effective = short(paper.effective_on);
    let mut pages = Pages::new(&Frame {
        carrier: paper.carrier.to_owned(),
        foot: format!("Submission {number} \u{2022} {effective} \u{2022} {}", filed.employer),
        seal: Some(format!("SHA-256 of what was submitted: {}", paper.hash)),
        title: format!("{}: submission {number}, coverage from {effective}", filed.employer),
        made_on: paper.prepared_on,
        demo: paper.demo,
    });
    pages.text(Role::Heading(1), &filed.employer, TITLE);
    pages.y += 2.0;
    let what = format!("Submission {number}: health coverage from {effective}");
    pages.text(Role::Paragraph, &what, SUBTITLE);
    pages.y += 4.0;
    pages.text(Role::Paragraph, &facts(paper), SMALL);

    pages.heading("What it costs, a month", 90.0);
    totals(&mut pages, filed);
    pages.heading("What is offered", 60.0);
    packages(&mut pages, &offered(filed));
    pages.heading("Who changes", 60.0);
    changes(&mut pages, filed);
    if !filed.overrides.is_empty() {
        pages.heading("Warnings that were overridden, and why", 50.0);
        overrides(&mut pages, filed);
    }
    pages.heading("Signatures", 110.0);
    signatures(&mut pages, &filed.signatures);
    pages
}

fn facts(paper: &SubmissionPaper<'_>) -> String {
    let filed = paper.filed;
    let covered = filed
        .count(|outcome| matches!(outcome, Outcome::Renewed | Outcome::Moved | Outcome::Joined));
    let members = filed.families.iter().flat_map(|family| &family.members);
    let members = members.filter(|member| member.next).count();
    let scenario = match filed.scenario_name.as_str() {
        "" => "Everything renews as it is".to_owned(),
        name => format!("Scenario \u{201c}{name}\u{201d}"),
    };
    let facts = [
        scenario,
        domain::word::count(covered, "employee covered", "employees covered"),
        domain::word::count(members, "member", "members"),
        format!("Catalogue {}", filed.catalogue),
        format!("Printed {}", short(paper.prepared_on)),
    ];
    facts.join(" \u{2022} ")
}

fn totals(pages: &mut Pages, filed: &Filed) {
    let columns = [
        Column::left(124.0),
        Column::right(90.0),
        Column::right(100.0),
        Column::right(90.0),
        Column::right(100.0),
    ];
    let heads = ["", "Now", "If nothing was done", "As submitted", "Change from now"];
    let row = |label: &str, of: fn(Split) -> Cents, style: Style| {
        let amount = |split: Split| Cell::new(of(split).to_string(), style);
        Row::new(vec![
            Cell::new(label, style).heads_row(),
            amount(filed.now),
            amount(filed.as_is),
            amount(filed.next),
            change(of(filed.next) - of(filed.now), style),
        ])
    };
    let rows = vec![
        row("Premium", |split| split.premium, BODY),
        row("Company pays", |split| split.employer, STRONG).tinted(),
        row("Employees pay", Split::employee, BODY),
    ];
    Table::new(&columns, &heads).lay(pages, vec![rows]);
}

/// The packages, in the words of the reports.
fn offered(filed: &Filed) -> Vec<Package> {
    let alone = filed.scenario.packages.len() == 1;
    let name = |id: &PlanId| filed.plan_name(id).to_owned();
    let package = |package: &domain::contract::Package| Package {
        name: package.name.clone(),
        classes: match (package.is_for_others(), alone) {
            (true, true) => "Everybody".to_owned(),
            (true, false) => "Everybody else".to_owned(),
            (false, _) => package.classes.join(", "),
        },
        waiting_period: package.waiting.label(),
        plans: package.plans.iter().map(name).collect(),
        reference_plan: package.contribution.reference.as_ref().map(name),
        contribution: package.contribution.clone(),
    };
    filed.scenario.packages.iter().map(package).collect()
}

fn changes(pages: &mut Pages, filed: &Filed) {
    let groups: Vec<Vec<Row>> = filed.changes().map(|family| rows(filed, family)).collect();
    if groups.is_empty() {
        let nobody = "Nobody: everyone goes on as before.";
        return pages.text(Role::Paragraph, nobody, SENTENCE);
    }
    let columns = [
        Column::left(140.0),
        Column::left(28.0),
        Column::left(138.0),
        Column::right(66.0),
        Column::right(66.0),
        Column::right(66.0),
    ];
    let heads = ["Employee", "", "Plan", "Premium", "Company", "Employee"];
    Table::new(&columns, &heads).lay(pages, groups);
}

/// What somebody has and pays now and next, and who joins and leaves.
fn rows(filed: &Filed, family: &FiledFamily) -> Vec<Row> {
    let plans = |plans: &[Option<PlanId>; 2], style: Style| {
        let mut names = plans.iter().flatten().map(|id| filed.plan_name(id));
        let first = Cell::new(names.next().unwrap_or("Not covered"), style);
        names.fold(first, |cell, name| cell.and(name, style))
    };
    let amounts = |plans: &[Option<PlanId>; 2], split: Split| {
        plans.iter().any(Option::is_some).then_some(split)
    };
    let row = |first: Cell, when: &str, of: &[Option<PlanId>; 2], split: Split, style: Style| {
        let mut row = people::row(first, when, plans(of, style), amounts(of, split), style);
        // The last cell there is a change, which has no column here.
        row.cells.pop();
        row
    };
    let name = Cell::new(&family.name, TEXT.strong()).heads_row();
    let now = row(name, "Now", &family.now_in, family.now, THEN);
    let outcome = Cell::new(outcome(&family.outcome), NOTE);
    let next = row(outcome, "Next", &family.next_in, family.next, TEXT);
    let said = notes(filed, family);
    if said.is_empty() {
        return vec![now.unruled(), next.close()];
    }
    let note = Row::new(vec![Cell::empty(), Cell::new(said.join(". "), NOTE).over(5)]);
    vec![now.unruled(), next.unruled().close(), note.close()]
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Renewed => "Goes on as before".to_owned(),
        Outcome::Moved => "Changes plans".to_owned(),
        Outcome::Joined => "Newly covered".to_owned(),
        Outcome::Waived(None) => "Declines coverage".to_owned(),
        Outcome::Waived(Some(waiver)) => {
            format!("Declines coverage: {}", lower_first(waiver.label()))
        }
        Outcome::Ended(ending) => {
            let (last_day, reason) = (short(ending.last_day), lower_first(ending.reason.label()));
            format!("Coverage ends {last_day}: {reason}")
        }
        Outcome::Undecided => "Has not decided".to_owned(),
        Outcome::NotPossible => {
            "Coverage ends: no plan takes the place of the present one".to_owned()
        }
    }
}

/// Which dependents join and leave, and when coverage begins where that is later.
fn notes(filed: &Filed, family: &FiledFamily) -> Vec<String> {
    let dependents = || family.members.iter().filter(|m| m.relationship != Relationship::Employee);
    let named = |member: &FiledMember| {
        let relationship = lower_first(member.relationship.label());
        let left = filed.elections.iter().flat_map(|election| &election.leaving);
        let why = left.into_iter().find(|leaving| leaving.row == member.row && !member.next);
        let why = why.map(|leaving| format!(", {}", lower_first(leaving.reason.label())));
        format!("{} ({relationship}{})", member.name, why.unwrap_or_default())
    };
    let joins: Vec<String> = dependents().filter(|m| m.next && !m.now).map(named).collect();
    let leaves: Vec<String> = dependents().filter(|m| m.now && !m.next).map(named).collect();
    let mut notes = Vec::new();
    if let Some(begins_on) = family.begins_on {
        notes.push(format!("Coverage begins {}, after the waiting period", short(begins_on)));
    }
    for (who, word) in [(joins, "Joins"), (leaves, "Leaves")] {
        if !who.is_empty() {
            notes.push(format!("{word}: {}", list(&who)));
        }
    }
    notes
}

fn overrides(pages: &mut Pages, filed: &Filed) {
    let table = Table::new(&[Column::left(150.0), Column::left(354.0)], &["Warning", "Reason"]);
    let row = |o: &domain::submission::Override| {
        let title = Cell::new(o.rule.title(), STRONG).heads_row();
        vec![Row::new(vec![title, Cell::new(&o.reason, BODY)])]
    };
    table.lay(pages, filed.overrides.iter().map(row).collect());
}

fn signatures(pages: &mut Pages, signatures: &[Signature]) {
    if signatures.is_empty() {
        let nobody = "Nobody signed: what was in force renewed as it was.";
        return pages.text(Role::Paragraph, nobody, SENTENCE);
    }
    let columns = [Column::left(150.0), Column::left(354.0)];
    let table = Table::new(&columns, &["Signed by", "What was attested to"]);
    let row = |signature: &Signature| {
        let name = Cell::new(&signature.name, STRONG)
            .and(&signature.email, SMALL)
            .and(signature.at.format("%Y-%m-%d %H:%M:%S UTC").to_string(), SMALL);
        vec![Row::new(vec![name.heads_row(), Cell::new(&signature.attestation, SENTENCE)])]
    };
    table.lay(pages, signatures.iter().map(row).collect());
}

#[cfg(test)]
mod tests {
    use super::super::page::{HEIGHT, LEFT, RIGHT};
    use super::*;
    use chrono::{DateTime, Days, Utc};
    use domain::Percent;
    use domain::census::Waiver;
    use domain::contribution::{Basis, Contribution, Share};
    use domain::election::{Election, EndReason, Ending, LeaveReason, Leaving};
    use domain::plan::Line;
    use domain::renewal::{Scenario, WaitingPeriod};
    use domain::submission::{ATTESTATION, FiledPlan, GateRule, Override};

    const GOLD: &str = "12345CA0010001";
    const SILVER: &str = "12345CA0010002";
    const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    const LONG: &str =
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen";

    fn plan(id: &str) -> PlanId {
        PlanId::parse(id).unwrap()
    }

    fn effective_on() -> NaiveDate {
        "2027-01-01".parse().unwrap()
    }

    fn member(
        row: u32,
        name: &str,
        relationship: Relationship,
        now: bool,
        next: bool,
    ) -> FiledMember {
        let born_on = "1985-04-09".parse().unwrap();
        FiledMember { row, name: name.to_owned(), relationship, born_on, now, next }
    }

    fn family(
        members: Vec<FiledMember>,
        now: Option<&str>,
        next: Option<&str>,
        outcome: Outcome,
    ) -> FiledFamily {
        let cost = |plan: Option<&str>, premium, employer| match plan {
            Some(_) => Split { premium: Cents::new(premium), employer: Cents::new(employer) },
            None => Split::default(),
        };
        FiledFamily {
            row: members[0].row,
            name: members[0].name.clone(),
            class: None,
            members,
            now_in: [now.map(plan), None],
            next_in: [next.map(plan), None],
            now: cost(now, 52_004, 33_802),
            next: cost(next, 56_669, 36_835),
            begins_on: None,
            outcome,
        }
    }

    /// One of each outcome, and so many who change plans.
    fn filed(moved: u32) -> Filed {
        use Relationship::{Child, Employee, Spouse};
        let last_day = "2026-11-30".parse().unwrap();
        let ended = Outcome::Ended(Ending { reason: EndReason::LeftJob, last_day });
        let mut election = Election::following(2);
        election.leaving = vec![Leaving { row: 3, reason: LeaveReason::Divorce }];
        let mut joined = family(
            vec![member(50_002, "Bo Chen", Employee, false, true)],
            None,
            Some(SILVER),
            Outcome::Joined,
        );
        joined.begins_on = Some(effective_on() + Days::new(31));
        let alone = |row, name: &str, now, next, outcome: Outcome| {
            let members = vec![member(row, name, Employee, now, next)];
            family(members, now.then_some(GOLD), next.then_some(SILVER), outcome)
        };
        let mut families = vec![
            family(
                vec![
                    member(2, "Ana Lindqvist", Employee, true, true),
                    member(3, "Karl Lindqvist", Spouse, true, false),
                    member(50_001, "Ida Lindqvist", Child, false, true),
                ],
                Some(GOLD),
                Some(SILVER),
                Outcome::Moved,
            ),
            alone(4, "Eva Moss", true, false, ended),
            alone(5, "Ruth Abel", true, false, Outcome::Waived(Some(Waiver::OtherGroupPlan))),
            alone(6, "Ola Nowak", true, false, Outcome::NotPossible),
            alone(7, "Jo Quiet", true, true, Outcome::Renewed),
            alone(8, "Una Decided", false, false, Outcome::Undecided),
            joined,
        ];
        families.extend(
            (1..=moved).map(|n| alone(100 + n, &format!("Person {n}"), true, true, Outcome::Moved)),
        );
        let offered = domain::contract::Package {
            name: "Office".to_owned(),
            classes: Vec::new(),
            plans: vec![plan(GOLD), plan(SILVER)],
            contribution: Contribution::by_member(
                Share { basis: Basis::Reference(Percent::whole(50)), cap: None },
                Share::percent(Percent::ZERO),
                Share::percent(Percent::ZERO),
            )
            .going_by(plan(SILVER)),
            waiting: WaitingPeriod::OFFERED[1],
        };
        let named =
            |id, name: &str| FiledPlan { id: plan(id), name: name.to_owned(), line: Line::Medical };
        let signature = |name: &str, email: &str, at: &str| Signature {
            name: name.to_owned(),
            email: email.to_owned(),
            at: at.parse::<DateTime<Utc>>().unwrap(),
            attestation: ATTESTATION.to_owned(),
        };
        Filed {
            employer: "Lighthouse & Sons Bakery, Inc.".to_owned(),
            catalogue: 12,
            scenario_name: "B: Silver for all".to_owned(),
            scenario: Scenario { packages: vec![offered], moves: Vec::new() },
            elections: vec![election],
            plans: vec![
                named(GOLD, "Harbor Gold 500 HMO"),
                named(SILVER, "Harbor Silver 2000 HMO"),
            ],
            now: families.iter().map(|f| f.now).sum(),
            as_is: families.iter().map(|f| f.now).sum(),
            next: families.iter().map(|f| f.next).sum(),
            families,
            overrides: vec![Override {
                rule: GateRule::Affordable,
                reason: "Two of them are covered by their spouses.".to_owned(),
            }],
            signatures: vec![
                signature("Dana Whitfield", "dana@example.com", "2026-11-27T18:04:05Z"),
                signature("Ruth Abel", "ruth@example.com", "2026-11-28T09:00:00Z"),
            ],
        }
    }

    fn paper(filed: &Filed) -> SubmissionPaper<'_> {
        SubmissionPaper {
            carrier: "Harbor Health Plan",
            demo: true,
            prepared_on: "2026-11-30".parse().unwrap(),
            effective_on: effective_on(),
            number: 2,
            hash: HASH,
            filed,
        }
    }

    fn words(filed: &Filed) -> String {
        let pages = lay(&paper(filed)).texts();
        let texts = pages.into_iter().flatten().map(|(_, _, _, text)| text);
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn all_that_was_submitted_stands_on_the_paper_and_no_date_of_birth() {
        let filed = filed(0);
        let words = words(&filed);
        for said in [
            "Lighthouse & Sons Bakery, Inc.",
            "Submission 2: health coverage from Jan 1, 2027",
            "Scenario \u{201c}B: Silver for all\u{201d}",
            "3 employees covered \u{2022} 4 members",
            "Catalogue 12",
            &filed.now.premium.to_string(),
            &filed.next.employee().to_string(),
            "Office",
            "Everybody",
            "50% of Harbor Silver 2000 HMO for employees",
            "Waiting period: first of the month after 30 days",
            "Changes plans",
            "Joins: Ida Lindqvist (child). Leaves: Karl Lindqvist (spouse, divorced or separated)",
            "Coverage ends Nov 30, 2026: left the company",
            "Declines coverage: covered by another group plan",
            "Coverage ends: no plan takes",
            "Newly covered",
            "Coverage begins Feb 1, 2027, after the waiting period",
            "$520.04",
            "$198.34",
            GateRule::Affordable.title(),
            "Two of them are covered by their spouses.",
            "Dana Whitfield dana@example.com 2026-11-27 18:04:05 UTC",
            "Ruth Abel ruth@example.com 2026-11-28 09:00:00 UTC",
            "I am authorized to bind the company.",
            HASH,
            "Demonstration",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        for hidden in ["1985", "Apr 9", "Jo Quiet", "Una Decided"] {
            assert!(!words.contains(hidden), "{hidden}: {words}");
        }
    }

    #[test]
    fn a_renewal_as_it_is_says_that_nobody_signed() {
        let mut quiet = filed(0);
        quiet.families.retain(|family| family.outcome == Outcome::Renewed);
        quiet.scenario_name.clear();
        (quiet.signatures, quiet.overrides) = (Vec::new(), Vec::new());
        let words = words(&quiet);
        for said in
            ["Everything renews as it is", "Nobody: everyone", "Nobody signed: what was in force"]
        {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(!words.contains("overridden"), "{words}");
    }

    #[test]
    fn every_page_has_its_number_and_the_fingerprint_and_nobody_is_left_out() {
        let filed = filed(90);
        let pages = lay(&paper(&filed)).texts();
        assert!(pages.len() > 3, "{} pages", pages.len());
        for (number, page) in (1..).zip(&pages) {
            let has = |text: &str| page.iter().any(|(.., written)| written == text);
            assert!(has(&format!("{number} of {}", pages.len())));
            assert!(has(&format!("SHA-256 of what was submitted: {HASH}")), "page {number}");
        }
        let written = |name: &str| pages.iter().flatten().filter(|(.., text)| text == name).count();
        assert!((1..=90).all(|number| written(&format!("Person {number}")) == 1));
        let bytes = submission_paper(&paper(&filed)).unwrap();
        assert_eq!(bytes, submission_paper(&paper(&filed)).unwrap());
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-1.7") && text.contains("pdfuaid:part"));
        assert!(text.contains("/StructTreeRoot") && text.contains("/Lang"));
        assert!(text.contains(">Lighthouse &amp; Sons Bakery, Inc.: submission 2, coverage"));
    }

    #[test]
    fn nothing_is_written_outside_the_margins_however_long_the_names() {
        let mut filed = filed(3);
        filed.employer = LONG.repeat(3);
        filed.scenario_name = LONG.to_owned();
        filed.scenario.packages[0].name = LONG.to_owned();
        filed.overrides[0].reason = LONG.repeat(6);
        (filed.signatures[0].name, filed.signatures[0].email) = (LONG.to_owned(), LONG.repeat(3));
        for plan in &mut filed.plans {
            plan.name = LONG.to_owned();
        }
        for family in &mut filed.families {
            family.name = LONG.to_owned();
            family.members.iter_mut().for_each(|member| member.name = LONG.to_owned());
            family.next.premium = Cents::new(12_345_678);
        }
        for (left, right, y, text) in lay(&paper(&filed)).texts().into_iter().flatten() {
            assert!(left >= LEFT - 0.1 && right <= RIGHT + 0.1, "{left} to {right}: {text}");
            assert!(y > 20.0 && y < HEIGHT - 20.0, "{y}: {text}");
        }
        assert!(submission_paper(&paper(&filed)).is_ok());
    }
}
