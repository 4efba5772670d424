"""Ids for the addresses of the outbox."""

from typing import Any

from casting import tester

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.notifications.sending import send


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    with keeping(tester()) as change:
        message = send(change, to="iemand@voorbeeld.example", template="tasks/reminder", organisation=home)
        change.record("test.made", message)
    return {
        name: {"pk": message.pk} for name in ("notifications:message", "notifications:resend", "notifications:drop")
    }
