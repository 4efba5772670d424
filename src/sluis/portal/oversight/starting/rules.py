"""The rules with which an installation begins (Z-56); their names are the program's, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.oversight.models import Rule
from sluis.portal.oversight.rights import HANDLE_ALERTS
from sluis.portal.ui.navigation import Text

NAMES: dict[str, Text] = {
    "sign-in-person": _("Repeated failures to sign in by one person"),
    "sign-in-all": _("Many failures to sign in"),
    "second-factor": _("Repeated failures at the second factor"),
    "refused": _("Access refused repeatedly"),
    "unknown-certificate": _("A certificate that is not known, or no longer counts"),
    "gate-one": _("A program is refused at the gate again and again"),
    "gate-organisation": _("Many attempts at the gate are refused for one organisation"),
    "deliveries-refused": _("Deliveries of one organisation are refused repeatedly"),
    "deliveries-volume": _("Many more deliveries of one organisation than usual"),
    "volume": _("Unusual volume of one organisation"),
    "exported": _("The whole evidence was taken along"),
    "not-verified": _("The chain was not verified for two days"),
    "not-whole": _("The chain is not whole"),
    "no-backup": _("No backup for two days"),
    "job-failed": _("A job fails repeatedly"),
}

RULES: dict[str, dict[str, Any]] = {
    "sign-in-person": {"kinds": "person.sign-in-failed", "per": "actor", "threshold": 5, "window_hours": 1},
    "sign-in-all": {"kinds": "person.sign-in-failed", "threshold": 25, "window_hours": 1, "severity": "high"},
    "second-factor": {"kinds": "person.factor-failed", "per": "actor", "threshold": 5, "window_hours": 1, "severity": "high"},
    "refused": {"kinds": "*", "outcome": "refused", "per": "actor", "threshold": 10, "window_hours": 24},
    "unknown-certificate": {
        "kinds": "*", "outcome": "refused", "severity": "high",
        "codes": "2225,2251,2510,2511,2512,2513,2514,2515,2516,2517,2518",
    },
    "gate-one": {"kinds": "attempt.refused,attempt.repeated", "per": "subject", "threshold": 5, "window_hours": 1},
    "gate-organisation": {
        "kinds": "attempt.refused,attempt.repeated", "per": "organisation", "threshold": 20, "window_hours": 24,
    },
    "deliveries-refused": {"kinds": "delivery.refused", "per": "organisation", "threshold": 3, "window_hours": 24},
    "deliveries-volume": {
        "way": "volume", "kinds": "delivery.offered", "per": "organisation", "threshold": 10, "factor": 3,
    },
    "volume": {"way": "volume", "kinds": "*", "per": "organisation", "threshold": 500, "factor": 5, "severity": "low"},
    "exported": {"kinds": "evidence.exported", "severity": "low"},
    "not-verified": {"way": "absence", "kinds": "evidence.verified", "window_hours": 48},
    "not-whole": {"kinds": "evidence.verified", "outcome": "failed", "severity": "high"},
    "no-backup": {"way": "absence", "kinds": "backup.made", "window_hours": 48, "severity": "high"},
    "job-failed": {"kinds": "job.ran", "outcome": "failed", "per": "", "threshold": 3, "window_hours": 24},
}  # fmt: skip


def name_of(key: str) -> str:
    """The name of a rule that came with the program; empty for another."""
    return str(NAMES.get(key, ""))


def starter_rules(actor: Actor) -> int:
    """Make those that are not there yet, once; a rule that somebody changed stays as it is. How many were made."""
    home = Organisation.everything.get(is_operator=True)
    there = set(Rule.everything.filter(organisation=home).values_list("key", flat=True))
    new = [Rule(organisation=home, key=key, name=key, **fields) for key, fields in RULES.items() if key not in there]
    if new:
        with changing(actor, HANDLE_ALERTS) as change:
            for rule in new:
                rule.full_clean()
                rule.save(force_insert=True)
                change.record("rule.made", rule)
    return len(new)
