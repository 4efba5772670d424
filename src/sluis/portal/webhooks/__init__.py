"""Signed notices to the programs of organisations, each once."""
