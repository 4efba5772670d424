"""The data specification: which tables and fields a delivery holds, and what happens to each before it leaves.

One YAML file per data flow, in the words of Frictionless, with a treatment and a justification for every field. What
is unknown, contradictory or without effect is refused when the file is read, with its line: a rule that silently does
nothing is how a number of a person leaves a hospital.
"""

from sluis.specification.classifying import classified, remarks
from sluis.specification.comparing import Change, changes
from sluis.specification.names import is_plain_name
from sluis.specification.reading import read_specification
from sluis.specification.writing import export_dictionary

__all__ = [
    "Change",
    "changes",
    "classified",
    "export_dictionary",
    "is_plain_name",
    "read_specification",
    "remarks",
]
