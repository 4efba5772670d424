"""What is kept about subprocessors.

register   subprocessors with their certificates, their agreements and how these are supervised
noticing   what was announced under an agreement, objections to it and what was done about them
asking     conditions of a controller, and copies that it asks for
annex      the annex of an agreement as it follows from the register
"""

from sluis.portal.subprocessors.models.annex import Subannex
from sluis.portal.subprocessors.models.asking import Subcondition, Subcopy
from sluis.portal.subprocessors.models.noticing import Subeffort, Subnotice, Subobjection
from sluis.portal.subprocessors.models.register import Subcertificate, Subcontract, Subfinding, Subprocessor

__all__ = [
    "Subannex",
    "Subcertificate",
    "Subcondition",
    "Subcontract",
    "Subcopy",
    "Subeffort",
    "Subfinding",
    "Subnotice",
    "Subobjection",
    "Subprocessor",
]
