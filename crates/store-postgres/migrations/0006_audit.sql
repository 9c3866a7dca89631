-- The audit trail: who did what. Each employer has one; the carrier's own stands under the id of
-- zeros. No foreign key leads to the employer: what was done stays when an employer goes.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

-- Where each trail ends. Who writes to a trail changes this row first, so that of two the second
-- waits for the first.
create table audit_head (
  employer_id uuid not null,
  number bigint not null,
  hash text collate "C" not null,
  constraint audit_head_pkey primary key (employer_id),
  constraint audit_head_number_check check (number > 0),
  constraint audit_head_hash_check check (length(hash) = 64)
);

-- Its rows are written once; see domain/src/audit/chain.rs for what the fingerprints are taken of.
create table audit_event (
  employer_id uuid not null,
  number bigint not null,
  done_at timestamptz not null,
  actor text collate "C" not null,
  account_id uuid,
  actor_name text,
  address text,
  action text collate "C" not null,
  subject text not null,
  value_before text,
  value_after text,
  previous_hash text collate "C" not null,
  hash text collate "C" not null,
  constraint audit_event_pkey primary key (employer_id, number),
  constraint audit_event_number_check check (number > 0),
  constraint audit_event_hash_check check (length(previous_hash) = 64 and length(hash) = 64)
);

create trigger audit_event_immutable before update or delete or truncate on audit_event
  for each statement execute function refuse_change();

-- A trail ends at its last row or at the one after it, never before.
create function refuse_return() returns trigger language plpgsql as $$
begin
  raise exception 'rows of table % only go forward', tg_table_name;
end
$$;

create trigger audit_head_forward_update before update on audit_head
  for each row
  when (new.employer_id <> old.employer_id or new.number not in (old.number, old.number + 1))
  execute function refuse_return();
create trigger audit_head_forward_delete before delete or truncate on audit_head
  for each statement execute function refuse_return();
