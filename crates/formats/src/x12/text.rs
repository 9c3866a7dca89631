//! Texts as every receiver takes them.

/// A text in the basic character set (X12.6, 3.3.1: capital letters, digits, space and some marks) without
/// the marks that separate, on one line.
pub(super) fn clean(text: &str) -> String {
    let spelled = deunicode::deunicode(text).to_ascii_uppercase();
    let kept =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "!\"&'()+,-./;?=".contains(c);
    let spaced: String = spelled.chars().map(|c| if kept(c) { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A clean text cut to so many characters.
pub(super) fn cut(clean: &str, length_max: usize) -> String {
    clean.chars().take(length_max).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_separates_and_no_letter_that_a_receiver_may_lack_is_left() {
        for (text, cleaned) in [
            ("Ana Lindqvist", "ANA LINDQVIST"),
            ("Łukasz Żółć-Ångström", "LUKASZ ZOLC-ANGSTROM"),
            ("王小明 Lee", "WANG XIAO MING LEE"),
            ("A*B~C:D^E|F\nG\u{1d}H", "A B C D E F G H"),
            ("O\u{2019}Neil, Jr.", "O'NEIL, JR."),
            ("~~~", ""),
            ("  ", ""),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
            assert_eq!(clean(cleaned), cleaned);
        }
        assert_eq!(cut("ANNE MARIE", 5), "ANNE");
    }
}
