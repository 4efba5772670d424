"""Equal where they must be, unrelated where they must not: pseudonyms, orders, handles, references and bytes."""

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import pytest
from worlds import World, Worlds

from adversaries import attacks
from adversaries.conftest import MINE, SHARED, YOURS, Exchange

Ranks = npt.NDArray[np.float64]
PERSONS = 400
CHANCE = 5 / PERSONS**0.5
"""Five standard deviations of a rank correlation by chance; two tables in ten million lie outside."""


@pytest.mark.covers("Z-33")
def test_a_person_has_one_pseudonym_at_a_recipient_whatever_the_source(exchange: Exchange) -> None:
    for to in (1, 2):
        first, second = set(exchange.truth[1, to]), set(exchange.truth[2, to])
        assert len(first) == len(MINE + SHARED) and len(second) == len(SHARED + YOURS)
        assert len(first & second) == len(SHARED)


@pytest.mark.covers("Z-33")
def test_a_person_has_one_pseudonym_in_every_file_and_another_in_every_domain(exchange: Exchange) -> None:
    world = exchange.world
    line = f"{MINE[0]},N,01/01/2010,,2,,2027-1"
    again = world.write(f"BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n{line}\n", "again.csv")
    found = {}
    for to in (1, 2):
        assert world.prepare(again, to=to, out=f"again-{to}.sluis").code == 0
        assert world.relay(f"again-{to}.sluis", f"again-relayed-{to}.sluis").code == 0
        assert world.open(f"again-relayed-{to}.sluis", to, f"again-{to}.parquet").code == 0
        found[to] = attacks.pseudonyms(world.path(f"again-{to}.parquet"))
        assert len(found[to]) == 1 and found[to][0] in exchange.truth[1, to]
    assert found[1] != found[2]


def flow(scheme: str) -> str:
    """Two kinds of identifiers, and a mark by which the judge knows which rows are one."""
    return f"""\
name: marked
version: 1.0.0
scheme: {scheme}
format: {{type: csv}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: person}}
  - {{name: MOTHER, type: string, identifier: bsn, treatment: pseudonymise, justification: family}}
  - {{name: MARK, type: integer, treatment: seal, justification: for the judge}}
"""


class Held:
    """What a recipient holds of one delivery, in the order in which it has it; persons are known by the judge only."""

    def __init__(self, world: World, to: int) -> None:
        home, parts = world.home(f"recipient-{to}"), attacks.members(world.path(f"relayed-{to}.sluis"))
        content = attacks.content_of(home, parts)
        received = pq.read_table(world.path(f"received-{to}.parquet"))
        self.marks = np.array(content.column("MARK").to_pylist())
        assert received.column("MARK").to_pylist() == self.marks.tolist()
        self.handles = content.column("BSN").to_numpy()
        self.references = [one.to_bytes(8, "little") for one in content.column("row_reference").to_pylist()]
        self.labels = received.column("BSN").to_pylist()
        self.table = attacks.order_of(home, parts)["bsn"][0]
        self.opened = attacks.persons_of(home, parts)["bsn"]
        self.sizes = {name: len(data) for name, data in parts.items() if name.endswith(".age")}

    def ranks(self) -> dict[str, Ranks]:
        """Everything by which rows could be put in order, as a rank per mark."""
        places = np.searchsorted(self.table, self.handles)
        numbers: dict[str, list[object]] = {
            "row": list(range(len(self.marks))),
            "handle": self.handles.tolist(),
            "place": places.tolist(),
            "reference": list(self.references),
            "reference, reversed": [one[::-1] for one in self.references],
            "pseudonym": list(self.labels),
            "element": [self.opened[place].tobytes() for place in places],
        }
        return {name: self._by_mark(values) for name, values in numbers.items()}

    def _by_mark(self, values: list[object]) -> Ranks:
        rank = np.empty(len(values))
        rank[sorted(range(len(values)), key=lambda at: values[at])] = np.arange(len(values))  # type: ignore[arg-type, return-value]
        ordered = np.empty(len(values))
        ordered[self.marks] = rank
        return ordered


@pytest.fixture(scope="module", params=["polymorphic", "keyed"])
def pooled(
    request: pytest.FixtureRequest, worlds: Worlds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Held, Held]]:
    """One file for two recipients, who pool what they hold."""
    world = worlds.make(tmp_path_factory.mktemp("pooled") / "world", flow(request.param), sources=1, recipients=2)
    everybody = attacks.numbers(2 * PERSONS)
    random.Random(7).shuffle(everybody)
    rows = zip(everybody[:PERSONS], everybody[PERSONS:], strict=True)
    lines = [f"{bsn},{mother},{at}" for at, (bsn, mother) in enumerate(rows)]
    file = world.write("\n".join(["BSN,MOTHER,MARK", *lines, ""]))
    for to in (1, 2):
        assert world.prepare(file, to=to, out=f"offered-{to}.sluis").code == 0
        assert world.relay(f"offered-{to}.sluis", f"relayed-{to}.sluis").code == 0
        assert world.open(f"relayed-{to}.sluis", to, f"received-{to}.parquet").code == 0
    yield world, Held(world, 1), Held(world, 2)


@pytest.mark.covers("Z-33")
def test_two_recipients_link_no_rows_by_any_order(pooled: tuple[World, Held, Held]) -> None:
    _, a, b = pooled
    for one, ranks in a.ranks().items():
        for other, others in b.ranks().items():
            correlation = np.corrcoef(ranks, others)[0, 1]
            assert abs(correlation) < CHANCE, (one, other, correlation)
            assert (ranks == others).sum() < 15, (one, other)  # by chance one; fifteen once in a trillion


@pytest.mark.covers("Z-33")
def test_no_order_at_a_recipient_tells_the_order_of_the_file(pooled: tuple[World, Held, Held]) -> None:
    for held in pooled[1:]:
        for name, ranks in held.ranks().items():
            assert abs(np.corrcoef(ranks, np.arange(PERSONS))[0, 1]) < CHANCE, name


@pytest.mark.covers("Z-33")
def test_two_recipients_share_no_handle_reference_or_pseudonym(pooled: tuple[World, Held, Held]) -> None:
    _, a, b = pooled
    assert not set(a.handles.tolist()) & set(b.handles.tolist())
    assert not set(a.references) & set(b.references)
    assert not {one.rsplit(".", 1)[1] for one in a.labels} & {one.rsplit(".", 1)[1] for one in b.labels}
    first, second = np.argsort(a.marks), np.argsort(b.marks)
    for combined in (a.handles[first] ^ b.handles[second], a.handles[first] - b.handles[second]):
        assert len(np.unique(combined)) == PERSONS  # one constant between them would link everybody


def test_sizes_tell_the_recipients_counts_and_nothing_else(pooled: tuple[World, Held, Held]) -> None:
    _, a, b = pooled
    for name in ("persons.age", "order.age"):  # age adds some random bytes; of the sentinels the places are text
        assert abs(a.sizes[name] - b.sizes[name]) < 600


@pytest.mark.covers("Z-33")
def test_the_place_of_a_person_is_unrelated_in_two_packages_of_one_file(pooled: tuple[World, Held, Held]) -> None:
    """The TTP's view: it sees the order of both lists, and the judge knows who stands where."""
    _, a, b = pooled
    ranks = [held.ranks()["place"] for held in (a, b)]
    assert abs(np.corrcoef(ranks[0], ranks[1])[0, 1]) < CHANCE
    following = [set(pairwise(np.argsort(one).tolist())) for one in ranks]
    assert len(following[0] & following[1]) < 15


def windows(data: bytes, size: int = 16) -> set[bytes]:
    """Every stretch of that many bytes."""
    return {data[at : at + size] for at in range(len(data) - size + 1)}


@pytest.mark.covers("Z-34")
@pytest.mark.parametrize("stage", ["offered", "relayed"])
def test_two_packages_of_one_file_share_no_ciphertext(world: World, stage: str) -> None:
    file = world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n" + "900000004,A,27/03/2008,1234 AB,1,1,2026-1\n" * 500)
    parts = []
    for at in range(2):
        assert world.prepare(file, out=f"{at}.sluis").code == 0
        assert world.relay(f"{at}.sluis", f"relayed-{at}.sluis").code == 0
        parts.append(attacks.members(world.path(f"{at}.sluis" if stage == "offered" else f"relayed-{at}.sluis")))
    framing = b"age-encryption.org/v1\n-> X25519 "
    sealed = [[data for name, data in one.items() if name.endswith(".age")] for one in parts]
    seen = [set[bytes]().union(*(windows(data.removeprefix(framing)) for data in one)) for one in sealed]
    assert all(data.startswith(framing) for one in sealed for data in one)
    assert len(seen[0]) > 1000 and not seen[0] & seen[1]


def test_no_two_members_of_one_package_share_ciphertext(exchange: Exchange) -> None:
    framing = len(b"age-encryption.org/v1\n-> X25519 ")
    for parts in (*exchange.offered.values(), *exchange.relayed.values()):
        found = [windows(data[framing:]) for name, data in parts.items() if name.endswith(".age")]
        assert sum(map(len, found)) == len(set().union(*found))
