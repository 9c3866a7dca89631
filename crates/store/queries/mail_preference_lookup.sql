select renewal_steps as "renewal_steps: bool"
from mail_preference
where employer_id = $1 and account_id = $2
