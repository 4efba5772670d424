"""The text of an agreement follows from its fields: all of them, in both languages, and in every form."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import pytest
from agreement.contracts import REGIMES, contract
from documents.rendering.reading import bare, pages, word_text

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract, ListedSubprocessor, MainAgreement, Reference, Side, Statutory
from sluis.agreement.grounds import By, Ground, GroundKind
from sluis.agreement.numbering import applying, article
from sluis.agreement.processings import STANDARD, Verb
from sluis.agreement.regime import BreachContacts, Regime
from sluis.deadlines import Term, Unit
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.papers import TEXT_VERSION, write, write_service
from sluis.portal.agreements.papers.conditions import found, paths
from sluis.portal.agreements.papers.signing import Signed
from sluis.portal.agreements.papers.texts import Texts, load, versions
from sluis.portal.documents.rendering.forms import as_docx, as_html, as_pdf
from sluis.portal.documents.rendering.paper import as_text
from sluis.refusals import Refused
from sluis.refusals.catalogue import papers as codes

LANGUAGES = ("nl", "en")
SUBPROCESSOR = ListedSubprocessor(
    "Voorbeeld Hosting", "Hauptstraße 1, Frankfurt", "DE", "Hosting", "sealed files", "HRB 1", False, "2026-01-01",
    ("ISO 27001:2022",), "secrecy", True,
)  # fmt: skip
HOSTILE = '<script>alert(1)</script> {customer_name} {{ 7*7 }} & "x" \x07 العربية 😀'


def every_part() -> Contract:
    """A contract in which everything is said that texts can be about."""
    rows = tuple(replace(row, vulnerable=True, verbs=tuple(Verb)) for row in STANDARD)
    return contract(
        statutory=Statutory(True, "Registry", "KR-1", "Holder"),
        service=MainAgreement(
            "DO-1",
            "Service",
            date(2026, 1, 1),
            date(2026, 2, 1),
            date(2027, 1, 31),
            "Youth care",
            "T-1",
            ("A", "B"),
            "R",
        ),
        processings=rows,
        subprocessors=(SUBPROCESSOR,),
        norms=("Norm",),
    )


def entries(structure: Any) -> Iterator[tuple[str, str]]:
    """Every text that a structure names, with its condition."""
    if isinstance(structure, str):
        yield structure, ""
    elif isinstance(structure, list):
        for each in structure:
            yield from entries(each)
    elif "say" in structure:
        yield structure["say"], structure.get("when", "")
        yield from entries(structure.get("items", []))
    else:
        yield from structure.items()


def all_entries(texts: Texts) -> list[tuple[str, str]]:
    parts = texts.structure
    lists = [parts["parties"], parts["considerations"], *parts["clauses"].values(), *parts["service"].values()]
    return [entry for each in lists for entry in entries(each)]


@pytest.mark.parametrize("version", versions())
def test_both_languages_have_the_same_texts_with_the_same_fields(version: int) -> None:
    dutch, english = (load(version, language).words for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    for name, text in dutch.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[name])), name
        assert text.strip() and english[name].strip()


@pytest.mark.parametrize("version", versions())
def test_every_condition_names_fields_and_every_text_is_there(version: int) -> None:
    texts = load(version, "nl")
    for name, condition in all_entries(texts):
        assert texts.has(name), name
        for path in paths(condition):
            found(path, every_part())
    assert {clause.value for clause in Clause} == set(texts.structure["clauses"])


def test_no_text_is_left_without_a_place() -> None:
    """A text that nothing can say is a sentence that a lawyer looked at in vain."""
    texts = load(TEXT_VERSION, "nl")
    named = {name for name, _condition in all_entries(texts)}
    clauses = {name for name in texts.words if name.split(".")[0] in {clause.value for clause in Clause}}
    numbers = {"term.breach_notice"}  # labels of the overview share their first word with a clause
    labels = {name for name in clauses if name.startswith("term.") and f"{name}" not in named}
    assert clauses - labels <= named and numbers <= labels


@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_are_the_clauses_with_their_numbers(name: str, language: str) -> None:
    agreed = contract(REGIMES[name])
    paper = write(agreed, language)
    there = [section for section in paper.sections if section.key in set(Clause)]
    assert [section.key for section in there] == [clause.value for clause in applying(agreed)]
    for section in there:
        assert article(agreed, Clause(section.key)) == f"art. {section.number}"
        assert section.blocks, section.key
    annexes = [section.key for section in paper.sections if section.key.startswith("annex-")]
    assert annexes == [f"annex-{annex.name}" for annex in annexes_of(agreed)]


@pytest.mark.covers("A7", "A22", "A24", "A30")
def test_three_regimes_are_three_agreements() -> None:
    papers = {name: write(contract(regime), "nl") for name, regime in REGIMES.items()}
    said = {name: as_text(paper) for name, paper in papers.items()}
    assert "binnen 3 maanden na de aankondiging bezwaar maken" in said["exchange"]
    assert "bezwaar maken" not in said["outcomes"] and "De Verwerker mag subverwerkers inschakelen" in said["outcomes"]
    assert "€\u00a01.000.000,00 per gebeurtenis" in said["outcomes"] and "Aansprakelijkheid" not in said["exchange"]
    assert "stuurt hij het binnen 24 uur door" in said["exchange"] and "aanspreekpunt" in said["office"]
    assert "eindigt samen met de dienstverleningsovereenkomst" in said["exchange"]
    assert "stilzwijgend met 1 jaar verlengd" in said["office"]
    assert "breach" in {section.key for section in papers["office"].sections}, "who prepares the report"
    assert "binnen 24 uur" not in said["office"]


UNSAID = {
    "reports.min_subscribers",  # how disclosures to third parties are checked; not about this controller's data
    "service.office_day_hours", "service.weekend_overrides_week", "service.holiday_surcharge", "service.measured_per",
}  # fmt: skip
"""What stands in the service agreement, or in no text at all."""


def leaves(part: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each field of a regime, with what holds it and its value."""
    for each in fields(part):
        value, where = getattr(part, each.name), f"{path}{each.name}"
        if is_dataclass(value) and not isinstance(value, Term):
            yield from leaves(value, f"{where}.")
        else:
            yield where, part, value


def others(path: str, value: Any) -> Iterator[Any]:
    """Other values that a field can have."""
    match value:
        case bool():
            yield not value
        case Enum():
            yield from (each for each in type(value) if each is not value)
        case int():
            yield from (value + 7, 0)
        case Term():
            yield from (Term(value.count + 5, value.unit), None)
        case tuple() if path.endswith("grounds"):
            yield from ((Ground(kind, by),) for kind in GroundKind for by in By if (Ground(kind, by),) != value)
        case tuple():
            yield ("NL", "BE", "FR")
        case str():
            yield f"{value or 'something'} else"
        case None if path.rsplit(".", maxsplit=1)[-1] in ("cap_per_event", "max_processing_files"):
            yield from (100, 0)
        case None:
            yield Term(11, Unit.MONTHS)


def changed(regime: Regime, path: str, value: Any) -> Regime:
    group, name = path.split(".")
    return replace(regime, **{group: replace(getattr(regime, group), **{name: value})})


@pytest.mark.parametrize("name", REGIMES)
def test_every_field_of_the_regime_is_said_where_it_applies(name: str) -> None:
    """Another value gives another text, in at least one of the regimes; else it would bind without being read."""
    full, silent = every_part(), set[str]()
    for path, _part, value in leaves(REGIMES[name]):
        before = as_text(write(replace(full, regime=REGIMES[name]), "en"))
        for other in (each for each in others(path, value) if each != value):
            paper = write(replace(full, regime=changed(REGIMES[name], path, other)), "en")
            assert all(each.blocks for each in paper.sections), (path, other, "an article without text")
            after = as_text(paper)
            if after.replace(digest(after), "") == before.replace(digest(before), ""):
                silent.add(path)
    assert silent == UNSAID | LEFT_OPEN[name]


LEFT_OPEN = {
    "exchange": {"costs.segment", "change.notice", "duration.first", "duration.renewal"},
    "outcomes": {
        "subprocessors.objection", "subprocessors.termination_notice", "subprocessors.fee_stops", "costs.fee_per_year",
        "costs.provider_free", "costs.segment", "change.notice", "duration.first", "duration.renewal",
    },
    "office": {
        "breach.clock_start", "breach.includes_suspected", "subprocessors.notice", "subprocessors.objection",
        "subprocessors.termination_notice", "subprocessors.fee_stops", "requests.forward",
    },
}  # fmt: skip
"""What a regime leaves open because another field says that it does not apply: an objection period where nobody objects."""


def digest(text: str) -> str:
    found = re.search(r"[0-9a-f]{64}", text)
    assert found
    return found[0]


def test_what_one_regime_leaves_open_another_says() -> None:
    assert not set.intersection(*(LEFT_OPEN[name] for name in REGIMES))


@pytest.mark.covers("I-01")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_merge_fields_of_the_parties_are_filled_in(language: str) -> None:
    agreed = contract()
    customer = replace(
        agreed.controller,
        statutory_name="Zorg & Zo",
        city="Almere",
        legal_representative="A. Proef",
        position="Bestuur",
    )
    text = as_text(write(replace(agreed, controller=customer), language))
    for said in ("Zorg & Zo", "Almere", "A. Proef, Bestuur"):
        assert said in text
    assert "{" not in text


@pytest.mark.covers("Z-111")
def test_severability_survival_and_law_are_always_there() -> None:
    for regime in REGIMES.values():
        text = as_text(write(contract(regime), "nl"))
        assert "nietig of niet afdwingbaar" in text and "Nederlands recht" in text
        assert "blijven geheimhouding, aansprakelijkheid" in text


@pytest.mark.covers("I-79")
def test_a_court_may_be_named_or_not() -> None:
    silent = as_text(write(contract(REGIMES["outcomes"]), "nl"))
    assert "Geschillen worden" not in silent
    named = contract(service=MainAgreement("D", "T", date(2026, 1, 1), forum="Rechtbank Proef"))
    assert "Rechtbank Proef" in as_text(write(named, "nl"))


@pytest.mark.covers("Z-12", "Z-26", "Z-80")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annexes_hold_what_was_filled_in(language: str) -> None:
    agreed = every_part()
    text = as_text(write(agreed, language))
    for row in agreed.processings:
        for part in (row.activity, *row.data_types, *row.data_subjects, *row.purposes, row.retention, row.deletion):
            assert part in text
    for contact in agreed.contacts:
        assert contact.name in text and contact.email in text and contact.phone in text
    for part in ("Voorbeeld Hosting", "Hauptstraße 1, Frankfurt", "HRB 1", "ISO 27001:2022", "secrecy", "sealed files"):
        assert part in text


def test_initials_are_asked_for_when_they_were_agreed_on() -> None:
    text = as_text(write(contract(REGIMES["outcomes"]), "nl"))
    assert text.count("Paraaf Kliniek De Knie") == len(annexes_of(contract(REGIMES["outcomes"])))
    assert "Paraaf" not in as_text(write(contract(REGIMES["exchange"]), "nl"))


def test_who_signed_stands_in_the_document() -> None:
    at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the third in Amsterdam
    agreed = contract()
    sha256 = agreed.signed.sha256
    text = as_text(write(agreed, "nl", signed=[Signed(Side.CONTROLLER, "A. Tekenaar", "Bestuur", at, sha256)]))
    assert "A. Tekenaar" in text and "3 maart 2026" in text and text.count(sha256) == 2
    assert "Handtekening" in text, "the other party still has to"


def test_a_document_in_other_words_says_so_and_where() -> None:
    references = tuple(Reference(clause, f"art. {place} lid 2") for place, clause in enumerate(Clause, 5))
    text = as_text(write(contract(model="Model X", references=references), "nl"))
    assert "Model X" in text and "In het getekende document: art. 5 lid 2." in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REGIMES)
def test_all_forms_say_the_same(name: str, language: str) -> None:
    paper = write(replace(every_part(), regime=REGIMES[name]), language)
    text = bare(as_text(paper))
    html = re.sub(r"<[^>]+>", " ", as_html(paper).split("</head>")[-1])
    assert bare(html.replace("&#x27;", "'").replace("&amp;", "&")) == text
    assert bare(word_text(as_docx(paper))) == text
    printed = "".join(without_edges(page, paper.title, paper.footing) for page in pages(as_pdf(paper)))
    assert sorted(bare(printed)) == sorted(text), "heads of tables that come back are left out"


def without_edges(page: str, title: str, footing: str) -> str:
    """A page without its running title, its foot and its number."""
    page = re.sub(r"\d+ / \d+ *$", "", page.strip())
    page = page.removesuffix(" ").rstrip().removesuffix(footing).rstrip().removesuffix("Sluis").rstrip()
    return page.removesuffix(title) if page.endswith(title) else page


def test_what_people_filled_in_stays_text() -> None:
    """In no form does it become a tag, a merge field or an expression."""
    agreed = every_part()
    party = replace(agreed.controller, statutory_name=HOSTILE, city=HOSTILE, legal_representative=HOSTILE)
    paper = write(replace(agreed, controller=party, activities=HOSTILE, general_purpose=HOSTILE, number=HOSTILE), "nl")
    assert "{customer_name}" in as_text(paper) and "\x07" not in as_text(paper)
    assert "<script>" not in as_html(paper)
    assert "{{7*7}}" in bare(word_text(as_docx(paper))) and "{{7*7}}" in bare(" ".join(pages(as_pdf(paper))))


def test_a_version_of_the_texts_that_does_not_exist_is_refused() -> None:
    for version, language in ((99, "nl"), (TEXT_VERSION, "fr")):
        with pytest.raises(Refused) as refusal:
            write(contract(), language, text_version=version)
        assert refusal.value.code is codes.NO_SUCH_TEXT


@pytest.mark.covers("Z-02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_service_agreement_names_its_processing_agreement(language: str) -> None:
    text = as_text(write_service(every_part(), language))
    assert "VO-2026-014" in text and "DO-1" in text


def test_a_blank_is_shown_where_something_is_not_filled_in() -> None:
    empty = contract(service=MainAgreement(), contacts=())
    assert "…" in as_text(
        write(replace(empty, regime=changed(empty.regime, "breach.contacts", BreachContacts.NONE)), "nl")
    )
