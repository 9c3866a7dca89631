-- Those that are deleted come first, the one longest so before the others. With one gone, its version
-- is answered: see the pulse.
delete from scenario
where employer_id = $1 and effective_on = $2 and deleted
  and scenario_id in (
    select ranked.scenario_id
    from (
      select scenario_id, count(*) over () as kept,
        row_number() over (order by deleted desc, saved_at, scenario_id) as place
      from scenario
      where employer_id = $1 and effective_on = $2
    ) as ranked
    where ranked.place <= ranked.kept - $3
  )
returning version
