"""The program of that other process: one order on standard input, one file on standard output; it knows no portal."""

import base64
import json
import resource
import sys
from typing import Any

from sluis.portal.documents.rendering import bounds


def answer(order: dict[str, Any]) -> bytes:
    """The file that an order asks for."""
    if order["kind"] == "docx":
        from sluis.portal.documents.rendering.filler import fill

        return fill(base64.b64decode(order["template"]), order["context"], order["title"], order["language"])
    from sluis.portal.documents.rendering.printer import draw

    return draw(order)


def main() -> int:
    """Answer one order."""
    resource.setrlimit(resource.RLIMIT_AS, (bounds.MEMORY, bounds.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.SECONDS, bounds.SECONDS))
    order = json.loads(sys.stdin.buffer.read())
    try:
        sys.stdout.buffer.write(answer(order))
    except (MemoryError, RecursionError):
        return bounds.TOO_MUCH
    except OSError:  # the libraries of the system cannot be loaded
        return bounds.NO_LIBRARY if order["kind"] == "pdf" else 1
    except ValueError:
        return bounds.BAD_TEMPLATE if order["kind"] == "docx" else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
