"""A small program for tests of how the portal is served: `python -m answering FOLDER PORT`."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sluis.portal.config.installation import Installation
from sluis.portal.config.serving import serve
from sluis.supervisor.lifeline import watch
from sluis.supervisor.lines import structured


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answers by the address: what it was sent, what it knows, a fault, or ok."""
    path = environ["PATH_INFO"]
    if path == "/fault":
        raise ValueError("900000004 must not be shown")
    answers: dict[str, Callable[[], str]] = {
        "/length": lambda: str(len(environ["wsgi.input"].read())),
        "/ours": lambda: " ".join(name for name in environ if name.startswith("SLUIS")),
        "/scheme": lambda: str(environ["wsgi.url_scheme"]),
    }
    answer = answers.get(path, lambda: "ok")()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer.encode()]


if __name__ == "__main__":
    watch()
    structured()
    serve(Installation(Path(sys.argv[1]), port=int(sys.argv[2])), "answering:application", migrating=False)
