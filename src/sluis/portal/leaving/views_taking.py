"""Asking to take data along, and fetching them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.holdings.counting import count
from sluis.portal.leaving import rights
from sluis.portal.leaving.forms import TakeForm
from sluis.portal.leaving.models import Handover
from sluis.portal.leaving.tables import in_words
from sluis.portal.leaving.taking import ask, fetch
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.downloads import file_name
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

CRUMB = Crumb(_("Handovers"), "leaving:handovers")


class Take(FormPage):
    """Say what is taken along."""

    right = rights.TAKE
    template_name = "leaving/ask.html"
    form_class = TakeForm
    submit: ClassVar[Text] = _("Make the file ready")

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation of the address."""
        return visible(self.request, Organisation, self.right, self.kwargs["pk"])

    @property
    def title(self) -> Text:
        """For whom."""
        return gettext("Take along the data of %(name)s") % {"name": self.organisation.name}

    @property
    def subtitle(self) -> Text:
        """What one gets."""
        return _("One zip with the records, the files, a dictionary, and a list of digests; at once, at any time.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def form_options(self) -> dict[str, Any]:
        """The kinds."""
        return {"counted": [one for one in count(self.organisation, actor_of(self.request).at) if one.count]}

    def save(self, form: TakeForm) -> Handover:
        """Ask for it."""
        said = form.cleaned_data
        return ask(
            actor_of(self.request), organisation=self.organisation, choice=said["choice"], forms=said["forms"],
            reason=said["reason"], cost=said["cost"], borne_by=said["borne_by"],
        )  # fmt: skip


class _OfHandover:
    """What the pages about one handover have in common."""

    right = rights.SEE
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def found(self) -> Handover:
        """The handover of the address."""
        return visible(self.request, Handover, self.right, self.kwargs["pk"], "organisation")


class HandoverPage(_OfHandover, DetailPage):
    """What was asked for, and the file."""

    template_name = "leaving/handover.html"

    @property
    def title(self) -> Text:
        """Of whom."""
        return gettext("Handover to %(name)s") % {"name": self.found.organisation.name}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """Whether it was fetched."""
        return (Badge(_("Fetched"), Tone.GOOD) if self.found.fetched_at else Badge(_("Ready"), Tone.INFO),)

    def actions(self) -> Sequence[Action]:
        """Fetch the file."""
        may = actor_of(self.request).reaches(rights.TAKE, self.found.organisation_id)
        address = reverse("leaving:fetch", args=[self.found.pk])
        return (Action(_("Fetch the file"), address, "download", lambda _r: may, post=True, download=True),)

    def context(self) -> dict[str, Any]:
        """What is shown."""
        found = self.found
        steps = (
            Step(_("Asked"), State.DONE, found.asked_at),
            Step(_("Fetched"), State.DONE if found.fetched_at else State.NOW, found.fetched_at),
        )
        return {"handover": found, "choice": in_words(found.choice), "life": Life(steps)}


class Fetch(_OfHandover, View):
    """The zip, written while it is sent."""

    right = rights.TAKE
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, **_kwargs: Any) -> StreamingHttpResponse:
        """From one moment of the database."""
        pieces = fetch(actor_of(request), handover=self.found)
        name = file_name(self.found.organisation.name, timezone.localdate(), "zip")
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
