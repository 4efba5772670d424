"""The settings of a portal: what is taken, what is refused, and the secret that is made once."""

import threading
from pathlib import Path

import pytest

from sluis.portal.config.django_settings import database
from sluis.portal.config.installation import Installation, read_installation
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes

RECIPIENT = "age1zk2zqn0xxcq8cumvxkfmh6ngjd9ctwchjjqmgjxm9pxmmedzv3qqxxu2fy"


def read(folder: Path, text: str) -> Installation:
    (folder / "portal.toml").write_text(text, "utf-8")
    return read_installation(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_installation(tmp_path) == Installation(tmp_path) == read(tmp_path, "")


RIGHT = (
    'hosts = ["portal.example.nl", "192.0.2.1", "2001:db8::1", "localhost"]',
    "port = 443",
    'bind = "::"',
    'database = "postgresql://sluis@db.example.nl:5433/portal"',
    'database = "postgresql://sluis@/portal?host=/run/postgresql"',
    'mail = "smtps://user@mail.example.nl:465"',
    'environment = "acceptance"',
    "backup_retention_days = 14",
    "backup_recipients = []",
    'certificate = "a.pem"\nkey = "b.pem"',
    'single_sign_on = {own = {name = "n", issuer = "https://id.example.nl", client = "c", organisation = "o"}}',
)


@pytest.mark.parametrize("line", RIGHT)
def test_settings_that_can_be_meant_are_taken(line: str, tmp_path: Path) -> None:
    assert read(tmp_path, line) != Installation(tmp_path) or line.endswith("[]")


WRONG = (
    "unknown = 1", "format = 2", "format = true", "port = 0", "port = true", "port = 65536", 'port = "443"', "hosts = []",
    'hosts = ["*"]', 'hosts = [".example.nl"]', 'hosts = ["a b"]', 'hosts = ["x\\nevil"]', 'hosts = "localhost"', 'hosts = ["-a"]',
    'bind = "localhost"', 'bind = ""', 'language = "de"', 'database = "mysql://u@h/d"', 'database = "postgresql://u:secret@h/d"',
    'database = "postgresql://u@h"', 'database = "postgresql://u@h:port/d"', 'mail = "http://h"', 'mail = "smtp://u:secret@h"',
    'mail_from = "nobody"', 'environment = "live"', 'certificate = "only.pem"', "backup_retention_days = 0",
    "backup_retention_days = true", 'backup_recipients = ["age1nothing"]', f'backup_recipients = ["{RECIPIENT.upper()}"]',
    'work_inside = "yes"', "single_sign_on = {own = {name = 'n'}}", 'evidence_kept = "for ever"',
)  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_settings_that_cannot_be_meant_are_refused_by_name(line: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, line)
    assert refused.value.code is codes.SETTING_WRONG
    assert refused.value.facts["name"] in (line.split(" ", maxsplit=1)[0], "key") and "secret" not in str(
        refused.value.facts
    )


def test_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    for content in (b"port = ", b"\xff"):
        (tmp_path / "portal.toml").write_bytes(content)
        with pytest.raises(Refused) as refused:
            read_installation(tmp_path)
        assert refused.value.code is codes.SETTINGS_UNREADABLE


def test_socket_and_password_of_the_database_reach_django(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUIS_DATABASE_PASSWORD", "p")
    found = database(read(tmp_path, RIGHT[4]))
    assert (found["HOST"], found["NAME"], found["USER"], found["PASSWORD"]) == (
        "/run/postgresql",
        "portal",
        "sluis",
        "p",
    )
    assert database(read(tmp_path, RIGHT[3]))["HOST"] == "db.example.nl"


def test_secret_is_made_once_also_when_several_ask_at_the_same_time(tmp_path: Path) -> None:
    installation, seen = Installation(tmp_path / "portal"), set()
    threads = [threading.Thread(target=lambda: seen.add(installation.secret)) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(seen) == 1 and len(seen.pop()) > 60
    assert (tmp_path / "portal" / "secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "portal").iterdir()] == ["secret"]
