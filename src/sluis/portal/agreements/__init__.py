"""Agreements: what was agreed, by whom, and what follows from it."""
