"""Enrolment in the exchange, with real cards and a real authority: the code, the card, the certificate, its end."""

import re
from datetime import datetime, timedelta
from typing import Any

import casting
import organising
import pytest
from agreement.parties import Party, recipient, source
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations import activating, certifying, enrolling, selectors
from sluis.portal.organisations.choices import Ended
from sluis.portal.organisations.models import Certificate, Enrolment, ExchangeRole
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access, agreements, signing
from sluis.refusals.catalogue import organisations as codes
from sluis.signatures import Authority, issue, make_authority, to_pem

pytestmark = pytest.mark.usefixtures("database")
WRONG = "2222-2222-2222-2222"


@pytest.fixture
def cast() -> dict[str, Any]:
    """Who takes part."""
    operator = casting.organisation("Voorbeeld-TTP", operator=True)
    home = organising.party().organisation
    manager, administrator = casting.person(operator, Role.CONTRACT_MANAGER), casting.person(home, Role.ADMINISTRATOR)
    return {"operator": operator, "home": home, "manager": casting.actor(manager), "own": casting.actor(administrator),
            "who": administrator, "staff": manager}  # fmt: skip


def ask(cast: dict[str, Any], party: Party | None = None) -> Enrolment:
    """As an administrator does."""
    keys = (party or source()).keys
    return enrolling.ask(cast["own"], organisation=cast["home"], role=ExchangeRole.SOURCE, party_id=keys.id)


def certificate(party: Party, at: datetime, days: int = 365) -> bytes:
    """What a custodian makes, with the root behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = make_authority("Proef CA", key, serial=7, at=at, days=4000)
    leaf = issue(Authority(root, key), party.request, party.role, serial=9 << 80, at=at, days=days)
    return to_pem((leaf, root))


def presented(cast: dict[str, Any]) -> Enrolment:
    """An enrolment whose card was shown."""
    enrolment = ask(cast)
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    return enrolling.present(cast["own"], enrolment=enrolment, code=code, card=source().card())


def test_from_wish_to_certificate(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    assert Task.everything.filter(organisation=cast["operator"], kind=activating.WAITING, state="open").count() == 1
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    assert len(code) == 19 and set(code) <= set(activating.ALPHABET + "-")
    assert not Task.everything.filter(kind=activating.WAITING, state="open").exists()
    card = source().card()
    enrolling.present(cast["own"], enrolment=enrolment, code=code.lower().replace("-", " "), card=card)
    (waiting,) = selectors.enrolments_to_issue()
    assert waiting.card == card and waiting.key_id == source().keys.signing
    made = enrolling.issued(casting.tester(), enrolment=waiting, chain_pem=certificate(source(), casting.now()))
    assert selectors.enrolments_to_issue() == [] and Enrolment.everything.get().state == "issued"
    assert (made.party_id, made.role, made.organisation) == ("clinic", "source", cast["home"])
    assert selectors.certificates_in_force(casting.now()) == [made]
    lines = b"".join(bytes(entry.line) for entry in Entry.objects.all())
    assert code.encode() not in lines and card[:60] not in lines and source().keys.content.encode() not in lines
    with organising.refuses(access.GONE_ALREADY):
        enrolling.issued(casting.tester(), enrolment=waiting, chain_pem=certificate(source(), casting.now()))


def test_code_is_kept_nowhere_and_an_earlier_one_is_void(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    first = activating.make_code(cast["manager"], enrolment=enrolment)
    second = activating.make_code(cast["manager"], enrolment=enrolment)
    for code in (first, second):
        assert code not in str(Enrolment.everything.values().get())
    with pytest.raises(Refused) as refusal:
        enrolling.present(cast["own"], enrolment=enrolment, code=first, card=source().card())
    assert refusal.value.code is codes.ACTIVATION_WRONG
    enrolling.present(cast["own"], enrolment=enrolment, code=second, card=source().card())
    with organising.refuses(codes.ACTIVATION_VOID):  # once only
        enrolling.present(cast["own"], enrolment=enrolment, code=second, card=source().card())


def test_wrong_codes_are_counted_and_the_fifth_voids_the_right_one(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    left = []
    for card in (source().card(), b"", b"{", recipient().card()):  # a wrong code tells nothing of the card
        with pytest.raises(Refused) as refusal:
            enrolling.present(cast["own"], enrolment=enrolment, code=WRONG, card=card)
        left.append((refusal.value.code, refusal.value.facts.get("left")))
    assert left == [(codes.ACTIVATION_WRONG, number) for number in (4, 3, 2, 1)]
    for typed in (WRONG, code):
        with pytest.raises(Refused) as refusal:
            enrolling.present(cast["own"], enrolment=enrolment, code=typed, card=source().card())
        assert refusal.value.code is codes.ACTIVATION_VOID
    assert len(organising.events("enrolment.code-wrong")) == 5
    assert Task.everything.filter(kind=activating.WAITING, state="open").count() == 1
    again = activating.make_code(cast["manager"], enrolment=enrolment)
    enrolling.present(cast["own"], enrolment=enrolment, code=again, card=source().card())


def test_code_is_valid_for_seven_days_and_for_its_own_enrolment(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    late = casting.actor(cast["who"], casting.now() + timedelta(days=7, minutes=1))
    with organising.refuses(codes.ACTIVATION_VOID):
        enrolling.present(late, enrolment=enrolment, code=code, card=source().card())
    other = enrolling.ask(cast["own"], organisation=cast["home"], role=ExchangeRole.RECIPIENT, party_id="registry")
    activating.make_code(cast["manager"], enrolment=other)
    with pytest.raises(Refused) as refusal:
        enrolling.present(cast["own"], enrolment=other, code=code, card=recipient().card())
    assert refusal.value.code is codes.ACTIVATION_WRONG


def test_card_must_be_the_one_that_was_asked_for_and_the_code_stays_good(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    forged = source().card(sign=recipient().signer.sign)
    for card, reason in (
        (recipient().card(), codes.CARD_OF_ANOTHER),
        (forged, agreements.CARD_FORGED),
        (b"{}", signing.DOCUMENT_NOT_EXACT),
    ):
        with organising.refuses(reason):
            enrolling.present(cast["own"], enrolment=enrolment, code=code, card=card)
    enrolling.present(cast["own"], enrolment=enrolment, code=code, card=source().card())
    with pytest.raises(Refused) as refusal:  # another organisation cannot take the name
        other = organising.party().organisation
        enrolling.ask(casting.tester(), organisation=other, role=ExchangeRole.SOURCE, party_id="clinic")
    assert refusal.value.code is codes.EXCHANGE_NAME_TAKEN


def test_who_may_do_what(cast: dict[str, Any]) -> None:
    enrolment = ask(cast)
    code = activating.make_code(cast["manager"], enrolment=enrolment)
    stranger = casting.actor(casting.person(organising.party().organisation, Role.ADMINISTRATOR))
    desk = casting.actor(casting.person(cast["operator"], Role.SERVICE_DESK))
    chain = certificate(source(), casting.now())
    with organising.refuses(access.NOT_YOURS):
        enrolling.present(stranger, enrolment=enrolment, code=code, card=source().card())
    for who in (cast["own"], desk, stranger):
        with organising.refuses(access.NOT_ALLOWED):
            activating.make_code(who, enrolment=enrolment)
        with organising.refuses(access.NOT_ALLOWED):
            enrolling.issued(who, enrolment=enrolment, chain_pem=chain)
    with organising.refuses(access.NOT_ALLOWED):
        enrolling.ask(desk, organisation=cast["home"], role=ExchangeRole.SOURCE, party_id="ander")
    with organising.refuses(agreements.NAME_NOT_ALLOWED):
        enrolling.ask(cast["own"], organisation=cast["home"], role=ExchangeRole.SOURCE, party_id="clinic-test")


def test_certificate_of_another_key_name_or_role_is_not_kept(cast: dict[str, Any]) -> None:
    enrolment = presented(cast)
    with organising.refuses(codes.CERTIFICATE_UNFIT):
        enrolling.issued(casting.tester(), enrolment=enrolment, chain_pem=certificate(recipient(), casting.now()))
    with organising.refuses(codes.CERTIFICATE_UNFIT):
        old = certificate(source(), casting.now() - timedelta(days=400), days=30)
        enrolling.issued(casting.tester(), enrolment=enrolment, chain_pem=old)
    with organising.refuses(signing.CERTIFICATE_MALFORMED):
        enrolling.issued(casting.tester(), enrolment=enrolment, chain_pem=b"-----BEGIN CERTIFICATE-----")
    enrolling.refused(casting.tester(), enrolment=enrolment, code=signing.AUTHORITY_UNFIT)
    assert Enrolment.everything.get().state == "refused"


def test_certificate_that_expires_gives_a_task_once_until_it_is_renewed(cast: dict[str, Any]) -> None:
    made = enrolling.issued(
        casting.tester(), enrolment=presented(cast), chain_pem=certificate(source(), casting.now(), days=90)
    )
    assert certifying.warn_of_expiry(casting.tester()) == 0
    soon = casting.tester(made.valid_until - timedelta(days=59))
    assert certifying.warn_of_expiry(soon) == 1 and certifying.warn_of_expiry(soon) == 0
    task = Task.everything.get(kind=certifying.EXPIRES)
    assert task.due_at == made.valid_until and task.organisation == cast["home"]
    days = [(made.valid_until - moment).days for moment in task.deadline.warns_at]  # type: ignore[union-attr]
    assert days in (
        [60, 30, 7],
        [59, 30, 7],
        [60, 29, 7],
    )  # at the same time on the clock, over a change of summer time
    fields = {"valid_from": casting.now(), "valid_until": made.valid_until + timedelta(days=365), "party_id": "clinic"}
    organising.certificate(cast["home"], **fields)
    assert certifying.warn_of_expiry(soon) == 1
    assert Task.everything.get(kind=certifying.EXPIRES).state == "done"


def test_revoked_certificate_counts_no_longer(cast: dict[str, Any]) -> None:
    made = enrolling.issued(casting.tester(), enrolment=presented(cast), chain_pem=certificate(source(), casting.now()))
    officer = casting.actor(casting.person(cast["home"], Role.SECURITY_OFFICER))
    certifying.revoke(officer, certificate=made, reason=Ended.KEY_LOST)
    assert selectors.certificates_in_force(casting.now()) == []
    (event,) = organising.events("certificate.revoked")
    assert event.objects["code"] == "key-lost"
    with organising.refuses(access.GONE_ALREADY):
        certifying.revoke(officer, certificate=made, reason=Ended.KEY_LOST)


def test_pages_from_wish_to_file(cast: dict[str, Any]) -> None:
    own, staff = casting.browser(cast["who"]), casting.browser(cast["staff"])
    asked = own.post(
        reverse("organisations:enrolment-new", args=[cast["home"].pk]), {"role": "source", "party_id": "clinic"}
    )
    assert asked.status_code == 302
    enrolment = Enrolment.everything.get()
    keys = [enrolment.pk]
    assert own.post(reverse("organisations:enrolment-code", args=keys)).status_code == 403
    shown = staff.post(reverse("organisations:enrolment-code", args=keys))
    (code,) = re.findall(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", shown.content.decode())
    assert shown["Cache-Control"] == "no-store"
    assert code not in staff.get(reverse("organisations:enrolment", args=keys)).content.decode()
    card = SimpleUploadedFile("card.json", source().card(), "application/json")
    wrong = own.post(reverse("organisations:enrolment-card", args=keys), {"code": WRONG, "card": card})
    assert wrong.status_code == 422 and "2932" in wrong.content.decode()
    card = SimpleUploadedFile("card.json", source().card(), "application/json")
    assert own.post(reverse("organisations:enrolment-card", args=keys), {"code": code, "card": card}).status_code == 302
    pem = certificate(source(), casting.now())
    made = enrolling.issued(casting.tester(), enrolment=Enrolment.everything.get(), chain_pem=pem)
    file = own.get(reverse("organisations:certificate-file", args=[made.pk]))
    assert file.content == pem and "attachment" in file["Content-Disposition"]
    assert (
        Certificate.everything.get() == made and not Task.everything.filter(kind=enrolling.TAKE, state="open").exists()
    )
    big = SimpleUploadedFile("card.json", b"x" * 40_000, "application/json")
    assert own.post(reverse("organisations:enrolment-card", args=keys), {"code": code, "card": big}).status_code == 422
