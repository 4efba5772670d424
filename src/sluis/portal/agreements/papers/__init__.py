"""Agreements as people read them: the texts that follow from a contract's fields, and the reports about its life.

texts/       our wording, a folder per version and a file per language; old versions stay
conditions   which texts an agreement has
facts        what goes into the merge fields
writing      a contract as a paper
"""

from sluis.portal.agreements.papers.texts import TEXT_VERSION
from sluis.portal.agreements.papers.writing import write, write_service

__all__ = ["TEXT_VERSION", "write", "write_service"]
