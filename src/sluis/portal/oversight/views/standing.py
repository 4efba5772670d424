"""Whether the chain was whole, as it stands above the evidence."""

from django.http import HttpRequest

from sluis.portal.access.pages import actor_of
from sluis.portal.oversight.models import Verification
from sluis.portal.oversight.rights import SEE_EVIDENCE


def latest(request: HttpRequest) -> Verification | None:
    """The last verification that was finished."""
    seen = Verification.objects.visible_to(actor_of(request), SEE_EVIDENCE)
    found: Verification | None = seen.exclude(ended_at=None).order_by("-ended_at").first()
    return found
