-- Of two created at the same moment either could come first, but always the same one.
select employer_id as "employer_id: Uuid", scenario_id as "scenario_id: Uuid",
  effective_on as "effective_on: NaiveDate", name, version, deleted as "deleted: bool",
  saved_at as "saved_at: DateTime<Utc>", document
from scenario
where employer_id = $1 and effective_on = $2 and not deleted
order by created_at, scenario_id
