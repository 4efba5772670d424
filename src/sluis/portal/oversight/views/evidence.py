"""Events for auditors: the list, one event, and a copy of the whole chain."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.evidence.chain import digest
from sluis.portal.access.pages import actor_of
from sluis.portal.ledger.models import Entry
from sluis.portal.ledger.reading import raw
from sluis.portal.ledger.verifying import verify_from
from sluis.portal.oversight import rights
from sluis.portal.oversight.exporting import take_along
from sluis.portal.oversight.filters import EventFilter
from sluis.portal.oversight.naming import Names, object_words
from sluis.portal.oversight.selecting import event_in, standing, visible_events
from sluis.portal.oversight.sentences import sentence
from sluis.portal.oversight.tables import OUTCOME_TONES, OUTCOME_WORDS, Events
from sluis.portal.oversight.verifying import AT_ONCE, ask
from sluis.portal.oversight.views.standing import latest
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

CRUMB = Crumb(_("Evidence"), "oversight:evidence")


class EventList(ListPage):
    """A list of events whose actors are named."""

    table_class = Events

    @cached_property
    def names(self) -> Names:
        """Who did what, for this reader."""
        return Names(actor_of(self.request))

    @cached_property
    def table(self) -> Any:
        """The table, which knows the names."""
        made = super().table
        made.names = self.names
        return made

    def context(self) -> dict[str, Any]:
        """The names on this page are learned at once."""
        found = super().context()
        records = [row.record for row in found["bound_rows"]]
        self.names.learn(record.actor for record in records)
        self.names.learn_organisations(record.organisation for record in records)
        return found

    def download(self, kind: str) -> HttpResponseBase:
        """All names are learned before the rows are written."""
        found = self.found().order_by()
        self.names.learn(found.values_list("actor", flat=True).distinct())
        self.names.learn_organisations(found.values_list("organisation", flat=True).distinct())
        return super().download(kind)


class Evidence(EventList):
    """All events that this person may see."""

    right = rights.SEE_EVIDENCE
    title = _("Evidence")
    subtitle = _("What happened, in a chain in which nothing can be changed without it showing.")
    template_name = "oversight/evidence.html"
    filter_class = EventFilter
    empty = _("Nothing has happened yet that concerns your organisation.")

    def rows(self) -> QuerySet[Entry]:
        """Those of one's own organisation; for the operator's auditors all."""
        return visible_events(actor_of(self.request))

    def actions(self) -> list[Action]:
        """Verify, draw a sample of what is shown, take everything along."""
        may = actor_of(self.request).may
        asked = self.request.GET.copy()
        for name in ("page", "size", "sort", "download"):
            asked.pop(name, None)
        sample = f"{reverse('oversight:sample-new')}?{asked.urlencode()}"
        return [
            Action(_("Export"), "oversight:export", "download", lambda _r: may(rights.EXPORT), Weight.QUIET),
            Action(_("Draw a sample"), sample, "list-search", lambda _r: may(rights.SAMPLE), Weight.SECONDARY),
            Action(_("Verify"), "oversight:verify", "shield-check", lambda _r: may(rights.VERIFY)),
        ]

    def context(self) -> dict[str, Any]:
        """With whether the chain was whole."""
        return super().context() | {"verified": latest(self.request)}


class EventPage(DetailPage):
    """One event: in words, and as it stands in the chain."""

    right = rights.SEE_EVIDENCE
    template_name = "oversight/event.html"

    @cached_property
    def entry(self) -> Entry:
        """The line with this number, if this person may see it."""
        found = visible_events(actor_of(self.request)).filter(n=self.kwargs["n"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:
        """What happened."""
        return sentence(self.entry.kind)

    @property
    def subtitle(self) -> Text:
        """Its number."""
        return gettext("Event %(n)d") % {"n": self.entry.n}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """How it ended."""
        outcome = self.entry.outcome
        return (Badge(OUTCOME_WORDS.get(outcome, outcome), OUTCOME_TONES.get(outcome, Tone.NEUTRAL)),)

    def actions(self) -> Sequence[Action]:
        """Verify the chain from this event on."""
        may = actor_of(self.request).may(rights.VERIFY)
        address = reverse("oversight:verify-from", args=[self.entry.n])
        label = _("Verify from here")
        return (Action(label, address, "shield-check", lambda _r: may, Weight.SECONDARY, post=True),)

    def context(self) -> dict[str, Any]:
        """Its parts in words, the line itself, its hash and its neighbours."""
        entry, names = self.entry, Names(actor_of(self.request))
        line = raw(entry.line)
        names.learn([entry.actor])
        names.learn_organisations([entry.organisation])
        beside = visible_events(actor_of(self.request)).filter(n__in=(entry.n - 1, entry.n + 1))
        event = event_in(entry)
        return {
            "entry": entry,
            "event": event,
            "who": names.who(entry.actor),
            "home": names.organisation(entry.organisation),
            "objects": [(object_words(name), value) for name, value in event.objects.items()] if event else [],
            "counts": [(name.replace("_", " "), count) for name, count in event.counts.items()] if event else [],
            "line": line.decode(errors="replace").rstrip("\n"),
            "hash": digest(line),
            "previous": _previous(line),
            "beside": dict.fromkeys(beside.values_list("n", flat=True), True),
            "before": entry.n - 1,
            "after": entry.n + 1,
        }


class VerifyFrom(View):
    """Verify from one event on: at once when little follows, else the whole chain by a job."""

    right: ClassVar = rights.VERIFY
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, n: int) -> HttpResponse:
        """Do it, and say what was found."""
        actor = actor_of(request)
        if not visible_events(actor).filter(n=n).exists():
            raise Http404
        if standing() - n > AT_ONCE:
            return HttpResponseRedirect(reverse("oversight:verification", args=[ask(actor).pk]))
        found = verify_from(n)
        facts = {"count": found.events, "n": found.last.n if found.last else n}
        if found.sound:
            messages.success(request, gettext("Whole from here: %(count)d events up to number %(n)d.") % facts)
        else:
            messages.error(request, gettext("The chain is not whole behind this event. Have all of it verified."))
        return HttpResponseRedirect(reverse("oversight:event", args=[n]))


class Export(DetailPage):
    """The whole chain as files."""

    right = rights.EXPORT
    template_name = "oversight/export.html"
    title = _("Take the evidence along")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Record it, and send them."""
        pieces = take_along(actor_of(request))
        name = f"sluis-evidence-{timezone.localdate():%Y-%m-%d}.zip"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(pieces, content_type="application/zip", headers=disposition)


def _previous(line: bytes) -> str:
    """The hash that a line holds of the one before it."""
    found = line.rpartition(b'"previous":"')[2]
    return found[:64].decode(errors="replace")
