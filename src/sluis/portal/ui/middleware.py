"""A refusal that no view has caught becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sluis.portal.ui.refusing import refused
from sluis.refusals import Refused


class RefusalMiddleware:
    """Turn an escaping `Refused` into its page; every other exception goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        return refused(request, exception) if isinstance(exception, Refused) else None
