"""Counts, reasons and proofs in the reader's language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from sluis.portal.holdings.choosing import Choice
from sluis.portal.holdings.register import held
from sluis.portal.leaving.tables import in_words
from sluis.portal.ui.templatetags.ui import when


def kinds_in_words(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What is said per kind of record, with the names of kinds."""
    kinds = held()
    return sorted((str(kinds[name].label) if name in kinds else name, value) for name, value in values.items())


def proof_in_words(said: Mapping[str, Any]) -> dict[str, Any]:
    """A statement for people: pairs of names and values, and what is said per kind."""
    return {
        "pairs": [(label, value) for label, value in _pairs(said) if value not in (None, "")],
        "records": kinds_in_words(said.get("records", {})),
        "blocked": [(label, gettext(reason)) for label, reason in kinds_in_words(said.get("blocked", {}))],
        "remaining": [
            (label, each["records"], gettext(each["reason"]))
            for label, each in kinds_in_words(said.get("remaining", {}))
        ],
    }


def _pairs(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    choice = said.get("chosen")
    return [
        (_("Organisation"), said["organisation"]),
        (_("Request"), said["request"]),
        (_("What"), in_words(Choice.read(choice)) if choice is not None else ""),
        (_("Asked"), _moment_and_who(said.get("requested"))),
        (_("Confirmed"), _moment_and_who(said.get("confirmed"))),
        (_("Destroyed"), _moment_and_who(said.get("destroyed"))),
        (_("Files"), said.get("files")),
        (_("Where"), _places(said["places"])),
        (_("How"), gettext(said["how"])),
        (_("In backups until"), when(date.fromisoformat(said["backups_until"])) if "backups_until" in said else ""),
        (_("Last backup that held them"), _moment(said.get("last_backup"))),
        (_("Gone from backups"), _moment_and_who(said.get("expired"))),
        (_("First proof"), said.get("first")),
        (_("Evidence"), f"{said['evidence']['chain']} · {said['evidence']['n']} · {said['evidence']['head']}"),
        (_("Signed"), _moment(said["signed_at"])),
    ]


def _places(places: Mapping[str, str]) -> str:
    names = {"database": _("database"), "files": _("files"), "backups": _("backups")}
    states = {"destroyed": _("destroyed"), "not yet": _("not yet")}
    return ", ".join(f"{names.get(name, name)}: {states.get(state, state)}" for name, state in sorted(places.items()))


def _moment(text: str | None) -> Any:
    return when(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)) if text else ""


def _moment_and_who(said: Mapping[str, str] | None) -> Any:
    return format_html("{} · {}", _moment(said["at"]), said["by"]) if said else ""
