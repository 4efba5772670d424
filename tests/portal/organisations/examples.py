"""One record of each kind, for the tests that walk through every page."""

from organising import examples

__all__ = ["examples"]
