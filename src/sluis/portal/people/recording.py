"""Recording what must be there of somebody: statements, screening, training (Z-94, Z-100, I-68, P-95).

Nobody records these about himself or herself; one's own statement one signs.
"""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.documents.storing import store
from sluis.portal.people.checklist import SCREENING, STATEMENT, TRAINING, settled
from sluis.portal.people.models import Screening, Training
from sluis.portal.people.rights import RECORD
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import people as codes


def record_statement(
    actor: Actor,
    *,
    person: Person,
    kind: str,
    signed_on: date,
    valid_until: date | None = None,
    file: UploadedFile | None = None,
) -> Statement:
    """Record that somebody is bound to secrecy: by a signed paper, an employment contract, or the employer's guarantee.

    Raises:
        Refused: OWN_RECORD, DATES_WRONG, PERSON_LEFT, what a file is refused for, or no right.
    """
    _require_dates(actor, signed_on, valid_until)
    with changing(actor, RECORD, on=person) as change:
        person = _other(actor, person)
        made = Statement(
            organisation=person.organisation, person=person, kind=kind, signed_on=signed_on, valid_until=valid_until,
            recorded_by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.document = _kept(change, person, "statement", file, signed_on, valid_until)
        made.save(force_insert=True)
        settled(change, person, STATEMENT)
        change.record("statement.recorded", made)
    return made


def withdraw_statement(actor: Actor, *, statement: Statement) -> Statement:
    """A statement no longer counts; without another the person's access closes at once.

    Raises:
        Refused: GONE_ALREADY, or no right.
    """
    with changing(actor, RECORD, on=statement) as change:
        found: Statement = Statement.everything.select_for_update().get(pk=statement.pk)
        if found.withdrawn_on is not None:
            raise Refused(access_codes.GONE_ALREADY)
        found.withdrawn_on = day_of(actor.at)
        found.save()
        change.record("statement.withdrawn", found)
    return found


def record_screening(
    actor: Actor,
    *,
    person: Person,
    kind: str,
    requested_on: date,
    received_on: date | None = None,
    valid_until: date | None = None,
    result: str = Screening.Result.WAITING,
    screening: Screening | None = None,
) -> Screening:
    """Record a screening, or what came of one that was asked for; its outcome only, never its content.

    Raises:
        Refused: OWN_RECORD, DATES_WRONG, PERSON_LEFT, or no right.
    """
    waiting = result == Screening.Result.WAITING
    if waiting is not (received_on is None) or (received_on and received_on < requested_on):
        raise Refused(codes.DATES_WRONG)
    _require_dates(actor, received_on or requested_on, valid_until)
    with changing(actor, RECORD, on=screening or person) as change:
        person = _other(actor, screening.person if screening else person)
        made = screening or Screening(organisation=person.organisation, person=person)
        made.kind, made.requested_on, made.received_on = kind, requested_on, received_on
        made.valid_until, made.result, made.recorded_by = valid_until, result, actor.name
        made.full_clean()
        made.save()
        if result == Screening.Result.NO_OBJECTION:
            settled(change, person, SCREENING)
        change.record("screening.recorded", made, objects={"code": str(result)})
    return made


def record_training(
    actor: Actor,
    *,
    person: Person,
    subject: str,
    followed_on: date,
    valid_until: date | None = None,
    file: UploadedFile | None = None,
) -> Training:
    """Record a training or a lesson in awareness, with its proof.

    Raises:
        Refused: OWN_RECORD, DATES_WRONG, PERSON_LEFT, what a file is refused for, or no right.
    """
    _require_dates(actor, followed_on, valid_until)
    with changing(actor, RECORD, on=person) as change:
        person = _other(actor, person)
        made = Training(
            organisation=person.organisation, person=person, subject_matter=subject, followed_on=followed_on,
            valid_until=valid_until, recorded_by=actor.name,
        )  # fmt: skip
        made.full_clean()
        made.document = _kept(change, person, "other", file, followed_on, valid_until)
        made.save(force_insert=True)
        settled(change, person, TRAINING)
        change.record("training.recorded", made)
    return made


def _other(actor: Actor, person: Person) -> Person:
    """Somebody else than who records, who has not left."""
    found: Person = Person.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if actor.person and actor.person.pk == found.pk:
        raise Refused(access_codes.OWN_RECORD)
    if not found.is_active or found.left_on:
        raise Refused(codes.PERSON_LEFT)
    return found


def _require_dates(actor: Actor, begun: date, valid_until: date | None) -> None:
    if begun > day_of(actor.at) or (valid_until is not None and valid_until < begun):
        raise Refused(codes.DATES_WRONG)


def _kept(
    change: Change, person: Person, kind: str, file: UploadedFile | None, begun: date, until: date | None
) -> UUID | None:
    """The proof, as a document of the organisation."""
    if file is None:
        return None
    title = file.name or kind
    document = store(
        change, organisation=person.organisation, kind=kind, title=title[:200], file=file, valid_from=begun,
        valid_until=until,
    )  # fmt: skip
    return UUID(str(document.pk))
