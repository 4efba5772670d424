"""In Chromium: a passkey on a virtual authenticator, and the way to a provider through the policy of what a page may do."""

import uuid
from collections.abc import Iterator

import casting
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from living import Portal, Visitor, chromium, running, visitor
from playwright.sync_api import Browser, sync_playwright
from stories.acting import BUTTON, PASSWORD, Phone, path_of, sign_in

from access import provider as providers
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role

HOME = uuid.uuid4()


@pytest.fixture(scope="module")
def provider() -> Iterator[providers.Provider]:
    with providers.serving(providers.Provider()) as made:
        yield made


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, provider: providers.Provider) -> Iterator[Portal]:
    one = f'{{name = "Proef", issuer = "{provider.address}", client = "{providers.CLIENT}", organisation = "{HOME}"}}'
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLUIS_OIDC_PROEF", providers.SECRET)
        with running(tmp_path_factory.mktemp("portal"), single_sign_on=f"{{proef = {one}}}") as made:
            yield made


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = chromium(playwright)
        yield made
        made.close()


@pytest.fixture(scope="module")
def home(portal: Portal) -> Organisation:
    made = casting.make(Organisation(pk=HOME, name="Zorggroep Met Passkeys"))
    assert isinstance(made, Organisation)
    return made


def somebody(home: Organisation, *, password: bool = True) -> Person:
    who = casting.person(home, Role.ADMINISTRATOR, factor=False)
    if password:
        who.set_password(PASSWORD)
        who.save()
    return who


def virtual_authenticator(who: Visitor) -> None:
    """A key that is always there and always agrees."""
    session = who.context.new_cdp_session(who.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.covers("Z-98")
def test_passkey_is_a_second_factor_and_signs_in_without_a_password(
    portal: Portal, browser: Browser, home: Organisation
) -> None:
    person, who = somebody(home), visitor(browser, portal)
    virtual_authenticator(who)
    sign_in(who, person.email)
    who.go("/people/")
    assert path_of(who) == "/account/factors/"
    who.look()
    page = who.go("/account/factors/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click(BUTTON)
    who.look()
    page.fill("input[name=name]", "Laptop")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add" not in url)
    assert casting.actor(person).closed is None
    who.look()
    page.click("main .notice a")  # on to where one was going
    assert path_of(who) == "/people/"

    who.context.clear_cookies()
    who.go("/account/login/")
    who.look()
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/login" not in url)
    who.go("/people/")
    assert path_of(who) == "/people/" and page.locator("h1").inner_text() == "Mensen"

    who.context.clear_cookies()
    sign_in(who, person.email)  # with the password, the key is the second step
    page.wait_for_load_state()
    assert path_of(who) == "/account/factors/authenticate/"
    who.look()


@pytest.mark.covers("Z-98")
def test_way_to_the_provider_and_back_passes_the_policy(
    portal: Portal, browser: Browser, home: Organisation, provider: providers.Provider
) -> None:
    person, who = somebody(home, password=False), visitor(browser, portal)
    provider.claims = {"sub": "een", "email": person.email, "email_verified": True}
    page = who.go("/account/login/")
    page.click("text=Proef")
    page.wait_for_load_state()
    if "single-sign-on" in page.url:
        who.look()
        page.click(BUTTON)
    page.wait_for_url(portal.address + "/**")
    who.go("/people/")
    assert path_of(who) == "/account/factors/", "signed in; the organisation still asks for a second factor"
    assert who.complaints == []


def test_own_pages_look_right_at_both_widths(portal: Portal, browser: Browser, home: Organisation) -> None:
    person = somebody(Organisation.everything.get(pk=HOME))
    phone = Phone()
    phone.secret = generate_totp_secret()
    TOTP.activate(person, phone.secret)
    for width in (1360, 360):
        who = visitor(browser, portal, width)
        sign_in(who, person.email, phone)
        for address in ("/me", "/me/change", "/roles", "/people/", f"/people/{person.pk}/", "/people/invitations/",
                        f"/people/of/{HOME}/invite", f"/people/{person.pk}/give", "/people/reviews/",
                        "/people/statements/", f"/people/{person.pk}/statement", f"/people/of/{HOME}/review"):  # fmt: skip
            who.go(address)
            who.look()
