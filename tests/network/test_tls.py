"""TLS of gate and portal, looked at from outside with sslscan: 1.2 and 1.3 only, and no weak suite, group or key."""

import shutil
import socket
import ssl
import subprocess
import sys
import warnings
import xml.etree.ElementTree as Tree
from collections.abc import Iterator

import pytest
from delivering import ROOT, Net

from network.faults import until
from network.knocking import trusting
from sluis.portal.config.installation import read_installation
from sluis.supervisor.health import answers

pytestmark = pytest.mark.covers("Z-36", "Z-31")
SUITES = {
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
}  # fmt: skip
"""All with an ephemeral key and authenticated encryption: what the NCSC (TLS, 2025) calls good or sufficient."""


@pytest.fixture(scope="module", params=["gate", "portal"])
def port(request: pytest.FixtureRequest, town: Net) -> Iterator[int]:
    if request.param == "gate":
        yield town.gate_port
        return
    found = read_installation(town.folder).port
    command = [sys.executable, "-P", "-m", "sluis.portal.config.serving", "--home", str(town.world.path("ttp"))]
    with town.world.path("portal.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd=ROOT)
    try:
        until(lambda: answers("127.0.0.1", found, "localhost", town.folder / "tls" / "own.pem"))
        yield found
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def scan(port: int) -> Tree.Element:
    """What sslscan says; it is one of the system's packages for tests (`make system`)."""
    if shutil.which("sslscan") is None:
        pytest.skip("sslscan is not here, and could not be installed")
    command = ["sslscan", "--no-colour", "--show-certificate", "--xml=-", f"localhost:{port}"]
    said = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout
    found = Tree.fromstring(said).find("ssltest")
    assert found is not None, said
    return found


def test_only_tls_1_2_and_1_3(scan: Tree.Element) -> None:
    offered = {
        f"{one.get('type')}{one.get('version')}" for one in scan.findall("protocol") if one.get("enabled") == "1"
    }
    assert offered == {"tls1.2", "tls1.3"}


def test_no_weak_suite(scan: Tree.Element) -> None:
    suites = {str(one.get("cipher")) for one in scan.findall("cipher")}
    assert suites and suites <= SUITES, suites - SUITES
    assert {one.get("sslversion") for one in scan.findall("cipher")} == {"TLSv1.2", "TLSv1.3"}
    assert {one.get("strength") for one in scan.findall("cipher")} <= {"strong", "acceptable"}
    assert all(int(one.get("bits", "0")) >= 128 for one in scan.findall("cipher"))


def test_no_weak_group(scan: Tree.Element) -> None:
    groups = {str(one.get("name")) for one in scan.findall("group")}
    assert groups and all(int(one.get("bits", "0")) >= 128 for one in scan.findall("group")), groups


def test_the_key_is_of_p256_at_least(scan: Tree.Element) -> None:
    keys = scan.findall(".//certificate[@type='short']/pk")
    assert keys
    for key in keys:
        assert key.get("type") == "EC" and key.get("curve_name") in ("prime256v1", "secp384r1", "secp521r1")
    hashes = [one.text or "" for one in scan.findall(".//certificate/signature-algorithm")]
    assert hashes and not [one for one in hashes if "sha1" in one.lower() or "md5" in one.lower()]


def test_nothing_old_is_left_open(scan: Tree.Element) -> None:
    compression, secure = scan.find("compression"), scan.find("renegotiation")
    assert compression is None or compression.get("supported") == "0"  # none when sslscan cannot compress itself
    assert secure is None or secure.get("secure") == "1" or secure.get("supported") == "0"
    assert all(one.get("vulnerable") == "0" for one in scan.findall("heartbleed"))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=lambda one: one.name)
def test_an_older_client_gets_nowhere(version: ssl.TLSVersion, port: int) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is why it is tried
        context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", port), 20) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=lambda one: one.name)
def test_a_client_of_today_comes_through(version: ssl.TLSVersion, port: int, town: Net) -> None:
    context = trusting(town)
    context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", port), 20) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as wrapped,
    ):
        assert wrapped.version() == f"TLSv1.{version.name[-1]}"
