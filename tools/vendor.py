"""The parts of free design systems that the portal shows: components, tokens, letters and icons, as a few small files.

    python tools/vendor.py NODE_MODULES

reads the packages named below from a folder `node_modules` and writes `src/sluis/portal/ui/static/ui/vendor`. Only this
tool knows them; whoever installs or builds Sluis needs no Node. An icon that a page wants is added to ICONS here.
"""

# ruff: noqa: SIM905 - lists of words are read and edited as words

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "sluis" / "portal" / "ui" / "static" / "ui" / "vendor"

COMPONENTS = """
    alert button checkbox form-field form-field-description form-field-error-message form-fieldset form-label
    heading-1 link select skip-link status-badge table textarea textbox
""".split()

CLASSES = set(
    """
    alert alert--error alert--info alert--ok alert--warning alert__content alert__icon alert__message
    button button--primary-action button--secondary-action button--subtle button--danger
    checkbox checkbox--html-input checkbox--invalid
    form-field form-field--checkbox form-field--invalid form-field--radio form-field__description form-field__error-message
    form-field__input form-field__label form-field__label--checkbox form-field__label--radio form-field-description
    form-field-error-message form-fieldset form-fieldset--invalid form-fieldset__fieldset form-fieldset__fieldset--html-fieldset
    form-fieldset__legend form-fieldset__legend--html-legend form-label form-label--checkbox form-label--radio
    heading-1 link link--html-a
    select select--html-select select--invalid skip-link skip-link--visible-on-focus
    status-badge status-badge--danger status-badge--neutral status-badge--success status-badge--warning
    table table__body table__cell table__header table__header-cell table__row table--html-table
    textarea textarea--html-textarea textarea--invalid textbox textbox--html-input textbox--invalid
    """.split()
)
"""What our templates use of them; rules for all else are left out."""

ICONS = """
    activity adjustments affiliate alarm alert-circle alert-octagon alert-triangle archive arrow-back-up arrow-down
    arrow-forward arrow-left arrow-narrow-down arrow-narrow-up arrow-right arrow-up arrows-exchange arrows-sort ban
    bell bell-ringing book books box-multiple briefcase bug building building-bank building-community
    building-hospital calendar calendar-due calendar-event calendar-off calendar-time certificate chart-bar
    chart-dots chart-line check checklist checks chevron-down chevron-left chevron-right chevron-up circle
    circle-check circle-dashed circle-x clipboard-check clipboard-list clock clock-hour-4 clock-pause code copy
    database database-export database-import device-desktop device-floppy device-laptop device-mobile door-enter
    door-exit dots download edit external-link eye eye-off file file-alert file-certificate file-check
    file-description file-diff file-export file-import file-off file-search file-text file-x files filter filter-off
    fingerprint flag folder folders forms gauge gavel git-compare globe grid-dots hand-stop help hierarchy history
    home hourglass hourglass-high id id-badge inbox info-circle key key-off keyboard language layout-dashboard
    library lifebuoy link link-off list list-check list-details list-search loader location lock lock-access
    lock-open lock-off login logout mail mail-forward mail-opened map-pin menu-2 message message-off message-report
    messages minus notebook notes package package-export package-import paperclip password pencil phone player-pause
    player-play player-stop plug-connected plus point power presentation printer progress qrcode question-mark
    receipt recycle refresh report report-analytics report-search repeat rotate ruler-2 scale scan school search
    send server server-2 settings shield shield-check shield-exclamation shield-half shield-lock shield-off shield-x
    signature sitemap sort-ascending sort-descending speakerphone stack-2 star stethoscope subtask switch-horizontal
    table table-export table-import tag tags target test-pipe thumb-down thumb-up ticket timeline timeline-event
    tool trash trending-down trending-up user user-check user-circle user-cog user-minus user-off user-plus
    user-shield user-x users users-group versions virus-search wand webhook world writing x zoom-check
""".split()

FONTS = {"source-sans-3-latin-wght-normal.woff2": "latin", "source-sans-3-latin-ext-wght-normal.woff2": "latin-ext"}
"""The second is fetched by a browser only for a name that has such letters."""

LICENCES = {
    "utrecht": "@utrecht/component-library-css/LICENSE.md",
    "voorbeeld": "@nl-design-system-unstable/voorbeeld-design-tokens/LICENSE.md",
    "source-sans-3": "@fontsource-variable/source-sans-3/LICENSE",
    "tabler-icons": "@tabler/icons/LICENSE",
}

_USED = re.compile(r"var\(\s*(--[a-z][\w-]*)")
_TOKEN = re.compile(r"var\(\s*(--[a-z][\w-]*)\s*\)")
_DEFINED = re.compile(r"(--[a-z][\w-]*)\s*:\s*([^;}]+)")
_BETWEEN = re.compile(r",(?![^()]*\))")
_CLASS = re.compile(r"\.utrecht-([\w-]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def components(modules: Path) -> str:
    """The rules of the chosen components: without comments, pictures in the text, and what is not used."""
    sheets = (modules / "@utrecht" / f"{name}-css" / "dist" / "index.min.css" for name in COMPONENTS)
    return "\n".join("".join(used(_COMMENT.sub("", sheet.read_text("utf-8")).strip())) for sheet in sheets)


def used(css: str) -> Iterator[str]:
    """Rules, and rules inside a condition, of which a selector names only classes that are used.

    Not those for `:invalid`: a box that nobody has filled in yet is not wrong.
    """
    for head, body in blocks(css):
        if head.startswith("@"):
            inner = "".join(used(body))
            if inner:
                yield f"{head}{{{inner}}}"
            continue
        chosen = ",".join(
            one for one in _BETWEEN.split(head) if set(_CLASS.findall(one)) <= CLASSES and ":invalid" not in one
        )
        kept = ";".join(one for one in body.split(";") if one and "data:" not in one)
        if chosen and kept:
            yield f"{chosen}{{{kept}}}"


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces, and in it."""
    start = depth = 0
    for found in re.finditer("[{}]", css):
        if found[0] == "{":
            depth += 1
            if depth == 1:
                head, body = css[start : found.start()].strip(), found.end()
        else:
            depth -= 1
            if depth == 0:
                yield head, css[body : found.start()]
                start = found.end()


def tokens(css: str, theme: str) -> dict[str, str]:
    """The tokens that these rules use, each with the value that it has in the end."""
    defined = {name: " ".join(value.split()) for name, value in _DEFINED.findall(_COMMENT.sub("", theme))}

    def value(name: str) -> str:
        return _TOKEN.sub(lambda found: value(found[1]) if found[1] in defined else found[0], defined[name])

    return {name: value(name) for name in sorted(set(_USED.findall(css)) & defined.keys())}


def sprite(modules: Path) -> Iterator[str]:
    """All icons in one file; a page refers to one by its name and gives it its own colour."""
    yield '<svg xmlns="http://www.w3.org/2000/svg">'
    for name in sorted(set(ICONS)):
        text = (modules / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg").read_text("utf-8")
        inner = " ".join(re.sub(r"(?s)^.*?<svg[^>]*>|</svg>.*$", "", text).split())
        yield (
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner.replace(" />", "/>").replace("> <", "><")}</symbol>'
        )
    yield "</svg>"


def main(arguments: list[str]) -> int:
    """Write everything."""
    modules = Path(arguments[0])
    OUT.mkdir(parents=True, exist_ok=True)
    css = components(modules)
    theme = (modules / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css").read_text("utf-8")
    root = ";".join(f"{name}:{value}" for name, value in tokens(css, theme).items())
    head = (
        "/* Made by tools/vendor.py of Utrecht components and Voorbeeld tokens, EUPL-1.2: see the notices beside it. */"
    )
    (OUT / "components.css").write_text(f"{head}\n:root{{{root}}}\n{css}\n", "utf-8")
    (OUT / "icons.svg").write_text("\n".join(sprite(modules)) + "\n", "utf-8")
    for name in FONTS:
        shutil.copyfile(modules / "@fontsource-variable" / "source-sans-3" / "files" / name, OUT / name)
    for name, notice in LICENCES.items():
        shutil.copyfile(modules / notice, OUT / f"LICENSE.{name}.txt")
    for path in sorted(OUT.iterdir()):
        print(f"{path.stat().st_size:8d} {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
