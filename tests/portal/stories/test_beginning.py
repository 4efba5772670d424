"""A first person sets the operator up; a provider's employee is invited, signs in with a second factor, and leaves."""

from pathlib import Path

import pytest
from living import Portal, Visitor, chromium, running, visitor
from playwright.sync_api import sync_playwright

from sluis.portal.access.models import Grant, Organisation, Person
from stories.acting import BUTTON, PASSWORD, Phone, path_of, set_up_factor, sign_in, sign_statement


@pytest.mark.covers("Z-94", "Z-98", "Z-100", "I-68", "I-71")
def test_from_the_first_person_to_an_employee_who_leaves(tmp_path: Path) -> None:
    from worlds import sluis

    with sync_playwright() as playwright, running(tmp_path) as portal:
        browser = chromium(playwright)
        first, phone = visitor(browser, portal), Phone()
        link = sluis("begin", "--home", tmp_path, "--json").data["link"]
        begin(first, link)
        set_up_factor(first, phone)
        sign_statement(first)
        assert path_of(first) == "/organisations/", "where the first person was going"
        first.look()

        provider = register_provider(first)
        invite(first, provider, "Guusje Proef", "guusje@zorg.example", ["administrator"])
        employee, own_phone = visitor(browser, portal, 360), Phone()
        join(employee, portal)
        set_up_factor(employee, own_phone)
        sign_statement(employee)
        employee.go("/")
        employee.look()

        again = visitor(browser, portal)
        sign_in(again, "guusje@zorg.example", own_phone)
        assert path_of(again) == "/"

        leave(first, "guusje@zorg.example")
        for one in (employee, again):
            one.go("/organisations/")
            assert one.page.locator("input[name=password]").count() == 1, "the session has ended"
        sign_in(again, "guusje@zorg.example")
        assert path_of(again) == "/account/login/"
        gone = Person.everything.get(email="guusje@zorg.example")
        assert gone.left_on and not gone.is_active
        assert not Grant.everything.filter(person=gone, withdrawn_at=None).exists()
        browser.close()


def begin(who: Visitor, link: str) -> None:
    """The page behind the link that `sluis begin` shows."""
    page = who.go(link)
    assert "/people/begin" in page.url and len(page.url) < 60, "the token is not in the address any more"
    who.look()
    page.fill("input[name=organisation]", "TTP De Eerste")
    page.fill("input[name=name]", "Eerste Persoon")
    page.fill("input[name=email]", "eerste@ttp.example")
    page.fill("input[name=password]", "kort")
    page.fill("input[name=again]", "kort")
    page.click(BUTTON)
    assert page.input_value("input[name=organisation]") == "TTP De Eerste"
    who.look()
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click(BUTTON)
    who.go(link)
    assert page.locator("input[name=organisation]").count() == 0, "the link is good for one use"
    who.go("/organisations/")
    assert "/account/" in page.url, "nothing works before there is a second factor"


def register_provider(who: Visitor) -> Organisation:
    """A new organisation, by its form."""
    page = who.go("/organisations/new")
    who.look()
    page.fill("input[name=statutory_name]", "Zorggroep Voorbeeld")
    page.click(BUTTON)
    who.look()
    return Organisation.everything.get(name="Zorggroep Voorbeeld")


def invite(who: Visitor, organisation: Organisation, name: str, email: str, roles: list[str]) -> None:
    """Somebody of an organisation."""
    page = who.go(f"/people/of/{organisation.pk}/invite")
    who.look()
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", email)
    for role in roles:
        page.check(f"input[value={role}]")
    page.click(BUTTON)
    who.look()


def join(who: Visitor, portal: Portal) -> None:
    """By the link in the invitation."""
    page = who.go(portal.link("/people/join/"))
    who.look()
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click(BUTTON)


def leave(who: Visitor, email: str) -> None:
    """Take somebody out of service."""
    person = Person.everything.get(email=email)
    page = who.go(f"/people/{person.pk}/leave")
    who.look()
    page.fill("textarea[name=reason]", "Uit dienst.")
    page.click(BUTTON)
    who.look()
