"""A data dictionary: the specification as the three parties read it, in Markdown.

Its three parts are those of the founding documents: what the source puts in, what is done with it, what comes out and
who sees that.
"""

from collections.abc import Callable, Iterable, Iterator

from sluis.refusals import translation
from sluis.refusals.marking import _
from sluis.specification.model import (
    Clear,
    Composite,
    Drop,
    Field,
    Generalise,
    Pseudonymise,
    Scheme,
    Seal,
    Specification,
    Table,
)

Words = Callable[[str], str]

_TREATMENTS = {
    Pseudonymise: _("becomes a pseudonym"),
    Generalise: _("made coarser, then sealed"),
    Seal: _("sealed for the recipient"),
    Clear: _("one value for the whole package"),
    Drop: _("dropped"),
}
_COARSER = {
    "year": _("year"),
    "month": _("month"),
    "age_band": _("age band"),
    "pc4": _("4 digits of the postcode"),
    "pc3": _("3 digits of the postcode"),
    "pc2": _("2 digits of the postcode"),
    "band": _("band"),
}
_ON_ERROR = {
    "refuse": _("refuse the delivery"),
    "blank": _("leave the value blank"),
    "reject_row": _("leave the row out"),
}
_CLASSES = {
    "identifier": _("identifier"),
    "ordinary": _("ordinary"),
    "special": _("special category"),
    "secret": _("statutory secrecy"),
}
_TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "date": _("date"),
}


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
        (field.name, field.title, _kind(field, say), _allowed(field, say), _class(field, say)) for field in table.fields
    )
    yield from _grid([say(head) for head in heads], rows)
    if table.primary_key:
        yield from ("", say(_("Each row is told apart by: {fields}.")).format(fields=_listed(table.primary_key)))
    for key in table.foreign_keys:
        sentence = say(_("{fields} must occur in table {table} as {others}."))
        words = {"fields": _listed(key.fields), "table": key.reference_table, "others": _listed(key.reference_fields)}
        yield from ("", sentence.format(**words))


def _operations(table: Table, say: Words) -> Iterator[str]:
    heads = (_("Field"), _("Operation"), _("When a value is wrong"), _("Why the recipient needs it"))
    rows = [
        (field.name, _operation(field, say), _when_wrong(field, say), field.justification) for field in table.fields
    ]
    rows += [(each.name, _made_of(each, say), "", each.justification) for each in table.composites]
    yield from _grid([say(head) for head in heads], rows)


def _when_wrong(field: Field, say: Words) -> str:
    return "" if isinstance(field.treatment, Drop) else say(_ON_ERROR[field.on_error])


def _output(table: Table, scheme: Scheme, say: Words) -> Iterator[str]:
    rows = [(field.name, *_seen(field, scheme, say)) for field in table.fields]
    hidden, pseudonym = _pseudonymised(scheme, say)
    rows += [(each.name, _made_of(each, say), hidden, pseudonym) for each in table.composites]
    yield from _grid([say(_("Field")), say(_("Source")), say(_("TTP")), say(_("Recipient"))], rows)


def _seen(field: Field, scheme: Scheme, say: Words) -> tuple[str, str, str]:
    """What the source, the TTP and the recipient see of a field."""
    value, nothing = say(_("the value")), say(_("nothing"))
    match field.treatment:
        case Pseudonymise():
            return value, *_pseudonymised(scheme, say)
        case Generalise():
            return value, nothing, _coarser(field.treatment, say)
        case Seal():
            return value, nothing, value
        case Clear():
            return value, value, value
        case Drop():
            return value, nothing, nothing


def _pseudonymised(scheme: Scheme, say: Words) -> tuple[str, str]:
    """What the TTP and the recipient see of an identifier (the trust table of the design)."""
    pseudonym = say(_("a pseudonym"))
    return (say(_("nothing")) if scheme is Scheme.POLYMORPHIC else say(_("the pseudonym, in memory only"))), pseudonym


def _operation(field: Field, say: Words) -> str:
    words = say(_TREATMENTS[type(field.treatment)])
    return f"{words}: {_coarser(field.treatment, say)}" if isinstance(field.treatment, Generalise) else words


def _coarser(treatment: Generalise, say: Words) -> str:
    parts = [say(_COARSER[treatment.to])]
    if treatment.width:
        parts.append(say(_("{width} wide")).format(width=treatment.width))
    if treatment.bounds:
        parts.append(say(_("from {bounds}")).format(bounds=_listed(map(str, treatment.bounds))))
    if treatment.top_code_age:
        parts.append(say(_("ages above {age} as {age}")).format(age=treatment.top_code_age))
    if treatment.as_of:
        parts.append(say(_("age on {day}")).format(day=treatment.as_of.isoformat()))
    if treatment.mask:
        parts.append(say(_("blank in {areas}")).format(areas=_listed(sorted(treatment.mask))))
    return "; ".join(parts)


def _made_of(composite: Composite, say: Words) -> str:
    return say(_("made of {fields}")).format(fields=_listed(composite.of))


def _kind(field: Field, say: Words) -> str:
    if field.identifier:
        return field.identifier
    return f"{say(_TYPES[field.type])} ({field.format})" if field.format else say(_TYPES[field.type])


def _allowed(field: Field, say: Words) -> str:
    rules = field.constraints
    parts = [say(_("required"))] if rules.required else []
    parts += [say(_("unique"))] if rules.unique else []
    parts += [_listed(rules.enum)] if rules.enum else []
    parts += [f"≥ {rules.minimum}"] if rules.minimum is not None else []
    parts += [f"≤ {rules.maximum}"] if rules.maximum is not None else []
    shortest, longest = say(_("at least {n} characters")), say(_("at most {n} characters"))
    parts += [shortest.format(n=rules.min_length)] if rules.min_length else []
    parts += [longest.format(n=rules.max_length)] if rules.max_length else []
    parts += [say(_("of the form {pattern}")).format(pattern=rules.pattern)] if rules.pattern else []
    return "; ".join(parts)


def _class(field: Field, say: Words) -> str:
    parts = [say(_CLASSES[field.classification])] if field.classification else []
    return "; ".join(parts + ([say(_("free text"))] if field.free_text else []))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _grid(heads: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(map(_cell, row)) + " |"


def _cell(text: str) -> str:
    """On one line, with the characters that mean something to Markdown or HTML made harmless."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]|#<>" else character for character in text)
    return " ".join(escaped.split())
