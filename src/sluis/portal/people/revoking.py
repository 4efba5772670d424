"""Ending a right because of a review, and telling whom it concerns."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Grant, Mandate, Organisation
from sluis.portal.access.roles import Role
from sluis.portal.notifications.sending import send
from sluis.portal.organisations.remembering import remember, values
from sluis.portal.people import granting
from sluis.portal.people.models import Decision
from sluis.portal.tasks.giving import give

LAST_TASK = "people.last-administrator"


def revoke(change: Change, decision: Decision, reason: str) -> None:
    """End the right that was decided about."""
    if decision.grant:
        grant: Grant = Grant.everything.select_for_update(of=("self",)).select_related("person").get(
            pk=decision.grant.pk
        )  # fmt: skip
        granting.end(change, grant, reason=reason)
        facts = {"name": grant.person.name, "role": grant.role}
        send(change, to=grant.person, template="people/right-withdrawn", facts=facts)
    elif decision.mandate:
        _revoke_mandate(change, decision.mandate, reason)


def spare(change: Change, decision: Decision) -> None:
    """The last administrator stays, and the operator is asked to look."""
    operator = Organisation.everything.filter(is_operator=True).first()
    give(
        change, organisation=operator or decision.organisation, kind=LAST_TASK,
        title=_("Nobody reviewed the rights of the last administrator of %(organisation)s"),
        facts={"organisation": decision.organisation.name}, subject=decision.review, role=Role.ADMINISTRATOR,
        url_name="people:review", args=[decision.review_id],
    )  # fmt: skip


def _revoke_mandate(change: Change, given: Mandate, reason: str) -> None:
    mandate: Mandate = Mandate.everything.select_for_update().get(pk=given.pk)
    before = values(mandate)
    mandate.revoked_at, mandate.revoked_by = change.actor.at, change.actor.name
    mandate.save()
    remember(change, mandate, before, "mandate.revoked", reason=reason)
    change.record("mandate.revoked", mandate, objects={"code": "review"})
