//! Passwords: which ones are taken, and how they are kept.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize as _, Zeroizing};

/// The fewest characters in a password.
///
/// The house's rule; NIST SP 800-63B-4, 3.1.1.2, asks for 8 beside a second factor and 15 without.
pub const SHORTEST: usize = 12;

/// The most characters in a password, so that nobody sends us a book to digest. The same section asks that at
/// least 64 are taken.
pub const LONGEST: usize = 128;

/// Bytes of salt. RFC 9106, section 3.1, recommends 16.
pub const SALT_LENGTH: usize = 16;

/// Memory that one hash takes, in KiB, with [`PASSES`] passes and one lane.
///
/// OWASP Password Storage Cheat Sheet (read in 2025): Argon2id with at least 19 MiB, two passes, one lane. So
/// whoever hashes passwords side by side needs 19 MiB for each: they must wait for each other.
pub const MEMORY_KIB: u32 = 19 * 1024;

/// Passes over the memory. See [`MEMORY_KIB`].
pub const PASSES: u32 = 2;

/// What is wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Fewer than [`SHORTEST`] characters.
    #[error("shorter than {SHORTEST} characters")]
    Short,
    /// More than [`LONGEST`] characters.
    #[error("longer than {LONGEST} characters")]
    Long,
    /// Many people have it, or it is a word that many have, with something around it.
    #[error("among the passwords that are tried first")]
    Common,
    /// One character after the other, or few of them again and again.
    #[error("made of a few characters or of a row of them")]
    Monotonous,
    /// Little more than the name or address of its owner.
    #[error("little more than its owner's name or address")]
    Personal,
}

/// A password as somebody typed it, in one spelling whatever the keyboard.
///
/// Normalized as Unicode's NFC, since two keyboards write an accent in two ways.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// One that is offered at sign-in: nothing is said about it but whether it is right. One that could never
    /// have been taken for its length is as wrong as any other, and is not even copied.
    pub fn offered(typed: &str) -> Self {
        // Four bytes are the most for a character, and composing them makes none longer than thrice that.
        let kept = if typed.len() > LONGEST * 12 { "" } else { typed };
        Self(Zeroizing::new(kept.nfc().collect()))
    }

    /// One that somebody wants to have: every fault at once. `personal` are the words that others know of its
    /// owner: name, address, employer.
    pub fn new(typed: &str, personal: &[&str]) -> Result<Self, Vec<Fault>> {
        if typed.len() > LONGEST * 12 {
            return Err(vec![Fault::Long]);
        }
        let password = Self::offered(typed);
        let text = password.0.to_lowercase();
        let length = password.0.chars().count();
        let faults: Vec<Fault> = [
            (length < SHORTEST, Fault::Short),
            (length > LONGEST, Fault::Long),
            (is_common(&text), Fault::Common),
            (length > 0 && is_monotonous(&text), Fault::Monotonous),
            (is_personal(&text, personal), Fault::Personal),
        ]
        .into_iter()
        .filter_map(|(holds, fault)| holds.then_some(fault))
        .collect();
        if faults.is_empty() { Ok(password) } else { Err(faults) }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

/// What came of comparing a password with what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the account's.
    Right,
    /// It is, but kept with other parameters than today's: hash it again and store that.
    RightButOutdated,
    /// It is not, or there is no account.
    Wrong,
}

/// What is stored for a password cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored password hash cannot be read")]
pub struct Unreadable;

/// Makes and checks what is stored for a password: Argon2id in the PHC string format.
///
/// The memory that a hash takes is kept for the next one, and shared by all clones: as many pieces are made as
/// passwords were ever hashed at the same moment. Left to the allocator, each thread that hashed would keep a
/// piece of its own.
#[derive(Clone)]
pub struct Hasher {
    params: Params,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Hasher {
    /// With the parameters of [`MEMORY_KIB`].
    pub fn new() -> Self {
        Self::with(params(MEMORY_KIB, PASSES))
    }

    /// With the least that Argon2 allows, for tests, which sign in a thousand times. Protects nothing.
    pub fn cheap() -> Self {
        Self::with(params(Params::MIN_M_COST, Params::MIN_T_COST))
    }

    fn with(params: Params) -> Self {
        Self { params, memory: Arc::default() }
    }

    /// What to store for a password, with fresh random bytes for salt.
    pub fn hash(&self, password: &Password, salt: &[u8; SALT_LENGTH]) -> String {
        let hash = PasswordHash { salt: Salt::new(salt).ok(), ..self.decoy() };
        match self.hash_as(&hash, password) {
            Ok(output) => PasswordHash { hash: Some(output), ..hash }.to_string(),
            // Argon2 refuses parameters, salts and lengths that cannot occur here, and nothing else.
            Err(Unreadable) => unreachable!("argon2 refused its own parameters"),
        }
    }

    /// Compares a password with what is stored for the account.
    ///
    /// When there is no account, or one without a password, it compares with a decoy: that takes as long, and
    /// no password is right. So the time says nothing, unless what is stored is of other parameters.
    pub fn verify(&self, stored: Option<&str>, password: &Password) -> Result<Verdict, Unreadable> {
        let hash = stored.map_or_else(|| Ok(self.decoy()), read)?;
        // Two outputs are compared in the same time whatever they are.
        let same = Some(self.hash_as(&hash, password)?) == hash.hash;
        Ok(match (same && stored.is_some(), self.is_current(&hash)) {
            (false, _) => Verdict::Wrong,
            (true, true) => Verdict::Right,
            (true, false) => Verdict::RightButOutdated,
        })
    }

    /// How many pieces of memory lie ready for the next hash.
    pub fn pieces(&self) -> usize {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What comes of a password with the algorithm, the parameters and the salt of a hash.
    fn hash_as(&self, hash: &PasswordHash, password: &Password) -> Result<Output, Unreadable> {
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| Unreadable)?;
        let version = hash.version.map_or(Ok(Version::default()), Version::try_from);
        let params = Params::try_from(hash).map_err(|_| Unreadable)?;
        let salt = hash.salt.as_ref().ok_or(Unreadable)?;
        let mut output = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = output.get_mut(..length).ok_or(Unreadable)?;
        let blocks = params.block_count();
        let argon2 = Argon2::new(algorithm, version.map_err(|_| Unreadable)?, params);
        let mut memory = self.take_memory(blocks);
        let hashed =
            argon2.hash_password_into_with_memory(password.0.as_bytes(), salt, output, &mut memory);
        self.give_back(memory);
        hashed.map_err(|_| Unreadable)?;
        Output::new(output).map_err(|_| Unreadable)
    }

    /// A piece of memory of so many blocks, or more.
    fn take_memory(&self, blocks: usize) -> Vec<Block> {
        let kept = self.memory.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = kept.unwrap_or_default();
        if memory.len() < blocks {
            memory.resize(blocks, Block::new());
        }
        memory
    }

    /// Keeps it for the next hash, without what a password left in it.
    fn give_back(&self, mut memory: Vec<Block>) {
        memory.iter_mut().for_each(Block::zeroize);
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    /// A hash of these parameters that is no password's.
    fn decoy(&self) -> PasswordHash {
        PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&self.params).unwrap_or_default(),
            salt: Salt::new(&[0; SALT_LENGTH]).ok(),
            hash: Output::new(&[0; Params::DEFAULT_OUTPUT_LEN]).ok(),
        }
    }

    fn is_current(&self, hash: &PasswordHash) -> bool {
        hash.algorithm == ARGON2ID_IDENT
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(hash).is_ok_and(|params| {
                (params.m_cost(), params.t_cost(), params.p_cost())
                    == (self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
            })
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Hasher").field("params", &self.params).finish_non_exhaustive()
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

fn read(stored: &str) -> Result<PasswordHash, Unreadable> {
    let hash = PasswordHash::new(stored).map_err(|_| Unreadable)?;
    if hash.salt.is_some() && hash.hash.is_some() { Ok(hash) } else { Err(Unreadable) }
}

const fn params(memory_kib: u32, passes: u32) -> Params {
    match Params::new(memory_kib, passes, 1, Some(Params::DEFAULT_OUTPUT_LEN)) {
        Ok(params) => params,
        Err(_) => panic!("argon2 allows these parameters"),
    }
}

/// The list of common passwords and words; its head says where it is from.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common.txt").lines().filter(|line| !line.starts_with("# ")).collect()
});

/// Whether it stands in the list, or is one of its words with digits and signs around it, letters
/// replaced by what looks like them, or written twice.
fn is_common(lower: &str) -> bool {
    let core: String = lower
        .trim_matches(|letter: char| !letter.is_alphabetic())
        .chars()
        .map(|letter| match letter {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect();
    // With more digits and signs around it than this, they are what protects the password.
    let rest = lower.chars().count() - core.chars().count();
    let halves = core.split_at_checked(core.len() / 2);
    COMMON.contains(lower)
        || (COMMON.contains(core.as_str()) && rest < core.chars().count().max(SHORTEST))
        || halves.is_some_and(|(left, right)| left == right && COMMON.contains(left))
}

/// Fewer than five different characters, or two thirds of it a row such as `abcdef` or `987654`.
fn is_monotonous(lower: &str) -> bool {
    let letters: Vec<u32> = lower.chars().map(u32::from).collect();
    let different = letters.iter().collect::<HashSet<_>>().len();
    let in_a_row = letters.array_windows().filter(|[one, two]| one.abs_diff(*two) == 1).count();
    different < 5 || in_a_row * 3 > letters.len() * 2
}

/// Whether fewer than eight characters are left without the words that others know.
fn is_personal(lower: &str, personal: &[&str]) -> bool {
    let words = personal
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase);
    let rest = words.fold(lower.to_owned(), |text, word| text.replace(&word, ""));
    rest.len() < lower.len() && rest.chars().count() < 8
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use argon2::{AssociatedData, ParamsBuilder};

    use super::*;

    /// RFC 9106, section 5.3.
    #[test]
    fn argon2id_answers_as_its_rfc_says() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon2 =
            Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(
            tag,
            [
                0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b,
                0x53, 0xc9, 0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9,
                0x6b, 0x01, 0xe6, 0x59,
            ]
        );
    }

    /// From the test suite of the reference implementation (phc-winner-argon2, src/test.c).
    #[test]
    fn a_hash_that_others_made_is_read_and_found_outdated() {
        let stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ\
                      $nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let verify = |typed| Hasher::cheap().verify(Some(stored), &Password::offered(typed));
        assert_eq!(verify("password"), Ok(Verdict::RightButOutdated));
        assert_eq!(verify("passwore"), Ok(Verdict::Wrong));
    }

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let hasher = Hasher::cheap();
        let password = Password::new("wet otters juggle", &[]).unwrap();
        let stored = hasher.hash(&password, &[1; SALT_LENGTH]);
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        assert_ne!(stored, hasher.hash(&password, &[2; SALT_LENGTH]));
        let verify = |typed| hasher.verify(Some(&stored), &Password::offered(typed));
        assert_eq!(verify("wet otters juggle"), Ok(Verdict::Right));
        for wrong in ["", "wet otters juggl", "wet otters juggle ", "Wet otters juggle"] {
            assert_eq!(verify(wrong), Ok(Verdict::Wrong), "{wrong}");
        }
    }

    #[test]
    fn an_accent_is_the_same_however_it_was_typed() {
        let hasher = Hasher::cheap();
        let stored = hasher.hash(&Password::offered("très chère souris"), &[1; SALT_LENGTH]);
        let decomposed = Password::offered("tre\u{300}s che\u{300}re souris");
        assert_eq!(hasher.verify(Some(&stored), &decomposed), Ok(Verdict::Right));
    }

    #[test]
    fn no_password_is_right_where_there_is_no_account() {
        let hasher = Hasher::cheap();
        for typed in ["", "wet otters juggle", "\0\0\0\0"] {
            assert_eq!(hasher.verify(None, &Password::offered(typed)), Ok(Verdict::Wrong));
        }
    }

    #[test]
    fn what_is_no_hash_is_said_to_be_none() {
        let password = Password::offered("wet otters juggle");
        for stored in ["", "plain", "$argon2id$v=19$m=8", "$scrypt$ln=1,r=1,p=1$c29tZXNhbHQ$AAAA"] {
            let answer = Hasher::cheap().verify(Some(stored), &password);
            assert_eq!(answer, Err(Unreadable), "{stored}");
        }
    }

    #[test]
    fn memory_that_was_used_before_changes_no_hash_and_is_used_again() {
        let hasher = Hasher::with(params(64, 2));
        let larger = Hasher { params: params(256, 3), ..hasher.clone() };
        let password = Password::offered("wet otters juggle");
        let fresh = |params| Hasher::with(params).hash(&password, &[1; SALT_LENGTH]);
        for _ in 0..2 {
            assert_eq!(hasher.hash(&password, &[1; SALT_LENGTH]), fresh(params(64, 2)));
            assert_eq!(larger.hash(&password, &[1; SALT_LENGTH]), fresh(params(256, 3)));
        }
        let kept = hasher.memory.lock().unwrap();
        assert_eq!(kept.iter().map(Vec::len).collect::<Vec<_>>(), [256]);
        let words = kept.iter().flatten().flat_map(AsRef::<[u64]>::as_ref);
        assert!(words.copied().all(|word| word == 0), "nothing of a password stays");
    }

    /// Quickest of some tries, so that what else the machine does does not count.
    fn quickest(mut try_once: impl FnMut()) -> Duration {
        let time = |()| {
            let began = Instant::now();
            try_once();
            began.elapsed()
        };
        [(); 7].map(time).into_iter().min().unwrap()
    }

    #[test]
    fn the_time_does_not_say_whether_there_is_an_account() {
        let hasher = Hasher::with(params(1024, 2));
        let password = Password::offered("wet otters juggle");
        let stored = hasher.hash(&Password::offered("another one of them"), &[1; SALT_LENGTH]);
        let known = quickest(|| assert!(hasher.verify(Some(&stored), &password).is_ok()));
        let unknown = quickest(|| assert!(hasher.verify(None, &password).is_ok()));
        let ratio = known.as_secs_f64() / unknown.as_secs_f64();
        assert!((0.5..2.0).contains(&ratio), "{known:?} with an account, {unknown:?} without");
    }

    #[test]
    fn every_fault_of_a_new_password_is_named() {
        use Fault::{Common, Long, Monotonous, Personal, Short};
        let personal = ["Marta Okafor", "marta.okafor@brightwater.example"];
        let long = "ab cde fg ".repeat(13);
        let table: &[(&str, &[Fault])] = &[
            ("wet otters juggle", &[]),
            ("correct horse battery staple", &[]),
            ("ドラゴンが山で本を読む夜", &[]),
            ("k9#vTq2!mZ8w", &[]),
            ("sunshine over wet slate", &[]),
            ("k9#vTq2!mZ8", &[Short]),
            ("", &[Short]),
            ("monkey", &[Short, Common]),
            (&long, &[Long]),
            ("qwerty123456", &[Common]),
            ("Password2024!", &[Common]),
            ("P@ssw0rd1234", &[Common]),
            ("!!Sunshine!!2025", &[Common]),
            ("dragondragon", &[Common]),
            ("vvvvwwwwvvvvww", &[Monotonous]),
            ("abababababab", &[Monotonous]),
            ("abcdefghijklmn", &[Monotonous]),
            ("9876543210123", &[Monotonous]),
            ("MartaOkafor1", &[Personal]),
            ("okafor-brightwater", &[Personal]),
            ("marta eats wet slate", &[]),
        ];
        for (typed, faults) in table {
            let found = Password::new(typed, &personal).err().unwrap_or_default();
            assert_eq!(&found, faults, "{typed}");
        }
        assert_eq!(Password::new(&"x".repeat(1 << 20), &[]), Err(vec![Long]));
    }

    #[test]
    fn the_list_is_read_whole_and_its_head_is_no_password() {
        assert_eq!(COMMON.len(), 2879);
        assert!(
            COMMON.iter().all(|line| line.is_ascii() && line.len() >= 6 && !line.contains(' '))
        );
    }

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(format!("{:?}", Password::offered("wet otters juggle")), "Password(…)");
    }
}
