"""All of one organisation's records, or a part, and of no other, as a file with a dictionary; secrets stay behind."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import casting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Version
from sluis.portal.documents.storing import store
from sluis.portal.holdings.choosing import ALL, Choice, Period, choose
from sluis.portal.holdings.exporting import Sums, Wanted, zipped
from sluis.portal.holdings.register import held
from sluis.portal.tasks import feeding
from sluis.portal.tasks.models import Feed
from sluis.refusals import Refused
from sluis.refusals.catalogue import holdings as codes

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation("Zorggroep Meegenomen")


def taken(home: Organisation, choice: Choice = ALL, forms: tuple[str, ...] = ("jsonl", "csv")) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zipped(Wanted(home, AT, choice, forms)))))


def table(archive: zipfile.ZipFile, record: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{record}.csv").decode(), newline="")))


def lines(archive: zipfile.ZipFile, record: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(f"{record}.jsonl").splitlines()]


def stored(home: Organisation, number: int) -> None:
    with keeping(casting.tester()) as change:
        for one in range(number):
            file = SimpleUploadedFile("a.txt", b"tekst %d" % one)
            store(change, organisation=home, kind="policy", title=f"Stuk {one}", file=file)


@pytest.mark.usefixtures("database")
@pytest.mark.covers("Z-105")
def test_every_kind_is_there_with_its_rows_and_a_dictionary_of_its_fields(home: Organisation) -> None:
    who = casting.person(home, Role.DPO, name='=HYPERLINK("x")', position="a;b,\nc")
    casting.person(casting.organisation("Zorggroep Achtergebleven"), Role.DPO)
    archive = taken(home)
    assert archive.testzip() is None
    dictionary = json.loads(archive.read("dictionary.json"))
    assert {one["record"] for one in dictionary["records"]} == held().keys()
    for one in dictionary["records"]:
        names = [field["name"] for field in one["fields"]]
        rows = archive.read(f"{one['record']}.csv").decode()
        assert rows.splitlines()[0].split(",") == names
        assert all(row.keys() == set(names) for row in lines(archive, one["record"]))
    (person,), (exact,) = table(archive, "access.person"), lines(archive, "access.person")
    assert person["id"] == exact["id"] == str(who.pk) and person["email"] == who.email
    assert person["name"] == '\'=HYPERLINK("x")' and person["position"] == "a;b,\nc"
    assert exact["name"] == '=HYPERLINK("x")' and exact["is_active"] is True and exact["left_on"] is None
    assert person["is_active"] == "true" and person["left_on"] == ""
    assert b"Achtergebleven" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.usefixtures("database")
def test_content_of_documents_is_taken_along_as_files(home: Organisation) -> None:
    stored(home, 3)
    archive = taken(home)
    rows = table(archive, "documents.version")
    assert len(rows) == 3
    for row in rows:
        assert archive.read(row["content"]) == bytes(Version.everything.get(pk=row["id"]).content)


@pytest.mark.usefixtures("sqlite")
def test_manifest_tells_every_member_and_the_sums_the_whole(home: Organisation) -> None:
    casting.person(home, Role.DPO)
    stored(home, 2)
    sums = Sums()
    whole = b"".join(zipped(Wanted(home, AT), sums))
    archive = zipfile.ZipFile(io.BytesIO(whole))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["members"].keys() == set(archive.namelist()) - {"manifest.json"}
    for name, said in manifest["members"].items():
        data = archive.read(name)
        assert (said["sha256"], said["size"]) == (sha256(data).hexdigest(), len(data))
    assert (sums.sha256, sums.size, sums.files) == (sha256(whole).hexdigest(), len(whole), 2)
    assert sums.records == Wanted(home, AT).count() > 5


@pytest.mark.usefixtures("sqlite")
def test_secrets_and_their_digests_stay_behind(home: Organisation) -> None:
    who = casting.person(home)
    feeding.begin(casting.actor(who))
    archive = taken(home)
    assert "password" not in table(archive, "access.person")[0]
    assert "digest" not in table(archive, "tasks.feed")[0] and "digest" not in lines(archive, "tasks.feed")[0]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert Feed.everything.get().digest.encode() not in everything


@pytest.mark.usefixtures("database")
@pytest.mark.covers("I-73")
def test_part_has_the_chosen_kinds_within_their_period_and_no_other(home: Organisation) -> None:
    for left in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), None):
        casting.person(home, Role.DPO, left_on=left)
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    archive = taken(home, choose({"access.person": january, "access.grant": Period()}), ("jsonl",))
    assert {name for name in archive.namelist() if name.startswith("access")} == {
        "access.person.jsonl", "access.grant.jsonl",
    }  # fmt: skip
    assert sorted(one["left_on"] for one in lines(archive, "access.person")) == ["2026-01-01", "2026-01-31"]
    assert len(lines(archive, "access.grant")) == 5
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["choice"] == {"access.grant": [None, None], "access.person": ["2026-01-01", "2026-01-31"]}


@pytest.mark.usefixtures("sqlite")
def test_choice_that_means_nothing_is_refused() -> None:
    first, last = date(2026, 1, 2), date(2026, 1, 1)
    for kinds, code in (
        ({}, codes.NOTHING_CHOSEN),
        ({"access.organisation": Period(first)}, codes.PERIOD_WRONG),
        ({"access.person": Period(first, last)}, codes.PERIOD_WRONG),
    ):
        with pytest.raises(Refused) as refusal:
            choose(kinds)
        assert refusal.value.code is code


@pytest.mark.usefixtures("database")
def test_file_is_of_one_moment_and_nobody_is_kept_from_writing(home: Organisation) -> None:
    for _ in range(3):
        casting.person(home, Role.DPO)
    pieces: Iterator[bytes] = zipped(Wanted(home, AT, forms=("jsonl",)))
    begun = [next(pieces)]
    casting.person(home, Role.DPO)
    archive = zipfile.ZipFile(io.BytesIO(b"".join([*begun, *pieces])))
    assert len(lines(archive, "access.person")) == len(lines(archive, "access.grant")) == 3
    assert list(connections) == ["default"]
