-- What the carrier's core system is told of submissions.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

create table change_file (
  employer_id uuid not null,
  file_id uuid not null,
  -- The submission that it tells of.
  effective_on date not null,
  number bigint not null,
  -- The interchange control number, by which it is acknowledged.
  control bigint not null,
  content text not null,
  state text collate "C" not null,
  -- When it is tried next; while it is being sent, when another server may take it.
  due_at timestamptz not null,
  attempts bigint not null,
  -- What was said to the last try, or in the acknowledgement.
  answer text,
  created_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  constraint change_file_pkey primary key (employer_id, file_id),
  constraint change_file_control_key unique (control),
  constraint change_file_submission_fkey foreign key (employer_id, effective_on, number)
    references submission (employer_id, effective_on, number) on delete cascade,
  constraint change_file_control_check check (control > 0),
  constraint change_file_state_check
    check (state in ('waiting', 'sending', 'sent', 'accepted', 'rejected', 'failed')),
  constraint change_file_attempts_check check (attempts >= 0)
);

create index change_file_due_at_idx on change_file (state, due_at);
create index change_file_submission_idx on change_file (employer_id, effective_on, number);

-- The last control number that was given out: one row, for which those who want the next one wait.
create table change_file_control (
  place bigint not null,
  last bigint not null,
  constraint change_file_control_pkey primary key (place),
  constraint change_file_control_place_check check (place = 1)
);

insert into change_file_control (place, last) values (1, 0);
