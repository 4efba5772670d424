"""Certificates after they were issued: taken, about to expire, revoked."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.roles import Role
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.enrolling import TAKE
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import Certificate
from sluis.portal.organisations.rights import REVOKE, SEE
from sluis.portal.organisations.selectors import certificates_in_force
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

EXPIRES = "organisations-expiry"
"""The kind of the task to renew a certificate."""

WARNINGS = (Term.read("60 days"), Term.read("30 days"), Term.read("7 days"))
_SOON = timedelta(days=61)
"""A day before the first warning, so that a job that ran late misses none."""


def take(actor: Actor, *, certificate: Certificate) -> bytes:
    """The certificate with its chain, PEM, for the party's program.

    Raises:
        Refused: as `changing`.
    """
    with changing(actor, SEE, on=certificate) as change:
        if actor.organisation is not None and actor.organisation.pk == certificate.organisation_id:
            settle(change, kind=TAKE, subject=certificate)
        change.record("certificate.taken", certificate)
    return certificate.chain.encode("ascii")


def revoke(actor: Actor, *, certificate: Certificate, reason: Ended) -> Certificate:
    """Revoke a certificate, for good.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, REVOKE, on=certificate) as change:
        found = locked(Certificate, certificate.pk)
        if found.revoked_at is not None:
            raise Refused(access.GONE_ALREADY)
        found.revoked_at, found.revoked_by, found.reason = actor.at, actor.name, reason.value
        found.save()
        for kind in (EXPIRES, TAKE):
            settle(change, kind=kind, subject=found)
        change.record("certificate.revoked", found, objects={"code": reason.value, "key": found.key_id})
    return found


def warn_of_expiry(actor: Actor) -> int:
    """Give a task for each certificate that expires within two months and has no successor; a job does it."""
    warned = 0
    current = certificates_in_force(actor.at)
    latest = {}
    for each in current:
        latest[(each.party_id, each.role)] = each
    for certificate in current:
        if certificate.valid_until - actor.at > _SOON:
            continue
        renewed = latest[(certificate.party_id, certificate.role)].pk != certificate.pk
        warned += _settle(actor, certificate) if renewed else _warn(actor, certificate)
    return warned


def _warn(actor: Actor, certificate: Certificate) -> int:
    from sluis.portal.tasks.models import Task

    about = {"kind": EXPIRES, "about": certificate.subject}
    if Task.everything.filter(**about).exists():  # once: it warns again by itself, and who dropped it knew
        return 0
    with changing(actor, SEE, on=certificate) as change:
        give(
            change,
            organisation=certificate.organisation,
            kind=EXPIRES,
            title=_("Renew the certificate %(name)s of the exchange"),
            facts={"name": certificate.party_id},
            subject=certificate,
            role=Role.ADMINISTRATOR,
            due=Deadline.ending(certificate.valid_until, WARNINGS),
            url_name="organisations:certificates",
            args=[certificate.organisation_id],
        )
    return 1


def _settle(actor: Actor, certificate: Certificate) -> int:
    from sluis.portal.tasks.models import Task

    if not Task.everything.filter(kind=EXPIRES, about=certificate.subject, state=Task.State.OPEN).exists():
        return 0
    with changing(actor, SEE, on=certificate) as change:
        return settle(change, kind=EXPIRES, subject=certificate)
