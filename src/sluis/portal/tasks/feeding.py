"""A calendar feed: made, withdrawn, and found by its secret address."""

import hashlib
import secrets
from datetime import datetime

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.recognising import recognise
from sluis.portal.access.rights import WORKING
from sluis.portal.tasks.models import Feed
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes


def begin(actor: Actor) -> str:
    """A new secret for one's feed, shown once; an earlier one no longer works."""
    secret = secrets.token_urlsafe(32)
    with changing(actor.oneself, WORKING) as change:
        if actor.person is None:
            raise Refused(access.NOT_SIGNED_IN)
        _revoke(actor)
        feed = Feed(
            organisation=actor.person.organisation, person=actor.person, digest=digest(secret), made_at=actor.at
        )
        feed.save(force_insert=True)
        change.record("feed.made", feed)
    return secret


def withdraw(actor: Actor) -> None:
    """The address no longer works.

    Raises:
        Refused: NO_FEED.
    """
    with changing(actor.oneself, WORKING) as change:
        found = _revoke(actor)
        if found is None:
            raise Refused(codes.NO_FEED)
        change.record("feed.withdrawn", found)


def reader(secret: str, at: datetime) -> Actor | None:
    """The person whose feed it is, as they are now; none when access has ended or is closed."""
    feeds = Feed.everything.select_related("person__organisation")
    feed = feeds.filter(digest=digest(secret), revoked_at=None).first()
    actor = recognise(feed.person, at) if feed else None
    return actor if actor and actor.person and actor.closed is None else None


def digest(secret: str) -> str:
    """What is kept of a secret; it is long and random, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _revoke(actor: Actor) -> Feed | None:
    feed: Feed | None = Feed.everything.select_for_update().filter(person=actor.person, revoked_at=None).first()
    if feed is not None:
        feed.revoked_at = actor.at
        feed.save()
    return feed
