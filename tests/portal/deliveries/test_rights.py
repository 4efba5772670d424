"""Who gets to which page; and that the delivery desk gets nowhere else (Z-63)."""

from typing import Any

import casting
import delivered
import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from sluis.portal.access.middleware import right_of
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import ANYBODY, SIGNED_IN, WORKING
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.ui.navigation import menu

pytestmark = pytest.mark.usefixtures("sqlite")
SEEING = {"list", "routes"}
PAGES: dict[str, dict[Role, set[str]]] = {
    "source": {
        Role.ADMINISTRATOR: SEEING | {"inbox", "programs"},
        Role.DELIVERER: SEEING | {"inbox"},
        Role.MANAGER: SEEING | {"inbox"},
        **dict.fromkeys(
            (Role.CONTRACT_MANAGER, Role.BOARD, Role.DPO, Role.PRIVACY_COORDINATOR, Role.AUDITOR), SEEING
        ),
    },
    "operator": {
        **dict.fromkeys((Role.DELIVERY_DESK, Role.SERVICE_DESK, Role.MANAGEMENT, Role.AUDITOR, Role.DPO), SEEING),
        Role.CONTRACT_MANAGER: SEEING | {"rules", "rule-new"},
        Role.SECURITY_OFFICER: SEEING | {"rules", "rule-new", "programs", "adopt"},
        Role.ADMINISTRATOR: {"programs", "adopt"},
    },
}  # fmt: skip
ALL = ("list", "inbox", "routes", "rules", "rule-new", "programs", "adopt")


@pytest.mark.parametrize("operator", [False, True])
def test_each_role_gets_to_its_pages_and_to_no_other(operator: bool) -> None:
    lane = delivered.lane()
    home = lane.operator if operator else lane.source
    table = PAGES["operator" if operator else "source"]
    for role in roles_for(operator=operator):
        client = casting.browser(casting.person(home, role))
        opened = {name for name in ALL if client.get(reverse(f"deliveries:{name}")).status_code == 200}
        assert opened == table.get(role, set()), role


def menu_of(home: Organisation, role: Role) -> set[str]:
    """The addresses in somebody's menu."""
    client = casting.browser(casting.person(home, role))
    request = client.get(reverse("tasks:home")).wsgi_request
    return {entry.address for _group, entries in menu(request) for entry in entries}


@pytest.mark.covers("Z-63")
def test_the_delivery_desk_has_a_menu_of_its_work_alone() -> None:
    """Documents are there for everybody who works here: without another right, only those that were published."""
    found = menu_of(delivered.lane().operator, Role.DELIVERY_DESK)
    work = ("tasks:home", "deliveries:list", "monitor:board")
    assert found == {reverse(name) for name in (*work, "documents:list")}


def named(resolver: URLResolver | None = None, space: str = "") -> Any:
    """Every address of the portal by its name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from named(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", each


@pytest.mark.covers("Z-63")
def test_the_delivery_desk_gets_nowhere_but_to_deliveries_and_the_monitor() -> None:
    desk = casting.actor(casting.person(delivered.lane().operator, Role.DELIVERY_DESK))
    may = {"deliveries", "monitor"}
    wrong = [
        name
        for name, pattern in named()
        if (right := right_of(pattern.callback)) is not None
        and right not in (ANYBODY, SIGNED_IN, WORKING)
        and desk.may(right)
        and name.split(":")[0] not in may
    ]
    assert wrong == []
    rights = {right.split(".")[0] for right in desk.rights}
    assert rights <= may
    assert {right for right in desk.rights if right.startswith("deliveries.")} == {
        "deliveries.see",
        "deliveries.authorise",
    }
