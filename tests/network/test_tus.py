"""The gate as an existing client of tus 1.0 meets it (https://tus.io/protocols/resumable-upload): core and extensions."""

import base64
import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import pytest
from delivering import Net
from worlds import PEOPLE

from network.knocking import Program, Reply, ask
from sluis.portal.deliveries.models import Delivery, State, Upload
from sluis.portal.deliveries.places import arriving as place_of

pytestmark = pytest.mark.covers("Z-35")
CONTENT = "application/offset+octet-stream"


@pytest.fixture(scope="module")
def program(town: Net) -> Program:
    return Program(town, "source-1")


@pytest.fixture(scope="module")
def packages(town: Net) -> Iterator[Path]:
    """As many packages as tests ask for."""
    return (_prepared(town, f"tus-{number}.sluis") for number in itertools.count())


def _prepared(town: Net, name: str) -> Path:
    assert town.world.prepare(town.world.write(PEOPLE), out=name).code == 0
    return town.world.path(name)


@pytest.fixture
def package(packages: Iterator[Path]) -> bytes:
    """The bytes of a package that nobody has sent."""
    return next(packages).read_bytes()


def created(program: Program, length: int, **headers: str) -> str:
    found = program.ask("POST", "/uploads", None, Upload_Length=str(length), **headers)
    assert found.status == 201, found.body
    assert found.headers["tus-resumable"] == "1.0.0"
    return found.headers["location"]


def offset(program: Program, place: str) -> int:
    found = program.ask("HEAD", place)
    assert found.status == 200 and found.headers["cache-control"] == "no-store"
    return int(found.headers["upload-offset"])


def checksum(data: bytes) -> str:
    return "sha256 " + base64.b64encode(hashlib.sha256(data).digest()).decode()


def arrived(found: Reply) -> Delivery:
    assert found.status == 204, (found.status, found.body)
    delivery: Delivery = Delivery.everything.get(pk=found.headers["sluis-delivery"])
    assert delivery.state == State.CHECKED
    return delivery


def test_options_say_what_the_gate_can(town: Net) -> None:
    found = ask(town, "OPTIONS", "/uploads")
    assert found.status in (200, 204)
    assert found.headers["tus-version"] == "1.0.0"
    can = set(found.headers["tus-extension"].split(","))
    assert can == {"creation", "creation-with-upload", "checksum", "expiration", "termination"}
    assert int(found.headers["tus-max-size"]) > 1 << 31
    assert "sha256" in found.headers["tus-checksum-algorithm"].split(",")


def test_a_client_that_knows_nothing_of_packages_sends_one_in_odd_pieces(program: Program, package: bytes) -> None:
    place = created(program, len(package))
    assert offset(program, place) == 0
    at, found = 0, None
    for size in itertools.cycle((1, 7, 977, 4096, 3)):
        found = program.patch(place, at, package[at : at + size])
        assert found.status == 204, found.body
        at = min(at + size, len(package))
        assert int(found.headers["upload-offset"]) == at
        if at == len(package):
            break
    assert found is not None
    arrived(found)
    assert offset(program, place) == len(package), "HEAD after the end says that all is there"


def test_creation_with_upload_takes_bytes_at_once(program: Program, package: bytes) -> None:
    half = len(package) // 2
    found = program.ask("POST", "/uploads", package[:half], Upload_Length=str(len(package)), Content_Type=CONTENT)
    assert (found.status, found.headers["upload-offset"]) == (201, str(half))
    arrived(program.patch(found.headers["location"], half, package[half:], Upload_Checksum=checksum(package[half:])))


def test_creation_with_all_of_it_is_a_delivery(program: Program, package: bytes) -> None:
    found = program.ask("POST", "/uploads", package, Upload_Length=str(len(package)), Content_Type=CONTENT)
    assert (found.status, found.headers["upload-offset"]) == (201, str(len(package)))
    assert Upload.everything.get(pk=found.headers["location"].rpartition("/")[2]).state == Upload.State.COMPLETE


def test_metadata_with_the_manifest_makes_the_upload_known_beforehand(
    program: Program, packages: Iterator[Path]
) -> None:
    path = next(packages)
    metadata = said_of(path)
    one = created(program, path.stat().st_size, Upload_Metadata=metadata)
    assert created(program, path.stat().st_size, Upload_Metadata=metadata) == one, "the same delivery, the same upload"
    assert "sluis-delivery" not in program.ask("HEAD", one).headers, "it is known, and not received"
    arrived(program.patch(one, 0, path.read_bytes()))
    again = program.ask("POST", "/uploads", Upload_Length=str(path.stat().st_size), Upload_Metadata=metadata)
    assert (again.status, again.code) == (409, "2802")


def said_of(path: Path) -> str:
    from sluis.home.files import open_package

    with open_package(path) as reader:
        said = {"manifest": reader.small("manifest.json", 1 << 20), "signature": reader.small("manifest.jws", 1 << 16)}
    return ",".join(f"{name} {base64.b64encode(value).decode()}" for name, value in said.items())


def test_other_words_in_the_metadata_are_no_matter(program: Program, package: bytes) -> None:
    name = base64.b64encode(b"levering.sluis").decode()
    place = created(program, len(package), Upload_Metadata=f"filename {name},is_confidential")
    arrived(program.patch(place, 0, package))


def test_a_wrong_offset_is_a_conflict_and_changes_nothing(program: Program, package: bytes) -> None:
    place = created(program, len(package))
    program.patch(place, 0, package[:100])
    for wrong in (0, 99, 101, len(package)):
        found = program.patch(place, wrong, package[:50])
        assert (found.status, found.headers["upload-offset"]) == (409, "100")
    assert offset(program, place) == 100


def test_what_is_no_piece_is_refused(program: Program, package: bytes) -> None:
    place = created(program, len(package))
    assert program.patch(place, 0, package, Content_Type="application/octet-stream").status == 415
    assert program.patch(place, 0, package, Content_Type="").status == 415
    for wrong in ("-1", "+1", "x", "1.0", "²", ""):
        assert program.patch(place, 0, package, Upload_Offset=wrong).status == 400
    for wrong in ("sha256 AAAA", "md5 " + "A" * 24, "sha256", "nonsense"):
        assert program.patch(place, 0, package, Upload_Checksum=wrong).status == 400
    assert offset(program, place) == 0


def test_a_checksum_that_does_not_fit_leaves_nothing(program: Program, package: bytes) -> None:
    place = created(program, len(package))
    assert program.patch(place, 0, package[:500], Upload_Checksum=checksum(package[:500])).status == 204
    found = program.patch(place, 500, b"x" * 600, Upload_Checksum=checksum(package[500:1100]))
    assert (found.status, offset(program, place)) == (460, 500)
    found = program.patch(place, 500, package[500:], Upload_Checksum=checksum(package[500:-1]))
    assert (found.status, offset(program, place)) == (460, 500)
    arrived(program.patch(place, 500, package[500:], Upload_Checksum=checksum(package[500:])))


@pytest.mark.parametrize("said", ["", "0.2.2", "2.0.0"])
def test_another_version_of_tus_is_refused(said: str, program: Program, package: bytes) -> None:
    place = created(program, len(package))
    asked = [
        program.ask("POST", "/uploads", Upload_Length="1000", Tus_Resumable=said),
        program.ask("HEAD", place, Tus_Resumable=said),
        program.patch(place, 0, package, Tus_Resumable=said),
        program.ask("DELETE", place, Tus_Resumable=said),
    ]
    assert [(one.status, one.headers["tus-version"]) for one in asked] == [(412, "1.0.0")] * 4
    assert offset(program, place) == 0


def test_an_upload_that_was_ended_is_gone(program: Program, package: bytes, town: Net) -> None:
    place = created(program, len(package))
    program.patch(place, 0, package[:1000])
    assert program.ask("DELETE", place).status == 204
    assert program.ask("HEAD", place).status in (404, 410)
    assert program.patch(place, 1000, package[1000:]).status in (404, 410)
    assert not (town.folder / "deliveries" / "arriving" / f"{place.rpartition('/')[2]}.sluis").exists()


def test_the_gate_says_until_when_it_waits(program: Program, package: bytes) -> None:
    found = program.ask("POST", "/uploads", Upload_Length=str(len(package)))
    for reply in (found, program.ask("HEAD", found.headers["location"])):
        until = parsedate_to_datetime(reply.headers["upload-expires"])
        assert timedelta(days=6) < until - datetime.now(UTC) <= timedelta(days=7)


@pytest.mark.parametrize("said", ["", "x", "-5", "1e3"])
def test_a_length_that_is_none_is_refused(said: str, program: Program) -> None:
    assert program.ask("POST", "/uploads", Upload_Length=said).status == 400


def test_what_is_too_large_is_refused_before_it_comes(program: Program, town: Net) -> None:
    most = int(ask(town, "OPTIONS", "/uploads").headers["tus-max-size"])
    before = Upload.everything.count()
    assert program.ask("POST", "/uploads", Upload_Length=str(most + 1)).status == 413
    assert program.ask("POST", "/uploads", Upload_Length="999999999999999").status == 413
    assert Upload.everything.count() == before


def test_more_than_was_announced_is_refused(program: Program, package: bytes) -> None:
    place = created(program, len(package))
    found = program.patch(place, 0, package + b"more")
    assert 400 <= found.status < 500 and not found.headers.get("sluis-delivery")


def test_bytes_that_are_no_package_are_refused_at_the_first_of_them(program: Program) -> None:
    place = created(program, 1 << 20)
    found = program.patch(place, 0, b"\0" * 64)
    assert (found.status, found.code) == (422, "2550")
    after = program.ask("HEAD", place)
    assert (after.status, after.code) == (410, "2550"), "and a client that missed the answer still hears why"


def test_uploads_of_another_party_are_not_there(program: Program, package: bytes, town: Net) -> None:
    place = created(program, len(package))
    program.patch(place, 0, package[:300])
    for party in ("source-2", "recipient-1"):
        other = Program(town, party)
        refused = [
            other.ask("HEAD", place), other.patch(place, 300, package[300:]), other.ask("DELETE", place),
            other.ask("GET", place),
        ]  # fmt: skip
        assert [(one.status, one.code) for one in refused] == [(404, "2229")] * 4
    assert offset(program, place) == 300


def test_nothing_without_a_token(town: Net, package: bytes) -> None:
    place = "/uploads/3f0e7a3e-0000-4000-8000-000000000000"
    for method in ("POST", "HEAD", "PATCH", "DELETE"):
        path = "/uploads" if method == "POST" else place
        found = ask(town, method, path, {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Offset": "0"})
        assert (found.status, found.code) == (401, "2226")


def test_an_upload_that_broke_off_at_its_last_byte_is_concluded_when_asked_for(
    program: Program, package: bytes
) -> None:
    """All bytes are on the disk, and nobody wrote down that they are: as after a kill between the two."""
    place = created(program, len(package))
    pk = place.rpartition("/")[2]
    place_of(UUID(pk)).write_bytes(package)
    assert offset(program, place) == len(package)
    assert Delivery.everything.get(upload__pk=pk).state == State.CHECKED
