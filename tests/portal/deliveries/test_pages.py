"""The pages of deliveries, as source, recipient and desk see them."""

import casting
import delivered
import pytest
from django.urls import reverse

from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import State

pytestmark = pytest.mark.usefixtures("sqlite")


def test_smoke() -> None:
    lane = delivered.lane()
    for state in State:
        found = delivered.delivery(lane, state, prepared=delivered.REPORT)
        for place, role in (
            (lane.source, Role.DELIVERER),
            (lane.operator, Role.DELIVERY_DESK),
            (lane.recipient, Role.MANAGER),
        ):
            client = casting.browser(casting.person(place, role))
            answer = client.get(reverse("deliveries:delivery", args=[found.pk]))

            assert answer.status_code in (200, 404)
    desk = casting.browser(casting.person(lane.operator, Role.DELIVERY_DESK, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER))
    for name in ("list", "routes", "rules", "rule-new", "programs", "adopt"):
        answer = desk.get(reverse(f"deliveries:{name}"))
        assert answer.status_code == 200, name
    assert desk.get(reverse("deliveries:list"), {"q": found.number}).status_code == 200
