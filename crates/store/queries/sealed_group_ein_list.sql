-- For sealing again with another key: whosever it is, nothing is opened for anybody.
select employer_id as "row_id: Uuid", ein_sealed as "sealed!"
from group_file
where ein_sealed is not null and employer_id > $1
order by employer_id
limit $2
