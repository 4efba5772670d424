"""Why a program was refused at the gate, in words; certificates in four kinds, for whoever watches."""

from string import Formatter

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluis.portal.deliveries.models import Attempt
from sluis.portal.ui.navigation import Text
from sluis.refusals import sentence
from sluis.refusals.catalogue import ALL

UNKNOWN, REVOKED, EXPIRED, FOREIGN = (
    _("Unknown certificate"), _("Revoked certificate"), _("Certificate not in force"), _("Certificate of another authority"),
)  # fmt: skip
CERTIFICATES: dict[str, Text] = {
    "2225": UNKNOWN,
    "2251": REVOKED,
    "2511": EXPIRED,
    "2512": EXPIRED,
    "2513": FOREIGN,
    **dict.fromkeys(("2510", "2514", "2515", "2516", "2517", "2518"), UNKNOWN),
}
"""Codes that are about a certificate → its kind."""


def why(attempt: Attempt) -> str:
    """What was wrong: the kind of certificate, or what the code says."""
    kind = CERTIFICATES.get(attempt.code)
    return str(kind) if kind else worded(attempt.code, party=attempt.party_id, number=attempt.number)


def worded(code: str, /, **facts: str) -> str:
    """What a code says; of facts that were not kept, three dots stand in the sentence."""
    found = ALL.get(code)
    if found is None:
        return code
    names = {name for _text, name, _format, _conversion in Formatter().parse(found.message) if name}
    return sentence(found, {name: facts.get(name) or "…" for name in names}, get_language() or "nl")
