"""Who takes which papers."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_READERS = (Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR)

REPORT = declare(
    "agreements.report",
    _("Take the compliance dossier, the yearly report and the processor register"),
    roles=(*_READERS, Role.PRIVACY_COORDINATOR),
    operator=(*_READERS, Role.MANAGEMENT),
)
