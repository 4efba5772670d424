"""The delivery as a file: one zip in one byte-exact form, of which every part is bound to one signed manifest.

container   the zip itself
arriving    the same zip while its bytes arrive
manifest    what the source says, and what the TTP adds
persons     the persons' table and its order
content     the tables, as Parquet that an age tool and the recipient's key open
reading     opening a package: the signatures first, then what they cover
"""
