"""The activation code of an enrolment: sixteen signs that go by telephone, once, for seven days.

The code has 79 bits of chance, so a keyed digest of it is enough: without the installation's secret it cannot be tried,
and with it nobody gets through so many. It is bound to its enrolment, so that a code never opens another one.
"""

import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.organisations.keeping import locked
from sluis.portal.organisations.models import Enrolment
from sluis.portal.organisations.rights import ACTIVATE
from sluis.portal.tasks.giving import settle
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, no 1, I and L: what sounds or looks alike is not there twice."""

GROUPS, SIGNS = 4, 4
VALID = timedelta(days=7)
MOST_TRIES = 5
WAITING = "organisations-activation"
"""The kind of the task that asks for a code."""


def make_code(actor: Actor, *, enrolment: Enrolment) -> str:
    """Make the code of an enrolment; an earlier one is void. It is shown once and stands nowhere.

    Raises:
        Refused: OWN_ENROLMENT, or GONE_ALREADY when a card was shown already.
    """
    with changing(actor, ACTIVATE, on=enrolment) as change:
        found = locked(Enrolment, enrolment.pk)
        if found.state not in (Enrolment.State.ASKED, Enrolment.State.CODED):
            raise Refused(access.GONE_ALREADY)
        if found.asked_by == actor.name:
            raise Refused(codes.OWN_ENROLMENT)
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(SIGNS)) for _ in range(GROUPS))
        found.state, found.tries, found.code_digest = Enrolment.State.CODED, 0, digest(found, code)
        found.code_made_at, found.code_made_by = actor.at, actor.name
        found.code_until = actor.at + VALID
        found.save()
        settle(change, kind=WAITING, subject=found)
        change.record("enrolment.code-made", found)
    return code


def digest(enrolment: Enrolment, code: str) -> str:
    """What is kept of a code; spaces, hyphens and small letters make no difference."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac(f"sluis.organisations.activation:{enrolment.pk}", plain, algorithm="sha256").hexdigest()


def is_void(enrolment: Enrolment, actor: Actor) -> bool:
    """Whether no code of this enrolment is right any more."""
    until = enrolment.code_until
    coded = enrolment.state == Enrolment.State.CODED and enrolment.code_digest
    return not coded or until is None or until <= actor.at or enrolment.tries >= MOST_TRIES


def is_right(enrolment: Enrolment, code: str) -> bool:
    """Whether this is the code."""
    return constant_time_compare(enrolment.code_digest, digest(enrolment, code))


def turn_down(actor: Actor, *, enrolment: Enrolment) -> Enrolment:
    """The operator does not go along with it: the name is another's, or nobody at the organisation knows of it.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ACTIVATE, on=enrolment) as change:
        found = locked(Enrolment, enrolment.pk)
        if found.state not in (Enrolment.State.ASKED, Enrolment.State.CODED):
            raise Refused(access.GONE_ALREADY)
        found.state, found.closed_at, found.code_digest = Enrolment.State.REFUSED, actor.at, ""
        found.save()
        settle(change, kind=WAITING, subject=found)
        change.record("enrolment.refused", found)
    return found
