//! Documents of employers.

use crate::StoreError;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::id::{DocumentId, EmployerId};
use domain::submission::{Document, DocumentHead};

/// Keeps documents.
#[async_trait]
pub trait DocumentRepository: Send {
    /// Keeps a document.
    async fn insert(&mut self, document: &Document) -> Result<(), StoreError>;

    /// The documents of an employer, the newest first.
    async fn heads(&mut self, employer: EmployerId) -> Result<Vec<DocumentHead>, StoreError>;

    /// Those of one of its renewals, the newest first.
    async fn heads_of_renewal(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Vec<DocumentHead>, StoreError>;

    /// A document with its content.
    async fn lookup(
        &mut self,
        employer: EmployerId,
        document: DocumentId,
    ) -> Result<Option<Document>, StoreError>;
}

/// The bodies of [`DocumentRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! document_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::DocumentRepository for $unit {
            async fn insert(
                &mut self,
                document: &domain::submission::Document,
            ) -> Result<(), $crate::StoreError> {
                let head = &document.head;
                sqlx::query_file!(
                    "../store/queries/document_insert.sql",
                    head.employer.0,
                    head.id.0,
                    head.kind.code(),
                    head.name,
                    head.media_type,
                    document.content,
                    head.sha256,
                    head.effective_on,
                    head.number,
                    head.uploaded_by,
                    $crate::row::kept_moment(head.created_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn heads(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Vec<domain::submission::DocumentHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::DocumentHeadRow,
                    "../store/queries/document_heads.sql",
                    employer.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn heads_of_renewal(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<Vec<domain::submission::DocumentHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::DocumentHeadRow,
                    "../store/queries/document_heads_of_renewal.sql",
                    employer.0,
                    effective_on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
                document: domain::id::DocumentId,
            ) -> Result<Option<domain::submission::Document>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::submission::DocumentRow,
                    "../store/queries/document_lookup.sql",
                    employer.0,
                    document.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }
        }
    };
}
