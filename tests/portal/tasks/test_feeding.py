"""A personal feed: its address is secret, shown once, withdrawn at will, and tells no more than titles."""

from datetime import date, timedelta

import casting
import pytest
from django.core.cache import cache
from django.urls import reverse

from sluis.deadlines import Deadline
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks import doing, feeding
from sluis.portal.tasks.giving import give
from sluis.portal.tasks.models import Feed
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def home() -> Organisation:
    cache.clear()
    return casting.organisation()


@pytest.fixture
def who(home: Organisation) -> Person:
    return casting.person(home, Role.DPO)


def feed(secret: str) -> tuple[int, str]:
    answer = casting.browser().get(reverse("tasks:feed", args=[secret]))
    return answer.status_code, answer.content.decode()


def give_tasks(home: Organisation, who: Person) -> None:
    due = Deadline(casting.now() + timedelta(days=3))
    with keeping(casting.tester()) as change:
        give(
            change,
            organisation=home,
            kind="a",
            title="Controleer %(name)s (%(n)d)",
            facts={"name": "Jan Geheim", "n": 4},
            person=who,
            due=due,
        )
        give(change, organisation=home, kind="b", title="Iets van een ander", role=Role.BOARD, due=due)
        give(change, organisation=home, kind="c", title="Zonder termijn", person=who)
    doing.make(casting.actor(who), title="Bel mevrouw Voorbeeld", due=due)


def test_feed_holds_ones_own_deadlines_and_nothing_that_somebody_wrote(home: Organisation, who: Person) -> None:
    give_tasks(home, who)
    status, text = feed(feeding.begin(casting.actor(who)))
    assert status == 200 and text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Controleer … (4)" in text and "SUMMARY:Een eigen taak" in text
    for hidden in ("Geheim", "Voorbeeld", who.name, who.email, "Iets van een ander", "Zonder termijn"):
        assert hidden not in text


def test_secret_is_shown_once_and_only_its_digest_is_kept(who: Person) -> None:
    client = casting.browser(who)
    answer = client.post(reverse("tasks:calendar"))
    shown = answer.content.decode()
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    kept = Feed.everything.get()
    start = shown.index("/calendar/", shown.index("https://localhost"))
    secret = shown[start:].split("/calendar/")[1].split(".ics")[0]
    assert feeding.digest(secret) == kept.digest and len(secret) >= 43
    assert secret not in client.get(reverse("tasks:calendar")).content.decode()
    assert secret.encode() not in b"".join(bytes(one.line) for one in Entry.objects.all())
    assert feed(secret)[0] == 200


def test_new_address_ends_the_old_one_and_withdrawing_ends_it_all(who: Person) -> None:
    first = feeding.begin(casting.actor(who))
    second = feeding.begin(casting.actor(who))
    assert (feed(first)[0], feed(second)[0]) == (404, 200)
    assert casting.browser(who).post(reverse("tasks:withdraw")).status_code == 302
    assert feed(second)[0] == 404
    with pytest.raises(Refused) as refusal:
        feeding.withdraw(casting.actor(who))
    assert refusal.value.code is codes.NO_FEED
    kinds = [one.kind for one in Entry.objects.filter(kind__startswith="feed.").order_by("n")]
    assert kinds == ["feed.made", "feed.made", "feed.withdrawn"]


def test_feed_ends_with_access(home: Organisation) -> None:
    leaver = casting.person(home)
    secret = feeding.begin(casting.actor(leaver))
    with keeping(casting.tester()) as change:
        leaver.left_on = date.today()
        leaver.save()
        change.record("test.left", leaver)
    assert feed(secret)[0] == 404
    closed = casting.person(home, statement=False)
    with pytest.raises(Refused) as refusal:
        feeding.begin(casting.actor(closed))
    assert refusal.value.code is access.STATEMENT_MISSING and Feed.everything.count() == 1


def test_addresses_that_never_were_are_not_there(home: Organisation) -> None:
    assert feed("x" * 43)[0] == 404 and feed("é")[0] == 404


def test_feed_is_not_asked_too_often(who: Person) -> None:
    secret = feeding.begin(casting.actor(who))
    statuses = [feed(secret)[0] for _ in range(61)]
    assert statuses[:60] == [200] * 60 and statuses[60] == 429


def test_guessing_is_slowed_down(home: Organisation) -> None:
    statuses = [feed(f"guess-{number}")[0] for number in range(121)]
    assert statuses[0] == 404 and statuses[120] == 429
