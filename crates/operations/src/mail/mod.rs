//! Mail: what is said to whom, put into the outbox with the change that it tells of, and sent by a job.
//!
//! To send mail from a use case: [`Operations::post`] in its unit of work. To say something new: a variant
//! of [`Letter`], its words in `letter.rs`, and its line in `domain::outbox`. How mail leaves is told by a
//! [`Mailer`].

mod deliver;
mod letter;
mod paper;

pub(crate) use deliver::excerpt;
pub use deliver::{Delivered, Mail, Mailer, Undeliverable};
pub use letter::{Letter, Link};
pub use paper::Paper;

use crate::{OperationError, Operations, StaffPermit};
use chrono::TimeDelta;
use credential::vault::{Place, Vault};
use domain::audit::{Action, Event, mask};
use domain::id::{AccountId, EmployerId, MessageId};
use domain::outbox::{Message, MessageHead, MessageState, SealedContent};
use domain::rules::MAIL_KEPT;
use store::UnitOfWork;

/// Whom a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The name that the letter begins with.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The account, where there is one already.
    pub account: Option<AccountId>,
    /// The employer that the letter concerns, where it concerns one.
    pub employer: Option<EmployerId>,
}

/// How many messages a list shows at most.
const LISTED: u32 = 200;

impl Operations {
    /// Puts a letter into the outbox, in the unit of work of the change that it tells of: it leaves if,
    /// and only if, that is kept. Needs the keys, since links are sealed.
    pub async fn post(
        &self,
        unit: &mut dyn UnitOfWork,
        to: &Recipient,
        letter: &Letter,
    ) -> Result<(), OperationError> {
        let id = MessageId(self.clock.new_id());
        let paper = letter.write(&self.settings.carrier, &to.name);
        let content = self.seal_paper(id, &paper)?;
        let now = self.clock.now();
        let state =
            if self.settings.keeps_mail { MessageState::Kept } else { MessageState::Waiting };
        let head = MessageHead {
            id,
            kind: letter.kind(),
            employer: to.employer,
            account: to.account,
            name: to.name.clone(),
            email: to.email.trim().to_owned(),
            created_at: now,
            due_at: now,
            attempts: 0,
            state,
            sent_at: None,
            answer: None,
        };
        unit.outbox().enqueue(&Message { head, content: Some(content) }).await?;
        Ok(())
    }

    /// The latest mails, those that failed first; of one state, where one is given. None says what is in
    /// it.
    pub async fn mails(
        &self,
        _permit: &StaffPermit,
        state: Option<MessageState>,
    ) -> Result<Vec<MessageHead>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        Ok(unit.outbox().messages(state, LISTED).await?)
    }

    /// A mail with all that it says: in the demo alone. Elsewhere there is none to be read, since its
    /// links are for whom it goes to.
    pub async fn read_mail(
        &self,
        _permit: &StaffPermit,
        message: MessageId,
    ) -> Result<(MessageHead, Paper), OperationError> {
        if !self.shows_demo {
            return Err(OperationError::NotFound);
        }
        let mut unit = self.store.begin_read().await?;
        let found = unit.outbox().message(message).await?.ok_or(OperationError::NotFound)?;
        let content = found.content.ok_or(OperationError::NotFound)?;
        let vault = &self.settings.secrets()?.vault;
        let paper = open_paper(vault, message, &content).ok_or(OperationError::NotFound)?;
        Ok((found.head, paper))
    }

    /// Sends a mail again that waits or was given up. Answers whether there was one that could be.
    pub async fn send_again(
        &self,
        permit: &StaffPermit,
        message: MessageId,
    ) -> Result<bool, OperationError> {
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        let found = unit.outbox().message(message).await?.ok_or(OperationError::NotFound)?;
        if !unit.outbox().send_again(message, now).await? {
            return Ok(false);
        }
        let to = mask::email(&found.head.email);
        let subject = format!("{}, to {to}", found.head.kind.title());
        // An employer's trail outlives it, so that it may not be there any more does not matter.
        let event: Event =
            permit.viewer().event(found.head.employer, now, Action::MailSentAgain, &subject);
        unit.audit().append(event).await?;
        unit.commit().await?;
        Ok(true)
    }

    /// Forgets mail that was sent or given up long ago. Answers how many.
    pub async fn forget_mails(&self) -> Result<u64, OperationError> {
        let days = MAIL_KEPT.on(self.clock.today()).value;
        let mut unit = self.store.begin().await?;
        let before = self.clock.now() - TimeDelta::days(days.into());
        let count = unit.outbox().forget_settled(before).await?;
        unit.commit().await?;
        Ok(count)
    }

    fn seal_paper(&self, id: MessageId, paper: &Paper) -> Result<SealedContent, OperationError> {
        let vault = &self.settings.secrets()?.vault;
        let row = id.to_string();
        let seal =
            |column, text: &str| vault.seal(text, Place { column, row: &row }, &self.random());
        Ok(SealedContent {
            subject: seal(SUBJECT, &paper.subject),
            text: seal(TEXT, &paper.text),
            html: seal(HTML, &paper.html),
        })
    }
}

/// The places of sealed texts.
pub(crate) const SUBJECT: &str = "outbox.subject";
pub(crate) const TEXT: &str = "outbox.text";
pub(crate) const HTML: &str = "outbox.html";

/// What a message says; `None` where it does not open with the keys that there are.
fn open_paper(vault: &Vault, id: MessageId, content: &SealedContent) -> Option<Paper> {
    let row = id.to_string();
    let open = |column, sealed: &str| {
        let opened = vault.open(sealed, Place { column, row: &row });
        opened.ok().map(|text| text.to_string())
    };
    Some(Paper {
        subject: open(SUBJECT, &content.subject)?,
        text: open(TEXT, &content.text)?,
        html: open(HTML, &content.html)?,
    })
}
