"""What stands beside an agreement, and on everybody's first page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract
from sluis.agreement.regime import Billing
from sluis.agreement.standing import RUNNING, State
from sluis.portal.access.pages import actor_of
from sluis.portal.agreements import accepting, replying
from sluis.portal.agreements.models import Agreement, Consent
from sluis.portal.agreements.renewing import renewal_of
from sluis.portal.agreements.rights import REPLY, SEE, STEP, WARRANT
from sluis.portal.agreements.tables_around import main_state
from sluis.portal.ui.actions import Badge
from sluis.portal.ui.navigation import Text

BILLING: dict[Billing, Text] = {
    Billing.NONE: _("none"),
    Billing.MONTH: _("each month"),
    Billing.QUARTER: _("each quarter"),
    Billing.YEAR: _("each year"),
}


def of_service(request: HttpRequest, subject: object) -> SafeString | None:
    """The service agreement to which it is attached: product, period, last day for notice, law and court."""
    actor = actor_of(request)
    if not isinstance(subject, Agreement) or not actor.reaches(SEE, subject.organisation_id):
        return None
    shown = {"main": subject.main, "state": Badge(*main_state(subject.main)), "pairs": service_pairs(subject.contract)}
    return render_to_string("agreements/_service.html", shown | {"renewal": _renewal(subject)}, request)


def service_pairs(contract: Contract) -> list[tuple[Text, Any]]:
    """What it says about the service; what it says nothing about is left out."""
    costs, law = contract.regime.costs, contract.regime.law
    court = law.forum or contract.service.forum
    found: list[tuple[Text, Any]] = [
        (_("Product"), costs.product),
        (_("Segment"), costs.segment),
        (_("Billing"), BILLING[costs.billing] if costs.billing is not Billing.NONE else ""),
        (_("Law"), _("Dutch law") if law.governing == "NL" else law.governing),
        (_("Court or arbiter"), court),
        (_("General terms of the controller"), _("do not apply") if law.general_terms_excluded else ""),
    ]
    return [(label, value) for label, value in found if value]


def _renewal(agreement: Agreement) -> Any:
    """How it renews itself; not for one of which notice was given or that is over."""
    if agreement.ends_on or State(agreement.state) not in RUNNING | {State.SIGNED}:
        return None
    return renewal_of(agreement.contract, agreement.standing, timezone.localdate())


def of_consents(request: HttpRequest, subject: object) -> SafeString | None:
    """The warranty and the consents of the controller."""
    actor = actor_of(request)
    if not isinstance(subject, Agreement) or not actor.reaches(SEE, subject.organisation_id):
        return None
    today, running = timezone.localdate(), State(subject.state) in RUNNING | {State.SIGNED}
    seen = Consent.objects.visible_to(actor, SEE).filter(agreement=subject, withdrawn_on=None)
    regime = subject.contract.regime
    shown = {
        "agreement": subject,
        "asked": regime.warranty.consent,
        "warranty": subject.standing.warranty,
        "consents": [each for each in seen if each.until is None or each.until >= today],
        "may": running and actor.reaches(WARRANT, subject.organisation_id),
        "may_assign": running and actor.is_operator and actor.reaches(STEP, subject.organisation_id),
    }
    return render_to_string("agreements/_consents.html", shown, request)


def of_home(request: HttpRequest, _subject: object) -> SafeString | None:
    """What this organisation was told and did not answer, and terms that it has not accepted."""
    actor = actor_of(request)
    home = actor.organisation
    if home is None or actor.is_operator or not actor.reaches(REPLY, home.pk):
        return None
    terms = accepting.to_accept(home, timezone.localdate())
    shown = {
        "announcements": replying.unanswered(actor),
        "terms": terms if terms and accepting.subscribes(home) else [],
    }
    return render_to_string("agreements/_home.html", shown, request) if any(shown.values()) else None
