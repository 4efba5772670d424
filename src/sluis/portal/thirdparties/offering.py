"""The organisation's own model, filled in for a processor: a paper with a section for each point that must be arranged."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from sluis.portal.agreements.papers.making import Made, made
from sluis.portal.documents.rendering.paper import Facts, Paper, Paragraph, Section, Signature, Signatures
from sluis.portal.thirdparties.models import Dpa

LANGUAGES, FORMS = ("nl", "en"), ("pdf", "docx")
_FIELD = re.compile(r"\{(\w+)\}")


@cache
def texts(language: str) -> Any:
    """The wording in a language."""
    return yaml.safe_load((Path(__file__).parent / "texts" / f"dpa.{language}.yaml").read_text("utf-8"))


def is_open(agreement: Dpa) -> bool:
    """Whether the model is still the text: once it is signed, the signed copy is."""
    return agreement.is_own and agreement.state in (Dpa.State.OFFERED, Dpa.State.RETURNED)


def paper(agreement: Dpa, language: str) -> Paper:
    """The document that is offered, with the organisation as controller."""
    words, processor = texts(language), agreement.processor
    names = {"controller": agreement.organisation.name, "processor": processor.name}

    def say(text: str) -> str:
        return _FIELD.sub(lambda field: names[field[1]], text)

    with translation.override(language):
        country = str(processor.get_country_display())
    known = names | {
        "number": processor.trade_register_number, "country": country, "service": processor.service,
        "data": processor.data, "version": agreement.version,
    }  # fmt: skip
    pairs = tuple((label, known[name]) for name, label in words["facts"].items() if known[name])
    sections = [
        Section(each["title"], _numbered(number, each["texts"]), key=each["key"], number=str(number))
        for number, each in enumerate(words["sections"], 1)
    ]
    lines = tuple((label, "") for label in words["sign"])
    signing = tuple(Signature(f"{words['parties'][side]}: {names[side]}", lines) for side in names)
    return Paper(
        words["title"], language, (*sections, Section(words["signing"], (Signatures(signing),), key="signing")),
        subtitle=say(words["subtitle"]), footing=say(words["subtitle"]),
        opening=(Paragraph(say(words["opening"])), Facts(pairs)),
    )  # fmt: skip


def file(agreement: Dpa, language: str, form: str) -> Made:
    """The same as a file.

    Raises:
        Refused: as `rendering`.
    """
    written = paper(agreement, language)
    return made(written, form, f"{written.title}-{agreement.processor.name}-v{agreement.version}")


def _numbered(number: int, sentences: list[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, number=f"{number}.{place}") for place, text in enumerate(sentences, 1))
