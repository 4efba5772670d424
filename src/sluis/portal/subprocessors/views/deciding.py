"""Announcing, withdrawing, starting and stopping; what follows is shown first."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluis.portal.subprocessors import announcing, starting
from sluis.portal.subprocessors.foreseeing import of_announcing
from sluis.portal.subprocessors.forms import StartForm
from sluis.portal.subprocessors.models import Subnotice
from sluis.portal.subprocessors.rights import KEEP, SEE
from sluis.portal.subprocessors.views.base import ForSubprocessor
from sluis.portal.subprocessors.wording import NOTICES, REGIMES
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused


class Announce(ForSubprocessor, ConfirmPage):
    """Tell every controller; who is told, and from when it can start, is shown first."""

    right = KEEP
    title = gettext_lazy("Announce subprocessor")
    submit = gettext_lazy("Announce")
    dangerous = False
    template_name = "subprocessors/announce.html"
    message = gettext_lazy("The subprocessor was announced, and the controllers were told.")

    @cached_property
    def outlook(self) -> list[announcing.Outlook]:
        """What it would bring under each agreement."""
        return announcing.foresee(self.subprocessor, self.actor.at)

    def consequences(self) -> Sequence[Text]:
        """In short."""
        return of_announcing(self.outlook)

    def context(self) -> dict[str, Any]:
        """Each controller, with its days."""
        return {"rows": [_outlook(one) for one in self.outlook]}

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return announcing.announce(self.actor, subprocessor=self.subprocessor)


def _outlook(one: announcing.Outlook) -> dict[str, Any]:
    label, tone = NOTICES[one.terms.state.value]
    regime = one.agreement.contract.regime.subprocessors.regime
    return {
        "controller": one.agreement.organisation.name,
        "number": one.agreement.number,
        "regime": REGIMES[regime.value],
        "start": one.terms.earliest_start,
        "until": one.terms.objection_until,
        "label": label,
        "tone": tone,
    }


class Withdraw(ForSubprocessor, ConfirmPage):
    """Take an announcement back."""

    right = KEEP
    title = gettext_lazy("Withdraw announcement")
    submit = gettext_lazy("Withdraw announcement")
    message = gettext_lazy("The announcement was withdrawn.")

    def consequences(self) -> Sequence[Text]:
        """For whom."""
        return [
            _("Controllers under whose agreements it did not start are told that it does not come."),
            _("Objections to it stand no longer, and give no right to suspend or to leave any more."),
            _("A new announcement runs its whole term again."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return announcing.withdraw(self.actor, subprocessor=self.subprocessor)


class Stop(ForSubprocessor, ConfirmPage):
    """It works nowhere any more."""

    right = KEEP
    title = gettext_lazy("Stop subprocessor")
    submit = gettext_lazy("Stop")
    message = gettext_lazy("The subprocessor stopped. Annexes that named it are made again.")

    def consequences(self) -> Sequence[Text]:
        """For whom."""
        return [
            _("It stops today under every agreement, and announcements that run are withdrawn."),
            _("It leaves the annexes; their controllers get the new ones without delay."),
            _("See to it that it returns or destroys the data, as your agreement with it says."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return starting.stop(self.actor, subprocessor=self.subprocessor)


class Start(ForSubprocessor):
    """Start where nothing stands in the way; where something does, it says what."""

    right = KEEP
    title = gettext_lazy("Start subprocessor")
    submit = gettext_lazy("Start today")
    form_class = StartForm
    template_name = "subprocessors/start.html"
    message = gettext_lazy("The subprocessor started.")

    @cached_property
    def notices(self) -> list[tuple[Subnotice, list[Refused]]]:
        """Where it did not start yet, and what stands in the way."""
        found: QuerySet[Subnotice] = Subnotice.objects.visible_to(self.actor, SEE)
        waiting = list(
            found.filter(Subnotice.living(), subprocessor=self.subprocessor, started_on=None)
            .select_related("agreement__current", "agreement__main", "organisation", "subprocessor")
            .order_by("organisation__name", "pk")
        )
        records = starting.Records.of(waiting, self.actor.at)
        return [(one, starting.obstacles(one, records)) for one in waiting]

    @property
    def free(self) -> list[Subnotice]:
        """Where it may start today."""
        return [one for one, obstacles in self.notices if not obstacles]

    def form_options(self) -> dict[str, Any]:
        """Where it may start."""
        return {"offered": [(str(one.pk), f"{one.organisation.name} ({one.agreement.number})") for one in self.free]}

    def initial(self) -> dict[str, Any]:
        """All of them."""
        return {"notices": [str(one.pk) for one in self.free]}

    def context(self) -> dict[str, Any]:
        """What follows, and what stands in the way elsewhere."""
        blocked = [(one, [worded(each)["sentence"] for each in why]) for one, why in self.notices if why]
        follows = [
            _("It may work with the data of these controllers from today."),
            _("They are told, and their annexes are made again."),
        ]
        return {"blocked": blocked, "free": self.free, "consequences": follows if self.free else []}

    def save(self, form: Any) -> object:
        """Call the service."""
        chosen = set(form.cleaned_data["notices"])
        notices = [one for one in self.free if str(one.pk) in chosen]
        return starting.start_all(self.actor, subprocessor=self.subprocessor, notices=notices)
