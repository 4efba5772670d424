"""Signing in through the page: passwords, lock-out, codes, recovery codes, reset by mail, sessions."""

import re
from pathlib import Path
from typing import Any

import casting
import entering
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry

pytestmark = pytest.mark.usefixtures("database")


def somebody(home: Organisation | None = None, *, secret: str = "", **fields: Any) -> Person:
    """A person with a password, and with an authenticator app when its secret is given."""
    who = casting.person(home or casting.organisation(), Role.ADMINISTRATOR, factor=False, **fields)
    who.set_password(entering.PASSWORD)
    who.save()
    if secret:
        TOTP.activate(who, secret)
    return who


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def kinds(who: Person) -> list[str]:
    return list(Entry.objects.filter(subject=who.subject).order_by("n").values_list("kind", flat=True))


def second_step(client: Client, code: str) -> Any:
    return client.post("/account/factors/authenticate/", {"code": code})


@pytest.fixture
def secret() -> str:
    return str(generate_totp_secret())


@pytest.mark.covers("Z-98")
def test_password_and_code_of_the_app_let_in(secret: str) -> None:
    who, client = somebody(secret=secret), casting.browser()
    answer = entering.sign_in(client, who.email.upper())
    assert answer.status_code == 302 and answer["Location"].startswith("/account/factors/authenticate/")
    assert not signed_in(client) and client.get("/people/").status_code in (302, 403)
    assert second_step(client, "000000").status_code == 200 and not signed_in(client)
    assert second_step(client, entering.code(secret)).status_code == 302 and signed_in(client)
    assert client.get("/people/").status_code == 200
    assert kinds(who)[-3:] == ["person.factor-failed", "person.factor-used", "person.signed-in"]


@pytest.mark.covers("Z-98")
@pytest.mark.parametrize("ahead", [0, 1])
def test_code_of_the_app_counts_once_as_long_as_it_could_count(secret: str, ahead: int) -> None:
    who, code = somebody(secret=secret), entering.code(secret, ahead)
    first, second = casting.browser(), casting.browser()
    for client in (first, second):
        entering.sign_in(client, who.email)
    assert second_step(first, code).status_code == 302 and signed_in(first)
    cache.delete(f"allauth.mfa.totp.used?user={who.pk}&code={code}")  # what the machinery forgets after 30 seconds
    assert second_step(second, code).status_code == 200 and not signed_in(second)


def test_first_code_with_which_the_app_was_set_up_does_not_sign_in() -> None:
    who, client = somebody(), casting.browser()
    entering.sign_in(client, who.email)
    client.post("/account/reauthenticate/", {"password": entering.PASSWORD})
    used: list[str] = []
    entering.set_up_totp(client, used)
    other = casting.browser()
    entering.sign_in(other, who.email)
    assert second_step(other, used[0]).status_code == 200 and not signed_in(other)


@pytest.mark.covers("Z-98")
def test_recovery_codes_count_once_each(secret: str) -> None:
    who = somebody(secret=secret)
    codes = RecoveryCodes.activate(who).get_unused_codes()
    for code, lets_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        client = casting.browser()
        entering.sign_in(client, who.email)
        second_step(client, code)
        assert signed_in(client) is lets_in
    left = Authenticator.objects.get(user=who, type="recovery_codes").wrap().get_unused_codes()
    assert len(left) == len(codes) - 2


@pytest.mark.covers("Z-98")
def test_five_failures_lock_an_account_for_the_right_password_too() -> None:
    who = somebody(casting.organisation(second_factor_required=False))
    for _ in range(5):
        assert entering.sign_in(casting.browser(), who.email, "verkeerd-woord").status_code == 200
    client = casting.browser()
    answer = entering.sign_in(client, who.email)
    assert answer.status_code == 200 and not signed_in(client)
    assert kinds(who).count("person.sign-in-failed") == 5
    assert entering.PASSWORD not in answer.content.decode()
    colleague = somebody(who.organisation)
    assert entering.sign_in(casting.browser(), colleague.email).status_code == 302  # of the account, not of the address


@pytest.mark.covers("Z-98")
def test_locked_account_does_not_tell_whether_it_exists() -> None:
    who = somebody(casting.organisation(second_factor_required=False))
    told = []
    for email in (who.email, "bestaat-niet@voorbeeld.example"):
        answers = [entering.sign_in(casting.browser(), email, "verkeerd-woord") for _ in range(7)]
        told.append([(answer.status_code, plain(answer, email)) for answer in answers])
    assert told[0] == told[1]
    assert told[0][0] != told[0][6]  # the lock shows, the account does not


def plain(answer: Any, email: str) -> str:
    """The page without what differs by itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[A-Za-z0-9_-]{43,}", "", text.replace(email, "…"))


def test_codes_are_locked_after_five_wrong_ones(secret: str) -> None:
    who, client = somebody(secret=secret), casting.browser()
    entering.sign_in(client, who.email)
    for _ in range(5):
        second_step(client, "000000")
    assert second_step(client, entering.code(secret)).status_code == 200 and not signed_in(client)
    assert kinds(who).count("person.factor-failed") == 5


def test_counts_of_failures_are_not_pushed_out_by_others() -> None:
    """The cache that counts them throws entries away when it is full; that must be far away."""
    options: Any = settings.CACHES["default"]["OPTIONS"]
    assert options["MAX_ENTRIES"] >= 100_000


@pytest.mark.covers("Z-98")
@pytest.mark.parametrize("address", ["/", "/people/", "/roles", "/documents/", "/me/change"])
def test_operators_staff_without_a_factor_get_no_further_than_setting_one_up(address: str) -> None:
    who, client = somebody(casting.organisation(operator=True, second_factor_required=False)), casting.browser()
    assert entering.sign_in(client, who.email).status_code == 302
    answer = client.get(address)
    if address == "/me/change":  # one's own data stay one's own
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer["Location"]) == (302, "/account/factors/")


@pytest.mark.parametrize(
    "address",
    ["/account/signup/", "/account/email/", "/account/single-sign-on/", "/account/single-sign-on/signup/",
     "/account/confirm-email/x/", "/account/login/code/confirm/"],
)  # fmt: skip
def test_nothing_of_the_machinery_is_there_that_is_not_offered(address: str) -> None:
    who = somebody(casting.organisation(second_factor_required=False))
    client = casting.browser(who)
    for method in (client.get, client.post):
        assert method(address).status_code == 404


def mails() -> list[str]:
    """Messages that left, oldest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return [path.read_text() for path in sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns)]


def reset_link(text: str) -> str:
    joined = text.replace("=\n", "").replace("=3D", "=")
    found = [one for one in entering.links(joined) if "/password/reset/key/" in one]
    assert found, joined
    return found[-1]


@pytest.mark.covers("Z-98", "I-70")
def test_password_is_reset_by_mail_and_every_session_ends(secret: str) -> None:
    who, there = somebody(secret=secret), casting.browser()
    entering.sign_in(there, who.email)
    second_step(there, entering.code(secret))
    assert there.get("/people/").status_code == 200
    before, client = len(mails()), casting.browser()
    assert client.post("/account/password/reset/", {"email": who.email}).status_code == 302
    link = reset_link(mails()[before])
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    fresh = "een-heel-ander-lang-woord"
    assert client.post(form, {"password1": "kort", "password2": "kort"}).status_code == 200
    assert client.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
    assert there.get("/people/").status_code == 403
    who.refresh_from_db()
    assert who.check_password(fresh) and who.password.startswith("scrypt$") and fresh not in who.password
    assert not signed_in(client)  # a reset does not pass by the second factor
    assert casting.browser().get(link, follow=True).status_code == 200
    again = casting.browser()
    again.get(link, follow=True)
    assert again.post(form, {"password1": "x" * 20, "password2": "x" * 20}).status_code != 302
    assert "person.password-changed" in kinds(who)


def test_reset_says_the_same_for_an_address_that_is_nobodys() -> None:
    who = somebody()
    told = []
    for email in (who.email, "bestaat-niet@voorbeeld.example"):
        client = casting.browser()
        answer = client.post("/account/password/reset/", {"email": email}, follow=True)
        told.append((answer.redirect_chain, plain(answer, email)))
    assert told[0] == told[1]


def test_change_of_password_ends_the_other_sessions() -> None:
    who = somebody(casting.organisation(second_factor_required=False))
    one, other = casting.browser(), casting.browser()
    for client in (one, other):
        entering.sign_in(client, who.email)
    assert UserSession.objects.filter(user=who).count() == 2
    fresh = "een-heel-ander-lang-woord"
    one.post("/account/reauthenticate/", {"password": entering.PASSWORD})
    answer = one.post(
        "/account/password/change/", {"oldpassword": entering.PASSWORD, "password1": fresh, "password2": fresh}
    )
    assert answer.status_code == 302
    assert other.get("/people/").status_code == 403


def test_sessions_are_listed_and_ended_by_oneself() -> None:
    who = somebody(casting.organisation(second_factor_required=False))
    one, other = casting.browser(), casting.browser()
    for client in (one, other):
        entering.sign_in(client, who.email)
        assert client.get("/people/").status_code == 200
    assert one.get("/account/sessions/").status_code == 200
    assert one.post("/account/sessions/").status_code == 302
    assert other.get("/people/").status_code == 403 and one.get("/people/").status_code == 200


def test_who_left_is_answered_as_an_unknown_account_is() -> None:
    from sluis.portal.people import leaving

    home = casting.organisation()
    admin, who = casting.person(home, Role.ADMINISTRATOR), somebody(home)
    leaving.leave(casting.actor(admin), person=who, reason="weg")
    answers = [
        plain(entering.sign_in(casting.browser(), email), email) for email in (who.email, "niemand@voorbeeld.example")
    ]
    assert answers[0] == answers[1]


@pytest.mark.covers("I-70")
def test_no_evidence_holds_what_was_typed(secret: str) -> None:
    who, client = somebody(secret=secret), casting.browser()
    entering.sign_in(client, who.email, "verkeerd-woord-9")
    entering.sign_in(client, who.email)
    code = entering.code(secret)
    second_step(client, code)
    lines = b"\n".join(bytes(line) for line in Entry.objects.values_list("line", flat=True))
    for told in (entering.PASSWORD, "verkeerd-woord-9", who.email, secret, f'"{code}"'):
        assert told.encode() not in lines
