"""The data dictionary as a workbook: tables, fields, option sets, identifiers, versions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.reading import Row, sheets
from sluis.portal.specifications.workbooks.sheets import add_sheet, fill, saved
from sluis.specification.model import Pseudonymise, Specification


def dictionary(specification: Specification, version: Specversion, versions: Iterable[Specversion]) -> bytes:
    """The dictionary of a version.

    Args:
        specification: what stands in its file.
        version: itself.
        versions: those of the same specification that the reader may see.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"{version.dataspec.title} {version.label}"
    book.properties.creator = "Sluis"
    yes = _("yes")
    fill(
        add_sheet(book, _("Tables")),
        (_("Table"), _("Fields"), _("Told apart by"), _("Scheme"), _("File"), _("List of fields is closed")),
        _tables(specification),
        (24, 10, 32, 16, 14, 20),
    )
    fill(
        add_sheet(book, _("Fields")),
        _field_headings(),
        _fields(specification, yes),
        (18, 22, 26, 30, 18, 30, 34, 36, 22, 12, 24, 22, 28),
    )
    fill(
        add_sheet(book, _("Option sets")), (_("Table"), _("Field"), _("Option"), _("Meaning")),
        _options(specification), (24, 24, 24, 40),
    )  # fmt: skip
    fill(
        add_sheet(book, _("Identifiers")),
        (_("Table"), _("Identifier"), _("Kind"), _("Made of"), _("Why the recipient needs it")),
        _identifiers(specification),
        (24, 24, 18, 40, 44),
    )
    fill(
        add_sheet(book, _("Versions")),
        (
            _("Version"),
            _("State"),
            _("Holds from"),
            _("Holds until and including"),
            _("What changed, and why"),
            "SHA-256",
        ),
        _versions(versions),
        (14, 22, 16, 24, 50, 70),
    )
    return saved(book)


def _tables(specification: Specification) -> Iterator[Sequence[Any]]:
    closed = _("yes") if specification.closed else _("no")
    for table in specification.tables:
        keys = ", ".join(table.primary_key)
        yield table.name, len(table.fields), keys, specification.scheme.value, specification.format.type, closed


def _field_headings() -> Sequence[str]:
    return (
        _("Table"), _("Field"), _("Title"), _("Meaning"), _("Type"), _("Allowed"),
        _("Operation at the source"), _("Why the recipient needs it"), _("Kind of personal data"), _("Free text"),
        _("When a value is wrong"), _("The TTP sees"), _("The recipient gets"),
    )  # fmt: skip


def _fields(specification: Specification, yes: str) -> Iterator[Sequence[Any]]:
    for sheet in sheets(specification):
        for row in sheet.rows:
            yield (sheet.name, *_field(row, yes))


def _field(row: Row, yes: str) -> Sequence[Any]:
    return (
        row.name, row.title, row.description, row.kind, row.allowed, row.operation, row.justification,
        row.classification, yes if row.free_text else "", row.when_wrong, row.ttp, row.recipient,
    )  # fmt: skip


def _options(specification: Specification) -> Iterator[Sequence[Any]]:
    for table in specification.tables:
        for field in table.fields:
            meanings = (
                (field.constraints.enum, ""),
                (field.true_values if field.type.value == "boolean" else (), _("yes")),
                (field.false_values if field.type.value == "boolean" else (), _("no")),
                (tuple(each for each in field.missing_values if each), _("nothing")),
                (tuple(sorted(field.sentinels)), _("no number")),
            )
            for texts, meaning in meanings:
                yield from ((table.name, field.name, text, meaning) for text in texts)


def _identifiers(specification: Specification) -> Iterator[Sequence[Any]]:
    for table in specification.tables:
        for field in table.fields:
            if isinstance(field.treatment, Pseudonymise):
                yield table.name, field.name, field.identifier or "", "", field.justification
        for each in table.composites:
            yield table.name, each.name, _("composite"), ", ".join(each.of), each.justification


def _versions(versions: Iterable[Specversion]) -> Iterator[Sequence[Any]]:
    for each in versions:
        yield each.label, str(each.get_state_display()), each.starts_on, each.ends_on, each.note, each.sha256
