"""Ids for the addresses of tasks."""

from typing import Any

import casting
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.tasks import feeding
from sluis.portal.tasks.giving import give


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    with keeping(casting.tester()) as change:
        task = give(
            change, organisation=home, kind="example", title=_("Verborgen Taak %(what)s"), facts={"what": "Verborgen Onderwerp"},
            role=Role.ADMINISTRATOR,
        )  # fmt: skip
    feeding.begin(casting.actor(casting.person(home)))
    names = ("task", "take", "finish", "drop", "reassign", "follow-up")
    return {f"tasks:{name}": {"pk": task.pk} for name in names} | {"tasks:feed": {"secret": "geraden"}}
