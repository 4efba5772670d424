"""A record of one of the registers is made or changed: one service for all that only keep what somebody fills in."""

from collections.abc import Mapping
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import Owned
from sluis.portal.documents.models import Document
from sluis.portal.documents.storing import add_version, store
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes

Record = TypeVar("Record", bound=Owned)

KINDS = {"copy": "certificate", "applicability": "applicability"}
"""Fields with a document of a kind of its own."""


def keep(
    actor: Actor, *, record: Record, right: Right, files: Mapping[str, UploadedFile | None] | None = None
) -> Record:
    """Make or change a record.

    Args:
        actor: who does it.
        record: as it shall be; its organisation is set.
        right: that it needs.
        files: new documents, by the field that refers to them.
    Raises:
        Refused: NOT_ALLOWED, NOT_YOURS; GONE_ALREADY when it is gone; as `documents.storing` for files.
    """
    new = record._state.adding
    with changing(actor, right, on=record) as change:
        if not new and not type(record).everything.select_for_update().filter(pk=record.pk).exists():
            raise Refused(access_codes.GONE_ALREADY)
        for field, file in (files or {}).items():
            if file is not None:
                setattr(record, field, _stored(change, record, field, file))
        record.full_clean()
        record.save(force_insert=new)
        change.record(f"{record._meta.model_name}.{'made' if new else 'changed'}", record)
    return record


def _stored(change: Change, record: Owned, field: str, file: UploadedFile) -> Document:
    """The document with the file as its newest version."""
    document: Document | None = getattr(record, field)
    if document is not None:
        add_version(change, document=document, file=file)
        return document
    return store(
        change, organisation=record.organisation, kind=KINDS.get(field, "other"), title=str(record)[:200], file=file
    )
