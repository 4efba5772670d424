"""Files of rows: CSV, XLSX, fixed-width and Parquet in, Parquet and CSV out.

`reading.open_table` chooses the reader; each gives batches of Arrow columns with the row numbers that a person sees,
in bounded memory, and refuses what it cannot read rightly (codes 21xx). Values are not judged here: that is done by
type and constraint, elsewhere. Files are written beside their target and renamed when they are whole (`files.atomic`).
"""
