//! Tokens: what a link in a mail or a cookie carries, known to its bearer alone.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Digest;

/// Bytes in a token: 256 bits, twice what nobody can guess.
pub const LENGTH: usize = 32;

/// A random token. What is stored is its [`Digest`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; LENGTH]);

impl Token {
    /// Of fresh random bytes.
    pub fn new(random: [u8; LENGTH]) -> Self {
        Self(random)
    }

    /// As it stands in a URL or a cookie: 43 characters that need no escape.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads what came in a URL or a cookie. Whatever is not exactly a token is none.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// What is stored. A token digests differently for each use, so that one for a reset opens no session:
    /// `purpose` is a word such as `session`.
    pub fn digest(&self, purpose: &str) -> Digest {
        Digest::of(&[b"token", purpose.as_bytes(), &self.0])
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_from_its_text_and_nothing_else_is_a_token() {
        let token = Token::new([0xa7; LENGTH]);
        assert_eq!(token.text().len(), 43);
        assert_eq!(Token::parse(&token.text()), Some(token.clone()));
        let long = token.text() + "A";
        let padded = token.text() + "=";
        for wrong in
            ["", "abc", &token.text()[1..], &long, &padded, &token.text().replace('p', " ")]
        {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn one_text_is_one_token() {
        // The last of 43 characters holds two bits that are not used: only one way to write them is taken.
        let text = Token::new([0; LENGTH]).text();
        let other = format!("{}B", &text[..42]);
        assert_eq!(Token::parse(&other), None);
    }

    #[test]
    fn digests_differ_by_purpose_and_say_nothing_of_the_token() {
        let token = Token::new([7; LENGTH]);
        assert_ne!(token.digest("session"), token.digest("reset"));
        assert_eq!(token.digest("session"), token.digest("session"));
        assert_ne!(token.digest("session").text(), token.text());
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Digest::parse(&token.digest("reset").text()), Some(token.digest("reset")));
    }
}
