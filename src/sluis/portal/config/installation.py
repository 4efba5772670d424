"""One frozen `Installation` from one `portal.toml`; an unknown key is refused. Secrets come from files or the environment.

The folder of an installation:

    portal.toml       these settings                       tls/         the certificate that is made when none is given
    secret            Django's key, made at the start      mail/        messages, when no mail server is set
    portal.sqlite3    the database, unless another is set  backups/     sealed copies of the database
"""

import os
import re
import secrets
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sluis.deadlines import Term
from sluis.kernel.sealing import check_recipient
from sluis.refusals import Refused, languages
from sluis.refusals.catalogue import homes as codes

FILE = "portal.toml"
FORMAT = 1
DATABASE_PASSWORD = "SLUIS_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable
MAIL_PASSWORD = "SLUIS_MAIL_PASSWORD"  # noqa: S105 - the name of a variable

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Installation:
    """How one portal runs.

    Attributes:
        folder: where it lies.
        hosts: names under which it is reached; the first stands in links.
        port: on which it listens.
        gate_port: on which programs of sources and recipients come in.
        bind: the address on which it listens.
        language: of whom nothing is known yet.
        database: `postgresql://user@host:port/name`, or `postgresql://user@/name?host=/folder` for a socket; empty
            for SQLite in the folder.
        mail: `smtp://user@host:port` or `smtps://…`; empty for files in the folder.
        mail_from: the sender of messages.
        certificate, key: PEM files for TLS; empty for an own certificate.
        environment: production, acceptance, test or demo; shown on every page unless production.
        backup_recipients: age recipients to whom backups are sealed; empty for a key pair that the first backup makes.
        backup_retention_days: after which a backup is removed.
        evidence_kept: term after which a segment of evidence is destroyed, such as `5 years`.
        work_inside: background work runs inside the portal's process.
        single_sign_on: OIDC providers: id → {name, issuer, client, organisation}; the secret in the environment.
        format: of this file.
    """

    folder: Path
    hosts: tuple[str, ...] = ("localhost",)
    port: int = 8443
    gate_port: int = 8445
    bind: str = "127.0.0.1"
    language: str = "nl"
    database: str = ""
    mail: str = ""
    mail_from: str = "sluis@localhost"
    certificate: str = ""
    key: str = ""
    environment: str = "production"
    backup_recipients: tuple[str, ...] = ()
    backup_retention_days: int = 30
    evidence_kept: str = "5 years"
    work_inside: bool = True
    single_sign_on: tuple[tuple[str, dict[str, str]], ...] = ()
    format: int = FORMAT

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"https://{self.hosts[0]}" + ("" if self.port == 443 else f":{self.port}")

    @property
    def gate(self) -> str:
        """Where programs find it."""
        return f"https://{self.hosts[0]}:{self.gate_port}"

    @property
    def secret(self) -> str:
        """Django's key; made when it is not there yet."""
        path = self.folder / "secret"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text("ascii")


def read_installation(folder: Path) -> Installation:
    """The settings in a folder; the defaults where there is no file.

    Raises:
        Refused: SETTINGS_UNREADABLE or SETTING_WRONG, with the name of the setting.
    """
    path = folder / FILE
    if not path.exists():
        return Installation(folder)
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused(codes.SETTINGS_UNREADABLE, path.name) from None
    known = {field.name for field in fields(Installation)} - {"folder"}
    for name, value in values.items():
        if name not in known or not _RULES[name](value):
            raise Refused(codes.SETTING_WRONG, path.name, name=name)
    if bool(values.get("certificate")) != bool(values.get("key")):
        raise Refused(codes.SETTING_WRONG, path.name, name="key")
    return Installation(folder, **{name: _frozen(value) for name, value in values.items()})


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_term(value: Any) -> bool:
    try:
        return isinstance(value, str) and Term.read(value) is not None
    except Refused:
        return False


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _is_hosts(value: Any) -> bool:
    return _is_names(value) and all(_is_address(one) or _HOST.fullmatch(one) for one in value)


def _is_address(value: Any) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return isinstance(value, str)


def _is_recipients(value: Any) -> bool:
    try:
        return value == [] or (_is_names(value) and all(check_recipient(one) for one in value))
    except Refused:
        return False


def _is_database(value: Any) -> bool:
    """An address without a password: that comes from the environment."""
    return value == "" or (_is_url(value, "postgresql") and len(urlsplit(value).path) > 1)


def _is_url(value: Any, *schemes: str) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
        reached = parts.hostname or parse_qs(parts.query).get("host")
        return parts.scheme in schemes and bool(reached) and parts.password is None and parts.port != 0
    except ValueError:  # a port that is no number
        return False


def _is_providers(value: Any) -> bool:
    wanted = {"name", "issuer", "client", "organisation"}
    return isinstance(value, dict) and all(
        isinstance(one, dict)
        and one.keys() == wanted
        and all(map(_is_text, one.values()))
        and _is_issuer(one["issuer"])
        for one in value.values()
    )


def _is_issuer(value: str) -> bool:
    """An address over TLS; without it on this machine only, where tests have a provider."""
    parts = urlsplit(value)
    inside = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or inside) and not parts.query and parts.password is None


_RULES: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: type(value) is int and value == FORMAT,
    "hosts": _is_hosts,
    "port": lambda value: type(value) is int and 0 < value < 65536,
    "gate_port": lambda value: type(value) is int and 0 < value < 65536,
    "bind": _is_address,
    "language": lambda value: value in languages,
    "database": _is_database,
    "mail": lambda value: value == "" or _is_url(value, "smtp", "smtps"),
    "mail_from": lambda value: _is_text(value) and "@" in value,
    "certificate": _is_text,
    "key": _is_text,
    "environment": lambda value: value in ("production", "acceptance", "test", "demo"),
    "backup_recipients": _is_recipients,
    "backup_retention_days": lambda value: type(value) is int and 0 < value <= 3660,
    "evidence_kept": _is_term,
    "work_inside": lambda value: isinstance(value, bool),
    "single_sign_on": _is_providers,
}


def _write_once(path: Path, text: str) -> None:
    """A private file that is whole from its first moment; of two writers at the same time one wins."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value
