"""Kinds of documents: those that every organisation has, and those that other apps declare."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.navigation import Text

_kinds: dict[str, Text] = {
    "policy": _("Security policy"),
    "breach-plan": _("Breach plan"),
    "certificate": _("Certificate"),
    "applicability": _("Statement of applicability"),
    "statement": _("Confidentiality statement"),
    "agreement": _("Agreement"),
    "report": _("Report"),
    "other": _("Other document"),
}


def declare(kind: str, label: Text) -> None:
    """Another kind."""
    _kinds[kind] = label


def choices() -> list[tuple[str, Text]]:
    """All kinds for forms; a function, so that another kind is no change of the database."""
    return list(_kinds.items())
