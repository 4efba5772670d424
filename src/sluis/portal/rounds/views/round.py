"""One round: its course, its days, and the buttons for what each side can do about it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import Right
from sluis.portal.rounds import life
from sluis.portal.rounds.models import COMPLETE, Extension, State
from sluis.portal.rounds.rights import ANSWER, PLAN, SEE, SIGN_OFF
from sluis.portal.rounds.views.base import LIST, OfRound
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

_OVER = (*COMPLETE, State.CLOSED)
Decision = Extension.Decision
DECISION_TONES = {Decision.ASKED: Tone.WARNING, Decision.GRANTED: Tone.GOOD, Decision.REFUSED: Tone.NEUTRAL}


class RoundPage(OfRound, DetailPage):
    """All about a round."""

    template_name = "rounds/round.html"

    @property
    def title(self) -> Text:
        """Its name."""
        return gettext("Round %(name)s") % {"name": self.round.name}

    def crumbs(self) -> Sequence[Crumb]:
        """The calendar."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Its state, and that there is more time."""
        more = (Badge(_("extended"), Tone.INFO),) if self.round.is_extended else ()
        return (life.badge_of(self.round), *more)

    @cached_property
    def extensions(self) -> list[Extension]:
        """What was asked about its days."""
        return list(Extension.objects.visible_to(self.actor, SEE).filter(round=self.round))

    def actions(self) -> Sequence[Action]:
        """What this person can do about it now."""
        found = self.round
        over, waits = found.state in _OVER, found.waits
        asked = next((each for each in self.extensions if each.decision == Decision.ASKED), None)
        nothing = found.state in (State.OPEN, State.LATE) and not found.provisional_at
        signs = found.state == State.DELIVERED and found.schedule.sign_off
        second, plain = over and not found.asked_again_at, Weight.SECONDARY
        return [
            self._action(_("Sign off"), "sign-off", "signature", SIGN_OFF, signs),
            self._action(_("Decide about more time"), "decide", "clock", PLAN, bool(asked), pk=asked and asked.pk),
            self._action(_("Ask for more time"), "ask", "clock", ANSWER, waits and not asked, plain),
            self._action(_("Nothing to deliver"), "nothing", "ban", ANSWER, nothing, plain),
            self._action(_("Ask for a second delivery"), "again", "repeat", ANSWER, second, plain),
            self._action(_("Give more time"), "extend", "clock", PLAN, waits and not asked, plain),
            self._action(_("Open again"), "reopen", "lock-open", PLAN, over, plain),
            self._action(_("No second delivery"), "decline", "x", PLAN, bool(found.asked_again_at), plain),
            self._action(_("Close"), "close", "lock", PLAN, found.state != State.CLOSED, Weight.QUIET),
        ]

    def context(self) -> dict[str, Any]:
        """Its course, its days, and what was asked."""
        badges = {
            each: Badge(label, DECISION_TONES[each]) for each, label in zip(Decision, Decision.labels, strict=True)
        }
        return {
            "round": self.round,
            "life": life.of_round(self.round, self.today),
            "leaves": life.leaves(self.round, self.today),
            "extensions": [(each, badges[Decision(each.decision)]) for each in self.extensions],
        }

    def _action(
        self, label: Text, name: str, sign: str, right: Right, shown: bool, weight: Weight = Weight.PRIMARY,
        pk: Any = None,
    ) -> Action:  # fmt: skip
        owner = self.round.recipient_id if right is PLAN else self.round.organisation_id
        allowed = shown and self.actor.reaches(right, owner)
        return Action(
            label, reverse(f"rounds:{name}", args=[pk or self.round.pk]), sign, lambda _request: allowed, weight
        )
