-- Finds the employer by what its officer says: names no employer.
select employer_id as "employer_id: Uuid", group_number, ein_sealed, ein_index, last_invoice_cents
from group_file
where group_number = $1
