"""A notice into the outbox, in the transaction of what it tells about; a job sends it afterwards (`delivering`).

post(change, organisation=source, kind="delivery.available", facts={"delivery": str(delivery.pk), "bytes": 1024})
"""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.webhooks.guarding import Fact, checked
from sluis.portal.webhooks.kinds import declared
from sluis.portal.webhooks.models import Posting, Webhook, WebhookNotice


def post(change: Change, *, organisation: Organisation, kind: str, facts: Mapping[str, Fact]) -> int:
    """Tell each webhook of an organisation that asked for this kind; how many.

    Args:
        change: of which it is a part.
        organisation: whose webhooks.
        kind: declared with `kinds.declare_kind`.
        facts: ids, numbers, states, codes and counts.
    Raises:
        Refused: NOTICE_VALUE.
        ValueError: the kind was not declared, or a fact's name is none; a mistake in the program.
    """
    if kind not in declared():
        raise ValueError(f"{kind} was not declared")
    told = checked(facts)
    if organisation.ended_on and organisation.ended_on <= day_of(change.actor.at):
        return 0
    # Held until the commit, so that none is removed meanwhile and no notice is left without its webhook.
    on = Webhook.everything.select_for_update().filter(organisation=organisation, state=Webhook.State.ON)
    asked = [each for each in on.order_by("pk") if kind in each.kinds]
    for webhook in asked:
        put(change, webhook, kind, told)
    return len(asked)


def put(change: Change, webhook: Webhook, kind: str, facts: Mapping[str, Fact]) -> WebhookNotice:
    """One notice to one webhook, as exactly these bytes from now on."""
    identity, at = uuid.uuid4(), change.actor.at
    made_at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps(
        {"id": str(identity), "kind": kind, "made_at": made_at, "facts": dict(facts)}, separators=(",", ":")
    )
    notice = WebhookNotice(
        pk=identity, organisation_id=webhook.organisation_id, webhook=webhook, kind=kind, body=text, made_at=at
    )
    notice.full_clean(exclude=["organisation", "webhook"])
    notice.save(force_insert=True)
    Posting.objects.create(notice=notice, next_try_at=at)
    return notice
