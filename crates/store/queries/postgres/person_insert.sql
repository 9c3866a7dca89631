-- Many rows at once, from one JSON array of objects; sqlite/person_insert.sql is its other half.
insert into person (employer_id, roster_id, ordinal, roster_row, family, relationship, name,
  born_on, disabled, waived, employment)
select $1, $2, ordinal, roster_row, family, relationship, name, born_on, disabled, waived,
  employment
from json_to_recordset($3::text::json)
  as item (ordinal integer, roster_row bigint, family text, relationship text, name text,
    born_on date, disabled boolean, waived boolean, employment text)
