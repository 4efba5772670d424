"""The closing row: what it refuses, for whoever did it, and that it adds up."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import closing, oprf, ristretto
from sluis.kernel import polymorphic as p
from sluis.kernel.libsodium import Column
from sluis.kernel.ristretto import ORDER, RowsRefused
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "sluis-polymorphic-1.json").read_text(encoding="utf-8")
)
SEED = bytes(range(32))
PLACE = 7
"""Where the closing row stands in the tables of these tests."""


def persons(*numbers: int) -> Column:
    return p.hash_to_group(pa.array([f"bsn:{number:09d}" for number in numbers]))


class Delivery:
    """A closed table under way, with all that each party holds."""

    def __init__(self, elements: Column) -> None:
        self.y, self.z, self.k, self.d = (p.make_scalar() for _ in range(4))
        self.recipient, self.key = p.public(self.y), p.public(self.k)
        self.joint = p.joint(self.recipient, p.public(self.z))
        last = np.frombuffer(closing.closing_element(elements, SEED, self.d), np.uint8)
        self.offered = p.encrypt(np.insert(elements, PLACE, last, axis=0), self.joint)

    def relay(self, pairs: Column, k: bytes | None = None, z: bytes | None = None) -> Column:
        return p.relay(pairs, factor=k or self.k, share=z or self.z, recipient=self.recipient)

    def open(self, pairs: Column, y: bytes | None = None, key: bytes | None = None, seed: bytes = SEED) -> Column:
        opened = p.decrypt(pairs, y or self.y)
        rest = np.delete(opened, PLACE, axis=0)
        closing.verify_closing(rest, opened[PLACE].tobytes(), seed, self.d, key or self.key)
        return rest


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    return Delivery(persons(*range(12)))


def refused(delivery: Delivery, pairs: Column, **others: Any) -> None:
    with pytest.raises(Refused) as caught:
        delivery.open(pairs, **others)
    assert caught.value.code is groups.CLOSING_REFUSED


def test_an_honest_table_opens(delivery: Delivery) -> None:
    opened = delivery.open(delivery.relay(delivery.offered))
    assert opened.tobytes() == ristretto.multiply(delivery.k, persons(*range(12))).tobytes()


def test_wrong_keys_are_refused(delivery: Delivery) -> None:
    """Another domain, version or recipient: each is another k, z, y or K."""
    other = p.make_scalar()
    refused(delivery, delivery.relay(delivery.offered, k=other))
    refused(delivery, delivery.relay(delivery.offered, z=other))
    refused(delivery, delivery.relay(delivery.offered), y=other)
    refused(delivery, delivery.relay(delivery.offered), key=p.public(other))
    refused(delivery, delivery.relay(delivery.offered), seed=bytes(32))


def test_two_persons_who_changed_places_are_refused(delivery: Delivery) -> None:
    relayed = delivery.relay(delivery.offered)
    weights = closing.weights(SEED, 12)
    assert len(set(weights.tolist())) == 12  # else a swap could pass, as the module says
    for one, two in ((0, 1), (3, 11), (0, 12), (5, PLACE), (PLACE, 8)):
        order = np.arange(13)
        order[[one, two]] = order[[two, one]]
        refused(delivery, relayed[order])


def test_another_table_under_the_same_keys_is_refused(delivery: Delivery) -> None:
    elements = persons(*range(100, 112))
    last = np.frombuffer(closing.closing_element(elements, SEED, p.make_scalar()), np.uint8)
    other = p.encrypt(np.insert(elements, PLACE, last, axis=0), delivery.joint)
    refused(delivery, delivery.relay(other))


@pytest.mark.parametrize("row", range(13))
def test_one_row_altered_replaced_or_repeated_is_refused(delivery: Delivery, row: int) -> None:
    relayed = delivery.relay(delivery.offered)
    for replacement in (
        delivery.relay(p.encrypt(persons(99), delivery.joint))[0],
        p.shift(relayed[row : row + 1], factor=p.make_scalar(), recipient=delivery.recipient)[0],
        relayed[row - 1],
    ):
        altered = relayed.copy()
        altered[row] = replacement
        refused(delivery, altered)


def test_persons_added_or_left_out_are_refused(delivery: Delivery) -> None:
    relayed = delivery.relay(delivery.offered)
    refused(delivery, relayed[:-1])
    refused(delivery, relayed[1:])
    refused(delivery, np.concatenate([relayed, delivery.relay(p.encrypt(persons(99), delivery.joint))]))


def test_errors_that_cancel_pass_only_when_the_weights_were_guessed(delivery: Delivery) -> None:
    """The third party adds X to one row and takes it from another: seen, unless the two weights are equal."""
    relayed = delivery.relay(delivery.offered)
    error = persons(1234)
    altered = relayed.copy()
    altered[0, 32:] = ristretto.add(relayed[:1, 32:], error)[0]
    altered[1, 32:] = ristretto.subtract(relayed[1:2, 32:], error)[0]
    refused(delivery, altered)
    first, second = (int(weight) for weight in closing.weights(SEED, 2))
    ratio = (first * pow(second, -1, ORDER) % ORDER).to_bytes(32, "little")
    altered[1, 32:] = ristretto.subtract(relayed[1:2, 32:], ristretto.multiply(ratio, error))[0]
    delivery.open(altered)  # the accepted risk, bounded by the range of the weights


def test_without_persons_the_row_closes_an_empty_table() -> None:
    k, d = p.make_scalar(), p.make_scalar()
    empty = np.zeros((0, 32), np.uint8)
    last = closing.closing_element(empty, SEED, d)
    assert last == p.public(d)
    closing.verify_closing(empty, ristretto.multiply(k, last).tobytes(), SEED, d, p.public(k))
    with pytest.raises(Refused, match="2656"):
        closing.verify_closing(persons(1), ristretto.multiply(k, last).tobytes(), SEED, d, p.public(k))


def test_vector_of_the_closing_row() -> None:
    vector, people = VECTORS["closing"], VECTORS["persons"]
    seed, d = bytes.fromhex(vector["seed"]), bytes.fromhex(vector["d"])
    assert oprf.hash_to_scalar(b"d", b"sluis test vectors").to_bytes(32, "little") == d
    assert closing.weights(seed, len(people)).tolist() == vector["weights"]
    elements = np.frombuffer(b"".join(bytes.fromhex(person["M"]) for person in people), np.uint8).reshape(-1, 32)
    opened = np.frombuffer(b"".join(bytes.fromhex(person["P"]) for person in people), np.uint8).reshape(-1, 32)
    last = closing.closing_element(elements, seed, d)
    assert last.hex() == vector["T"]
    assert ristretto.multiply(bytes.fromhex(VECTORS["k"]), last).tobytes().hex() == vector["opened"]
    closing.verify_closing(opened, bytes.fromhex(vector["opened"]), seed, d, bytes.fromhex(VECTORS["K"]))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([1, 2, 5, ORDER - 5, ORDER - 1]), st.integers(1, 4095)), max_size=12))
def test_sums_are_those_of_plain_numbers(terms: list[tuple[int, int]]) -> None:
    """Also where a bucket or the sum comes back to the identity, and over any cut into chunks."""
    scalars = np.frombuffer(b"".join(value.to_bytes(32, "little") for value, _ in terms), np.uint8).reshape(-1, 32)
    elements = ristretto.multiply_base(scalars)
    weights = np.array([weight for _, weight in terms], np.uint16)
    summed = closing.WeightedSum()
    for start in range(0, len(terms), 5):
        summed.add(elements[start : start + 5], weights[start : start + 5])
    expected = sum(value * weight for value, weight in terms) % ORDER
    assert summed.total() == (p.public(expected.to_bytes(32, "little")) if expected else bytes(32))
    d = (2**200 + 1).to_bytes(32, "little")
    if expected:  # d·G − total, also through the identity
        with pytest.raises(Refused, match="2651"):
            closing.closing_of(summed.total(), expected.to_bytes(32, "little"))
    assert closing.closing_of(summed.total(), d) == p.public(((2**200 + 1 - expected) % ORDER).to_bytes(32, "little"))


def test_threads_may_add_to_one_sum() -> None:
    elements, weights = persons(*range(600)), closing.weights(SEED, 600)
    summed = closing.WeightedSum()
    with ThreadPoolExecutor(4) as pool:
        cuts = [slice(start, start + 50) for start in range(0, 600, 50)]
        list(pool.map(lambda cut: summed.add(elements[cut], weights[cut]), cuts))
    alone = closing.WeightedSum()
    alone.add(elements[::-1], weights[::-1])
    assert summed.total() == alone.total() == summed.total()


def test_a_sum_is_worthless_after_a_refusal() -> None:
    elements = persons(1, 2, 3).copy()
    summed = closing.WeightedSum()
    summed.add(elements, np.array([1, 2, 3]))
    elements[1] = 0
    with pytest.raises(RowsRefused) as caught:
        summed.add(elements, np.array([1, 2, 3]))
    assert caught.value.rows.tolist() == [1]
    with pytest.raises(ValueError, match="refused"):
        summed.total()


@pytest.mark.parametrize("weight", [0, 4096, 65535])
def test_weights_outside_their_range_are_a_mistake(weight: int) -> None:
    with pytest.raises(ValueError):
        closing.WeightedSum().add(persons(1), np.array([weight], np.uint16))
    with pytest.raises(ValueError):
        closing.WeightedSum().add(persons(1, 2), np.array([1], np.uint16))


@pytest.mark.parametrize("bad", [bytes(32), b"\xff" * 32, bytes(31)])
def test_invalid_parts_are_refused(bad: bytes) -> None:
    rows, good = persons(1, 2), persons(3)[0].tobytes()
    d = p.make_scalar()
    with pytest.raises(Refused, match="2651"):
        closing.verify_closing(rows, bad, SEED, d, good)
    with pytest.raises(Refused, match="2651"):
        closing.verify_closing(rows, good, SEED, d, bad)
    with pytest.raises(Refused, match="2653"):
        closing.verify_closing(rows, good, SEED, bad, good)
    with pytest.raises(Refused, match="2653"):
        closing.closing_element(rows, SEED, bad)


def test_weights_are_even_and_begin_alike_for_any_number() -> None:
    drawn = closing.weights(SEED, 200_000)
    assert drawn.dtype == np.uint16
    assert (drawn.min(), drawn.max()) == (1, 4095)
    assert closing.weights(SEED, 1000).tolist() == drawn[:1000].tolist()
    counts = np.bincount(drawn, minlength=4096)[1:]
    chi_square = float(((counts - 200_000 / 4095) ** 2).sum() / (200_000 / 4095))
    assert 3600 < chi_square < 4600  # 4,094 degrees of freedom: five standard deviations
    assert closing.weights(bytes(32), 1000).tolist() != drawn[:1000].tolist()
    with pytest.raises(ValueError, match="32 bytes"):
        closing.weights(b"", 1)
