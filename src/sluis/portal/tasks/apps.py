"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """Tasks with deadlines."""

    name = "sluis.portal.tasks"
    label = "tasks"

    def ready(self) -> None:
        """The menu, what is held, and the jobs."""
        from sluis.portal.holdings.register import hold
        from sluis.portal.jobs.timetable import every
        from sluis.portal.tasks.models import Feed, Task
        from sluis.portal.tasks.panels import of_account
        from sluis.portal.tasks.reminding import remind
        from sluis.portal.tasks.watching import watch_messages, watch_terms
        from sluis.portal.ui.navigation import Entry, declare
        from sluis.portal.ui.slots import fill

        declare(Entry(_("My tasks"), "layout-dashboard", "tasks:home", order=0, prefix="/tasks/"))
        fill("own-account", of_account)
        hold(
            Task,
            label=_("Tasks"),
            purpose=_("To do in time what must be done, and to show that it was."),
            kept="5 years",
            since="ended_at",
        )
        hold(
            Feed,
            label=_("Calendar feeds"),
            purpose=_("To show deadlines in a person's own calendar; withdrawn ones are kept as a record."),
            kept="1 year",
            since="revoked_at",
            without=("digest",),
        )
        every("tasks.reminding", minutes=5, run=remind, label=_("Reminds people of tasks whose deadline comes or came"))
        every("tasks.messages", minutes=15, run=watch_messages, label=_("Looks for messages that could not be sent"))
        every("tasks.terms", hours=24, run=watch_terms, label=_("Looks for records that are past their term"))
