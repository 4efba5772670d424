"""Earlier values: each change of a record is kept beside it, with who, when and why."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from sluis.portal.access.changing import Change
from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations.models import Revision

Values = Mapping[str, Any]
NOT_KEPT = frozenset(("id", "organisation"))


def values(record: Owned) -> dict[str, Any]:
    """The fields of a record as they can be kept."""
    found = {
        field.name: field.value_from_object(record)
        for field in record._meta.concrete_fields
        if field.name not in NOT_KEPT and field.get_internal_type() != "BinaryField"
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


def remember(
    change: Change,
    record: Owned,
    before: Values,
    action: str,
    *,
    reason: str = "",
    left_out: frozenset[str] = frozenset(),
) -> None:
    """Keep what a change altered; nothing is kept when all stayed as it was.

    Args:
        change: within which it happened.
        record: as it is now.
        before: its earlier values; empty when it is new.
        action: the kind of the event, `contact.changed`.
        reason: why, in the words of who did it.
        left_out: names of fields whose values are kept nowhere.
    """
    after = values(record)
    changes = {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value and not (not before and value in (None, "", [], False)) and name not in left_out
    }
    if not changes and not reason:
        return
    actor = change.actor
    with translation.override(None):  # words of ours are kept as their keys, and translated for whoever reads them
        label = str(record)[:200]
    Revision.everything.create(
        organisation_id=record.organisation_id,
        record=record.subject,
        label=label,
        action=action,
        made_at=actor.at,
        made_by=actor.name,
        person=actor.person,
        changes=changes,
        reason=reason,
    )
