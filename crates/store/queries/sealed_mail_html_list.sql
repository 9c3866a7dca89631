-- For sealing again with another key: whosever it is, nothing is opened for anybody.
select message_id as "row_id: Uuid", html_sealed as "sealed!"
from outbox
where html_sealed is not null and message_id > $1
order by message_id
limit $2
