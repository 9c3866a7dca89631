-- All but one; none is kept where that one is of another.
delete from session where account_id = $1 and digest <> $2
