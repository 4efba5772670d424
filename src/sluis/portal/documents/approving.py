"""The board approves a version that somebody else added."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.documents.models import Version
from sluis.portal.documents.rights import APPROVE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes


def approve(actor: Actor, *, version: Version) -> Version:
    """Approve it, for one's own organisation.

    Raises:
        Refused: OWN_VERSION; NOT_YOURS for another organisation's, also to the operator; GONE_ALREADY when it was.
    """
    with changing(actor, APPROVE, on=version) as change:
        fresh: Version = Version.everything.select_for_update().defer("content").get(pk=version.pk)
        if actor.organisation is None or fresh.organisation_id != actor.organisation.pk:
            raise Refused(access.NOT_YOURS)
        if fresh.stored_by == actor.name:
            raise Refused(codes.OWN_VERSION)
        if fresh.approved_at:
            raise Refused(access.GONE_ALREADY)
        fresh.approved_at, fresh.approved_by = actor.at, actor.name
        fresh.save(update_fields=["approved_at", "approved_by"])
        change.record("document.approved", fresh, objects={"document": str(fresh.document_id), "digest": fresh.sha256})
    return fresh
