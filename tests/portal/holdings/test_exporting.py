"""All of one organisation's records, and of no other, as files with a dictionary; secrets stay behind."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import casting
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.documents.models import Version
from sluis.portal.documents.storing import store
from sluis.portal.holdings.exporting import contents, export, exported, zipped
from sluis.portal.holdings.register import held
from sluis.portal.ledger.models import Entry
from sluis.portal.tasks import feeding
from sluis.portal.tasks.models import Feed
from sluis.refusals import Refused
from sluis.refusals.catalogue import access

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def home() -> Organisation:
    return casting.organisation("Zorggroep Meegenomen")


def taken(home: Organisation) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zipped(home, AT))))


def table(archive: zipfile.ZipFile, record: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{record}.csv").decode(), newline="")))


@pytest.mark.usefixtures("database")
def test_every_kind_is_there_with_its_rows_and_a_dictionary_of_its_fields(home: Organisation) -> None:
    who = casting.person(home, Role.DPO, name='=HYPERLINK("x")', position="a;b,\nc")
    casting.person(casting.organisation("Zorggroep Achtergebleven"), Role.DPO)
    archive = taken(home)
    assert archive.testzip() is None
    dictionary = json.loads(archive.read("dictionary.json"))
    assert {one["record"] for one in dictionary["records"]} == held().keys()
    for one in dictionary["records"]:
        rows = archive.read(one["file"]).decode()
        assert rows.splitlines()[0].split(",") == [field["name"] for field in one["fields"]]
    (person,) = table(archive, "access.person")
    assert person["id"] == str(who.pk) and person["email"] == who.email
    assert person["name"] == '\'=HYPERLINK("x")' and person["position"] == "a;b,\nc"
    assert person["is_active"] == "true" and person["left_on"] == ""
    assert b"Achtergebleven" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.usefixtures("database")
def test_content_of_documents_is_taken_along_as_files(home: Organisation) -> None:
    with keeping(casting.tester()) as change:
        for number in range(3):
            file = SimpleUploadedFile("a.txt", b"tekst %d" % number)
            store(change, organisation=home, kind="policy", title=f"Stuk {number}", file=file)
    archive = taken(home)
    rows = table(archive, "documents.version")
    assert len(rows) == 3
    for row in rows:
        assert archive.read(row["content"]) == bytes(Version.everything.get(pk=row["id"]).content)
    assert len(dict(contents(home))) == 3


@pytest.mark.usefixtures("sqlite")
def test_secrets_and_their_digests_stay_behind(home: Organisation) -> None:
    who = casting.person(home)
    feeding.begin(casting.actor(who))
    archive = taken(home)
    assert "password" not in table(archive, "access.person")[0]
    assert "digest" not in table(archive, "tasks.feed")[0]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert Feed.everything.get().digest.encode() not in everything


@pytest.mark.usefixtures("sqlite")
def test_rows_are_given_as_json_has_them(home: Organisation) -> None:
    casting.person(home, Role.DPO)
    found = {name: list(rows) for name, rows in export(home)}
    assert found.keys() == held().keys()
    assert json.loads(json.dumps(found)) == found
    assert found["access.grant"][0]["role"] == "dpo" and found["access.grant"][0]["ends_on"] is None


@pytest.mark.usefixtures("database")
def test_who_may_takes_it_along_and_that_is_recorded(home: Organisation) -> None:
    board = casting.person(home, Role.BOARD)
    answer = casting.browser(board).post(reverse("holdings:export", args=[home.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="zorggroep-meegenomen-')
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert len(table(archive, "access.person")) == 1
    entry = Entry.objects.get(kind="holdings.exported")
    assert entry.organisation == home.pk and b"Meegenomen" not in bytes(entry.line)


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("role", [Role.DPO, Role.PRIVACY_COORDINATOR, Role.AUDITOR, Role.DELIVERER])
def test_others_do_not_take_it_along(home: Organisation, role: Role) -> None:
    strangers = [casting.person(home, role), casting.person(casting.organisation(operator=True), Role.MANAGEMENT)]
    for who in strangers:
        with pytest.raises(Refused) as refusal:
            exported(casting.actor(who), organisation=home)
        assert refusal.value.code is access.NOT_ALLOWED
    with pytest.raises(Refused) as refusal:
        exported(casting.actor(casting.person(casting.organisation(), Role.BOARD)), organisation=home)
    assert refusal.value.code is access.NOT_YOURS
    assert not Entry.objects.filter(kind="holdings.exported").exists()
