"""Citizen service numbers that would leave as they are: by name, under an innocent name, written otherwise; refused at
load, at prepare, at the TTP and at the recipient."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from worlds import World, Worlds, sluis, specification

from adversaries import attacks
from sluis.kernel.keyed import SENTINELS
from sluis.kernel.sealing import seal_bytes
from sluis.package.persons import write_persons

BSNS = attacks.numbers(6, 100_000_000)
SMALL = attacks.numbers(3, 1_000_000)


def flow(field: str, scheme: str = "polymorphic") -> str:
    """A flow with one field more."""
    head, tail = specification(scheme).split("composites:")
    return f"{head}  - {{{field}, justification: why not}}\ncomposites:{tail}"


@pytest.mark.covers("Z-32", "Z-40")
@pytest.mark.parametrize("treatment", ["seal", "clear"])
@pytest.mark.parametrize(
    "name",
    ["BSN2", "bsn_moeder", "Burgerservicenummer", "burger_service_nummer", "sofinummer", "BSN-kind", "MotherBSN"],
)
def test_a_field_whose_name_says_bsn_is_refused_at_load(tmp_path: Path, name: str, treatment: str) -> None:
    path = tmp_path / "flow.yaml"
    path.write_text(flow(f"name: {name}, type: string, treatment: {treatment}"))
    answer = sluis("spec", "check", path)
    assert answer.code == 3, (name, answer.out)


@pytest.mark.covers("Z-32")
@pytest.mark.parametrize("treatment", ["seal", "clear", "{generalise: pc4}"])
def test_an_identifier_cannot_be_treated_as_anything_else(tmp_path: Path, treatment: str) -> None:
    path = tmp_path / "flow.yaml"
    path.write_text(flow(f"name: NUMMER, type: string, identifier: bsn, treatment: {treatment}"))
    assert sluis("spec", "check", path).code == 3


def rows(values: list[str]) -> str:
    """Rows with something in the innocent field."""
    lines = [f'{bsn},N,27/03/2008,,1,1,2026-1,"{value}"' for bsn, value in zip(BSNS, values, strict=False)]
    return "\n".join(["BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD,DOSSIER", *lines, ""])


DISGUISES = {
    "plain": BSNS,
    "dots": [f"{one[:4]}.{one[4:6]}.{one[6:]}" for one in BSNS],
    "spaces": [f" {one[:3]} {one[3:6]} {one[6:]} " for one in BSNS],
    "hyphens": ["-".join(one) for one in BSNS],
    "NL before": [f"NL{one}" for one in BSNS],
    "zeros eaten": SMALL,
    "among other things": [*BSNS[:4], "", "onbekend"],
}


@pytest.mark.covers("Z-32")
@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("kind", ["string", "integer"])
def test_numbers_under_an_innocent_name_are_refused_at_prepare(
    worlds: Worlds, tmp_path: Path, disguise: str, kind: str
) -> None:
    if kind == "integer" and disguise not in ("plain", "zeros eaten"):
        kind = "string"
    world = worlds.make(tmp_path / "world", flow(f"name: DOSSIER, type: {kind}, treatment: seal"))
    file = world.write(rows(DISGUISES[disguise]))
    with world.refuses("2813") as answers:
        answers.append(world.prepare(file))
    assert not any(one in answers[0].out + answers[0].err for one in DISGUISES[disguise] if len(one) > 6)


@pytest.mark.covers("Z-32")
@pytest.mark.parametrize("value", [BSNS[0], DISGUISES["dots"][0], DISGUISES["NL before"][0], SMALL[0]])
def test_a_number_as_the_clear_value_is_refused_at_prepare(world: World, value: str) -> None:
    text = rows([""] * 6).replace(",DOSSIER", "").replace("2026-1", value).replace(',""', "")
    file = world.write(text)
    with world.refuses("281") as answers:
        answers.append(world.prepare(file))
    with world.refuses("2812") as answers:
        answers.append(world.prepare(more=["--mode", "nothing", "--set", f"PERIOD={value}"]))


@pytest.mark.covers("Z-40")
def test_the_recipient_refuses_them_when_the_source_did_not(
    worlds: Worlds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = worlds.make(tmp_path / "world", flow("name: DOSSIER, type: string, treatment: seal"))
    file = world.write(rows(DISGUISES["dots"]))
    with monkeypatch.context() as patched:  # a source whose program was tampered with
        patched.setattr("sluis.source.columns.dominates", lambda valid, filled: False)
        assert world.prepare(file).code == 0
    assert world.relay().code == 0
    for out in ("received.parquet", "received.csv", "received"):
        with world.refuses("2813") as answers:
            answers.append(world.open(out=out))


@pytest.mark.covers("Z-40")
@pytest.mark.parametrize("value", [BSNS[0], DISGUISES["dots"][0], DISGUISES["NL before"][0]])
def test_the_ttp_and_the_recipient_refuse_a_number_in_the_clear(world: World, offered: Path, value: str) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")
    changed = replace(attacks.manifest_of(parts), clear={"PERIOD": value})
    forged = attacks.sign_as_source(world.home("source-1"), parts, changed)
    attacks.rebuild(offered, forged)
    with world.refuses("2812") as answers:
        answers.append(world.relay())
    attacks.rebuild(
        world.path("relayed.sluis"),
        attacks.relay_as_ttp(ttp, forged, key_check=attacks.key_check_of(ttp, forged)),
    )
    with world.refuses("2812") as answers:
        answers.append(world.open())


@pytest.mark.covers("Z-40")
@pytest.mark.parametrize("clear", [{}, {"PERIOD": "2026-1", "NAME": "somebody"}])
def test_other_clear_fields_than_agreed_are_refused_by_ttp_and_recipient(
    world: World, offered: Path, clear: dict[str, str]
) -> None:
    parts, ttp = attacks.members(offered), world.home("ttp")
    forged = attacks.sign_as_source(world.home("source-1"), parts, replace(attacks.manifest_of(parts), clear=clear))
    attacks.rebuild(offered, forged)
    with world.refuses("2555") as answers:
        answers.append(world.relay())
    attacks.rebuild(
        world.path("relayed.sluis"),
        attacks.relay_as_ttp(ttp, forged, key_check=attacks.key_check_of(ttp, forged)),
    )
    with world.refuses("2555") as answers:
        answers.append(world.open())


@pytest.mark.covers("Z-40")
@pytest.mark.parametrize("form", ["text, zeros", "text, spaces", "digits", "hex", "numbers, little", "numbers, big"])
def test_the_ttp_refuses_a_persons_table_that_holds_the_numbers_themselves(
    world: World, offered: Path, form: str
) -> None:
    """A source with a program of its own puts identifiers where pre-pseudonyms belong."""
    parts, ttp = attacks.members(offered), world.home("ttp")
    lists = attacks.persons_of(ttp, parts)
    width = lists["bsn"].shape[1]
    for at, bsn in enumerate(attacks.numbers(len(lists["bsn"]))):
        raw = {
            "text, zeros": f"bsn:{bsn}".encode().ljust(width, b"\0"),
            "text, spaces": f"bsn:{bsn}".encode().rjust(width),
            "digits": bsn.encode().rjust(width, b"0"),
            "hex": (bsn.encode().hex() * 8).encode()[:width],
            "numbers, little": int(bsn).to_bytes(width, "little"),
            "numbers, big": int(bsn).to_bytes(width, "big"),
        }[form]
        if lists["bsn"][at].tobytes() not in {row.tobytes() for row in SENTINELS}:
            lists["bsn"][at] = np.frombuffer(raw, np.uint8)
    sealed = seal_bytes(write_persons(lists, attacks.manifest_of(parts).binding()), [ttp.shelf.card.keys.content])
    attacks.rebuild(offered, attacks.sign_as_source(world.home("source-1"), {**parts, "persons.age": sealed}))
    polymorphic = width == 64
    with world.refuses("2650" if polymorphic else "2832") as answers:
        answers.append(world.relay())
