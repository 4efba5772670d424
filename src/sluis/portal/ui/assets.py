"""Styles, letters, icons and scripts, served by the program itself.

All files are read once, when the program starts; only these are ever served. Their addresses hold a digest of all of
them, so that a browser may keep them for a year and still never shows a page of today with the styles of yesterday.
An address without it, or with an older one, gives the same file to be asked for again each time.
"""

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
FOREIGN = ("account/js/account.js", "account/js/onload.js", "mfa/js/recovery_codes.js")
PASSKEYS = ("mfa/js/webauthn.js", "mfa/js/webauthn-json.js")
"""The scripts of allauth that its pages name."""

_YEAR = "public, max-age=31536000, immutable"
_ASK = "public, no-cache"
_DIGEST = re.compile(r"^([0-9a-f]{16})/(.+)$")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, the same packed where that helps, and what it is."""

    body: bytes
    packed: bytes
    kind: str
    digest: str


@cache
def assets() -> Mapping[str, Asset]:
    """All files, by name."""
    return {name: _read(path) for name, path in sorted(_files())}


@cache
def digest() -> str:
    """Changes when any file does."""
    together = "".join(f"{name} {asset.digest}\n" for name, asset in assets().items())
    return hashlib.sha256(together.encode()).hexdigest()[:16]


def asset_address(name: str) -> str:
    """Where a file is.

    Raises:
        LookupError: there is no such file.
    """
    if name not in assets():
        raise LookupError(f"no static file {name!r} in any app of the portal")
    return reverse("ui:asset", args=(f"{digest()}/{name}",))


def _files() -> Iterator[tuple[str, Path]]:
    for app in apps.get_app_configs():
        root = Path(app.path) / "static"
        if app.name.startswith("sluis.portal."):
            yield from ((path.relative_to(root).as_posix(), path) for path in root.rglob("*") if path.suffix in KINDS)
        elif app.name in ("allauth.account", "allauth.mfa"):
            yield from ((name, root / name) for name in FOREIGN + PASSKEYS if (root / name).is_file())


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    packed = b"" if path.suffix == ".woff2" else gzip.compress(body, mtime=0)
    return Asset(body, packed, KINDS[path.suffix], hashlib.sha256(body).hexdigest())


@login_not_required
@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files; no other path leads anywhere."""
    found = _DIGEST.match(name)
    asked, name = (found[1], found[2]) if found else ("", name)
    asset = assets().get(name)
    if asset is None:
        raise Http404
    packs = bool(asset.packed) and _accepts_gzip(request)
    headers = {
        "Cache-Control": _YEAR if asked == digest() else _ASK,
        "ETag": f'"{asset.digest[:32]}{"-gzip" if packs else ""}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(asset.packed if packs else asset.body, content_type=asset.kind, headers=headers)


def _accepts_gzip(request: HttpRequest) -> bool:
    offered = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    return any(one.split(";")[0] in ("gzip", "*") and not one.endswith(";q=0") for one in offered)
