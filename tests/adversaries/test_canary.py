"""Canaries: distinctive values go through every command, also through refusals and a crash, and are looked for wherever
they must not be: in what is printed, reports, evidence, the folders of others, and what is left behind."""

import io
import tempfile
from pathlib import Path

import pytest
from worlds import Answer, World, sluis

from adversaries import attacks
from sluis.kernel.keyed import SENTINELS

SINGERS = attacks.numbers(4, 987_654_000)
OBJECTOR = SINGERS[3]
NAMES = ["Kanarievogel", "Zangzaadje", "Geelgorsje"]
POSTCODES = ["9876 ZQ", "9875 ZQ", "9874 ZQ"]
HEAD = "BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n"
BIRTHS = ["13/11/2009", "14/11/2009", "15/11/2009"]
ROWS = [
    f"{bsn},{name},{birth},{post},1,{at},2026-1\n"
    for at, (bsn, name, birth, post) in enumerate(zip(SINGERS, NAMES, BIRTHS, POSTCODES, strict=False))
]
CANARIES = [*SINGERS, *NAMES, *POSTCODES, *(one.replace(" ", "") for one in POSTCODES), *BIRTHS]
TEXTS = [one.encode() for one in CANARIES]


class Cage:
    """A world in which everything that is printed is kept, and the temporary folder is watched."""

    def __init__(self, world: World, temporary: Path) -> None:
        self.world, self.temporary = world, temporary
        self.said: list[Answer] = []
        self.inputs: list[Path] = []

    def put(self, text: str | bytes, name: str) -> Path:
        """A file that holds canaries."""
        self.inputs.append(self.world.write(text, name))
        return self.inputs[-1]

    def hear(self, answer: Answer, code: int) -> Answer:
        """Keep what a command said."""
        assert answer.code == code, (answer.code, answer.err)
        self.said.append(answer)
        return answer

    def silent(self, *more: bytes, received: tuple[Path, ...] = ()) -> None:
        """No canary, and nothing else of these, was heard or lies anywhere but in inputs and what was received."""
        looked_for = [*TEXTS, *more]
        said = "".join(one.out + one.err for one in self.said).encode()
        for number, secret in enumerate(looked_for):
            assert not any(text in said for text in attacks.spellings(secret)), number
        left_out = [*self.inputs, *received]
        assert attacks.found_in(self.world.place, looked_for, but=left_out) == {}
        assert list(self.temporary.iterdir()) == []


@pytest.fixture
def cage(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cage:
    """With a temporary folder of its own."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return Cage(world, place)


def secrets_of(world: World) -> list[bytes]:
    """Every private key of every home, as it would be used."""
    found = []
    for home in (world.home(party) for party in ("source-1", "source-2", "recipient-1", "recipient-2", "ttp")):
        party = attacks.Coalition(home)
        found += [*party.scalars, *party.secrets, *(one.secret.encode() for one in party.identities)]
        key = home.keys.signing_key("signing").private_key.private_numbers().private_value
        found.append(key.to_bytes(32))
    return found


@pytest.mark.covers("Z-32", "Z-37", "I-21", "I-22")
def test_a_whole_exchange_through_every_command_leaves_no_trace(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    world = cage.world
    source, ttp, recipient = (world.path(party) for party in ("source-1", "ttp", "recipient-1"))
    objections = cage.put(OBJECTOR + "\n", "objections.txt")
    for verb in ("add", "remove", "add"):
        cage.hear(sluis("source", "objections", verb, objections, "--home", source), 0)
    cage.hear(sluis("source", "objections", "count", "--home", source), 0)
    monkeypatch.setattr("sys.stdin", io.StringIO(OBJECTOR + "\n"))
    cage.hear(sluis("source", "objections", "add", "-", "--home", source), 0)
    wrong = f"{SINGERS[0][:-1]}{(int(SINGERS[0][-1]) + 1) % 10},Roodborst,x,{POSTCODES[0]},9,{NAMES[0]},2026-1\n"
    file = cage.put(HEAD + "".join(ROWS) + f"{OBJECTOR},{NAMES[0]},,,1,,2026-1\n" + wrong, "input.csv")
    cage.hear(world.prepare(file), 0)
    cage.hear(sluis("inspect", world.path("offered.sluis")), 0)
    report = world.path("reports", "relay.json")
    cage.hear(
        sluis(
            "ttp", "relay", world.path("offered.sluis"), "--home", ttp, "--out", world.path("relayed.sluis"),
            "--report", report,
        ),
        0,
    )  # fmt: skip
    cage.hear(sluis("inspect", "--json", world.path("relayed.sluis")), 0)
    cage.hear(world.open(more=["--report", world.path("reports", "open.json")]), 0)
    received, table = world.path("received.parquet"), world.path("received.csv")
    cage.hear(world.open(out=table.name), 0)
    labels = attacks.pseudonyms(received) + attacks.pseudonyms(received, "LINK")
    for mode in ("add", "withdraw"):
        extra = ["--mode", mode, "--set", "PERIOD=2026-1"]
        cage.hear(world.prepare(file, out=f"{mode}.sluis", more=extra if mode == "withdraw" else extra[:2]), 0)
    cage.hear(world.prepare(file, out="test.sluis", more=["--test"]), 0)
    for party in (source, ttp, recipient):
        cage.hear(sluis("evidence", "verify", "--dir", party), 0)
        cage.hear(sluis("keys", "list", "--home", party), 0)
        cage.hear(sluis("agreement", "list", "--home", party), 0)
    cage.hear(sluis("--json", "source", "deliveries", "--home", source), 0)
    cage.silent(*labels, *secrets_of(world), received=(received, table))
    # The same look does see them where they may be, so it is not blind.
    assert "input.csv" in attacks.found_in(world.place, TEXTS[:1])
    assert set(attacks.found_in(world.place, labels[:1])) - {received.name} == {table.name}


REFUSED: dict[str, str | bytes] = {
    "no headings": ROWS[0] * 3,
    "no headings, twice the same": f"{SINGERS[0]},{SINGERS[0]},{NAMES[0]},{NAMES[0]}\n" * 3,
    "values as further headings": HEAD.replace("\n", f",{NAMES[0]},{NAMES[0]}\n") + ROWS[0].replace("\n", ",1,2\n"),
    "a quote never closed": HEAD + ROWS[0].replace("Kanarie", '"Kanarie'),
    "a quote in the middle": HEAD + ROWS[0].replace("Kanarievogel", '"Kanarievogel"Zangzaadje'),
    "too many values": HEAD + ROWS[0].replace("\n", f",{SINGERS[1]}\n"),
    "another separator": (HEAD + "".join(ROWS)).replace(",", "~"),
    "two periods": HEAD + ROWS[0] + ROWS[1].replace("2026-1", NAMES[1]),
    "a number as the period": HEAD + ROWS[0].replace("2026-1", SINGERS[1]),
    "other bytes": (HEAD + "".join(ROWS)).encode("utf-8") + b"\xff\xfe" + SINGERS[0].encode() + b"\n",
    "NUL bytes": (HEAD + ROWS[0]).encode() + b"\0" + ROWS[1].encode(),
}


@pytest.mark.covers("I-22")
@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_a_refused_file_is_not_quoted(cage: Cage, what: str) -> None:
    """Whatever is wrong: where the values stand in the place of headings, periods or separators."""
    file = cage.put(REFUSED[what], "input.csv")
    for flags in ([], ["--json"]):
        cage.hear(cage.world.prepare(file, more=flags), 3)
        cage.hear(sluis("evidence", "verify", "--dir", cage.world.path("source-1")), 0)
    cage.silent()


@pytest.mark.covers("I-22")
@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_refused_values_are_not_quoted_when_the_field_refuses(cage: Cage) -> None:
    """Every kind of wrong value at once; the report names rows and fields."""
    bad = f"{SINGERS[0][:-1]}x,{NAMES[0]},{POSTCODES[0]},{BIRTHS[0]},{NAMES[1]},{SINGERS[1]},2026-1\n"
    file = cage.put(HEAD + bad + ROWS[1], "input.csv")
    cage.hear(cage.world.prepare(file), 0)
    findings = cage.world.report()["findings"]
    assert {one["row"] for one in findings} == {2} and len(findings) >= 4
    cage.silent(f"{SINGERS[0][:-1]}x".encode())
    objections = cage.put(f"{SINGERS[0]}\n{NAMES[0]}\n", "objections.txt")
    cage.hear(sluis("source", "objections", "add", objections, "--home", cage.world.path("source-1")), 3)
    cage.silent()


PLACES = [
    "sluis.source.columns.read_bsn",
    "sluis.source.rows.composite",
    "sluis.source.preparing.write_persons",
    "sluis.source.preparing.sign_detached",
]


@pytest.mark.covers("I-22", "I-21")
@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("error", [ValueError, OSError])
def test_a_crash_inside_prepare_tells_nothing_of_what_it_was_working_on(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, place: str, error: type[Exception]
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise error(f"cannot work with {SINGERS[0]}, {NAMES[0]} of {POSTCODES[0]}")

    file = cage.put(HEAD + "".join(ROWS), "input.csv")
    with monkeypatch.context() as patched:
        patched.setattr(place, crash)
        answer = cage.world.prepare(file)
        assert answer.code in (1, 3)
        cage.said.append(answer)
    assert not cage.world.path("offered.sluis").exists()
    cage.silent()
    cage.hear(cage.world.prepare(file), 0)  # and it is not in the way of the next attempt


@pytest.mark.covers("I-21", "Z-37")
@pytest.mark.parametrize(
    ("step", "place"),
    [
        ("relay", "sluis.ttp.relaying.write_persons"),
        ("relay", "sluis.ttp.relaying.sign_detached"),
        ("open", "sluis.recipient.opening.render"),
        ("open", "sluis.recipient.opening.write_table"),
    ],
)
def test_a_crash_at_ttp_or_recipient_leaves_nothing_of_what_was_in_memory(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, step: str, place: str
) -> None:
    world = cage.world
    held: list[bytes] = []

    def crash(*given: object, **_: object) -> None:
        raise ValueError(f"cannot work with {SINGERS[0]} {given!r}")

    cage.hear(world.prepare(cage.put(HEAD + "".join(ROWS), "input.csv")), 0)
    offered = attacks.members(world.path("offered.sluis"))
    held += [row.tobytes()[:32] for row in attacks.persons_of(world.home("ttp"), offered)["bsn"]]
    if step == "open":
        cage.hear(world.relay(), 0)
    with monkeypatch.context() as patched:
        patched.setattr(place, crash)
        cage.hear(world.relay() if step == "relay" else world.open(out="out.parquet"), 1)
    out = world.path("relayed.sluis" if step == "relay" else "out.parquet")
    assert not out.exists()
    public = {row.tobytes() for row in SENTINELS}
    cage.silent(*(one for one in held if one not in public))
    cage.hear(world.relay() if step == "relay" else world.open(out="out.parquet"), 0)


@pytest.mark.parametrize("world", ["polymorphic"], indirect=True)
def test_values_given_to_reversible_encryption_are_nowhere_but_in_the_answer(
    cage: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = cage.world
    for given in (SINGERS[0], NAMES[0]):
        monkeypatch.setattr("sys.stdin", io.StringIO(given + "\n"))
        words = ["--agreement", "source-1-recipient-1", "--field", "NAME", "--home", world.path("ttp")]
        cage.hear(sluis("ttp", "encrypt", *words), 3)  # this agreement does not allow it
        monkeypatch.setattr("sys.stdin", io.StringIO(given + "\n"))
        cage.hear(sluis("ttp", "decrypt", *words), 3)
    cage.silent()
