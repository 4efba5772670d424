"""Ids for the addresses of webhooks."""

from typing import Any

from casting import tester

from sluis.portal.access.models import Organisation
from sluis.portal.webhooks.keeping import make, try_out


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    webhook, _secret = make(
        tester(),
        organisation=home,
        address="https://Onzichtbaar-Programma.example/meldingen",
        kinds=[],
        description="Onzichtbaar Programma",
    )
    try_out(tester(), webhook=webhook)
    names = ("webhook", "change", "rotate", "off", "on", "remove", "trial")
    return {f"webhooks:{name}": {"pk": webhook.pk} for name in names}
