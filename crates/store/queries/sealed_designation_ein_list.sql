-- For sealing again with another key: whosever it is, nothing is opened for anybody.
select designation_id as "row_id: Uuid", ein_sealed as "sealed!"
from designation
where ein_sealed is not null and designation_id > $1
order by designation_id
limit $2
