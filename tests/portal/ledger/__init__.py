"""The chain in the database."""
