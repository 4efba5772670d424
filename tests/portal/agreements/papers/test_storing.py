"""What is offered and what was signed stays as a document; a Word template of one's own is filled in."""

import hashlib
from io import BytesIO

import casting
import contracting
import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from documents.rendering.reading import bare, pages, word_text

from sluis.portal.access.roles import Role
from sluis.portal.agreements import offering, signing
from sluis.portal.agreements.models import Version
from sluis.portal.agreements.papers.storing import store_missing
from sluis.portal.documents.models import Document
from sluis.portal.documents.models import Version as Stored
from sluis.portal.ledger.models import Entry
from sluis.refusals.catalogue import papers as codes

pytestmark = pytest.mark.usefixtures("sqlite")


def word_file(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_draft_is_no_document_and_an_offer_is_one() -> None:
    people = contracting.parties()
    version = contracting.drafted(people)
    assert store_missing(casting.tester()) == 0 and not Document.everything.exists()
    offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    assert store_missing(casting.tester()) == 1
    stored = Stored.everything.get()
    assert stored.document.kind == "agreement" and stored.organisation == people.home
    assert Version.everything.get(pk=version.pk).document == stored
    assert hashlib.sha256(bytes(stored.content)).hexdigest() == stored.sha256
    assert bare(version.sha256) in bare(" ".join(pages(bytes(stored.content))))
    assert Entry.objects.filter(kind="paper.made").count() == 1
    assert store_missing(casting.tester()) == 0


@pytest.mark.covers("I-02")
def test_after_signing_the_next_version_of_the_document_names_who_signed() -> None:
    people = contracting.parties()
    version = contracting.drafted(people)
    offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    store_missing(casting.tester())
    for who in ("board", "director"):
        signing.sign(people.actor(who), version=version, seen=version.sha256)
    assert store_missing(casting.tester()) == 1
    first, second = Stored.everything.order_by("number")
    assert first.document == second.document
    for person in (people.board, people.director):
        assert bare(person.name) in bare(" ".join(pages(bytes(second.content))))
    assert store_missing(casting.tester()) == 0


@pytest.mark.covers("I-01")
def test_a_template_of_ones_own_is_filled_in() -> None:
    people = contracting.parties()
    agreed = contracting.agree(people=people)
    assert agreed.current
    template = word_file("Overeenkomst van {{ customer_name }} te {{ customer_city }}", "{{ authorised_signatory }}")
    address = reverse("agreements:template", args=[agreed.current.pk])
    browser = casting.browser(people.keeper)
    assert "authorised_signatory" in browser.get(address).content.decode()
    answer = browser.post(address, {"language": "nl", "file": SimpleUploadedFile("model.docx", template)})
    party = agreed.contract.controller
    assert word_text(answer.content).startswith(f"Overeenkomst van {party.statutory_name} te {party.city}")


def test_a_template_with_an_unknown_field_is_refused_beside_the_form() -> None:
    people = contracting.parties()
    agreed = contracting.agree(people=people)
    assert agreed.current
    upload = SimpleUploadedFile("model.docx", word_file("{{ secret_key }}"))
    address = reverse("agreements:template", args=[agreed.current.pk])
    answer = casting.browser(people.keeper).post(address, {"language": "nl", "file": upload})
    assert answer.status_code == 422 and codes.WORD_TEMPLATE.number in answer.content.decode()


def test_the_page_of_an_agreement_leads_to_its_files() -> None:
    people = contracting.parties()
    agreed = contracting.agree(people=people)
    assert agreed.current
    page = casting.browser(people.keeper).get(reverse("agreements:agreement", args=[agreed.pk])).content.decode()
    assert reverse("agreements:paper", args=[agreed.current.pk, "nl", "pdf"]) in page
    assert f'href="{reverse("agreements:reports")}"' in page
    deliverer = casting.person(people.home, Role.DELIVERER)
    page = casting.browser(deliverer).get(reverse("agreements:agreement", args=[agreed.pk])).content.decode()
    assert f'href="{reverse("agreements:reports")}"' not in page
