-- Links that were asked for.
-- The same table as in store-postgres/migrations, with the types of SQLite.

-- A link is asked for with the count of mails; a job writes its letter and takes the row away. There is one for
-- every address alike, so that nobody learns whether there is an account.
create table asked_link (
  asked_link_id blob not null,
  purpose text not null,
  -- Who asked; null where nobody has said who they are. No foreign key: who asks would wait for who changes
  -- the account, while they hold the counts, which come after accounts.
  account_id blob,
  email text not null,
  -- The address in small letters, as an account has it.
  email_key text not null,
  -- The network address that it was asked from.
  address text not null,
  asked_at text not null,
  constraint asked_link_pkey primary key (asked_link_id)
) strict;

create index asked_link_asked_at_idx on asked_link (asked_at, asked_link_id);
create index asked_link_account_id_idx on asked_link (account_id);
create index asked_link_email_key_idx on asked_link (email_key);
