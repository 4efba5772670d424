"""What was handed over is nowhere but in one answer of one page; and no program has a way to bring it here."""

import ast
import io
import logging
import zipfile
from pathlib import Path

import casting
import pytest
import supporting
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import override_settings
from django.urls import reverse
from organising import refuses

from sluis.portal.config.backups.home_files import PORTAL
from sluis.portal.holdings.exporting import Wanted, zipped
from sluis.portal.holdings.register import held
from sluis.portal.ledger.models import Entry
from sluis.portal.support import closing, looking, receiving, shredding
from sluis.portal.support.models import HelpRequest, Selection
from sluis.portal.support.shredding import KeyLostError
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.supervisor.lines import StructuredFormatter

CANARY = supporting.CANARY
SOURCE = Path(__file__).resolve().parents[3] / "src" / "sluis"


def rows() -> bytes:
    """Everything in the whole database, as it holds it."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row]
    return b"\n".join(found)


def spellings(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.encode().hex().encode(), text.lower().encode()]


@pytest.mark.covers("Z-61")
@pytest.mark.covers("Z-62")
@pytest.mark.usefixtures("database")
def test_content_is_in_no_row_log_event_mail_export_or_file() -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(StructuredFormatter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        there = supporting.place()
        found = supporting.consented(there)
        source, desk = casting.browser(there.deliverer), casting.browser(there.desk)
        sent = {"file": supporting.upload(name=f"{CANARY}.csv")}
        assert source.post(reverse("support:hand-over", args=[found.pk]), sent).status_code == 302
        shown = desk.post(reverse("support:look", args=[found.pk]))
        bad = supporting.upload(f"verkeerd\n{CANARY}\n".encode())
        with pytest.raises(Refused):
            receiving.hand_over(there.actor("deliverer"), request=found, file=bad)
        page = source.get(reverse("support:request", args=[found.pk]))
        listed = desk.get(reverse("support:list") + "?download=csv")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert CANARY in shown.content.decode()
    answers = [page.content, b"".join(listed.streaming_content)]  # type: ignore[attr-defined]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(Wanted(there.home, casting.now())))))
    exported = b"".join(archive.read(name) for name in archive.namelist())
    assert found.number.encode() in exported
    evidence = b"\n".join(map(bytes, Entry.objects.values_list("line", flat=True)))
    folder = b"".join(path.read_bytes() for path in settings.INSTALLATION.folder.rglob("*.key"))
    whole = [*answers, exported, evidence, folder, heard.getvalue().encode(), rows()]
    for needle in spellings(CANARY):
        assert not any(needle in each for each in whole), needle
    sealed = bytes(Selection.objects.get().sealed)
    assert sealed not in exported and sealed.hex().encode() not in exported


@pytest.mark.covers("Z-61")
@pytest.mark.usefixtures("sqlite")
def test_the_page_that_shows_it_is_kept_by_no_browser_and_offers_no_file() -> None:
    there = supporting.place()
    found = supporting.received(there)
    client, address = casting.browser(there.desk), reverse("support:look", args=[found.pk])
    assert CANARY not in client.get(address).content.decode()
    shown = client.post(address)
    assert "no-store" in shown["Cache-Control"] and "Content-Disposition" not in shown
    text = shown.content.decode()
    assert CANARY in text and "download" not in text.lower()
    assert casting.browser(there.other).post(address).status_code == 422
    assert CANARY not in casting.browser(there.other).post(address).content.decode()
    assert CANARY not in casting.browser(there.deliverer).post(address).content.decode()


@pytest.mark.covers("Z-62")
@pytest.mark.usefixtures("database")
def test_who_has_the_database_and_the_secret_of_a_backup_reads_nothing() -> None:
    """A backup holds the tables and the files of `PORTAL`; the keys of selections are not among them."""
    there = supporting.place()
    found = supporting.received(there)
    sealed = bytes(Selection.objects.get().sealed)
    assert not any("support" in name for name in PORTAL)
    assert shredding.opened(found.pk, sealed)
    key = (settings.INSTALLATION.folder / "support" / f"{found.pk}.key").read_bytes()
    assert key not in rows() and key.hex().encode() not in rows()
    with override_settings(SECRET_KEY="another"), pytest.raises(KeyLostError):
        shredding.opened(found.pk, sealed)
    with pytest.raises(KeyLostError):
        shredding.opened(there.agreement.pk, sealed)
    closing.close(there.actor("desk"), request=found, result="Klaar.", keep=True)
    closing.delete(there.actor("desk"), request=found)
    assert sealed not in rows()
    with pytest.raises(KeyLostError):  # as in a backup that still has the row
        shredding.opened(found.pk, sealed)


@pytest.mark.usefixtures("sqlite")
def test_after_a_backup_was_put_back_it_cannot_be_seen_but_can_be_deleted() -> None:
    there = supporting.place()
    found = supporting.closed(there)
    shredding.shred(found.pk)
    with refuses(access.GONE_ALREADY):
        looking.look(there.actor("desk"), request=found)
    assert closing.delete(there.actor("desk"), request=found).state == "deleted"


def test_sealing_tells_the_length_in_steps_only_and_keys_are_private() -> None:
    pk = HelpRequest().pk
    short, longer = shredding.seal(pk, b"x"), shredding.seal(pk, b"x" * 3000)
    assert len(short) == len(longer) and shredding.opened(pk, longer) == b"x" * 3000
    with pytest.raises(KeyLostError):
        shredding.opened(pk, short)
    path = settings.INSTALLATION.folder / "support" / f"{pk}.key"
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    damaged = longer[:-1] + bytes([longer[-1] ^ 1])
    with pytest.raises(KeyLostError):
        shredding.opened(pk, damaged)
    assert shredding.shred(pk) and not path.exists() and not shredding.shred(pk)


def test_selection_is_no_record_that_travels() -> None:
    assert "support.selection" not in held()
    for model in apps.get_app_config("support").get_models():
        if model is not Selection:
            assert not any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)


def mentions(path: Path) -> set[str]:
    """The modules that a file imports, and the texts that stand in it as names of addresses or modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


@pytest.mark.covers("Z-61")
def test_no_program_has_a_way_to_hand_over() -> None:
    """Rooms of programs know nothing of this app, and only the page of the source calls the one service that takes in."""
    programs = ("portal/gate", "portal/deliveries", "courier", "source", "recipient", "desk", "custodian", "cli", "ttp")
    for room in programs:
        for path in sorted((SOURCE / room).rglob("*.py")):
            wrong = {
                one for one in mentions(path)
                if one.startswith(("sluis.portal.support", "/support")) or one in ("hand-over", "support:hand-over")
            }  # fmt: skip
            assert not wrong, (path, wrong)
    callers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any(one.endswith((".receiving.hand_over", "support.receiving")) for one in mentions(path))
    }
    assert callers == {"portal/support/views/deciding.py"}


@pytest.mark.covers("Z-61")
def test_the_gate_has_no_such_address() -> None:
    from sluis.portal.gate.program import addresses

    paths = [each.path for each in addresses()]
    assert paths and not any(word in path for path in paths for word in ("support", "help", "selection"))
