"""A version's file as pages and workbooks show it: fields in words, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext, gettext_lazy, ngettext

from sluis.portal.specifications.models import Specversion
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import reader_language
from sluis.refusals import translation
from sluis.specification import classified, read_specification, remarks
from sluis.specification.classifying import Concern
from sluis.specification.describing import allowed, kind, made_of, operation, pseudonymised, seen, when_wrong
from sluis.specification.model import Classification, Composite, Field, Specification, Table

CLASSES: dict[Classification | None, Text] = {
    Classification.IDENTIFIER: gettext_lazy("Identifier"),
    Classification.ORDINARY: gettext_lazy("Ordinary personal data"),
    Classification.SPECIAL: gettext_lazy("Special category"),
    Classification.SECRET: gettext_lazy("Statutory secrecy"),
    None: gettext_lazy("Not said"),
}
"""Kinds of personal data (Z-29), as pages and workbooks name them."""

TONES = {Classification.SPECIAL: "warning", Classification.SECRET: "danger", Classification.IDENTIFIER: "info"}


@dataclass(frozen=True, slots=True)
class Row:
    """A field, or a composite, in words.

    Attributes:
        name: as it stands in the file.
        title: what people call it.
        description: what it means.
        kind: how its values are read.
        allowed: which values are right.
        operation: what is done with it at the source.
        justification: why the recipient needs it.
        classification: what kind of personal data it is.
        tone: of the badge.
        free_text: whether it may hold what nobody foresaw (P-14).
        when_wrong: what happens to a value that is wrong.
        ttp: what the TTP sees of it.
        recipient: what the recipient gets.
    """

    name: str
    title: str
    description: str
    kind: str
    allowed: str
    operation: str
    justification: str
    classification: str
    tone: str
    free_text: bool
    when_wrong: str
    ttp: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words."""

    name: str
    rows: Sequence[Row]
    keys: Sequence[str]


def read(version: Specversion) -> Specification:
    """What the file says; it was read when it came in."""
    return _parsed(bytes(version.content))


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> Specification:
    """A file never changes and a large one takes a second; pages ask for the same few again and again."""
    return read_specification(content)


def sheets(specification: Specification) -> list[Sheet]:
    """Every table with its fields in words."""
    return [_sheet(table, specification) for table in specification.tables]


def _sheet(table: Table, specification: Specification) -> Sheet:
    rows = [field_row(each, specification) for each in table.fields]
    rows += [composite_row(each, specification) for each in table.composites]
    return Sheet(table.name, rows, list(_keys(table)))


def _keys(table: Table) -> list[str]:
    found = []
    if table.primary_key:
        found.append(gettext("Each row is told apart by: %(fields)s.") % {"fields": ", ".join(table.primary_key)})
    for key in table.foreign_keys:
        facts = {
            "fields": ", ".join(key.fields),
            "table": key.reference_table,
            "others": ", ".join(key.reference_fields),
        }
        found.append(gettext("%(fields)s must occur in table %(table)s as %(others)s.") % facts)
    return found


def field_row(field: Field, specification: Specification) -> Row:
    """A field in words."""
    say = translation(reader_language()).gettext
    _source, ttp, recipient = seen(field, specification.scheme, say)
    found = classified(field)
    return Row(
        field.name, field.title, field.description, kind(field, say), allowed(field, say), operation(field, say),
        field.justification, str(CLASSES[found]), TONES.get(found, "neutral") if found else "neutral",
        field.free_text, when_wrong(field, say), ttp, recipient,
    )  # fmt: skip


def composite_row(composite: Composite, specification: Specification) -> Row:
    """A composite in words: an identifier that the source makes of several fields."""
    say = translation(reader_language()).gettext
    ttp, recipient = pseudonymised(specification.scheme, say)
    return Row(
        composite.name, "", "", gettext("composite"), "", made_of(composite, say), composite.justification,
        str(CLASSES[Classification.IDENTIFIER]), TONES[Classification.IDENTIFIER], False, "", ttp, recipient,
    )  # fmt: skip


def concerns(specification: Specification) -> list[str]:
    """What whoever approves should look at twice, one sentence each."""
    found = list(remarks(specification))
    unsaid = [each.field for each in found if each.concern is Concern.UNCLASSIFIED]
    free = [each.field for each in found if each.concern is Concern.FREE_TEXT]
    sentences = []
    if unsaid:
        text = ngettext(
            "Of one field the file does not say what kind of personal data it holds: %(fields)s.",
            "Of %(count)d fields the file does not say what kind of personal data they hold: %(fields)s.",
            len(unsaid),
        )
        sentences.append(text % {"count": len(unsaid), "fields": _some(unsaid)})
    if free:
        text = ngettext(
            "One free text may hold special categories, and is not marked as such: %(fields)s.",
            "%(count)d free texts may hold special categories, and are not marked as such: %(fields)s.",
            len(free),
        )
        sentences.append(text % {"count": len(free), "fields": _some(free)})
    return sentences


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:6])
    return shown if len(names) <= 6 else f"{shown}, …"
