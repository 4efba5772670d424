"""A refusal is raised with the facts that its message names; without them it would itself be a fault."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import sluis
from sluis.refusals import Code

SOURCE = Path(sluis.__file__).parent
CATALOGUE = "sluis.refusals.catalogue"


def raised(path: Path) -> Iterator[tuple[int, Code, set[str]]]:
    """Line, code and names of facts of every refusal that is written out in full."""
    tree = ast.parse(path.read_bytes())
    modules = {
        each.asname or each.name: importlib.import_module(f"{CATALOGUE}.{each.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == CATALOGUE
        for each in node.names
        if each.name != "ALL"  # all codes by number; a module is what is raised from
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Refused"), args=[ast.Attribute(value=ast.Name(id=alias), attr=name), *_]):
                facts = [each.arg for each in node.keywords if each.arg not in ("where", "code")]
                if alias in modules and None not in facts:
                    yield node.lineno, getattr(modules[alias], name), {str(fact) for fact in facts}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_refusal_is_given_the_facts_that_it_names(path: Path) -> None:
    wrong = [(line, code.number, given, code.facts) for line, code, given in raised(path) if given != code.facts]
    assert wrong == []


def test_refusals_are_found_at_all() -> None:
    assert sum(len(list(raised(path))) for path in SOURCE.rglob("*.py")) > 150
