"""The app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The timetable, and who is working on it."""

    name = "sluis.portal.jobs"
    label = "jobs"
