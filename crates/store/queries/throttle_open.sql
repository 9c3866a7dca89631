-- Writes even where nothing changes, so that of two who try at once the second waits for the first.
insert into throttle (subject, failures, last_at, closed_until)
values ($1, 0, $2, $2)
on conflict (subject) do update set failures = throttle.failures
returning
  failures,
  last_at as "last_at: DateTime<Utc>",
  closed_until as "closed_until: DateTime<Utc>"
