"""The persons' table and its order: bound to one delivery, as long as promised, and read without trust."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sluis.package.persons import Secrets, read_order, read_persons, write_order, write_persons
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import packages as codes
from sluis.signatures import exact

BINDING: dict[str, Any] = {"delivery": "ab" * 16, "claim": {"agreement": "a"}}
KEYED = {"width": 16, "extra": 16}
POLYMORPHIC = {"width": 64, "extra": 1}
SECRETS = Secrets((0,), "11" * 32, "22" * 32)


def lists(width: int, extra: int, **counts: int) -> dict[str, Any]:
    """Lists of that many persons, every byte its own."""
    return {
        name: np.arange((count + extra) * width, dtype=np.uint8).reshape(-1, width) for name, count in counts.items()
    }


def refuses(code: Code, step: Any) -> None:
    """The step is refused with this code."""
    with pytest.raises(Refused) as refusal:
        step()
    assert refusal.value.code is code


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["bsn", "LINK", "a"]), st.integers(0, 40), max_size=3), st.booleans())
def test_lists_come_back_as_they_were(counts: dict[str, int], keyed: bool) -> None:
    shape = KEYED if keyed else POLYMORPHIC
    made = lists(**shape, **counts)
    read = read_persons(write_persons(made, BINDING), binding=BINDING, expected=counts, **shape)
    assert set(read) == set(counts)
    assert all(np.array_equal(read[name], rows) for name, rows in made.items())


@pytest.mark.parametrize(
    ("code", "other"),
    [
        (codes.OTHER_MANIFEST, {"binding": BINDING | {"delivery": "cd" * 16}}),
        (codes.OTHER_MANIFEST, {"binding": {}}),
        (codes.COUNTS_DIFFER, {"expected": {"bsn": 4}}),
        (codes.COUNTS_DIFFER, {"expected": {"bsn": 3, "LINK": 0}}),
        (codes.COUNTS_DIFFER, {"expected": {"LINK": 3}}),
        (codes.COUNTS_DIFFER, {"expected": {}}),
        (codes.COUNTS_DIFFER, {"width": 32}),
        (codes.COUNTS_DIFFER, {"extra": 2}),
    ],
)
def test_another_delivery_count_or_width_is_refused(code: Code, other: dict[str, Any]) -> None:
    data = write_persons(lists(**POLYMORPHIC, bsn=3), BINDING)
    wanted: dict[str, Any] = {"binding": BINDING, "expected": {"bsn": 3}, **POLYMORPHIC, **other}
    refuses(code, lambda: read_persons(data, **wanted))


@pytest.mark.covers("Z-40")
def test_a_table_of_numbers_instead_of_encrypted_persons_is_refused() -> None:
    """What should be 64 bytes per person cannot be nine digits, or a text of another length."""
    plain = b"".join(f"bsn:90000000{digit}".encode() for digit in range(4))
    header = exact.dump({"binding": BINDING, "lists": {"bsn": [4, 13]}})
    for data in (b"sluis-persons/1\n" + header + plain, plain):
        with pytest.raises(Refused):
            read_persons(data, binding=BINDING, expected={"bsn": 3}, **POLYMORPHIC)


def test_a_list_that_is_cut_or_too_long_is_refused() -> None:
    data = write_persons(lists(**KEYED, bsn=3), BINDING)
    for other in (data[:-1], data + b"\x00", data[:40], b"", data[16:], b"sluis-order/1\n" + data):
        with pytest.raises(Refused):
            read_persons(other, binding=BINDING, expected={"bsn": 3}, **KEYED)


def test_a_promise_of_very_many_persons_is_refused_without_room_for_them() -> None:
    data = write_persons(lists(**POLYMORPHIC, bsn=3), BINDING).replace(b'"bsn":[4,64]', b'"bsn":[1099511627777,64]')
    refuses(
        codes.COUNTS_DIFFER,
        lambda: read_persons(data, binding=BINDING, expected={"bsn": 1 << 40}, **POLYMORPHIC),
    )
    order = write_order({"bsn": np.arange(4, dtype=np.uint64)}, {"bsn": SECRETS}, BINDING)
    many = order.replace(b'"count":4', b'"count":1099511627777')
    refuses(codes.COUNTS_DIFFER, lambda: read_order(many, binding=BINDING, expected={"bsn": 1 << 40}, extra=1))


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.uint64, st.integers(1, 60), unique=True), st.data())
def test_an_order_comes_back_as_it_was(handles: Any, data: st.DataObject) -> None:
    handles = np.sort(handles)
    place = data.draw(st.integers(0, len(handles) - 1))
    secrets = Secrets((place,), "0f" * 32, "f0" * 32)
    written = write_order({"bsn": handles}, {"bsn": secrets}, BINDING)
    found = read_order(written, binding=BINDING, expected={"bsn": len(handles) - 1}, extra=1)
    assert np.array_equal(found["bsn"][0], handles) and found["bsn"][1] == secrets


def order_with(**other: Any) -> bytes:
    """An order of four handles, its header changed."""
    one = {"count": 4, "sentinels": [0], "seed": "11" * 32, "scalar": "22" * 32} | other
    header = exact.dump({"binding": BINDING, "lists": {"bsn": one}})
    return b"sluis-order/1\n" + header + np.arange(4, dtype="<u8").tobytes()


@pytest.mark.parametrize(
    "other",
    [
        {"count": 5}, {"count": None}, {"count": "4"}, {"sentinels": []}, {"sentinels": [4]}, {"sentinels": [-1]},
        {"sentinels": [0, 1]}, {"sentinels": ["0"]}, {"sentinels": [True]}, {"sentinels": [[]]}, {"sentinels": None},
        {"seed": ""}, {"seed": "11"}, {"seed": "zz" * 32}, {"seed": None}, {"seed": " 1" * 32}, {"scalar": ""},
        {"scalar": 5}, {"scalar": "22" * 33}, {"more": 1},
    ],
)  # fmt: skip
def test_an_order_that_says_something_else_is_refused(other: dict[str, Any]) -> None:
    assert read_order(order_with(), binding=BINDING, expected={"bsn": 3}, extra=1)
    with pytest.raises(Refused):
        read_order(order_with(**other), binding=BINDING, expected={"bsn": 3}, extra=1)


def test_handles_that_do_not_ascend_are_refused() -> None:
    for handles in ([1, 1, 2, 3], [0, 2, 1, 3]):
        data = write_order({"bsn": np.array(handles, np.uint64)}, {"bsn": SECRETS}, BINDING)
        refuses(codes.DAMAGED, lambda data=data: read_order(data, binding=BINDING, expected={"bsn": 3}, extra=1))


def test_an_order_of_another_delivery_or_other_lists_is_refused() -> None:
    data = order_with()
    refuses(codes.OTHER_MANIFEST, lambda: read_order(data, binding={}, expected={"bsn": 3}, extra=1))
    refuses(codes.COUNTS_DIFFER, lambda: read_order(data, binding=BINDING, expected={"LINK": 3}, extra=1))
    for other in (data[:-1], data + bytes(8), data[:-8], b"", b"sluis-persons/1\n"):
        with pytest.raises(Refused):
            read_order(other, binding=BINDING, expected={"bsn": 3}, extra=1)
