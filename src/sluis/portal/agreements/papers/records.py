"""The processor's register of art. 30(2), row by row: as a section of a paper, and as a table for other programs."""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluis.agreement.contract import ContactKind, Contract, Party, Side
from sluis.portal.access.models import Organisation
from sluis.portal.agreements.models import Agreement
from sluis.portal.agreements.papers.about_agreements import NONE, running, texts_of
from sluis.portal.agreements.papers.facts import country
from sluis.portal.agreements.papers.sections import Period
from sluis.portal.agreements.wording import BASES
from sluis.portal.documents.rendering.paper import Block, Facts, Paragraph, Section, Table
from sluis.portal.ui.downloads import Cell, cell, csv_lines

_OFFICERS = (ContactKind.DPO, ContactKind.PRIMARY)


@dataclass(frozen=True, slots=True)
class Record:
    """One category of processing for one controller: what art. 30(2) asks, and what annex 1 says beside."""

    controller: str
    controller_address: str
    controller_dpo: str
    processor: str
    processor_dpo: str
    agreement: str
    programme: str
    processing_activity: str
    personal_data_types: str
    data_subject_categories: str
    purposes: str
    legal_basis: str
    countries: str
    transfer_outside_eea: str
    retention_terms: str
    deletion_procedure: str
    subprocessors: str
    recipients: str
    security_measures: str


def records(organisation: Organisation | None, at: datetime, language: str) -> list[Record]:
    """The rows of annex 1 of all agreements under which data may be held."""
    with override(language):
        return [row for each in running(organisation, at) for row in _records(each, language)]


def _records(agreement: Agreement, language: str) -> Iterator[Record]:
    contract, texts = agreement.contract, texts_of(agreement, language)
    for row in contract.processings:
        yield Record(
            controller=contract.controller.statutory_name,
            controller_address=_address(contract.controller),
            controller_dpo=_officer(contract, Side.CONTROLLER),
            processor=contract.processor.statutory_name,
            processor_dpo=_officer(contract, Side.PROCESSOR),
            agreement=agreement.number,
            programme=agreement.programme,
            processing_activity=row.activity,
            personal_data_types="; ".join(row.data_types),
            data_subject_categories="; ".join(row.data_subjects),
            purposes="; ".join(row.purposes),
            legal_basis=str(BASES[row.legal_basis]) if row.legal_basis else "",
            countries=", ".join(country(code, texts) for code in row.countries),
            transfer_outside_eea=_("yes") if row.transfer_outside_eea else _("no"),
            retention_terms=row.retention,
            deletion_procedure=row.deletion,
            subprocessors="; ".join(f"{one.name} ({country(one.country, texts)})" for one in contract.subprocessors),
            recipients="; ".join(flow.recipient_name for flow in contract.flows if flow.transport),
            security_measures="; ".join(f"{one.standard} {one.number} {one.text}".strip() for one in contract.measures),
        )


def _address(party: Party) -> str:
    return ", ".join(filter(None, (party.street_address, f"{party.postcode} {party.city}".strip())))


def _officer(contract: Contract, side: Side) -> str:
    found = [one for kind in _OFFICERS for one in contract.contacts if (one.side, one.kind) == (side, kind)]
    return ", ".join(filter(None, (found[0].name, found[0].email, found[0].phone))) if found else ""


def _labels() -> dict[str, str]:
    return {
        "controller": _("Controller"),
        "controller_address": _("Address of the controller"),
        "controller_dpo": _("Data protection officer of the controller"),
        "processor": _("Processor"),
        "processor_dpo": _("Data protection officer of the processor"),
        "agreement": _("Agreement"),
        "programme": _("Programme"),
        "processing_activity": _("Processing activity"),
        "personal_data_types": _("Kinds of personal data"),
        "data_subject_categories": _("Categories of data subjects"),
        "purposes": _("Purposes"),
        "legal_basis": _("Legal basis"),
        "countries": _("Countries"),
        "transfer_outside_eea": _("Transfer outside the EEA"),
        "retention_terms": _("Kept for"),
        "deletion_procedure": _("How it is removed"),
        "subprocessors": _("Subprocessors"),
        "recipients": _("Recipients"),
        "security_measures": _("Security measures"),
    }


def register_section(organisation: Organisation | None, at: datetime, _period: Period, language: str) -> Section:
    """All controllers with their categories of processing."""
    blocks: list[Block] = []
    for each in running(organisation, at):
        blocks += _controller(each, list(_records(each, language)))
    nothing = Paragraph(_("There is no agreement under which data are processed."))
    return Section(_("Controllers and categories of processing"), tuple(blocks) or (nothing,), wide=True)


def _controller(agreement: Agreement, rows: list[Record]) -> Iterator[Block]:
    labels = _labels()
    yield Paragraph(f"{agreement.contract.controller.statutory_name} · {agreement.number}", strong=True)
    if rows:
        named = ("controller_address", "controller_dpo", "processor_dpo", "subprocessors", "recipients")
        yield Facts(tuple((labels[name], getattr(rows[0], name) or NONE) for name in named))
    columns = (
        "processing_activity", "personal_data_types", "data_subject_categories", "purposes", "legal_basis",
        "countries", "transfer_outside_eea", "retention_terms",
    )  # fmt: skip
    yield Table(
        tuple(labels[name] for name in columns),
        tuple(tuple(getattr(row, name) or NONE for name in columns) for row in rows),
        widths=(17, 15, 12, 15, 11, 9, 8, 13),
    )


def as_xlsx(rows: list[Record], language: str) -> bytes:
    """A workbook with a head that stays in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    with override(language):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = _("Processor register")
        for line in _lines(rows):
            sheet.append(line)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, heading in enumerate(sheet[1], 1):
        heading.font, heading.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = 24
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: list[Record], language: str) -> bytes:
    """As the spreadsheet of the language opens it."""
    with override(language):
        return b"".join(csv_lines(_lines(rows), language))


def as_json(rows: list[Record]) -> bytes:
    """For other programs: the names of the fields, whatever the language."""
    made = [{each.name: getattr(row, each.name) for each in fields(Record)} for row in rows]
    return json.dumps({"format": "sluis-processing-records/1", "records": made}, ensure_ascii=False, indent=1).encode()


def _lines(rows: list[Record]) -> list[list[Cell]]:
    labels = _labels()
    head: list[Cell] = [labels[each.name] for each in fields(Record)]
    return [head, *([cell(value) for value in astuple(row)] for row in rows)]
