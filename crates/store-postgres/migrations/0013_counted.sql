-- By what guesses and forms are counted, so that a stranger's keep nobody else out.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

-- The browsers in which somebody signed in to an account: strangers' guesses do not close it for them.
create table known_device (
  account_id uuid not null,
  -- Of the token that the browser holds.
  digest text collate "C" not null,
  ends_at timestamptz not null,
  constraint known_device_pkey primary key (account_id, digest),
  constraint known_device_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

create index known_device_ends_at_idx on known_device (ends_at);

-- The network of the address that a form came from: a home has many addresses of the newer kind.
alter table designation add column network text collate "C" not null default '';
update designation set network = address;
drop index designation_address_idx;
create index designation_network_idx on designation (network, created_at);

alter table designation_paper add column network text collate "C" not null default '';
update designation_paper set network = address;
drop index designation_paper_address_idx;
create index designation_paper_network_idx on designation_paper (network, uploaded_at);
