"""The pages: start, connecting, a delivery on its way, deliveries that were sent, and help."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response


def onward(request: Request, path: str) -> Response:
    """To another page, after something was done."""
    return RedirectResponse(request.state.root + path, 303)


def form(request: Request) -> dict[str, str]:
    """What a form said; the door has read it."""
    found: dict[str, str] = getattr(request.state, "form", {})
    return found
