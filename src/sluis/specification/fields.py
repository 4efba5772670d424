"""One field: what it is called, how its values are read and what happens to them."""

import re
from dataclasses import dataclass

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.constraints import read_constraints
from sluis.specification.identifiers import check_identifier
from sluis.specification.keys import FIELD
from sluis.specification.model import (
    Classification,
    Clear,
    Drop,
    Field,
    FieldType,
    Format,
    OnError,
)
from sluis.specification.names import field_name
from sluis.specification.treatments import read_treatment, word_of
from sluis.specification.values import Section, Value

ONLY_FOR: dict[str, tuple[FieldType, ...]] = {
    "format": (FieldType.DATE,),
    "decimalChar": (FieldType.NUMBER,),
    "groupChar": (FieldType.NUMBER,),
    "trueValues": (FieldType.BOOLEAN,),
    "falseValues": (FieldType.BOOLEAN,),
    "free_text": (FieldType.STRING,),
}
"""Keys that have a meaning for some types only."""

WIDEST = 1_000_000
"""Positions in a line of fixed width."""

IDLE_WHEN_DROPPED = (
    "format",
    "pad",
    "sentinels",
    "constraints",
    "on_error",
    "missingValues",
    "decimalChar",
    "groupChar",
    "trueValues",
    "falseValues",
)
"""Keys without effect on a field that nobody reads."""

_DIRECTIVE = re.compile("%(.?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """A field with the section that it was read from, for the rules that look at several."""

    field: Field
    section: Section


def read_field(value: Value, form: Format) -> Written:
    """One field of a table in files of this format."""
    section = value.section(FIELD)
    kind = section["type"].choice(FieldType)
    for key, types in ONLY_FOR.items():
        if key in section and kind not in types:
            raise section[key].refusal(codes.KEY_NOT_FOR_TYPE, key=key, type=kind.value)
    treatment = read_treatment(section["treatment"], kind)
    identifier = section["identifier"].word(("bsn",)) if "identifier" in section else None
    defaults = Field("", kind, treatment, "")
    field = Field(
        name=field_name(section["name"]),
        type=kind,
        treatment=treatment,
        justification=section["justification"].text(),
        format=_date_format(section.get("format")),
        identifier=identifier,
        pad=section.flag("pad"),
        sentinels=frozenset(_texts(section, "sentinels", ())),
        on_error=_on_error(section, defaults),
        constraints=read_constraints(section.get("constraints"), kind, treatment, identifier),
        missing_values=_texts(section, "missingValues", defaults.missing_values),
        decimal_char=_character(section.get("decimalChar"), defaults.decimal_char),
        group_char=_character(section.get("groupChar"), defaults.group_char),
        true_values=_texts(section, "trueValues", defaults.true_values),
        false_values=_texts(section, "falseValues", defaults.false_values),
        free_text=section.flag("free_text"),
        classification=section["classification"].choice(Classification) if "classification" in section else None,
        position=_position(section, form),
        title=section.text("title"),
        description=section.text("description"),
    )
    check_identifier(section, field)
    _check_secrecy(section, field)
    _check_values(section, field)
    return Written(field, section)


def refuse_idle(written: Written) -> None:
    """Refuse what is asked of a dropped field that no composite or key reads."""
    if isinstance(written.field.treatment, Drop):
        for key in IDLE_WHEN_DROPPED:
            if key in written.section:
                raise written.section[key].refusal(codes.KEY_NOT_FOR_TREATMENT, key=key, treatment="drop")


def _texts(section: Section, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    return section[key].texts(empty=True) if key in section else default


def _on_error(section: Section, defaults: Field) -> OnError:
    """A clear value is one for the package, so there is no row to blank or reject: a wrong one refuses the delivery."""
    clear = isinstance(defaults.treatment, Clear)
    if "on_error" not in section:
        return OnError.REFUSE if clear else defaults.on_error
    if clear:
        word = word_of(defaults.treatment)
        raise section["on_error"].refusal(codes.KEY_NOT_FOR_TREATMENT, key="on_error", treatment=word)
    return section["on_error"].choice(OnError)


def _date_format(value: Value | None) -> str:
    """A pattern that reads a whole date without guessing; two-digit years and names of months need a guess."""
    if value is None:
        return ""
    pattern = value.text()
    directives = _DIRECTIVE.findall(pattern)
    whole = all(directives.count(part) == 1 for part in "Ymd")
    clock = all(directives.count(part) <= 1 for part in "HMS") and set(directives) <= set("YmdHMS")
    if not whole or not clock:
        raise value.refusal(codes.DATE_FORMAT)
    return pattern


def _character(value: Value | None, default: str) -> str:
    if value is None:
        return default
    text = value.text(empty=True)
    if len(text) != 1 or text.isalnum() or text in '+-\r\n"':
        raise value.refusal(codes.NOT_A_CHARACTER, key=value.key)
    return text


def _position(section: Section, form: Format) -> tuple[int, int] | None:
    value = section.get("position")
    fixed = form.type == "fixed-width"
    if value is None:
        if fixed:
            raise section.value.refusal(codes.KEY_MISSING, key="position")
        return None
    if not fixed:
        raise value.refusal(codes.KEY_NOT_FOR_FORMAT, key="position", format=form.type)
    items = value.items()
    if len(items) != 2:
        raise value.refusal(codes.POSITION_FORM)
    start, length = (item.whole(1, WIDEST) for item in items)
    return start, length


def _check_secrecy(section: Section, field: Field) -> None:
    clear = isinstance(field.treatment, Clear)
    if clear and field.free_text:
        raise section["free_text"].refusal(codes.FREE_TEXT_CLEAR)
    if clear and field.classification in (Classification.SPECIAL, Classification.SECRET):
        raise section["classification"].refusal(
            codes.CLASSIFICATION_CONTRADICTS, classification=field.classification.value, key="treatment clear"
        )


def _check_values(section: Section, field: Field) -> None:
    """Each text has one meaning; a default that collides counts as well, and the written key is to blame."""
    meanings: dict[str, tuple[str, ...]] = {"missingValues": field.missing_values}
    meanings |= {"enum": field.constraints.enum, "sentinels": tuple(field.sentinels)}
    if field.type is FieldType.BOOLEAN:
        meanings |= {"trueValues": field.true_values, "falseValues": field.false_values}
    pairs = [("missingValues", key) for key in meanings if key != "missingValues"] + [("trueValues", "falseValues")]
    for key, other in pairs:
        if set(meanings.get(key, ())) & set(meanings.get(other, ())):
            blamed = next(section[each] for each in (other, key, "constraints") if each in section)
            raise blamed.refusal(codes.VALUES_OVERLAP, key=key, other=other)
    if field.type is FieldType.NUMBER and field.decimal_char == field.group_char:
        blamed = section.get("groupChar") or section["decimalChar"]
        raise blamed.refusal(codes.SAME_CHARACTER, key="decimalChar", other="groupChar")
