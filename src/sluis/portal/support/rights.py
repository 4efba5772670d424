"""Who asks, who offers, who consents, who looks: the controller decides, and only its own people do."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_DECIDERS = (Role.ADMINISTRATOR, Role.BOARD, Role.PRIVACY_COORDINATOR, Role.DPO)
_DESK = (Role.SERVICE_DESK,)

SEE = declare(
    "support.see",
    _("See help requests and what became of them"),
    roles=(*_DECIDERS, Role.DELIVERER, Role.CONTRACT_MANAGER, Role.AUDITOR),
    operator=(*_DESK, Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR),
)
ASK = declare(
    "support.ask",
    _("Ask for help with a delivery"),
    roles=(Role.ADMINISTRATOR, Role.DELIVERER),
    operator=_DESK,
)
"""The operator's on a telephone call."""
CONSENT = declare(
    "support.consent",
    _("Consent to an offer of help, decline it, and withdraw a consent"),
    roles=_DECIDERS,
    by_mandate=False,
)
"""Nobody's at the operator, and nobody's by mandate: the controller is free to say no."""
HAND_OVER = declare(
    "support.hand-over",
    _("Hand over a selection of records after a consent"),
    roles=(Role.ADMINISTRATOR, Role.DELIVERER),
    by_mandate=False,
)
HELP = declare("support.help", _("Offer help, and close help requests"), operator=_DESK, by_mandate=False)
LOOK = declare(
    "support.look", _("Look at what was handed over in help requests assigned to you"), operator=_DESK, by_mandate=False
)
DELETE = declare(
    "support.delete",
    _("Delete what was handed over for help"),
    operator=(*_DESK, Role.SECURITY_OFFICER, Role.DPO),
    by_mandate=False,
)
WATCH = declare("support.watch", _("Watch over consents and terms of help requests"))
"""Nobody's; for the timetable."""
