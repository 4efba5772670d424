"""What specifications show on pages of other apps."""

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of
from sluis.portal.specifications import listing
from sluis.portal.specifications.rights import SEE

MOST = 10


def of_organisation(request: HttpRequest, subject: object) -> SafeString | None:
    """The specifications to which an organisation is a party, as far as the reader may see them."""
    organisation = getattr(subject, "organisation", subject)
    actor = actor_of(request)
    if not isinstance(organisation, Organisation) or not actor.may(SEE):
        return None
    mine = Q(organisation=organisation) | Q(sources__source=organisation, sources__ended_at=None)
    found = list(listing.dataspecs(actor).filter(mine).distinct()[: MOST + 1])
    if not found:
        return None
    shown = {"specifications": found[:MOST], "more": len(found) > MOST}
    return render_to_string("specifications/_organisation.html", shown, request)
