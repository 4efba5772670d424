"""Values that no person types: pages answer, and do not break."""

import casting
import organising
import pytest
from django.urls import reverse

from sluis.portal.access.roles import Role, roles_for

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_first_and_last_day_of_all_can_be_asked_for(day: str) -> None:
    client = casting.browser(casting.person(casting.organisation(), Role.AUDITOR))
    for asked in ({"since": day}, {"until": day}, {"since": day, "until": day, "download": "csv"}):
        assert client.get("/oversight/evidence/", asked).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31"])
def test_day_from_which_no_term_can_be_counted_is_refused_beside_its_field(day: str) -> None:
    client = casting.browser(casting.person(casting.organisation(operator=True), *roles_for(operator=True)))
    home = organising.party().organisation
    ended = {"on": day, "reason": "mistake", "words": "", "confirmed": "1"}
    answer = client.post(reverse("organisations:end", args=[home.pk]), ended)
    assert answer.status_code == 422 and (day == "9999-12-31" or "1800" in answer.content.decode())
    shift = {"starts_at": f"{day}T00:00", "ends_at": "2026-12-01T08:00", "person": ""}
    assert client.post(reverse("oversight:shift-new"), shift).status_code == 422
