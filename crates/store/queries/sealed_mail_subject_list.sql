-- For sealing again with another key: whosever it is, nothing is opened for anybody.
select message_id as "row_id: Uuid", subject_sealed as "sealed!"
from outbox
where subject_sealed is not null and message_id > $1
order by message_id
limit $2
