"""What happens to a field: the words of `treatment`, and which of them fit which type."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import yaml

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.keys import GENERALISE
from sluis.specification.model import Clear, Drop, FieldType, Generalise, Pseudonymise, Seal, Treatment
from sluis.specification.values import Section, Value

WORDS: dict[str, Treatment] = {
    "pseudonymise": Pseudonymise(),
    "seal": Seal(),
    "clear": Clear(),
    "drop": Drop(),
}
"""Treatments without parameters."""


@dataclass(frozen=True, slots=True)
class Generalisation:
    """What a way of generalising takes."""

    types: tuple[FieldType, ...]
    parameters: tuple[str, ...]


_DATE, _POSTCODE, _NUMBER = (FieldType.DATE,), (FieldType.STRING,), (FieldType.INTEGER, FieldType.NUMBER)

GENERALISATIONS = {
    "year": Generalisation(_DATE, ("top_code_age", "as_of")),
    "month": Generalisation(_DATE, ("top_code_age", "as_of")),
    "age_band": Generalisation(_DATE, ("width", "bounds", "top_code_age", "as_of")),
    "pc4": Generalisation(_POSTCODE, ("mask",)),
    "pc3": Generalisation(_POSTCODE, ("mask",)),
    "pc2": Generalisation(_POSTCODE, ("mask",)),
    "band": Generalisation(_NUMBER, ("width", "bounds")),
}
"""Ways of generalising, by their word."""

OLDEST = 130
"""Years; nobody has been older."""

LARGEST = 10**15
"""Of bounds and widths: beneath it every whole number is exact as a float as well."""


def word_of(treatment: Treatment) -> str:
    """The word of a treatment as a specification writes it."""
    if isinstance(treatment, Generalise):
        return treatment.to
    return next(word for word, known in WORDS.items() if known == treatment)


def read_treatment(value: Value, kind: FieldType) -> Treatment:
    """The treatment of a field of this type."""
    if isinstance(value.node, yaml.MappingNode):
        return _generalise(value.section(GENERALISE), kind)
    return WORDS[value.word(WORDS)]


def _generalise(section: Section, kind: FieldType) -> Generalise:
    to = section["generalise"].word(GENERALISATIONS)
    rule = GENERALISATIONS[to]
    if kind not in rule.types:
        fits = [word for word, each in GENERALISATIONS.items() if kind in each.types]
        known = ", ".join([*fits, "seal", "drop"])
        raise section["generalise"].refusal(codes.TREATMENT_NOT_FOR_TYPE, treatment=to, type=kind.value, known=known)
    for key in GENERALISE.optional:
        if key in section and key not in rule.parameters:
            raise section[key].refusal(codes.KEY_NOT_FOR_TREATMENT, key=key, treatment=to)
    _check_bands(section, to)
    top = _whole(section, "top_code_age", OLDEST)
    return Generalise(
        to=to,
        top_code_age=top,
        mask=_mask(section),
        width=_whole(section, "width", OLDEST if kind is FieldType.DATE else LARGEST),
        bounds=_bounds(section, kind, top),
        as_of=_as_of(section, to),
    )


def _check_bands(section: Section, to: str) -> None:
    section.exclude("width", "bounds")
    if "width" in GENERALISATIONS[to].parameters and "width" not in section and "bounds" not in section:
        raise section["generalise"].refusal(codes.BAND_UNDEFINED, treatment=to)


def _whole(section: Section, key: str, most: int) -> int | None:
    value = section.get(key)
    return value.whole(1, most) if value else None


def _mask(section: Section) -> frozenset[str]:
    value = section.get("mask")
    if value is None:
        return frozenset()
    areas = value.texts()
    if not all(len(area) == 4 and area.isascii() and area.isdigit() and area >= "1000" for area in areas):
        raise value.refusal(codes.MASK_FORM)
    return frozenset(areas)


def _bounds(section: Section, kind: FieldType, top: int | None) -> tuple[int, ...]:
    value = section.get("bounds")
    if value is None:
        return ()
    least, most = (0, OLDEST) if kind is FieldType.DATE else (-LARGEST, LARGEST)
    bounds = tuple(item.whole(least, most) for item in value.items())
    if any(low >= high for low, high in pairwise(bounds)):
        raise value.refusal(codes.BOUNDS_NOT_ASCENDING)
    if top is not None and bounds[-1] > top:
        raise value.refusal(codes.BAND_ABOVE_TOP)
    return bounds


def _as_of(section: Section, to: str) -> date | None:
    if to != "age_band":  # a year or month needs a day to reckon from only for its top code
        section.pair("as_of", "top_code_age")
    value = section.get("as_of")
    return value.day() if value else None
