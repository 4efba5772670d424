"""One agreement twice: what a lawyer reads beside what programs obey, both made from the same value.

python tools/side_by_side.py        write docs/explanation/agreement-side-by-side.md and its Dutch sister
"""

import html
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sluis.agreement.contract import Contract, Party
    from sluis.agreement.policy import Policy
    from sluis.demo.portal.cast import Company

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "explanation"
DOCUMENTS = {"en": FOLDER / "agreement-side-by-side.md", "nl": FOLDER / "agreement-side-by-side.nl.md"}
FIRST_DAY = date(2026, 4, 1)
SPECIFICATION = "5f" * 32

FRAGMENTS: Mapping[str, tuple[str, ...]] = {
    "purpose": ("agreement", "contract", "contract_version", "contract_sha256", "allowed"),
    "data": ("allowed", "specifications"),
    "recipients": ("recipients",),
    "place": ("allowed",),
    "retention": ("retention",),
    "default": ("state",),
    "change": ("serial",),
    "term": ("starts", "ends", "warranted"),
}
"""Which parts of the policy follow from which clause; `clauses` names them all, so it stands at the end."""

PARTS = {"purpose": ("verb", "purposes"), "data": ("verb",), "place": ("verb", "countries")}
"""Of what is allowed: the part that a clause says."""


def contract() -> "Contract":
    """The pilot's agreement, with days that do not pass."""
    from sluis.agreement.contract import Contract, MainAgreement
    from sluis.demo.portal.cast import COMPANIES, SLUIS
    from sluis.demo.portal.contracting import DIRECTOR, STORIES, filled

    story = STORIES[0]
    company = next(each for each in COMPANIES if each.key == story.place)
    drafted = Contract(
        number="VO-2026-001",
        version=1,
        controller=_party(company, story.signs),
        processor=_party(SLUIS, DIRECTOR),
        service=MainAgreement("DVO-ZORG-1", story.title, FIRST_DAY, FIRST_DAY),
        programme=story.programme,
        regime=story.regime,
    )
    return filled(story, drafted)


def _party(company: "Company", signs: str) -> "Party":
    from sluis.agreement.contract import Party

    data = {name: str(value) for name, value in company.data.items()}
    person = next(each for each in company.parts if company.address(each) == signs)
    return Party(
        data["statutory_name"],
        f"{data['visiting_street']} {data['visiting_number']}",
        data["visiting_postcode"],
        data["visiting_city"],
        data["chamber_of_commerce_number"],
        person.name,
        person.position,
    )


def policy(agreed: "Contract") -> "Policy":
    """What holds for its deliveries on a day on which it is in force."""
    from sluis.agreement.policy import Version, policy_of
    from sluis.agreement.standing import Standing, State

    at = datetime(2026, 5, 4, 10, tzinfo=UTC)
    standing = Standing(State.IN_FORCE, at, starts_on=FIRST_DAY)
    return policy_of(agreed, standing, agreed.flows[0].agreement, (Version(SPECIFICATION, FIRST_DAY),), at, serial=1)


def written(language: str) -> str:
    """The document in a language."""
    from django.utils.translation import override

    from sluis.agreement.plain import plain
    from sluis.portal.agreements.papers import write

    agreed = contract()
    value = plain(policy(agreed))
    words = _WORDS[language]
    with override(language):
        behaviours = {each.clause.value: [piece.words for piece in each.pieces] for each in _behaviours(agreed)}
    rows = [
        _row(section, value, behaviours[section.key], words)
        for section in write(agreed, language).sections
        if section.key in behaviours
    ]
    from sluis.agreement.plain import pretty

    whole = pretty(value)
    head = f"<tr><th>{words['lawyer']}</th><th>{words['engineer']}</th></tr>"
    table = "\n".join(["<table>", head, *rows, "</table>"])
    return f"{words['opening']}\n{table}\n\n{words['whole']}\n\n```json\n{whole}\n```\n"


def _behaviours(agreed: "Contract") -> Any:
    from sluis.portal.agreements.behaviour import behaviours

    return behaviours(agreed)


def _row(section: Any, value: Mapping[str, Any], does: list[str], words: Mapping[str, str]) -> str:
    text = "\n".join(_wrapped(f"<p>{line}</p>") for line in _lines(section))
    left = f'<td valign="top"><b>{section.number} {html.escape(section.title)}</b>\n{text}\n</td>'
    return f'<tr>{left}\n<td valign="top">{_right(section.key, value, does, words)}</td></tr>'


def _wrapped(line: str) -> str:
    return textwrap.fill(line, 118, break_long_words=False, break_on_hyphens=False)


def _lines(section: Any) -> Iterator[str]:
    from sluis.portal.documents.rendering.paper import texts_of

    for block in section.blocks:
        yield html.escape(" ".join(texts_of(block)), quote=False)


def _right(clause: str, value: Mapping[str, Any], does: list[str], words: Mapping[str, str]) -> str:
    from sluis.agreement.plain import pretty

    found = {name: _part(clause, name, value[name]) for name in FRAGMENTS.get(clause, ())}
    shown = f"<pre>{html.escape(pretty(found), quote=False)}</pre>\n" if found else ""
    listed = "\n".join(_wrapped(f"<li>{html.escape(each, quote=False)}</li>") for each in does)
    return f"{shown}{words['portal']}\n<ul>\n{listed}\n</ul>"


def _part(clause: str, name: str, value: Any) -> Any:
    if name == "allowed":
        return [{key: each[key] for key in PARTS[clause]} for each in value]
    return value


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "opening": """\
# One agreement, side by side

<!-- Made by `python tools/side_by_side.py` from the program; do not edit. -->

*[Nederlands](agreement-side-by-side.nl.md)*

Left is the agreement as a lawyer reads it, right is what programs obey. Neither was made from the other: both follow
from the same fields, of which the two parties sign the digest. The parties are invented; the agreement is that of the
care provider in `make demo`. What the parties filled in is Dutch.

The JSON is the **policy**: a file that the TTP signs, and that the programs of source, TTP and recipient ask before
each delivery. What it does not allow is refused, with the clause in the refusal. The list below it is what the portal
does with the clause: clocks, tasks, gates. A clause with only a list has nothing for the programs to obey.
""",
        "lawyer": "What the parties read",
        "engineer": "What Sluis does",
        "portal": "In the portal:",
        "whole": "## The whole policy\n\n`clauses` names where each thing stands, so that a refusal can say so.",
    },
    "nl": {
        "opening": """\
# Eén overeenkomst, naast elkaar

<!-- Gemaakt door `python tools/side_by_side.py` uit het programma; niet bewerken. -->

*[English](agreement-side-by-side.md)*

Links staat de overeenkomst zoals een jurist haar leest, rechts wat programma's gehoorzamen. Het een is niet uit het
ander gemaakt: beide volgen uit dezelfde velden, waarvan de twee partijen de digest tekenen. De partijen zijn verzonnen;
de overeenkomst is die van de zorgaanbieder in `make demo`.

De JSON is het **beleid**: een bestand dat de TTP tekent en dat de programma's van bron, TTP en ontvanger vóór elke
levering raadplegen. Wat daarin niet mag, wordt geweigerd, met het artikel in de weigering. De lijst eronder is wat het
portaal met het artikel doet: klokken, taken, poorten. Een artikel met alleen een lijst geeft de programma's niets te
gehoorzamen.
""",
        "lawyer": "Wat partijen lezen",
        "engineer": "Wat Sluis doet",
        "portal": "In het portaal:",
        "whole": "## Het hele beleid\n\n`clauses` noemt waar iets staat, zodat een weigering dat kan zeggen.",
    },
}


def main() -> None:
    """Write both."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.portal.config.django_settings")
    os.environ.setdefault("SLUIS_PORTAL", str(ROOT / ".venv" / "portal"))
    import django

    django.setup()
    for language, path in DOCUMENTS.items():
        path.write_text(written(language), "utf-8")


if __name__ == "__main__":
    main()
