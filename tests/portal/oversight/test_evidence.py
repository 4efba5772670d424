"""Events for auditors: who sees which, by which filter, in which words."""

import io
import re
import uuid
import zipfile
from datetime import timedelta

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ledger.writing import AT, write
from openpyxl import load_workbook

from sluis.evidence.chain import digest
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Chain, Entry
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.selecting import visible_events

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def auditor(operator: Organisation) -> Person:
    """The operator's auditor."""
    return casting.person(operator, Role.AUDITOR, name="Anna Auditor")


def page(who: Person, address: str) -> str:
    """What somebody reads."""
    answer = casting.browser(who).get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.mark.covers("Z-101")
def test_auditor_of_the_operator_sees_all_and_of_an_organisation_only_its_own(auditor: Person) -> None:
    mine, other = casting.organisation("Zorg Een"), casting.organisation("Zorg Twee")
    who = casting.person(mine, Role.AUDITOR)
    write(3, kind="parcel.offered", organisation=mine.pk)
    write(4, kind="parcel.relayed", organisation=other.pk)
    assert visible_events(casting.actor(auditor)).count() == Entry.objects.count()
    seen = visible_events(casting.actor(who))
    assert set(seen.values_list("organisation", flat=True)) == {mine.pk}
    html = page(who, "/oversight/evidence/?size=100")
    assert "parcel.offered" in html and "parcel.relayed" not in html and "Zorg Twee" not in html
    assert "parcel.relayed" in page(auditor, "/oversight/evidence/?size=100")


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.AUDITOR, Role.DPO, Role.ADMINISTRATOR)])
def test_other_roles_of_an_organisation_see_no_evidence(role: Role) -> None:
    who = casting.person(casting.organisation(), role)
    assert casting.browser(who).get("/oversight/evidence/").status_code == 403
    assert not visible_events(casting.actor(who)).exists()


def test_event_of_another_organisation_is_as_absent_as_one_that_never_was(auditor: Person) -> None:
    mine, other = casting.organisation(), casting.organisation()
    who = casting.person(mine, Role.AUDITOR)
    write(1, organisation=other.pk)
    theirs = Entry.objects.get(organisation=other.pk, kind="task.given").n
    answers = [casting.browser(who).get(f"/oversight/evidence/{n}/") for n in (theirs, 10**6)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain(answers[0], theirs) == plain(answers[1], 10**6)
    assert casting.browser(who).post(f"/oversight/evidence/{theirs}/verify/").status_code == 404
    assert casting.browser(auditor).get(f"/oversight/evidence/{theirs}/").status_code == 200


def test_persons_are_named_only_for_who_may_see_them(operator: Organisation) -> None:
    mine = casting.organisation("Zorg Een")
    colleague = casting.person(mine, name="Carla Collega")
    helper = casting.person(operator, name="Hans Helper")
    names = Names(casting.actor(casting.person(mine, Role.AUDITOR)))
    names.learn([f"person:{colleague.pk}", f"person:{helper.pk}", "person:nonsense", f"person:{uuid.uuid4()}"])
    assert names.who(f"person:{colleague.pk}") == "Carla Collega"
    assert "Hans" not in names.who(f"person:{helper.pk}") and "Voorbeeld-TTP" in names.who(f"person:{helper.pk}")
    assert "nonsense" not in names.who("person:nonsense")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kinds=parcel.*", 5),
        ("kinds=parcel.offered,parcel.relayed", 5),
        ("kinds=parcel.offered", 3),
        ("area=delivery", 0),
        ("since=2026-11-26", 2),
        ("until=2026-11-25&kinds=parcel.*", 3),
        ("outcome=refused", 0),
        ("who=program:test&kinds=parcel.*", 5),
        ("subject=task:", 0),
        ("since=gisteren", 0),
        ("outcome=quatsch", 0),
        ("kinds=%2527", 0),
        ("organisation=x", 0),
    ],
)
def test_filters_limit_what_is_shown(auditor: Person, query: str, found: int) -> None:
    write(3, kind="parcel.offered", at=AT)
    write(2, kind="parcel.relayed", at=AT + timedelta(days=2))
    html = page(auditor, f"/oversight/evidence/?size=100&{query}")
    assert html.count(">parcel.") == found


def test_event_is_shown_with_its_exact_line_hash_and_predecessor(auditor: Person) -> None:
    write(2)
    entry, before = Entry.objects.order_by("-n")[:2]
    html = page(auditor, f"/oversight/evidence/{entry.n}/").replace("&quot;", '"')
    assert bytes(entry.line).decode().strip() in html
    assert digest(bytes(entry.line)) in html and digest(bytes(before.line)) in html


def test_verifying_from_an_event_says_what_it_found(auditor: Person) -> None:
    write(5)
    browser = casting.browser(auditor)
    n = Chain.objects.get().n - 4
    html = browser.post(f"/oversight/evidence/{n}/verify/", follow=True).content.decode()
    assert 'class="message' in html or "messages" in html
    assert str(Chain.objects.get().n) in html


def test_list_downloads_all_rows_in_words(auditor: Person) -> None:
    write(60, kind="task.given")
    browser = casting.browser(auditor)
    sheet = load_workbook(io.BytesIO(_body(browser.get("/oversight/evidence/?kinds=task.given&download=xlsx")))).active
    assert sheet is not None and sheet.max_row == 61
    text = _body(browser.get("/oversight/evidence/?download=csv")).decode()
    assert text.count("task.given") == 60 and "Anna Auditor" in text  # who signed in


def test_queries_do_not_grow_with_rows(auditor: Person) -> None:
    counted = []
    browser = casting.browser(auditor)
    browser.get("/oversight/evidence/")
    for more in (10, 50):
        write(more, organisation=casting.organisation().pk)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/oversight/evidence/?size=100").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.covers("Z-101")
def test_whole_chain_is_taken_along_by_who_may_and_that_is_recorded(auditor: Person) -> None:
    write(30)
    answer = casting.browser(auditor).post("/oversight/evidence/export/")
    archive = zipfile.ZipFile(io.BytesIO(_body(answer)))
    lines = archive.read("00000001.jsonl").splitlines()
    assert len(lines) == Entry.objects.count() and b"evidence.exported" in lines[-1]
    dpo = casting.person(casting.organisation(), Role.DPO)
    assert casting.browser(dpo).post("/oversight/evidence/export/").status_code == 403


def plain(answer: object, n: int) -> str:
    """A page without what differs at each request."""
    html = answer.content.decode().replace(f"/oversight/evidence/{n}/", "")  # type: ignore[attr-defined]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def _body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]
