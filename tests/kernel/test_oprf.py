"""RFC 9497 against its vectors, and what a server or client that cheats can do."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluis.kernel import oprf, polymorphic, ristretto
from sluis.kernel.libsodium import Column
from sluis.kernel.ristretto import ORDER, RowsRefused
from sluis.refusals import Refused
from sluis.refusals.catalogue import groups

EXPAND = json.loads((Path(__file__).parents[1] / "vectors" / "rfc9380-expand-sha512.json").read_text())
POPRF = 2


@pytest.fixture(scope="session")
def suites(shared_data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_data / "vectors" / "oprf-ristretto255-sha512.json").read_text())
    assert [suite["mode"] for suite in found] == [oprf.OPRF, oprf.VOPRF, POPRF]
    return found


def several(text: str) -> list[bytes]:
    return [bytes.fromhex(part) for part in text.split(",")]


def column(rows: list[bytes]) -> Column:
    return np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 32)


def listed(rows: Column) -> list[bytes]:
    return [row.tobytes() for row in rows]


@pytest.mark.parametrize("vector", EXPAND["vectors"], ids=lambda v: f"{v['message'][:5]}-{v['length']}")
def test_messages_expand_as_in_rfc_9380(vector: dict[str, Any]) -> None:
    expanded = oprf.expand_message(vector["message"].encode(), EXPAND["tag"].encode(), vector["length"])
    assert expanded.hex() == vector["output"]


def test_a_column_is_hashed_as_the_general_expansion_says() -> None:
    messages = [b"", b"a", b"bsn:123456782", bytes(500), "naïef".encode()]
    tag = b"HashToGroup-" + oprf.context(oprf.VOPRF)
    digests = [oprf.expand_message(message, tag, 64) for message in messages]
    assert listed(oprf.hash_to_group(messages)) == listed(ristretto.from_hashes(digests, len(messages)))


@pytest.mark.parametrize(("tag", "length"), [(b"", 32), (bytes(256), 32), (b"t", 0), (b"t", 255 * 64 + 1)])
def test_expansion_outside_its_range_is_a_mistake(tag: bytes, length: int) -> None:
    with pytest.raises(ValueError):
        oprf.expand_message(b"", tag, length)


@pytest.mark.parametrize("mode", [oprf.OPRF, oprf.VOPRF, POPRF])
def test_keys_and_tags_are_those_of_the_rfc(suites: list[dict[str, Any]], mode: int) -> None:
    suite = suites[mode]
    assert b"HashToGroup-" + oprf.context(mode) == bytes.fromhex(suite["groupDST"])
    secret, public = oprf.derive_key_pair(bytes.fromhex(suite["seed"]), bytes.fromhex(suite["keyInfo"]), mode)
    assert secret.hex() == suite["skSm"]
    assert public.hex() == suite.get("pkSm", public.hex())


@pytest.mark.parametrize("mode", [oprf.OPRF, oprf.VOPRF, POPRF])
def test_blinding_is_that_of_the_rfc(suites: list[dict[str, Any]], mode: int) -> None:
    """In POPRF too: the modes part ways only after this step."""
    for vector in suites[mode]["vectors"]:
        blinds = column(several(vector["Blind"]))
        kept, blinded = oprf.blind(several(vector["Input"]), mode, _blinds=blinds)
        assert listed(blinded) == several(vector["BlindedElement"])
        assert kept is blinds


@pytest.mark.parametrize("mode", [oprf.OPRF, oprf.VOPRF])
def test_evaluation_and_output_are_those_of_the_rfc(suites: list[dict[str, Any]], mode: int) -> None:
    secret = bytes.fromhex(suites[mode]["skSm"])
    for vector in suites[mode]["vectors"]:
        evaluated = oprf.blind_evaluate(secret, column(several(vector["BlindedElement"])))
        assert listed(evaluated) == several(vector["EvaluationElement"])
        elements = oprf.unblind(column(several(vector["Blind"])), evaluated)
        outputs = [oprf.finalize(*pair) for pair in zip(several(vector["Input"]), listed(elements), strict=True)]
        assert outputs == several(vector["Output"])


def test_proofs_are_those_of_the_rfc(suites: list[dict[str, Any]]) -> None:
    suite = suites[oprf.VOPRF]
    secret, public = bytes.fromhex(suite["skSm"]), bytes.fromhex(suite["pkSm"])
    assert {vector["Batch"] for vector in suite["vectors"]} == {1, 2}
    for vector in suite["vectors"]:
        blinded, evaluated = (column(several(vector[name])) for name in ("BlindedElement", "EvaluationElement"))
        proof = oprf.prove(secret, blinded, evaluated, _nonce=bytes.fromhex(vector["Proof"]["r"]))
        assert proof.hex() == vector["Proof"]["proof"]
        oprf.verify(public, blinded, evaluated, proof)


@pytest.mark.covers("Z-33")
def test_the_blind_way_and_the_file_give_one_pseudonym() -> None:
    texts = [f"bsn:{number:09d}" for number in range(40)]
    secret = polymorphic.make_scalar()
    blinds, blinded = oprf.blind([text.encode() for text in texts])
    evaluated = oprf.blind_evaluate(secret, blinded)
    oprf.verify(polymorphic.public(secret), blinded, evaluated, oprf.prove(secret, blinded, evaluated))
    y, z = polymorphic.make_scalar(), polymorphic.make_scalar()
    recipient = polymorphic.public(y)
    offered = polymorphic.encrypt(
        polymorphic.hash_to_group(pa.array(texts)), polymorphic.joint(recipient, polymorphic.public(z))
    )
    relayed = polymorphic.relay(offered, factor=secret, share=z, recipient=recipient)
    assert listed(oprf.unblind(blinds, evaluated)) == listed(polymorphic.decrypt(relayed, y))


def test_blinding_twice_shares_nothing() -> None:
    first, second = (oprf.blind([b"bsn:123456782"] * 2) for _ in range(2))
    seen = listed(np.concatenate([*first, *second]))
    assert len(set(seen)) == len(seen)


@pytest.fixture(scope="module")
def proven() -> tuple[bytes, Column, Column, bytes]:
    secret = polymorphic.make_scalar()
    _, blinded = oprf.blind([b"a", b"b", b"c"])
    evaluated = oprf.blind_evaluate(secret, blinded)
    return polymorphic.public(secret), blinded, evaluated, oprf.prove(secret, blinded, evaluated)


def test_two_proofs_share_no_randomness() -> None:
    """One nonce for two proofs would give the secret away."""
    secret, blinded = polymorphic.make_scalar(), oprf.hash_to_group([b"a"])
    evaluated = oprf.blind_evaluate(secret, blinded)
    first, second = (oprf.prove(secret, blinded, evaluated) for _ in range(2))
    assert first[:32] != second[:32]
    assert first[32:] != second[32:]


def test_a_server_with_another_key_is_seen(proven: tuple[bytes, Column, Column, bytes]) -> None:
    public, blinded, _, _ = proven
    other = polymorphic.make_scalar()
    evaluated = oprf.blind_evaluate(other, blinded)
    with pytest.raises(Refused) as caught:
        oprf.verify(public, blinded, evaluated, oprf.prove(other, blinded, evaluated))
    assert caught.value.code is groups.PROOF_REFUSED


def test_a_server_with_another_key_for_one_row_is_seen(proven: tuple[bytes, Column, Column, bytes]) -> None:
    secret = polymorphic.make_scalar()
    blinded = proven[1]
    evaluated = oprf.blind_evaluate(secret, blinded).copy()
    evaluated[1] = oprf.blind_evaluate(polymorphic.make_scalar(), blinded[1:2])[0]
    with pytest.raises(Refused, match="2655"):
        oprf.verify(polymorphic.public(secret), blinded, evaluated, oprf.prove(secret, blinded, evaluated))


def test_rows_in_another_order_are_seen(proven: tuple[bytes, Column, Column, bytes]) -> None:
    public, blinded, evaluated, proof = proven
    for wrong in (evaluated[::-1], blinded):
        with pytest.raises(Refused, match="2655"):
            oprf.verify(public, blinded, wrong, proof)
    with pytest.raises(Refused, match="2655"):
        oprf.verify(public, blinded[:2], evaluated[:2], proof)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 511))
def test_one_flipped_bit_of_a_proof_is_refused(bit: int) -> None:
    secret = (7).to_bytes(32, "little")
    blinded = oprf.hash_to_group([b"a"])
    evaluated = oprf.blind_evaluate(secret, blinded)
    proof = bytearray(oprf.prove(secret, blinded, evaluated))
    proof[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused, match="2655"):
        oprf.verify(polymorphic.public(secret), blinded, evaluated, bytes(proof))


@pytest.mark.parametrize("part", [bytes(32), ORDER.to_bytes(32, "little"), b"\xff" * 32])
def test_scalars_out_of_range_in_a_proof_are_refused(proven: tuple[bytes, Column, Column, bytes], part: bytes) -> None:
    public, blinded, evaluated, proof = proven
    for wrong in (part + proof[32:], proof[:32] + part, proof[:63], proof + b"\0", b""):
        with pytest.raises(Refused, match="2655"):
            oprf.verify(public, blinded, evaluated, wrong)


def test_invalid_elements_are_refused_at_every_entrance(proven: tuple[bytes, Column, Column, bytes]) -> None:
    public, blinded, evaluated, proof = proven
    bad = blinded.copy()
    bad[2] = 0
    for work in (
        lambda: oprf.blind_evaluate((5).to_bytes(32, "little"), bad),
        lambda: oprf.unblind(ristretto.random_scalars(3), bad),
        lambda: oprf.verify(public, bad, evaluated, proof),
        lambda: oprf.verify(public, blinded, bad, proof),
        lambda: oprf.prove((5).to_bytes(32, "little"), bad, evaluated),
    ):
        with pytest.raises(RowsRefused) as caught:
            work()
        assert caught.value.rows.tolist() == [2]
    with pytest.raises(Refused, match="2651"):
        oprf.verify(bytes(32), blinded, evaluated, proof)
    with pytest.raises(Refused, match="2651"):
        oprf.finalize(b"", bytes(32))
    with pytest.raises(Refused, match="2653"):
        oprf.blind_evaluate(bytes(32), blinded)


def test_a_proof_is_about_one_to_65535_pairs(proven: tuple[bytes, Column, Column, bytes]) -> None:
    _, blinded, _, _ = proven
    many = np.broadcast_to(blinded[0], (oprf.MOST + 1, 32))
    for rows in (blinded[:0], many):
        with pytest.raises(ValueError, match="65535"):
            oprf.prove((5).to_bytes(32, "little"), rows, rows)
