"""What can be chosen; functions, so that another choice is no change of the database."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.codes import CodeKind

Choices = list[tuple[str, Any]]


class PartyRoleKind(StrEnum):
    """What a party is; it can be several things at once."""

    CARE_PROVIDER = "care-provider"
    REGISTRY_HOLDER = "registry-holder"
    QUALITY_REGISTRY = "quality-registry"
    MUNICIPALITY = "municipality"
    COMMISSIONER = "commissioner"
    TTP = "ttp"
    PROCESSOR = "processor"
    SUPPLIER = "supplier"
    CARE_GROUP = "care-group"
    COOPERATIVE = "cooperative"
    SUBSCRIBER = "subscriber"
    FOUNDATION = "foundation"
    RESEARCHER = "researcher"

    @property
    def label(self) -> Promise:
        """Its name."""
        return _PARTY_ROLES[self]


_PARTY_ROLES = {
    PartyRoleKind.CARE_PROVIDER: _("Care provider"),
    PartyRoleKind.REGISTRY_HOLDER: _("Registry holder"),
    PartyRoleKind.QUALITY_REGISTRY: _("Quality registry"),
    PartyRoleKind.MUNICIPALITY: _("Municipality"),
    PartyRoleKind.COMMISSIONER: _("Commissioning party"),
    PartyRoleKind.TTP: _("Trusted third party"),
    PartyRoleKind.PROCESSOR: _("Processor"),
    PartyRoleKind.SUPPLIER: _("Supplier"),
    PartyRoleKind.CARE_GROUP: _("Care group"),
    PartyRoleKind.COOPERATIVE: _("Co-operative"),
    PartyRoleKind.SUBSCRIBER: _("Subscriber"),
    PartyRoleKind.FOUNDATION: _("Foundation"),
    PartyRoleKind.RESEARCHER: _("Researcher"),
}

PROCESSORS = frozenset((PartyRoleKind.TTP, PartyRoleKind.PROCESSOR, PartyRoleKind.SUPPLIER, PartyRoleKind.FOUNDATION))
"""Who processes for others; all other parties are controllers of what they bring or receive."""


class ContactRole(StrEnum):
    """What a contact is for."""

    BREACH = "breach-primary"
    DPO = "dpo"
    SECURITY_OFFICER = "security-officer"
    CONTRACT_MANAGER = "contract-manager"
    ADVISER = "adviser"
    TECHNICAL = "technical"
    FINANCE = "finance"
    PRIVACY = "privacy"
    MANAGEMENT = "management"

    @property
    def label(self) -> Promise:
        """Its name."""
        return _CONTACT_ROLES[self]


_CONTACT_ROLES = {
    ContactRole.BREACH: _("Primary contact for breaches and incidents"),
    ContactRole.DPO: _("Data protection officer"),
    ContactRole.SECURITY_OFFICER: _("Information security officer"),
    ContactRole.CONTRACT_MANAGER: _("Contract manager"),
    ContactRole.ADVISER: _("Adviser or project leader"),
    ContactRole.TECHNICAL: _("Technical contact"),
    ContactRole.FINANCE: _("Finance"),
    ContactRole.PRIVACY: _("Privacy coordinator"),
    ContactRole.MANAGEMENT: _("Board or management"),
}


class Ended(StrEnum):
    """Why something was ended; a code in the evidence, so that no words of people have to be there."""

    NO_LONGER_NEEDED = "no-longer-needed"
    AGREEMENT_ENDED = "agreement-ended"
    MISTAKE = "mistake"
    MISUSE = "misuse"
    KEY_LOST = "key-lost"
    LIQUIDATED = "liquidated"
    OTHER = "other"

    @property
    def label(self) -> Promise:
        """Its name."""
        return _REASONS[self]


_REASONS = {
    Ended.NO_LONGER_NEEDED: _("No longer needed"),
    Ended.AGREEMENT_ENDED: _("The agreement has ended"),
    Ended.MISTAKE: _("It was a mistake"),
    Ended.MISUSE: _("Misuse, or a suspicion of it"),
    Ended.KEY_LOST: _("The key was lost or became known"),
    Ended.LIQUIDATED: _("The organisation stops"),
    Ended.OTHER: _("Another reason"),
}

OF_A_MANDATE = (Ended.NO_LONGER_NEEDED, Ended.AGREEMENT_ENDED, Ended.MISTAKE, Ended.MISUSE, Ended.OTHER)
OF_A_CERTIFICATE = (Ended.KEY_LOST, Ended.NO_LONGER_NEEDED, Ended.AGREEMENT_ENDED, Ended.MISUSE, Ended.OTHER)
OF_AN_AGREEMENT = (Ended.NO_LONGER_NEEDED, Ended.AGREEMENT_ENDED, Ended.MISTAKE, Ended.LIQUIDATED, Ended.OTHER)
OF_AN_ORGANISATION = (Ended.LIQUIDATED, Ended.AGREEMENT_ENDED, Ended.NO_LONGER_NEEDED, Ended.MISTAKE, Ended.OTHER)


def options(members: Iterable[Any]) -> Choices:
    """Members of an enumeration for a form."""
    return [(member.value, member.label) for member in members]


def party_roles() -> Choices:
    """What a party can be."""
    return options(PartyRoleKind)


def contact_roles() -> Choices:
    """What a contact can be for."""
    return options(ContactRole)


def code_kinds() -> Choices:
    """Kinds of codes."""
    return options(CodeKind)


def secrecy_kinds() -> Choices:
    """Whom a confidentiality agreement binds."""
    return [
        ("mutual", _("Both parties")),
        ("received", _("The other party")),
        ("given", _("This organisation")),
    ]


def legal_forms() -> Choices:
    """Legal forms, those of the Netherlands and a word for all others."""
    return [
        ("bv", _("Private limited company (B.V.)")),
        ("nv", _("Public limited company (N.V.)")),
        ("foundation", _("Foundation (stichting)")),
        ("association", _("Association (vereniging)")),
        ("cooperative", _("Co-operative (coöperatie)")),
        ("mutual", _("Mutual insurance company")),
        ("public", _("Public body (municipality, province, state)")),
        ("partnership", _("Professional partnership (maatschap)")),
        ("general-partnership", _("General partnership (V.O.F.)")),
        ("limited-partnership", _("Limited partnership (C.V.)")),
        ("sole", _("Sole proprietorship")),
        ("church", _("Church body")),
        ("other", _("Another legal form")),
    ]


def sectors() -> Choices:
    """Where a party works."""
    return [
        ("hospital", _("Hospital care")),
        ("primary", _("Primary care")),
        ("mental", _("Mental health care")),
        ("youth", _("Youth care")),
        ("disability", _("Care for people with a disability")),
        ("nursing", _("Nursing, residential and home care")),
        ("pharmacy", _("Pharmacy")),
        ("maternity", _("Maternity care")),
        ("oral", _("Oral care")),
        ("registry", _("Quality registration and research")),
        ("government", _("Government")),
        ("insurer", _("Health insurance")),
        ("software", _("Software and information technology")),
        ("other", _("Another sector")),
    ]


def countries() -> Choices:
    """The European Economic Area, the United Kingdom and Switzerland; the Netherlands and its neighbours first."""
    return [
        ("NL", _("Netherlands")), ("BE", _("Belgium")), ("DE", _("Germany")), ("LU", _("Luxembourg")),
        ("AT", _("Austria")), ("BG", _("Bulgaria")), ("HR", _("Croatia")), ("CY", _("Cyprus")),
        ("CZ", _("Czechia")), ("DK", _("Denmark")), ("EE", _("Estonia")), ("FI", _("Finland")),
        ("FR", _("France")), ("GR", _("Greece")), ("HU", _("Hungary")), ("IS", _("Iceland")),
        ("IE", _("Ireland")), ("IT", _("Italy")), ("LV", _("Latvia")), ("LI", _("Liechtenstein")),
        ("LT", _("Lithuania")), ("MT", _("Malta")), ("NO", _("Norway")), ("PL", _("Poland")),
        ("PT", _("Portugal")), ("RO", _("Romania")), ("SK", _("Slovakia")), ("SI", _("Slovenia")),
        ("ES", _("Spain")), ("SE", _("Sweden")), ("CH", _("Switzerland")), ("GB", _("United Kingdom")),
    ]  # fmt: skip
