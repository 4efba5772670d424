"""What may be done here. Who keeps a register is never the one who audits it."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_PARTIES = (
    Role.ADMINISTRATOR,
    Role.BOARD,
    Role.CONTRACT_MANAGER,
    Role.SECURITY_OFFICER,
    Role.DPO,
    Role.PRIVACY_COORDINATOR,
    Role.AUDITOR,
)
_STAFF = (
    Role.ADMINISTRATOR,
    Role.BOARD,
    Role.MANAGEMENT,
    Role.CONTRACT_MANAGER,
    Role.SERVICE_DESK,
    Role.SECURITY_OFFICER,
    Role.DPO,
    Role.AUDITOR,
)

SEE_EVIDENCE = declare(
    "oversight.see-evidence",
    _("See the evidence"),
    roles=(Role.AUDITOR, Role.DPO, Role.ADMINISTRATOR),
    operator=(Role.AUDITOR, Role.DPO, Role.SECURITY_OFFICER),
)
SAMPLE = declare(
    "oversight.sample",
    _("Draw and keep samples of the evidence"),
    roles=(Role.AUDITOR, Role.DPO),
    operator=(Role.AUDITOR, Role.DPO, Role.SECURITY_OFFICER),
)
VERIFY = declare(
    "oversight.verify",
    _("Have the evidence verified"),
    roles=(Role.AUDITOR, Role.DPO, Role.ADMINISTRATOR),
    operator=(Role.AUDITOR, Role.DPO, Role.SECURITY_OFFICER),
)
EXPORT = declare("oversight.export", _("Take the whole evidence along"), operator=(Role.AUDITOR, Role.SECURITY_OFFICER))
SEE_ALERTS = declare(
    "oversight.see-alerts",
    _("See alerts and their rules"),
    operator=(Role.SECURITY_OFFICER, Role.AUDITOR, Role.DPO, Role.MANAGEMENT),
)
HANDLE_ALERTS = declare(
    "oversight.handle-alerts", _("Handle alerts and set their rules"), operator=(Role.SECURITY_OFFICER,)
)
SEE_MEASURES = declare("oversight.see-measures", _("See security measures"), roles=_PARTIES, operator=_STAFF)
KEEP_MEASURES = declare("oversight.keep-measures", _("Keep security measures"), operator=(Role.SECURITY_OFFICER,))
EVALUATE = declare(
    "oversight.evaluate", _("Evaluate security measures"), operator=(Role.SECURITY_OFFICER, Role.AUDITOR)
)
SEE_ASSURANCE = declare(
    "oversight.see-assurance",
    _("See certificates, statements of applicability and policies"),
    roles=_PARTIES,
    operator=_STAFF,
)
KEEP_ASSURANCE = declare(
    "oversight.keep-assurance",
    _("Keep certificates, statements of applicability and policies"),
    operator=(Role.SECURITY_OFFICER, Role.CONTRACT_MANAGER),
)
SEE_CONTINUITY = declare(
    "oversight.see-continuity", _("See assets, environments, continuity and the duty roster"), operator=_STAFF
)
KEEP_CONTINUITY = declare(
    "oversight.keep-continuity",
    _("Keep assets, environments and continuity"),
    operator=(Role.SECURITY_OFFICER, Role.ADMINISTRATOR),
)
SEE_ARRANGEMENTS = declare(
    "oversight.see-arrangements",
    _("See what is handed over if the service stops for good"),
    roles=_PARTIES,
    operator=_STAFF,
)
KEEP_ROSTER = declare(
    "oversight.keep-roster",
    _("Keep the duty roster"),
    operator=(Role.SERVICE_DESK, Role.MANAGEMENT, Role.SECURITY_OFFICER),
)
DECIDE = declare(
    "oversight.decide", _("Decide about proposals for improvement"), operator=(Role.MANAGEMENT, Role.BOARD)
)
HEALTH = declare(
    "oversight.health",
    _("See the health of the installation"),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.SERVICE_DESK, Role.MANAGEMENT, Role.AUDITOR),
)
