"""Declares the menu as every app does."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The sample."""

    name = "sample"
    label = "sample"

    def ready(self) -> None:
        from sample import pages
        from sluis.portal.ui.navigation import Entry, Group, declare, everybody
        from sluis.portal.ui.slots import fill

        declare(
            Entry("Dashboard", "layout-dashboard", "home", order=1),
            Entry("Leveringen", "package", "nothing", order=2),
            Entry("Organisaties", "building-hospital", "houses", Group.CONTROL, 1, everybody, "/houses/"),
            Entry("Gebruikers", "users", "refusing", Group.CONTROL, 2),
            Entry("Niet voor u", "lock", "broken", Group.CONTROL, 3, lambda request: False),
        )
        fill("house", pages.panel)
