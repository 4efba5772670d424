"""What a specification says of a field, in words: for the dictionary, for pages and for workbooks.

Every function takes `say`, the translator of the reader's language (`sluis.refusals.translation(language).gettext`).
"""

from collections.abc import Callable, Iterable

from sluis.refusals.marking import _
from sluis.specification.classifying import classified
from sluis.specification.model import (
    Clear,
    Composite,
    Drop,
    Field,
    Generalise,
    Pseudonymise,
    Scheme,
    Seal,
)

Words = Callable[[str], str]
"""From a marked text to the reader's language."""

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
ON_ERROR = {
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
TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "date": _("date"),
}


def when_wrong(field: Field, say: Words) -> str:
    """What happens when a value is wrong; nothing is said of what nobody reads."""
    return "" if isinstance(field.treatment, Drop) else say(ON_ERROR[field.on_error])


def seen(field: Field, scheme: Scheme, say: Words) -> tuple[str, str, str]:
    """What the source, the TTP and the recipient see of a field."""
    value, nothing = say(_("the value")), say(_("nothing"))
    match field.treatment:
        case Pseudonymise():
            return value, *pseudonymised(scheme, say)
        case Generalise():
            return value, nothing, coarser(field.treatment, say)
        case Seal():
            return value, nothing, value
        case Clear():
            return value, value, value
        case Drop():
            return value, nothing, nothing


def pseudonymised(scheme: Scheme, say: Words) -> tuple[str, str]:
    """What the TTP and the recipient see of an identifier (the trust table of the design)."""
    pseudonym = say(_("a pseudonym"))
    return (say(_("nothing")) if scheme is Scheme.POLYMORPHIC else say(_("the pseudonym, in memory only"))), pseudonym


def operation(field: Field, say: Words) -> str:
    """What is done with it."""
    words = say(_TREATMENTS[type(field.treatment)])
    return f"{words}: {coarser(field.treatment, say)}" if isinstance(field.treatment, Generalise) else words


def coarser(treatment: Generalise, say: Words) -> str:
    """How it is made coarser."""
    parts = [say(_COARSER[treatment.to])]
    if treatment.width:
        parts.append(say(_("{width} wide")).format(width=treatment.width))
    if treatment.bounds:
        parts.append(say(_("from {bounds}")).format(bounds=listed(map(str, treatment.bounds))))
    if treatment.top_code_age:
        parts.append(say(_("ages above {age} as {age}")).format(age=treatment.top_code_age))
    if treatment.as_of:
        parts.append(say(_("age on {day}")).format(day=treatment.as_of.isoformat()))
    if treatment.mask:
        parts.append(say(_("blank in {areas}")).format(areas=listed(sorted(treatment.mask))))
    return "; ".join(parts)


def made_of(composite: Composite, say: Words) -> str:
    """From which fields a composite is made."""
    return say(_("made of {fields}")).format(fields=listed(composite.of))


def kind(field: Field, say: Words) -> str:
    """How its values are read."""
    if field.identifier:
        return field.identifier
    return f"{say(TYPES[field.type])} ({field.format})" if field.format else say(TYPES[field.type])


def allowed(field: Field, say: Words) -> str:
    """Which values are right."""
    rules = field.constraints
    parts = [say(_("required"))] if rules.required else []
    parts += [say(_("unique"))] if rules.unique else []
    parts += [listed(rules.enum)] if rules.enum else []
    parts += [f"≥ {rules.minimum}"] if rules.minimum is not None else []
    parts += [f"≤ {rules.maximum}"] if rules.maximum is not None else []
    shortest, longest = say(_("at least {n} characters")), say(_("at most {n} characters"))
    parts += [shortest.format(n=rules.min_length)] if rules.min_length else []
    parts += [longest.format(n=rules.max_length)] if rules.max_length else []
    parts += [say(_("of the form {pattern}")).format(pattern=rules.pattern)] if rules.pattern else []
    return "; ".join(parts)


def classes(field: Field, say: Words) -> str:
    """What kind of personal data it holds (Z-29), and whether it may hold what nobody foresaw (P-14)."""
    found = classified(field)
    parts = [say(_CLASSES[found])] if found else []
    return "; ".join(parts + ([say(_("free text"))] if field.free_text else []))


def listed(words: Iterable[str]) -> str:
    """With commas between them."""
    return ", ".join(words)
