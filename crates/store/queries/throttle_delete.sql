delete from throttle where subject = $1
