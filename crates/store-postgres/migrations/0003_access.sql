-- Who can sign in, how they prove who they are, and what they may do for whom.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

-- Accounts belong to people, not to employers: one person may act for several.
create table account (
  account_id uuid not null,
  email text not null,
  -- The address in small letters: two accounts never share one.
  email_key text collate "C" not null,
  name text not null,
  staff boolean not null,
  email_verified_at timestamptz,
  -- A PHC string of argon2id; null while sign-in is not set up.
  password_hash text,
  password_changed_at timestamptz,
  -- The secret of the one-time codes, sealed; null where there is none.
  totp_sealed text,
  -- The last time step whose code was used: a code is good once.
  totp_step bigint,
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint account_pkey primary key (account_id),
  constraint account_email_key unique (email_key)
);

create table recovery_code (
  account_id uuid not null,
  digest text collate "C" not null,
  used_at timestamptz,
  constraint recovery_code_pkey primary key (account_id, digest),
  constraint recovery_code_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

create table passkey (
  account_id uuid not null,
  -- The credential's id in base64url.
  credential text collate "C" not null,
  label text not null,
  -- What the library needs to know of it.
  document text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkey_pkey primary key (account_id, credential),
  constraint passkey_credential_key unique (credential),
  constraint passkey_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

-- A question put to a passkey, until it is answered; it is answered once.
create table ceremony (
  ceremony_id uuid not null,
  -- Whose it is; null before somebody said who they are.
  account_id uuid,
  kind text collate "C" not null,
  document text not null,
  expires_at timestamptz not null,
  constraint ceremony_pkey primary key (ceremony_id),
  constraint ceremony_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

create index ceremony_expires_at_idx on ceremony (expires_at);

-- Tokens are kept as digests: who reads this table cannot sign in with it.
create table session (
  digest text collate "C" not null,
  account_id uuid not null,
  -- first: the second factor is still wanted. full: signed in.
  stage text collate "C" not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  -- When the person last proved who they are.
  proven_at timestamptz not null,
  agent text not null,
  address text not null,
  constraint session_pkey primary key (digest),
  constraint session_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade,
  constraint session_stage_check check (stage in ('first', 'full'))
);

create index session_account_id_idx on session (account_id);
create index session_ends_at_idx on session (ends_at);

-- Links that are good once: a new password, an address to verify.
create table token (
  digest text collate "C" not null,
  account_id uuid not null,
  purpose text collate "C" not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint token_pkey primary key (digest),
  constraint token_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

create index token_account_id_idx on token (account_id, purpose);

-- Failed attempts, by account and by address.
create table throttle (
  subject text collate "C" not null,
  failures bigint not null,
  last_at timestamptz not null,
  closed_until timestamptz not null,
  constraint throttle_pkey primary key (subject)
);

-- A broker's firm.
create table brokerage (
  brokerage_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  constraint brokerage_pkey primary key (brokerage_id)
);

create table brokerage_member (
  brokerage_id uuid not null,
  account_id uuid not null,
  constraint brokerage_member_pkey primary key (brokerage_id, account_id),
  constraint brokerage_member_brokerage_fkey foreign key (brokerage_id)
    references brokerage (brokerage_id) on delete cascade,
  constraint brokerage_member_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
);

create index brokerage_member_account_id_idx on brokerage_member (account_id);

-- What somebody may do for an employer. Never deleted: revoked.
create table access_grant (
  employer_id uuid not null,
  grant_id uuid not null,
  account_id uuid,
  brokerage_id uuid,
  role text collate "C" not null,
  capabilities text not null,
  -- The last day; null where there is no end.
  ends_on date,
  version bigint not null,
  granted_at timestamptz not null,
  granted_by uuid,
  revoked_at timestamptz,
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
);

create index access_grant_account_id_idx on access_grant (account_id);
create index access_grant_brokerage_id_idx on access_grant (brokerage_id);

-- A brokerage asks an employer for access.
create table access_request (
  employer_id uuid not null,
  request_id uuid not null,
  brokerage_id uuid not null,
  asked_by uuid not null,
  capabilities text not null,
  note text not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  granted boolean,
  constraint access_request_pkey primary key (employer_id, request_id),
  constraint access_request_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint access_request_brokerage_fkey foreign key (brokerage_id)
    references brokerage (brokerage_id) on delete cascade
);

create index access_request_brokerage_id_idx on access_request (brokerage_id);
