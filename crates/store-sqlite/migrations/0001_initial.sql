-- The catalogue of plans and rates, the employers and their rosters, and where ZIP codes lie.
-- The same tables as in store-postgres/migrations, with the types of SQLite: ids are blobs, days
-- (YYYY-MM-DD) and moments (RFC 3339, UTC) are text that sorts as they do, truth is 0 or 1.

-- The catalogue. Its rows are written once; what would change or remove one is refused at the end
-- of this file. An issuer's rows lie together: every key begins with issuer_id.

create table issuer (
  issuer_id integer not null,
  name text not null,
  constraint issuer_pkey primary key (issuer_id),
  constraint issuer_issuer_id_check check (issuer_id between 0 and 99999)
) strict;

create table filing (
  issuer_id integer not null,
  filing_id blob not null,
  year integer not null,
  kind text not null,
  digest text not null,
  source text not null,
  filed_at text not null,
  constraint filing_pkey primary key (issuer_id, filing_id),
  constraint filing_filing_id_key unique (filing_id),
  -- What catalogue_filing refers to, so that the year and kind there are those of the filing.
  constraint filing_year_kind_key unique (issuer_id, filing_id, year, kind),
  constraint filing_issuer_id_check check (issuer_id between 0 and 99999),
  constraint filing_kind_check check (kind in ('plans', 'rates', 'crosswalk'))
) strict;

create table plan (
  issuer_id integer not null,
  filing_id blob not null,
  plan_id text not null,
  state text not null,
  line text not null,
  name text not null,
  document text not null,
  constraint plan_pkey primary key (issuer_id, filing_id, plan_id),
  constraint plan_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint plan_issuer_id_check check (cast(substr(plan_id, 1, 5) as integer) = issuer_id)
) strict;

create table rate (
  issuer_id integer not null,
  filing_id blob not null,
  state text not null,
  area integer not null,
  plan_id text not null,
  from_on text not null,
  until_on text not null,
  prices text not null,
  -- In the order of reading: one area's rates lie together.
  constraint rate_pkey primary key (issuer_id, filing_id, state, area, plan_id, from_on),
  constraint rate_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint rate_issuer_id_check check (cast(substr(plan_id, 1, 5) as integer) = issuer_id),
  constraint rate_span_check check (from_on <= until_on),
  -- Only days of ten characters sort as days do.
  constraint rate_year_check check (length(from_on) = 10 and length(until_on) = 10)
) strict;

create table succession (
  issuer_id integer not null,
  filing_id blob not null,
  from_plan_id text not null,
  to_plan_id text,
  reason text,
  constraint succession_pkey primary key (issuer_id, filing_id, from_plan_id),
  constraint succession_filing_fkey foreign key (issuer_id, filing_id)
    references filing (issuer_id, filing_id),
  constraint succession_issuer_id_check
    check (cast(substr(from_plan_id, 1, 5) as integer) = issuer_id)
) strict;

-- A catalogue spans issuers, so its own key cannot begin with one.
create table catalogue (
  catalogue_id blob not null,
  number integer not null,
  published_at text not null,
  constraint catalogue_pkey primary key (catalogue_id),
  -- Of two who publish on top of the same catalogue, the second is refused by this.
  constraint catalogue_number_key unique (number),
  constraint catalogue_number_check check (number > 0)
) strict;

create table catalogue_filing (
  issuer_id integer not null,
  catalogue_id blob not null,
  year integer not null,
  kind text not null,
  filing_id blob not null,
  -- At most one filing for each issuer, year and kind.
  constraint catalogue_filing_pkey primary key (issuer_id, catalogue_id, year, kind),
  constraint catalogue_filing_catalogue_fkey foreign key (catalogue_id)
    references catalogue (catalogue_id),
  constraint catalogue_filing_filing_fkey foreign key (issuer_id, filing_id, year, kind)
    references filing (issuer_id, filing_id, year, kind)
) strict;

create index catalogue_filing_catalogue_id_idx on catalogue_filing (catalogue_id, kind, year);

-- Employers. Every key begins with employer_id.

create table employer (
  employer_id blob not null,
  name text not null,
  kind text not null,
  zip text,
  county text,
  renews_on text,
  created_at text not null,
  constraint employer_pkey primary key (employer_id),
  constraint employer_kind_check check (kind in ('group', 'prospect', 'demo'))
) strict;

create index employer_kind_idx on employer (kind, employer_id);

-- Where an employer goes, its people go too.
create table roster (
  employer_id blob not null,
  roster_id blob not null,
  source text not null,
  taken_at text not null,
  -- The rows that could not be used: a JSON array of row, column, code and message.
  faults text not null,
  constraint roster_pkey primary key (employer_id, roster_id),
  constraint roster_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade
) strict;

create table person (
  employer_id blob not null,
  roster_id blob not null,
  -- The place in the census: families in order, each employee before the dependents.
  ordinal integer not null,
  roster_row integer not null,
  family text,
  relationship text not null,
  name text not null,
  born_on text not null,
  disabled integer not null,
  waived integer not null,
  constraint person_pkey primary key (employer_id, roster_id, ordinal),
  constraint person_roster_fkey foreign key (employer_id, roster_id)
    references roster (employer_id, roster_id) on delete cascade,
  constraint person_relationship_check
    check (relationship in ('employee', 'spouse', 'domestic_partner', 'child')),
  constraint person_born_on_check check (length(born_on) = 10)
) strict;

-- Places, which belong to nobody.

create table zip_county (
  zip text not null,
  fips integer not null,
  name text not null,
  state text not null,
  constraint zip_county_pkey primary key (zip, fips)
) strict;

-- What is in the catalogue stays as it is: last year's quote must come out the same again.

create trigger filing_immutable_update before update on filing begin
  select raise(abort, 'rows of table filing are never changed or removed');
end;

create trigger filing_immutable_delete before delete on filing begin
  select raise(abort, 'rows of table filing are never changed or removed');
end;

create trigger plan_immutable_update before update on plan begin
  select raise(abort, 'rows of table plan are never changed or removed');
end;

create trigger plan_immutable_delete before delete on plan begin
  select raise(abort, 'rows of table plan are never changed or removed');
end;

create trigger rate_immutable_update before update on rate begin
  select raise(abort, 'rows of table rate are never changed or removed');
end;

create trigger rate_immutable_delete before delete on rate begin
  select raise(abort, 'rows of table rate are never changed or removed');
end;

create trigger succession_immutable_update before update on succession begin
  select raise(abort, 'rows of table succession are never changed or removed');
end;

create trigger succession_immutable_delete before delete on succession begin
  select raise(abort, 'rows of table succession are never changed or removed');
end;

create trigger catalogue_immutable_update before update on catalogue begin
  select raise(abort, 'rows of table catalogue are never changed or removed');
end;

create trigger catalogue_immutable_delete before delete on catalogue begin
  select raise(abort, 'rows of table catalogue are never changed or removed');
end;

create trigger catalogue_filing_immutable_update before update on catalogue_filing begin
  select raise(abort, 'rows of table catalogue_filing are never changed or removed');
end;

create trigger catalogue_filing_immutable_delete before delete on catalogue_filing begin
  select raise(abort, 'rows of table catalogue_filing are never changed or removed');
end;
