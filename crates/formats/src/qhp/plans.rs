//! "Plans & Benefits": packages of plans that share a list of benefits.
//!
//! The schema leaves the order of a package's parts open, so they are gathered as drafts and put
//! together at the package's end.

use super::limit::{LimitRow, limits};
use super::note::{Note, Notes, Remark};
use super::source::{Cell, Source};
use super::{MAX_BENEFITS, MAX_LIST, MAX_PLANS};
use crate::error::{FormatError, Place};
use domain::id::PlanId;
use domain::plan::{Benefit, CostShare, Filed, Line, Metal, Plan, PlanType, SbcExample, Service};
use domain::{Cents, Percent};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

/// A file in the making.
#[derive(Default)]
struct Book {
    plans: Vec<Plan>,
    known: HashMap<PlanId, usize>,
    benefits: usize,
    /// Names of services as filed, compared in their plain form.
    services: HashMap<String, Option<Service>>,
    notes: Notes,
}

#[derive(Default)]
struct Package {
    market: Cell,
    dental_only: Cell,
    benefits: Vec<Listed>,
    plans: Vec<Draft>,
}

/// A row of a package's list of benefits.
#[derive(Default)]
struct Listed {
    name: Cell,
    covered: Cell,
    has_limit: Cell,
    quantity: Cell,
    unit: Cell,
}

/// A plan as filed.
#[derive(Default)]
struct Draft {
    place: Place,
    id: Cell,
    name: Cell,
    metal: Cell,
    plan_type: Cell,
    network: Cell,
    service_area: Cell,
    formulary: Cell,
    hsa: Cell,
    from: Cell,
    until: Cell,
    sbc_url: Cell,
    variants: usize,
    /// The best variant so far.
    variant: Option<Variant>,
}

/// A cost-share variant of a plan: off the exchange, on it, or with reduced cost sharing.
#[derive(Default)]
struct Variant {
    id: Cell,
    issuer_value: Cell,
    calculator_value: Cell,
    hsa: Cell,
    sbc_url: Cell,
    /// Deductible, copays, coinsurance, limits.
    baby: [Cell; 4],
    diabetes: [Cell; 4],
    out_of_pocket: Vec<LimitRow>,
    deductibles: Vec<LimitRow>,
    visits: Vec<Visit>,
}

/// The cost share of a service.
#[derive(Default)]
struct Visit {
    name: Cell,
    copay: Cell,
    coinsurance: Cell,
    copay_outside: Cell,
    coinsurance_outside: Cell,
}

/// Reads a template from inside its outermost element to its end.
pub(super) fn read<R: BufRead>(
    source: &mut Source<R>,
) -> Result<(Vec<Plan>, Vec<Note>), FormatError> {
    let mut book = Book::default();
    while source.child()? {
        if source.tag() != "packagesList" {
            source.skip()?;
            continue;
        }
        while source.child()? {
            if source.tag() == "packages" {
                let package = package(source)?;
                add_package(source, &mut book, package)?;
            } else {
                source.skip()?;
            }
        }
    }
    Ok((book.plans, book.notes.into_list()))
}

fn package<R: BufRead>(source: &mut Source<R>) -> Result<Package, FormatError> {
    let mut package = Package::default();
    while source.child()? {
        match source.tag() {
            "header" => header(source, &mut package)?,
            "benefitsList" => list(source, "benefits", &mut package.benefits, listed)?,
            "plansList" => list(source, "plans", &mut package.plans, draft)?,
            _ => source.skip()?,
        }
    }
    Ok(package)
}

fn header<R: BufRead>(source: &mut Source<R>, package: &mut Package) -> Result<(), FormatError> {
    while source.child()? {
        match source.tag() {
            "marketCoverage" => source.leaf_into(&mut package.market)?,
            "dentalPlanOnlyInd" => source.leaf_into(&mut package.dental_only)?,
            _ => source.skip()?,
        }
    }
    Ok(())
}

/// Reads each element of one name in the open one into a list.
fn list<R: BufRead, T>(
    source: &mut Source<R>,
    tag: &str,
    items: &mut Vec<T>,
    item: impl Fn(&mut Source<R>) -> Result<T, FormatError>,
) -> Result<(), FormatError> {
    while source.child()? {
        if source.tag() == tag {
            if items.len() == MAX_LIST {
                return Err(source.too_many("rows in one list", MAX_LIST));
            }
            items.push(item(source)?);
        } else {
            source.skip()?;
        }
    }
    Ok(())
}

fn listed<R: BufRead>(source: &mut Source<R>) -> Result<Listed, FormatError> {
    let mut row = Listed::default();
    while source.child()? {
        let cell = match source.tag() {
            "benefitTypeCode" => &mut row.name,
            "isBenefitCovered" => &mut row.covered,
            "serviceLimit" => &mut row.has_limit,
            "quantityLimit" => &mut row.quantity,
            "unitLimit" => &mut row.unit,
            _ => {
                source.skip()?;
                continue;
            }
        };
        source.leaf_into(cell)?;
    }
    Ok(row)
}

fn draft<R: BufRead>(source: &mut Source<R>) -> Result<Draft, FormatError> {
    let mut draft = Draft { place: source.place(), ..Draft::default() };
    while source.child()? {
        match source.tag() {
            "planAttributes" => attributes(source, &mut draft)?,
            "costShareVariancesList" => variants(source, &mut draft)?,
            _ => source.skip()?,
        }
    }
    Ok(draft)
}

fn attributes<R: BufRead>(source: &mut Source<R>, draft: &mut Draft) -> Result<(), FormatError> {
    while source.child()? {
        let cell = match source.tag() {
            "standardComponentID" => &mut draft.id,
            "planMarketingName" => &mut draft.name,
            "metalLevel" => &mut draft.metal,
            "planType" => &mut draft.plan_type,
            "networkID" => &mut draft.network,
            "serviceAreaID" => &mut draft.service_area,
            "formularyID" => &mut draft.formulary,
            "hsaEligibility" => &mut draft.hsa,
            "planEffectiveDate" => &mut draft.from,
            "planExpirationDate" => &mut draft.until,
            "summaryBenefitAndCoverageURL" => &mut draft.sbc_url,
            _ => {
                source.skip()?;
                continue;
            }
        };
        source.leaf_into(cell)?;
    }
    Ok(())
}

/// Keeps the variant that small groups buy: `-01` (on the exchange), else `-00` (off it), else the
/// first. `-02` to `-06` reduce cost sharing for people of the individual market.
fn variants<R: BufRead>(source: &mut Source<R>, draft: &mut Draft) -> Result<(), FormatError> {
    while source.child()? {
        if source.tag() != "costShareVariance" {
            source.skip()?;
            continue;
        }
        draft.variants += 1;
        if draft.variants > MAX_LIST {
            return Err(source.too_many("variants of one plan", MAX_LIST));
        }
        let variant = variant(source)?;
        let preference = |variant: &Variant| preference(&variant.id.text);
        let best = draft.variant.as_ref().and_then(preference).unwrap_or(u8::MAX);
        if preference(&variant).is_some_and(|mine| mine < best) {
            draft.variant = Some(variant);
        }
    }
    Ok(())
}

/// Which variant is taken: the smallest number. `None` for reduced cost sharing.
fn preference(variant_id: &str) -> Option<u8> {
    match variant_id.trim_end().rsplit_once('-').map(|(_, suffix)| suffix) {
        Some("01") => Some(0),
        Some("00") => Some(1),
        Some("02" | "03" | "04" | "05" | "06") => None,
        _ => Some(2),
    }
}

fn variant<R: BufRead>(source: &mut Source<R>) -> Result<Variant, FormatError> {
    let mut variant = Variant::default();
    while source.child()? {
        match source.tag() {
            "planId" => source.leaf_into(&mut variant.id)?,
            "issuerActuarialValue" => source.leaf_into(&mut variant.issuer_value)?,
            "avCalculatorOutputNumber" => source.leaf_into(&mut variant.calculator_value)?,
            "sbc" => examples(source, &mut variant)?,
            "hsa" => only(source, "hsaEligibility", &mut variant.hsa)?,
            "url" => only(source, "summaryBenefitAndCoverageURL", &mut variant.sbc_url)?,
            "moopList" => list(source, "moop", &mut variant.out_of_pocket, limit_row)?,
            "planDeductibleList" => {
                list(source, "planDeductible", &mut variant.deductibles, limit_row)?;
            }
            "serviceVisitList" => list(source, "serviceVisit", &mut variant.visits, visit)?,
            _ => source.skip()?,
        }
    }
    Ok(variant)
}

/// Reads one leaf of the open element and passes over the others.
fn only<R: BufRead>(source: &mut Source<R>, tag: &str, cell: &mut Cell) -> Result<(), FormatError> {
    while source.child()? {
        if source.tag() == tag { source.leaf_into(cell)? } else { source.skip()? }
    }
    Ok(())
}

fn examples<R: BufRead>(source: &mut Source<R>, variant: &mut Variant) -> Result<(), FormatError> {
    let Variant { baby, diabetes, .. } = variant;
    while source.child()? {
        let cell = match source.tag() {
            "havingBabyDeductible" => &mut baby[0],
            "havingBabyCoPayment" => &mut baby[1],
            "havingBabyCoInsurance" => &mut baby[2],
            "havingBabyLimit" => &mut baby[3],
            "havingDiabetesDeductible" => &mut diabetes[0],
            "havingDiabetesCopay" => &mut diabetes[1],
            "havingDiabetesCoInsurance" => &mut diabetes[2],
            "havingDiabetesLimit" => &mut diabetes[3],
            _ => {
                source.skip()?;
                continue;
            }
        };
        source.leaf_into(cell)?;
    }
    Ok(())
}

/// The two lists of limits name their columns differently.
fn limit_row<R: BufRead>(source: &mut Source<R>) -> Result<LimitRow, FormatError> {
    let mut row = LimitRow::default();
    while source.child()? {
        let cell = match source.tag() {
            "name" | "deductibleType" => &mut row.name,
            "inNetworkTier1IndividualAmount" | "inNetworkTier1Individual" => &mut row.in_network[0],
            "inNetworkTier1FamilyAmount" | "inNetworkTier1Family" => &mut row.in_network[1],
            "outOfNetworkIndividualAmount" | "outOfNetworkIndividual" => &mut row.outside[0],
            "outOfNetworkFamilyAmount" | "outOfNetworkFamily" => &mut row.outside[1],
            "combinedInOutNetworkIndividualAmount" | "combinedInOrOutNetworkIndividual" => {
                &mut row.combined[0]
            }
            "combinedInOutNetworkFamilyAmount" | "combinedInOrOutNetworkFamily" => {
                &mut row.combined[1]
            }
            _ => {
                source.skip()?;
                continue;
            }
        };
        source.leaf_into(cell)?;
    }
    Ok(row)
}

fn visit<R: BufRead>(source: &mut Source<R>) -> Result<Visit, FormatError> {
    let mut visit = Visit::default();
    while source.child()? {
        let cell = match source.tag() {
            "visitType" => &mut visit.name,
            "copayInNetworkTier1" => &mut visit.copay,
            "coInsuranceInNetworkTier1" => &mut visit.coinsurance,
            "copayOutOfNetwork" => &mut visit.copay_outside,
            "coInsuranceOutOfNetwork" => &mut visit.coinsurance_outside,
            _ => {
                source.skip()?;
                continue;
            }
        };
        source.leaf_into(cell)?;
    }
    Ok(visit)
}

/// Puts a package's parts together into plans.
fn add_package<R: BufRead>(
    source: &Source<R>,
    book: &mut Book,
    package: Package,
) -> Result<(), FormatError> {
    let market = package.market.text.to_lowercase();
    let small_group = ["", "both"].contains(&market.as_str())
        || ["shop", "small group"].iter().any(|word| market.contains(word));
    if !small_group {
        book.notes.add(&package.market.place, Remark::OtherMarket(package.market.text));
        return Ok(());
    }
    let line = if package.dental_only.text.eq_ignore_ascii_case("yes") {
        Line::Dental
    } else {
        Line::Medical
    };
    for draft in package.plans {
        book.benefits += package.benefits.len();
        if book.plans.len() == MAX_PLANS {
            return Err(source.too_many("plans", MAX_PLANS));
        }
        if book.benefits > MAX_BENEFITS {
            return Err(source.too_many("benefits", MAX_BENEFITS));
        }
        add_plan(source, book, line, &package.benefits, draft)?;
    }
    Ok(())
}

fn add_plan<R: BufRead>(
    source: &Source<R>,
    book: &mut Book,
    line: Line,
    listed: &[Listed],
    draft: Draft,
) -> Result<(), FormatError> {
    given(source, &draft.id, "standardComponentID", &draft.place)?;
    let id = source.plan_id(&draft.id)?;
    let Some(variant) = &draft.variant else {
        if draft.variants == 0 {
            let (file, place) = (source.file(), draft.place);
            return Err(FormatError::Missing { file, place, column: "costShareVariance" });
        }
        book.notes.add(&draft.place, Remark::OnlyReducedVariants(id));
        return Ok(());
    };
    let plan = plan(source, book, line, listed, &draft, variant, id)?;
    match book.known.get(&plan.id).map(|at| &book.plans[*at]) {
        Some(known) if *known == plan => {
            book.notes.add(&draft.id.place, Remark::SamePlanTwice(plan.id));
        }
        Some(_) => {
            let (file, place, plan) = (source.file(), draft.id.place, plan.id);
            return Err(FormatError::PlanTwice { file, place, plan });
        }
        None => {
            book.known.insert(plan.id.clone(), book.plans.len());
            book.plans.push(plan);
        }
    }
    Ok(())
}

fn plan<R: BufRead>(
    source: &Source<R>,
    book: &mut Book,
    line: Line,
    listed: &[Listed],
    draft: &Draft,
    variant: &Variant,
    id: PlanId,
) -> Result<Plan, FormatError> {
    if let Some(value) = variant.id.given()
        && source.plan_id(&variant.id)? != id
    {
        let (file, place) = (source.file(), variant.id.place.clone());
        return Err(FormatError::StrayVariant { file, place, value: value.to_owned(), plan: id });
    }
    let place = &draft.place;
    let text = |cell, column| given(source, cell, column, place).map(str::to_owned);
    let optional = |cell: &Cell| cell.given().map(str::to_owned);
    given(source, &draft.from, "planEffectiveDate", place)?;
    Ok(Plan {
        name: text(&draft.name, "planMarketingName")?,
        line,
        metal: word(source, &draft.metal, "metalLevel", place, Metal::parse)?,
        plan_type: word(source, &draft.plan_type, "planType", place, PlanType::parse)?,
        network: text(&draft.network, "networkID")?,
        service_area: text(&draft.service_area, "serviceAreaID")?,
        formulary: optional(&draft.formulary),
        // Filed with the plan until 2015, with each variant since.
        hsa_eligible: variant.hsa.given().or(draft.hsa.given()).is_some_and(is_yes),
        actuarial_value: actuarial_value(variant, &mut book.notes),
        from: source.date(&draft.from)?,
        until: draft.until.given().map(|_| source.date(&draft.until)).transpose()?,
        limits: limits(source, line, &variant.deductibles, &variant.out_of_pocket)?,
        benefits: benefits(book, listed, &variant.visits),
        sbc_baby: example(&variant.baby, &mut book.notes),
        sbc_diabetes: example(&variant.diabetes, &mut book.notes),
        sbc_url: optional(&variant.sbc_url).or_else(|| optional(&draft.sbc_url)),
        id,
    })
}

fn given<'a, R: BufRead>(
    source: &Source<R>,
    cell: &'a Cell,
    column: &'static str,
    plan: &Place,
) -> Result<&'a str, FormatError> {
    cell.given().ok_or_else(|| {
        // An empty cell has a place of its own; one that is not there has the plan's.
        let place = if cell.place.line > 0 { &cell.place } else { plan };
        FormatError::Missing { file: source.file(), place: place.clone(), column }
    })
}

fn word<R: BufRead, T>(
    source: &Source<R>,
    cell: &Cell,
    column: &'static str,
    plan: &Place,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, FormatError> {
    let value = given(source, cell, column, plan)?;
    parse(value).ok_or_else(|| FormatError::Word {
        file: source.file(),
        place: cell.place.clone(),
        value: value.to_owned(),
        column,
    })
}

fn is_yes(text: &str) -> bool {
    text.eq_ignore_ascii_case("yes")
}

/// The issuer's own value counts before the calculator's, which cannot judge every design.
fn actuarial_value(variant: &Variant, notes: &mut Notes) -> Option<Percent> {
    let cell = [&variant.issuer_value, &variant.calculator_value]
        .into_iter()
        .find(|cell| cell.given().is_some())?;
    let value = percent(&cell.text);
    if value.is_none() {
        notes.add(&cell.place, Remark::UnreadActuarialValue(cell.text.clone()));
    }
    value
}

/// `91.95%`, or a fraction such as `0.918852865695953`; half a hundredth rounds up.
fn percent(text: &str) -> Option<Percent> {
    let (number, is_fraction) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), false),
        None => (text, true),
    };
    let number: Decimal = number.parse().ok()?;
    let is_fraction = is_fraction && number <= Decimal::ONE;
    let hundredths = number * Decimal::from(if is_fraction { 10_000 } else { 100 });
    let rounded = hundredths.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let hundredths: u32 = rounded.try_into().ok()?;
    (hundredths <= Percent::WHOLE.hundredths()).then(|| Percent::from_hundredths(hundredths))
}

/// One example; nothing when it is not filed. A part that is left blank is nothing to pay.
fn example(cells: &[Cell; 4], notes: &mut Notes) -> Option<SbcExample> {
    if cells.iter().all(|cell| cell.given().is_none()) {
        return None;
    }
    let mut amounts = [Cents::ZERO; 4];
    for (amount, cell) in amounts.iter_mut().zip(cells) {
        let Some(text) = cell.given() else { continue };
        match Cents::parse(text) {
            Ok(cents) if !cents.is_negative() => *amount = cents,
            _ => {
                notes.add(&cell.place, Remark::UnreadExample(text.to_owned()));
                return None;
            }
        }
    }
    let [deductible, copay, coinsurance, limit] = amounts;
    Some(SbcExample { deductible, copay, coinsurance, limit })
}

/// A plan's benefits: its package's list, with the plan's cost shares joined by the service's name.
fn benefits(book: &mut Book, listed: &[Listed], visits: &[Visit]) -> Vec<Benefit> {
    let by_name: HashMap<String, &Visit> =
        visits.iter().rev().map(|visit| (plain(&visit.name.text), visit)).collect();
    let mut used = HashSet::new();
    let mut benefits = Vec::with_capacity(listed.len());
    for row in listed {
        let Some(name) = row.name.given() else { continue };
        let plain = plain(name);
        let visit = by_name.get(&plain).copied();
        let covered = row.covered.text.eq_ignore_ascii_case("covered");
        if covered && visit.is_none() {
            book.notes.add(&row.name.place, Remark::NoCostShare(name.to_owned()));
        }
        benefits.push(Benefit {
            limit: limit_in_words(&row.quantity.text, &row.unit.text)
                .filter(|_| !row.has_limit.text.eq_ignore_ascii_case("no")),
            ..benefit(book, name, &plain, covered, visit)
        });
        used.insert(plain);
    }
    for visit in visits {
        let Some(name) = visit.name.given() else { continue };
        let plain = plain(name);
        if !used.contains(&plain) {
            book.notes.add(&visit.name.place, Remark::NotInBenefits(name.to_owned()));
            benefits.push(benefit(book, name, &plain, true, Some(visit)));
            used.insert(plain);
        }
    }
    benefits
}

fn benefit(
    book: &mut Book,
    name: &str,
    plain: &str,
    covered: bool,
    visit: Option<&Visit>,
) -> Benefit {
    let service = match book.services.get(plain) {
        Some(service) => *service,
        None => *book.services.entry(plain.to_owned()).or_insert(Service::parse(name)),
    };
    let notes = &mut book.notes;
    let mut share = |copay: &Cell, coinsurance: &Cell| {
        let share = CostShare::parse(&copay.text, &coinsurance.text);
        if covered && share == CostShare::Unread {
            let words = format!("{} / {}", copay.text, coinsurance.text);
            notes.add(&copay.place, Remark::UnreadCostShare(words));
        }
        if covered { share } else { CostShare::NotCovered }
    };
    let without = if covered { CostShare::Unread } else { CostShare::NotCovered };
    let (in_network, outside) = visit.map_or((without, without), |visit| {
        let outside = share(&visit.copay_outside, &visit.coinsurance_outside);
        (share(&visit.copay, &visit.coinsurance), outside)
    });
    let filed = visit.map(|visit| Filed {
        copay: visit.copay.text.clone(),
        coinsurance: visit.coinsurance.text.clone(),
        copay_outside: visit.copay_outside.text.clone(),
        coinsurance_outside: visit.coinsurance_outside.text.clone(),
    });
    Benefit {
        service,
        name: name.to_owned(),
        in_network,
        outside,
        limit: None,
        filed: filed.unwrap_or_default(),
    }
}

/// A service's name as it is compared: capitals and the number of spaces differ between lists.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}

/// `30` and `Visit(s) per Year` → `30 visits per year`; `2500` and `Dollars per Year` → `$2,500 per
/// year`.
pub(super) fn limit_in_words(quantity: &str, unit: &str) -> Option<String> {
    if quantity.is_empty() {
        return None;
    }
    let unit = unit.to_lowercase();
    if let (Some(per), Ok(dollars)) = (unit.strip_prefix("dollars"), quantity.parse::<u32>()) {
        return Some(format!("{:#}{per}", Cents::new(i64::from(dollars) * 100)));
    }
    let unit = unit.replacen("(s)", if quantity == "1" { "" } else { "s" }, 1);
    Some(format!("{quantity} {unit}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_on_quantity_are_said_in_words() {
        for (quantity, unit, expect) in [
            ("30", "Visit(s) per Year", Some("30 visits per year")),
            ("1", "Visit(s) per 6 Months", Some("1 visit per 6 months")),
            ("60", "Days per Benefit Period", Some("60 days per benefit period")),
            ("2500", "Dollars per Year", Some("$2,500 per year")),
            ("3", "", Some("3")),
            ("", "Visit(s) per Year", None),
        ] {
            assert_eq!(limit_in_words(quantity, unit).as_deref(), expect, "{quantity} {unit}");
        }
    }

    #[test]
    fn actuarial_values_are_read_as_percentages_and_as_fractions() {
        for (text, expect) in [
            ("91.95%", Some(9_195)),
            ("91.95 %", Some(9_195)),
            ("0.918852865695953", Some(9_189)),
            ("0.91885", Some(9_189)),
            ("0.91884999", Some(9_188)),
            ("70", Some(7_000)),
            ("1", Some(10_000)),
            ("101%", None),
            ("-0.5", None),
            ("high", None),
        ] {
            let expect = expect.map(Percent::from_hundredths);
            assert_eq!(percent(text), expect, "{text:?}");
        }
    }

    #[test]
    fn the_variant_on_the_exchange_is_taken_before_others() {
        for (id, expect) in [
            ("12345DC0010001-01", Some(0)),
            ("12345DC0010001-00", Some(1)),
            ("12345DC0010001", Some(2)),
            ("12345DC0010001-04", None),
        ] {
            assert_eq!(preference(id), expect, "{id}");
        }
    }
}
