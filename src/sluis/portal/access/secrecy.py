"""The confidentiality statement that people sign in the portal: its text by version, and signing it.

A text that was signed is never changed: another text is another version, in all languages, beside the earlier ones.
"""

from functools import cache
from pathlib import Path

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.refusals import Refused
from sluis.refusals.catalogue import access as codes

VERSION = "1"
"""Of the text that is signed now."""
_FOLDER = Path(__file__).parent / "statements"


@cache
def text(language: str, version: str = VERSION) -> tuple[str, ...]:
    """The paragraphs of the statement."""
    written = (_FOLDER / f"{version}.{language}.txt").read_text("utf-8")
    return tuple(paragraph.strip() for paragraph in written.split("\n\n"))


def sign(actor: Actor, *, version: str, language: str) -> Statement:
    """Sign one's own statement; access opens with it.

    Args:
        actor: who signs; it may be somebody whose access is closed, so no right is asked but being oneself.
        version: of the text that was read.
        language: in which it was read.
    Raises:
        Refused: NOT_SIGNED_IN, HAS_LEFT, STATEMENT_CHANGED, STATEMENT_SIGNED.
    """
    person = actor.person
    if person is None or actor.closed is codes.HAS_LEFT:
        raise Refused(codes.HAS_LEFT if person else codes.NOT_SIGNED_IN)
    if version != VERSION:
        raise Refused(codes.STATEMENT_CHANGED)
    with keeping(actor.oneself) as change:
        _require_none_in_force(person, actor)
        signed = Statement(
            organisation=person.organisation,
            person=person,
            signed_on=day_of(actor.at),
            text_version=f"{version}.{language}",
            recorded_by=actor.name,
        )
        signed.full_clean()
        signed.save()
        change.record("statement.signed", signed)
    return signed


def _require_none_in_force(person: Person, actor: Actor) -> None:
    """Held by a lock on the person, so that two clicks sign once."""
    Person.everything.select_for_update().get(pk=person.pk)
    if Statement.everything.filter(Statement.in_force(day_of(actor.at)), person=person).exists():
        raise Refused(codes.STATEMENT_SIGNED)
