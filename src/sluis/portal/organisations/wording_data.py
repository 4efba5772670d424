"""An organisation's data in words: cards, what is missing, and what follows from its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluis.portal.access.models import Mandate, Organisation, Person
from sluis.portal.organisations.ending import OPEN
from sluis.portal.organisations.models import Certificate, Enrolment, Membership, Party
from sluis.portal.organisations.parts import Card
from sluis.portal.organisations.selectors import missing_data


def cards(party: Party) -> Sequence[Card]:
    """All fields, in groups."""
    return [
        Card(_("Name and registration"), _named(party, _NAMES), "id"),
        Card(_("Addresses"), _addresses(party), "map-pin"),
        Card(
            _("How to reach it"),
            [*_named(party, ("email", "phone")), _website(party), *_named(party, ("language",))],
            "phone",
        ),
        Card(_("What it does, and who supervises it"), [*_named(party, _PROFILE), _supervisors(party)], "stethoscope"),
        *([Card(_("Note"), [("", party.note)], "notes")] if party.note else []),
    ]


_NAMES = ("number", "statutory_name", "trade_name", "legal_form", "chamber_of_commerce_number", "vat_number")
_PROFILE = ("sector", "in_care_sector", "size_fte", "dpo_required")


def _named(party: Party, names: Sequence[str]) -> list[tuple[Any, Any]]:
    return [(party._meta.get_field(name).verbose_name, _shown(party, name)) for name in names]  # type: ignore[union-attr]


def _shown(party: Party, name: str) -> Any:
    value = getattr(party, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    display = getattr(party, f"get_{name}_display", None)
    return display() if display and value else value


def _addresses(party: Party) -> list[tuple[str, Any]]:
    return [(_("Visiting address"), _address(party, "visiting")), (_("Postal address"), _address(party, "postal"))]


def _address(party: Party, kind: str) -> Any:
    street, number, code, city = (getattr(party, f"{kind}_{name}") for name in ("street", "number", "postcode", "city"))
    if not (street or city):
        return ""
    country = "" if getattr(party, f"{kind}_country") == "NL" else getattr(party, f"get_{kind}_country_display")()
    lines = [f"{street} {number}".strip(), f"{code} {city}".strip(), str(country)]
    return format_html("{}<br>{}", lines[0], ", ".join(line for line in lines[1:] if line))


def _website(party: Party) -> tuple[str, Any]:
    return _("Website"), format_html('<a href="{0}" rel="noreferrer">{0}</a>', party.website) if party.website else ""


def _supervisors(party: Party) -> tuple[str, str]:
    names = ((party.supervised_by_ap, _("AP")), (party.supervised_by_igj, _("IGJ")))
    return _("Supervised by"), ", ".join(name for held, name in names if held)


def missing_in_words(organisation: Organisation, on: date) -> str:
    """What an agreement needs and is not there."""
    words = {"legal_representative": _("legal representative")}
    names = missing_data(organisation, on)
    return ", ".join(words.get(name) or _field_word(name) for name in names)


def _field_word(name: str) -> str:
    words: Mapping[str, str] = {
        "visiting_street": _("street"),
        "visiting_postcode": _("postcode"),
        "visiting_city": _("city"),
    }
    return words.get(name) or str(Party._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def consequences_of_end(organisation: Organisation, on: date) -> list[str]:
    """What follows when an organisation ends."""
    mandates = Mandate.everything.filter(Q(organisation=organisation) | Q(holder=organisation), revoked_at=None)
    counts = {
        "persons": Person.everything.filter(organisation=organisation, is_active=True).count(),
        "mandates": mandates.filter(Q(ends_on=None) | Q(ends_on__gte=on)).count(),
        "members": Membership.everything.filter(Membership.in_force(on))
        .filter(Q(organisation=organisation) | Q(group=organisation))
        .count(),
        "enrolments": Enrolment.everything.filter(organisation=organisation, state__in=OPEN).count(),
        "certificates": Certificate.everything.filter(
            organisation=organisation, revoked_at=None, valid_until__date__gte=on
        ).count(),
    }
    return _sentences(counts)


def _sentences(n: Mapping[str, int]) -> list[str]:
    found = [
        ngettext("%(n)d person loses access.", "%(n)d persons lose access.", n["persons"]) % {"n": n["persons"]},
        ngettext("%(n)d mandate ends.", "%(n)d mandates end.", n["mandates"]) % {"n": n["mandates"]},
    ]
    if n["members"]:
        found.append(ngettext("%(n)d membership ends.", "%(n)d memberships end.", n["members"]) % {"n": n["members"]})
    if n["enrolments"]:
        found.append(
            ngettext("%(n)d open enrolment is withdrawn.", "%(n)d open enrolments are withdrawn.", n["enrolments"])
            % {"n": n["enrolments"]}
        )
    if n["certificates"]:
        found.append(
            ngettext("%(n)d certificate no longer counts.", "%(n)d certificates no longer count.", n["certificates"])
            % {"n": n["certificates"]}
        )
    return [
        *found,
        _("Its open tasks are dropped."),
        _("Establishments, codes and roles end the day before."),
        _("What was recorded stays to be read, in the history and in the evidence."),
    ]
