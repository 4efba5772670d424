"""People add documents and versions for their organisation."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.rights import ADD
from sluis.portal.documents.storing import add_version, store
from sluis.refusals import Refused
from sluis.refusals.catalogue import access


def add(
    actor: Actor,
    *,
    kind: str,
    title: str,
    file: UploadedFile,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Document:
    """A new document of the organisation for which somebody works.

    Raises:
        Refused: as `storing.store`.
    """
    if actor.organisation is None:
        raise Refused(access.NOT_YOURS)
    with changing(actor, ADD, on=actor.organisation) as change:
        return store(
            change, organisation=actor.organisation, kind=kind, title=title, file=file, valid_from=valid_from,
            valid_until=valid_until, note=note,
        )  # fmt: skip


def renew(
    actor: Actor,
    *,
    document: Document,
    file: UploadedFile,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Version:
    """The next version of a document; it counts for others once it was approved.

    Raises:
        Refused: as `storing.add_version`.
    """
    with changing(actor, ADD, on=document) as change:
        return add_version(
            change, document=document, file=file, valid_from=valid_from, valid_until=valid_until, note=note
        )
