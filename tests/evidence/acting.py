"""A chain to act on: events, a store, and who signs."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from signatures.issuing import AT, issuer

from sluis.evidence import Event, EvidenceStore, Verification
from sluis.refusals import Finding
from sluis.signatures import KeySigner, Role, Trust


@cache
def signer() -> KeySigner:
    return issuer().signer("ttp", Role.TTP, days=90)


def trust() -> Trust:
    return issuer().trust


def event(number: int = 0, kind: str = "delivery.relayed") -> Event:
    return Event(
        kind=kind,
        at=AT + timedelta(minutes=number),
        actor="relay",
        responsible="ttp",
        access_point="sluis ttp relay",
        objects={"delivery": f"{number:032x}", "agreement": "youth-2026"},
        counts={"rows": number, "persons": 2},
    )


def store(folder: Path) -> EvidenceStore:
    return EvidenceStore(folder / "evidence", chain="ttp", wait_seconds=30)


def filled(folder: Path, events: int, *, first: int = 1) -> EvidenceStore:
    made = store(folder)
    for number in range(first, first + events):
        made.append(event(number))
    return made


def segment(folder: Path, number: int = 1) -> Path:
    return folder / "evidence" / f"{number:08d}.jsonl"


def lines(folder: Path, number: int = 1) -> list[bytes]:
    return segment(folder, number).read_bytes().splitlines(keepends=True)


def rewrite(folder: Path, changed: list[bytes], number: int = 1) -> None:
    segment(folder, number).write_bytes(b"".join(changed))


def facts(found: Verification) -> list[tuple[str, dict[str, str | int]]]:
    """Codes and their facts, as they were found."""
    return [(_number(each), dict(each.facts)) for each in found.findings]


def codes(found: Verification) -> list[str]:
    return [_number(each) for each in found.findings]


def _number(finding: Finding) -> str:
    return finding.code.number
