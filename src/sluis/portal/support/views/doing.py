"""The buttons of a request: what can be done as it stands, by whom. The services decide; this only shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.support import rights
from sluis.portal.support.models import HelpOffer, HelpRequest, State, Way
from sluis.portal.ui.actions import Action, Weight
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Stand:
    """A request as it stands for somebody.

    Attributes:
        offer: the last one, if there is one.
    """

    found: HelpRequest
    offer: HelpOffer | None
    actor: Actor

    def at(self, *states: State) -> bool:
        """Whether it is in one of these states."""
        return self.found.state in states

    @property
    def handles(self) -> bool:
        """Whether it is theirs to handle."""
        return self.actor.person is not None and self.found.handler_id == self.actor.person.pk

    @property
    def kept_going(self) -> bool:
        """Whether somebody has to do something about it still."""
        return self.found.is_open or self.found.holds_data

    @property
    def waits_for_offer(self) -> bool:
        """Whether an offer can be made, by this person."""
        again = self.at(State.WITHDRAWN) and not self.found.holds_data
        return (again or self.at(State.ASKED, State.DECLINED)) and (self.handles or self.found.handler_id is None)

    @property
    def consented(self) -> bool:
        """Whether a consent can be withdrawn."""
        return self.offer is not None and self.offer.state == HelpOffer.State.CONSENTED

    def covers(self, *ways: Way) -> bool:
        """Whether a consent covers these ways today."""
        if self.offer is None or not self.consented or self.offer.way not in ways:
            return False
        return (self.offer.until_on or date.min) >= day_of(self.actor.at)


@dataclass(frozen=True, slots=True)
class Doing:
    """One button, and when it is shown to whoever has its right."""

    name: str
    label: Text
    icon: str
    right: Right
    can: Callable[[Stand], bool]
    weight: Weight = Weight.PRIMARY
    post: bool = False


_TOGETHER = (Way.REPORT, Way.SCREEN)
_BEFORE = (State.ASKED, State.OFFERED, State.DECLINED)
DOINGS = (
    Doing("consent", _("Answer the offer"), "check", rights.CONSENT, lambda now: now.at(State.OFFERED)),
    Doing("hand-over", _("Hand over the selection"), "upload", rights.HAND_OVER,
          lambda now: now.at(State.CONSENTED) and now.covers(Way.SELECTION)),
    Doing("withdraw", _("Withdraw consent"), "hand-stop", rights.CONSENT, lambda now: now.consented, Weight.DANGER),
    Doing("offer", _("Make an offer"), "send", rights.HELP, lambda now: now.waits_for_offer),
    Doing("look", _("Look at the selection"), "eye", rights.LOOK,
          lambda now: now.handles and now.found.holds_data and now.covers(Way.SELECTION)),
    Doing("session", _("Looked together"), "device-desktop", rights.LOOK,
          lambda now: now.handles and now.at(State.CONSENTED) and now.covers(*_TOGETHER)),
    Doing("take", _("Handle it myself"), "user-check", rights.HELP,
          lambda now: now.kept_going and not now.handles, Weight.SECONDARY, post=True),
    Doing("assign", _("Assign"), "users", rights.HELP, lambda now: now.kept_going, Weight.SECONDARY),
    Doing("retract", _("Take the offer back"), "x", rights.HELP,
          lambda now: now.handles and now.at(State.OFFERED), Weight.SECONDARY),
    Doing("close", _("Close"), "check", rights.HELP, lambda now: now.found.is_open, Weight.SECONDARY),
    Doing("cancel", _("Help is not needed any more"), "x", rights.ASK,
          lambda now: now.at(*_BEFORE) and not now.actor.is_operator, Weight.SECONDARY),
    Doing("delete", _("Delete what was handed over"), "trash", rights.DELETE,
          lambda now: now.found.holds_data and now.at(State.WITHDRAWN, State.CLOSED), Weight.DANGER),
)  # fmt: skip


def doable(now: Stand) -> Sequence[Action]:
    """The buttons."""
    found = now.found
    return [
        Action(
            each.label, reverse(f"support:{each.name}", args=[found.pk]), each.icon, weight=each.weight, post=each.post
        )
        for each in DOINGS
        if each.can(now) and now.actor.reaches(each.right, found.organisation_id)
    ]
