select employer_id as "employer_id: Uuid", scenario_id as "scenario_id: Uuid",
  effective_on as "effective_on: NaiveDate", name, version, deleted as "deleted: bool",
  saved_at as "saved_at: DateTime<Utc>", document
from scenario
where employer_id = $1 and scenario_id = $2
