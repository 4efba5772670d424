"""The end of a segment: ended, closed, destroyed after its term; and the copy that an auditor takes along."""

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from signatures.issuing import new_issuer

from ledger.writing import AT, concerning, without_triggers, write
from sluis import evidence
from sluis.deadlines import Term
from sluis.evidence.checkpoint import Checkpoint, SignedCheckpoint, sign_checkpoint
from sluis.evidence.destruction import sign_statement
from sluis.portal.ledger import models, segments
from sluis.portal.ledger.exporting import export, zipped
from sluis.portal.ledger.models import Chain, Entry, Segment
from sluis.portal.ledger.verifying import verify
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import evidence as evidence_codes
from sluis.refusals.catalogue import oversight as codes
from sluis.signatures import Role

pytestmark = pytest.mark.usefixtures("database")
ISSUER = new_issuer()
SIGNER = ISSUER.signer("ttp", Role.TTP, at=AT - timedelta(days=1), days=300)
KEPT = Term.read("5 years")
LONG_AGO = AT.replace(year=AT.year - 6)


def refuses(code: Code) -> Any:
    """Refused with this code."""
    return pytest.raises(Refused, check=lambda refused: refused.code is code)


def ended(count: int = 20, at: datetime = LONG_AGO) -> int:
    """A segment with so many events, and its end."""
    write(count, at=at)
    with transaction.atomic():
        return segments.end(concerning("evidence.segment-ended", at))


def closed(count: int = 20, at: datetime = LONG_AGO) -> int:
    """One that is closed as well."""
    segment = ended(count, at)
    wanted = segments.to_close(AT)
    assert wanted and wanted[0] == segment
    with transaction.atomic():
        segments.close(segment, sign_checkpoint(wanted[1], SIGNER), ISSUER.trust, concerning("evidence.segment-closed"))
    return segment


def destroyed(segment: int) -> None:
    """And destroyed."""
    wanted = segments.to_destroy(AT, KEPT)
    assert wanted and wanted[0] == segment
    event = concerning("evidence.destroyed", objects={"segment": str(segment)})
    with transaction.atomic():
        segments.destroy(segment, sign_statement(wanted[1], SIGNER), ISSUER.trust, KEPT, event)


def test_segment_ends_with_its_own_event_and_the_next_begins_another() -> None:
    assert ended() == 1
    write(3)
    assert Entry.objects.filter(segment_id=1).order_by("-n")[0].kind == "evidence.segment-ended"
    assert Entry.objects.filter(segment_id=2).count() == 3 and verify(ISSUER.trust, thorough=True).sound


def test_segment_is_closed_while_others_go_on_writing() -> None:
    ended()
    write(5)
    wanted = segments.to_close(AT)
    write(5)
    assert wanted is not None
    with transaction.atomic():
        segments.close(1, sign_checkpoint(wanted[1], SIGNER), ISSUER.trust, concerning("evidence.segment-closed"))
    assert segments.to_close(AT) is None
    assert verify(ISSUER.trust, thorough=True).sound


def test_open_segment_is_not_closed_and_a_closing_elsewhere_is_refused() -> None:
    write(3)
    chain = Chain.objects.get()
    here = sign_checkpoint(Checkpoint(chain.name, chain.n, chain.head, AT), SIGNER)
    with transaction.atomic(), refuses(codes.NOT_TO_CLOSE):
        segments.close(1, here, ISSUER.trust, concerning("evidence.segment-closed"))
    ended(2)
    with transaction.atomic(), refuses(codes.CHECKPOINT_DIFFERS):
        segments.close(1, here, ISSUER.trust, concerning("evidence.segment-closed"))
    assert Segment.objects.get(number=1).closing is None


@pytest.mark.covers("Z-101")
def test_oldest_segment_is_destroyed_after_its_term_and_the_rest_stays_whole() -> None:
    closed()
    closed(10)
    write(5)
    destroyed(1)
    assert not Entry.objects.filter(segment_id=1).exists() and Entry.objects.filter(segment_id=2).count() == 12
    found = verify(ISSUER.trust, thorough=True)
    assert found.sound and found.last and found.last.n == Chain.objects.get().n
    assert Entry.objects.order_by("-n")[0].kind == "evidence.destroyed"


def test_segment_stays_while_its_term_runs_or_an_older_one_is_there() -> None:
    young = closed(at=AT - timedelta(days=100))
    assert segments.to_destroy(AT, KEPT) is None
    proof = segments.to_destroy(AT.replace(year=AT.year + 6), KEPT)
    assert proof is not None
    event = concerning("evidence.destroyed", objects={"segment": "1"})
    for segment, code in ((young, codes.TERM_RUNNING), (2, evidence_codes.SEGMENT_NOT_CLOSED)):
        with transaction.atomic(), refuses(code):
            segments.destroy(segment, sign_statement(proof[1], SIGNER), ISSUER.trust, KEPT, event)
    assert Entry.objects.filter(segment_id=1).count() == 22


@pytest.mark.parametrize("flaw", ["other lines", "other signer", "other segment"])
def test_segment_stays_without_the_proof_that_belongs_to_it(flaw: str) -> None:
    closed()
    wanted = segments.to_destroy(AT, KEPT)
    assert wanted
    statement = wanted[1]
    if flaw == "other lines":
        digest = statement[statement.index(b'"sha256":"') + 10 :][:64]
        statement = statement.replace(digest, b"0" * 64)
    if flaw == "other segment":
        statement = statement.replace(b'"segment":1', b'"segment":2')
    signer = new_issuer().signer("ttp", Role.TTP, at=AT - timedelta(days=1)) if flaw == "other signer" else SIGNER
    event = concerning("evidence.destroyed", objects={"segment": "1"})
    with transaction.atomic(), refuses(codes.PROOF_WRONG):
        segments.destroy(1, sign_statement(statement, signer), ISSUER.trust, KEPT, event)
    assert Entry.objects.filter(segment_id=1).count() == 22


def test_destroyed_lines_that_are_still_there_and_a_forged_proof_are_found() -> None:
    closed()
    write(2)
    with without_triggers(), connection.cursor() as cursor:
        Segment.objects.filter(number=1).update(destruction=b"{}")
        assert [each.code for each in verify(ISSUER.trust).findings] == [evidence_codes.SEGMENT_MISSING]
        cursor.execute("DELETE FROM ledger_entry WHERE segment_id = 1")
    assert [each.code for each in verify(ISSUER.trust).findings] == [evidence_codes.SEGMENT_MISSING]


@pytest.mark.covers("Z-101")
def test_copy_for_an_auditor_verifies_by_the_command_of_the_files(tmp_path: Path) -> None:
    closed()
    closed(10)
    destroyed(1)
    ended(4, AT)
    write(6_000)
    chain = Chain.objects.get()
    export(tmp_path / "copy")
    against = sign_checkpoint(Checkpoint(chain.name, chain.n, chain.head, AT), SIGNER)
    found = evidence.verify(tmp_path / "copy", against, ISSUER.trust)
    assert found.findings == () and found.last and found.last.n == chain.n
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped())))
    assert archive.testzip() is None
    for path in (tmp_path / "copy").glob("*.json*"):
        assert archive.read(path.name) == path.read_bytes()


def keep(signed: SignedCheckpoint) -> None:
    """As a service does."""
    with transaction.atomic():
        segments.keep(signed, ISSUER.trust, concerning("evidence.checkpointed"))


def test_checkpoint_is_kept_once_and_rests_until_something_happens() -> None:
    write(3)
    wanted = segments.to_sign(AT)
    assert wanted
    write(2)
    for _twice in range(2):
        keep(sign_checkpoint(wanted, SIGNER))
    assert models.Checkpoint.objects.count() == 1
    assert segments.to_sign(AT) is None
    write(1)
    assert segments.to_sign(AT) is not None and verify(ISSUER.trust).sound


def test_checkpoint_that_does_not_fit_is_not_kept() -> None:
    write(3)
    chain = Chain.objects.get()
    other = "exchange." + "1" * 32
    keep(sign_checkpoint(Checkpoint(other, 7, "1" * 64, AT), SIGNER))
    for wrong in (
        Checkpoint(chain.name, 2, chain.head, AT),
        Checkpoint(chain.name, 99, chain.head, AT),
        Checkpoint(other, 7, "2" * 64, AT),
        Checkpoint(other, 6, "2" * 64, AT),
    ):
        with refuses(codes.CHECKPOINT_DIFFERS):
            keep(sign_checkpoint(wrong, SIGNER))
    assert models.Checkpoint.objects.count() == 1
