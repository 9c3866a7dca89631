select catalogue_id as "catalogue_id: Uuid", number, published_at as "published_at: DateTime<Utc>"
from catalogue
order by number desc
limit 1
