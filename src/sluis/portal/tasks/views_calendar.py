"""One's calendar feed: the page about it, and the feed itself."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import ANYBODY, WORKING
from sluis.portal.tasks import feeding
from sluis.portal.tasks.calendar import Appointment, write
from sluis.portal.tasks.limiting import allowed
from sluis.portal.tasks.models import Feed, Task
from sluis.portal.tasks.selectors import mine
from sluis.portal.tasks.titles import plain_title
from sluis.portal.tasks.views import HOME
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage

MOST = 500
"""Deadlines in one feed."""


class CalendarPage(DetailPage):
    """Whether there is a feed; making one shows its address, once."""

    right = WORKING
    template_name = "tasks/calendar.html"
    title = _("In my calendar")
    subtitle = _("Your deadlines in the calendar program that you use every day.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the first page."""
        return (HOME,)

    def context(self) -> dict[str, Any]:
        """The feed, if there is one; never its address, which nobody knows any more."""
        feeds = Feed.objects.visible_to(actor_of(self.request), WORKING)
        return {"feed": feeds.filter(person=actor_of(self.request).person, revoked_at=None).first()}

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Make a new one, and show its address in this answer alone."""
        secret = feeding.begin(actor_of(self.request))
        answer = self.show(address=f"{settings.INSTALLATION.address}{reverse('tasks:feed', args=[secret])}")
        answer["Cache-Control"] = "no-store"
        return answer


class Withdraw(ConfirmPage):
    """The address no longer works."""

    right = WORKING
    title = _("Withdraw the calendar feed")
    submit = _("Withdraw")
    message = _("The calendar feed was withdrawn.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the page about it."""
        return (HOME, Crumb(_("In my calendar"), "tasks:calendar"))

    def consequences(self) -> Sequence[Text]:
        """What happens."""
        return (_("Calendar programs that use the address find nothing there any more; remove it there as well."),)

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Do it."""
        feeding.withdraw(actor_of(self.request))
        return reverse("tasks:calendar")


class FeedView(View):
    """The feed, for calendar programs; whoever knows its address reads the titles of tasks, and nothing more."""

    right = ANYBODY

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """The calendar; the same answer for an address that never was and one that was withdrawn."""
        at = timezone.now()
        caller = feeding.digest(request.META.get("REMOTE_ADDR", ""))[:16]
        if not allowed(f"feeds:{caller}", at, most=120, seconds=60):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        actor = feeding.reader(secret, at)
        if actor is None or actor.person is None:
            raise Http404
        if not allowed(f"feed:{feeding.digest(secret)[:32]}", at, most=60, seconds=3600):
            return HttpResponse(status=429, headers={"Retry-After": "3600"})
        with translation.override(actor.person.language):
            tasks = mine(actor).exclude(due_at=None).order_by("due_at", "pk")[:MOST]
            body = write(gettext("Tasks in Sluis"), map(_appointment, tasks))
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="sluis.ics"'}
        return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _appointment(task: Task) -> Appointment:
    assert task.due_at is not None and task.deadline is not None
    installation = settings.INSTALLATION
    url = f"{installation.address}{reverse('tasks:task', args=[task.pk])}"
    uid = f"{task.pk}@{installation.hosts[0]}"
    return Appointment(uid, task.due_at, plain_title(task), url, task.given_at, task.deadline.warns_at)
