"""Who keeps webhooks, what each thing leaves, and that a secret is nowhere but in the hand that got it."""

import base64
import io
import logging
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import casting
import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings

from sluis.portal.access.changing import keeping as kept
from sluis.portal.access.models import Mandate, Organisation, Person
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.holdings.destroying import destroy
from sluis.portal.holdings.exporting import Wanted, zipped
from sluis.portal.holdings.going import going
from sluis.portal.holdings.models import Block, Retention
from sluis.portal.holdings.register import held
from sluis.portal.ledger.models import Entry
from sluis.portal.webhooks import keeping, sealing
from sluis.portal.webhooks.delivering import deliver
from sluis.portal.webhooks.forgetting import forget
from sluis.portal.webhooks.models import Posting, Secret, Try, Webhook, WebhookNotice
from sluis.portal.webhooks.posting import post
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import webhooks as codes
from sluis.supervisor.lines import StructuredFormatter
from webhooks.receiving import Receiver

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADDRESS = "https://ontvanger.example/meldingen"
KIND = "delivery.available"


@pytest.fixture
def admin(sqlite: str) -> Person:
    return casting.person(casting.organisation(), Role.ADMINISTRATOR)


def made(who: Person, address: str = ADDRESS) -> tuple[Webhook, str]:
    return keeping.make(casting.actor(who), organisation=who.organisation, address=address, kinds=[KIND])


def events() -> list[str]:
    return [kind for kind in Entry.objects.order_by("n").values_list("kind", flat=True) if kind.startswith("webhook.")]


def test_each_thing_leaves_one_event(admin: Person) -> None:
    actor = casting.actor(admin)
    webhook, secret = made(admin)
    assert secret.startswith("whsec_") and webhook.organisation == admin.organisation and webhook.is_on
    keeping.change(actor, webhook=webhook, kinds=["delivery.refused"], description="Ons programma")
    keeping.try_out(actor, webhook=webhook)
    assert keeping.rotate(actor, webhook=webhook) != secret
    keeping.switch(actor, webhook=webhook, on=False)
    keeping.switch(actor, webhook=webhook, on=True)
    webhook.refresh_from_db()
    assert (webhook.kinds, webhook.description) == (["delivery.refused"], "Ons programma")
    keeping.remove(actor, webhook=webhook)
    assert not Webhook.everything.exists() and not Secret.objects.exists() and not Posting.objects.exists()
    whole = ["made", "changed", "tried-out", "rotated", "switched-off", "switched-on", "removed"]
    assert events() == [f"webhook.{each}" for each in whole]


Do = Callable[[Any, Webhook], object]
DEEDS: dict[str, Do] = {
    "make": lambda who, one: keeping.make(who, organisation=one.organisation, address=ADDRESS, kinds=[]),
    "change": lambda who, one: keeping.change(who, webhook=one, kinds=[], description=""),
    "rotate": lambda who, one: keeping.rotate(who, webhook=one),
    "switch": lambda who, one: keeping.switch(who, webhook=one, on=False),
    "remove": lambda who, one: keeping.remove(who, webhook=one),
    "try_out": lambda who, one: keeping.try_out(who, webhook=one),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_only_an_administrator_of_the_organisation_itself_keeps_them(admin: Person, deed: str) -> None:
    webhook, _secret = made(admin)
    operator = casting.organisation(operator=True)
    others = [
        casting.person(admin.organisation, *(set(roles_for(operator=False)) - {Role.ADMINISTRATOR})),
        casting.person(casting.organisation(), *roles_for(operator=False)),
        casting.person(operator, *roles_for(operator=True)),
    ]
    before = events()
    for who in others:
        with pytest.raises(Refused) as refusal:
            DEEDS[deed](casting.actor(who), webhook)
        assert refusal.value.code in (access.NOT_ALLOWED, access.NOT_YOURS)
    assert events() == before and Webhook.everything.count() == 1 and Secret.objects.count() == 1
    DEEDS[deed](casting.actor(admin), webhook)


def test_no_webhook_is_made_by_mandate_since_it_would_outlive_it(admin: Person) -> None:
    holder = casting.person(casting.organisation(), Role.ADMINISTRATOR)
    mandate = Mandate(
        organisation=admin.organisation, holder=holder.organisation, roles=[Role.ADMINISTRATOR.value],
        starts_on=casting.today(), given_by="program:test",
    )  # fmt: skip
    actor = casting.actor(holder, mandate=casting.make(mandate))
    assert actor.organisation == admin.organisation
    with pytest.raises(Refused) as refusal:
        keeping.make(actor, organisation=admin.organisation, address=ADDRESS, kinds=[])
    assert refusal.value.code is access.NOT_ALLOWED


def test_the_operators_administrator_keeps_its_own(sqlite: str) -> None:
    who = casting.person(casting.organisation(operator=True), Role.ADMINISTRATOR)
    webhook, _secret = made(who)
    keeping.remove(casting.actor(who), webhook=webhook)


@pytest.mark.parametrize("deed", [each for each in DEEDS if each != "make"])
def test_what_was_removed_meanwhile_is_refused(admin: Person, deed: str) -> None:
    webhook, _secret = made(admin)
    copy = Webhook.everything.get(pk=webhook.pk)
    keeping.remove(casting.actor(admin), webhook=webhook)
    with pytest.raises(Refused) as refusal:
        DEEDS[deed](casting.actor(admin), copy)
    assert refusal.value.code is access.GONE_ALREADY


def test_addresses_that_are_not_public_are_refused(admin: Person) -> None:
    for address in ("http://ontvanger.example/", "https://10.0.0.1/", "https://127.0.0.1/", "https://localhost/"):
        with pytest.raises(Refused) as refusal:
            made(admin, address)
        assert refusal.value.code is codes.ADDRESS_REFUSED
    assert not Webhook.everything.exists() and events() == []


def test_there_is_an_end_to_their_number(admin: Person) -> None:
    for _ in range(keeping.MOST_WEBHOOKS):
        made(admin)
    with pytest.raises(Refused) as refusal:
        made(admin)
    assert refusal.value.code is codes.TOO_MANY_WEBHOOKS
    made(casting.person(casting.organisation(), Role.ADMINISTRATOR))


def test_one_trial_waits_at_a_time_and_none_for_what_is_off(admin: Person) -> None:
    actor, (webhook, _secret) = casting.actor(admin), made(admin)
    keeping.try_out(actor, webhook=webhook)
    with pytest.raises(Refused) as refusal:
        keeping.try_out(actor, webhook=webhook)
    assert refusal.value.code is codes.TRIAL_WAITING
    keeping.switch(actor, webhook=webhook, on=False)
    with pytest.raises(Refused) as refusal:
        keeping.try_out(actor, webhook=webhook)
    assert refusal.value.code is access.GONE_ALREADY
    with pytest.raises(Refused):
        keeping.switch(actor, webhook=webhook, on=False)


def test_secret_is_in_no_row_log_event_or_export(admin: Person, program: Receiver) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(StructuredFormatter())
    plain = logging.StreamHandler(heard)
    root = logging.getLogger()
    for each in (handler, plain):
        root.addHandler(each)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        root.debug("listening")
        webhook, first = made(admin, program.address)
        second = keeping.rotate(casting.actor(admin), webhook=webhook)
        keeping.try_out(casting.actor(admin), webhook=webhook)
        program.answers = [500]
        deliver(casting.tester())
        deliver(casting.tester(casting.now() + timedelta(minutes=2)))
    finally:
        root.setLevel(level)
        for each in (handler, plain):
            root.removeHandler(each)
    assert len(program.got) == 2 and heard.getvalue()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(Wanted(admin.organisation, casting.now())))))
    exported = b"".join(archive.read(name) for name in archive.namelist())
    assert program.address.encode() in exported
    whole = [exported, heard.getvalue().encode(), *map(bytes, Entry.objects.values_list("line", flat=True)), _rows()]
    for secret in (first, second):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        for needle in (secret.encode(), secret.removeprefix("whsec_").encode(), key, key.hex().encode()):
            assert not any(needle in each for each in whole)
    for sealed in Secret.objects.values_list("sealed", flat=True):
        assert bytes(sealed) not in exported and bytes(sealed).hex().encode() not in exported


def _rows() -> bytes:
    """Everything in the tables of the app, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("webhooks").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += [value if isinstance(value, bytes) else str(value).encode() for row in cursor for value in row]
    return b"\n".join(found)


def test_secret_opens_under_the_installations_own_secret_alone(admin: Person) -> None:
    webhook, secret = made(admin)
    assert sealing.PREFIX + base64.b64encode(sealing.keys_of(webhook, casting.now())[0]).decode() == secret
    with override_settings(SECRET_KEY="another"), pytest.raises(sealing.SecretLostError):
        sealing.keys_of(webhook, casting.now())


def test_secret_that_was_replaced_signs_until_its_day_is_over(admin: Person) -> None:
    webhook, _secret = keeping.make(
        casting.tester(AT), organisation=admin.organisation, address=ADDRESS, kinds=[]
    )  # fmt: skip
    first = sealing.keys_of(webhook, AT)
    keeping.rotate(casting.tester(AT), webhook=webhook)
    both = sealing.keys_of(webhook, AT + sealing.OVERLAP - timedelta(seconds=1))
    assert len(both) == 2 and both[1:] == first
    assert sealing.keys_of(webhook, AT + sealing.OVERLAP) == both[:1]


def test_three_rotations_leave_two_secrets(admin: Person) -> None:
    webhook, _secret = made(admin)
    for _ in range(3):
        keeping.rotate(casting.actor(admin), webhook=webhook)
    assert len(sealing.keys_of(webhook, casting.now())) == Secret.objects.count() == 2


def test_all_of_it_goes_with_the_organisation(admin: Person) -> None:
    webhook, _secret = made(admin)
    keeping.try_out(casting.actor(admin), webhook=webhook)
    Try.objects.create(notice=WebhookNotice.everything.get(), at=AT, status=500, fault="status")
    with kept(casting.tester()) as change:
        for each in (WebhookNotice, Webhook):
            holding = held()[each._meta.label_lower]
            assert destroy(holding, going(holding, admin.organisation)) == 1
        change.record("test.destroyed", admin)
    assert not any(model.objects.exists() for model in (Secret, Posting, Try))


def told(home: Organisation, at: datetime) -> None:
    with kept(casting.tester(at)) as change:
        assert post(change, organisation=home, kind=KIND, facts={"number": 1}) == 1
        change.record("test.told", home)


@pytest.mark.covers("P-101")
def test_notices_go_after_their_term_each_organisations_own(admin: Person) -> None:
    home, other = admin.organisation, casting.organisation()
    casting.organisation(operator=True)
    keeping.make(casting.tester(AT), organisation=home, address=ADDRESS, kinds=[KIND])
    keeping.make(casting.tester(AT), organisation=other, address=ADDRESS, kinds=[KIND])
    casting.make(Retention(organisation=other, record="webhooks.webhooknotice", term="60 days"))
    for organisation, days in ((home, 0), (other, 0), (home, 20)):
        told(organisation, AT + timedelta(days=days))
    assert forget(casting.tester(AT + timedelta(days=29))) == 0
    assert forget(casting.tester(AT + timedelta(days=31))) == 1
    assert WebhookNotice.everything.filter(organisation=home).count() == 1
    assert WebhookNotice.everything.filter(organisation=other).count() == 1 and Posting.objects.count() == 2
    assert Entry.objects.get(kind="webhook.notices-forgotten").organisation == home.pk
    assert forget(casting.tester(AT + timedelta(days=31))) == 0
    block = {"record": "webhooks.webhooknotice", "reason": "x", "blocked_at": AT, "blocked_by": "program:test"}
    casting.make(Block(organisation=other, **block))
    assert forget(casting.tester(AT + timedelta(days=100))) == 1
    assert WebhookNotice.everything.get().organisation == other
