"""Data specifications: drawn up by three parties, approved by each, valid for a period."""
