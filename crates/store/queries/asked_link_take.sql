-- Of two servers that found the same one, one takes it.
delete from asked_link where asked_link_id = $1
