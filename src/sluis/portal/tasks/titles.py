"""Titles of tasks in the reader's language."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from sluis.portal.tasks.models import Task


def title(task: "Task") -> str:
    """The whole title, for who may see the task."""
    from sluis.portal.tasks.models import OWN

    if task.kind == OWN or not task.title:
        return task.title
    return _filled(gettext(task.title), task.facts)


def plain_title(task: "Task") -> str:
    """The title without anything that somebody wrote, for where others may read along: mail and calendars."""
    from sluis.portal.tasks.models import OWN

    if task.kind == OWN or not task.title:
        return gettext("A task of your own")
    bare = {name: fact if isinstance(fact, int) else "…" for name, fact in task.facts.items()}
    return _filled(gettext(task.title), bare)


def _filled(text: str, facts: dict[str, str | int]) -> str:
    return text % facts if facts else text
