"""What is held, and what is past its term."""

from datetime import UTC, date, datetime, timedelta

import casting
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import total

from sluis.deadlines import Term
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Grant, Organisation, Person, Statement
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.holdings.counting import count, past_term, terms_for
from sluis.portal.holdings.models import Retention
from sluis.portal.holdings.register import held, hold
from sluis.portal.holdings.setting import set_term
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access, holdings
from sluis.refusals.catalogue import work as codes

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STATEMENT = "access.statement"


@pytest.mark.parametrize(
    "model", [one for one in apps.get_models() if issubclass(one, OwnedBase)], ids=lambda one: one._meta.label_lower
)
def test_every_model_of_an_organisation_has_a_holding(model: type[OwnedBase]) -> None:
    assert model._meta.label_lower in held()


def test_holding_names_fields_that_are_there_and_a_moment_for_its_term() -> None:
    with pytest.raises(ValueError, match="runs from somewhere"):
        hold(Person, label="x", purpose="y", kept="1 year")
    with pytest.raises(Exception, match="no field named"):
        hold(Person, label="x", purpose="y", kept="1 year", since="never")


@pytest.fixture
def operator() -> Organisation:
    return casting.organisation(operator=True)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


def withdrawn(home: Organisation, on: date) -> Statement:
    """A confidentiality statement that was withdrawn on a day."""
    statement = Statement.everything.get(person=casting.person(home))
    with keeping(casting.tester()) as change:
        statement.withdrawn_on = on
        statement.save()
        change.record("test.changed", statement)
    return statement


@pytest.mark.usefixtures("database")
def test_records_of_one_organisation_are_counted(home: Organisation) -> None:
    casting.person(home, Role.DPO, Role.BOARD)
    casting.person(casting.organisation(), Role.DPO)
    found = {one.holding.record: one.count for one in count(home, AT)}
    assert (found["access.organisation"], found["access.person"], found["access.grant"]) == (1, 1, 2)
    assert found["documents.version"] == 0 and found.keys() == held().keys()


@pytest.mark.usefixtures("database")
@pytest.mark.covers("P-101")
def test_term_is_the_organisations_own_or_the_operators_or_the_declared_one(
    operator: Organisation, home: Organisation
) -> None:
    other = casting.organisation()
    for organisation in (home, other):
        withdrawn(organisation, date(2024, 3, 1))
    who = casting.actor(casting.person(operator, Role.DPO))
    assert terms_for(home)[STATEMENT] == Term.read("5 years") and past_term(AT) == {}
    set_term(who, organisation=operator, record=STATEMENT, term=Term.read("2 years"))
    assert past_term(AT) == {(home.pk, STATEMENT): 1, (other.pk, STATEMENT): 1}
    set_term(who, organisation=home, record=STATEMENT, term=Term.read("3 years"))
    assert past_term(AT) == {(other.pk, STATEMENT): 1}
    assert past_term(AT, home) == {} and past_term(AT, other) == {(other.pk, STATEMENT): 1}
    set_term(who, organisation=home, record=STATEMENT, term=None)
    set_term(who, organisation=operator, record=STATEMENT, term=None)
    assert past_term(AT) == {} and not Retention.everything.exists()
    kinds = Entry.objects.filter(kind__startswith="retention.").order_by("n").values_list("kind", flat=True)
    assert list(kinds) == ["retention.set", "retention.set", "retention.unset", "retention.unset"]


@pytest.mark.usefixtures("sqlite")
def test_record_is_past_its_term_the_day_after_its_last_day(operator: Organisation, home: Organisation) -> None:
    withdrawn(home, date(2021, 3, 2))
    assert past_term(AT) == {}
    assert past_term(AT + timedelta(days=1)) == {(home.pk, STATEMENT): 1}


@pytest.mark.usefixtures("sqlite")
def test_what_has_not_ended_is_never_past_its_term(home: Organisation) -> None:
    casting.person(home, Role.DPO)
    assert Grant.everything.get().withdrawn_at is None
    assert past_term(AT + timedelta(days=40_000)) == {}


@pytest.mark.usefixtures("sqlite")
def test_terms_of_what_remains_are_the_operators_to_set(operator: Organisation, home: Organisation) -> None:
    for who, code in (
        (casting.person(home, *Role.__members__.values()), holdings.OPERATOR_DECIDES),
        (casting.person(operator, Role.AUDITOR), access.NOT_ALLOWED),
    ):
        with pytest.raises(Refused) as refusal:
            set_term(casting.actor(who), organisation=home, record=STATEMENT, term=Term.read("1 year"))
        assert refusal.value.code is code
    for record in ("access.none", "access.organisation"):
        with pytest.raises(Refused) as refusal:
            actor = casting.actor(casting.person(operator, Role.DPO))
            set_term(actor, organisation=home, record=record, term=Term.read("1 year"))
        assert refusal.value.code is codes.NO_SUCH_RECORD
    assert not Retention.everything.exists() and not Entry.objects.filter(kind="retention.set").exists()


@pytest.mark.usefixtures("sqlite")
def test_pages_count_and_set_terms(operator: Organisation, home: Organisation) -> None:
    withdrawn(home, date(2019, 1, 1))
    client = casting.browser(casting.person(operator, Role.DPO))
    assert total(client.get(reverse("holdings:list"))) == 2
    page = client.get(reverse("holdings:organisation", args=[home.pk])).content.decode()
    term_url = reverse("holdings:term", args=[home.pk, STATEMENT])
    assert term_url in page and "5 jaar na: Ingetrokken op" in page
    assert home.name in client.get(reverse("holdings:past")).content.decode()
    assert client.get(term_url).status_code == 200
    assert client.post(term_url, {"count": "9999", "unit": "years"}).status_code == 422
    assert client.post(term_url, {"count": "30", "unit": "years"}).status_code == 302
    assert Retention.everything.get().term == "30 years"
    assert home.name not in client.get(reverse("holdings:past")).content.decode()
    assert client.post(term_url, {"count": "", "unit": "years"}).status_code == 302
    assert not Retention.everything.exists()
    assert client.get(reverse("holdings:term", args=[home.pk, "access.none"])).status_code == 404


@pytest.mark.usefixtures("sqlite")
def test_own_people_see_their_own_and_no_others(operator: Organisation, home: Organisation) -> None:
    client = casting.browser(casting.person(home, Role.PRIVACY_COORDINATOR))
    assert total(client.get(reverse("holdings:list"))) == 1
    page = client.get(reverse("holdings:organisation", args=[home.pk]))
    assert page.status_code == 200
    assert client.get(reverse("holdings:organisation", args=[operator.pk])).status_code == 404


@pytest.mark.usefixtures("sqlite")
def test_list_of_what_is_past_asks_no_more_for_more_organisations(operator: Organisation) -> None:
    client, counts = casting.browser(casting.person(operator, Role.DPO)), []
    client.get(reverse("holdings:past"))
    for number in (3, 12):
        for _ in range(number):
            withdrawn(casting.organisation(), date(2010, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("holdings:past"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-102", "I-08")
def test_whose_data_they_are_decides_for_how_long(operator: Organisation, home: Organisation) -> None:
    """Tasks are the organisation's: neither the operator nor another organisation says for how long they are kept."""
    board, stranger = casting.person(home, Role.BOARD), casting.person(casting.organisation(), Role.BOARD)
    for who, code in (
        (casting.person(operator, *Role.__members__.values()), holdings.ORGANISATION_DECIDES),
        (stranger, access.NOT_YOURS),
        (casting.person(home, Role.MANAGER), access.NOT_ALLOWED),
    ):
        with pytest.raises(Refused) as refusal:
            set_term(casting.actor(who), organisation=home, record="tasks.task", term=Term.read("1 year"))
        assert refusal.value.code is code
    task = Task(
        organisation=home, kind="proef", title="Proef", given_at=AT, state=Task.State.DONE,
        ended_at=AT - timedelta(days=400), ended_by="program:test",
    )  # fmt: skip
    casting.make(task)
    assert past_term(AT, home) == {}
    set_term(casting.actor(board), organisation=home, record="tasks.task", term=Term.read("1 year"))
    assert past_term(AT, home) == {(home.pk, "tasks.task"): 1}
