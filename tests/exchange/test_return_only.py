"""Transport can be switched off: the result returns to the source's own organisation, and nowhere else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from worlds import Answer, World, Worlds, sluis, specification


def _agree(world: World, recipient: str) -> Answer:
    today = datetime.now(UTC).date()
    return sluis(
        "ttp", "agree", "--id", "return", "--source", world.path("source-1", "card.json"),
        "--recipient", world.path(recipient, "card.json"), "--spec", world.specification, "--domain", "own",
        "--from", today, "--until", today + timedelta(days=9), "--return-only",
        "--home", world.path("ttp"), "--out", world.path("return.json"),
    )  # fmt: skip


@pytest.mark.covers("Z-38")
def test_with_transport_off_only_the_sources_own_organisation_gets_the_result(worlds: Worlds, tmp_path: Path) -> None:
    world = worlds.make(tmp_path / "world", specification())
    own = world.path("own")
    organisation = world.home("source-1").settings.organisation
    made = sluis("recipient", "init", "--home", own, "--party", "own", "--name", "Own", "--organisation", organisation)
    assert made.code == 0
    assert sluis("ttp", "domain", "--home", world.path("ttp"), "--domain", "own", "--scheme", "polymorphic").code == 0
    with world.refuses("2432") as answers:
        answers.append(_agree(world, "recipient-1"))
    answer = _agree(world, "own")
    assert answer.code == 0, answer.err
