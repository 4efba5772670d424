"""Measures, improvements, registers, backups, notices: the result, the event, and nothing on refusal."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import casting
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from oversight.examples import document
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role, roles_for
from sluis.portal.documents.approving import approve
from sluis.portal.documents.models import Version
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.oversight import announcing, measuring, models, recording, rights
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.reminding import remind
from sluis.portal.oversight.starting.measures import STARTERS, starter_measures
from sluis.portal.tasks.models import Task
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as access_codes
from sluis.refusals.catalogue import oversight as codes

pytestmark = pytest.mark.usefixtures("database")
TODAY = casting.today()
NEXT = TODAY + timedelta(days=365)


@pytest.fixture
def operator() -> Organisation:
    """The operator."""
    return casting.organisation("Voorbeeld-TTP", operator=True)


@pytest.fixture
def officer(operator: Organisation) -> Person:
    """The operator's security officer."""
    return casting.person(operator, Role.SECURITY_OFFICER)


def last() -> tuple[str, str]:
    """Kind and subject of the last event."""
    entry = Entry.objects.order_by("-n")[0]
    return entry.kind, entry.subject


def refuses(code: object, act: Callable[[], object]) -> None:
    """Refused with this code, and nothing recorded."""
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.code is code and Entry.objects.count() == before


def measure(operator: Organisation, **fields: Any) -> models.Measure:
    """A measure."""
    made = casting.make(models.Measure(organisation=operator, theme="access", title="Maatregel", **fields))
    assert isinstance(made, models.Measure)
    return made


@pytest.mark.covers("Z-84", "Z-89")
def test_evaluation_moves_the_measure_and_settles_its_task(operator: Organisation, officer: Person) -> None:
    found = measure(operator, evaluate_by=TODAY)
    assert remind(casting.tester()) == 1
    evaluation = models.Evaluation(organisation=operator, measure=found, evaluated_on=TODAY, result="partly",
                                   evaluate_by=NEXT)  # fmt: skip
    measuring.evaluate(casting.actor(officer), evaluation=evaluation)
    fresh = models.Measure.everything.get(pk=found.pk)
    assert (fresh.status, fresh.evaluated_on, fresh.evaluate_by) == ("improve", TODAY, NEXT)
    assert Task.everything.get(kind="evaluation").state == "done"
    assert Entry.objects.filter(kind="measure.evaluated", subject=found.subject).count() == 1
    assert remind(casting.tester()) == 0


def test_withdrawn_measure_is_not_evaluated_and_next_evaluation_is_later(
    operator: Organisation, officer: Person
) -> None:
    found = measure(operator, status="withdrawn")
    evaluation = models.Evaluation(organisation=operator, measure=found, evaluated_on=TODAY, result="works",
                                   evaluate_by=NEXT)  # fmt: skip
    actor = casting.actor(officer)
    refuses(codes.NOT_POSSIBLE_NOW, lambda: measuring.evaluate(actor, evaluation=evaluation))
    evaluation.measure, evaluation.evaluate_by = measure(operator), TODAY
    with pytest.raises(ValidationError):
        measuring.evaluate(actor, evaluation=evaluation)
    assert not models.Evaluation.everything.exists()


def test_proposal_is_decided_by_management_but_not_by_who_made_it(operator: Organisation, officer: Person) -> None:
    manager = casting.person(operator, Role.MANAGEMENT)
    owner = casting.person(operator, Role.ACTION_OWNER)

    def proposal(by: Person) -> models.Improvement:
        made = casting.make(models.Improvement(organisation=operator, title="Beter", owner=owner, due_on=NEXT,
                            proposed_at=casting.now(), proposed_by=f"person:{by.pk}"))  # fmt: skip
        assert isinstance(made, models.Improvement)
        return made

    theirs, own = proposal(officer), proposal(manager)
    refuses(access_codes.NOT_ALLOWED, lambda: measuring.decide(casting.actor(officer), improvement=theirs, accept=True))
    refuses(codes.OWN_PROPOSAL, lambda: measuring.decide(casting.actor(manager), improvement=own, accept=True))
    refuses(access_codes.GONE_ALREADY, lambda: measuring.finish(casting.actor(owner), improvement=theirs))
    assert measuring.decide(casting.actor(manager), improvement=theirs, accept=True).state == "accepted"
    assert Task.everything.get(kind="improvement").person == owner
    refuses(
        access_codes.GONE_ALREADY, lambda: measuring.decide(casting.actor(manager), improvement=theirs, accept=False)
    )
    bystander = casting.actor(casting.person(operator, Role.SERVICE_DESK))
    refuses(access_codes.NOT_ALLOWED, lambda: measuring.finish(bystander, improvement=theirs))
    assert measuring.finish(casting.actor(owner), improvement=theirs).state == "done"
    assert Task.everything.get(kind="improvement").state == "done"


def test_reference_is_linked_and_unlinked_with_an_event_each(operator: Organisation, officer: Person) -> None:
    standard = casting.make(
        models.Standard(organisation=operator, code="NEN 7510", edition="2011", withdrawn_on=date(2017, 12, 1))
    )
    reference = models.Reference(organisation=operator, measure=measure(operator), standard=standard, number="9.2.1")
    measuring.link(casting.actor(officer), reference=reference)
    assert last() == ("reference.made", reference.subject) and standard.is_withdrawn(TODAY)
    gone = reference.subject
    measuring.unlink(casting.actor(officer), reference=reference)
    assert last() == ("reference.removed", gone) and not models.Reference.everything.exists()


@pytest.mark.covers("Z-84")
def test_starter_measures_stand_in_all_eleven_themes_in_two_languages_and_once(operator: Organisation) -> None:
    with keeping(casting.tester()) as change:
        assert starter_measures(change, operator) == len(STARTERS)
        change.record("test.made")
    with keeping(casting.tester()) as change:
        assert starter_measures(change, operator) == 0
        change.record("test.made")
    assert set(models.Measure.everything.values_list("theme", flat=True)) == set(models.Theme.values)
    assert len(models.Theme.values) == 11 and 25 <= len(STARTERS) <= 30
    for found in models.Measure.everything.all():
        assert found.title != found.title_en and found.description and found.description_en


@pytest.mark.covers("Z-112", "Z-99", "I-72", "I-77")
def test_real_personal_data_stay_in_production(operator: Organisation, officer: Person) -> None:
    actor = casting.actor(officer)
    fields = {"place": "Hier", "separated_by": "Eigen netwerk", "firewall": "Beheer", "organisation": operator}
    test = keep(actor, record=models.Environment(name="Proef", kind="test", **fields), right=rights.KEEP_CONTINUITY)
    assert last() == ("environment.made", test.subject)
    test.holds_real_data = True
    with pytest.raises(ValidationError):
        keep(actor, record=test, right=rights.KEEP_CONTINUITY)
    with pytest.raises(IntegrityError), keeping(casting.tester()) as change:
        change.record("test.made")
        models.Environment.everything.filter(pk=test.pk).update(holds_real_data=True)
    asset = models.Asset(organisation=operator, name="Kopie", kind="data", owner=officer, classification="secret",
                         use="x", place="y", environment=test, holds_real_data=True)  # fmt: skip
    with pytest.raises(ValidationError):
        keep(actor, record=asset, right=rights.KEEP_CONTINUITY)
    assert not models.Asset.everything.exists()


@pytest.mark.covers("Z-112")
def test_storage_medium_has_rules(operator: Organisation, officer: Person) -> None:
    asset = models.Asset(organisation=operator, name="Band", kind="medium", owner=officer, classification="secret",
                         use="x", place="y")  # fmt: skip
    with pytest.raises(ValidationError):
        keep(casting.actor(officer), record=asset, right=rights.KEEP_CONTINUITY)
    asset.media_rules = "Versleuteld"
    assert keep(casting.actor(officer), record=asset, right=rights.KEEP_CONTINUITY).pk


@pytest.mark.covers("P-98")
def test_controller_names_its_statutory_aim(operator: Organisation, officer: Person) -> None:
    record = models.DataSet(organisation=operator, name="Vergelijking", role="controller", purposes="Kwaliteit")
    with pytest.raises(ValidationError):
        keep(casting.actor(officer), record=record, right=rights.KEEP_CONTINUITY)
    record.aim = "Bevorderen van kwaliteit"
    assert keep(casting.actor(officer), record=record, right=rights.KEEP_CONTINUITY).pk


@pytest.mark.covers("Z-96")
def test_certificate_is_kept_with_its_copy_and_renewed_in_a_new_version(
    operator: Organisation, officer: Person
) -> None:
    standard = casting.make(models.Standard(organisation=operator, code="ISO 27001", edition="2022"))
    record = models.Attestation(organisation=operator, standard=standard, scope="Alles", issuer="Keurbureau",
                                valid_from=TODAY, valid_until=NEXT)  # fmt: skip
    for number in (1, 2):
        file = SimpleUploadedFile("certificaat.txt", b"Certificaat\n", "text/plain")
        keep(casting.actor(officer), record=record, right=rights.KEEP_ASSURANCE, files={"copy": file})
        assert Version.everything.filter(document=record.copy).count() == number
    assert record.copy and record.copy.kind == "certificate"


@pytest.mark.parametrize("role", roles_for(operator=True))
def test_who_keeps_what(operator: Organisation, role: Role) -> None:
    may = {right for right in (rights.KEEP_MEASURES, rights.KEEP_ASSURANCE, rights.KEEP_CONTINUITY, rights.KEEP_ROSTER,
                               rights.EVALUATE, rights.DECIDE, rights.HANDLE_ALERTS, rights.EXPORT)
           if casting.actor(casting.person(operator, role)).may(right)}  # fmt: skip
    expected = {
        Role.SECURITY_OFFICER: {rights.KEEP_MEASURES, rights.KEEP_ASSURANCE, rights.KEEP_CONTINUITY, rights.KEEP_ROSTER,
                                rights.EVALUATE, rights.HANDLE_ALERTS, rights.EXPORT},
        Role.AUDITOR: {rights.EVALUATE, rights.EXPORT},
        Role.CONTRACT_MANAGER: {rights.KEEP_ASSURANCE},
        Role.ADMINISTRATOR: {rights.KEEP_CONTINUITY},
        Role.SERVICE_DESK: {rights.KEEP_ROSTER},
        Role.MANAGEMENT: {rights.KEEP_ROSTER, rights.DECIDE},
        Role.BOARD: {rights.DECIDE},
    }  # fmt: skip
    assert may == expected.get(role, set())


@pytest.mark.parametrize("role", roles_for(operator=False))
def test_nobody_of_another_organisation_keeps_anything_of_the_operator(operator: Organisation, role: Role) -> None:
    who = casting.actor(casting.person(casting.organisation(), role))
    for right in (rights.KEEP_MEASURES, rights.KEEP_ASSURANCE, rights.KEEP_CONTINUITY):
        with pytest.raises(Refused):
            keep(who, record=measure(operator), right=right)


@pytest.mark.covers("Z-109", "I-76")
def test_backups_and_restores_stay_on_record(operator: Organisation) -> None:
    program = casting.tester()
    made = recording.backup(program, name="sluis-1.age", sha256="0" * 64, size=12, until=4)
    assert last() == ("backup.made", made.subject)
    test = recording.restore_test(program, passed=False, name="sluis-1.age", seconds=3, records=9, remark="Schijf vol")
    assert last() == ("restore.failed", test.subject) and test.backup == made
    assert Entry.objects.get(subject=test.subject).outcome == "failed"
    assert recording.restored(program, passed=True, chain_whole=True).kind == "real"
    gone = recording.backup_removed(program, name="sluis-1.age")
    assert gone and gone.removed_at and last() == ("backup.removed", made.subject)
    assert recording.backup_removed(program, name="sluis-1.age") is None


@pytest.fixture
def approved(operator: Organisation) -> Version:
    """A breach plan that the board approved."""
    paper = document(operator, "breach-plan")
    board = casting.actor(casting.person(operator, Role.BOARD))
    return approve(board, version=Version.everything.get(document=paper))


@pytest.mark.covers("I-41")
def test_controllers_are_told_of_a_material_change_once(
    operator: Organisation, officer: Person, approved: Version
) -> None:
    first, second = casting.organisation(), casting.organisation()
    told = {casting.person(first, Role.DPO).pk, casting.person(second, Role.ADMINISTRATOR).pk}
    casting.person(first, Role.ADMINISTRATOR)
    casting.person(first, Role.DPO, is_active=False)
    actor = casting.actor(officer)
    refuses(codes.NOT_POSSIBLE_NOW, lambda: announcing.announce(actor, version=approved, material=True))
    notice = announcing.announce(actor, version=approved, material=True, summary="Andere termijnen")
    assert set(Message.everything.values_list("person", flat=True)) == told and notice.told == 2
    assert Entry.objects.filter(kind="notice.decided", subject=notice.subject).count() == 1
    refuses(access_codes.GONE_ALREADY, lambda: announcing.announce(actor, version=approved, material=False))


def test_version_that_was_not_approved_is_not_announced(operator: Organisation, officer: Person) -> None:
    for kind in ("breach-plan", "other"):
        version = Version.everything.get(document=document(operator, kind))
        act = partial(announcing.announce, casting.actor(officer), version=version, material=False)
        refuses(codes.NOT_POSSIBLE_NOW, act)
