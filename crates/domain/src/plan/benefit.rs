//! The services that plans are compared by, and a plan's benefit for each.

use super::cost_share::CostShare;
use serde::{Deserialize, Serialize};

/// A benefit as filed, with the cost share read from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benefit {
    /// The service, when it is one that plans are compared by.
    pub service: Option<Service>,
    /// The service's name as filed.
    pub name: String,
    /// What a member pays in the network (its first tier).
    pub in_network: CostShare,
    /// What a member pays outside it.
    pub outside: CostShare,
    /// The limit on quantity, in words (`30 visits per year`), where there is one.
    pub limit: Option<String>,
    /// The words from which the two cost shares were read.
    pub filed: Filed,
}

/// The filed words of a cost share.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the template's columns")]
pub struct Filed {
    pub copay: String,
    pub coinsurance: String,
    pub copay_outside: String,
    pub coinsurance_outside: String,
}

/// Services are compared in groups that people know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the labels say it")]
pub enum ServiceGroup {
    Doctor,
    Tests,
    Hospital,
    Drugs,
    Family,
    Mind,
    Dental,
}

impl ServiceGroup {
    /// In the order of a comparison.
    pub const ALL: [Self; 7] = [
        Self::Doctor,
        Self::Tests,
        Self::Hospital,
        Self::Drugs,
        Self::Family,
        Self::Mind,
        Self::Dental,
    ];

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Doctor => "Seeing a doctor",
            Self::Tests => "Tests",
            Self::Hospital => "Hospital and emergency",
            Self::Drugs => "Prescriptions, 30 days",
            Self::Family => "Having a baby, and children",
            Self::Mind => "Mental health and recovery",
            Self::Dental => "Dental care",
        }
    }
}

macro_rules! services {
    ($($variant:ident, $group:ident, $label:literal, $filed:literal;)*) => {
        /// A service by which plans are compared.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the labels say it")]
        pub enum Service { $($variant),* }

        impl Service {
            /// Every service, in the order of a comparison.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name for people.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// Its name in the Plans & Benefits template.
            pub const fn filed_name(self) -> &'static str {
                match self { $(Self::$variant => $filed),* }
            }

            /// Where it stands in a comparison.
            pub const fn group(self) -> ServiceGroup {
                match self { $(Self::$variant => ServiceGroup::$group),* }
            }
        }
    };
}

services! {
    PrimaryCare, Doctor, "Primary care visit", "Primary Care Visit to Treat an Injury or Illness";
    Specialist, Doctor, "Specialist visit", "Specialist Visit";
    UrgentCare, Doctor, "Urgent care", "Urgent Care Centers or Facilities";
    Preventive, Doctor, "Preventive care", "Preventive Care/Screening/Immunization";
    Therapy, Doctor, "Physical or occupational therapy", "Rehabilitative Occupational and Rehabilitative Physical Therapy";
    Chiropractic, Doctor, "Chiropractic care", "Chiropractic Care";
    Equipment, Doctor, "Medical equipment", "Durable Medical Equipment";
    Laboratory, Tests, "Laboratory tests", "Laboratory Outpatient and Professional Services";
    XRay, Tests, "X-rays", "X-rays and Diagnostic Imaging";
    Imaging, Tests, "CT, PET and MRI scans", "Imaging (CT/PET Scans, MRIs)";
    EmergencyRoom, Hospital, "Emergency room", "Emergency Room Services";
    Ambulance, Hospital, "Ambulance", "Emergency Transportation/Ambulance";
    OutpatientFacility, Hospital, "Outpatient surgery, facility", "Outpatient Facility Fee (e.g.,  Ambulatory Surgery Center)";
    OutpatientSurgeon, Hospital, "Outpatient surgery, surgeon", "Outpatient Surgery Physician/Surgical Services";
    HospitalStay, Hospital, "Hospital stay", "Inpatient Hospital Services (e.g., Hospital Stay)";
    HospitalPhysician, Hospital, "Hospital physicians", "Inpatient Physician and Surgical Services";
    SkilledNursing, Hospital, "Skilled nursing facility", "Skilled Nursing Facility";
    Generic, Drugs, "Generic", "Generic Drugs";
    PreferredBrand, Drugs, "Preferred brand", "Preferred Brand Drugs";
    OtherBrand, Drugs, "Other brand", "Non-Preferred Brand Drugs";
    Specialty, Drugs, "Specialty", "Specialty Drugs";
    Prenatal, Family, "Prenatal and postnatal care", "Prenatal and Postnatal Care";
    Delivery, Family, "Delivery and maternity stay", "Delivery and All Inpatient Services for Maternity Care";
    WellBaby, Family, "Well-baby visits", "Well Baby Visits and Care";
    ChildEye, Family, "Children's eye exam", "Routine Eye Exam for Children";
    ChildDental, Family, "Children's dental check-up", "Dental Check-Up for Children";
    TherapistVisit, Mind, "Therapist visit", "Mental/Behavioral Health Outpatient Services";
    MindStay, Mind, "Mental health hospital stay", "Mental/Behavioral Health Inpatient Services";
    RecoveryVisit, Mind, "Substance use visit", "Substance Abuse Disorder Outpatient Services";
    AdultDentalCheckUp, Dental, "Adult check-up", "Routine Dental Services (Adult)";
    AdultDentalBasic, Dental, "Adult fillings and basic care", "Basic Dental Care - Adult";
    AdultDentalMajor, Dental, "Adult crowns and major care", "Major Dental Care - Adult";
    ChildDentalBasic, Dental, "Children's basic care", "Basic Dental Care - Child";
    ChildDentalMajor, Dental, "Children's major care", "Major Dental Care - Child";
    ChildOrthodontia, Dental, "Children's braces", "Orthodontia - Child";
}

impl Service {
    /// Reads a name from the template. Capitals and the number of spaces do not matter, since
    /// filings differ in them.
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |text: &str| {
            text.split(|c: char| c.is_whitespace() || c == '\u{a0}')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        };
        let name = plain(name);
        Self::ALL.iter().copied().find(|service| plain(service.filed_name()) == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_is_read_back_from_its_filed_name() {
        for service in Service::ALL {
            assert_eq!(Service::parse(service.filed_name()), Some(*service));
        }
        assert_eq!(
            Service::parse("outpatient facility fee (e.g., ambulatory\u{a0}surgery center) "),
            Some(Service::OutpatientFacility)
        );
        assert_eq!(Service::parse("Dragon taming"), None);
    }

    #[test]
    fn services_stand_together_by_group() {
        let groups: Vec<_> = Service::ALL.iter().map(|s| s.group()).collect();
        assert!(groups.is_sorted());
    }
}
