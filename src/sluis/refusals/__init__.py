"""Why something was refused: codes, places and the words for them.

A code beginning with 2 is fatal: nothing is sent, opened or written. A code beginning with 3 is a warning: the value
is blanked, or the file was read by a declared repair, and the rest goes on. A refusal and a finding carry numbers,
names of fields, files and keys; never a value, an identifier, a pseudonym or a secret. Only the command line and HTTP
turn them into exit codes and status.
"""

from sluis.refusals.code import Code, Fact, Finding, Refused, Severity
from sluis.refusals.words import advice, languages, place, sentence, translation

__all__ = [
    "Code",
    "Fact",
    "Finding",
    "Refused",
    "Severity",
    "advice",
    "languages",
    "place",
    "sentence",
    "translation",
]
