"""What a program is told of its uploads and deliveries: states, moments, numbers and codes."""

from typing import Any

from starlette.requests import Request

from sluis.portal.deliveries.models import STEPS, Account, Delivery, State, Upload
from sluis.portal.deliveries.reporting import worded
from sluis.portal.gate.answers import language_of


def told(upload: Upload, request: Request) -> dict[str, Any]:
    """An upload."""
    return {
        "upload": str(upload.pk),
        "state": upload.state,
        "length": upload.length,
        "refusal": worded(upload.report, language_of(request)) or None,
        "delivery": delivery(upload.delivery, upload.account, language_of(request)) if upload.delivery else None,
    }


def delivery(found: Delivery, account: Account, language: str) -> dict[str, Any]:
    """A delivery, as far as this party may know of it."""
    steps = [*STEPS, State.REFUSED, State.WITHDRAWN]
    said: dict[str, Any] = {
        "id": str(found.pk),
        "delivery": found.delivery,
        "number": found.number,
        "state": found.state,
        "test": found.test,
        "mode": found.mode,
        "agreement": found.route.exchange,
        "source": found.route.source_party,
        "recipient": found.route.recipient_party,
        "sequence": found.sequence,
        "corrects": found.corrects,
        "rows": found.rows_by_table,
        "persons": found.persons,
        "steps": {step.value: _moment(found.reached(step)) for step in steps if found.reached(step)},
        "remove_at": _moment(found.remove_at) if found.remove_at else None,
        "in_backups_until": _moment(found.gone_by) if found.gone_by else None,
        "returns": found.returns,
    }
    if account.role == "source":
        said["refusal"] = worded(found.report, language) or None
        said["explanation"] = found.explanation
        said["remarks"] = [
            {"id": str(one.pk), "sent_at": _moment(one.sent_at), "sha256": one.sha256} for one in found.remarks.all()
        ]
    if found.is_held and _gets(found, account):
        said["package"] = {"bytes": found.result_size, "sha256": found.result_sha256}
    return said


def _gets(found: Delivery, account: Account) -> bool:
    return account.role == "recipient" and account.party_id == found.route.recipient_party


def _moment(at: Any) -> str:
    return str(at.strftime("%Y-%m-%dT%H:%M:%SZ"))
