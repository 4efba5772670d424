"""What import-linter cannot see: keys between models, addresses in templates, rights of pages, and names in events."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import django_filters
import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from sluis.evidence.event import OBJECTS
from sluis.portal.access.middleware import right_of
from sluis.portal.access.tenancy import Owned, OwnedBase

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "src" / "sluis" / "portal"
OURS = sorted(path.name for path in PORTAL.iterdir() if (path / "apps.py").exists())


def levels() -> dict[str, int]:
    """App → its height in the layers of `.importlinter`; 0 is the top."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:portal"]["layers"].split("\n")
    rows = [re.findall(r"[a-z]+", line) for line in lines if line.strip()]
    return {name: level for level, row in enumerate(rows) for name in row}


def may_know(app: str, other: str) -> bool:
    """Whether an arrow from one app to the other points down."""
    level = levels()
    return app == other or level[other] > level[app]


def test_keys_between_models_point_down() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        for other in [field.related_model._meta.app_label]  # type: ignore[union-attr]
        if other in OURS and not may_know(model._meta.app_label, other)
    ]
    assert wrong == []


def test_migrations_point_down() -> None:
    wrong = []
    for app in OURS:
        for path in (PORTAL / app / "migrations").glob("[0-9]*.py"):
            for other in re.findall(r"\(['\"](\w+)['\"], ['\"]\d{4}_", path.read_text()):
                if other in OURS and not may_know(app, other):
                    wrong.append(f"{app}/{path.name}: {other}")
    assert wrong == []


def test_addresses_in_templates_point_down() -> None:
    wrong = []
    for app in OURS:
        for path in (PORTAL / app).rglob("*.html"):
            for other in re.findall(r"{%\s*url\s+['\"](\w+):", path.read_text()):
                if other in OURS and not may_know(app, other):
                    wrong.append(f"{app}/{path.name}: {other}")
    assert wrong == []


def test_models_and_migrations_agree(sqlite: str) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the running portal."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


@pytest.mark.parametrize(("address", "pattern"), list(patterns()), ids=lambda one: one if isinstance(one, str) else "")
def test_every_page_names_a_right(address: str, pattern: URLPattern) -> None:
    assert right_of(pattern.callback) is not None, f"{address} names no right"


def page_modules() -> list[Path]:
    """Modules that decide what a page shows."""
    names = ("views*.py", "tables*.py", "filters*.py", "forms*.py", "templatetags/*.py", "panels*.py")
    return sorted({path for name in names for path in PORTAL.rglob(name)})


def test_pages_ask_for_nobody_elses_records() -> None:
    """`everything` is for programs; a page limits what it reads to what its reader may see."""
    wrong = [
        f"{path.relative_to(PORTAL)}:{node.lineno}"
        for path in page_modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("everything", "_base_manager", "_default_manager")
    ]
    assert wrong == []


def test_nobody_uses_the_managers_that_are_for_the_sign_in_machinery() -> None:
    wrong = [
        f"{path.relative_to(PORTAL)}"
        for path in PORTAL.rglob("*.py")
        if re.search(r"\bPerson\.objects\b", path.read_text())
    ]
    assert wrong == []


def test_filters_offer_only_what_is_given_to_them() -> None:
    """A choice of records in a filter or form without a limited query would list everybody's."""
    for model_choice in (django_filters.ModelChoiceFilter, django_filters.ModelMultipleChoiceFilter):
        for path in PORTAL.rglob("filters*.py"):
            assert not re.search(rf"{model_choice.__name__}\([^)]*everything", path.read_text())


@pytest.mark.parametrize(
    "model", [one for one in apps.get_models() if issubclass(one, OwnedBase)], ids=lambda one: one.__name__
)
def test_model_of_an_organisation_has_a_name_in_evidence_and_the_managers(model: type[OwnedBase]) -> None:
    assert model._meta.model_name in OBJECTS
    assert model._meta.default_manager is not None and model._meta.default_manager.name == "everything"
    if issubclass(model, Owned):
        assert model._meta.get_field("organisation").remote_field.related_name == "+"
