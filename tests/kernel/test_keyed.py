"""Keyed pseudonyms against the library's CMAC, published vectors and our own."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import labels
from sluis.kernel.keyed import SENTINELS, ColumnMac, derive, key_check, sentinel_check, sentinel_digest

VECTORS = Path(__file__).parents[1] / "vectors"
KEY = bytes(range(32))
MAC = ColumnMac(KEY)


def vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text())


def cmac(key: bytes, value: bytes) -> bytes:
    reference = CMAC(algorithms.AES(key))
    reference.update(value)
    return reference.finalize()


def expected(values: Sequence[bytes | None], key: bytes = KEY) -> list[bytes]:
    return [bytes(16) if value is None else cmac(key, value) for value in values]


def rows(tags: np.ndarray[Any, Any]) -> list[bytes]:
    assert tags.dtype == np.uint8
    assert tags.shape == (len(tags), 16)
    return [row.tobytes() for row in tags]


# --- published vectors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", vectors("rfc4493.json")["groups"], ids=["AES-128", "AES-256"])
def test_tags_are_those_of_rfc_4493_and_nist(group: dict[str, Any]) -> None:
    message, key = bytes.fromhex(vectors("rfc4493.json")["message"]), bytes.fromhex(group["key"])
    mac = ColumnMac(key, _key_bytes=len(key))
    for length, tag in group["tags"].items():
        assert mac.tags(pa.array([message[: int(length)]])).tobytes().hex() == tag
    # E(0) is what the tag of one full block gives when the block is K1 itself
    assert mac.tags_of_blocks(np.frombuffer(bytes.fromhex(group["k1"]), np.uint8).reshape(1, 16)).tobytes() == (
        Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(bytes(16))
    )


def hkdf(ikm: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, section 2, from hmac alone."""
    prk = hmac.digest(salt or bytes(32), ikm, "sha256")
    block, okm = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.digest(prk, block + info + bytes([counter]), "sha256")
        okm += block
    return okm[:length]


@pytest.mark.parametrize("vector", vectors("rfc5869.json")["vectors"])
def test_reference_hkdf_is_that_of_rfc_5869(vector: dict[str, Any]) -> None:
    ikm, salt, info = (bytes.fromhex(vector[name]) for name in ("ikm", "salt", "info"))
    assert hkdf(ikm, salt, info, vector["length"]).hex() == vector["okm"]


# --- our own vectors -------------------------------------------------------------------------------------------------

CASES = vectors("sluis-keyed-1.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['domain']}-{case['version']}-{case['test']}")
def test_our_vectors_hold(case: dict[str, Any]) -> None:
    domain, version, test = case["domain"], case["version"], case["test"]
    one = derive(bytes.fromhex(case["group_key"]), purpose=case["purpose"], domain=domain, version=version, test=test)
    two = bytes.fromhex(case["stage_two_key"])
    assert one.hex() == case["stage_one_key"]
    assert key_check(one, "stage-one") == case["stage_one_key_check"]
    assert key_check(two, "stage-two") == case["stage_two_key_check"]
    assert sentinel_check(ColumnMac(two)) == case["sentinel_check"]
    pre = ColumnMac(one).tags(pa.array([value["identifier"] for value in case["values"]]))
    assert [row.hex() for row in rows(pre)] == [value["stage_one"] for value in case["values"]]
    final = ColumnMac(two).tags_of_blocks(pre)
    assert [row.hex() for row in rows(final)] == [value["stage_two"] for value in case["values"]]
    prefix = labels.LabelPrefix("k", version, "sluis", domain, test)
    assert labels.render(prefix, final).to_pylist() == [value["label"] for value in case["values"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['domain']}-{case['version']}-{case['test']}")
def test_our_vectors_follow_from_their_description_alone(case: dict[str, Any]) -> None:
    parts = ["sluis derive 1", case["purpose"], case["domain"], str(case["version"])]
    parts.append("test" if case["test"] else "production")
    info = b"".join(len(part).to_bytes(4, "big") + part.encode() for part in parts)
    one, two = hkdf(bytes.fromhex(case["group_key"]), b"", info, 32), bytes.fromhex(case["stage_two_key"])
    assert one.hex() == case["stage_one_key"]
    for value in case["values"]:
        assert cmac(one, value["identifier"].encode()).hex() == value["stage_one"]
        assert cmac(two, bytes.fromhex(value["stage_one"])).hex() == value["stage_two"]
    sentinels = [hashlib.sha256(f"sluis keyed sentinel 1:{i}".encode()).digest()[:16] for i in range(16)]
    digest = hashlib.sha256(b"".join(cmac(two, sentinel) for sentinel in sentinels)).hexdigest()
    assert digest == case["sentinel_check"]


# --- any column ------------------------------------------------------------------------------------------------------

KINDS = [
    pa.binary(),
    pa.large_binary(),
    pa.binary_view(),
    pa.dictionary(pa.int8(), pa.binary()),
    pa.dictionary(pa.int32(), pa.large_binary()),
]
VALUES = st.lists(st.one_of(st.none(), st.binary(max_size=15), st.binary(max_size=70)), max_size=30)


@settings(max_examples=150, deadline=None)
@given(values=VALUES, cut=st.tuples(st.integers(0, 5), st.integers(0, 30)), kind=st.sampled_from(KINDS))
def test_tags_equal_the_librarys_cmac(values: list[bytes | None], cut: tuple[int, int], kind: Any) -> None:
    array = pa.array(values, pa.binary())
    array = array.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else array.cast(kind)
    assert rows(MAC.tags(array.slice(*cut))) == expected(values[cut[0] : cut[0] + cut[1]])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=25)), max_size=8), max_size=4))
def test_tags_of_chunks_are_in_order(parts: list[list[str | None]]) -> None:
    flat = [None if value is None else value.encode() for part in parts for value in part]
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        column = pa.chunked_array([pa.array(part, kind) for part in parts], kind)
        assert rows(MAC.tags(column)) == expected(flat)


@pytest.mark.parametrize("length", [0, 1, 8, 13, 15, 16, 17, 32, 33])
def test_tags_of_many_values_of_one_length(length: int) -> None:
    values = [bytes([i % 251, i // 251 % 251] * length)[:length] for i in range(17_000)]
    array = pa.array(values)
    tags = rows(MAC.tags(array))
    for row in [*range(3), *range(511, 514), *range(16_382, 16_387), *range(16_997, 17_000)]:
        assert tags[row] == cmac(KEY, values[row])
    assert tags[1:] == rows(MAC.tags(array.slice(1)))


def test_tags_of_mixed_lengths_over_several_slices() -> None:
    values = [b"x" * (i % 50) + bytes([i % 256]) for i in range(34_000)]
    tags = rows(MAC.tags(pa.array(values)))
    assert all(tags[row] == cmac(KEY, values[row]) for row in range(0, 34_000, 97))


def test_values_of_any_length_have_tags() -> None:
    values = [*(b"a" * n for n in (4095, 4096, 4097, 100_000, 0, 16)), None, b"b"]
    assert rows(MAC.tags(pa.array(values))) == expected(values)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.null(), pa.binary(5)], ids=str)
def test_columns_without_values(kind: Any) -> None:
    assert MAC.tags(pa.array([], kind)).shape == (0, 16)
    assert MAC.tags(pa.chunked_array([], kind)).shape == (0, 16)
    assert rows(MAC.tags(pa.array([None] * 700, kind))) == [bytes(16)] * 700


def test_dictionaries_with_nulls_in_both_places() -> None:
    array = pa.DictionaryArray.from_arrays(pa.array([0, None, 1, 0], pa.int8()), pa.array(["bsn:1", None]))
    assert rows(MAC.tags(array)) == expected([b"bsn:1", None, None, b"bsn:1"])
    empty = pa.DictionaryArray.from_arrays(pa.array([None, None], pa.int8()), pa.array([], pa.string()))
    assert rows(MAC.tags(empty)) == [bytes(16)] * 2


def test_bytes_under_nulls_leave_no_trace() -> None:
    offsets = pa.py_buffer(np.arange(0, 13 * 4, 13, dtype=np.int32).tobytes())
    data = pa.py_buffer(b"bsn:123456782bsn:999990019bsn:111222333")
    array = pa.Array.from_buffers(pa.string(), 3, [pa.py_buffer(b"\x05"), offsets, data])
    assert rows(MAC.tags(array)) == expected([b"bsn:123456782", None, b"bsn:111222333"])


def test_several_threads_share_one_mac() -> None:
    columns = [pa.array([f"bsn:{t}{i:07d}" for i in range(20_000)]) for t in range(4)]
    alone = [MAC.tags(column) for column in columns]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            assert all(np.array_equal(a, b) for a, b in zip(alone, pool.map(MAC.tags, columns), strict=True))


# --- blocks ----------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.binary(min_size=640, max_size=640))
def test_blocks_go_there_and_back(count: int, content: bytes) -> None:
    blocks = np.frombuffer(content, np.uint8)[: count * 16].reshape(count, 16)
    tags = MAC.tags_of_blocks(blocks)
    assert rows(tags) == [cmac(KEY, row) for row in rows(blocks)]
    assert np.array_equal(MAC.blocks_of_tags(tags), blocks)
    plain = MAC.encrypt_blocks(blocks)
    assert plain.tobytes() == Cipher(algorithms.AES(KEY), modes.ECB()).encryptor().update(blocks.tobytes())
    assert np.array_equal(MAC.decrypt_blocks(plain), blocks)


def test_many_blocks_in_any_layout() -> None:
    wide = np.random.default_rng(1).integers(0, 256, (40_000, 32), np.uint8)
    for blocks in (wide[:, :16], wide[::3, 16:], np.asfortranarray(wide[:, :16])):
        tags = MAC.tags_of_blocks(blocks)
        assert tags[-1].tobytes() == cmac(KEY, blocks[-1].tobytes())
        assert np.array_equal(tags, MAC.tags(pa.array([row.tobytes() for row in blocks], pa.binary(16))))
        assert np.array_equal(MAC.blocks_of_tags(tags), blocks)


@pytest.mark.parametrize("blocks", [np.zeros((2, 15), np.uint8), np.zeros(16, np.uint8), np.zeros((2, 16), np.int64)])
def test_other_shapes_are_a_mistake(blocks: np.ndarray[Any, Any]) -> None:
    with pytest.raises(ValueError, match="shape"):
        MAC.tags_of_blocks(blocks)
    with pytest.raises(ValueError, match="sixteen"):
        sentinel_digest(blocks)


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.covers("Z-33")
def test_pseudonyms_are_stable_in_a_domain_and_differ_across_domains() -> None:
    group, people = bytes(range(32, 64)), ["bsn:123456782", "bsn:999990019"]

    def relayed(people: list[str], domain: str, at_ttp: bytes) -> list[bytes]:
        stage_one = derive(group, purpose="stage-one", domain=domain, version=1, test=False)
        return rows(ColumnMac(at_ttp).tags_of_blocks(ColumnMac(stage_one).tags(pa.array(people))))

    here = relayed(people, "registry-1", b"1" * 32)
    assert relayed(people[::-1], "registry-1", b"1" * 32) == here[::-1]
    assert not set(here) & set(relayed(people, "registry-2", b"2" * 32))
    assert not set(here) & set(relayed(people, "registry-1", b"2" * 32)), "the key of the third party counts"
    assert not set(here) & set(relayed(people, "registry-2", b"1" * 32)), "the key of the source counts"


@pytest.mark.covers("I-22")
def test_an_identifier_cannot_be_found_from_its_tag_without_the_key() -> None:
    tag = MAC.tags(pa.array(["bsn:123456782"])).tobytes()
    unkeyed = [hashlib.new(name, b"bsn:123456782").digest()[:16] for name in ("md5", "sha1", "sha256", "sha512")]
    assert tag not in unkeyed
    assert all(ColumnMac(bytes([i]) + KEY[1:]).tags(pa.array(["bsn:123456782"])).tobytes() != tag for i in range(1, 9))


def test_every_part_of_a_derivation_counts() -> None:
    plain: dict[str, Any] = {"purpose": "ab", "domain": "cd", "version": 1, "test": False}
    others = [
        {**plain, "purpose": "abc", "domain": "d"},
        {**plain, "purpose": "a", "domain": "bcd"},
        {**plain, "version": 2},
        {**plain, "version": 11},
        {**plain, "domain": "cd1"},
        {**plain, "test": True},
    ]
    made = [derive(KEY, **each) for each in [plain, *others]]
    assert len({*made, derive(bytes(32), **plain)}) == len(made) + 1
    assert all(len(key) == 32 for key in made)


def test_a_key_check_tells_keys_and_labels_apart() -> None:
    checks = {key_check(KEY, "group"), key_check(KEY, "stage-one"), key_check(bytes(32), "group")}
    assert len(checks) == 3
    assert all(len(bytes.fromhex(check)) == 16 for check in checks)
    assert key_check(KEY, "group") == key_check(bytes(KEY), "group")


def test_a_recipient_recognises_the_key_by_its_sentinels() -> None:
    received = MAC.tags_of_blocks(SENTINELS)
    assert sentinel_digest(received) == sentinel_check(MAC)
    assert sentinel_digest(ColumnMac(bytes(32)).tags_of_blocks(SENTINELS)) != sentinel_check(MAC)
    assert sentinel_digest(received[::-1]) != sentinel_check(MAC)
    with pytest.raises(ValueError, match="read-only"):
        SENTINELS[0] = 0


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_keys_of_another_size_are_a_mistake(length: int) -> None:
    uses: list[Callable[[bytes], object]] = [
        ColumnMac,
        lambda key: key_check(key, "group"),
        lambda key: derive(key, purpose="p", domain="d", version=1, test=False),
    ]
    for use in uses:
        with pytest.raises(ValueError, match="32 bytes"):
            use(bytes(length))


@pytest.mark.parametrize("change", [{"purpose": ""}, {"domain": ""}, {"version": 0}])
def test_a_derivation_needs_names_and_a_version(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="needed"):
        made: dict[str, Any] = {"purpose": "p", "domain": "d", "version": 1, "test": False} | change
        derive(KEY, **made)


def test_a_mac_does_not_show_its_key() -> None:
    assert repr(MAC) == "ColumnMac(…)"
