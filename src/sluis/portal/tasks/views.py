"""Everybody's first page, and the pages of one task."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.deadlines import Deadline, Term, end_of_day
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import WORKING
from sluis.portal.tasks import doing, rights
from sluis.portal.tasks.filters import AllFilter, MineFilter
from sluis.portal.tasks.forms import Assignee, Made, Note
from sluis.portal.tasks.links import place, state
from sluis.portal.tasks.models import Task
from sluis.portal.tasks.selectors import figures, is_own, titled
from sluis.portal.tasks.tables import All, Mine, by_deadline, who
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

HOME = Crumb(_("My tasks"), "tasks:home")
WARNINGS = (Term.read("2 office days"),)
"""Before the last day of a task that was made by hand."""


class _Tasks(ListPage):
    right = WORKING
    search_fields = ("title",)

    def found(self) -> QuerySet[Task]:
        """Titles are searched as the reader sees them."""
        if not self.valid:
            return self.rows().none()
        found = self.filter.qs if self.filter else self.rows()
        for word in self.search.cleaned_data["q"].split():
            found = found.filter(titled(word))
        return found


class Home(_Tasks):
    """What I have to do."""

    template_name = "tasks/home.html"
    title = _("My tasks")
    table_class = Mine
    filter_class = MineFilter
    empty = _("You have nothing to do. New tasks appear here by themselves, with their deadline.")
    action = Action(_("New task"), "tasks:new", icon="plus")

    def rows(self) -> QuerySet[Task]:
        """My open ones, the most urgent first."""
        actor = actor_of(self.request)
        found: QuerySet[Task] = Task.objects.visible_to(actor, rights.SEE).filter(is_own(actor), state=Task.State.OPEN)
        return found.select_related("person").order_by(by_deadline())

    def actions(self) -> list[Action]:
        """The calendar and all tasks too."""
        quiet = {"weight": Weight.QUIET}
        return [
            Action(_("All tasks"), "tasks:list", icon="list", **quiet),  # type: ignore[arg-type]
            Action(_("In my calendar"), "tasks:calendar", icon="calendar", **quiet),  # type: ignore[arg-type]
            *super().actions(),
        ]

    def context(self) -> dict[str, Any]:
        """With the figures above the table."""
        return super().context() | {"figures": figures(actor_of(self.request))}


class Everything(_Tasks):
    """Tasks of everybody whose tasks this person may see, also those that were done."""

    title = _("All tasks")
    table_class = All
    filter_class = AllFilter
    empty = _("There are no tasks that you may see.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the first page."""
        return (HOME,)

    def rows(self) -> QuerySet[Task]:
        """My own, and the others' with the right to see them."""
        found: QuerySet[Task] = Task.objects.visible_to(actor_of(self.request), rights.SEE)
        return found.select_related("person", "organisation").order_by(by_deadline())


class _AboutTask:
    """What the pages about one task have in common."""

    right = WORKING
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def task(self) -> Task:
        """The task of the address."""
        return visible(self.request, Task, rights.SEE, self.kwargs["pk"], "organisation", "person")

    @property
    def task_url(self) -> str:
        """Its own page."""
        return reverse("tasks:task", args=[self.task.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the first page and, for what is done with it, below its own."""
        return (HOME, *(() if isinstance(self, DetailPage) else (Crumb(str(self.task), self.task_url),)))


class TaskPage(_AboutTask, DetailPage):
    """One task."""

    template_name = "tasks/task.html"

    @property
    def title(self) -> Text:
        """In the reader's language."""
        return str(self.task)

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return (state(self.task, actor_of(self.request).at),)

    def actions(self) -> Sequence[Action]:
        """What may be done with it."""
        return () if self.task.state != Task.State.OPEN or not self.may_act else self._acts()

    @cached_property
    def may_act(self) -> bool:
        """Whether it is this person's own, or to organise."""
        actor, task = actor_of(self.request), self.task
        own = Task.objects.visible_to(actor, rights.SEE).filter(is_own(actor), pk=task.pk).exists()
        return own or actor.reaches(rights.ORGANISE, task.organisation_id)

    def _acts(self) -> list[Action]:
        def url(verb: str) -> str:
            return reverse(f"tasks:{verb}", args=[self.task.pk])

        there = place(self.task)
        weight = Weight.SECONDARY
        return [
            *([Action(_("Go and do it"), there, icon="arrow-right")] if there else []),
            *(
                []
                if self.task.person
                else [Action(_("Take it"), url("take"), icon="hand-stop", weight=weight, post=True)]
            ),
            Action(_("Done"), url("finish"), icon="check", weight=weight if there else Weight.PRIMARY),
        ]

    def context(self) -> dict[str, Any]:
        """What is known."""
        return {"task": self.task, "who": who(self.task), "open": self.task.state == Task.State.OPEN and self.may_act}


class Take(_AboutTask, View):
    """From a role to oneself."""

    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, and go back to its page."""
        doing.take(actor_of(request), task=self.task)
        return HttpResponseRedirect(self.task_url)


class Finish(_AboutTask, FormPage):
    """It is done."""

    title = _("This task is done")
    form_class = Note
    submit = _("Done")
    message = _("The task is done.")
    success_url = "tasks:home"

    def save(self, form: Note) -> object:
        """Do it."""
        return doing.finish(actor_of(self.request), task=self.task, note=form.cleaned_data["note"])


class Drop(_AboutTask, FormPage):
    """It need not be done."""

    title = _("This task need not be done")
    form_class = Note
    submit = _("Drop the task")
    dangerous = True
    message = _("The task was dropped.")
    success_url = "tasks:home"

    def save(self, form: Note) -> object:
        """Do it."""
        return doing.drop(actor_of(self.request), task=self.task, note=form.cleaned_data["note"])


class Reassign(_AboutTask, FormPage):
    """Somebody else does it."""

    title = _("Give this task to somebody else")
    form_class = Assignee
    submit = _("Give")
    message = _("The task has gone to somebody else.")
    success_url = "tasks:home"

    def form_options(self) -> dict[str, Any]:
        """Who can do it."""
        return {"organisation": self.task.organisation, "at": actor_of(self.request).at}

    def save(self, form: Assignee) -> object:
        """Do it."""
        person = form.cleaned_data["person"]
        return doing.reassign(actor_of(self.request), task=self.task, person=person, role=form.chosen_role)


class New(FormPage):
    """A task by hand."""

    right = WORKING
    title = _("New task")
    form_class = Made
    message = _("The task was made.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the first page."""
        return (HOME,)

    def form_options(self) -> dict[str, Any]:
        """Who can do it."""
        actor = actor_of(self.request)
        return {"organisation": actor.organisation, "at": actor.at}

    def save(self, form: Made) -> object:
        """Do it."""
        return self.make(form)

    def make(self, form: Made, after: Task | None = None) -> str:
        """Make it, and go to its page when it is for oneself."""
        said, due_on = form.cleaned_data, form.cleaned_data["due_on"]
        task = doing.make(
            actor_of(self.request), title=said["title"], person=said["person"], role=form.chosen_role,
            due=Deadline.ending(end_of_day(due_on), WARNINGS) if due_on else None, after=after, note=said["note"],
        )  # fmt: skip
        seen = Task.objects.visible_to(actor_of(self.request), rights.SEE).filter(Q(pk=task.pk)).exists()
        return reverse("tasks:task", args=[task.pk]) if seen else reverse("tasks:home")


class FollowUp(_AboutTask, New):
    """A task that follows from this one."""

    title = _("Follow-up task")

    def form_options(self) -> dict[str, Any]:
        """Who can do it: people of the same organisation."""
        return {"organisation": self.task.organisation, "at": actor_of(self.request).at}

    def save(self, form: Made) -> object:
        """Do it."""
        return self.make(form, after=self.task)
