-- Many rows at once, from one JSON array of objects; postgres/person_insert.sql is its other half.
insert into person (employer_id, roster_id, ordinal, roster_row, family, relationship, name,
  born_on, disabled, waived, employment)
select $1, $2, value ->> 'ordinal', value ->> 'roster_row', value ->> 'family',
  value ->> 'relationship', value ->> 'name', value ->> 'born_on', value ->> 'disabled',
  value ->> 'waived', value ->> 'employment'
from json_each($3)
