"""The dossier, the yearly report and the processor register: complete, in both languages, and of one's own only."""

import csv
import hashlib
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import casting
import contracting
import pytest
from django.urls import reverse
from documents.rendering.reading import bare, pages, word_text
from openpyxl import load_workbook
from organising import refuses

from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.rights import WORKING
from sluis.portal.access.roles import Role
from sluis.portal.agreements.models import Agreement, Version
from sluis.portal.agreements.papers import making
from sluis.portal.agreements.papers.about_agreements import running
from sluis.portal.agreements.papers.records import Record, as_csv, as_json, as_xlsx, records
from sluis.portal.agreements.papers.reports import report
from sluis.portal.agreements.papers.rights import REPORT
from sluis.portal.agreements.papers.sections import Period, Report, section, sections_of
from sluis.portal.documents.models import Document
from sluis.portal.documents.models import Version as Stored
from sluis.portal.documents.rendering.paper import Paper, Paragraph, Section, as_text
from sluis.portal.leaving.models import Destruction, Handover
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight.models import Attestation, Evaluation, Measure, Proof, Reference, Standard
from sluis.refusals.catalogue import access

pytestmark = pytest.mark.usefixtures("sqlite")
YEAR = Period(date(2020, 1, 1), date(2999, 12, 31))
KINDS = (Report.DOSSIER, Report.YEARLY, Report.REGISTER)


@pytest.fixture
def agreed() -> Agreement:
    return contracting.agree()


def secured(operator: Organisation) -> Measure:
    """A measure with its number in a standard, an evaluation and evidence; and a certificate."""
    on = date(2026, 2, 1)
    standard = casting.make(Standard(organisation=operator, code="NEN 7510", edition="2024"))
    measure = Measure(
        organisation=operator, theme="access", title="Toegang in twee stappen", title_en="Access in two steps",
        description="Iedereen meldt zich aan met een tweede factor.", status="in-force", evaluated_on=on,
    )  # fmt: skip
    casting.make(measure)
    casting.make(Reference(organisation=operator, measure=measure, standard=standard, number="5.17"))
    casting.make(Proof(organisation=operator, measure=measure, title="Steekproef van aanmeldingen", shown_on=on))
    casting.make(
        Evaluation(
            organisation=operator, measure=measure, evaluated_on=on, result="works", evaluate_by=date(2027, 2, 1),
            recorded_by="x", remark="intern",
        )
    )  # fmt: skip
    casting.make(
        Attestation(
            organisation=operator, standard=standard, scope="Alle diensten", issuer="Keurmeester", number="C-1",
            valid_from=on, valid_until=date(2029, 1, 1),
        )
    )  # fmt: skip
    return measure


def paper(kind: Report, about: Organisation | None, language: str = "nl") -> Paper:
    return report(kind, about, casting.now(), YEAR, language)


@pytest.mark.covers("Z-22", "I-62")
def test_the_dossier_holds_all_that_is_known(agreed: Agreement) -> None:
    secured(contracting.operator())
    dossier = paper(Report.DOSSIER, agreed.organisation)
    text = as_text(dossier)
    contract = agreed.contract
    for said in (
        agreed.number, contract.signed.sha256, contract.controller.statutory_name, "Bestuurder", "Statuten art. 8",
        contract.processings[0].activity, "Toegang in twee stappen", "NEN 7510 5.17", "Steekproef van aanmeldingen",
        "Keurmeester", contract.contacts[0].email, "geen inbreuk", "Hash",
    ):  # fmt: skip
        assert said in text, said
    keys = [each.key for each in dossier.sections]
    for key in ("agreements", "versions", "processings", "measures", "attestations", "contacts", "evidence"):
        assert key in keys
    assert [each.number for each in dossier.sections] == [str(place) for place in range(1, len(keys) + 1)]


@pytest.mark.covers("I-65")
def test_the_yearly_report_tells_design_and_operation(agreed: Agreement) -> None:
    secured(contracting.operator())
    text = as_text(paper(Report.YEARLY, agreed.organisation))
    assert "Iedereen meldt zich aan met een tweede factor." in text and "1 feb 2026: Werkt" in text
    assert "intern" not in text, "what the processor remarked for itself is not told"
    silent = report(
        Report.YEARLY, agreed.organisation, casting.now(), Period(date(2021, 1, 1), date(2021, 12, 31)), "nl"
    )
    assert "Niet getoond in deze periode" in as_text(silent)


def test_a_measure_that_is_not_shared_is_not_told(agreed: Agreement) -> None:
    measure = secured(contracting.operator())
    with changing(casting.tester(), WORKING) as change:
        Measure.everything.filter(pk=measure.pk).update(shared=False)
        change.record("measure.changed", measure)
    assert "Toegang in twee stappen" not in as_text(paper(Report.DOSSIER, agreed.organisation))


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_another_controller_is_in_it(agreed: Agreement, kind: Report) -> None:
    other = contracting.agree(casting.organisation("Heel Anders"), programme="Ander programma")
    text = as_text(paper(kind, agreed.organisation))
    for secret in (other.number, other.organisation.name, "Ander programma", other.contract.signed.sha256):
        assert secret not in text


@pytest.mark.parametrize("kind", KINDS)
def test_reports_are_complete_in_english(agreed: Agreement, kind: Report) -> None:
    from django.utils.translation import override

    secured(contracting.operator())
    with override("nl"):
        english = as_text(paper(kind, agreed.organisation, "en"))
    dutch = as_text(paper(kind, agreed.organisation))
    assert english != dutch
    for word in ("Verwerker", "Toegang in twee stappen", "In werking"):
        assert word not in english


@pytest.mark.covers("Z-83", "I-56")
def test_the_register_has_every_row_of_annex_one(agreed: Agreement) -> None:
    other = contracting.agree(casting.organisation("Tweede"))
    contracting.drafted(contracting.parties(casting.organisation("Nog niets getekend")))
    rows = records(None, casting.now(), "nl")
    wanted = {(each.number, row.activity) for each in (agreed, other) for row in each.contract.processings}
    assert {(row.agreement, row.processing_activity) for row in rows} == wanted
    assert {row.transfer_outside_eea for row in rows} == {"nee"}
    assert all(row.controller_dpo and row.processor_dpo and row.security_measures for row in rows)
    text = as_text(paper(Report.REGISTER, None))
    assert all(row.controller in text and row.processing_activity in text for row in rows)
    assert {row.agreement for row in records(agreed.organisation, casting.now(), "nl")} == {agreed.number}


def test_the_register_is_the_same_as_workbook_csv_and_json(agreed: Agreement) -> None:
    rows = records(None, casting.now(), "nl")
    sheet = load_workbook(BytesIO(as_xlsx(rows, "nl"))).active
    assert sheet is not None
    told = [[str(value or "") for value in line] for line in sheet.iter_rows(min_row=2, values_only=True)]
    lines = list(csv.reader(StringIO(as_csv(rows, "nl").decode("utf-8-sig")), delimiter=";"))
    made = json.loads(as_json(rows))["records"]
    assert told == lines[1:] == [list(each.values()) for each in made]
    assert list(made[0]) == list(Record.__dataclass_fields__) and lines[0][0] == "Verwerkingsverantwoordelijke"


def test_a_formula_stays_a_text_in_a_table() -> None:
    row = Record(*["=1+1"] * len(Record.__dataclass_fields__))
    sheet = load_workbook(BytesIO(as_xlsx([row], "nl"))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert "'=1+1" in as_csv([row], "nl").decode()


def test_sections_of_higher_apps_come_in_their_order(agreed: Agreement) -> None:
    def build(_who: object, _at: object, _period: object, language: str) -> Section | None:
        return Section(f"Extra {language}", (Paragraph("…"),))

    section(Report.REGISTER, 5, build, key="extra")
    try:
        first = sections_of(Report.REGISTER, agreed.organisation, casting.now(), YEAR, "nl")[0]
        assert (first.key, first.title, first.number) == ("extra", "Extra nl", "1")
    finally:
        section(Report.REGISTER, 5, lambda *_: None, key="extra")
    assert "extra" not in {each.key for each in paper(Report.REGISTER, None).sections}


def test_an_agreement_that_was_closed_holds_no_data_any_more(agreed: Agreement) -> None:
    assert agreed in running(None, casting.now())
    later = datetime(2990, 1, 1, tzinfo=UTC)
    assert agreed in running(None, later), "without a last day it goes on"


def fetched(version: Version, language: str, form: str, who: object, name: str = "paper") -> object:
    return casting.browser(who).get(reverse(f"agreements:{name}", args=[version.pk, language, form]))  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-1.7"), ("docx", b"PK"), ("html", b"<!doctype html>")])
@pytest.mark.parametrize("name", ["paper", "service-paper"])
def test_a_version_is_taken_as_a_file(form: str, start: bytes, name: str) -> None:
    people = contracting.parties()
    agreed = contracting.agree(people=people)
    assert agreed.current
    answer = casting.browser(people.keeper).get(reverse(f"agreements:{name}", args=[agreed.current.pk, "nl", form]))
    assert answer.status_code == 200 and answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer["Content-Security-Policy"]
    entry = Entry.objects.filter(kind="paper.made").get()
    assert hashlib.sha256(answer.content).hexdigest().encode() in bytes(entry.line)
    assert agreed.contract.controller.statutory_name.encode() not in bytes(entry.line)


def test_who_signed_stands_in_the_file() -> None:
    people = contracting.parties()
    agreed = contracting.agree(people=people)
    assert agreed.current
    made = making.of_version(agreed.current, "nl", "docx")
    assert people.board.name in word_text(made.content) and people.director.name in word_text(made.content)


@pytest.mark.parametrize(("language", "form"), [("fr", "pdf"), ("nl", "exe"), ("nl", "xlsx")])
def test_another_form_or_language_is_not_found(agreed: Agreement, language: str, form: str) -> None:
    assert agreed.current
    reader = casting.person(agreed.organisation, Role.CONTRACT_MANAGER)
    answer = casting.browser(reader).get(reverse("agreements:paper", args=[agreed.current.pk, language, form]))
    assert answer.status_code == 404


def test_another_organisation_finds_no_file(agreed: Agreement) -> None:
    assert agreed.current
    stranger = casting.person(casting.organisation(), Role.BOARD)
    for name in ("paper", "service-paper"):
        answer = casting.browser(stranger).get(reverse(f"agreements:{name}", args=[agreed.current.pk, "nl", "html"]))
        assert answer.status_code == 404
    assert not Entry.objects.filter(kind="paper.made").exists()


def asked(agreed: Agreement, **more: object) -> dict[str, object]:
    return {
        "organisation": agreed.organisation.pk, "first": "2026-01-01", "last": "2026-12-31", "language": "nl",
        "form": "docx",
    } | more  # fmt: skip


@pytest.mark.parametrize("name", ["dossier", "yearly", "register"])
def test_a_report_is_made_on_its_page(agreed: Agreement, name: str) -> None:
    officer = casting.browser(casting.person(agreed.organisation, Role.DPO))
    page = officer.get(reverse(f"agreements:{name}"))
    assert page.status_code == 200 and agreed.organisation.name in page.content.decode()
    answer = officer.post(reverse(f"agreements:{name}"), asked(agreed))
    assert answer.status_code == 200 and agreed.number in word_text(answer.content)


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_register_is_taken_as_a_table(agreed: Agreement, form: str) -> None:
    officer = casting.browser(casting.person(contracting.operator(), Role.DPO))
    answer = officer.post(reverse("agreements:register"), asked(agreed, form=form, organisation=""))
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith(f'.nl.{form}"')


def test_a_report_can_stay_among_the_documents(agreed: Agreement) -> None:
    officer = casting.browser(casting.person(agreed.organisation, Role.DPO))
    answer = officer.post(reverse("agreements:dossier"), asked(agreed, form="pdf", keep="on"))
    assert answer.content.startswith(b"%PDF"), answer.content[:200]
    document = Document.everything.get(kind="report")
    stored = Stored.everything.get(document=document)
    assert document.organisation == agreed.organisation and bytes(stored.content) == answer.content
    assert bare(agreed.number) in bare(" ".join(pages(answer.content)))


@pytest.mark.parametrize("wrong", [{"last": "2025-01-01"}, {"organisation": ""}, {"form": "exe"}, {"language": "fr"}])
def test_what_cannot_be_meant_is_shown_beside_its_field(agreed: Agreement, wrong: dict[str, object]) -> None:
    officer = casting.browser(casting.person(agreed.organisation, Role.DPO))
    answer = officer.post(reverse("agreements:dossier"), asked(agreed, **wrong))
    assert answer.status_code == 422 and not Entry.objects.filter(kind="paper.made").exists()


def test_a_report_about_another_organisation_cannot_be_asked_for(agreed: Agreement) -> None:
    stranger = casting.browser(casting.person(casting.organisation(), Role.DPO))
    assert stranger.post(reverse("agreements:dossier"), asked(agreed)).status_code == 422
    other = casting.actor(casting.person(casting.organisation(), Role.DPO))
    file = making.Made("x.pdf", "application/pdf", b"%PDF-1.7 %%EOF")
    with refuses(access.NOT_YOURS):
        making.store_report(other, REPORT, organisation=agreed.organisation, title="x", file=file)


def test_who_has_no_right_gets_no_page(agreed: Agreement) -> None:
    nobody = casting.browser(casting.person(agreed.organisation, Role.DELIVERER))
    assert nobody.get(reverse("agreements:reports")).status_code == 403
    assert (
        casting.browser(casting.person(agreed.organisation, Role.DPO)).get(reverse("agreements:reports")).status_code
        == 200
    )


def test_the_same_moment_gives_the_same_file(agreed: Agreement) -> None:
    at = casting.now()
    one, two = (making.of_report(Report.DOSSIER, agreed.organisation, at, YEAR, "nl", "docx") for _ in range(2))
    assert one.sha256 == two.sha256


def test_what_was_destroyed_and_given_back_stands_in_the_dossier(agreed: Agreement) -> None:
    at = casting.now()
    common = {"reason": "Geheim", "asked_at": at, "asked_by": "x"}
    for home in (agreed.organisation, casting.organisation("Ander")):
        counts = {"organisations.party": 41 if home == agreed.organisation else 77}
        gone = Destruction(
            organisation=home, state="proven", due_on=at.date(), counts=counts, destroyed_at=at,
            backups_until=at.date(), proven_at=at, **common,
        )  # fmt: skip
        casting.make(gone)
        casting.make(Handover(organisation=home, fetched_at=at, sha256="ab" * 32, records=12, **common))
    text = as_text(paper(Report.DOSSIER, agreed.organisation))
    assert "41" in text.split("\n") and "77" not in text.split("\n")
    assert "Bewezen" in text and "ab" * 32 in text and "Geheim" not in text
