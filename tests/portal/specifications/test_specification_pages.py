"""Pages of specifications: shown to who may see them, with the digest, the differences and what follows."""

from datetime import timedelta
from typing import Any

import casting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import total
from organising import described, mandate

from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import Right
from sluis.portal.access.roles import Role
from sluis.portal.specifications import approving, keeping
from sluis.portal.specifications.models import Dataspec, PartyKind, Specapproval, Specsource, Specversion
from sluis.portal.specifications.rights import APPROVE, KEEP, PROPOSE, SEE, SIGN, WITHDRAW
from specifications.specified import Cast, cast, file, fresh

pytestmark = pytest.mark.usefixtures("sqlite")
State = Specversion.State


@pytest.fixture
def parties() -> Cast:
    return cast()


def body(client: Client, name: str, record: Any, **query: str) -> str:
    """The text of a page."""
    answer = client.get(reverse(f"specifications:{name}", args=[record.pk]), query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def upload(client: Client, dataspec: Dataspec, content: bytes, note: str = "Meer pijn") -> Any:
    """A file as a browser sends it."""
    sent = {"file": SimpleUploadedFile("specificatie.yaml", content), "note": note}
    return client.post(reverse("specifications:upload", args=[dataspec.pk]), sent)


CONTRACT = {Role.BOARD, Role.CONTRACT_MANAGER}
RIGHTS = [
    (SEE, set(Role) - {Role.ACTION_OWNER, Role.AUDITEE}, set(Role) - {Role.ACTION_OWNER, Role.DELIVERY_DESK}),
    (KEEP, {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.PRIVACY_COORDINATOR}, {Role.CONTRACT_MANAGER}),
    (
        PROPOSE,
        {Role.ADMINISTRATOR, Role.CONTRACT_MANAGER, Role.PRIVACY_COORDINATOR, Role.MANAGER},
        {Role.CONTRACT_MANAGER, Role.SECURITY_OFFICER},
    ),
    (APPROVE, CONTRACT, CONTRACT | {Role.MANAGEMENT}),
    (WITHDRAW, CONTRACT, CONTRACT | {Role.MANAGEMENT}),
    (SIGN, set(), set()),
]


@pytest.mark.parametrize(("right", "own", "operators"), RIGHTS, ids=lambda one: getattr(one, "name", ""))
def test_who_has_which_right(right: Right, own: set[Role], operators: set[Role]) -> None:
    assert {role for role in Role if right.held_by(role, operator=False)} == own
    assert {role for role in Role if right.held_by(role, operator=True)} == operators
    assert right.by_mandate is (right not in (APPROVE, WITHDRAW))


@pytest.mark.covers("Z-23")
def test_from_a_file_to_an_approved_version(parties: Cast) -> None:
    author = casting.browser(parties.author)
    assert "Versie uploaden" in body(author, "dataspec", parties.dataspec)
    answer = upload(author, parties.dataspec, file("1.0"))
    made = Specversion.everything.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("specifications:version", args=[made.pk])
    page = body(author, "version", made)
    for text in (
        made.sha256,
        "Bijzonder persoonsgegeven",
        "case mix",
        "wordt een pseudoniem",
        "Meer pijn",
        "Voorstellen",
    ):
        assert text in page, text
    asked = body(author, "propose", made)
    assert "Kliniek Proef 0 wordt gevraagd te beslissen als databron" in asked
    assert author.post(reverse("specifications:propose", args=[made.pk])).status_code == 302
    for number, (home, who) in enumerate((each, parties.decider[each.pk]) for each in everybody(parties)):
        client, address = casting.browser(who), reverse("specifications:approve", args=[made.pk])
        page = body(client, "approve", made)
        assert made.sha256 in page and home.name in page
        last = number == len(everybody(parties)) - 1
        assert ("De uwe is de laatste goedkeuring" in page) is last
        kind = {parties.ttp: "ttp", parties.registry: "commissioner"}.get(home, "source")
        sent = {"digest": made.sha256, "kind": kind}
        assert client.post(address, sent).status_code == 422  # without the tick nothing was said
        assert client.post(address, sent | {"sure": "on"}).status_code == 302
    assert fresh(made).state == State.APPROVED and Specapproval.everything.count() == 4
    page = body(author, "version", made)
    assert "Wacht op de handtekening" in page and "4 van 4 partijen" in page


def everybody(parties: Cast) -> list[Organisation]:
    """All parties."""
    return [parties.ttp, parties.registry, *parties.sources]


def test_what_is_wrong_with_a_file_is_told_with_code_and_line(parties: Cast) -> None:
    author = casting.browser(parties.author)
    wrong = file().replace(b"treatment: seal, classification: ordinary", b"treatment: sael")
    answer = upload(author, parties.dataspec, wrong, "Mijn toelichting")
    text = answer.content.decode()
    assert answer.status_code == 422 and "regel 8" in text and "23" in text and "Mijn toelichting" in text
    assert not Specversion.everything.exists()
    assert upload(author, parties.dataspec, b"x" * (1 << 20 | 1)).status_code == 422


def test_who_proposed_it_is_not_offered_to_approve(parties: Cast) -> None:
    made = parties.proposed()
    address = reverse("specifications:approve", args=[made.pk])
    author = casting.browser(parties.author)
    assert address not in body(author, "version", made)
    answer = author.post(address, {"digest": made.sha256, "kind": "commissioner", "sure": "on"})
    assert answer.status_code == 422 and "2766" in answer.content.decode()
    assert address in body(casting.browser(parties.decider[parties.registry.pk]), "version", made)
    assert not Specapproval.everything.exists()


def test_refusal_is_read_by_all(parties: Cast) -> None:
    made = parties.proposed()
    client = casting.browser(parties.decider[parties.sources[0].pk])
    address = reverse("specifications:refuse", args=[made.pk])
    assert client.post(address, {"kind": "source", "reason": ""}).status_code == 422
    assert client.post(address, {"kind": "source", "reason": "Pijn hoort er niet bij."}).status_code == 302
    for who in (parties.author, parties.decider[parties.ttp.pk], parties.decider[parties.sources[1].pk]):
        assert "Pijn hoort er niet bij." in body(casting.browser(who), "version", made)


def test_names_of_people_are_for_the_commissioning_party_the_ttp_and_their_own(parties: Cast) -> None:
    made = parties.approve(parties.proposed(), "source")
    signer = parties.decider[parties.sources[0].pk].name
    for who, seen in (
        (parties.author, True),
        (parties.decider[parties.ttp.pk], True),
        (parties.decider[parties.sources[0].pk], True),
        (parties.decider[parties.sources[1].pk], False),
    ):
        page = body(casting.browser(who), "version", made)
        assert (signer in page) is seen and "Contractmanager" in page


@pytest.mark.covers("Z-29")
def test_fields_are_shown_with_their_kind_of_data(parties: Cast) -> None:
    content = file().replace(b"classification: ordinary", b"classification: secret")
    content += b"  - {name: NOTE, type: string, free_text: true, treatment: seal, justification: remarks}\n"
    made = parties.draft(content)
    page = body(casting.browser(parties.author), "version", made)
    for text in ("Identificator", "Wettelijke geheimhouding", "Bijzonder persoonsgegeven", "vrije tekst"):
        assert text in page, text
    assert "Eén vrije tekst kan bijzondere persoonsgegevens bevatten" in page  # P-14


def test_versions_stand_side_by_side(parties: Cast) -> None:
    old = parties.active(file("1.0"))
    changed = file("2.0", most=5).replace(b"- {name: NAME", b"- {name: STREET").replace(b"case mix", b"mix <b>")
    made = parties.draft(changed, days=1)
    client = casting.browser(parties.author)
    page = body(client, "compare", made)
    for text in ("vervallen", "nieuw", "gewijzigd", "NAME", "STREET", "Hoogste waarde", "mix &lt;b&gt;"):
        assert text in page, text
    assert page.index(">10</del>") < page.index(">5</ins>")
    assert "1 nieuw, 1 vervallen, 3 gewijzigd" in page
    assert body(client, "compare", old, **{"with": str(made.pk)}).count("<del") == page.count("<ins")
    for wrong in ("nonsense", str(made.dataspec_id)):
        answer = client.get(reverse("specifications:compare", args=[made.pk]), {"with": wrong})
        assert answer.status_code == 404
    same = parties.draft(file("3.0").replace(b'"3.0"', b'"3.0"  # the same'), days=2)
    assert "1 gewijzigd" in body(client, "compare", same, **{"with": str(old.pk)})  # its version alone


def test_version_of_another_specification_is_not_compared_with(parties: Cast) -> None:
    made = parties.draft()
    other = keeping.create(casting.tester(), organisation=parties.registry, name="hips", title="Hips")
    parties.dataspec = other
    strange = parties.draft(file(name="hips"))
    answer = casting.browser(parties.author).get(
        reverse("specifications:compare", args=[made.pk]), {"with": str(strange.pk)}
    )
    assert answer.status_code == 404


def test_approval_shows_which_version_ends(parties: Cast) -> None:
    parties.active(file("1.0"))
    first = day_of(parties.at) + timedelta(days=40)
    made = parties.proposed(file("2.0", first=first, most=5), days=1)
    client = casting.browser(parties.decider[parties.ttp.pk])
    page = body(client, "approve", made)
    assert "Versie 1.0 eindigt op" in page and "Verschillen met versie 1.0" in page
    assert "Na de uwe zijn nog 3 goedkeuringen nodig" in page
    assert Specversion.everything.get(label="1.0").ends_on is None  # only shown


def test_withdrawing_shows_what_then_holds(parties: Cast) -> None:
    made = parties.active()
    client, address = casting.browser(parties.author), reverse("specifications:withdraw", args=[made.pk])
    assert "geldt geen versie, totdat" in body(client, "withdraw", made)
    assert client.post(address, {"reason": "Fout veld."}).status_code == 302
    assert fresh(made).state == State.WITHDRAWN and "Fout veld." in body(client, "version", made)
    assert client.post(address, {"reason": "Nog eens."}).status_code == 422
    source = casting.browser(parties.decider[parties.sources[0].pk])
    other = parties.active(file("2.0"))
    assert reverse("specifications:withdraw", args=[other.pk]) not in body(source, "version", other)


def test_sources_and_the_ttp_see_it_and_nobody_else(parties: Cast) -> None:
    made = parties.draft()
    address = reverse("specifications:list")
    stranger = casting.person(casting.organisation(), *set(Role) - {Role.MANAGEMENT, Role.SERVICE_DESK})
    idle = casting.person(parties.sources[0], Role.ACTION_OWNER)
    for who, seen in (
        (parties.decider[parties.sources[0].pk], 1),
        (casting.person(parties.sources[1], Role.DELIVERER), 1),
        (casting.person(parties.ttp, Role.AUDITOR), 1),
        (casting.person(parties.registry, Role.DPO), 1),
        (stranger, 0),
    ):
        client = casting.browser(who)
        assert total(client.get(address)) == seen, who
        answer = client.get(reverse("specifications:version", args=[made.pk]))
        assert answer.status_code == (200 if seen else 404)
    assert casting.browser(idle).get(address).status_code == 403


def test_source_that_left_sees_what_it_decided_about_and_no_more(parties: Cast) -> None:
    old = parties.active(file("1.0"))
    leaving = parties.sources[0]
    client = casting.browser(parties.decider[leaving.pk])
    keeping.end_source(casting.tester(), source=Specsource.everything.get(source=leaving))
    new = parties.draft(file("2.0"), days=1)
    assert total(client.get(reverse("specifications:list"))) == 1
    assert body(client, "version", old)
    assert client.get(reverse("specifications:version", args=[new.pk])).status_code == 404
    page = body(client, "dataspec", parties.dataspec)
    assert "1.0" in page and "2.0" not in page and "Kliniek Proef 1" not in page


def test_mandate_lets_one_look_and_propose_but_not_decide(parties: Cast) -> None:
    made, giver = parties.proposed(), parties.sources[0]
    holder = casting.organisation()
    given = mandate(giver, holder, Role.CONTRACT_MANAGER)
    client = casting.browser(casting.person(holder, Role.CONTRACT_MANAGER))
    assert client.get(reverse("specifications:version", args=[made.pk])).status_code == 404
    assert client.post(reverse("organisations:work", args=[given.pk])).status_code == 302
    page = body(client, "version", made)
    assert reverse("specifications:approve", args=[made.pk]) not in page
    answer = client.post(
        reverse("specifications:approve", args=[made.pk]), {"digest": made.sha256, "kind": "source", "sure": "on"}
    )
    assert answer.status_code == 403 and not Specapproval.everything.exists()
    assert upload(client, parties.dataspec, file("7.0")).status_code == 302


def test_specification_is_set_up_with_its_sources(parties: Cast) -> None:
    numbers = [described(each).number for each in parties.sources]
    keeper = casting.browser(casting.person(parties.registry, Role.PRIVACY_COORDINATOR))
    sent = {"title": "Heupen", "name": "hips", "closed": "on", "sources": "\n".join(numbers)}
    address = reverse("specifications:new")
    shown = keeper.post(address, sent)
    assert shown.status_code == 200 and "Kliniek Proef 0" in shown.content.decode()
    assert Dataspec.everything.count() == 1  # only shown
    assert keeper.post(address, sent | {"confirmed": "yes"}).status_code == 302
    made = Dataspec.everything.get(name="hips")
    assert made.organisation == parties.registry and made.closed and made.sources.count() == 2
    assert keeper.post(address, sent | {"confirmed": "yes"}).status_code == 422
    assert keeper.post(address, sent | {"name": "Hips!"}).status_code in (200, 422)
    assert keeper.post(address, sent | {"sources": "ORG-0000-0000"}).status_code == 422


def test_operator_sets_one_up_for_a_commissioning_party(parties: Cast) -> None:
    number = described(parties.registry).number
    client = casting.browser(parties.decider[parties.ttp.pk])
    sent = {"commissioner": number, "title": "Heupen", "name": "hips", "confirmed": "yes"}
    assert client.post(reverse("specifications:new"), sent).status_code == 302
    assert Dataspec.everything.get(name="hips").organisation == parties.registry


def test_source_is_added_and_ended(parties: Cast) -> None:
    late = described(casting.organisation("Kliniek Laat"))
    keeper = casting.browser(parties.author)
    address = reverse("specifications:source-new", args=[parties.dataspec.pk])
    assert "Kliniek Laat" in keeper.post(address, {"source": late.number}).content.decode()
    assert keeper.post(address, {"source": late.number, "confirmed": "yes"}).status_code == 302
    made = Specsource.everything.get(source=late.organisation)
    assert "Kliniek Laat" in body(keeper, "dataspec", parties.dataspec)
    assert keeper.post(address, {"source": late.number, "confirmed": "yes"}).status_code == 422
    assert keeper.post(reverse("specifications:source-end", args=[made.pk])).status_code == 302
    assert Specsource.everything.get(pk=made.pk).ended_at
    for who in (parties.decider[parties.sources[0].pk], casting.person(parties.registry, Role.AUDITOR)):
        other = Specsource.everything.filter(dataspec=parties.dataspec, ended_at=None).first()
        assert other
        answer = casting.browser(who).post(reverse("specifications:source-end", args=[other.pk]))
        assert answer.status_code in (403, 404), who
        assert casting.browser(who).get(address).status_code in (403, 404)


def test_files_are_exact_and_only_ever_downloads(parties: Cast) -> None:
    made = parties.active()
    client = casting.browser(parties.decider[parties.sources[0].pk])
    answer = client.get(reverse("specifications:yaml", args=[made.pk]))
    assert answer.content == bytes(made.content)
    assert answer["Content-Disposition"] == 'attachment; filename="knees-1.0.yaml"'
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Security-Policy"].startswith("sandbox;")
    signed = client.get(reverse("specifications:signature", args=[made.pk]))
    assert signed.content == bytes(fresh(made).signature or b"") and signed.content.count(b".") == 2
    for name in ("dictionary", "template"):
        book = client.get(reverse(f"specifications:{name}", args=[made.pk]))
        assert book.content.startswith(b"PK") and book["Content-Disposition"].startswith("attachment")
    paper = client.get(reverse("specifications:paper", args=[made.pk]))
    assert paper.content.startswith(b"%PDF-") and paper["Content-Type"] == "application/pdf"
    draft = parties.draft(file("2.0"))
    assert client.get(reverse("specifications:signature", args=[draft.pk])).status_code == 404
    parquet = parties.draft(file("3.0", format="parquet"))
    assert client.get(reverse("specifications:template", args=[parquet.pk])).status_code == 404


def test_list_is_searched_and_filtered(parties: Cast) -> None:
    keeping.create(casting.tester(), organisation=parties.registry, name="hips", title="Heupen")
    parties.active()
    client, address = casting.browser(parties.author), reverse("specifications:list")
    for question, seen in (("", 2), ("q=heup", 1), ("state=held", 1), ("state=none", 1), ("state=waiting", 0)):
        assert total(client.get(f"{address}?{question}")) == seen, question
    assert client.get(f"{address}?state=nonsense").status_code == 200
    assert "Knees" in b"".join(client.get(f"{address}?download=csv")).decode()


def test_queries_do_not_grow_with_rows(parties: Cast) -> None:
    made = parties.active()
    client = casting.browser(parties.author)
    pages = [
        reverse("specifications:list"),
        reverse("specifications:dataspec", args=[parties.dataspec.pk]),
        reverse("specifications:version", args=[made.pk]),
        reverse("specifications:compare", args=[made.pk]),
    ]

    def queries() -> list[int]:
        counts = []
        for address in pages:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            assert address.endswith(str(made.pk) + "/") or '"content"' not in str(caught.captured_queries[0])
            counts.append(len(caught))
        return counts

    grow(parties, 3)
    client.get(pages[0])
    few = queries()
    grow(parties, 20)
    assert queries() == few


def grow(parties: Cast, number: int) -> None:
    """More of everything."""
    for _ in range(number):
        count = Specversion.everything.count()
        home = casting.organisation()
        keeping.create(
            casting.tester(), organisation=parties.registry, name=f"flow-{count}-{home.pk.hex[:6]}", title="Meer",
            sources=[home],
        )  # fmt: skip
        keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=home)
        who = casting.person(home, Role.BOARD)
        holds = Specversion.everything.filter(dataspec=parties.dataspec, state=State.ACTIVE).first()
        assert holds
        approving.approve(casting.actor(who), version=holds, kind=PartyKind.SOURCE, digest=holds.sha256)
        parties.draft(file(f"{count + 2}.0"))


def test_pages_speak_english_too(parties: Cast) -> None:
    made = parties.proposed()
    client = casting.browser(parties.author)
    client.cookies["language"] = "en"
    page = body(client, "version", made)
    assert "Waits for approval" in page and "Special category" in page and "becomes a pseudonym" in page


def test_page_of_an_organisation_names_its_specifications(parties: Cast) -> None:
    parties.active()
    address = reverse("organisations:party", args=[parties.sources[0].pk])
    described(parties.sources[0])
    own = casting.browser(parties.decider[parties.sources[0].pk])
    page = own.get(address).content.decode()
    assert "Knees, invented" in page and "Versie 1.0 geldt" in page
    idle = casting.browser(casting.person(parties.sources[0], Role.AUDITEE))
    assert "Knees, invented" not in idle.get(address).content.decode()
