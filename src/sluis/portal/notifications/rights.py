"""Who looks after the outbox: the operator."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "notifications.see",
    _("See which messages were sent"),
    operator=(Role.ADMINISTRATOR, Role.SERVICE_DESK, Role.AUDITOR),
)
RESEND = declare(
    "notifications.resend", _("Send a message again or drop it"), operator=(Role.ADMINISTRATOR, Role.SERVICE_DESK)
)
