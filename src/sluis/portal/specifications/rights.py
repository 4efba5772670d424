"""What can be allowed about data specifications.

Decisions are those of who may bind a party; nobody decides by mandate, so that the three parties stay three.
"""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_DECIDERS = (Role.BOARD, Role.CONTRACT_MANAGER)

SEE = declare(
    "specifications.see",
    _("See data specifications, their versions and approvals"),
    roles=tuple(role for role in Role if role not in (Role.ACTION_OWNER, Role.AUDITEE)),
    operator=tuple(role for role in Role if role not in (Role.ACTION_OWNER, Role.DELIVERY_DESK)),
)
KEEP = declare(
    "specifications.keep",
    _("Set up data specifications and say who their sources are"),
    roles=(Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.PRIVACY_COORDINATOR),
    operator=(Role.CONTRACT_MANAGER,),
)
PROPOSE = declare(
    "specifications.propose",
    _("Upload versions of data specifications, and propose them"),
    roles=(Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.PRIVACY_COORDINATOR, Role.MANAGER),
    operator=(Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER),
)
APPROVE = declare(
    "specifications.approve",
    _("Approve or refuse versions of data specifications for one's own party"),
    roles=_DECIDERS,
    operator=(*_DECIDERS, Role.MANAGEMENT),
    by_mandate=False,
)
WITHDRAW = declare(
    "specifications.withdraw",
    _("Withdraw versions of data specifications that were approved"),
    roles=_DECIDERS,
    operator=(*_DECIDERS, Role.MANAGEMENT),
    by_mandate=False,
)
SIGN = declare("specifications.sign", _("Record signatures that the custodian set"))
"""Nobody's; for the custodian's program."""
