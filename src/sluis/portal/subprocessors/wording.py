"""Words for where things stand, and their colours."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.choices import countries as near
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text

Choices = list[tuple[str, Text]]

STATES: Mapping[str, tuple[Text, Tone]] = {
    "listed": (_("In the register"), Tone.NEUTRAL),
    "announced": (_("Announced"), Tone.WARNING),
    "active": (_("In use"), Tone.GOOD),
    "stopped": (_("Stopped"), Tone.NEUTRAL),
}
"""Of subprocessors."""

NOTICES: Mapping[str, tuple[Text, Tone]] = {
    "listed": (_("Stands in the annex"), Tone.GOOD),
    "informed": (_("Told"), Tone.INFO),
    "open": (_("Objection possible"), Tone.WARNING),
    "accepted": (_("No objection"), Tone.GOOD),
    "lapsed": (_("Period passed without objection"), Tone.NEUTRAL),
    "objected": (_("Objection open"), Tone.DANGER),
    "resolved": (_("Objection resolved"), Tone.GOOD),
    "avoided": (_("Avoided by an adapted service"), Tone.GOOD),
    "unresolved": (_("Objection not resolved"), Tone.DANGER),
    "closed": (_("Needs an amendment"), Tone.WARNING),
    "withdrawn": (_("Announcement withdrawn"), Tone.NEUTRAL),
}
"""Of notices under an agreement."""

REGIMES: Mapping[str, Text] = {
    "objection": _("announced beforehand, with a right to object"),
    "inform": _("told, without a right to object"),
    "none": _("only what stands in the annex"),
}


def states() -> Choices:
    """For forms; functions, so that another choice is no change of the database."""
    return [(value, label) for value, (label, _tone) in STATES.items()]


def notice_states() -> Choices:
    """As `states`."""
    return [(value, label) for value, (label, _tone) in NOTICES.items()]


def regimes() -> Choices:
    """As `states`."""
    return list(REGIMES.items())


def countries() -> Choices:
    """Those of the portal, and others where suppliers are; what lies outside the EEA needs consent."""
    return [
        *near(),
        ("AR", _("Argentina")), ("AU", _("Australia")), ("BR", _("Brazil")), ("CA", _("Canada")),
        ("CN", _("China")), ("EG", _("Egypt")), ("IN", _("India")), ("IL", _("Israel")), ("JP", _("Japan")),
        ("MA", _("Morocco")), ("NZ", _("New Zealand")), ("PH", _("Philippines")), ("RS", _("Serbia")),
        ("SG", _("Singapore")), ("ZA", _("South Africa")), ("KR", _("South Korea")), ("SR", _("Suriname")),
        ("TR", _("Turkey")), ("UA", _("Ukraine")), ("US", _("United States")), ("UY", _("Uruguay")),
    ]  # fmt: skip
