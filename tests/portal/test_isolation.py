"""Every address of the running portal, asked with the ids of one organisation by somebody of another, and by nobody.

The addresses come from the portal itself, so that a new one is asked too; what ids an address takes, each app's
`examples.py` beside its tests tells. The answer is 403 or 404 and holds no text of the first organisation.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import casting
import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sluis.portal.access.middleware import right_of
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import ANYBODY
from sluis.portal.access.roles import roles_for
from sluis.portal.access.tenancy import OwnedBase

HERE = Path(__file__).parent
MINE = (
    "access:",
    "tasks:",
    "documents:",
    "organisations:",
    "people:",
    "oversight:",
    "jobs:",
    "holdings:",
    "leaving:",
    "notifications:",
    "specifications:",
    "agreements:",
    "subprocessors:",
    "instructions:",
    "audits:",
    "thirdparties:",
    "webhooks:",
    "monitor:",
    "rounds:",
    "deliveries:",
    "support:",
)


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address by its name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids of records of an organisation."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(HERE.glob("*/examples.py")):
        found |= load(path).examples(home)
    return found


def load(path: Path) -> ModuleType:
    """A module of an app's tests."""
    specification = importlib.util.spec_from_file_location(f"examples_{path.parent.name}", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def texts(home: Organisation) -> set[str]:
    """What stands in the records of an organisation, as far as it could be recognised."""
    found = {home.name}
    for model in apps.get_models():
        if not issubclass(model, OwnedBase) or model is Organisation:
            continue
        fields = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField) and not one.choices
        ]
        for record in model.everything.filter(**{"organisation": home}).values(*fields):
            found |= {value for value in record.values() if isinstance(value, str) and telling(value)}
    return found


def telling(value: str) -> bool:
    """Whether a text says something of its own: not an id's kind, a code word or a short thing."""
    return len(value) >= 8 and not value.islower() and not value.startswith(("program:", "person:", "{"))


def ask(client: Client, method: str, address: str) -> Any:
    """One request; what a page raises is a failure of the portal."""
    return getattr(client, method)(address)


@pytest.fixture
def cast(sqlite: str) -> dict[str, Any]:
    """An organisation with records everywhere, and everybody who must not see them."""
    operator = casting.organisation("De Sluis Beheer", operator=True)
    home = casting.organisation("Stichting Onzichtbaar Gebleven")
    other = casting.organisation("Zorggroep Nieuwsgierig")
    known = examples(home)
    return {
        "home": home,
        "known": known,
        "stranger": casting.person(other, *roles_for(operator=False)),
        "powerless": casting.person(operator),
        "unknown": None,
    }


@pytest.mark.covers("I-37", "I-38", "I-71", "P-97")
@pytest.mark.parametrize("who", ["stranger", "powerless", "unknown"])
def test_no_address_tells_anything_of_another_organisation(cast: dict[str, Any], who: str) -> None:
    client = casting.browser(cast[who])
    own = cast[who].organisation if cast[who] else None
    secrets = texts(cast["home"]) - (texts(own) if own else set())
    assert len(secrets) > 10
    wrong, asked = [], 0
    for name, pattern in names():
        if not name.startswith(MINE):
            continue
        keys = pattern.pattern.regex.groupindex.keys()
        if keys and name not in cast["known"]:
            wrong.append(f"{name}: no example in tests/portal/*/examples.py")
            continue
        address = reverse(name, kwargs=cast["known"].get(name) or None)
        for method in ("get", "post"):
            answer = ask(client, method, address)
            asked += 1
            body = answer.getvalue().decode(errors="replace") + str(answer.headers)
            told = sorted(text for text in secrets if text in body)
            if told:
                wrong.append(f"{method} {name} ({answer.status_code}) tells {told}")
            open_to_all = right_of(pattern.callback) is ANYBODY
            if keys and not open_to_all and answer.status_code not in (403, 404, 405):
                wrong.append(f"{method} {name} answers {answer.status_code}")
            if who == "unknown" and not open_to_all and answer.status_code not in (403, 404, 405):
                wrong.append(f"{method} {name} answers nobody with {answer.status_code}")
    assert wrong == [] and asked > 10


def test_its_own_people_do_get_there(cast: dict[str, Any]) -> None:
    """Otherwise the test above would pass on a portal that refuses everything."""
    home = cast["home"]
    client = casting.browser(casting.person(home, *roles_for(operator=False)))
    answers = {
        name: client.get(reverse(name, kwargs=kwargs)).status_code
        for name, kwargs in cast["known"].items()
        if dict(names()).get(name) is not None
    }
    assert sum(status in (200, 405) for status in answers.values()) > len(answers) / 2, answers
