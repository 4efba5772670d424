"""Who reads, adds, approves and publishes documents."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

_READERS = (
    Role.ADMINISTRATOR, Role.BOARD, Role.MANAGEMENT, Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER, Role.DPO, Role.AUDITOR,
)  # fmt: skip
_WRITERS = (Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER, Role.DPO)

SEE = declare("documents.see", _("Read documents"), roles=(*_READERS, Role.PRIVACY_COORDINATOR), operator=_READERS)
ADD = declare(
    "documents.add",
    _("Add documents and versions"),
    roles=(*_WRITERS, Role.PRIVACY_COORDINATOR),
    operator=(*_WRITERS, Role.MANAGEMENT),
)
APPROVE = declare(
    "documents.approve", _("Approve versions of documents"), roles=(Role.BOARD,), operator=(Role.BOARD, Role.MANAGEMENT)
)
PUBLISH = declare(
    "documents.publish", _("Publish documents of the operator"), operator=(Role.ADMINISTRATOR, Role.MANAGEMENT)
)
