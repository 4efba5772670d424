"""What people shows on pages of other apps."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.people import selectors
from sluis.portal.people.checklist import items
from sluis.portal.people.rights import INVITE, REVIEW, SEE


def of_organisation(request: HttpRequest, subject: object) -> SafeString | None:
    """How many people an organisation has, and the way to them."""
    organisation = getattr(subject, "organisation", subject)
    actor = actor_of(request)
    if not isinstance(organisation, Organisation) or not actor.reaches(SEE, organisation.pk):
        return None
    shown = {
        "organisation": organisation,
        "counts": selectors.counts(organisation, day_of(actor.at)),
        "may_invite": actor.reaches(INVITE, organisation.pk),
        "may_review": actor.reaches(REVIEW, organisation.pk),
    }
    return render_to_string("people/_organisation.html", shown, request)


def of_home(request: HttpRequest, _subject: object) -> SafeString | None:
    """What somebody still misses; nothing when all is there."""
    actor = actor_of(request)
    if actor.person is None or actor.mandate is not None:
        return None
    missing = [item for item in items(actor.person, day_of(actor.at)) if item.done_on is None]
    return render_to_string("people/_missing.html", {"missing": missing}, request) if missing else None
