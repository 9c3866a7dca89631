-- What people have next year, as it was elected.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

create table election (
  employer_id blob not null,
  effective_on text not null,
  -- The employee's.
  employee_row integer not null,
  -- What was elected: JSON.
  document text not null,
  elected_by text not null,
  -- The name of whoever changed it last.
  changed_by text not null,
  version integer not null,
  -- One that is removed stays: its row is given to nobody else.
  removed integer not null,
  changed_at text not null,
  -- The highest row that it ever spoke of: the employee's, or that of a dependent who joins.
  highest_row integer not null,
  constraint election_pkey primary key (employer_id, effective_on, employee_row),
  constraint election_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint election_effective_on_check
    check (length(effective_on) = 10),
  constraint election_elected_by_check check (elected_by in ('employer', 'employee')),
  constraint election_version_check check (version > 0),
  constraint election_highest_row_check check (highest_row >= employee_row)
) strict;

-- With the version, so that the sum of a renewal's versions is read from the index alone.
create index election_renewal_idx on election (employer_id, effective_on, version);

-- A link by which an employee elects without an account. Another one takes its place.
create table election_link (
  employer_id blob not null,
  effective_on text not null,
  employee_row integer not null,
  -- Of the token in the link.
  digest text not null,
  name text not null,
  email text not null,
  sent_by text not null,
  sent_at text not null,
  expires_at text not null,
  opened_at text,
  answered_at text,
  -- The scenario whose plans are offered; where it is gone, the link is good no more.
  scenario_id blob,
  constraint election_link_pkey primary key (employer_id, effective_on, employee_row),
  constraint election_link_digest_key unique (digest),
  constraint election_link_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint election_link_effective_on_check
    check (length(effective_on) = 10)
) strict;
