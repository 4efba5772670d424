"""Who audits, and who is audited. What an audit brings to light is for few eyes; administrators are not among them."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_CONTROLLER = (Role.AUDITOR, Role.DPO, Role.BOARD)
_OPERATOR = (Role.SECURITY_OFFICER, Role.DPO, Role.CONTRACT_MANAGER, Role.BOARD)

SEE = declare(
    "audits.see",
    _("See audits, findings and answers, which are confidential"),
    roles=_CONTROLLER,
    operator=(*_OPERATOR, Role.AUDITOR, Role.MANAGEMENT),
)
ASK = declare("audits.ask", _("Ask for audits and for information"), roles=_CONTROLLER)
"""Nobody's at the operator: it does not audit itself in the name of a controller."""
ADMIT = declare(
    "audits.admit",
    _("Record that the supervisory authority investigates"),
    roles=(Role.DPO, Role.BOARD),
    operator=(Role.DPO, Role.BOARD, Role.MANAGEMENT, Role.SECURITY_OFFICER),
)
AGREE = declare(
    "audits.agree",
    _("Plan audits with the other party, assess findings and record costs"),
    roles=_CONTROLLER,
    operator=_OPERATOR,
)
RECORD = declare(
    "audits.record",
    _("Record that an audit was carried out, and what was found"),
    roles=_CONTROLLER,
    operator=(Role.AUDITOR, Role.DPO, Role.SECURITY_OFFICER),
)
CARRY_OUT = declare(
    "audits.carry-out",
    _("Record that findings were carried out"),
    roles=(*_CONTROLLER, Role.ACTION_OWNER),
    operator=(*_OPERATOR, Role.ACTION_OWNER),
)
ANSWER = declare(
    "audits.answer",
    _("Answer a controller's requests for information"),
    operator=(Role.DPO, Role.SECURITY_OFFICER, Role.CONTRACT_MANAGER),
)
PLAN_OWN = declare(
    "audits.plan-own",
    _("Keep the calendar of the operator's own audits"),
    operator=(Role.AUDITOR, Role.SECURITY_OFFICER),
)
FOLLOW = declare("audits.follow", _("Give tasks for audits and evidence that become due"))
"""Nobody's; for the timetable."""
