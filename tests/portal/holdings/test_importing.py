"""What was taken along is brought into a second installation and is the same there; nothing else gets in."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import casting
import entering
import pytest
from databases import Switch
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from test_isolation import examples

from sluis.demo.portal.settling import Settling
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Mandate, Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.documents.storing import store
from sluis.portal.holdings.choosing import Choice, Period, choose
from sluis.portal.holdings.counting import records
from sluis.portal.holdings.exporting import Wanted, zipped
from sluis.portal.holdings.importing import MISSING, TAKEN, THERE, Brought, bring_in, try_bringing_in
from sluis.portal.holdings.parcels import opened
from sluis.portal.holdings.register import held
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks import feeding
from sluis.portal.tasks.models import Feed, Task
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import holdings as codes

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def taken(home: Organisation, choice: Choice | None = None) -> bytes:
    return b"".join(zipped(Wanted(home, AT, choice or Choice(), ("jsonl",))))


def brought(data: bytes, how: Callable[..., Brought] = bring_in) -> Brought:
    with opened(io.BytesIO(data)) as parcel:
        return how(casting.tester(), parcel)


@contextmanager
def second(switch: Switch) -> Iterator[None]:
    """A second installation, with an operator of its own."""
    with contextmanager(switch.sqlite)():
        casting.organisation("De Tweede Sluis", operator=True)
        yield


def differing(one: bytes, other: bytes) -> set[str]:
    """Members of two files that are not the same, without the manifest that follows from them; files by their kind."""
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second_:
        here, there = set(first.namelist()), set(second_.namelist())
        changed_ = {name for name in here & there if first.read(name) != second_.read(name)}
    names = (here ^ there | changed_) - {"manifest.json"}
    return {f"{name.split('/')[1]}.jsonl" if name.startswith("files/") else name for name in names}


def elsewhere(data: bytes) -> set[str]:
    """Kinds of which a record refers to a record of somebody else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = map(json.loads, archive.read("references.jsonl").splitlines())
        return {one["record"] for one in found if "record" in one}


def rows(home: Organisation) -> dict[str, list[dict[str, Any]]]:
    """Every field of every record."""
    found = {}
    for name, holding in held().items():
        fields = [each.attname for each in holding.model._meta.concrete_fields if each.name not in secret(holding)]
        found[name] = [
            {key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()}
            for row in records(holding, home).order_by("pk").values(*fields)
        ]
    return found


def secret(holding: Any) -> set[str]:
    return {"password", *holding.without}


def varied(home: Organisation, seed: int) -> None:
    """People, documents and tasks whose texts and moments nobody thought of."""
    chance = random.Random(seed)

    def text(longest: int = 40) -> str:
        kinds = ("abc", "=+-@'\t", '\n\r"\\,;', "éß漢字🎈\u200b\u2028", "{}[]:0123", " ")
        return "".join(chance.choice(chance.choice(kinds)) for _ in range(chance.randint(1, longest))) + "."

    for _ in range(chance.randint(1, 6)):
        roles = chance.sample([Role.DPO, Role.BOARD, Role.DELIVERER], chance.randint(0, 3))
        left = date(2026, 1, 1) + timedelta(days=chance.randint(0, 900)) if chance.random() < 0.5 else None
        casting.person(home, *roles, name=text(), position=text(), left_on=left)
    for _ in range(chance.randint(0, 4)):
        file = SimpleUploadedFile("a.txt", ("tekst " * chance.randint(1, 900) + chance.choice("éß漢🎈")).encode())
        with keeping(casting.tester()) as change:
            store(change, organisation=home, kind=chance.choice(["policy", "agreement"]), title=text(), file=file)
    for number in range(chance.randint(0, 20)):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randint(0, 10**8), microseconds=number)
        facts = {"count": chance.randint(-(2**52), 2**52), "name": text(), "z": 1, "a": 2}
        casting.make(
            Task(organisation=home, kind="own", about=str(number), title=text(), facts=facts, given_at=moment,
                 due_at=moment if chance.random() < 0.5 else None, warns_at=[moment.isoformat()])
        )  # fmt: skip


@pytest.mark.covers("I-74", "Z-105")
@pytest.mark.parametrize("seed", range(12))
def test_whatever_stands_in_records_comes_back_the_same(seed: int, switch: Switch, sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    varied(home, seed)
    before, data = rows(home), taken(home)
    with second(switch):
        result = brought(data)
        assert not result.conflicts and result.records.total() == sum(map(len, before.values()))
        assert rows(home) == before
        assert taken(home) == data  # byte by byte


@pytest.mark.covers("I-74", "Z-105")
def test_everything_that_an_organisation_can_have_comes_back_the_same(switch: Switch, sqlite: str) -> None:
    casting.organisation("De Sluis Beheer", operator=True)
    home = casting.organisation("Stichting Helemaal Vol")
    examples(home)
    before, data = rows(home), taken(home)
    assert sum(map(bool, before.values())) > 30
    with second(switch):
        tried = brought(data, try_bringing_in)
        assert tried.conflicts == {}
        result = brought(data)
        assert result.left_out["organisations.assignment"] == 1  # a person of the operator, who is not there
        touched = elsewhere(data) | result.left_out.keys()
        after = rows(home)
        for name in before:
            assert len(after[name]) + result.left_out[name] == len(before[name]), name
            assert name in touched or after[name] == before[name], name
        assert len(touched) < len([one for one in before.values() if one]) / 2
        assert differing(taken(home), data) <= {f"{name}.jsonl" for name in touched} | {"references.jsonl"}


@pytest.mark.covers("I-74")
def test_everybody_of_the_demo_comes_back_the_same(switch: Switch, sqlite: str) -> None:
    Settling(datetime.now(UTC), "molen-weide-storm-94").settle()
    homes = list(Organisation.everything.order_by("-is_operator", "name"))
    before = {home.pk: (rows(home), taken(home)) for home in homes}
    left_out: dict[Any, set[str]] = {}
    with contextmanager(switch.sqlite)():
        for home in homes:
            assert brought(before[home.pk][1], try_bringing_in).conflicts == {}, home
            left_out[home.pk] = set(brought(before[home.pk][1]).left_out)
        for home in homes:
            was, data = before[home.pk]
            touched = elsewhere(data) | left_out[home.pk]
            assert {name for name, one in rows(home).items() if one != was[name]} <= touched, home
            assert differing(taken(home), data) <= {f"{name}.jsonl" for name in touched} | {"references.jsonl"}, home
    assert len(homes) > 5 and sum(len(one) for was, _ in before.values() for one in was.values()) > 200


def test_it_goes_from_one_kind_of_database_to_the_other(switch: Switch, database: str, postgresql: Any) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    varied(home, 3)
    data = taken(home)
    other = switch.sqlite() if database == "postgresql" else switch.postgresql(postgresql)
    with contextmanager(lambda: other)():
        brought(data)
        assert taken(home) == data


def test_trial_changes_nothing_and_the_real_thing_leaves_an_event(switch: Switch, sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO)
    data = taken(home)
    with second(switch):
        events = Entry.objects.count()
        tried = brought(data, try_bringing_in)
        assert not Person.everything.exists() and Entry.objects.count() == events
        done = brought(data)
        assert tried == done and done.records["access.person"] == 1
        entry = Entry.objects.get(kind="holdings.imported")
        assert sha256(data).hexdigest() in bytes(entry.line).decode() and b"Verhuist" not in bytes(entry.line)


def test_secrets_do_not_travel_so_nobody_can_come_in_by_them(switch: Switch, sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    who = casting.person(home, Role.DPO)
    with keeping(casting.tester()) as change:
        who.set_password("Een lang wachtwoord 2026")
        who.save()
        change.record("test.changed", who)
    feeding.begin(casting.actor(who))
    digest, data = Feed.everything.get().digest, taken(home)
    with second(switch):
        brought(data)
        (person,), (feed,) = Person.everything.all(), Feed.everything.all()
        assert not person.has_usable_password() and not person.check_password("Een lang wachtwoord 2026")
        assert feed.digest != digest and feed.digest.startswith("!")


def test_people_who_came_along_choose_a_new_password_by_a_link_to_their_own_address(
    switch: Switch, sqlite: str
) -> None:
    who = casting.person(casting.organisation("Zorggroep Verhuist"), Role.DPO)
    data = taken(who.organisation)
    with second(switch):
        brought(data)
        folder = Path(settings.EMAIL_FILE_PATH)
        before = set(folder.glob("*"))
        client = casting.browser()
        assert client.post("/account/password/reset/", {"email": who.email}).status_code == 302
        (mail,) = set(folder.glob("*")) - before
        text = mail.read_text().replace("=\n", "").replace("=3D", "=")
        (link,) = (one for one in entering.links(text) if "/password/reset/key/" in one)
        form = client.get(link, follow=True).redirect_chain[-1][0]
        fresh = "een-heel-ander-lang-woord"
        assert client.post(form, {"password1": fresh, "password2": fresh}).status_code == 302
        assert Person.everything.get(pk=who.pk).check_password(fresh)


def test_replayed_file_is_refused_with_its_conflicts_and_changes_nothing(sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO)
    data = taken(home)
    found = brought(data, try_bringing_in).conflicts
    assert found["access.organisation", THERE] == found["access.person", THERE] == 1
    events = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        brought(data)
    assert refusal.value.code is codes.RETURN_CONFLICTS and Entry.objects.count() == events


def test_what_only_one_may_have_is_a_conflict_when_it_is_taken(switch: Switch, sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO, email="een@voorbeeld.example")
    casting.person(home, Role.DPO, email="twee@voorbeeld.example")
    data = taken(home)
    with second(switch):
        casting.person(casting.organisation(), email="een@voorbeeld.example")
        conflicts = brought(data, try_bringing_in).conflicts
        assert conflicts["access.person", TAKEN] == 1 and conflicts["access.grant", MISSING] == 1


def test_part_that_refers_to_what_stayed_behind_is_a_conflict(switch: Switch, sqlite: str) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO)
    kinds = {name: Period() for name in ("access.organisation", "access.grant")}
    data = taken(home, choose(kinds))
    with second(switch):
        assert brought(data, try_bringing_in).conflicts == {("access.grant", MISSING): 1}


def test_other_organisations_are_known_by_name_when_records_refer_to_them(switch: Switch, sqlite: str) -> None:
    home, holder = casting.organisation("Zorggroep Verhuist"), casting.organisation("Leverancier Bekend")
    casting.make(Mandate(organisation=home, holder=holder, roles=[], starts_on=date(2026, 1, 1), given_by="program:x"))
    data = taken(home)
    with second(switch):
        brought(data)
        assert Mandate.everything.get().holder.name == "Leverancier Bekend"
        assert taken(home) == data


def changed(data: bytes, change: Callable[[dict[str, bytes]], None], *, honest: bool = True) -> bytes:
    """The file with other members; with a manifest that fits them when somebody took care of that."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if honest:
        manifest = json.loads(members.pop("manifest.json"))
        manifest["members"] = {
            name: {"sha256": sha256(one).hexdigest(), "size": len(one)} for name, one in members.items()
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in members.items():
            archive.writestr(name, one)
    return out.getvalue()


def person_with(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        (row,) = map(json.loads, members["access.person.jsonl"].splitlines())
        members["access.person.jsonl"] = json.dumps(row | values).encode() + b"\n"

    return change


def replace(name: str, one: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: one})


def drop(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members.pop(name)

    return change


OTHER = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("change", "honest", "code"),
    [
        (person_with(name="Ander"), False, codes.RETURN_DIFFERS),
        (person_with(is_superuser=True), True, codes.RETURN_FIELDS),
        (person_with(password="x"), True, codes.RETURN_FIELDS),
        (person_with(organisation_id=OTHER), True, codes.RETURN_FIELDS),
        (person_with(language="xx"), True, codes.RETURN_FIELDS),
        (person_with(email="geen adres"), True, codes.RETURN_FIELDS),
        (person_with(is_active="yes"), True, codes.RETURN_FIELDS),
        (person_with(is_active=1), True, codes.RETURN_FIELDS),
        (person_with(name=None), True, codes.RETURN_FIELDS),
        (person_with(name=["x"]), True, codes.RETURN_FIELDS),
        (person_with(name="x" * 201), True, codes.RETURN_FIELDS),
        (person_with(left_on="2026-02-30"), True, codes.RETURN_FIELDS),
        (person_with(id="x"), True, codes.RETURN_FIELDS),
        (person_with(id="X" + OTHER[1:]), True, codes.RETURN_FIELDS),
        (replace("access.person.jsonl", b'{"id":1,"id":2}\n'), True, codes.RETURN_FIELDS),
        (replace("access.person.jsonl", b"[" * 100_000 + b"\n"), True, codes.RETURN_FIELDS),
        (replace("access.person.jsonl", b'{"id":NaN}\n'), True, codes.RETURN_FIELDS),
        (replace("access.person.jsonl", b"\xff\xfe\n"), True, codes.RETURN_FIELDS),
        (replace("access.person.jsonl", b"{}"), True, codes.RETURN_FIELDS),
        (replace("references.jsonl", b'{"id":"x","name":"y"}\n'), True, codes.RETURN_FIELDS),
        (replace("access.unknown.jsonl", b""), True, codes.RETURN_VERSION),
        (replace("../../etc/passwd", b"x"), True, codes.RETURN_UNREADABLE),
        (replace("/tmp/x", b"x"), True, codes.RETURN_UNREADABLE),
        (replace("files/access.person/../x", b"x"), True, codes.RETURN_UNREADABLE),
        (replace("manifest.json", b"[]"), False, codes.RETURN_VERSION),
        (replace("manifest.json", b"{"), False, codes.RETURN_UNREADABLE),
        (replace("manifest.json", b'{"format":"sluis-return/2"}'), False, codes.RETURN_VERSION),
        (replace("manifest.json", b'{"format":"sluis-return/1","organisation":"x"}'), False, codes.RETURN_UNREADABLE),
        (replace("extra.csv", b""), False, codes.RETURN_UNREADABLE),
        (drop("references.jsonl"), True, codes.RETURN_UNREADABLE),
        (drop("access.organisation.jsonl"), True, codes.RETURN_UNREADABLE),
        (drop("access.person.jsonl"), False, codes.RETURN_UNREADABLE),
        (replace("dictionary.json", bytes(100 << 20)), True, codes.RETURN_UNREADABLE),
        (replace("access.person.jsonl", bytes(100 << 20)), True, codes.RETURN_UNREADABLE),
    ],
)
def test_file_that_was_tampered_with_is_refused_and_changes_nothing(
    change: Callable[[dict[str, bytes]], None], honest: bool, code: Code, switch: Switch, sqlite: str
) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO)
    data = changed(taken(home), change, honest=honest)
    with second(switch):
        events, there = Entry.objects.count(), everything()
        with pytest.raises(Refused) as refusal:
            brought(data)
        assert refusal.value.code is code
        assert Entry.objects.count() == events and everything() == there


def everything() -> int:
    return sum(model.everything.count() for model in apps.get_models() if issubclass(model, OwnedBase))


def test_records_of_another_organisation_there_cannot_be_referred_to(switch: Switch, sqlite: str) -> None:
    """Whoever makes a file of his own must not put his rows below somebody else's."""
    home = casting.organisation("Zorggroep Verhuist")
    who = casting.person(home, Role.DPO)
    data = taken(home)
    with second(switch):
        victim = casting.person(casting.organisation("Zorggroep Slachtoffer"))
        wrong = changed(
            data,
            lambda members: members.update({
                name: one.replace(f'"person_id":"{who.pk}"'.encode(), f'"person_id":"{victim.pk}"'.encode())
                for name, one in members.items() if name != "manifest.json"
            }),
        )  # fmt: skip
        conflicts = brought(wrong, try_bringing_in).conflicts
        assert conflicts["access.grant", MISSING] == 1 and conflicts["access.statement", MISSING] == 1


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"geen zip" * 100])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal, opened(io.BytesIO(data)):
        pass
    assert refusal.value.code is codes.RETURN_UNREADABLE


def test_every_flipped_bit_is_refused_or_changes_nothing(switch: Switch, sqlite: str, tmp_path: Path) -> None:
    home = casting.organisation("Zorggroep Verhuist")
    casting.person(home, Role.DPO)
    data, chance = taken(home), random.Random(7)
    before = rows(home)
    with second(switch):
        for _ in range(60):
            flipped = bytearray(data)
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            try:
                with opened(io.BytesIO(bytes(flipped))) as parcel:
                    result = try_bringing_in(casting.tester(), parcel)
            except Refused:
                continue
            assert result.records.total() == sum(map(len, before.values()))
