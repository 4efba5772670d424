"""What may be done about people. Who asks for rights does not decide about their own, and who works under
a mandate makes no accounts and gives no roles: those would be there still when the mandate is revoked."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "people.see",
    _("See people, their roles, statements, screening and training"),
    roles=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.DPO, Role.PRIVACY_COORDINATOR, Role.AUDITOR, Role.BOARD),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.DPO, Role.AUDITOR),
)
INVITE = declare(
    "people.invite",
    _("Invite people"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR,),
    by_mandate=False,
)
CHANGE = declare(
    "people.change",
    _("Change people's data and end their accounts"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR,),
    by_mandate=False,
)
GRANT = declare(
    "people.grant",
    _("Give and withdraw roles"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR,),
    by_mandate=False,
)
RECORD = declare(
    "people.record",
    _("Record statements, screening and training"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR,),
)
REVIEW = declare(
    "people.review",
    _("Start reviews of rights and set how often they come"),
    roles=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
)
DECIDE = declare(
    "people.decide",
    _("Decide in a review about each right"),
    roles=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.BOARD),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.MANAGEMENT),
)
