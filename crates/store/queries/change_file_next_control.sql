-- Takes the next number, and with it the row that others wait for.
update change_file_control set last = last + 1
where place = 1
returning last as "last!: i64"
