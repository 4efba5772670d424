"""The app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Tasks with deadlines."""

    name = "sluis.portal.tasks"
    label = "tasks"
