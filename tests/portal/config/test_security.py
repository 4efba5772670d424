"""What a browser is told, and what the portal never does."""

import re
from pathlib import Path

import casting
import pytest
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

import sluis.portal
from sluis.portal.access.changing import keeping
from sluis.portal.access.roles import Role

PORTAL = Path(sluis.portal.__file__).parent
pytestmark = pytest.mark.usefixtures("sqlite")


def test_django_has_no_advice_for_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # set by tests before a browser
    call_command("check", deploy=True, fail_level="WARNING")


def pages() -> list[str]:
    """A page of each kind: public, signed in, one's own, absent."""
    return [reverse("account_login"), reverse("tasks:home"), reverse("mfa_index"), "/is-not-there"]


@pytest.mark.parametrize("page", pages())
def test_every_answer_has_a_strict_policy(page: str) -> None:
    home = casting.organisation()
    answer = casting.browser(casting.person(home, Role.ADMINISTRATOR)).get(page)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert not re.search(r"unsafe|data:|https?:|\*", policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_cookies_are_for_this_host_only_and_not_for_scripts() -> None:
    client = casting.browser(casting.person(casting.organisation()))
    client.get(reverse("account_login"))
    client.get(reverse("mfa_index"))
    client.post(reverse("set_language"), {"language": "en"})
    given = {name: cookie for name, cookie in client.cookies.items() if name != "__Host-session"}  # the test's own
    assert given.keys() == {"__Host-csrf", "language"}
    for name, cookie in given.items():
        assert cookie["secure"] and cookie["path"] == "/" and not cookie["domain"], name
        assert cookie["samesite"] in ("Lax", "Strict")
    assert given["__Host-csrf"]["httponly"]


def test_session_cookie_is_for_this_host_only_and_not_for_scripts() -> None:
    who = casting.person(casting.organisation(second_factor_required=False), factor=False)
    who.set_password("molen-weide-storm-94")
    with keeping(casting.tester()) as change:
        who.save()
        change.record("test.changed", who)
    client = casting.browser()
    client.post(reverse("account_login"), {"login": who.email, "password": "molen-weide-storm-94"})
    cookie = client.cookies["__Host-session"]
    assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"]
    assert cookie["samesite"] == "Lax" and cookie["max-age"] == ""


def test_plain_http_is_sent_to_tls() -> None:
    answer = Client(headers={"host": "localhost"}).get(reverse("account_login"))
    assert answer.status_code == 301 and answer.headers["Location"].startswith("https://")


def test_other_host_names_are_refused() -> None:
    client = casting.browser()
    client.raise_request_exception = False
    answer = client.get(reverse("account_login"), headers={"host": "elsewhere.example"})
    assert answer.status_code == 400 and b"elsewhere" not in answer.content


def test_form_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"}, secure=True)
    assert answer.status_code == 403 and b"a@b.example" not in answer.content


def test_fault_shows_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from sluis.portal.config import urls

    def broken(_request: HttpRequest) -> None:
        raise ValueError("900000004 in a message")

    client = casting.browser()
    client.raise_request_exception = False
    monkeypatch.setattr("django.db.connection.cursor", lambda *_: broken(HttpRequest()))
    answer = client.get(reverse("health"))
    assert urls and answer.status_code == 500
    assert b"900000004" not in answer.content and b"ValueError" not in answer.content


def test_templates_and_scripts_fetch_nothing_from_elsewhere() -> None:
    found = [
        f"{path.relative_to(PORTAL)}: {match}"
        for suffix in ("*.html", "*.css", "*.js")
        for path in PORTAL.rglob(suffix)
        for match in re.findall(
            r"(?:src|href|action)=\"(https?:[^\"]+)|url\((['\"]?(?:https?|//|data)[^)]*)\)", path.read_text()
        )
    ]
    assert found == []
