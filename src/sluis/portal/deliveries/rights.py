"""What can be allowed about deliveries. Who delivers never authorises, and who authorises sees no content."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_OWN = (
    Role.ADMINISTRATOR, Role.DELIVERER, Role.CONTRACT_MANAGER, Role.BOARD, Role.DPO, Role.PRIVACY_COORDINATOR,
    Role.AUDITOR, Role.MANAGER,
)  # fmt: skip
_OPERATOR = (
    Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER, Role.MANAGEMENT,
    Role.AUDITOR, Role.DPO,
)  # fmt: skip

SEE = declare("deliveries.see", _("See deliveries, their steps and reports"), roles=_OWN, operator=_OPERATOR)
AUTHORISE = declare(
    "deliveries.authorise",
    _("Authorise or refuse deliveries"),
    operator=(Role.DELIVERY_DESK, Role.SERVICE_DESK),
    by_mandate=False,
)
RULE = declare(
    "deliveries.rule",
    _("Keep the rules that authorise deliveries"),
    operator=(Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER),
    by_mandate=False,
)
WITHDRAW = declare(
    "deliveries.withdraw",
    _("Take back a delivery that was not relayed yet"),
    roles=(Role.ADMINISTRATOR, Role.DELIVERER),
)
FETCH = declare(
    "deliveries.fetch",
    _("Download deliveries that were relayed to one's own organisation, and accept tests"),
    roles=(Role.ADMINISTRATOR, Role.MANAGER, Role.DELIVERER),
)
REMOVE = declare(
    "deliveries.remove",
    _("Have files of one's own deliveries removed before their term"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.PRIVACY_COORDINATOR, Role.DPO),
    by_mandate=False,
)
ACCOUNTS = declare(
    "deliveries.accounts",
    _("Open and close accounts of programs at the gate"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
    by_mandate=False,
)
WORK = declare("deliveries.work", _("Receive, relay and remove deliveries"))
"""Nobody's; for the gate and the custodian."""
