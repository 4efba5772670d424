"""The annex as a file, and the amendment with it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from sluis.portal.access.acting import OfActor
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.agreements.models import Agreement
from sluis.portal.documents.giving_out import give_out
from sluis.portal.subprocessors import annexes, renewing
from sluis.portal.subprocessors.models import Subannex
from sluis.portal.subprocessors.rights import KEEP, SEE
from sluis.portal.subprocessors.views.base import LIST
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class Download(View):
    """One version of an annex."""

    right = SEE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As a file."""
        found = visible(request, Subannex, SEE, kwargs["pk"], "version")
        return give_out(actor_of(request), version=found.version)


class Amend(OfActor, ConfirmPage):
    """Propose the annex as an amendment; both parties sign it."""

    right = KEEP
    title = gettext_lazy("Propose the changed annex")
    submit = gettext_lazy("Propose amendment")
    dangerous = False
    message = gettext_lazy("The amendment was drafted with the annex of the register. Look at it, and offer it.")

    @cached_property
    def agreement(self) -> Agreement:
        """The one in the address."""
        return visible(self.request, Agreement, KEEP, self.kwargs["pk"], "current", "main", "organisation")

    @property
    def subtitle(self) -> Text:
        """Which."""
        return f"{self.agreement.number} · {self.agreement.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The register."""
        return (LIST,)

    @property
    def success_url(self) -> str:
        """The agreement, with its draft."""
        return reverse("agreements:agreement", args=[self.agreement.pk])

    def consequences(self) -> Sequence[Text]:
        """What changes."""
        rows = annexes.annex_for(self.agreement, self.actor.at)
        before = {(one.name, one.country): one for one in self.agreement.contract.subprocessors}
        after = {(one.name, one.country): one for one in rows}
        changes = (
            (_("Added: %(names)s"), after.keys() - before.keys()),
            (_("Left out: %(names)s"), before.keys() - after.keys()),
            (_("Changed: %(names)s"), {key for key in before.keys() & after.keys() if before[key] != after[key]}),
        )
        return [
            *(words % {"names": ", ".join(sorted(name for name, _country in keys))} for words, keys in changes if keys),
            _("A draft of the next version is made; nothing counts before both parties have signed it."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return renewing.offer_amendment(self.actor, agreement=self.agreement)
