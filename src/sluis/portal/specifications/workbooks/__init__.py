"""Workbooks that are made of a version: the data dictionary for people, and a template to fill in."""

from sluis.portal.specifications.workbooks.dictionary import dictionary
from sluis.portal.specifications.workbooks.sheets import XLSX
from sluis.portal.specifications.workbooks.template import template

__all__ = ["XLSX", "dictionary", "template"]
