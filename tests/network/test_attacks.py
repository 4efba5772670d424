"""Whoever may come in tries to do harm: to what was received, to others, to the machine; and the machine itself fails."""

import asyncio
import itertools
import os
import socket
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import casting
import pytest
from delivering import Net, changed, now
from django.db import connection
from starlette.requests import Request
from worlds import PEOPLE

from network.knocking import Program, knock, signed, statement, trusting
from sluis.custodian import relaying as custodian_relaying
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation
from sluis.portal.access.recognising import day_of
from sluis.portal.deliveries import fetching
from sluis.portal.deliveries.accounts import close_account, open_account
from sluis.portal.deliveries.models import Account, Delivery, Lease, Remarks, State, Upload
from sluis.portal.deliveries.places import arriving as place_of
from sluis.portal.deliveries.refusing import end_refused
from sluis.portal.gate import arrivals as gate_arrivals
from sluis.portal.gate.room import MOST_OPEN
from sluis.portal.gate.working import work, work_long
from sluis.portal.ledger.models import Entry
from sluis.portal.organisations.models import Certificate, ExchangeRole
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet
from sluis.refusals.catalogue import gate as codes
from sluis.ttp.relaying import relay

pytestmark = pytest.mark.covers("Z-35", "Z-36")
CONTENT = "application/offset+octet-stream"


@pytest.fixture(scope="module")
def packages(town: Net) -> Iterator[Path]:
    """As many packages as tests ask for."""
    return (_prepared(town, f"attack-{number}.sluis") for number in itertools.count())


def _prepared(town: Net, name: str) -> Path:
    assert town.world.prepare(town.world.write(PEOPLE), out=name).code == 0
    return town.world.path(name)


@pytest.fixture
def package(packages: Iterator[Path]) -> Path:
    """A package that nobody has sent."""
    return next(packages)


@pytest.fixture
def program(town: Net) -> Program:
    return Program(town, "source-1")


def begun(program: Program, length: int) -> str:
    found = program.ask("POST", "/uploads", Upload_Length=str(length))
    assert found.status == 201, found.body
    return found.headers["location"]


def upload_of(place: str) -> Upload:
    found: Upload = Upload.everything.get(pk=place.rpartition("/")[2])
    return found


def received(program: Program, package: Path) -> tuple[str, Delivery]:
    """The address of its upload, and the delivery."""
    place = begun(program, package.stat().st_size)
    found = program.patch(place, 0, package.read_bytes())
    assert found.status == 204, found.body
    return place, Delivery.everything.get(pk=found.headers["sluis-delivery"])


def actor_of(account: Account) -> Actor:
    return Actor(now(), "gate", program=f"account:{account.pk}", organisation=account.organisation)


def two_authorised(town: Net, program: Program, packages: Iterator[Path]) -> list[Delivery]:
    """The first of them is relayed first."""
    found = sorted((received(program, next(packages))[1] for _ in range(2)), key=lambda one: str(one.pk))
    at = now()
    return [town.authorised(one, at) for one in found]


@pytest.mark.covers("Z-39")
def test_ending_an_upload_that_was_received_whole_takes_nothing_away(
    program: Program, package: Path, town: Net
) -> None:
    place, delivery = received(program, package)
    found = program.ask("DELETE", place)
    assert (found.status, found.code) == (409, "2802")
    assert place_of(UUID(place.rpartition("/")[2])).read_bytes() == package.read_bytes()
    assert town.relayed(delivery).state == State.AVAILABLE


@pytest.mark.covers("Z-39")
def test_nobody_answers_for_bytes_that_are_not_on_the_disk(
    town: Net, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account.everything.select_related("organisation").get(party_id="source-1", closed_at=None)
    from sluis.portal.deliveries.offering import begin

    upload = begin(actor_of(account), account=account, length=package.stat().st_size)
    arrival = gate_arrivals.Arrivals().open(actor_of(account), upload)
    assert arrival is not None
    arrival.write(package.read_bytes())
    done: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: done.append("file" if descriptor == arrival.descriptor else "name")
    )
    from sluis.portal.gate import uploads

    def taken(*_args: Any, **_more: Any) -> None:
        done.append("received")

    monkeypatch.setattr(uploads, "received", taken)
    monkeypatch.setattr(uploads, "judge", taken)
    uploads._conclude(None, account, arrival)  # type: ignore[arg-type]
    assert done[:2] == ["file", "name"] and "received" in done[2:]
    os.close(arrival.descriptor)


def test_an_upload_of_which_the_disk_lost_bytes_begins_again(program: Program, package: Path, town: Net) -> None:
    data = package.read_bytes()
    place = begun(program, len(data))
    path = place_of(upload_of(place).pk)
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))  # as after a failing current
    asked = program.ask("HEAD", place)
    assert (asked.status, asked.headers["upload-offset"]) == (200, "0"), "who hears that all is there relies on it"
    assert "sluis-delivery" not in asked.headers
    path.write_bytes(bytes(1000))
    found = program.patch(place, 1000, data[1000:])
    assert (found.status, found.headers["upload-offset"]) == (409, "0")
    assert program.patch(place, 0, data).status == 204
    assert upload_of(place).state == Upload.State.COMPLETE


def test_a_party_cannot_begin_uploads_without_end_and_keeps_nobody_else_out(town: Net, package: Path) -> None:
    program, other = Program(town, "source-2"), Program(town, "source-1")
    mine = Upload.everything.filter(account__party_id="source-2", state=Upload.State.ARRIVING)
    left = MOST_OPEN - mine.count()
    places = [begun(program, 1000) for _ in range(left)]
    found = program.ask("POST", "/uploads", Upload_Length="1000")
    assert (found.status, found.code) == (507, codes.NO_ROOM.number)
    received(other, package)
    assert all(program.ask("DELETE", place).status == 204 for place in places)
    begun(program, 1000)


def test_what_a_party_announces_counts_until_it_is_there(town: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    from sluis.portal.deliveries.offering import begin
    from sluis.portal.gate import room

    account = Account.everything.select_related("organisation").get(party_id="source-2", closed_at=None)
    other = Account.everything.select_related("organisation").get(party_id="source-1", closed_at=None)
    free = SimpleNamespace(free=10_000 + room.MARGIN)
    lacking = Upload.everything.filter(account__party_id="source-2", state=Upload.State.ARRIVING)
    free.free += sum(one.length for one in lacking)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: free)
    room.require_room(5_000, account)
    upload = begin(actor_of(account), account=account, length=5_000)
    with pytest.raises(Refused):
        room.require_room(5_000, account)
    place_of(upload.pk).write_bytes(bytes(5_000))
    room.require_room(5_000, account)
    place_of(upload.pk).unlink()
    free.free = (
        10_000
        + room.MARGIN
        + sum(one.length for one in Upload.everything.filter(account__party_id="source-1", state=Upload.State.ARRIVING))
    )
    room.require_room(5_000, other)


def test_an_upload_that_has_its_room_goes_on_when_the_disk_fills(
    town: Net, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sluis.home.files import open_package
    from sluis.portal.gate import uploads

    account = Account.everything.select_related("organisation").get(party_id="source-1", closed_at=None)
    with open_package(package) as reader:
        said = reader.small("manifest.json", 1 << 20), reader.small("manifest.jws", 1 << 16)
    size = package.stat().st_size
    upload = uploads._begin(account, size, *said)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=size))
    assert uploads._begin(account, size, *said) == upload


@pytest.mark.covers("Z-54")
def test_a_statement_lets_nobody_in_after_the_account_was_closed_and_opened_again(town: Net) -> None:
    home = town.world.home("source-2")
    said = statement(home)
    signature = signed(home, said)
    assert knock(town, said, signature).status == 201
    account = Account.everything.get(party_id="source-2", closed_at=None)
    close_account(casting.tester(), account=account)
    open_account(casting.tester(), organisation=account.organisation, role=ExchangeRole.SOURCE, party_id="source-2")
    found = knock(town, said, signature)
    assert (found.status, found.code) == (403, codes.SHOWN_BEFORE.number)


@pytest.mark.covers("Z-54")
def test_a_certificate_of_another_organisation_opens_no_account(town: Net) -> None:
    """Services let no two organisations have one name; the gate does not rely on it."""
    home = town.world.home("source-2")
    certificates = Certificate.everything.filter(party_id="source-2")
    own, other = town.places["source-2"], town.places["recipient-1"]
    with changed():
        certificates.update(organisation=other)
    try:
        said = statement(home)
        found = knock(town, said, signed(home, said))
        assert (found.status, found.code) == (403, codes.NO_ACCOUNT.number)
    finally:
        with changed():
            certificates.update(organisation=own)


def test_reports_of_a_recipient_fill_neither_memory_nor_the_database(
    town: Net, package: Path, program: Program
) -> None:
    _place, delivery = received(program, package)
    found = town.relayed(delivery)
    account = Account.everything.select_related("organisation").get(party_id="recipient-1", closed_at=None)
    for number in range(fetching.MOST_REMARKS):
        fetching.remark(actor_of(account), delivery=found, content=number.to_bytes(4) + bytes(1 << 20))
    with pytest.raises(Refused) as refused:
        fetching.remark(actor_of(account), delivery=found, content=b"one more")
    assert refused.value.code is deliverynet.TOO_MANY_REPORTS
    fetching.remark(actor_of(account), delivery=found, content=bytes(4) + bytes(1 << 20))  # the same again is no other
    from sluis.portal.gate import handing

    source = Account.everything.select_related("organisation").get(party_id="source-1", closed_at=None)
    tracemalloc.start()
    listed = handing._deliveries(source, new=False, wanted=found.delivery, language="nl")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(listed[0]["remarks"]) == fetching.MOST_REMARKS
    assert most < 8 << 20, "the list names them and reads none"
    assert Remarks.everything.filter(delivery=found).count() == fetching.MOST_REMARKS


@pytest.mark.covers("Z-33")
def test_a_delivery_that_nobody_foresaw_holds_up_no_other(
    town: Net, packages: Iterator[Path], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = two_authorised(town, program, packages)

    def failing(home: Any, source: Path, *more: Any, **named: Any) -> Any:
        if source.stem == str(bad.upload.pk):
            raise ValueError("something")
        return relay(home, source, *more, **named)

    monkeypatch.setattr(custodian_relaying, "relay", failing)
    assert town.custodian().work_long() == ["relay.waits", "delivery.relayed"]
    assert town.delivery(good.number).state == State.AVAILABLE
    waits = town.delivery(bad.number)
    assert (waits.state, Lease.objects.get(delivery=waits).code) == (State.AUTHORISED, "fault")
    monkeypatch.setattr(custodian_relaying, "relay", relay)
    assert town.custodian().work_long() == ["delivery.relayed"]


@pytest.mark.covers("Z-33")
def test_a_relay_that_cannot_be_written_down_holds_up_no_other(
    town: Net, packages: Iterator[Path], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its result has its name and its input is gone; what comes after that is refused."""
    bad, _good = two_authorised(town, program, packages)
    finish = custodian_relaying.Relayer._finish

    def failing(self: Any, delivery: Delivery, out: Path) -> None:
        if delivery.pk == bad.pk:
            raise Refused(deliverynet.ROUTE_UNREADABLE, agreement="…")
        finish(self, delivery, out)

    monkeypatch.setattr(custodian_relaying.Relayer, "_finish", failing)
    assert town.custodian().work_long() == ["relay.waits", "delivery.relayed"]
    monkeypatch.setattr(custodian_relaying.Relayer, "_finish", finish)
    assert town.custodian().work_long() == ["delivery.relayed"]
    assert town.delivery(bad.number).state == State.AVAILABLE


def test_a_duty_that_fails_in_an_unforeseen_way_ends_no_thread(town: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_at: Any) -> Any:
        raise OSError("something")

    monkeypatch.setattr("sluis.portal.deliveries.removing.due", failing)
    monkeypatch.setattr("sluis.portal.deliveries.relaying.waiting", failing)
    custodian = town.custodian()
    custodian.work_shortly()
    custodian.work_long()


@pytest.mark.covers("Z-39")
def test_who_takes_the_last_byte_from_a_page_and_runs_has_downloaded(
    town: Net, package: Path, program: Program
) -> None:
    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries.places import result
    from sluis.portal.deliveries.views.fetching import blocks

    found = town.relayed(received(program, package)[1])
    reader = town.person("recipient-1", Role.MANAGER)
    body = blocks(result(found.pk), reader, found)
    assert len(next(body)) == found.result_size
    body.close()  # type: ignore[attr-defined] # as a server does when its reader has gone
    after = town.delivery(found.number)
    assert (after.state, after.downloads) == (State.DOWNLOADED, 1)
    assert after.remove_at < found.remove_at


def test_a_line_that_died_without_a_word_frees_its_upload(
    town: Net, program: Program, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sluis.portal.gate import bodies, uploads

    data = package.read_bytes()
    place = begun(program, len(data))
    account = Account.everything.select_related("organisation").get(party_id="source-1", closed_at=None)
    request = stalling(data[:500], {"content-type": CONTENT, "upload-offset": "0"})
    monkeypatch.setattr(bodies, "IDLE_SECONDS", 0.05)
    found = asyncio.run(asyncio.wait_for(uploads.patch(request, account, upload_of(place).pk), 20))
    assert found.status_code == 400
    asked = program.ask("HEAD", place)
    assert (asked.status, asked.headers["upload-offset"]) == (200, "500")
    assert program.patch(place, 500, data[500:]).status == 204


def test_who_is_not_known_yet_cannot_hold_a_connection_with_a_statement_that_never_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sluis.portal.gate import program as gate_program

    monkeypatch.setattr(gate_program, "STATEMENT_SECONDS", 0.05)
    request = stalling(b'{"signature":"', {})
    found = asyncio.run(asyncio.wait_for(gate_program.guarded(gate_program.come_in)(request), 5))
    assert found.status_code == 408


def stalling(data: bytes, headers: dict[str, str]) -> Request:
    """A request of which some bytes come, and then nothing, not even an end."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    told = [{"type": "http.request", "body": data, "more_body": True}]

    async def receive() -> Any:
        if not told:
            await asyncio.Event().wait()
        return told.pop()

    return Request({"type": "http", "method": "PATCH", "path": "/", "headers": raw, "query_string": b""}, receive)


def test_reading_back_uploads_holds_up_nobody_else() -> None:
    held = threading.Event()

    async def asked() -> str:
        slow = [asyncio.ensure_future(work_long(held.wait, 20)) for _ in range(40)]
        try:
            return await asyncio.wait_for(work(lambda: "answered"), 5)
        finally:
            held.set()
            await asyncio.gather(*slow)

    assert asyncio.run(asked()) == "answered"


@pytest.mark.covers("Z-60")
def test_a_proof_about_another_file_proves_nothing(town: Net, packages: Iterator[Path], program: Program) -> None:
    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries.proving import proof_of
    from sluis.portal.deliveries.removing import ask
    from sluis.portal.oversight.naming import Names

    one, other = (town.relayed(received(program, next(packages))[1]) for _ in range(2))
    reader = town.person("source-1", Role.ADMINISTRATOR)
    for each in (one, other):
        ask(reader, delivery=each, reason="mistake")
    town.custodian().work_shortly()
    one, other = town.delivery(one.number), town.delivery(other.number)
    names = Names(reader)
    assert proof_of(one, names).refusal is None
    one.proof = other.proof
    assert proof_of(one, names).refusal is not None


def test_a_fetch_that_was_begun_is_found_again_after_a_failing_current(
    town: Net, package: Path, program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its names are on the disk before the gate hands over the last byte, and before anybody is told."""
    from sluis.courier import fetching as courier_fetching

    found = town.relayed(received(program, package)[1])
    seen: list[list[str]] = []
    monkeypatch.setattr(
        courier_fetching, "sync_folder", lambda folder: seen.append(sorted(one.name for one in folder.iterdir()))
    )
    home = town.world.home("recipient-1")
    town.connect("recipient-1")
    home = town.world.home("recipient-1")
    fetched = [
        one.number
        for one in courier_fetching.fetch(home, tmp_path, new=True, wanted=lambda one: one["number"] == found.number)
    ]
    assert fetched == [found.number]
    assert seen == [[f".{found.number}.sluis.part"], [f"{found.number}.sluis"]]


@pytest.mark.covers("Z-53")
def test_no_custodian_begins_with_what_is_being_refused(
    town: Net, package: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking whether one is at work and the commit, on a database that lets both go on."""
    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries import authorising
    from sluis.portal.deliveries.relaying import claim

    found = town.authorised(received(program, package)[1])
    claimed = []

    def ending(*more: Any) -> None:
        claimed.append(claim(found, now()))
        end_refused(*more)

    monkeypatch.setattr(authorising, "end_refused", ending)
    authorising.refuse(town.person("ttp", Role.DELIVERY_DESK), delivery=found, explanation="Verkeerd bestand.")
    assert claimed == [""]
    assert town.custodian().work_long() == []
    assert town.delivery(found.number).state == State.REFUSED


@pytest.mark.covers("Z-54")
def test_programs_of_an_organisation_that_ended_do_nothing_more(town: Net) -> None:
    program, place = Program(town, "source-2"), town.places["source-2"]
    assert program.ask("GET", "/deliveries").status == 200
    ends = Organisation.everything.filter(pk=place.pk)
    today = day_of(now())
    try:
        with changed():
            ends.update(ended_on=today + timedelta(days=1))
        assert program.ask("GET", "/deliveries").status == 200, "not before the day has come"
        with changed():
            ends.update(ended_on=today)
        found = program.ask("GET", "/deliveries")
        assert (found.status, found.code) == (403, deliverynet.CERTIFICATE_REVOKED.number)
        said = statement(program.home)
        assert knock(town, said, signed(program.home, said)).status == 403
    finally:
        with changed():
            ends.update(ended_on=None)


@pytest.mark.covers("Z-59")
def test_who_reads_nothing_takes_no_memory_and_has_downloaded_nothing(
    town: Net, package: Path, program: Program
) -> None:
    from sluis.portal.deliveries.places import result

    found = town.relayed(received(program, package)[1])
    size = 256 << 20
    with result(found.pk).open("r+b") as file:
        file.truncate(size)
    with changed():
        Delivery.everything.filter(pk=found.pk).update(result_size=size)
    reader = Program(town, "recipient-1")
    before = _memory(town)
    raw = socket.create_connection(("localhost", town.gate_port), 20)
    with trusting(town).wrap_socket(raw, server_hostname="localhost") as line:
        asked = f"GET /deliveries/{found.pk}/package HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {reader.token}\r\n\r\n"
        line.sendall(asked.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 200")
        threading.Event().wait(4)
        assert _memory(town) - before < 96 << 20
        assert town.delivery(found.number).state == State.AVAILABLE


def _memory(town: Net) -> int:
    """Of the gate and the processes that it started."""
    rss = 0
    for process in town.gates:
        for pid in [process.pid, *_children(process.pid)]:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            rss += pages * os.sysconf("SC_PAGE_SIZE")
    return rss


def _children(pid: int) -> list[int]:
    found = [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in path.read_text().split()]
    return found + [one for child in found for one in _children(child)]


def together(*does: Callable[[], object]) -> list[str]:
    """Everybody at one moment; what came of each: `done`, or the number of a refusal."""
    barrier = threading.Barrier(len(does))

    def one(what: Callable[[], object]) -> str:
        barrier.wait(20)
        try:
            what()
            return "done"
        except Refused as refused:
            return refused.code.number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(one, does))


@pytest.mark.covers("Z-53")
def test_of_all_who_decide_at_one_moment_one_does(town: Net, packages: Iterator[Path], program: Program) -> None:
    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries.authorising import authorise, refuse
    from sluis.portal.deliveries.removing import withdraw

    desk, source = town.person("ttp", Role.DELIVERY_DESK), town.person("source-1", Role.DELIVERER)
    for _ in range(3):
        found = received(program, next(packages))[1]
        came = together(
            lambda found=found: authorise(desk, delivery=found),  # type: ignore[misc]
            lambda found=found: authorise(desk, delivery=found),  # type: ignore[misc]
            lambda found=found: withdraw(source, delivery=found),  # type: ignore[misc]
        )
        assert sorted(came) == ["2244", "2244", "done"]
        decided = Entry.objects.filter(subject=found.subject, kind__in=("delivery.authorised", "delivery.withdrawn"))
        assert decided.count() == 1
        if town.delivery(found.number).state == State.AUTHORISED:
            came = together(
                lambda found=found: refuse(desk, delivery=found, explanation="Nee."),  # type: ignore[misc]
                lambda found=found: _claimed(found),  # type: ignore[misc]
                lambda found=found: _claimed(found),  # type: ignore[misc]
            )
            assert came.count("done") == 1, came
            Lease.objects.update(until=None, holder="")
    town.custodian().work_long()


def _claimed(found: Delivery) -> None:
    from sluis.portal.deliveries.relaying import claim

    if not claim(found, now()):
        raise Refused(deliverynet.NOT_IN_THIS_STATE, number=found.number, state="")


@pytest.mark.covers("Z-39")
def test_ending_an_upload_while_its_last_byte_comes_leaves_a_delivery_or_none(
    town: Net, packages: Iterator[Path], program: Program
) -> None:
    for _ in range(4):
        data = next(packages).read_bytes()
        place = begun(program, len(data))
        assert program.patch(place, 0, data[:-1]).status == 204
        together(
            lambda place=place, data=data: program.patch(place, len(data) - 1, data[-1:]),  # type: ignore[misc]
            lambda place=place: program.ask("DELETE", place),  # type: ignore[misc]
        )
        upload = upload_of(place)
        there = place_of(upload.pk).exists()
        assert (upload.state == Upload.State.COMPLETE) == there
        assert upload.state in (Upload.State.COMPLETE, Upload.State.DROPPED)
        if upload.state == Upload.State.DROPPED and upload.delivery:
            assert upload.delivery.state == State.WITHDRAWN


@pytest.mark.covers("Z-54")
def test_a_last_byte_that_comes_after_the_account_was_closed_concludes_nothing(town: Net, package: Path) -> None:
    """One request may bring gigabytes for hours; who was let in at its beginning may be out at its end."""
    from sluis.portal.deliveries.offering import begin
    from sluis.portal.gate import uploads

    account = Account.everything.select_related("organisation").get(party_id="source-2", closed_at=None)
    data = package.read_bytes()
    upload = begin(actor_of(account), account=account, length=len(data))
    request = Request({"type": "http", "method": "PATCH", "path": "/", "headers": [], "query_string": b""})
    arrivals = gate_arrivals.Arrivals()
    arrival = arrivals.open(actor_of(account), upload)
    assert arrival is not None
    arrival.write(data[:1000])
    close_account(casting.tester(), account=account)
    found = uploads._conclude(request, account, arrival)
    arrivals.close(arrival)
    assert found.status_code == 401
    upload.refresh_from_db()
    assert upload.state == Upload.State.ARRIVING
    open_account(casting.tester(), organisation=account.organisation, role=ExchangeRole.SOURCE, party_id="source-2")
    asked = Program(town, "source-2").ask("HEAD", f"/uploads/{upload.pk}")
    assert (asked.status, asked.headers["upload-offset"]) == (200, "1000"), "what came is kept for who may go on"


async def first_of(body: AsyncIterator[bytes]) -> bytes:
    return await anext(body)


@pytest.mark.covers("Z-54", "Z-59")
def test_the_last_byte_of_a_result_stays_when_the_account_was_closed_since_the_first(
    town: Net, package: Path, program: Program
) -> None:
    from sluis.portal.deliveries.places import result
    from sluis.portal.gate import handing

    found = town.relayed(received(program, package)[1])
    account = Account.everything.select_related("organisation").get(party_id="recipient-1", closed_at=None)
    close_account(casting.tester(), account=account)
    try:
        body = handing._blocks(result(found.pk), 0, found.result_size - 1, found, account)
        with pytest.raises(Refused):
            asyncio.run(first_of(body))
        assert town.delivery(found.number).state == State.AVAILABLE
    finally:
        open_account(
            casting.tester(), organisation=account.organisation, role=ExchangeRole.RECIPIENT, party_id="recipient-1"
        )
