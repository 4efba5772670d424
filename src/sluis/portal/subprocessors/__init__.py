"""Subprocessors: who else works with the data, announced beforehand."""
