"""The operator's pages about jobs."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.jobs import rights
from sluis.portal.jobs.hastening import hasten
from sluis.portal.jobs.models import Job
from sluis.portal.jobs.tables import TONES, Jobs, label
from sluis.portal.jobs.timetable import planned
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

CRUMB = Crumb(_("Jobs"), "jobs:list")


class Timetable(ListPage):
    """All jobs."""

    right = rights.SEE
    title = _("Jobs")
    subtitle = _("What Sluis does by itself, and how it went the last time.")
    table_class = Jobs
    search_fields = ("name",)
    empty = _("No job ran yet. The first round fills this list within a minute after the start.")

    def rows(self) -> QuerySet[Job]:
        """Those that apps plan now."""
        return Job.objects.filter(name__in=planned())


class JobPage(DetailPage):
    """One job."""

    right = rights.SEE
    template_name = "jobs/job.html"

    @cached_property
    def found(self) -> Job:
        """The job of the address."""
        found = Job.objects.filter(name__in=planned(), name=self.kwargs["name"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:
        """What it does."""
        return label(self.found.name)

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """How it went."""
        outcome = Job.Outcome(self.found.outcome)
        return (Badge(outcome.label, TONES.get(outcome, Tone.NEUTRAL)),)

    def actions(self) -> Sequence[Action]:
        """Run it."""
        address = reverse("jobs:run", args=[self.found.name])
        may = actor_of(self.request).may(rights.RUN)
        return (Action(_("Run now"), address, icon="player-play", post=True, shown=lambda _request: may),)

    def context(self) -> dict[str, Any]:
        """What is known."""
        return {"job": self.found, "every": every(planned()[self.found.name].interval.total_seconds())}


class RunJob(View):
    """Make a job due."""

    right: ClassVar = rights.RUN
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Do it, and go back to its page."""
        hasten(actor_of(request), name=name)
        messages.success(request, gettext("The job runs with the next round, within a minute."))
        return HttpResponseRedirect(reverse("jobs:job", args=[name]))


def every(seconds: float) -> str:
    """An interval in words."""
    minutes = round(seconds / 60)
    if minutes % 1440 == 0:
        return ngettext("every day", "every %(count)d days", minutes // 1440) % {"count": minutes // 1440}
    if minutes % 60 == 0:
        return ngettext("every hour", "every %(count)d hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("every minute", "every %(count)d minutes", minutes) % {"count": minutes}
