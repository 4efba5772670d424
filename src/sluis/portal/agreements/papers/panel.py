"""Beside an agreement: the files of the version that counts, and the reports about it."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sluis.portal.access.pages import actor_of
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.papers.rights import REPORT
from sluis.portal.agreements.rights import SEE


def panel(request: HttpRequest, subject: object) -> SafeString | None:
    """The links, for who may see the agreement."""
    actor = actor_of(request)
    if not isinstance(subject, Agreement) or not subject.current_id or not actor.reaches(SEE, subject.organisation_id):
        return None
    reports = actor.reaches(REPORT, subject.organisation_id)
    return render_to_string("agreements/_papers.html", {"version": subject.current_id, "reports": reports}, request)
