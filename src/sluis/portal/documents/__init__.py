"""Files in versions, kept in the database, given out only as downloads."""
