"""Values that no person types: pages answer, and do not break."""

import casting
import pytest

from sluis.portal.access.roles import Role

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_first_and_last_day_of_all_can_be_asked_for(day: str) -> None:
    client = casting.browser(casting.person(casting.organisation(), Role.AUDITOR))
    for asked in ({"since": day}, {"until": day}, {"since": day, "until": day, "download": "csv"}):
        assert client.get("/oversight/evidence/", asked).status_code == 200
