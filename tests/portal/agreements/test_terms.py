"""Delivery terms: the version that counts is for everybody, older ones stay, and acceptance is on record."""

from datetime import timedelta
from typing import Any

import casting
import organising
import pytest
from contracting import Parties, agree, parties
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from organising import events, refuses

from sluis.agreement.starting import EXCHANGE, OFFICE
from sluis.portal.access.roles import Role
from sluis.portal.agreements import accepting
from sluis.portal.agreements.models import Acceptance
from sluis.portal.documents import adding, approving, publishing
from sluis.portal.documents.models import Document, Version
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import agreeing as codes


@pytest.fixture
def people(sqlite: str) -> Parties:
    """Both parties."""
    return parties()


def text(content: bytes = b"Eerste tekst van de voorwaarden") -> SimpleUploadedFile:
    return SimpleUploadedFile("voorwaarden.txt", content)


def published(people: Parties, title: str = "Leveringsvoorwaarden privacyloket") -> Version:
    """Terms, added by one, approved by another, for everybody."""
    writer = casting.actor(casting.person(people.operator, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR))
    document = adding.add(writer, kind=accepting.KIND, title=title, file=text())
    version: Version = approving.approve(people.actor("director"), version=Version.everything.get(document=document))
    publishing.publish(writer, document=document, public=True)
    return version


def renewed(people: Parties, version: Version, **more: Any) -> Version:
    """The next version."""
    writer = casting.actor(casting.person(people.operator, Role.CONTRACT_MANAGER))
    made = adding.renew(writer, document=Document.everything.get(pk=version.document_id), file=text(b"Nieuw"), **more)
    found: Version = approving.approve(people.actor("director"), version=made)
    return found


@pytest.mark.covers("P-01")
def test_acceptance_is_recorded_with_version_moment_and_person(people: Parties) -> None:
    version, keeper = published(people), people.actor("keeper")
    made = accepting.accept(keeper, terms=version)
    kept = Acceptance.everything.get(pk=made.pk)
    assert (kept.organisation, kept.terms, kept.accepted_at) == (people.home, version, keeper.at)
    assert kept.accepted_by == f"person:{people.keeper.pk}"
    (event,) = events("terms.accepted")
    assert event.objects["digest"] == version.sha256
    with refuses(access.GONE_ALREADY):
        accepting.accept(people.actor("board"), terms=version)


@pytest.mark.covers("P-01")
def test_the_latest_is_published_and_older_versions_are_still_given_out_to_anybody(people: Parties) -> None:
    first = published(people)
    second = renewed(people, first)
    nobody = casting.browser()
    page: Any = nobody.get(reverse("agreements:terms"))
    (shown,) = page.context_data["documents"]
    assert [(each["version"].pk, each["counts"]) for each in shown["versions"]] == [
        (second.pk, True),
        (first.pk, False),
    ]
    for version, content in ((first, b"Eerste tekst van de voorwaarden"), (second, b"Nieuw")):
        assert nobody.get(reverse("documents:public-file", args=[version.pk])).getvalue() == content


@pytest.mark.covers("P-01")
def test_only_the_version_that_counts_today_is_accepted(people: Parties) -> None:
    first = published(people)
    accepting.accept(people.actor("keeper"), terms=first)
    later = renewed(people, first, valid_from=timezone.localdate() + timedelta(days=30))
    with refuses(codes.TERMS_DO_NOT_COUNT):
        accepting.accept(people.actor("keeper"), terms=later)
    assert accepting.to_accept(people.home, timezone.localdate()) == []
    month = timezone.localdate() + timedelta(days=31)
    assert accepting.to_accept(people.home, month) == [later], "a new version is accepted anew"
    second = renewed(people, first)
    other = parties()
    with refuses(codes.TERMS_DO_NOT_COUNT):
        accepting.accept(other.actor("keeper"), terms=first)
    accepting.accept(other.actor("keeper"), terms=second)


def test_what_is_no_terms_is_not_accepted(people: Parties) -> None:
    writer = casting.actor(casting.person(people.operator, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR))
    document = adding.add(writer, kind="policy", title="Beleid", file=text())
    version = approving.approve(people.actor("director"), version=Version.everything.get(document=document))
    publishing.publish(writer, document=document, public=True)
    with refuses(codes.TERMS_DO_NOT_COUNT):
        accepting.accept(people.actor("keeper"), terms=version)


def test_nobody_of_the_operator_accepts_for_a_party(people: Parties) -> None:
    version = published(people)
    with refuses(access.NOT_ALLOWED):
        accepting.accept(people.actor("clerk"), terms=version)


def test_nobody_accepts_by_mandate(people: Parties) -> None:
    version, holder = published(people), casting.organisation()
    given = organising.mandate(people.home, holder, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR)
    who = casting.person(holder, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR)
    with refuses(access.NOT_ALLOWED):
        accepting.accept(casting.actor(who, mandate=given), terms=version)


@pytest.mark.covers("P-01")
def test_the_page_asks_a_tick_for_what_was_not_accepted_and_shows_who_did(people: Parties) -> None:
    version = published(people)
    agree(people=people, regime=OFFICE)
    keeper, address = casting.browser(people.keeper), reverse("agreements:terms-accept")
    assert address in keeper.get(reverse("tasks:home")).content.decode()
    assert keeper.post(address, {}).status_code == 422
    assert keeper.post(address, {f"terms-{version.pk}": "on"}).status_code == 302
    assert address not in keeper.get(reverse("tasks:home")).content.decode()
    assert keeper.post(address, {}).status_code == 422, "there is nothing left to accept"
    body = casting.browser(people.clerk).get(reverse("agreements:acceptances")).content.decode()
    assert people.home.name in body and people.keeper.name in body
    other = parties()
    assert people.home.name not in casting.browser(other.keeper).get(reverse("agreements:acceptances")).content.decode()


def test_terms_are_asked_only_of_who_has_a_product(people: Parties) -> None:
    published(people)
    agree(people=people, regime=EXCHANGE)
    assert (
        reverse("agreements:terms-accept")
        not in casting.browser(people.keeper).get(reverse("tasks:home")).content.decode()
    )


def test_the_list_of_acceptances_asks_the_same_number_of_questions(people: Parties) -> None:
    version, address = published(people), reverse("agreements:acceptances")
    clerk = casting.browser(people.clerk)
    accepting.accept(people.actor("keeper"), terms=version)
    few = _queries(clerk, address)
    for _ in range(10):
        home = casting.organisation()
        accepting.accept(casting.actor(casting.person(home, Role.BOARD)), terms=version)
    assert _queries(clerk, address) == few


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
