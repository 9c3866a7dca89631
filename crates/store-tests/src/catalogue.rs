//! Stories about the catalogue.

use crate::Lab;
use crate::fixture::{
    AWKWARD, area, day, filing, filing_head, head, plan, plan_id, sheet, succession,
};
use domain::catalogue::{CatalogueHead, Filing, FilingContent};
use domain::id::{FilingId, IssuerId};
use domain::place::RatingArea;
use store::{Constraint, StoreError};
use uuid::Uuid;

const YEAR: (&str, &str) = ("2026-01-01", "2026-12-31");
const ADULTS: &str = "0-20:27202,21:30238,64+:90714";
const FAMILY: &str = "family:1000,2000,3000,4000,1500,2500,3500,4500";

async fn publish(
    lab: &dyn Lab,
    head: &CatalogueHead,
    new: &[Filing],
    kept: &[FilingId],
) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    unit.catalogue().publish(head, new, kept).await?;
    unit.commit().await
}

fn plans() -> Filing {
    // Not in the order of their ids.
    let content = FilingContent::Plans(vec![
        plan("12345CA0020001", "Zilver"),
        plan("12345CA0010001", AWKWARD),
        plan("12345NV0010001", "Nevada"),
    ]);
    filing(1, content)
}

fn rates() -> Filing {
    let content = FilingContent::Rates(vec![
        sheet("12345CA0020001", 4, YEAR, FAMILY),
        sheet("12345CA0010001", 4, ("2026-04-01", "2026-06-30"), "0-20:2,21+:3"),
        sheet("12345CA0010001", 4, ("2026-01-01", "2026-03-31"), ADULTS),
        sheet("12345CA0010001", 5, YEAR, "0-20:1,21+:2"),
    ]);
    filing(2, content)
}

/// All that was published comes back, sorted, and only what was asked for.
pub async fn what_is_published_is_read_back(lab: &dyn Lab) {
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.catalogue().latest().await.expect("answers"), None);
    drop(unit);

    let crosswalk = FilingContent::Crosswalk(vec![
        succession("12345CA0020001", None, Some(AWKWARD)),
        succession("12345CA0010001", Some("12345CA0010001"), None),
    ]);
    let filings = [plans(), rates(), filing(3, crosswalk)];
    publish(lab, &head(1), &filings, &[]).await.expect("publishes");

    let mut unit = lab.store().begin_read().await.expect("begins");
    let catalogue = unit.catalogue();
    assert_eq!(catalogue.latest().await.expect("answers"), Some(head(1)));
    assert_eq!(catalogue.by_number(1).await.expect("answers"), Some(head(1)));
    assert_eq!(catalogue.by_number(2).await.expect("answers"), None);
    let id = head(1).id;
    assert_eq!(
        catalogue.filings(id).await.expect("answers"),
        [&filings[2], &filings[0], &filings[1]].map(filing_head),
        "by issuer, year and kind"
    );

    assert_eq!(
        catalogue.plans(id, 2026, "CA").await.expect("answers"),
        [plan("12345CA0010001", AWKWARD), plan("12345CA0020001", "Zilver")]
    );
    assert_eq!(catalogue.plans(id, 2025, "CA").await.expect("answers"), []);
    assert_eq!(catalogue.plans(id, 2026, "ca").await.expect("answers"), []);
    assert_eq!(catalogue.plans(head(2).id, 2026, "CA").await.expect("answers"), []);
    let nevada = plan_id("12345NV0010001");
    assert_eq!(
        catalogue.plan(id, 2026, &nevada).await.expect("answers"),
        Some(plan("12345NV0010001", "Nevada"))
    );
    assert_eq!(catalogue.plan(id, 2025, &nevada).await.expect("answers"), None);

    assert_eq!(
        catalogue.successions(id, 2026).await.expect("answers"),
        [
            succession("12345CA0010001", Some("12345CA0010001"), None),
            succession("12345CA0020001", None, Some(AWKWARD)),
        ]
    );
    rates_are_those_of_place_and_day(lab).await;
}

async fn rates_are_those_of_place_and_day(lab: &dyn Lab) {
    let mut unit = lab.store().begin_read().await.expect("begins");
    let id = head(1).id;
    let first = sheet("12345CA0010001", 4, ("2026-01-01", "2026-03-31"), ADULTS);
    let second = sheet("12345CA0010001", 4, ("2026-04-01", "2026-06-30"), "0-20:2,21+:3");
    let family = sheet("12345CA0020001", 4, YEAR, FAMILY);
    for (on, expect) in [
        ("2025-12-31", vec![]),
        ("2026-01-01", vec![first.clone(), family.clone()]),
        ("2026-03-31", vec![first, family.clone()]),
        ("2026-04-01", vec![second, family.clone()]),
        ("2026-12-31", vec![family]),
        ("2027-01-01", vec![]),
    ] {
        let found = unit.catalogue().sheets(id, &area(4), day(on)).await.expect("answers");
        assert_eq!(found, expect, "{on}");
    }
    let nevada = RatingArea { state: "NV".into(), number: 4 };
    let found = unit.catalogue().sheets(id, &nevada, day("2026-01-01")).await.expect("answers");
    assert_eq!(found, []);
}

/// What is priced by an old catalogue comes out as it did then.
pub async fn a_new_catalogue_leaves_the_old_one_as_it_was(lab: &dyn Lab) {
    publish(lab, &head(1), &[plans(), rates()], &[]).await.expect("publishes");
    let raised = Filing {
        id: FilingId(Uuid::from_u128(4)),
        content: FilingContent::Rates(vec![sheet("12345CA0010001", 4, YEAR, "0-20:9,21+:99")]),
        ..rates()
    };
    let raised = [raised];
    publish(lab, &head(2), &raised, &[plans().id]).await.expect("publishes");

    let mut unit = lab.store().begin_read().await.expect("begins");
    let catalogue = unit.catalogue();
    assert_eq!(catalogue.latest().await.expect("answers"), Some(head(2)));
    assert_eq!(catalogue.list().await.expect("answers"), [head(1), head(2)]);
    assert_eq!(
        catalogue.filings(head(2).id).await.expect("answers"),
        [filing_head(&plans()), filing_head(&raised[0])]
    );
    let on = day("2026-01-01");
    let old = catalogue.sheets(head(1).id, &area(4), on).await.expect("answers");
    assert_eq!(old[0], sheet("12345CA0010001", 4, ("2026-01-01", "2026-03-31"), ADULTS));
    let new = catalogue.sheets(head(2).id, &area(4), on).await.expect("answers");
    assert_eq!(new, [sheet("12345CA0010001", 4, YEAR, "0-20:9,21+:99")]);
    assert_eq!(
        catalogue.plans(head(1).id, 2026, "CA").await.expect("answers"),
        catalogue.plans(head(2).id, 2026, "CA").await.expect("answers")
    );
}

/// Of each kind, in the order of its ids, and of this filing alone.
pub async fn a_filing_tells_what_it_said(lab: &dyn Lab) {
    let crosswalk = FilingContent::Crosswalk(vec![
        succession("12345CA0020001", None, Some(AWKWARD)),
        succession("12345CA0010001", Some("12345CA0010001"), None),
    ]);
    let filings = [plans(), rates(), filing(3, crosswalk)];
    publish(lab, &head(1), &filings, &[]).await.expect("publishes");
    let other = FilingContent::Rates(vec![sheet("12345NV0010001", 200, YEAR, FAMILY)]);
    let other = [filing(4, other)];
    publish(lab, &head(2), &other, &[filings[0].id]).await.expect("publishes");

    let mut unit = lab.store().begin_read().await.expect("begins");
    for (filing, expect) in [
        (
            &filings[0],
            FilingContent::Plans(vec![
                plan("12345CA0010001", AWKWARD),
                plan("12345CA0020001", "Zilver"),
                plan("12345NV0010001", "Nevada"),
            ]),
        ),
        (
            &filings[1],
            FilingContent::Rates(vec![
                sheet("12345CA0010001", 4, ("2026-01-01", "2026-03-31"), ADULTS),
                sheet("12345CA0010001", 4, ("2026-04-01", "2026-06-30"), "0-20:2,21+:3"),
                sheet("12345CA0010001", 5, YEAR, "0-20:1,21+:2"),
                sheet("12345CA0020001", 4, YEAR, FAMILY),
            ]),
        ),
        (
            &filings[2],
            FilingContent::Crosswalk(vec![
                succession("12345CA0010001", Some("12345CA0010001"), None),
                succession("12345CA0020001", None, Some(AWKWARD)),
            ]),
        ),
        (&other[0], other[0].content.clone()),
    ] {
        let found = unit.catalogue().content(&filing_head(filing)).await.expect("answers");
        assert_eq!(found, expect, "{}", filing.id);
    }
    // Of one that never was there is nothing.
    let stranger = filing(9, FilingContent::Plans(vec![]));
    let found = unit.catalogue().content(&filing_head(&stranger)).await.expect("answers");
    assert_eq!(found, stranger.content);
}

/// Not even by those who can write any statement they like.
pub async fn what_is_published_cannot_be_changed(lab: &dyn Lab) {
    let crosswalk = FilingContent::Crosswalk(vec![succession("12345CA0010001", None, None)]);
    let filings = [plans(), rates(), filing(3, crosswalk)];
    publish(lab, &head(1), &filings, &[]).await.expect("publishes");
    for statement in [
        "update filing set digest = ''",
        "update plan set name = ''",
        "update rate set prices = ''",
        "update succession set reason = ''",
        "update catalogue set number = 7",
        "update catalogue_filing set year = 2027",
        "delete from filing",
        "delete from plan",
        "delete from rate",
        "delete from succession",
        "delete from catalogue",
        "delete from catalogue_filing",
    ] {
        let refused = lab.execute(statement).await.expect_err(statement);
        assert!(refused.contains("are never changed or removed"), "{statement}: {refused}");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.catalogue().filings(head(1).id).await.expect("answers").len(), 3);
}

/// Both decided on top of the same catalogue: the second must look again.
pub async fn of_two_who_publish_a_number_one_is_told(lab: &dyn Lab) {
    let (first, second) = (head(1), CatalogueHead { id: head(2).id, ..head(1) });
    let (mine, theirs) = ([plans()], [rates()]);
    let (one, two) =
        tokio::join!(publish(lab, &first, &mine, &[]), publish(lab, &second, &theirs, &[]));
    let mut outcomes = [one, two].map(|outcome| outcome.map_err(|error| error.conflict()));
    outcomes.sort_by_key(Result::is_err);
    assert_eq!(outcomes, [Ok(()), Err(Some(Constraint::CatalogueNumber))]);
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.catalogue().list().await.expect("answers").len(), 1);
}

/// And nothing of that catalogue remains.
pub async fn a_filing_that_never_was_cannot_be_kept(lab: &dyn Lab) {
    let error = publish(lab, &head(1), &[plans()], &[rates().id]).await.expect_err("refuses");
    assert!(matches!(error, StoreError::UnknownFiling(id) if id == rates().id), "{error:?}");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.catalogue().latest().await.expect("answers"), None);
}

/// Two filings of one key contradict each other, and nobody files for another issuer.
pub async fn an_issuer_files_one_of_a_kind_and_its_own(lab: &dyn Lab) {
    let twin = Filing { id: FilingId(Uuid::from_u128(9)), ..rates() };
    let error = publish(lab, &head(1), &[rates(), twin], &[]).await.expect_err("refuses");
    assert_eq!(error.conflict(), Some(Constraint::FilingOfKey), "{error:?}");

    for content in [
        FilingContent::Plans(vec![plan("54321CA0010001", "Another's")]),
        FilingContent::Rates(vec![sheet("54321CA0010001", 4, YEAR, ADULTS)]),
        FilingContent::Crosswalk(vec![succession("54321CA0010001", None, None)]),
        FilingContent::Rates(vec![sheet("12345CA0010001", 4, (YEAR.1, YEAR.0), ADULTS)]),
    ] {
        let refused = publish(lab, &head(1), &[filing(8, content)], &[]).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
}

/// Names may change; ids do not.
pub async fn issuers_are_named_and_renamed(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    let catalogue = unit.catalogue();
    for (issuer, name) in [(54_321, "Zephyr"), (2, "Old name"), (2, AWKWARD)] {
        catalogue.name_issuer(IssuerId(issuer), name).await.expect("names");
    }
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(
        unit.catalogue().issuer_names().await.expect("answers"),
        [(IssuerId(2), AWKWARD.to_owned()), (IssuerId(54_321), "Zephyr".to_owned())]
    );
}
