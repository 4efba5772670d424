"""All pages of oversight, as the people who work with them see them."""

from typing import Any

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from oversight.examples import examples, records
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight.views.described import ALL

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def everybody(operator: Organisation) -> Person:
    """Somebody of the operator with all roles."""
    return casting.person(operator, *roles_for(operator=True))


def names() -> list[str]:
    """The addresses of the app."""
    spaces: Any = get_resolver().namespace_dict
    return [f"oversight:{name}" for name in spaces["oversight"][1].reverse_dict if isinstance(name, str)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_for_the_operator(operator: Organisation, everybody: Person, language: str) -> None:
    known = examples(operator)
    browser = casting.browser(everybody)
    browser.cookies["language"] = language
    posts_only = ("verify-from", "sample-again", "alert-see", "reference-remove", "improvement-decide")
    wrong = {}
    for name in names():
        status = browser.get(reverse(name, kwargs=known.get(name))).status_code
        if status != (405 if name.endswith(posts_only) else 200):
            wrong[name] = status
    assert wrong == {}


def test_every_list_downloads(operator: Organisation, everybody: Person) -> None:
    records(operator)
    browser = casting.browser(everybody)
    for one in ALL:
        answer = browser.get(reverse(f"oversight:{one.list_name}"), {"download": "xlsx"})
        assert answer.status_code == 200 and b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_queries_of_lists_do_not_grow(operator: Organisation, everybody: Person) -> None:
    browser = casting.browser(everybody)
    counts: dict[str, list[int]] = {}
    records(operator)
    browser.get("/oversight/")
    for _round in range(2):
        for one in ALL:
            address = reverse(f"oversight:{one.list_name}")
            with CaptureQueriesContext(connection) as queries:
                browser.get(address, {"size": 100})
            counts.setdefault(one.name, []).append(len(queries))
        if _round == 0:
            multiply(operator)
    assert [name for name, (few, many) in counts.items() if many > few] == []


def multiply(operator: Organisation) -> None:
    """Five more of most registers."""
    for one in ALL:
        for record in list(one.model.everything.filter(organisation=operator))[:1]:
            for number in range(5):
                copy = one.model.everything.get(pk=record.pk)
                copy.pk, copy._state.adding = None, True
                copy.id = one.model._meta.pk.get_default()
                for unique in ("name", "edition", "about"):
                    if hasattr(copy, unique):
                        setattr(copy, unique, f"nummer-{number}")
                casting.make(copy)


@pytest.mark.covers("Z-95", "Z-84")
def test_a_party_reads_measures_and_certificates_and_changes_nothing(operator: Organisation) -> None:
    made = records(operator)
    who = casting.person(casting.organisation(), Role.DPO)
    browser = casting.browser(who)
    for name in ("measure", "attestation"):
        assert browser.get(reverse(f"oversight:{name}", args=[made[name].pk])).status_code == 200
        assert browser.get(reverse(f"oversight:{name}-change", args=[made[name].pk])).status_code == 403
    assert browser.get(reverse("oversight:assets")).status_code == 403
    with keeping(casting.tester()) as change:
        made["measure"].shared = False
        made["measure"].save()
        change.record("test.made", made["measure"])
    assert browser.get(reverse("oversight:measure", args=[made["measure"].pk])).status_code == 404


@pytest.mark.covers("Z-96", "I-69")
def test_every_party_takes_certificate_and_statement_of_applicability_and_that_is_recorded(
    operator: Organisation,
) -> None:
    made = records(operator)["attestation"]
    who = casting.person(casting.organisation(), Role.CONTRACT_MANAGER)
    for field in ("copy", "applicability"):
        answer = casting.browser(who).get(reverse("oversight:attestation-file", args=[made.pk, field]))
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        assert answer.getvalue() == b"Dit is een proefstuk.\n"
        assert Entry.objects.order_by("-n")[0].kind == "document.taken"
    assert casting.browser(who).get(reverse("oversight:attestation-file", args=[made.pk, "issuer"])).status_code == 404
