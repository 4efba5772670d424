"""Records of an organisation, one for each address of the app."""

from datetime import date, timedelta
from typing import Any

import casting

from sluis.portal.access.models import Grant, Organisation, Statement
from sluis.portal.access.roles import Role
from sluis.portal.people import inviting, recording, reviewing
from sluis.portal.people.models import Decision


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    at_work = casting.person(home, Role.ADMINISTRATOR, name="Onzichtbare Beheerder", email="onzichtbaar@geheim.example")
    actor = casting.tester()
    invitation = inviting.invite(
        actor, organisation=home, name="Onzichtbare Genodigde", email="genodigd@geheim.example", roles=[Role.BOARD]
    )
    screening = recording.record_screening(actor, person=at_work, kind="vog", requested_on=date.today())
    recording.record_training(actor, person=at_work, subject="Onzichtbare Training", followed_on=date.today())
    review = reviewing.start(actor, organisation=home, reviewer=at_work, due_on=date.today() + timedelta(days=9))
    reviewing.set_cycle(actor, organisation=home, months=4, reviewer=at_work)
    person, organisation, invited = {"pk": at_work.pk}, {"pk": home.pk}, {"pk": invitation.pk}
    return {
        "people:begin-link": {"token": "x" * 43},
        "people:join-link": {"token": "x" * 43},
        **dict.fromkeys(("people:invitation", "people:send-again", "people:withdraw-invitation"), invited),
        **dict.fromkeys(("people:invite", "people:start-review", "people:cycle"), organisation),
        **dict.fromkeys(
            (
                "people:person",
                "people:change",
                "people:give",
                "people:leave",
                "people:sign-out",
                "people:reset-factors",
                "people:record-statement",
                "people:record-screening",
                "people:record-training",
            ),
            person,
        ),
        "people:withdraw-statement": {"pk": Statement.everything.get(person=at_work).pk},
        "people:screening": {"pk": screening.pk},
        "people:review": {"pk": review.pk},
        "people:decide": {"pk": Decision.everything.filter(review=review)[0].pk},
        "people:withdraw": {"pk": Grant.everything.get(person=at_work).pk},
    }
