"""What a controller asks about a subprocessor: conditions, copies; and its consent to another place."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements import consenting
from sluis.portal.agreements.models import Consent
from sluis.portal.agreements.wording import ConsentKind
from sluis.portal.documents.giving_out import give_out
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.models import Subcondition, Subcontract, Subcopy, Subnotice
from sluis.portal.subprocessors.objecting import clause_of, held
from sluis.portal.subprocessors.rights import KEEP, OBJECT
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import subprocessing as codes


def set_condition(actor: Actor, *, notice: Subnotice, text: str) -> Subcondition:
    """Attach a condition; a subprocessor that has not started yet waits until it is imposed (I-51).

    Raises:
        Refused: CONDITIONS_NOT_AGREED.
    """
    with held(actor, OBJECT, notice) as (change, found):
        if not found.agreement.contract.regime.subprocessors.conditions:
            raise Refused(codes.CONDITIONS_NOT_AGREED, clause=clause_of(found.agreement))
        made = Subcondition(
            organisation=found.organisation, notice=found, text=text.strip(), set_at=actor.at, set_by=actor.name
        )
        made.full_clean()
        made.save(force_insert=True)
        change.record("subcondition.set", made, objects={"subnotice": str(found.pk)})
        telling.ask(
            change, telling.operator(), telling.CONDITION, _("Impose a condition of %(controller)s on %(name)s"), made,
            facts={"controller": found.organisation.name, "name": found.subprocessor.name},
            url_name="subprocessors:notice", page=found,
        )  # fmt: skip
    return made


def meet_condition(actor: Actor, *, condition: Subcondition) -> Subcondition:
    """The condition was imposed on the subprocessor, in writing.

    Raises:
        Refused: GONE_ALREADY when it was recorded already.
    """
    with held(actor, KEEP, condition.notice) as (change, _notice):
        found: Subcondition = Subcondition.everything.get(pk=condition.pk)
        if found.met_at is not None:
            raise Refused(access.GONE_ALREADY)
        found.met_at, found.met_by = actor.at, actor.name
        found.save()
        change.record("subcondition.met", found)
        settle(change, kind=telling.CONDITION, subject=found)
    return found


def ask_copy(actor: Actor, *, notice: Subnotice) -> Subcopy:
    """Ask for a copy of the agreement that holds with a subprocessor (Z-81, I-52).

    Raises:
        Refused: COPIES_NOT_AGREED; NO_SAME_OBLIGATIONS when there is none; GONE_ALREADY when one was asked for already.
    """
    with held(actor, OBJECT, notice) as (change, found):
        if not found.agreement.contract.regime.subprocessors.copies:
            raise Refused(codes.COPIES_NOT_AGREED, clause=clause_of(found.agreement))
        held_now = Subcontract.everything.filter(
            Subcontract.holding(day_of(actor.at)), subprocessor=found.subprocessor_id
        )
        contract: Subcontract | None = held_now.order_by("-signed_on", "pk").first()
        if contract is None:
            raise Refused(codes.NO_SAME_OBLIGATIONS)
        if Subcopy.everything.filter(notice=found, contract=contract, released_at=None).exists():
            raise Refused(access.GONE_ALREADY)
        made = Subcopy(
            organisation=found.organisation, notice=found, contract=contract, asked_at=actor.at, asked_by=actor.name
        )
        made.full_clean()
        made.save(force_insert=True)
        change.record("subcopy.asked", made, objects={"subcontract": str(contract.pk)})
        telling.ask(
            change, telling.operator(), telling.COPY, _("Release a copy of the agreement with %(name)s"), made,
            facts={"name": found.subprocessor.name}, url_name="subprocessors:notice", page=found,
        )  # fmt: skip
    return made


def release_copy(actor: Actor, *, copy: Subcopy) -> Subcopy:
    """Give this controller the document as it is now; only then it can be downloaded.

    Raises:
        Refused: GONE_ALREADY when it was released already.
    """
    with held(actor, KEEP, copy.notice) as (change, notice):
        found: Subcopy = Subcopy.everything.select_related("contract__version").get(pk=copy.pk)
        if found.released_at is not None:
            raise Refused(access.GONE_ALREADY)
        found.version, found.released_at, found.released_by = found.contract.version, actor.at, actor.name
        found.save()
        change.record("subcopy.released", found, objects={"digest": found.contract.version.sha256})
        settle(change, kind=telling.COPY, subject=found)
        telling.tell_controller(change, notice, "copy")
    return found


def take_copy(actor: Actor, *, copy: Subcopy) -> HttpResponse:
    """The document that was released, as a download; that it was taken is recorded.

    Raises:
        Refused: GONE_ALREADY when it was not released.
    """
    found: Subcopy = Subcopy.everything.select_related("version").get(pk=copy.pk)
    if found.version is None:
        raise Refused(access.GONE_ALREADY)
    return give_out(actor, version=found.version)


def consent(actor: Actor, *, notice: Subnotice, until: date | None = None) -> Consent:
    """The controller's explicit written consent to this subprocessor, where it is (Z-82, I-53)."""
    return consenting.give(
        actor, agreement=notice.agreement, kind=ConsentKind.SUBPROCESSOR, about=notice.subprocessor.name,
        country=notice.subprocessor.country, until=until,
    )  # fmt: skip
