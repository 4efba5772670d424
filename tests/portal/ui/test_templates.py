"""What no template of the portal may hold, and what each may name."""

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[3] / "src" / "sluis" / "portal"
TEMPLATES = sorted(path for kind in ("html", "svg") for path in PORTAL.rglob(f"templates/**/*.{kind}"))
CODE = sorted(PORTAL.rglob("*.py"))
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (PORTAL / "ui/static/ui/vendor/icons.svg").read_text("utf-8")))


def lines(pattern: str, paths: list[Path], flags: int = re.IGNORECASE) -> list[str]:
    return [
        f"{path.relative_to(PORTAL)}: {found[0][:80]}"
        for path in paths
        for found in re.finditer(pattern, path.read_text("utf-8"), flags)
    ]


def test_there_is_something_to_look_at() -> None:
    assert len(TEMPLATES) > 40 and len(ICONS) > 100


@pytest.mark.parametrize(
    "pattern",
    [
        r"<style\b", r"\sstyle\s*=", r"<[a-z][^>]*?\son[a-z]+\s*=", r"javascript:",
        r"<script\b(?![^>]*(?:\bsrc=|type=\"application/json\"))",
        r"\bdata:(?:image|text|font)", r"<iframe\b", r"<(?:link|script|img)[^>]+https?:", r"<form\b(?![^>]*\bmethod=)", r"\|\s*safe\b",
        r"autoescape\s+off",
    ],
)  # fmt: skip
def test_no_template_holds_what_the_policy_forbids(pattern: str) -> None:
    assert lines(pattern, TEMPLATES) == []


def test_every_form_that_posts_has_its_token() -> None:
    bare = [
        f"{path.relative_to(PORTAL)}"
        for path in TEMPLATES
        for form in re.findall(
            r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL | re.IGNORECASE
        )
        if "csrf" not in form
    ]
    assert bare == []


def test_every_icon_that_is_named_is_there() -> None:
    named = [
        (path.name, name)
        for path in TEMPLATES + CODE
        for name in re.findall(r"""(?:\{% icon |icon=)["']([a-z0-9-]+)["']""", path.read_text("utf-8"))
    ]
    assert len(named) > 20
    assert [each for each in named if each[1] not in ICONS] == []


def test_styles_and_scripts_ask_for_nothing_from_elsewhere() -> None:
    files = [path for path in PORTAL.rglob("static/**/*") if path.suffix in (".css", ".js")]
    assert len(files) >= 5
    assert lines(r"https?://(?!www\.w3\.org)|url\(\s*['\"]?data:|@import|\beval\(|innerHTML", files) == []
