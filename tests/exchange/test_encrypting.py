"""Reversible encryption at the TTP: off by default, in memory only."""

import io
from pathlib import Path

import pytest
from agreeing import identifier, renew
from worlds import Answer, World, sluis

VALUES = ["Aafje Voorbeeld", "", "één — twee", "900000016", "Aafje Voorbeeld"]


@pytest.fixture
def allowed(world: World) -> World:
    """A world in which the second version of the first agreement allows it."""
    renew(world, 2, "--reversible")
    return world


class Terminal:
    """Runs `sluis ttp encrypt` and `decrypt` with given standard input."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self._world, self._patch = world, monkeypatch

    def run(self, verb: str, lines: list[str], field: str = "name", agreement: str = identifier()) -> Answer:
        """Give lines, get lines."""
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        home = self._world.path("ttp")
        return sluis("ttp", verb, "--agreement", agreement, "--field", field, "--home", home)


@pytest.mark.covers("I-23")
def test_it_is_refused_unless_the_agreement_allows_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(world, monkeypatch)
    for verb in ("encrypt", "decrypt"):
        with world.refuses("2824") as answers:
            answers.append(terminal.run(verb, VALUES))
        assert answers[0].out == ""
    with world.refuses("2412") as answers:
        answers.append(terminal.run("encrypt", VALUES, agreement="nobody"))


def test_only_the_ttp_does_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    with world.refuses("2005") as answers:
        answers.append(
            sluis("ttp", "encrypt", "--agreement", identifier(), "--field", "f", "--home", world.path("source-1"))
        )


@pytest.mark.covers("Z-47")
def test_values_come_back_and_nothing_of_them_is_on_disk(allowed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _files(allowed.path("ttp"))
    terminal = Terminal(allowed, monkeypatch)
    sealed = terminal.run("encrypt", VALUES)
    assert sealed.code == 0
    lines = sealed.out.splitlines()
    assert len(lines) == len(VALUES) and not set(lines) & set(VALUES)
    assert terminal.run("decrypt", lines).out.splitlines() == VALUES
    after = _files(allowed.path("ttp"))
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert changed and all(name.startswith("evidence/") for name in changed), changed
    for data in after.values():
        assert not any(text.encode() in data for text in (*VALUES, *lines) if text)


def test_equal_values_are_equal_under_one_agreement_and_field_only(
    allowed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(allowed, 2, "--reversible", recipient=2)
    terminal = Terminal(allowed, monkeypatch)
    one = terminal.run("encrypt", VALUES).out.splitlines()
    assert one[0] == one[4] and len(set(one)) == 4
    assert set(one).isdisjoint(terminal.run("encrypt", VALUES, field="other").out.splitlines())
    assert set(one).isdisjoint(terminal.run("encrypt", VALUES, agreement=identifier(1, 2)).out.splitlines())
    for wrong in ({"field": "other"}, {"agreement": identifier(1, 2)}):
        answer = terminal.run("decrypt", one, **wrong)
        assert (answer.code, answer.out) == (3, "")


def test_a_changed_value_is_refused_with_its_line(allowed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(allowed, monkeypatch)
    lines = terminal.run("encrypt", [str(number) for number in range(5000)]).out.splitlines()
    bad = 4999
    lines[bad - 1] = lines[bad - 1][:-3] + ("AAA" if lines[bad - 1][-3:] != "AAA" else "BBB")
    answer = terminal.run("decrypt", lines)
    assert answer.code == 3 and str(bad) in answer.err
    assert lines[bad - 1] not in answer.err


def test_a_field_must_be_named(allowed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Terminal(allowed, monkeypatch).run("encrypt", ["a"], field="").code == 2


@pytest.mark.covers("Z-47")
def test_what_was_done_is_on_record_in_counts_also_when_it_was_refused_on_the_way(
    allowed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(allowed, monkeypatch)
    lines = terminal.run("encrypt", VALUES).out.splitlines()
    terminal.run("decrypt", ["broken", *lines])
    kept = b"".join(_files(allowed.path("ttp", "evidence")).values()).decode()
    assert "values.encrypted" in kept and "values.decrypted" in kept


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
