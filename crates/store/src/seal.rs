//! What is sealed, for sealing it again with another key.

use crate::StoreError;
use async_trait::async_trait;
use uuid::Uuid;

/// A column of sealed texts. What is sealed somewhere new needs a variant here, or it could no longer be
/// opened once its key is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SealedColumn {
    /// The secret of an account's one-time codes.
    Totp,
    /// A mail's subject.
    MailSubject,
    /// What a mail says, in plain text.
    MailText,
    /// What a mail says, in HTML.
    MailHtml,
    /// A group's employer identification number.
    GroupEin,
    /// The employer identification number of a designation.
    DesignationEin,
    /// The token of a designation's status link.
    DesignationToken,
}

impl SealedColumn {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Totp,
        Self::MailSubject,
        Self::MailText,
        Self::MailHtml,
        Self::GroupEin,
        Self::DesignationEin,
        Self::DesignationToken,
    ];
}

/// A sealed text and the key of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The row's key, as its place names it.
    pub row: Uuid,
    /// The text, sealed.
    pub text: String,
}

/// Hands sealed texts out and takes them back.
#[async_trait]
pub trait SealRepository: Send {
    /// The sealed texts of a column after a row, in the order of their rows: at most so many.
    async fn sealed(
        &mut self,
        column: SealedColumn,
        after: Uuid,
        most: i64,
    ) -> Result<Vec<Sealed>, StoreError>;

    /// Puts a text sealed anew in the place of one. Answers whether that one was still there.
    async fn reseal(
        &mut self,
        column: SealedColumn,
        before: &Sealed,
        after: &str,
    ) -> Result<bool, StoreError>;
}

/// The bodies of [`SealRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! seal_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::SealRepository for $unit {
            async fn sealed(
                &mut self,
                column: $crate::SealedColumn,
                after: Uuid,
                most: i64,
            ) -> Result<Vec<$crate::Sealed>, $crate::StoreError> {
                macro_rules! list {
                    ($query:literal) => {
                        sqlx::query_file_as!($crate::row::SealedRow, $query, after, most)
                            .fetch_all(&mut *self.0)
                            .await
                            .map_err($error)?
                    };
                }
                use $crate::SealedColumn as Column;
                let rows = match column {
                    Column::Totp => list!("../store/queries/sealed_totp_list.sql"),
                    Column::MailSubject => list!("../store/queries/sealed_mail_subject_list.sql"),
                    Column::MailText => list!("../store/queries/sealed_mail_text_list.sql"),
                    Column::MailHtml => list!("../store/queries/sealed_mail_html_list.sql"),
                    Column::GroupEin => list!("../store/queries/sealed_group_ein_list.sql"),
                    Column::DesignationEin => {
                        list!("../store/queries/sealed_designation_ein_list.sql")
                    }
                    Column::DesignationToken => {
                        list!("../store/queries/sealed_designation_token_list.sql")
                    }
                };
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn reseal(
                &mut self,
                column: $crate::SealedColumn,
                before: &$crate::Sealed,
                after: &str,
            ) -> Result<bool, $crate::StoreError> {
                macro_rules! save {
                    ($query:literal) => {
                        sqlx::query_file!($query, before.row, before.text, after)
                            .execute(&mut *self.0)
                            .await
                            .map_err($error)?
                    };
                }
                use $crate::SealedColumn as Column;
                let done = match column {
                    Column::Totp => save!("../store/queries/sealed_totp_save.sql").rows_affected(),
                    Column::MailSubject => {
                        save!("../store/queries/sealed_mail_subject_save.sql").rows_affected()
                    }
                    Column::MailText => {
                        save!("../store/queries/sealed_mail_text_save.sql").rows_affected()
                    }
                    Column::MailHtml => {
                        save!("../store/queries/sealed_mail_html_save.sql").rows_affected()
                    }
                    Column::GroupEin => {
                        save!("../store/queries/sealed_group_ein_save.sql").rows_affected()
                    }
                    Column::DesignationEin => {
                        save!("../store/queries/sealed_designation_ein_save.sql").rows_affected()
                    }
                    Column::DesignationToken => {
                        save!("../store/queries/sealed_designation_token_save.sql").rows_affected()
                    }
                };
                Ok(done == 1)
            }
        }
    };
}
