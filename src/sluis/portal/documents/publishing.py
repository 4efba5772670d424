"""The operator shows a document to all parties, or to everybody."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.rights import PUBLISH
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


def publish(actor: Actor, *, document: Document, public: bool = False) -> Document:
    """Show its approved versions to all parties; when public, to everybody, signed in or not.

    Raises:
        Refused: NOT_THE_OPERATORS, NOT_APPROVED.
    """
    with changing(actor, PUBLISH, on=document) as change:
        fresh: Document = _locked(document)
        if not fresh.organisation.is_operator:
            raise Refused(codes.NOT_THE_OPERATORS)
        if not Version.everything.filter(document=fresh, approved_at__isnull=False).exists():
            raise Refused(codes.NOT_APPROVED)
        fresh.published, fresh.public = True, public
        fresh.save(update_fields=["published", "public"])
        change.record("document.published", fresh, objects={"code": "everybody" if public else "parties"})
    return fresh


def withdraw(actor: Actor, *, document: Document) -> Document:
    """Show it to nobody else any more."""
    with changing(actor, PUBLISH, on=document) as change:
        fresh = _locked(document)
        fresh.published = fresh.public = False
        fresh.save(update_fields=["published", "public"])
        change.record("document.withdrawn", fresh)
    return fresh


def _locked(document: Document) -> Document:
    found: Document = (
        Document.everything.select_for_update(of=("self",)).select_related("organisation").get(pk=document.pk)
    )
    return found
