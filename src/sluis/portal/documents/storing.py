"""A file becomes a document, or the next version of one; as a part of somebody's change."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.documents.checking import check
from sluis.portal.documents.models import Document, Version
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes


def store(
    change: Change,
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    file: UploadedFile,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Document:
    """A new document with its first version.

    Raises:
        Refused: as `checking.check`, and VALIDITY.
    """
    document = Document(organisation=organisation, kind=kind, title=title)
    document.full_clean()
    document.save(force_insert=True)
    add_version(change, document=document, file=file, valid_from=valid_from, valid_until=valid_until, note=note)
    return document


def add_version(
    change: Change,
    *,
    document: Document,
    file: UploadedFile,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Version:
    """The next version; it replaces none of the earlier ones.

    Raises:
        Refused: as `checking.check`, and VALIDITY.
    """
    if valid_from and valid_until and valid_until < valid_from:
        raise Refused(codes.VALIDITY)
    checked = check(file)
    Document.everything.select_for_update().get(pk=document.pk)  # numbers follow each other
    last = Version.everything.filter(document=document).order_by("-number").values_list("number", flat=True).first()
    version = Version(
        organisation=document.organisation, document=document, number=(last or 0) + 1, file_name=checked.name,
        media_type=checked.media_type, size=len(checked.content), sha256=checked.sha256, content=checked.content,
        valid_from=valid_from, valid_until=valid_until, note=note, stored_at=change.actor.at,
        stored_by=change.actor.name,
    )  # fmt: skip
    version.full_clean(exclude=["content"])
    version.save(force_insert=True)
    about = {"document": str(document.pk), "digest": version.sha256}
    change.record("document.stored", version, objects=about, counts={"bytes": version.size})
    return version
