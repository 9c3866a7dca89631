-- What the carrier's core system is told of submissions.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

create table change_file (
  employer_id blob not null,
  file_id blob not null,
  -- The submission that it tells of.
  effective_on text not null,
  number integer not null,
  -- The interchange control number, by which it is acknowledged.
  control integer not null,
  content text not null,
  state text not null,
  -- When it is tried next; while it is being sent, when another server may take it.
  due_at text not null,
  attempts integer not null,
  -- What was said to the last try, or in the acknowledgement.
  answer text,
  created_at text not null,
  sent_at text,
  answered_at text,
  constraint change_file_pkey primary key (employer_id, file_id),
  constraint change_file_control_key unique (control),
  constraint change_file_submission_fkey foreign key (employer_id, effective_on, number)
    references submission (employer_id, effective_on, number) on delete cascade,
  constraint change_file_control_check check (control > 0),
  constraint change_file_state_check
    check (state in ('waiting', 'sending', 'sent', 'accepted', 'rejected', 'failed')),
  constraint change_file_attempts_check check (attempts >= 0)
) strict;

create index change_file_due_at_idx on change_file (state, due_at);
create index change_file_submission_idx on change_file (employer_id, effective_on, number);

-- The last control number that was given out: one row, for which those who want the next one wait.
create table change_file_control (
  place integer not null,
  last integer not null,
  constraint change_file_control_pkey primary key (place),
  constraint change_file_control_place_check check (place = 1)
) strict;

insert into change_file_control (place, last) values (1, 0);
