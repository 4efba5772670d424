"""Requests for information and what audits bring to light are for few eyes; evidence of adequacy for all parties."""

from datetime import date, timedelta
from typing import Any

import auditing
import casting
import contracting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from organising import refuses

from sluis.portal.access.roles import Role, roles_for
from sluis.portal.audits import calendar, informing
from sluis.portal.audits.models import Adequacy, Auditfile, Inforequest
from sluis.portal.audits.rights import SEE
from sluis.portal.documents.models import Document
from sluis.portal.ledger.models import Entry
from sluis.portal.notifications.models import Message
from sluis.portal.oversight.models import Measure, Standard
from sluis.portal.tasks.models import Task
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import audits as codes

pytestmark = pytest.mark.usefixtures("sqlite")
READERS = (Role.AUDITOR, Role.DPO, Role.BOARD)
STAFF = (Role.AUDITOR, Role.DPO, Role.BOARD, Role.SECURITY_OFFICER, Role.CONTRACT_MANAGER, Role.MANAGEMENT)


def asked(both: auditing.Sides) -> Inforequest:
    """To be answered within a week."""
    data = {"question": "Wie heeft sleutels?", "due_on": auditing.ahead(7)}
    return informing.ask(both.theirs(), agreement=both.agreement, data=data)


def answered(both: auditing.Sides) -> Inforequest:
    """With an attachment."""
    file = SimpleUploadedFile("lijst.txt", b"Een lijst.\n", "text/plain")
    return informing.answer(both.ours(), inforequest=asked(both), text="Twee mensen.", file=file)


@pytest.mark.covers("I-59")
def test_information_is_asked_with_a_day_and_answered() -> None:
    both = auditing.sides()
    made = asked(both)
    task = Task.everything.get(kind="inforequest-answer", state=Task.State.OPEN)
    assert task.organisation.is_operator and auditing.due(task) == auditing.ahead(7)
    with refuses(codes.AUDIT_DAY):
        informing.ask(both.theirs(), agreement=both.agreement, data={"question": "x", "due_on": auditing.ahead(-1)})
    done = informing.answer(both.ours(), inforequest=made, text="Twee mensen.")
    assert done.answer == "Twee mensen."
    assert not Task.everything.filter(kind="inforequest-answer", state=Task.State.OPEN).exists()
    with refuses(codes.INFO_MOVED):
        informing.answer(both.ours(), inforequest=made, text="Drie.")
    another = asked(both)
    with refuses(access.NOT_ALLOWED):
        informing.answer(both.theirs(), inforequest=another, text="Zelf.")


@pytest.mark.covers("I-59")
@pytest.mark.parametrize("role", roles_for(operator=False))
def test_only_few_roles_of_the_controller_see_the_answer(role: Role) -> None:
    both = auditing.sides()
    made = answered(both)
    client = casting.browser(casting.person(both.agreement.organisation, role))
    page = client.get(reverse("audits:inforequest", args=[made.pk]))
    file = client.get(reverse("audits:file", args=[Auditfile.everything.get().pk]))
    panel = client.get(reverse("agreements:agreement", args=[both.agreement.pk]))
    seen = role in READERS
    assert (page.status_code == 200) is seen and (file.status_code == 200) is seen
    assert ("Twee mensen." in page.content.decode()) is seen
    assert (made.number in panel.content.decode()) is seen
    strangers = casting.browser(casting.person(casting.organisation(), role))
    assert strangers.get(reverse("audits:inforequest", args=[made.pk])).status_code in (403, 404)


@pytest.mark.parametrize("role", roles_for(operator=True))
def test_and_few_of_the_operator(role: Role) -> None:
    both = auditing.sides()
    made = answered(both)
    actor = casting.actor(casting.person(contracting.operator(), role))
    assert Inforequest.objects.visible_to(actor, SEE).filter(pk=made.pk).exists() is (role in STAFF)


@pytest.mark.covers("I-59")
def test_a_file_of_an_audit_is_no_document_and_its_taking_is_recorded() -> None:
    both = auditing.sides()
    answered(both)
    kept = Auditfile.everything.get()
    assert not Document.everything.filter(title__icontains="lijst").exists()
    page = casting.browser(both.auditor).get(reverse("audits:file", args=[kept.pk]))
    assert page.content == b"Een lijst.\n" and "attachment" in page.headers["Content-Disposition"]
    assert Entry.objects.filter(kind="auditfile.taken", organisation=both.agreement.organisation_id).count() == 1


def test_mails_hold_nothing_of_what_was_asked_or_answered() -> None:
    both = auditing.sides()
    answered(both)
    for message in Message.everything.filter(template__startswith="audits/"):
        facts = str(getattr(message, "envelope", None) and message.envelope.facts)
        assert "sleutels" not in facts and "Twee" not in facts
    assert Message.everything.filter(template="audits/info-answered").count() > 0


def evidence(until: date, **more: Any) -> Adequacy:
    """Of a measure of the operator."""
    operator = contracting.operator()
    standard = more.get("standard") or casting.make(Standard(organisation=operator, code="NEN 7510", edition="2024"))
    measure = more.get("measure") or casting.make(
        Measure(organisation=operator, theme="access", title="Tweede factor", status="in-force")
    )
    made = casting.make(
        Adequacy(organisation=operator, measure=measure, standard=standard, kind="certification", result="Gezien",
                 shown_on=date(2026, 1, 1), until=until)
    )  # fmt: skip
    assert isinstance(made, Adequacy)
    return made


@pytest.mark.covers("I-62")
def test_every_party_sees_by_what_a_measure_is_shown_and_until_when() -> None:
    found = evidence(auditing.ahead(100))
    officer = casting.browser(casting.person(casting.organisation(), Role.SECURITY_OFFICER))
    page = officer.get(reverse("audits:coverage")).content.decode()
    assert "Tweede factor" in page and "Certificering" in page and "Aangetoond" in page
    assert officer.get(reverse("audits:evidence", args=[found.pk])).status_code == 200
    assert officer.get(reverse("audits:evidence-change", args=[found.pk])).status_code in (403, 404)


@pytest.mark.covers("I-62")
def test_evidence_that_becomes_old_gives_a_task_until_newer_comes() -> None:
    casting.person(contracting.operator(), Role.SECURITY_OFFICER)
    old = evidence(auditing.ahead(100))
    assert calendar.follow(casting.tester()) == 0
    later = casting.tester(casting.now() + timedelta(days=75))
    assert calendar.follow(later) == 1 and calendar.follow(later) == 0
    assert Task.everything.get(kind="adequacy-renew").about == old.subject
    evidence(auditing.ahead(500), standard=old.standard, measure=old.measure)
    assert calendar.follow(later) == 1
    assert not Task.everything.filter(kind="adequacy-renew", state=Task.State.OPEN).exists()
