"""Values that the holder of the key can open again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel.reversible import ReversibleColumn
from sluis.refusals import Refused
from sluis.refusals.catalogue import keys

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rfc5297.json").read_text())["vectors"]
KEY = bytes(range(64))
COLUMN = ReversibleColumn(KEY, domain="registry-1", field="POST")


def siv(key: bytes, plain: bytes, associated: list[bytes]) -> bytes:
    """RFC 5297, section 2.6, from CMAC and CTR."""

    def mac(content: bytes) -> int:
        half = CMAC(algorithms.AES(key[: len(key) // 2]))
        half.update(content)
        return int.from_bytes(half.finalize())

    def double(block: int) -> int:
        return (block << 1) & (2**128 - 1) ^ (0x87 if block >> 127 else 0)

    state = mac(bytes(16))
    for each in associated:
        state = double(state) ^ mac(each)
    if len(plain) >= 16:
        last = plain[:-16] + (int.from_bytes(plain[-16:]) ^ state).to_bytes(16)
    else:
        padded = (plain + b"\x80").ljust(16, b"\0")
        last = (double(state) ^ int.from_bytes(padded)).to_bytes(16)
    tag = mac(last)
    counter = (tag & ~(1 << 63 | 1 << 31)).to_bytes(16)
    stream = Cipher(algorithms.AES(key[len(key) // 2 :]), modes.CTR(counter)).encryptor()
    return tag.to_bytes(16) + stream.update(plain)


@pytest.mark.parametrize("vector", VECTORS, ids=["A.1", "A.2"])
def test_reference_is_that_of_rfc_5297(vector: dict[str, Any]) -> None:
    key, plain = bytes.fromhex(vector["key"]), bytes.fromhex(vector["plaintext"])
    assert siv(key, plain, [bytes.fromhex(each) for each in vector["associated"]]).hex() == vector["output"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_texts_are_aes_siv_in_base64(value: str) -> None:
    text = COLUMN.encrypt(pa.array([value]))[0].as_py()
    sealed = siv(KEY, value.encode(), [b"registry-1", b"POST"])
    standard = pa.array([sealed]).cast(pa.binary())[0].as_py()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    bits = "".join(f"{byte:08b}" for byte in standard)
    bits += "0" * (-len(bits) % 6)
    assert text == "".join(alphabet[int(bits[i : i + 6], 2)] for i in range(0, len(bits), 6))


@pytest.mark.covers("Z-47")
@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.text(max_size=40), max_size=12), st.integers(0, 3))
def test_every_string_comes_back(values: list[str | None], cut: int) -> None:
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        texts = COLUMN.encrypt(pa.array(values, kind).slice(cut))
        assert texts.type == pa.string()
        assert not {text for text in texts.to_pylist() if text} & {value for value in values if value}
        assert COLUMN.decrypt(texts.cast(kind)).whole().to_pylist() == values[cut:]


def test_chunks_and_dictionaries_come_back() -> None:
    values = ["1234AB", None, "1234AB", ""]
    chunked = pa.chunked_array([values, values])
    texts = COLUMN.encrypt(chunked)
    assert texts.to_pylist() == COLUMN.encrypt(chunked.dictionary_encode()).to_pylist()
    assert COLUMN.decrypt(texts.dictionary_encode()).whole().to_pylist() == values * 2
    assert texts[0].as_py() == texts[2].as_py() != texts[3].as_py()


@pytest.mark.covers("Z-47")
@pytest.mark.parametrize(
    "other",
    [
        ReversibleColumn(bytes(64), domain="registry-1", field="POST"),
        ReversibleColumn(KEY, domain="registry-2", field="POST"),
        ReversibleColumn(KEY, domain="registry-1", field="NAME"),
        ReversibleColumn(KEY, domain="POST", field="registry-1"),
        ReversibleColumn(KEY, domain="registry-1P", field="OST"),
    ],
)
def test_another_key_domain_or_field_opens_nothing(other: ReversibleColumn) -> None:
    texts = COLUMN.encrypt(pa.array(["1234AB", None, "9999ZZ"]))
    assert not set(other.encrypt(pa.array(["1234AB"])).to_pylist()) & set(texts.to_pylist())
    decrypted = other.decrypt(texts)
    assert decrypted.values.to_pylist() == [None] * 3
    assert decrypted.refused.tolist() == [True, False, True]
    with pytest.raises(Refused) as refused:
        decrypted.whole()
    assert refused.value.code is keys.CIPHERTEXT_REFUSED
    assert refused.value.facts == {"count": 2, "rows": "1, 3"}


def test_every_changed_character_is_refused_in_its_row_only() -> None:
    text = COLUMN.encrypt(pa.array(["1234AB"]))[0].as_py()
    spoiled = [text[:i] + ("A" if text[i] != "A" else "B") + text[i + 1 :] for i in range(len(text))]
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(text[-1])
    respelled = text[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    odd = [
        "",
        "A",
        "AAAA",
        "=",
        text + "=",
        text + "==",
        text + "A",
        text[:-1],
        f" {text}",
        f"{text}\n",
        "é" * 30,
        respelled,
    ]
    decrypted = COLUMN.decrypt(pa.array([text, *spoiled, *odd, text]))
    assert decrypted.refused.tolist() == [False] + [True] * (len(spoiled) + len(odd)) + [False]
    assert decrypted.values.to_pylist() == ["1234AB"] + [None] * (len(spoiled) + len(odd)) + ["1234AB"]


def test_only_one_of_the_spellings_of_base64_is_taken() -> None:
    values = [f"value {i}" * 3 for i in range(200)]
    texts = COLUMN.encrypt(pa.array(values)).to_pylist()
    standard = [text.replace("-", "+").replace("_", "/") for text in texts]
    refused = COLUMN.decrypt(pa.array(standard)).refused
    assert refused.tolist() == [a != b for a, b in zip(texts, standard, strict=True)]
    assert refused.any()


def test_wrong_use_is_a_mistake() -> None:
    for length in (0, 32, 48, 63):
        with pytest.raises(ValueError, match="64 bytes"):
            ReversibleColumn(bytes(length), domain="d", field="f")
    for domain, field in (("", "f"), ("d", "")):
        with pytest.raises(ValueError, match="needed"):
            ReversibleColumn(KEY, domain=domain, field=field)
    for column in (pa.array([1]), pa.array([b"x"])):
        with pytest.raises(TypeError, match="strings"):
            COLUMN.encrypt(column)
    assert repr(COLUMN) == "ReversibleColumn(…)"
    assert COLUMN.decrypt(pa.array([], pa.string())).refused.dtype == np.bool_
