"""An organisation keeps its processors and agreements; the operator's privacy office reviews them and does research."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_KEEPERS = (Role.ADMINISTRATOR, Role.PRIVACY_COORDINATOR, Role.DPO, Role.BOARD)
_OFFICE = (Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR)

SEE = declare(
    "thirdparties.see",
    _("See the processors of an organisation and the agreements with them"),
    roles=(*_KEEPERS, Role.SECURITY_OFFICER, Role.CONTRACT_MANAGER, Role.AUDITOR),
    operator=_OFFICE,
)
KEEP = declare(
    "thirdparties.keep",
    _("Keep the processors of one's organisation, and conclude agreements with them"),
    roles=_KEEPERS,
)
"""Nobody's at the operator: who agrees with a processor is the controller."""
REVIEW = declare(
    "thirdparties.review",
    _("Review agreements that processors submit"),
    roles=_KEEPERS,
    operator=_OFFICE,
)
RESEARCH = declare(
    "thirdparties.research",
    _("Draw samples of processors, and record what was checked and found"),
    roles=(Role.PRIVACY_COORDINATOR, Role.DPO),
    operator=_OFFICE,
)
FOLLOW = declare("thirdparties.follow", _("Let agreements with processors expire, and warn before"))
"""Nobody's; for the timetable."""
