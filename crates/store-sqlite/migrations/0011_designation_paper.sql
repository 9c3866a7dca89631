-- Designations that are signed on paper.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- One more word for where a designation stands. SQLite changes no constraint, so the table is made anew.
create table designation_new (
  designation_id blob not null,
  -- Of the token in the officer's link; and the token, sealed, for the links in later mails.
  digest text not null,
  token_sealed text not null,
  group_number text not null,
  -- The employer identification number, sealed, and by what the same one is found.
  ein_sealed text not null,
  ein_index text not null,
  -- What the form says, as JSON; and the officer's address in small letters.
  form text not null,
  officer_key text not null,
  -- Where it stands, in a word; and the same with what belongs to it and what led there, as JSON.
  state text not null,
  course text not null,
  -- The network address that it came from.
  address text not null,
  -- Of two who decide at once one is told.
  version integer not null,
  created_at text not null,
  changed_at text not null,
  constraint designation_pkey primary key (designation_id),
  constraint designation_digest_key unique (digest),
  constraint designation_state_check
    check (state in ('waits_for_paper', 'received', 'needs_more', 'approved', 'refused')),
  constraint designation_version_check check (version > 0)
) strict;

insert into designation_new select * from designation;
drop table designation;
alter table designation_new rename to designation;

create index designation_state_idx on designation (state, changed_at);
create index designation_address_idx on designation (address, created_at);
create index designation_officer_key_idx on designation (officer_key, created_at);
create index designation_group_number_idx on designation (group_number, created_at);

-- The forms that officers signed and sent as files; of those of one designation the latest counts.
create table designation_paper (
  paper_id blob not null,
  designation_id blob not null,
  -- What kind of file it is, by its content.
  kind text not null,
  bytes blob not null,
  -- SHA-256 of the bytes, in hexadecimal.
  digest text not null,
  -- The network address that it came from.
  address text not null,
  uploaded_at text not null,
  constraint designation_paper_pkey primary key (paper_id),
  constraint designation_paper_designation_fkey foreign key (designation_id)
    references designation (designation_id) on delete cascade,
  constraint designation_paper_kind_check check (kind in ('pdf', 'png', 'jpeg'))
) strict;

create index designation_paper_designation_idx on designation_paper (designation_id, uploaded_at);
create index designation_paper_address_idx on designation_paper (address, uploaded_at);

-- Whether an employer identification number is on file under another group number.
create index group_file_ein_index_idx on group_file (ein_index);
