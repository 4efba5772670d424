"""One frozen `Settings` from one TOML per home; an unknown key is refused, nothing is global."""

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sluis.agreement.terms import NAME
from sluis.refusals import Refused, languages
from sluis.refusals.catalogue import homes as codes
from sluis.signatures.certificates import Role
from sluis.specification.model import Scheme

FORMAT = 1
UNLOCK = "SLUIS_UNLOCK"
"""The environment variable that holds the home's unlock identity, instead of the file; secrets only come so."""

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a party runs.

    Attributes:
        format: of this file.
        party: its short name, as in its certificate and in labels.
        name: its full name.
        organisation: the organisation behind it.
        role: source, recipient or ttp.
        language: of messages and reports, `nl` or `en`.
        schemes: that this party takes part in.
        workers: processor cores for the costly steps; 0 for all.
        country: where this party works with personal data, ISO 3166-1 alpha-2.
        gate: address of the TTP's gate, `https://host:port`; empty when deliveries go by file.
        policy_required: nothing is done under an agreement of which there is no policy here.
    """

    party: str
    name: str
    organisation: str
    role: Role
    format: int = FORMAT
    language: str = "nl"
    schemes: tuple[Scheme, ...] = (Scheme.POLYMORPHIC, Scheme.KEYED)
    workers: int = 0
    country: str = "NL"
    policy_required: bool = False
    gate: str = ""

    def write(self) -> bytes:
        """The TOML file."""
        schemes = ", ".join(f'"{scheme.value}"' for scheme in self.schemes)
        lines = [
            f"format = {self.format}",
            f"party = {_text(self.party)}",
            f"name = {_text(self.name)}",
            f"organisation = {_text(self.organisation)}",
            f"role = {_text(self.role.value)}",
            f"language = {_text(self.language)}",
            f"schemes = [{schemes}]",
            f"workers = {self.workers}",
            f"country = {_text(self.country)}",
            f"policy_required = {str(self.policy_required).lower()}",
            *([f"gate = {_text(self.gate)}"] if self.gate else []),
        ]
        return ("\n".join(lines) + "\n").encode()


def read_settings(path: Path) -> Settings:
    """The settings in this file.

    Raises:
        Refused: SETTINGS_UNREADABLE or SETTING_WRONG, with the name of the setting.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused(codes.SETTINGS_UNREADABLE, path.name) from None
    known = {field.name for field in fields(Settings)}
    for name in values:
        if name not in known:
            raise Refused(codes.SETTING_WRONG, path.name, name=name)
    return _checked(values, path)


def _checked(values: dict[str, Any], path: Path) -> Settings:
    rules: dict[str, Callable[[Any], Any]] = {
        "format": lambda value: value == FORMAT,
        "party": lambda value: isinstance(value, str) and NAME.fullmatch(value) is not None,
        "name": lambda value: isinstance(value, str) and value.strip() != "",
        "organisation": lambda value: isinstance(value, str) and value.strip() != "",
        "role": lambda value: value in list(Role),
        "language": lambda value: value in languages,
        "schemes": lambda value: isinstance(value, list) and value and all(one in list(Scheme) for one in value),
        "workers": lambda value: type(value) is int and value >= 0,
        "country": lambda value: isinstance(value, str) and _COUNTRY.fullmatch(value) is not None,
        "policy_required": lambda value: type(value) is bool,
        "gate": lambda value: isinstance(value, str) and value.startswith("https://"),
    }
    for name, right in rules.items():
        needed = name in ("format", "party", "name", "organisation", "role")
        if (needed or name in values) and not right(values.get(name)):
            raise Refused(codes.SETTING_WRONG, path.name, name=name)
    converted = dict(values, role=Role(values["role"]))
    if "schemes" in values:
        converted["schemes"] = tuple(Scheme(one) for one in values["schemes"])
    return Settings(**converted)


def unlock_from_environment() -> str | None:
    """The unlock identity that the environment gives, if any."""
    return os.environ.get(UNLOCK) or None


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
