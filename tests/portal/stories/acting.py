"""What people in the stories do again and again."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from living import Portal, Visitor, visitor
from playwright.sync_api import Browser

from sluis.demo.portal.settling import Settling

PASSWORD = "molen-weide-storm-94"
BUTTON = "main form button >> nth=0"
Town = tuple[Portal, Settling, Browser]
"""A portal with the world of the demo in it, who there is, and a browser."""


class Phone:
    """Somebody's authenticator app."""

    def __init__(self) -> None:
        self.secret = ""
        self._last = -1

    def code(self) -> str:
        """The next code that was not used yet; a step ahead where the last one was of this half minute."""
        from base64 import b32decode

        step = max(int(datetime.now(UTC).timestamp()) // 30, self._last + 1)
        self._last = step
        padded = self.secret + "=" * (-len(self.secret) % 8)
        return TOTP(b32decode(padded), 6, SHA1(), 30).generate(step * 30).decode()


def set_up_factor(who: Visitor, phone: Phone) -> None:
    """From the page of factors: an authenticator app."""
    page = who.page
    page.goto(who.address + "/account/factors/totp/activate/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click(BUTTON)
    who.look()
    phone.secret = page.input_value("#authenticator_secret")
    page.fill("input[name=code]", phone.code())
    page.click(BUTTON)
    assert "recovery-codes" in page.url or "factors" in page.url, page.url
    who.look()


def sign_statement(who: Visitor) -> None:
    """The confidentiality statement that closes the rest of the portal until it is signed."""
    page = who.go("/closed")
    who.look()
    page.check("input[name=agreed]")
    page.click(BUTTON)


def sign_in(who: Visitor, email: str, phone: Phone | None = None, password: str = PASSWORD) -> None:
    """By the sign-in page."""
    page = who.go("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click(BUTTON)
    if phone is not None:
        page.fill("input[name=code]", phone.code())
        page.click(BUTTON)


def path_of(who: Visitor) -> str:
    """Where somebody is."""
    return urlsplit(who.page.url).path


def enter(town: Town, email: str, width: int = 1360) -> Visitor:
    """Somebody of the cast, with a second factor where one is needed."""
    portal, settling, browser = town
    who, phone = visitor(browser, portal, width), Phone()
    phone.secret = settling.factors.get(email, "")
    sign_in(who, email, phone if phone.secret else None)
    return who
