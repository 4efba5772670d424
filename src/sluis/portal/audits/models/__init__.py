"""Audits, findings, requests for information, the files that go with them, and evidence of adequacy."""

from sluis.portal.audits.models.adequacy import Adequacy, evidence_kinds
from sluis.portal.audits.models.auditing import OWN, Audit, Kind, State, doubts, rhythms
from sluis.portal.audits.models.finding import Finding
from sluis.portal.audits.models.informing import Auditfile, Inforequest

__all__ = [
    "OWN", "Adequacy", "Audit", "Auditfile", "Finding", "Inforequest", "Kind", "State", "doubts", "evidence_kinds",
    "rhythms",
]  # fmt: skip
