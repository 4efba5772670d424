"""Where a task leads, and how its deadline is shown."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.tasks.models import Task
from sluis.portal.ui.actions import Badge, Tone


def place(task: Task) -> str:
    """The page where the task is done; empty when there is none."""
    try:
        return reverse(task.url_name, args=task.url_args) if task.url_name else ""
    except NoReverseMatch:  # a page of an earlier version
        return ""


def state(task: Task, at: datetime) -> Badge:
    """Where the task stands, in one or two words."""
    if task.state == Task.State.DONE:
        return Badge(_("Done"), Tone.GOOD)
    if task.state == Task.State.DROPPED:
        return Badge(_("Dropped"), Tone.NEUTRAL)
    if task.due_at and task.due_at < at:
        return Badge(_("Overdue"), Tone.DANGER)
    if task.deadline and task.deadline.warnings_passed(at):
        return Badge(_("Due soon"), Tone.WARNING)
    return Badge(_("Open"), Tone.INFO)
