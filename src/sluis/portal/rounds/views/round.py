"""One round, and what each side can do about it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import visible
from sluis.portal.access.rights import Right
from sluis.portal.rounds import answering, deciding, extending, life
from sluis.portal.rounds.forms import DecideForm, ReasonForm, UntilForm
from sluis.portal.rounds.models import COMPLETE, Extension, Round, State
from sluis.portal.rounds.rights import ANSWER, PLAN, SEE, SIGN_OFF
from sluis.portal.rounds.views.base import LIST, Considered, OfRound
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.moments import day
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


class Ask(OfRound, Considered):
    """The source asks for more time."""

    right = ANSWER
    title = _("Ask for more time")
    submit = _("Ask")
    form_class = UntilForm
    message = _("The recipient was asked for more time.")

    def follows(self) -> Sequence[Text]:
        """Who decides."""
        return [
            gettext("The recipient decides. Until then the last day stays %(day)s.")
            % {"day": day(self.round.final_until)},
            gettext("Another question can be asked when this one was answered."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        said = form.cleaned_data
        return extending.ask(self.actor, round=self.round, until=said["until"], reason=said["reason"])


class Nothing(OfRound, Considered):
    """The source has nothing."""

    right = ANSWER
    title = _("Nothing to deliver")
    submit = _("There is nothing to deliver")
    form_class = ReasonForm
    message = _("The recipient hears that there is nothing to deliver.")

    def follows(self) -> Sequence[Text]:
        """What that means."""
        return [
            gettext("The round counts as complete, and nobody is reminded of it any more."),
            gettext("Does it turn out otherwise, then a delivery before the last day takes the place of this."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return answering.declare_nothing(self.actor, round=self.round, reason=form.cleaned_data["reason"])


class SignOff(OfRound, Considered):
    """The source stands for it."""

    right = SIGN_OFF
    title = _("Sign off")
    submit = _("Sign off")
    message = _("The delivery was signed off.")

    def follows(self) -> Sequence[Text]:
        """What that means."""
        return [
            gettext("Your organisation stands for it that what was delivered is complete and right."),
            gettext("After that a second delivery is possible only when the recipient opens the round again."),
        ]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return answering.sign_off(self.actor, round=self.round)


class Again(OfRound, Considered):
    """The source wants to deliver again."""

    right = ANSWER
    title = _("Ask for a second delivery")
    submit = _("Ask")
    form_class = ReasonForm
    message = _("The recipient was asked for a second delivery.")

    def follows(self) -> Sequence[Text]:
        """Who decides."""
        return [
            gettext("The recipient decides whether the round is opened again, and until when."),
            gettext("Until then what was delivered stands."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return answering.ask_again(self.actor, round=self.round, reason=form.cleaned_data["reason"])


class Extend(OfRound, Considered):
    """The recipient gives more time."""

    right = PLAN
    title = _("Give more time")
    submit = _("Give more time")
    form_class = UntilForm
    message = _("There is more time now; the source was told.")

    def follows(self) -> Sequence[Text]:
        """What changes."""
        return [
            gettext("The last day moves from %(day)s to a later one; it cannot be moved back.")
            % {"day": day(self.round.final_until)},
            gettext("Reminders are sent again before the new day. A round that was late is so no more."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        said = form.cleaned_data
        return extending.extend(self.actor, round=self.round, until=said["until"], reason=said["reason"])


class Decide(Considered):
    """The recipient decides about what was asked."""

    right = PLAN
    title = _("Decide about more time")
    submit = _("Decide")
    form_class = DecideForm
    message = _("The source was told what you decided.")
    template_name = "rounds/decide.html"

    @cached_property
    def extension(self) -> Extension:
        """The question in the address."""
        found = visible(self.request, Extension, PLAN, self.kwargs["pk"], "round", "organisation", "recipient")
        self.require(found)
        return found

    @property
    def address(self) -> str:
        """Of the page of the round."""
        return reverse("rounds:round", args=[self.extension.round_id])

    @property
    def subtitle(self) -> Text:
        """From whom to whom."""
        return f"{self.extension.organisation} → {self.extension.recipient}"

    def crumbs(self) -> Sequence[Crumb]:
        """The calendar, and the round."""
        return (LIST, Crumb(self.extension.round.name, self.address))

    def initial(self) -> dict[str, date]:
        """The day that was asked."""
        return {"until": self.extension.until}

    def follows(self) -> Sequence[Text]:
        """What each choice means."""
        facts = {"day": day(self.extension.round.final_until)}
        return [
            gettext("More time: the last day moves from %(day)s to the day below; it cannot be moved back.") % facts,
            gettext("No more time: %(day)s stays the last day, and the source reads your answer.") % facts,
        ]

    def context(self) -> dict[str, Any]:
        """With the question."""
        return super().context() | {"extension": self.extension}

    def save(self, form: Any) -> object:
        """Call the service."""
        said = form.cleaned_data
        if said["decision"] == "grant":
            return extending.grant(self.actor, extension=self.extension, until=said["until"], answer=said["answer"])
        return extending.refuse(self.actor, extension=self.extension, answer=said["answer"])


class Reopen(OfRound, Considered):
    """The recipient lets a second delivery come."""

    right = PLAN
    title = _("Open again")
    submit = _("Open again")
    form_class = UntilForm
    message = _("The round is open again; the source was told.")

    def follows(self) -> Sequence[Text]:
        """What changes."""
        found = [
            gettext("The source is asked for a second delivery, which takes the place of the first."),
            gettext("When it has not come by then, the round is late."),
        ]
        if self.round.signed_off_at:
            found.append(gettext("What was signed off is so no more; the second delivery is signed off anew."))
        return found

    def save(self, form: Any) -> object:
        """Call the service."""
        said = form.cleaned_data
        return deciding.reopen(self.actor, round=self.round, until=said["until"], reason=said["reason"])


class Decline(OfRound, Considered):
    """The recipient wants no second delivery."""

    right = PLAN
    title = _("No second delivery")
    submit = _("Decline")
    form_class = ReasonForm
    message = _("The source was told what you decided.")

    def follows(self) -> Sequence[Text]:
        """What stays."""
        return [gettext("What was delivered stands. The source reads your answer.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return deciding.decline(self.actor, round=self.round, reason=form.cleaned_data["reason"])


class Close(OfRound, Considered):
    """The recipient expects nothing more."""

    right = PLAN
    title = _("Close the round")
    submit = _("Close")
    dangerous = True
    form_class = ReasonForm
    message = _("The round was closed; the source was told.")

    def follows(self) -> Sequence[Text]:
        """What is lost."""
        found = [gettext("Nothing more is expected, and production deliveries for this round are refused.")]
        if self.round.waits:
            found.append(gettext("What is missing stays missing: the round no longer counts for completeness."))
        found.append(gettext("Questions that are open are answered with it. You can open the round again."))
        return found

    def save(self, form: Any) -> Round:
        """Call the service."""
        return deciding.close(self.actor, round=self.round, reason=form.cleaned_data["reason"])
