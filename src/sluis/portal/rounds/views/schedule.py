"""One schedule: its rounds in a year, and its forms."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import worded
from sluis.portal.access.rights import Right
from sluis.portal.agreements.models import Flow
from sluis.portal.rounds import life, scheduling
from sluis.portal.rounds.days import Days
from sluis.portal.rounds.forms import PlanForm, RoundForm, ScheduleForm, values
from sluis.portal.rounds.models import Round, Schedule
from sluis.portal.rounds.parties import flows_to_plan
from sluis.portal.rounds.rights import PLAN, SEE
from sluis.portal.rounds.views.base import LIST, SCHEDULES, Considered, OfCalendar, OfSchedule
from sluis.portal.rounds.years import chosen_year, years_around
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.portal.ui.refusing import reader_language

_COLUMNS = (_("Round"), _("Opens"), _("Test until"), _("Provisional until"), _("Final until"), _("State"))
_TERMS = (("test", _("Test delivery")), ("provisional", _("Provisional delivery")), ("final", _("Final delivery")))


class SchedulePage(OfSchedule, DetailPage):
    """The rounds of a year: by when, and what came."""

    template_name = "rounds/schedule.html"

    @property
    def title(self) -> Text:
        """The flow."""
        return gettext("Schedule of %(flow)s") % {"flow": self.schedule.flow.exchange}

    def crumbs(self) -> Sequence[Crumb]:
        """The schedules."""
        return (LIST, SCHEDULES)

    def badges(self) -> Sequence[Badge]:
        """Its rhythm, and that it was stopped."""
        stopped = (Badge(_("Stopped")),) if self.schedule.stopped_at else ()
        return (Badge(self.schedule.get_rhythm_display()), *stopped)

    def actions(self) -> Sequence[Action]:
        """What the recipient can do with it."""
        runs = self.schedule.stopped_at is None
        return [
            self._action(_("Change"), "replan", "pencil", runs, Weight.PRIMARY),
            self._action(_("Add a round"), "add", "plus", runs),
            self._action(_("Copy to all sources"), "copy", "copy", runs),
            self._action(_("Stop"), "stop", "player-stop", runs, Weight.QUIET),
        ]

    @cached_property
    def rounds(self) -> list[Round]:
        """All of them, by period."""
        found = Round.objects.visible_to(self.actor, SEE).filter(schedule=self.schedule)
        return list(found.order_by("starts_on", "pk"))

    def context(self) -> dict[str, Any]:
        """The rounds of the year, and the terms in words."""
        years = years_around({found.ends_on.year for found in self.rounds}, self.today)
        year = chosen_year(self.request, years, self.today)
        shown = [found for found in self.rounds if found.ends_on.year == year]
        return {
            "schedule": self.schedule,
            "pairs": self._pairs(),
            "rows": [(found, life.badge_of(found)) for found in shown],
            "heads": list(_COLUMNS),
            "year": year,
            "years": years,
        }

    def _pairs(self) -> list[tuple[Text, Any]]:
        found, language = self.schedule, reader_language()
        terms = [(label, worded(term, language)) for name, label in _TERMS if (term := found.term(name))]
        before = ", ".join(map(str, found.reminders))
        return [
            (_("First day of the first period"), found.starts_on),
            *([(_("Last day"), found.ends_on)] if found.ends_on else []),
            *((label, gettext("%(term)s after the period") % {"term": words}) for label, words in terms),
            (_("Reminders, days before"), before or "–"),
            (_("Sign-off is asked"), _("yes") if found.sign_off else _("no")),
            (_("Late deliveries are refused"), _("yes") if found.refuses_late else _("no")),
        ]

    def _action(self, label: Text, name: str, sign: str, shown: bool, weight: Weight = Weight.SECONDARY) -> Action:
        allowed = shown and self.actor.reaches(PLAN, self.schedule.recipient_id)
        return Action(label, reverse(f"rounds:{name}", args=[self.schedule.pk]), sign, lambda _request: allowed, weight)


class Plan(OfCalendar, FormPage):
    """Make a schedule for a flow that has none."""

    right: Right = PLAN  # type: ignore[misc] # as the base says it
    title = _("New schedule")
    submit = _("Make the schedule")
    form_class = PlanForm
    message = _("The schedule was made, with the rounds of the coming year.")

    def crumbs(self) -> Sequence[Crumb]:
        """The schedules."""
        return (LIST, SCHEDULES)

    @cached_property
    def flows(self) -> dict[str, tuple[Flow, Text]]:
        """Those that can be chosen, with who delivers to whom."""
        return {
            str(flow.pk): (flow, f"{flow.exchange}: {flow.organisation} → {recipient}")
            for flow, recipient in flows_to_plan(self.actor)
        }

    def form_options(self) -> dict[str, Any]:
        """The flows."""
        return {"flows": [(pk, str(words)) for pk, (_flow, words) in self.flows.items()]}

    def initial(self) -> dict[str, Any]:
        """What is usual; the flow may stand in the address."""
        return {"rhythm": "quarterly", "reminders": [14, 7, 1], "flow": self.request.GET.get("flow", "")}

    def save(self, form: Any) -> str:
        """Call the service."""
        said = dict(form.cleaned_data)
        flow, _words = self.flows[said.pop("flow")]
        made = scheduling.plan(self.actor, flow=flow, data=said)
        return reverse("rounds:schedule", args=[made.pk])


class Replan(OfSchedule, Considered):
    """Change it."""

    right = PLAN
    title = _("Change the schedule")
    form_class = ScheduleForm
    message = _("The schedule was changed.")

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return values(self.schedule)

    def follows(self) -> Sequence[Text]:
        """What changes and what does not."""
        return [
            gettext("Rounds that are only planned get the new days; those that the new rhythm does not have, go."),
            gettext("Rounds that are open or were, keep their days. Give more time on the page of a round."),
        ]

    def save(self, form: Any) -> Schedule:
        """Call the service."""
        return scheduling.replan(self.actor, schedule=self.schedule, data=form.cleaned_data)


class Add(OfSchedule, FormPage):
    """A round on days entered by hand."""

    right = PLAN
    title = _("Add a round")
    submit = _("Add the round")
    form_class = RoundForm
    message = _("The round was added.")

    @property
    def success_url(self) -> str:
        """The page of the schedule."""
        return self.address

    def save(self, form: Any) -> Round:
        """Call the service."""
        said = dict(form.cleaned_data)
        name = said.pop("name")
        return scheduling.add(self.actor, schedule=self.schedule, days=Days(**said), name=name)


class Copy(OfSchedule, Considered):
    """The same for all other sources."""

    right = PLAN
    title = _("Copy to all sources")
    submit = _("Copy to all sources")
    message = _("The schedule was copied.")

    @cached_property
    def waiting(self) -> list[Flow]:
        """Flows to this recipient without a schedule."""
        return [flow for flow, recipient in flows_to_plan(self.actor) if recipient.pk == self.schedule.recipient_id]

    def follows(self) -> Sequence[Text]:
        """For whom."""
        number = len(self.waiting)
        if not number:
            return [gettext("Every source that delivers to this recipient has a schedule already; nothing changes.")]
        words = ngettext(
            "%(count)d source without a schedule gets the same one:",
            "%(count)d sources without a schedule get the same one:",
            number,
        )
        names = ", ".join(f"{flow.organisation} ({flow.exchange})" for flow in self.waiting[:20])
        more = f" {names}{' …' if number > 20 else ''}"
        return [words % {"count": number} + more, gettext("Schedules that are there already stay as they are.")]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return scheduling.copy(self.actor, schedule=self.schedule)


class Stop(OfSchedule, Considered):
    """No further rounds."""

    right = PLAN
    title = _("Stop the schedule")
    submit = _("Stop")
    dangerous = True
    message = _("The schedule was stopped.")

    def follows(self) -> Sequence[Text]:
        """What is lost."""
        return [
            gettext("Rounds that are only planned are removed, and no further ones are made."),
            gettext(
                "Rounds that are open stay until they are complete or closed. A new schedule can be made afterwards."
            ),
        ]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return scheduling.stop(self.actor, schedule=self.schedule)
