"""A controller asks for information, and sets the day; the answer is for few eyes."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Side
from sluis.deadlines import day_of
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.agreements.models import Agreement
from sluis.portal.audits import telling
from sluis.portal.audits.asking import require_bound
from sluis.portal.audits.keeping import attach, author, number
from sluis.portal.audits.models import Inforequest
from sluis.portal.audits.rights import ANSWER, ASK
from sluis.portal.organisations.keeping import locked
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import audits as codes

TASK = "inforequest-answer"
Stage = Inforequest.Stage


def ask(actor: Actor, *, agreement: Agreement, data: Mapping[str, Any]) -> Inforequest:
    """Ask for information, within a term that the controller sets.

    Raises:
        Refused: NOTHING_TO_AUDIT, AUDIT_DAY.
        ValidationError: the data cannot be so.
    """
    with changing(actor, ASK, on=agreement) as change:
        require_bound(agreement, actor)
        made = Inforequest(
            organisation=agreement.organisation, agreement=agreement, asked_at=actor.at, asked_by=actor.name,
            author=author(actor), number=number(change, agreement, "V"), **data,
        )  # fmt: skip
        made.full_clean()
        if made.due_on < day_of(actor.at):
            raise Refused(codes.AUDIT_DAY)
        made.save(force_insert=True)
        change.record("inforequest.asked", made, objects={"agreement": str(agreement.pk)})
        title = _("Answer request for information %(number)s")
        telling.ask(change, made, TASK, title, made.number, Side.PROCESSOR, made.due_on)
        telling.tell(change, made, "info-asked", Side.PROCESSOR)
    return made


def answer(actor: Actor, *, inforequest: Inforequest, text: str, file: UploadedFile | None = None) -> Inforequest:
    """Answer it.

    Raises:
        Refused: INFO_MOVED, and what is wrong with the file.
    """
    with changing(actor, ANSWER, on=inforequest) as change:
        found = _open(inforequest)
        found.stage, found.answer = Stage.ANSWERED, text.strip()
        found.answered_at, found.answered_by = actor.at, actor.name
        found.full_clean(validate_constraints=False)
        found.save()
        change.record("inforequest.answered", found)
        attach(change, found, file)
        settle(change, kind=TASK, subject=found)
        telling.tell(change, found, "info-answered", Side.CONTROLLER)
    return found


def withdraw(actor: Actor, *, inforequest: Inforequest) -> Inforequest:
    """The controller does not need it any more.

    Raises:
        Refused: INFO_MOVED.
    """
    with changing(actor, ASK, on=inforequest) as change:
        found = _open(inforequest)
        found.stage = Stage.WITHDRAWN
        found.save()
        change.record("inforequest.withdrawn", found)
        settle(change, kind=TASK, subject=found)
    return found


def _open(inforequest: Inforequest) -> Inforequest:
    found = locked(Inforequest, inforequest.pk)
    if found.stage != Stage.OPEN:
        raise Refused(codes.INFO_MOVED)
    return found
