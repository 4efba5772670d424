"""Who sees and moves other people's tasks; one's own need no right."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "tasks.see",
    _("See everybody's tasks"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.AUDITOR),
    operator=(Role.ADMINISTRATOR, Role.MANAGEMENT, Role.AUDITOR),
)
ORGANISE = declare(
    "tasks.organise",
    _("Give everybody's tasks to others"),
    roles=(Role.ADMINISTRATOR, Role.BOARD),
    operator=(Role.ADMINISTRATOR, Role.MANAGEMENT),
)
