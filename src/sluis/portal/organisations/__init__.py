"""Parties: their data, establishments, codes, mergers, contacts, mandates and certificates."""
