-- For staff, who look for an employer by its number: names no employer.
select employer_id as "employer_id: Uuid", group_number
from group_file
