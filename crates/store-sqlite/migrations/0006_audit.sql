-- The audit trail: who did what. Each employer has one; the carrier's own stands under the id of
-- zeros. No foreign key leads to the employer: what was done stays when an employer goes.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- Where each trail ends. Who writes to a trail changes this row first, so that of two the second
-- waits for the first.
create table audit_head (
  employer_id blob not null,
  number integer not null,
  hash text not null,
  constraint audit_head_pkey primary key (employer_id),
  constraint audit_head_number_check check (number > 0),
  constraint audit_head_hash_check check (length(hash) = 64)
) strict;

-- Its rows are written once; see domain/src/audit/chain.rs for what the fingerprints are taken of.
create table audit_event (
  employer_id blob not null,
  number integer not null,
  done_at text not null,
  actor text not null,
  account_id blob,
  actor_name text,
  address text,
  action text not null,
  subject text not null,
  value_before text,
  value_after text,
  previous_hash text not null,
  hash text not null,
  constraint audit_event_pkey primary key (employer_id, number),
  constraint audit_event_number_check check (number > 0),
  constraint audit_event_hash_check check (length(previous_hash) = 64 and length(hash) = 64)
) strict;

create trigger audit_event_immutable_update before update on audit_event begin
  select raise(abort, 'rows of table audit_event are never changed or removed');
end;

create trigger audit_event_immutable_delete before delete on audit_event begin
  select raise(abort, 'rows of table audit_event are never changed or removed');
end;

-- A trail ends at its last row or at the one after it, never before.
create trigger audit_head_forward_update before update on audit_head
  when new.employer_id <> old.employer_id or new.number not in (old.number, old.number + 1)
begin
  select raise(abort, 'rows of table audit_head only go forward');
end;

create trigger audit_head_forward_delete before delete on audit_head begin
  select raise(abort, 'rows of table audit_head only go forward');
end;
