"""Who watches deliveries, writes remarks, hands a shift over and tells of outages: the operator's staff only."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

WATCH = declare(
    "monitor.watch",
    _("Watch deliveries: what runs, is late, was refused or is unusual"),
    operator=(Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.SECURITY_OFFICER, Role.MANAGEMENT, Role.AUDITOR),
    by_mandate=False,
)
NOTE = declare(
    "monitor.note",
    _("Write remarks about deliveries and attempts, and close what follows from them"),
    operator=(Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.SECURITY_OFFICER),
    by_mandate=False,
)
HAND_OVER = declare(
    "monitor.hand-over",
    _("Hand a shift over, and take one over"),
    operator=(Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.SECURITY_OFFICER),
    by_mandate=False,
)
TELL = declare(
    "monitor.tell",
    _("Tell everybody of outages"),
    operator=(Role.SERVICE_DESK, Role.SECURITY_OFFICER, Role.MANAGEMENT),
    by_mandate=False,
)
REMIND = declare("monitor.remind", _("Remind of results that wait, and end outages"))
"""Nobody's; for the timetable."""
