"""Differences in words: of any two specifications, every side of a field has a name of its own."""

from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from sluis.portal.specifications.comparing import ATTRIBUTES, compare
from sluis.specification import read_specification
from sluis.specification.model import Composite, Constraints, Field, Format, Generalise, Specification, Table
from specifications.specified import file
from specifications.test_workbooks import RICH

FILES = sorted((Path(__file__).parents[2] / "specification").glob("*.yaml"))
SPECIFICATIONS = [read_specification(each) for each in (*(path.read_bytes() for path in FILES), RICH.encode(), file())]


def test_every_side_of_a_specification_has_words() -> None:
    parts = {
        "": (Specification, Table, Field, Composite), "constraints.": (Constraints,), "format.": (Format,),
        "treatment.": (Generalise,),
    }  # fmt: skip
    unsaid = {"tables", "fields", "composites", "sha256", "constraints"}
    names = {prefix + field.name for prefix, kinds in parts.items() for kind in kinds for field in fields(kind)}
    assert names - unsaid <= ATTRIBUTES.keys()


@pytest.mark.parametrize(("old", "new"), list(product(SPECIFICATIONS, repeat=2)))
def test_any_two_can_be_compared(old: Specification, new: Specification) -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            found = compare(old, new)
        assert (not found.groups) is (old == new)
        for each in (one for group in found.groups for one in group.differences):
            assert each.old != each.new and "Field(" not in each.old + each.new and "Constraints(" not in each.old


def test_a_change_of_one_side_is_one_line() -> None:
    old = read_specification(RICH.encode())
    changed = {
        "{generalise: year}": ("{generalise: month}", "Vergroofd tot", "jaar", "maand"),
        "minimum: 0, maximum: 10": ("minimum: 1, maximum: 10", "Laagste waarde", "0", "1"),
        "trueValues: [J]": ("trueValues: [Y]", "Teksten die ‘ja’ betekenen", "J", "Y"),
        "free_text: true": ("free_text: false", "Vrije tekst", "ja", "nee"),
        "primaryKey: patient": ("primaryKey: bsn", "Velden die rijen onderscheiden", "patient", "bsn"),
        "{generalise: year}, ": ("seal, ", "Bewerking bij de bron", "vergroofd, daarna verzegeld: jaar", "verzegeld voor de ontvanger"),
        "seal, justification: outcome": (
            "seal, on_error: refuse, justification: outcome", "Als een waarde niet klopt", "de waarde leeg laten",
            "de levering weigeren",
        ),
    }  # fmt: skip
    for before, (after, what, was, became) in changed.items():
        new = read_specification(RICH.replace(before, after, 1).encode())
        with translation.override("nl"):
            [group] = compare(old, new).groups
        [one] = group.differences
        assert (one.what, one.old, one.new, one.kind) == (what, was, became, "changed"), before
