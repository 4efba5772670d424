"""A random sample of an organisation's processors that anybody can draw again.

Each processor of the frame gets a lot, HMAC-SHA256 with the seed as key over its id; those with the lowest lots are
drawn. The machine makes the seed at the moment of drawing, so that nobody chooses who is looked at.
"""

import hmac
from collections.abc import Sequence
from secrets import token_hex

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.audits.keeping import author
from sluis.portal.thirdparties.models import Compliancesample, Processor
from sluis.portal.thirdparties.rights import RESEARCH
from sluis.refusals import Refused
from sluis.refusals.catalogue import thirdparties as codes


def draw(actor: Actor, *, organisation: Organisation, purpose: str, size: int) -> Compliancesample:
    """Draw from the processors that work for an organisation now; of fewer than were asked for, all.

    Raises:
        Refused: NOTHING_TO_DRAW.
        ValidationError: it cannot be so.
    """
    made = Compliancesample(
        organisation=organisation, purpose=purpose.strip(), drawn_at=actor.at, drawn_by=author(actor)
    )
    with changing(actor, RESEARCH, on=made) as change:
        there = Processor.everything.filter(organisation=organisation, ended_on=None).order_by("pk")
        made.frame = [[str(pk), name] for pk, name in there.values_list("pk", "name")]
        if not made.frame:
            raise Refused(codes.NOTHING_TO_DRAW)
        made.size, made.seed = min(size, len(made.frame)), token_hex(16)
        made.drawn = drawn([pk for pk, _name in made.frame], made.seed, made.size)
        made.full_clean()
        made.save(force_insert=True)
        change.record("compliancesample.drawn", made, counts={"records": len(made.drawn)})
    return made


def drawn(frame: Sequence[str], seed: str, size: int) -> list[str]:
    """The ids that are drawn, in the order of their lots; the order of the frame makes no difference."""
    return sorted(frame, key=lambda pk: hmac.digest(seed.encode(), pk.encode(), "sha256"))[:size]


def is_repeatable(sample: Compliancesample) -> bool:
    """Whether drawing it again gives the same."""
    return drawn([pk for pk, _name in sample.frame], sample.seed, sample.size) == list(sample.drawn)
