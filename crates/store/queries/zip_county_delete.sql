delete from zip_county
