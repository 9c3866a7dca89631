-- Mail on its way out.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- A message is put in together with the change that it tells of; a job sends it. It is the carrier's
-- own: the employer is that which it concerns, where there is one.
create table outbox (
  message_id blob not null,
  employer_id blob,
  account_id blob,
  kind text not null,
  name text not null,
  email text not null,
  -- What it says, sealed: links in it are as good as passwords. Null once it was sent.
  subject_sealed text,
  text_sealed text,
  html_sealed text,
  created_at text not null,
  -- When it is tried next; while it is being sent, when another server may take it.
  due_at text not null,
  attempts integer not null,
  state text not null,
  sent_at text,
  -- What the mail server said to the last try.
  answer text,
  constraint outbox_pkey primary key (message_id),
  constraint outbox_state_check
    check (state in ('waiting', 'sending', 'sent', 'kept', 'failed')),
  constraint outbox_attempts_check check (attempts >= 0),
  constraint outbox_content_check check (
    (subject_sealed is null) = (text_sealed is null)
    and (text_sealed is null) = (html_sealed is null)
  )
) strict;

create index outbox_due_at_idx on outbox (state, due_at);
create index outbox_created_at_idx on outbox (created_at);
