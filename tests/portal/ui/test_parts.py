"""Menu, slots, moments, terms and the words of refusals."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from sluis.portal.ui import navigation, slots
from sluis.portal.ui.moments import day, moment, short
from sluis.portal.ui.navigation import Entry, Group, declare, menu
from sluis.portal.ui.refusing import declare_status, refusal_status, worded
from sluis.portal.ui.slots import fill, filled
from sluis.portal.ui.templatetags import ui
from sluis.portal.ui.terms import remaining
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes

NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)


@pytest.fixture
def own_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_declared", {})
    monkeypatch.setattr(navigation, "reverse", lambda name: f"/{name}/")


def shown(path: str) -> dict[Group, list[tuple[str, bool]]]:
    request = RequestFactory().get(path)
    return {group: [(str(each.label), each.current) for each in part] for group, part in menu(request)}


@pytest.mark.usefixtures("own_menu")
def test_menu_shows_what_may_be_used_in_order_and_where_one_is() -> None:
    def yes(request: Any) -> bool:
        return True

    declare(
        Entry("Two", "x", "two", order=2, shown=yes, prefix="/two/"),
        Entry("One", "x", "one", order=1, shown=yes),
        Entry("Deep", "x", "deep", Group.CONTROL, shown=yes, prefix="/two/deep/"),
        Entry("Not", "x", "not", Group.CONTROL, shown=lambda request: False),
    )
    declare(Entry("First", "x", "one", order=1, shown=yes))
    assert shown("/two/7/") == {Group.MAIN: [("First", False), ("Two", True)], Group.CONTROL: [("Deep", False)]}
    assert shown("/two/deep/1/") == {Group.MAIN: [("First", False), ("Two", False)], Group.CONTROL: [("Deep", True)]}
    assert shown("/one/more/")[Group.MAIN] == [("First", False), ("Two", False)]


@pytest.mark.usefixtures("own_menu")
def test_an_entry_is_not_shown_to_strangers_unless_it_says_so() -> None:
    declare(Entry("One", "x", "one"))
    assert shown("/") == {}


def test_slots_show_their_panels_in_order_once_and_leave_out_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_panels", {})

    def late(request: Any, subject: object) -> SafeString | None:
        return mark_safe(f"late {subject}")

    def early(request: Any, subject: object) -> SafeString | None:
        return mark_safe("early")

    def none(request: Any, subject: object) -> SafeString | None:
        return None

    for panel, order in ((late, 20), (early, 10), (none, 5), (late, 20)):
        fill("home", panel, order)
    assert filled("home", RequestFactory().get("/"), 7) == ["early", "late 7"]
    assert filled("other", RequestFactory().get("/")) == []


def test_moments_are_those_of_amsterdam_in_the_readers_language() -> None:
    summer, winter = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 3, 25, 16, 40, tzinfo=UTC)
    with translation.override("nl"):
        assert (moment(summer), moment(winter)) == ("2 jul 2026, 00:30", "25 mrt 2026, 17:40")
        assert day(date(2026, 5, 1)) == "1 mei 2026" and short(date(1999, 10, 3)) == "3 okt 1999"
    with translation.override("en"):
        assert moment(winter) == "25 Mar 2026, 17:40"
        assert ui.when(winter) == '<time datetime="2026-03-25T16:40:00+00:00">25 Mar 2026, 17:40</time>'


@pytest.mark.parametrize(
    ("days", "dutch"),
    [(0, "vandaag"), (1, "over 1 dag"), (3, "over 3 dagen"), (-1, "1 dag te laat"), (-2, "2 dagen te laat")],
)
def test_a_term_says_how_long_it_still_is(days: int, dutch: str) -> None:
    with translation.override("nl"):
        assert remaining(NOON + timedelta(days=days), NOON) == dutch


def test_midnight_of_amsterdam_decides_what_is_today() -> None:
    with translation.override("en"):
        assert remaining(date(2026, 11, 20), datetime(2026, 11, 19, 23, 30, tzinfo=UTC)) == "today"


def test_a_refusal_is_worded_in_the_readers_language() -> None:
    refusal = Refused(homes.FILE_MISSING, "row 12", file="x.csv")
    with translation.override("nl"):
        assert worded(refusal)["where"] == "rij 12" and worded(refusal)["code"] == "2007"
    with translation.override("en-gb"):
        assert worded(refusal)["sentence"].startswith("x.csv is not there")


def test_a_code_has_the_status_that_was_declared() -> None:
    assert refusal_status(homes.STOPPED) == 409
    declare_status(homes.STOPPED, 404)
    assert refusal_status(homes.STOPPED) == 404
    declare_status(homes.STOPPED, 409)


def test_pieces_escape_what_they_are_given() -> None:
    assert "<b>" not in ui.badge("<b>", "good") and "<b>" not in ui.sentences(["<b>"])
    assert ui.when("<b>") == "<b>" and not isinstance(ui.when("<b>"), SafeString)
    with translation.override("nl"):
        assert ui.number(1234567) == "1.234.567"
