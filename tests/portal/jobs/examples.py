"""Ids for the addresses of jobs."""

from typing import Any

from sluis.portal.access.models import Organisation


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    return {name: {"name": "tasks.reminding"} for name in ("jobs:job", "jobs:run")}
