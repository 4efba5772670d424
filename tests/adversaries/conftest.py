"""An exchange of two sources with two recipients, as the attackers find it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from worlds import World, Worlds, specification

from adversaries import attacks
from sluis.specification.model import Scheme

MINE, SHARED, YOURS = attacks.numbers(3), attacks.numbers(9)[3:6], attacks.numbers(9)[6:]
"""Persons of source-1, of both, and of source-2."""


def rows_of(bsns: list[str]) -> str:
    """A file in which each of these persons has one row."""
    lines = [f"{bsn},Naam {bsn},27/03/2008,1234 AB,1,{at},2026-1" for at, bsn in enumerate(bsns)]
    return "\n".join(["BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD", *lines, ""])


@dataclass(frozen=True)
class Exchange:
    """Both sources delivered to both recipients.

    Attributes:
        offered, relayed: the parts of each package, by (source, recipient).
        truth: the pseudonyms of each package at its recipient, by (source, recipient); for the judge only.
    """

    world: World
    scheme: Scheme
    offered: dict[tuple[int, int], dict[str, bytes]]
    relayed: dict[tuple[int, int], dict[str, bytes]]
    truth: dict[tuple[int, int], list[bytes]]

    def coalition(self, *parties: str) -> attacks.Coalition:
        """These parties with all their keys."""
        return attacks.Coalition(*(self.world.home(party) for party in parties))


@pytest.fixture(scope="session", params=["polymorphic", "keyed"])
def exchange(request: pytest.FixtureRequest, worlds: Worlds, tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """Made once per scheme; nobody writes in it."""
    place = tmp_path_factory.mktemp("exchange") / "world"
    world = worlds.make(place, specification(request.param), sources=2, recipients=2)
    made = Exchange(world, Scheme(request.param), {}, {}, {})
    for source, bsns in ((1, MINE + SHARED), (2, SHARED + YOURS)):
        file = world.write(rows_of(bsns), f"input-{source}.csv")
        for to in (1, 2):
            name = f"{source}-{to}"
            assert world.prepare(file, source=source, to=to, out=f"offered-{name}.sluis").code == 0
            assert world.relay(f"offered-{name}.sluis", f"relayed-{name}.sluis").code == 0
            assert world.open(f"relayed-{name}.sluis", to, f"received-{name}.parquet").code == 0
            made.offered[source, to] = attacks.members(world.path(f"offered-{name}.sluis"))
            made.relayed[source, to] = attacks.members(world.path(f"relayed-{name}.sluis"))
            made.truth[source, to] = attacks.pseudonyms(world.path(f"received-{name}.parquet"))
    return made


@pytest.fixture
def offered(world: World) -> Path:
    """A package from source-1 to recipient-1, before the relay."""
    assert world.prepare(world.write(rows_of(MINE + SHARED))).code == 0
    return world.path("offered.sluis")


@pytest.fixture
def relayed(world: World, offered: Path) -> Path:
    """The same after the relay."""
    assert world.relay().code == 0
    return world.path("relayed.sluis")
