"""Pages: what each side sees, what follows before it is confirmed, and a fixed number of queries."""

from typing import Any

import casting
import contracting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluis.agreement.starting import EXCHANGE, OUTCOMES
from sluis.portal.access.roles import Role
from sluis.portal.subprocessors import announcing, objecting, starting, timing
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.portal.ui.moments import day
from subprocessors import subcontracted

pytestmark = pytest.mark.usefixtures("sqlite")


def page(client: Any, address: str) -> str:
    """What stands on a page, in English."""
    answer = client.get(f"/subprocessors/{address}", headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_operator_sees_who_is_told_before_it_is_announced() -> None:
    people = contracting.parties()
    contracting.agree(people=people, regime=EXCHANGE)
    contracting.agree(people=people, regime=OUTCOMES)
    one = subcontracted.recorded(people)
    client = casting.browser(people.clerk)
    shown = page(client, f"{one.pk}/announce/")
    assert shown.count(people.home.name) >= 2
    assert not Subnotice.everything.exists()
    client.post(f"/subprocessors/{one.pk}/announce/")
    assert Subnotice.everything.count() == 2
    made = Subnotice.everything.get(state="open")
    assert made.objection_until is not None
    assert day(made.objection_until) in shown.replace("&nbsp;", " ")


def test_a_controller_objects_with_what_follows_in_sight() -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people, regime=subcontracted.BILLED)
    one = subcontracted.announced(people)
    notice = subcontracted.notice(one, agreement)
    client = casting.browser(people.keeper)
    assert one.name in page(client, "") and one.name in page(client, "notices/")
    assert f"/subprocessors/notices/{notice.pk}/object/" in client.get("/").content.decode()
    panel = client.get(f"/agreements/{agreement.pk}/").content.decode()
    assert one.name in panel and f"/subprocessors/notices/{notice.pk}/object/" in panel
    shown = client.get(f"/subprocessors/notices/{notice.pk}/object/").content.decode()
    assert "geen vergoeding" in shown and "6 maanden" in shown
    answer = client.post(f"/subprocessors/notices/{notice.pk}/object/", {"text": ""})
    assert answer.status_code == 422
    client.post(f"/subprocessors/notices/{notice.pk}/object/", {"text": "Liever niet in dit land"})
    assert subcontracted.notice(one, agreement).state == "objected"
    assert "Liever niet in dit land" in page(casting.browser(people.clerk), f"notices/{notice.pk}/")
    clerk = casting.browser(people.clerk)
    clerk.post(f"/subprocessors/notices/{notice.pk}/effort/", {"text": "Wij spraken elkaar"})
    assert "Wij spraken elkaar" in page(client, f"notices/{notice.pk}/")
    answer = clerk.post(f"/subprocessors/notices/{notice.pk}/resolve/")
    assert answer.status_code in (403, 404)
    assert client.get(f"/subprocessors/notices/{notice.pk}/unresolved/").status_code == 200
    clerk.post(f"/subprocessors/notices/{notice.pk}/unresolved/")
    assert subcontracted.notice(one, agreement).state == "unresolved"
    assert "geen vergoeding" in client.get(f"/subprocessors/notices/{notice.pk}/").content.decode()
    client.post(f"/subprocessors/notices/{notice.pk}/resolve/")
    assert subcontracted.notice(one, agreement).state == "resolved"


def test_starting_offers_only_where_nothing_stands_in_the_way() -> None:
    people = contracting.parties()
    free = contracting.agree(people=people, regime=OUTCOMES)
    waits = contracting.agree(people=people, regime=EXCHANGE)
    one = subcontracted.announced(people, country="NL")
    client = casting.browser(people.clerk)
    shown = client.get(f"/subprocessors/{one.pk}/start/").content.decode()
    assert str(subcontracted.notice(one, free).pk) in shown
    assert f'value="{subcontracted.notice(one, waits).pk}"' not in shown
    wrong = {"notices": [str(subcontracted.notice(one, waits).pk)]}
    assert client.post(f"/subprocessors/{one.pk}/start/", wrong).status_code == 422
    client.post(f"/subprocessors/{one.pk}/start/", {"notices": [str(subcontracted.notice(one, free).pk)]})
    assert subcontracted.notice(one, free).started_on is not None
    assert subcontracted.notice(one, waits).started_on is None


def test_the_register_is_kept_with_forms() -> None:
    people = contracting.parties()
    client = casting.browser(people.clerk)
    data = subcontracted.data(name="Rekenhuis Formulier") | {"in_use": "on"}
    client.post("/subprocessors/new/", data)
    made = Subprocessor.everything.get(name="Rekenhuis Formulier")
    assert client.post("/subprocessors/new/", data).status_code == 422
    client.post(f"/subprocessors/{made.pk}/change/", data | {"city": "Mainz", "party": str(people.home.pk)})
    made.refresh_from_db()
    assert (made.city, made.party) == ("Mainz", people.home)
    paper = {"signed_on": "2026-01-01", "same_obligations": "on", "file": subcontracted.file()}
    client.post(f"/subprocessors/{made.pk}/agreement/", paper)
    assert made.contracts.get().same_obligations
    late = {"signed_on": "2026-01-02", "ends_on": "2026-01-01", "file": subcontracted.file()}
    assert client.post(f"/subprocessors/{made.pk}/agreement/", late).status_code == 422
    assert casting.browser(people.keeper).get(f"/subprocessors/{made.pk}/").status_code == 404
    assert casting.browser(people.keeper).get("/subprocessors/new/").status_code == 403


def test_another_controller_sees_nothing_of_it() -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people)
    one = subcontracted.announced(people)
    notice = subcontracted.notice(one, agreement)
    stranger = casting.browser(casting.person(casting.organisation(), Role.BOARD))
    assert one.name not in page(stranger, "") + page(stranger, "notices/")
    for address in (f"{one.pk}/", f"notices/{notice.pk}/", f"notices/{notice.pk}/object/"):
        assert stranger.get(f"/subprocessors/{address}").status_code == 404
    late = contracting.agree()
    told = casting.browser(contracting.parties(late.organisation).keeper)
    assert told.get(f"/subprocessors/{one.pk}/").status_code == 404
    announcing.catch_up(casting.tester())
    assert told.get(f"/subprocessors/{one.pk}/").status_code == 200
    assert people.home.name not in page(told, f"{one.pk}/")


def queries(client: Any, address: str) -> int:
    """How many queries a page makes."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page(client, address)
    return len(caught)


def test_the_number_of_queries_does_not_grow() -> None:
    people = contracting.parties()
    contracting.agree(people=people)
    one = subcontracted.announced(people)
    client = casting.browser(people.clerk)
    pages = ("", "notices/", f"{one.pk}/", f"{one.pk}/start/")
    for address in pages:
        page(client, address)
    before = [queries(client, address) for address in pages]
    for _ in range(6):
        contracting.agree(people=people)
        subcontracted.announced(people)
    announcing.catch_up(casting.tester())
    assert Subnotice.everything.count() > 20
    assert [queries(client, address) for address in pages] == before


def test_words_for_every_state_and_a_drawing_that_stays_inside() -> None:
    people = contracting.parties()
    agreement = contracting.agree(people=people)
    one = subcontracted.announced(people)
    notice = subcontracted.notice(one, agreement)
    assert notice.objection_until is not None
    client = casting.browser(people.keeper)
    for state in Subnotice.State:
        notice.state = state
        assert str(notice.get_state_display()) != state.value
    assert "<svg" in page(client, f"notices/{notice.pk}/")
    from sluis.portal.subprocessors.drawing import WIDE, span_of

    notice.state = Subnotice.State.OPEN
    for days in (-5, 0, 45, 400):
        span = span_of(notice, contracting.ago(-days).date())
        assert span is not None and 0 <= span.now <= WIDE and 0 <= (span.objection or 0) <= WIDE
    objecting.accept(people.actor("keeper"), notice=notice)
    timing.lapse(casting.tester())
    assert starting.Records.of([], casting.now()).conditions == {}
