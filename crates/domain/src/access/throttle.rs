//! How long somebody who guesses must wait.
//!
//! OWASP ASVS 5.0, 6.3.1: guessing is slowed down. NIST SP 800-63B-4, 3.2.2: at most 100 failures in a row
//! for one account; with these delays a hundred take a day. An account is never closed for good: whoever
//! wants to shut somebody out must not be able to.

use chrono::{DateTime, TimeDelta, Utc};
use std::net::{IpAddr, Ipv6Addr};

/// How guesses at one kind of thing are slowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Failures that cost nothing: people mistype.
    pub free: i64,
    /// The wait after the first failure that is not free; it doubles with each further one.
    pub first_wait: TimeDelta,
    /// The longest wait.
    pub longest_wait: TimeDelta,
    /// After how long without a failure all is forgotten.
    pub forgotten_after: TimeDelta,
}

/// Guesses at one account's password or code.
pub const ACCOUNT: Pace = Pace {
    free: 4,
    first_wait: TimeDelta::seconds(5),
    longest_wait: TimeDelta::minutes(15),
    forgotten_after: TimeDelta::hours(24),
};

/// Guesses from one network address: a whole office may share one.
pub const ADDRESS: Pace = Pace {
    free: 30,
    first_wait: TimeDelta::seconds(5),
    longest_wait: TimeDelta::minutes(15),
    forgotten_after: TimeDelta::hours(1),
};

/// Mails that somebody asks for to one address: each is a nuisance to its owner.
pub const MAIL: Pace = Pace {
    free: 3,
    first_wait: TimeDelta::minutes(10),
    longest_wait: TimeDelta::hours(6),
    forgotten_after: TimeDelta::hours(24),
};

/// What anybody may ask for without saying who they are, and that costs us something, from one network: a
/// question to a passkey, a form filled in.
pub const ASKED: Pace = Pace {
    free: 60,
    first_wait: TimeDelta::seconds(5),
    longest_wait: TimeDelta::minutes(15),
    forgotten_after: TimeDelta::hours(1),
};

/// For how long a browser is known in which somebody signed in to an account. There its owner's guesses are
/// counted apart from everybody else's, so that a stranger's keep nobody out (OWASP, "device cookies"): long
/// enough for who comes once a year at renewal to have a chance, and once a quarter for certain.
pub const KNOWN_DEVICE: TimeDelta = TimeDelta::days(180);

/// The network that an address counts as: of the newer kind the half that names a network, since whoever has
/// one has as many addresses in it as they like.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        _ => address.to_owned(),
    }
}

/// How often something was tried in vain, and until when it is not tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Failures in a row.
    pub failures: i64,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
    /// Until when nothing more is tried.
    pub closed_until: DateTime<Utc>,
}

impl Throttle {
    /// Nothing was tried yet.
    pub const fn new(now: DateTime<Utc>) -> Self {
        Self { failures: 0, last_at: now, closed_until: now }
    }

    /// How long must still be waited; `None` when something may be tried.
    pub fn wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        (now < self.closed_until).then(|| self.closed_until - now)
    }

    /// After one more failure.
    #[must_use]
    pub fn failed(self, pace: Pace, now: DateTime<Utc>) -> Self {
        let forgotten = now - self.last_at >= pace.forgotten_after;
        let failures = if forgotten { 1 } else { self.failures.saturating_add(1) };
        Self { failures, last_at: now, closed_until: now + delay(pace, failures) }
    }

    /// What was counted as a failure before it was tried turned out to be none.
    #[must_use]
    pub fn succeeded(self, now: DateTime<Utc>) -> Self {
        Self { failures: (self.failures - 1).max(0), closed_until: now, ..self }
    }
}

/// The wait after so many failures in a row.
fn delay(pace: Pace, failures: i64) -> TimeDelta {
    let beyond = failures - pace.free;
    if beyond <= 0 {
        return TimeDelta::zero();
    }
    // Beyond ten doublings every wait is longer than the longest.
    let doublings = u32::try_from(beyond - 1).unwrap_or(u32::MAX).min(10);
    (pace.first_wait * 2_i32.pow(doublings)).min(pace.longest_wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn the_wait_doubles_once_the_free_failures_are_spent() {
        let waits = [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900];
        let mut throttle = Throttle::new(at(0));
        for (failure, wait) in (1..).zip(waits) {
            throttle = throttle.failed(ACCOUNT, at(0));
            let expect = (wait > 0).then(|| TimeDelta::seconds(wait));
            assert_eq!(throttle.wait(at(0)), expect, "after failure {failure}");
            assert_eq!(throttle.wait(at(wait)), None, "after the wait of failure {failure}");
        }
    }

    #[test]
    fn a_day_without_failure_forgets_all() {
        let tired = Throttle { failures: 50, last_at: at(0), closed_until: at(900) };
        assert_eq!(tired.failed(ACCOUNT, at(86_399)).failures, 51);
        assert_eq!(
            tired.failed(ACCOUNT, at(86_400)),
            Throttle::new(at(86_400)).failed(ACCOUNT, at(86_400))
        );
    }

    #[test]
    fn so_many_failures_that_nobody_counts_them_wait_the_longest() {
        let tired = Throttle { failures: i64::MAX, last_at: at(0), closed_until: at(0) };
        assert_eq!(tired.failed(ACCOUNT, at(1)).wait(at(1)), Some(ACCOUNT.longest_wait));
    }

    #[test]
    fn what_was_no_failure_leaves_the_count_as_it_was() {
        let one = Throttle::new(at(0)).failed(ADDRESS, at(0));
        assert_eq!(one.failed(ADDRESS, at(1)).succeeded(at(2)).failures, 1);
        assert_eq!(Throttle::new(at(0)).succeeded(at(1)).failures, 0);
        let closed = (0..6).fold(one, |throttle, _| throttle.failed(ACCOUNT, at(0)));
        assert_eq!(closed.succeeded(at(1)).wait(at(1)), None);
    }

    #[test]
    fn addresses_of_one_network_count_together() {
        for (address, counted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
            ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
            ("", ""),
        ] {
            assert_eq!(network(address), counted, "{address}");
        }
    }

    /// Who tries as fast as is allowed has fewer than a hundred tries at an account in a day.
    #[test]
    fn a_day_of_guessing_is_less_than_a_hundred_and_ten_guesses() {
        let (mut throttle, mut now, mut guesses) = (Throttle::new(at(0)), at(0), 0);
        while now < at(86_400) {
            guesses += 1;
            throttle = throttle.failed(ACCOUNT, now);
            now += throttle.wait(now).unwrap_or(TimeDelta::seconds(1));
        }
        assert!(guesses < 110, "{guesses}");
    }
}
