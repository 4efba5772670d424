"""The job that removes notices after their term, each organisation's own; what they told stands in the evidence."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.holdings.counting import terms_for
from sluis.portal.holdings.models import Block
from sluis.portal.webhooks.models import WebhookNotice


def forget(actor: Actor) -> int:
    """Remove what is past its term; how many."""
    whose = WebhookNotice.everything.order_by().values("organisation").distinct()
    return sum(_forget(actor, each) for each in Organisation.everything.filter(pk__in=whose))


def _forget(actor: Actor, organisation: Organisation) -> int:
    record = WebhookNotice._meta.label_lower
    if Block.everything.filter(organisation=organisation, record=record, lifted_at=None).exists():
        return 0  # at rest: neither given back nor destroyed
    term = terms_for(organisation)[record]
    old = WebhookNotice.everything.filter(organisation=organisation)
    old = old.filter(made_at__lt=term.before(actor.at)) if term else old.none()
    if not (number := old.count()):
        return 0
    with keeping(actor) as change:
        change.record("webhook.notices-forgotten", organisation, counts={"records": number})
        old.delete()
    return number
