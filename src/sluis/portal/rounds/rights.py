"""Who plans, who asks and who signs off: what the recipient allows, the source asks for."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "rounds.see",
    _("See the calendar of deliveries"),
    roles=(
        Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.MANAGER, Role.DPO, Role.AUDITOR, Role.DELIVERER,
    ),
    operator=(Role.CONTRACT_MANAGER, Role.SERVICE_DESK, Role.AUDITOR),
)  # fmt: skip
PLAN = declare(
    "rounds.plan",
    _("Keep the calendar of deliveries as their recipient: plan, grant more time, allow a second delivery, close"),
    roles=(Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.MANAGER),
    operator=(Role.CONTRACT_MANAGER,),
)
ANSWER = declare(
    "rounds.answer",
    _("Ask for more time or a second delivery, and say that there is nothing to deliver"),
    roles=(Role.ADMINISTRATOR, Role.DELIVERER),
)
SIGN_OFF = declare(
    "rounds.sign-off",
    _("Sign off what was delivered"),
    roles=(Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER),
    by_mandate=False,
)
"""The source answers for it itself; who delivers on its behalf does not."""
FOLLOW = declare("rounds.follow", _("Open rounds, remind of them and mark them late"))
"""Nobody's; for the timetable."""
