"""Whom to tell, and whom next: the primary contact, the deputy in absence, then the others (I-17, I-46, Z-12)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.organisations.choices import PROCESSORS, ContactRole, PartyRoleKind
from sluis.portal.organisations.models import Absence, Contact
from sluis.portal.organisations.selectors import roles_of

_INSTEAD: Mapping[ContactRole, tuple[ContactRole, ...]] = {
    ContactRole.BREACH: (ContactRole.DPO, ContactRole.SECURITY_OFFICER),
    ContactRole.DPO: (ContactRole.PRIVACY, ContactRole.BREACH),
    ContactRole.SECURITY_OFFICER: (ContactRole.TECHNICAL, ContactRole.BREACH),
    ContactRole.PRIVACY: (ContactRole.DPO,),
    ContactRole.ADVISER: (ContactRole.CONTRACT_MANAGER,),
    ContactRole.CONTRACT_MANAGER: (ContactRole.ADVISER,),
    ContactRole.TECHNICAL: (ContactRole.SECURITY_OFFICER,),
}
_LAST = (ContactRole.CONTRACT_MANAGER, ContactRole.ADVISER, ContactRole.MANAGEMENT)
"""Who is told when nobody nearer is there."""


def whom_to_tell(organisation: Organisation, role: ContactRole | str, at: datetime) -> list[Contact]:
    """Who must be told now, and whom next when there is no answer: the list, in order.

    First the contacts of the role by rank, each followed by who stands in; then those of the roles that come nearest. Who
    is absent is left out, unless everybody is: then they are told all the same, for somebody must be.
    """
    day = day_of(at)
    contacts = {contact.pk: contact for contact in _valid(organisation, day)}
    absent = _absent(contacts, day)
    order = list(_in_order(contacts, ContactRole(role)))
    return [contact for contact in order if contact.pk not in absent] or order


def missing_contacts(organisation: Organisation, on: date) -> list[ContactRole]:
    """Contacts that the agreement wants and that are not there (Z-12): a controller has a data protection officer and a
    contract manager, a processor a data protection officer and an adviser."""
    there = set(
        Contact.everything.filter(Contact.in_force(on), organisation=organisation).values_list("role", flat=True)
    )
    return [role for role in wanted_contacts(roles_of(organisation, on)) if role.value not in there]


def wanted_contacts(roles: Iterable[str]) -> list[ContactRole]:
    """The contacts that an organisation with these roles needs; one without a role is taken for a controller."""
    kinds = {PartyRoleKind(role) for role in roles}
    wanted = [ContactRole.DPO, ContactRole.BREACH]
    if kinds - PROCESSORS or not kinds:
        wanted.append(ContactRole.CONTRACT_MANAGER)
    if kinds & PROCESSORS:
        wanted.append(ContactRole.ADVISER)
    return wanted


def _valid(organisation: Organisation, day: date) -> Iterable[Contact]:
    valid = Contact.everything.filter(Contact.in_force(day), organisation=organisation)
    return valid.order_by("rank", "starts_on", "name", "pk")


def _absent(contacts: Mapping[UUID, Contact], day: date) -> set[UUID]:
    away = Absence.everything.filter(Absence.in_force(day), contact__in=list(contacts))
    return set(away.values_list("contact", flat=True))


def _in_order(contacts: Mapping[UUID, Contact], role: ContactRole) -> Iterator[Contact]:
    """Everybody to tell, each once."""
    told: set[UUID] = set()
    for step in (role, *_INSTEAD.get(role, ()), *_LAST):
        for first in (contact for contact in contacts.values() if contact.role == step.value):
            for contact in _with_deputies(contacts, first):
                if contact.pk not in told:
                    told.add(contact.pk)
                    yield contact


def _with_deputies(contacts: Mapping[UUID, Contact], contact: Contact) -> Iterator[Contact]:
    """A contact, who stands in, who stands in for them, and so on; each once, also in a ring."""
    seen: set[UUID] = set()
    current: Contact | None = contact
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        yield current
        current = contacts.get(current.deputy_id) if current.deputy_id else None
