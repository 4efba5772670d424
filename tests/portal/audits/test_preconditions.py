"""What comes before an audit is what the agreement says, field by field; the authority is always admitted."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import auditing
import casting
import contracting
import pytest
from hypothesis import given
from hypothesis import strategies as st
from organising import refuses

from sluis.agreement.regime import Audit as Rule
from sluis.agreement.regime import AuditRegime
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.audits import asking, planning
from sluis.portal.audits.models import Audit, State
from sluis.portal.audits.preconditions import Need, missing, needs
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import audits as codes

NOTHING: dict[str, Any] = {
    "notice": "", "certificates_asked_at": None, "certificates_assessed_at": None, "opinion": "", "doubt": "",
    "grounds": "", "breach_reference": "", "breach_on": None,
}  # fmt: skip
DONE: dict[Need, dict[str, Any]] = {
    Need.BREACH: {"breach_reference": "I-1", "breach_on": date(2026, 1, 1)},
    Need.NOTICE: {"notice": "Wij komen"},
    Need.CERTIFICATES_ASKED: {"certificates_asked_at": casting.now()},
    Need.CERTIFICATES_ASSESSED: {"certificates_assessed_at": casting.now(), "opinion": "Te weinig"},
    Need.GROUNDS: {"doubt": "doubt", "grounds": "Twijfel"},
}
RULES = st.builds(
    Rule, st.sampled_from(AuditRegime), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)  # regime, written notice, certificates first, grounds, independent


@given(rule=RULES, taken=st.sets(st.sampled_from(Need)))
def test_what_is_missing_is_what_was_agreed_and_not_done(rule: Rule, taken: set[Need]) -> None:
    done = dict(NOTHING)
    for need in taken:
        done |= DONE[need]
    assert set(missing(rule, SimpleNamespace(**done))) == set(needs(rule)) - taken


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_blank_words_are_no_step(blank: str) -> None:
    done = SimpleNamespace(**NOTHING | DONE[Need.GROUNDS] | {"notice": blank, "grounds": blank})
    rule = Rule(certificates_first=False)
    assert missing(rule, done) == (Need.NOTICE, Need.GROUNDS)


@pytest.mark.covers("A22")
def test_the_three_regimes_ask_for_different_steps() -> None:
    found = [needs(regime.audit) for regime in (EXCHANGE, OUTCOMES, OFFICE)]
    assert found == [
        (Need.BREACH, Need.NOTICE),
        (Need.NOTICE, Need.CERTIFICATES_ASKED, Need.CERTIFICATES_ASSESSED, Need.GROUNDS),
        (Need.NOTICE,),
    ]


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("Z-88")
def test_after_a_breach_an_audit_names_the_breach_and_its_date() -> None:
    both = auditing.sides(regime=EXCHANGE)
    asked = asking.ask(both.theirs(), agreement=both.agreement, data={"scope": "Sleutels", "notice": "Wij komen"})
    assert asked.state == State.REQUESTED
    with refuses(codes.PRECONDITIONS):
        propose(both, asked)
    done = asking.complete(
        both.theirs(), audit=asked, data={"breach_reference": "I-1", "breach_on": date(2026, 1, 6), "suspected": True}
    )
    assert (done.state, done.suspected) == (State.ADMISSIBLE, True)
    later = {"scope": "x", "notice": "x", "breach_reference": "x", "breach_on": auditing.ahead(1)}
    with refuses(codes.AUDIT_DAY):
        asking.ask(both.theirs(), agreement=both.agreement, data=later)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-58")
def test_at_any_time_the_three_steps_come_in_their_order() -> None:
    both = auditing.sides(regime=OUTCOMES)
    asked = asking.ask(both.theirs(), agreement=both.agreement, data=auditing.SAID)
    assert asked.certificates_asked_at is not None
    assert (asked.doubt, asked.grounds) == ("", "")  # grounds come after the certificates were assessed
    assert tasks("audit-certificates") == 1
    with refuses(codes.PRECONDITIONS):
        propose(both, asked)
    with refuses(codes.PRECONDITIONS):
        asking.complete(both.theirs(), audit=asked, data={"doubt": "doubt", "grounds": "Twijfel"})
    half = asking.complete(both.theirs(), audit=asked, data={"opinion": "Zegt hierover niets"})
    assert half.state == State.REQUESTED
    done = asking.complete(both.theirs(), audit=half, data={"doubt": "doubt", "grounds": "Twijfel"})
    assert done.state == State.ADMISSIBLE
    assert done.certificates_asked_at and done.certificates_assessed_at
    assert done.certificates_asked_at <= done.certificates_assessed_at
    assert tasks("audit-certificates") == tasks("audit-steps") == 0 and tasks("audit-plan") == 2


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(("notice", "certificates"), list(product((True, False), repeat=2)))
def test_each_field_of_the_regime_counts_by_itself(notice: bool, certificates: bool) -> None:
    rule = Rule(written_notice=notice, certificates_first=certificates, grounds=False)
    both = auditing.sides(regime=replace(OFFICE, audit=rule))
    asked = asking.ask(both.theirs(), agreement=both.agreement, data={"scope": "Sleutels"})
    assert (asked.state == State.ADMISSIBLE) is (not notice and not certificates)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.covers("I-58")
def test_the_authority_is_admitted_without_any_step() -> None:
    both = auditing.sides(regime=OUTCOMES)
    said: dict[str, Any] = {"agreement": both.agreement, "scope": "Alles", "held_on": auditing.ahead(0)}
    made = asking.admit(both.ours(), body="Autoriteit", commissioned=False, secrecy=False, **said)
    assert made.state == State.PLANNED and Message.everything.filter(template="audits/admitted").count() > 0
    with refuses(codes.SECRECY_MISSING):
        asking.admit(both.ours(), body="Bureau", commissioned=True, secrecy=False, **said)
    assert asking.admit(both.ours(), body="Bureau", commissioned=True, secrecy=True, **said).secrecy
    board = casting.actor(casting.person(both.agreement.organisation, Role.BOARD))
    with refuses(codes.NOT_YOUR_SIDE):
        asking.admit(board, body="Autoriteit", commissioned=False, secrecy=False, **said | {"agreement": None})


@pytest.mark.usefixtures("sqlite")
def test_an_agreement_that_binds_nobody_is_not_audited() -> None:
    both = auditing.sides()
    draft = contracting.drafted(contracting.parties(both.agreement.organisation)).agreement
    with refuses(codes.NOTHING_TO_AUDIT):
        asking.ask(both.theirs(), agreement=draft, data=auditing.SAID)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", roles_for(operator=False))
def test_who_asks(role: Role) -> None:
    both = auditing.sides()
    actor = casting.actor(casting.person(both.agreement.organisation, role))
    if role in (Role.AUDITOR, Role.DPO, Role.BOARD):
        assert asking.ask(actor, agreement=both.agreement, data=auditing.SAID).state == State.ADMISSIBLE
        stranger = casting.actor(casting.person(casting.organisation(), role))
        with refuses(access.NOT_YOURS):
            asking.ask(stranger, agreement=both.agreement, data=auditing.SAID)
    else:
        with refuses(access.NOT_ALLOWED):
            asking.ask(actor, agreement=both.agreement, data=auditing.SAID)


@pytest.mark.usefixtures("sqlite")
def test_nobody_of_the_operator_asks_in_the_name_of_a_controller() -> None:
    both = auditing.sides()
    everything = casting.person(contracting.operator(), *roles_for(operator=True))
    with refuses(access.NOT_ALLOWED):
        asking.ask(casting.actor(everything), agreement=both.agreement, data=auditing.SAID)


def propose(both: auditing.Sides, audit: Audit) -> Audit:
    """A proposal for tomorrow."""
    return planning.propose(
        both.theirs(),
        audit=audit,
        held_on=day_of(casting.now()) + timedelta(days=1),
        auditor="Bureau",
        independent=True,
    )


def tasks(kind: str) -> int:
    """Open ones of a kind."""
    return Task.everything.filter(kind=kind, state=Task.State.OPEN).count()
