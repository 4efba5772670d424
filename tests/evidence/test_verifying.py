"""A chain that somebody changed: what was done is named."""

import shutil
from pathlib import Path

import pytest
from signatures.issuing import AT, issuer, other_issuer, refuses

from evidence.acting import codes, event, facts, filled, lines, rewrite, segment, signer, store, trust
from evidence.test_store import destroying
from sluis.evidence import EvidenceStore, SignedCheckpoint, verify
from sluis.refusals.catalogue import evidence, signing
from sluis.signatures import KeySigner, Role


@pytest.fixture
def witness(tmp_path: Path) -> SignedCheckpoint:
    """A checkpoint kept outside, after which the chain went on."""
    made = filled(tmp_path, 5)
    kept = made.checkpoint(signer(), AT)
    made.append(event(6))
    return kept


def replaced(folder: Path, by: KeySigner, *, chain: str = "", events: int = 9) -> None:
    """What somebody with all of the machine would do: write the whole history anew, closed with a checkpoint."""
    shutil.rmtree(folder / "evidence")
    made = store(folder)
    for number in range(events):
        made.append(event(500 + number))
    if chain:
        _rename(folder, chain)
    made.close_segment(by, AT)


def _rename(folder: Path, chain: str) -> None:
    """Give a chain the id of another, every hash made right again."""
    from sluis.evidence.chain import Position, digest, read_line, write_line
    from sluis.evidence.event import Event

    position, new = None, []
    for line in lines(folder):
        n, each = read_line(line)
        value = each.value()
        if n == 0:
            value["objects"] = {"chain": chain}
        new.append(write_line(Event.from_value(value), position))
        position = Position(n, digest(new[-1]))
    rewrite(folder, new)


@pytest.mark.covers("Z-39")
def test_unaltered_chain_is_sound(tmp_path: Path, witness: SignedCheckpoint) -> None:
    for against in (None, witness):
        found = verify(tmp_path / "evidence", against, trust())
        assert found.sound
        assert (found.chain, found.events) == (witness.checkpoint.chain, 7)
        assert found.last is not None
        assert found.last.n == 6


@pytest.mark.covers("Z-39")
def test_altered_event_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    changed = lines(tmp_path)
    changed[3] = changed[3].replace(b'"rows":3', b'"rows":4')
    rewrite(tmp_path, changed)
    for against in (None, witness):
        assert facts(verify(tmp_path / "evidence", against, trust())) == [("2710", {"n": 3, "segment": 1})]


@pytest.mark.covers("Z-39")
def test_cut_chain_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    rewrite(tmp_path, lines(tmp_path)[:4])
    assert verify(tmp_path / "evidence", None, trust()).sound  # from inside it cannot be seen
    assert facts(verify(tmp_path / "evidence", witness, trust())) == [("2714", {"last": 3, "n": 5})]


@pytest.mark.covers("Z-39")
def test_rolled_back_and_rewritten_chain_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    rewrite(tmp_path, lines(tmp_path)[:4])
    filled(tmp_path, 6, first=50)
    assert verify(tmp_path / "evidence", None, trust()).sound
    assert facts(verify(tmp_path / "evidence", witness, trust())) == [("2715", {"n": 5})]


@pytest.mark.covers("Z-39")
def test_wholly_replaced_chain_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    replaced(tmp_path, signer())
    assert verify(tmp_path / "evidence", None, trust()).sound
    assert codes(verify(tmp_path / "evidence", witness, trust())) == ["2716"]


@pytest.mark.covers("Z-39")
def test_chain_signed_again_by_another_key_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    accomplice = issuer().signer("ttp", Role.TTP)
    replaced(tmp_path, accomplice)
    assert codes(verify(tmp_path / "evidence", witness, trust())) == ["2716", "2717"]
    replaced(tmp_path, accomplice, chain=witness.checkpoint.chain)
    found = verify(tmp_path / "evidence", witness, trust())
    assert facts(found) == [("2715", {"n": 5}), ("2717", {"segment": 1})]
    replaced(tmp_path, accomplice, chain=witness.checkpoint.chain, events=3)
    assert codes(verify(tmp_path / "evidence", witness, trust())) == ["2714", "2717"]


def test_chain_signed_again_by_a_stranger_is_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    replaced(tmp_path, other_issuer().signer("ttp", Role.TTP), chain=witness.checkpoint.chain)
    assert facts(verify(tmp_path / "evidence", None, trust())) == [("2718", {"segment": 1})]
    assert codes(verify(tmp_path / "evidence", witness, trust())) == ["2718", "2715"]


def test_another_key_alone_is_no_fault(tmp_path: Path, witness: SignedCheckpoint) -> None:
    """Keys are renewed; only a history that differs makes another key suspect."""
    store(tmp_path).close_segment(issuer().signer("ttp", Role.TTP), AT)
    assert verify(tmp_path / "evidence", witness, trust()).sound


def test_checkpoint_from_outside_must_itself_be_signed(tmp_path: Path, witness: SignedCheckpoint) -> None:
    forged = SignedCheckpoint(witness.checkpoint, store(tmp_path).checkpoint(signer(), AT).signature)
    with refuses(signing.SIGNATURE_WRONG):
        verify(tmp_path / "evidence", forged, trust())
    with refuses(signing.CERTIFICATE_UNTRUSTED):
        verify(tmp_path / "evidence", witness, other_issuer().trust)


def test_removed_and_damaged_lines_are_named(tmp_path: Path, witness: SignedCheckpoint) -> None:
    whole = lines(tmp_path)
    rewrite(tmp_path, whole[:2] + whole[3:])
    gap = ("2711", {"segment": 1, "expected": 2, "found": 3})
    assert facts(verify(tmp_path / "evidence", witness, trust())) == [gap]
    rewrite(tmp_path, [*whole[:2], b"{}\n", *whole[3:]])
    damaged = ("2712", {"line": 3, "segment": 1})
    assert facts(verify(tmp_path / "evidence", witness, trust())) == [damaged]
    rewrite(tmp_path, [*whole[:-1], whole[-1].replace(b'"rows":6', b'"rows":x')])
    assert facts(verify(tmp_path / "evidence", None, trust())) == [("2712", {"line": 7, "segment": 1})]


def test_endless_line_is_read_in_bounded_memory(tmp_path: Path, witness: SignedCheckpoint) -> None:
    with segment(tmp_path).open("ab") as file:
        file.truncate(file.tell() + 50_000_000)
    found = verify(tmp_path / "evidence", witness, trust())
    assert 1 <= len(found.findings) <= 5_000
    assert codes(found)[0] == "2712"


def segmented(folder: Path) -> EvidenceStore:
    made = filled(folder, 2)
    for number in (3, 4):
        made.close_segment(signer(), AT)
        made.append(event(number))
    return made


def test_segments_are_one_chain(tmp_path: Path) -> None:
    segmented(tmp_path)
    assert verify(tmp_path / "evidence", None, trust()).sound
    changed = lines(tmp_path, 2)
    rewrite(tmp_path, [changed[0].replace(b'"rows":3', b'"rows":4')], 2)
    assert facts(verify(tmp_path / "evidence", None, trust())) == [
        ("2719", {"segment": 2}),
        ("2710", {"n": 3, "segment": 3}),
    ]


def test_segment_after_which_all_was_written_anew_differs_from_its_closing(tmp_path: Path) -> None:
    made = filled(tmp_path, 3)
    made.close_segment(signer(), AT)
    (tmp_path / "evidence" / "00000001.closing.json").rename(tmp_path / "kept")
    rewrite(tmp_path, lines(tmp_path)[:2])
    filled(tmp_path, 2, first=70)
    (tmp_path / "kept").rename(tmp_path / "evidence" / "00000001.closing.json")
    assert facts(verify(tmp_path / "evidence", None, trust())) == [("2719", {"segment": 1})]


def test_missing_segment_needs_a_signed_proof(tmp_path: Path) -> None:
    segmented(tmp_path)
    segment(tmp_path, 1).rename(tmp_path / "kept")
    assert facts(verify(tmp_path / "evidence", None, trust())) == [("2720", {"segment": 1})]
    (tmp_path / "kept").rename(segment(tmp_path, 1))
    store(tmp_path).destroy_segment(1, signer(), destroying(1))
    proof = tmp_path / "evidence" / "00000001.destroyed.json"
    assert verify(tmp_path / "evidence", None, trust()).sound
    good = proof.read_bytes()
    for bad in (
        b"",
        b"{}\n",
        good.replace(b"2026-03-01", b"2026-03-02"),
        good.replace(b'segment\\":1', b'segment\\":2'),
    ):
        assert bad != good
        proof.write_bytes(bad)
        assert codes(verify(tmp_path / "evidence", None, trust())) == ["2720"]
    other = tmp_path / "other"
    made = segmented(other)
    made.destroy_segment(1, signer(), destroying(1))
    proof.write_bytes((other / "evidence" / "00000001.destroyed.json").read_bytes())
    assert codes(verify(tmp_path / "evidence", None, trust())) == ["2720"]


def test_checkpoint_of_a_destroyed_segment_cannot_be_compared(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    inside = made.checkpoint(signer(), AT)
    made.append(event(3))
    closing = made.close_segment(signer(), AT)
    made.append(event(4))
    made.destroy_segment(1, signer(), destroying(1))
    assert facts(verify(tmp_path / "evidence", inside, trust())) == [("2721", {"n": 2})]
    assert verify(tmp_path / "evidence", closing, trust()).sound


def test_closing_checkpoints_are_held_too(tmp_path: Path) -> None:
    segmented(tmp_path)
    first, second = (tmp_path / "evidence" / f"0000000{number}.closing.json" for number in (1, 2))
    good = first.read_bytes()
    first.write_bytes(second.read_bytes())
    assert codes(verify(tmp_path / "evidence", None, trust())) == ["2719"]
    first.write_bytes(b"{}\n")
    assert codes(verify(tmp_path / "evidence", None, trust())) == ["2718"]
    first.unlink()
    assert codes(verify(tmp_path / "evidence", None, trust())) == ["2718"]
    other = segmented(tmp_path / "other")
    assert other
    first.write_bytes((tmp_path / "other" / "evidence" / first.name).read_bytes())
    assert codes(verify(tmp_path / "evidence", None, trust())) == ["2722", "2719"]
    first.write_bytes(good)
    assert verify(tmp_path / "evidence", None, trust()).sound


def test_nothing_is_no_evidence(tmp_path: Path) -> None:
    with refuses(evidence.EVIDENCE_MISSING):
        verify(tmp_path / "evidence", None, trust())


def test_copy_that_cannot_be_written_in_is_verified(tmp_path: Path, witness: SignedCheckpoint) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "evidence", copy)
    (copy / "lock").unlink()
    before = sorted(path.name for path in copy.iterdir())
    assert verify(copy, witness, trust()).sound
    assert sorted(path.name for path in copy.iterdir()) == before
