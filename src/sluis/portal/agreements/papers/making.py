"""Papers become files, and some of them documents that stay, with their digest in the evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.text import slugify

from sluis.agreement.contract import Side
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.agreements.models import Signature, Version
from sluis.portal.agreements.papers import write, write_service
from sluis.portal.agreements.papers.facts import facts
from sluis.portal.agreements.papers.records import as_csv, as_json, as_xlsx, records
from sluis.portal.agreements.papers.reports import report
from sluis.portal.agreements.papers.sections import Period, Report
from sluis.portal.agreements.papers.signing import Signed
from sluis.portal.agreements.papers.texts import load
from sluis.portal.documents.giving_out import as_attachment
from sluis.portal.documents.models import Document
from sluis.portal.documents.models import Version as Stored
from sluis.portal.documents.rendering import docx
from sluis.portal.documents.rendering.forms import as_docx, as_html, as_pdf
from sluis.portal.documents.rendering.paper import Paper
from sluis.portal.documents.storing import add_version, store

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "docx": (_WORD, as_docx),
    "html": ("text/html; charset=utf-8", lambda paper: as_html(paper).encode()),
}
"""The forms of every paper."""

TABLES = {"xlsx": _SHEET, "csv": "text/csv; charset=utf-8", "json": "application/json"}
"""More forms, of the register alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its digest."""
        return sha256(self.content).hexdigest()


def made(paper: Paper, form: str, name: str) -> Made:
    """A paper as a file; this takes seconds, so it is done before a change and not within one.

    Raises:
        Refused: as `rendering`.
    """
    media_type, draw = FORMS[form]
    return Made(f"{slugify(name)}.{paper.language}.{form}", media_type, draw(paper))


def of_version(version: Version, language: str, form: str, *, service: bool = False) -> Made:
    """A version of an agreement, or the service agreement to which it is attached, with who signed it so far."""
    contract, text_version = version.contract, version.text_version
    if service:
        paper = write_service(contract, language, text_version=text_version)
        return made(paper, form, contract.service.number or f"{contract.number}-service")
    paper = write(contract, language, text_version=text_version, signed=signed(version))
    return made(paper, form, f"{contract.number}-v{contract.version}")


def signed(version: Version) -> list[Signed]:
    """Who signed a version, for the document."""
    found = Signature.everything.filter(version=version).order_by("signed_at", "pk")
    return [Signed(Side(one.side), one.name, one.position, one.signed_at, one.sha256) for one in found]


def of_template(version: Version, language: str, template: bytes) -> Made:
    """A template of one's own, made in Word, with its merge fields filled in (I-01).

    Raises:
        Refused: WORD_TEMPLATE, and as `rendering.docx`.
    """
    contract = version.contract
    values = facts(contract, load(version.text_version, language))
    content = docx(template, values, title=contract.number, language=language)
    return Made(f"{slugify(contract.number)}-v{contract.version}.{language}.docx", _WORD, content)


def of_report(
    kind: Report, organisation: Organisation | None, at: datetime, period: Period, language: str, form: str
) -> Made:
    """A report as a file."""
    name = f"{kind.value}-{organisation.name if organisation else 'all'}-{period.last}"
    if form in TABLES:
        rows = records(organisation, at, language)
        content = {"xlsx": as_xlsx, "csv": as_csv}[form](rows, language) if form != "json" else as_json(rows)
        return Made(f"{slugify(name)}.{language}.{form}", TABLES[form], content)
    return made(report(kind, organisation, at, period, language), form, name)


def take(actor: Actor, right: Right, file: Made, *, on: OwnedBase | None = None) -> HttpResponse:
    """Give a file out; that it was made is recorded with its digest."""
    with changing(actor, right) as change:
        change.record("paper.made", on, objects={"digest": file.sha256}, counts={"bytes": len(file.content)})
    return as_attachment(Stored(file_name=file.name, media_type=file.media_type, content=file.content))


def keep(change: Change, *, organisation: Organisation, kind: str, title: str, file: Made) -> Stored:
    """Put a file among an organisation's documents, as a part of a change; the version that was stored.

    Raises:
        Refused: as `documents.storing.store`.
    """
    upload = SimpleUploadedFile(file.name, file.content, file.media_type)
    document = store(change, organisation=organisation, kind=kind, title=title, file=upload)
    stored: Stored = Stored.everything.get(document=document)
    change.record("paper.made", stored, objects={"digest": stored.sha256}, counts={"bytes": stored.size})
    return stored


def keep_next(change: Change, *, document: Document, file: Made) -> Stored:
    """The same, as the next version of a document that is there.

    Raises:
        Refused: as `documents.storing.add_version`.
    """
    stored = add_version(change, document=document, file=SimpleUploadedFile(file.name, file.content, file.media_type))
    change.record("paper.made", stored, objects={"digest": stored.sha256}, counts={"bytes": stored.size})
    return stored


def store_report(actor: Actor, right: Right, *, organisation: Organisation, title: str, file: Made) -> Stored:
    """Keep a report among the organisation's documents, as handed over."""
    with changing(actor, right, on=organisation) as change:
        return keep(change, organisation=organisation, kind="report", title=title, file=file)
