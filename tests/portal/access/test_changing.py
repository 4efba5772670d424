"""A change: the right is checked, one event stays, or nothing does."""

import casting
import pytest

from sluis.evidence.chain import read_line
from sluis.portal.access.changing import changing
from sluis.portal.access.guarding import UnrecordedWriteError
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import DECLARED, Right
from sluis.portal.access.roles import Role
from sluis.portal.ledger.models import Entry
from sluis.refusals import Refused

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Right("test.change", "", frozenset((Role.ADMINISTRATOR,)), frozenset())


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DECLARED, CHANGE.name, CHANGE)


def rename(actor: object, home: Organisation, name: str, *, tell: bool = True) -> None:
    """A service, as all are."""
    with changing(actor, CHANGE, on=home) as change:  # type: ignore[arg-type]
        home.name = name
        home.save()
        if tell:
            change.record("organisation.renamed", home)


@pytest.mark.covers("Z-101")
def test_change_leaves_one_event_that_names_who_and_what_but_no_value() -> None:
    home = casting.organisation("Oude Naam")
    who = casting.person(home, Role.ADMINISTRATOR)
    before = Entry.objects.count()
    rename(casting.actor(who), home, "Nieuwe Naam")
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.order_by("-n")[0]
    _, event = read_line(bytes(entry.line))
    assert (event.kind, event.actor) == ("organisation.renamed", f"person:{who.pk}")
    assert (
        event.objects == {"organisation": str(home.pk), "concerns": str(home.pk)}
        and entry.subject == f"organisation:{home.pk}"
    )
    assert entry.organisation == home.pk and b"Naam" not in bytes(entry.line)


def test_change_without_event_does_not_happen() -> None:
    home = casting.organisation("Oude Naam")
    with pytest.raises(RuntimeError, match="event"):
        rename(casting.tester(), home, "Nieuwe Naam", tell=False)
    assert Organisation.everything.get(pk=home.pk).name == "Oude Naam"


def test_refused_change_leaves_nothing() -> None:
    home, other = casting.organisation("Oude Naam"), casting.organisation()
    before = Entry.objects.count()
    for who in (casting.person(home), casting.person(other, Role.ADMINISTRATOR)):
        made = Entry.objects.count()
        with pytest.raises(Refused):
            rename(casting.actor(who), home, "Nieuwe Naam")
        assert Entry.objects.count() == made
    assert Organisation.everything.get(pk=home.pk).name == "Oude Naam" and Entry.objects.count() > before


def test_write_outside_a_change_is_refused() -> None:
    home = casting.organisation("Oude Naam")
    home.name = "Nieuwe Naam"
    for write in (home.save, lambda: Organisation.everything.filter(pk=home.pk).update(name="x"), home.delete,
                  lambda: Organisation.everything.bulk_create([Organisation(name="y")])):  # fmt: skip
        with pytest.raises(UnrecordedWriteError):
            write()
    assert Organisation.everything.get(pk=home.pk).name == "Oude Naam"


def test_change_within_a_change_leaves_both_events_last_and_in_order() -> None:
    home = casting.organisation()
    actor = casting.actor(casting.person(home, Role.ADMINISTRATOR))
    with changing(actor, CHANGE, on=home) as outer:
        rename(actor, home, "Een")
        rename(actor, home, "Twee")
        made = Entry.objects.count()
        outer.record("organisation.settled", home)
    kinds = list(Entry.objects.order_by("-n").values_list("kind", flat=True)[:3])
    assert kinds == ["organisation.settled", "organisation.renamed", "organisation.renamed"]
    assert Entry.objects.count() == made + 3


def test_failed_outer_change_takes_the_inner_one_with_it() -> None:
    home = casting.organisation("Oude Naam")
    actor = casting.actor(casting.person(home, Role.ADMINISTRATOR))
    made = Entry.objects.count()
    with pytest.raises(ZeroDivisionError), changing(actor, CHANGE, on=home):
        rename(actor, home, "Een")
        raise ZeroDivisionError
    assert Organisation.everything.get(pk=home.pk).name == "Oude Naam" and Entry.objects.count() == made
