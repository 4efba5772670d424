"""Audits on agreements, and what shows that security is adequate."""
