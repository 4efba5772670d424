"""Who sees what is held and what is blocked, and says for how long."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "holdings.see",
    _("See what is held for the organisation"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.PRIVACY_COORDINATOR, Role.AUDITOR),
    operator=(Role.ADMINISTRATOR, Role.BOARD, Role.MANAGEMENT, Role.CONTRACT_MANAGER, Role.DPO, Role.AUDITOR),
)
TERMS = declare(
    "holdings.terms",
    _("Say for how long records are kept"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.DPO),
    by_mandate=False,
    operator=(Role.ADMINISTRATOR, Role.MANAGEMENT, Role.DPO),
)
SEE_BLOCKED = declare(
    "holdings.blocked",
    _("See records that are blocked"),
    operator=(Role.DPO,),
)
