"""What can be allowed about subprocessors."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_READERS = (
    Role.ADMINISTRATOR, Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR,
)  # fmt: skip

SEE = declare(
    "subprocessors.see",
    _("See subprocessors and what was announced about them"),
    roles=(*_READERS, Role.PRIVACY_COORDINATOR),
    operator=(*_READERS, Role.MANAGEMENT),
)
KEEP = declare(
    "subprocessors.keep",
    _("Keep the register of subprocessors, announce, start and stop them"),
    operator=(Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER),
)
OBJECT = declare(
    "subprocessors.object",
    _("Object to subprocessors, set conditions and ask for copies of their agreements"),
    roles=(Role.BOARD, Role.CONTRACT_MANAGER, Role.DPO),
)
"""Nobody's at the operator: whether a subprocessor is acceptable, the controller alone decides."""
RUN = declare("subprocessors.run", _("Do what follows from subprocessors by the clock"))
"""Nobody's; for what happens by itself."""
