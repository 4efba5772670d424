"""The strict group: published vectors, and everything that libsodium lets through in silence."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import libsodium, ristretto, sums
from sluis.kernel.libsodium import Column
from sluis.kernel.ristretto import ORDER, RowsRefused
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rfc9496.json").read_text())
MULTIPLES = [bytes.fromhex(text) for text in VECTORS["multiples"]]
GENERATOR, IDENTITY = MULTIPLES[1], MULTIPLES[0]
INVALID = [pytest.param(bytes.fromhex(text), id=f"{why}-{n}") for why in VECTORS["invalid"] for n, text in
           enumerate(VECTORS["invalid"][why])]  # fmt: skip
FORBIDDEN = [
    *INVALID,
    pytest.param(IDENTITY, id="identity"),
    pytest.param(GENERATOR[:31] + bytes([GENERATOR[31] | 0x80]), id="highest bit"),
]
BAD_SCALARS = [0, ORDER, ORDER + 1, 2**252 + 2**200, 2**255 - 1, 2**256 - 1]

scalars = st.integers(1, ORDER - 1)
small = settings(max_examples=25, deadline=None)


def column(*rows: bytes) -> Column:
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), 32)


def scalar(value: int) -> bytes:
    return value.to_bytes(32, "little")


def times_base(value: int) -> bytes:
    return ristretto.multiply_base(scalar(value % ORDER)).tobytes()


def test_multiples_of_the_generator_are_those_of_the_rfc() -> None:
    by_scalar = ristretto.multiply_base(column(*(scalar(number) for number in range(1, 16))))
    by_element = ristretto.multiply(column(*(scalar(number) for number in range(1, 16))), GENERATOR)
    by_adding = ristretto.add(column(*MULTIPLES[1:15]), GENERATOR)
    assert [row.tobytes() for row in by_scalar] == [row.tobytes() for row in by_element] == MULTIPLES[1:]
    assert [row.tobytes() for row in by_adding] == MULTIPLES[2:]
    assert [row.tobytes() for row in ristretto.subtract(column(*MULTIPLES[2:]), GENERATOR)] == MULTIPLES[1:15]


def test_elements_are_derived_as_in_the_rfc() -> None:
    vectors = VECTORS["derivation"]
    made = ristretto.from_hashes([bytes.fromhex(vector["input"]) for vector in vectors], len(vectors))
    assert [row.tobytes().hex() for row in made] == [vector["output"] for vector in vectors]


def test_libsodium_itself_accepts_what_is_refused_here() -> None:
    """The reason for this module; when it fails, libsodium has become stricter and that is no harm."""
    high = GENERATOR[:31] + bytes([GENERATOR[31] | 0x80])
    assert rbcl.crypto_core_ristretto255_is_valid_point(high)
    assert rbcl.crypto_core_ristretto255_is_valid_point(IDENTITY)
    assert rbcl.crypto_core_ristretto255_add(INVALID[8].values[0], GENERATOR) == bytes(32)
    assert rbcl.crypto_scalarmult_ristretto255(scalar(ORDER + 1), GENERATOR) == GENERATOR


OPERATIONS: list[tuple[str, Callable[[Any], Any]]] = [
    ("require_elements", ristretto.require_elements),
    ("multiply", lambda rows: ristretto.multiply(scalar(5), rows)),
    ("multiply by rows", lambda rows: ristretto.multiply(ristretto.random_scalars(len(rows)), rows)),
    ("add left", lambda rows: ristretto.add(rows, MULTIPLES[9])),
    ("add right", lambda rows: ristretto.add(MULTIPLES[9], rows)),
    ("subtract left", lambda rows: ristretto.subtract(rows, MULTIPLES[9])),
    ("subtract right", lambda rows: ristretto.subtract(MULTIPLES[9], rows)),
    ("accumulate", lambda rows: sums.accumulate(np.zeros((1, 32), np.uint8), np.zeros(len(rows), np.uint16), rows)),
]


@pytest.mark.covers("Z-40")
@pytest.mark.parametrize("encoding", FORBIDDEN)
@pytest.mark.parametrize("operation", [pytest.param(work, id=name) for name, work in OPERATIONS])
def test_every_operation_refuses_a_row_that_is_no_element(operation: Callable[[Any], Any], encoding: bytes) -> None:
    rows = column(MULTIPLES[1], encoding, MULTIPLES[2], MULTIPLES[3], encoding)
    with pytest.raises(RowsRefused) as caught:
        operation(rows)
    assert caught.value.code is groups.ELEMENTS_REFUSED
    assert caught.value.facts == {"count": 2, "rows": "2, 5"}
    assert caught.value.rows.tolist() == [1, 4]
    assert encoding.hex() not in f"{caught.value!r} {dict(caught.value.facts)}"


@pytest.mark.parametrize("encoding", FORBIDDEN)
def test_a_single_element_is_refused_everywhere(encoding: bytes) -> None:
    for work in (
        ristretto.require_element,
        lambda value: ristretto.multiply(scalar(5), value),
        lambda value: ristretto.multiply(ristretto.random_scalars(2), value),
        lambda value: ristretto.add(column(GENERATOR), value),
    ):
        with pytest.raises(Refused) as caught:
            work(encoding)
        assert caught.value.code is groups.ELEMENT_REFUSED


@pytest.mark.parametrize("value", BAD_SCALARS)
def test_scalars_out_of_range_are_refused_everywhere(value: int) -> None:
    bad = scalar(value)
    for work in (
        ristretto.require_scalar,
        ristretto.invert,
        ristretto.multiply_base,
        lambda one: ristretto.product(one, scalar(2)),
        lambda one: ristretto.product(scalar(2), one),
        lambda one: ristretto.difference(scalar(2), one),
        lambda one: ristretto.multiply(one, column(GENERATOR)),
    ):
        with pytest.raises(Refused) as caught:
            work(bad)
        assert caught.value.code is groups.SCALAR_REFUSED
    for of_rows in (
        ristretto.require_scalars,
        ristretto.invert_scalars,
        ristretto.multiply_base,
        lambda rows: ristretto.multiply(rows, GENERATOR),
    ):
        with pytest.raises(RowsRefused) as refused:
            of_rows(column(scalar(1), bad, scalar(ORDER - 1)))
        assert refused.value.code is groups.SCALARS_REFUSED
        assert refused.value.rows.tolist() == [1]


@pytest.mark.parametrize("wrong", [b"", bytes(31), GENERATOR + b"\0"])
def test_a_single_value_of_another_length_is_refused(wrong: bytes) -> None:
    with pytest.raises(Refused, match="2651"):
        ristretto.require_element(wrong)
    with pytest.raises(Refused, match="2653"):
        ristretto.require_scalar(wrong)


def test_a_sum_or_difference_that_is_the_identity_is_refused() -> None:
    minus = times_base(-7)
    with pytest.raises(RowsRefused) as caught:
        ristretto.add(column(GENERATOR, MULTIPLES[7]), minus)
    assert caught.value.rows.tolist() == [1]
    with pytest.raises(RowsRefused):
        ristretto.subtract(MULTIPLES[7], MULTIPLES[7])


def test_the_message_names_ten_rows_and_no_more() -> None:
    with pytest.raises(RowsRefused) as caught:
        ristretto.require_elements(np.zeros((12, 32), np.uint8))
    assert caught.value.facts == {"count": 12, "rows": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …"}


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((2, 31), np.uint8),
        np.zeros((2, 64), np.uint8),
        np.zeros((2, 32), np.int8),
        np.zeros((4, 8), "<u4"),
        np.zeros(32, np.uint8),
        [GENERATOR],
        bytearray(GENERATOR),
        GENERATOR.hex(),
    ],
)
def test_what_is_no_column_never_reaches_c(wrong: Any) -> None:
    for work in (ristretto.require_elements, ristretto.multiply_base, ristretto.require_scalars):
        with pytest.raises(TypeError):
            work(wrong)
    with pytest.raises(TypeError):
        ristretto.multiply(scalar(2), wrong)


def test_columns_of_different_length_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="same number of rows"):
        ristretto.add(column(GENERATOR), column(GENERATOR, GENERATOR))
    with pytest.raises(ValueError, match="digest"):
        ristretto.from_hashes([bytes(63)], 1)
    with pytest.raises(ValueError):
        ristretto.from_hashes([bytes(range(64))], 2)
    with pytest.raises(ValueError, match="outside"):
        libsodium.addresses_at(np.zeros((2, 32), np.uint8), np.array([2]))


def test_columns_may_be_empty_strided_or_reversed() -> None:
    rows = column(*MULTIPLES[1:9])
    expected = [row.tobytes() for row in ristretto.multiply(scalar(3), rows)]
    pairs = np.concatenate([rows, rows[::-1]], axis=1)
    assert [row.tobytes() for row in ristretto.multiply(scalar(3), pairs[:, :32])] == expected
    assert [row.tobytes() for row in ristretto.multiply(scalar(3), pairs[:, 32:])] == expected[::-1]
    assert [row.tobytes() for row in ristretto.multiply(scalar(3), rows[::-1])] == expected[::-1]
    assert [row.tobytes() for row in ristretto.multiply(scalar(3), rows[::3])] == expected[::3]
    assert [row.tobytes() for row in ristretto.multiply(scalar(3), np.asfortranarray(rows))] == expected
    assert ristretto.multiply(scalar(3), rows[:0]).shape == (0, 32)


@small
@given(scalars, scalars)
def test_the_group_adds_as_its_scalars_do(a: int, b: int) -> None:
    if (a + b) % ORDER:
        assert ristretto.add(times_base(a), times_base(b)).tobytes() == times_base(a + b)
    assert ristretto.multiply(scalar(a), times_base(b)).tobytes() == times_base(a * b)
    assert int.from_bytes(ristretto.product(scalar(a), scalar(b)), "little") == a * b % ORDER
    assert int.from_bytes(ristretto.invert(scalar(a)), "little") == pow(a, -1, ORDER)
    assert ristretto.invert_scalars(column(scalar(a), scalar(b)))[1].tobytes() == ristretto.invert(scalar(b))
    if a != b:
        assert int.from_bytes(ristretto.difference(scalar(a), scalar(b)), "little") == (a - b) % ORDER


@small
@given(st.lists(st.integers(0, 2**256 - 1) | st.integers(ORDER - 3, ORDER + 3), min_size=1, max_size=20))
def test_the_range_of_scalars_is_exact(values: list[int]) -> None:
    refused = ristretto.invalid_scalars(column(*map(scalar, values)))
    assert refused.tolist() == [not 0 < value < ORDER for value in values]


def test_random_scalars_are_in_range_differ_and_fill_it() -> None:
    drawn = ristretto.random_scalars(4000)
    values = [int.from_bytes(row.tobytes(), "little") for row in drawn]
    assert len(set(values)) == 4000
    assert all(0 < value < ORDER for value in values)
    assert 0.45 < sum(values) / len(values) / ORDER < 0.55  # ten standard deviations
    assert 0.45 < np.unpackbits(drawn[:, 0]).mean() < 0.55


@small
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([1, 2, 3, ORDER - 3, ORDER - 2, ORDER - 1])), max_size=30))
def test_sums_pass_through_the_identity(terms: list[tuple[int, int]]) -> None:
    rows = column(*(times_base(value) for _, value in terms))
    buckets = np.zeros((6, 32), np.uint8)
    sums.accumulate(buckets, np.array([place for place, _ in terms], np.uint16), rows)
    for place in range(6):
        value = sum(value for where, value in terms if where == place) % ORDER
        assert buckets[place].tobytes() == (times_base(value) if value else IDENTITY)
    everything = sum(value for _, value in terms) % ORDER
    assert sums.total(rows) == (times_base(everything) if everything else IDENTITY)


@pytest.mark.parametrize("few", [0, 10**6])
def test_weighted_totals_agree_whichever_way_they_are_made(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "_FEW", few)
    buckets = np.zeros((40, 32), np.uint8)
    full = {0: 9, 3: 5, 4: ORDER - 5, 17: 8, 18: 1, 39: ORDER - 2}
    for place, value in full.items():
        buckets[place] = np.frombuffer(times_base(value), np.uint8)
    expected = sum(place * value for place, value in full.items()) % ORDER
    assert sums.weighted_total(buckets) == times_base(expected)
    assert sums.weighted_total(np.zeros((40, 32), np.uint8)) == IDENTITY
    cancelling = np.zeros((4, 32), np.uint8)
    cancelling[1], cancelling[2] = (np.frombuffer(times_base(value), np.uint8) for value in (ORDER - 2, 1))
    assert sums.weighted_total(cancelling) == IDENTITY


@pytest.mark.skipif(sys.platform == "win32", reason="a library in use cannot be removed there")
def test_the_temporary_copy_of_the_library_is_removed(tmp_path: Path) -> None:
    script = "import sluis.kernel.ristretto as r; assert len(r.random_scalar()) == 32"
    environment = {"TMPDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
