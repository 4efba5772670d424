"""The source's program: a provider's files in, one package out.

preparing       the pass through the files, from agreement to signed package
rows            one table's way; columns: one column's way
lists           the persons, each once; persons: the set behind it
keys_of_tables  unique fields, primary and foreign keys
references      row references; remarks: what the recipient sends back by them
objections      persons who are left out
group           the key that sources share (keyed scheme)
inputs          which file belongs to which table
"""
