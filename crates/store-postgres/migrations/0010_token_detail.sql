-- What a link must know beside its account: the address that it verifies.
alter table token add column detail text;
