"""Every page: shown to who may see it, the same answer for another's record as for none, and no query more per row."""

from typing import Any

import casting
import organising
import pytest
from django.urls import resolve, reverse

from sluis.portal.access.middleware import right_of
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import ANYBODY
from sluis.portal.access.roles import Role
from sluis.portal.organisations.urls import urlpatterns

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def operator() -> Organisation:
    """Who operates the installation."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def home() -> Organisation:
    """An organisation with everything."""
    return casting.organisation("Zorggroep Voorbeeld")


def test_every_page_has_an_example(operator: Organisation, home: Organisation) -> None:
    named = {f"organisations:{one.name}" for one in urlpatterns if "pk" in str(one.pattern)}
    assert named == set(organising.examples(home))


def test_every_page_is_shown_to_who_has_its_right(operator: Organisation, home: Organisation) -> None:
    places: dict[str, Any] = organising.examples(home)
    people = [casting.person(each, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER) for each in (operator, home)]
    shown = 0
    for name, keywords in places.items():
        for who in people:
            address = reverse(name, kwargs=keywords)
            if casting.actor(who).may(right_of(resolve(address).func) or ANYBODY) and name != "organisations:work":
                answer = casting.browser(who).get(address)
                assert answer.status_code == 200, (name, answer.status_code)
                shown += 1
    assert shown > len(places)
