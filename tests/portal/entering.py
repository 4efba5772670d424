"""What somebody does in a browser to get in: passwords, codes of an authenticator app, signing."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

PASSWORD = "een-lang-genoeg-woord-77"


def code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app shows, now or periods of 30 seconds further."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def set_up_totp(client: Client, used: list[str] | None = None) -> str:
    """Set up the authenticator app; its secret. The code that it took is put in `used`."""
    page = client.get("/account/factors/totp/activate/")
    assert page.status_code == 200, page.headers
    secret = client.session["mfa.totp.secret"]
    shown = code(secret)
    if used is not None:
        used.append(shown)
    answer = client.post("/account/factors/totp/activate/", {"code": shown})
    assert answer.status_code == 302, answer.content.decode()
    return str(secret)


def sign(client: Client) -> Any:
    """Sign the statement."""
    return client.post("/closed", {"version": "1", "agreed": "on"})


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """The first step of signing in."""
    return client.post("/account/login/", {"login": email, "password": password})


def links(text: str) -> list[str]:
    """The paths of the links in a message."""
    return re.findall(r"https://[^/\s]+(/\S+)", text)
