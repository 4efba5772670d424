"""Holding the secret of a public key: the attack that the proof prevents, and the proof."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import oprf, possession, ristretto
from sluis.kernel import polymorphic as p
from sluis.kernel.ristretto import ORDER
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "sluis-polymorphic-1.json").read_text(encoding="utf-8")
)
TEXT = b"agreement-1 ttp"


def test_who_chooses_its_key_last_could_open_alone_and_cannot_prove_it() -> None:
    recipient = p.public(p.make_scalar())
    hidden = p.make_scalar()
    rogue = ristretto.subtract(p.public(hidden), recipient).tobytes()  # Z = z'·G − Y
    elements = p.hash_to_group(pa.array(["bsn:123456782"]))
    offered = p.encrypt(elements, p.joint(recipient, rogue))
    assert p.decrypt(offered, hidden).tobytes() == elements.tobytes(), "the attack works"
    with pytest.raises(Refused) as caught:
        possession.verify(rogue, TEXT, possession.prove(hidden, TEXT))
    assert caught.value.code is groups.POSSESSION_REFUSED


def test_a_proof_is_of_one_key_and_one_text() -> None:
    secret = p.make_scalar()
    proof = possession.prove(secret, TEXT)
    possession.verify(p.public(secret), TEXT, proof)
    assert proof != possession.prove(secret, TEXT)
    for public, text in ((p.public(p.make_scalar()), TEXT), (p.public(secret), b"agreement-2 ttp")):
        with pytest.raises(Refused, match="2657"):
            possession.verify(public, text, proof)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 511))
def test_one_flipped_bit_is_refused(bit: int) -> None:
    secret = (3).to_bytes(32, "little")
    proof = bytearray(possession.prove(secret, TEXT))
    proof[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused, match="2657"):
        possession.verify(p.public(secret), TEXT, bytes(proof))


@pytest.mark.parametrize("part", [bytes(32), ORDER.to_bytes(32, "little"), b"\xff" * 32])
def test_parts_out_of_range_are_refused(part: bytes) -> None:
    secret = p.make_scalar()
    proof = possession.prove(secret, TEXT)
    for wrong in (part + proof[32:], proof[:32] + part, proof[:63], proof + b"\0", b""):
        with pytest.raises(Refused, match="2657"):
            possession.verify(p.public(secret), TEXT, wrong)
    with pytest.raises(Refused, match="2651"):
        possession.verify(bytes(32), TEXT, proof)
    with pytest.raises(Refused, match="2653"):
        possession.prove(part, TEXT)


def test_vector() -> None:
    vector = VECTORS["possession"]
    secret, nonce = bytes.fromhex(VECTORS["y"]), bytes.fromhex(vector["nonce"])
    text, proof = vector["text"].encode(), possession.prove(secret, vector["text"].encode(), _nonce=nonce)
    assert proof.hex() == vector["proof"]
    possession.verify(bytes.fromhex(VECTORS["Y"]), text, proof)
    commitment = ristretto.multiply_base(nonce).tobytes()  # the formulas again, in plain integers
    tag = b"sluis possession 1-ristretto255-SHA512"
    challenge = oprf.hash_to_scalar(bytes.fromhex(VECTORS["Y"]) + commitment + text, tag)
    numbers = np.frombuffer(proof, np.uint8).reshape(2, 32)
    r, y = (int.from_bytes(value, "little") for value in (nonce, secret))
    assert [int.from_bytes(part.tobytes(), "little") for part in numbers] == [challenge, (r - challenge * y) % ORDER]
