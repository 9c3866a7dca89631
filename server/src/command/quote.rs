//! `groupcover quote`

use crate::database;
use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use domain::contribution::{Contribution, Share, Strategy};
use domain::id::PlanId;
use domain::{Cents, Percent, Priced, Pricer, Workbench};
use operations::QuoteError;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(crate) struct QuoteArgs {
    /// ZIP code of the place of business.
    #[arg(long)]
    zip: String,
    /// Its county, where the ZIP code alone does not tell.
    #[arg(long, value_name = "NAME")]
    county: Option<String>,
    /// First day of the plan year, the first of a month.
    #[arg(long, value_name = "YYYY-MM-DD")]
    effective: NaiveDate,
    /// The roster: a CSV or XLSX file.
    #[arg(long, value_name = "FILE")]
    census: PathBuf,
    /// What the employer pays for the employee: 60% of the premium, or $400 a month.
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = typed_share)]
    contribution_employee: TypedShare,
    /// What it pays for the spouse or domestic partner.
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = typed_share)]
    contribution_spouse: TypedShare,
    /// What it pays for each child.
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = typed_share)]
    contribution_child: TypedShare,
    /// Take percentages of this plan's premiums instead of each plan's own.
    #[arg(long, value_name = "PLAN ID", value_parser = plan_id)]
    reference_plan: Option<PlanId>,
    /// The catalogue to price from: an older number reproduces an older quote.
    #[arg(long, value_name = "NUMBER")]
    catalogue: Option<i64>,
    /// How the quote is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Everything, amounts in cents.
    Json,
    /// A plan a line.
    Csv,
    /// For reading.
    Table,
}

/// A share as it is typed; whether a percentage goes by a reference plan is said elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TypedShare {
    Percent(Percent),
    Fixed(Cents),
}

fn typed_share(text: &str) -> Result<TypedShare, String> {
    if text.contains('$') {
        let amount = Cents::parse(text).map_err(|error| error.to_string())?;
        return if amount.is_negative() {
            Err("an amount cannot be negative".into())
        } else {
            Ok(TypedShare::Fixed(amount))
        };
    }
    Percent::parse(text)
        .map(TypedShare::Percent)
        .map_err(|error| format!("{error}; write 60% or $400"))
}

fn plan_id(text: &str) -> Result<PlanId, String> {
    PlanId::parse(text).map_err(|error| error.to_string())
}

impl QuoteArgs {
    fn strategy(&self) -> Strategy {
        let share = |typed| match (typed, &self.reference_plan) {
            (TypedShare::Percent(percent), None) => Share::percent(percent),
            (TypedShare::Percent(percent), Some(_)) => Share::reference(percent),
            (TypedShare::Fixed(amount), _) => Share::fixed(amount),
        };
        let contribution = Contribution::by_member(
            share(self.contribution_employee),
            share(self.contribution_spouse),
            share(self.contribution_child),
        );
        Contribution { reference: self.reference_plan.clone(), ..contribution }.into()
    }
}

/// What stands in the way of a quote, row by row.
#[derive(Debug, Serialize)]
struct Fault {
    row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    code: &'static str,
    message: String,
}

pub(crate) async fn run(database_url: &str, args: QuoteArgs) -> anyhow::Result<ExitCode> {
    let name = args.census.display().to_string();
    let bytes = std::fs::read(&args.census).with_context(|| format!("{name} cannot be read"))?;
    let roster = formats::roster::read(&name, &bytes).with_context(|| name.clone())?;
    let mut faults: Vec<Fault> = roster
        .faults
        .into_iter()
        .map(|f| Fault { row: f.row, column: f.column, code: f.kind.code(), message: f.message })
        .collect();
    let operations = database::operations(database_url).await?;
    let quoted = operations
        .quote(&roster.census, &args.zip, args.county.as_deref(), args.effective, args.catalogue)
        .await;
    let quote = match quoted {
        Ok(quote) => Some(quote),
        Err(QuoteError::Census(by_date)) => {
            faults.extend(by_date.into_iter().map(|f| Fault {
                row: f.row,
                column: None,
                code: f.kind.code(),
                message: f.kind.message().to_owned(),
            }));
            None
        }
        Err(error) => return Err(error.into()),
    };
    let Some(quote) = quote.filter(|_| faults.is_empty()) else {
        faults.sort_by_key(|fault| fault.row);
        return refuse(&name, &faults, args.format);
    };
    if quote.workbench.plans.is_empty() {
        let (area, day) = (&quote.workbench.area, domain::date::long(quote.workbench.effective_on));
        let (state, number) = (&area.state, quote.catalogue.number);
        eprintln!(
            "warning: catalogue {number} has no plan to offer in {area}, {state}, from {day}"
        );
    }
    if let Some(reference) = &args.reference_plan {
        anyhow::ensure!(
            quote.workbench.plan(reference).is_some(),
            "the reference plan {reference} is not among the plans that can be priced"
        );
    }
    let catalogue = quote.catalogue.number;
    let pricer = Pricer::new(Arc::new(quote.workbench));
    let priced = pricer.price(&args.strategy());
    let out = std::io::stdout().lock();
    match args.format {
        Format::Json => write_json(out, &pricer, &priced, catalogue)?,
        Format::Csv => write_csv(out, pricer.workbench(), &priced)?,
        Format::Table => write_table(out, pricer.workbench(), &priced)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A quote for fewer people than were asked for would look like a quote for all: there is none.
fn refuse(file: &str, faults: &[Fault], format: Format) -> anyhow::Result<ExitCode> {
    for fault in faults {
        let column = fault.column.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
        eprintln!("{file}: row {}{column}: {}", fault.row, fault.message);
    }
    if format == Format::Json {
        #[derive(Serialize)]
        struct Errors<'a> {
            errors: &'a [Fault],
        }
        println!("{}", serde_json::to_string_pretty(&Errors { errors: faults })?);
    }
    Ok(ExitCode::from(2))
}

#[derive(Debug, Serialize)]
struct QuoteView<'a> {
    effective_on: NaiveDate,
    rating_area: String,
    catalogue: i64,
    employees: usize,
    members: usize,
    plans: Vec<PlanView<'a>>,
    unrated: &'a [PlanId],
}

#[derive(Debug, Serialize)]
struct PlanView<'a> {
    plan_id: &'a PlanId,
    name: &'a str,
    issuer: &'a str,
    metal: &'static str,
    plan_type: &'static str,
    line: &'static str,
    monthly_premium_cents: Cents,
    employer_cents: Cents,
    employee_cents: Cents,
    employees: Vec<EmployeeView<'a>>,
}

#[derive(Debug, Serialize)]
struct EmployeeView<'a> {
    row: u32,
    name: &'a str,
    premium_cents: Cents,
    employer_cents: Cents,
    employee_cents: Cents,
    members: Vec<MemberView>,
}

#[derive(Debug, Serialize)]
struct MemberView {
    row: u32,
    relationship: &'static str,
    age: u8,
    charged: bool,
    premium_cents: Cents,
}

/// The places of the plans by the group's premium, then by id.
fn by_premium(workbench: &Workbench, priced: &Priced) -> Vec<usize> {
    let mut plans: Vec<usize> = (0..workbench.plans.len()).collect();
    plans.sort_by_key(|plan| (priced.plans[*plan].premium, &workbench.plans[*plan].id));
    plans
}

fn write_json(
    mut out: impl Write,
    pricer: &Pricer,
    priced: &Priced,
    catalogue: i64,
) -> anyhow::Result<()> {
    let workbench = pricer.workbench();
    let plans = by_premium(workbench, priced)
        .into_iter()
        .map(|plan| plan_view(pricer, priced, plan))
        .collect();
    let view = QuoteView {
        effective_on: workbench.effective_on,
        rating_area: workbench.area.to_string(),
        catalogue,
        employees: workbench.families.len(),
        members: workbench.members(),
        plans,
        unrated: &workbench.unrated,
    };
    serde_json::to_writer_pretty(&mut out, &view)?;
    writeln!(out)?;
    Ok(())
}

fn plan_view<'a>(pricer: &'a Pricer, priced: &Priced, plan: usize) -> PlanView<'a> {
    let workbench = pricer.workbench();
    let offer = &workbench.plans[plan];
    let employees = workbench
        .families
        .iter()
        .enumerate()
        .map(|(family, people)| {
            let sum = pricer.family(priced, family, plan);
            let by_member = pricer.members(&priced.strategy, family, plan);
            let member =
                |(member, price): (&domain::workbench::Member, domain::pricing::MemberPrice)| {
                    MemberView {
                        row: member.row,
                        relationship: member.relationship.code(),
                        age: member.age,
                        charged: price.charged,
                        premium_cents: price.split.premium,
                    }
                };
            EmployeeView {
                row: people.employee().row,
                name: &people.employee().name,
                premium_cents: sum.premium,
                employer_cents: sum.employer,
                employee_cents: sum.employee(),
                members: people.members.iter().zip(by_member).map(member).collect(),
            }
        })
        .collect();
    PlanView {
        plan_id: &offer.id,
        name: &offer.name,
        issuer: &offer.issuer,
        metal: offer.metal.label(),
        plan_type: offer.plan_type.label(),
        line: offer.line.label(),
        monthly_premium_cents: priced.plans[plan].premium,
        employer_cents: priced.plans[plan].employer,
        employee_cents: priced.plans[plan].employee(),
        employees,
    }
}

fn write_csv(out: impl Write, workbench: &Workbench, priced: &Priced) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "plan_id",
        "name",
        "issuer",
        "metal",
        "plan_type",
        "line",
        "monthly_premium",
        "employer",
        "employee",
    ])?;
    for plan in by_premium(workbench, priced) {
        let (offer, sum) = (&workbench.plans[plan], priced.plans[plan]);
        csv.write_record([
            offer.id.as_str(),
            &offer.name,
            &offer.issuer,
            offer.metal.label(),
            offer.plan_type.label(),
            offer.line.label(),
            &sum.premium.to_decimal_string(),
            &sum.employer.to_decimal_string(),
            &sum.employee().to_decimal_string(),
        ])?;
    }
    csv.flush()?;
    Ok(())
}

fn write_table(mut out: impl Write, workbench: &Workbench, priced: &Priced) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} employees, {} people covered, from {}, {}, {}",
        workbench.families.len(),
        workbench.members(),
        domain::date::long(workbench.effective_on),
        workbench.area,
        workbench.area.state,
    )?;
    writeln!(
        out,
        "{:<14}  {:<44}  {:>14}  {:>14}  {:>14}",
        "Plan", "Name", "Premium", "Employer", "Employees"
    )?;
    for plan in by_premium(workbench, priced) {
        let (offer, sum) = (&workbench.plans[plan], priced.plans[plan]);
        let name: String = offer.name.chars().take(44).collect();
        writeln!(
            out,
            "{:<14}  {name:<44}  {:>14}  {:>14}  {:>14}",
            offer.id.as_str(),
            sum.premium.to_string(),
            sum.employer.to_string(),
            sum.employee().to_string()
        )?;
    }
    if !workbench.unrated.is_empty() {
        let ids: Vec<_> = workbench.unrated.iter().map(ToString::to_string).collect();
        writeln!(out, "Without a filed rate here and then: {}", ids.join(", "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_or_an_amount() {
        assert_eq!(typed_share("60%"), Ok(TypedShare::Percent(Percent::whole(60))));
        assert_eq!(typed_share("62.5"), Ok(TypedShare::Percent(Percent::from_hundredths(6_250))));
        assert_eq!(typed_share("$400"), Ok(TypedShare::Fixed(Cents::new(40_000))));
        for text in ["", "101%", "-$5", "$", "most"] {
            assert!(typed_share(text).is_err(), "{text:?}");
        }
    }
}
