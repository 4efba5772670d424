"""Conditions, copies and consent."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.agreements.rights import WARRANT
from sluis.portal.subprocessors import asking
from sluis.portal.subprocessors.forms import ConditionForm, ConsentForm
from sluis.portal.subprocessors.models import Subcondition, Subcopy
from sluis.portal.subprocessors.rights import KEEP, OBJECT, SEE
from sluis.portal.subprocessors.views.base import LIST, NOTICES, ForNotice, address
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class Condition(ForNotice):
    """Attach a condition."""

    right = OBJECT
    title = gettext_lazy("Attach condition")
    form_class = ConditionForm
    message = gettext_lazy("The condition was recorded, and the processor has a task to impose it.")

    def follows(self) -> Sequence[Text]:
        """It waits for it."""
        return [
            _("It stands in the annex of your agreement."),
            _("As long as the processor has not imposed it, the subprocessor does not start for you."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return asking.set_condition(self.actor, notice=self.notice, text=form.cleaned_data["text"])


class AskCopy(ForNotice, ConfirmPage):
    """Ask for a copy of the agreement with it."""

    right = OBJECT
    title = gettext_lazy("Ask for a copy of the agreement")
    submit = gettext_lazy("Ask for a copy")
    dangerous = False
    message = gettext_lazy("You asked for a copy. You get a message when it can be downloaded.")

    def consequences(self) -> Sequence[Text]:
        """Who does something."""
        return [_("The processor has a task to release it for you; then it can be downloaded here.")]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return asking.ask_copy(self.actor, notice=self.notice)


class Consent(ForNotice):
    """Written consent to the place."""

    right = WARRANT
    title = gettext_lazy("Consent to subprocessor in this place")
    submit = gettext_lazy("Give consent")
    form_class = ConsentForm
    message = gettext_lazy("Your consent was recorded.")

    def follows(self) -> Sequence[Text]:
        """What it is."""
        one = self.notice.subprocessor
        facts = {"name": one.name, "country": one.get_country_display()}
        return [
            _("It is your explicit written consent that %(name)s processes data in %(country)s.") % facts,
            _("The processor stays fully liable for what this subprocessor does."),
            _("You can take it back at any time on the page of the agreement."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return asking.consent(self.actor, notice=self.notice, until=form.cleaned_data["until"])


class _OfRecord(OfActor, ConfirmPage):
    """A page about a condition or a request."""

    model: Any
    right = KEEP
    dangerous = False

    @cached_property
    def record(self) -> Any:
        """The one in the address."""
        return visible(self.request, self.model, KEEP, self.kwargs["pk"], "notice__subprocessor", "organisation")

    @property
    def subtitle(self) -> Text:
        """Of whom, for whom."""
        return f"{self.record.notice.subprocessor.name} · {self.record.organisation.name}"

    @property
    def success_url(self) -> str:
        """The notice."""
        return address("notice", self.record.notice)

    def crumbs(self) -> Sequence[Crumb]:
        """The register, the notices, the notice."""
        return (LIST, NOTICES, Crumb(self.record.notice.subprocessor.name, self.success_url))


class Meet(_OfRecord):
    """A condition was imposed."""

    model = Subcondition
    title = gettext_lazy("Condition imposed")
    submit = gettext_lazy("It was imposed")
    message = gettext_lazy("It was recorded that the condition was imposed.")

    def consequences(self) -> Sequence[Text]:
        """What it says."""
        return [self.record.text, _("You say that this subprocessor accepted it in writing.")]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return asking.meet_condition(self.actor, condition=self.record)


class Release(_OfRecord):
    """Give a copy."""

    model = Subcopy
    title = gettext_lazy("Release copy")
    submit = gettext_lazy("Release")
    message = gettext_lazy("The copy was released, and the controller was told.")

    def consequences(self) -> Sequence[Text]:
        """To whom."""
        return [
            _("%(controller)s can download the agreement as it is now; later versions only when it asks again.")
            % {"controller": self.record.organisation.name},
            _("What is a trade secret in it may be made unreadable first; record that version then."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return asking.release_copy(self.actor, copy=self.record)


class Download(View):
    """The copy, when it was released."""

    right = SEE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As a file."""
        copy = visible(request, Subcopy, SEE, kwargs["pk"])
        if copy.released_at is None:
            raise Http404
        return asking.take_copy(actor_of(request), copy=copy)
