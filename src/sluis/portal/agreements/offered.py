"""The steps that somebody can take now, and how each is built from what was filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.agreement import steps
from sluis.agreement.contract import Contract, Side
from sluis.agreement.grounds import GroundKind
from sluis.agreement.life import usable
from sluis.agreement.regime import TermType
from sluis.agreement.standing import Standing
from sluis.deadlines import Term, Unit
from sluis.portal.ui.navigation import Text

Filled = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that can be considered.

    Attributes:
        name: in addresses.
        fields: what has to be filled in for it, beside the reason.
        build: makes the step of what was filled in.
        shown: whether it is offered to a side now.
    """

    name: str
    label: Text
    hint: Text
    icon: str
    fields: tuple[str, ...]
    build: Callable[[Side, Filled], steps.Step]
    shown: Callable[[Contract, Standing, Side], bool]
    kind: type[steps.Step]


def _ground(filled: Filled) -> GroundKind | None:
    return GroundKind(filled["ground"]) if filled.get("ground") else None


def _on(filled: Filled) -> date | None:
    found: date | None = filled.get("on")
    return found


def _default(side: Side, filled: Filled) -> steps.Step:
    days = filled.get("days")
    term = Term(days, Unit.DAYS) if days else None
    return steps.SendDefault(side, filled.get("ref") or "-", term, at_once=bool(filled.get("at_once")))


def _any(_contract: Contract, _standing: Standing, _side: Side) -> bool:
    return True


def _objection(_contract: Contract, standing: Standing, side: Side) -> bool:
    return side is Side.CONTROLLER and standing.objection_until is not None


def _processor(_contract: Contract, _standing: Standing, side: Side) -> bool:
    return side is Side.PROCESSOR


def grounds(contract: Contract, side: Side) -> list[GroundKind]:
    """The grounds that a side has."""
    return [kind for kind in GroundKind if usable(contract, kind, side)]


ALL: tuple[Offered, ...] = (
    Offered(
        "suspend", _("Suspend"), _("for a time, can be undone"), "player-pause", ("ground", "months", "letter"),
        lambda side, filled: steps.Suspend(side, _ground(filled), filled.get("months") or 0), _any, steps.Suspend,
    ),
    Offered(
        "resume", _("Lift the suspension"), _("by the party that suspended"), "player-play", (),
        lambda side, _filled: steps.Resume(side), lambda _c, standing, side: standing.by is side, steps.Resume,
    ),
    Offered(
        "default", _("Send a notice of default"), _("a last term to repair a failure"), "mail",
        ("days", "at_once"), _default, _any, steps.SendDefault,
    ),
    Offered(
        "repair", _("Accept the repair"), _("of a notice of default that you sent"), "tool", ("ref",),
        lambda side, filled: steps.Repair(side, filled.get("ref") or ""),
        lambda _c, standing, side: any(one.by is side and not one.repaired for one in standing.notices), steps.Repair,
    ),
    Offered(
        "notice", _("Give notice"), _("with the term that was agreed"), "door-exit", (),
        lambda side, _filled: steps.GiveNotice(side),
        lambda contract, _s, _side: contract.regime.duration.notice is not None, steps.GiveNotice,
    ),
    Offered(
        "objection-notice", _("Give notice because of a subprocessor"), _("after an objection that was not resolved"),
        "hand-stop", (), lambda side, _filled: steps.GiveNotice(side, GroundKind.OBJECTION), _objection,
        steps.GiveNotice,
    ),
    Offered(
        "end", _("End at once"), _("on one of the agreed grounds"), "player-stop", ("ground", "months", "letter"),
        lambda side, filled: steps.EndNow(side, _ground(filled) or GroundKind.DISSOLVED, filled.get("months") or 0),
        _any, steps.EndNow,
    ),
    Offered(
        "stop", _("Stop the processing"), _("the agreement ends on a day that you choose"), "package-export", ("on",),
        lambda side, filled: steps.StopSupply(side, _on(filled)),
        lambda contract, _s, side: side is Side.CONTROLLER
        and contract.regime.duration.type is TermType.WHILE_PROCESSING, steps.StopSupply,
    ),
    Offered(
        "unreliable", _("State that reliability cannot be met"), _("the controller can then end at once"),
        "alert-triangle", (), lambda _side, _filled: steps.DeclareUnreliable(),
        lambda _c, standing, side: side is Side.PROCESSOR and not standing.unreliable, steps.DeclareUnreliable,
    ),
    Offered(
        "close", _("Close"), _("when nothing is left"), "lock", (), lambda _side, _filled: steps.Close(), _processor,
        steps.Close,
    ),
)  # fmt: skip
"""All of them, in the order in which they are offered."""


def offered(contract: Contract, standing: Standing, side: Side) -> list[Offered]:
    """Those that fit this moment and this side."""
    return [each for each in ALL if standing.state in each.kind.possible and each.shown(contract, standing, side)]


def find(name: str) -> Offered | None:
    """The one of this name."""
    return next((each for each in ALL if each.name == name), None)
