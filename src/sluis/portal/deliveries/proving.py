"""The signed proof that a result was removed, as its readers verify and read it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.evidence.filegone import TIME, read_gone
from sluis.portal.deliveries.models import Delivery
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.trusting import trust
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as holding_codes

WHY: dict[str, Text] = {
    "asked": _("it was asked"),
    "downloaded": _("its term after the download had passed"),
    "maximum-stay": _("nobody downloaded it within its term"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says, when it could be verified.

    Attributes:
        refusal: code, sentence and advice, when it could not.
        pairs: what it says.
    """

    refusal: dict[str, str] | None
    pairs: list[tuple[Text, Any]]


def proof_of(delivery: Delivery, names: Names) -> Proof:
    """Verify it now, against the authorities that this installation trusts."""
    known = trust()
    if known is None:
        return Proof(
            {"sentence": str(_("No authority is known here against which it can be verified.")), "advice": ""}, []
        )
    try:
        said, signature = read_gone(bytes(delivery.proof), known)
        if (said.get("delivery"), said.get("result_sha256")) != (delivery.delivery, delivery.result_sha256):
            raise Refused(holding_codes.PROOF_WRONG)  # it is one about another file
    except Refused as refused:
        return Proof(worded(refused), [])
    names.learn([str(said.get("asked_by", ""))])
    return Proof(None, list(_pairs(said, signature, names)))


def _pairs(said: dict[str, Any], signature: Any, names: Names) -> list[tuple[Text, Any]]:
    asked = str(said.get("asked_by", ""))
    return [
        (_("Removed"), _moment(said["removed_at"])),
        (_("Because"), WHY.get(str(said.get("why")), str(said.get("why")))),
        *([(_("Asked by"), names.who(asked))] if asked else []),
        (_("The file was there"), _("yes") if said.get("was_there") else _("no")),
        (_("In backups until"), _moment(str(said.get("in_backups_until", "")))),
        (_("Signed by"), f"{signature.party} ({signature.key_id[:8]}…)"),
    ]


def _moment(text: str) -> datetime | str:
    try:
        return datetime.strptime(text, TIME).replace(tzinfo=UTC)
    except ValueError:
        return ""
