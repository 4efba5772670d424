"""Attacks on the door: by a page elsewhere, by another user of this machine, by a page on another port."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.desks import Running, running

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def desk(home: Path) -> Iterator[Running]:
    """A desk in which somebody is."""
    with running(home) as made:
        yield made.enter()


@pytest.mark.covers("Z-54")
def test_who_may_come_in(desk: Running) -> None:
    inside = desk.get("/")
    assert inside.status == 200
    policy = inside.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert inside.headers["cache-control"] == "no-store"
    assert not [name for name in inside.headers if name.startswith("access-control")]
    assert "<style" not in inside.text and "style=" not in inside.text and "onclick" not in inside.text

    # The secret worked once.
    assert desk.ask("GET", urlsplit(desk.entrance).path).status == 403
    assert desk.ask("GET", "/enter/").status == 403
    assert desk.ask("HEAD", urlsplit(desk.entrance).path).status == 403

    # Without the cookie, or with another: another user of this machine.
    for cookie in ("", "sluis-desk=", "sluis-desk=" + "a" * 43, "other=1", '"'):
        assert desk.ask("GET", desk.root + "/", Cookie=cookie).status == 403
    assert desk.ask("GET", "/", Cookie=desk.cookie).status == 403
    assert desk.ask("GET", "/wrong/", Cookie=desk.cookie).status == 403

    # Under another name: a page elsewhere whose name was made to lead here.
    for host in (f"evil.example:{desk.port}", "127.0.0.1", f"127.0.0.1:{desk.port + 1}", f"localhost.:{desk.port}", ""):
        assert desk.get("/", Host=host).status in (400, 421), host
    assert desk.get("/", Host=f"localhost:{desk.port}").status == 200


def test_only_a_page_of_the_desk_changes_anything(desk: Running) -> None:
    right = {"Cookie": desk.cookie, "Origin": desk.origin, "Content_Type": FORM}
    body = f"token={desk.token}&language=en"
    path = desk.root + "/language"
    assert desk.ask("POST", path, body, **right).status == 303
    for origin in ("", "null", "http://evil.example", f"http://127.0.0.1:{desk.port + 1}", desk.origin + "/"):
        assert desk.ask("POST", path, body, **{**right, "Origin": origin}).status == 403, origin
    assert desk.ask("POST", path, body, **right, Sec_Fetch_Site="same-site").status == 403
    for wrong in (
        "language=en",
        "token=&language=en",
        f"token={desk.token}x",
        f"token={desk.cookie}",
        "token=%ff",
        "\xff",
    ):
        assert desk.ask("POST", path, wrong.encode("latin-1"), **right).status in (403, 413), wrong
    assert desk.ask("POST", path, body + "&x=" + "y" * (1 << 18), **right).status == 413
    assert desk.ask("POST", path, "&".join(["a=b"] * 1000), **right).status == 413
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert desk.ask(method, path, body, **right).status == 405
    assert desk.ask("POST", desk.root + "/drafts/x/files/y", "data", **right, X_Sluis_Token="wrong").status == 403
    assert desk.ask("POST", "/look/x/desk.js", body, **right).status in (403, 404, 405)


def test_a_cookie_is_for_the_desk_alone(desk: Running, home: Path) -> None:
    """Cookies know no ports; its path is another each time, so that other programs on this machine never see it."""
    with running(Path(shutil.copytree(home, home.parent / "other"))) as other:
        said = other.ask("GET", urlsplit(other.entrance).path).headers["set-cookie"]
    assert "HttpOnly" in said and "SameSite=strict" in said
    assert "Path=/;" not in said and desk.root not in said


def test_no_other_file_is_served(desk: Running) -> None:
    style = next(line for line in desk.get("/").text.splitlines() if "desk.css" in line).split('"')[3]
    folder = style.rsplit("/", 1)[0]
    assert desk.ask("GET", style).status == 200
    for name in (
        "../../sluis.toml",
        "..%2f..%2fsluis.toml",
        "%2e%2e/desk.css/../../../home.py",
        "/etc/passwd",
        "desk.js/",
        "",
    ):
        assert desk.ask("GET", f"{folder}/{name}").status in (400, 403, 404), name


def test_what_is_not_there_is_no_fault(desk: Running) -> None:
    for path in ("/nowhere", "/drafts/none", "/drafts/none/live", "/drafts/../sluis.toml", "/deliveries/1"):
        found = desk.get(path)
        assert found.status == 404, path
    away = desk.get("/deliveries/00000000-0000-0000-0000-000000000000")
    assert away.status == 409 and "2230" in away.text  # not connected


def test_the_folder_is_private(desk: Running, home: Path) -> None:
    folder = home / "desk"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "open.html").stat().st_mode & 0o077 == 0
    led = (folder / "open.html").read_text()
    assert urlsplit(desk.entrance).path not in led  # that secret is used; the page holds the next
    assert f"127.0.0.1:{desk.port}/enter/" in led


def test_a_fault_tells_its_place_and_no_data(desk: Running, home: Path) -> None:
    (accepted,) = home.glob("agreements/*/accepted.json")
    accepted.write_text("{900000004")
    found = desk.get("/")
    assert found.status == 500 and "900000004" not in found.text
    said = desk.log.read_text()
    assert "JSONDecodeError" in said and "shelf.py" in said and "900000004" not in said
