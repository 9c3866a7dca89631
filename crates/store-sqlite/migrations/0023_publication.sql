-- What is published, set and told around renewals.
-- The same tables as in store-postgres/migrations, with the types of SQLite.

-- The catalogue from which a renewal's plans and rates come.
create table publication (
  employer_id blob not null,
  effective_on text not null,
  catalogue_number integer not null,
  -- The name of whoever published it.
  published_by text not null,
  published_at text not null,
  constraint publication_pkey primary key (employer_id, effective_on),
  constraint publication_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint publication_catalogue_fkey foreign key (catalogue_number)
    references catalogue (number),
  constraint publication_effective_on_check
    check (length(effective_on) = 10)
) strict;

create index publication_effective_on_idx on publication (effective_on, employer_id);

-- A notice is sent once.
create table renewal_notice (
  employer_id blob not null,
  effective_on text not null,
  kind text not null,
  sent_at text not null,
  constraint renewal_notice_pkey primary key (employer_id, effective_on, kind),
  constraint renewal_notice_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint renewal_notice_effective_on_check
    check (length(effective_on) = 10)
) strict;

create table renewal_setting (
  employer_id blob not null,
  -- Whether a second person has to confirm what one submits.
  second_signature integer not null,
  version integer not null,
  changed_at text not null,
  constraint renewal_setting_pkey primary key (employer_id),
  constraint renewal_setting_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint renewal_setting_version_check check (version > 0)
) strict;

-- What mail an account wants about an employer.
create table mail_preference (
  employer_id blob not null,
  account_id blob not null,
  renewal_steps integer not null,
  constraint mail_preference_pkey primary key (employer_id, account_id),
  constraint mail_preference_employer_fkey foreign key (employer_id)
    references employer (employer_id) on delete cascade,
  constraint mail_preference_account_fkey foreign key (account_id)
    references account (account_id) on delete cascade
) strict;
