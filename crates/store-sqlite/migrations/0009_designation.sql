-- The designations of administrators.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- An officer's form that names an administrator. It belongs to no employer until it is approved.
create table designation (
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
    check (state in ('received', 'needs_more', 'approved', 'refused')),
  constraint designation_version_check check (version > 0)
) strict;

create index designation_state_idx on designation (state, changed_at);
create index designation_address_idx on designation (address, created_at);
create index designation_officer_key_idx on designation (officer_key, created_at);
create index designation_group_number_idx on designation (group_number, created_at);
