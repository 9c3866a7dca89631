delete from outbox where state in ('sent', 'failed') and created_at < $1
