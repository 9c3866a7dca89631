select roster_row, family, relationship, name, born_on as "born_on: NaiveDate",
  disabled as "disabled: bool", waived as "waived: bool", employment
from person
where employer_id = $1 and roster_id = $2
order by ordinal
