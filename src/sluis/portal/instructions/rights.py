"""Who instructs, and who assesses: never the same side."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_READERS = (
    Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR,
)  # fmt: skip

SEE = declare(
    "instructions.see",
    _("See instructions, and processing that the law compels"),
    roles=(*_READERS, Role.PRIVACY_COORDINATOR),
    operator=(*_READERS, Role.MANAGEMENT),
)
GIVE = declare(
    "instructions.give",
    _("Give, adapt, confirm and withdraw instructions"),
    roles=(Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO),
    by_mandate=False,
)
"""Nobody's at the operator: it does not instruct itself."""
ASSESS = declare("instructions.assess", _("Assess instructions"), operator=(Role.CONTRACT_MANAGER, Role.DPO))
CARRY_OUT = declare(
    "instructions.carry-out",
    _("Record that instructions were carried out"),
    operator=(Role.CONTRACT_MANAGER, Role.DPO, Role.SECURITY_OFFICER),
)
COMPEL = declare(
    "instructions.compel",
    _("Record processing that the law compels, and tell the controller of it"),
    operator=(Role.DPO, Role.BOARD, Role.MANAGEMENT),
)
RESPOND = declare(
    "instructions.respond",
    _("Respond to processing that the law compels"),
    roles=(Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO),
)
FOLLOW = declare("instructions.follow", _("Bring instructions up to date with the agreement"))
"""Nobody's; for the timetable."""
