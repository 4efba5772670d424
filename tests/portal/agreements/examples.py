"""Ids for the addresses of agreements, of records that the two parties have."""

from typing import Any

import casting
import contracting

from sluis.agreement.starting import OUTCOMES
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.models import Announcement, Consent, Flow, QualityRegistry, Reply, Version


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    people = contracting.parties(home)
    return _agreements(people) | _around(people)


def _agreements(people: contracting.Parties) -> dict[str, dict[str, Any]]:
    """An agreement in force, and a draft."""
    agreement = contracting.agree(
        people=people, regime=OUTCOMES, programme="Onzichtbaar Programma", flows=(contracting.flow("verborgen-stroom"),)
    )
    draft: Version = contracting.drafted(people, programme="Verborgen Concept")
    flow = Flow.everything.get(agreement=agreement)
    of_agreement = ("agreement", "propose", "consents", "consent-new", "warranty", "assign")
    of_draft = ("version", "edit", "offer", "withdraw", "sign", "outside")
    row = {"pk": draft.pk, "part": "processings", "number": 1}
    return {
        **{f"agreements:{name}": {"pk": agreement.pk} for name in of_agreement},
        **{f"agreements:{name}": {"pk": draft.pk} for name in of_draft},
        **{f"agreements:{name}": {"pk": flow.pk} for name in ("flow", "policy")},
        "agreements:paper": {"pk": draft.pk, "language": "nl", "form": "pdf"},
        "agreements:template": {"pk": draft.pk},
        "agreements:service-paper": {"pk": draft.pk, "language": "nl", "form": "pdf"},
        "agreements:take": {"pk": agreement.pk, "step": "suspend"},
        "agreements:part": {"pk": draft.pk, "part": "about"},
        "agreements:row-new": {"pk": draft.pk, "part": "processings"},
        "agreements:row-change": row,
        "agreements:row-remove": row,
    }


def _around(people: contracting.Parties) -> dict[str, dict[str, Any]]:
    """What stands around agreements."""
    home, now = people.home, casting.now()
    agreement = contracting.agree(people=people, programme="Stil Programma")
    service = contracting.main(home, title="Verborgen Dienstverlening")
    told: Announcement = casting.make(
        Announcement(
            organisation=home, kind="takeover", title="Geheime Overname", text="Geheime Toelichting", announced_at=now
        )
    )
    reply = casting.make(
        Reply(
            organisation=home, announcement=told, kind="objection", text="Verborgen Bezwaar", replied_at=now,
            replied_by="program:test",
        )
    )  # fmt: skip
    registry = casting.make(QualityRegistry(organisation=home, name="Stil Register", holder_name="Stille Houder"))
    consent = casting.make(
        Consent(
            organisation=home, agreement=agreement, kind="assignment", about="Verborgen Derde",
            given_on=casting.today(), given_by="program:test",
        )
    )  # fmt: skip
    of_main = ("main", "main-change", "main-extend", "main-end")
    of_told = ("announcement", "announcement-withdraw", "announcement-consult", "reply")
    return {
        **{f"agreements:{name}": {"pk": service.pk} for name in of_main},
        **{f"agreements:{name}": {"pk": told.pk} for name in of_told},
        "agreements:reply-settle": {"pk": reply.pk},
        "agreements:reply-end": {"pk": reply.pk, "agreement": agreement.pk},
        "agreements:registry-change": {"pk": registry.pk},
        "agreements:consent-withdraw": {"pk": consent.pk},
    }
