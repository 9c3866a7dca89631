-- Who can sign in, how they prove who they are, and what they may do for whom.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- Accounts belong to people, not to employers: one person may act for several.
create table account (
  account_id blob not null,
  email text not null,
  -- The address in small letters: two accounts never share one.
  email_key text not null,
  name text not null,
  staff integer not null,
  email_verified_at text,
  -- A PHC string of argon2id; null while sign-in is not set up.
  password_hash text,
  password_changed_at text,
  -- The secret of the one-time codes, sealed; null where there is none.
  totp_sealed text,
  -- The last time step whose code was used: a code is good once.
  totp_step integer,
  created_at text not null,
  disabled_at text,
  constraint account_pkey primary key (account_id),
  constraint account_email_key unique (email_key)
) strict;

create table recovery_code (
  account_id blob not null,
  digest text not null,
  used_at text,
  constraint recovery_code_pkey primary key (account_id, digest),
  constraint recovery_code_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;

create table passkey (
  account_id blob not null,
  -- The credential's id in base64url.
  credential text not null,
  label text not null,
  -- What the library needs to know of it.
  document text not null,
  created_at text not null,
  last_used_at text,
  constraint passkey_pkey primary key (account_id, credential),
  constraint passkey_credential_key unique (credential),
  constraint passkey_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;

-- A question put to a passkey, until it is answered; it is answered once.
create table ceremony (
  ceremony_id blob not null,
  -- Whose it is; null before somebody said who they are.
  account_id blob,
  kind text not null,
  document text not null,
  expires_at text not null,
  constraint ceremony_pkey primary key (ceremony_id),
  constraint ceremony_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;

create index ceremony_expires_at_idx on ceremony (expires_at);

-- Tokens are kept as digests: who reads this table cannot sign in with it.
create table session (
  digest text not null,
  account_id blob not null,
  -- first: the second factor is still wanted. full: signed in.
  stage text not null,
  created_at text not null,
  seen_at text not null,
  ends_at text not null,
  -- When the person last proved who they are.
  proven_at text not null,
  agent text not null,
  address text not null,
  constraint session_pkey primary key (digest),
  constraint session_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade,
  constraint session_stage_check check (stage in ('first', 'full'))
) strict;

create index session_account_id_idx on session (account_id);
create index session_ends_at_idx on session (ends_at);

-- Links that are good once: a new password, an address to verify.
create table token (
  digest text not null,
  account_id blob not null,
  purpose text not null,
  expires_at text not null,
  used_at text,
  constraint token_pkey primary key (digest),
  constraint token_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;

create index token_account_id_idx on token (account_id, purpose);

-- Failed attempts, by account and by address.
create table throttle (
  subject text not null,
  failures integer not null,
  last_at text not null,
  closed_until text not null,
  constraint throttle_pkey primary key (subject)
) strict;

-- A broker's firm.
create table brokerage (
  brokerage_id blob not null,
  name text not null,
  created_at text not null,
  constraint brokerage_pkey primary key (brokerage_id)
) strict;

create table brokerage_member (
  brokerage_id blob not null,
  account_id blob not null,
  constraint brokerage_member_pkey primary key (brokerage_id, account_id),
  constraint brokerage_member_brokerage_fkey foreign key (brokerage_id)
    references brokerage (brokerage_id) on delete cascade,
  constraint brokerage_member_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;

create index brokerage_member_account_id_idx on brokerage_member (account_id);

-- What somebody may do for an employer. Never deleted: revoked.
create table access_grant (
  employer_id blob not null,
  grant_id blob not null,
  account_id blob,
  brokerage_id blob,
  role text not null,
  capabilities text not null,
  -- The last day; null where there is no end.
  ends_on text,
  version integer not null,
  granted_at text not null,
  granted_by blob,
  revoked_at text,
  constraint access_grant_pkey primary key (employer_id, grant_id),
  constraint access_grant_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint access_grant_account_fkey foreign key (account_id)
    references account (account_id),
  constraint access_grant_brokerage_fkey foreign key (brokerage_id)
    references brokerage (brokerage_id),
  constraint access_grant_holder_check check ((account_id is null) <> (brokerage_id is null)),
  constraint access_grant_role_check
    check (role in ('primary', 'administrator', 'officer', 'broker')),
  constraint access_grant_broker_check check ((role = 'broker') = (account_id is null)),
  constraint access_grant_version_check check (version > 0)
) strict;

create index access_grant_account_id_idx on access_grant (account_id);
create index access_grant_brokerage_id_idx on access_grant (brokerage_id);

-- A brokerage asks an employer for access.
create table access_request (
  employer_id blob not null,
  request_id blob not null,
  brokerage_id blob not null,
  asked_by blob not null,
  capabilities text not null,
  note text not null,
  asked_at text not null,
  decided_at text,
  decided_by blob,
  granted integer,
  constraint access_request_pkey primary key (employer_id, request_id),
  constraint access_request_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint access_request_brokerage_fkey foreign key (brokerage_id)
    references brokerage (brokerage_id) on delete cascade
) strict;

create index access_request_brokerage_id_idx on access_request (brokerage_id);
