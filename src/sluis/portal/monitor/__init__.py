"""The transaction monitor: what runs, is late, was refused or is unusual, and who looks into it."""
