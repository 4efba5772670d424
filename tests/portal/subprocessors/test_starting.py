"""What stands in the way of a start: place, obligations, conditions; and stopping."""

from dataclasses import replace
from typing import Any

import casting
import contracting
import pytest
from organising import events

from sluis.agreement.regime import Place
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.portal.agreements import consenting
from sluis.portal.agreements.models import Agreement, Consent
from sluis.portal.agreements.wording import ConsentKind
from sluis.portal.subprocessors import announcing, asking, registering, starting
from sluis.portal.subprocessors.models import Subnotice, Subprocessor
from sluis.refusals import Code
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import subprocessing as codes
from subprocessors import subcontracted
from subprocessors.subcontracted import refused

pytestmark = pytest.mark.usefixtures("sqlite")


def told(regime: Any = OUTCOMES, **more: Any) -> tuple[contracting.Parties, Agreement, Subprocessor]:
    """An agreement without a term, so that only the place and the papers stand in the way."""
    agreement = contracting.agree(regime=regime)
    people = contracting.parties(agreement.organisation)
    return people, agreement, subcontracted.announced(people, **{"country": "NL"} | more)


def in_the_way(one: Subprocessor, agreement: Agreement) -> list[Code]:
    """The codes of what stands in the way now."""
    notice = subcontracted.notice(one, agreement)
    return [each.code for each in starting.obstacles(notice, starting.Records.of([notice], casting.now()))]


@pytest.mark.covers("Z-10", "Z-82", "I-53", "A1")
@pytest.mark.parametrize(
    ("agreed", "subprocessor", "allowed"),
    [
        (("NL",), {"country": "NL"}, True),
        (("NL",), {"country": "DE"}, False),
        (("DE", "NL"), {"country": "DE"}, True),
        (("NL",), {"country": "US"}, False),
        (("NL", "US"), {"country": "US"}, False),  # outside the EEA the list of countries is not enough
        (("NL",), {"country": "NL", "transfer_outside_eea": True}, False),
    ],
)
def test_place(agreed: tuple[str, ...], subprocessor: dict[str, Any], allowed: bool) -> None:
    people, agreement, one = told(replace(OUTCOMES, place=Place(agreed)), **subprocessor)
    assert in_the_way(one, agreement) == ([] if allowed else [codes.PLACE_NOT_AGREED])
    if allowed:
        return
    notice = subcontracted.notice(one, agreement)
    with refused(access.NOT_ALLOWED):
        asking.consent(people.actor("clerk"), notice=notice)
    given = asking.consent(people.actor("board"), notice=notice)
    assert in_the_way(one, agreement) == []
    consenting.withdraw(people.actor("board"), consent=given)
    assert in_the_way(one, agreement) == [codes.PLACE_NOT_AGREED]


@pytest.mark.covers("Z-82", "I-53")
def test_consent_counts_for_this_subprocessor_and_this_controller_only() -> None:
    people, agreement, one = told(country="US")
    other = contracting.agree(regime=OUTCOMES)
    announcing.catch_up(casting.tester())
    second = subcontracted.announced(people, country="US")
    asking.consent(people.actor("board"), notice=subcontracted.notice(one, agreement))
    assert in_the_way(one, agreement) == []
    assert in_the_way(one, other) == in_the_way(second, agreement) == [codes.PLACE_NOT_AGREED]
    consenting.give(
        people.actor("board"), agreement=agreement, kind=ConsentKind.COUNTRY, about="Ondersteuning", country="US"
    )
    assert in_the_way(second, agreement) == []
    assert Consent.everything.filter(organisation=people.home).count() == 2


@pytest.mark.covers("Z-82")
def test_an_annex_that_says_so_and_was_signed_is_consent() -> None:
    data = subcontracted.data(country="US", transfer_outside_eea=True)
    agreement = contracting.agree(subprocessors=(subcontracted.listed(data, transfer_outside_eea=True),))
    one = subcontracted.recorded(contracting.parties(agreement.organisation), **data)
    announcing.catch_up(casting.tester())
    assert in_the_way(one, agreement) == []


@pytest.mark.covers("Z-81", "I-52")
def test_without_the_same_obligations_it_starts_nowhere() -> None:
    people, agreement, one = told(bound=False)
    clerk = people.actor("clerk")
    assert in_the_way(one, agreement) == [codes.NO_SAME_OBLIGATIONS]
    today = casting.today()

    def signs(same: bool) -> None:
        registering.contract(clerk, subprocessor=one, signed_on=today, file=subcontracted.file(), same_obligations=same)

    signs(False)
    assert in_the_way(one, agreement) == [codes.NO_SAME_OBLIGATIONS]
    signs(True)
    assert in_the_way(one, agreement) == []
    starting.start(clerk, notice=subcontracted.notice(one, agreement))
    assert [event.objects["subprocessor"] for event in events("subnotice.started")] == [str(one.pk)]


@pytest.mark.covers("Z-81")
def test_an_agreement_that_ended_holds_no_longer() -> None:
    people, agreement, one = told(bound=False)
    day = contracting.ago(1).date()
    registering.contract(
        people.actor("clerk"), subprocessor=one, signed_on=day.replace(year=day.year - 1), ends_on=day,
        file=subcontracted.file(), same_obligations=True,
    )  # fmt: skip
    assert in_the_way(one, agreement) == [codes.NO_SAME_OBLIGATIONS]


@pytest.mark.covers("I-51")
def test_conditions_are_kept_per_controller_and_must_be_imposed_first() -> None:
    people, agreement, one = told()
    other = contracting.agree(regime=OUTCOMES)
    announcing.catch_up(casting.tester())
    notice = subcontracted.notice(one, agreement)
    condition = asking.set_condition(people.actor("keeper"), notice=notice, text="Geheimhouding door elke medewerker")
    assert (condition.organisation, condition.notice.subprocessor) == (people.home, one)
    assert in_the_way(one, agreement) == [codes.CONDITIONS_OPEN]
    assert in_the_way(one, other) == []
    with refused(access.NOT_ALLOWED):
        asking.meet_condition(people.actor("keeper"), condition=condition)
    asking.meet_condition(people.actor("clerk"), condition=condition)
    assert in_the_way(one, agreement) == []


@pytest.mark.covers("I-51")
def test_conditions_only_where_they_were_agreed() -> None:
    people, agreement, one = told(EXCHANGE)
    with refused(codes.CONDITIONS_NOT_AGREED):
        asking.set_condition(people.actor("keeper"), notice=subcontracted.notice(one, agreement), text="Nee")


@pytest.mark.covers("A7")
def test_only_by_amendment_where_nothing_else_was_agreed() -> None:
    people, agreement, one = told(OFFICE)
    assert in_the_way(one, agreement) == [codes.ONLY_BY_AMENDMENT]
    with refused(codes.ONLY_BY_AMENDMENT):
        starting.start(people.actor("clerk"), notice=subcontracted.notice(one, agreement))


def test_several_agreements_start_together_or_not_at_all() -> None:
    people, first, one = told()
    second = contracting.agree(regime=replace(OUTCOMES, place=Place(("BE",))), processings=ROWS_BE)
    announcing.catch_up(casting.tester())
    notices = [subcontracted.notice(one, each) for each in (first, second)]
    with refused(codes.PLACE_NOT_AGREED):
        starting.start_all(people.actor("clerk"), subprocessor=one, notices=notices)
    assert not Subnotice.everything.filter(started_on__isnull=False).exists()


ROWS_BE = tuple(replace(row, countries=("BE",)) for row in contracting.ROWS)


@pytest.mark.covers("A28")
def test_it_starts_once_and_stops_everywhere() -> None:
    people, agreement, one = told(in_use=False)
    clerk, notice = people.actor("clerk"), subcontracted.notice(one, agreement)
    starting.start(clerk, notice=notice)
    assert subcontracted.fresh(one).in_use
    with refused(codes.WRONG_STATE):
        starting.start(clerk, notice=notice)
    starting.stop(clerk, subprocessor=one)
    assert subcontracted.notice(one, agreement).ended_on is not None
    assert subcontracted.fresh(one).state == Subprocessor.State.STOPPED
    with refused(codes.WRONG_STATE):
        starting.stop(clerk, subprocessor=one)
    announcing.announce(clerk, subprocessor=one)
    assert Subnotice.everything.filter(Subnotice.living(), subprocessor=one).count() == 1
