"""The duty roster, what becomes due, the health of the installation, and words for what happens."""

import ast
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ledger.writing import write

import sluis.portal
from oversight.examples import document, records
from sluis.deadlines import ServiceWindow
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.approving import approve
from sluis.portal.documents.models import Version
from sluis.portal.documents.publishing import publish
from sluis.portal.oversight import models, recording, rights
from sluis.portal.oversight.checking import checks
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.reminding import remind
from sluis.portal.oversight.rostering import gaps, remove, stretches
from sluis.portal.oversight.selectors import on_duty
from sluis.portal.oversight.sentences import known
from sluis.portal.oversight.verifying import verify_nightly
from sluis.portal.tasks.models import Task
from sluis.portal.ui.actions import Tone

pytestmark = pytest.mark.usefixtures("sqlite")
WEDNESDAY = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # noon in Amsterdam


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


def shift(operator: Organisation, window: int, starts: datetime, days: float, **fields: Any) -> models.Shift:
    """Somebody on duty."""
    who = fields.pop("person", None) or casting.person(operator)
    made = casting.make(models.Shift(organisation=operator, window=window, starts_at=starts,
                        ends_at=starts + timedelta(days=days), person=who, phone="020 0000000", **fields))  # fmt: skip
    assert isinstance(made, models.Shift)
    return made


@pytest.mark.covers("P-102")
def test_gaps_are_the_parts_of_each_window_that_nobody_covers(operator: Organisation) -> None:
    assert {each.window for each in gaps(WEDNESDAY)} == set(ServiceWindow)
    for window in (1, 2, 3):
        shift(operator, window, WEDNESDAY - timedelta(days=1), 40)
    assert gaps(WEDNESDAY) == []
    rest = models.Shift.everything.get(window=3)
    remove(casting.tester(), shift=rest)
    shift(operator, 3, WEDNESDAY - timedelta(days=1), 5)
    shift(operator, 3, WEDNESDAY + timedelta(days=5), 40)
    found = gaps(WEDNESDAY)
    assert [each.window for each in found] == [ServiceWindow.REST] * len(found)
    assert found[0].starts_at == WEDNESDAY + timedelta(days=4)  # from Sunday noon until the office opens
    assert sum((each.ends_at - each.starts_at for each in found), timedelta()) == timedelta(hours=21)


def test_shift_in_another_window_covers_nothing(operator: Organisation) -> None:
    before = len(gaps(WEDNESDAY))
    shift(operator, 1, WEDNESDAY - timedelta(days=1), 40)
    assert {each.window for each in gaps(WEDNESDAY)} == {ServiceWindow.EVENING, ServiceWindow.REST}
    assert len(gaps(WEDNESDAY)) < before


def test_stretches_cover_the_time_without_overlap_over_the_change_to_summer_time() -> None:
    start = datetime(2027, 3, 26, 10, tzinfo=UTC)
    found = list(stretches(start, start + timedelta(days=5)))
    assert found[0][1] == start and found[-1][2] == start + timedelta(days=5)
    assert all(one[2] == two[1] for one, two in pairwise(found))


@pytest.mark.covers("P-102")
def test_who_is_on_duty_now_depends_on_the_window(operator: Organisation) -> None:
    day = shift(operator, 1, WEDNESDAY - timedelta(days=1), 5)
    night = shift(operator, 3, WEDNESDAY - timedelta(days=1), 5)
    assert on_duty(WEDNESDAY) == [day]
    assert on_duty(WEDNESDAY + timedelta(hours=14)) == [night]
    assert on_duty(WEDNESDAY + timedelta(hours=9)) == []


@pytest.mark.covers("Z-96", "Z-108")
def test_tasks_come_for_what_is_due_once_and_go_when_it_is_renewed(operator: Organisation) -> None:
    made = records(operator)
    at = datetime.combine(made["attestation"].valid_until, datetime.min.time(), UTC) - timedelta(days=91)
    assert remind(casting.tester(at)) <= 1  # the roster only
    soon = at + timedelta(days=2)
    assert remind(casting.tester(soon)) >= 1 and remind(casting.tester(soon)) == 0
    task = Task.everything.get(kind="attestation")
    assert task.about == made["attestation"].subject and len(task.warns_at) == 2
    late = casting.tester(at + timedelta(days=120))
    assert remind(late) >= 1
    assert Task.everything.filter(kind="attestation").count() == 1
    assert Task.everything.filter(kind="exercise", state="open").count() == 1
    made["attestation"].valid_until += timedelta(days=1000)
    keep(casting.tester(), record=made["attestation"], right=rights.KEEP_ASSURANCE)
    remind(casting.tester(soon))
    assert Task.everything.get(kind="attestation").state == "done"


@pytest.mark.covers("Z-107")
def test_health_says_what_to_do_about_each_part(operator: Organisation) -> None:
    write(3)
    at = casting.now()
    found = {each.name: each for each in checks(at)}
    assert all(each.tone is Tone.GOOD or each.next for each in found.values()) and len(found) == 9
    bad = [each.tone for each in found.values()]
    recording.backup(casting.tester(), name="a.age", sha256="0" * 64, size=1)
    verify_nightly(casting.tester())
    for window in (1, 2, 3):
        shift(operator, window, at - timedelta(days=1), 60)
    better = [each.tone for each in checks(casting.now())]
    assert better.count(Tone.GOOD) >= bad.count(Tone.GOOD) + 3
    late = {each.name: each.tone for each in checks(at + timedelta(days=10))}
    assert list(late.values()).count(Tone.GOOD) < better.count(Tone.GOOD)


def test_health_asks_a_fixed_number_of_queries(operator: Organisation) -> None:
    counted = []
    for _round in range(2):
        for _each in range(5):
            recording.restore_test(casting.tester(), passed=True)
        with CaptureQueriesContext(connection) as queries:
            checks(casting.now())
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.covers("P-94", "Z-97")
def test_security_policy_is_public_with_its_version_when_the_board_approved_it(operator: Organisation) -> None:
    paper = document(operator, "policy")
    version = Version.everything.get(document=paper)
    nobody = casting.browser()
    assert version.sha256 not in nobody.get("/oversight/policy/").content.decode()
    approve(casting.actor(casting.person(operator, Role.BOARD)), version=version)
    assert version.sha256 not in nobody.get("/oversight/policy/").content.decode()
    publish(casting.actor(casting.person(operator, Role.MANAGEMENT)), document=paper, public=True)
    page = nobody.get("/oversight/policy/")
    assert page.status_code == 200 and version.sha256 in page.content.decode()
    assert nobody.get(f"/documents/public/{version.pk}").content == b"Dit is een proefstuk.\n"


def test_controller_sees_the_breach_plan_that_was_published(operator: Organisation) -> None:
    paper = document(operator, "breach-plan")
    who: Person = casting.person(casting.organisation(), Role.DPO)
    assert paper.title not in casting.browser(who).get("/oversight/policies/").content.decode()
    version = Version.everything.get(document=paper)
    approve(casting.actor(casting.person(operator, Role.BOARD)), version=version)
    publish(casting.actor(casting.person(operator, Role.MANAGEMENT)), document=paper)
    assert paper.title in casting.browser(who).get("/oversight/policies/").content.decode()


def recorded_kinds() -> set[str]:
    """The kinds of events that the portal's own apps record, as far as they are written out."""
    found = set()
    for path in Path(sluis.portal.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if name in ("record", "_tell", "tell"):
                    texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                    found |= {text for text in texts if isinstance(text, str) and "." in text}
    return found


def test_there_are_words_for_every_kind_of_event() -> None:
    kinds = recorded_kinds()
    assert len(kinds) > 40
    assert sorted(kind for kind in kinds if not known(kind)) == []
