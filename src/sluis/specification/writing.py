"""A data dictionary: the specification as the three parties read it, in Markdown.

Its three parts are those of the founding documents: what the source puts in, what is done with it, what comes out and
who sees that.
"""

from collections.abc import Iterable, Iterator

from sluis.refusals import translation
from sluis.refusals.marking import _
from sluis.specification.describing import (
    Words,
    allowed,
    classes,
    kind,
    listed,
    made_of,
    operation,
    pseudonymised,
    seen,
    when_wrong,
)
from sluis.specification.model import Scheme, Specification, Table


def export_dictionary(spec: Specification, language: str) -> str:
    """The data dictionary of a specification, as Markdown.

    Args:
        language: `nl` or `en`.
    Raises:
        ValueError: another language.
    """
    say = translation(language).gettext
    lines = [f"# {_cell(spec.title or spec.name)}", "", *_heading(spec, say)]
    for table in spec.tables:
        lines += ["", "## " + say(_("Table {name}")).format(name=_cell(table.name))]
        lines += ["", "### " + say(_("1. Input: what the source has")), "", *_input(table, say)]
        lines += ["", "### " + say(_("2. Operations: what is done with it")), "", *_operations(table, say)]
        lines += ["", "### " + say(_("3. Output: who sees what")), "", *_output(table, spec.scheme, say)]
    return "\n".join(lines) + "\n"


def _heading(spec: Specification, say: Words) -> Iterator[str]:
    if spec.description:
        yield from (_cell(spec.description), "")
    always = say(_("always"))
    first, last = (day.isoformat() if day else always for day in (spec.valid_from, spec.valid_until))
    yield f"- {say(_('Name and version'))}: {spec.name} {spec.version}"
    yield f"- {say(_('Valid'))}: {first} – {last}"
    yield f"- {say(_('Scheme'))}: {spec.scheme.value}"
    yield f"- {say(_('Files'))}: {spec.format.type}"
    other = say(_("the delivery is refused")) if spec.closed else say(_("it is dropped and reported"))
    yield f"- {say(_('A column that is not named here'))}: {other}"
    yield f"- SHA-256: {spec.sha256}"


def _input(table: Table, say: Words) -> Iterator[str]:
    heads = (_("Field"), _("Meaning"), _("Type"), _("Allowed"), _("Kind of data"))
    rows = (
        (field.name, field.title, kind(field, say), allowed(field, say), classes(field, say)) for field in table.fields
    )
    yield from _grid([say(head) for head in heads], rows)
    if table.primary_key:
        yield from ("", say(_("Each row is told apart by: {fields}.")).format(fields=listed(table.primary_key)))
    for key in table.foreign_keys:
        sentence = say(_("{fields} must occur in table {table} as {others}."))
        words = {"fields": listed(key.fields), "table": key.reference_table, "others": listed(key.reference_fields)}
        yield from ("", sentence.format(**words))


def _operations(table: Table, say: Words) -> Iterator[str]:
    heads = (_("Field"), _("Operation"), _("When a value is wrong"), _("Why the recipient needs it"))
    rows = [(field.name, operation(field, say), when_wrong(field, say), field.justification) for field in table.fields]
    rows += [(each.name, made_of(each, say), "", each.justification) for each in table.composites]
    yield from _grid([say(head) for head in heads], rows)


def _output(table: Table, scheme: Scheme, say: Words) -> Iterator[str]:
    rows = [(field.name, *seen(field, scheme, say)) for field in table.fields]
    hidden, pseudonym = pseudonymised(scheme, say)
    rows += [(each.name, made_of(each, say), hidden, pseudonym) for each in table.composites]
    yield from _grid([say(_("Field")), say(_("Source")), say(_("TTP")), say(_("Recipient"))], rows)


def _grid(heads: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"


def _cell(text: str) -> str:
    """On one line, with the characters that mean something to Markdown or HTML made harmless."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]|#<>" else character for character in text)
    return " ".join(escaped.split())
