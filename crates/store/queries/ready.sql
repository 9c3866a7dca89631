-- Answers at once, and only where the migrations have run.
select count(*) as "count!: i64" from (select 1 from catalogue limit 1) as probe
