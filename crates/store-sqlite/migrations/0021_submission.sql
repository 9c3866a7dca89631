-- What employers submit, and the documents that belong to it.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

create table submission (
  employer_id blob not null,
  effective_on text not null,
  number integer not null,
  -- What the browser named it, by which the same request is known again.
  key text not null,
  -- What is filed: JSON, and its SHA-256.
  document text not null,
  hash text not null,
  -- Where it stands, in a word; and the same with what belongs to it and what led there: JSON.
  state text not null,
  course text not null,
  -- Of two who decide at once one is told.
  version integer not null,
  -- The account; null where it renewed as it was.
  submitted_by blob,
  submitted_at text not null,
  changed_at text not null,
  constraint submission_pkey primary key (employer_id, effective_on, number),
  constraint submission_key_key unique (employer_id, effective_on, key),
  constraint submission_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint submission_effective_on_check
    check (length(effective_on) = 10),
  constraint submission_number_check check (number > 0),
  constraint submission_version_check check (version > 0),
  constraint submission_state_check check (state in (
    'awaits_second', 'submitted', 'info_wanted', 'accepted', 'rejected', 'withdrawn', 'replaced',
    'in_effect'
  ))
) strict;

-- Of a renewal at most one is under way, and at most one is accepted or in effect.
-- The last term is always true. It makes SQLite tell the index by its name: of columns alone it would tell
-- the columns, which are the same for both.
create unique index submission_pending_key on submission (employer_id, effective_on, (number > 0))
  where state in ('awaits_second', 'submitted', 'info_wanted');
create unique index submission_accepted_key on submission (employer_id, effective_on, (number > 0))
  where state in ('accepted', 'in_effect');

-- What staff look at.
create index submission_state_idx on submission (state, changed_at);

-- The submission that a contract comes from; null where it comes from none.
alter table contract add column number integer;

create table document (
  employer_id blob not null,
  document_id blob not null,
  kind text not null,
  -- The file: its name, its media type, its bytes and the SHA-256 of them, in hexadecimal.
  name text not null,
  media_type text not null,
  content blob not null,
  sha256 text not null,
  -- The renewal and the submission that it belongs to, where it belongs to one.
  effective_on text,
  number integer,
  -- The name of whoever added it.
  uploaded_by text not null,
  created_at text not null,
  constraint document_pkey primary key (employer_id, document_id),
  constraint document_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint document_kind_check check (kind in ('submission', 'upload')),
  constraint document_effective_on_check
    check (effective_on is null or length(effective_on) = 10),
  constraint document_number_check check (number is null or effective_on is not null)
) strict;

create index document_created_at_idx on document (employer_id, created_at);
