"""Who takes data along, and who has them destroyed: one asks, another of the same organisation confirms."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "leaving.see",
    _("See what was taken along and destroyed, with the proofs"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.PRIVACY_COORDINATOR, Role.AUDITOR),
    operator=(Role.ADMINISTRATOR, Role.BOARD, Role.MANAGEMENT, Role.CONTRACT_MANAGER, Role.DPO, Role.AUDITOR),
)
TAKE = declare(
    "leaving.take",
    _("Take along all that is held for the organisation"),
    roles=(Role.ADMINISTRATOR, Role.BOARD),
    operator=(Role.ADMINISTRATOR, Role.BOARD),
    by_mandate=False,
)
REQUEST = declare(
    "leaving.request",
    _("Ask that the organisation's data are destroyed"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.DPO),
    by_mandate=False,
)
"""Nobody's at the operator: what is destroyed, whose data it is chooses alone."""
CONFIRM = declare(
    "leaving.confirm",
    _("Confirm that the organisation's data are destroyed"),
    roles=(Role.ADMINISTRATOR, Role.BOARD),
    by_mandate=False,
)
RECORD = declare(
    "leaving.record",
    _("Record until when backups hold what was destroyed"),
    operator=(Role.ADMINISTRATOR, Role.MANAGEMENT),
)
