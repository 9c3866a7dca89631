-- Designations that are signed on paper.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL.

-- One more word for where a designation stands.
alter table designation drop constraint designation_state_check;
alter table designation add constraint designation_state_check
  check (state in ('waits_for_paper', 'received', 'needs_more', 'approved', 'refused'));

-- The forms that officers signed and sent as files; of those of one designation the latest counts.
create table designation_paper (
  paper_id uuid not null,
  designation_id uuid not null,
  -- What kind of file it is, by its content.
  kind text collate "C" not null,
  bytes bytea not null,
  -- SHA-256 of the bytes, in hexadecimal.
  digest text collate "C" not null,
  -- The network address that it came from.
  address text not null,
  uploaded_at timestamptz not null,
  constraint designation_paper_pkey primary key (paper_id),
  constraint designation_paper_designation_fkey foreign key (designation_id)
    references designation (designation_id) on delete cascade,
  constraint designation_paper_kind_check check (kind in ('pdf', 'png', 'jpeg'))
);

create index designation_paper_designation_idx on designation_paper (designation_id, uploaded_at);
create index designation_paper_address_idx on designation_paper (address, uploaded_at);

-- Whether an employer identification number is on file under another group number.
create index group_file_ein_index_idx on group_file (ein_index);
