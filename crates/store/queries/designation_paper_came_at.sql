select uploaded_at as "uploaded_at: DateTime<Utc>"
from designation_paper
where designation_id = $1
order by uploaded_at desc, paper_id desc
limit 1
