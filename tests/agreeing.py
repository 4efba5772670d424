"""New versions of the agreements of a world, by the product's own commands."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from worlds import Answer, World, sluis

PARTIES = ("source-1", "recipient-1")


def identifier(source: int = 1, recipient: int = 1) -> str:
    """The name of an agreement in a world."""
    return f"source-{source}-recipient-{recipient}"


def draft(
    world: World, version: int, *, source: int = 1, recipient: int = 1, more: Sequence[object] = ()
) -> tuple[Answer, Path]:
    """`sluis ttp agree`: a draft that the TTP has signed."""
    today = datetime.now(UTC).date()
    out = world.path(f"{identifier(source, recipient)}.v{version}.json")
    answer = sluis(
        "ttp", "agree", "--id", identifier(source, recipient), "--version", version,
        "--source", world.path(f"source-{source}", "card.json"),
        "--recipient", world.path(f"recipient-{recipient}", "card.json"),
        "--spec", world.specification, "--domain", f"registry-{recipient}",
        "--from", today, "--until", today + timedelta(days=30), *_checks(world, source, recipient, more), *more,
        "--home", world.path("ttp"), "--out", out,
    )  # fmt: skip
    return answer, out


def sign(world: World, party: str, document: Path) -> Answer:
    """`sluis agreement sign`."""
    return sluis("agreement", "sign", document, "--spec", world.specification, "--home", world.path(party))


def accept(world: World, party: str, document: Path) -> Answer:
    """`sluis agreement accept`."""
    return sluis("agreement", "accept", document, "--spec", world.specification, "--home", world.path(party))


def renew(world: World, version: int, *more: object, source: int = 1, recipient: int = 1) -> Path:
    """A new version that all three have signed and accepted."""
    answer, document = draft(world, version, source=source, recipient=recipient, more=more)
    assert answer.code == 0, answer.err
    parties = (f"source-{source}", f"recipient-{recipient}")
    steps = [sign(world, party, document) for party in parties]
    steps += [accept(world, party, document) for party in (*parties, "ttp")]
    assert [step.code for step in steps] == [0] * 5, [step.err for step in steps]
    return document


def _checks(world: World, source: int, recipient: int, more: Sequence[object]) -> list[object]:
    """What the sources' group key must check to, in the keyed scheme."""
    if "scheme: keyed" not in world.specification.read_text() or "--group-check" in more:
        return []
    texts = [str(word) for word in more]
    version = texts[texts.index("--domain-version") + 1] if "--domain-version" in texts else "1"
    answer = sluis(
        "source", "group", "check", "--domain", f"registry-{recipient}", "--version", version,
        "--home", world.path(f"source-{source}"),
    )  # fmt: skip
    assert answer.code == 0, answer.err
    return ["--group-check", answer.out.strip()]
