"""Agreements with processors: their states, who may do what, and that a refusal saves nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import casting
import processing
import pytest
from organising import refuses

from sluis.portal.access.changing import changing
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.documents.models import Version
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.models import Task
from sluis.portal.thirdparties import concluding, keeping, offering, rights, submitting
from sluis.portal.thirdparties.models import Dpa, Processor
from sluis.portal.thirdparties.points import Point
from sluis.refusals import Refused
from sluis.refusals.catalogue import access, work
from sluis.refusals.catalogue import thirdparties as codes

pytestmark = pytest.mark.usefixtures("sqlite")
KEEPERS = {Role.ADMINISTRATOR, Role.PRIVACY_COORDINATOR, Role.DPO, Role.BOARD}
OFFICE = {Role.DPO, Role.SECURITY_OFFICER, Role.AUDITOR}
State = Dpa.State


def kinds() -> set[str]:
    """What stands in the evidence about agreements."""
    return set(Entry.objects.filter(kind__startswith="dpa.").values_list("kind", flat=True))


@pytest.mark.covers("P-28")
def test_the_own_model_is_offered_comes_back_and_is_concluded() -> None:
    both = processing.office()
    made = processing.offered(both)
    assert made.state == State.OFFERED and made.is_own
    back = submitting.come_back(both.ours(), agreement=made, remarks="Artikel 4 is te streng.")
    assert back.state == State.RETURNED and back.remarks == "Artikel 4 is te streng."
    offered = submitting.again(both.ours(), agreement=back, version="1.1")
    assert (offered.state, offered.version, offered.remarks) == (State.OFFERED, "1.1", "")
    done = concluding.conclude(
        both.ours(), agreement=offered, starts_on=processing.ahead(0), file=processing.file(b"Getekend.\n")
    )
    assert done.state == State.CONCLUDED and done.document is not None
    assert kinds() == {"dpa.offered", "dpa.returned", "dpa.concluded"}


@pytest.mark.covers("P-28")
def test_what_is_submitted_is_reviewed_point_by_point_and_the_outcome_follows() -> None:
    both = processing.office()
    made = processing.submitted(both)
    task = Task.everything.get(kind="dpa-review")
    assert made.state == State.UNDER_REVIEW and task.organisation.is_operator and task.due_at is not None
    with refuses(codes.NOT_REVIEWED):
        concluding.conclude(both.ours(), agreement=made, starts_on=processing.ahead(0))
    back = processing.reviewed(both, made, security="not-met", help="remark")
    assert back.state == State.RETURNED and back.reviewer == both.reviewer and not back.passed
    assert Message.everything.filter(template="thirdparties/returned").count() == 1
    assert not Task.everything.filter(kind="dpa-review", state=Task.State.OPEN).exists()
    with refuses(work.FILE_EMPTY):
        submitting.again(both.ours(), agreement=back, version="2.0")
    next_ = submitting.again(both.ours(), agreement=back, version="2.0", file=processing.file(b"Beter.\n"))
    assert next_.state == State.UNDER_REVIEW and next_.review == {} and next_.reviewer is None
    assert Version.everything.filter(document=next_.document).count() == 2
    passed = processing.reviewed(both, next_, help="remark")
    assert passed.state == State.UNDER_REVIEW and passed.passed
    assert concluding.conclude(both.ours(), agreement=passed, starts_on=processing.ahead(0)).state == State.CONCLUDED


@pytest.mark.covers("P-28")
@pytest.mark.parametrize("point", Point)
def test_one_point_that_is_not_met_sends_it_back(point: Point) -> None:
    both = processing.office()
    assert processing.reviewed(both, processing.submitted(both), **{point.value: "not-met"}).state == State.RETURNED


@pytest.mark.parametrize("point", Point)
def test_a_review_without_an_outcome_or_its_words_saves_nothing(point: Point) -> None:
    both = processing.office()
    made = processing.submitted(both)
    less = {name: said for name, said in processing.outcomes().items() if name != point.value}
    silent = processing.outcomes() | {point.value: {"outcome": "remark", "remark": "  "}}
    odd = processing.outcomes() | {point.value: {"outcome": "perhaps", "remark": "x"}}
    from sluis.portal.thirdparties.reviewing import review

    before = Entry.objects.count()
    for points in (less, silent, odd):
        with refuses(codes.REVIEW_INCOMPLETE):
            review(both.theirs(), agreement=made, points=points)
    made.refresh_from_db()
    assert made.review == {} and Entry.objects.count() == before


def test_steps_that_do_not_fit_the_state_are_refused_and_save_nothing() -> None:
    both = processing.office()
    own, today = processing.offered(both), processing.ahead(0)
    before = Entry.objects.count()
    wrong: list[Callable[[], Any]] = [
        lambda: processing.reviewed(both, own),
        lambda: submitting.again(both.ours(), agreement=own, version="2"),
        lambda: concluding.renew(both.ours(), agreement=own, expires_on=today),
    ]
    for call in wrong:
        with refuses(codes.DPA_MOVED):
            call()
    with refuses(codes.EXPIRES_PAST):
        concluding.conclude(
            both.ours(),
            agreement=own,
            starts_on=today - timedelta(days=9),
            expires_on=today - timedelta(days=1),
            file=processing.file(),
        )
    with refuses(work.FILE_EMPTY):
        concluding.conclude(both.ours(), agreement=own, starts_on=today)
    with refuses(codes.DAY_TO_COME):
        concluding.end(both.ours(), agreement=own, on=processing.ahead(1), reason="x")
    own.refresh_from_db()
    assert own.state == State.OFFERED and own.starts_on is None and own.document is None
    assert Entry.objects.count() == before
    concluding.end(both.ours(), agreement=own, on=today, reason="Toch niet.")
    with refuses(codes.DPA_MOVED):
        concluding.end(both.ours(), agreement=own, on=today, reason="Nogmaals.")


def test_a_processor_ends_only_after_its_agreements_and_gets_no_new_ones() -> None:
    both = processing.office()
    found = processing.processor(both)
    made = processing.concluded(both, found)
    with refuses(codes.DPA_RUNS):
        keeping.end_processor(both.ours(), processor=found, on=processing.ahead(0), reason="Klaar.")
    concluding.end(both.ours(), agreement=made, on=processing.ahead(0), reason="Klaar.")
    ended = keeping.end_processor(both.ours(), processor=found, on=processing.ahead(0), reason="Klaar.")
    for call in (processing.offered, processing.submitted):
        with refuses(codes.PROCESSOR_ENDED):
            call(both, found)
    for each in (ended, found):  # also as somebody read it before it ended
        with refuses(codes.PROCESSOR_ENDED):
            keeping.keep_processor(both.ours(), processor=each)
    assert Processor.everything.get().ended_on == processing.ahead(0)
    assert Dpa.everything.count() == 1


@pytest.mark.parametrize("role", roles_for(operator=False))
def test_rights_of_the_organisation(role: Role) -> None:
    both = processing.office()
    found = processing.processor(both)
    actor = casting.actor(casting.person(both.home, role))
    assert actor.reaches(rights.KEEP, both.home.pk) is (role in KEEPERS)
    assert actor.reaches(rights.REVIEW, both.home.pk) is (role in KEEPERS)
    assert actor.reaches(rights.RESEARCH, both.home.pk) is (role in {Role.PRIVACY_COORDINATOR, Role.DPO})
    stranger = casting.actor(casting.person(casting.organisation(), role))
    assert not Processor.objects.visible_to(stranger, rights.SEE).exists()
    with pytest.raises(Refused):
        submitting.offer(stranger, processor=found, version="1")


@pytest.mark.parametrize("role", roles_for(operator=True))
def test_rights_of_the_operator(role: Role) -> None:
    both = processing.office()
    found = processing.processor(both)
    actor = casting.actor(casting.person(both.reviewer.organisation, role))
    for right in (rights.SEE, rights.REVIEW, rights.RESEARCH):
        assert actor.reaches(right, both.home.pk) is (role in OFFICE)
    with refuses(access.NOT_ALLOWED), changing(actor, rights.KEEP, on=found):
        pass  # who agrees with a processor is the controller


@pytest.mark.covers("P-28")
@pytest.mark.parametrize("language", offering.LANGUAGES)
def test_the_own_model_names_both_and_arranges_each_point(language: str) -> None:
    both = processing.office()
    found = processing.processor(both, "Bureau {controller} & Zoon")
    written = offering.paper(processing.offered(both, found), language)
    keys = [section.key for section in written.sections]
    assert keys[:8] == [point.value for point in Point]
    assert both.home.name in written.subtitle and "Bureau {controller} & Zoon" in written.subtitle
    assert [len(each.blocks) for each in written.sections] == [
        len(each.blocks) for each in offering.paper(processing.offered(both, found), "nl").sections
    ]


@pytest.mark.covers("P-28")
def test_the_own_model_is_taken_as_pdf_and_word() -> None:
    both = processing.office()
    made = processing.offered(both)
    assert offering.file(made, "nl", "pdf").content.startswith(b"%PDF")
    word = offering.file(made, "en", "docx")
    assert word.content.startswith(b"PK") and word.name.endswith(".en.docx")
