"""Checkpoints: signed, carried in other JSON, and refused when anything in them differs."""

from datetime import timedelta
from typing import Any

import pytest
from signatures.issuing import AT, issuer, other_issuer, refuses

from evidence.acting import filled, signer, trust
from sluis.evidence import Checkpoint, SignedCheckpoint, from_value, read_checkpoint
from sluis.evidence.checkpoint import sign_checkpoint
from sluis.refusals import Refused
from sluis.refusals.catalogue import evidence, signing
from sluis.signatures import Role, exact

CHAIN = "ttp." + "0" * 32


def made(**changes: Any) -> SignedCheckpoint:
    fields: dict[str, Any] = {"chain": CHAIN, "n": 7, "head": "a" * 64, "at": AT}
    return sign_checkpoint(Checkpoint(**(fields | changes)), signer())


def test_checkpoint_travels_in_other_json() -> None:
    signed = made()
    assert from_value(exact.load(exact.dump({"checkpoint": signed.value()}))["checkpoint"]) == signed
    assert read_checkpoint(signed.write()) == signed
    assert signed.verify(trust()).party == "ttp"


@pytest.mark.parametrize(
    "change", [{"n": 8}, {"head": "b" * 64}, {"chain": "ttp." + "1" * 32}, {"at": "2026-03-02T12:00:00Z"}]
)
def test_changed_checkpoint_is_refused(change: dict[str, Any]) -> None:
    with refuses(signing.SIGNATURE_WRONG):
        from_value(made().value() | change).verify(trust())


@pytest.mark.parametrize(
    "change",
    [
        {"n": -1},
        {"n": True},
        {"n": "7"},
        {"head": "A" * 64},
        {"head": 7},
        {"chain": "ttp"},
        {"at": "2026-03-01"},
        {"at": "2026-3-01T12:00:00Z"},
        {"signature": None},
        {"more": "x"},
    ],
)
def test_checkpoint_of_another_form_is_refused(change: dict[str, Any]) -> None:
    with refuses(evidence.CHECKPOINT_UNREADABLE):
        from_value(made().value() | change)


def test_checkpoint_counts_when_its_signer_was_certified_at_its_moment() -> None:
    later = AT + timedelta(days=900)
    old = issuer().signer("ttp", Role.TTP, days=1)
    assert sign_checkpoint(made().checkpoint, old).verify(trust())
    with refuses(signing.CERTIFICATE_EXPIRED):
        sign_checkpoint(made(at=later).checkpoint, old).verify(trust())
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        sign_checkpoint(made().checkpoint, other_issuer().signer("ttp", Role.TTP)).verify(trust())


def test_file_of_another_form_is_refused(tmp_path: Any) -> None:
    signed = filled(tmp_path, 1).checkpoint(signer(), AT)
    for data in (b"", signed.write()[:-1], b" " + signed.write()):
        with pytest.raises(Refused) as refusal:
            read_checkpoint(data)
        assert refusal.value.code is evidence.CHECKPOINT_UNREADABLE
