"""Single sign-on: an invited person of the provider's organisation gets in, by an answer to our own question; nobody else."""

import http.client
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import casting
import entering
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client

from access import provider as providers
from access.provider import Provider
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry

pytestmark = pytest.mark.usefixtures("sqlite")

LOGIN = "/account/single-sign-on/oidc/proef/login/"


@pytest.fixture
def home(sqlite: str) -> Organisation:
    return casting.organisation("Zorggroep Met Eigen Inlog", second_factor_required=False)


@pytest.fixture
def provider(home: Organisation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider of that organisation, as the settings name it."""
    with providers.serving(Provider()) as made:
        one = {"name": "Proef", "issuer": made.address, "client": providers.CLIENT, "organisation": str(home.pk)}
        installation = replace(settings.INSTALLATION, single_sign_on=(("proef", one),))
        monkeypatch.setattr(settings, "INSTALLATION", installation)
        app = {
            "provider_id": "proef", "name": "Proef", "client_id": providers.CLIENT, "secret": providers.SECRET,
            "settings": {"server_url": made.address},
        }  # fmt: skip
        monkeypatch.setitem(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS", [app])
        yield made


def invited(home: Organisation, **fields: Any) -> Person:
    return casting.person(home, Role.ADMINISTRATOR, factor=False, **fields)


def claims(who: Person | str, **other: Any) -> dict[str, Any]:
    email = who if isinstance(who, str) else who.email
    return {"sub": f"sub-of-{email}", "email": email, "email_verified": True, "name": "Naam Bij De Provider"} | other


def authorize(address: str) -> str:
    """What the provider sends the browser back to: path and query."""
    parts = urlsplit(address)
    assert parts.hostname and parts.port
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(connection.getresponse().getheader("Location") or "")
    connection.close()
    assert (back.scheme, back.hostname) == ("https", "localhost")
    return f"{back.path}?{back.query}"


def sign_on(client: Client | None = None, login: str = LOGIN) -> Client:
    """The whole way, in a browser."""
    client = client or casting.browser()
    asked = client.post(login)
    assert asked.status_code == 302, asked.content.decode()
    client.answer = client.get(authorize(asked["Location"]))  # type: ignore[attr-defined]
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.covers("Z-98", "I-71")
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_invited_person_of_the_providers_organisation_gets_in(
    provider: Provider, home: Organisation, algorithm: str
) -> None:
    who = invited(home)
    provider.claims, provider.algorithm = claims(who, email=who.email.upper()), algorithm
    client = sign_on()
    assert signed_in(client) and client.get("/people/").status_code == 200
    account = SocialAccount.objects.get()
    assert account.user == who and account.extra_data == {}  # nothing is kept of what the provider told
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256" and len(asked["nonce"]) >= 32 and len(asked["state"]) >= 16
    who.email = "later-anders@voorbeeld.example"  # from then on by the provider's number
    who.save()
    assert signed_in(sign_on())


@pytest.mark.covers("Z-98", "I-71")
@pytest.mark.parametrize(
    "case", ["unverified", "verified in words", "no word", "other organisation", "unknown", "left", "other's number"]
)
def test_nobody_else_gets_in_and_all_are_told_the_same(provider: Provider, home: Organisation, case: str) -> None:
    who, there = invited(home), invited(casting.organisation(second_factor_required=False))
    left = invited(home, is_active=False)
    if case == "other's number":  # connected while the settings named another organisation
        SocialAccount.objects.create(user=there, provider="proef", uid=f"sub-of-{who.email}")
    provider.claims = {
        "unverified": claims(who, email_verified=False),
        "verified in words": claims(who, email_verified="false"),
        "no word": {name: value for name, value in claims(who).items() if name != "email_verified"},
        "other organisation": claims(there),
        "unknown": claims("niemand@voorbeeld.example"),
        "left": claims(left),
        "other's number": claims(who),
    }[case]
    accounts = SocialAccount.objects.count()
    client = sign_on()
    assert not signed_in(client) and client.answer["Location"] == "/account/login/"  # type: ignore[attr-defined]
    assert "Vraag een beheerder om een uitnodiging" in client.get("/account/login/").content.decode()
    assert SocialAccount.objects.count() == accounts
    assert Person.everything.count() == 3
    entry = Entry.objects.order_by("-n")[0]
    assert (entry.kind, entry.outcome) == ("person.sign-in-failed", "refused")
    assert who.email.encode() not in bytes(entry.line)


@pytest.mark.covers("Z-98")
@pytest.mark.parametrize(
    ("flaw", "value"),
    [
        ("nonce", "een-andere"),
        ("nonce", None),
        ("iss", "http://127.0.0.1:1"),
        ("aud", "een-ander"),
        ("exp", 1),
        ("exp", None),
        ("azp", "een-ander"),
        ("sub", "een-ander"),
        ("sub", None),
        ("forged", True),
        ("named", False),
        ("algorithm", "HS256"),
        ("algorithm", "none"),
        ("discovery", {"issuer": "http://127.0.0.1:1"}),
        ("discovery", {"jwks_uri": "http://127.0.0.1:1/keys"}),
        ("discovery", {"token_endpoint": None}),
        ("told", {"sub": None}),
    ],
)
def test_answer_with_a_flaw_lets_nobody_in(provider: Provider, home: Organisation, flaw: str, value: Any) -> None:
    provider.claims = claims(invited(home))
    if hasattr(provider, flaw):
        setattr(provider, flaw, value)
    else:
        provider.token = {flaw: value}
    client = sign_on()
    assert not signed_in(client) and client.answer.status_code in (200, 302, 401)  # type: ignore[attr-defined]
    assert not SocialAccount.objects.exists()


@pytest.mark.covers("Z-98")
def test_state_belongs_to_one_browser_and_counts_once(provider: Provider, home: Organisation) -> None:
    provider.claims = claims(invited(home))
    mine, victim = casting.browser(), casting.browser()
    back = authorize(mine.post(LOGIN)["Location"])
    victim.get(back)  # somebody was led to an answer that they did not ask for
    assert not signed_in(victim)
    mine.get(back.replace("state=", "state=x"))
    assert not signed_in(mine)
    mine.get(back)
    assert signed_in(mine)
    mine.post("/account/logout/")
    mine.get(back)
    assert not signed_in(mine)


def test_answer_to_another_question_of_the_same_browser_is_refused(provider: Provider, home: Organisation) -> None:
    """The nonce ties the token to the question: a code from elsewhere, put behind one's own state, is refused."""
    provider.claims = claims(invited(home))
    mine, thief = casting.browser(), casting.browser()
    stolen = authorize(mine.post(LOGIN)["Location"])
    own = authorize(thief.post(LOGIN)["Location"])
    state = own.split("state=")[1]
    thief.get(stolen.split("&state=")[0] + "&state=" + state)
    assert not signed_in(thief)


def test_second_factor_is_asked_after_single_sign_on_too(provider: Provider, home: Organisation) -> None:
    who, secret = invited(home), generate_totp_secret()
    TOTP.activate(who, secret)
    provider.claims = claims(who)
    client = sign_on()
    assert not signed_in(client)
    client.post("/account/factors/authenticate/", {"code": entering.code(secret)})
    assert signed_in(client)


def test_somebody_who_is_signed_in_connects_nothing(provider: Provider, home: Organisation) -> None:
    """`process=connect` would tie somebody else's number at the provider to one's own account."""
    me, colleague = invited(home), invited(home)
    client = casting.browser(me)
    provider.claims = claims(colleague)
    sign_on(client, f"{LOGIN}?process=connect")
    assert not SocialAccount.objects.filter(user=me).exists()


def test_provider_that_is_gone_or_unknown_is_told_as_such(
    provider: Provider, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert casting.browser().post(LOGIN.replace("proef", "bestaat-niet")).status_code == 404
    found: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app = found[0]
    monkeypatch.setitem(app["settings"], "server_url", "http://127.0.0.1:1")
    answer = casting.browser().post(LOGIN)
    assert answer.status_code in (200, 401) and not answer.headers.get("Location")


def test_page_before_leaving_for_the_provider_changes_nothing(provider: Provider) -> None:
    assert casting.browser().get(LOGIN).status_code == 200
    assert provider.asked == []
