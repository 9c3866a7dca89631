-- For sealing again with another key: whosever it is, nothing is opened for anybody.
select account_id as "row_id: Uuid", totp_sealed as "sealed!"
from account
where totp_sealed is not null and account_id > $1
order by account_id
limit $2
