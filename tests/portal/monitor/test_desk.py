"""The delivery desk: it watches and authorises, has its own tasks and account, and sees nothing else (Z-63)."""

import casting
import pytest
import watching
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from sluis.portal.access.middleware import right_of
from sluis.portal.access.rights import ANYBODY, DECLARED, SIGNED_IN, WORKING
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.deliveries.models import State

pytestmark = pytest.mark.usefixtures("sqlite")
ITS_OWN = {"deliveries.see", "deliveries.authorise", "monitor.watch", "monitor.note", "monitor.hand-over"}
FOR_EVERYBODY = {one.name for one in (ANYBODY, SIGNED_IN, WORKING)}


@pytest.mark.covers("Z-63")
def test_its_rights_are_exactly_these() -> None:
    held = {right.name for right in DECLARED.values() if right.held_by(Role.DELIVERY_DESK, operator=True)}
    assert held == ITS_OWN
    assert Role.DELIVERY_DESK not in roles_for(operator=False)


def pages(resolver: URLResolver | None = None, space: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the portal by its name."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            found += pages(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            found.append((f"{space}{each.name}", each))
    return found


@pytest.mark.covers("Z-63")
def test_every_other_page_refuses_it() -> None:
    """All pages without an id; with one, the isolation walk asks."""
    desk, opened, refused = casting.browser(watching.staff()), set(), 0
    for name, pattern in pages():
        right = right_of(pattern.callback)
        if right is None or right.name in FOR_EVERYBODY or pattern.pattern.regex.groupindex:
            continue
        try:
            status = desk.get(reverse(name)).status_code
        except NoReverseMatch:
            continue
        if right.name in ITS_OWN:
            opened |= {name} if status == 200 else set()
        else:
            assert status in (403, 404), (name, right.name, status)
            refused += 1
    assert refused > 60
    assert {"monitor:board", "monitor:follow-ups", "monitor:hand-over", "deliveries:list"} <= opened


@pytest.mark.covers("Z-63")
def test_its_menu_shows_only_that() -> None:
    page = casting.browser(watching.staff()).get("/")
    menu = page.content.decode().split('id="menu"', 1)[1].split("</nav>", 1)[0]
    paths = {part.split('"', 1)[0] for part in menu.split('<a href="')[1:]}
    assert paths == {"/", "/deliveries/", "/monitor/", "/documents/"}  # the last: what is published for all who sign in


@pytest.mark.covers("Z-63")
def test_somebody_of_a_subprocessor_works_with_this_role_alone() -> None:
    """Whoever works for the desk has an account at the operator, whatever their employer, and only this role."""
    desk = casting.person(watching.operator(), Role.DELIVERY_DESK, email="desk@subverwerker.example")
    delivery = watching.delivery(State.CHECKED, unusual=["gap"])
    there = casting.browser(desk)
    assert delivery.number in there.get("/monitor/?part=unusual").content.decode()
    page = there.get(f"/deliveries/{delivery.pk}/")
    assert page.status_code == 200
    assert there.get(f"/organisations/{delivery.organisation_id}/").status_code in (403, 404)
    assert there.get(f"/deliveries/{delivery.pk}/download/").status_code in (403, 404, 405)
    assert there.post(f"/deliveries/{delivery.pk}/download/").status_code in (403, 404)
    assert there.post(f"/deliveries/{delivery.pk}/remove/", {"reason": "mistake"}).status_code in (403, 404)
    assert there.post(f"/deliveries/{delivery.pk}/authorise/").status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.authorised_by) == (State.AUTHORISED, f"person:{desk.pk}")
