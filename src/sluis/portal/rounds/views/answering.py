"""What the source does about a round, each with its consequences above the button."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.rounds import answering, extending
from sluis.portal.rounds.forms import ReasonForm, UntilForm
from sluis.portal.rounds.rights import ANSWER, SIGN_OFF
from sluis.portal.rounds.views.base import Considered, OfRound
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text


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
