"""The clauses of an agreement by name; their numbers follow from which of them apply."""

from enum import StrEnum


class Clause(StrEnum):
    """What an agreement can be about, in the order in which it stands there."""

    PURPOSE = "purpose"
    DATA = "data"
    RECIPIENTS = "recipients"
    INSTRUCTIONS = "instructions"
    PLACE = "place"
    RETENTION = "retention"
    SECURITY = "security"
    BREACH = "breach"
    SUBPROCESSORS = "subprocessors"
    REQUESTS = "requests"
    AUDIT = "audit"
    REPORTS = "reports"
    WARRANTY = "warranty"
    COSTS = "costs"
    LIABILITY = "liability"
    DEFAULT = "default"
    CHANGE = "change"
    TRANSFER = "transfer"
    TERM = "term"
    END = "end"
    LAW = "law"
