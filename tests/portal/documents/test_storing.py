"""Documents in versions: stored whole, approved by somebody else, published by the operator."""

import hashlib
import threading
from collections.abc import Callable
from datetime import date

import casting
import pytest
from django.db import connections

from documents.files import PDF, upload
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.adding import add, renew
from sluis.portal.documents.approving import approve
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.publishing import publish, withdraw
from sluis.portal.documents.rights import SEE
from sluis.portal.documents.selectors import current
from sluis.portal.documents.storing import add_version
from sluis.portal.ledger.models import Entry
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import work as codes

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


@pytest.fixture
def writer(home: Organisation) -> Person:
    return casting.person(home, Role.SECURITY_OFFICER)


@pytest.fixture
def operator() -> Organisation:
    return casting.organisation(operator=True)


def refuses(code: Code, act: Callable[[], object]) -> None:
    """It is refused, and nothing was saved."""

    def state() -> object:
        versions = Version.everything.defer("content").order_by("pk").values_list("pk", "approved_at")
        return list(Document.everything.order_by("pk").values()), list(versions), Entry.objects.count()

    before = state()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code is code and state() == before


def written(writer: Person, name: str = "Beleid.pdf") -> tuple[Document, Version]:
    document = add(casting.actor(writer), kind="policy", title="Beleid", file=upload(name, PDF))
    return document, Version.everything.get(document=document)


def test_document_is_stored_whole_with_its_digest_in_the_evidence(writer: Person) -> None:
    document, version = written(writer)
    assert bytes(version.content) == PDF and version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (version.number, version.size, version.media_type, version.stored_by) == (
        1, len(PDF), "application/pdf", f"person:{writer.pk}",
    )  # fmt: skip
    entry = Entry.objects.get(kind="document.stored")
    line = bytes(entry.line).decode()
    assert version.sha256 in line and str(document.pk) in line and "Beleid" not in line
    assert entry.organisation == writer.organisation_id


@pytest.mark.covers("Z-97")
def test_versions_are_numbered_and_none_replaces_another(writer: Person) -> None:
    document, first = written(writer)
    second = renew(casting.actor(writer), document=document, file=upload("b.txt"), note="Nieuw")
    assert second.number == 2 and Version.everything.filter(document=document).count() == 2
    first.refresh_from_db()
    assert bytes(first.content) == PDF


def test_versions_that_are_added_at_the_same_time_have_numbers_of_their_own(writer: Person) -> None:
    document, _version = written(writer)
    ready, faults = threading.Barrier(4), []

    def work() -> None:
        try:
            ready.wait(20)
            with keeping(casting.tester()) as change:
                add_version(change, document=document, file=upload("b.txt"))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    numbers = Version.everything.filter(document=document).values_list("number", flat=True)
    assert faults == [] and sorted(numbers) == [1, 2, 3, 4, 5]


def test_what_is_refused_leaves_nothing(writer: Person) -> None:
    document, _version = written(writer)
    actor = casting.actor(writer)
    refuses(codes.FILE_TYPE, lambda: add(actor, kind="policy", title="x", file=upload("a.exe")))
    refuses(codes.FILE_CONTENT, lambda: renew(actor, document=document, file=upload("a.pdf")))
    first, last = date(2026, 2, 1), date(2026, 1, 31)
    refuses(
        codes.VALIDITY,
        lambda: renew(actor, document=document, file=upload("a.txt"), valid_from=first, valid_until=last),
    )


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DELIVERER, Role.BOARD, Role.AUDITEE])
def test_who_may_not_add_does_not(home: Organisation, writer: Person, role: Role) -> None:
    document, _version = written(writer)
    actor = casting.actor(casting.person(home, role))
    refuses(access.NOT_ALLOWED, lambda: add(actor, kind="policy", title="x", file=upload("a.txt")))
    refuses(access.NOT_ALLOWED, lambda: renew(actor, document=document, file=upload("a.txt")))


def test_another_organisation_does_nothing_with_it(writer: Person) -> None:
    document, version = written(writer)
    other = casting.actor(casting.person(casting.organisation(), Role.SECURITY_OFFICER, Role.BOARD))
    refuses(access.NOT_YOURS, lambda: renew(other, document=document, file=upload("a.txt")))
    refuses(access.NOT_YOURS, lambda: approve(other, version=version))
    assert not Document.objects.visible_to(other, SEE).exists() and not Version.objects.visible_to(other, SEE).exists()


@pytest.mark.covers("Z-97")
def test_board_approves_what_somebody_else_added(home: Organisation, writer: Person) -> None:
    document, version = written(writer)
    board = casting.person(home, Role.BOARD)
    assert current(document, date.today()) is None
    approved = approve(casting.actor(board), version=version)
    assert approved.approved_by == f"person:{board.pk}" and current(document, date.today()) == version
    assert Entry.objects.filter(kind="document.approved").count() == 1
    refuses(access.GONE_ALREADY, lambda: approve(casting.actor(board), version=version))


def test_nobody_approves_what_they_added(home: Organisation) -> None:
    both = casting.person(home, Role.BOARD, Role.ADMINISTRATOR)
    _document, version = written(both)
    refuses(codes.OWN_VERSION, lambda: approve(casting.actor(both), version=version))


def test_operators_board_does_not_approve_for_others(operator: Organisation, writer: Person) -> None:
    _document, version = written(writer)
    board = casting.actor(casting.person(operator, Role.BOARD))
    refuses(access.NOT_YOURS, lambda: approve(board, version=version))


def test_version_counts_only_in_its_days(home: Organisation, writer: Person) -> None:
    document, first = written(writer)
    second = renew(
        casting.actor(writer), document=document, file=upload("b.txt"), valid_from=date(2030, 1, 1),
        valid_until=date(2030, 12, 31),
    )  # fmt: skip
    board = casting.actor(casting.person(home, Role.BOARD))
    for version in (first, second):
        approve(board, version=version)
    days = (date(2029, 12, 31), date(2030, 1, 1), date(2030, 12, 31), date(2031, 1, 1))
    assert [current(document, day) for day in days] == [first, second, second, first]


@pytest.mark.covers("P-94")
def test_operator_publishes_what_was_approved(operator: Organisation, home: Organisation) -> None:
    keeper = casting.actor(casting.person(operator, Role.ADMINISTRATOR))
    document, version = written(casting.person(operator, Role.SECURITY_OFFICER))
    reader = casting.actor(casting.person(home))
    refuses(codes.NOT_APPROVED, lambda: publish(keeper, document=document))
    approve(casting.actor(casting.person(operator, Role.BOARD)), version=version)
    publish(keeper, document=document)
    later = renew(casting.actor(casting.person(operator, Role.DPO)), document=document, file=upload("b.txt"))
    assert list(Document.objects.visible_to(reader, SEE)) == [document]
    assert list(Version.objects.visible_to(reader, SEE)) == [version] and later.pk
    withdraw(keeper, document=document)
    assert not Version.objects.visible_to(reader, SEE).exists()
    kinds = Entry.objects.filter(kind__in=("document.published", "document.withdrawn")).order_by("n")
    assert [one.kind for one in kinds] == ["document.published", "document.withdrawn"]


def test_documents_of_others_are_not_published(operator: Organisation, home: Organisation, writer: Person) -> None:
    document, version = written(writer)
    approve(casting.actor(casting.person(home, Role.BOARD)), version=version)
    keeper = casting.actor(casting.person(operator, Role.ADMINISTRATOR))
    refuses(codes.NOT_THE_OPERATORS, lambda: publish(keeper, document=document))
    administrator = casting.actor(casting.person(home, Role.ADMINISTRATOR))
    refuses(access.NOT_ALLOWED, lambda: publish(administrator, document=document))
