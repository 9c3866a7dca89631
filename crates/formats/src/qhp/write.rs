//! Writes plans and rates as templates.
//!
//! What is written is read back as the same values, but for white space at the ends of texts and
//! non-breaking spaces. Cells are numbered along a row, so that errors in a file that was written
//! here can name them; they are not those of the workbook.

use super::plans::limit_in_words;
use domain::Cents;
use domain::id::{IssuerId, PlanId};
use domain::plan::{Benefit, CostShare, Filed, Limit, Line, Plan, SbcExample};
use domain::rate::{FamilyPrices, Prices, RateSheet};
use quick_xml::escape::escape;
use std::io::{self, Write};

/// Why values cannot be written as a template.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the fields are what the message says")]
pub enum WriteError {
    /// The bytes did not leave.
    #[error("the template could not be written")]
    Io(#[from] io::Error),
    /// A template is of one issuer, in one state; a Plans & Benefits template of one line too.
    #[error("{plan} does not belong into a template of issuer {issuer}")]
    Stray { plan: PlanId, issuer: IssuerId },
    /// A benefit's cost share is not what its filed words say, so it would be read back differently.
    #[error("the words filed for {benefit:?} of {plan} do not say its cost share")]
    CostShare { plan: PlanId, benefit: String },
    /// A limit on quantity is not a number and a unit.
    #[error("the limit {limit:?} of {plan} does not begin with a quantity")]
    Quantity { plan: PlanId, limit: String },
}

/// Writes plans as a "Plans & Benefits" template. Neighbours with the same list of benefits share a
/// package. The plans must be of one issuer, state and line; [`Benefit::filed`] is what is written
/// of a cost share, and must say it; a plan names each of its benefits once.
pub fn write_plans(out: impl Write, plans: &[Plan]) -> Result<(), WriteError> {
    let mut xml = Xml::new(out);
    xml.start("planBenefitTemplateVO xmlns=\"http://vo.ffe.cms.hhs.gov\"")?;
    xml.start("packagesList")?;
    if let Some(first) = plans.first() {
        for plan in plans {
            belongs(&plan.id, &first.id, plan.line == first.line)?;
            can_be_filed(plan)?;
        }
        let same_list = |a: &Plan, b: &Plan| listed(a).eq(listed(b));
        for (number, package) in plans.chunk_by(same_list).enumerate() {
            write_package(&mut xml, number + 1, package)?;
        }
    }
    xml.end("packagesList")?;
    xml.end("planBenefitTemplateVO")?;
    xml.out.flush().map_err(WriteError::Io)
}

/// Writes rates as a "Rate Data" template. The sheets must be of one issuer and state.
pub fn write_rates(out: impl Write, sheets: &[RateSheet]) -> Result<(), WriteError> {
    let mut xml = Xml::new(out);
    xml.start("qhpApplicationRateGroupVO xmlns=\"http://vo.ffe.cms.hhs.gov\"")?;
    if let Some(first) = sheets.first() {
        xml.row("Rate_Table", 6);
        xml.start("header")?;
        xml.leaf("issuerId", &first.plan.issuer().to_string())?;
        xml.end("header")?;
        let mut row = 14;
        for sheet in sheets {
            belongs(&sheet.plan, &first.plan, true)?;
            write_sheet(&mut xml, &mut row, sheet)?;
        }
    }
    xml.end("qhpApplicationRateGroupVO")?;
    xml.out.flush().map_err(WriteError::Io)
}

fn belongs(plan: &PlanId, first: &PlanId, same_line: bool) -> Result<(), WriteError> {
    if same_line && (plan.issuer(), plan.state()) == (first.issuer(), first.state()) {
        return Ok(());
    }
    Err(WriteError::Stray { plan: plan.clone(), issuer: first.issuer() })
}

fn is_covered(benefit: &Benefit) -> bool {
    (benefit.in_network, benefit.outside) != (CostShare::NotCovered, CostShare::NotCovered)
}

/// What a package's list says of a plan's benefits.
fn listed(plan: &Plan) -> impl Iterator<Item = (&str, bool, Option<&str>)> {
    plan.benefits.iter().map(|b| (b.name.as_str(), is_covered(b), b.limit.as_deref()))
}

/// A covered benefit without words has no cost share in the file; that is read as unread.
fn has_no_words(benefit: &Benefit) -> bool {
    benefit.filed == Filed::default()
        && (benefit.in_network, benefit.outside) == (CostShare::Unread, CostShare::Unread)
}

fn can_be_filed(plan: &Plan) -> Result<(), WriteError> {
    for benefit in &plan.benefits {
        let filed = &benefit.filed;
        let said = (
            CostShare::parse(&filed.copay, &filed.coinsurance),
            CostShare::parse(&filed.copay_outside, &filed.coinsurance_outside),
        );
        let says_it = said == (benefit.in_network, benefit.outside);
        if is_covered(benefit) && !says_it && !has_no_words(benefit) {
            let (plan, benefit) = (plan.id.clone(), benefit.name.clone());
            return Err(WriteError::CostShare { plan, benefit });
        }
        if let Some(limit) = &benefit.limit {
            let (quantity, unit) = quantity(limit);
            if limit_in_words(&quantity, &unit).as_ref() != Some(limit) {
                let (plan, limit) = (plan.id.clone(), limit.clone());
                return Err(WriteError::Quantity { plan, limit });
            }
        }
    }
    Ok(())
}

/// The quantity and unit of a limit in words; what [`limit_in_words`] made it from.
fn quantity(limit: &str) -> (String, String) {
    let (quantity, unit) = limit.split_once(' ').unwrap_or((limit, ""));
    match quantity.strip_prefix('$') {
        Some(dollars) => {
            (dollars.replace(',', ""), format!("Dollars {unit}").trim_end().to_owned())
        }
        None => (quantity.to_owned(), unit.to_owned()),
    }
}

fn write_package<W: Write>(
    xml: &mut Xml<W>,
    number: usize,
    plans: &[Plan],
) -> Result<(), WriteError> {
    let Some(first) = plans.first() else { return Ok(()) };
    let sheet = format!("Benefits_Package_{number}");
    xml.start("packages")?;
    xml.row(&sheet, 2);
    xml.start("header")?;
    xml.leaf("issuerId", &first.issuer().to_string())?;
    xml.leaf("statePostalCode", first.id.state())?;
    xml.leaf("marketCoverage", "SHOP (Small Group)")?;
    xml.leaf("dentalPlanOnlyInd", yes_no(first.line == Line::Dental))?;
    xml.end("header")?;
    xml.start("benefitsList")?;
    for (benefit, row) in first.benefits.iter().zip(61..) {
        xml.row(&sheet, row);
        write_listed(xml, benefit)?;
    }
    xml.end("benefitsList")?;
    xml.start("plansList")?;
    for (plan, row) in plans.iter().zip(9..) {
        xml.row(&sheet, row);
        xml.start("plans")?;
        write_attributes(xml, plan)?;
        xml.row(&format!("Cost_Share_Variances_{number}"), row - 5);
        write_variant(xml, plan)?;
        xml.end("plans")?;
    }
    xml.end("plansList")?;
    xml.end("packages")?;
    Ok(())
}

fn write_listed<W: Write>(xml: &mut Xml<W>, benefit: &Benefit) -> io::Result<()> {
    let (quantity, unit) = benefit.limit.as_deref().map(quantity).unwrap_or_default();
    xml.start("benefits")?;
    xml.leaf("benefitTypeCode", &benefit.name)?;
    xml.leaf("isBenefitCovered", if is_covered(benefit) { "Covered" } else { "Not Covered" })?;
    xml.leaf("serviceLimit", if benefit.limit.is_some() { "Yes" } else { "" })?;
    xml.leaf("quantityLimit", &quantity)?;
    xml.leaf("unitLimit", &unit)?;
    xml.end("benefits")
}

fn write_attributes<W: Write>(xml: &mut Xml<W>, plan: &Plan) -> io::Result<()> {
    let until = plan.until.map(|day| day.format("%m/%d/%Y").to_string()).unwrap_or_default();
    xml.start("planAttributes")?;
    xml.leaf("standardComponentID", plan.id.as_str())?;
    xml.leaf("planMarketingName", &plan.name)?;
    xml.leaf("networkID", &plan.network)?;
    xml.leaf("serviceAreaID", &plan.service_area)?;
    xml.leaf("formularyID", plan.formulary.as_deref().unwrap_or_default())?;
    xml.leaf("planType", plan.plan_type.label())?;
    xml.leaf("metalLevel", plan.metal.label())?;
    xml.leaf("planEffectiveDate", &plan.from.format("%m/%d/%Y").to_string())?;
    xml.leaf("planExpirationDate", &until)?;
    xml.end("planAttributes")
}

fn write_variant<W: Write>(xml: &mut Xml<W>, plan: &Plan) -> io::Result<()> {
    let value = plan.actuarial_value.map(|value| value.to_string()).unwrap_or_default();
    xml.start("costShareVariancesList")?;
    xml.start("costShareVariance")?;
    xml.leaf("planId", &format!("{}-01", plan.id))?;
    xml.leaf("planMarketingName", &plan.name)?;
    xml.leaf("metalLevel", plan.metal.label())?;
    xml.leaf("issuerActuarialValue", &value)?;
    write_examples(xml, plan)?;
    xml.start("hsa")?;
    xml.leaf("hsaEligibility", yes_no(plan.hsa_eligible))?;
    xml.end("hsa")?;
    xml.start("url")?;
    xml.leaf("summaryBenefitAndCoverageURL", plan.sbc_url.as_deref().unwrap_or_default())?;
    xml.end("url")?;
    write_limits(xml, plan)?;
    xml.start("serviceVisitList")?;
    for benefit in plan.benefits.iter().filter(|benefit| !has_no_words(benefit)) {
        write_visit(xml, benefit)?;
    }
    xml.end("serviceVisitList")?;
    xml.end("costShareVariance")?;
    xml.end("costShareVariancesList")
}

fn write_visit<W: Write>(xml: &mut Xml<W>, benefit: &Benefit) -> io::Result<()> {
    let filed = &benefit.filed;
    xml.start("serviceVisit")?;
    xml.leaf("visitType", &benefit.name)?;
    xml.leaf("copayInNetworkTier1", &filed.copay)?;
    xml.leaf("copayOutOfNetwork", &filed.copay_outside)?;
    xml.leaf("coInsuranceInNetworkTier1", &filed.coinsurance)?;
    xml.leaf("coInsuranceOutOfNetwork", &filed.coinsurance_outside)?;
    xml.end("serviceVisit")
}

fn write_examples<W: Write>(xml: &mut Xml<W>, plan: &Plan) -> io::Result<()> {
    let baby = ["Deductible", "CoPayment", "CoInsurance", "Limit"];
    let diabetes = ["Deductible", "Copay", "CoInsurance", "Limit"];
    xml.start("sbc")?;
    for (example, topic, names) in
        [(plan.sbc_baby, "Baby", baby), (plan.sbc_diabetes, "Diabetes", diabetes)]
    {
        let Some(SbcExample { deductible, copay, coinsurance, limit }) = example else { continue };
        for (name, amount) in names.into_iter().zip([deductible, copay, coinsurance, limit]) {
            xml.leaf(&format!("having{topic}{name}"), &format!("{amount:#}"))?;
        }
    }
    xml.end("sbc")
}

fn write_limits<W: Write>(xml: &mut Xml<W>, plan: &Plan) -> io::Result<()> {
    let limits = &plan.limits;
    let main = |drug: Option<Limit>| match (plan.line, drug) {
        (Line::Medical, None) => Scope::Combined,
        _ => Scope::Medical,
    };
    xml.start("moopList")?;
    let outside = limits.out_of_pocket_outside.unwrap_or_default();
    let scope = main(limits.drug_out_of_pocket);
    write_out_of_pocket(xml, scope, limits.out_of_pocket, outside)?;
    if let Some(drug) = limits.drug_out_of_pocket {
        write_out_of_pocket(xml, Scope::Drug, drug, Limit::default())?;
    }
    xml.end("moopList")?;
    xml.start("planDeductibleList")?;
    let outside = limits.deductible_outside.unwrap_or_default();
    write_deductible(xml, main(limits.drug_deductible), limits.deductible, outside)?;
    if let Some(drug) = limits.drug_deductible {
        write_deductible(xml, Scope::Drug, drug, Limit::default())?;
    }
    xml.end("planDeductibleList")
}

/// What a limit is for. Dental plans file theirs as medical.
#[derive(Clone, Copy)]
enum Scope {
    Combined,
    Medical,
    Drug,
}

fn write_out_of_pocket<W: Write>(
    xml: &mut Xml<W>,
    scope: Scope,
    in_network: Limit,
    outside: Limit,
) -> io::Result<()> {
    let name = match scope {
        Scope::Combined => "Maximum Out of Pocket for Medical and Drug EHB Benefits (Total)",
        Scope::Medical => "Maximum Out of Pocket for Medical EHB Benefits",
        Scope::Drug => "Maximum Out of Pocket for Drug EHB Benefits",
    };
    xml.start("moop")?;
    xml.leaf("name", name)?;
    xml.leaf("inNetworkTier1IndividualAmount", &individual(in_network))?;
    xml.leaf("inNetworkTier1FamilyAmount", &family(in_network))?;
    xml.leaf("outOfNetworkIndividualAmount", &individual(outside))?;
    xml.leaf("outOfNetworkFamilyAmount", &family(outside))?;
    xml.leaf("combinedInOutNetworkIndividualAmount", NOT_APPLICABLE)?;
    xml.leaf("combinedInOutNetworkFamilyAmount", &family(Limit::default()))?;
    xml.end("moop")
}

fn write_deductible<W: Write>(
    xml: &mut Xml<W>,
    scope: Scope,
    in_network: Limit,
    outside: Limit,
) -> io::Result<()> {
    let name = match scope {
        Scope::Combined => "Combined Medical and Drug EHB Deductible",
        Scope::Medical => "Medical EHB Deductible",
        Scope::Drug => "Drug EHB Deductible",
    };
    xml.start("planDeductible")?;
    xml.leaf("deductibleType", name)?;
    xml.leaf("inNetworkTier1Individual", &individual(in_network))?;
    xml.leaf("inNetworkTier1Family", &family(in_network))?;
    xml.leaf("outOfNetworkIndividual", &individual(outside))?;
    xml.leaf("outOfNetworkFamily", &family(outside))?;
    xml.leaf("combinedInOrOutNetworkIndividual", NOT_APPLICABLE)?;
    xml.leaf("combinedInOrOutNetworkFamily", &family(Limit::default()))?;
    xml.end("planDeductible")
}

const NOT_APPLICABLE: &str = "Not Applicable";

fn individual(limit: Limit) -> String {
    limit.individual.map_or_else(|| NOT_APPLICABLE.to_owned(), dollars)
}

fn family(limit: Limit) -> String {
    let part = |amount: Option<Cents>, per: &str| match amount {
        Some(amount) => format!("{} {per}", dollars(amount)),
        None => format!("{per} not applicable"),
    };
    format!("{} | {}", part(limit.family_person, "per person"), part(limit.family, "per group"))
}

/// `$2500` or `$2500.50`: without commas, as limits of families are filed.
fn dollars(amount: Cents) -> String {
    let exact = amount.to_decimal_string();
    format!("${}", exact.strip_suffix(".00").unwrap_or(&exact))
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

fn write_sheet<W: Write>(xml: &mut Xml<W>, row: &mut u32, sheet: &RateSheet) -> io::Result<()> {
    match &sheet.prices {
        Prices::ByAge(prices) => {
            for (band, price) in prices {
                let filed = band.to_string();
                let filed = match filed.strip_suffix('+') {
                    Some(from) => format!("{from} and over"),
                    None => filed,
                };
                write_item(xml, row, sheet, &filed, &[("primaryEnrollee", *price)])?;
            }
        }
        Prices::ByFamily(FamilyPrices { single, couple }) => {
            let columns = [
                ("primaryEnrollee", single[0]),
                ("coupleEnrollee", couple[0]),
                ("primaryEnrolleeOneDependent", single[1]),
                ("primaryEnrolleeTwoDependent", single[2]),
                ("primaryEnrolleeManyDependent", single[3]),
                ("coupleEnrolleeOneDependent", couple[1]),
                ("coupleEnrolleeTwoDependent", couple[2]),
                ("coupleEnrolleeManyDependent", couple[3]),
            ];
            write_item(xml, row, sheet, "Family Option", &columns)?;
        }
    }
    Ok(())
}

fn write_item<W: Write>(
    xml: &mut Xml<W>,
    row: &mut u32,
    sheet: &RateSheet,
    age: &str,
    prices: &[(&str, Cents)],
) -> io::Result<()> {
    xml.row("Rate_Table", *row);
    *row += 1;
    xml.start("items")?;
    xml.leaf("planId", sheet.plan.as_str())?;
    xml.leaf("rateAreaId", &sheet.area.to_string())?;
    xml.leaf("tobacco", "No Preference")?;
    xml.leaf("ageNumber", age)?;
    for (name, price) in prices {
        xml.leaf(name, &price.to_decimal_string())?;
    }
    xml.leaf("effectiveDate", &sheet.from.to_string())?;
    xml.leaf("expirationDate", &sheet.until.to_string())?;
    xml.end("items")
}

/// Indented elements and leaves with numbered cells.
struct Xml<W: Write> {
    out: io::BufWriter<W>,
    depth: usize,
    sheet: String,
    row: u32,
    column: u32,
}

impl<W: Write> Xml<W> {
    fn new(out: W) -> Self {
        let out = io::BufWriter::new(out);
        Self { out, depth: 0, sheet: String::new(), row: 0, column: 0 }
    }

    /// The row whose cells the next leaves are.
    fn row(&mut self, sheet: &str, row: u32) {
        sheet.clone_into(&mut self.sheet);
        (self.row, self.column) = (row, 0);
    }

    fn start(&mut self, tag: &str) -> io::Result<()> {
        if self.depth == 0 {
            self.out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        }
        self.line()?;
        self.depth += 1;
        write!(self.out, "<{tag}>")
    }

    fn end(&mut self, tag: &str) -> io::Result<()> {
        self.depth -= 1;
        self.line()?;
        write!(self.out, "</{tag}>")?;
        if self.depth == 0 { writeln!(self.out) } else { Ok(()) }
    }

    fn leaf(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.column += 1;
        let cell = format!("{}-{}.{}", self.sheet, letters(self.column), self.row);
        self.line()?;
        let value = escape(value);
        write!(self.out, "<{name} cellLocation=\"{cell}\"><cellValue>{value}</cellValue></{name}>")
    }

    fn line(&mut self) -> io::Result<()> {
        write!(self.out, "\n{:1$}", "", self.depth * 2)
    }
}

/// A column as spreadsheets name it: A … Z, AA ….
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        for (column, expect) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")] {
            assert_eq!(letters(column), expect);
        }
    }

    #[test]
    fn a_limit_in_words_is_taken_apart_as_it_was_put_together() {
        for words in ["30 visits per year", "1 visit per 6 months", "$2,500 per year", "3"] {
            let (quantity, unit) = quantity(words);
            assert_eq!(limit_in_words(&quantity, &unit).as_deref(), Some(words));
        }
    }
}
