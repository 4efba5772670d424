"""An agreement is offered on one's own model, or submitted by the processor; it comes back with remarks, and comes again."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.documents.storing import add_version, store
from sluis.portal.tasks.giving import settle
from sluis.portal.thirdparties import telling
from sluis.portal.thirdparties.keeping import at_work, one
from sluis.portal.thirdparties.models import Dpa, Processor
from sluis.portal.thirdparties.rights import KEEP
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes

REVIEWED_WITHIN = Term.read("14 days")
Origin, State = Dpa.Origin, Dpa.State


def offer(actor: Actor, *, processor: Processor, version: str) -> Dpa:
    """Offer the organisation's own model, which is a processing agreement, to a processor.

    Raises:
        Refused: PROCESSOR_ENDED.
        ValidationError: it cannot be so.
    """
    with changing(actor, KEEP, on=processor) as change:
        made = _begun(actor, at_work(processor), "processing", version, Origin.OWN)
        made.save(force_insert=True)
        change.record("dpa.offered", made, objects={"processor": str(processor.pk)})
    return made


def submit(actor: Actor, *, processor: Processor, kind: str, version: str, file: UploadedFile) -> Dpa:
    """Take in what a processor submits, for review.

    Raises:
        Refused: PROCESSOR_ENDED; as `documents.storing.store`.
        ValidationError: it cannot be so.
    """
    with changing(actor, KEEP, on=processor) as change:
        made = _begun(actor, at_work(processor), kind, version, Origin.THEIRS)
        keep_file(change, made, file)
        made.save(force_insert=True)
        change.record("dpa.submitted", made, objects={"processor": str(processor.pk)})
        _ask(change, made)
    return made


def come_back(actor: Actor, *, agreement: Dpa, remarks: str) -> Dpa:
    """The processor does not accept what was offered, and says why.

    Raises:
        Refused: DPA_MOVED.
    """
    with changing(actor, KEEP, on=agreement) as change:
        found = one(agreement, State.OFFERED)
        found.state, found.remarks = State.RETURNED, remarks.strip()
        found.full_clean()
        found.save()
        change.record("dpa.returned", found)
    return found


def again(actor: Actor, *, agreement: Dpa, version: str, file: UploadedFile | None = None) -> Dpa:
    """A next version of what was returned: offered again, or submitted again for a review from the beginning.

    Raises:
        Refused: DPA_MOVED; FILE_EMPTY without what the processor submits; as `documents.storing.add_version`.
        ValidationError: it cannot be so.
    """
    with changing(actor, KEEP, on=agreement) as change:
        found = one(agreement, State.RETURNED)
        found.version, found.begun_at = version, actor.at
        found.review, found.reviewer, found.reviewed_at, found.remarks = {}, None, None, ""
        found.state = State.OFFERED if found.is_own else State.UNDER_REVIEW
        if not found.is_own:
            if file is None:
                raise Refused(codes.FILE_EMPTY)
            keep_file(change, found, file)
            _ask(change, found)
        found.full_clean()
        found.save()
        change.record("dpa.offered" if found.is_own else "dpa.submitted", found)
    return found


def keep_file(change: Change, agreement: Dpa, file: UploadedFile) -> None:
    """The file is the newest version of the agreement's document."""
    if agreement.document:
        add_version(change, document=agreement.document, file=file)
        return
    title = f"{agreement.processor} {agreement.version}"[:200]
    agreement.document = store(change, organisation=agreement.organisation, kind="agreement", title=title, file=file)


def drop_review(change: Change, agreement: Dpa) -> None:
    """Nobody has to review it any more."""
    settle(change, kind=telling.ASSESS, subject=agreement)


def _begun(actor: Actor, processor: Processor, kind: str, version: str, origin: Dpa.Origin) -> Dpa:
    state = State.OFFERED if origin is Origin.OWN else State.UNDER_REVIEW
    made = Dpa(
        organisation=processor.organisation, processor=processor, kind=kind, version=version.strip(), origin=origin,
        state=state, begun_at=actor.at,
    )  # fmt: skip
    made.full_clean()
    return made


def _ask(change: Change, made: Dpa) -> None:
    due = Deadline.of(REVIEWED_WITHIN, change.actor.at)
    telling.ask_office(
        change, made, _("Review the agreement that a processor submitted: %(name)s"), made.processor.name, due
    )
