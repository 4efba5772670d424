"""Ids for the addresses of help."""

from typing import Any

import supporting

from sluis.portal.access.models import Organisation

STEPS = (
    "request", "cancel", "take", "assign", "offer", "retract", "consent", "decline", "withdraw", "hand-over", "session",
    "look", "close", "delete",
)  # fmt: skip


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    there = supporting.place(home)
    found = supporting.received(there)
    about = {"support:ask-about": {"pk": there.delivery.pk}}
    return about | {f"support:{name}": {"pk": found.pk} for name in STEPS}
