"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox."""

    name = "sluis.portal.notifications"
    label = "notifications"

    def ready(self) -> None:
        """The menu, what is held, and the job that sends."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.holdings.register import hold
        from sluis.portal.jobs.timetable import every
        from sluis.portal.notifications.delivering import deliver
        from sluis.portal.notifications.models import Message
        from sluis.portal.notifications.rights import SEE
        from sluis.portal.ui.navigation import Entry, Group, declare

        declare(
            Entry(
                _("Messages"),
                "mail",
                "notifications:list",
                Group.CONTROL,
                order=85,
                shown=shown_to(SEE),
                prefix="/messages/",
            )
        )
        hold(
            Message,
            label=_("Messages"),
            purpose=_("To show that somebody was told, and when; the text is gone once it was sent."),
            kept="2 years",
            since="ended_at",
            remains=_("Shows that somebody was told, and when; it holds no text."),
        )
        every("notifications.delivering", minutes=1, run=deliver, label=_("Sends the messages of the outbox"))
