"""The register itself: subprocessors, their certificates and agreements, and how these are supervised."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.documents.storing import store
from sluis.portal.organisations.keeping import locked
from sluis.portal.oversight.models import Standard
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.models import Subcertificate, Subcontract, Subfinding, Subprocessor
from sluis.portal.subprocessors.rights import KEEP
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import subprocessing as codes

FIELDS = (
    "name", "address", "city", "country", "trade_register_number", "service", "data", "transfer_outside_eea",
    "agreement_description", "party", "in_use",
)  # fmt: skip
_FIXED = ("name", "country", "transfer_outside_eea")
"""What controllers were told; another value is another subprocessor."""


def add(actor: Actor, *, data: Mapping[str, Any]) -> Subprocessor:
    """Record a subprocessor; nobody is told yet.

    Raises:
        ValidationError: it cannot be so.
    """
    home = telling.operator()
    with changing(actor, KEEP, on=home) as change:
        made = Subprocessor(organisation=home, **{name: data[name] for name in FIELDS if name in data})
        made.full_clean()
        made.save(force_insert=True)
        change.record("subprocessor.listed", made)
    return made


def change_data(actor: Actor, *, subprocessor: Subprocessor, data: Mapping[str, Any]) -> Subprocessor:
    """Correct what the register says; annexes that name it follow by themselves.

    Raises:
        ValidationError: it cannot be so.
        Refused: MOVED for another place than controllers were told of.
    """
    with changing(actor, KEEP, on=subprocessor) as change:
        found = locked(Subprocessor, subprocessor.pk)
        moves = any(name in data and data[name] != getattr(found, name) for name in _FIXED)
        if moves and found.notices.exists():
            raise Refused(codes.MOVED)
        for name in FIELDS:
            if name in data:
                setattr(found, name, data[name])
        found.full_clean()
        found.save()
        change.record("subprocessor.changed", found)
    return found


def certify(
    actor: Actor,
    *,
    subprocessor: Subprocessor,
    standard: Standard,
    valid_until: date,
    file: UploadedFile | None = None,
) -> Subcertificate:
    """Record a certificate; an earlier one of the same standard is replaced by it."""
    with changing(actor, KEEP, on=subprocessor) as change:
        for earlier in Subcertificate.everything.select_for_update(of=("self",)).filter(
            subprocessor=subprocessor, standard__code=standard.code, replaced_at=None
        ):
            earlier.replaced_at = actor.at
            earlier.save()
            settle(change, kind=telling.CERTIFICATE, subject=earlier)
        made = Subcertificate(
            organisation=subprocessor.organisation, subprocessor=subprocessor, standard=standard,
            valid_until=valid_until,
            document=store(
                change, organisation=subprocessor.organisation, kind="certificate",
                title=f"{subprocessor.name}: {standard}", file=file, valid_until=valid_until,
            ) if file else None,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("subcertificate.recorded", made, objects={"subprocessor": str(subprocessor.pk)})
    return made


def contract(
    actor: Actor,
    *,
    subprocessor: Subprocessor,
    signed_on: date,
    file: UploadedFile,
    ends_on: date | None = None,
    same_obligations: bool = False,
) -> Subcontract:
    """Record the signed agreement with a subprocessor.

    Args:
        same_obligations: that it imposes at least the obligations of the processor itself; else nobody starts on it.
    """
    with changing(actor, KEEP, on=subprocessor) as change:
        document = store(
            change, organisation=subprocessor.organisation, kind="agreement", title=subprocessor.name, file=file,
            valid_from=signed_on, valid_until=ends_on,
        )  # fmt: skip
        made = Subcontract(
            organisation=subprocessor.organisation, subprocessor=subprocessor, signed_on=signed_on, ends_on=ends_on,
            same_obligations=same_obligations, confirmed_by=actor.name if same_obligations else "",
            version=document.versions.get(),
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("subcontract.recorded", made, objects={"subprocessor": str(subprocessor.pk)})
    return made


def supervise(actor: Actor, *, contract: Subcontract, on: date, finding: str, complies: bool) -> Subfinding:
    """Record how compliance was supervised (Z-81)."""
    with changing(actor, KEEP, on=contract) as change:
        made = Subfinding(
            organisation=contract.organisation, contract=contract, on=on, finding=finding.strip(), complies=complies,
            by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("subfinding.recorded", made, objects={"subcontract": str(contract.pk)})
    return made
