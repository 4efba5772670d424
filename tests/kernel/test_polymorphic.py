"""Polymorphic pseudonyms: our vectors recomputed by other means, the algebra, and what each party alone cannot do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import labels, oprf, ristretto
from sluis.kernel import polymorphic as p
from sluis.kernel.libsodium import Column
from sluis.kernel.ristretto import ORDER, RowsRefused
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "sluis-polymorphic-1.json").read_text(encoding="utf-8")
)
small = settings(max_examples=15, deadline=None)
scalars = st.integers(1, ORDER - 1).map(lambda value: value.to_bytes(32, "little"))


def column(*rows: bytes) -> Column:
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), -1)


def listed(rows: Column) -> list[bytes]:
    return [row.tobytes() for row in rows]


def field(name: str, where: list[dict[str, Any]]) -> Column:
    return column(*(bytes.fromhex(person[name]) for person in where))


def persons(*numbers: int) -> Column:
    return p.hash_to_group(pa.array([f"bsn:{number:09d}" for number in numbers]))


class Keys:
    """The secrets and public keys of one recipient and one third party."""

    def __init__(self) -> None:
        self.y, self.z, self.k = (p.make_scalar() for _ in range(3))
        self.recipient, self.ttp, self.check = map(p.public, (self.y, self.z, self.k))
        self.joint = p.joint(self.recipient, self.ttp)

    def relay(self, pairs: Column) -> Column:
        return p.relay(pairs, factor=self.k, share=self.z, recipient=self.recipient)

    def through(self, elements: Column) -> Column:
        return p.decrypt(self.relay(p.encrypt(elements, self.joint)), self.y)


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


def test_vectors_are_made() -> None:
    y, z, k = (bytes.fromhex(VECTORS[name]) for name in "yzk")
    people = VECTORS["persons"]
    recipient, ttp = p.public(y), p.public(z)
    assert [recipient.hex(), ttp.hex(), p.public(k).hex()] == [VECTORS[name] for name in "YZK"]
    assert p.joint(recipient, ttp).hex() == VECTORS["J"]
    elements = p.hash_to_group(pa.array([person["identifier"] for person in people]))
    assert listed(elements) == listed(field("M", people))
    offered = p.encrypt(elements, p.joint(recipient, ttp), _nonces=field("q", people))
    assert listed(offered[:, :32]) == listed(field("C0", people))
    assert listed(offered[:, 32:]) == listed(field("C1", people))
    relayed = p.relay(offered, factor=k, share=z, recipient=recipient, _nonces=field("s", people))
    assert listed(relayed[:, :32]) == listed(field("D0", people))
    assert listed(relayed[:, 32:]) == listed(field("D1", people))
    prefix = labels.LabelPrefix("p", 1, "sluis", "registry-1")
    opened = p.decrypt(relayed, y)
    assert listed(opened) == listed(field("P", people))
    assert labels.render(prefix, opened).to_pylist() == [person["label"] for person in people]


def test_the_vector_of_a_new_version_is_made() -> None:
    later, people = VECTORS["new_version"], VECTORS["persons"]
    factor = p.quotient(bytes.fromhex(later["k"]), bytes.fromhex(VECTORS["k"]))
    assert factor.hex() == later["factor"]
    pairs = np.concatenate([field("D0", people), field("D1", people)], axis=1)
    nonces = field("s", later["persons"])
    shifted = p.shift(pairs, factor=factor, recipient=bytes.fromhex(VECTORS["Y"]), _nonces=nonces)
    assert listed(shifted[:, :32]) == listed(field("D0", later["persons"]))
    assert listed(shifted[:, 32:]) == listed(field("D1", later["persons"]))
    assert listed(p.decrypt(shifted, bytes.fromhex(VECTORS["y"]))) == listed(field("P", later["persons"]))


def test_vectors_hold_by_other_means() -> None:
    """With rbcl's own functions and plain integers, by the formulas with exponents gathered."""

    def number(text: str) -> int:
        return int.from_bytes(bytes.fromhex(text), "little")

    def base(value: int) -> bytes:
        return bytes(rbcl.crypto_scalarmult_ristretto255_base((value % ORDER).to_bytes(32, "little")))

    def times(value: int, element: bytes) -> bytes:
        return bytes(rbcl.crypto_scalarmult_ristretto255((value % ORDER).to_bytes(32, "little"), element))

    y, z, k = (number(VECTORS[name]) for name in "yzk")
    new = number(VECTORS["new_version"]["k"])
    tag = b"sluis test vectors"
    assert [oprf.hash_to_scalar(name, tag) for name in (b"y", b"z", b"k", b"k'")] == [y, z, k, new]
    for person, later in zip(VECTORS["persons"], VECTORS["new_version"]["persons"], strict=True):
        q, s, t = number(person["q"]), number(person["s"]), number(later["s"])
        element = bytes.fromhex(person["M"])
        plus = rbcl.crypto_core_ristretto255_add
        assert base(q).hex() == person["C0"]
        assert plus(element, base(q * (y + z))).hex() == person["C1"]
        assert base(k * q + s).hex() == person["D0"]
        assert plus(times(k, element), base((k * q + s) * y)).hex() == person["D1"]
        assert times(k, element).hex() == person["P"]
        factor = new * pow(k, -1, ORDER)
        assert base(factor * (k * q + s) + t).hex() == later["D0"]
        assert times(new, element).hex() == later["P"]


@small
@given(scalars, scalars, scalars, st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_what_is_opened_is_k_times_the_person(y: bytes, z: bytes, k: bytes, texts: list[str]) -> None:
    elements, recipient = p.hash_to_group(pa.array(texts)), p.public(y)
    offered = p.encrypt(elements, p.joint(recipient, p.public(z)))
    opened = p.decrypt(p.relay(offered, factor=k, share=z, recipient=recipient), y)
    assert listed(opened) == listed(ristretto.multiply(k, elements))


@pytest.mark.covers("Z-33")
def test_pseudonyms_are_equal_across_sources_and_differ_between_domains(keys: Keys) -> None:
    there, other = keys.through(persons(1, 2, 3)), keys.through(persons(3, 9, 1))
    assert listed(there[[0, 2]]) == listed(other[[2, 0]])
    assert not set(listed(there)) & set(listed(Keys().through(persons(1, 2, 3))))


def test_conversion_reversal_and_a_new_version(keys: Keys) -> None:
    other, elements = Keys(), persons(4, 5, 6)
    own = keys.through(elements)
    factor = p.quotient(other.k, keys.k)
    converted = p.shift(p.encrypt(own, other.recipient), factor=factor, recipient=other.recipient)
    assert listed(p.decrypt(converted, other.y)) == listed(other.through(elements))
    source = p.make_scalar()
    reversed_ = p.shift(p.encrypt(own, p.public(source)), factor=p.invert(keys.k), recipient=p.public(source))
    assert listed(p.decrypt(reversed_, source)) == listed(elements)


def test_tables_of_the_same_persons_share_no_part(keys: Keys) -> None:
    elements = persons(*range(20), *range(20))
    first, second = p.encrypt(elements, keys.joint), p.encrypt(elements, keys.joint)
    relayed, again = keys.relay(first), keys.relay(first)
    tables = (first, second, relayed, again, p.shift(relayed, factor=keys.k, recipient=keys.recipient))
    halves = [part for table in tables for part in listed(table.reshape(-1, 32))]
    assert len(set(halves)) == len(halves) == 5 * 80


def test_each_row_gets_randomness_of_its_own(keys: Keys) -> None:
    """What is left of D0 when k·C0 is taken off is s·G: seen by who holds k, and never twice the same."""
    offered = p.encrypt(persons(*range(10)), keys.joint)
    unlocked = ristretto.multiply(keys.k, offered[:, :32])
    for _ in range(2):
        relayed, shifted = keys.relay(offered), p.shift(offered, factor=keys.k, recipient=keys.recipient)
        left = [listed(ristretto.subtract(table[:, :32], unlocked)) for table in (relayed, shifted)]
        assert len({row for rows in left for row in rows}) == 20


@pytest.mark.covers("Z-33", "I-22")
def test_no_party_alone_opens_what_was_offered_or_relayed(keys: Keys) -> None:
    """Each tries every secret that it has, alone and combined, on the table, and knows all candidates."""
    elements = persons(*range(30))
    offered, candidates = p.encrypt(elements, keys.joint), set(listed(elements))
    pseudonyms = set(listed(ristretto.multiply(keys.k, elements)))
    relayed = keys.relay(offered)

    def found(pairs: Column, secrets: list[bytes]) -> set[bytes]:
        tries = [p.decrypt(pairs, secret) for secret in secrets]
        tries += [ristretto.multiply(p.invert(secret), rows) for rows in list(tries) for secret in secrets]
        everything = {row for rows in [*tries, pairs[:, :32], pairs[:, 32:]] for row in listed(rows)}
        return everything & (candidates | pseudonyms)

    joint_guess = ristretto.product(keys.z, keys.k)
    assert not found(offered, [keys.y]), "the recipient, before the relay"
    assert not found(offered, [keys.z, keys.k, joint_guess]), "the third party, what was offered"
    assert not found(relayed, [keys.z, keys.k, joint_guess]), "the third party, what it relayed itself"
    assert not candidates & set(listed(p.decrypt(relayed, keys.y))), "the recipient, guesses after the relay"
    both = ((int.from_bytes(keys.y, "little") + int.from_bytes(keys.z, "little")) % ORDER).to_bytes(32, "little")
    assert found(offered, [both]) == candidates, "the attempt itself works, for both together"


@pytest.mark.parametrize("wrong", ["y", "z", "k"])
def test_a_wrong_key_gives_no_pseudonym_of_the_domain(keys: Keys, wrong: str) -> None:
    elements = persons(1, 2)
    right = set(listed(keys.through(elements)))
    used = {"y": keys.y, "z": keys.z, "k": keys.k} | {wrong: p.make_scalar()}
    relayed = p.relay(p.encrypt(elements, keys.joint), factor=used["k"], share=used["z"], recipient=keys.recipient)
    assert not right & set(listed(p.decrypt(relayed, used["y"])))


INVALID = {
    "identity": bytes(32),
    "not canonical": bytes.fromhex("00" + "ff" * 31),
    "field's prime": bytes.fromhex("ed" + "ff" * 30 + "7f"),
    "negative": bytes.fromhex("01" + "00" * 31),
    "highest bit": bytes.fromhex(VECTORS["Y"])[:31] + bytes([bytes.fromhex(VECTORS["Y"])[31] | 0x80]),
}


@pytest.mark.covers("Z-40")
@pytest.mark.parametrize("encoding", list(INVALID.values()), ids=list(INVALID))
@pytest.mark.parametrize("half", [slice(0, 32), slice(32, 64)], ids=["first half", "second half"])
def test_an_invalid_element_in_a_table_is_refused_with_its_row(keys: Keys, encoding: bytes, half: slice) -> None:
    pairs = p.encrypt(persons(1, 2, 3), keys.joint)
    pairs[1, half] = np.frombuffer(encoding, np.uint8)
    attempts: list[Callable[[], Column]] = [
        lambda: keys.relay(pairs),
        lambda: p.shift(pairs, factor=keys.k, recipient=keys.recipient),
        lambda: p.decrypt(pairs, keys.y),
    ]
    for work in attempts:
        with pytest.raises(RowsRefused) as caught:
            work()
        assert caught.value.rows.tolist() == [1]
        assert dict(caught.value.facts) == {"count": 1, "rows": "2"}


@pytest.mark.parametrize("encoding", list(INVALID.values()), ids=list(INVALID))
def test_invalid_elements_are_refused_at_the_other_entrances(keys: Keys, encoding: bytes) -> None:
    elements = persons(1, 2).copy()
    pairs = p.encrypt(elements, keys.joint)
    elements[1] = np.frombuffer(encoding, np.uint8)
    with pytest.raises(RowsRefused):
        p.encrypt(elements, keys.joint)
    for work in (
        lambda: p.encrypt(elements[:1], encoding),
        lambda: p.joint(encoding, keys.ttp),
        lambda: p.joint(keys.recipient, encoding),
        lambda: p.relay(pairs, factor=keys.k, share=keys.z, recipient=encoding),
        lambda: p.shift(pairs, factor=keys.k, recipient=encoding),
        lambda: p.require_element(encoding),
    ):
        with pytest.raises(Refused) as caught:
            work()
        assert caught.value.code is groups.ELEMENT_REFUSED


@pytest.mark.parametrize("value", [0, ORDER, ORDER + 5, 2**256 - 1])
def test_scalars_out_of_range_are_refused_at_every_entrance(keys: Keys, value: int) -> None:
    bad = value.to_bytes(32, "little")
    pairs = p.encrypt(persons(1, 2), keys.joint)
    for work in (
        lambda: p.public(bad),
        lambda: p.invert(bad),
        lambda: p.quotient(bad, keys.k),
        lambda: p.quotient(keys.k, bad),
        lambda: p.relay(pairs, factor=bad, share=keys.z, recipient=keys.recipient),
        lambda: p.relay(pairs, factor=keys.k, share=bad, recipient=keys.recipient),
        lambda: p.shift(pairs, factor=bad, recipient=keys.recipient),
        lambda: p.decrypt(pairs, bad),
        lambda: p.require_scalar(bad),
    ):
        with pytest.raises(Refused) as caught:
            work()
        assert caught.value.code is groups.SCALAR_REFUSED
    nonces = column(bad, keys.k)
    with pytest.raises(RowsRefused, match="2652"):
        p.encrypt(persons(1, 2), keys.joint, _nonces=nonces)


def test_a_pair_that_hides_the_identity_is_refused(keys: Keys) -> None:
    """A source that knows the keys' relation would give everyone one pseudonym; nothing comes out of it."""
    q = p.make_scalar()
    hidden = column(p.public(q) + ristretto.multiply(q, keys.joint).tobytes())
    with pytest.raises(RowsRefused):
        p.decrypt(keys.relay(hidden), keys.y)
    unlocked = column(p.public(q) + ristretto.multiply(q, keys.ttp).tobytes())
    with pytest.raises(RowsRefused):
        keys.relay(unlocked)


def test_keys_that_cancel_out_are_refused(keys: Keys) -> None:
    minus = p.public(((ORDER - int.from_bytes(keys.y, "little")) % ORDER).to_bytes(32, "little"))
    with pytest.raises(RowsRefused):
        p.joint(keys.recipient, minus)


def test_identifiers_of_every_arrow_type_give_the_same_elements() -> None:
    texts = ["bsn:123456782", "", "naïef"]
    expected = listed(oprf.hash_to_group([text.encode() for text in texts]))
    for kind in (pa.string(), pa.large_string(), pa.string_view(), pa.binary()):
        assert listed(p.hash_to_group(pa.array(["other", *texts], kind)[1:])) == expected
    assert p.hash_to_group(pa.array([], pa.string())).shape == (0, 32)
    with pytest.raises(ValueError, match="missing"):
        p.hash_to_group(pa.array(["a", None]))


def test_tables_of_another_shape_are_a_mistake(keys: Keys) -> None:
    for work in (keys.relay, lambda rows: p.decrypt(rows, keys.y)):
        with pytest.raises(TypeError):
            work(persons(1))
    assert keys.relay(np.zeros((0, 64), np.uint8)).shape == (0, 64)


@given(st.lists(st.binary(min_size=3, max_size=3), max_size=12))
def test_double_rows_are_counted(rows: list[bytes]) -> None:
    table = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 3)
    double = len(rows) - len(set(rows))
    if not double:
        p.refuse_duplicates(table)
        return
    with pytest.raises(Refused) as caught:
        p.refuse_duplicates(table)
    assert caught.value.code is groups.PSEUDONYMS_DOUBLE
    assert dict(caught.value.facts) == {"count": double}
