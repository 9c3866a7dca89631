//! How cells look: quiet heads, amounts as people who keep books write them, inputs tinted.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const INK: Color = Color::RGB(0x15_20_2f);
const QUIET: Color = Color::RGB(0x62_6f_82);
const RULE: Color = Color::RGB(0xdf_e5_ee);
const HEAD: Color = Color::RGB(0xe8_f1_fc);
const INPUT: Color = Color::RGB(0xff_f8_e6);
/// What is typed in is blue, as is the custom in finance.
const TYPED: Color = Color::RGB(0x0a_56_b0);

const AMOUNT: &str = "$#,##0.00;-$#,##0.00";
const CHANGE: &str = "+$#,##0.00;-$#,##0.00;$0.00";
const PERCENT: &str = "0.00%";
const PERCENT_CHANGE: &str = "+0.0%;-0.0%;0.0%";

/// The formats, made once.
pub(super) struct Styles {
    pub title: Format,
    pub note: Format,
    /// A heading above a part of a sheet, or above several columns.
    pub part: Format,
    pub head: Format,
    pub head_right: Format,
    pub text: Format,
    pub wrapped: Format,
    pub strong: Format,
    /// An employee's number.
    pub number: Format,
    pub whole: Format,
    pub amount: Format,
    pub change: Format,
    pub percent_change: Format,
    pub total_text: Format,
    pub total: Format,
    pub total_change: Format,
    pub input_text: Format,
    pub input_percent: Format,
    pub input_amount: Format,
    /// Cells that only other cells look at.
    pub working: Format,
    pub working_head: Format,
}

impl Styles {
    pub fn new() -> Self {
        let base = || Format::new().set_font_name("Calibri").set_font_size(11).set_font_color(INK);
        let head = || {
            base()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Bottom)
                .set_background_color(HEAD)
                .set_border_bottom(FormatBorder::Thin)
        };
        let total = || base().set_bold().set_border_top(FormatBorder::Thin);
        let input = || {
            base()
                .set_font_color(TYPED)
                .set_background_color(INPUT)
                .set_border(FormatBorder::Thin)
                .set_border_color(RULE)
                .set_unlocked()
        };
        let working = || base().set_font_color(QUIET).set_font_size(9);
        Self {
            title: base().set_bold().set_font_size(15),
            note: base().set_font_color(QUIET),
            part: base().set_bold().set_border_bottom(FormatBorder::Thin),
            head: head(),
            head_right: head().set_align(FormatAlign::Right),
            text: base(),
            wrapped: base().set_text_wrap().set_align(FormatAlign::Top),
            strong: base().set_bold(),
            number: base().set_num_format("0").set_align(FormatAlign::Left),
            whole: base().set_num_format("0"),
            amount: base().set_num_format(AMOUNT),
            change: base().set_num_format(CHANGE),
            percent_change: base().set_num_format(PERCENT_CHANGE),
            total_text: total(),
            total: total().set_num_format(AMOUNT),
            total_change: total().set_num_format(CHANGE),
            input_text: input(),
            input_percent: input().set_num_format(PERCENT),
            input_amount: input().set_num_format(AMOUNT),
            working: working().set_num_format("#,##0"),
            working_head: working().set_text_wrap().set_border_bottom(FormatBorder::Thin),
        }
    }
}
