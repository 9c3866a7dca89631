-- The catalogue of plans and rates, the employers and their rosters, and where ZIP codes lie.
-- The same tables as in store-sqlite/migrations, with the types of PostgreSQL. Keys and codes are
-- compared byte by byte (collate "C"), as SQLite does, so that both answer in the same order.

-- The catalogue. Its rows are written once; what would change or remove one is refused at the end
-- of this file. An issuer's rows lie together: every key begins with issuer_id.

create table issuer (
  issuer_id bigint not null,
  name text not null,
  constraint issuer_pkey primary key (issuer_id),
  constraint issuer_issuer_id_check check (issuer_id between 0 and 99999)
);

create table filing (
  issuer_id bigint not null,
  filing_id uuid not null,
  year integer not null,
  kind text collate "C" not null,
  digest text not null,
  source text not null,
  filed_at timestamptz not null,
  constraint filing_pkey primary key (issuer_id, filing_id),
  constraint filing_filing_id_key unique (filing_id),
  -- What catalogue_filing refers to, so that the year and kind there are those of the filing.
  constraint filing_year_kind_key unique (issuer_id, filing_id, year, kind),
  constraint filing_issuer_id_check check (issuer_id between 0 and 99999),
  constraint filing_kind_check check (kind in ('plans', 'rates', 'crosswalk'))
);

create table plan (
  issuer_id bigint not null,
  filing_id uuid not null,
  plan_id text collate "C" not null,
  state text collate "C" not null,
  line text not null,
  name text not null,
  document text not null,
  constraint plan_pkey primary key (issuer_id, filing_id, plan_id),
  constraint plan_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint plan_issuer_id_check check (cast(substr(plan_id, 1, 5) as bigint) = issuer_id)
);

create table rate (
  issuer_id bigint not null,
  filing_id uuid not null,
  state text collate "C" not null,
  area smallint not null,
  plan_id text collate "C" not null,
  from_on date not null,
  until_on date not null,
  prices text not null,
  -- In the order of reading: one area's rates lie together.
  constraint rate_pkey primary key (issuer_id, filing_id, state, area, plan_id, from_on),
  constraint rate_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint rate_issuer_id_check check (cast(substr(plan_id, 1, 5) as bigint) = issuer_id),
  constraint rate_span_check check (from_on <= until_on),
  constraint rate_year_check check (from_on >= '0001-01-01' and until_on <= '9999-12-31')
);

create table succession (
  issuer_id bigint not null,
  filing_id uuid not null,
  from_plan_id text collate "C" not null,
  to_plan_id text collate "C",
  reason text,
  constraint succession_pkey primary key (issuer_id, filing_id, from_plan_id),
  constraint succession_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint succession_issuer_id_check
    check (cast(substr(from_plan_id, 1, 5) as bigint) = issuer_id)
);

-- A catalogue spans issuers, so its own key cannot begin with one.
create table catalogue (
  catalogue_id uuid not null,
  number bigint not null,
  published_at timestamptz not null,
  constraint catalogue_pkey primary key (catalogue_id),
  -- Of two who publish on top of the same catalogue, the second is refused by this.
  constraint catalogue_number_key unique (number),
  constraint catalogue_number_check check (number > 0)
);

create table catalogue_filing (
  issuer_id bigint not null,
  catalogue_id uuid not null,
  year integer not null,
  kind text collate "C" not null,
  filing_id uuid not null,
  -- At most one filing for each issuer, year and kind.
  constraint catalogue_filing_pkey primary key (issuer_id, catalogue_id, year, kind),
  constraint catalogue_filing_catalogue_fkey foreign key (catalogue_id)
    references catalogue (catalogue_id),
  constraint catalogue_filing_filing_fkey foreign key (issuer_id, filing_id, year, kind)
    references filing (issuer_id, filing_id, year, kind)
);

create index catalogue_filing_catalogue_id_idx on catalogue_filing (catalogue_id, kind, year);

-- Employers. Every key begins with employer_id.

create table employer (
  employer_id uuid not null,
  name text not null,
  kind text not null,
  zip text,
  county text,
  renews_on date,
  created_at timestamptz not null,
  constraint employer_pkey primary key (employer_id),
  constraint employer_kind_check check (kind in ('group', 'prospect', 'demo'))
);

create index employer_kind_idx on employer (kind, employer_id);

-- Where an employer goes, its people go too.
create table roster (
  employer_id uuid not null,
  roster_id uuid not null,
  source text not null,
  taken_at timestamptz not null,
  -- The rows that could not be used: a JSON array of row, column, code and message.
  faults text not null,
  constraint roster_pkey primary key (employer_id, roster_id),
  constraint roster_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade
);

create table person (
  employer_id uuid not null,
  roster_id uuid not null,
  -- The place in the census: families in order, each employee before the dependents.
  ordinal integer not null,
  roster_row bigint not null,
  family text,
  relationship text not null,
  name text not null,
  born_on date not null,
  disabled boolean not null,
  waived boolean not null,
  constraint person_pkey primary key (employer_id, roster_id, ordinal),
  constraint person_roster_fkey foreign key (employer_id, roster_id)
    references roster (employer_id, roster_id) on delete cascade,
  constraint person_relationship_check
    check (relationship in ('employee', 'spouse', 'domestic_partner', 'child')),
  constraint person_born_on_check check (born_on between '0001-01-01' and '9999-12-31')
);

-- Places, which belong to nobody.

create table zip_county (
  zip text collate "C" not null,
  fips bigint not null,
  name text not null,
  state text not null,
  constraint zip_county_pkey primary key (zip, fips)
);

-- What is in the catalogue stays as it is: last year's quote must come out the same again.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of table % are never changed or removed', tg_table_name;
end
$$;

create trigger filing_immutable before update or delete or truncate on filing
  for each statement execute function refuse_change();
create trigger plan_immutable before update or delete or truncate on plan
  for each statement execute function refuse_change();
create trigger rate_immutable before update or delete or truncate on rate
  for each statement execute function refuse_change();
create trigger succession_immutable before update or delete or truncate on succession
  for each statement execute function refuse_change();
create trigger catalogue_immutable before update or delete or truncate on catalogue
  for each statement execute function refuse_change();
create trigger catalogue_filing_immutable before update or delete or truncate on catalogue_filing
  for each statement execute function refuse_change();
