"""What the portal knows of an organisation, as an agreement says it."""

from datetime import date

from sluis.agreement.contract import Contact, ContactKind, MainAgreement, Measure, Party, Side
from sluis.portal.access.models import Organisation
from sluis.portal.agreements import models
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.models import Contact as Kept
from sluis.portal.organisations.models import Representative
from sluis.portal.organisations.selectors import party_of

_KINDS = {
    ContactKind.DPO: ContactRole.DPO,
    ContactKind.CONTRACT_MANAGER: ContactRole.CONTRACT_MANAGER,
    ContactKind.ADVISER: ContactRole.ADVISER,
    ContactKind.PRIMARY: ContactRole.BREACH,
}


def party(organisation: Organisation, on: date) -> Party:
    """Its data; what was not entered stays empty, and makes the agreement incomplete."""
    data = party_of(organisation)
    signs = representatives(organisation, on)
    first = signs[0] if signs else None
    return Party(
        statutory_name=data.statutory_name if data else organisation.name,
        street_address=f"{data.visiting_street} {data.visiting_number}".strip() if data else "",
        postcode=data.visiting_postcode if data else "",
        city=data.visiting_city if data else "",
        chamber_of_commerce_number=data.chamber_of_commerce_number if data else "",
        legal_representative=first.name if first else "",
        position=first.position if first else "",
        vat_number=data.vat_number if data else "",
    )


def representatives(organisation: Organisation, on: date) -> list[Representative]:
    """Who may sign for it on a day; those who may do so alone come first."""
    found = Representative.everything.filter(Representative.in_force(on), organisation=organisation)
    return sorted(found, key=lambda one: (one.authority != Representative.Authority.ALONE, one.name))


def contacts(organisation: Organisation, side: Side, on: date) -> tuple[Contact, ...]:
    """Whom to call about a breach; the deputy is the one who stands in for the first, or the next in rank."""
    kept = list(Kept.everything.filter(Kept.in_force(on), organisation=organisation).select_related("deputy"))
    found = [
        _contact(one, side, kind)
        for kind, role in _KINDS.items()
        for one in sorted((each for each in kept if each.role == role.value), key=lambda each: each.rank)[:1]
    ]
    breach = sorted((one for one in kept if one.role == ContactRole.BREACH.value), key=lambda one: one.rank)
    deputy = next(iter([one.deputy for one in breach[:1] if one.deputy] + breach[1:2]), None)
    return (*found, *([_contact(deputy, side, ContactKind.DEPUTY)] if deputy else []))


def main(agreement: models.MainAgreement) -> MainAgreement:
    """A service agreement as a processing agreement names it."""
    parties = tuple(each.strip() for each in agreement.contract_parties.split(";") if each.strip())
    return MainAgreement(
        number=agreement.number,
        title=agreement.title,
        signed_on=agreement.signed_on,
        starts_on=agreement.starts_on,
        ends_on=agreement.ended_on or agreement.ends_on,
        purpose_contract=agreement.purpose_contract,
        tender_number=agreement.tender_number,
        contract_parties=parties,
        forum=agreement.forum,
    )


def measures() -> tuple[Measure, ...]:
    """The operator's measures that are in force, with what an agreement says about them."""
    from sluis.portal.oversight.models import Measure as KeptMeasure

    kept = KeptMeasure.everything.filter(organisation__is_operator=True, status=KeptMeasure.Status.IN_FORCE)
    return tuple(
        Measure(number=str(one.get_theme_display()), text=one.title) for one in kept.order_by("theme", "title")
    )


def _contact(one: Kept, side: Side, kind: ContactKind) -> Contact:
    return Contact(
        side=side, kind=kind, name=one.name, email=one.email, phone=one.phone or one.mobile, position=one.position,
        mobile=one.mobile,
    )  # fmt: skip
