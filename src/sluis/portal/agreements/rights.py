"""What can be allowed about agreements."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_READERS = (
    Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.SECURITY_OFFICER, Role.PRIVACY_COORDINATOR,
    Role.AUDITOR, Role.DELIVERER,
)  # fmt: skip

SEE = declare(
    "agreements.see",
    _("See agreements, their versions and what happened to them"),
    roles=_READERS,
    operator=(*(role for role in _READERS if role not in (Role.PRIVACY_COORDINATOR, Role.DELIVERER)), Role.MANAGEMENT),
)
DRAFT = declare(
    "agreements.draft",
    _("Draft agreements and propose amendments"),
    roles=(Role.CONTRACT_MANAGER, Role.BOARD),
    operator=(Role.CONTRACT_MANAGER,),
)
OFFER = declare("agreements.offer", _("Offer agreements and take offers back"), operator=(Role.CONTRACT_MANAGER,))
SIGN = declare(
    "agreements.sign",
    _("Sign agreements, as far as the organisation's data say so"),
    roles=(Role.BOARD,),
    operator=(Role.BOARD,),
    by_mandate=False,
)
STEP = declare(
    "agreements.step",
    _("Suspend agreements, send notices of default, give notice and end them"),
    roles=(Role.BOARD, Role.CONTRACT_MANAGER),
    operator=(Role.BOARD, Role.CONTRACT_MANAGER),
    by_mandate=False,
)
WARRANT = declare(
    "agreements.warrant",
    _("Warrant that people consented, and give other written consents"),
    roles=(Role.BOARD, Role.DPO, Role.CONTRACT_MANAGER),
    by_mandate=False,
)
"""Nobody's at the operator: about the data the controller alone decides."""
ANNOUNCE = declare(
    "agreements.announce",
    _("Announce takeovers, changes of the service and threats to all parties"),
    operator=(Role.MANAGEMENT, Role.BOARD, Role.CONTRACT_MANAGER),
)
REPLY = declare(
    "agreements.reply",
    _("Answer to announcements, and accept delivery terms"),
    roles=(Role.BOARD, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR),
)
KEEP_MAIN = declare(
    "agreements.keep-main",
    _("Record service agreements, extend them, and record their end"),
    operator=(Role.CONTRACT_MANAGER,),
)
KEEP_REGISTRIES = declare(
    "agreements.keep-registries", _("Keep the list of quality registries"), operator=(Role.CONTRACT_MANAGER,)
)
ISSUE = declare("agreements.issue", _("Record policies that the custodian signed"))
"""Nobody's; for the custodian's program, and for what happens by the clock."""
