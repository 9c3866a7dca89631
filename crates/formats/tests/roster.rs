//! Rosters: what files say, what is wrong with them, and that no file does harm.

#![expect(clippy::unwrap_used, reason = "the lint's exemption covers tests, not their helpers")]

use domain::census::{Census, Relationship};
use formats::roster::{
    BYTES_MAX, Column, OtherFile, Roster, RosterError, RowFaultKind, read, template_csv,
};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn csv(text: &str) -> Roster {
    read("roster.csv", text.as_bytes()).unwrap()
}

/// Each family as `row name born [flags] + dependents`, one a line.
fn families(census: &Census) -> Vec<String> {
    let mut lines = Vec::new();
    for household in &census.households {
        let mut line = String::new();
        for person in std::iter::once(&household.employee).chain(&household.dependents) {
            let kind = match person.relationship {
                Relationship::Employee => "",
                Relationship::Spouse => " + spouse ",
                Relationship::DomesticPartner => " + partner ",
                Relationship::Child => " + child ",
            };
            write!(line, "{kind}{} {} {}", person.row, person.name, person.born_on).unwrap();
            line.push_str(if person.disabled { " disabled" } else { "" });
            line.push_str(if person.waived { " waived" } else { "" });
        }
        lines.push(line);
    }
    lines
}

fn faults(roster: &Roster) -> Vec<String> {
    roster.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn families_are_read_from_csv() {
    let table: &[(&str, &[&str])] = &[
        ("DOB\n6/1/1980\n", &["2 Employee in row 2 1980-06-01"]),
        (
            "Name,DOB,Relationship\nSample Jo,6/1/80,EE\n\"Sample, Ann\",6/2/80,wife\nKim,1/1/2015,Son\nLee,2/2/1990,self\n",
            &[
                "2 Sample Jo 1980-06-01 + spouse 3 Ann Sample 1980-06-02 + child 4 Kim 2015-01-01",
                "5 Lee 1990-02-02",
            ],
        ),
        // Order free, title above, empty rows, notes, family ids before rows.
        (
            "Roster of Sample Inc.\n\ndob;surname;first name;household;relation;notes\n\n2015-01-01;B;Kid;7;Child;\n1980-01-01;B;Boss;7;Employee;new\n;;;8;;prepared row\n;;;;;a note\n",
            &["6 Boss B 1980-01-01 + child 5 Kid B 2015-01-01"],
        ),
        // The header for machines, then the one for people.
        (
            "title,,,\nemployer_assigned_family_id,employee_relationship,first_name,dob\n\"Family ID #\n(optional)\",Relationship,First Name,Date of Birth\n1,Employee,Jo,1980-06-01\n",
            &["4 Jo 1980-06-01"],
        ),
        // A line break in a cell does not shift the rows below; a repeated header is no person.
        (
            "Name,Address,DOB\nJo,\"1 Main St\nSpringfield\",6/1/1980\nName,Address,DOB\nKim,,6/2/1980\n",
            &["2 Jo 1980-06-01", "4 Kim 1980-06-02"],
        ),
        // Only dependents are named: the others are employees.
        (
            "name\tbirthday\trelationship\nJo\t6/1/1980\t\nKim\t1/1/2015\tchild\nLee\t6/1/1990\t\n",
            &["2 Jo 1980-06-01 + child 3 Kim 2015-01-01", "4 Lee 1990-06-01"],
        ),
        (
            "name,dob,rel,disabled,waived,coverage\nJo,6/1/1980,ee,yes,,Employee + Family\nKim,1/1/1990,child,y,,\nLee,1/1/1991,Disabled child,,,\nAl,1/1/1992,ee,,x,\nBo,1/1/1993,ee,,,Waive\n",
            &[
                "2 Jo 1980-06-01 + child 3 Kim 1990-01-01 disabled + child 4 Lee 1991-01-01 disabled",
                "5 Al 1992-01-01 waived",
                "6 Bo 1993-01-01 waived",
            ],
        ),
        // The family id is surer than the employee id beside it.
        (
            "Employee ID,Family ID,Relationship,Name,DOB\n100,1,EE,Jo,1/1/1980\n101,1.0,SP,Kim,1/1/1981\n",
            &["2 Jo 1980-01-01 + spouse 3 Kim 1981-01-01"],
        ),
        // Text kept from a spreadsheet's meddling, and white space of all kinds.
        (
            "Family ID,Name,DOB,Relationship\n=\"001\",\u{a0}Jo \u{a0} B\u{a0},1/1/1980,EE\n001, \"Kim\",1/1/1981,SP\n",
            &["2 Jo B 1980-01-01 + spouse 3 Kim 1981-01-01"],
        ),
    ];
    for (text, expect) in table {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
            let roster = csv(&text);
            assert_eq!(families(&roster.census), *expect, "{text}");
            assert!(roster.faults.is_empty(), "{text}: {:?}", roster.faults);
        }
    }
}

#[test]
fn all_faults_come_at_once_and_good_rows_stay() {
    let table: &[(&str, &[&str], usize)] = &[
        (
            "Name,Date of Birth,Relationship\nJo,13/45/1980,EE\nKim,,EE\nLee,1980,EE\nAl,1/1/1850,EE\nBo,5/5/1985,EE\n",
            &[
                "Row 2, Date of Birth: '13/45/1980' is not a date: there is no month 13. Write the month first, like 6/1/1980.",
                "Row 3, Date of Birth: The date of birth is missing.",
                "Row 4, Date of Birth: '1980' is only a year. Write the whole date, like 6/1/1980.",
                "Row 5, Date of Birth: '1/1/1850' cannot be a date of birth. Check the year.",
            ],
            1,
        ),
        (
            "Name,DOB,Rel (EE/SP),Coverage\nJo,2/30/1980,boss,maybe\n",
            &[
                "Row 2, Rel: 'boss' is not a known relationship. Write Employee, Spouse, Domestic Partner or Child.",
                "Row 2, DOB: '2/30/1980' is not a date. Write it like 6/1/1980.",
                "Row 2, Coverage: 'maybe' is not a known answer. Write Enrolled or Waived.",
            ],
            0,
        ),
        // The spouse below a faulty employee never moves into the family above.
        (
            "Name,DOB,Relationship\nJo,1/1/1980,EE\nKim,x,EE\nAnn,1/1/1981,Spouse\nLee,1/1/1982,\n",
            &[
                "Row 3, DOB: This is not a date. Write it like 6/1/1980.",
                "Row 4: This person may belong to row 3, which has a fault. Correct that row first.",
                "Row 5, Relationship: The relationship is missing. Write Employee, Spouse, Domestic Partner or Child.",
            ],
            1,
        ),
        (
            "Family,Name,DOB,Relationship\n1,Jo,,EE\n1,Ann,1/1/1981,Spouse\n2,Kim,1/1/1980,Child\n",
            &[
                "Row 2, DOB: The date of birth is missing.",
                "Row 3: This person may belong to row 2, which has a fault. Correct that row first.",
                "Row 4: This dependent has no employee: put the employee's row above it, or give both the same family id.",
            ],
            0,
        ),
        // A quotation mark that swallows what follows.
        (
            "Name,DOB\nJo,1/1/1980\n\"Kim,1/1/1981\nLee,1/1/1982\n",
            &[
                "Row 3: A quotation mark opens in this row and does not close, so the rows below it may be missing too. Correct it in the file.",
            ],
            1,
        ),
        (
            "Name,DOB,City\n\"Kim,1/1/1981,A\nLee\",1/1/1982,B,C\nJo,1/1/1980,D\n",
            &[
                "Row 2: A quotation mark opens in this row and does not close, so the rows below it may be missing too. Correct it in the file.",
            ],
            1,
        ),
    ];
    for (text, expect, households) in table {
        let roster = csv(text);
        assert_eq!(faults(&roster), *expect, "{text}");
        assert_eq!(roster.census.households.len(), *households, "{text}");
    }
}

#[test]
fn faults_have_codes() {
    let roster = csv(
        "Name,DOB,Rel\nJo,x,EE\nKim,1/1/1980,SP\nAl,1/1/1980,EE\nA,1/1/1980,SP\nB,1/1/1980,DP\n",
    );
    let codes: Vec<_> = roster.faults.iter().map(|fault| (fault.row, fault.kind.code())).collect();
    assert_eq!(codes, [(2, "not_a_date"), (3, "employee_left_out"), (6, "second_spouse")]);
    assert_eq!(roster.rows, 5);
}

#[test]
fn no_social_security_number_gets_out() {
    let ssns = ["595-99-1234", "595991234", "012-34-5678", "12345678", "1234567", "595 99 1234"];
    for ssn in ssns {
        // In its own column, as the family id, and in every wrong column.
        let roster = csv(&format!(
            "SSN,Employee ID,Name,DOB,Relationship,Coverage\n\
             {ssn},{ssn},Jo,1/1/1980,EE,\n\
             {ssn},{ssn},Kim,1/1/1981,SP,\n\
             ,A1,{ssn},1/1/1982,EE,\n\
             ,A2,Lee,{ssn},EE,\n\
             ,A3,Al,1/1/1983,{ssn},{ssn}\n"
        ));
        let shown = format!("{roster:?}");
        assert!(!shown.contains(ssn), "{ssn}: {shown}");
        assert_eq!(roster.census.households.len(), 2, "{ssn}");
        assert_eq!(roster.census.households[0].dependents.len(), 1, "{ssn}");
        assert!(roster.columns.contains(&(Column::Ssn, "SSN".to_owned())));
    }
}

#[test]
fn columns_say_what_was_taken_for_what() {
    let roster = csv("DOB (mm/dd/yyyy),Shoe size,Last name,Name\n");
    assert_eq!(
        roster.columns,
        [
            (Column::BirthDate, "DOB".to_owned()),
            (Column::LastName, "Last name".to_owned()),
            (Column::FullName, "Name".to_owned())
        ]
    );
    assert_eq!(roster.ignored, ["Shoe size"]);
    assert_eq!((roster.rows, roster.census.households.len()), (0, 0));
}

#[test]
fn the_template_reads_without_a_fault() {
    let roster = csv(template_csv());
    assert_eq!(
        families(&roster.census),
        ["2 Jordan Sample 1980-06-01 + child 3 Casey Sample 2014-09-15"]
    );
    assert_eq!((roster.faults.len(), roster.ignored.len()), (0, 0));
}

#[test]
fn text_comes_in_several_encodings() {
    let text = "Name,DOB\nJosé Núñez,6/1/1980\n";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect()
    };
    let windows_1252: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        windows_1252,
    ] {
        let roster = read("roster.csv", &bytes).unwrap();
        assert_eq!(families(&roster.census), ["2 José Núñez 1980-06-01"]);
    }
}

#[test]
fn files_that_are_no_roster_are_refused_with_what_to_do() {
    let foreign = |found| RosterError::NotASpreadsheet { found };
    let encrypted: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let table: Vec<(&str, Vec<u8>, RosterError)> = vec![
        ("a.csv", vec![], RosterError::Empty),
        ("a.csv", b" \r\n \n".to_vec(), RosterError::Empty),
        ("a.csv", "\u{feff}\n".into(), RosterError::Empty),
        ("a.csv", b",,,\n,,\n".to_vec(), RosterError::Empty),
        ("a.csv", vec![b'a'; BYTES_MAX + 1], RosterError::TooLarge),
        ("a.csv", b"%PDF-1.7 ...".to_vec(), foreign(OtherFile::Pdf)),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), foreign(OtherFile::OldExcel)),
        ("a.xlsx", encrypted, RosterError::PasswordProtected),
        ("a.xls", b"<html><table>".to_vec(), foreign(OtherFile::WebPage)),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0".to_vec(), foreign(OtherFile::Picture)),
        ("a.xlsx", b"\0\x01\x02".to_vec(), foreign(OtherFile::NotAWorkbook)),
        ("a.csv", b"Name,DOB\nJ\0o,1/1/1980\n".to_vec(), foreign(OtherFile::Unknown)),
        ("a.xlsx", b"PK\x03\x04rubbish".to_vec(), RosterError::Damaged),
        ("a.csv", b"Jo,595-99-1234\nKim,x\n".to_vec(), RosterError::NoHeader { found: vec![] }),
        (
            "a.csv",
            b"First name,x\nKim,x\n".to_vec(),
            RosterError::NoHeader { found: vec![Column::FirstName] },
        ),
        (
            "a.csv",
            b"First name,Last name,Age\nKim,x,4\n".to_vec(),
            RosterError::NoBirthDate {
                found: ["First name", "Last name", "Age"].map(str::to_owned).to_vec(),
            },
        ),
        (
            "a.csv",
            b"Name,DOB,Spouse DOB\nKim,1/1/1980,\n".to_vec(),
            RosterError::OneRowPerFamily { column: "Spouse DOB".to_owned() },
        ),
        ("a.docx", zip_of(&[("word/document.xml", b"<w/>")]), foreign(OtherFile::OtherDocument)),
        ("a.xlsb", zip_of(&[("xl/workbook.bin", b"x")]), foreign(OtherFile::BinaryExcel)),
    ];
    for (name, bytes, error) in table {
        let given = read(name, &bytes).unwrap_err();
        assert_eq!(given, error, "{name}");
        assert!(given.to_string().ends_with('.') && given.code().len() > 4, "{given}");
    }
    let message = read("a.csv", b"First name,x\n").unwrap_err().to_string();
    assert!(message.contains("needs a column Date of Birth"), "{message}");
    assert!(message.ends_with("Found only: First Name."), "{message}");
}

#[test]
fn more_people_than_a_roster_may_have_are_refused() {
    let row = "1/1/1980\n";
    let rows = domain::census::ROWS_MAX;
    assert_eq!(csv(&format!("DOB\n{}", row.repeat(rows))).census.households.len(), rows);
    let more = format!("DOB\n{}", row.repeat(rows + 1));
    assert_eq!(read("a.csv", more.as_bytes()), Err(RosterError::TooManyRows));
}

#[test]
fn odd_shapes_of_text_do_no_harm() {
    let wide =
        format!("DOB,Name{}\n1/1/1980,Jo{}\n", ",x".repeat(1_000_000), ",y".repeat(1_000_000));
    assert_eq!(families(&csv(&wide).census), ["2 Jo 1980-01-01"]);
    let huge = format!("DOB,Name\n1/1/1980,{}\n1/2/1980,Kim\n", "J".repeat(5_000_000));
    let roster = csv(&huge);
    assert_eq!(
        faults(&roster),
        ["Row 2, Name: The cell holds too much text. Keep only what belongs there."]
    );
    assert_eq!(families(&roster.census), ["3 Kim 1980-01-02"]);
    let ragged = csv("Name,DOB\nJo\nKim,1/1/1980,extra,cells\n");
    assert_eq!(families(&ragged.census), ["3 Kim 1980-01-01"]);
    assert_eq!(ragged.faults[0].kind, RowFaultKind::BirthDateMissing);
    let deep = format!("{}DOB\n1/1/1980\n", "title\n".repeat(19));
    assert_eq!(families(&csv(&deep).census), ["21 Employee in row 21 1980-01-01"]);
}

/// The people of a roster as CSV, and the same as a workbook with dates, numbers and formulas.
fn same_people() -> (&'static str, Vec<u8>) {
    let text = "Title\nFamily ID,Relationship,First name,Last name,DOB,Waived\n1,Employee,Jo,Sample,1980-06-01,no\n1,Spouse,Kim,Sample,1981-07-02,yes\n\n2,EE,Lee,Other,1990-01-31,\n";
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("m/d/yyyy");
    let hidden = workbook.add_worksheet().set_hidden(true);
    hidden.write_string(0, 0, "DOB").unwrap().write_string(1, 0, "1/1/1950").unwrap();
    workbook.add_worksheet().set_very_hidden(true).write_string(0, 0, "DOB").unwrap();
    workbook.add_worksheet().write_string(0, 0, "Read me first").unwrap();
    let sheet = workbook.add_worksheet();
    // A first sheet can only be hidden when another one is in front.
    sheet.set_active(true);
    sheet.set_name("People of the group, 31 letters").unwrap().write_string(0, 0, "Title").unwrap();
    let header = ["Family ID", "Relationship", "First name", "Last name", "DOB", "Waived"];
    sheet.write_row(1, 0, header).unwrap();
    sheet.write_row(2, 1, ["Employee", "Jo", "Sample"]).unwrap();
    sheet.write_row(3, 1, ["Spouse", "Kim", "Sample"]).unwrap();
    sheet.write_row(5, 1, ["EE", "Lee"]).unwrap();
    sheet.write_number(2, 0, 1.0).unwrap().write_string(3, 0, "1").unwrap();
    sheet.write_number(5, 0, 2.0).unwrap();
    sheet.write_formula(5, 3, Formula::new("=\"Ot\"&\"her\"").set_result("Other")).unwrap();
    let day = |y, m, d| ExcelDateTime::from_ymd(y, m, d).unwrap();
    sheet.write_datetime_with_format(2, 4, day(1980, 6, 1), &date).unwrap();
    sheet.write_string(3, 4, "7/2/1981").unwrap();
    // A date that lost its format.
    sheet.write_number(5, 4, 32_904.0).unwrap();
    sheet.write_boolean(2, 5, false).unwrap().write_boolean(3, 5, true).unwrap();
    for row in 6..400 {
        sheet.write_blank(row, 4, &date).unwrap();
    }
    (text, workbook.save_to_buffer().unwrap())
}

#[test]
fn a_workbook_and_a_csv_of_the_same_people_are_the_same_roster() {
    let (text, workbook) = same_people();
    let roster = csv(text);
    assert_eq!(
        families(&roster.census),
        [
            "3 Jo Sample 1980-06-01 + spouse 4 Kim Sample 1981-07-02 waived",
            "6 Lee Other 1990-01-31"
        ]
    );
    // The name of the file does not matter.
    assert_eq!(read("roster.csv", &workbook), Ok(roster));
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(parts, CompressionMethod::Deflated)
}

fn zip_with(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="0"/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;

/// A workbook with one sheet of the given XML.
fn workbook_of(workbook: &str, sheet_data: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = [
        br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        sheet_data,
        b"</sheetData></worksheet>",
    ]
    .concat();
    let parts: [(&str, &[u8]); 4] = [
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    zip_of(&[&parts, more].concat())
}

const ROWS: &str = r#"<row r="1"><c r="A1" t="str"><v>DOB</v></c><c r="B1" t="str"><v>Name</v></c></row><row r="2"><c r="A2"><v>29373</v></c><c r="B2" t="inlineStr"><is><t>Jo</t></is></c></row><row r="3"><c r="A3" t="d"><v>1980-06-01T00:00:00</v></c></row>"#;

#[test]
fn workbooks_count_from_1904_if_they_say_so() {
    let roster = read("a.xlsx", &workbook_of(WORKBOOK, ROWS.as_bytes(), &[])).unwrap();
    assert_eq!(families(&roster.census), ["2 Jo 1980-06-01", "3 Employee in row 3 1980-06-01"]);
    let since_1904 = WORKBOOK.replace("date1904=\"0\"", "date1904=\"1\"");
    let roster = read("a.xlsx", &workbook_of(&since_1904, ROWS.as_bytes(), &[])).unwrap();
    assert_eq!(families(&roster.census), ["2 Jo 1984-06-02", "3 Employee in row 3 1980-06-01"]);
}

#[test]
fn broken_formulas_are_faults_of_their_cells() {
    let rows = r#"<row r="1"><c r="A1" t="str"><v>DOB</v></c><c r="B1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="str"><v>Jo</v></c></row><row r="3"><c r="A3" t="e"><v>#SPILL!</v></c><c r="B3" t="str"><v>Jo</v></c></row><row r="4"><c r="A4"><v>29373</v></c><c r="B4" t="e"><v>#N/A</v></c></row>"#;
    let roster = read("a.xlsx", &workbook_of(WORKBOOK, rows.as_bytes(), &[])).unwrap();
    assert_eq!(
        faults(&roster),
        [
            "Row 2, DOB: The cell shows #REF!. Correct its formula, or type the value.",
            "Row 3, DOB: The date of birth is missing.",
            "Row 4, Name: The cell shows #N/A. Correct its formula, or type the value.",
        ]
    );
}

#[test]
fn cells_far_out_cost_nothing() {
    let far = ROWS.to_owned()
        + r#"<row r="1048576"><c r="A1048576"><v>29373</v></c><c r="XFD1048576"><v>1</v></c></row>"#;
    let roster = read("a.xlsx", &workbook_of(WORKBOOK, far.as_bytes(), &[])).unwrap();
    assert_eq!(roster.census.households[2].employee.row, 1_048_576);
}

#[test]
fn bombs_are_refused_before_they_expand() {
    let bomb = vec![b' '; 17 << 20];
    let honest = workbook_of(WORKBOOK, ROWS.as_bytes(), &[("xl/sharedStrings.xml", &bomb)]);
    assert!(honest.len() < 100_000);
    assert_eq!(read("a.xlsx", &honest), Err(RosterError::ExpandsTooFar));
    // The same with headers that declare 7 bytes.
    let declared = u32::try_from(bomb.len()).unwrap().to_le_bytes();
    let mut lying = honest;
    let mut lies = 0;
    for place in 0..lying.len() - 4 {
        if lying[place..place + 4] == declared {
            lying[place..place + 4].copy_from_slice(&7_u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies >= 1);
    assert!(matches!(
        read("a.xlsx", &lying),
        Err(RosterError::ExpandsTooFar | RosterError::Damaged)
    ));
}

#[test]
fn workbooks_that_make_the_library_reserve_memory_are_refused() {
    let with = |name: &str, xml: &str| {
        read("a.xlsx", &workbook_of(WORKBOOK, ROWS.as_bytes(), &[(name, xml.as_bytes())]))
    };
    for count in ["274877906944", "99999999999999999999999", "+9999999999", "0000099999999"] {
        let strings = format!(r#"<sst a="1" uniqueCount = "{count}"><si><t>a</t></si></sst>"#);
        assert_eq!(with("xl/sharedStrings.xml", &strings), Err(RosterError::ExpandsTooFar));
        assert_eq!(with("XL/SHAREDSTRINGS.xml", &strings), Err(RosterError::ExpandsTooFar));
    }
    assert!(
        with("xl/sharedStrings.xml", r#"<sst uniqueCount="1"><si><t>a</t></si></sst>"#).is_ok()
    );
    assert!(with("xl/sharedStrings.xml", r#"<sst uniqueCount=""></sst>"#).is_ok());
    // Every cell format gets a copy of the number format.
    let styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts><cellXfs>{}</cellXfs></styleSheet>"#,
        "0".repeat(1 << 20),
        r#"<xf numFmtId="200"/>"#.repeat(50_000)
    );
    assert_eq!(with("xl/styles.xml", &styles), Err(RosterError::ExpandsTooFar));
    // In another encoding they could hide.
    let utf16: Vec<u8> = "<sst/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let workbook = workbook_of(WORKBOOK, ROWS.as_bytes(), &[("xl/sharedStrings.xml", &utf16)]);
    assert_eq!(read("a.xlsx", &workbook), Err(RosterError::Damaged));
}

#[test]
fn truncated_workbooks_are_damaged() {
    let (_, workbook) = same_people();
    for length in [4, 100, workbook.len() / 2, workbook.len() - 1] {
        assert_eq!(read("a.xlsx", &workbook[..length]), Err(RosterError::Damaged), "{length}");
    }
}

#[test]
fn workbooks_without_a_roster_say_what_is_missing() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    assert_eq!(read("a.xlsx", &workbook.save_to_buffer().unwrap()), Err(RosterError::Empty));
    workbook.add_worksheet().write_string(0, 0, "notes").unwrap();
    workbook.add_worksheet().write_row(0, 0, ["First name", "Relationship"]).unwrap();
    assert_eq!(
        read("a.xlsx", &workbook.save_to_buffer().unwrap()),
        Err(RosterError::NoBirthDate { found: vec!["First name".into(), "Relationship".into()] })
    );
}

/// Real files, which are not part of the repository.
fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("GROUPCOVER_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join("roster").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: there is no {}", path.display());
    }
    bytes
}

#[test]
fn the_filled_template_of_an_exchange_gives_its_families() {
    let Some(bytes) = shared("roster_sample.xlsx") else { return };
    let roster = read("roster_sample.xlsx", &bytes).unwrap();
    assert_eq!(roster.faults, []);
    assert_eq!((roster.census.covered_employees(), roster.census.covered_members()), (4, 10));
    let rows: Vec<Vec<u32>> = roster
        .census
        .households
        .iter()
        .map(|h| h.covered().map(|person| person.row).collect())
        .collect();
    assert_eq!(rows, [vec![4], vec![5, 6], vec![7, 8, 9], vec![10, 11, 12, 13]]);
    assert!(roster.columns.contains(&(Column::BirthDate, "Date of Birth".to_owned())));
    assert!(roster.columns.contains(&(Column::FamilyId, "Family ID #".to_owned())));
}

#[test]
fn the_blank_template_of_an_exchange_has_nobody_in_it() {
    let Some(bytes) = shared("dc_template_blank.xlsx") else { return };
    let roster = read("dc_template_blank.xlsx", &bytes).unwrap();
    assert_eq!((roster.rows, roster.faults.len(), roster.census.households.len()), (0, 0, 0));
    assert_eq!(roster.columns.len(), 6);
}

#[test]
fn a_payroll_export_is_all_employees() {
    let Some(bytes) = shared("acme.csv") else { return };
    let roster = read("acme.csv", &bytes).unwrap();
    assert_eq!(roster.faults, []);
    assert_eq!((roster.rows, roster.census.covered_employees()), (11, 11));
    for household in &roster.census.households {
        assert!(household.dependents.is_empty() && household.employee.family.is_some());
        assert!(!household.employee.name.contains("in row"), "{}", household.employee.name);
    }
}

/// A position, and what to put there; `None` cuts the bytes off there.
fn mutations() -> impl Strategy<Value = Vec<(prop::sample::Index, Option<u8>)>> {
    prop::collection::vec(
        (any::<prop::sample::Index>(), prop::option::weighted(0.95, any::<u8>())),
        1..8,
    )
}

fn mutate(mut bytes: Vec<u8>, mutations: &[(prop::sample::Index, Option<u8>)]) -> Vec<u8> {
    for (place, byte) in mutations {
        if bytes.is_empty() {
            break;
        }
        let place = place.index(bytes.len());
        match byte {
            Some(byte) => bytes[place] = *byte,
            None => bytes.truncate(place),
        }
    }
    bytes
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read("a.csv", &bytes);
        let _ = read("a.xlsx", &[b"PK\x03\x04", bytes.as_slice()].concat());
    }

    #[test]
    fn no_cells_make_it_panic(
        cells in prop::collection::vec("[0-9a-zA-Z/:,.;\"\n '\u{20ac}-]{0,12}|DOB|EE|Spouse|1/1/1980", 0..60)
    ) {
        let text = format!("DOB,Name,Relationship,Family ID\n{}", cells.join(","));
        let roster = csv(&text);
        prop_assert!(roster.faults.is_sorted_by_key(|fault| fault.row));
        prop_assert!(roster.census.households.len() <= roster.rows as usize);
    }

    #[test]
    fn no_change_to_a_csv_makes_it_panic(mutations in mutations()) {
        let _ = read("a.csv", &mutate(same_people().0.as_bytes().to_vec(), &mutations));
    }

    #[test]
    fn no_change_to_a_workbook_makes_it_panic(mutations in mutations()) {
        let _ = read("a.xlsx", &mutate(same_people().1, &mutations));
    }

    #[test]
    fn no_change_inside_a_workbook_makes_it_panic(
        in_sheet in mutations(),
        in_workbook in prop::option::of(mutations()),
    ) {
        let sheet = mutate(ROWS.as_bytes().to_vec(), &in_sheet);
        let workbook = WORKBOOK.as_bytes().to_vec();
        let workbook = mutate(workbook, &in_workbook.unwrap_or_default());
        let _ = read("a.xlsx", &workbook_of(&String::from_utf8_lossy(&workbook), &sheet, &[]));
    }

    #[test]
    fn dates_survive_every_way_of_writing_them(days in 0..80_000_i64) {
        let born_on = chrono::NaiveDate::from_ymd_opt(1930, 1, 1).unwrap()
            + chrono::TimeDelta::days(days);
        let written = ["%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "\"%B %d, %Y\"", "%m%d%Y"];
        for format in written {
            let roster = csv(&format!("DOB\n{}\n", born_on.format(format)));
            prop_assert_eq!(roster.census.households[0].employee.born_on, born_on);
        }
    }
}
