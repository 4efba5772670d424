"""What the recipient decides about a round, each with its consequences above the button."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import visible
from sluis.portal.rounds import deciding, extending
from sluis.portal.rounds.forms import DecideForm, ReasonForm, UntilForm
from sluis.portal.rounds.models import Extension, Round
from sluis.portal.rounds.rights import PLAN
from sluis.portal.rounds.views.base import LIST, Considered, OfRound
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text


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
