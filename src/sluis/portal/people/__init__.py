"""Joining, screening, training, reviewing rights, leaving."""
