"""What follows from a step, as sentences: only what changes, and what has to be done because of it."""

from collections.abc import Sequence

from django.utils.translation import gettext

from sluis.agreement.standing import State
from sluis.portal.agreements import picturing
from sluis.portal.agreements.maining import Following
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.stepping import Foreseen
from sluis.portal.ui.moments import day


def changes(agreement: Agreement, foreseen: Foreseen) -> list[str]:
    """Each effect that changes, from what to what; then the duties that it brings."""
    rows = picturing.rows(foreseen.differences, agreement.contract)
    lines = [
        gettext("%(what)s: %(before)s → %(after)s (%(clause)s).") % row
        if row["clause"]
        else gettext("%(what)s: %(before)s → %(after)s.") % row
        for row in rows
        if row["changes"]
    ]
    return lines + [picturing.duty(duty) + "." for duty in foreseen.duties]


def of_main_end(followings: Sequence[Following]) -> list[str]:
    """What the end of a service agreement does to those that are attached to it."""
    if not followings:
        return [gettext("No agreement is attached to it.")]
    return [line for each in followings for line in _of_one(each)]


def _of_one(following: Following) -> list[str]:
    agreement, foreseen = following.agreement, following.foreseen
    names = {"number": agreement.number, "programme": agreement.programme}
    if foreseen is None:
        return [gettext("%(number)s %(programme)s was not signed yet and is taken back.") % names]
    ends = foreseen.after.ends_on
    facts = names | {"day": day(ends) if ends else "–"}
    if foreseen.after.state is State.ENDED:
        line = gettext("%(number)s %(programme)s ends on %(day)s: nothing new is processed under it.") % facts
    else:
        line = gettext("%(number)s %(programme)s goes on until %(day)s, and then ends.") % facts
    return [line, *(f"{agreement.number} · {picturing.duty(duty)}." for duty in foreseen.duties)]
