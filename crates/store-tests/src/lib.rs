//! Stories that the store must tell alike on every database.
//!
//! A story is an async function that is given a [`Lab`]: an empty, migrated database of its own.
//! To add one, write it into the module of its noun and name it in [`stories!`]; it then runs on
//! `SQLite` (`tests/sqlite.rs`) and on `PostgreSQL` (`tests/postgres.rs`). Use cases are told here only
//! where they meet others, in [`race`], or a crash, in [`fault`]; everything else about them is tested in their own crate.

pub mod access;
pub mod audit;
pub mod catalogue;
pub mod change_file;
pub mod contract;
pub mod designation;
pub mod document;
pub mod election;
pub mod employer;
pub mod factor;
pub mod fault;
pub mod fixture;
pub mod group;
pub mod outbox;
pub mod place;
pub mod race;
pub mod renewal;
pub mod roster;
pub mod scenario;
pub mod seal;
pub mod submission;
pub mod unit;

use async_trait::async_trait;
use std::sync::Arc;
use store::Store;

/// A database to tell a story on.
#[async_trait]
pub trait Lab: Send + Sync {
    /// The store on it.
    fn store(&self) -> &dyn Store;

    /// The same, for use cases.
    fn shared(&self) -> Arc<dyn Store>;

    /// Does behind the store's back what its own statements never do.
    async fn execute(&self, statement: &'static str) -> Result<(), String>;

    /// The same as somebody who puts the triggers out of the way first.
    async fn tamper(&self, statement: &'static str) -> Result<(), String>;
}

/// Makes a test of every story. `$open` is an async function from the name of a story to a [`Lab`].
#[macro_export]
macro_rules! stories {
    ($open:ident) => {
        $crate::stories! { $open:
            access::an_account_is_found_by_its_address_and_no_two_share_one,
            access::a_session_is_opened_used_and_ended,
            access::grants_are_those_of_an_account_and_of_its_brokerages,
            access::who_holds_an_account_sees_what_others_did,
            access::a_brokerages_request_is_decided_once,
            access::of_a_brokerages_requests_to_an_employer_one_is_open,
            audit::what_was_done_is_read_back_in_order,
            audit::each_employer_has_a_trail_and_the_carrier_its_own,
            audit::a_page_holds_what_is_looked_for,
            audit::many_who_append_at_once_make_one_chain,
            audit::what_is_dropped_leaves_no_gap,
            audit::a_trail_outlives_its_employer,
            audit::a_trail_refuses_to_be_changed,
            audit::what_was_done_behind_the_stores_back_is_found,
            audit::a_row_that_cannot_be_read_hides_no_other,
            catalogue::what_is_published_is_read_back,
            catalogue::a_new_catalogue_leaves_the_old_one_as_it_was,
            catalogue::a_filing_tells_what_it_said,
            catalogue::what_is_published_cannot_be_changed,
            catalogue::of_two_who_publish_a_number_one_is_told,
            catalogue::a_filing_that_never_was_cannot_be_kept,
            catalogue::an_issuer_files_one_of_a_kind_and_its_own,
            catalogue::issuers_are_named_and_renamed,
            change_file::control_numbers_grow_by_one,
            change_file::a_change_file_is_kept_sent_and_acknowledged,
            change_file::a_change_file_is_leased_by_one,
            change_file::a_change_file_is_sent_again,
            change_file::an_amendments_file_waits_for_the_one_before,
            change_file::change_files_that_want_attention_come_first,
            contract::contracts_are_kept_by_plan_year,
            contract::a_contract_belongs_to_an_employer,
            contract::a_contract_tells_which_submission_it_comes_from,
            designation::a_designation_is_kept_and_decided_once,
            designation::designations_are_listed_and_counted,
            designation::forms_are_counted_by_the_network_that_they_come_from,
            designation::what_an_officer_left_lying_is_found,
            designation::signed_forms_are_kept_and_counted,
            document::documents_are_kept_and_listed,
            document::another_employers_document_is_not_found,
            election::elections_are_read_back_by_row,
            election::an_election_is_changed_removed_and_made_anew,
            election::of_two_who_save_one_election_one_is_told,
            election::a_row_is_given_to_one_person_only,
            election::the_pulse_tells_each_election_of_its_renewal,
            election::a_link_is_found_by_its_digest_alone,
            election::a_link_is_answered_once,
            employer::an_employer_is_kept_and_changed,
            employer::an_employer_of_another_id_is_not_found,
            employer::who_holds_an_employer_sees_what_others_did,
            employer::old_prospects_and_their_people_go,
            employer::what_an_employer_offers_goes_with_it,
            fault::a_submission_outlives_a_crash_wherever_it_comes,
            fault::an_acceptance_outlives_a_crash_wherever_it_comes,
            factor::a_password_and_one_time_codes_are_kept,
            factor::a_hash_takes_the_place_of_the_one_compared_alone,
            factor::a_recovery_code_is_used_once,
            factor::passkeys_are_kept_used_and_removed,
            factor::all_that_an_account_proves_itself_with_is_taken_away,
            factor::a_question_to_a_passkey_is_answered_once,
            factor::a_link_is_followed_once,
            factor::an_asked_link_waits_until_it_is_taken_once,
            factor::what_an_account_asked_for_is_forgotten_and_nothing_else,
            factor::a_browser_is_known_to_its_accounts_for_a_time,
            factor::failures_are_counted_one_after_the_other,
            group::what_is_on_file_is_kept_and_found_by_its_number,
            outbox::a_message_is_kept_and_sent_once,
            outbox::a_message_is_leased_by_one_until_its_lease_ends,
            outbox::what_fails_comes_again_until_it_is_given_up,
            outbox::what_was_sent_or_given_up_long_ago_is_forgotten,
            outbox::what_wants_attention_is_listed_first,
            outbox::many_who_lease_at_once_share_no_message,
            place::zip_counties_are_replaced,
            place::the_whole_country_is_loaded,
            race::primaries_who_revoke_each_other_leave_one,
            race::primaries_who_hand_over_to_each_other_leave_one,
            race::of_two_second_factors_taken_away_one_stays,
            race::a_password_that_is_set_while_somebody_signs_in_stays,
            race::of_right_forms_about_a_group_one_is_approved_at_once,
            race::forms_of_an_officer_are_counted_in_turn,
            race::a_brokerage_that_asks_twice_at_once_asks_once,
            race::access_that_is_given_twice_at_once_is_one,
            race::who_acts_for_one_employer_waits_in_a_row,
            race::who_changes_one_account_waits_in_a_row,
            race::a_letter_that_was_asked_for_is_written_once,
            race::a_new_password_leaves_no_letter_that_was_asked_for_before,
            race::of_two_servers_that_renew_groups_each_renews_others,
            renewal::renewals_are_published_until_they_are_submitted,
            renewal::a_notice_is_sent_once,
            renewal::what_an_employer_set_is_kept,
            renewal::what_mail_somebody_wants_is_kept,
            roster::a_roster_is_read_back,
            roster::the_last_roster_counts,
            roster::a_roster_has_a_limit,
            roster::a_roster_belongs_to_an_employer,
            scenario::scenarios_are_read_back_in_the_order_they_were_made,
            scenario::a_scenario_is_saved_deleted_and_brought_back,
            scenario::what_was_read_before_another_saved_is_not_saved,
            scenario::of_two_who_save_one_version_one_is_told,
            scenario::another_employers_scenario_is_not_found,
            scenario::a_scenario_is_made_once_and_for_an_employer,
            scenario::what_was_deleted_longest_ago_is_forgotten_first,
            scenario::the_pulse_tells_each_change_of_its_renewal,
            seal::what_is_sealed_is_handed_out_and_taken_back_once,
            submission::submissions_are_read_back,
            submission::of_two_who_decide_one_submission_one_is_told,
            submission::a_submission_has_a_key_and_a_number_of_its_own,
            submission::a_request_that_comes_twice_is_kept_once,
            submission::one_submission_is_under_way_and_one_accepted,
            submission::submissions_are_listed_for_staff,
            submission::what_is_accepted_comes_to_take_effect,
            submission::who_submitted_nothing_is_found,
            submission::what_is_submitted_goes_with_its_employer,
            unit::what_is_dropped_never_happened,
            unit::a_reader_sees_one_moment_and_writes_nothing,
            unit::many_writers_take_turns,
            unit::a_store_is_ready_once_migrated,
            unit::every_character_comes_back,
        }
    };
    ($open:ident: $($module:ident::$story:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $story() {
            let lab = $open(stringify!($story)).await;
            $crate::$module::$story(&lab).await;
        }
    )*};
}
