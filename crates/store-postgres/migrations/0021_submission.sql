-- What employers submit, and the documents that belong to it.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

create table submission (
  employer_id uuid not null,
  effective_on date not null,
  number bigint not null,
  -- What the browser named it, by which the same request is known again.
  key text collate "C" not null,
  -- What is filed: JSON, and its SHA-256.
  document text not null,
  hash text collate "C" not null,
  -- Where it stands, in a word; and the same with what belongs to it and what led there: JSON.
  state text collate "C" not null,
  course text not null,
  -- Of two who decide at once one is told.
  version bigint not null,
  -- The account; null where it renewed as it was.
  submitted_by uuid,
  submitted_at timestamptz not null,
  changed_at timestamptz not null,
  constraint submission_pkey primary key (employer_id, effective_on, number),
  constraint submission_key_key unique (employer_id, effective_on, key),
  constraint submission_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint submission_effective_on_check
    check (effective_on between '0001-01-01' and '9999-12-31'),
  constraint submission_number_check check (number > 0),
  constraint submission_version_check check (version > 0),
  constraint submission_state_check check (state in (
    'awaits_second', 'submitted', 'info_wanted', 'accepted', 'rejected', 'withdrawn', 'replaced',
    'in_effect'
  ))
);

-- Of a renewal at most one is under way, and at most one is accepted or in effect.
create unique index submission_pending_key on submission (employer_id, effective_on)
  where state in ('awaits_second', 'submitted', 'info_wanted');
create unique index submission_accepted_key on submission (employer_id, effective_on)
  where state in ('accepted', 'in_effect');

-- What staff look at.
create index submission_state_idx on submission (state, changed_at);

-- The submission that a contract comes from; null where it comes from none.
alter table contract add column number bigint;

create table document (
  employer_id uuid not null,
  document_id uuid not null,
  kind text collate "C" not null,
  -- The file: its name, its media type, its bytes and the SHA-256 of them, in hexadecimal.
  name text not null,
  media_type text not null,
  content bytea not null,
  sha256 text collate "C" not null,
  -- The renewal and the submission that it belongs to, where it belongs to one.
  effective_on date,
  number bigint,
  -- The name of whoever added it.
  uploaded_by text not null,
  created_at timestamptz not null,
  constraint document_pkey primary key (employer_id, document_id),
  constraint document_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint document_kind_check check (kind in ('submission', 'upload')),
  constraint document_effective_on_check
    check (effective_on is null or effective_on between '0001-01-01' and '9999-12-31'),
  constraint document_number_check check (number is null or effective_on is not null)
);

create index document_created_at_idx on document (employer_id, created_at);
