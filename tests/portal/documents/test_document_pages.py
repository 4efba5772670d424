"""Pages of documents: lists without content, files as attachments only, and the public page."""

from datetime import date, timedelta
from uuid import uuid4

import casting
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import total

from documents.files import PDF, upload
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.storing import add_version, store
from sluis.portal.ledger.models import Entry

pytestmark = pytest.mark.usefixtures("sqlite")


@pytest.fixture
def operator() -> Organisation:
    return casting.organisation("De Sluis Beheer", operator=True)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation()


@pytest.fixture
def writer(home: Organisation) -> Person:
    return casting.person(home, Role.ADMINISTRATOR)


def stored(home: Organisation, title: str = "Beleid", **more: object) -> tuple[Document, Version]:
    with keeping(casting.tester()) as change:
        document = store(change, organisation=home, kind="policy", title=title, file=upload("Beleid.pdf", PDF), **more)  # type: ignore[arg-type]
    return document, Version.everything.defer("content").get(document=document)


def set_(record: Document | Version, **fields: object) -> None:
    with keeping(casting.tester()) as change:
        type(record).everything.filter(pk=record.pk).update(**fields)
        change.record("test.changed", record)


def test_document_is_added_approved_and_taken(home: Organisation, writer: Person) -> None:
    client = casting.browser(writer)
    sent = {"kind": "policy", "title": "Beleid 2026", "file": upload("Plan.PDF", PDF), "note": "Eerste"}
    answer = client.post(reverse("documents:new"), sent)
    document = Document.everything.get()
    page_of = reverse("documents:document", args=[document.pk])
    assert answer.status_code == 302 and answer["Location"] == page_of
    version = Version.everything.get()
    approve_url = reverse("documents:approve", args=[version.pk])
    page = client.get(page_of).content.decode()
    assert "Plan.pdf" in page and version.sha256 in page and approve_url not in page
    board = casting.browser(casting.person(home, Role.BOARD))
    assert approve_url in board.get(page_of).content.decode()
    assert board.get(approve_url).status_code == 200 and board.post(approve_url).status_code == 302
    assert "Goedgekeurd" in board.get(reverse("documents:list")).content.decode()
    answer = client.post(reverse("documents:renew", args=[document.pk]), {"file": upload("b.txt")})
    assert answer.status_code == 302 and Version.everything.count() == 2


def test_wrong_file_is_told_beside_the_field_and_what_was_typed_stays(writer: Person) -> None:
    client = casting.browser(writer)
    answer = client.post(reverse("documents:new"), {"kind": "policy", "title": "Mijn Titel", "file": upload("a.exe")})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Mijn Titel" in text and "Een bestand van deze soort" in text
    days = {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    answer = client.post(reverse("documents:new"), {"kind": "policy", "title": "x", "file": upload("a.txt")} | days)
    assert answer.status_code == 422 and "vóór de eerste" in answer.content.decode()
    assert not Document.everything.exists()


def test_file_is_given_out_only_as_a_download_that_cannot_act(home: Organisation, writer: Person) -> None:
    _document, version = stored(home)
    answer = casting.browser(writer).get(reverse("documents:download", args=[version.pk]))
    assert answer.status_code == 200 and answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Beleid.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    entry = Entry.objects.get(kind="document.taken")
    assert entry.actor == f"person:{writer.pk}" and entry.organisation == home.pk


@pytest.mark.parametrize("role", [Role.DELIVERER, Role.AUDITEE, Role.MANAGER, Role.ACTION_OWNER])
def test_who_may_not_read_documents_finds_none(home: Organisation, role: Role) -> None:
    document, version = stored(home)
    client = casting.browser(casting.person(home, role))
    assert total(client.get(reverse("documents:list"))) == 0
    for name, pk in (("document", document.pk), ("download", version.pk)):
        assert client.get(reverse(f"documents:{name}", args=[pk])).status_code == 404
    assert not Entry.objects.filter(kind="document.taken").exists()


def test_lists_and_pages_read_no_content_and_ask_no_more_for_more_documents(home: Organisation, writer: Person) -> None:
    client, counts = casting.browser(writer), []
    client.get(reverse("documents:list"))
    for number in (5, 40):
        made = [stored(home, f"Titel {number}-{one}") for one in range(number)]
        with keeping(casting.tester()) as change:
            for _ in range(number):
                add_version(change, document=made[0][0], file=upload("b.txt"))
        for address in (reverse("documents:list"), reverse("documents:document", args=[made[0][0].pk])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, {"size": "100"}).status_code == 200
            assert not [one["sql"] for one in queries if '"content"' in one["sql"]]
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


@pytest.mark.covers("P-94")
def test_public_page_shows_the_approved_version_to_everybody(operator: Organisation, home: Organisation) -> None:
    document, version = stored(operator, "Openbaar Beleid")
    hidden, _version = stored(operator, "Intern Stuk")
    private, _version = stored(home, "Van Een Ander")
    set_(version, approved_at=casting.now(), approved_by=f"person:{uuid4()}")
    keeper = casting.browser(casting.person(operator, Role.ADMINISTRATOR))
    answer = keeper.post(reverse("documents:publish", args=[document.pk]), {"audience": "everybody"})
    assert answer.status_code == 302
    with keeping(casting.tester()) as change:
        draft = add_version(change, document=document, file=upload("Concept.txt"))
    for client in (casting.browser(), keeper, casting.browser(casting.person(home))):
        page = client.get(reverse("documents:public"))
        text = page.content.decode()
        assert page.status_code == 200 and "Openbaar Beleid" in text and version.sha256 in text
        assert "Concept.txt" not in text and hidden.title not in text and private.title not in text
        assert client.get(reverse("documents:public-file", args=[version.pk])).content == PDF
        assert client.get(reverse("documents:public-file", args=[draft.pk])).status_code == 404
    assert Entry.objects.filter(kind="document.taken").count() == 2  # not of who is nobody
    assert keeper.post(reverse("documents:withdraw", args=[document.pk])).status_code == 302
    assert casting.browser().get(reverse("documents:public-file", args=[version.pk])).status_code == 404
    assert "Openbaar Beleid" not in casting.browser().get(reverse("documents:public")).content.decode()


def test_public_page_shows_only_what_holds_today(operator: Organisation) -> None:
    document, version = stored(operator, "Oud Beleid", valid_until=date.today() - timedelta(days=1))
    set_(version, approved_at=casting.now(), approved_by=f"person:{uuid4()}")
    set_(document, public=True, published=True)
    assert "Oud Beleid" not in casting.browser().get(reverse("documents:public")).content.decode()


def test_flag_on_a_document_of_a_party_shows_it_to_nobody_else(operator: Organisation, home: Organisation) -> None:
    document, version = stored(home)
    set_(version, approved_at=casting.now(), approved_by=f"person:{uuid4()}")
    set_(document, public=True, published=True)
    assert casting.browser().get(reverse("documents:public-file", args=[version.pk])).status_code == 404
    other = casting.browser(casting.person(casting.organisation(), Role.BOARD))
    assert other.get(reverse("documents:download", args=[version.pk])).status_code == 404


def test_parties_take_what_was_published_for_them(operator: Organisation, home: Organisation) -> None:
    document, version = stored(operator)
    set_(version, approved_at=casting.now(), approved_by=f"person:{uuid4()}")
    set_(document, published=True)
    client = casting.browser(casting.person(home))
    assert client.get(reverse("documents:document", args=[document.pk])).status_code == 200
    assert client.get(reverse("documents:download", args=[version.pk])).content == PDF
    assert casting.browser().get(reverse("documents:public-file", args=[version.pk])).status_code == 404
    closed = casting.browser(casting.person(home, statement=False))
    assert closed.get(reverse("documents:download", args=[version.pk])).status_code != 200
