"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """The timetable, and who is working on it."""

    name = "sluis.portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Say what stands in the menu."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.jobs.rights import SEE
        from sluis.portal.ui.navigation import Entry, Group, declare

        declare(Entry(_("Jobs"), "clock", "jobs:list", Group.CONTROL, order=80, shown=shown_to(SEE), prefix="/jobs/"))
