-- What is on file about groups.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- By what somebody who says that they are a group's officer is recognised.
create table group_file (
  employer_id blob not null,
  group_number text not null,
  -- The employer identification number, sealed, and by what the same one is found.
  ein_sealed text not null,
  ein_index text not null,
  last_invoice_cents integer,
  constraint group_file_pkey primary key (employer_id),
  constraint group_file_group_number_key unique (group_number),
  constraint group_file_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade
) strict;

