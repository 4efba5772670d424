"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Webhooks."""

    name = "sluis.portal.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """The menu, what is held, and the jobs that send and forget."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.holdings.register import hold
        from sluis.portal.jobs.timetable import every
        from sluis.portal.ui.navigation import Entry, Group, declare
        from sluis.portal.webhooks.delivering import deliver
        from sluis.portal.webhooks.forgetting import forget
        from sluis.portal.webhooks.models import Webhook, WebhookNotice
        from sluis.portal.webhooks.rights import SEE

        declare(
            Entry(
                _("Webhooks"),
                "webhook",
                "webhooks:list",
                Group.CONTROL,
                order=86,
                shown=shown_to(SEE),
                prefix="/webhooks/",
            )
        )
        hold(Webhook, label=_("Webhooks"), purpose=_("To know which programs want to be told what happens."))
        hold(
            WebhookNotice,
            label=_("Notices to webhooks"),
            purpose=_("To send each notice until it arrives, and to show what came of it."),
            kept="30 days",
            since="made_at",
        )
        every("webhooks.posting", minutes=1, run=deliver, label=_("Sends the notices of webhooks"))
        every("webhooks.forgetting", days=1, run=forget, label=_("Removes notices of webhooks after their term"))
