"""Who keeps webhooks: an organisation's administrator, the operator's for the operator's own."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

SEE = declare(
    "webhooks.see",
    _("See webhooks and what was sent to them"),
    roles=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
    operator=(Role.ADMINISTRATOR, Role.SECURITY_OFFICER),
)
KEEP = declare(
    "webhooks.keep",
    _("Make, change and remove webhooks"),
    roles=(Role.ADMINISTRATOR,),
    operator=(Role.ADMINISTRATOR,),
    by_mandate=False,  # a webhook would outlive the mandate
)


def is_own(actor: Actor, organisation: UUID | None) -> bool:
    """Whether somebody acts for this organisation: the operator's rights here are over its own webhooks alone."""
    return bool(actor.program) or (actor.organisation is not None and actor.organisation.pk == organisation)


def require_own(actor: Actor, organisation: UUID | None) -> None:
    """Refuse another organisation's.

    Raises:
        Refused: NOT_YOURS.
    """
    if not is_own(actor, organisation):
        raise Refused(access.NOT_YOURS)
