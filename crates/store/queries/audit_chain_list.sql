-- Every trail, to be verified: names no employer. One whose end was removed is found by its rows.
select employer_id as "employer_id!: Uuid" from audit_head
union
select employer_id from audit_event
order by 1
