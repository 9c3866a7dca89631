//! What can be done that is recorded. To add something: a line in the table below. A code that was
//! ever kept stays as it is; its words may be mended.

macro_rules! actions {
    ($($name:ident $code:literal $words:literal)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = concat!("Somebody ", $words, " …")] $name,)*
        }

        impl Action {
            /// Every one, by topic.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word that a database keeps.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What somebody did, in words that stand between who did it and to whom or what.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

actions! {
    // Signing in.
    SignedIn "signed_in" "signed in as"
    SignInFailed "sign_in_failed" "tried in vain to sign in as"
    SignedOut "signed_out" "signed out of"
    SessionEnded "session_ended" "ended a session of"
    EmailVerified "email_verified" "verified the e-mail address of"
    PasswordSet "password_set" "set the password of"
    ResetAsked "reset_asked" "asked for a new password for"
    FactorAdded "factor_added" "added a way to sign in to"
    FactorRemoved "factor_removed" "removed a way to sign in from"
    RecoveryCodesMade "recovery_codes_made" "made recovery codes for"
    RecoveryCodeUsed "recovery_code_used" "used a recovery code of"
    SignInReset "sign_in_reset" "reset the sign-in of"
    // Becoming an administrator.
    DesignationSubmitted "designation_submitted" "submitted the designation of"
    DesignationQuestioned "designation_questioned" "asked for more about the designation of"
    DesignationPaperCame "designation_paper_came" "sent the signed form of the designation of"
    DesignationAnswered "designation_answered" "answered about the designation of"
    DesignationApproved "designation_approved" "approved the designation of"
    DesignationRefused "designation_refused" "refused the designation of"
    InvitationSent "invitation_sent" "invited"
    InvitationAccepted "invitation_accepted" "accepted the invitation of"
    InvitationRevoked "invitation_revoked" "took back the invitation of"
    // Who may do what.
    AccessAsked "access_asked" "asked for access for"
    AccessRefused "access_refused" "refused access to"
    GrantGiven "grant_given" "gave access to"
    GrantChanged "grant_changed" "changed what may be done by"
    GrantRevoked "grant_revoked" "revoked the access of"
    PrimaryHandedOver "primary_handed_over" "handed the primary administrator's role over to"
    BrokerageAdded "brokerage_added" "added the brokerage"
    BrokerageMemberAdded "brokerage_member_added" "added to the brokerage"
    BrokerageMemberRemoved "brokerage_member_removed" "removed from the brokerage"
    // The renewal.
    ElectionChanged "election_changed" "changed next year's coverage of"
    ElectionLinkSent "election_link_sent" "sent a link to choose coverage to"
    ElectionAnswered "election_answered" "chose coverage by link as"
    RenewalSigned "renewal_signed" "signed, for a second to confirm, the renewal"
    RenewalSubmitted "renewal_submitted" "submitted the renewal"
    RenewalWithdrawn "renewal_withdrawn" "took back the renewal"
    RenewalQuestioned "renewal_questioned" "asked about the renewal"
    RenewalAnswered "renewal_answered" "answered about the renewal"
    RenewalAccepted "renewal_accepted" "accepted the renewal"
    RenewalRejected "renewal_rejected" "did not accept the renewal"
    RenewalRenewedAsIs "renewal_renewed_as_is" "renewed as it was"
    RenewalNotPossible "renewal_not_possible" "could not renew as it was"
    RenewalTookEffect "renewal_took_effect" "put into effect the renewal"
    RenewalPublished "renewal_published" "published the renewal of"
    RenewalSettingChanged "renewal_setting_changed" "changed how many sign the renewal of"
    ChangeFileAccepted "change_file_accepted" "took in that the core system accepted"
    ChangeFileRejected "change_file_rejected" "took in that the core system rejected"
    ChangeFileSentAgain "change_file_sent_again" "sent again the change file"
    // What is kept.
    SecretRevealed "secret_revealed" "looked at a protected number of"
    FileTaken "file_taken" "downloaded"
    TrailExported "trail_exported" "exported the audit trail of"
    GroupFiled "group_filed" "put on file the group"
    GroupsImported "groups_imported" "imported the groups on file from"
    MailSentAgain "mail_sent_again" "sent again the mail"
    SecretsResealed "secrets_resealed" "encrypted again with"
}

impl Action {
    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.code() == code)
    }
}
