"""What the services have in common: numbers, the row that is held, files."""

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements.models import Agreement
from sluis.portal.audits.models import Audit, Auditfile, Finding, Inforequest, State
from sluis.portal.documents.checking import check
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.numbering import take_turn
from sluis.refusals import Refused
from sluis.refusals.catalogue import audits as codes


def number(change: Change, agreement: Agreement | None, letter: str) -> str:
    """`VO-2026-014-A1` under an agreement, else `A-2026-001`."""
    base = agreement.number if agreement else str(day_of(change.actor.at).year)
    counter = take_turn(f"{letter.lower()}-{base}")
    counter.last += 1
    counter.save()
    return f"{base}-{letter}{counter.last}" if agreement else f"{letter}-{base}-{counter.last:03d}"


def author(actor: Actor) -> str:
    """How a record names who wrote it; the evidence has the id."""
    return actor.person.name if actor.person else actor.name


def one(audit: Audit, *states: State) -> Audit:
    """The audit as it is now, held until the commit; in one of these states.

    Raises:
        Refused: AUDIT_MOVED.
    """
    found = locked(Audit, audit.pk)
    if found.state not in states:
        raise Refused(codes.AUDIT_MOVED)
    return found


def finding(found: Finding, *stages: Finding.Stage) -> Finding:
    """A finding, held until the commit; in one of these stages.

    Raises:
        Refused: FINDING_MOVED.
    """
    kept = locked(Finding, found.pk)
    if kept.stage not in stages:
        raise Refused(codes.FINDING_MOVED)
    return kept


def attach(change: Change, about: Audit | Inforequest, file: UploadedFile | None) -> Auditfile | None:
    """Keep a file with an audit or an answer.

    Raises:
        Refused: as `documents.checking.check`.
    """
    if file is None:
        return None
    checked = check(file)
    made = Auditfile(
        organisation=about.organisation, file_name=checked.name, media_type=checked.media_type,
        size=len(checked.content), sha256=checked.sha256, content=checked.content, stored_at=change.actor.at,
        stored_by=change.actor.name, **{str(about._meta.model_name): about},
    )  # fmt: skip
    made.full_clean(exclude=["content"])
    made.save(force_insert=True)
    change.record("auditfile.stored", made, objects={"digest": made.sha256}, counts={"bytes": made.size})
    return made
