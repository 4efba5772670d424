"""History in the words of its reader."""

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field
from django.utils.translation import gettext as _

from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.models import Revision
from sluis.portal.organisations.telling import ACTIONS
from sluis.portal.ui.moments import day, moment

_HIDDEN = frozenset(("number", "given_by", "revoked_by", "asked_by"))


def action_word(kind: str) -> str:
    """What happened."""
    found = ACTIONS.get(kind)
    return str(found) if found else kind


def who(revision: Revision) -> str:
    """Who did it: a person of either organisation, or a program."""
    return str(revision.person) if revision.person else _("the system")


def role_labels(values: Any) -> str:
    """Roles of people in words."""
    return ", ".join(str(Role(value).label) for value in values)


def changes_in_words(revision: Revision) -> list[tuple[str, str, str]]:
    """Field, old value, new value; without what only programs understand."""
    model = revision.record.partition(":")[0]
    lines = []
    for name, (old, new) in revision.changes.items():
        field = _field(model, name)
        if field is None or field.is_relation or name in _HIDDEN:
            continue
        lines.append((str(field.verbose_name).capitalize(), _value(field, old), _value(field, new) or "–"))
    return lines


def reason_words(reason: str) -> str:
    """A reason that is a code, in words; any other as it is."""
    return str(Ended(reason).label) if reason in set(Ended) else reason


def _field(model: str, name: str) -> "Field[Any, Any] | None":
    kept = next(
        (each for each in apps.get_models() if issubclass(each, Owned) and each._meta.model_name == model), None
    )
    try:
        found = kept._meta.get_field(name) if kept else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _value(field: "Field[Any, Any]", value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return role_labels(value) if field.name == "roles" else ", ".join(map(str, value))
    if isinstance(field, DateTimeField):
        return moment(datetime.fromisoformat(value))
    if isinstance(field, DateField):
        return day(date.fromisoformat(value))
    choices = dict(field.flatchoices)
    return str(choices.get(value, value))
