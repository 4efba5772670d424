"""Agreements as people read them."""
