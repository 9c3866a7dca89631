select employer_id as "employer_id: Uuid", group_number, ein_sealed, ein_index, last_invoice_cents
from group_file
where employer_id = $1
