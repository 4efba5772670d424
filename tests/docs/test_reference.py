"""The reference is complete, and what is made from the program is up to date."""

import importlib.util
import json
import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest
from worlds import World

from docs.documents import ROOT
from sluis.agreement.claims import Claim
from sluis.agreement.processings import Processing
from sluis.agreement.terms import Agreement, Domain, PartyKeys, Retention
from sluis.cli.main import build_parser
from sluis.home.settings import UNLOCK, read_settings
from sluis.home.settings import Settings as HomeSettings
from sluis.package.manifest import Manifest, RelayNote
from sluis.portal.config.installation import DATABASE_PASSWORD, MAIL_PASSWORD, Installation, read_installation

REFERENCE = ROOT / "docs" / "reference"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sluis_commands_tool", ROOT / "tools" / "commands.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def words_of(document: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", (REFERENCE / document).read_text("utf-8")))


def test_reference_of_commands_is_up_to_date() -> None:
    written = (REFERENCE / "commands.md").read_text("utf-8")
    assert written == tool.write(), "run `python tools/commands.py`"


def test_every_command_and_option_is_in_the_reference() -> None:
    parts = re.split(r"^### ", (REFERENCE / "commands.md").read_text("utf-8"), flags=re.MULTILINE)
    described = {part.split("\n")[0]: part for part in parts[1:]}
    found = dict(tool.commands(build_parser("en")))
    assert set(found) == set(described) and len(found) > 30
    for name, parser in found.items():
        for action in tool.arguments(parser):
            known = action.option_strings[0] if action.option_strings else str(action.metavar)
            assert re.search(rf"`{re.escape(known)}[ `]", described[name]), f"{name}: {known}"


def test_every_setting_is_documented() -> None:
    home, portal, environment = re.split(r"^## .*$", (REFERENCE / "settings.md").read_text("utf-8"), flags=re.MULTILINE)
    assert _rows(home) == {one.name for one in fields(HomeSettings)}
    assert _rows(portal) == {one.name for one in fields(Installation)} - {"folder"}
    assert _rows(environment) >= {UNLOCK, DATABASE_PASSWORD, MAIL_PASSWORD}


def _rows(text: str) -> set[str]:
    return {*re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)}


def test_defaults_of_the_portal_are_those_that_are_documented(tmp_path: Path) -> None:
    text = (REFERENCE / "settings.md").read_text("utf-8").split("## The portal")[1]
    given = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", text, re.MULTILINE)
    (tmp_path / "portal.toml").write_text("\n".join(f"{name} = {value}" for name, value in given))
    assert read_installation(tmp_path) == Installation(tmp_path) and len(given) > 8


def test_example_of_settings_can_be_read_and_has_the_values_that_hold_otherwise(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", (REFERENCE / "settings.md").read_text("utf-8"), re.DOTALL)
    assert found is not None
    path = tmp_path / "sluis.toml"
    path.write_text(found[1], "utf-8")
    settings = read_settings(path)
    given = (settings.party, settings.name, settings.organisation, settings.role)
    assert settings == HomeSettings(*given)


@pytest.mark.parametrize("kind", [Agreement, Domain, PartyKeys, Retention, Processing], ids=lambda one: one.__name__)
def test_every_member_of_an_agreement_is_documented(kind: type) -> None:
    names = {one.name for one in fields(kind)} - {"sha256"}
    assert names - words_of("files.md") == set()


def test_every_member_of_a_report_is_documented(world: World) -> None:
    assert world.prepare(world.write("BSN\n")).code == 3
    refused = world.report()
    assert world.prepare(world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n,,,,,99,1\n"), out="b.sluis").code == 0
    report = json.loads(world.path("b.prepare.json").read_text())
    members = {*report, *refused["refusal"], *report["findings"][0], *report["finding_counts"][0]}
    assert members - words_of("files.md") == set()


def test_every_file_of_a_home_is_documented(world: World) -> None:
    assert world.prepare(world.write("BSN,NAME,DOB,POST,SEX,SDQ_SCORE,PERIOD\n900000004,,,,,9,1\n")).code == 0
    assert world.relay().code == world.open().code == 0
    documented = " ".join(words_of("files.md"))
    for home in ("source-1", "ttp", "recipient-1"):
        for path in world.path(home).iterdir():
            if path.name not in (".lock", "answer.pem") and not path.name.endswith(".group.age"):  # the test's own
                assert path.name in documented, path.name


def test_every_format_is_documented() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    formats = {found for text in sources for found in re.findall(r'"(sluis-[a-z-]+/\d)', text)}
    described = words_of("files.md") | words_of("gate.md") | words_of("../explanation/protocol.md")
    assert len(formats) > 8 and formats - described == set()


@pytest.mark.parametrize("kind", [Manifest, RelayNote, Claim], ids=lambda one: one.__name__)
def test_every_member_of_a_manifest_is_in_the_protocol(kind: type) -> None:
    assert {one.name for one in fields(kind)} - words_of("../explanation/protocol.md") == set()
