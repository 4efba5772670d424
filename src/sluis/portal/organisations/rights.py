"""What can be allowed about organisations."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_KEEPERS = (Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)
_READERS = (*_KEEPERS, Role.BOARD, Role.MANAGEMENT, Role.SECURITY_OFFICER, Role.DPO, Role.AUDITOR)

SEE = declare(
    "organisations.see",
    _("See the data, contacts, mandates and certificates of organisations"),
    roles=tuple(Role),
    operator=tuple(role for role in Role if role not in (Role.ACTION_OWNER, Role.DELIVERY_DESK)),
)
CHANGE = declare(
    "organisations.change",
    _("Change the data, establishments, codes and contacts of organisations"),
    roles=_KEEPERS,
    operator=_KEEPERS,
)
REGISTER = declare(
    "organisations.register", _("Register organisations, record mergers, and end organisations"), operator=_KEEPERS
)
MANDATE = declare(
    "organisations.mandate",
    _("Give and revoke mandates in the name of the organisation"),
    roles=(Role.BOARD, *_KEEPERS),
)
ASSIGN = declare(
    "organisations.assign",
    _("Assign a data protection officer of the operator to an organisation"),
    operator=(Role.MANAGEMENT, *_KEEPERS),
)
ENROL = declare(
    "organisations.enrol",
    _("Ask for certificates of the exchange, and show the card"),
    roles=(Role.ADMINISTRATOR,),
    by_mandate=False,  # a certificate outlives the mandate
)
ACTIVATE = declare(
    "organisations.activate",
    _("Make the activation code of an enrolment and give it by telephone"),
    operator=(Role.CONTRACT_MANAGER,),
)
REVOKE = declare(
    "organisations.revoke",
    _("Revoke certificates of the exchange"),
    roles=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
    operator=(Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER),
)
SEE_SECRECY = declare(
    "organisations.see-secrecy",
    _("See the confidentiality agreements of organisations"),
    roles=(*_READERS, Role.PRIVACY_COORDINATOR),
    operator=_READERS,
)
"""For exactly those who read documents: the text of an agreement is one."""
KEEP_SECRECY = declare(
    "organisations.keep-secrecy",
    _("Keep the confidentiality agreements of organisations"),
    roles=(*_KEEPERS, Role.BOARD, Role.PRIVACY_COORDINATOR, Role.DPO),
    operator=_KEEPERS,
)
ISSUE = declare("organisations.issue", _("Record certificates that the custodian issued"))
"""Nobody's; for the custodian's program."""
ADOPT = declare(
    "organisations.adopt",
    _("Bring certificates that were issued at the command line under an organisation"),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
    by_mandate=False,
)
