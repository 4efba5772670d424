"""An agreement's life as a line, and its effects, before and after a step, in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract, Side
from sluis.agreement.effects import Access, Difference, Duty, Fee
from sluis.agreement.life import last_day
from sluis.agreement.numbering import article
from sluis.agreement.processings import Verb
from sluis.agreement.regime import RequestMode
from sluis.agreement.standing import Standing, State
from sluis.deadlines import Term, worded
from sluis.portal.agreements.models import Agreement, Happening
from sluis.portal.agreements.wording import ACCESSES, DUTIES, FEES, SIDES, VERBS, Happened
from sluis.portal.ui.life import Life, Step
from sluis.portal.ui.life import State as Mark
from sluis.portal.ui.moments import day, moment
from sluis.portal.ui.navigation import Text

EFFECTS: Mapping[str, Text] = {
    "deliveries": _("New deliveries"),
    "results": _("What is available already"),
    "web_service": _("Web service"),
    "verbs": _("Processing"),
    "fee": _("Fee"),
    "access": _("Access of the controller’s people"),
    "returning": _("Asking data back"),
    "secrecy": _("Secrecy and liability"),
    "breach_notice": _("Duty to tell of a breach"),
    "requests": _("Requests of data subjects"),
    "ends_on": _("Last day"),
}

_SWITCHES: Mapping[str, tuple[Text, Text]] = {
    "deliveries": (_("allowed"), _("refused")),
    "results": (_("can be fetched"), _("cannot be fetched")),
    "web_service": (_("on"), _("off")),
    "returning": (_("possible"), _("not possible")),
    "secrecy": (_("hold"), _("do not hold")),
}
_MODES = {
    RequestMode.FORWARD: _("passed on"),
    RequestMode.ASSIST: _("the processor helps"),
    RequestMode.HANDLE: _("handled by the processor"),
}
_ON_THE_WAY = (State.DRAFT, State.OFFERED, State.SIGNED, State.IN_FORCE, State.ENDED, State.CLOSED)
_REACHED = {
    State.DRAFT: Happened.DRAFTED,
    State.OFFERED: Happened.OFFERED,
    State.SIGNED: Happened.SIGNED,
    State.IN_FORCE: Happened.IN_FORCE,
    State.ENDED: Happened.ENDED,
    State.CLOSED: Happened.CLOSED,
}
_LABELS = {
    State.DRAFT: _("Draft"),
    State.OFFERED: _("Offered"),
    State.SIGNED: _("Signed"),
    State.IN_FORCE: _("In effect"),
    State.ENDED: _("Ended"),
    State.CLOSED: _("Closed"),
}
_SUSPENDERS = {Side.CONTROLLER: _("by the controller"), Side.PROCESSOR: _("by the processor")}
_NOTES = {
    State.DRAFT: _("annexes complete"),
    State.OFFERED: _("not a letter changes"),
    State.SIGNED: _("by both parties"),
    State.ENDED: _("duties go on"),
    State.CLOSED: _("nothing left, with proof"),
}


def life(agreement: Agreement, standing: Standing, happenings: list[Happening]) -> Life:
    """The line from draft to closed."""
    reached: dict[str, datetime] = {each.kind: each.at for each in happenings}
    at = _position(standing.state)
    steps = [
        Step(
            label=_LABELS[state]
            if state is not State.IN_FORCE or standing.state is not State.SUSPENDED
            else _("Suspended"),
            state=Mark.DONE if index < at else Mark.NOW if index == at else Mark.NEXT,
            when=_when(agreement, standing, state, reached, done=index <= at),
            note=_note(agreement, standing, state),
            icon="activity" if index == at and state is State.IN_FORCE else "",
        )
        for index, state in enumerate(_ON_THE_WAY)
    ]
    if standing.state in (State.SUPERSEDED, State.WITHDRAWN):
        steps[at:] = [Step(_("Superseded") if standing.state is State.SUPERSEDED else _("Withdrawn"), Mark.FAILED)]
    return Life(steps)


def _position(state: State) -> int:
    other = {State.SUSPENDED: State.IN_FORCE, State.SUPERSEDED: State.ENDED, State.WITHDRAWN: State.SIGNED}
    return _ON_THE_WAY.index(other.get(state, state))


def _when(
    agreement: Agreement, standing: Standing, state: State, reached: Mapping[str, datetime], *, done: bool
) -> datetime | date | Text | None:
    if done:
        return standing.starts_on if state is State.IN_FORCE else reached.get(_REACHED[state].value)
    if state is State.IN_FORCE and standing.starts_on:
        return standing.starts_on
    if state is State.ENDED:
        return last_day(agreement.contract, standing) or _("after notice")
    return _("after the last backup") if state is State.CLOSED else None


def _note(agreement: Agreement, standing: Standing, state: State) -> Text:
    if state is State.IN_FORCE:
        if standing.state is State.SUSPENDED and standing.by:
            return _SUSPENDERS[standing.by]
        return "" if last_day(agreement.contract, standing) else _("without last day")
    if state is State.DRAFT and standing.state is State.DRAFT:
        return _("being completed")
    return _NOTES.get(state, "")


def rows(differences: tuple[Difference, ...], contract: Contract) -> list[dict[str, Any]]:
    """The consequences of a step, a row per effect; those that change come first."""
    found = [
        {
            "what": EFFECTS[each.effect],
            "before": _effect(each.effect, each.before),
            "after": _effect(each.effect, each.after),
            "changes": each.changes,
            "clause": article(contract, each.clause),
            "anchor": f"clause-{each.clause.value}",
        }
        for each in differences
    ]
    return sorted(found, key=lambda row: not row["changes"])


def duty(one: Duty) -> str:
    """A duty in words, with whose it is and by when."""
    words = f"{SIDES[one.side]}: {DUTIES[one.kind]}"
    return (
        gettext("%(duty)s, at the latest %(when)s") % {"duty": words, "when": moment(one.due_at)}
        if one.due_at
        else words
    )


def _effect(name: str, value: object) -> str:
    if isinstance(value, bool):
        yes, no = _SWITCHES[name]
        return str(yes if value else no)
    if value is None and name == "ends_on":
        return gettext("without last day")
    for kind, said in _SAID.items():
        if isinstance(value, kind):
            return str(said(value))
    return "–"


def _verbs(verbs: frozenset[Verb]) -> str:
    return ", ".join(str(VERBS[verb]) for verb in sorted(verbs)) or gettext("nothing")


_SAID: Mapping[Any, Callable[[Any], Text]] = {
    Fee: FEES.__getitem__,
    Access: ACCESSES.__getitem__,
    RequestMode: _MODES.__getitem__,
    Term: lambda term: worded(term, get_language() or "nl"),
    date: day,
    frozenset: _verbs,
}
