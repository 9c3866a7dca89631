//! On what the years rest: each service, who uses it when, at which price, and how that is known.

use super::years::{COURSES, Study, shape_of_course};
use domain::Cents;
use domain::usage::{Basis, Care, Person};
use leptos::prelude::*;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The services of one year or example at a time.
#[component]
pub fn Services(study: Study) -> impl IntoView {
    let course = RwSignal::new(0_usize);
    let options = COURSES.iter().enumerate().map(|(at, (label, _))| {
        view! { <option value=at selected=move || course.get() == at>{*label}</option> }
    });
    let choose = move |event| {
        let chosen: Option<usize> = event_target_value(&event).parse().ok();
        course.set(chosen.filter(|at| *at < COURSES.len()).unwrap_or_default());
    };
    view! {
        <section class="card use-services" aria-labelledby="services-title">
            <h2 id="services-title">"What these figures rest on"</h2>
            <p>
                "Each year is a written list of services. It is settled against the plan’s deductibles, \
                 copays, coinsurance and yearly maximums, in the order of the months. Low, medium and high \
                 use are assumptions of ours, not a forecast. The three examples are those of the federal \
                 summary of benefits and coverage, and are about one person."
            </p>
            <p class="quiet">
                "Not counted: limits on how often a service is covered, care outside the network, what goes \
                 into a health savings account, and taxes."
            </p>
            <details>
                <summary>"What is in these years?"</summary>
                <div class="field inline needs-wasm">
                    <label for="use-course">"Services of"</label>
                    <select id="use-course" on:change=choose>{options.collect_view()}</select>
                </div>
                {move || list(study, course.get())}
            </details>
        </section>
    }
    .into_any()
}

/// The list of a year or example, for the shape that is looked at.
fn list(study: Study, at: usize) -> AnyView {
    let shape = shape_of_course(at, study.asked.shape.get());
    let (label, course) = COURSES[at];
    let of_shape = course.care.iter().filter(|care| shape.has(care.person));
    let heads = ["Service", "Who", "When", "How it is known"];
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="The services of the year">
            <table class="plain">
                <caption>{format!("{label}. {}.", course.source)}</caption>
                <thead>
                    <tr>
                        {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                        <th scope="col" class="number">"Times"</th>
                        <th scope="col" class="number">"Price each"</th>
                        <th scope="col" class="number">"Price"</th>
                    </tr>
                </thead>
                <tbody>{of_shape.map(line).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row" colspan="6">"All of it"</th>
                        <td class="number strong">{course.allowed(shape).to_string()}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn line(care: &Care) -> AnyView {
    let all: Cents = care.price.times(i64::from(care.times));
    let words = [who(care.person).to_owned(), when(care), basis(care.basis).to_owned()];
    let numbers = [care.times.to_string(), care.price.to_string(), all.to_string()];
    view! {
        <tr>
            <th scope="row">{what(care)}</th>
            {words.map(|word| view! { <td>{word}</td> }).collect_view()}
            {numbers.map(|number| view! { <td class="number">{number}</td> }).collect_view()}
        </tr>
    }
    .into_any()
}

/// The service; a stay says how long it is.
fn what(care: &Care) -> String {
    let label =
        care.service.map_or("Drugs without a prescription, which no plan covers", |s| s.label());
    if care.days > 1 { format!("{label}, {} days", care.days) } else { label.to_owned() }
}

const fn who(person: Person) -> &'static str {
    match person {
        Person::Employee => "Employee",
        Person::Partner => "Spouse or partner",
        Person::FirstChild => "First child",
        Person::SecondChild => "Second child",
    }
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Published => "Published",
        Basis::Divided => "Published in sum, divided by us",
        Basis::Assumed => "Assumed by us",
    }
}

/// The months in which care is used.
fn when(care: &Care) -> String {
    if (care.first, care.every, care.times) == (1, 1, 12) {
        return "Every month".to_owned();
    }
    let uses = if care.every == 0 { 1 } else { care.times };
    let month = |time: u8| MONTHS[usize::from(care.first - 1 + time * care.every) % MONTHS.len()];
    (0..uses).map(month).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::plan::Service;

    #[test]
    fn months_are_named_where_care_is_not_used_all_year() {
        let care = |first, every, times| Care {
            person: Person::Employee,
            service: Some(Service::Generic),
            first,
            every,
            times,
            price: Cents::new(2_000),
            days: 1,
            basis: Basis::Assumed,
        };
        for (care, expect) in [
            (care(1, 1, 12), "Every month"),
            (care(5, 0, 12), "May"),
            (care(1, 3, 4), "Jan, Apr, Jul, Oct"),
            (care(12, 0, 1), "Dec"),
        ] {
            assert_eq!(when(&care), expect);
        }
    }
}
