"""What an administrator does with the webhooks of the organisation."""

from collections.abc import Collection

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.webhooks import sealing
from sluis.portal.webhooks.addresses import may_be_asked
from sluis.portal.webhooks.kinds import TRIAL, declared
from sluis.portal.webhooks.models import Webhook, WebhookNotice
from sluis.portal.webhooks.posting import put
from sluis.portal.webhooks.rights import KEEP, require_own
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import webhooks as codes

MOST_WEBHOOKS = 20
"""Of one organisation."""


def make(
    actor: Actor, *, organisation: Organisation, address: str, kinds: Collection[str], description: str = ""
) -> tuple[Webhook, str]:
    """Make one; and its secret, which is shown once.

    Raises:
        Refused: ADDRESS_REFUSED, TOO_MANY_WEBHOOKS, no right.
    """
    require_own(actor, organisation.pk)
    if not may_be_asked(address):
        raise Refused(codes.ADDRESS_REFUSED)
    with changing(actor, KEEP, on=organisation) as change:
        # The organisation is held, so that two that are made at the same time are counted.
        Organisation.everything.select_for_update().get(pk=organisation.pk)
        if Webhook.everything.filter(organisation=organisation).count() >= MOST_WEBHOOKS:
            raise Refused(codes.TOO_MANY_WEBHOOKS, most=MOST_WEBHOOKS)
        webhook = Webhook(
            organisation=organisation, address=address, description=description, kinds=_known(kinds),
            since_at=actor.at, made_at=actor.at,
        )  # fmt: skip
        webhook.full_clean()
        webhook.save(force_insert=True)
        secret = sealing.renew(webhook, actor.at)
        change.record("webhook.made", webhook)
    return webhook, secret


def change(actor: Actor, *, webhook: Webhook, kinds: Collection[str], description: str) -> Webhook:
    """Ask for other kinds, or describe it otherwise; another address is another webhook, with a secret of its own.

    Raises:
        Refused: GONE_ALREADY, no right.
    """
    require_own(actor, webhook.organisation_id)
    with changing(actor, KEEP, on=webhook) as changed:
        found = _locked(webhook)
        found.kinds, found.description = _known(kinds), description
        found.full_clean()
        found.save(update_fields=["kinds", "description"])
        changed.record("webhook.changed", found)
    return found


def rotate(actor: Actor, *, webhook: Webhook) -> str:
    """A new secret, which is shown once; the one that signed until now does so for another day.

    Raises:
        Refused: GONE_ALREADY, no right.
    """
    require_own(actor, webhook.organisation_id)
    with changing(actor, KEEP, on=webhook) as changed:
        secret = sealing.renew(_locked(webhook), actor.at)
        changed.record("webhook.rotated", webhook)
    return secret


def switch(actor: Actor, *, webhook: Webhook, on: bool) -> Webhook:
    """Switch it on or off; what waits while it is off is sent when it is on again.

    Raises:
        Refused: GONE_ALREADY when it is so already, no right.
    """
    require_own(actor, webhook.organisation_id)
    with changing(actor, KEEP, on=webhook) as changed:
        found = _locked(webhook)
        if found.is_on == on:
            raise Refused(access.GONE_ALREADY)
        found.state, found.since_at = Webhook.State.ON if on else Webhook.State.OFF, actor.at
        found.save(update_fields=["state", "since_at"])
        changed.record("webhook.switched-on" if on else "webhook.switched-off", found)
    return found


def remove(actor: Actor, *, webhook: Webhook) -> None:
    """Remove it, with its secrets and with what waited for it.

    Raises:
        Refused: GONE_ALREADY, no right.
    """
    require_own(actor, webhook.organisation_id)
    with changing(actor, KEEP, on=webhook) as changed:
        found = _locked(webhook)
        notices = WebhookNotice.everything.filter(webhook=found)
        changed.record("webhook.removed", webhook, counts={"records": notices.count()})
        notices.delete()
        found.delete()


def try_out(actor: Actor, *, webhook: Webhook) -> WebhookNotice:
    """Send a trial notice with the next round.

    Raises:
        Refused: TRIAL_WAITING, GONE_ALREADY when it is off, no right.
    """
    require_own(actor, webhook.organisation_id)
    with changing(actor, KEEP, on=webhook) as changed:
        found = _locked(webhook)
        if not found.is_on:
            raise Refused(access.GONE_ALREADY)
        waiting = WebhookNotice.everything.filter(webhook=found, kind=TRIAL, state=WebhookNotice.State.WAITING)
        if waiting.exists():
            raise Refused(codes.TRIAL_WAITING)
        notice = put(changed, found, TRIAL, {"webhook": str(found.pk)})
        changed.record("webhook.tried-out", notice)
    return notice


def _known(kinds: Collection[str]) -> list[str]:
    if not set(kinds) <= declared().keys():
        raise ValueError("a webhook asks for kinds that were declared")
    return sorted(set(kinds))


def _locked(webhook: Webhook) -> Webhook:
    found: Webhook | None = Webhook.everything.select_for_update().filter(pk=webhook.pk).first()
    if found is None:
        raise Refused(access.GONE_ALREADY)
    return found
