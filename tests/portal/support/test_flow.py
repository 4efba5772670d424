"""The life of a help request: each step, what it leaves, and that no step is possible at another moment."""

from datetime import timedelta
from typing import Any

import casting
import contracting
import pytest
import supporting
from django.core.exceptions import ValidationError
from django.test import override_settings
from organising import events, refuses

from sluis.portal.access.roles import Role
from sluis.portal.notifications.models import Message
from sluis.portal.support import asking, closing, consenting, looking, offering, receiving, shredding
from sluis.portal.support.models import HelpLook, HelpOffer, HelpRequest, Selection, Way
from sluis.portal.tasks.models import Task
from sluis.refusals import Code
from sluis.refusals.catalogue import access, contracts
from sluis.refusals.catalogue import support as codes

pytestmark = pytest.mark.usefixtures("database")


def open_tasks(found: HelpRequest) -> set[str]:
    return set(Task.everything.filter(about=found.subject, state=Task.State.OPEN).values_list("kind", flat=True))


def mails(name: str) -> int:
    return int(Message.everything.filter(template=f"support/{name}").count())


@pytest.mark.covers("Z-61")
@pytest.mark.covers("Z-62")
def test_from_a_question_to_a_selection_that_is_gone() -> None:
    there = supporting.place()
    found = supporting.asked(there)
    assert (found.state, found.organisation, found.agreement) == ("asked", there.home, there.agreement)
    assert open_tasks(found) == {"support-answer"} and mails("asked") == 2
    offer = supporting.offered(there, request=found)
    assert (offer.clause, offer.records, offer.fields) == ("art. 2", 5, list(supporting.FIELDS))
    assert open_tasks(found) == {"support-decide"}
    until = casting.today() + timedelta(days=7)
    consenting.consent(there.actor("officer"), offer=offer, until_on=until, seen=consenting.terms_of(offer))
    answered = HelpOffer.everything.get()
    assert (answered.answered_by, answered.until_on) == (f"person:{there.officer.pk}", until)
    assert answered.terms == consenting.terms_of(answered)
    assert open_tasks(found) == {"support-send"}
    receiving.hand_over(there.actor("deliverer"), request=found, file=supporting.upload())
    assert open_tasks(found) == {"support-help"}
    cells = looking.look(there.actor("desk"), request=found)
    assert cells.heading == supporting.FIELDS
    assert cells.rows == (("1950-13-01", supporting.CANARY), ("", "leeg"))
    look = HelpLook.everything.get()
    assert (look.by, look.name) == (f"person:{there.desk.pk}", there.desk.name)
    closing.close(there.actor("desk"), request=found, result="De notatie van de datum is aangepast.")
    end = supporting.fresh(found)
    assert end.state == "deleted" and end.closed_at and end.deleted_at and not end.kept
    assert not Selection.objects.exists() and not shredding.kept_keys() and open_tasks(found) == set()
    assert events("helprequest.deleted")[-1].counts == {"records": 2}
    assert events("helprequest.deleted")[-1].objects["proof"] == end.proof != ""
    assert end.gone_by == end.deleted_at + timedelta(days=30)


def test_help_on_the_telephone_is_written_down_by_the_desk_which_handles_it() -> None:
    there = supporting.place()
    found = asking.ask(
        there.actor("desk"), organisation=there.home, agreement=there.agreement, way=Way.SCREEN, question="Code 3204?"
    )
    assert found.by_phone and found.handler == there.desk and found.delivery is None
    assert found.organisation == there.home


@pytest.mark.parametrize("way", [Way.REPORT, Way.SCREEN])
def test_a_report_or_a_screen_leaves_only_that_one_looked(way: Way) -> None:
    there = supporting.place()
    found = supporting.consented(there, way=way)
    assert HelpOffer.everything.get().fields == [] and HelpOffer.everything.get().records == 0
    made = looking.session(there.actor("desk"), request=found, minutes=20)
    assert (made.way, made.minutes) == (way, 20)
    with refuses(codes.NO_CONSENT):
        receiving.hand_over(there.actor("deliverer"), request=found, file=supporting.upload())
    closing.close(there.actor("desk"), request=found, result="Opgelost.", keep=True)
    end = supporting.fresh(found)
    assert (end.state, end.kept, end.delete_by) == ("closed", False, None) and open_tasks(found) == set()


def test_declining_is_free_and_another_offer_can_follow() -> None:
    there = supporting.place()
    offer = supporting.offered(there)
    consenting.decline(there.actor("officer"), offer=offer)
    found = supporting.fresh(offer.request)
    assert found.state == "declined" and mails("declined") == 1
    again = supporting.offered(there, request=found, way=Way.REPORT)
    assert supporting.fresh(found).state == "offered"
    offering.retract(there.actor("desk"), request=found)
    assert supporting.fresh(found).state == "asked"
    with refuses(codes.NOT_NOW):
        consenting.consent(
            there.actor("officer"), offer=again, until_on=casting.today(), seen=consenting.terms_of(again)
        )
    asking.cancel(there.actor("deliverer"), request=found)
    assert supporting.fresh(found).state == "closed" and open_tasks(found) == set()


def test_consent_is_to_exactly_what_was_read_and_not_for_long() -> None:
    there = supporting.place()
    offer, officer = supporting.offered(there), there.actor("officer")
    with refuses(access.GONE_ALREADY):
        consenting.consent(officer, offer=offer, until_on=casting.today(), seen="0" * 64)
    for days in (-1, 61):
        with pytest.raises(ValidationError):
            consenting.consent(
                officer, offer=offer, until_on=casting.today() + timedelta(days=days), seen=consenting.terms_of(offer)
            )
    assert HelpOffer.everything.get().state == "open"


@pytest.mark.covers("Z-61")
def test_withdrawing_ends_access_at_once_and_begins_the_term() -> None:
    there, at = supporting.place(), casting.now()
    found = supporting.received(there)
    consenting.withdraw(there.actor("officer", at), request=found)
    with refuses(codes.NOT_NOW):
        looking.look(there.actor("desk"), request=found)
    now = supporting.fresh(found)
    assert now.state == "withdrawn" and now.delete_by is not None and open_tasks(found) == {"support-delete"}
    closing.delete(there.actor("desk"), request=found)
    assert supporting.fresh(found).state == "deleted" and open_tasks(found) == set()
    assert not Selection.objects.exists() and not shredding.kept_keys()


@pytest.mark.parametrize("keep", [False, True])
def test_closing_after_a_withdrawal_leaves_no_other_task_than_to_delete(keep: bool) -> None:
    there = supporting.place()
    found = consenting.withdraw(there.actor("officer"), request=supporting.received(there))
    due = supporting.fresh(found).delete_by
    closing.close(there.actor("desk"), request=found, result="Ingetrokken.", keep=keep)
    assert open_tasks(found) == ({"support-delete"} if keep else set())
    assert supporting.fresh(found).delete_by == due  # the earlier day counts


def test_what_is_kept_can_be_looked_at_until_consent_is_withdrawn() -> None:
    there = supporting.place()
    found = supporting.closed(there)
    due = supporting.fresh(found).delete_by
    assert looking.look(there.actor("desk"), request=found).rows
    consenting.withdraw(there.actor("officer"), request=found)
    with refuses(codes.NO_CONSENT):
        looking.look(there.actor("desk"), request=found)
    assert supporting.fresh(found).delete_by == due and supporting.fresh(found).state == "closed"


@pytest.mark.covers("Z-61")
def test_only_who_handles_it_looks() -> None:
    there = supporting.place()
    found = supporting.received(there)
    with refuses(codes.NOT_ASSIGNED):
        looking.look(there.actor("other"), request=found)
    asking.assign(there.actor("other"), request=found, person=there.other)
    with refuses(codes.NOT_ASSIGNED):
        looking.look(there.actor("desk"), request=found)
    assert looking.look(there.actor("other"), request=found).rows
    outsider = casting.person(contracting.operator(), Role.SECURITY_OFFICER)
    for who in (outsider, there.officer):
        with refuses(access.NOT_ALLOWED):
            asking.assign(there.actor("desk"), request=found, person=who)


@pytest.mark.covers("Z-61")
@pytest.mark.parametrize(
    ("rows", "code"),
    [((), contracts.VERB_NOT_AGREED), (("DE",), contracts.COUNTRY_NOT_AGREED), (("NL", "DE"), None)],
)
def test_help_rests_on_a_row_of_annex_1_for_the_netherlands(rows: tuple[str, ...], code: Code | None) -> None:
    from dataclasses import replace

    from sluis.agreement.processings import STANDARD, Verb
    from sluis.agreement.regime import Place as Where
    from sluis.agreement.starting import EXCHANGE

    others = tuple(replace(row, countries=("NL",)) for row in STANDARD if Verb.SUPPORT not in row.verbs)
    support = tuple(replace(row, countries=rows) for row in STANDARD if Verb.SUPPORT in row.verbs) if rows else ()
    regime = replace(EXCHANGE, place=Where(("NL", "DE")))
    there = supporting.place(processings=others + support, regime=regime)
    found = supporting.asked(there)
    if code is None:
        assert supporting.offered(there, request=found).clause
        return
    with refuses(code):
        supporting.offered(there, request=found)


def test_an_offer_has_a_limit_that_can_be_set() -> None:
    there = supporting.place()
    found = supporting.asked(there)
    for records in (0, 26):
        with refuses(codes.TOO_MUCH):
            supporting.offered(there, request=found, records=records)
    with override_settings(SUPPORT_MOST_RECORDS=3), refuses(codes.TOO_MUCH):
        supporting.offered(there, request=found, records=4)
    assert supporting.offered(there, request=found, records=25).records == 25


PERSONAL = ("BSN 111222333", "bsn 1112.22.333", "111 222 333", "mail j.jansen@ziekenhuis.example", "AGE-SECRET-KEY-1X")


@pytest.mark.parametrize("text", PERSONAL)
def test_words_hold_no_personal_data(text: str) -> None:
    there = supporting.place()
    with refuses(codes.LOOKS_PERSONAL):
        asking.ask(
            there.actor("deliverer"), organisation=there.home, delivery=there.delivery, way=Way.REPORT, question=text
        )
    found = supporting.asked(there)
    parts: list[dict[str, Any]] = [{"what": text}, {"why": text}]
    for part in parts:
        with refuses(codes.LOOKS_PERSONAL):
            supporting.offered(there, request=found, **part)
    with refuses(codes.LOOKS_PERSONAL):
        closing.close(there.actor("desk"), request=found, result=f"Opgelost\n{text}")
    closing.close(there.actor("desk"), request=found, result="Rij 123456789 en 12 3; zie levering 2026-0012.")


def test_a_delivery_without_an_agreement_on_record_and_anothers_are_refused() -> None:
    there, stranger = supporting.place(), supporting.place()
    ask: dict[str, Any] = {"organisation": there.home, "way": Way.REPORT, "question": "Waarom?"}
    with refuses(codes.NO_AGREEMENT):
        asking.ask(there.actor("deliverer"), **ask)
    others: list[dict[str, Any]] = [{"delivery": stranger.delivery}, {"agreement": stranger.agreement}]
    for more in others:
        with refuses(access.NOT_YOURS):
            asking.ask(there.actor("deliverer"), **ask, **more)
    there.delivery.route.exchange = "onbekend"
    with refuses(codes.NO_AGREEMENT):
        asking.ask(there.actor("deliverer"), delivery=there.delivery, **ask)
