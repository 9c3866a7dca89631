-- What a renewal is about: what an employer offers now, what it knows of its people beside their
-- families, and what it considers offering next.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- JSON of what is known of the employment; null where nothing is, as in all rosters of before.
alter table person add column employment text;

create table contract (
  employer_id blob not null,
  starts_on text not null,
  -- What is offered to whom: a JSON array.
  packages text not null,
  saved_at text not null,
  constraint contract_pkey primary key (employer_id, starts_on),
  constraint contract_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  -- Only days of ten characters sort as days do, and a plan year begins on the first of a month.
  constraint contract_starts_on_check
    check (length(starts_on) = 10 and substr(starts_on, 9, 2) = '01')
) strict;

create table scenario (
  employer_id blob not null,
  effective_on text not null,
  scenario_id blob not null,
  name text not null,
  version integer not null,
  deleted integer not null,
  created_at text not null,
  saved_at text not null,
  -- What would be offered, and who would move: JSON.
  document text not null,
  constraint scenario_pkey primary key (employer_id, scenario_id),
  constraint scenario_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint scenario_effective_on_check check (length(effective_on) = 10),
  -- Above nothing, so that a new one adds to the sum of its renewal's versions.
  constraint scenario_version_check check (version > 0)
) strict;

-- With the version, so that the sum of a renewal's versions is read from the index alone.
create index scenario_renewal_idx on scenario (employer_id, effective_on, version);
