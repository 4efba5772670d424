"""What the documents say can be done, and shows what they show."""

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from docs.documents import ALIAS, ROOT, Reader, blocks, documents, steps

TUTORIAL = ROOT / "docs" / "tutorial.md"
PAGES = [ROOT / "docs" / "how-to" / page for page in ("app.md", "specification.md")]
"""What is done on pages only; the tests of the pages follow it."""
HOW_TO = [one for one in sorted((ROOT / "docs" / "how-to").glob("*.md")) if one not in PAGES]
ALONE = [
    one
    for one in documents()
    if one not in (TUTORIAL, *HOW_TO) and any(block.language == "console" for block in blocks(one))
]


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.fixture(scope="module")
def after_the_tutorial(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Somebody who has just followed the tutorial."""
    reader = Reader(tmp_path_factory.mktemp("tutorial"))
    assert reader.follow(TUTORIAL) > 20
    return reader


def test_tutorial_can_be_followed(after_the_tutorial: Reader) -> None:
    assert (after_the_tutorial.place / "received.csv").exists()


@pytest.mark.parametrize("document", HOW_TO, ids=name)
def test_how_to_can_be_followed_after_the_tutorial(document: Path, after_the_tutorial: Reader, tmp_path: Path) -> None:
    shutil.copytree(after_the_tutorial.place, tmp_path, dirs_exist_ok=True)
    before = after_the_tutorial
    assert Reader(tmp_path, before.language, dict(before.learned)).follow(document) > 3


@pytest.mark.parametrize("document", ALONE, ids=name)
def test_document_can_be_followed_in_an_empty_folder(document: Path, tmp_path: Path) -> None:
    Reader(tmp_path).follow(document)


def test_every_command_in_a_block_of_commands_has_a_prompt() -> None:
    for document in documents():
        for block in blocks(document):
            if block.language in ("console", "sh", "bash", "shell"):
                assert block.language == "console" and list(steps(block)), f"{name(document)}: {block.text}"


@pytest.mark.parametrize("document", documents(), ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|srcset|href)="([^"]+)"', text)
    for target in targets:
        path, _, anchor = target.partition("#")
        if path.startswith(("http:", "https:", "mailto:")):
            continue
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), f"{name(document)}: {target}"
        assert ROOT in there.parents, f"{name(document)}: {target} leads out of the project"
        if anchor:
            assert anchor in anchors(there), f"{name(document)}: {target}"


def anchors(document: Path) -> set[str]:
    """The names of a document's headings, as they are linked to."""
    heads = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_both_readmes_say_the_same() -> None:
    english, dutch = ROOT / "README.md", ROOT / "README.nl.md"
    levels = [re.findall(r"^(#+) ", one.read_text("utf-8"), re.MULTILINE) for one in (english, dutch)]
    assert levels[0] == levels[1]
    commands = [[(block.language, *(step.command for step in steps(block))) for block in blocks(english)]]
    commands += [[(block.language, *(step.command for step in steps(block))) for block in blocks(dutch)]]
    in_dutch = [tuple(part.replace(" SPEAK=en", "") for part in block if part != ALIAS) for block in commands[0]]
    assert in_dutch == commands[1]


def test_both_pictures_of_the_flow_are_drawn_alike_and_told_in_words() -> None:
    drawn = []
    for picture in ("flow.svg", "flow.nl.svg"):
        root = ElementTree.parse(ROOT / "docs" / "pictures" / picture).getroot()
        words = [one.text or "" for one in root if one.tag.endswith(("title", "desc"))]
        assert root.get("aria-labelledby") == "t d" and len(words[0]) > 20 and len(words[1]) > 200
        drawn.append([(one.tag, *(one.get(name) for name in ("class", "x", "y", "d"))) for one in root.iter()])
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("document", [one for one in documents() if one.parent.name != "reference"], ids=name)
def test_lines_are_short_enough_to_read(document: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    assert [line for line in prose.split("\n") if len(line) > 120 and not line.startswith("|")] == []
