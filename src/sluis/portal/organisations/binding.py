"""An organisation's own confidentiality agreements: registered, changed, ended, and warned of before they expire (P-96)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.documents.storing import add_version, store
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import SecrecyAgreement
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.organisations.rights import KEEP_SECRECY
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

DOCUMENT = "secrecy"
"""The kind of the document with the text."""

EXPIRES = "organisations-secrecy"
"""The kind of the task to renew an agreement."""

WARNINGS = (Term.read("60 days"), Term.read("30 days"), Term.read("7 days"))
_SOON = timedelta(days=61)
"""A day before the first warning, so that a job that ran late misses none."""


def register(
    actor: Actor, *, organisation: Organisation, data: Mapping[str, Any], file: UploadedFile | None = None
) -> SecrecyAgreement:
    """Record an agreement, with its text when that is there.

    Raises:
        ValidationError: it cannot be so.
        Refused: as `changing`, and as `documents.storing`.
    """
    made = SecrecyAgreement(organisation=organisation, **data)
    with changing(actor, KEEP_SECRECY, on=made) as change:
        made.full_clean()
        _attach(change, made, file)
        made.save(force_insert=True)
        remember(change, made, {}, "secrecyagreement.registered")
        change.record("secrecyagreement.registered", made)
    return made


def change_agreement(
    actor: Actor, *, agreement: SecrecyAgreement, data: Mapping[str, Any], file: UploadedFile | None = None
) -> SecrecyAgreement:
    """Give an agreement other values; a file becomes the next version of its text.

    Raises:
        ValidationError, Refused: as `register`; GONE_ALREADY.
    """
    with changing(actor, KEEP_SECRECY, on=agreement) as change:
        found = locked(SecrecyAgreement, agreement.pk)
        before, until = values(found), found.valid_until
        for name, value in data.items():
            setattr(found, name, value)
        found.full_clean()
        _attach(change, found, file)
        found.save()
        if found.valid_until != until:  # the job gives a task for the new day
            settle(change, kind=EXPIRES, subject=found)
        remember(change, found, before, "secrecyagreement.changed")
        change.record("secrecyagreement.changed", found)
    return found


def end_agreement(actor: Actor, *, agreement: SecrecyAgreement, on: date, reason: Ended) -> SecrecyAgreement:
    """End an agreement: from a day on it no longer holds. What it says of afterwards stays.

    Raises:
        Refused: GONE_ALREADY when it was ended before; PERIOD_CLOSED for a day before it was signed or after it expired.
    """
    with changing(actor, KEEP_SECRECY, on=agreement) as change:
        found = locked(SecrecyAgreement, agreement.pk)
        if found.ended_on is not None:
            raise Refused(access.GONE_ALREADY)
        if on < found.signed_on or (found.valid_until is not None and found.valid_until < on):
            raise Refused(codes.PERIOD_CLOSED)
        before = values(found)
        found.ended_on, found.reason = on, reason.value
        found.save()
        settle(change, kind=EXPIRES, subject=found)
        remember(change, found, before, "secrecyagreement.ended", reason=reason.value)
        change.record("secrecyagreement.ended", found, objects={"code": reason.value})
    return found


def warn_of_expiry(actor: Actor) -> int:
    """Give a task, once, for each agreement that expires within two months; a job does it. How many it gave."""
    today = day_of(actor.at)
    there = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=today)
    soon = SecrecyAgreement.everything.filter(there, valid_until__range=(today, today + _SOON), ended_on=None)
    warned = set(Task.everything.filter(kind=EXPIRES).values_list("about", "due_at"))
    return sum(_warn(actor, one) for one in soon.order_by("pk") if (one.subject, _expiry(one).due_at) not in warned)


def _expiry(agreement: SecrecyAgreement) -> Deadline:
    assert agreement.valid_until is not None
    return Deadline.ending(end_of_day(agreement.valid_until), WARNINGS)


def _warn(actor: Actor, agreement: SecrecyAgreement) -> int:
    with changing(actor, KEEP_SECRECY, on=agreement) as change:
        found = locked(SecrecyAgreement, agreement.pk)
        if found.ended_on is not None or found.valid_until != agreement.valid_until:
            return 0  # somebody was quicker
        give(
            change,
            organisation=found.organisation,
            kind=EXPIRES,
            title=_("Renew or end the confidentiality agreement with %(name)s"),
            facts={"name": found.counterparty[:120]},
            subject=found,
            role=Role.CONTRACT_MANAGER,
            due=_expiry(found),
            url_name="organisations:secrecy-agreement",
            args=[found.pk],
        )
    return 1


def _attach(change: Change, agreement: SecrecyAgreement, file: UploadedFile | None) -> None:
    """Keep a file as the newest version of the text."""
    if file is None:
        return
    if agreement.document is not None:
        add_version(change, document=agreement.document, file=file)
        return
    agreement.document = store(
        change, organisation=agreement.organisation, kind=DOCUMENT, title=agreement.counterparty, file=file
    )
